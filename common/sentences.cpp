#include "common/sentences.h"

#include <algorithm>
#include <iterator>

#include <utf8proc.h>

#include "common/characters.h"

namespace dateline {
namespace {

using namespace characters;

// Words before a point that does not end a sentence, folded.
constexpr std::string_view kAbbreviations[] = {
    "adm", "apr",   "aug",  "ave",  "bldg", "brig", "bros", "capt",   "cmdr", "co",
    "col", "comdr", "corp", "cpl",  "dec",  "dept", "det",  "dr",     "est",  "etc",
    "feb", "fig",   "fr",   "ft",   "gen",  "gov",  "hon",  "inc",    "insp", "jan",
    "jr",  "jul",   "jun",  "lt",   "ltd",  "maj",  "mar",  "messrs", "mr",   "mrs",
    "ms",  "mt",    "no",   "nov",  "oct",  "pfc",  "prof", "rep",    "reps", "rev",
    "sen", "sens",  "sep",  "sept", "sgt",  "sr",   "st",   "supt",   "vol",  "vs"};

// True if the point at `dot` follows an abbreviation, an initial or a dotted initialism.
bool is_abbreviation(std::string_view text, std::size_t dot) {
    constexpr std::size_t kLongest = 6;
    std::size_t begin = dot;
    while (begin > 0 && dot - begin <= kLongest && is_letter(text[begin - 1]))
        --begin;
    const std::size_t length = dot - begin;
    if (length == 0 || length > kLongest) return false;
    if (length == 1) {  // "J." of a name, "U.S."; but "vitamin C." has no capital before it
        return class_of(text[begin]) == kUpper || (begin > 0 && text[begin - 1] == '.');
    }
    if (begin > 0 && (class_of(text[begin - 1]) == kWide || is_digit(text[begin - 1])))
        return false;
    char word[kLongest];
    for (std::size_t i = 0; i < length; ++i)
        word[i] = to_lower(text[begin + i]);
    return std::binary_search(std::begin(kAbbreviations), std::end(kAbbreviations),
                              std::string_view(word, length));
}

// The length of a closing quote or bracket at `at`, 0 if there is none.
std::size_t closing_length(std::string_view text, std::size_t at) {
    if (at >= text.size()) return 0;
    const char byte = text[at];
    if (byte == '"' || byte == '\'' || byte == ')' || byte == ']') return 1;
    const std::string_view wide = text.substr(at, 3);
    return wide == "\u201d" || wide == "\u2019" ? 3 : 0;
}

bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\r';
}

// True for . ! ? and the first bytes of … and 。
bool may_end_sentence(char byte) {
    return byte == '.' || byte == '!' || byte == '?' || byte == '\xe2' || byte == '\xe3';
}

// True if a sentence may begin at `at`: not with a lower-case letter or a mark of punctuation
// inside one.
bool may_begin_sentence(std::string_view text, std::size_t at) {
    const ByteClass byte_class = class_of(text[at]);
    if (byte_class == kLower) return false;
    if (byte_class == kUpper || byte_class == kDigit) return true;
    if (byte_class == kWide) {
        const std::int32_t code = decode(text, at).code;
        return utf8proc_category(code) != UTF8PROC_CATEGORY_LL && code != 0x2013 && code != 0x2014;
    }
    return text[at] == '"' || text[at] == '\'' || text[at] == '(' || text[at] == '[';
}

}  // namespace

Boundaries find_boundaries(std::string_view text) {
    // A file with lines of whole paragraphs has long lines; one that was wrapped has none.
    constexpr std::size_t kLongLine = 120;
    Boundaries result;
    const auto add = [&](std::size_t at, bool paragraph) {
        if (at == 0 || at >= text.size()) return;
        if (result.sentences.empty() || result.sentences.back() < at)
            result.sentences.push_back(at);
        if (paragraph && (result.paragraphs.empty() || result.paragraphs.back() < at)) {
            result.paragraphs.push_back(at);
        }
    };
    std::size_t line_begin = 0;
    std::size_t line_end = std::min(text.find('\n'), text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (at == line_end) {
            std::size_t next = line_end + 1;
            const std::size_t finished = line_end - line_begin;
            std::size_t indent = 0;
            bool empty_line = false;
            for (; next < text.size() && (is_blank(text[next]) || text[next] == '\n'); ++next) {
                if (text[next] == '\n') {
                    empty_line = true;
                    indent = 0;
                } else {
                    ++indent;
                }
            }
            if (next >= text.size()) break;
            line_begin = next;
            line_end = std::min(text.find('\n', next), text.size());
            if (empty_line || indent >= 2 || finished >= kLongLine ||
                line_end - next >= kLongLine) {
                add(next, true);
            }
            at = next;
            continue;
        }
        const char byte = text[at];
        if (!may_end_sentence(byte)) {
            ++at;
            continue;
        }
        std::size_t ender = 1;
        if (byte != '.' && byte != '!' && byte != '?') {
            const std::string_view character = text.substr(at, 3);
            if (character != "\u2026" && character != "\u3002") {
                ++at;
                continue;
            }
            ender = character.size();
        }
        const std::size_t mark = at;
        at += ender;
        while (at < text.size() && (text[at] == '.' || text[at] == '!' || text[at] == '?'))
            ++at;
        const bool single_point = byte == '.' && at == mark + 1;
        while (const std::size_t closing = closing_length(text, at))
            at += closing;
        std::size_t next = at;
        while (next < line_end && is_blank(text[next]))
            ++next;
        const bool wide_stop = ender == 3 && byte == '\xe3';
        const bool at_break = next == line_end;
        if ((next == at && !wide_stop && !at_break) ||
            (single_point && is_abbreviation(text, mark))) {
            continue;
        }
        if (at_break) {  // the sentence goes on in the next line, if anywhere
            next = line_end + 1;
            while (next < text.size() && is_blank(text[next]))
                ++next;
        }
        if (next < text.size() && text[next] != '\n' && may_begin_sentence(text, next)) {
            add(next, false);
            if (!at_break) at = next;
        }
    }
    return result;
}

}  // namespace dateline
