#include "searcher/output/html.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <ostream>

#include "common/text.h"
#include "searcher/output/html_timeline.h"
#include "searcher/terminal/hyperlink.h"

namespace dateline {
namespace {

// Colours are checked for contrast (4.5 : 1 at least) by tests/html/.
constexpr std::string_view kStyle = R"css(
:root { color-scheme: light dark; --page: #fbfaf8; --text: #1d1d1f; --soft: #57575c; --line: #d9d6d0;
  --link: #0b4f9e; --mark: #ffe9a8; --mark-text: #1d1d1f; --bar: #3f6f9f; --peak: #a8471e; --card: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --page: #16171a; --text: #ececee; --soft: #b0b0b8;
  --line: #3a3b40; --link: #8fc1ff; --mark: #6b5200; --mark-text: #fff6dc; --bar: #6ea3d8; --peak: #f0a36b; --card: #1e1f23; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 72rem; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.35rem; margin: 0 0 .25rem; font-weight: 600; }
h2 { font-size: 1rem; margin: 0 0 .5rem; font-weight: 600; }
h3 { font-size: 1.05rem; margin: 0; font-weight: 600; }
p { margin: .25rem 0; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
mark { background: var(--mark); color: var(--mark-text); padding: 0 .1em; border-radius: .15em; }
code { font-family: ui-monospace, monospace; font-size: .85em; }
.soft { color: var(--soft); font-size: .9rem; }
.layout { display: grid; gap: 1.5rem; margin-top: 1rem; }
@media (min-width: 60rem) { .layout.two { grid-template-columns: minmax(0, 1fr) 24rem; } }
ol.hits { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; }
aside { display: grid; gap: .75rem; align-content: start; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .15rem .5rem .15rem 0; vertical-align: middle; font-weight: normal; }
thead th { color: var(--soft); font-size: .8rem; white-space: nowrap; }
td.count, th.count { text-align: right; font-variant-numeric: tabular-nums; }
td.bar { width: 30%; min-width: 3rem; }
svg { display: block; width: 100%; fill: var(--bar); }
svg.row { height: .7rem; }
svg.columns { height: 7rem; border-bottom: 1px solid var(--line); }
.timeline { margin-top: 1rem; }
.timeline .peak { fill: var(--peak); }
svg .inferred { opacity: .55; }
ul.peaks .name { color: var(--peak); font-size: .9rem; }
ul.peaks { margin: .5rem 0; padding-left: 1.2rem; }
.ends { display: flex; justify-content: space-between; gap: 1rem; }
summary { cursor: pointer; color: var(--soft); font-size: .9rem; }
)css";

std::string marked(std::string_view text, TextSpan span, const std::vector<TextSpan>& marks) {
    std::string html;
    std::size_t at = span.begin;
    for (const TextSpan& mark : marks) {
        html += escape_html(text.substr(at, mark.begin - at));
        html += "<mark>" + escape_html(text.substr(mark.begin, mark.end - mark.begin)) + "</mark>";
        at = mark.end;
    }
    return html + escape_html(text.substr(at, span.end - at));
}

// "en" for an attribute; other things than language codes are dropped.
std::string language_attribute(const std::string& language) {
    const bool code = language.size() >= 2 && language.size() <= 3 &&
                      std::all_of(language.begin(), language.end(),
                                  [](unsigned char byte) { return byte >= 'a' && byte <= 'z'; });
    return code ? " lang=\"" + language + "\"" : "";
}

std::string first_words(const Article& article) {
    constexpr std::size_t kBytes = 80;
    if (article.body.size() <= kBytes) return article.body;
    std::size_t end = article.body.find_last_of(" \n", kBytes);
    if (end == std::string::npos || end == 0) end = utf8_prefix_length(article.body, kBytes);
    return article.body.substr(0, end) + " …";
}

// The near-copies behind a hit; those known by name unfold.
void print_similar(const Hit& hit, std::ostream& out) {
    if (hit.similar == 0) return;
    const std::string text = escape_html(similar_text(hit));
    if (hit.similar_articles.empty()) {
        out << "<p class=\"soft\">" << text << "</p>\n";
        return;
    }
    out << "<details><summary>" << text << "</summary>\n<ul>\n";
    for (const SimilarArticle& article : hit.similar_articles) {
        out << "<li><code>" << escape_html(article.id) << "</code>";
        if (!article.source.empty()) out << " · " << escape_html(article.source);
        for (const std::string& credit : article.credits)
            out << " · " << escape_html(credit);
        out << "</li>\n";
    }
    if (hit.similar > hit.similar_articles.size())
        out << "<li>and " << hit.similar - hit.similar_articles.size() << " more</li>\n";
    out << "</ul>\n</details>\n";
}

void print_hit(const Hit& hit, std::ostream& out) {
    const Article& article = hit.article;
    out << "<li><article class=\"card\"" << language_attribute(article.language)
        << ">\n<h3 dir=\"auto\">";
    const std::string address = hit_address(hit);
    if (!address.empty()) out << "<a href=\"" << escape_html(address) << "\" rel=\"noreferrer\">";
    if (article.title.empty()) {
        const std::string words = first_words(article);
        out << (words.empty() ? "(untitled)" : escape_html(words));
    } else {
        out << marked(article.title, {0, article.title.size()}, hit.snippet.title_marks);
    }
    if (!address.empty()) out << "</a>";
    out << "</h3>\n<p class=\"soft\">" << hit.rank << " · ";
    if (hit.related) out << "related · ";
    if (article.dates.empty()) {
        out << "undated";
    } else {
        const DateInterval& date = article.dates.front().interval;
        const bool machine = date.granularity == Granularity::Day ||
                             date.granularity == Granularity::Month ||
                             date.granularity == Granularity::Year;
        if (machine) out << "<time datetime=\"" << format_date(date) << "\">";
        out << escape_html(date_text(article));
        if (machine) out << "</time>";
    }
    if (!article.source.empty()) out << " · " << escape_html(article.source);
    for (const std::string& credit : article.credits)
        out << " · " << escape_html(credit);
    out << " · <code>" << escape_html(article.id) << "</code></p>\n";
    print_similar(hit, out);
    std::string text;
    const std::vector<Passage>& passages = hit.snippet.passages;
    for (std::size_t i = 0; i < passages.size(); ++i) {
        text += passage_joint(article, hit.snippet, i);
        if (passages[i].zone != Zone::Body) {
            text +=
                "<span class=\"soft\">" + std::string(zone_name(passages[i].zone)) + ":</span> ";
        }
        text += marked(article.body, passages[i].span, passages[i].marks);
    }
    text += passage_joint(article, hit.snippet, passages.size());
    if (!text.empty()) out << "<p dir=\"auto\">" << text << "</p>\n";
    out << "</article></li>\n";
}

// Values that are dates: of a facet of dates, all but "undated" and "less exact".
Facet dates_of(const Facet& facet) {
    Facet dates = facet;
    std::erase_if(dates.values, [](const FacetValue& value) {
        return value.value.empty() || value.value[0] < '0' || value.value[0] > '9';
    });
    return dates;
}

// One column a value, in order; the figures stand in the table below it.
void print_columns(const Facet& facet, const std::string& id, std::ostream& out) {
    std::uint64_t most = 0;
    for (const FacetValue& value : facet.values)
        most = std::max(most, value.count);
    const std::size_t count = facet.values.size();
    out << "<svg class=\"columns\" role=\"img\" aria-labelledby=\"" << id << "\" viewBox=\"0 0 "
        << count << " 100\" preserveAspectRatio=\"none\">\n<title id=\"" << id << "\">Articles by "
        << escape_html(facet.name) << ", " << escape_html(facet.values.front().value) << " to "
        << escape_html(facet.values.back().value) << "; the figures follow as a table</title>\n";
    for (std::size_t i = 0; i < count; ++i) {
        const FacetValue& value = facet.values[i];
        const std::uint64_t inferred = facet.published ? value.inferred : 0;
        out << "<g><title>" << escape_html(column_title(value.value, value.count, inferred))
            << "</title>" << svg_column(i, value.count, inferred, most) << "</g>\n";
    }
    out << "</svg>\n<p class=\"ends soft\"><span>" << escape_html(facet.values.front().value)
        << "</span><span>most: " << most << "</span><span>"
        << escape_html(facet.values.back().value) << "</span></p>\n";
}

void print_facet_table(const Facet& facet, std::uint64_t most, std::ostream& out) {
    out << "<table><thead><tr><th scope=\"col\">" << escape_html(facet.name)
        << "</th><th scope=\"col\" class=\"count\">articles</th>"
        << (facet.published ? "<th scope=\"col\" class=\"count\">inferred</th>" : "")
        << "<th scope=\"col\">share</th>"
           "<th scope=\"col\">filter</th></tr></thead>\n<tbody>\n";
    for (const FacetValue& value : facet.values) {
        const double width =
            most == 0 ? 0 : 100.0 * static_cast<double>(value.count) / static_cast<double>(most);
        out << "<tr><th scope=\"row\" dir=\"auto\">" << escape_html(value.value)
            << "</th><td class=\"count\">" << value.count << "</td>";
        if (facet.published) out << "<td class=\"count\">" << value.inferred << "</td>";
        out << "<td class=\"bar\"><svg class=\"row\" viewBox=\"0 0 100 10\" "
               "preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\""
            << svg_number(width) << "\" height=\"10\"/></svg></td><td>";
        if (!value.filter.empty()) out << "<code>" << escape_html(value.filter) << "</code>";
        out << "</td></tr>\n";
    }
    out << "</tbody></table>\n";
    if (facet.values_total > facet.values.size()) {
        out << "<p class=\"soft\">and " << facet.values_total - facet.values.size()
            << " more</p>\n";
    }
}

bool counts_dates(const std::string& name) {
    const std::string step = name.substr(name.find(':') + 1);
    static constexpr std::string_view kSteps[] = {"day",     "week", "month",
                                                  "quarter", "year", "decade"};
    return std::find(std::begin(kSteps), std::end(kSteps), step) != std::end(kSteps);
}

void print_facet(const Facet& facet, std::size_t place, std::ostream& out) {
    out << "<section class=\"card\"><h2>By " << escape_html(facet.name) << "</h2>\n";
    std::uint64_t most = 0;
    for (const FacetValue& value : facet.values)
        most = std::max(most, value.count);
    constexpr std::size_t kFewestColumns = 3;
    const Facet dates = dates_of(facet);
    if (facet.values.empty()) {
        out << "<p class=\"soft\">none</p>\n";
    } else if (counts_dates(facet.name) && dates.values.size() >= kFewestColumns &&
               facet.values_total == facet.values.size()) {
        print_columns(dates, "columns-" + std::to_string(place), out);
        for (const FacetValue& value : facet.values) {
            if (std::isdigit(static_cast<unsigned char>(value.value[0])) == 0)
                out << "<p class=\"soft\">" << escape_html(value.value) << ": " << value.count
                    << "</p>\n";
        }
        const bool inferred =
            facet.published &&
            std::any_of(dates.values.begin(), dates.values.end(),
                        [](const FacetValue& value) { return value.inferred > 0; });
        if (inferred) out << "<p class=\"soft\">lighter: dates that are inferred, not given</p>\n";
        out << "<details><summary>Figures and filters</summary>\n";
        print_facet_table(facet, most, out);
        out << "</details>\n";
    } else {
        print_facet_table(facet, most, out);
    }
    out << "</section>\n";
}

void print_notes(const SearchResults& results, std::ostream& out) {
    const auto list = [&](std::string_view text, const std::vector<std::string>& words) {
        if (words.empty()) return;
        out << "<p class=\"soft\">" << text;
        for (std::size_t i = 0; i < words.size(); ++i)
            out << (i == 0 ? " " : ", ") << escape_html(words[i]);
        out << "</p>\n";
    };
    list("Not searched, as too common:", results.dropped_words);
    list("Not in the index:", results.unknown_words);
    list("Not in any story, but around one (zone:all finds it):", results.zone_words);
    list("Looked for:", results.similar_terms);
    if (results.suggestion) {
        out << "<p>Did you mean: <strong>" << escape_html(results.suggestion->query)
            << "</strong></p>\n";
    }
}

void print_significant(const SignificantTerms& significant, std::ostream& out) {
    out << "<section class=\"card\"><h2>Unusually frequent</h2>\n";
    if (significant.terms.empty()) {
        out << "<p class=\"soft\">none</p>\n</section>\n";
        return;
    }
    out << "<table><thead><tr><th scope=\"col\">word</th><th scope=\"col\" class=\"count\">of "
        << significant.documents << "</th><th scope=\"col\" class=\"count\">of all "
        << significant.background << "</th></tr></thead>\n<tbody>\n";
    for (const SignificantTerm& term : significant.terms) {
        out << "<tr><th scope=\"row\" dir=\"auto\">" << escape_html(term.word)
            << "</th><td class=\"count\">" << term.documents << "</td><td class=\"count\">"
            << term.in_background << "</td></tr>\n";
    }
    out << "</tbody></table>\n</section>\n";
}

}  // namespace

std::string escape_html(std::string_view text) {
    std::string html;
    for (const char byte : printable(text)) {
        switch (byte) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            case '\'':
                html += "&#39;";
                break;
            default:
                html += byte;
        }
    }
    return html;
}

std::string hit_address(const Hit& hit) {
    const std::string& url = hit.article.url;
    if (url.starts_with("http://") || url.starts_with("https://")) return url;
    return file_address(hit.file);
}

void print_html(const SearchResults& results, const ResultContext& context, std::ostream& out) {
    const std::string query = escape_html(context.query);
    out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
           "'unsafe-inline'\">\n<meta name=\"generator\" content=\"Dateline "
        << DATELINE_VERSION << ", format " << kFormatVersion << "\">\n<title>" << query
        << " – Dateline</title>\n<style>" << kStyle << "</style>\n</head>\n<body>\n<header>\n<h1>"
        << query << "</h1>\n<p class=\"soft\">" << (results.total_exact ? "" : "at least ")
        << results.total << (results.total == 1 ? " article" : " articles") << " of "
        << context.articles;
    if (results.stories < results.total) {
        out << ", in " << results.stories << (results.stories == 1 ? " story" : " stories");
    }
    if (!results.hits.empty()) {
        out << ", shown " << results.hits.front().rank << " to " << results.hits.back().rank;
    }
    out << "; relative dates count from <time datetime=\"" << format_day(context.now) << "\">"
        << format_day(context.now) << "</time></p>\n";
    print_notes(results, out);
    const bool beside = !results.facets.empty() || results.significant;
    out << "</header>\n";
    if (results.timeline) print_html_timeline(*results.timeline, out);
    out << "<div class=\"layout" << (beside ? " two" : "") << "\">\n<main>\n<h2>Articles</h2>\n";
    if (results.hits.empty()) {
        out << "<p>" << (results.total == 0 ? "No articles found." : "None on this page.")
            << "</p>\n";
    } else {
        out << "<ol class=\"hits\" start=\"" << results.hits.front().rank << "\">\n";
        for (const Hit& hit : results.hits)
            print_hit(hit, out);
        out << "</ol>\n";
    }
    out << "</main>\n";
    if (beside) {
        out << "<aside aria-label=\"Counts\">\n";
        for (std::size_t i = 0; i < results.facets.size(); ++i)
            print_facet(results.facets[i], i, out);
        if (results.significant) print_significant(*results.significant, out);
        out << "</aside>\n";
    }
    out << "</div>\n</body>\n</html>\n";
}

}  // namespace dateline
