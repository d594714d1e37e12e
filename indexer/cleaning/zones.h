// What in an article's body is not the story: bylines, credits, teasers, comment forms, menus.
//
// Lines are judged, never parts of lines: a sentence of running text is not cut because it holds
// such a phrase. A line's wording gives a hint (patterns.h); its length, its place before, in or
// after the story and its neighbours decide. Where they leave a doubt the line stays in the story.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"
#include "indexer/cleaning/lines.h"

namespace dateline {

// The zones of `body` (valid UTF-8) other than Zone::Body: rising, not overlapping, each of whole
// lines with the line breaks between them. `title` (may be empty) marks the lines that repeat it,
// as does a heading that stands twice. Never all of a body: what holds no story at all is left as
// Zone::Body. Linear in the body's length.
std::vector<ZoneSpan> classify_zones(const LinedText& body, std::string_view title);

// True if the story breaks off: the last paragraph of Zone::Body, or the last before a "Key
// Takeaways" list, ends without the mark that ends a sentence, although others end with one. An
// advertised story's "…" does not count.
bool is_truncated(const LinedText& body, const std::vector<ZoneSpan>& zones);

// The wire agencies that the article credits, by canonical name ("Reuters", "AP", "dpa"), in order
// of appearance, each once: from its first datelines ("(Reuters) -") and its credits, bylines and
// copyright lines.
std::vector<std::string> find_credits(const LinedText& body, const std::vector<ZoneSpan>& zones);

// The zone at a byte of the body.
Zone zone_at(const std::vector<ZoneSpan>& zones, std::size_t offset);

}  // namespace dateline
