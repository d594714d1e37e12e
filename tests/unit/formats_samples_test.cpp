// Every format's sample in tests/data/formats, read whole and in pieces, packed and unpacked.
#include <string>

#include "common/date.h"
#include "tests/catch.h"
#include "tests/support/source_folder.h"
#include "tests/unit/formats_inputs.h"

namespace dateline {
namespace {

using test::read_inputs;
using test::ReadResult;
using test::ScratchFolder;

const std::string kSamples = testing::source_folder() + "/tests/data/formats/";

struct Expected {
    const char* file;
    std::size_t index;
    const char* id;
    const char* title;
    const char* date;  // first evidence; empty: none
    DateSource source;
    const char* publisher;
    const char* body;
};

const Expected kExpected[] = {
    {"plain.txt", 0, "plain.txt", "", "", DateSource::None, "",
     "Harbour pilots end their strike\n\nThe pilots of Port Amara went back to work on Tuesday: "
     "the "
     "port had promised them a fifth boat.\n"},
    {"headers.txt", 0, "headers.txt", "Harbour pilots end their strike", "2024-03-12",
     DateSource::Given, "Amara Courier",
     "The pilots of Port Amara went back to work on Tuesday.\n"},
    {"front_matter.md", 0, "front_matter.md", "Harbour pilots end their strike", "2024-03-12",
     DateSource::Given, "Amara Courier",
     "The pilots of Port Amara went back to work on Tuesday.\n\nWhat comes next\n\nA fifth boat, "
     "said the port.\n"},
    {"lines.jsonl", 1, "a2", "A fifth boat", "2024-03-13", DateSource::Given, "",
     "The port bought it."},
    {"array.json", 0, "a1", "Harbour pilots end their strike", "2024-03-12", DateSource::Given, "",
     "The pilots went back to work."},
    {"array.json", 1, "a2", "A fifth boat", "2024-03-13", DateSource::Given, "",
     "The port [of Amara] bought it: \"at last}\"."},
    {"table.csv", 0, "a1", "Harbour pilots, at last, end their strike", "2024-03-12",
     DateSource::Given, "", "The pilots went back to work.\r\nThe port had said \"yes\"."},
    {"table.csv", 1, "a2", "A fifth boat", "2024-03-13", DateSource::Given, "",
     "The port bought it."},
    {"table.tsv", 0, "a1", "Harbour pilots end their strike", "2024-03-12", DateSource::Given, "",
     "The pilots went back to work."},
    {"page.html", 0, "page.html", "Harbour pilots end their strike", "2024-03-12",
     DateSource::Markup, "Amara Courier",
     "Harbour pilots end their strike\n\nBy Nele Aster, 12 March\n\nThe pilots of Port Amara went "
     "back to work on Tuesday — the port had promised them a fifth boat.\n\n“We are tired,” said "
     "Jon Brack, a pilot for twenty years.\nHe sails at dawn.\n\nShips waiting: 14\nDays lost: 9"},
    {"docs.trec", 0, "AC-0001", "Harbour pilots end their strike", "2024-03-12", DateSource::Given,
     "", "The pilots went back to work & slept.\n\nThe port had promised them a fifth boat."},
    {"docs.trec", 1, "AC-0002", "A fifth boat", "", DateSource::None, "", "The port bought it."},
    {"stories.sgm", 0, "reuters-1", "HARBOUR PILOTS END STRIKE", "1987-02-26", DateSource::Given,
     "",
     "PORT AMARA, Feb 26 - The pilots went back to work, paying\n<Amara Towing Inc> nothing.\n "
     "Port"},
    {"story.xml", 0, "ac-77", "Harbour pilots end their strike", "2024-03-12", DateSource::Markup,
     "Amara Courier", "PORT AMARA - The pilots went back to work.\n\nA fifth boat will come."},
};

void check(const ReadResult& result, const Expected& expected, const std::string& id) {
    CAPTURE(expected.file, expected.index, result.problems);
    CHECK(result.problems.empty());
    REQUIRE(result.articles.size() > expected.index);
    const Article& article = result.articles[expected.index];
    CHECK(result.ids[expected.index] == id);
    CHECK(article.title == expected.title);
    CHECK(article.body == expected.body);
    CHECK(article.source == expected.publisher);
    CHECK(article.dates.empty() == std::string(expected.date).empty());
    if (!article.dates.empty()) {
        CHECK(format_date(article.dates[0].interval) == expected.date);
        CHECK(article.dates[0].source == expected.source);
        CHECK(!article.dates[0].text.empty());
        CHECK(article.dates[0].confidence >= 0.95);
    }
}

std::string contents(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST_CASE("formats: every sample is read as what it is") {
    for (const Expected& expected : kExpected)
        check(read_inputs({kSamples + expected.file}), expected, expected.id);
}

TEST_CASE("formats: articles without an id that begin on one line have ids of their own") {
    struct Case {
        const char* name;
        const char* bytes;
        std::vector<std::string> ids;
    };
    const Case cases[] = {
        {"one.json",
         R"([{"title":"A","text":"a"},{"title":"B","text":"b"},{"id":"own","text":"c"},{"text":"d"}])"
         "\n",
         {"one.json:1", "one.json:1.2", "own", "one.json:1.4"}},
        {"lines.json",
         "[{\"text\":\"a\"},\n{\"text\":\"b\"}, {\"text\":\"c\"},\n{\"text\":\"d\"}]",
         {"lines.json:1", "lines.json:2", "lines.json:2.2", "lines.json:3"}},
        {"feed.xml",
         "<rss><channel><title>News</title><item><title>A</title></item><item><title>B</title>"
         "</item></channel></rss>",
         {"feed.xml:1", "feed.xml:1.2"}},
        {"docs.trec",
         "<DOC><DOCNO></DOCNO><TEXT>a</TEXT></DOC><DOC><TEXT>b</TEXT></DOC>",
         {"docs.trec:1", "docs.trec:1.2"}},
    };
    const ScratchFolder folder;
    for (const Case& c : cases) {
        for (const std::size_t batch_records : {std::size_t{1}, std::size_t{100}}) {
            CAPTURE(c.name, batch_records);
            ReadLimits limits;
            limits.batch_records = batch_records;
            const ReadResult result = read_inputs({folder.write(c.name, c.bytes)}, limits);
            CHECK(result.problems.empty());
            CHECK(result.ids == c.ids);
        }
    }
}

TEST_CASE("formats: samples compressed and in archives read the same") {
    const ScratchFolder folder;
    for (const Expected& expected : kExpected) {
        const std::string bytes = contents(kSamples + expected.file);
        const std::string name = expected.file;
        for (const auto& [filter, ending] :
             {std::pair{ARCHIVE_FILTER_GZIP, ".gz"}, std::pair{ARCHIVE_FILTER_ZSTD, ".zst"},
              std::pair{ARCHIVE_FILTER_XZ, ".xz"}}) {
            const std::string path = folder.write(name + ending, test::compressed(filter, bytes));
            const std::string id = expected.id == name ? name + ending : expected.id;
            check(read_inputs({path}), expected, id);
        }
        for (const auto& [format, filter, archive] :
             {std::tuple{ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "a.zip"},
              std::tuple{ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE, "a.tar"},
              std::tuple{ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_ZSTD, "a.tar.zst"}}) {
            test::write_archive(folder.path(archive), format, filter,
                                {{"2024", "", AE_IFDIR}, {"2024/" + name, bytes}});
            const std::string id =
                expected.id == name ? std::string(archive) + "!2024/" + name : expected.id;
            check(read_inputs({folder.path(archive)}), expected, id);
        }
    }
}

TEST_CASE("formats: splitting does not depend on the size of batches or pieces") {
    for (const char* file :
         {"lines.jsonl", "array.json", "table.csv", "docs.trec", "stories.sgm"}) {
        CAPTURE(file);
        const std::string content = contents(kSamples + file);
        const ReadResult whole = read_inputs({kSamples + file});
        for (const std::size_t bytes : {1, 100, 300}) {
            ReadLimits limits;
            limits.batch_bytes = bytes;
            const ReadResult pieces = read_inputs({kSamples + file}, limits);
            CHECK(pieces.ids == whole.ids);
            REQUIRE(pieces.articles.size() == whole.articles.size());
            for (std::size_t i = 0; i < whole.articles.size(); ++i)
                CHECK(pieces.articles[i].body == whole.articles[i].body);
        }
        // Byte by byte.
        const FormatGuess guess = guess_format(content, file, default_field_names());
        const auto splitter = make_splitter(guess.format, ',');
        std::size_t begin = 0;
        std::size_t records = 0;
        for (std::size_t end = 0; end <= content.size();) {
            const Split split = splitter->step(std::string_view(content).substr(begin, end - begin),
                                               end == content.size());
            if (split.kind == Split::Kind::End) break;
            if (split.kind == Split::Kind::More) {
                ++end;
                continue;
            }
            CHECK(split.kind != Split::Kind::Broken);
            if (split.kind == Split::Kind::Record) ++records;
            begin += split.next;
        }
        CHECK(records == whole.articles.size());
    }
}

TEST_CASE("formats: in folders, files that are no articles are left out and named") {
    const ReadResult result = read_inputs({kSamples});
    CAPTURE(result.problems);
    CHECK(result.ignored == 0);
    REQUIRE(result.problems.size() == 3);
    CHECK(result.problems[0].find("I figures.csv: left out: a table without") == 0);
    CHECK(result.problems[1].find("I settings.json: left out: JSON without") == 0);
    CHECK(result.problems[2].find("I unknown.xml: left out: XML or SGML") == 0);
    CHECK(result.articles.size() == 15);
    for (const auto& [file, message] :
         {std::pair{"settings.json", "JSON without a field for title or text"},
          std::pair{"figures.csv", "a table without a column for title or text"},
          std::pair{"unknown.xml", "XML or SGML of an unknown kind"}}) {
        const ReadResult named = read_inputs({kSamples + file});
        REQUIRE(named.problems.size() == 1);
        CAPTURE(named.problems[0]);
        CHECK(named.problems[0].find(message) != std::string::npos);
    }
}

TEST_CASE("formats: --format reads a file against its name") {
    ReadSettings settings;
    settings.format = Format::Text;
    const ReadResult result = read_inputs({kSamples + "settings.json"}, {}, settings);
    REQUIRE(result.articles.size() == 1);
    CHECK(result.articles[0].body == contents(kSamples + "settings.json"));
}

TEST_CASE("formats: sidecars and manifests add metadata") {
    const ScratchFolder folder;
    folder.write("a.txt", "The pilots went back to work.\n");
    folder.write("a.txt.meta.json",
                 R"({"title": "From beside", "date": "2024-03-12", "desk": "port"})");
    folder.write("b.txt", "Date: 2023-01-01\nTitle: Own\n\nA fifth boat.\n");
    const std::string manifest =
        folder.write("m.csv",
                     "file,title,date,description\nb.txt,From the table,2024-03-13,Two boats\n"
                     ",x,2024-01-01,\n");
    std::vector<Problem> problems;
    ReadSettings settings;
    settings.manifest =
        std::make_shared<const Manifest>(Manifest::read(manifest, settings.fields, problems));
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].kind == Problem::Kind::Skipped);
    CHECK(problems[0].line == 3);
    CHECK(problems[0].message == "the row names no file");
    const ReadResult result =
        read_inputs({folder.path("a.txt"), folder.path("b.txt")}, {}, settings);
    CHECK(result.problems.empty());
    REQUIRE(result.articles.size() == 2);
    CHECK(result.articles[0].title == "From beside");
    CHECK(format_date(result.articles[0].dates.at(0).interval) == "2024-03-12");
    CHECK(result.articles[0].metadata == Metadata{{"desk", "port"}});
    CHECK(result.articles[1].title == "From the table");
    CHECK(result.articles[1].body == "A fifth boat.\n");
    CHECK(result.articles[1].metadata.back() == Metadata::value_type{"description", "Two boats"});
    CHECK(format_date(result.articles[1].dates.at(0).interval) == "2024-03-13");
    CHECK(result.articles[1].dates.at(0).source == DateSource::Given);
}

TEST_CASE("formats: rows of manifests and the files they name") {
    const ScratchFolder folder;
    for (const char* const name : {"in/five.txt", "in/sub/six.txt", "in/seven.txt", "in/eight.txt"})
        folder.write(name, "The ferry sailed.\n");
    test::write_archive(folder.path("in/pack.zip"), ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
                        {{"nine.txt", "The ferry sailed.\n"}, {"ten.txt", "It sailed.\n"}});
    std::vector<Problem> problems;
    ReadSettings settings;
    const auto use = [&](const std::string& name, const std::string& rows) {
        problems.clear();
        settings.manifest = std::make_shared<const Manifest>(
            Manifest::read(folder.write(name, "file,title\n" + rows), settings.fields, problems));
        std::string titles;
        for (const Article& article : read_inputs({folder.path("in")}, {}, settings).articles)
            titles += article.title.empty() ? "-" : article.title;
        return titles;  // of eight, five, nine, ten, seven, six
    };
    const auto unused = [&] {
        const auto found = settings.manifest->find_unused(find_inputs({folder.path("in")}).files);
        REQUIRE(found.size() <= 1);
        return found.empty() ? "" : std::to_string(found[0].line) + ": " + found[0].message;
    };
    // As in ids, with what means nothing in a path, absolute, and from the manifest's folder on.
    CHECK(use("in/.m.csv", "./five.txt,5\nsub/../sub/six.txt,6\n" + folder.path("in/seven.txt") +
                               ",7\n" + folder.path("in/pack.zip!ten.txt") +
                               ",X\npack.zip!nine.txt,9\n") == "-59X76");
    CHECK(unused().empty());
    CHECK(use("m.csv", "in/eight.txt,8\nin/pack.zip!ten.txt,X\n") == "8--X--");
    CHECK(unused().empty());
    CHECK(problems.empty());
    CHECK(use("m.csv", "in/eigth.txt,8\n") == "------");
    CHECK(unused() == "2: a row names none of the inputs: \"in/eigth.txt\"");
    CHECK(use("m.csv", "five.txt,5\nz.txt,z\na.txt,a\nin/five.txt!x,x\n") == "-5----");
    CHECK(unused() == "3: 2 rows name none of the inputs, the first one \"z.txt\"");
    CHECK(use("m.csv", "five.txt,5\n./five.txt,6\n") == "-5----");
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].line == 3);
    CHECK(problems[0].message == "the row names \"five.txt\", as line 2 does");
}

}  // namespace
}  // namespace dateline
