#include "indexer/article_reader.h"

#include <sys/stat.h>

#include <algorithm>
#include <ctime>
#include <iterator>

#include <xxhash.h>

#include "indexer/cleaning/published.h"
#include "indexer/cleaning/repeated_lines.h"
#include "indexer/cleaning/titles.h"
#include "indexer/cleaning/zones.h"
#include "indexer/readers/parse.h"
#include "indexer/readers/splitter.h"
#include "indexer/temporal/tagger.h"

namespace dateline {
namespace {

// Copying, unpacking and fetching a file all give it a new time: not measured, and not to be
// trusted.
constexpr double kFileTimeConfidence = 0.2;

// The local day of the file's time; of an archive's member, the archive's. Nothing for standard
// input.
std::optional<Day> file_day(const std::string& path) {
    struct stat status {};
    std::string file = path;
    while (stat(file.c_str(), &status) != 0) {
        const std::size_t member = file.rfind('!');
        if (member == std::string::npos) return std::nullopt;
        file.resize(member);
    }
    std::tm local{};
    localtime_r(&status.st_mtim.tv_sec, &local);
    return make_day(local.tm_year + 1900, static_cast<unsigned>(local.tm_mon + 1),
                    static_cast<unsigned>(local.tm_mday));
}

}  // namespace

ReadArticle ArticleReader::parse_record_of(Batch& batch, const RawRecord& record) const {
    const auto& origin = batch.origins[record.origin];
    ReadArticle read = read_record(record, batch.begin_of(record), *origin);
    read.origin = origin;
    return read;
}

std::vector<ReadArticle> ArticleReader::parse(Batch& batch) const {
    std::vector<ReadArticle> articles;
    articles.reserve(batch.records.size());
    for (const RawRecord& record : batch.records)
        articles.push_back(parse_record_of(batch, record));
    return articles;
}

std::vector<ReadArticle> ArticleReader::read(Batch& batch, const Stop& stop) const {
    std::vector<ReadArticle> articles;
    articles.reserve(batch.records.size());
    for (const RawRecord& record : batch.records) {
        if (stop && stop()) break;
        articles.push_back(parse_record_of(batch, record));
        ReadArticle& read = articles.back();
        if (read.ok && (!read.existing || reads_existing_)) complete(read.article, *read.origin);
    }
    return articles;
}

ReadArticle ArticleReader::read_record(const RawRecord& record, char* bytes,
                                       const RecordOrigin& origin) const {
    ReadArticle read;
    read.file = record.file;
    read.line = record.line;
    std::uint64_t seed = origin.hash;
    if (options_.date_from_mtime) {
        if (const auto day = file_day(origin.path)) {
            const std::string text = format_day(*day);
            seed = XXH3_64bits_withSeed(text.data(), text.size(), seed);
        }
    }
    read.content_hash = XXH3_64bits_withSeed(bytes, record.size, seed);
    std::uint64_t hash_with_line =
        XXH3_64bits_withSeed(&record.line, sizeof record.line, read.content_hash);
    if (record.nth > 1)
        hash_with_line = XXH3_64bits_withSeed(&record.nth, sizeof record.nth, hash_with_line);
    if (existing_) {
        read.existing = existing_->find(read.content_hash);
        if (!read.existing) read.existing = existing_->find(hash_with_line);
        if (read.existing && !reads_existing_) return read;
    }
    ParsedArticle parsed = parse_record(bytes, record.size, origin, options_.reading.fields);
    read.ok = parsed.ok;
    read.charset = std::move(parsed.charset);
    if (origin.charset == "UTF-16") read.charset = origin.charset;
    read.article = std::move(parsed.article);
    read.problems = std::move(parsed.problems);
    if (!read.ok) {  // why is enough
        std::erase_if(read.problems, [](const Problem& problem) {
            return problem.kind == Problem::Kind::Warning;
        });
        const bool is_loss = std::any_of(
            read.problems.begin(), read.problems.end(),
            [](const Problem& problem) { return problem.kind == Problem::Kind::Skipped; });
        if (!is_loss) read.outcome = Outcome::LeftOut;
        return read;
    }
    Article& article = read.article;
    if (article.id.empty()) {
        article.id = id_of_place(origin.name, record);
        read.content_hash = hash_with_line;
    }
    if (article.title.empty() && article.body.empty()) {
        read.ok = false;
        read.problems.push_back({Problem::Kind::Skipped, "", 0, "neither title nor text",
                                 "name the fields with --field body=NAME"});
        return read;
    }
    return read;
}

void ArticleReader::complete(Article& article, const RecordOrigin& origin) const {
    if (article.title.empty()) take_title(article);
    const LinedText body(article.body);
    article.zones = classify_zones(body, article.title);
    if (options_.lines) {
        const std::string source = line_source(article);
        if (!source.empty()) {
            article.zones = options_.lines->add_repeated(source, article.body, article.zones);
        }
    }
    article.truncated = is_truncated(body, article.zones);
    article.credits = find_credits(body, article.zones);

    PublishedInput input;
    input.url = article.url;
    if (is_single(origin.format)) input.path = origin.name;  // a file of many articles dates none
    input.title = article.title;
    input.body = article.body;
    input.lines = &body;
    input.zones = &article.zones;
    input.known = std::move(article.dates);
    PublishedEvidence evidence = published_evidence(input);
    article.dates = std::move(evidence.dates);
    article.yearless_dates = std::move(evidence.yearless);
    article.date_notes.insert(article.date_notes.end(),
                              std::make_move_iterator(evidence.notes.begin()),
                              std::make_move_iterator(evidence.notes.end()));
    if (article.date_notes.size() > kMostNotes) article.date_notes.resize(kMostNotes);
    if (article.dates.empty() && options_.date_from_mtime) {
        if (const auto day = file_day(origin.path)) {
            article.dates.push_back(
                {day_interval(*day), DateSource::FileTime, kFileTimeConfidence, ""});
        }
    }
    if (article.dates.empty() && options_.assumed_date) {
        article.dates.push_back(
            {day_interval(*options_.assumed_date), DateSource::Assumed, 0.5, ""});
    }
    if (!options_.mentions) return;
    article.mentions = tag_timexes(article.body, document_date(article), options_.timex_mode);
    std::erase_if(article.mentions, [&](const Timex& mention) {
        return zone_at(article.zones, mention.begin) != Zone::Body;
    });
}

// The heading becomes the title. It leaves the body if it stands at its begin.
void ArticleReader::take_title(Article& article) {
    const std::optional<FoundTitle> found = find_title(article.body);
    if (!found) return;
    article.title = article.body.substr(found->begin, found->end - found->begin);
    article.title_origin = TitleOrigin::Heading;
    article.body.erase(0, found->body_begin);
}

// The date that relative expressions count from: one that is sure to the day, for a wrong one is
// worse than none.
std::optional<Day> ArticleReader::document_date(const Article& article) {
    if (article.dates.empty()) return std::nullopt;
    const DateEvidence& date = article.dates.front();
    const bool sure = date.confidence >= kSureDate || date.source == DateSource::Assumed;
    if (date.interval.granularity != Granularity::Day || !sure) return std::nullopt;
    return date.interval.first;
}

}  // namespace dateline
