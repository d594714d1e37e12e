// What lines that are not the story look like: the phrases of phrases.h, each
// with what it hints at.
//
// A hint is not yet a verdict: rules (rules.h) judge it by the line's length, its place and its
// neighbours.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace dateline {

enum class Hint : std::uint8_t {
    None,
    Content,         // "Key Takeaways", "Correction: …": the story's own, never cut
    Navigation,      // certain wherever it stands
    MenuItem,        // "Home", "Print": only among others of its kind, or before or after the story
    Banner,          // a notice of any length: cookies, subscriptions
    TeaserHead,      // titles of other stories follow
    TeaserHeadWeak,  // the same, if nothing of the story comes after them
    TeaserLine,      // "Read more: …": the rest of the line is another story's title
    CommentHead,     // "Leave a Reply"
    CommentLine,     // a field or note of a comment form
    CommentThread,   // "2 responses to …": readers' comments follow
    Byline,          // "Updated On", "Our Correspondent"
    BylineDate,      // "Published: …", if a date follows or nothing
    BylineName,      // "By …", if names follow
    Bio,             // a note on the author, at the end
    Credit,          // certain wherever it stands
    CreditLabel,     // "Photo: …", if short
    Copyright,       // "© 2020 …"
};

// True for what a site prints beside its stories: menus, notices, lists of others, forms.
bool is_site_hint(Hint hint);

// What a line's key (line_key) says. None if no phrase fits.
Hint line_hint(std::string_view key);

// The number of bytes of `key` taken by the phrase that gave the hint, delimiter included.
struct HintMatch {
    Hint hint = Hint::None;
    std::size_t length = 0;
};
HintMatch match_hint(std::string_view key);

}  // namespace dateline
