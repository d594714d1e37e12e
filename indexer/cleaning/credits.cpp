// find_credits: which wire agencies an article names as its source.
#include <algorithm>
#include <span>

#include "indexer/cleaning/agencies.h"
#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/zones.h"

namespace dateline {
namespace {

constexpr std::size_t kDatelineBytes =
    120;  // a dateline ends within the first bytes of its paragraph
constexpr std::size_t kDatelineLines = 4;  // and stands within the first paragraphs
constexpr std::size_t kLinesAbove = 40;    // which stand within the first lines

void add(std::vector<std::string>& credits, std::string_view name) {
    if (std::find(credits.begin(), credits.end(), name) == credits.end()) {
        credits.emplace_back(name);
    }
}

// Adds every agency that the key names.
void add_all(std::vector<std::string>& credits, std::string_view key) {
    for (std::size_t at = 0; at < key.size();) {
        const AgencyMatch agency = match_agency(key.substr(at));
        if (agency.length > 0) {
            add(credits, agency.name);
            at += agency.length + 1;
        } else {
            at = std::min(key.find(' ', at), key.size() - 1) + 1;
        }
    }
}

// The bracket of "CAIRO, May 1 (Reuters) - ": what it holds, if a dash follows; else empty.
std::string_view dateline_bracket(std::string_view line) {
    const std::string_view head = line.substr(0, std::min(line.size(), kDatelineBytes));
    const std::size_t open = head.find('(');
    const std::size_t close = head.find(')', std::min(open, head.size()));
    if (open == std::string_view::npos || close == std::string_view::npos) {
        return {};
    }
    std::string_view rest = head.substr(close + 1);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const bool dash = rest.starts_with('-') || rest.starts_with("–") || rest.starts_with("—");
    return dash ? head.substr(open + 1, close - open - 1) : std::string_view();
}

}  // namespace

std::vector<std::string> find_credits(const LinedText& whole, const std::vector<ZoneSpan>& zones) {
    const std::string_view body = whole.text;
    std::vector<std::string> credits;
    std::string key;
    const auto add_zones = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
            if (zones[i].zone == Zone::Credit || zones[i].zone == Zone::Byline) {
                const std::string_view text =
                    body.substr(zones[i].begin, zones[i].end - zones[i].begin);
                for (const Line& line : split_lines(text)) {
                    line_key(line.of(text), key);
                    add_all(credits, key);
                }
            }
        }
    };
    // Datelines, with the zones above them in their turn.
    std::size_t story_lines = 0;
    std::size_t zone = 0;
    const std::size_t above = std::min(kLinesAbove, whole.lines.size());
    for (const Line& line : std::span(whole.lines).first(above)) {
        const std::size_t first = zone;
        while (zone < zones.size() && zones[zone].begin <= line.begin) {
            ++zone;
        }
        add_zones(first, zone);
        const bool inside = zone > 0 && line.begin < zones[zone - 1].end;
        if (!inside && story_lines++ < kDatelineLines) {
            const std::string_view bracket = dateline_bracket(line.of(body));
            if (!bracket.empty()) {
                line_key(bracket, key);
                add_all(credits, key);
            }
        }
        if (story_lines == kDatelineLines) {
            break;
        }
    }
    add_zones(zone, zones.size());
    return credits;
}

}  // namespace dateline
