#include "common/tokenizer.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <memory>

#include <utf8proc.h>

#include "common/characters.h"
#include "common/text.h"

namespace dateline {
namespace {

using namespace characters;

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

}  // namespace

std::size_t Tokenizer::hyphen_at(std::size_t offset) const {
    if (offset >= text_.size()) return 0;
    if (text_[offset] == '-') return 1;
    if (class_of(text_[offset]) != kWide) return 0;
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
    ascii_ = true;
    letters_only_ = true;
    token.begin = at_;
    const auto [letters, all_capitals] =
        read_letters(text_.substr(at_, kMaxWordBytes), lower_.bytes);
    lower_.size = letters;
    at_ += letters;
    token.end = at_;
    bool capitals = all_capitals;
    std::size_t characters = letters;  // also those beyond the buffer
    bool number = characters == 0;
    bool marks = false;
    std::size_t group = 0;   // digits since the last separator
    bool separated = false;  // a comma was taken out
    const bool ends_here = letters > 0 && at_ < text_.size() && text_[at_] == ' ';  // as most do
    while (!ends_here && at_ < text_.size()) {
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

// Takes note of `token`, which a hyphen of so many bytes may follow, as a part of a hyphenated word,
// and of the whole when it was the last part.
void Tokenizer::finish_compound(const Token& token, std::size_t hyphen) {
    constexpr std::uint32_t kMaxParts = 3;
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
        const std::size_t hyphen = at_ == token.end ? hyphen_at(at_) : 0;
        if (hyphen > 0 || compound_open_) finish_compound(token, hyphen);
        return true;
    }
    return false;
}

}  // namespace dateline
