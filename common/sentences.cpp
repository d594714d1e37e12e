#include "common/sentences.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <iterator>
#include <utility>

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

// The offset from `at` on of the next line break, . ! ? or first byte of … and 。, else the text's
// size. Most text is none of these: 16 bytes are compared at a time.
std::size_t next_mark(std::string_view text, std::size_t at) {
    using Bytes [[gnu::vector_size(16)]] = unsigned char;
    const auto first_byte = [](std::uint64_t differ) {
        const int bits = std::endian::native == std::endian::little ? std::countr_zero(differ)
                                                                    : std::countl_zero(differ);
        return static_cast<std::size_t>(bits) / 8;
    };
    for (; at + sizeof(Bytes) <= text.size(); at += sizeof(Bytes)) {
        Bytes bytes;
        std::memcpy(&bytes, text.data() + at, sizeof(bytes));
        const auto marks = (bytes == '\n') | (bytes == '.') | (bytes == '!') | (bytes == '?') |
                           (bytes == 0xe2) | (bytes == 0xe3);
        const auto halves = std::bit_cast<std::array<std::uint64_t, 2>>(marks);
        if (halves[0] != 0) return at + first_byte(halves[0]);
        if (halves[1] != 0) return at + 8 + first_byte(halves[1]);
    }
    return std::min(text.find_first_of("\n.!?\xe2\xe3", at), text.size());
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

// Goes through a text once; each step reads from `at_`.
class BoundaryFinder {
public:
    explicit BoundaryFinder(std::string_view text)
        : text_(text), line_end_(std::min(text.find('\n'), text.size())) {}

    Boundaries find() {
        constexpr std::size_t kShortSentence = 64;  // bytes; most texts have longer ones
        result_.sentences.reserve(text_.size() / kShortSentence + 1);
        while ((at_ = next_mark(text_, at_)) < text_.size()) {
            if (at_ == line_end_) {
                read_line_break();
            } else {
                read_end_mark();
            }
        }
        return std::move(result_);
    }

private:
    void add(std::size_t at, bool paragraph) {
        if (at == 0 || at >= text_.size()) return;
        if (result_.sentences.empty() || result_.sentences.back() < at)
            result_.sentences.push_back(at);
        if (paragraph && (result_.paragraphs.empty() || result_.paragraphs.back() < at)) {
            result_.paragraphs.push_back(at);
        }
    }

    // Takes line breaks and blanks up to the next line with text.
    void read_line_break() {
        std::size_t next = line_end_ + 1;
        const std::size_t finished = line_end_ - line_begin_;
        std::size_t indent = 0;
        bool empty_line = false;
        for (; next < text_.size() && (is_blank(text_[next]) || text_[next] == '\n'); ++next) {
            if (text_[next] == '\n') {
                empty_line = true;
                indent = 0;
            } else {
                ++indent;
            }
        }
        at_ = next;
        if (next >= text_.size()) return;
        line_begin_ = next;
        line_end_ = std::min(text_.find('\n', next), text_.size());
        if (empty_line || indent >= 2 || finished >= kLongLine || line_end_ - next >= kLongLine)
            add(next, true);
    }

    // The length of the . ! ? … or 。 here, 0 if the byte belongs to another character.
    std::size_t end_mark_length() const {
        const char byte = text_[at_];
        if (byte == '.' || byte == '!' || byte == '?') return 1;
        const std::string_view character = text_.substr(at_, 3);
        return character == "\u2026" || character == "\u3002" ? 3 : 0;
    }

    // Takes marks and closing quotes, and blanks if a sentence begins after them.
    void read_end_mark() {
        const std::size_t mark = at_;
        const char byte = text_[mark];
        const std::size_t length = end_mark_length();
        if (length == 0) {
            ++at_;
            return;
        }
        at_ += length;
        while (at_ < text_.size() && (text_[at_] == '.' || text_[at_] == '!' || text_[at_] == '?'))
            ++at_;
        const bool single_point = byte == '.' && at_ == mark + 1;
        while (const std::size_t closing = closing_length(text_, at_))
            at_ += closing;
        std::size_t next = at_;
        while (next < line_end_ && is_blank(text_[next]))
            ++next;
        const bool wide_stop = length == 3 && byte == '\xe3';
        const bool at_break = next == line_end_;
        if (next == at_ && !wide_stop && !at_break) return;
        if (single_point && is_abbreviation(text_, mark)) return;
        if (at_break) {  // the sentence goes on in the next line, if anywhere
            next = line_end_ + 1;
            while (next < text_.size() && is_blank(text_[next]))
                ++next;
        }
        if (next < text_.size() && text_[next] != '\n' && may_begin_sentence(text_, next)) {
            add(next, false);
            if (!at_break) at_ = next;
        }
    }

    // A file with lines of whole paragraphs has long lines; one that was wrapped has none.
    static constexpr std::size_t kLongLine = 120;  // bytes

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_begin_ = 0;
    std::size_t line_end_;  // the offset of its line break, or the text's size
    Boundaries result_;
};

}  // namespace

Boundaries find_boundaries(std::string_view text) {
    return BoundaryFinder(text).find();
}

}  // namespace dateline
