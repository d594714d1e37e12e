#include "indexer/cleaning/lines.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#define XXH_INLINE_ALL  // a call takes longer than the hash of a word
#include <xxhash.h>

#include "common/characters.h"
#include "common/text.h"

namespace dateline {
namespace {

using characters::small_letter;

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}
bool is_break(char c) {
    return c == '\n' || c == '\r';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_high(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}

bool is_ascii(std::string_view text) {
    unsigned char bits = 0;
    for (const char c : text) {
        bits |= static_cast<unsigned char>(c);
    }
    return bits < 0x80;
}

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Cuts blanks, no-break spaces and byte order marks off both ends of [begin, end).
void trim(std::string_view text, std::size_t& begin, std::size_t& end) {
    while (begin < end) {
        const std::string_view rest = text.substr(begin, end - begin);
        if (is_blank(rest.front())) {
            ++begin;
        } else if (!is_high(rest.front())) {
            break;
        } else if (rest.starts_with(kNoBreakSpace)) {
            begin += kNoBreakSpace.size();
        } else if (rest.starts_with(kByteOrderMark)) {
            begin += kByteOrderMark.size();
        } else {
            break;
        }
    }
    while (begin < end) {
        const std::string_view rest = text.substr(begin, end - begin);
        if (is_blank(rest.back())) {
            --end;
        } else if (!is_high(rest.back())) {
            break;
        } else if (rest.ends_with(kNoBreakSpace)) {
            end -= kNoBreakSpace.size();
        } else {
            break;
        }
    }
}

// Appends up to `limit` lines from the begin on; returns where it stopped (text.size() at the end).
std::size_t lines_forward(std::string_view text, std::size_t limit, std::vector<Line>& lines) {
    constexpr std::size_t kShortLine = 48;  // bytes; most texts have longer ones
    lines.reserve(std::min(limit, text.size() / kShortLine + 1));
    const bool only_newlines = text.find('\r') == std::string_view::npos;
    std::size_t at = 0;
    std::uint32_t gap = 0;
    while (at < text.size() && lines.size() < limit) {
        std::size_t stop = at;
        if (only_newlines) {
            stop = std::min(text.find('\n', at), text.size());
        } else {
            while (stop < text.size() && !is_break(text[stop])) {
                ++stop;
            }
        }
        Line line{at, stop, gap};
        trim(text, line.begin, line.end);
        at = stop;
        if (at < text.size()) {
            at += text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1;
        }
        if (line.begin < line.end) {
            lines.push_back(line);
            gap = 0;
        } else if (gap < UINT32_MAX) {
            ++gap;
        }
    }
    return at;
}

// The last `limit` lines of [floor, text.size()), in order.
std::vector<Line> lines_backward(std::string_view text, std::size_t floor, std::size_t limit) {
    std::vector<Line> lines;
    std::size_t stop = text.size();
    bool empty_before = false;
    while (stop > floor && lines.size() < limit) {
        std::size_t begin = stop;
        while (begin > floor && !is_break(text[begin - 1])) {
            --begin;
        }
        Line line{begin, stop, 0};
        trim(text, line.begin, line.end);
        if (line.begin < line.end) {
            if (!lines.empty() && empty_before) {
                lines.back().gap = 1;
            }
            lines.push_back(line);
            empty_before = false;
        } else {
            empty_before = true;
        }
        if (begin == floor) {
            break;
        }
        stop = begin - 1;
        if (text[stop] == '\n' && stop > floor && text[stop - 1] == '\r') {
            --stop;
        }
    }
    std::reverse(lines.begin(), lines.end());
    return lines;
}

// Writes a key word by word.
class KeyWriter {
public:
    // For a line of so many bytes. The key is there once the writer is gone.
    KeyWriter(std::string& key, std::size_t line_bytes) : key_(key) {
        key_.resize(kMostPerByte * line_bytes);
        begin_ = key_.data();
        end_ = begin_;
    }
    ~KeyWriter() { key_.resize(static_cast<std::size_t>(end_ - begin_)); }
    KeyWriter(const KeyWriter&) = delete;
    KeyWriter& operator=(const KeyWriter&) = delete;

    // The ASCII letters at the begin of `text`; returns how many.
    std::size_t letters(std::string_view text) {
        begin_word();
        const std::size_t count = characters::read_letters(text, end_).count;
        end_ += count;
        return count;
    }

    void letter(char c) {
        begin_word();
        *end_++ = c;
    }
    void digit() {
        begin_word();
        if (fresh_ || end_ == begin_ || end_[-1] != '#') {
            *end_++ = '#';
        }
        fresh_ = false;
    }
    void word(std::string_view text) {
        end_word();
        begin_word();
        end_ = std::copy(text.begin(), text.end(), end_);
        end_word();
    }
    void end_word() { in_word_ = false; }
    // A colon or bar: kept between words only.
    void delimiter(char c) {
        end_word();
        if (end_ != begin_ && pending_ != ':') {
            pending_ = c;
        }
    }

private:
    // "©" is two bytes, "| copyright " are twelve.
    static constexpr std::size_t kMostPerByte = 6;

    void begin_word() {
        if (in_word_) {
            fresh_ = false;
            return;
        }
        in_word_ = true;
        fresh_ = true;
        if (end_ != begin_) {
            *end_++ = ' ';
            if (pending_ != 0) {
                *end_++ = pending_;
                *end_++ = ' ';
            }
        }
        pending_ = 0;
    }

    std::string& key_;
    char* begin_;
    char* end_;
    char pending_ = 0;
    bool in_word_ = false;
    bool fresh_ = false;
};

// The length of a UTF-8 sequence by its first byte.
std::size_t sequence_length(char lead) {
    const auto byte = static_cast<unsigned char>(lead);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// Punctuation and symbols beyond ASCII, which end words: Latin-1's signs, general punctuation,
// arrows, dingbats, pictures, CJK punctuation, variation selectors.
bool is_high_symbol(std::string_view sequence) {
    const auto lead = static_cast<unsigned char>(sequence[0]);
    const auto next = sequence.size() > 1 ? static_cast<unsigned char>(sequence[1]) : 0U;
    return lead == 0xC2 || (lead == 0xE2 && next >= 0x80 && next <= 0xAF) ||
           (lead == 0xE3 && next == 0x80) || (lead == 0xEF && next == 0xB8) ||
           (lead == 0xF0 && next == 0x9F);
}

constexpr std::array<std::string_view, 8> kHighBars = {"–", "—", "•", "·", "»", "→", "›", "▶"};
constexpr std::array<std::string_view, 12> kClosers = {"\"", "'", ")", "]", "”",  "’",
                                                       "»",  "“", "*", "›", "」", "}"};
constexpr std::array<std::string_view, 9> kSentenceEnds = {".",  "!",  "?", "…", "。",
                                                           "！", "？", "؟", "।"};

std::string_view without_closers(std::string_view line) {
    for (bool cut = true; cut && !line.empty();) {
        cut = false;
        for (const std::string_view closer : kClosers) {
            if (line.back() == closer.back() && line.ends_with(closer)) {
                line.remove_suffix(closer.size());
                cut = true;
                break;
            }
        }
        while (!line.empty() && is_blank(line.back())) {
            line.remove_suffix(1);
        }
    }
    return line;
}

constexpr std::array<std::string_view, 6> kParting = {" | ", " • ", " · ", " > ", " » ", " / "};

constexpr std::array<std::string_view, 27> kParticles = {
    "de",  "van", "von", "der", "den", "da",  "di", "al",  "bin", "le", "la", "du", "dos", "el",
    "ten", "y",   "e",   "et",  "and", "und", "&",  "del", "ibn", "zu", "af", "av", "i"};

// Digits, and marks that no name holds.
bool is_in_no_name(char c) {
    static constexpr std::array<bool, 256> kSuch = [] {
        std::array<bool, 256> such{};
        for (const char mark : std::string_view("0123456789!?;:\"()[]{}@/#$%*+=<>_,")) {
            such[static_cast<unsigned char>(mark)] = true;
        }
        return such;
    }();
    return kSuch[static_cast<unsigned char>(c)];
}

// The bytes of "[12]" at the begin, if a word follows: text browsers number links so.
std::size_t link_mark(std::string_view text) {
    std::size_t at = 1;
    while (at < text.size() && is_digit(text[at])) {
        ++at;
    }
    const bool closed = at > 1 && at + 1 < text.size() && text[at] == ']';
    return closed && !is_blank(text[at + 1]) ? at + 1 : 0;
}

}  // namespace

std::vector<Line> split_lines(std::string_view text) {
    std::vector<Line> lines;
    const std::size_t at = lines_forward(text, kLinesEachEnd, lines);
    if (at < text.size()) {
        const std::vector<Line> rest = lines_backward(text, at, kLinesEachEnd);
        lines.insert(lines.end(), rest.begin(), rest.end());
    }
    return lines;
}

std::vector<Line> split_head(std::string_view text, std::size_t limit) {
    std::vector<Line> lines;
    lines_forward(text, limit, lines);
    return lines;
}

void line_key(std::string_view line, std::string& key) {
    if (line.size() > kMaxKeyLine) {
        key.clear();
        return;
    }
    std::string folded;
    if (!is_ascii(line)) {
        folded = fold(line);
        line = folded;
    }
    KeyWriter out(key, line.size());
    for (std::size_t i = 0; i < line.size();) {
        const char c = line[i];
        std::size_t step = 1;
        if (small_letter(c) != 0) {
            i += out.letters(line.substr(i));
            continue;
        }
        if (is_blank(c)) {
            out.end_word();
            ++i;
            continue;
        }
        const char before = i > 0 ? line[i - 1] : ' ';
        const char after = i + 1 < line.size() ? line[i + 1] : ' ';
        if (is_digit(c)) {
            out.digit();
        } else if (is_high(c)) {
            step = std::min(sequence_length(c), line.size() - i);
            const std::string_view sequence = line.substr(i, step);
            if (sequence == "’" || sequence == "‘") {
                // as an apostrophe
            } else if (sequence == "©") {
                out.word("copyright");
            } else if (std::find(kHighBars.begin(), kHighBars.end(), sequence) != kHighBars.end()) {
                out.delimiter('|');
            } else if (is_high_symbol(sequence)) {
                out.end_word();
            } else {
                for (const char byte : sequence) {
                    out.letter(byte);
                }
            }
        } else if (c == '\'') {
            // dropped: "don't" is one word
        } else if ((c == '.' || c == ',' || c == ':') && is_digit(before) && is_digit(after)) {
            // inside a number
        } else if ((c == '.' || c == '-') && (is_ascii_letter(before) || is_high(before)) &&
                   (is_ascii_letter(after) || is_high(after))) {
            // inside a word or initialism
        } else if (c == ':') {
            out.delimiter(':');
        } else if (c == '|' || c == '>' ||
                   (c == '-' && (after == '-' || (is_blank(before) && is_blank(after))))) {
            out.delimiter('|');
        } else if (c == '(' && (line.substr(i, 3) == "(c)" || line.substr(i, 3) == "(C)")) {
            out.word("copyright");
            step = 3;
        } else if (c == '[' && link_mark(line.substr(i)) > 0) {
            step = link_mark(line.substr(i));
        } else {
            out.end_word();
        }
        i += step;
    }
}

std::size_t count_words(std::string_view text) {
    // Bytes above the blank whose predecessor is not, all controls counting as blanks; eight at a
    // time.
    constexpr std::uint64_t kHigh = 0x8080808080808080ULL;
    std::size_t words = 0;
    bool inside = false;
    std::size_t i = 0;
    if constexpr (std::endian::native == std::endian::little) {
        for (; i + 8 <= text.size(); i += 8) {
            std::uint64_t bytes = 0;
            std::memcpy(&bytes, text.data() + i, 8);
            // The high bit of each byte: is it above 0x20?
            const std::uint64_t solid =
                (((bytes & ~kHigh) + 0x5F5F5F5F5F5F5F5FULL) | bytes) & kHigh;
            const std::uint64_t begins = solid & ~(solid << 8 | (inside ? 0x80U : 0U));
            words += (begins >> 7) * 0x0101010101010101ULL >> 56;  // one a byte, added up
            inside = solid >> 63 != 0;
        }
    }
    for (; i < text.size(); ++i) {
        const bool solid = static_cast<unsigned char>(text[i]) > ' ';
        words += solid && !inside ? 1 : 0;
        inside = solid;
    }
    return words;
}

bool ends_sentence(std::string_view line) {
    if (line.empty() || is_ascii_letter(line.back()) || is_digit(line.back())) {
        return false;
    }
    line = without_closers(line);
    return std::any_of(kSentenceEnds.begin(), kSentenceEnds.end(), [&](std::string_view end) {
        return !line.empty() && line.back() == end.back() && line.ends_with(end);
    });
}

bool ends_in_ellipsis(std::string_view line) {
    if (line.empty() || is_ascii_letter(line.back()) || is_digit(line.back())) {
        return false;
    }
    line = without_closers(line);
    return line.ends_with("…") || line.ends_with("...") || line.ends_with(". . .");
}

bool starts_upper(std::string_view text) {
    if (text.empty()) {
        return false;
    }
    if (!is_high(text[0])) {
        return text[0] >= 'A' && text[0] <= 'Z';
    }
    if (text.size() < 2) {
        return false;
    }
    const auto lead = static_cast<unsigned char>(text[0]);
    const auto next = static_cast<unsigned char>(text[1]);
    if (lead == 0xC3) {  // À to Þ, but not ×
        return next >= 0x80 && next <= 0x9E && next != 0x97;
    }
    if (lead == 0xC4 || lead == 0xC5) {  // Latin Extended-A: even code points, for the most part
        return (next & 1U) == 0;
    }
    if (lead == 0xCE) {  // Greek
        return next >= 0x86 && next <= 0xA9;
    }
    return lead == 0xD0 && next >= 0x80 && next <= 0xAF;  // Cyrillic
}

bool starts_lower(std::string_view text) {
    if (text.empty()) {
        return false;
    }
    if (!is_high(text[0])) {
        return text[0] >= 'a' && text[0] <= 'z';
    }
    const auto lead = static_cast<unsigned char>(text[0]);
    return lead >= 0xC3 && lead <= 0xD1 && text.size() > 1 && !starts_upper(text) &&
           !(lead == 0xC3 && static_cast<unsigned char>(text[1]) == 0x97);
}

bool looks_like_names(std::string_view text) {
    if (text.size() > 90) {
        return false;
    }
    std::size_t words = 0;
    std::size_t capitalised = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (is_blank(text[at])) {
            ++at;
            continue;
        }
        std::size_t stop = at;
        while (stop < text.size() && !is_blank(text[stop])) {
            ++stop;
        }
        if (stop + 1 < text.size() && is_blank(text[stop + 1])) {
            return false;  // columns of a table
        }
        std::string_view word = text.substr(at, stop - at);
        at = stop;
        ++words;
        if (word.ends_with(',') && at < text.size()) {
            word.remove_suffix(1);
        }
        if (word.empty() || std::any_of(word.begin(), word.end(), is_in_no_name)) {
            return false;
        }
        if (word.ends_with('.') && word.size() > 3 && word != "Mrs.") {
            return false;
        }
        if (starts_upper(word)) {
            ++capitalised;
        } else if (std::find(kParticles.begin(), kParticles.end(), word) == kParticles.end()) {
            return false;
        }
    }
    return words >= 2 && words <= 8 && capitalised >= 2;
}

std::size_t headline_label(std::string_view line) {
    constexpr std::string_view kLabel = "HEADLINE: ";
    if (!line.starts_with(kLabel)) {
        return 0;
    }
    const std::size_t words = line.find_first_not_of(' ', kLabel.size());
    return words == std::string_view::npos ? 0 : words;
}

bool closes_letter(std::string_view line) {
    constexpr std::size_t kMostBytes = 24;
    return line.ends_with(',') &&
           line.substr(line.size() - std::min(line.size(), kMostBytes)).find("Yours") !=
               std::string_view::npos;
}

bool is_bracketed(std::string_view line) {
    return (line.starts_with('(') && line.ends_with(')')) ||
           (line.starts_with('[') && line.ends_with(']'));
}

bool is_listed(std::string_view line) {
    return line.starts_with("•") || line.starts_with("- ") || line.starts_with("* ") ||
           line.starts_with("– ");
}

bool ends_in_digit(std::string_view line) {
    return !line.empty() && is_digit(line.back());
}

bool starts_with_clock(std::string_view line) {
    const auto digit_at = [&](std::size_t i) { return i < line.size() && is_digit(line[i]); };
    const std::size_t mark = digit_at(1) ? 2 : 1;
    return digit_at(0) && mark < line.size() && (line[mark] == '.' || line[mark] == ':') &&
           digit_at(mark + 1) && digit_at(mark + 2) && !digit_at(mark + 3);
}

bool is_entry(std::string_view line) {
    constexpr std::size_t kMostWords = 8;
    constexpr std::size_t kMostBytes = 120;
    if (line.size() > kMostBytes || !ends_in_digit(line)) {
        return false;
    }
    const std::size_t words = count_words(line);
    const std::string_view label = line.substr(0, line.rfind(' '));
    return words >= 2 && words <= kMostWords &&
           (label.ends_with(':') || label.ends_with(" –") || label.ends_with(" -"));
}

bool is_all_capitals(std::string_view line) {
    return std::none_of(line.begin(), line.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool is_link(std::string_view line) {
    if (line.starts_with("http") && line.find(' ') == std::string_view::npos) {
        return true;
    }
    const std::size_t at = line.find_first_not_of("*-![# 0123456789.");
    return at != std::string_view::npos && line.substr(0, at).ends_with('[') &&
           line.ends_with(')') && line.find("](", at) != std::string_view::npos;
}

double capitalised_share(std::string_view line) {
    std::size_t words = 0;
    std::size_t capitals = 0;
    bool inside = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool blank = is_blank(line[i]);
        if (!blank && !inside) {
            const std::string_view rest = line.substr(i);
            capitals += starts_upper(rest) ? 1 : 0;
            words += starts_upper(rest) || starts_lower(rest) ? 1 : 0;
        }
        inside = !blank;
    }
    return words == 0 ? 0 : static_cast<double>(capitals) / static_cast<double>(words);
}

bool has_bars(std::string_view line) {
    return std::any_of(kParting.begin(), kParting.end(), [&](std::string_view mark) {
        return line.find(mark) != std::string_view::npos;
    });
}

std::uint64_t line_hash(std::string_view text, std::uint64_t seed) {
    return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

}  // namespace dateline
