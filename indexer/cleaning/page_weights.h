// The weights of page_model.h, fitted to labelled pages: positive ones speak for the story.
#pragma once

#include <array>

#include "indexer/cleaning/page_features.h"

namespace dateline {

// In the order of Feature.
// clang-format off
inline constexpr std::array<float, kFeatureCount> kWeights = {
    // kAlways
    -0.34F,
    // kKind
    2.09F, 0.53F, -0.34F, 0.34F, -1.63F, -1.56F, 0.23F,
    // kKindAbove
    -0.59F, 0.21F, -0.06F, -0.59F, 0.58F, 0.20F, 0.26F, -0.34F,
    // kKindBelow
    -0.50F, 0.02F, -0.20F, -0.40F, 0.67F, 0.30F, 0.12F, -0.34F,
    // kKindAbove2
    -0.11F, 0.17F, 0.03F, 0.07F, -0.17F, -0.25F, 0.08F, -0.15F,
    // kKindBelow2
    0.12F, 0.19F, -0.29F, -0.08F, 0.07F, 0.04F, 0.16F, -0.54F,
    // kHintIs
    1.15F, 0.75F, -0.60F, 0.09F, 0.41F, -0.10F, -0.11F, -0.99F, -0.02F, -0.02F, -0.03F, -0.11F,
    -0.07F, -0.18F, -0.00F, -0.47F, 0.00F, -0.05F,
    // kWords
    -1.03F, 0.18F, -0.14F, -0.27F, 0.46F, 0.18F, 0.29F,
    // kFunctionWords
    0.12F, -0.37F, 0.08F, 0.17F, 0.52F,
    // kCapitals
    0.73F, -0.03F, -0.18F,
    // kSiteWords
    -0.45F, -0.54F, -0.54F,
    // kYou
    -0.64F,
    // kSpeech
    1.13F,
    // kPersons
    -0.14F,
    // kQuoted
    0.60F,
    // kAddress
    -0.21F,
    // kCommas
    0.27F,
    // kEndsOpen
    1.04F,
    // kAsks
    -0.61F,
    // kEllipsis
    -0.50F,
    // kStartsLower
    -0.58F,
    // kStartsWithNumber
    0.20F,
    // kAllCapitals
    0.11F,
    // kBars
    -0.55F,
    // kDated
    -0.71F,
    // kAge
    -0.21F,
    // kRepeated
    -0.26F,
    // kBeginsAsAbove
    -0.14F,
    // kNotice
    -0.91F,
    // kCall
    -0.51F,
    // kSpeaker
    0.15F,
    // kPlace
    0.17F, 0.42F, 0.22F, 0.59F, -0.21F, 0.74F, 0.03F, -0.82F, -1.48F,
    // kOutsideKind
    0.12F, -0.00F, 0.26F, -0.13F, -0.41F, -0.88F, 0.11F,
    // kCohesion
    -0.13F, -0.09F, 0.00F, -0.70F,
    // kOutsideCohesion
    -0.62F, -0.08F, 0.21F, 0.95F,
    // kSiteAround
    0.07F, -0.10F, -0.06F, -0.24F,
    // kProseAround
    -0.19F, 0.32F, -0.12F, -0.35F,
    // kRun
    -1.21F, -1.00F, -0.37F, -0.38F,
    // kMarksAround
    -0.18F, -0.46F,
    // kDatesAround
    0.18F, -0.19F,
    // kBelowTitle
    0.20F, -0.68F, 0.96F, 0.25F,
    // kIsTitle
    0.17F,
    // kJoinsAbove
    0.01F,
    // kJoinsBelow
    0.04F,
    // kJoinsTitle
    0.54F,
    // kIntroduced
    -0.03F,
    // kLink
    -0.14F,
    // kAboutFirm
    -0.18F,
    // kAboutAuthor
    -0.90F,
    // kTeasersAbove
    -1.01F,
    // kCommentsAbove
    -0.45F,
    // kCommentsAboveProse
    -0.36F,
    // kEndAbove
    -0.74F,
    // kAboutAbove
    -0.03F,
    // kShortBetween
    0.65F,
    // kIntroducedItem
    0.45F,
    // kInsideNumber
    -0.24F,
    // kDeck
    0.18F,
    // kPicture
    -0.56F,
    // kPictureBelow
    0.02F,
    // kPictureAbove
    0.50F,
    // kPoints
    -0.06F,
    // kClockAbove
    0.23F,
};
// clang-format on

// Of a line by the one above it; other after other counts 0.
inline constexpr double kStoryAfterOther = -2.24;
inline constexpr double kOtherAfterStory = -3.17;
inline constexpr double kStoryAfterStory = -1.30;

}  // namespace dateline
