#include "searcher/options.h"

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <set>

#include <CLI/CLI.hpp>

#include "common/command_docs.h"
#include "common/command_line.h"
#include "common/error.h"
#include "common/index.h"
#include "searcher/option_values.h"
#include "searcher/output/output.h"
#include "searcher/prompt/command.h"
#include "searcher/query/fields.h"
#include "searcher/terminal/pager.h"

namespace dateline {
namespace {

// What completions and the manual say beyond the options' descriptions.
CommandHints hints() {
    CommandHints hints;
    for (const FieldSpec& spec : kFields) {
        if (spec.field != Field::Facet) hints.words.push_back(std::string(spec.name) + ":");
    }
    hints.values["facet"] = facet_names({});
    std::string commands = ".Bl -tag -width Ds\n";
    for (const CommandSpec& spec : kCommands) {
        commands += ".It Ic \\&:" + std::string(spec.name);
        if (!spec.argument.empty()) commands += " Ar " + std::string(spec.argument);
        commands += "\n" + mdoc_text(spec.meaning) + "\n";
    }
    hints.texts["@COMMANDS@"] = commands + ".El\n";
    return hints;
}

[[noreturn]] void refuse_minus_word(const std::string& argument) {
    throw Error("\"" + argument + "\" would be an option, not a word to leave out",
                "quotes around the whole query, 'ceasefire " + argument +
                    "', or -- before it: -- ceasefire " + argument);
}

// Throws for "-ferry", which CLI11 would take for -f, or "-dock" for -d: a word to be left out,
// most likely. Values stand right behind the letter of an option only where they do not begin with
// a letter ("-n5").
void check_minus_words(const CLI::App& app, int argc, char** argv) {
    const auto letter = [](char byte) {
        return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
               static_cast<unsigned char>(byte) >= 0x80;
    };
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--") return;
        if (argument.size() < 2 || argument[0] != '-') continue;
        const bool is_long = argument[1] == '-';
        const bool has_value =
            is_long ? argument.find('=') != std::string::npos : argument.size() > 2;
        const std::string name =
            is_long ? argument.substr(0, argument.find('=')) : argument.substr(0, 2);
        const CLI::Option* option = app.get_option_no_throw(name);
        const bool is_flag = option != nullptr && option->get_items_expected_max() == 0;
        if (!is_long && (option == nullptr || (has_value && (is_flag || letter(argument[2]))))) {
            refuse_minus_word(argument);
        }
        if (option != nullptr && !has_value && option->get_items_expected_min() > 0) ++i;
    }
}

CLI::RequiredError query_required() {
    return {"QUERY is required: words, or '*' for every article", CLI::ExitCodes::RequiredError};
}

void refuse(bool refused, const std::string& option, const std::string& what) {
    if (refused) throw CLI::ValidationError(option, "does not go with " + what);
}

// Throws for options of the command line that say nothing together; `given` has their long names.
// What the configuration file says beside them is a default, and no mistake.
void check_given(const SearchOptions& options, const std::string& format,
                 const std::set<std::string>& given) {
    const auto is_given = [&](const char* name) { return given.contains(name); };
    if (is_given("--show")) {
        refuse(!options.words.empty(), "--show", "QUERY; an id with blanks is put in quotes");
        for (const char* const other : {"--batch", "--facet", "--timeline", "--count",
                                        "--significant", "--similar", "--qrels"})
            refuse(is_given(other), "--show", other);
        if (is_given("--format") && format != "text" && format != "json" && format != "jsonl")
            throw CLI::ValidationError("--show", "prints text, json or jsonl");
    }
    if (is_given("--batch")) {
        refuse(!options.words.empty(), "--batch", "QUERY");
        refuse(is_given("--count"), "--batch", "--count; totals are in its jsonl");
        refuse(is_given("--significant"), "--batch", "--significant");
    }
    for (const char* const counts : {"--facet", "--timeline", "--significant"}) {
        if (!is_given(counts) || !options.batch.empty()) continue;
        refuse(is_given("--count"), "--count", counts);
        if (is_given("--format") && format != "text" && format != "json" && format != "html")
            throw CLI::ValidationError(counts, "goes with the formats text, json and html");
    }
}

// Throws for what does not go with looking into a query, or with likeness.
void check_combinations(const SearchOptions& options, const std::string& format) {
    const bool inspects = options.analyze || !options.explain.empty();
    if (!inspects && options.similar.empty()) return;
    const std::string option = options.analyze            ? "--analyze"
                               : !options.explain.empty() ? "--explain"
                                                          : "--similar";
    refuse(!options.batch.empty(), option, "--batch");
    refuse(options.expand, option, "--expand");
    if (!inspects) return;
    refuse(options.analyze && !options.explain.empty(), option, "--explain");
    refuse(!options.similar.empty(), option, "--similar");
    refuse(!options.show.empty(), option, "--show");
    if (format != "text" && format != "json")
        throw CLI::ValidationError(option, "prints text or json");
    if (options.words.empty()) throw query_required();
}

// Values as they are typed, which are checked and read once all are there.
struct TypedOptions {
    std::string index;
    std::string now;
    std::string format = "text";
    std::set<std::string> given;  // long names of the options on the command line
    std::string sort = "relevance";
    std::string implicit = "and";
    bool no_pager = false;
    bool no_config = false;
    std::string generated;  // --generate

    std::string zones;
    std::string rank = "default";
    std::string batch_format;
    std::string topic_fields = "title";
    std::string since;
    std::string until;
    std::string confidence;
    std::string timeline;
    std::string recency;
    int format_version = kFormatVersion;
};

// ---- The options, in the order of --help

void add_query_options(CLI::App& app, SearchOptions& options, TypedOptions& typed) {
    app.add_option("QUERY", options.words,
                   "Words, \"exact phrases\", -excluded, title:word, date:2024-05..2024-06 …");
    app.add_option(
           "-d,--index", typed.index,
           "Folder of the index (default: $DATELINE_INDEX, else $XDG_DATA_HOME/dateline/index)")
        ->envname("DATELINE_INDEX")
        ->type_name("DIR");
    app.add_option("-n,--limit", options.limit, "Hits to show (default: 10)")
        ->check(CLI::Range(0, 1'000'000))
        ->type_name("N");
    app.add_option("--offset", options.offset, "Hits to pass over")
        ->check(CLI::Range(0, 1'000'000'000))
        ->type_name("N");
    app.add_option("--sort", typed.sort, "Order of hits: relevance, newest or oldest")
        ->check(CLI::IsMember({"relevance", "newest", "oldest"}));
    app.add_option("--default-op", typed.implicit, "What stands between words: and (default) or or")
        ->check(CLI::IsMember({"and", "or"}));
    app.add_flag("--plain", options.plain,
                 "Take the query as words only; articles with any of them match");
    app.add_option("--facet", options.facets,
                   "Count matches by FIELD (year, month, day, source …), the N most frequent")
        ->type_name("FIELD[:N]")
        ->allow_extra_args(false);
    app.add_flag("--timeline{published}", typed.timeline,
                 "Draw when the articles found were published, or with =mentioned the dates they "
                 "mention, and say what the peaks are about");
    app.add_option("--since", typed.since,
                   "Only what was published then or later, e.g. 2024-05, last-week")
        ->type_name("DATE");
    app.add_option("--until", typed.until, "Only what was published then or earlier")
        ->type_name("DATE");
    app.add_option("--date-confidence", typed.confidence,
                   "Only articles whose publication date is at least this sure, 0 to 1")
        ->type_name("N");
    app.add_option(
           "--recency", typed.recency,
           "Let age count: what is this old counts three quarters of what is new, e.g. 30d, "
           "6m, 1y")
        ->type_name("HALFLIFE");
    app.add_flag("--count", options.count_only, "Print only the number of articles found");
    CLI::Option* const all_copies = app.add_flag(
        "--all-copies", [&options](std::int64_t) { options.all_copies = true; },
        "Show near-copies of an article as results of their own (trec: always so)");
    app.add_flag(
           "--one-per-story", [&options](std::int64_t) { options.all_copies = false; },
           "Show the best article of each story alone, also with --format trec")
        ->excludes(all_copies);
}

void add_article_options(CLI::App& app, SearchOptions& options, TypedOptions& typed) {
    app.add_option("--show", options.show, "Print the article with this id")->type_name("ID");
    app.add_option("--zones", typed.zones,
                   "Look for the words in all zones of articles or in this one: all, body, "
                   "teaser, byline …; with --show: name the zones")
        ->expected(0, 1)
        ->type_name("[NAME]");
    app.add_flag("--analyze", options.analyze,
                 "Print what becomes of the query, stage by stage, and search nothing");
    app.add_option(
           "--explain", options.explain,
           "Say why the article with this id matches the query, or what fails, and how it scores")
        ->type_name("ID");
    app.add_option(
           "--similar", options.similar,
           "Find articles like the one with this id, or like a text (- for standard input); a "
           "QUERY narrows them")
        ->type_name("ID|FILE|-");
    app.add_option("--significant", options.significant,
                   "Show N words that are unusually frequent in the articles found")
        ->check(CLI::Range(1, 1000))
        ->type_name("N");
}

void add_output_options(CLI::App& app, SearchOptions& options, TypedOptions& typed) {
    app.add_option("--format", typed.format,
                   "text, json (one document), jsonl (an object a hit), tsv, ids, trec or html (a "
                   "page of its own); of a batch: jsonl (default), tsv, ids, trec")
        ->check(CLI::IsMember({"text", "json", "jsonl", "tsv", "ids", "trec", "html"}));
    app.add_flag("-0,--null", options.nul, "End each line of ids and tsv with NUL");
    app.add_option("--format-version", typed.format_version,
                   "Fail unless the JSON output is of this version (now " +
                       std::to_string(kFormatVersion) + ")")
        ->type_name("N");
    app.add_option("--rank", typed.rank,
                   "Ranking formula: default, bm25:k1=0.9,b=0.4, ineb2 …; `help` lists all with "
                   "their parameters")
        ->type_name("MODEL");
    app.add_flag(
        "--expand", options.expand,
        "Add what the best hits have in common to the query, where that is likely to help");
    app.add_option("--filter", options.filter,
                   "A query that every hit must match as well, e.g. date:2024")
        ->type_name("QUERY");
}

void add_batch_options(CLI::App& app, SearchOptions& options, TypedOptions& typed) {
    app.add_option("--batch", options.batch,
                   "Answer the look-ups of FILE (- for standard input), one a line")
        ->type_name("FILE");
    app.add_option("--batch-format", typed.batch_format,
                   "lines, tsv, jsonl, csv or trec (default: found out)")
        ->check(CLI::IsMember({"lines", "tsv", "jsonl", "csv", "trec"}));
    app.add_option("--topic-fields", typed.topic_fields,
                   "Fields of TREC topics that make the query: title, desc, narr, joined by +")
        ->type_name("FIELDS");
    app.add_option("-j,--threads", options.threads, "Threads of a batch (default: 1)")
        ->check(CLI::Range(1, 256))
        ->type_name("N");
    app.add_flag("--per-query", options.per_query,
                 "JSON Lines: one object a query with its hits inside; scores: query by query");
    app.add_flag("--snippets", options.snippets, "Passages in the answers of a batch too (jsonl)");
    app.add_flag("--exact-totals", options.exact_totals,
                 "Count all matches of each look-up, not just the first 1,000");
    app.add_flag("--timing", options.timing,
                 "End a batch with queries/s and percentiles on standard error");
    app.add_flag("--fail-fast", options.fail_fast, "End a batch at the first look-up that fails");
    app.add_flag("--require-hits", options.require_hits,
                 "Exit status 1 if a look-up of the batch found nothing");
    app.add_option("--resume", options.resume,
                   "Continue the interrupted batch that wrote OUTPUT, and add to it")
        ->type_name("OUTPUT");
    app.add_option("--run-tag", options.run_tag, "Last column of trec output (default: dateline)")
        ->type_name("TAG");
}

void add_scoring_options(CLI::App& app, SearchOptions& options) {
    app.add_option("--qrels", options.qrels,
                   "Score the run files given in place of QUERY by these judgements (TREC or BEIR)")
        ->type_name("FILE");
    app.add_option("--metrics", options.metrics, "Measures, e.g. ndcg@10,map,p@10,recall@100,mrr")
        ->type_name("LIST");
    app.add_option("--compare", options.compare,
                   "Compare the run files with this one, by a randomisation test")
        ->type_name("RUN");
}

void add_terminal_options(CLI::App& app, SearchOptions& options, TypedOptions& typed) {
    app.add_option("--color,--colour", options.colour, "auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}));
    app.add_option("--hyperlinks", options.hyperlinks,
                   "Titles lead to the articles' addresses, or to their files: auto (where the "
                   "terminal is known to "
                   "show links), always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}));
    app.add_flag("--no-pager", typed.no_pager,
                 "Show what does not fit the terminal without $DATELINE_PAGER, $PAGER or less");
    add_config_option(app, typed.no_config);
    app.add_option(
           "--now", typed.now,
           "The day that relative dates count from, of a month or year its last (default: today)")
        ->type_name("DATE");
}

// ---- What they make

// What the configuration file and the environment say; the command line comes before both.
void take_configuration(CLI::App& app, SearchOptions& options, TypedOptions& typed) {
    for (const CLI::Option* option : app.get_options()) {
        if (option->count() > 0) typed.given.insert(option->get_name());
    }
    const bool colour_given = app.count("--color") > 0;
    if (!typed.no_config) {
        options.config_path = config_path();
        Config config = read_config(options.config_path, "dateline-search");
        apply_config(app, config);
        options.saved_queries = std::move(config.queries);
    }
    // What the file says of facets and timelines is not meant for batches that cannot have any.
    if (!options.batch.empty() && !options.per_query) {
        if (!typed.given.contains("--facet")) options.facets.clear();
        if (!typed.given.contains("--timeline")) typed.timeline.clear();
    }
    // The environment comes before the file.
    const char* no_colour = std::getenv("NO_COLOR");
    if (!colour_given && no_colour && *no_colour) options.colour = "auto";
    if (!typed.no_pager) {
        options.pager = pager_command([](const char* name) { return std::getenv(name); });
    }
}

// Whether somebody sits at a terminal to type queries, and none is given.
bool asks_for_queries(const SearchOptions& options) {
    return options.words.empty() && options.show.empty() && options.batch.empty() &&
           options.qrels.empty() && options.compare.empty() && options.similar.empty() &&
           !options.analyze && options.explain.empty() && isatty(STDIN_FILENO) != 0 &&
           isatty(STDOUT_FILENO) != 0;
}

// Throws for a run without a query, and for what batches do not do.
void check_mode(const SearchOptions& options, const TypedOptions& typed) {
    if (options.words.empty() && !options.prompt && options.show.empty() && options.batch.empty() &&
        options.compare.empty() && options.similar.empty()) {
        throw query_required();
    }
    if (!options.batch.empty() && (!options.facets.empty() || !typed.timeline.empty()) &&
        (!options.per_query || (typed.format != "jsonl" && typed.given.contains("--format")))) {
        throw CLI::ValidationError(options.facets.empty() ? "--timeline" : "--facet",
                                   "of a batch needs --per-query and jsonl");
    }
    if (!options.batch.empty() && !options.qrels.empty()) {
        throw CLI::ValidationError("--qrels",
                                   "scores run files: write the batch with --format trec first");
    }
}

// The output's format; batches have one of their own where none is given.
OutputFormat output_format(const SearchOptions& options, const TypedOptions& typed) {
    static const std::map<std::string, OutputFormat> kFormats{
        {"text", OutputFormat::Text},       {"json", OutputFormat::Json},
        {"jsonl", OutputFormat::JsonLines}, {"tsv", OutputFormat::Tsv},
        {"ids", OutputFormat::Ids},         {"trec", OutputFormat::Trec},
        {"html", OutputFormat::Html}};
    const bool batch = !options.batch.empty();
    const OutputFormat format = batch && !typed.given.contains("--format")
                                    ? OutputFormat::JsonLines
                                    : kFormats.at(typed.format);
    if (batch && (format == OutputFormat::Text || format == OutputFormat::Json ||
                  format == OutputFormat::Html)) {
        throw CLI::ValidationError("--format", "a batch is answered in jsonl, tsv, ids or trec");
    }
    return format;
}

// Checks what was typed and puts what it stands for into the options.
void read_values(const CLI::App& app, const TypedOptions& typed, SearchOptions& options) {
    options.prompt = asks_for_queries(options);
    check_mode(options, typed);
    if (app.count("--zones") > 0) options.zones = zones_value(typed.zones);
    if (typed.format_version != kFormatVersion) {
        throw CLI::ValidationError("--format-version",
                                   "this program writes version " + std::to_string(kFormatVersion));
    }
    check_given(options, typed.format, typed.given);
    check_combinations(options, typed.format);
    options.model = parse_rank_model(typed.rank);
    options.batch_format = parse_batch_format(typed.batch_format);
    options.topic_fields = topic_fields_value(typed.topic_fields);
    options.format = output_format(options, typed);
    options.now = now_value(typed.now);
    options.date_filters = date_filters(typed.since, typed.until, options.now);
    if (!typed.confidence.empty())
        options.date_filters.push_back(confidence_filter(typed.confidence));
    options.timeline = timeline_value(typed.timeline);
    options.sort = typed.sort == "newest"   ? SortOrder::Newest
                   : typed.sort == "oldest" ? SortOrder::Oldest
                                            : SortOrder::Relevance;
    options.implicit = typed.implicit == "or" ? Implicit::Or : Implicit::And;
    if (!typed.recency.empty()) {
        options.half_life = half_life_value(typed.recency);
        if (options.sort != SortOrder::Relevance)
            throw CLI::ValidationError("--recency", "goes with --sort relevance only");
    }
    if (app.count("--index") > 0 && typed.index.empty())
        throw CLI::ValidationError("--index", "the name of the folder is empty");
    options.directory = resolve_index_directory(typed.index);
    for (const std::string& word : options.words)
        options.query += (options.query.empty() ? "" : " ") + word;
}

}  // namespace

ParsedSearchOptions parse_search_options(int argc, char** argv) {
    ParsedSearchOptions parsed;
    SearchOptions& options = parsed.options;
    TypedOptions typed;
    CLI::App app("Searches an index of news articles built by dateline-index.", "dateline-search");
    app.set_version_flag("--version", std::string("dateline-search ") + DATELINE_VERSION);
    add_query_options(app, options, typed);
    add_article_options(app, options, typed);
    add_output_options(app, options, typed);
    add_batch_options(app, options, typed);
    add_scoring_options(app, options);
    add_terminal_options(app, options, typed);
    // What belongs to one run is not for the configuration file.
    for (const char* name :
         {"QUERY", "--count", "--offset", "--show", "--batch", "--batch-format", "--resume",
          "--qrels", "--compare", "--now", "--analyze", "--explain", "--similar", "--null"})
        app.get_option(name)->configurable(false);
    add_generate_option(app, typed.generated);
    let_last_count(app);
    app.footer("Exit status: 0 articles were found, 1 none were, 2 error.");
    try {
        check_minus_words(app, argc, argv);
        app.parse(argc, argv);
        if (!typed.generated.empty()) {
            print_generated(app, typed.generated, hints());
            parsed.exit_status = 0;
            return parsed;
        }
        if (typed.rank == "help") {
            for (const std::string& line : rank_model_help())
                std::cout << line << '\n';
            parsed.exit_status = 0;
            return parsed;
        }
        take_configuration(app, options, typed);
        read_values(app, typed, options);
    } catch (const CLI::ParseError& error) {
        parsed.exit_status = print_parse_result(app, error) == 0 ? 0 : kExitError;
    }
    return parsed;
}

std::function<std::optional<std::string>(std::string_view name)> saved_query_of(
    const SearchOptions& options) {
    return [&options](std::string_view name) -> std::optional<std::string> {
        const auto found = options.saved_queries.find(name);
        if (found == options.saved_queries.end()) return std::nullopt;
        return found->second;
    };
}

SearchRequest base_request(const SearchOptions& options) {
    SearchRequest request;
    request.offset = options.offset;
    request.limit = options.count_only ? 0 : options.limit;
    request.sort = options.sort;
    request.model = options.model;
    request.expand = options.expand;
    request.filters = options.date_filters;
    request.timeline = options.timeline;
    request.half_life = options.half_life;
    request.now = options.now;
    const bool rich =
        options.format == OutputFormat::Text || options.format == OutputFormat::Json ||
        options.format == OutputFormat::JsonLines || options.format == OutputFormat::Html;
    request.snippets = rich && (options.batch.empty() || options.snippets);
    request.stop = options.stop;
    request.zones = options.zones;
    // A run is judged article by article.
    request.by_story = !options.all_copies.value_or(options.format == OutputFormat::Trec);
    request.exact_total = options.batch.empty() || options.exact_totals;
    return request;
}

}  // namespace dateline
