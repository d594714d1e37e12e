#include "searcher/prompt/prompt.h"

#include <algorithm>
#include <charconv>
#include <ostream>
#include <utility>

#include "common/config.h"
#include "common/error.h"
#include "common/text.h"

namespace dateline {
namespace {

std::string trimmed(const std::string& line) {
    const std::size_t begin = line.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos) return "";
    return line.substr(begin, line.find_last_not_of(" \t\r\n") + 1 - begin);
}

}  // namespace

void Prompt::greet(std::ostream& out) const {
    const std::uint64_t count = session_.searcher().article_count();
    out << count << (count == 1 ? " article in " : " articles in ")
        << printable(to_valid_utf8(session_.options().directory))
        << ". Type a query; :help lists commands, Tab completes, Ctrl-D ends.\n";
}

bool Prompt::handle(const std::string& line, std::ostream& out, std::ostream& err) {
    const std::string text = trimmed(line);
    if (text.empty()) return true;
    try {
        if (is_command(text)) return run(parse_command(text), out);
        session_.searcher().refresh();
        search(text, "", out);
    } catch (const Interrupted&) {
        err << "stopped\n";
    } catch (const FilterError& error) {
        err << show_error(error.filter(), error, session_.style().width);
    } catch (const QueryError& error) {
        // A command asks the last query again.
        err << show_error(is_command(text) ? query_ : text, error, session_.style().width);
    } catch (const Error& error) {
        err << printable(error.what()) << '\n';
        if (!error.hint().empty()) err << "  try: " << printable(error.hint()) << '\n';
    }
    return true;
}

// The last question once more, or a new one: hits from `offset` on.
SearchResults Prompt::ask(std::size_t offset, const std::vector<std::string>& facets) {
    SearchOptions& options = session_.options();
    options.offset = offset;
    options.facets = facets;
    options.similar = similar_;
    return session_.search(similar_.empty() ? query_ : "");
}

void Prompt::print(const SearchResults& results, std::ostream& out) {
    total_ = results.total;
    next_ = session_.options().offset + results.hits.size();
    if (results.hits.empty()) next_ = total_;
    for (const Hit& hit : results.hits)
        ids_[hit.rank] = hit.article.id;
    session_.print(results, similar_.empty() ? query_ : "", out);
}

// `similar`: id of an article to which others are to be like; empty: the query counts.
void Prompt::search(const std::string& query, const std::string& similar, std::ostream& out) {
    const std::string query_before = std::exchange(query_, query);
    const std::string similar_before = std::exchange(similar_, similar);
    try {
        const SearchResults results = ask(0, facets_);
        ids_.clear();
        print(results, out);
    } catch (...) {
        query_ = query_before;
        similar_ = similar_before;
        throw;
    }
}

void Prompt::more(std::ostream& out) {
    if (similar_.empty()) last_query();
    if (next_ >= total_) {
        throw Error(total_ == 0 ? "nothing was found" : "these were all " + std::to_string(total_));
    }
    print(ask(next_, {}), out);
}

void Prompt::count_facets(const std::vector<std::string>& facets, std::ostream& out) {
    if (facets.empty()) {
        std::string names;
        for (const std::string& name : facet_names(session_.searcher().metadata_fields()))
            names += (names.empty() ? "" : ", ") + name;
        out << "Facets: " << printable(names) << '\n';
        return;
    }
    if (similar_.empty()) last_query();
    SearchOptions& options = session_.options();
    const std::size_t limit = options.limit;
    options.limit = 0;
    try {
        session_.print(ask(0, facets), similar_.empty() ? query_ : "", out);
    } catch (...) {
        options.limit = limit;
        throw;
    }
    options.limit = limit;
}

std::string Prompt::id_of(const std::string& argument) const {
    std::size_t rank = 0;
    const char* const end = argument.data() + argument.size();
    const auto [stop, error] = std::from_chars(argument.data(), end, rank);
    if (error != std::errc() || stop != end) return argument;
    const auto hit = ids_.find(rank);
    if (hit != ids_.end()) return hit->second;
    if (ids_.empty()) throw Error("there are no hits to choose from", "a query first");
    throw Error("there is no hit " + std::to_string(rank),
                "one of " + std::to_string(ids_.begin()->first) + " to " +
                    std::to_string(ids_.rbegin()->first));
}

void Prompt::show(const std::string& argument, std::ostream& out) {
    session_.show(id_of(argument), out);
}

void Prompt::explain(const std::string& argument, std::ostream& out) {
    const std::string id = id_of(argument);
    if (!similar_.empty() && id != argument) {
        throw Error("hit " + argument + " is one of articles alike, which no query found",
                    "the query again, then :explain N");
    }
    session_.options().similar.clear();
    session_.options().facets.clear();
    session_.explain(last_query(), id, out, out);
}

void Prompt::save(const std::string& name, std::ostream& out) {
    const std::string& query = last_query();
    const std::string plain = name.starts_with('@') ? name.substr(1) : name;
    if (config_path_.empty()) {
        throw Error("there is no configuration file to save to",
                    "set $HOME or $XDG_CONFIG_HOME, and leave out --no-config");
    }
    std::map<std::string, std::string, std::less<>> changed = session_.options().saved_queries;
    changed[plain] = query;
    // A query that would name itself is refused before it is written.
    ParseOptions parse = session_.parse_options();
    parse.saved_query = [&](std::string_view asked) -> std::optional<std::string> {
        const auto found = changed.find(asked);
        return found == changed.end() ? std::nullopt : std::optional(found->second);
    };
    if (is_query_name(plain)) parse_query("@" + plain, parse);
    save_query(config_path_, plain, query);
    session_.options().saved_queries = std::move(changed);
    out << "@" << plain << " is now: " << printable(query) << '\n';
}

void Prompt::list_queries(std::ostream& out) const {
    const auto& queries = session_.options().saved_queries;
    if (queries.empty()) out << "No queries are saved. :save NAME keeps the last one.\n";
    for (const auto& [name, query] : queries)
        out << "  @" << printable(name) << "  " << printable(to_valid_utf8(query)) << '\n';
}

const std::string& Prompt::last_query() const {
    if (query_.empty()) throw Error("there is no query yet", "type one first");
    return query_;
}

bool Prompt::run(const Command& command, std::ostream& out) {
    // The rest works also when the index is gone.
    const CommandKind kind = command.spec->kind;
    if (kind != CommandKind::List && kind != CommandKind::Help && kind != CommandKind::Quit &&
        kind != CommandKind::Save)
        session_.searcher().refresh();
    switch (command.spec->kind) {
        case CommandKind::Facet:
            count_facets(command.arguments, out);
            break;
        case CommandKind::More:
            more(out);
            break;
        case CommandKind::Show:
            show(command.arguments.front(), out);
            break;
        case CommandKind::Similar:
            search(std::string(query_), id_of(command.arguments.front()), out);
            break;
        case CommandKind::Explain:
            explain(command.arguments.front(), out);
            break;
        case CommandKind::Save:
            save(command.arguments.front(), out);
            break;
        case CommandKind::List:
            list_queries(out);
            break;
        case CommandKind::Help:
            out << "A line is a query, as dateline-query(7) tells, or one of these commands:\n"
                << command_help() << "Ctrl-C stops a search, Ctrl-R looks for an earlier line.\n";
            break;
        case CommandKind::Quit:
            return false;
    }
    return true;
}

Completion Prompt::complete(std::string_view line, std::size_t cursor) const {
    CompletionSource source;
    source.terms = [this](std::string_view prefix, std::string_view begin) {
        return terms_beginning(session_.searcher().database(), prefix, begin);
    };
    source.metadata_fields = session_.searcher().metadata_fields();
    for (const auto& [name, query] : session_.options().saved_queries)
        source.saved_queries.push_back(name);
    source.facets = facet_names(source.metadata_fields);
    return dateline::complete(line, cursor, source);
}

}  // namespace dateline
