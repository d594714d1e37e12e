// The weights of page_model.h, fitted to labelled pages: positive ones speak for the story.
#pragma once

#include <array>

#include "indexer/cleaning/page_features.h"

namespace dateline {

// In the order of Feature.
// clang-format off
inline constexpr std::array<float, kFeatureCount> kWeights = {
    // kAlways
    -0.33F,
    // kKind
    2.08F, 0.54F, -0.32F, 0.28F, -1.61F, -1.54F, 0.24F,
    // kKindAbove
    -0.63F, 0.20F, -0.07F, -0.54F, 0.54F, 0.21F, 0.28F, -0.33F,
    // kKindBelow
    -0.50F, 0.02F, -0.19F, -0.43F, 0.65F, 0.31F, 0.12F, -0.33F,
    // kKindAbove2
    -0.11F, 0.17F, 0.06F, 0.06F, -0.15F, -0.26F, 0.03F, -0.13F,
    // kKindBelow2
    0.11F, 0.21F, -0.30F, -0.07F, 0.05F, 0.03F, 0.16F, -0.53F,
    // kHintIs
    1.15F, 0.74F, -0.59F, 0.11F, 0.42F, -0.09F, -0.11F, -1.00F, -0.02F, -0.02F, -0.03F, -0.10F,
    -0.07F, -0.18F, -0.00F, -0.48F, 0.00F, -0.05F,
    // kWords
    -1.04F, 0.18F, -0.15F, -0.27F, 0.48F, 0.18F, 0.29F,
    // kFunctionWords
    0.15F, -0.38F, 0.09F, 0.15F, 0.52F,
    // kCapitals
    0.76F, -0.02F, -0.22F,
    // kSiteWords
    -0.47F, -0.59F, -0.54F,
    // kYou
    -0.63F,
    // kSpeech
    1.12F,
    // kPersons
    -0.13F,
    // kQuoted
    0.61F,
    // kAddress
    -0.20F,
    // kCommas
    0.27F,
    // kEndsOpen
    1.05F,
    // kAsks
    -0.63F,
    // kEllipsis
    -0.52F,
    // kStartsLower
    -0.56F,
    // kStartsWithNumber
    0.18F,
    // kAllCapitals
    0.10F,
    // kBars
    -0.55F,
    // kDated
    -0.74F,
    // kAge
    -0.20F,
    // kRepeated
    -0.26F,
    // kBeginsAsAbove
    -0.15F,
    // kNotice
    -0.95F,
    // kCall
    -0.51F,
    // kSpeaker
    0.15F,
    // kPlace
    0.19F, 0.43F, 0.19F, 0.58F, -0.22F, 0.76F, 0.04F, -0.81F, -1.48F,
    // kOutsideKind
    0.12F, 0.01F, 0.22F, -0.09F, -0.40F, -0.88F, 0.11F,
    // kCohesion
    -0.12F, -0.09F, 0.02F, -0.73F,
    // kOutsideCohesion
    -0.63F, -0.08F, 0.20F, 0.95F,
    // kSiteAround
    0.07F, -0.14F, -0.10F, -0.16F,
    // kProseAround
    -0.20F, 0.32F, -0.12F, -0.33F,
    // kRun
    -1.19F, -1.03F, -0.38F, -0.35F,
    // kMarksAround
    -0.15F, -0.46F,
    // kDatesAround
    0.17F, -0.17F,
    // kBelowTitle
    0.20F, -0.65F, 0.94F, 0.24F,
    // kIsTitle
    0.14F,
    // kJoinsAbove
    0.05F,
    // kJoinsBelow
    0.03F,
    // kJoinsTitle
    0.54F,
    // kIntroduced
    -0.04F,
    // kLink
    -0.14F,
    // kAboutFirm
    -0.18F,
    // kAboutAuthor
    -0.90F,
    // kTeasersAbove
    -1.01F,
    // kCommentsAbove
    -0.46F,
    // kCommentsAboveProse
    -0.36F,
    // kEndAbove
    -0.75F,
    // kAboutAbove
    -0.02F,
    // kShortBetween
    0.63F,
    // kIntroducedItem
    0.46F,
    // kInsideNumber
    -0.21F,
    // kDeck
    0.14F,
    // kPicture
    -0.56F,
    // kPictureBelow
    0.03F,
    // kPictureAbove
    0.49F,
    // kPoints
    -0.05F,
    // kClockAbove
    0.23F,
};
// clang-format on

// Of a line by the one above it; other after other counts 0.
inline constexpr double kStoryAfterOther = -2.22;
inline constexpr double kOtherAfterStory = -3.17;
inline constexpr double kStoryAfterStory = -1.30;

}  // namespace dateline
