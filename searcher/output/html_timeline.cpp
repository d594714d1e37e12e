#include "searcher/output/html_timeline.h"

#include <algorithm>
#include <iomanip>
#include <ostream>
#include <sstream>

#include "searcher/output/html.h"

namespace dateline {
namespace {

std::string articles(std::uint64_t count) {
    return std::to_string(count) + (count == 1 ? " article" : " articles");
}

std::uint64_t inferred_in_all(const Timeline& timeline) {
    std::uint64_t sum = 0;
    for (const TimelineBar& bar : timeline.bars)
        sum += bar.inferred;
    return sum;
}

bool is_explained(const TimelinePeak& peak) {
    return !peak.terms.empty();
}

void print_drawing(const Timeline& timeline, const std::string& heading, std::ostream& out) {
    std::uint64_t most = 1;
    for (const TimelineBar& bar : timeline.bars)
        most = std::max(most, bar.count);
    const std::string first = escape_html(timeline.bars.front().value);
    const std::string last = escape_html(timeline.bars.back().value);
    out << "<svg class=\"columns\" role=\"img\" aria-labelledby=\"timeline\" viewBox=\"0 0 "
        << timeline.bars.size() << " 100\" preserveAspectRatio=\"none\">\n<title id=\"timeline\">"
        << heading << ", " << first << " to " << last
        << "; the figures follow as a table</title>\n";
    for (std::size_t i = 0; i < timeline.bars.size(); ++i) {
        const TimelineBar& bar = timeline.bars[i];
        if (bar.count == 0) continue;
        const bool peak =
            std::any_of(timeline.peaks.begin(), timeline.peaks.end(),
                        [&](const TimelinePeak& of) { return of.bar == i && is_explained(of); });
        out << "<g" << (peak ? " class=\"peak\"" : "") << "><title>"
            << escape_html(column_title(bar.value, bar.count, bar.inferred)) << "</title>"
            << svg_column(i, bar.count, bar.inferred, most);
        out << "</g>\n";
    }
    out << "</svg>\n<p class=\"ends soft\"><span>" << first << "</span><span>most: " << most
        << "</span><span>" << last << "</span></p>\n";
}

void print_peaks(const Timeline& timeline, std::ostream& out) {
    if (std::none_of(timeline.peaks.begin(), timeline.peaks.end(), is_explained)) return;
    out << "<ul class=\"peaks\">\n";
    for (const TimelinePeak& peak : timeline.peaks) {
        if (!is_explained(peak)) continue;
        const TimelineBar& bar = timeline.bars[peak.bar];
        out << "<li><span class=\"name\">" << escape_html(bar.value) << ", " << articles(bar.count)
            << ":</span> ";
        for (std::size_t i = 0; i < peak.terms.size(); ++i)
            out << (i == 0 ? "" : ", ") << "<bdi>" << escape_html(peak.terms[i].word) << "</bdi>";
        out << "</li>\n";
    }
    out << "</ul>\n";
}

void print_sides(const Timeline& timeline, std::ostream& out) {
    std::string line;
    const auto add = [&](const std::string& text) { line += (line.empty() ? "" : " · ") + text; };
    const auto side = [&](const std::string& name, std::uint64_t count) {
        if (count > 0) add(name + ": " + std::to_string(count));
    };
    side("earlier", timeline.before);
    side("later", timeline.after);
    side("less exact", timeline.less_exact);
    side("undated", timeline.undated);
    if (inferred_in_all(timeline) > 0) add("lighter: dates that are inferred, not given");
    if (!line.empty()) out << "<p class=\"soft\">" << line << "</p>\n";
}

void print_table(const Timeline& timeline, std::ostream& out) {
    const bool published = timeline.field == DateField::Published;
    out << "<details><summary>Figures and filters</summary>\n<table><thead><tr><th scope=\"col\">"
        << step_name(timeline.step) << "</th><th scope=\"col\" class=\"count\">articles</th>"
        << (published ? "<th scope=\"col\" class=\"count\">inferred</th>" : "")
        << "<th scope=\"col\">filter</th></tr></thead>\n<tbody>\n";
    for (const TimelineBar& bar : timeline.bars) {
        if (bar.count == 0) continue;
        out << "<tr><th scope=\"row\">" << escape_html(bar.value) << "</th><td class=\"count\">"
            << bar.count << "</td>";
        if (published) out << "<td class=\"count\">" << bar.inferred << "</td>";
        out << "<td><code>" << escape_html(bar.filter) << "</code></td></tr>\n";
    }
    out << "</tbody></table>\n</details>\n";
}

}  // namespace

std::string svg_column(std::size_t place, std::uint64_t count, std::uint64_t inferred,
                       std::uint64_t most) {
    const auto height = [&](std::uint64_t articles) {
        return 100.0 * static_cast<double>(articles) / static_cast<double>(std::max(most, count));
    };
    std::string column;
    const auto rectangle = [&](std::string_view style, double from, double to) {
        if (to <= from) return;
        column += "<rect" + std::string(style) + " x=\"" +
                  svg_number(static_cast<double>(place) + 0.1) + "\" y=\"" + svg_number(100 - to) +
                  "\" width=\"0.8\" height=\"" + svg_number(to - from) + "\"/>";
    };
    if (count == 0) return column;
    const double certain = height(count - std::min(inferred, count));
    rectangle("", 0, certain);
    rectangle(" class=\"inferred\"", certain, height(count));
    return column;
}

std::string column_title(const std::string& value, std::uint64_t count, std::uint64_t inferred) {
    return value + ": " + std::to_string(count) +
           (inferred > 0 ? ", " + std::to_string(inferred) + " inferred" : "");
}

std::string svg_number(double value) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(2) << value;
    return text.str();
}

void print_html_timeline(const Timeline& timeline, std::ostream& out) {
    const std::string heading =
        (timeline.field == DateField::Published ? "Published by " : "Mentioned by ") +
        std::string(step_name(timeline.step));
    out << "<section class=\"card timeline\" aria-label=\"Timeline\"><h2>" << heading << "</h2>\n";
    if (timeline.bars.empty()) {
        out << "<p class=\"soft\">no dates</p>\n";
    } else {
        print_drawing(timeline, heading, out);
        print_peaks(timeline, out);
    }
    print_sides(timeline, out);
    if (!timeline.bars.empty()) print_table(timeline, out);
    out << "</section>\n";
}

}  // namespace dateline
