#include "indexer/reporting/report.h"

#include <cerrno>
#include <cstring>
#include <unordered_map>
#include <utility>

#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/record.h"
#include "common/text.h"
#include "indexer/readers/format.h"

namespace dateline {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string without_brace(const Json& json) {
    std::string text = dump(json);
    text.pop_back();
    return text;
}

Json problems_json(const std::vector<Problem>& problems) {
    Json list = Json::array();
    for (const Problem& problem : problems)
        list.push_back(problem.message + (problem.hint.empty() ? "" : " (" + problem.hint + ")"));
    return list;
}

// What a zone begins with, enough to find it by.
std::string begin_of(std::string_view text) {
    constexpr std::size_t kShown = 80;
    if (text.size() <= kShown) return std::string(text);
    return std::string(text.substr(0, utf8_prefix_length(text, kShown))) + "…";
}

Json zones_json(const Article& article) {
    Json list = Json::array();
    for (const ZoneSpan& span : article.zones) {
        const std::string_view body = article.body;
        list.push_back({{"zone", zone_name(span.zone)},
                        {"begin", span.begin},
                        {"end", span.end},
                        {"text", begin_of(body.substr(span.begin, span.end - span.begin))}});
    }
    return list;
}

Json date_json(const DateEvidence& date) {
    return {{"date", format_date(date.interval)},
            {"source", date_source_name(date.source)},
            {"confidence", date.confidence},
            {"text", date.text}};
}

// What is published, and all evidence of it.
void put_dates(const std::vector<DateEvidence>& dates, Json& json) {
    json["date"] = dates.empty() ? Json(nullptr) : Json(format_date(dates.front().interval));
    json["date_evidence"] = Json::array();
    for (const DateEvidence& date : dates)
        json["date_evidence"].push_back(date_json(date));
}

std::string_view outcome_name(Outcome outcome) {
    switch (outcome) {
        case Outcome::Added:
            return "added";
        case Outcome::Changed:
            return "changed";
        case Outcome::Deleted:
            return "deleted";
        case Outcome::LeftOut:
            return "ignored";
        case Outcome::Unchanged:
            break;
    }
    return "unchanged";
}

[[noreturn]] void fail(const std::string& path) {
    throw Error("cannot write the report " + printable(path) + ": " + std::strerror(errno));
}

void write(std::FILE* file, const void* bytes, std::size_t size, const std::string& path) {
    if (size > 0 && std::fwrite(bytes, 1, size, file) != size) fail(path);
}

bool read(std::FILE* file, void* bytes, std::size_t size) {
    return std::fread(bytes, 1, size, file) == size;
}

}  // namespace

std::string describe_input(const ReadArticle& read) {
    const Article& article = read.article;
    Json json;
    json["id"] = article.id.empty() ? Json(nullptr) : Json(article.id);
    json["file"] = read.origin->path;
    if (read.line > 0) json["line"] = read.line;
    json["format"] = format_name(read.origin->format);
    json["charset"] = read.charset;
    if (read.ok) {
        json["title"] = article.title.empty() ? Json(nullptr) : Json(article.title);
        json["title_from"] = title_origin_name(article.title_origin);
        json["bytes"] = article.body.size();
        json["zones"] = zones_json(article);
        json["truncated"] = article.truncated;
        put_dates(article.dates, json);
        json["mentions"] = article.mentions.size();
        if (!article.source.empty()) json["source"] = article.source;
        if (!article.credits.empty()) json["credits"] = article.credits;
        if (!article.url.empty()) json["url"] = article.url;
        if (!article.language.empty()) json["language"] = article.language;
    }
    json["warnings"] = problems_json(read.problems);
    return without_brace(json);
}

ReportWriter::ReportWriter(std::string path)
    : path_(std::move(path)), out_(std::fopen(path_.c_str(), "wb")), waiting_(std::tmpfile()) {
    if (!out_ || !waiting_) fail(path_);
}

void ReportWriter::put(std::uint32_t document, const std::string& line, const std::string& dates) {
    write(waiting_.get(), &document, sizeof document, path_);
    for (const std::string* bytes : {&line, &dates}) {
        const auto size = static_cast<std::uint32_t>(bytes->size());
        write(waiting_.get(), &size, sizeof size, path_);
        write(waiting_.get(), bytes->data(), size, path_);
    }
}

void ReportWriter::add(const HandedArticle& article) {
    if (article.is_problem) {
        put(0, article.report);
        return;
    }
    const bool skipped = article.document == 0 && article.outcome != Outcome::Deleted &&
                         article.outcome != Outcome::LeftOut;
    const std::string_view status = skipped ? "skipped" : outcome_name(article.outcome);
    Article dated;
    dated.dates = article.dates;
    dated.yearless_dates = article.yearless_dates;
    put(article.document, article.report + ",\"status\":\"" + std::string(status) + '"',
        encode_record(dated));
}

void ReportWriter::add(const Problem& problem) {
    put(0, describe_problem(problem));
}

std::string describe_problem(const Problem& problem) {
    Json json;
    json["id"] = nullptr;
    json["file"] = problem.file;
    if (problem.line > 0) json["line"] = problem.line;
    json["warnings"] = problems_json({problem});
    json["status"] = problem.kind == Problem::Kind::Skipped   ? "skipped"
                     : problem.kind == Problem::Kind::Ignored ? "ignored"
                                                              : "warning";
    return without_brace(json);
}

// Calls `use(document, line, dates)` for what waits.
template <typename Use>
void ReportWriter::for_each(Use use) {
    if (std::fflush(waiting_.get()) != 0) fail(path_);
    std::rewind(waiting_.get());
    std::uint32_t document = 0;
    std::string line;
    std::string dates;
    while (read(waiting_.get(), &document, sizeof document)) {
        for (std::string* bytes : {&line, &dates}) {
            std::uint32_t size = 0;
            if (!read(waiting_.get(), &size, sizeof size)) fail(path_);
            bytes->resize(size);
            if (!read(waiting_.get(), bytes->data(), size)) fail(path_);
        }
        use(document, line, dates);
    }
}

void ReportWriter::finish(
    const StoryMap& stories, const std::function<std::string(std::uint32_t)>& id_of,
    const std::function<std::optional<DateEvidence>(std::uint32_t)>& date_by_copies) {
    std::unordered_map<std::uint32_t, std::string> ids;  // of the first articles of stories
    for_each([&](std::uint32_t document, const std::string& line, const std::string&) {
        const std::uint32_t story = stories.story_of(document);
        if (story == StoryMap::kAlone || stories.first(story) != document) return;
        ids[document] = Json::parse(line + "}")["id"].get<std::string>();
    });
    for_each([&](std::uint32_t document, std::string& line, const std::string& dates) {
        const std::uint32_t story = stories.story_of(document);
        if (document != 0 && story != StoryMap::kAlone) {
            if (const std::optional<DateEvidence> copied = date_by_copies(document)) {
                Article dated = decode_record(dates);
                set_date_by_copies(dated, copied);
                Json json = Json::parse(line + "}");
                put_dates(dated.dates, json);
                line = without_brace(json);
            }
            const auto members = stories.members(story);
            const std::uint32_t first = stories.first(story);
            const auto id = ids.find(first);
            line += ",\"story\":" + dump(id == ids.end() ? id_of(first) : id->second) +
                    ",\"story_articles\":" + std::to_string(members.size());
        } else if (document != 0) {
            line += ",\"story\":null,\"story_articles\":1";
        }
        line += "}\n";
        write(out_.get(), line.data(), line.size(), path_);
    });
    if (std::fclose(out_.release()) != 0) fail(path_);
}

}  // namespace dateline
