// What the lines of a scraped page look like, as yes-or-no features: the line's own form and
// wording, its neighbours, and where it stands to the page's main block of paragraphs.
//
// page_model.h weighs them. Nothing here knows a phrase: those are in patterns.h and wording.h.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "indexer/cleaning/judged_line.h"

namespace dateline {

// Seven kinds of lines, coarse enough to speak of neighbours.
enum class LineKind : std::uint8_t {
    Prose,     // a paragraph, or a sentence of five words or more
    Sentence,  // a shorter sentence
    Heading,   // four words or more that are no sentence
    Scrap,     // fewer
    Site,      // known by its wording for a site's: menus, notices, forms
    Signed,    // names, dates, credits
    List,      // "• one", rows of numbers
    Edge,      // beyond the first or last line
};
inline constexpr std::size_t kKinds = 8;

// Ranges of features begin at the name and take as many as the comment says.
enum Feature : std::uint8_t {
    kAlways = 0,
    kKind = kAlways + 1,                 // 7: the line's own kind
    kKindAbove = kKind + 7,              // 8
    kKindBelow = kKindAbove + kKinds,    // 8
    kKindAbove2 = kKindBelow + kKinds,   // 8: the line above that
    kKindBelow2 = kKindAbove2 + kKinds,  // 8
    kHintIs = kKindBelow2 + kKinds,      // 18: the line's hint
    kWords = kHintIs + 18,               // 7: 1, 2-3, 4-6, 7-11, 12-19, 20-39, more
    kFunctionWords = kWords + 7,  // 5: their share, of four words or more: 0, -.15, -.3, -.45, more
    kCapitals =
        kFunctionWords + 5,      // 3: share of capitalised words, of four or more: -.35, -.65, more
    kSiteWords = kCapitals + 3,  // 3: one, two, more
    kYou = kSiteWords + 3,       // the reader is spoken to
    kSpeech,                     // "said"
    kPersons,                    // "she", "his"
    kQuoted,
    kAddress,   // of a page or for mail
    kCommas,    // in a line of eight words or more
    kEndsOpen,  // with a colon
    kAsks,
    kEllipsis,
    kStartsLower,
    kStartsWithNumber,
    kAllCapitals,
    kBars,  // parts set off by bars or bullets
    kDated,
    kAge,            // "3 hours ago", "5 comments"
    kRepeated,       // the same line stands elsewhere on the page
    kBeginsAsAbove,  // a line above begins with the same words
    kNotice,         // Wording::is_notice
    kCall,           // "Join us": the reader is asked to do something
    kSpeaker,        // "JANE DOE: ", "Q: ": what somebody says follows; "(LAUGHTER)"
    kPlace,  // 9: before the main block by 1-2, 3-8, more; inside; after by 1, 2-3, 4-8, 9-20, more
    kOutsideKind = kPlace + 9,  // 7: the kind, outside of the main block
    kCohesion = kOutsideKind +
                7,  // 4: share of its content words that the main block has: 0, -.25, -.5, more
    kOutsideCohesion = kCohesion + 4,  // 4: the same, outside
    kSiteAround =
        kOutsideCohesion + 4,  // 4: share of Site among four lines each way: 0, -.25, -.5, more
    kProseAround = kSiteAround + 4,  // 4: words of Prose among them: 0, -40, -120, more
    kRun = kProseAround + 4,  // 4: length of the run of lines without a sentence: 1, 2-3, 4-8, more
    kMarksAround = kRun + 4,  // 2: marks of readers' comments within five lines: one, more
    kDatesAround = kMarksAround + 2,  // 2: dates within five lines: one, more
    kBelowTitle =
        kDatesAround + 2,  // 4: title unknown; line above it; right below; six lines below
    kIsTitle = kBelowTitle + 4,
    kJoinsAbove,          // no Site or Signed line between it and a Prose above
    kJoinsBelow,          // the same below
    kJoinsTitle,          // of the first lines below the title, without a Site or Signed between
    kIntroduced,          // joins a line above that ends with a colon
    kLink,                // nothing but an address, or a link in Markdown
    kAboutFirm,           // below "About Jones Ltd", with nothing but sentences between
    kAboutAuthor,         // begins with the name of somebody who signed above
    kTeasersAbove,        // a head of teasers above, and no Prose since
    kCommentsAbove,       // a head of comments above, within or below the main block
    kCommentsAboveProse,  // the same, for Prose and sentences
    kEndAbove,            // a copyright line above, below the main block's first line
    kAboutAbove,          // a line on the author right above
    kShortBetween,        // Heading or Scrap that joins Prose above and below
    kIntroducedItem,      // no Prose, joins a colon above that heads no teasers
    kInsideNumber,        // of the main block, no sentence, ends with a number
    kDeck,                // a Heading of six words or more, shortly below the title
    kPicture,             // credits a picture
    kPictureBelow,        // four words or more, the line below credits a picture
    kPictureAbove,        // the line above credits a picture
    kPoints,              // ", left, ", "(right)", "pictured": says where to look in a picture
    kClockAbove,          // the line above is an entry's time of day, as in a live report
    kFeatureCount
};

using Features = std::bitset<kFeatureCount>;

// The features of each line. `title` is the line that holds the article's title, or the number of
// lines. Linear in the length of the page.
std::vector<Features> page_features(std::string_view body, const std::vector<JudgedLine>& lines,
                                    std::size_t title);

}  // namespace dateline
