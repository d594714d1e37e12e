#include "searcher/evaluate/trec_run.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <tuple>
#include <utility>

#include "common/error.h"
#include "searcher/evaluate/fields.h"

namespace dateline {

namespace {

constexpr double kMaxScore = 1e30;
constexpr float kScoreStep = 1e-6F;

// The bytes of the character that `text` begins with if it must not stand in a run, else 0: what a
// reader may split at (ASCII's controls and blank, and Unicode's White_Space), and what a terminal
// would obey (the controls of C1, bidirectional overrides).
std::size_t blank_length(std::string_view text) {
    static constexpr std::string_view unicode_blanks[] = {
        "\u0085", "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003",
        "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200A",
        "\u2028", "\u2029", "\u202F", "\u205F", "\u3000"};
    const auto byte = static_cast<unsigned char>(text.front());
    if (byte <= 0x20 || byte == 0x7F) return 1;
    if (byte < 0x80) return 0;
    for (const std::string_view blank : unicode_blanks) {
        if (text.starts_with(blank)) return blank.size();
    }
    if (text.size() > 1 && byte == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0) return 2;
    const std::string_view three = text.substr(0, 3);
    const bool overrides =
        (three >= "\u202A" && three <= "\u202E") || (three >= "\u2066" && three <= "\u2069");
    return overrides && three.size() == 3 ? 3 : 0;
}

bool has_blank(std::string_view id) {
    for (; !id.empty(); id.remove_prefix(1)) {
        if (blank_length(id) != 0) return true;
    }
    return false;
}

// The greatest float that may follow `previous`.
float below(float previous) {
    return std::min(previous - kScoreStep,
                    std::nextafter(previous, -std::numeric_limits<float>::infinity()));
}

void append_score(std::string& text, float score) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), score).ptr;
    text.append(digits.data(), end);
}

struct RunLine {
    std::string document;
    double score = 0;
    std::size_t line = 0;
};

Error ranked_twice(const std::string& name, const std::string& query, const RunLine& first,
                   const RunLine& second) {
    return Error(name + ":" + std::to_string(second.line) + ": query " + query +
                 " ranks document " + second.document + " twice (first in line " +
                 std::to_string(first.line) + ")");
}

}  // namespace

std::string trec_id(std::string_view id) {
    if (id.empty()) throw Error("an empty id cannot stand in a TREC run");
    if (!has_blank(id)) return std::string(id);
    static constexpr char hex_digits[] = "0123456789ABCDEF";
    std::string encoded;
    while (!id.empty()) {
        const std::size_t length = id.front() == '%' ? 1 : blank_length(id);
        for (std::size_t i = 0; i < length; ++i) {
            const auto byte = static_cast<unsigned char>(id[i]);
            encoded += {'%', hex_digits[byte >> 4], hex_digits[byte & 15]};
        }
        if (length == 0) encoded += id.front();
        id.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return encoded;
}

std::string format_run(std::string_view query_id, const std::vector<ScoredId>& hits,
                       std::string_view tag) {
    if (hits.empty()) return "";
    const std::string query = trec_id(query_id);
    const std::string label = trec_id(tag.empty() ? "dateline" : tag);
    std::string text;
    float previous = 0;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        float score = previous;
        if (!std::isnan(hits[i].score)) {
            score = static_cast<float>(std::clamp(hits[i].score, -kMaxScore, kMaxScore));
        }
        if (i > 0) score = std::min(score, below(previous));
        previous = score;
        text += query;
        text += " Q0 ";
        text += trec_id(hits[i].id);
        text += ' ';
        text += std::to_string(i + 1);
        text += ' ';
        append_score(text, score);
        text += ' ';
        text += label;
        text += '\n';
    }
    return text;
}

Run read_run(std::istream& input, const std::string& name) {
    std::map<std::string, std::vector<RunLine>, std::less<>> lines;
    FieldReader reader(input, name);
    while (reader.next()) {
        const std::vector<std::string_view>& fields = reader.fields();
        if (fields.size() != 6) {
            reader.fail(
                "expected the 6 fields of a TREC run (query Q0 document rank score tag), found " +
                std::to_string(fields.size()));
        }
        const double score = reader.number(fields[4], "score");
        auto query = lines.find(fields[0]);
        if (query == lines.end()) query = lines.emplace(fields[0], std::vector<RunLine>()).first;
        query->second.push_back({std::string(fields[2]), score, reader.line()});
    }
    Run run;
    for (auto& [query, hits] : lines) {
        // First by document, to find one that comes twice, and where.
        std::sort(hits.begin(), hits.end(), [](const RunLine& a, const RunLine& b) {
            return std::tie(b.document, a.line) < std::tie(a.document, b.line);
        });
        const auto twice = std::adjacent_find(
            hits.begin(), hits.end(),
            [](const RunLine& a, const RunLine& b) { return a.document == b.document; });
        if (twice != hits.end()) {
            throw ranked_twice(name, query, *twice, *(twice + 1));
        }
        std::stable_sort(hits.begin(), hits.end(),
                         [](const RunLine& a, const RunLine& b) { return a.score > b.score; });
        std::vector<std::string>& ranked = run[query];
        ranked.reserve(hits.size());
        for (RunLine& hit : hits)
            ranked.push_back(std::move(hit.document));
    }
    return run;
}

}  // namespace dateline
