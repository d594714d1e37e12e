#include "indexer/cleaning/judged_line.h"

#include <string_view>

namespace dateline {
namespace {

constexpr std::size_t kFullLine = 40;  // bytes: a shorter line was not wrapped
constexpr std::size_t kButtonWords = 5;

// True if line `i` goes on with the sentence of the line before it. In a text of wrapped lines a
// line need not begin in lower case to do so.
bool continues_line(const LinedText& body, std::size_t i, bool wrapped) {
    const std::vector<Line>& lines = body.lines;
    if (i == 0 || lines[i].gap > 0 || i == kLinesEachEnd) {
        return false;
    }
    const std::string_view before = lines[i - 1].of(body.text);
    return before.size() >= kFullLine && !ends_sentence(before) &&
           (wrapped || starts_lower(lines[i].of(body.text)));
}

bool is_wrapped(const LinedText& body) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < body.lines.size(); ++i) {
        count += continues_line(body, i, false) ? 1 : 0;
    }
    return count >= 2 && count * 5 >= body.lines.size();
}

// "list 2 of 4", "by Jane Doe": stands by itself, although the line before ends no sentence.
bool stands_alone(const LineShape& shape) {
    return shape.hint == Hint::Navigation || shape.hint == Hint::BylineName;
}

}  // namespace

std::vector<JudgedLine> shaped_lines(const LinedText& body) {
    const std::vector<Line>& lines = body.lines;
    std::vector<JudgedLine> shaped;
    shaped.reserve(lines.size());
    ShapeScratch scratch;
    const bool wrapped = is_wrapped(body);
    const auto continues_at = [&](std::size_t i) {
        return i < lines.size() && continues_line(body, i, wrapped);
    };
    bool continues = false;
    bool next_continues = continues_at(1);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool after_next_continues = continues_at(i + 2);
        const bool long_paragraph = next_continues && after_next_continues;
        const std::string_view line = lines[i].of(body.text);
        LineShape shape = continues        ? continuation_shape(line)
                          : long_paragraph ? paragraph_head_shape(line, scratch)
                                           : line_shape(line, scratch);
        if (continues && shape.words <= kButtonWords && !shape.sentence) {
            const LineShape alone = line_shape(line, scratch);
            shape = stands_alone(alone) ? alone : shape;
        }
        if (shape.hint == Hint::MenuItem && line.ends_with(':') && i + 1 < lines.size()) {
            const std::string_view next = lines[i + 1].of(body.text);
            if (is_listed(next) || is_entry(next)) {
                shape.hint = Hint::None;  // "The votes were:" and a list of them
            }
        }
        shaped.push_back({lines[i], shape, Zone::Body});
        continues = next_continues;
        next_continues = after_next_continues;
    }
    return shaped;
}

}  // namespace dateline
