#include "indexer/maintenance/maintenance.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <ostream>
#include <sstream>
#include <vector>

#include <nlohmann/json.hpp>
#include <xapian.h>

#include "common/error.h"
#include "common/record.h"
#include "common/schema.h"
#include "common/text.h"
#include "indexer/build.h"
#include "indexer/copies/sketches.h"
#include "indexer/maintenance/apart.h"
#include "indexer/reporting/summary.h"
#include "indexer/update/file_states.h"
#include "indexer/update/shards.h"

namespace dateline {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::uint64_t bytes_of(const std::string& path) {
    std::error_code code;
    if (!fs::is_directory(path, code)) {
        const std::uintmax_t size = fs::file_size(path, code);
        return code ? 0 : size;
    }
    std::uint64_t bytes = 0;
    for (const auto& entry : fs::directory_iterator(path, code)) {
        if (!entry.is_regular_file(code)) continue;
        const std::uintmax_t size = entry.file_size(code);
        if (!code) bytes += size;
    }
    return bytes;
}

std::uint64_t bytes_of(const std::vector<std::string>& paths) {
    std::uint64_t bytes = 0;
    for (const std::string& path : paths)
        bytes += bytes_of(path);
    return bytes;
}

IndexState require_state(const std::string& directory) {
    open_index(directory);  // says what is wrong and what to do
    return current_state(directory).value();
}

void print(const Json& json, std::ostream& out) {
    out << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

// ---- Check

// Xapian opens tables whose structure it checks as if to write.
bool may_check_structure(const std::string& shard) {
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(shard, code)) {
        if (access(entry.path().c_str(), W_OK) != 0) return false;
    }
    return true;
}

// Errors of one state of the index, as sentences.
class Checker {
public:
    explicit Checker(const IndexState& state) : state_(state) {}

    std::vector<std::string> run() {
        for (const std::string& shard : state_.shards)
            check_apart(shard, [&] { check_shard(shard); });
        if (errors_.empty()) check_apart(state_.shards.front(), [&] { check_ids(); });
        if (errors_.empty() && !state_.stories.empty())
            check_apart(state_.stories, [&] { check_stories(); });
        bool damaged = false;
        FileStates::read(state_.files, damaged);
        if (damaged) add(state_.files, "the states of input files are damaged; an update mends it");
        return errors_;
    }

private:
    void add(const std::string& path, const std::string& what) {
        errors_.push_back(path + ": " + what);
    }

    // Does one of the checks below. Xapian does not survive all that damaged tables may hold.
    void check_apart(const std::string& path, const std::function<void()>& check) {
        try {
            const std::vector<std::string> found = run_apart([&] {
                errors_.clear();
                check();
                return errors_;
            });
            errors_.insert(errors_.end(), found.begin(), found.end());
        } catch (const Error& error) {
            add(path, error.what());
        }
    }

    void check_shard(const std::string& shard) {
        if (!may_check_structure(shard)) {
            read_tables(shard);
            return;
        }
        std::ostringstream told;
        const std::size_t count = Xapian::Database::check(shard, 0, &told);
        if (count > 0) {
            add(shard, std::to_string(count) + " errors of structure");
            std::istringstream lines(told.str());
            for (std::string line; std::getline(lines, line);) {
                if (!line.empty()) add(shard, line);
            }
            return;
        }
        check_contents(shard);
    }

    // Instead of Xapian's check: that everything can be read, in the order of keys.
    void read_tables(const std::string& shard) {
        const Xapian::Database database(shard);
        for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
            Xapian::doccount documents = 0;
            for (auto at = database.postlist_begin(*term); at != database.postlist_end(*term);
                 ++at) {
                ++documents;
                for (auto place = at.positionlist_begin(); place != at.positionlist_end();
                     ++place) {
                }
            }
            if (documents != term.get_termfreq()) {
                add(shard, "the term \"" + *term + "\" has " + std::to_string(documents) +
                               " articles, but counts " + std::to_string(term.get_termfreq()));
            }
        }
        check_contents(shard);
    }

    void check_contents(const std::string& shard) {
        const Xapian::Database database(shard);
        const Xapian::Database first(state_.shards.front());
        for (const std::string_view key : {kMetaSchema, kMetaLanguage, kMetaOptions}) {
            const std::string value = database.get_metadata(std::string(key));
            if (value != first.get_metadata(std::string(key)))
                add(shard, std::string(key) + " is not as in the first shard: " + value);
        }
        check_records(shard, database);
    }

    void check_records(const std::string& shard, const Xapian::Database& database) {
        Xapian::doccount count = 0;
        for (auto at = database.postlist_begin(""); at != database.postlist_end(""); ++at) {
            ++count;
            try {
                const Article article = decode_record(database.get_document(*at).get_data());
                auto term = database.termlist_begin(*at);
                term.skip_to(std::string(kIdPrefix));
                if (term == database.termlist_end(*at) ||
                    *term != make_term(kIdPrefix, article.id)) {
                    add(shard, "document " + std::to_string(*at) + " is not found by its id");
                }
            } catch (const Error& error) {
                add(shard, "document " + std::to_string(*at) + ": " + error.what());
            }
        }
        if (count != database.get_doccount()) {
            add(shard, "has " + std::to_string(count) + " articles, but counts " +
                           std::to_string(database.get_doccount()));
        }
    }

    // That every id is that of one article.
    void check_ids() {
        Xapian::Database all;
        for (const std::string& shard : state_.shards)
            all.add_database(Xapian::Database(shard));
        const std::string prefix(kIdPrefix);
        for (auto term = all.allterms_begin(prefix); term != all.allterms_end(prefix); ++term) {
            if (term.get_termfreq() == 1) continue;
            add(state_.shards.front(), "the id \"" + (*term).substr(prefix.size()) + "\" has " +
                                           std::to_string(term.get_termfreq()) + " articles");
        }
    }

    // That every article has a sketch, and the stories have articles that are there. (They are read
    // when the index is opened.)
    void check_stories() {
        const StoryMap stories = StoryMap::read(state_.stories);
        std::size_t found = 0;
        for (std::size_t i = 0; i < state_.shards.size(); ++i) {
            const std::string& shard = state_.shards[i];
            std::vector<bool> missing;
            for (const Xapian::docid document : documents_of(Xapian::Database(shard))) {
                missing.resize(std::size_t{document} + 1);
                missing[document] = true;
                const auto number = number_among(state_.shards.size(), i, document);
                if (stories.story_of(number) != StoryMap::kAlone) ++found;
            }
            try {
                for_each_sketch(sketches_of(shard), [&](std::uint32_t document, std::string_view) {
                    if (document < missing.size()) missing[document] = false;
                });
                const auto count = std::count(missing.begin(), missing.end(), true);
                if (count > 0) add(shard, std::to_string(count) + " articles have no sketch");
            } catch (const Error& error) {
                add(shard, error.what());
            }
        }
        if (found != stories.size() + stories.repeats()) {
            add(state_.stories, "stories have " +
                                    std::to_string(stories.size() + stories.repeats()) +
                                    " articles, of which the index has " + std::to_string(found));
        }
    }

    const IndexState& state_;
    std::vector<std::string> errors_;
};

int check(const IndexOptions& options, std::ostream& out, std::ostream& err) {
    IndexState state;
    std::vector<std::string> errors;
    do {  // what a writer replaces meanwhile cannot be judged
        state = require_state(options.directory);
        errors = Checker(state).run();
    } while (!errors.empty() && current_state(options.directory) != state);
    const Xapian::doccount articles =
        errors.empty() ? open_index(options.directory).database.get_doccount() : 0;
    for (const std::string& error : errors)
        err << "dateline-index: " << printable(error) << '\n';
    if (!errors.empty()) {
        err << "  try: rebuild it with: dateline-index --rebuild --index "
            << printable(options.directory) << " PATH...\n";
    }
    const bool structure =
        std::all_of(state.shards.begin(), state.shards.end(), may_check_structure);
    if (options.stats == StatsFormat::Json) {
        print({{"index", to_valid_utf8(options.directory)},
               {"errors", errors},
               {"structure_checked", structure},
               {"articles", articles},
               {"shards", state.shards.size()}},
              out);
    } else if (options.stats == StatsFormat::Text && errors.empty()) {
        out << "no error found: " << articles << " articles, " << megabytes(bytes_of(state.shards))
            << " in " << printable(options.directory) << '\n';
        if (!structure) {
            out << "  all was read, but the structure of tables is only checked by who may write "
                   "them\n";
        }
    }
    return errors.empty() ? kExitAllIndexed : kExitFailed;
}

// ---- Info

// "20240508" -> "2024-05-08"
std::string day_text(const std::string& digits) {
    if (digits.size() != 8) return digits;
    return digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2);
}

Json info_json(const IndexOptions& options) {
    const IndexState state = require_state(options.directory);
    const OpenIndex index = open_index(options.directory);
    bool damaged = false;
    const FileStates files = FileStates::read(state.files, damaged);
    Json json;
    json["index"] = to_valid_utf8(options.directory);
    json["articles"] = index.database.get_doccount();
    json["stories"] = state.stories.empty()
                          ? Json()
                          : Json(index.database.get_doccount() - index.stories->repeats());
    json["undated"] = index.database.get_termfreq(std::string(kUndatedTerm));
    json["published_from"] = day_text(index.database.get_value_lower_bound(kSlotPublished));
    json["published_to"] = day_text(index.database.get_value_upper_bound(kSlotPublished));
    json["average_words"] = index.database.get_average_length();
    json["schema"] = index.info.schema;
    json["language"] = index.info.language;
    json["written_by"] = "dateline-index " + index.info.tool;
    Json built_with = Json::parse(index.info.options, nullptr, false);
    json["options"] = built_with.is_discarded() ? Json(index.info.options) : built_with;
    json["shards"] = Json::array();
    for (const std::string& path : state.shards) {
        const Xapian::Database shard(path);
        json["shards"].push_back({{"name", fs::path(path).filename().string()},
                                  {"articles", shard.get_doccount()},
                                  {"bytes", bytes_of(path)},
                                  {"commits", shard.get_revision()}});
    }
    json["files"] = files.size();
    json["index_bytes"] = index_bytes(options.directory);
    json["leftover_bytes"] = bytes_of(find_leftovers(options.directory));
    const auto holder = lock_holder(options.directory);
    json["writer"] = holder ? Json(to_valid_utf8(*holder)) : Json();
    return json;
}

int info(const IndexOptions& options, std::ostream& out) {
    const Json json = info_json(options);
    if (options.stats == StatsFormat::Json) {
        print(json, out);
        return kExitAllIndexed;
    }
    const auto text = [&](const char* key) { return printable(json[key].get<std::string>()); };
    const std::uint64_t articles = json["articles"];
    out << text("index") << '\n'
        << "  articles    " << articles << ", " << json["undated"] << " of them undated\n";
    if (json["stories"].is_null()) {
        out << "  stories     not told (--copies off)\n";
    } else {
        out << "  stories     " << json["stories"] << '\n';
    }
    if (!text("published_from").empty()) {
        out << "  published   " << text("published_from") << " to " << text("published_to") << '\n';
    }
    out << "  language    " << text("language") << '\n'
        << "  schema      " << json["schema"] << ", " << text("written_by") << '\n'
        << "  options     "
        << printable(json["options"].dump(-1, ' ', false, Json::error_handler_t::replace)) << '\n'
        << "  files       " << json["files"] << " recorded\n"
        << "  size        " << megabytes(json["index_bytes"]) << " in " << json["shards"].size()
        << (json["shards"].size() == 1 ? " shard\n" : " shards\n");
    for (const Json& shard : json["shards"]) {
        out << "    " << shard["name"].get<std::string>() << "  " << shard["articles"]
            << " articles, " << megabytes(shard["bytes"]) << '\n';
    }
    if (json["leftover_bytes"] > 0) {
        out << "  left over   " << megabytes(json["leftover_bytes"])
            << ": the next writer, or --vacuum, removes it\n";
    }
    if (!json["writer"].is_null()) out << "  written by  " << text("writer") << " just now\n";
    return kExitAllIndexed;
}

// ---- Vacuum

int vacuum(const IndexOptions& options, const WriterLock::KeepWaiting& keep_waiting,
           std::ostream& out) {
    require_state(options.directory);
    const WriterLock lock(options.directory, keep_waiting);
    const IndexState state = require_state(options.directory);
    const std::uint64_t before =
        bytes_of(find_leftovers(options.directory)) + index_bytes(options.directory);
    remove_leftovers(options.directory);
    // A shard of one commit is as it was written: compact.
    if (state.shards.size() > 1 || Xapian::Database(state.shards.front()).get_revision() > 1) {
        Unpublished merged(next_generation(options.directory));
        merge_shards(state.shards, merged.path());
        const Xapian::doccount articles = open_index(options.directory).database.get_doccount();
        if (Xapian::Database(merged.path()).get_doccount() != articles) {
            throw Error("the shards could not be joined; the index is as it was before",
                        "use --rebuild");
        }
        std::optional<Unpublished> stories;
        if (!state.stories.empty()) {
            std::vector<std::vector<Xapian::docid>> documents;
            for (const std::string& shard : state.shards)
                documents.push_back(documents_of(Xapian::Database(shard)));
            stories.emplace(next_stories(options.directory));
            moved_stories(StoryMap::read(state.stories), documents, {merged.path()})
                .write(stories->path());
        }
        publish(options.directory, {{merged.path()}, state.files, stories ? stories->path() : ""});
    }
    const std::uint64_t after = index_bytes(options.directory);
    if (options.stats == StatsFormat::Json) {
        print({{"index", to_valid_utf8(options.directory)},
               {"bytes_before", before},
               {"bytes", after},
               {"shards_before", state.shards.size()},
               {"shards", 1}},
              out);
    } else if (options.stats == StatsFormat::Text) {
        out << megabytes(after) << " in " << printable(options.directory) << ", "
            << megabytes(before > after ? before - after : 0) << " freed\n";
    }
    return kExitAllIndexed;
}

}  // namespace

std::uint64_t index_bytes(const std::string& directory) {
    const auto state = current_state(directory);
    if (!state) return 0;
    std::uint64_t bytes = bytes_of(state->shards);
    for (const std::string& file : {state->files, state->stories}) {
        if (!file.empty()) bytes += bytes_of(file);
    }
    return bytes;
}

int run_upkeep(const IndexOptions& options, const WriterLock::KeepWaiting& keep_waiting,
               std::ostream& out, std::ostream& err) {
    switch (options.upkeep) {
        case Upkeep::Check:
            return check(options, out, err);
        case Upkeep::Info:
            return info(options, out);
        default:
            return vacuum(options, keep_waiting, out);
    }
}

}  // namespace dateline
