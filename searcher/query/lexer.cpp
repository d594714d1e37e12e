#include "searcher/query/lexer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "common/ascii.h"
#include "searcher/query/characters.h"
#include "searcher/query/error.h"
#include "searcher/query/parser.h"

namespace dateline {

namespace {

using namespace query_characters;

constexpr std::array<std::string_view, 3> kUrlSchemes = {"http", "https", "ftp"};

bool is_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool only_blanks(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const Character c = character_at(text, at);
        if (!is_blank(c.code)) {
            return false;
        }
        at += c.length;
    }
    return true;
}

// Beside letters and digits, what a value may hold without quotes.
constexpr std::string_view kSafe = "._/:=?&%#,'-";

// Whether `rest`, what follows "name:", makes the whole a URL and not a field.
bool is_url(std::string_view name, std::string_view rest) {
    return rest.starts_with("//") && std::find(kUrlSchemes.begin(), kUrlSchemes.end(),
                                               lower_ascii(name)) != kUrlSchemes.end();
}

// What may stand before a field's colon: letters, digits, marks, - and _, a letter first. Fed with
// one character after the other.
class NameWatch {
public:
    void add(char32_t code) {
        const bool first = std::exchange(first_, false);
        if (first) {
            name_ = is_word(code) && !(code >= '0' && code <= '9');
        } else {
            name_ = name_ && (is_word(code) || is_mark(code) || code == '-' || code == '_');
        }
    }
    void spoil() {
        first_ = false;
        name_ = false;
    }
    bool is_name() const { return name_; }

private:
    bool first_ = true;
    bool name_ = false;
};

// "5" in NEAR/5 and ATLEAST5.
int operator_number(std::string_view digits, int most, std::string_view example, std::size_t begin,
                    std::size_t end) {
    const std::string range =
        "a number from 1 to " + std::to_string(most) + ": " + std::string(example);
    if (digits.empty()) {
        throw QueryError("no number after '/'", begin, end, range);
    }
    if (!is_digits(digits)) {
        throw QueryError("'" + std::string(digits) + "' is no number", begin, end, range);
    }
    int number = 0;
    for (const char c : digits.substr(0, 8)) {
        number = number * 10 + (c - '0');
    }
    if (digits.size() > 8 || number < 1 || number > most) {
        throw QueryError(std::string(digits) + " is out of range here", begin, end, range);
    }
    return number;
}

struct NearForm {
    std::string_view name;
    Nearness nearness;
};
constexpr std::array<NearForm, 4> kNearForms = {{
    {"near", Nearness::Near},
    {"adj", Nearness::Ordered},
    {"pre", Nearness::Ordered},
    {"w", Nearness::Near},
}};

// NEAR, NEAR/5, ADJ, ADJ/5, pre/5, w/5, w/s, w/p.
std::optional<QueryToken> near_operator(std::string_view run, std::size_t begin) {
    const std::size_t end = begin + run.size();
    QueryToken token;
    token.type = TokenType::Near;
    token.begin = begin;
    token.end = end;
    for (const NearForm& form : kNearForms) {
        const std::string_view name = run.substr(0, form.name.size());
        if (lower_ascii(name) != form.name) {
            continue;
        }
        const bool capitals_only = form.name == "near" || form.name == "adj";
        const bool capitals =
            capitals_only && name != lower_ascii(name) &&
            std::all_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        const std::string_view rest = run.substr(name.size());
        const std::string example = std::string(name) + "/5";
        token.nearness = form.nearness;
        if (rest.empty()) {
            if (!capitals) {
                return std::nullopt;
            }
            token.number = form.nearness == Nearness::Near ? kDefaultNearDistance : 1;
            return token;
        }
        if (rest[0] != '/') {
            if (capitals && is_digits(rest)) {
                throw QueryError("'/' missing in " + std::string(run.substr(0, 40)), begin, end,
                                 std::string(name) + "/" + std::string(rest.substr(0, 8)));
            }
            return std::nullopt;
        }
        const std::string_view number = rest.substr(1);
        const std::string unit = lower_ascii(number);
        if (unit == "s" || unit == "p") {
            if (form.name != "w") {
                throw QueryError(
                    "'" + std::string(run) + "' is no operator", begin, end,
                    unit == "s" ? "w/s for the same sentence" : "w/p for the same paragraph");
            }
            token.nearness = unit == "s" ? Nearness::Sentence : Nearness::Paragraph;
            return token;
        }
        const bool digit = !number.empty() && number[0] >= '0' && number[0] <= '9';
        if (form.name == "w" && unit.size() == 1 && unit[0] >= 'a' && unit[0] <= 'z' &&
            unit != "o") {
            throw QueryError("'" + std::string(run) + "' is no operator", begin, end,
                             "w/5, w/s or w/p; \\" + std::string(run) + " for the word itself");
        }
        if (!digit && !capitals) {
            return std::nullopt;  // w/o, pre/post
        }
        token.number = operator_number(number.substr(0, 40), kMaxDistance, example, begin, end);
        return token;
    }
    return std::nullopt;
}

constexpr std::array<std::pair<std::string_view, TokenType>, 4> kOperators = {{
    {"AND", TokenType::And},
    {"OR", TokenType::Or},
    {"NOT", TokenType::Not},
    {"MAYBE", TokenType::Maybe},
}};
constexpr std::string_view kAtLeast = "ATLEAST";

// The operator that a run without backslashes is, if it is one.
std::optional<QueryToken> word_operator(std::string_view run, std::size_t begin) {
    const std::size_t end = begin + run.size();
    QueryToken token;
    token.begin = begin;
    token.end = end;
    for (const auto& [name, type] : kOperators) {
        if (run == name) {
            token.type = type;
            return token;
        }
    }
    if (run.starts_with('/')) {  // of other archives
        const std::string rest = lower_ascii(run.substr(1, 8));
        if (rest == "s" || rest == "p" || is_digits(rest)) {
            throw QueryError(
                "'" + std::string(run.substr(0, 40)) + "' is no operator", begin, end,
                "w/" + rest + "; \\" + std::string(run.substr(0, 40)) + " for the word itself");
        }
        return std::nullopt;
    }
    if (run.starts_with(kAtLeast)) {
        std::string_view number = run.substr(kAtLeast.size());
        if (number.empty()) {
            throw QueryError("ATLEAST without a number", begin, end, "ATLEAST3 word");
        }
        if (number[0] == '/') {
            number.remove_prefix(1);
            throw QueryError(
                "no '/' in ATLEAST", begin, end,
                is_digits(number) ? "ATLEAST" + std::string(number.substr(0, 8)) : "ATLEAST3 word");
        }
        if (number[0] >= '0' && number[0] <= '9') {
            token.type = TokenType::AtLeast;
            token.number =
                operator_number(number.substr(0, 40), kMaxOccurrences, "ATLEAST3 word", begin, end);
            return token;
        }
        return std::nullopt;
    }
    return near_operator(run, begin);
}

// Whether a word written bare would be read as an operator, or refused as a broken one.
bool is_operator_like(std::string_view word) {
    try {
        return word_operator(word, 0).has_value();
    } catch (const QueryError&) {
        return true;
    }
}

}  // namespace

std::optional<double> parse_decimal(std::string_view text) {
    if (text.empty() || text.size() > 9 || text[0] == '.' || text.back() == '.') {
        return std::nullopt;
    }
    double number = 0;
    double scale = 0;
    for (const char c : text) {
        if (c == '.' && scale == 0) {
            scale = 1;
        } else if (c >= '0' && c <= '9') {
            number = number * 10 + (c - '0');
            scale *= 10;
        } else {
            return std::nullopt;
        }
    }
    return scale > 0 ? number / scale : number;
}

QueryLexer::QueryLexer(std::string_view text) : text_(text) {
    for (std::size_t at = 0; at < text.size();) {
        const Character c = character_at(text, at);
        if (c.code == kInvalid) {
            throw QueryError("the query is not UTF-8", at, at + 1,
                             "a terminal and files in UTF-8, or --plain");
        }
        if (is_control(c.code)) {
            throw QueryError("a control character in the query", at, at + c.length,
                             "the query without it, or --plain");
        }
        at += c.length;
    }
}

const QueryToken& QueryLexer::peek() {
    if (!next_) {
        next_ = scan();
    }
    return *next_;
}

QueryToken QueryLexer::take() {
    QueryToken token = peek();
    next_.reset();
    last_end_ = std::max(token.end, token.weight_end);
    return token;
}

QueryToken QueryLexer::take_value(Mode mode, const QueryToken& field) {
    const std::string name = field.text + ":";
    const char32_t code = at_ < text_.size() ? character_at(text_, at_).code : U' ';
    if (is_blank(code) || code == ')') {
        throw QueryError("nothing after '" + name + "'", field.begin, at_,
                         name + "word, without a blank after the colon");
    }
    if (code == '-' || code == '+') {
        const std::string sign(1, static_cast<char>(code));
        throw QueryError("'" + sign + "' within a field", at_, at_ + 1,
                         "the sign before the field, " + sign + name +
                             "…, or quotes if it belongs to the value");
    }
    QueryToken token;
    mode_ = mode;
    if (mode == Mode::Words) {
        token = code == '(' || code == '"' || code == '~' || code == '@' || is_quote(code) ||
                        is_dash(code)
                    ? scan()
                    : scan_word(false);
    } else {
        token = code == '(' || is_quote(code) ? scan() : scan_value();
    }
    last_end_ = std::max(token.end, token.weight_end);
    return token;
}

std::size_t QueryLexer::skip_blanks(std::size_t at) const {
    while (at < text_.size()) {
        const Character c = character_at(text_, at);
        if (!is_blank(c.code)) {
            break;
        }
        at += c.length;
    }
    return at;
}

// Whether a word ends here.
bool QueryLexer::at_boundary(std::size_t at) const {
    if (at >= text_.size()) {
        return true;
    }
    const char32_t code = character_at(text_, at).code;
    return is_blank(code) || code == '(' || code == ')';
}

std::size_t QueryLexer::end_of_run(std::size_t at) const {
    while (!at_boundary(at) && !is_quote(character_at(text_, at).code)) {
        at += character_at(text_, at).length;
    }
    return at;
}

// A sign must stand right before what it is for.
void QueryLexer::check_sign() const {
    const char sign = text_[at_];
    const char32_t next = at_ + 1 < text_.size() ? character_at(text_, at_ + 1).code : U' ';
    const std::string spelled(1, sign);
    if (is_blank(next) || next == ')') {
        throw QueryError("nothing right after '" + spelled + "'", at_, at_ + 1,
                         sign == '-'
                             ? "-word without a blank to exclude it; else leave the dash out"
                             : "+word without a blank to require it; else leave the plus out");
    }
    if (next == '-' || next == '+') {
        throw QueryError("two signs in a row", at_, at_ + 2, "one - or + before a word");
    }
}

QueryToken QueryLexer::scan() {
    at_ = skip_blanks(at_);
    QueryToken token;
    token.begin = at_;
    token.end = at_;
    if (at_ == text_.size()) {
        return token;
    }
    const Character c = character_at(text_, at_);
    if (is_quote(c.code)) {
        return scan_quoted(false, at_);
    }
    switch (c.code) {
        case '(':
            token.type = TokenType::Open;
            token.end = ++at_;
            return token;
        case ')':
            token.type = TokenType::Close;
            token.end = ++at_;
            scan_weight(token);
            return token;
        case '-':
        case '+':
            check_sign();
            token.type = c.code == '-' ? TokenType::Minus : TokenType::Plus;
            token.end = ++at_;
            return token;
        default:
            break;
    }
    if (mode_ == Mode::Values) {
        const std::size_t end = end_of_run(at_);
        const std::string_view run = text_.substr(at_, end - at_);
        if (run == "AND" || run == "OR" || run == "NOT") {
            token = *word_operator(run, at_);
            at_ = end;
            return token;
        }
        return scan_value();
    }
    if (c.code == '~') {
        if (at_ + 1 < text_.size() && is_quote(character_at(text_, at_ + 1).code)) {
            ++at_;
            return scan_quoted(true, token.begin);
        }
        throw QueryError("'~' without quotes after it", at_, at_ + 1,
                         "~\"stemmed phrase\", or word~1 for like spellings");
    }
    if (c.code == '@') {
        return scan_saved();
    }
    if (c.code == '!' && at_ + 1 < text_.size()) {
        const char32_t next = character_at(text_, at_ + 1).code;
        if (is_word(next) || is_quote(next) || next == '(') {
            throw QueryError("'!' is not the minus that excludes a word", at_, at_ + 1,
                             "-word to exclude it; \\! for the character itself");
        }
    }
    if (c.code == '*' && at_boundary(at_ + 1)) {
        token.type = TokenType::Everything;
        token.end = ++at_;
        return token;
    }
    if (is_dash(c.code)) {
        throw QueryError("'" + std::string(text_.substr(at_, c.length)) +
                             "' is a dash, not the minus that excludes a word",
                         at_, at_ + c.length, "-word to exclude it; else leave the dash out");
    }
    return scan_word(true);
}

// Whoever puts a star to a word of a phrase, or a question mark into one, means more than the
// words. Of the character at hand and the one before it.
void QueryLexer::check_no_wildcard(char32_t before, const Character& character) const {
    if (character.code != '*' && character.code != '?') return;
    const std::size_t next = at_ + character.length;
    const bool after = next < text_.size() && is_word(character_at(text_, next).code);
    // A sentence may end in a question mark.
    const bool one = after || is_word(before);
    const bool both = after && is_word(before);
    if (character.code == '*' ? !one : !both) return;
    const std::string sign(1, static_cast<char>(character.code));
    throw QueryError("'" + sign + "' is no wildcard between quotes", at_, next,
                     "outside of quotes, for words side by side: cease* ADJ/1 fire; or the phrase "
                     "without '" +
                         sign + "'");
}

QueryToken QueryLexer::scan_quoted(bool stems, std::size_t begin) {
    QueryToken token;
    token.begin = begin;
    const std::size_t open_end = at_ + character_at(text_, at_).length;
    at_ = open_end;
    bool closed = false;
    char32_t before = 0;
    while (at_ < text_.size()) {
        Character c = character_at(text_, at_);
        if (is_quote(c.code)) {
            at_ += c.length;
            closed = true;
            break;
        }
        if (c.code == '\\' && at_ + 1 < text_.size()) {
            const Character next = character_at(text_, at_ + 1);
            if (next.code == '\\' || is_quote(next.code)) {
                ++at_;
                c = next;
            }
        }
        if (mode_ == Mode::Words) check_no_wildcard(before, c);
        before = c.code;
        token.text += text_.substr(at_, c.length);
        at_ += c.length;
    }
    if (!closed) {
        throw QueryError("no closing quote for this one", begin, open_end,
                         "add '\"' after the phrase");
    }
    token.end = at_;
    if (mode_ == Mode::Values) {
        token.type = TokenType::Value;
        if (only_blanks(token.text)) {
            throw QueryError("nothing between the quotes", begin, at_, "a value");
        }
        if (at_ < text_.size() && text_[at_] == '*') {
            token.prefix = true;
            token.end = ++at_;
        }
        if (at_ < text_.size() && text_[at_] == '^') {
            throw QueryError("a filter carries no weight", at_, end_of_run(at_),
                             "the weight on the words instead: word^2");
        }
    } else {
        token.type = stems ? TokenType::Stems : TokenType::Phrase;
        if (!has_word(token.text)) {
            throw QueryError("nothing to search for between the quotes", begin, at_,
                             "quotes around at least one word");
        }
        if (at_ < text_.size() && text_[at_] == '~') {
            throw QueryError("'~' after a phrase", at_, end_of_run(at_),
                             "~\"…\" before it for stemmed words, or a NEAR/5 b for words nearby");
        }
        scan_weight(token);
    }
    if (!at_boundary(at_)) {
        const bool range = text_.substr(at_, 2) == "..";
        throw QueryError("a blank is missing after the quote", at_, at_,
                         range ? "the whole range in quotes: \"last week..yesterday\""
                               : "a blank, or \\\" for a quote within quotes");
    }
    return token;
}

void QueryLexer::scan_weight(QueryToken& token) {
    if (at_ >= text_.size() || text_[at_] != '^') {
        return;
    }
    const std::size_t end = end_of_run(at_);
    const std::string_view number = text_.substr(at_ + 1, end - at_ - 1);
    const std::optional<double> weight = parse_decimal(number);
    const std::size_t point = number.find('.');
    const bool long_fraction = point != std::string_view::npos && number.size() - point > 4;
    if (!weight || *weight > kMaxWeight || long_fraction) {
        throw QueryError(
            "not a weight", at_, end,
            "^ and a number from 0 to 1000, at most three decimals: word^2 or word^0.5");
    }
    token.weight = weight;
    token.weight_begin = at_;
    token.weight_end = end;
    at_ = end;
    if (at_ < text_.size() && is_quote(character_at(text_, at_).code)) {
        throw QueryError("a blank is missing before the quote", at_, at_,
                         "a blank, or \\\" for a quote that belongs to the word");
    }
}

QueryToken QueryLexer::scan_saved() {
    QueryToken token;
    token.type = TokenType::Saved;
    token.begin = at_;
    ++at_;
    while (at_ < text_.size()) {
        const Character c = character_at(text_, at_);
        if (!is_word(c.code) && !is_mark(c.code) && c.code != '-' && c.code != '_') {
            break;
        }
        token.text += text_.substr(at_, c.length);
        at_ += c.length;
    }
    token.end = at_;
    scan_weight(token);
    if (token.text.empty() || !at_boundary(at_)) {
        throw QueryError("not the name of a saved query", token.begin, end_of_run(at_),
                         "@name of letters, digits, - and _; \\@ for the character itself");
    }
    return token;
}

namespace {

// A run of a word, with what its special characters are and where.
struct Special {
    char sign = 0;
    std::size_t in_text = 0;
    std::size_t in_query = 0;
};

struct Run {
    std::string text;  // backslashes taken out
    std::vector<Special> specials;
    std::size_t begin = 0;
    std::size_t end = 0;

    const Special* find(char sign) const {
        for (const Special& special : specials) {
            if (special.sign == sign) {
                return &special;
            }
        }
        return nullptr;
    }
};

QueryToken wildcard_token(const Run& run, std::string_view text, std::size_t end) {
    const auto fail = [&](const std::string& message, const std::string& suggestion) {
        throw QueryError(message, run.begin, end, suggestion);
    };
    std::size_t wildcards = 0;
    std::size_t letters = 0;
    std::size_t before = 0;  // letters before the first wildcard
    auto special = run.specials.begin();
    for (std::size_t at = 0; at < text.size();) {
        const Character c = character_at(text, at);
        while (special != run.specials.end() && special->in_text < at) {
            ++special;
        }
        const bool wild = special != run.specials.end() && special->in_text == at &&
                          (special->sign == '*' || special->sign == '?');
        if (wild) {
            ++wildcards;
        } else if (is_word(c.code)) {
            ++letters;
            before += wildcards == 0 ? 1 : 0;
        } else if (!is_mark(c.code)) {
            fail("'" + std::string(text.substr(at, c.length)) + "' in a word with * or ?",
                 "letters and digits with * or ?; quotes around text that is to be taken as it is");
        }
        at += c.length;
    }
    if (letters == 0) {
        fail("a wildcard without letters",
             "the first letters of a word: cease*; * by itself for every article");
    }
    if (before == 0) {
        fail("a wildcard at the beginning of a word", "the first letters of a word: cease*");
    }
    if (text.back() == '?') {
        fail("'?' at the end of a word",
             "leave out a question mark; * for any ending: cease*; ? within a word: wom?n");
    }
    if (letters < 2) {
        fail("fewer than two letters beside a wildcard", "more letters: cease*");
    }
    if (wildcards > kMaxWildcards) {
        fail("more than " + std::to_string(kMaxWildcards) + " wildcards in a word",
             "fewer of them");
    }
    QueryToken token;
    token.type = TokenType::Wildcard;
    token.text = text;
    return token;
}

QueryToken fuzzy_token(const Run& run, std::string_view text, const Special& tilde,
                       std::size_t end) {
    const std::string_view number = text.substr(tilde.in_text + 1);
    const std::string_view word = text.substr(0, tilde.in_text);
    if (!number.empty() && number != "1" && number != "2") {
        throw QueryError("not a number of edits", tilde.in_query, end,
                         "word~1 or word~2; \\~ for the character itself");
    }
    QueryToken token;
    token.type = TokenType::Fuzzy;
    token.text = word;
    token.number = number == "2" ? 2 : 1;
    std::size_t letters = 0;
    for (std::size_t at = 0; at < word.size();) {
        const Character c = character_at(word, at);
        if (!is_word(c.code) && !is_mark(c.code)) {
            throw QueryError("'" + std::string(word.substr(at, c.length)) + "' in a word with ~",
                             run.begin, end, "letters and digits only before the ~: blinkin~1");
        }
        ++letters;
        at += c.length;
    }
    if (letters < static_cast<std::size_t>(token.number) + 2) {
        throw QueryError("too short a word for so many edits", run.begin, end,
                         "at least " + std::to_string(token.number + 2) + " letters before ~" +
                             std::to_string(token.number));
    }
    return token;
}

}  // namespace

QueryToken QueryLexer::scan_word(bool operators) {
    Run run;
    run.begin = at_;
    NameWatch name;
    bool escaped = false;
    while (!at_boundary(at_)) {
        Character c = character_at(text_, at_);
        if (is_quote(c.code)) {
            throw QueryError("a blank is missing before the quote", at_, at_,
                             "a blank, or \\\" for a quote that belongs to the word");
        }
        if (c.code == '\\') {
            if (at_ + 1 == text_.size() || is_blank(character_at(text_, at_ + 1).code)) {
                throw QueryError("nothing after '\\'", at_, at_ + 1,
                                 "\\\\ for the character itself");
            }
            const Character next = character_at(text_, at_ + 1);
            if (at_ == run.begin || is_ascii_punctuation(next.code) || is_quote(next.code)) {
                ++at_;
                c = next;
            }
            escaped = true;
            name.spoil();
        } else if (c.code == ':') {
            if (at_ == run.begin) {
                throw QueryError("nothing before ':'", at_, at_ + 1,
                                 "field:word, or leave the colon out");
            }
            if (name.is_name() && !is_url(run.text, text_.substr(at_ + 1))) {
                QueryToken token;
                token.type = TokenType::Field;
                token.text = run.text;
                token.begin = run.begin;
                token.end = ++at_;
                return token;
            }
            name.spoil();
        } else {
            if (c.code == '^' || c.code == '~' || c.code == '*' || c.code == '?') {
                run.specials.push_back({static_cast<char>(c.code), run.text.size(), at_});
            }
            name.add(c.code);
        }
        run.text += text_.substr(at_, c.length);
        at_ += c.length;
    }
    run.end = at_;
    if (operators && !escaped && run.specials.empty()) {
        if (const auto token = word_operator(run.text, run.begin)) {
            return *token;
        }
    }

    std::string_view text = run.text;
    std::size_t end = run.end;
    QueryToken weight;
    if (const Special* caret = run.find('^')) {
        if (caret->in_text == 0) {
            throw QueryError("nothing before '^'", run.begin, run.end, "word^2");
        }
        text = text.substr(0, caret->in_text);
        end = caret->in_query;
        if (operators && !escaped && is_operator_like(text)) {
            throw QueryError("an operator carries no weight", run.begin, run.end,
                             "\\" + std::string(text.substr(0, 40)) + "^2 for the word itself");
        }
        at_ = end;
        scan_weight(weight);
    }
    const Special* tilde = run.find('~');
    if (tilde != nullptr && tilde->in_text >= text.size()) {
        tilde = nullptr;
    }
    const auto is_wild = [&](const Special& special) {
        return (special.sign == '*' || special.sign == '?') && special.in_text < text.size();
    };
    const bool wild = std::any_of(run.specials.begin(), run.specials.end(), is_wild);
    QueryToken token;
    if (tilde != nullptr) {
        token = fuzzy_token(run, text, *tilde, end);
    } else if (wild) {
        token = wildcard_token(run, text, end);
    } else {
        if (!has_word(text)) {
            throw QueryError("nothing to search for in '" + std::string(text.substr(0, 40)) + "'",
                             run.begin, end, "words or numbers; leave lone punctuation out");
        }
        token.type = TokenType::Word;
        token.text = text;
    }
    token.begin = run.begin;
    token.end = end;
    token.weight = weight.weight;
    token.weight_begin = weight.weight_begin;
    token.weight_end = weight.weight_end;
    return token;
}

QueryToken QueryLexer::scan_value() {
    QueryToken token;
    token.type = TokenType::Value;
    token.begin = at_;
    const std::size_t end = end_of_run(at_);
    if (end < text_.size() && is_quote(character_at(text_, end).code)) {
        throw QueryError("a blank is missing before the quote", end, end,
                         "quotes around the whole value");
    }
    std::string_view text = text_.substr(at_, end - at_);
    at_ = end;
    token.end = end;
    if (text.ends_with('*')) {
        token.prefix = true;
        text.remove_suffix(1);
    }
    if (text.empty() || text.find('*') != std::string_view::npos) {
        throw QueryError(text.empty() ? "'*' without the start of a value" : "'*' within a value",
                         token.begin, end,
                         "* at the end of a value only; quotes to take it as it is");
    }
    const std::size_t sign = text.find_last_of("^~");
    const std::string_view number = sign == std::string_view::npos ? "x" : text.substr(sign + 1);
    if (number.empty() || parse_decimal(number)) {
        throw QueryError(
            text[sign] == '^' ? "a filter carries no weight" : "a filter takes no like spellings",
            token.begin + sign, end, "quotes if this belongs to the value");
    }
    token.text = text;
    return token;
}

std::string escape_word(std::string_view word) {
    std::string escaped;
    const bool leading =
        !word.empty() && (word[0] == '-' || word[0] == '+' || word[0] == '@' || word[0] == '!' ||
                          is_dash(character_at(word, 0).code) || is_operator_like(word));
    if (leading) {
        escaped += '\\';
    }
    NameWatch name;
    if (leading) {
        name.spoil();
    }
    for (std::size_t at = 0; at < word.size();) {
        const Character c = character_at(word, at);
        bool special = c.code == '\\' || c.code == '^' || c.code == '~' || c.code == '*' ||
                       c.code == '?' || c.code == '(' || c.code == ')' || is_quote(c.code);
        if (c.code == ':') {
            special =
                at == 0 || (name.is_name() && !is_url(word.substr(0, at), word.substr(at + 1)));
        }
        if (special) {
            escaped += '\\';
            name.spoil();
        } else {
            name.add(c.code);
        }
        escaped += word.substr(at, c.length);
        at += c.length;
    }
    return escaped;
}

std::string quote(std::string_view text) {
    std::string quoted = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const Character c = character_at(text, at);
        if (c.code == '\\' || is_quote(c.code)) {
            quoted += '\\';
        }
        quoted += text.substr(at, c.length);
        at += c.length;
    }
    return quoted + "\"";
}

std::string escape_value(std::string_view value) {
    bool bare =
        !value.empty() && value[0] != '-' && value != "AND" && value != "OR" && value != "NOT";
    for (std::size_t at = 0; bare && at < value.size();) {
        const Character c = character_at(value, at);
        bare = is_word(c.code) || is_mark(c.code) ||
               (c.code < 0x80 && kSafe.find(static_cast<char>(c.code)) != std::string_view::npos);
        at += c.length;
    }
    return bare ? std::string(value) : quote(value);
}

}  // namespace dateline
