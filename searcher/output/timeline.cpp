#include "searcher/output/timeline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iomanip>
#include <ostream>

#include <nlohmann/json.hpp>

#include "common/text.h"

namespace dateline {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kBarWidth = 30;

// To two decimals: shares of a few hundred stories are not more exact.
double rounded(double share) {
    return std::round(share * 100) / 100;
}

std::string_view field_word(DateField field) {
    return field == DateField::Published ? "Published" : "Mentioned";
}

const TimelinePeak* peak_at(const Timeline& timeline, std::size_t bar) {
    for (const TimelinePeak& peak : timeline.peaks) {
        if (peak.bar == bar) return &peak;
    }
    return nullptr;
}

class TimelinePrinter {
public:
    TimelinePrinter(const Timeline& timeline, const TextStyle& style, std::ostream& out)
        : timeline_(timeline), style_(style), out_(out) {
        for (const TimelineBar& bar : timeline.bars) {
            width_ = std::max(width_, bar.value.size());
            most_ = std::max(most_, bar.count);
        }
    }

    void print() {
        bold(std::string(field_word(timeline_.field)) + " by " +
             std::string(step_name(timeline_.step)));
        out_ << '\n';
        if (timeline_.bars.empty()) out_ << "  (no dates)\n";
        side("earlier", timeline_.before);
        for (std::size_t i = 0; i < timeline_.bars.size();) {
            std::size_t empty = i;
            while (empty < timeline_.bars.size() && timeline_.bars[empty].count == 0)
                ++empty;
            if (empty - i > 3) {
                out_ << "  " << std::string(width_, '.') << '\n';
                i = empty;
            } else {
                row(i++);
            }
        }
        side("later", timeline_.after);
        side("less exact", timeline_.less_exact);
        side("undated", timeline_.undated);
    }

private:
    void bold(const std::string& text) {
        out_ << (style_.colour ? "\033[1m" : "") << text << (style_.colour ? "\033[0m" : "");
    }

    void side(const std::string& name, std::uint64_t count) {
        if (count == 0) return;
        out_ << "  " << std::left << std::setw(static_cast<int>(width_)) << name << std::right
             << "  " << std::setw(7) << count << '\n';
    }

    void row(std::size_t number) {
        const TimelineBar& entry = timeline_.bars[number];
        const TimelinePeak* peak = peak_at(timeline_, number);
        out_ << "  " << std::left << std::setw(static_cast<int>(width_)) << entry.value
             << std::right << "  " << std::setw(7) << entry.count;
        if (entry.count > 0) out_ << "  " << bar(entry.count, most_, kBarWidth);
        if (entry.inferred > 0) out_ << "  " << entry.inferred << " inferred";
        if (peak != nullptr && !peak->terms.empty()) {
            std::string words;
            for (const PeakTerm& term : peak->terms)
                words += (words.empty() ? "" : ", ") + printable(term.word);
            out_ << "  ";
            bold(words);
        }
        out_ << '\n';
    }

    const Timeline& timeline_;
    const TextStyle& style_;
    std::ostream& out_;
    std::size_t width_ = 10;
    std::uint64_t most_ = 0;
};

}  // namespace

std::string bar(std::uint64_t count, std::uint64_t most, std::size_t width) {
    static constexpr std::array<std::string_view, 8> kEighths{"",  "▏", "▎", "▍",
                                                              "▌", "▋", "▊", "▉"};
    if (most == 0) return "";
    const std::uint64_t eighths =
        std::max<std::uint64_t>(count * width * 8 / most, count > 0 ? 1 : 0);
    std::string text;
    for (std::uint64_t i = 0; i < eighths / 8; ++i)
        text += "█";
    return text += kEighths[eighths % 8];
}

void print_timeline(const Timeline& timeline, const TextStyle& style, std::ostream& out) {
    TimelinePrinter(timeline, style, out).print();
}

Json timeline_json(const Timeline& timeline) {
    Json json;
    json["of"] = timeline.field == DateField::Published ? "published" : "mentioned";
    json["step"] = step_name(timeline.step);
    json["bars"] = Json::array();
    for (const TimelineBar& bar : timeline.bars) {
        Json entry{{"value", bar.value},
                   {"first", format_day(bar.interval.first)},
                   {"last", format_day(bar.interval.last)},
                   {"count", bar.count}};
        if (timeline.field == DateField::Published) entry["inferred"] = bar.inferred;
        if (!bar.filter.empty()) entry["filter"] = bar.filter;
        json["bars"].push_back(std::move(entry));
    }
    json["before"] = timeline.before;
    json["after"] = timeline.after;
    if (timeline.field == DateField::Published) {
        json["less_exact"] = timeline.less_exact;
        json["undated"] = timeline.undated;
    }
    json["peaks"] = Json::array();
    for (const TimelinePeak& peak : timeline.peaks) {
        Json terms = Json::array();
        for (const PeakTerm& term : peak.terms) {
            terms.push_back({{"word", term.word},
                             {"stories", term.stories},
                             {"share", rounded(term.share)},
                             {"share_elsewhere", rounded(term.share_elsewhere)}});
        }
        json["peaks"].push_back({{"value", timeline.bars[peak.bar].value},
                                 {"count", timeline.bars[peak.bar].count},
                                 {"stories", peak.stories},
                                 {"terms", std::move(terms)}});
    }
    return json;
}

}  // namespace dateline
