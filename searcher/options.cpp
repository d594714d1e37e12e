#include "searcher/options.h"

#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <map>
#include <set>

#include <CLI/CLI.hpp>

#include "common/command_docs.h"
#include "common/command_line.h"
#include "common/error.h"
#include "common/index.h"
#include "common/text.h"
#include "searcher/output/output.h"
#include "searcher/prompt/command.h"
#include "searcher/query/dates.h"
#include "searcher/query/error.h"
#include "searcher/query/fields.h"
#include "searcher/query/lexer.h"
#include "searcher/query/parser.h"
#include "searcher/terminal/pager.h"

namespace dateline {
namespace {

Day local_today() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    return *make_day(local.tm_year + 1900, static_cast<unsigned>(local.tm_mon + 1),
                     static_cast<unsigned>(local.tm_mday));
}

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

// "90 days", "90d", "2w", "6 months", "1y", "90": a number of days.
std::optional<double> parse_half_life(const std::string& text) {
    static const std::map<std::string, double> kUnits{
        {"", 1},       {"d", 1},         {"day", 1},       {"days", 1},      {"w", 7},
        {"week", 7},   {"weeks", 7},     {"m", 30.44},     {"month", 30.44}, {"months", 30.44},
        {"y", 365.25}, {"year", 365.25}, {"years", 365.25}};
    double number = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc() || !(number > 0) || number > 1e6) return std::nullopt;
    std::string unit(read.ptr, end);
    unit.erase(0, unit.find_first_not_of(' ') == std::string::npos ? unit.size()
                                                                   : unit.find_first_not_of(' '));
    const auto known = kUnits.find(unit);
    return known == kUnits.end() ? std::nullopt : std::optional(number * known->second);
}

// A mistake in an option's value, which stands in quotes where the message does not.
CLI::ValidationError option_error(const std::string& option, const std::string& value,
                                  const QueryError& error) {
    std::string message = error.what();
    if (message.find(value) == std::string::npos)
        message = "\"" + printable(value) + "\": " + message;
    if (!error.suggestion().empty()) message += "; try " + error.suggestion();
    return CLI::ValidationError(option, message);
}

Query date_filter(std::optional<Day> first, std::optional<Day> last, const std::string& text) {
    Query days;
    days.node = Days{first, last, false, text};
    Query filter;
    filter.node = InField{Field::Date, "date"};
    filter.parts = {days};
    return filter;
}

// What --since and --until (empty: not given) stand for, the first's first day and the second's
// last.
std::vector<Query> date_filters(const std::string& since, const std::string& until, Day now) {
    const auto read = [&](const std::string& option, const std::string& value) {
        try {
            const QueryDate date = parse_query_date(value, now);
            if (date.first && date.last && value.find("..") == std::string::npos) return date;
            throw CLI::ValidationError(
                option, "\"" + printable(value) + "\" is not one date" +
                            (date.undated ? "; try the query date:undated"
                                          : "; try --since and --until, or the query date:\"" +
                                                printable(value) + "\""));
        } catch (const QueryError& error) {
            throw option_error(option, value, error);
        }
    };
    std::vector<Query> filters;
    std::optional<Day> first;
    std::optional<Day> last;
    if (!since.empty()) {
        first = read("--since", since).first;
        filters.push_back(date_filter(first, std::nullopt, ">=" + since));
    }
    if (!until.empty()) {
        last = read("--until", until).last;
        filters.push_back(date_filter(std::nullopt, last, "<=" + until));
    }
    if (first && last && *last < *first) {
        throw CLI::ValidationError("--until",
                                   "\"" + printable(until) + "\" ends (" + format_day(*last) +
                                       ") before --since \"" + printable(since) + "\" begins (" +
                                       format_day(*first) + "); try the other way round: --since " +
                                       printable(until) + " --until " + printable(since));
    }
    return filters;
}

// A date as a query may name it, counted from `today`, or a timestamp; of a month or the like the
// last day.
Day read_now(const std::string& text, Day today) {
    constexpr std::size_t kDay = 10;
    const bool timestamp = text.size() > kDay && (text[kDay] == 'T' || text[kDay] == ' ') &&
                           text.find(':') != text.npos;
    const std::string date = timestamp ? text.substr(0, kDay) : text;
    try {
        const QueryDate read = parse_query_date(date, today);
        if (read.first && read.last && date.find("..") == std::string::npos) return *read.last;
    } catch (const QueryError& error) {
        throw option_error("--now", text, error);
    }
    throw CLI::ValidationError(
        "--now", "\"" + printable(text) + "\" is not one day; try a day like 2024-02-08");
}

// "0.9", ">=0.9", "<0.5".
Query confidence_filter(const std::string& value) {
    const bool compared = value.find_first_of("<>=") == 0;
    try {
        return parse_query("date-confidence:" + quote((compared ? "" : ">=") + value), {});
    } catch (const QueryError&) {
        throw CLI::ValidationError("--date-confidence", "\"" + printable(value) +
                                                            "\" is not a number from 0 to 1; try "
                                                            "--date-confidence 0.9");
    }
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
            throw Error("\"" + argument + "\" would be an option, not a word to leave out",
                        "quotes around the whole query, 'ceasefire " + argument +
                            "', or -- before it: -- ceasefire " + argument);
        }
        if (option != nullptr && !has_value && option->get_items_expected_min() > 0) ++i;
    }
}

CLI::RequiredError query_required() {
    return {"QUERY is required: words, or '*' for every article", CLI::ExitCodes::RequiredError};
}

// Throws for options that say nothing together. `given`: the long names of those on the command
// line; what the configuration file says beside them is a default, and no mistake.
void check_combinations(const SearchOptions& options, const std::string& format,
                        const std::set<std::string>& given) {
    const auto is_given = [&](const char* name) { return given.contains(name); };
    const auto refuse = [](bool refused, const std::string& option, const std::string& what) {
        if (refused) throw CLI::ValidationError(option, "does not go with " + what);
    };
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

}  // namespace

ParsedSearchOptions parse_search_options(int argc, char** argv) {
    ParsedSearchOptions parsed;
    SearchOptions& options = parsed.options;
    std::vector<std::string>& words = options.words;
    std::string index;
    std::string now;
    std::string format = "text";
    std::string sort = "relevance";
    std::string implicit = "and";
    bool no_pager = false;
    bool no_config = false;
    std::string generated;

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

    CLI::App app("Searches an index of news articles built by dateline-index.", "dateline-search");
    app.set_version_flag("--version", std::string("dateline-search ") + DATELINE_VERSION);
    app.add_option("QUERY", words,
                   "Words, \"exact phrases\", -excluded, title:word, date:2024-05..2024-06 …");
    app.add_option(
           "-d,--index", index,
           "Folder of the index (default: $DATELINE_INDEX, else $XDG_DATA_HOME/dateline/index)")
        ->envname("DATELINE_INDEX")
        ->type_name("DIR");
    app.add_option("-n,--limit", options.limit, "Hits to show (default: 10)")
        ->check(CLI::Range(0, 1'000'000))
        ->type_name("N");
    app.add_option("--offset", options.offset, "Hits to pass over")
        ->check(CLI::Range(0, 1'000'000'000))
        ->type_name("N");
    app.add_option("--sort", sort, "Order of hits: relevance, newest or oldest")
        ->check(CLI::IsMember({"relevance", "newest", "oldest"}));
    app.add_option("--default-op", implicit, "What stands between words: and (default) or or")
        ->check(CLI::IsMember({"and", "or"}));
    app.add_flag("--plain", options.plain,
                 "Take the query as words only; articles with any of them match");
    app.add_option("--facet", options.facets,
                   "Count matches by FIELD (year, month, day, source …), the N most frequent")
        ->type_name("FIELD[:N]")
        ->allow_extra_args(false);
    app.add_flag("--timeline{published}", timeline,
                 "Draw when the articles found were published, or with =mentioned the dates they "
                 "mention, and say what the peaks are about");
    app.add_option("--since", since,
                   "Only what was published then or later, e.g. 2024-05, last-week")
        ->type_name("DATE");
    app.add_option("--until", until, "Only what was published then or earlier")->type_name("DATE");
    app.add_option("--date-confidence", confidence,
                   "Only articles whose publication date is at least this sure, 0 to 1")
        ->type_name("N");
    app.add_option(
           "--recency", recency,
           "Let age count: what is this old counts three quarters of what is new, e.g. 30d, "
           "6m, 1y")
        ->type_name("HALFLIFE");
    app.add_flag("--count", options.count_only, "Print only the number of articles found");
    CLI::Option* const all_copies = app.add_flag(
        "--all-copies", [&](std::int64_t) { options.all_copies = true; },
        "Show near-copies of an article as results of their own (trec: always so)");
    app.add_flag(
           "--one-per-story", [&](std::int64_t) { options.all_copies = false; },
           "Show the best article of each story alone, also with --format trec")
        ->excludes(all_copies);
    app.add_option("--show", options.show, "Print the article with this id")->type_name("ID");
    CLI::Option* const zones_option =
        app.add_option("--zones", zones,
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
    app.add_option("--format", format,
                   "text, json (one document), jsonl (an object a hit), tsv, ids, trec or html (a "
                   "page of its own); of a batch: jsonl (default), tsv, ids, trec")
        ->check(CLI::IsMember({"text", "json", "jsonl", "tsv", "ids", "trec", "html"}));
    app.add_flag("-0,--null", options.nul, "End each line of ids and tsv with NUL");
    app.add_option("--format-version", format_version,
                   "Fail unless the JSON output is of this version (now " +
                       std::to_string(kFormatVersion) + ")")
        ->type_name("N");
    app.add_option("--rank", rank,
                   "Ranking formula: default, bm25:k1=0.9,b=0.4, ineb2 …; `help` lists all with "
                   "their parameters")
        ->type_name("MODEL");
    app.add_flag(
        "--expand", options.expand,
        "Add what the best hits have in common to the query, where that is likely to help");
    app.add_option("--filter", options.filter,
                   "A query that every hit must match as well, e.g. date:2024")
        ->type_name("QUERY");
    app.add_option("--batch", options.batch,
                   "Answer the look-ups of FILE (- for standard input), one a line")
        ->type_name("FILE");
    app.add_option("--batch-format", batch_format,
                   "lines, tsv, jsonl, csv or trec (default: found out)")
        ->check(CLI::IsMember({"lines", "tsv", "jsonl", "csv", "trec"}));
    app.add_option("--topic-fields", topic_fields,
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
    app.add_option("--qrels", options.qrels,
                   "Score the run files given in place of QUERY by these judgements (TREC or BEIR)")
        ->type_name("FILE");
    app.add_option("--metrics", options.metrics, "Measures, e.g. ndcg@10,map,p@10,recall@100,mrr")
        ->type_name("LIST");
    app.add_option("--compare", options.compare,
                   "Compare the run files with this one, by a randomisation test")
        ->type_name("RUN");
    app.add_option("--color,--colour", options.colour, "auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}));
    app.add_option("--hyperlinks", options.hyperlinks,
                   "Titles lead to the articles' addresses, or to their files: auto (where the "
                   "terminal is known to "
                   "show links), always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}));
    app.add_flag("--no-pager", no_pager,
                 "Show what does not fit the terminal without $DATELINE_PAGER, $PAGER or less");
    add_config_option(app, no_config);
    app.add_option(
           "--now", now,
           "The day that relative dates count from, of a month or year its last (default: today)")
        ->type_name("DATE");
    for (const char* name :
         {"QUERY", "--count", "--offset", "--show", "--batch", "--batch-format", "--resume",
          "--qrels", "--compare", "--now", "--analyze", "--explain", "--similar", "--null"})
        app.get_option(name)->configurable(false);
    add_generate_option(app, generated);
    let_last_count(app);
    app.footer("Exit status: 0 articles were found, 1 none were, 2 error.");
    try {
        check_minus_words(app, argc, argv);
        app.parse(argc, argv);
        if (!generated.empty()) {
            print_generated(app, generated, hints());
            parsed.exit_status = 0;
            return parsed;
        }
        if (rank == "help") {
            for (const std::string& line : rank_model_help())
                std::cout << line << '\n';
            parsed.exit_status = 0;
            return parsed;
        }
        const bool format_given = app.count("--format") > 0;
        std::set<std::string> given;
        for (const CLI::Option* option : app.get_options()) {
            if (option->count() > 0) given.insert(option->get_name());
        }
        const bool colour_given = app.count("--color") > 0;
        const bool facets_given = app.count("--facet") > 0;
        const bool timeline_given = app.count("--timeline") > 0;
        if (!no_config) {
            options.config_path = config_path();
            Config config = read_config(options.config_path, "dateline-search");
            apply_config(app, config);
            options.saved_queries = std::move(config.queries);
        }
        // What the file says of facets and timelines is not meant for batches that cannot have any.
        if (!options.batch.empty() && !options.per_query) {
            if (!facets_given) options.facets.clear();
            if (!timeline_given) timeline.clear();
        }
        // The environment comes before the file.
        const char* no_colour = std::getenv("NO_COLOR");
        if (!colour_given && no_colour && *no_colour) options.colour = "auto";
        if (!no_pager) {
            options.pager = pager_command([](const char* name) { return std::getenv(name); });
        }
        options.prompt = words.empty() && options.show.empty() && options.batch.empty() &&
                         options.qrels.empty() && options.compare.empty() &&
                         options.similar.empty() && !options.analyze && options.explain.empty() &&
                         isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0;
        if (words.empty() && !options.prompt && options.show.empty() && options.batch.empty() &&
            options.compare.empty() && options.similar.empty()) {
            throw query_required();
        }
        if (!options.batch.empty() && (!options.facets.empty() || !timeline.empty()) &&
            (!options.per_query || (format != "jsonl" && format_given))) {
            throw CLI::ValidationError(options.facets.empty() ? "--timeline" : "--facet",
                                       "of a batch needs --per-query and jsonl");
        }
        if (!options.batch.empty() && !options.qrels.empty()) {
            throw CLI::ValidationError(
                "--qrels", "scores run files: write the batch with --format trec first");
        }
        if (zones_option->count() > 0) {
            options.zones = find_zone(zones.empty() ? "all" : zones);
            if (!options.zones) {
                throw CLI::ValidationError("--zones", "\"" + printable(zones) +
                                                          "\" is not all, body, teaser, byline, "
                                                          "credit, comment-form or navigation");
            }
        }
        if (format_version != kFormatVersion) {
            throw CLI::ValidationError("--format-version", "this program writes version " +
                                                               std::to_string(kFormatVersion));
        }
        check_combinations(options, format, given);
        options.model = parse_rank_model(rank);
        options.batch_format = parse_batch_format(batch_format);
        const auto topics = parse_topic_fields(topic_fields);
        if (!topics) {
            throw CLI::ValidationError("--topic-fields",
                                       "\"" + printable(topic_fields) +
                                           "\" is not title, desc, narr or several joined by +");
        }
        options.topic_fields = *topics;
        if (!options.batch.empty() && !format_given) format = "jsonl";
        if (!options.batch.empty() && (format == "text" || format == "json" || format == "html")) {
            throw CLI::ValidationError("--format",
                                       "a batch is answered in jsonl, tsv, ids or trec");
        }
        options.now = local_today();
        if (!now.empty()) {
            options.now = read_now(now, options.now);
        }
        options.date_filters = date_filters(since, until, options.now);
        if (!confidence.empty()) options.date_filters.push_back(confidence_filter(confidence));
        if (!timeline.empty() && timeline != "published" && timeline != "mentioned") {
            throw CLI::ValidationError(
                "--timeline", "\"" + printable(timeline) + "\" is not published or mentioned");
        }
        if (!timeline.empty()) {
            options.timeline =
                timeline == "mentioned" ? DateField::Mentioned : DateField::Published;
        }
        if (!recency.empty()) {
            const auto days = parse_half_life(recency);
            if (!days) {
                throw CLI::ValidationError(
                    "--recency", "\"" + printable(recency) + "\" is not a time like 30d, 6m or 1y");
            }
            if (sort != "relevance")
                throw CLI::ValidationError("--recency", "goes with --sort relevance only");
            options.half_life = *days;
        }
        if (app.get_option("--index")->count() > 0 && index.empty())
            throw CLI::ValidationError("--index", "the name of the folder is empty");
        options.directory = resolve_index_directory(index);
    } catch (const CLI::ParseError& error) {
        parsed.exit_status = print_parse_result(app, error) == 0 ? 0 : kExitError;
        return parsed;
    }
    for (const std::string& word : words)
        options.query += (options.query.empty() ? "" : " ") + word;
    static const std::map<std::string, OutputFormat> kFormats{
        {"text", OutputFormat::Text},       {"json", OutputFormat::Json},
        {"jsonl", OutputFormat::JsonLines}, {"tsv", OutputFormat::Tsv},
        {"ids", OutputFormat::Ids},         {"trec", OutputFormat::Trec},
        {"html", OutputFormat::Html}};
    options.format = kFormats.at(format);
    options.sort = sort == "newest"   ? SortOrder::Newest
                   : sort == "oldest" ? SortOrder::Oldest
                                      : SortOrder::Relevance;
    options.implicit = implicit == "or" ? Implicit::Or : Implicit::And;
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
