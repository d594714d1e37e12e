// Files found, read in batches, and parsed: the same records wherever the batches end.
#include "indexer/readers/input.h"

#include <fstream>
#include <tuple>
#include <utility>

#include "indexer/article_reader.h"
#include "indexer/readers/batch_reader.h"
#include "indexer/readers/parse.h"
#include "tests/catch.h"
#include "tests/support/temporary_folder.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

void write(const std::string& path, const std::string& text) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

std::string names(const InputList& list) {
    std::string text;
    for (const InputFile& file : list.files)
        text.append(text.empty() ? "" : " ").append(file.name);
    return text;
}

// Every record as "file:line:bytes", and problems as "file:line: message".
std::vector<std::string> records(const std::vector<InputFile>& files, ReadLimits limits,
                                 std::size_t* batches = nullptr) {
    BatchReader reader(files, std::move(limits));
    std::vector<std::string> result;
    std::vector<std::string> problems;
    Batch batch;
    std::uint64_t number = 0;
    while (reader.next(batch)) {
        CHECK(batch.number == number++);
        for (const RawRecord& record : batch.records) {
            REQUIRE(record.begin + record.size < batch.bytes.size());  // a byte to spare
            result.push_back(files[record.file].name + ":" + std::to_string(record.line) + ":" +
                             std::string(batch.bytes.view().substr(record.begin, record.size)));
        }
        for (const Problem& problem : batch.problems)
            problems.push_back(problem.file + ":" + std::to_string(problem.line));
    }
    if (batches) *batches = number;
    result.insert(result.end(), problems.begin(), problems.end());
    return result;
}

ParsedArticle parse(std::string line) {
    const std::size_t size = line.size();
    line += '\0';
    return parse_json_article(line.data(), size, default_field_names());
}

}  // namespace

TEST_CASE("input: folders are walked in the order of bytes", "[input]") {
    const TemporaryFolder folder;
    for (const std::string name :
         {"in/b.txt", "in/a/z.TXT", "in/a.txt", "in/B.jsonl", "in/c.jsonl.gz", "in/d.ndjson",
          "in/.hidden.txt", "in/.git/x.txt", "in/e.dat", "in/f.text", "in/é.txt", "in/txt"}) {
        write(folder / name, "x");
    }
    const InputList list = find_inputs({folder / "in"});
    CHECK(names(list) == "B.jsonl a.txt a/z.TXT b.txt c.jsonl.gz d.ndjson f.text é.txt");
    CHECK(list.problems.empty());
    CHECK(list.ignored >= 3);
    // A named file is read whatever it is called; the same file twice, once.
    const InputList named =
        find_inputs({folder / "in/e.dat", folder / "in", folder / "in/./a.txt"});
    CHECK(named.files.size() == 9);
    CHECK(named.files[0].name == "e.dat");
    REQUIRE(named.problems.size() == 1);
    CHECK(named.problems[0].message.find("twice") != std::string::npos);
    CHECK(find_inputs({folder / "missing"}).problems.size() == 1);
}

TEST_CASE("input: names that arguments have in common are made longer", "[input]") {
    const TemporaryFolder folder;
    for (const std::string name : {"w/2023/a.txt", "w/2024/a.txt", "w/2024/b.txt", "v/2024/a.txt",
                                   "v/x/a.txt", "u/a/a/a.txt", "u/a/a.txt", "u/b/a.txt"}) {
        write(folder / name, "x");
    }
    struct Case {
        std::vector<std::string> arguments;
        std::string names;
    };
    const std::string whole = std::string(folder / "").substr(1);
    const std::vector<Case> cases = {
        {{"w"}, "2023/a.txt 2024/a.txt 2024/b.txt"},
        {{"w/2023", "v/x"}, "w/2023/a.txt v/x/a.txt"},
        {{"w/2023", "w/2024"}, "2023/a.txt 2024/a.txt b.txt"},
        {{"w/2024/b.txt", "w/2023"}, "b.txt a.txt"},
        {{"w/2023", "w/2024", "v/x"}, "w/2023/a.txt w/2024/a.txt b.txt v/x/a.txt"},
        {{"u/a/a", "u/a/a.txt", "u/b"}, "a/a/a.txt a/a.txt b/a.txt"},
        {{"v/2024", "w/2023", "-"}, "v/2024/a.txt w/2023/a.txt stdin"},
        // What is made longer meets another, which has to give way.
        {{"w/2023", "w/2024/a.txt", "v"},
         "2023/a.txt " + whole + "w/2024/a.txt " + whole + "v/2024/a.txt x/a.txt"},
    };
    for (const Case& c : cases) {
        std::vector<std::string> arguments;
        for (const std::string& argument : c.arguments)
            arguments.push_back(argument == "-" ? argument : folder / argument);
        CHECK(names(find_inputs(arguments)) == c.names);
    }
}

TEST_CASE("input: links to folders that lead in circles end", "[input]") {
    const TemporaryFolder folder;
    write(folder / "in/a.txt", "x");
    std::filesystem::create_directory_symlink(folder / "in", folder / "in/loop");
    CHECK(names(find_inputs({folder / "in"})) == "a.txt");
}

TEST_CASE("input: records are the same whatever the size of a batch", "[input]") {
    const TemporaryFolder folder;
    std::string lines;
    for (int i = 0; i < 400; ++i)
        lines += "{\"id\":" + std::to_string(i) + ",\"x\":\"" + std::string(i * 37 % 501, 'x') +
                 "\"}" + (i % 5 == 0 ? "\r\n\n" : "\n");
    write(folder / "in/a.jsonl", lines);
    write(folder / "in/b.txt", std::string(3000, 'y'));
    write(folder / "in/c.jsonl", "one\n" + std::string(5000, 'z') + "\nthree");
    write(folder / "in/d.jsonl", "");
    write(folder / "in/e.jsonl", "\n\n \n");
    write(folder / "in/f.txt", "");
    const InputList list = find_inputs({folder / "in"});
    ReadLimits limits;
    limits.max_record = 4000;
    const std::vector<std::string> whole = records(list.files, limits);
    CHECK(whole.size() == 400 + 1 + 2 + 1 + 1);  // f.txt is an empty record; a problem at the end
    CHECK(whole.back().find("c.jsonl:2") != std::string::npos);
    for (const std::size_t size : {1, 2, 100, 1000, 4096, 100000, 300000}) {
        CAPTURE(size);
        limits.batch_bytes = size;
        std::size_t batches = 0;
        CHECK(records(list.files, limits, &batches) == whole);
        CHECK(batches >= 1);
    }
    limits.batch_bytes = 300000;
    for (const std::size_t most : {1, 2, 7, 100}) {
        CAPTURE(most);
        limits.batch_records = most;
        std::size_t batches = 0;
        CHECK(records(list.files, limits, &batches) == whole);
        CHECK(batches >= 404 / most);
    }
}

TEST_CASE("input: reading ends when it is told to", "[input]") {
    const TemporaryFolder folder;
    std::string lines;
    for (int i = 0; i < 1000; ++i)
        lines += "{\"id\":" + std::to_string(i) + ",\"body\":\"rain\"}\n";
    write(folder / "a.jsonl", lines);
    write(folder / "b.jsonl", lines);
    const InputList list = find_inputs({folder / "a.jsonl", folder / "b.jsonl"});
    int asked = 0;
    ReadLimits limits;
    limits.stop = [&] { return ++asked > 300; };
    const std::size_t count = records(list.files, limits).size();
    CHECK(count > 100);
    CHECK(count < 400);
    // The workers likewise, between records.
    BatchReader reader(list.files, {});
    Batch batch;
    REQUIRE(reader.next(batch));
    REQUIRE(batch.records.size() > 50);
    const IndexOptions options;
    int begun = 0;
    CHECK(ArticleReader(options).read(batch, [&] { return begun++ == 50; }).size() == 50);
}

TEST_CASE("input: a link beside its file is not another one", "[input]") {
    const TemporaryFolder folder;
    write(folder / "in/z/file.txt", "x");
    write(folder / "out/far.txt", "x");
    const auto link = [&](const std::string& to, const std::string& name) {
        std::filesystem::create_symlink(to, folder / name);
    };
    link("z/file.txt", "in/a.txt");
    link("z/file.txt", "in/b.txt");
    link("../out/far.txt", "in/c.txt");
    link("../out/far.txt", "in/d.txt");
    InputList list = find_inputs({folder / "in"});
    CHECK(names(list) == "c.txt z/file.txt");
    CHECK(list.problems.empty());
    CHECK(list.ignored == 3);
    // A name that was given counts, also that of a link.
    list = find_inputs({folder / "in/a.txt", folder / "in", folder / "out"});
    CHECK(names(list) == "a.txt far.txt");
    CHECK(list.problems.size() == 1);
}

TEST_CASE("input: JSON articles", "[input]") {
    struct Case {
        std::string line;
        std::string id, title, body;
        std::size_t problems;
    };
    const std::vector<Case> cases = {
        {R"({"id":"a","title":"T","body":"B"})", "a", "T", "B", 0},
        {R"({"_id":7,"text":"B"})", "7", "", "B", 0},
        {R"({"id":" a ","title":"  T\n","body":" B "})", "a", "T", " B ", 0},
        {R"({"body":["one","two"]})", "", "", "one\n\ntwo", 0},
        {R"({"title":null,"body":"B","n":1.50})", "", "", "B", 0},
        {R"({"title":"caf\u00e9 \ud83d\ude42","body":"\u0000x"})", "", "café 🙂", " x", 0},
        {"\xef\xbb\xbf{\"id\":\"a\"}", "a", "", "", 0},
        {"{\"title\":\"caf\xe9\"}", "", "café", "", 1},
        {R"({"id":"a","date":"2024-05-01"})", "a", "", "", 0},
        {R"({"id":"a","date":"soon"})", "a", "", "", 1},
    };
    for (const Case& c : cases) {
        const ParsedArticle parsed = parse(c.line);
        CAPTURE(c.line);
        CHECK(parsed.ok);
        CHECK(parsed.article.id == c.id);
        CHECK(parsed.article.title == c.title);
        CHECK(parsed.article.body == c.body);
        CHECK(parsed.problems.size() == c.problems);
        CHECK(parsed.charset ==
              (c.line.find('\xe9') == std::string::npos ? "UTF-8" : "WINDOWS-1252"));
    }
    const Metadata metadata =
        parse(R"({"id":1,"a":[1,"x",true,null,""],"b":{"c":{"d":2.50}},"body":"B"})")
            .article.metadata;
    CHECK(metadata == Metadata{{"a", "1"}, {"a", "x"}, {"a", "true"}, {"b.c.d", "2.50"}});
}

TEST_CASE("input: JSON has the usual names of fields, as tables have", "[input]") {
    struct Case {
        std::string line;
        std::string title, body, date, url, source;
        Metadata metadata;
    };
    const std::vector<Case> cases = {
        {R"({"title":"A","text":"b","published":"2020-01-01"})",
         "A",
         "b",
         "2020-01-01",
         "",
         "",
         {}},
        // A record of an agency's programming interface, and one of a crawl.
        {R"({"source":{"id":null,"name":"The Globe"},)"
         R"("author":"L. Kent","title":"A","description":"d",)"
         R"("url":"https://x.example/a","publishedAt":"2020-01-01T10:00:00Z","content":"b"})",
         "A",
         "b",
         "2020-01-01",
         "https://x.example/a",
         "The Globe",
         {{"author", "L. Kent"}, {"description", "d"}}},
        {R"({"authors":["L"],"date_download":"2021-05-05","date_publish":"2020-01-01 10:00:00",)"
         R"("maintext":"b","source_domain":"globe.example","title":"A",)"
         R"("link":"https://x.example/a"})",
         "A",
         "b",
         "2020-01-01",
         "https://x.example/a",
         "globe.example",
         {{"authors", "L"}, {"date_download", "2021-05-05"}}},
        {R"({"headline":{"main":"A"},"Content":["b","c"],"pub_date":"2020-01-01"})",
         "A",
         "b\n\nc",
         "2020-01-01",
         "",
         "",
         {}},
        // The plainest name counts, wherever it stands; the rest is kept.
        {R"({"subject":"S","headline":"H","content":"c","text":"b","site":"s","source":"S1"})",
         "H",
         "b",
         "",
         "",
         "S1",
         {{"subject", "S"}, {"content", "c"}, {"site", "s"}}},
        {R"({"title":"","headline":"H","body":null,"content":"c"})", "H", "c", "", "", "", {}},
        {R"({"title":"A","published":true,"date":"2020-01-01"})",
         "A",
         "",
         "2020-01-01",
         "",
         "",
         {{"published", "true"}}},
    };
    for (const Case& c : cases) {
        const ParsedArticle parsed = parse(c.line);
        CAPTURE(c.line);
        CHECK(parsed.problems.empty());
        CHECK(parsed.article.title == c.title);
        CHECK(parsed.article.body == c.body);
        CHECK(parsed.article.url == c.url);
        CHECK(parsed.article.source == c.source);
        CHECK(parsed.article.metadata == c.metadata);
        const auto& dates = parsed.article.dates;
        CHECK((dates.empty() ? "" : format_date(dates[0].interval)) == c.date);
    }
    for (const char* const text : {R"([{"headline": "A", "content": "b"}])",
                                   R"({"x": "title", "n": 1, "Article Text": "b"})"}) {
        CAPTURE(text);
        CHECK(guess_format(text, "a.json", default_field_names()).refusal.empty());
    }
    for (const char* const text : {R"({"x": "title", "n": [1, "text", "body"]})",
                                   R"({"a"title": 1)", R"({"open)", R"({"\)"}) {
        CAPTURE(text);
        CHECK_FALSE(guess_format(text, "a.json", default_field_names()).refusal.empty());
    }
}

TEST_CASE("input: JSON as programs write it", "[input]") {
    struct Case {
        std::string line;
        std::string id, title, body, date, url, source;
    };
    const std::vector<Case> cases = {
        // WordPress, Elasticsearch, MongoDB, the Guardian.
        {R"({"id":7,"date":"2020-01-01T10:00:00","guid":{"rendered":"https://x.example/?p=7"},)"
         R"("title":{"rendered":"A"},"content":{"rendered":"b","protected":false},)"
         R"("link":"https://x.example/a"})",
         "7", "A", "b", "2020-01-01", "https://x.example/a", ""},
        {R"({"_index":"n","_id":"e1","_source":{"id":"s1","title":"A","content":"b"}})", "e1", "A",
         "b", "", "", ""},
        {R"({"_id":{"$oid":"5f"},"title":"A","text":"b","date":{"$date":"2020-01-01T00:00:00Z"}})",
         "5f", "A", "b", "2020-01-01", "", ""},
        {R"({"title":"A","text":"b","date":{"$date":{"$numberLong":"1577836800000"}}})", "", "A",
         "b", "2020-01-01", "", ""},
        {R"({"webTitle":"A","fields":{"body":"b"},"webUrl":"https://x.example/a"})", "", "A", "b",
         "", "https://x.example/a", ""},
        // What is not wrapped counts more.
        {R"({"data":{"title":"Wrapped","text":"w"},"title":"A","text":"b"})", "", "A", "b", "", "",
         ""},
        // Parts of a text, without numbers.
        {R"({"title":"A","body":[{"type":"p","text":"b"},{"text":"c"}]})", "", "A", "b\n\nc", "",
         "", ""},
        {R"({"title":"A","contents":[{"content":"b"},{"content":1577836800000},{"content":"c"}]})",
         "", "A", "b\n\nc", "", "", ""},
        // Trafilatura's source is an address.
        {R"({"title":"A","text":"b","source":"https://x.example/a","source-hostname":"Globe"})", "",
         "A", "b", "", "https://x.example/a", "Globe"},
        {R"({"source":"https://x.example/s","url":"https://x.example/a","text":"b"})", "", "", "b",
         "", "https://x.example/a", ""},
        // What is no JSON, though programs write it.
        {R"({"title":"A","text":"b","score":NaN,"x":-Infinity,"y":[Infinity]})", "", "A", "b", "",
         "", ""},
    };
    for (const Case& c : cases) {
        const ParsedArticle parsed = parse(c.line);
        CAPTURE(c.line);
        CHECK(parsed.ok);
        CHECK(parsed.problems.empty());
        CHECK(parsed.article.id == c.id);
        CHECK(parsed.article.title == c.title);
        CHECK(parsed.article.body == c.body);
        CHECK(parsed.article.url == c.url);
        CHECK(parsed.article.source == c.source);
        const auto& dates = parsed.article.dates;
        CHECK((dates.empty() ? "" : format_date(dates[0].interval)) == c.date);
    }
}

TEST_CASE("input: characters that JSON has cut in half", "[input]") {
    const std::tuple<const char*, const char*, std::size_t> cases[] = {
        {R"({"title":"cut \ud83d"})", "cut \xef\xbf\xbd", 1},
        {R"({"title":"\ude42 \ud83d\ud83d\ude42"})", "\xef\xbf\xbd \xef\xbf\xbd🙂", 1},
        {R"({"title":"whole \ud83d\ude42 \\ud83d"})", "whole 🙂 \\ud83d", 0},
        {R"({"title":"\uD83D\u0041"})",
         "\xef\xbf\xbd"
         "A",
         1},
    };
    for (const auto& [line, title, problems] : cases) {
        const ParsedArticle parsed = parse(line);
        CAPTURE(line);
        CHECK(parsed.ok);
        CHECK(parsed.article.title == title);
        CHECK(parsed.problems.size() == problems);
    }
}

TEST_CASE("input: dates as metadata give them", "[input]") {
    const std::pair<const char*, const char*> cases[] = {
        {"2024-05-01", "2024-05-01"},
        {" May 1, 2024 ", "2024-05-01"},
        {"26-FEB-1987 15:01:01.79", "1987-02-26"},
        {"May 1, 1991, Wednesday, Home Edition", "1991-05-01"},
        {"910514", "1991-05-14"},
        {"1714521600", "2024-05-01"},
        {"1714607999.0", "2024-05-01"},
        {"1714521600000", "2024-05-01"},
        {"240501", "2024-05-01"},
        {"391231", "2039-12-31"},
        {"400101", "1940-01-01"},
        {"991231", "1999-12-31"},
        {"191012", ""},  // October 1910, or a day of 2019
        {"911314", ""},
        {"910532", ""},
        {"000000", ""},
        {"91051", ""},
        {"9105a4", ""},
        {"2024050110", ""},  // an hour, or a second of 2034
        {"0714521600", ""},
    };
    for (const auto& [text, date] : cases) {
        CAPTURE(text);
        const auto found = parse_metadata_date(text);
        CHECK((found ? format_date(*found) : "") == date);
    }
    const Article unknown = parse(R"({"body":"B","date":"some day","x":"y"})").article;
    CHECK(unknown.metadata == Metadata{{"x", "y"}});
    CHECK(unknown.date_notes == std::vector<std::string>{"\"some day\": not understood"});
}

TEST_CASE("input: JSON that is none is refused with the column", "[input]") {
    struct Case {
        std::string line;
        std::string message;
    };
    const std::vector<Case> cases = {
        {"x", "column 1:"},
        {"{\"a\":1,}", "column 8:"},
        {"{\"a\":\"b", "column "},
        {"[1]", "object"},
        {"\"text\"", "object"},
        {"{\"a\":1} x", "column "},
        {"{\"a\" 1}", "column 6:"},
        {"{\"a\":01}", "column "},
        {"{\"a\":" + std::string(100, '[') + std::string(100, ']') + "}", "deep"},
        {"{\"a\":" + std::string(1'000'000, '['), "deep"},
    };
    for (const Case& c : cases) {
        const ParsedArticle parsed = parse(c.line);
        CAPTURE(c.line.substr(0, 40));
        CHECK_FALSE(parsed.ok);
        REQUIRE(parsed.problems.size() == 1);
        CAPTURE(parsed.problems[0].message);
        CHECK(parsed.problems[0].message.find(c.message) != std::string::npos);
    }
}

TEST_CASE("input: text articles", "[input]") {
    CHECK(parse_text_article("Plain é").article.body == "Plain é");
    CHECK(parse_text_article("\xef\xbb\xbfMarked").article.body == "Marked");
    const ParsedArticle latin = parse_text_article("caf\xe9");
    CHECK(latin.ok);
    CHECK(latin.article.body == "café");
    CHECK(latin.problems.size() == 1);
    for (const std::string empty : {"", " ", "\n\r\t \n", "\xef\xbb\xbf"}) {
        const ParsedArticle parsed = parse_text_article(empty);
        CHECK_FALSE(parsed.ok);
        CHECK(parsed.problems.size() == 1);
    }
}
