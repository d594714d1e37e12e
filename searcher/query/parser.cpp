#include "searcher/query/parser.h"

#include <algorithm>
#include <utility>

#include "searcher/query/budget.h"
#include "searcher/query/characters.h"
#include "searcher/query/lexer.h"
#include "searcher/query/parts.h"
#include "searcher/query/tree.h"
#include "searcher/query/values.h"

namespace dateline {

namespace {

using namespace query_characters;

// Names of fields that an error lists.
constexpr std::size_t kShown = 24;

// What the parsing of one query and of the saved queries in it share.
struct Shared {
    QueryBudget budget;
    std::vector<std::string> open_saved;  // being expanded, outermost first
};

// Where the parser is: in which field, how deep.
struct Scope {
    const FieldSpec* field = nullptr;
    std::string field_name;
    int depth = 0;
};

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

class Parser {
public:
    Parser(std::string_view text, const ParseOptions& options, Shared& shared, Scope scope)
        : lexer_(text), options_(options), shared_(shared), scope_(std::move(scope)) {}

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
        QueryPart part = parse_side_by_side();
        const bool several = lexer_.peek().type == TokenType::Or;
        alternatives.push_back(take_query(std::move(part), several ? "OR" : ""));
        while (lexer_.peek().type == TokenType::Or) {
            take();
            alternatives.push_back(take_query(parse_side_by_side(), "OR"));
        }
        return join_flat(Or{}, std::move(alternatives));
    }

    // What implicit Or joins.
    QueryPart parse_side_by_side() {
        QueryPart first = parse_maybe();
        if (options_.implicit == Implicit::And || !begins_item(lexer_.peek().type)) {
            return first;
        }
        std::vector<QueryPart> parts;
        parts.push_back(std::move(first));
        while (begins_item(lexer_.peek().type)) {
            check_side_by_side();
            parts.push_back(parse_maybe());
        }
        return {combine_any(std::move(parts))};
    }

    QueryPart parse_maybe() {
        QueryPart first = parse_all();
        if (lexer_.peek().type != TokenType::Maybe) {
            return first;
        }
        std::vector<Query> parts;
        parts.push_back(take_query(std::move(first), "MAYBE"));
        while (lexer_.peek().type == TokenType::Maybe) {
            take();
            parts.push_back(take_query(parse_all(), "MAYBE"));
        }
        return {join(Maybe{}, std::move(parts))};
    }

    QueryPart parse_all() {
        QueryPart first = parse_item();
        std::vector<QueryPart> parts;
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
            for (const QueryPart& part : parts) {
                refuse_plus(part, "AND");
            }
        }
        return {combine_all(std::move(parts))};
    }

    QueryPart parse_item() {
        const QueryToken sign = lexer_.peek();
        if (sign.type == TokenType::Not) {
            const Level level(scope_, sign);
            take();
            QueryPart part = parse_item();
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
            QueryPart part = parse_near();
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

    QueryPart parse_near() {
        QueryPart first = parse_operand();
        if (lexer_.peek().type != TokenType::Near) {
            return first;
        }
        const QueryToken oper = lexer_.peek();
        const std::string name = spelled(oper);
        std::vector<Query> parts;
        parts.push_back(positional_operand(std::move(first), name));
        while (lexer_.peek().type == TokenType::Near) {
            const QueryToken next = take();
            if (next.nearness != oper.nearness || next.number != oper.number) {
                throw QueryError(spelled(next) + " after " + name + " in one chain", next.begin,
                                 next.end, "a NEAR/3 b AND b ADJ c");
            }
            parts.push_back(positional_operand(parse_operand(), name));
        }
        return {join(Near{oper.nearness, oper.number}, std::move(parts))};
    }

    // An operand of NEAR or ATLEAST, which is called `name`.
    Query positional_operand(QueryPart part, const std::string& name) {
        refuse_zone(part, name);
        check_term(part.query, name);
        shared_.budget.add_positional_terms(part.query);
        return std::move(part.query);
    }

    // NEAR and ATLEAST count occurrences, which only words and phrases have.
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

    QueryPart parse_operand() {
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
        Query query = positional_operand(parse_simple(), name);
        const std::size_t end = query.end;
        return {wrap(AtLeast{first.number}, std::move(query), first.begin, end)};
    }

    // ---- Operands

    QueryPart parse_simple() {
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

    // A field of words has no such value; those of values never come here.
    Query everything(const QueryToken& token) {
        shared_.budget.add_terms(1, token.begin, token.end);
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
        const std::size_t words = count_words(token.text);
        shared_.budget.add_terms(words, token.begin, token.end);
        if (token.type == TokenType::Stems)
            shared_.budget.add_positional_terms(words, token.begin, token.end);
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

    QueryPart parse_field(const QueryToken& token) {
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
        throw QueryError("there is no field '" + excerpt(token.text) + "'", token.begin, token.end,
                         (near.empty() ? "one of " + all : near + ":") + literal);
    }

    QueryPart zone(const QueryToken& token, const QueryToken& field) const {
        if (token.type == TokenType::Value && !token.prefix) {
            if (const auto found = find_zone(token.text)) {
                QueryPart part;
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
        shared_.budget.add_terms(1, token.begin, token.end);
        switch (scope_.field->kind) {
            case FieldKind::Date:
                return date_value(lexer_.text(), token, scope_.field_name, options_.now);
            case FieldKind::Number:
                return number_value(token, scope_.field_name);
            default:
                return make_query(Value{token.text, token.prefix}, token.begin, token.end);
        }
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
        std::vector<std::string>& open = shared_.open_saved;
        if (std::find(open.begin(), open.end(), token.text) != open.end()) {
            throw QueryError("the saved query " + name + " uses itself", token.begin, token.end,
                             "take " + name + " out of it");
        }
        if (open.size() == kMaxSavedDepth) {
            throw QueryError(
                "more than " + std::to_string(kMaxSavedDepth) + " saved queries within each other",
                token.begin, token.end, "fewer of them");
        }
        shared_.budget.add_saved_text(text->size(), token.begin, token.end);
        open.push_back(token.text);
        const Level level(scope_, token);
        try {
            Query query = Parser(*text, options_, shared_, scope_).parse();
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

    QueryLexer lexer_;
    const ParseOptions& options_;
    Shared& shared_;
    Scope scope_;
    QueryToken last_;  // taken last
};

}  // namespace

Query parse_query(std::string_view text, const ParseOptions& options) {
    if (text.size() > kMaxQueryBytes) {
        throw QueryError("the query is longer than " + std::to_string(kMaxQueryBytes) + " bytes",
                         kMaxQueryBytes, text.size(), "a shorter query");
    }
    Shared shared;
    return Parser(text, options, shared, Scope{}).parse();
}

}  // namespace dateline
