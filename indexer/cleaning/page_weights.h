// The weights of page_model.h, fitted to labelled pages: positive ones speak for the story.
#pragma once

#include <array>

#include "indexer/cleaning/page_features.h"

namespace dateline {

// In the order of Feature.
// clang-format off
inline constexpr std::array<float, kFeatureCount> kWeights = {
    // kAlways
    -0.36F,
    // kKind
    2.10F, 0.53F, -0.29F, 0.34F, -1.68F, -1.58F, 0.22F,
    // kKindAbove
    -0.64F, 0.23F, -0.09F, -0.50F, 0.53F, 0.21F, 0.27F, -0.36F,
    // kKindBelow
    -0.47F, 0.03F, -0.22F, -0.36F, 0.63F, 0.26F, 0.13F, -0.36F,
    // kKindAbove2
    -0.12F, 0.20F, 0.08F, 0.02F, -0.12F, -0.28F, 0.08F, -0.23F,
    // kKindBelow2
    0.07F, 0.23F, -0.36F, -0.11F, 0.11F, 0.09F, 0.16F, -0.55F,
    // kHintIs
    1.17F, 0.77F, -0.60F, 0.02F, 0.42F, -0.08F, -0.12F, -0.98F, -0.02F, -0.01F, -0.03F, -0.09F,
    -0.08F, -0.17F, -0.00F, -0.50F, 0.00F, -0.05F,
    // kWords
    -1.05F, 0.14F, -0.15F, -0.32F, 0.45F, 0.25F, 0.31F,
    // kFunctionWords
    0.06F, -0.23F, 0.05F, 0.17F, 0.49F,
    // kCapitals
    0.75F, -0.01F, -0.20F,
    // kSiteWords
    -0.51F, -0.70F, -0.57F,
    // kYou
    -0.71F,
    // kSpeech
    1.04F,
    // kPersons
    -0.05F,
    // kQuoted
    0.69F,
    // kAddress
    -0.21F,
    // kCommas
    0.28F,
    // kEndsOpen
    1.08F,
    // kAsks
    -0.60F,
    // kEllipsis
    -0.58F,
    // kStartsLower
    -0.57F,
    // kStartsWithNumber
    0.30F,
    // kAllCapitals
    0.10F,
    // kBars
    -0.59F,
    // kDated
    -0.75F,
    // kAge
    -0.22F,
    // kRepeated
    -0.34F,
    // kBeginsAsAbove
    -0.11F,
    // kNotice
    -0.91F,
    // kCall
    -0.52F,
    // kSpeaker
    0.12F,
    // kPlace
    0.22F, 0.42F, 0.15F, 0.57F, -0.29F, 0.86F, 0.03F, -0.80F, -1.52F,
    // kOutsideKind
    0.06F, 0.03F, 0.32F, -0.11F, -0.36F, -0.92F, 0.04F,
    // kCohesion
    -0.10F, -0.10F, 0.01F, -0.73F,
    // kOutsideCohesion
    -0.58F, 0.01F, 0.23F, 0.93F,
    // kSiteAround
    0.02F, -0.08F, -0.08F, -0.22F,
    // kProseAround
    -0.15F, 0.27F, -0.12F, -0.37F,
    // kRun
    -1.25F, -1.09F, -0.36F, -0.30F,
    // kMarksAround
    -0.18F, -0.45F,
    // kDatesAround
    0.11F, -0.15F,
    // kBelowTitle
    0.18F, -0.69F, 1.01F, 0.24F,
    // kIsTitle
    0.21F,
    // kJoinsAbove
    0.10F,
    // kJoinsBelow
    0.01F,
    // kJoinsTitle
    0.51F,
    // kIntroduced
    -0.07F,
    // kLink
    -0.14F,
    // kAboutFirm
    -0.17F,
    // kAboutAuthor
    -0.94F,
    // kTeasersAbove
    -1.06F,
    // kCommentsAbove
    -0.47F,
    // kCommentsAboveProse
    -0.38F,
    // kEndAbove
    -0.71F,
    // kAboutAbove
    -0.03F,
    // kShortBetween
    0.51F,
    // kIntroducedItem
    0.46F,
    // kInsideNumber
    -0.20F,
    // kDeck
    0.24F,
    // kPicture
    -0.57F,
    // kPictureBelow
    0.01F,
    // kPictureAbove
    0.55F,
    // kPoints
    -0.02F,
    // kClockAbove
    0.23F,
};
// clang-format on

// Of a line by the one above it; other after other counts 0.
inline constexpr double kStoryAfterOther = -2.43;
inline constexpr double kOtherAfterStory = -3.04;
inline constexpr double kStoryAfterStory = -1.27;

}  // namespace dateline
