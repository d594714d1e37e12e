#include "indexer/temporal/tokens.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace dateline::temporal {
namespace {

enum class Class : std::uint8_t { Blank, Letter, Digit, Mark, High };

constexpr std::array<Class, 256> byte_classes() {
    std::array<Class, 256> classes{};
    for (unsigned c = 0; c < 256; ++c) {
        Class& k = classes[c];
        if (c >= 0x80) {
            k = Class::High;
        } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            k = Class::Letter;
        } else if (c >= '0' && c <= '9') {
            k = Class::Digit;
        } else if (c <= ' ' || c == 0x7f) {
            k = Class::Blank;
        } else {
            k = Class::Mark;
        }
    }
    return classes;
}

constexpr std::array<Class, 256> kClasses = byte_classes();

// What a character beyond ASCII stands for: a blank ' ', a mark, or 0 for a letter.
struct Folded {
    char mark = 0;
    unsigned bytes = 1;
};

Folded fold(std::string_view rest) {
    const auto byte = [&](std::size_t i) {
        return i < rest.size() ? static_cast<unsigned char>(rest[i]) : 0U;
    };
    if (byte(0) == 0xc2) {
        switch (byte(1)) {
            case 0xa0:
                return {' ', 2};
            case 0xa2:
            case 0xa3:
            case 0xa5:
                return {'$', 2};
            case 0xab:
            case 0xbb:
                return {'"', 2};
            case 0xbd:
                return {'h', 2};
            default:
                return {0, 2};
        }
    }
    if (byte(0) == 0xe2 && byte(1) == 0x80) {
        const unsigned last = byte(2);
        if (last <= 0x8b || last == 0xa8 || last == 0xa9 || last == 0xaf) return {' ', 3};
        if (last >= 0x90 && last <= 0x93) return {'-', 3};
        if (last == 0x94 || last == 0x95) return {'~', 3};
        if (last == 0x98 || last == 0x99 || last == 0xb2) return {'\'', 3};
        if (last >= 0x9c && last <= 0x9f) return {'"', 3};
        if (last == 0xa6) return {'.', 3};
        return {0, 3};
    }
    if (byte(0) == 0xe2 && byte(1) == 0x82 && byte(2) == 0xac) return {'$', 3};
    if (byte(0) == 0xef && byte(1) == 0xbb && byte(2) == 0xbf) return {' ', 3};
    return {};
}

// Set in every letter, this bit makes it lower case.
constexpr std::uint64_t kLower = 0x2020202020202020ULL;
constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;

// Of eight bytes at once: the high bit of each that is a letter from A to Z or a to z.
constexpr std::uint64_t letter_bits(std::uint64_t bytes) {
    constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
    const std::uint64_t seven_bits = (bytes | kLower) & ~kHighBits;
    const std::uint64_t from_a = seven_bits + kOnes * (0x80 - 'a');
    const std::uint64_t beyond_z = seven_bits + kOnes * (0x80 - 'z' - 1);
    return from_a & ~beyond_z & ~bytes & kHighBits;
}

// The first letters of a word.
struct Letters {
    std::uint64_t lower = 0;  // in lower case as a number, the first lowest
    unsigned count = 0;
    bool upper = true;  // no small letter among them
};

class Tokenizer {
public:
    Tokenizer(std::string_view text, std::uint32_t sentence, std::vector<Token>& tokens)
        : text_(text), tokens_(tokens), sentence_(sentence) {}

    std::uint32_t run() {
        tokens_.clear();
        tokens_.reserve(text_.size() / 4 + 2 * kPadding);
        tokens_.resize(kPadding);
        while (at_ < text_.size()) {
            switch (kClasses[byte(at_)]) {
                case Class::Blank:
                    take_blank();
                    break;
                case Class::Letter:
                    take_word();
                    break;
                case Class::Digit:
                    take_number();
                    break;
                case Class::Mark:
                    take_mark();
                    break;
                case Class::High:
                    take_high();
                    break;
            }
        }
        Token end;
        end.begin = end.end = static_cast<std::uint32_t>(text_.size());
        end.sentence = sentence_;
        tokens_.insert(tokens_.end(), kPadding, end);
        return sentence_;
    }

private:
    unsigned char byte(std::size_t i) const { return static_cast<unsigned char>(text_[i]); }
    bool is(std::size_t i, Class k) const { return i < text_.size() && kClasses[byte(i)] == k; }

    void take_blank() {
        if (text_[at_] == '\n') ++newlines_;
        blank_ = true;
        ++at_;
    }

    // Letters, and characters beyond ASCII that are none of the known marks: such words have no
    // lexeme. A full stop that belongs to a short name or to "a.m." is taken with it.
    void take_word() {
        const std::size_t begin = at_;
        const Letters first = letters(begin);
        Letters second;
        if (first.count == 8) second = letters(begin + 8);
        const std::size_t length = first.count + second.count;
        at_ += length;
        bool upper = first.upper && second.upper && length > 1;
        while (second.count == 8 && is(at_, Class::Letter)) {
            upper = upper && text_[at_] <= 'Z';
            ++at_;
        }
        const bool longer = at_ > begin + length;
        const bool foreign = is(at_, Class::High) && take_foreign_letters();

        Token& token = start(begin, Shape::Word);
        token.capital = byte(begin) >= 'A' && byte(begin) <= 'Z';
        if (!foreign) {
            token.upper = upper;
            mark_ending(token, begin);
            if (!longer) look_up(token, word_key(first.lower, second.lower), length);
        }
        abbreviation_ = (token.kinds & kind::kAbbreviation) != 0 || (length == 1 && token.capital);
        finish(token);
    }

    // What the last letters of the word from `begin` say of it.
    void mark_ending(Token& token, std::size_t begin) const {
        const std::size_t length = at_ - begin;
        if (length < 3) return;
        const char last = text_[at_ - 1];
        token.adverb = last == 'y' && text_[at_ - 2] == 'l';
        if (token.capital || length < 4) return;
        token.plural = last == 's' && length > 4;
        token.past = last == 'd' && text_[at_ - 2] == 'e';
    }

    // The rest of a word that holds letters beyond ASCII; false if there are none.
    bool take_foreign_letters() {
        bool any = false;
        while (at_ < text_.size()) {
            const Class k = kClasses[byte(at_)];
            if (k == Class::High) {
                const Folded folded = fold(text_.substr(at_, 3));
                if (folded.mark != 0) break;
                at_ = std::min(at_ + folded.bytes, text_.size());
                any = true;
            } else if (k == Class::Letter && any) {
                ++at_;
            } else {
                break;
            }
        }
        return any;
    }

    // Eight bytes from `i` as a number, the first lowest; 0 beyond the text.
    std::uint64_t eight_bytes(std::size_t i) const {
        std::uint64_t bytes = 0;
        if constexpr (std::endian::native == std::endian::little) {
            if (i + 8 <= text_.size()) {
                std::memcpy(&bytes, text_.data() + i, 8);
                return bytes;
            }
        }
        for (std::size_t k = 0; k < 8 && i + k < text_.size(); ++k)
            bytes |= std::uint64_t{byte(i + k)} << (8 * k);
        return bytes;
    }

    // The letters from `i`, at most eight.
    Letters letters(std::size_t i) const {
        const std::uint64_t bytes = eight_bytes(i);
        const std::uint64_t others = ~letter_bits(bytes) & kHighBits;
        const auto count = static_cast<unsigned>(std::countr_zero(others)) / 8;
        const std::uint64_t mask =
            count == 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << 8 * count) - 1;
        return {(bytes | kLower) & mask, count, (bytes & kLower & mask) == 0};
    }

    void look_up(Token& token, std::uint64_t key, std::size_t length) {
        token.key = key;
        if (length == 1) take_meridiem(token);
        const Lexeme* found = find_lexeme(token.key);
        if (!found) return;
        token.kinds = found->kinds;
        token.number = found->number;
        token.unit = found->unit;
        if ((token.kinds & kind::kShortName) != 0 && token.capital && at_ < text_.size() &&
            text_[at_] == '.') {
            token.dotted = true;
            ++at_;
        }
    }

    // Turns the "a" of "a.m." into "am".
    void take_meridiem(Token& token) {
        if (token.key != "a"_w && token.key != "p"_w) return;
        if (at_ + 1 >= text_.size() || text_[at_] != '.') return;
        if ((byte(at_ + 1) | 0x20) != 'm' || is(at_ + 2, Class::Letter)) return;
        at_ += 2;
        if (at_ < text_.size() && text_[at_] == '.') ++at_;
        token.key = token.key == "a"_w ? "am"_w : "pm"_w;
        token.capital = false;
    }

    void take_number() {
        const std::size_t begin = at_;
        std::int64_t value = 0;
        while (is(at_, Class::Digit)) {
            if (at_ - begin < 9) value = value * 10 + (text_[at_] - '0');
            ++at_;
        }
        Token& token = start(begin, Shape::Number);
        const std::size_t digits = at_ - begin;
        token.digits = static_cast<std::uint8_t>(std::min<std::size_t>(digits, 255));
        token.number = digits <= 9 ? static_cast<std::int32_t>(value) : -1;
        abbreviation_ = false;
        finish(token);
    }

    void take_mark() {
        const std::size_t begin = at_;
        char mark = text_[at_++];
        if (mark == '-' && at_ < text_.size() && text_[at_] == '-') {
            while (at_ < text_.size() && text_[at_] == '-')
                ++at_;
            mark = '~';
        } else if ((mark == '`' || mark == '\'') && at_ < text_.size() && text_[at_] == mark) {
            ++at_;
            mark = '"';
        } else if (mark == '_') {
            mark = '~';
        } else if (mark == '`') {
            mark = '\'';
        }
        push_mark(begin, mark);
    }

    void take_high() {
        const Folded folded = fold(text_.substr(at_, 3));
        if (folded.mark == 0) {
            take_word();
            return;
        }
        const std::size_t begin = at_;
        at_ = std::min(at_ + folded.bytes, text_.size());
        if (folded.mark == ' ') {
            blank_ = true;
        } else {
            push_mark(begin, folded.mark);
        }
    }

    void push_mark(std::size_t begin, char mark) {
        Token& token = start(begin, Shape::Mark);
        token.mark = mark;
        finish(token);
        if ((mark == '.' && !abbreviation_) || mark == '!' || mark == '?') ended_ = true;
        if (mark != '.') abbreviation_ = false;
    }

    // A token that begins here, after a break if a blank line lies before it. Good until the next.
    Token& start(std::size_t begin, Shape shape) {
        const auto position = static_cast<std::uint32_t>(begin);
        if (newlines_ >= 2) {
            ++sentence_;
            ended_ = false;
            Token& between = tokens_.emplace_back();
            between.begin = between.end = position;
            between.sentence = sentence_;
        }
        newlines_ = 0;
        Token& token = tokens_.emplace_back();
        token.begin = position;
        token.joined = !blank_;
        token.shape = shape;
        return token;
    }

    void finish(Token& token) {
        token.end = static_cast<std::uint32_t>(at_);
        if (ended_) {
            const bool opens = token.capital || token.mark == '"' || token.mark == '\'';
            if (blank_ && opens) {
                ++sentence_;
                ended_ = false;
            } else if (token.shape != Shape::Mark) {
                ended_ = false;
            }
        }
        blank_ = false;
        token.sentence = sentence_;
    }

    std::string_view text_;
    std::vector<Token>& tokens_;
    std::uint32_t sentence_;
    std::size_t at_ = 0;
    unsigned newlines_ = 0;
    bool blank_ = true;
    bool ended_ = false;         // a full stop or the like came last, closing quotes apart
    bool abbreviation_ = false;  // the last word takes a full stop
};

}  // namespace

std::uint32_t tokenize(std::string_view text, std::uint32_t sentence, std::vector<Token>& tokens) {
    return Tokenizer(text, sentence, tokens).run();
}

}  // namespace dateline::temporal
