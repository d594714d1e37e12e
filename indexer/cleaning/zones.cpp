#include "indexer/cleaning/zones.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "indexer/cleaning/judged_page.h"
#include "indexer/cleaning/page_model.h"
#include "indexer/cleaning/rules.h"

namespace dateline {
namespace {

// Asks the model of scraped pages, which sees forms and places rather than verdicts.
void weigh_lines(JudgedPage& page) {
    const std::size_t title = page.title_line();
    const bool above = title == page.lines.size() && page.title_hash != 0;
    page.verdicts = judge_page(page.body, page.lines, above ? SIZE_MAX : title);
    // On a page of more menus than story even the story's lines may be unlikely.
    constexpr float kLikely = 0.5F;
    constexpr float kLeast = 0.1F;
    float most = 0;
    for (const LineVerdict& verdict : page.verdicts) {
        most = std::max(most, verdict.story ? verdict.probability : 0);
    }
    const float least = std::clamp(most / 2, kLeast, kLikely);
    const auto likely = [&](const LineVerdict& verdict) {
        return verdict.story && verdict.probability >= least;
    };
    const auto first = std::find_if(page.verdicts.begin(), page.verdicts.end(), likely);
    const auto last = std::find_if(page.verdicts.rbegin(), page.verdicts.rend(), likely);
    if (first == page.verdicts.end()) {
        page.scraped = false;  // no story of the kind that the model knows
        return;
    }
    page.story_lines = {static_cast<std::size_t>(first - page.verdicts.begin()),
                        static_cast<std::size_t>(page.verdicts.rend() - last)};
}

std::vector<ZoneSpan> spans(const JudgedPage& page) {
    std::vector<ZoneSpan> result;
    bool joined = false;
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        const JudgedLine& line = page.lines[i];
        if (line.zone == Zone::Body) {
            joined = false;
            continue;
        }
        // The gap between the two halves of an over-long text is the story's: no span crosses it.
        if (joined && result.back().zone == line.zone && i != kLinesEachEnd) {
            result.back().end = line.line.end;
        } else {
            result.push_back({line.line.begin, line.line.end, line.zone});
        }
        joined = true;
    }
    return result;
}

}  // namespace

std::vector<ZoneSpan> classify_zones(const LinedText& body, std::string_view title) {
    JudgedPage page = shaped_page(body, title);
    judge_headings(page);
    spare_told(page);
    judge_certain(page);
    judge_fields(page);
    page.scraped = is_scraped_page(page.body, page.lines);
    if (page.scraped) {
        weigh_lines(page);
    }
    page.find_story();
    judge_comments(page);
    judge_teasers(page);
    page.find_story();
    judge_menus(page);
    judge_bylines(page);
    judge_signatures(page);
    judge_author_notes(page);
    if (page.scraped) {
        judge_unlikely(page);
    } else {
        judge_end_notices(page);
    }
    judge_remains(page);
    if (!page.scraped) {
        judge_top(page);
    }
    judge_bottom(page);
    const bool story_left = std::any_of(page.lines.begin(), page.lines.end(),
                                        [](const JudgedLine& l) { return l.zone == Zone::Body; });
    return story_left ? spans(page) : std::vector<ZoneSpan>();
}

Zone zone_at(const std::vector<ZoneSpan>& zones, std::size_t offset) {
    const auto at =
        std::upper_bound(zones.begin(), zones.end(), offset,
                         [](std::size_t value, const ZoneSpan& span) { return value < span.end; });
    return at != zones.end() && at->begin <= offset ? at->zone : Zone::Body;
}

}  // namespace dateline
