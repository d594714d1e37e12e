#include "common/text.h"

#include <algorithm>
#include <iomanip>
#include <ostream>

#include "searcher/output/output.h"
#include "searcher/output/timeline.h"
#include "searcher/terminal/hyperlink.h"

namespace dateline {
namespace {

constexpr std::string_view kBold = "\033[1m";
constexpr std::string_view kDim = "\033[2m";
constexpr std::string_view kMark = "\033[1;33m";
constexpr std::string_view kReset = "\033[0m";

// Writes text in a style, or plainly where there is no colour.
class Styler {
public:
    Styler(std::ostream& out, bool colour) : out_(out), colour_(colour) {}

    void put(std::string_view text, std::string_view style) {
        if (colour_) out_ << style;
        out_ << text;
        if (colour_) out_ << kReset;
    }

    bool colour() const { return colour_; }

private:
    std::ostream& out_;
    bool colour_;
};

// Words with a style flag each, so that lines can be broken without counting escape sequences.
struct StyledText {
    std::string text;          // printable, blanks collapsed
    std::vector<bool> marked;  // by byte
};

void append(StyledText& out, std::string_view text, bool marked) {
    for (const char byte : printable(text)) {
        if (byte == ' ' && (out.text.empty() || out.text.back() == ' ')) continue;
        out.text += byte;
        out.marked.push_back(marked);
    }
}

void append_marked(StyledText& out, std::string_view text, TextSpan span,
                   const std::vector<TextSpan>& marks) {
    std::size_t at = span.begin;
    for (const TextSpan& mark : marks) {
        append(out, text.substr(at, mark.begin - at), false);
        append(out, text.substr(mark.begin, mark.end - mark.begin), true);
        at = mark.end;
    }
    append(out, text.substr(at, span.end - at), false);
}

// Without colour, marks are shown as [word].
void put_line(const StyledText& text, std::size_t begin, std::size_t end,
              std::string_view plain_style, Styler& styler, std::ostream& out) {
    for (std::size_t at = begin; at < end;) {
        std::size_t run = at;
        while (run < end && text.marked[run] == text.marked[at])
            ++run;
        const std::string_view piece = std::string_view(text.text).substr(at, run - at);
        if (text.marked[at]) {
            if (styler.colour()) {
                styler.put(piece, kMark);
            } else {
                out << '[' << piece << ']';
            }
        } else if (plain_style.empty()) {
            out << piece;
        } else {
            styler.put(piece, plain_style);
        }
        at = run;
    }
}

// How many of the brackets of marks stand right before or behind the character [begin, end).
std::size_t brackets_at(const StyledText& text, std::size_t begin, std::size_t end) {
    if (!text.marked[begin]) return 0;
    const bool opens = begin == 0 || !text.marked[begin - 1];
    const bool closes = end == text.text.size() || !text.marked[end];
    return (opens ? 1 : 0) + (closes ? 1 : 0);
}

void put_wrapped(const StyledText& text, std::size_t indent, std::size_t width, Styler& styler,
                 std::ostream& out) {
    const std::size_t room = std::max<std::size_t>(width, 20) - std::min<std::size_t>(indent, 10);
    std::size_t begin = 0;
    while (begin < text.text.size()) {
        std::size_t end = begin;
        std::size_t last_blank = begin;
        std::size_t used = 0;
        while (end < text.text.size()) {
            const std::size_t next = character_end(text.text, end);
            used += display_width(std::string_view(text.text).substr(end, next - end));
            if (!styler.colour()) used += brackets_at(text, end, next);
            if (used > room) break;
            if (text.text[end] == ' ') last_blank = end;
            end = next;
        }
        if (end < text.text.size() && last_blank > begin) end = last_blank;
        out << std::string(indent, ' ');
        put_line(text, begin, end, "", styler, out);
        out << '\n';
        begin = end;
        while (begin < text.text.size() && text.text[begin] == ' ')
            ++begin;
    }
}

// An untitled article is shown by its first words.
std::string first_words(const Article& article, std::size_t bytes) {
    std::string text = printable(
        std::string_view(article.body).substr(0, utf8_prefix_length(article.body, 4 * bytes)));
    const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
    text.erase(0, begin);
    if (text.size() <= bytes) return text;
    std::size_t end = text.rfind(' ', bytes);
    if (end == std::string::npos || end == 0) end = utf8_prefix_length(text, bytes);
    return text.substr(0, end) + " …";
}

void put_title(const Article& article, const std::vector<TextSpan>& marks, Styler& styler,
               std::ostream& out) {
    if (article.title.empty()) {
        styler.put("(untitled) ", kDim);
        styler.put(first_words(article, 60), kBold);
        return;
    }
    StyledText title;
    append_marked(title, article.title, {0, article.title.size()}, marks);
    put_line(title, 0, title.text.size(), kBold, styler, out);
}

void put_facet(const Facet& facet, std::size_t screen, Styler& styler, std::ostream& out) {
    styler.put("By " + printable(facet.name), kBold);
    out << '\n';
    if (facet.values.empty()) out << "  (none)\n";
    std::uint64_t most = 0;
    std::size_t width = 0;
    std::size_t filter_width = 0;
    for (const FacetValue& value : facet.values) {
        most = std::max(most, value.count);
        width = std::max(width, display_width(printable(value.value)));
        filter_width = std::max(filter_width, display_width(printable(value.filter)));
    }
    // The filter to add to the query, where value, count and a bar of some length leave room for
    // it.
    constexpr std::size_t kLongestBar = 30;
    constexpr std::size_t kShortestBar = 10;
    constexpr std::size_t kAroundBar = 2 + 2 + 7 + 2 + 2;
    const std::size_t fixed = width + kAroundBar + filter_width;
    const bool with_filter = filter_width > 0 && fixed + kShortestBar <= screen;
    const std::size_t longest = with_filter ? std::min(kLongestBar, screen - fixed) : kLongestBar;
    for (const FacetValue& value : facet.values) {
        const std::string text = printable(value.value);
        out << "  " << text << std::string(width - display_width(text) + 2, ' ') << std::setw(7)
            << value.count << "  ";
        const std::string drawn = bar(value.count, most, longest);
        styler.put(drawn, kDim);
        if (with_filter && !value.filter.empty()) {
            out << std::string(longest - std::min(longest, display_width(drawn)) + 2, ' ');
            styler.put(printable(value.filter), kDim);
        }
        if (value.inferred > 0) out << "  " << value.inferred << " inferred";
        out << '\n';
    }
    if (facet.values_total > facet.values.size()) {
        out << "  and " << facet.values_total - facet.values.size() << " more\n";
    }
}

// The body, what is not the story as "‹byline› … ‹/byline›".
void put_zones(const Article& article, Styler& styler, std::ostream& out) {
    const std::string_view body = article.body;
    std::size_t at = 0;
    for (const ZoneSpan& span : article.zones) {
        out << printable(body.substr(at, span.begin - at), true);
        std::string_view text = body.substr(span.begin, span.end - span.begin);
        const std::size_t end = text.find_last_not_of(" \n") + 1;
        const std::string name(zone_name(span.zone));
        std::string marked = "‹" + name + "› ";
        marked.append(printable(text.substr(0, end), true)).append(" ‹/").append(name).append("›");
        styler.put(marked, kDim);
        out << printable(text.substr(end), true);
        at = span.end;
    }
    out << printable(body.substr(at), true);
}

void put_significant(const SearchResults& results, Styler& styler, std::ostream& out) {
    if (!results.significant) return;
    styler.put("Unusually frequent", kBold);
    out << '\n';
    if (results.significant->terms.empty()) out << "  (none)\n";
    std::size_t width = 0;
    for (const SignificantTerm& term : results.significant->terms)
        width = std::max(width, display_width(printable(term.word)));
    for (const SignificantTerm& term : results.significant->terms) {
        const std::string word = printable(term.word);
        out << "  " << word << std::string(width - display_width(word) + 2, ' ') << "in "
            << term.documents << " of " << results.significant->documents << ", else in "
            << term.in_background - std::min(term.in_background, term.documents) << " of "
            << results.significant->background -
                   std::min(results.significant->background, results.significant->documents)
            << '\n';
    }
    out << '\n';
}

// At most so many words, and … for the rest.
std::string first_of(const std::vector<std::string>& words, std::size_t most) {
    const auto end = words.begin() + static_cast<std::ptrdiff_t>(std::min(words.size(), most));
    return printable(joined({words.begin(), end})) + (words.size() > most ? " …" : "");
}

void put_hit(const Hit& hit, const TextStyle& style, Styler& styler, std::ostream& out) {
    out << std::setw(3) << hit.rank << "  ";
    if (hit.related) styler.put("(related) ", kDim);
    std::string target;
    if (style.hyperlinks) target = link_target(hit.article.url);
    if (style.hyperlinks && target.empty()) target = file_address(hit.file);
    if (!target.empty()) out << link_begin(target);
    put_title(hit.article, hit.snippet.title_marks, styler, out);
    if (!target.empty()) out << link_end();
    out << "\n     ";
    std::string line = date_text(hit.article);
    if (!hit.article.source.empty()) line += " · " + printable(hit.article.source);
    if (!hit.article.credits.empty()) line += " · " + printable(joined(hit.article.credits));
    line += " · " + printable(hit.article.id);
    if (hit.similar > 0) line += " · " + similar_text(hit);
    styler.put(line, kDim);
    out << '\n';
    StyledText text;
    for (std::size_t i = 0; i < hit.snippet.passages.size(); ++i) {
        const Passage& passage = hit.snippet.passages[i];
        append(text, passage_joint(hit.article, hit.snippet, i), false);
        if (passage.zone != Zone::Body)
            append(text, "‹" + std::string(zone_name(passage.zone)) + "› ", false);
        append_marked(text, hit.article.body, passage.span, passage.marks);
    }
    append(text, passage_joint(hit.article, hit.snippet, hit.snippet.passages.size()), false);
    put_wrapped(text, 5, style.width, styler, out);
}

// What the search did with the query, and what else could be asked.
void put_notes(const SearchResults& results, Styler& styler, std::ostream& out) {
    constexpr std::size_t kMostExpansion = 12;
    constexpr std::size_t kMostSimilar = 10;
    if (!results.dropped_words.empty()) {
        out << "Not searched, as too common: " << printable(joined(results.dropped_words)) << '\n';
    }
    if (!results.expansion_terms.empty()) {
        out << "Expanded (" << printable(results.expansion_reason)
            << ") by: " << first_of(results.expansion_terms, kMostExpansion) << '\n';
    } else if (!results.expansion_reason.empty()) {
        out << "Not expanded: " << printable(results.expansion_reason) << '\n';
    }
    put_significant(results, styler, out);
    if (!results.similar_terms.empty()) {
        out << "Looked for: " << first_of(results.similar_terms, kMostSimilar) << '\n';
    }
    if (results.suggestion) out << "Did you mean: " << printable(results.suggestion->query) << '\n';
}

void put_nothing_found(const SearchResults& results, std::uint64_t articles, std::ostream& out) {
    out << "No articles found among " << articles << ".\n";
    if (!results.unknown_words.empty()) {
        out << "Not in the index: " << printable(joined(results.unknown_words)) << '\n';
    }
    if (!results.zone_words.empty()) {
        out << "Not in any story, but around one, as in teasers or menus: "
            << printable(joined(results.zone_words)) << "\n  try: add zone:all\n";
    }
}

void put_total(const SearchResults& results, std::ostream& out) {
    out << results.total << (results.total == 1 ? " article" : " articles");
    if (results.stories < results.total) {
        out << " in " << results.stories << (results.stories == 1 ? " story" : " stories");
    }
    out << " found";
    const std::uint64_t results_found = results.by_story ? results.stories : results.total;
    if (!results.hits.empty() && results.hits.size() < results_found) {
        out << ", shown " << results.hits.front().rank << " to " << results.hits.back().rank;
    }
    out << " (" << std::fixed << std::setprecision(1) << results.seconds * 1000 << " ms)\n";
}

}  // namespace

void print_text(const SearchResults& results, const ResultContext& context, const TextStyle& style,
                std::ostream& out) {
    Styler styler(out, style.colour);
    for (const Hit& hit : results.hits) {
        put_hit(hit, style, styler, out);
        out << '\n';
    }
    for (const Facet& facet : results.facets) {
        put_facet(facet, style.width, styler, out);
        out << '\n';
    }
    if (results.timeline) {
        print_timeline(*results.timeline, style, out);
        out << '\n';
    }
    put_notes(results, styler, out);
    if (results.total == 0) {
        put_nothing_found(results, context.articles, out);
    } else {
        put_total(results, out);
    }
}

void print_article(const Article& article, const TextStyle& style, std::ostream& out, bool zones) {
    Styler styler(out, style.colour);
    styler.put(article.title.empty() ? "(untitled)" : printable(article.title), kBold);
    out << '\n';
    const auto field = [&](std::string_view name, const std::string& value) {
        if (value.empty()) return;
        styler.put(std::string(name) + ": ", kDim);
        out << printable(value) << '\n';
    };
    field("id", article.id);
    for (const std::string& line : evidence_words(article))
        field(line.starts_with("conflict") || line.starts_with("not dated") ? "note" : "date",
              line);
    field("source", article.source);
    field("credit", joined(article.credits));
    field("url", article.url);
    field("language", article.language);
    for (const auto& [key, value] : article.metadata)
        field(printable(key), value);
    std::string mentions;
    for (const Timex& timex : article.mentions) {
        if (!mentioned_interval(timex) || mentions.find(timex.value) != std::string::npos) continue;
        mentions += (mentions.empty() ? "" : ", ") + timex.value;
    }
    field("mentions", mentions);
    if (article.truncated) field("note", "the text ends in mid-sentence");
    out << '\n';
    if (zones) {
        put_zones(article, styler, out);
    } else {
        out << printable(article.body, true);
    }
    if (!article.body.ends_with('\n')) out << '\n';
}

}  // namespace dateline
