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
    2.02F, 0.54F, -0.19F, 0.22F, -1.76F, -1.32F, 0.19F,
    // kKindAbove
    -1.04F, 0.07F, -0.10F, 0.04F, 0.70F, 0.27F, 0.05F, -0.31F,
    // kKindBelow
    -1.00F, 0.26F, -0.31F, -0.19F, 0.60F, 0.59F, 0.05F, -0.31F,
    // kKindAbove2
    0.04F, 0.08F, -0.07F, -0.26F, -0.06F, 0.03F, 0.01F, -0.08F,
    // kKindBelow2
    0.13F, 0.02F, -0.41F, -0.05F, 0.27F, -0.11F, 0.31F, -0.47F,
    // kHintIs
    1.33F, 0.43F, -0.68F, 0.27F, -0.08F, -0.13F, -0.09F, -0.82F, -0.01F, -0.02F, -0.02F, -0.10F,
    -0.06F, -0.13F, -0.00F, -0.17F, 0.00F, -0.04F,
    // kWords
    -0.82F, 0.10F, -0.43F, -0.19F, 0.67F, 0.41F, -0.05F,
    // kFunctionWords
    0.07F, -0.48F, 0.11F, 0.26F, 0.44F,
    // kCapitals
    0.79F, -0.26F, -0.12F,
    // kSiteWords
    -0.43F, -0.51F, -0.44F,
    // kYou
    -0.57F,
    // kSpeech
    1.25F,
    // kPersons
    -0.06F,
    // kQuoted
    0.37F,
    // kAddress
    -0.40F,
    // kCommas
    0.22F,
    // kEndsOpen
    0.76F,
    // kAsks
    -0.49F,
    // kEllipsis
    -0.69F,
    // kStartsLower
    -0.58F,
    // kStartsWithNumber
    0.08F,
    // kAllCapitals
    0.13F,
    // kBars
    -0.45F,
    // kDated
    -0.70F,
    // kAge
    -0.35F,
    // kRepeated
    -0.55F,
    // kBeginsAsAbove
    -0.10F,
    // kNotice
    -0.74F,
    // kCall
    -0.54F,
    // kSpeaker
    0.04F,
    // kPlace
    0.38F, 0.35F, 0.11F, 0.55F, -0.16F, 0.65F, -0.23F, -0.54F, -1.42F,
    // kOutsideKind
    0.23F, 0.02F, 0.18F, -0.35F, -0.30F, -0.74F, 0.09F,
    // kCohesion
    -0.10F, 0.27F, -0.05F, -0.54F,
    // kOutsideCohesion
    -0.51F, -0.20F, 0.20F, 0.71F,
    // kSiteAround
    -0.07F, -0.16F, -0.03F, -0.04F,
    // kProseAround
    -0.22F, 0.38F, -0.27F, -0.19F,
    // kRun
    -1.25F, -0.81F, -0.35F, -0.46F,
    // kMarksAround
    -0.04F, -0.37F,
    // kDatesAround
    0.30F, -0.26F,
    // kBelowTitle
    0.16F, -0.47F, 0.77F, -0.09F,
    // kIsTitle
    0.08F,
    // kJoinsAbove
    0.39F,
    // kJoinsBelow
    0.28F,
    // kJoinsTitle
    0.90F,
    // kIntroduced
    -0.04F,
    // kLink
    -0.09F,
    // kAboutFirm
    -0.14F,
    // kAboutAuthor
    -0.58F,
    // kTeasersAbove
    -0.90F,
    // kCommentsAbove
    -0.36F,
    // kCommentsAboveProse
    -0.28F,
    // kEndAbove
    -0.56F,
    // kAboutAbove
    -0.12F,
};
// clang-format on

// Of a line by the one above it; other after other counts 0.
inline constexpr double kStoryAfterOther = -2.67;
inline constexpr double kOtherAfterStory = -3.22;
inline constexpr double kStoryAfterStory = -1.51;

}  // namespace dateline
