#include "searcher/query/parser.h"

#include <algorithm>
#include <utility>

#include "common/text.h"
#include "searcher/query/characters.h"
#include "searcher/query/dates.h"
#include "searcher/query/lexer.h"

namespace dateline {

namespace {

using namespace query_characters;

// Names of fields that an error lists.
constexpr std::size_t kShown = 24;

// What the parsing of one query and of the saved queries in it use up together.
struct Budget {
    std::size_t terms = 0;
    std::size_t positional_terms = 0;
    std::size_t saved_bytes = 0;
    std::vector<std::string> open_saved;  // being expanded, outermost first
};

// Where the parser is: in which field, how deep.
struct Scope {
    const FieldSpec* field = nullptr;
    std::string field_name;
    int depth = 0;
};

// A query, or a `zone:` that is to be applied to what stands beside it.
struct Part {
    Query query;
    bool zone_mark = false;
    bool required = false;  // has a +
};

Query make_query(QueryNode node, std::size_t begin, std::size_t end) {
    Query query;
    query.node = std::move(node);
    query.begin = begin;
    query.end = end;
    return query;
}

// A node over the parts, spanning them.
Query join(QueryNode node, std::vector<Query> parts) {
    Query query;
    query.node = std::move(node);
    query.begin = parts.front().begin;
    query.end = parts.front().end;
    for (const Query& part : parts) {
        query.begin = std::min(query.begin, part.begin);
        query.end = std::max(query.end, part.end);
    }
    query.parts = std::move(parts);
    return query;
}

Query wrap(QueryNode node, Query part, std::size_t begin, std::size_t end) {
    Query query = make_query(std::move(node), begin, end);
    query.parts.push_back(std::move(part));
    return query;
}

// And or Or of the parts (at least one), whose own parts take their place if they are of the same
// kind.
template <typename Kind>
Query join_flat(std::vector<Query> parts) {
    if (parts.size() == 1) {
        return std::move(parts.front());
    }
    std::size_t begin = parts.front().begin;
    std::size_t end = parts.front().end;
    std::vector<Query> flat;
    for (Query& part : parts) {
        begin = std::min(begin, part.begin);
        end = std::max(end, part.end);
        if (std::holds_alternative<Kind>(part.node)) {
            std::move(part.parts.begin(), part.parts.end(), std::back_inserter(flat));
        } else {
            flat.push_back(std::move(part));
        }
    }
    Query query = make_query(Kind{}, begin, end);
    query.parts = std::move(flat);
    return query;
}

// Whether only filters are in it, so that it has no score.
bool is_filter(const Query& query) {
    if (const InField* in = std::get_if<InField>(&query.node)) {
        return field_spec(in->field).kind != FieldKind::Text;
    }
    if (std::holds_alternative<Everything>(query.node) ||
        std::holds_alternative<Value>(query.node) || std::holds_alternative<Days>(query.node) ||
        std::holds_alternative<Comparison>(query.node)) {
        return true;
    }
    const bool joint = std::holds_alternative<And>(query.node) ||
                       std::holds_alternative<Or>(query.node) ||
                       std::holds_alternative<Not>(query.node);
    return joint && std::all_of(query.parts.begin(), query.parts.end(), is_filter);
}

bool is_term(const Query& query) {
    return std::holds_alternative<Word>(query.node) ||
           std::holds_alternative<Wildcard>(query.node) ||
           std::holds_alternative<Fuzzy>(query.node) || std::holds_alternative<Phrase>(query.node);
}

bool is_operator(TokenType type) {
    switch (type) {
        case TokenType::And:
        case TokenType::Or:
        case TokenType::Not:
        case TokenType::Maybe:
        case TokenType::Minus:
        case TokenType::Plus:
        case TokenType::Near:
        case TokenType::AtLeast:
            return true;
        default:
            return false;
    }
}

bool begins_item(TokenType type) {
    switch (type) {
        case TokenType::End:
        case TokenType::Close:
        case TokenType::And:
        case TokenType::Or:
        case TokenType::Maybe:
        case TokenType::Near:
            return false;
        default:
            return true;
    }
}

void set_span(Query& query, std::size_t begin, std::size_t end) {
    query.begin = begin;
    query.end = end;
    for (Query& part : query.parts) {
        set_span(part, begin, end);
    }
}

std::optional<Comparison> parse_comparison(std::string_view text) {
    Comparison comparison;
    const bool equal = text.size() > 1 && text[1] == '=';
    if (text.starts_with('>')) {
        comparison.relation = equal ? Relation::GreaterOrEqual : Relation::Greater;
    } else if (text.starts_with('<')) {
        comparison.relation = equal ? Relation::LessOrEqual : Relation::Less;
    } else if (text.starts_with('=')) {
        comparison.relation = Relation::Equal;
    } else {
        return std::nullopt;
    }
    text.remove_prefix(equal && text[0] != '=' ? 2 : 1);
    const std::optional<double> number = parse_decimal(text);
    if (!number || *number > 1) {
        return std::nullopt;
    }
    comparison.number = *number;
    return comparison;
}

class Parser {
public:
    Parser(std::string_view text, const ParseOptions& options, Budget& budget, Scope scope)
        : lexer_(text), options_(options), budget_(budget), scope_(std::move(scope)) {}

    Query parse() {
        if (lexer_.peek().type == TokenType::End) {
            throw QueryError("the query is empty", 0, lexer_.text().size(), "a word to search for");
        }
        Query query = parse_or();
        const QueryToken& rest = lexer_.peek();
        if (rest.type != TokenType::End) {
            throw QueryError("no '(' for this ')'", rest.begin, rest.begin + 1,
                             "leave it out, or add '(' before the group");
        }
        return query;
    }

private:
    // One level of nesting, left on destruction.
    class Level {
    public:
        Level(Scope& scope, const QueryToken& token) : scope_(scope) {
            if (scope.depth == kMaxQueryDepth) {
                throw QueryError("nested deeper than " + std::to_string(kMaxQueryDepth) + " levels",
                                 token.begin, token.end,
                                 "fewer parentheses or NOTs within each other");
            }
            ++scope_.depth;
        }
        ~Level() { --scope_.depth; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;

    private:
        Scope& scope_;
    };

    bool in_values() const {
        return scope_.field != nullptr && scope_.field->kind != FieldKind::Text;
    }

    QueryToken take() {
        last_ = lexer_.take();
        return last_;
    }

    std::string spelled(const QueryToken& token) const {
        return "'" + std::string(lexer_.text().substr(token.begin, token.end - token.begin)) + "'";
    }

    // ---- Operators, loosest first

    Query parse_or() {
        std::vector<Query> alternatives;
        Part part = parse_side_by_side();
        const bool several = lexer_.peek().type == TokenType::Or;
        alternatives.push_back(plain_query(std::move(part), several ? "OR" : ""));
        while (lexer_.peek().type == TokenType::Or) {
            take();
            alternatives.push_back(plain_query(parse_side_by_side(), "OR"));
        }
        return join_flat<Or>(std::move(alternatives));
    }

    // What implicit Or joins.
    Part parse_side_by_side() {
        Part first = parse_maybe();
        if (options_.implicit == Implicit::And || !begins_item(lexer_.peek().type)) {
            return first;
        }
        std::vector<Part> parts;
        parts.push_back(std::move(first));
        while (begins_item(lexer_.peek().type)) {
            check_side_by_side();
            parts.push_back(parse_maybe());
        }
        return {combine_any(std::move(parts))};
    }

    Part parse_maybe() {
        Part first = parse_all();
        if (lexer_.peek().type != TokenType::Maybe) {
            return first;
        }
        std::vector<Query> parts;
        parts.push_back(plain_query(std::move(first), "MAYBE"));
        while (lexer_.peek().type == TokenType::Maybe) {
            take();
            parts.push_back(plain_query(parse_all(), "MAYBE"));
        }
        return {join(Maybe{}, std::move(parts))};
    }

    Part parse_all() {
        Part first = parse_item();
        std::vector<Part> parts;
        parts.push_back(std::move(first));
        while (true) {
            const TokenType next = lexer_.peek().type;
            if (next == TokenType::And) {
                take();
            } else if (options_.implicit == Implicit::And && begins_item(next)) {
                check_side_by_side();
            } else {
                break;
            }
            parts.push_back(parse_item());
        }
        if (parts.size() == 1) {
            return std::move(parts.front());
        }
        if (options_.implicit == Implicit::Or) {
            for (const Part& part : parts) {
                refuse_plus(part, "AND");
            }
        }
        return {combine_all(std::move(parts))};
    }

    Part parse_item() {
        const QueryToken sign = lexer_.peek();
        if (sign.type == TokenType::Not) {
            const Level level(scope_, sign);
            take();
            Part part = parse_item();
            refuse_zone(part, "NOT");
            refuse_plus(part, "NOT");
            const std::size_t end = part.query.end;
            return {wrap(Not{}, std::move(part.query), sign.begin, end)};
        }
        if (sign.type == TokenType::Minus || sign.type == TokenType::Plus) {
            take();
            const bool minus = sign.type == TokenType::Minus;
            if (in_values() && !minus) {
                throw QueryError("'+' within " + scope_.field_name + ":(…)", sign.begin, sign.end,
                                 "OR, AND and NOT between values");
            }
            Part part = parse_near();
            refuse_zone(part, minus ? "-" : "+");
            if (minus) {
                const std::size_t end = part.query.end;
                return {wrap(Not{}, std::move(part.query), sign.begin, end)};
            }
            part.required = true;
            part.query.begin = sign.begin;
            return part;
        }
        return parse_near();
    }

    Part parse_near() {
        Part first = parse_operand();
        if (lexer_.peek().type != TokenType::Near) {
            return first;
        }
        const QueryToken oper = lexer_.peek();
        const std::string name = spelled(oper);
        refuse_zone(first, name);
        check_term(first.query, name);
        count_positional(first.query);
        std::vector<Query> parts;
        parts.push_back(std::move(first.query));
        while (lexer_.peek().type == TokenType::Near) {
            const QueryToken next = take();
            if (next.nearness != oper.nearness || next.number != oper.number) {
                throw QueryError(spelled(next) + " after " + name + " in one chain", next.begin,
                                 next.end, "a NEAR/3 b AND b ADJ c");
            }
            Part part = parse_operand();
            refuse_zone(part, name);
            check_term(part.query, name);
            count_positional(part.query);
            parts.push_back(std::move(part.query));
        }
        return {join(Near{oper.nearness, oper.number}, std::move(parts))};
    }

    Part parse_operand() {
        const QueryToken first = lexer_.peek();
        if (first.type != TokenType::AtLeast) {
            return parse_simple();
        }
        take();
        const std::string name = spelled(first);
        if (lexer_.peek().type == TokenType::AtLeast) {
            throw QueryError("two ATLEAST in a row", first.begin, lexer_.peek().end,
                             "ATLEAST3 a ATLEAST2 b");
        }
        Part part = parse_simple();
        refuse_zone(part, name);
        check_term(part.query, name);
        count_positional(part.query);
        const std::size_t end = part.query.end;
        return {wrap(AtLeast{first.number}, std::move(part.query), first.begin, end)};
    }

    // ---- Operands

    Part parse_simple() {
        const QueryToken token = lexer_.peek();
        switch (token.type) {
            case TokenType::Open:
                take();
                return {parse_group(token)};
            case TokenType::Field:
                take();
                return parse_field(token);
            case TokenType::Value:
                take();
                return {value(token)};
            case TokenType::Everything:
                take();
                return {weighted(everything(token), token)};
            case TokenType::Word:
            case TokenType::Wildcard:
            case TokenType::Fuzzy:
            case TokenType::Phrase:
            case TokenType::Stems:
            case TokenType::Saved:
                take();
                return {weighted(term(token), token)};
            default:
                missing_operand(token);
        }
    }

    [[noreturn]] void missing_operand(const QueryToken& token) const {
        const std::string literal = "; \\AND, or quotes, for the word itself";
        if (is_operator(last_.type)) {
            if (token.type == TokenType::End || token.type == TokenType::Close) {
                throw QueryError("nothing after " + spelled(last_), last_.begin, last_.end,
                                 "a word after it" + literal);
            }
            if (token.type == TokenType::Not || token.type == TokenType::Minus ||
                token.type == TokenType::Plus) {
                throw QueryError(spelled(token) + " after " + spelled(last_), token.begin,
                                 token.end, "a word, phrase or group after it");
            }
            throw QueryError("nothing between " + spelled(last_) + " and " + spelled(token),
                             last_.begin, token.end, "a word between them" + literal);
        }
        if (token.type == TokenType::Close) {
            if (last_.type == TokenType::Open) {
                throw QueryError("nothing between the parentheses", last_.begin, token.end,
                                 "words in them, or leave them out");
            }
            throw QueryError("no '(' for this ')'", token.begin, token.begin + 1,
                             "leave it out, or add '(' before the group");
        }
        if (token.type == TokenType::End) {
            throw QueryError("no ')' for this '('", last_.begin, last_.end,
                             "add ')' after the group");
        }
        throw QueryError("nothing before " + spelled(token), token.begin, token.end,
                         "a word before it" + literal);
    }

    // What follows the '(' that was taken, up to its ')'.
    Query parse_group(const QueryToken& open) {
        QueryToken close;
        Query query = parse_inside(open, close);
        return weighted(std::move(query), close);
    }

    Query parse_inside(const QueryToken& open, QueryToken& close) {
        const Level level(scope_, open);
        Query query = parse_or();
        if (lexer_.peek().type != TokenType::Close) {
            throw QueryError("no ')' for this '('", open.begin, open.begin + 1,
                             "add ')' after the group");
        }
        close = take();
        query.begin = open.begin;
        query.end = close.end;
        return query;
    }

    Query weighted(Query query, const QueryToken& token) const {
        if (!token.weight) {
            return query;
        }
        if (is_filter(query)) {
            throw QueryError("a filter carries no weight", token.weight_begin, token.weight_end,
                             "the weight on words instead: word^2");
        }
        const std::size_t begin = query.begin;
        return wrap(Weighted{*token.weight}, std::move(query), begin, token.weight_end);
    }

    void count(std::size_t terms, const QueryToken& token) {
        budget_.terms += terms;
        if (budget_.terms > kMaxQueryTerms) {
            throw QueryError("more than " + std::to_string(kMaxQueryTerms) + " words in the query",
                             token.begin, token.end, "fewer words");
        }
    }

    // The words of an operand whose places in articles are to be compared.
    void count_positional(const Query& query) {
        if (std::holds_alternative<Or>(query.node)) {
            for (const Query& part : query.parts)
                count_positional(part);
            return;
        }
        std::size_t words = 1;  // patterns and like spellings
        if (const auto* word = std::get_if<Word>(&query.node)) words = count_words(word->text);
        if (const auto* phrase = std::get_if<Phrase>(&query.node))
            words = count_words(phrase->text);
        count_positional(words, query.begin, query.end);
    }

    void count_positional(std::size_t words, std::size_t begin, std::size_t end) {
        budget_.positional_terms += words;
        if (budget_.positional_terms > kMaxPositionalTerms) {
            throw QueryError("more than " + std::to_string(kMaxPositionalTerms) +
                                 " words in NEAR, ADJ, w/s, w/p, ATLEAST and ~\"…\" together",
                             begin, end, "fewer of them, in several queries");
        }
    }

    // A field of words has no such value; those of values never come here.
    Query everything(const QueryToken& token) {
        count(1, token);
        if (scope_.field != nullptr) {
            throw QueryError("a wildcard without letters", token.begin, token.end,
                             "the first letters of a word: cease*");
        }
        return make_query(Everything{}, token.begin, token.end);
    }

    Query term(const QueryToken& token) {
        if (token.type == TokenType::Everything) return everything(token);
        if (token.type == TokenType::Saved) {
            return saved(token);
        }
        count(count_words(token.text), token);
        if (token.type == TokenType::Stems)
            count_positional(count_words(token.text), token.begin, token.end);
        switch (token.type) {
            case TokenType::Wildcard:
                return make_query(Wildcard{token.text}, token.begin, token.end);
            case TokenType::Fuzzy:
                return make_query(Fuzzy{token.text, token.number}, token.begin, token.end);
            case TokenType::Phrase:
            case TokenType::Stems:
                return make_query(Phrase{token.text, token.type == TokenType::Stems}, token.begin,
                                  token.end);
            default:
                return make_query(Word{token.text}, token.begin, token.end);
        }
    }

    // ---- Fields

    Part parse_field(const QueryToken& token) {
        if (scope_.field != nullptr) {
            throw QueryError("a field within '" + scope_.field_name + ":'", token.begin, token.end,
                             "each field by itself, side by side; \\: for the character itself");
        }
        std::string name;
        const std::optional<Field> field = find_field(token.text, options_.metadata_fields, name);
        if (!field) {
            unknown_field(token);
        }
        const FieldSpec& spec = field_spec(*field);
        const bool words = spec.kind == FieldKind::Text;
        QueryToken named = token;
        named.text = name;
        const QueryToken first =
            lexer_.take_value(words ? QueryLexer::Mode::Words : QueryLexer::Mode::Values, named);
        last_ = first;
        if (first.type == TokenType::Field) {
            throw QueryError("a field within '" + name + ":'", first.begin, first.end,
                             "each field by itself, side by side; \\: for the character itself");
        }
        if (spec.kind == FieldKind::Zone) {
            lexer_.set_mode(QueryLexer::Mode::Words);
            return zone(first, token);
        }
        scope_.field = &spec;
        scope_.field_name = name;
        QueryToken last = first;
        Query inside = first.type == TokenType::Open ? parse_inside(first, last)
                       : words                       ? term(first)
                                                     : value(first);
        scope_.field = nullptr;
        lexer_.set_mode(QueryLexer::Mode::Words);
        const std::size_t end = inside.end;
        return {weighted(wrap(InField{*field, name}, std::move(inside), token.begin, end), last)};
    }

    [[noreturn]] void unknown_field(const QueryToken& token) const {
        std::vector<std::string> names;
        std::string all;
        for (const FieldSpec& spec : kFields) {
            if (spec.field != Field::Facet) {
                names.emplace_back(spec.name);
            }
        }
        names.insert(names.end(), options_.metadata_fields.begin(), options_.metadata_fields.end());
        for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) {
            all += (i == 0 ? "" : ", ") + names[i];
        }
        all += names.size() > kShown ? ", …" : "";
        const std::string near = nearest_name(token.text, names);
        const std::string literal = "; \\: or quotes if it is no field";
        const std::size_t shown = utf8_prefix_length(token.text, 40);
        const std::string name =
            token.text.substr(0, shown) + (shown < token.text.size() ? "…" : "");
        throw QueryError("there is no field '" + name + "'", token.begin, token.end,
                         (near.empty() ? "one of " + all : near + ":") + literal);
    }

    Part zone(const QueryToken& token, const QueryToken& field) const {
        if (token.type == TokenType::Value && !token.prefix) {
            if (const auto found = find_zone(token.text)) {
                Part part;
                part.zone_mark = true;
                part.query = make_query(Zoned{found->zone}, field.begin, token.end);
                return part;
            }
        }
        std::string all;
        for (const ZoneName& name : kZoneNames) {
            all += (all.empty() ? "" : ", ") + std::string(name.name);
        }
        if (token.type == TokenType::Value && token.text == "title") {
            throw QueryError("there is no zone 'title'", token.begin, token.end,
                             "title:word for words of the title");
        }
        throw QueryError("not the name of a zone", token.begin, token.end, "one of " + all);
    }

    Query value(const QueryToken& token) {
        count(1, token);
        switch (scope_.field->kind) {
            case FieldKind::Date:
                return date(token);
            case FieldKind::Number:
                if (const auto comparison = parse_comparison(token.text);
                    comparison && !token.prefix) {
                    return make_query(*comparison, token.begin, token.end);
                }
                throw QueryError("not a comparison with a number from 0 to 1", token.begin,
                                 token.end, scope_.field_name + ":>=0.9, also with >, <, <= or =");
            default:
                return make_query(Value{token.text, token.prefix}, token.begin, token.end);
        }
    }

    Query date(const QueryToken& token) {
        if (token.prefix) {
            throw QueryError("'*' in a date", token.end - 1, token.end,
                             "2024-05 for all of a month, 2024-05.. for all from then on");
        }
        const Character first = character_at(lexer_.text(), token.begin);
        const bool quoted = is_quote(first.code);
        try {
            const QueryDate date = parse_query_date(token.text, options_.now);
            if (!quoted) {
                check_longer_date(token);
            }
            return make_query(Days{date.first, date.last, date.undated, token.text}, token.begin,
                              token.end);
        } catch (const QueryError& error) {
            if (error.begin() >= token.begin && error.what() == kLongerDate) {
                throw;
            }
            if (!quoted) {
                if (const auto longer = longer_date(token)) {
                    throw QueryError(error.what(), token.begin, longer->end,
                                     "quotes: " + scope_.field_name + ":" + quote(longer->text));
                }
            }
            const std::size_t base = token.begin + (quoted ? first.length : 0);
            throw QueryError(error.what(), std::min(base + error.begin(), token.end),
                             std::min(base + error.end(), token.end), error.suggestion());
        }
    }

    static constexpr std::string_view kLongerDate = "the date may go on after the blank";

    // date:march 2024 is more likely to be one date than a date and a word.
    void check_longer_date(const QueryToken& token) const {
        const std::string_view text = lexer_.text();
        std::size_t next = token.end;
        while (next < text.size() && text[next] == ' ') {
            ++next;
        }
        const std::string_view rest = text.substr(next, 6);
        const bool likely =
            !rest.empty() && ((rest[0] >= '0' && rest[0] <= '9') || rest.starts_with("..") ||
                              rest.starts_with("to ") || rest.starts_with("until "));
        if (!likely) {
            return;
        }
        if (const auto longer = longer_date(token)) {
            throw QueryError(std::string(kLongerDate), token.begin, longer->end,
                             scope_.field_name + ":" + quote(longer->text) +
                                 " for one date; else the words before the date");
        }
    }

    // The token with up to four words after it, if they make one date together; the longest.
    std::optional<QueryToken> longer_date(const QueryToken& token) const {
        std::optional<QueryToken> longest;
        const std::string_view text = lexer_.text();
        std::size_t end = token.end;
        for (int words = 0; words < 4; ++words) {
            std::size_t next = end;
            while (next < text.size() && text[next] == ' ') {
                ++next;
            }
            const std::size_t begin = next;
            while (next < text.size() && text[next] != ' ' && text[next] != '(' &&
                   text[next] != ')' && text[next] != '"') {
                ++next;
            }
            if (next == begin || next - token.begin > 60) {
                break;
            }
            end = next;
            QueryToken longer = token;
            longer.end = end;
            longer.text = text.substr(token.begin, end - token.begin);
            try {
                parse_query_date(longer.text, options_.now);
                longest = longer;
            } catch (const QueryError&) {
                continue;  // perhaps with one word more
            }
        }
        return longest;
    }

    // ---- Saved queries

    Query saved(const QueryToken& token) {
        const std::string name = "@" + token.text;
        std::optional<std::string> text;
        if (options_.saved_query) {
            text = options_.saved_query(token.text);
        }
        if (!text) {
            throw QueryError("there is no saved query '" + name + "'", token.begin, token.end,
                             "a saved query's name; \\@ for the character itself");
        }
        std::vector<std::string>& open = budget_.open_saved;
        if (std::find(open.begin(), open.end(), token.text) != open.end()) {
            throw QueryError("the saved query " + name + " uses itself", token.begin, token.end,
                             "take " + name + " out of it");
        }
        if (open.size() == kMaxSavedDepth) {
            throw QueryError(
                "more than " + std::to_string(kMaxSavedDepth) + " saved queries within each other",
                token.begin, token.end, "fewer of them");
        }
        budget_.saved_bytes += text->size();
        if (budget_.saved_bytes > kMaxQueryBytes) {
            throw QueryError("the saved queries are longer than " + std::to_string(kMaxQueryBytes) +
                                 " bytes together",
                             token.begin, token.end, "fewer of them");
        }
        open.push_back(token.text);
        const Level level(scope_, token);
        try {
            Query query = Parser(*text, options_, budget_, scope_).parse();
            open.pop_back();
            set_span(query, token.begin, token.end);
            return query;
        } catch (const QueryError& error) {
            const std::string message = error.what();
            const std::string in = "in the saved query ";
            throw QueryError(message.starts_with(in) ? message : in + name + ": " + message,
                             token.begin, token.end, error.suggestion());
        }
    }

    // ---- Joining

    // Values side by side: an article has one source, so they would match nothing.
    void check_side_by_side() {
        const QueryToken& next = lexer_.peek();
        if (in_values() && next.type != TokenType::Minus && next.type != TokenType::Not) {
            throw QueryError("no operator before " + spelled(next), next.begin, next.end,
                             scope_.field_name + ":(a OR b), or quotes around a value with blanks");
        }
    }

    static void refuse_zone(const Part& part, const std::string& beside) {
        if (part.zone_mark) {
            throw QueryError("zone: is no part for " + beside, part.query.begin, part.query.end,
                             "zone: side by side with the words it is for: (aleppo zone:all)");
        }
    }

    static void refuse_plus(const Part& part, const std::string& beside) {
        if (part.required) {
            throw QueryError("'+' beside " + beside, part.query.begin, part.query.begin + 1,
                             "+ among words side by side only");
        }
    }

    Query plain_query(Part part, const std::string& beside) const {
        if (part.zone_mark) {
            throw QueryError("zone: without words to look for", part.query.begin, part.query.end,
                             "words side by side with it: aleppo zone:all");
        }
        if (!beside.empty()) {
            refuse_plus(part, beside);
        }
        return std::move(part.query);
    }

    // Takes the `zone:` out of the parts.
    static std::optional<Query> take_zone(std::vector<Part>& parts) {
        std::optional<Query> zone;
        for (const Part& part : parts) {
            if (part.zone_mark && zone) {
                throw QueryError("two zone: side by side", part.query.begin, part.query.end,
                                 "one; or (aleppo zone:teaser) OR (aleppo zone:credit)");
            }
            if (part.zone_mark) {
                zone = part.query;
            }
        }
        std::erase_if(parts, [](const Part& part) { return part.zone_mark; });
        if (parts.empty()) {
            throw QueryError("zone: without words to look for", zone->begin, zone->end,
                             "words side by side with it: aleppo zone:all");
        }
        return zone;
    }

    static Query apply_zone(std::optional<Query> zone, Query query) {
        if (!zone) {
            return query;
        }
        const std::size_t begin = std::min(zone->begin, query.begin);
        const std::size_t end = std::max(zone->end, query.end);
        return wrap(zone->node, std::move(query), begin, end);
    }

    static Query combine_all(std::vector<Part> parts) {
        std::optional<Query> zone = take_zone(parts);
        std::vector<Query> queries;
        queries.reserve(parts.size());
        for (Part& part : parts) {
            queries.push_back(std::move(part.query));
        }
        return apply_zone(std::move(zone), join_flat<And>(std::move(queries)));
    }

    // Things side by side with implicit Or: see parser.h.
    static Query combine_any(std::vector<Part> parts) {
        std::optional<Query> zone = take_zone(parts);
        const bool plus =
            std::any_of(parts.begin(), parts.end(), [](const Part& part) { return part.required; });
        std::vector<Query> must;
        std::vector<Query> any;
        for (Part& part : parts) {
            const bool narrows = part.required || std::holds_alternative<Not>(part.query.node) ||
                                 is_filter(part.query);
            (narrows ? must : any).push_back(std::move(part.query));
        }
        Query query;
        if (any.empty()) {
            query = join_flat<And>(std::move(must));
        } else if (plus) {
            any.insert(any.begin(), join_flat<And>(std::move(must)));
            query = join(Maybe{}, std::move(any));
        } else {
            must.insert(must.begin(), join_flat<Or>(std::move(any)));
            query = join_flat<And>(std::move(must));
        }
        return apply_zone(std::move(zone), std::move(query));
    }

    // NEAR and ATLEAST count occurrences, which only these have.
    static void check_term(const Query& query, const std::string& name) {
        const bool group = std::holds_alternative<Or>(query.node);
        const Query* wrong = &query;
        if (group) {
            const auto other = std::find_if_not(query.parts.begin(), query.parts.end(), is_term);
            wrong = other == query.parts.end() ? nullptr : &*other;
        } else if (is_term(query)) {
            wrong = nullptr;
        }
        if (wrong == nullptr) {
            return;
        }
        std::string suggestion = "a word, a phrase, or some of them with OR in parentheses";
        if (std::holds_alternative<InField>(wrong->node)) {
            suggestion = "the field around all: title:(a NEAR/5 b)";
        } else if (std::holds_alternative<Weighted>(wrong->node)) {
            suggestion = "the weight around all: (a NEAR/5 b)^2";
        } else if (std::holds_alternative<And>(wrong->node)) {
            suggestion = "\"a b\" for a phrase, (a OR b) for either";
        }
        throw QueryError(name + " takes words and phrases only", wrong->begin, wrong->end,
                         suggestion);
    }

    QueryLexer lexer_;
    const ParseOptions& options_;
    Budget& budget_;
    Scope scope_;
    QueryToken last_;  // taken last
};

}  // namespace

Query parse_query(std::string_view text, const ParseOptions& options) {
    if (text.size() > kMaxQueryBytes) {
        throw QueryError("the query is longer than " + std::to_string(kMaxQueryBytes) + " bytes",
                         kMaxQueryBytes, text.size(), "a shorter query");
    }
    Budget budget;
    return Parser(text, options, budget, Scope{}).parse();
}

Query parse_plain(std::string_view text, Implicit implicit, bool* complete) {
    bool whole = text.size() <= kMaxQueryBytes;
    text = text.substr(0, kMaxQueryBytes);
    std::vector<Query> words;
    std::size_t terms = 0;
    const auto separates = [](char32_t code) {
        return code == kInvalid || is_blank(code) || is_control(code);
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        Character c = character_at(text, at);
        while (at < text.size() && !separates(c.code)) {
            at += c.length;
            c = at < text.size() ? character_at(text, at) : Character{};
        }
        if (at == begin) {
            at += c.length;
            continue;
        }
        const std::string_view word = text.substr(begin, at - begin);
        if (!has_word(word)) {
            continue;
        }
        terms += count_words(word);
        if (terms > kMaxQueryTerms) {
            whole = false;
            break;
        }
        words.push_back(make_query(Word{std::string(word)}, begin, at));
    }
    if (complete != nullptr) {
        *complete = whole;
    }
    if (words.empty()) {
        return Query{};
    }
    return implicit == Implicit::And ? join_flat<And>(std::move(words))
                                     : join_flat<Or>(std::move(words));
}

}  // namespace dateline
