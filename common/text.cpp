#include "common/text.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <memory>

#include <utf8proc.h>

namespace dateline {
namespace {

enum ByteClass : std::uint8_t { kOther, kLower, kUpper, kDigit, kWide };

constexpr std::array<ByteClass, 256> make_classes() {
    std::array<ByteClass, 256> classes{};
    for (int c = 'a'; c <= 'z'; ++c)
        classes[c] = kLower;
    for (int c = 'A'; c <= 'Z'; ++c)
        classes[c] = kUpper;
    for (int c = '0'; c <= '9'; ++c)
        classes[c] = kDigit;
    for (int c = 0x80; c <= 0xff; ++c)
        classes[c] = kWide;
    return classes;
}
constexpr std::array<ByteClass, 256> kClasses = make_classes();

ByteClass class_of(char byte) {
    return kClasses[static_cast<unsigned char>(byte)];
}
bool is_letter(char byte) {
    return class_of(byte) == kLower || class_of(byte) == kUpper;
}
bool is_digit(char byte) {
    return class_of(byte) == kDigit;
}
char to_lower(char byte) {
    return class_of(byte) == kUpper ? static_cast<char>(byte + 32) : byte;
}

// A decoded character and its length in bytes; length 0 at the end of the text.
struct Decoded {
    std::int32_t code = 0;
    std::size_t length = 0;
};

Decoded decode(std::string_view text, std::size_t offset) {
    if (offset >= text.size()) return {};
    utf8proc_int32_t code = 0;
    const utf8proc_ssize_t length =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + offset),
                         static_cast<utf8proc_ssize_t>(text.size() - offset), &code);
    if (length <= 0) return {0xfffd, 1};
    return {code, static_cast<std::size_t>(length)};
}

std::size_t encode(std::int32_t code, char* out) {
    return static_cast<std::size_t>(
        utf8proc_encode_char(code, reinterpret_cast<utf8proc_uint8_t*>(out)));
}

void append_code(std::string& text, std::int32_t code) {
    char bytes[4];
    text.append(bytes, encode(code, bytes));
}

// Scripts written without blanks between words: Han, Hiragana, Katakana.
bool is_ideograph(std::int32_t c) {
    return (c >= 0x3040 && c <= 0x30ff && c != 0x30fb) || (c >= 0x3400 && c <= 0x4dbf) ||
           (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) ||
           (c >= 0xff66 && c <= 0xff9f) || (c >= 0x20000 && c <= 0x3ffff) || c == 0x3005;
}

bool is_wide_word_character(std::int32_t code) {
    switch (utf8proc_category(code)) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_NL:
        case UTF8PROC_CATEGORY_NO:
            return true;
        default:
            return false;
    }
}

// Characters inside words that mean nothing: soft hyphen, zero-width space and joiners, BOM.
bool is_ignorable(std::int32_t c) {
    return c == 0xad || (c >= 0x200b && c <= 0x200d) || c == 0x2060 || c == 0xfeff;
}

// Diacritics that folding drops: combining marks of Latin, Greek and Cyrillic, Hebrew points,
// Arabic vowel signs.
bool is_diacritic(std::int32_t c) {
    return (c >= 0x300 && c <= 0x36f) || (c >= 0x591 && c <= 0x5c7) || (c >= 0x64b && c <= 0x65f) ||
           c == 0x670;
}

// Letters that Unicode does not decompose but readers type without their stroke or ligature.
std::string_view plain_letter(std::int32_t c) {
    switch (c) {
        case 0xe6:
            return "ae";
        case 0xf0:
            return "d";
        case 0xf8:
            return "o";
        case 0xfe:
            return "th";
        case 0x111:
            return "d";
        case 0x127:
            return "h";
        case 0x131:
            return "i";
        case 0x142:
            return "l";
        case 0x153:
            return "oe";
        case 0x167:
            return "t";
        default:
            return "";
    }
}

// Folded words that are also words of another meaning when written in capitals or with points.
constexpr std::string_view kAmbiguousInitialisms[] = {
    "aid", "aids", "all", "am", "an",  "are", "as", "at", "be",  "but", "by",
    "can", "care", "do",  "go", "has", "he",  "if", "in", "is",  "it",  "its",
    "may", "me",   "my",  "no", "not", "of",  "on", "or", "our", "out", "she",
    "so",  "the",  "to",  "up", "us",  "was", "we", "who"};

bool is_ambiguous(std::string_view folded) {
    return std::binary_search(std::begin(kAmbiguousInitialisms), std::end(kAmbiguousInitialisms),
                              folded);
}

// Those that are names, and so initialisms in capitals without points, too: NO, ON and THE in
// capitals are emphasis.
constexpr std::string_view kCapitalInitialisms[] = {"aids", "care", "is", "it", "us", "who"};

bool is_capital_initialism(std::string_view folded) {
    return std::binary_search(std::begin(kCapitalInitialisms), std::end(kCapitalInitialisms),
                              folded);
}

// Elided articles and pronouns of French, Italian and Catalan.
bool is_elision(std::string_view lower) {
    if (lower.size() == 1)
        return std::string_view("lcdjmnst").find(lower[0]) != std::string_view::npos;
    return lower == "qu" || lower == "dell" || lower == "nell" || lower == "all";
}

constexpr std::uint16_t kWindows1252[32] = {
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};

// The length of the valid character at `offset`, 0 if there is none.
std::size_t valid_length(std::string_view text, std::size_t offset) {
    if (static_cast<unsigned char>(text[offset]) < 0x80) return 1;
    utf8proc_int32_t code = 0;
    const utf8proc_ssize_t length =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + offset),
                         static_cast<utf8proc_ssize_t>(text.size() - offset), &code);
    return length > 0 ? static_cast<std::size_t>(length) : 0;
}

// The offset of the first byte from `offset` on that is not ASCII.
std::size_t ascii_end(std::string_view text, std::size_t offset) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080u;
    for (; offset + 8 <= text.size(); offset += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + offset, 8);
        if (word & kHighBits) break;
    }
    while (offset < text.size() && static_cast<unsigned char>(text[offset]) < 0x80)
        ++offset;
    return offset;
}

}  // namespace

// ---- UTF-8

bool is_valid_utf8(std::string_view text) {
    for (std::size_t at = ascii_end(text, 0); at < text.size(); at = ascii_end(text, at)) {
        const std::size_t length = valid_length(text, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

std::string to_valid_utf8(std::string_view text, std::size_t* repaired) {
    std::string result;
    result.reserve(text.size());
    std::size_t changed = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\0') {
            result += ' ';
            ++changed;
            ++at;
        } else if (const std::size_t length = valid_length(text, at)) {
            result.append(text, at, length);
            at += length;
        } else {
            const auto byte = static_cast<unsigned char>(text[at]);
            append_code(result, byte < 0xa0 ? kWindows1252[byte - 0x80] : byte);
            ++changed;
            ++at;
        }
    }
    if (repaired) *repaired = changed;
    return result;
}

std::size_t utf8_prefix_length(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text.size();
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0) == 0x80)
        --limit;
    return limit;
}

std::string fold(std::string_view text) {
    std::string result;
    if (ascii_end(text, 0) == text.size()) {
        result.reserve(text.size());
        for (const char byte : text)
            result += to_lower(byte);
        return result;
    }
    constexpr auto kOptions = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                                             UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const auto size = static_cast<utf8proc_ssize_t>(text.size());
    const utf8proc_ssize_t count = utf8proc_decompose(bytes, size, nullptr, 0, kOptions);
    if (count < 0) return fold(to_valid_utf8(text));
    std::vector<utf8proc_int32_t> codes(static_cast<std::size_t>(count));
    utf8proc_decompose(bytes, size, codes.data(), count, kOptions);
    for (const utf8proc_int32_t code : codes) {
        if (is_diacritic(code)) continue;
        const std::string_view plain = plain_letter(code);
        if (plain.empty()) {
            append_code(result, code);
        } else {
            result += plain;
        }
    }
    return result;
}

namespace {

// How many printable characters of ASCII come next: most of most texts.
std::size_t plain_run(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && text[end] >= 0x20 && text[end] < 0x7f)
        ++end;
    return end - at;
}

}  // namespace

std::string printable(std::string_view text, bool keep_lines) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (const std::size_t plain = plain_run(text, at)) {
            result.append(text.substr(at, plain));
            at += plain;
            continue;
        }
        const auto [code, length] = decode(text, at);
        at += length;
        if (code == '\n' || code == '\t' || code == '\r') {
            result += keep_lines ? static_cast<char>(code == '\r' ? '\n' : code) : ' ';
            if (code == '\r' && keep_lines && at < text.size() && text[at] == '\n') ++at;
        } else if (code == 0x2028 || code == 0x2029) {
            result += keep_lines ? '\n' : ' ';
        } else if (code < 0x20 || (code >= 0x7f && code < 0xa0) ||
                   (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
                   code == 0x200e || code == 0x200f || code == 0x61c) {
            append_code(result, 0xfffd);
        } else {
            append_code(result, code);
        }
    }
    return result;
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (const std::size_t plain = plain_run(text, at)) {
            width += plain;
            at += plain;
            continue;
        }
        const auto [code, length] = decode(text, at);
        at += length;
        width += static_cast<std::size_t>(std::max(0, utf8proc_charwidth(code)));
    }
    return width;
}

// ---- Tokens

std::size_t Tokenizer::hyphen_at(std::size_t offset) const {
    if (offset >= text_.size()) return 0;
    if (text_[offset] == '-') return 1;
    const std::string_view rest = text_.substr(offset, 3);
    return rest == "\u2010" || rest == "\u2011" ? 3 : 0;
}

std::size_t Tokenizer::apostrophe_at(std::size_t offset) const {
    if (offset >= text_.size()) return 0;
    if (text_[offset] == '\'') return 1;
    if (text_.substr(offset, 3) == "\u2019") return 3;
    return text_.substr(offset, 2) == "\u02bc" ? 2 : 0;
}

bool Tokenizer::word_starts_at(std::size_t offset) const {
    if (offset >= text_.size()) return false;
    const ByteClass byte_class = class_of(text_[offset]);
    if (byte_class != kWide) return byte_class != kOther;
    const std::int32_t code = decode(text_, offset).code;
    return is_wide_word_character(code) && !is_ideograph(code);
}

// At an apostrophe with a final s: skips both.
bool Tokenizer::skip_possessive() {
    const std::size_t length = apostrophe_at(at_);
    if (length == 0) return false;
    const std::size_t s = at_ + length;
    if (s >= text_.size() || (text_[s] != 's' && text_[s] != 'S') || word_starts_at(s + 1))
        return false;
    at_ = s + 1;
    return true;
}

// True if the nearest words on the same line, within a few dozen bytes, are in capitals too: a
// headline or a shout, in which capitals say nothing.
bool Tokenizer::capitals_around(std::size_t begin, std::size_t end) const {
    constexpr std::size_t kReach = 40;
    bool capitals = false;
    const std::size_t stop = std::min(text_.size(), end + kReach);
    for (std::size_t i = end; i < stop && text_[i] != '\n'; ++i) {
        if (class_of(text_[i]) == kLower) return false;
        capitals |= class_of(text_[i]) == kUpper;
    }
    const std::size_t start = begin > kReach ? begin - kReach : 0;
    for (std::size_t i = begin; i > start && text_[i - 1] != '\n'; --i) {
        if (class_of(text_[i - 1]) == kLower) return false;
        capitals |= class_of(text_[i - 1]) == kUpper;
    }
    return capitals;
}

// True if the word belongs to a run of words in capitals, with blanks alone between them, that is
// emphasis: three of them, or two of which the other is a common word or longer than initialisms
// are ("US OFFICIALS", but not "US NATO").
bool Tokenizer::capitals_run(std::size_t begin, std::size_t end) const {
    constexpr std::size_t kLongestInitialism = 5;
    std::string_view neighbour;
    std::size_t neighbours = 0;
    const auto is_word_byte = [&](std::size_t at) { return class_of(text_[at]) != kOther; };
    const auto is_in_capitals = [&](std::size_t from, std::size_t to) {
        if (to - from < 2) return false;
        for (std::size_t i = from; i < to; ++i) {
            if (class_of(text_[i]) != kUpper) return false;
        }
        return true;
    };
    for (std::size_t at = end; neighbours < 2 && at < text_.size() && text_[at] == ' ';) {
        std::size_t stop = ++at;
        while (stop < text_.size() && stop - at <= kMaxWordBytes && is_word_byte(stop))
            ++stop;
        if (!is_in_capitals(at, stop)) break;
        neighbour = text_.substr(at, stop - at);
        ++neighbours;
        at = stop;
    }
    for (std::size_t at = begin; neighbours < 2 && at > 0 && text_[at - 1] == ' ';) {
        std::size_t start = --at;
        while (start > 0 && at - start <= kMaxWordBytes && is_word_byte(start - 1))
            --start;
        if (!is_in_capitals(start, at)) break;
        neighbour = text_.substr(start, at - start);
        ++neighbours;
        at = start;
    }
    if (neighbours != 1) return neighbours > 1;
    if (neighbour.size() > kLongestInitialism) return true;
    char lower[kLongestInitialism];
    std::transform(neighbour.begin(), neighbour.end(), lower, to_lower);
    const std::string_view word(lower, neighbour.size());
    return is_ambiguous(word) && !is_capital_initialism(word);
}

// At a letter: reads "U.S.", "U.S" or "a.m." if it is one.
bool Tokenizer::read_initialism(Token& token) {
    std::size_t at = at_;
    std::size_t letters = 0;
    lower_.size = 0;
    while (at + 1 < text_.size() && is_letter(text_[at]) && text_[at + 1] == '.') {
        lower_.append(to_lower(text_[at]));
        ++letters;
        at += 2;
    }
    if (letters > 0 && at < text_.size() && is_letter(text_[at]) && !word_starts_at(at + 1) &&
        !apostrophe_at(at + 1)) {
        lower_.append(to_lower(text_[at]));
        ++letters;
        ++at;
    }
    if (letters < 2) return false;
    token.begin = at_;
    token.end = at;
    at_ = at;
    ascii_ = true;
    letters_only_ = false;  // no compounds of "U.S.-led"
    token.kind = TokenKind::Word;
    token.lower = token.folded = lower_.view();
    return true;
}

void Tokenizer::read_word(Token& token) {
    lower_.size = 0;
    ascii_ = true;
    letters_only_ = true;
    bool capitals = true;
    bool number = true;
    bool marks = false;
    std::size_t group = 0;       // digits since the last separator
    bool separated = false;      // a comma was taken out
    std::size_t characters = 0;  // also those beyond the buffer
    token.begin = at_;
    token.end = at_;
    while (at_ < text_.size()) {
        const char byte = text_[at_];
        const ByteClass byte_class = class_of(byte);
        if (byte_class == kLower) {
            lower_.append(byte);
            capitals = number = false;
        } else if (byte_class == kUpper) {
            lower_.append(static_cast<char>(byte + 32));
            number = false;
        } else if (byte_class == kDigit) {
            lower_.append(byte);
            capitals = letters_only_ = false;
            ++group;
        } else if (byte_class == kWide) {
            const auto [code, length] = decode(text_, at_);
            if (is_ignorable(code) && characters > 0) {
                at_ += length;
                continue;
            }
            if (const std::size_t quote = apostrophe_at(at_)) {
                if (characters == 0 || !word_starts_at(at_ + quote)) break;
                if (skip_possessive()) break;
                at_ += quote;
                if (is_elision(lower_.view())) break;
                continue;
            }
            if (!is_wide_word_character(code) || is_ideograph(code)) break;
            char bytes[4];
            lower_.append_character({bytes, encode(utf8proc_tolower(code), bytes)});
            ascii_ = number = capitals = false;
            marks |= is_diacritic(code);
            at_ += length;
            token.end = at_;
            ++characters;
            continue;
        } else if (byte == '\'' && characters > 0) {
            if (!word_starts_at(at_ + 1)) break;
            if (skip_possessive()) break;
            ++at_;
            if (is_elision(lower_.view())) break;
            continue;
        } else if (byte == ',' && number && characters > 0 &&
                   (separated ? group == 3 : group <= 3) && at_ + 3 < text_.size() &&
                   is_digit(text_[at_ + 1]) && is_digit(text_[at_ + 2]) &&
                   is_digit(text_[at_ + 3]) &&
                   !(at_ + 4 < text_.size() && is_digit(text_[at_ + 4]))) {
            separated = true;
            group = 0;
            ++at_;
            continue;
        } else if (byte == '.' && number && characters > 0 && at_ + 1 < text_.size() &&
                   is_digit(text_[at_ + 1])) {
            lower_.append('.');
            group = 4;  // no thousands after a point
        } else {
            break;
        }
        ++at_;
        token.end = at_;
        ++characters;
    }
    token.kind = number ? TokenKind::Number : TokenKind::Word;
    token.lower = lower_.view();
    if (ascii_) {
        token.folded = token.lower;
        const bool short_capitals = capitals && characters >= 2 && characters <= 5;
        if (short_capitals && is_capital_initialism(token.lower) &&
            !capitals_run(token.begin, token.end) &&
            (mode_ == Mode::Query || !capitals_around(token.begin, token.end))) {
            token.kind = TokenKind::Initialism;
        }
        return;
    }
    if (marks) {
        wide_lower_.assign(token.lower);
        const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> composed(
            utf8proc_NFC(reinterpret_cast<const utf8proc_uint8_t*>(wide_lower_.c_str())),
            &std::free);
        if (composed) wide_lower_ = reinterpret_cast<const char*>(composed.get());
        token.lower = wide_lower_;
    }
    wide_folded_ = fold(token.lower);
    wide_folded_.resize(utf8_prefix_length(wide_folded_, 2 * kMaxWordBytes));
    token.folded = wide_folded_;
}

// Takes note of `token` as a part of a hyphenated word, and of the whole when it was the last part.
void Tokenizer::finish_compound(const Token& token) {
    constexpr std::uint32_t kMaxParts = 3;
    const std::size_t hyphen = at_ == token.end ? hyphen_at(at_) : 0;
    const bool more = hyphen > 0 && word_starts_at(at_ + hyphen);
    if (!compound_open_) {
        if (!more) return;
        compound_.clear();
        compound_begin_ = token.begin;
        compound_parts_ = 0;
        compound_bad_ = false;
    }
    compound_open_ = more;
    ++compound_parts_;
    compound_bad_ |= !letters_only_ || compound_parts_ > kMaxParts;
    if (!compound_bad_) compound_ += token.folded;
    if (more) {
        at_ += hyphen;
        return;
    }
    if (compound_bad_ || compound_.size() > 2 * kMaxWordBytes) return;
    compound_pending_ = true;
    compound_token_.begin = compound_begin_;
    compound_token_.end = token.end;
    compound_token_.kind = TokenKind::Compound;
    compound_token_.position = token.position;
    compound_token_.span = compound_parts_;
}

bool Tokenizer::next(Token& token) {
    if (compound_pending_) {
        compound_pending_ = false;
        token = compound_token_;
        token.lower = token.folded = compound_;
        return true;
    }
    while (at_ < text_.size()) {
        const ByteClass byte_class = class_of(text_[at_]);
        if (byte_class == kOther) {
            ++at_;
            continue;
        }
        token.span = 1;
        if (byte_class == kWide) {
            const auto [code, length] = decode(text_, at_);
            if (is_ideograph(code)) {
                token.begin = at_;
                at_ += length;
                token.end = at_;
                token.kind = TokenKind::Ideograph;
                token.lower = text_.substr(token.begin, length);
                wide_folded_ = fold(token.lower);
                token.folded = wide_folded_;
                token.position = position_++;
                compound_open_ = false;
                return true;
            }
            // An apostrophe that is a letter (ʼ) begins no word either: read_word() takes none
            // there.
            if (!is_wide_word_character(code) || apostrophe_at(at_) != 0) {
                at_ += length;
                continue;
            }
        }
        const bool letter_and_point = byte_class != kWide && byte_class != kDigit &&
                                      at_ + 2 < text_.size() && text_[at_ + 1] == '.';
        if (letter_and_point && read_initialism(token)) {
            if (is_ambiguous(token.lower)) token.kind = TokenKind::Initialism;
            skip_possessive();
        } else {
            read_word(token);
        }
        if (token.folded.empty()) continue;  // marks alone
        if (token.kind == TokenKind::Initialism) {
            wide_folded_.clear();
            for (const char letter : token.lower) {
                if (!wide_folded_.empty()) wide_folded_ += '.';
                wide_folded_ += letter;
            }
            token.lower = token.folded = wide_folded_;
            letters_only_ = false;
        }
        token.position = position_++;
        finish_compound(token);
        return true;
    }
    return false;
}

// ---- Sentences and paragraphs

namespace {

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
