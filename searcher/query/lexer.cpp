#include "searcher/query/lexer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "searcher/query/error.h"
#include "searcher/query/field_prefix.h"
#include "searcher/query/limits.h"
#include "searcher/query/operators.h"

namespace dateline {

namespace {

using namespace query_characters;

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

// Reads a text in quotes, of which the first begins here, into `text`. False if the last is
// missing.
bool QueryLexer::read_quoted(std::string& text) {
    at_ += character_at(text_, at_).length;
    char32_t before = 0;
    while (at_ < text_.size()) {
        Character c = character_at(text_, at_);
        if (is_quote(c.code)) {
            at_ += c.length;
            return true;
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
        text += text_.substr(at_, c.length);
        at_ += c.length;
    }
    return false;
}

QueryToken QueryLexer::scan_quoted(bool stems, std::size_t begin) {
    QueryToken token;
    token.begin = begin;
    const std::size_t open_end = at_ + character_at(text_, at_).length;
    if (!read_quoted(token.text)) {
        throw QueryError("no closing quote for this one", begin, open_end,
                         "add '\"' after the phrase");
    }
    token.end = at_;
    if (mode_ == Mode::Values) {
        token.type = TokenType::Value;
        finish_value(token);
    } else {
        token.type = stems ? TokenType::Stems : TokenType::Phrase;
        finish_phrase(token);
    }
    if (!at_boundary(at_)) {
        const bool range = text_.substr(at_, 2) == "..";
        throw QueryError("a blank is missing after the quote", at_, at_,
                         range ? "the whole range in quotes: \"last week..yesterday\""
                               : "a blank, or \\\" for a quote within quotes");
    }
    return token;
}

// After the closing quote of a value: its * if there is one.
void QueryLexer::finish_value(QueryToken& token) {
    if (only_blanks(token.text)) {
        throw QueryError("nothing between the quotes", token.begin, at_, "a value");
    }
    if (at_ < text_.size() && text_[at_] == '*') {
        token.prefix = true;
        token.end = ++at_;
    }
    if (at_ < text_.size() && text_[at_] == '^') {
        throw QueryError("a filter carries no weight", at_, end_of_run(at_),
                         "the weight on the words instead: word^2");
    }
}

// After the closing quote of a phrase: its weight if there is one.
void QueryLexer::finish_phrase(QueryToken& token) {
    if (!has_word(token.text)) {
        throw QueryError("nothing to search for between the quotes", token.begin, at_,
                         "quotes around at least one word");
    }
    if (at_ < text_.size() && text_[at_] == '~') {
        throw QueryError("'~' after a phrase", at_, end_of_run(at_),
                         "~\"…\" before it for stemmed words, or a NEAR/5 b for words nearby");
    }
    scan_weight(token);
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

// Reads a word up to its end into `run`, or up to the colon of a field, which is returned.
std::optional<QueryToken> QueryLexer::read_run(WordRun& run) {
    run.begin = at_;
    FieldPrefix name;
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
            run.escaped = true;
            name.spoil();
        } else if (c.code == ':') {
            if (at_ == run.begin) {
                throw QueryError("nothing before ':'", at_, at_ + 1,
                                 "field:word, or leave the colon out");
            }
            if (name.ends_at_colon(run.text, text_.substr(at_ + 1))) {
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
    return std::nullopt;
}

QueryToken QueryLexer::scan_word(bool operators) {
    WordRun run;
    if (auto field = read_run(run)) {
        return *std::move(field);
    }
    const bool may_be_operator = operators && !run.escaped;
    if (may_be_operator && run.specials.empty()) {
        if (auto token = word_operator(run.text, run.begin)) {
            return *std::move(token);
        }
    }
    QueryToken weight;
    if (const WordRun::Special* caret = run.find("^")) {
        if (caret->in_text == 0) {
            throw QueryError("nothing before '^'", run.begin, run.end, "word^2");
        }
        const std::size_t end = run.end;
        run.cut(*caret);
        if (may_be_operator && is_operator_like(run.text)) {
            throw QueryError("an operator carries no weight", run.begin, end,
                             "\\" + excerpt(run.text) + "^2 for the word itself");
        }
        at_ = run.end;
        scan_weight(weight);
    }
    QueryToken token = word_token(run);
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

}  // namespace dateline
