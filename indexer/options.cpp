#include "indexer/options.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <thread>

#include <CLI/CLI.hpp>

#include "common/command_docs.h"
#include "common/command_line.h"
#include "common/index.h"
#include "common/stemming.h"
#include "common/text.h"
#include "indexer/readers/format.h"

namespace dateline {
namespace {

// "body=content": the input's field `content` is the body.
void add_field_name(const std::string& pair, FieldNames& fields) {
    static const std::vector<std::string> kTargets{"id", "title", "body", "date", "url", "source"};
    const std::size_t equals = pair.find('=');
    const std::string target = pair.substr(0, equals);
    if (equals == std::string::npos || equals + 1 == pair.size() ||
        std::find(kTargets.begin(), kTargets.end(), target) == kTargets.end()) {
        throw CLI::ValidationError(
            "--field",
            "\"" + printable(pair) +
                "\" is not FIELD=NAME; FIELD is one of id, title, body, date, url, source");
    }
    std::erase_if(fields, [&](const auto& entry) { return entry.second == target; });
    fields[pair.substr(equals + 1)] = target;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

// "90": as many seconds.
std::chrono::seconds parse_wait(const std::string& text) {
    constexpr std::size_t kMostDigits = 9;
    if (text.empty() || text.size() > kMostDigits ||
        text.find_first_not_of("0123456789") != std::string::npos) {
        throw CLI::ValidationError("--wait",
                                   "\"" + printable(text) + "\" is not a number of seconds");
    }
    return std::chrono::seconds(std::stol(text));
}

std::size_t default_memory() {
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long page_size = sysconf(_SC_PAGESIZE);
    constexpr std::size_t kLeast = std::size_t{64} << 20;
    constexpr std::size_t kMost = std::size_t{2} << 30;
    if (pages <= 0 || page_size <= 0) return std::size_t{512} << 20;
    return std::clamp(static_cast<std::size_t>(pages) * static_cast<std::size_t>(page_size) / 8,
                      kLeast, kMost);
}

// --assume-date.
Day assumed_day(const std::string& text) {
    const auto interval = parse_date(text);
    if (!interval || interval->granularity != Granularity::Day) {
        throw CLI::ValidationError("--assume-date",
                                   "\"" + printable(text) + "\" is not a day like 2024-02-08");
    }
    return interval->first;
}

// Values as they are typed, which are checked and read once all are there.
struct TypedOptions {
    std::string index;
    std::string assumed_date;
    std::string date_from;
    std::string stats = "text";
    std::string writer = "auto";
    std::string mentions = "on";
    std::string timex_mode = "auto";
    std::vector<std::string> fields;
    std::string format;
    bool no_config = false;
    std::string generated;  // --generate
    std::string copies;
    std::string repeated_lines = "on";
    std::string wait;
    bool check = false;
    bool info = false;
    bool vacuum = false;
};

// ---- The options, in the order of --help

void add_input_options(CLI::App& app, IndexOptions& options, TypedOptions& typed) {
    app.add_option(
        "PATH", options.paths,
        "Article files, folders of them, or - for standard input. Folders are searched for *.txt, "
        "*.md, *.jsonl, *.json, *.csv, *.tsv, *.html, *.xml and *.sgm (TREC, Reuters, NITF, RSS "
        "and Atom), *.eml, *.mbox and *.warc, also with .gz, .zst or .xz, and for *.tar and *.zip "
        "archives of these. FILE.meta.json beside "
        "a file adds metadata. What has no id is called by its path below PATH; files of several "
        "PATHs with one name, by their paths below the folder above all of them");
    app.add_option("--files0-from", options.files0_from,
                   "Read more paths, separated by NUL bytes, from FILE (- for standard input)")
        ->type_name("FILE");
    app.add_option("--format", typed.format,
                   "Read every input as this, whatever its name: " + joined(format_names()))
        ->check(CLI::IsMember(format_names()))
        ->type_name("NAME");
    app.add_option(
           "--manifest", options.manifest,
           "Metadata by file: a table or JSON Lines with a column \"file\". Files of which it "
           "says something else than at the update before are read again")
        ->type_name("FILE");
}

void add_index_options(CLI::App& app, IndexOptions& options, TypedOptions& typed) {
    app.add_option(
           "-d,--index", typed.index,
           "Folder of the index (default: $DATELINE_INDEX, else $XDG_DATA_HOME/dateline/index)")
        ->envname("DATELINE_INDEX")
        ->type_name("DIR");
    app.add_flag("--rebuild", options.rebuild, "Start over instead of updating the index");
    app.add_flag(
        "--prune", options.prune,
        "When updating, remove articles whose file does not have them any more, or is gone: below "
        "folders among PATH, or named itself. A folder that is missing or empty (a disk that is "
        "not mounted) loses nothing");
    app.add_option("--delete", options.deleted,
                   "Remove the article with this id, and do not take it from the inputs of this "
                   "run; may be repeated")
        ->type_name("ID")
        ->allow_extra_args(false);
    app.add_flag(
        "--wait", typed.wait,
        "If another process writes the index, wait until it has finished, or for --wait=SECONDS");
    app.add_flag(
        "--check", typed.check,
        "Look for errors in the index, and write nothing. The tables have no checksums: a "
        "flipped bit that leaves them readable, as in a word of a stored text, is not seen");
    app.add_flag("--info", typed.info, "Tell what the index is and holds (also with --stats json)");
    app.add_flag("--vacuum", typed.vacuum,
                 "Remove what writers that died have left, and join what updates have added into "
                 "one compact whole");
}

// What articles are read as, and what is found in them.
void add_article_options(CLI::App& app, IndexOptions& options, TypedOptions& typed) {
    app.add_option(
           "--language", options.language,
           "Language of the stems (default: english, and when updating, as before; none: no "
           "stems)")
        ->type_name("NAME");
    app.add_option("--field", typed.fields,
                   "Read FIELD (id, title, body, date, url, source) from the input's field NAME")
        ->type_name("FIELD=NAME")
        ->allow_extra_args(false);
    app.add_option("--facet-field", options.facet_fields,
                   "Make the metadata field NAME a filter and a facet (default: none, and when "
                   "updating, as before)")
        ->type_name("NAME")
        ->allow_extra_args(false);
    app.add_option("--assume-date", typed.assumed_date,
                   "Publication date of articles that have none, marked as assumed")
        ->type_name("DATE");
    app.add_option("--date-from", typed.date_from,
                   "mtime: the file's time dates articles that have no other evidence")
        ->check(CLI::IsMember({"mtime"}))
        ->type_name("WHAT");
    app.add_option("--mentions", typed.mentions,
                   "off: dates that articles mention are not looked for, which saves a tenth of "
                   "the time; mentions: then finds nothing")
        ->check(CLI::IsMember({"on", "off"}));
    app.add_flag("--timexes", options.timexes_only,
                 "Print the time expressions as JSON Lines and write no index");
    app.add_option("--timex-mode", typed.timex_mode,
                   "What relative dates count from: news (the article's date), narrative (the last "
                   "date mentioned) or auto")
        ->check(CLI::IsMember({"news", "narrative", "auto"}));
}

void add_work_options(CLI::App& app, IndexOptions& options, TypedOptions& typed) {
    app.add_option("-j,--threads", options.threads, "Threads (default: one for each processor)")
        ->check(CLI::Range(1, 256))
        ->type_name("N");
    app.add_option("--memory", options.memory,
                   "Memory to work in, e.g. 256M (default: an eighth of the machine's)")
        ->transform(CLI::AsSizeValue(false))
        ->type_name("SIZE");
    app.add_option("--max-size", options.max_record,
                   "Skip articles larger than this (default: 64M)")
        ->transform(CLI::AsSizeValue(false))
        ->type_name("SIZE");
    app.add_option("--max-ratio", options.max_ratio,
                   "Stop reading a compressed input that unpacks to more than N times its size "
                   "(default: 250)")
        ->check(CLI::Range(1.0, 1e9))
        ->type_name("N");
    app.add_option("--copies", typed.copies,
                   "Tell near-copies of a story and date articles by them: on or off (default: on; "
                   "when updating, as before)")
        ->check(CLI::IsMember({"on", "off"}));
    app.add_option("--repeated-lines", typed.repeated_lines,
                   "Look for lines that a source repeats in many articles: on (default) or off; "
                   "an update goes by what the rebuild found")
        ->check(CLI::IsMember({"on", "off"}));
    app.add_option("--report", options.report,
                   "Write what was found in each input that is read to FILE, as JSON Lines")
        ->type_name("FILE");
    app.add_flag("--dry-run", options.dry_run,
                 "Do everything but write the index; problems, summary and report are as if");
    app.add_option("--writer", typed.writer,
                   "How to write a new index: auto, bulk or api (Xapian's own, slower)")
        ->check(CLI::IsMember({"auto", "bulk", "api"}));
    app.add_option("--stats", typed.stats, "Form of the summary: text or json (on standard output)")
        ->check(CLI::IsMember({"text", "json"}));
    app.add_flag("-q,--quiet", options.quiet,
                 "No progress and no summary; problems are still reported");
}

// ---- What they make

// Throws for options that exclude each other, and for a run without anything to do.
void check_combinations(const IndexOptions& options) {
    const bool inputs = !options.paths.empty() || !options.files0_from.empty() ||
                        !options.deleted.empty() || options.prune || options.rebuild;
    if (options.upkeep != Upkeep::None && inputs) {
        throw CLI::ValidationError("--check, --info and --vacuum",
                                   "read and remove no articles: give no PATH with them");
    }
    const bool no_paths = options.paths.empty() && options.files0_from.empty();
    if (options.prune && no_paths)
        throw CLI::ValidationError("--prune", "give the folders as PATH of which files are gone");
    if (options.upkeep == Upkeep::None && no_paths && options.deleted.empty())
        throw CLI::RequiredError("PATH");
    if (options.rebuild && !options.deleted.empty()) {
        throw CLI::ValidationError("--delete and --rebuild",
                                   "a rebuild has what the inputs have: leave one out");
    }
}

// Checks what was typed and puts what it stands for into the options.
void read_values(const CLI::App& app, const TypedOptions& typed, IndexOptions& options) {
    if (typed.check + typed.info + typed.vacuum > 1)
        throw CLI::ValidationError("--check, --info and --vacuum", "one at a time");
    options.upkeep = typed.check    ? Upkeep::Check
                     : typed.info   ? Upkeep::Info
                     : typed.vacuum ? Upkeep::Vacuum
                                    : Upkeep::None;
    check_combinations(options);
    if (app.count("--wait") > 0) {
        options.wait.emplace();
        if (typed.wait != "true")
            *options.wait = parse_wait(typed.wait);  // "true": no SECONDS given
    }
    for (const std::string& pair : typed.fields)
        add_field_name(pair, options.reading.fields);
    if (!typed.format.empty()) options.reading.format = format_of_name(typed.format);
    if (!typed.assumed_date.empty()) options.assumed_date = assumed_day(typed.assumed_date);
    options.language_given = app.count("--language") > 0;
    options.language = Stemmer(options.language).language();
    if (app.count("--index") > 0 && typed.index.empty())
        throw CLI::ValidationError("--index", "the name of the folder is empty");
    options.directory = options.timexes_only ? "" : resolve_index_directory(typed.index);
    if (options.quiet) {
        options.stats = StatsFormat::None;
    } else if (typed.stats == "json") {
        options.stats = StatsFormat::Json;
    }
    options.repeated_lines = typed.repeated_lines == "on";
    if (!typed.copies.empty()) options.copies = typed.copies == "on";
    options.mentions = typed.mentions == "on";
    options.timex_mode = typed.timex_mode == "news"        ? TimexMode::News
                         : typed.timex_mode == "narrative" ? TimexMode::Narrative
                                                           : TimexMode::Auto;
    options.date_from_mtime = typed.date_from == "mtime";
    options.writer = typed.writer == "api"    ? WriterKind::Api
                     : typed.writer == "bulk" ? WriterKind::Bulk
                                              : WriterKind::Auto;
}

}  // namespace

ParsedOptions parse_index_options(int argc, char** argv) {
    ParsedOptions parsed;
    IndexOptions& options = parsed.options;
    options.memory = default_memory();
    options.threads = std::max(1u, std::thread::hardware_concurrency());
    TypedOptions typed;
    CLI::App app("Builds and updates an index of news articles for dateline-search.",
                 "dateline-index");
    app.set_version_flag("--version", std::string("dateline-index ") + DATELINE_VERSION);
    add_input_options(app, options, typed);
    add_index_options(app, options, typed);
    add_article_options(app, options, typed);
    add_work_options(app, options, typed);
    add_config_option(app, typed.no_config);
    add_generate_option(app, typed.generated);
    let_last_count(app);
    // What belongs to one run is not for the configuration file.
    for (const char* name : {"PATH", "--rebuild", "--prune", "--delete", "--timexes", "--report",
                             "--dry-run", "--check", "--info", "--vacuum"})
        app.get_option(name)->configurable(false);
    app.footer(
        "Exit status: 0 all indexed, 1 something was skipped, 2 nothing was written (or only the "
        "output could not be), 75 the index is being written by another process.");
    try {
        app.parse(argc, argv);
        if (!typed.generated.empty()) {
            CommandHints hints;
            hints.files = true;
            print_generated(app, typed.generated, hints);
            parsed.exit_status = 0;
            return parsed;
        }
        if (!typed.no_config) apply_config(app, read_config(config_path(), "dateline-index"));
        read_values(app, typed, options);
    } catch (const CLI::ParseError& error) {
        parsed.exit_status = print_parse_result(app, error) == 0 ? 0 : 2;
    }
    return parsed;
}

}  // namespace dateline
