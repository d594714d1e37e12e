// The weights of page_model.h, fitted to labelled pages: positive ones speak for the story.
#pragma once

#include <array>

#include "indexer/cleaning/page_features.h"

namespace dateline {

// In the order of Feature.
// clang-format off
inline constexpr std::array<float, kFeatureCount> kWeights = {
    // kAlways
    -0.31F,
    // kKind
    1.99F, 0.56F, -0.18F, 0.26F, -1.53F, -1.58F, 0.18F,
    // kKindAbove
    -0.77F, 0.14F, -0.14F, -0.28F, 0.48F, 0.39F, 0.18F, -0.31F,
    // kKindBelow
    -0.46F, 0.04F, -0.28F, -0.50F, 0.58F, 0.49F, 0.14F, -0.31F,
    // kKindAbove2
    -0.05F, 0.06F, -0.08F, -0.07F, -0.17F, -0.06F, 0.06F, 0.01F,
    // kKindBelow2
    0.14F, 0.16F, -0.24F, 0.01F, 0.10F, -0.09F, 0.13F, -0.52F,
    // kHintIs
    1.09F, 0.59F, -0.57F, 0.10F, 0.44F, -0.02F, -0.11F, -1.06F, -0.02F, -0.01F, -0.02F, -0.08F,
    -0.08F, -0.20F, -0.00F, -0.31F, 0.00F, -0.05F,
    // kWords
    -1.04F, 0.17F, -0.27F, -0.07F, 0.51F, 0.10F, 0.28F,
    // kFunctionWords
    0.11F, -0.44F, 0.14F, 0.19F, 0.56F,
    // kCapitals
    0.78F, -0.14F, -0.08F,
    // kSiteWords
    -0.53F, -0.71F, -0.47F,
    // kYou
    -0.54F,
    // kSpeech
    1.18F,
    // kPersons
    -0.04F,
    // kQuoted
    0.48F,
    // kAddress
    -0.40F,
    // kCommas
    0.24F,
    // kEndsOpen
    0.85F,
    // kAsks
    -0.52F,
    // kEllipsis
    -0.49F,
    // kStartsLower
    -0.51F,
    // kStartsWithNumber
    0.01F,
    // kAllCapitals
    0.00F,
    // kBars
    -0.61F,
    // kDated
    -0.77F,
    // kAge
    -0.20F,
    // kRepeated
    -0.17F,
    // kBeginsAsAbove
    -0.17F,
    // kNotice
    -0.93F,
    // kCall
    -0.50F,
    // kSpeaker
    0.20F,
    // kPlace
    0.21F, 0.39F, 0.26F, 0.61F, -0.09F, 0.75F, -0.10F, -0.81F, -1.52F,
    // kOutsideKind
    0.16F, 0.03F, 0.14F, -0.09F, -0.46F, -0.82F, 0.14F,
    // kCohesion
    -0.10F, 0.02F, -0.04F, -0.56F,
    // kOutsideCohesion
    -0.65F, -0.05F, 0.28F, 0.95F,
    // kSiteAround
    -0.03F, -0.14F, -0.09F, -0.05F,
    // kProseAround
    -0.15F, 0.39F, -0.17F, -0.38F,
    // kRun
    -1.22F, -1.02F, -0.36F, -0.25F,
    // kMarksAround
    -0.02F, -0.44F,
    // kDatesAround
    0.15F, -0.19F,
    // kBelowTitle
    0.10F, -0.72F, 0.84F, 0.04F,
    // kIsTitle
    0.26F,
    // kJoinsAbove
    0.05F,
    // kJoinsBelow
    0.04F,
    // kJoinsTitle
    0.48F,
    // kIntroduced
    -0.06F,
    // kLink
    -0.12F,
    // kAboutFirm
    -0.15F,
    // kAboutAuthor
    -0.82F,
    // kTeasersAbove
    -0.94F,
    // kCommentsAbove
    -0.47F,
    // kCommentsAboveProse
    -0.38F,
    // kEndAbove
    -0.62F,
    // kAboutAbove
    -0.04F,
    // kShortBetween
    0.63F,
    // kIntroducedItem
    0.53F,
    // kInsideNumber
    -0.16F,
    // kDeck
    0.03F,
};
// clang-format on

// Of a line by the one above it; other after other counts 0.
inline constexpr double kStoryAfterOther = -2.37;
inline constexpr double kOtherAfterStory = -3.06;
inline constexpr double kStoryAfterStory = -1.26;

}  // namespace dateline
