// What cleaning, dating and the search for copies make of arbitrary text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "indexer/cleaning/line_statistics.h"
#include "indexer/cleaning/published.h"
#include "indexer/cleaning/titles.h"
#include "indexer/cleaning/zones.h"
#include "indexer/copies/signature.h"
#include "indexer/readers/charset.h"
#include "indexer/temporal/tagger.h"

namespace {

using namespace dateline;

void demand(bool condition) {
    if (!condition) std::abort();
}

void check(const std::vector<ZoneSpan>& zones, const std::string& body) {
    std::size_t end = 0;
    for (const ZoneSpan& span : zones) {
        demand(span.begin >= end && span.begin < span.end && span.end <= body.size());
        demand(span.zone != Zone::Body);
        end = span.end;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::string body = decode_text(bytes).text;
    const auto title = find_title(body);
    if (title) demand(title->begin <= title->end && title->end <= body.size());
    const std::string heading =
        title ? body.substr(title->begin, title->end - title->begin) : "Ferry strike ends";
    const std::vector<ZoneSpan> zones = classify_zones(body, heading);
    check(zones, body);
    (void)is_truncated(body, zones);
    (void)find_credits(body, zones);

    LineStatistics statistics(1024);
    for (int i = 0; i < 30; ++i)
        statistics.add(article_line_hashes("source", body));
    check(statistics.add_repeated("source", body, zones), body);

    const std::string url = "https://example.org/" + heading;
    PublishedInput input;
    input.url = url;
    input.path = heading;
    input.title = heading;
    input.body = body;
    input.zones = &zones;
    for (const DateEvidence& date : published_evidence(input).dates) {
        demand(date.interval.first <= date.interval.last);
        demand(date.confidence > 0 && date.confidence <= 1);
    }
    constexpr TimexMode kModes[] = {TimexMode::Auto, TimexMode::News, TimexMode::Narrative};
    std::size_t last = 0;
    for (const Timex& timex : tag_timexes(body, make_day(2024, 5, 17), kModes[data[0] % 3])) {
        demand(timex.begin >= last && timex.begin < timex.end && timex.end <= body.size());
        last = timex.begin;
        if (const auto interval = mentioned_interval(timex))
            demand(interval->first <= interval->last);
    }
    const CopySignature signature = copy_signature(body, zones);
    demand(signature.sketch.size() <= kSketchSize);
    if (signature.exact != 0) demand(resemblance(signature, signature) > 0.99);
    return 0;
}
