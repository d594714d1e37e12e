#include "searcher/batch/batch_reader.h"

#include <sstream>
#include <streambuf>
#include <string>
#include <vector>

#include "tests/catch.h"

using namespace dateline;

namespace {

std::vector<BatchRecord> read_all(const std::string& input,
                                  std::optional<BatchFormat> format = std::nullopt,
                                  TopicFields fields = {}) {
    std::istringstream stream(input);
    BatchQueryReader reader(stream, {format, fields});
    std::vector<BatchRecord> records;
    while (auto record = reader.next())
        records.push_back(std::move(*record));
    return records;
}

// A record as one line: "line id|text" with what is not the default after it, or "line id!error".
std::string show(const BatchRecord& record) {
    std::string text = std::to_string(record.query.line) + " " + record.query.id;
    if (!record.ok()) return text + "!" + record.error;
    text += "|" + record.query.text;
    if (record.query.plain) text += "|plain";
    if (record.query.limit) text += "|limit " + std::to_string(*record.query.limit);
    if (record.query.filter) text += "|filter " + *record.query.filter;
    return text;
}

std::vector<std::string> show_all(const std::vector<BatchRecord>& records) {
    std::vector<std::string> shown;
    for (const BatchRecord& record : records)
        shown.push_back(show(record));
    return shown;
}

// Gives bytes one by one and remembers how many were taken.
class CountingBuffer : public std::streambuf {
public:
    explicit CountingBuffer(std::string text) : text_(std::move(text)) {}
    std::size_t taken() const { return taken_; }

private:
    int_type underflow() override {
        return taken_ == text_.size() ? traits_type::eof()
                                      : traits_type::to_int_type(text_[taken_]);
    }
    int_type uflow() override {
        const int_type c = underflow();
        if (c != traits_type::eof()) ++taken_;
        return c;
    }
    std::string text_;
    std::size_t taken_ = 0;
};

// `size` bytes without a line feed, then a line "last".
class EndlessLine : public std::streambuf {
public:
    EndlessLine(std::size_t size, char filler) : left_(size), block_(1 << 16, filler) {}

private:
    int_type underflow() override {
        if (left_ == 0) {
            if (tail_done_) return traits_type::eof();
            tail_done_ = true;
            block_ = "\nlast\n";
        }
        const std::size_t size = left_ == 0 ? block_.size() : std::min(left_, block_.size());
        left_ -= left_ == 0 ? 0 : size;
        setg(block_.data(), block_.data(), block_.data() + size);
        return traits_type::to_int_type(*gptr());
    }
    std::size_t left_;
    std::string block_;
    bool tail_done_ = false;
};

using Shown = std::vector<std::string>;

}  // namespace

TEST_CASE("batch formats are detected by the first line that is not blank", "[batch]") {
    struct Case {
        std::string input;
        std::optional<BatchFormat> format;
    };
    const std::vector<Case> cases = {
        {"", std::nullopt},
        {"\n\n  \r\n", std::nullopt},
        {"crude oil", BatchFormat::Lines},
        {"query", BatchFormat::Lines},
        {"text, query", BatchFormat::Lines},
        {"floods, landslides, and text", BatchFormat::Lines},
        {"id, please", BatchFormat::Lines},
        {"id\n1\tx\n", BatchFormat::Lines},
        {"[2024..2025] flood", BatchFormat::Lines},
        {"<b>", BatchFormat::Lines},
        {"\n\r\n7\tcrude oil", BatchFormat::Tsv},
        {"qid\tquery\n", BatchFormat::Tsv},
        {"\tcrude oil\n", BatchFormat::Tsv},
        {"crude oil\t \n", BatchFormat::Lines},
        {"{\"query\": \"x\"}", BatchFormat::JsonLines},
        {"\xEF\xBB\xBF{\"query\": \"x\"}", BatchFormat::JsonLines},
        {"  {broken", BatchFormat::JsonLines},
        {"id,query\n1,x", BatchFormat::Csv},
        {"ID;Query;Limit\n1;x", BatchFormat::Csv},
        {"\"query_id\",\"text\"\n1,x", BatchFormat::Csv},
        {"query,limit\nx,1", BatchFormat::Csv},
        {"<top>\n<num> 1 <title> x </top>", BatchFormat::Trec},
        {"<TOP>\n<num> 1 <title> x </top>", BatchFormat::Trec},
        {"<top lang='en'><num> 1 <title> x </top>", BatchFormat::Trec},
        {"<topics>\n<top><num> 1 <title> x </top>", BatchFormat::Trec},
        {"<?xml version=\"1.0\"?>\n<top><num> 1 <title> x </top>", BatchFormat::Trec},
    };
    for (const Case& test : cases) {
        CAPTURE(test.input);
        std::istringstream stream(test.input);
        BatchQueryReader reader(stream);
        reader.next();
        CHECK((reader.format() == test.format));
    }
}

TEST_CASE("batches are read in each format", "[batch]") {
    struct Case {
        std::string what;
        std::string input;
        Shown expected;
    };
    const std::vector<Case> cases = {
        {"lines", "crude oil\n\"to be\" OR x\n", {"1 1|crude oil", "2 2|\"to be\" OR x"}},
        {"blank lines: answered behind the first look-up",
         "\n\ncrude oil\n\n \t \ngold\n",
         {"3 3|crude oil", "4 4!the query is empty", "5 5!the query is empty", "6 6|gold"}},
        {"blank lines among JSON Lines", "{\"query\": \"gold\"}\n\n", {"1 1|gold"}},
        {"no final line end", "a\nb", {"1 1|a", "2 2|b"}},
        {"CRLF and BOM",
         "\xEF\xBB\xBF"
         "a\r\nb\r\n\r\n",
         {"1 1|a", "2 2|b", "3 3!the query is empty"}},
        {"BOM in a later line is text",
         "a\n\xEF\xBB\xBF"
         "b\n",
         {"1 1|a",
          "2 2|\xEF\xBB\xBF"
          "b"}},
        {"a tab in lines is a blank", "a\nb\tc\n", {"1 1|a", "2 2|b c"}},
        {"lone CR is no line end", "a\rb\n", {"1 1|a b"}},
        {"bad UTF-8 costs one line",
         "a\nM\xFCller\nb\n",
         {"1 1|a", "2 2!not valid UTF-8", "3 3|b"}},
        {"NUL", std::string("a\0b\nc\n", 6), {"1 1!the query contains a NUL character", "2 2|c"}},
        {"UTF-16",
         std::string("\xFF\xFE"
                     "a\0\n\0",
                     6),
         {"1 1!not UTF-8, but probably UTF-16: convert the file, for instance with iconv",
          "2 2!the query contains a NUL character"}},

        {"tsv", "q1\tcrude oil\nq 2\t a\tb \n", {"1 q1|crude oil", "2 q 2|a b"}},
        {"tsv without id or tab", "\tx\ny\tz\nw\n", {"1 1|x", "2 y|z", "3 3|w"}},
        {"tsv without query",
         "7\tx\n8\t\n9\t  \n",
         {"1 7|x", "2 8!the query is empty", "3 9!the query is empty"}},
        {"tsv with header", "query\tid\tlimit\nx\t1\t5\ny\t2\n", {"2 1|x|limit 5", "3 2|y"}},
        {"tsv header of text", "qid\ttext\n1\tx \"y\"\n", {"2 1|x \"y\"|plain"}},
        {"tsv with header, too many fields",
         "id\tquery\n1\tx\ty\n",
         {"2 1!the row has 3 fields and the header 2"}},
        {"tsv id with a control character",
         "a\x01\tx\n",
         {"1 1!the id contains a control character"}},

        {"json",
         R"({"id": "a", "query": "x AND y"})"
         "\n"
         R"({"_id": 7, "text": "x AND y"})",
         {"1 a|x AND y", "2 7|x AND y|plain"}},
        {"json without id",
         R"({"query": "x"})"
         "\n\n"
         R"({"id": null, "query": "y"})",
         {"1 1|x", "3 3|y"}},
        {"json, query before text", R"({"text": "t", "query": "q", "id": ""})", {"1 1|q"}},
        {"json, null query means text", R"({"text": "t", "query": null})", {"1 1|t|plain"}},
        {"json options",
         R"({"query": "x", "limit": 3, "filter": "date:2024", "more": [{"query": 1}]})",
         {"1 1|x|limit 3|filter date:2024"}},
        {"json, no query but a filter",
         R"({"query": "", "filter": "date:2024"})",
         {"1 1||filter date:2024"}},
        {"json, other names of ids", R"({"query_id": "x", "qid": "y", "query": "q"})", {"1 y|q"}},
        {"json escapes", R"({"query": "caf\u00e9 \ud83d\ude00\t\"a\""})", {"1 1|café 😀 \"a\""}},
        {"json, repeated key", R"({"query": "x", "query": "y"})", {"1 1|y"}},
        {"bad json and the stream goes on",
         "{\"query\": \"x\"}\n{\"query\": \n[1]\n{}\n\"x\"\nplain\n{\"query\": \"y\"} "
         "z\n{\"query\": \"z\"}\n",
         {"1 1|x", "2 2!not valid JSON at byte 11", "3 3!not a JSON object",
          "4 4!no member \"query\" or \"text\"", "5 5!not a JSON object",
          "6 6!not valid JSON at byte 1", "7 7!not valid JSON at byte 16", "8 8|z"}},
        {"json of wrong types",
         R"({"id": [1], "query": "x"})"
         "\n"
         R"({"id": 1, "query": 2})"
         "\n"
         R"({"id": 2, "query": ["x"]})"
         "\n"
         R"({"id": 3, "query": "x", "limit": -1})"
         "\n"
         R"({"id": 4, "query": "x", "limit": "5"})"
         "\n"
         R"({"id": 5, "query": "x", "limit": 1.5})"
         "\n"
         R"({"id": 6, "query": "x", "limit": 4294967296})"
         "\n"
         R"({"id": 7, "query": "x", "filter": 3})"
         "\n"
         R"({"id": 8, "query": {"query": "x"}})"
         "\n"
         R"({"id": true, "query": "x"})",
         {"1 1!the id is neither a string nor a whole number", "2 1!query is not a string",
          "3 2!query is not a string", "4 3!limit must be a whole number from 0 to 4294967295",
          "5 4!limit must be a whole number from 0 to 4294967295",
          "6 5!limit must be a whole number from 0 to 4294967295",
          "7 6!limit must be a whole number from 0 to 4294967295", "8 7!filter is not a string",
          "9 8!query is not a string", "10 10!the id is neither a string nor a whole number"}},
        {"json with odd characters",
         R"({"query": "a\u0000b"})"
         "\n"
         R"({"id": "a\tb", "query": "x"})"
         "\n"
         R"({"query": "\ud800"})"
         "\n"
         R"({"id": " a ", "query": " "})",
         {"1 1!the query contains a NUL character", "2 2!the id contains a control character",
          "3 3!not valid JSON at byte 18", "4 a!the query is empty"}},

        {"csv",
         "id,query\n1,crude oil\n2,\"floods, Assam\"\n3,\"\"\"crude oil\"\" opec\"\n",
         {"2 1|crude oil", "3 2|floods, Assam", "4 3|\"crude oil\" opec"}},
        {"csv columns by name",
         "lang,Filter, LIMIT ,text,_id\nen,date:2024,5,a b,x\nen,,,c,\n",
         {"2 x|a b|plain|limit 5|filter date:2024", "3 3|c|plain"}},
        {"csv, query or text",
         "id,query,text\n1,q,t\n2,,t\n3,,\n",
         {"2 1|q", "3 2|t|plain", "4 3!the query is empty"}},
        {"csv with semicolons and CRLF", "id;query\r\n1;a, b\r\n", {"2 1|a, b"}},
        {"csv, line breaks in a field",
         "id,query\n1,\"a\r\nb\n\nc\"\n2,d\n",
         {"2 1|a b  c", "6 2|d"}},
        {"csv, quote in the middle is text", "id,query\n1,a \"b\" c\n", {"2 1|a \"b\" c"}},
        {"csv, too many and too few fields",
         "id,query,limit\n1,a,b,c\n2\n3,x\n4,x,y\n",
         {"2 1!the row has 4 fields and the header 3: quote a field that contains a delimiter",
          "3 2!the query is empty", "4 3|x",
          "5 4!limit must be a whole number from 0 to 4294967295"}},
        {"csv, text after a quote",
         "id,query\n1,\"crude oil\" opec\n2,x\n",
         {"2 2!text after a closing quote: write quotes inside a quoted field twice", "3 2|x"}},
        {"csv, open quote costs one line",
         "id,query\n1,\"a\n2,b\n3,c",
         {"2 2!a quote is opened and not closed", "3 2|b", "4 3|c"}},
        {"csv, empty quoted header cell", "id,\"\",query\n1,,x\n", {"2 1|x"}},

        {"trec topics",
         "<top>\n\n<num> Number: 401\n<title> foreign minorities, Germany\n\n<desc> Description:\n"
         "What language\ndifferences?\n\n<narr> Narrative: \nA relevant\n</top>\n\n\n"
         "<top>\n<num> Number: 051 \n<dom> Domain: x\n<title> Topic: AT&amp;T &lt;i&gt; "
         "&foo;\n</top>",
         {"1 401|foreign minorities, Germany|plain", "15 51|AT&T <i> &foo;|plain"}},
        {"trec, on one line and with end tags",
         "<top><num>a</num><title>x < y</title><desc>z</top> "
         "<TOP><NUM>b<TITLE>y</TOP><top><title>w</top>\n",
         {"1 a|x < y|plain", "1 b|y|plain", "1 1|w|plain"}},
        {"trec wrappers and strays",
         "<?xml version=\"1.0\"?>\n<!-- c "
         "-->\n<topics>\n<top>\n<num>1<title>x\n</top>\nstray\n</topics>\n",
         {"4 1|x|plain", "7 7!text outside <top> … </top>"}},
        {"trec, no end",
         "<top>\n<num>1\n<title>x\n<top>\n<num>2\n<title>y\n</top>\n<top>\n<num>3\n<title>z\n",
         {"1 1!the topic does not end: </top> is missing", "4 2|y|plain",
          "8 8!the topic does not end: </top> is missing"}},
        {"trec, no title",
         "<top>\n<num>1\n<desc>x\n</top>\n<top><num>2<title></top>\n<top><num>000<title>x</top>",
         {"1 1!the topic has none of the fields asked for",
          "5 2!the topic has none of the fields asked for", "6 0|x|plain"}},
        {"trec, bad UTF-8 inside",
         "<top>\n<num>1\n<title>\xFF\n</top>\n<top><num>2<title>y</top>\n",
         {"1 1!not valid UTF-8", "5 2|y|plain"}},
    };
    for (const Case& test : cases) {
        CAPTURE(test.what);
        CHECK(show_all(read_all(test.input)) == test.expected);
    }
}

TEST_CASE("a given format is not second-guessed", "[batch]") {
    CHECK(show_all(read_all("{\"query\": \"x\"}", BatchFormat::Lines)) ==
          Shown{"1 1|{\"query\": \"x\"}"});
    CHECK(show_all(read_all("a\tb", BatchFormat::Lines)) == Shown{"1 1|a b"});
    CHECK(show_all(read_all("crude oil\n{\"text\": \"x\"}", BatchFormat::JsonLines)) ==
          Shown{"1 1!not valid JSON at byte 1", "2 2|x|plain"});
    CHECK(show_all(read_all("query\nx,y\n", BatchFormat::Csv)) ==
          Shown{"2 2!the row has 2 fields and the header 1: quote a field that contains a "
                "delimiter"});
    CHECK(show_all(read_all("text\nx y\n", BatchFormat::Csv)) == Shown{"2 2|x y|plain"});
    CHECK(show_all(read_all("id\tquery\n1\tx\n", BatchFormat::Csv)) == Shown{"2 1|x"});
    CHECK(show_all(read_all("1,x\n2,y\n", BatchFormat::Csv)) ==
          Shown{"1 1!the CSV has no header row naming a column query or text",
                "2 2!the CSV has no header row naming a column query or text"});
    CHECK(show_all(read_all("x\n", BatchFormat::Trec)) == Shown{"1 1!text outside <top> … </top>"});
    for (const std::string name : {"lines", "tsv", "jsonl", "csv", "trec"}) {
        CHECK(parse_batch_format(name).has_value());
    }
    for (const std::string name : {"", "json", "JSONL", "auto"}) {
        CHECK_FALSE(parse_batch_format(name).has_value());
    }
}

TEST_CASE("fields of topics are chosen", "[batch]") {
    const std::string topics = "<top><num>1<title>t<desc> Description: d<narr> Narrative: n</top>";
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"title", "1 1|t|plain"},
        {"desc", "1 1|d|plain"},
        {"title+desc", "1 1|t d|plain"},
        {"narr+title", "1 1|t n|plain"},
    };
    for (const auto& [fields, expected] : cases) {
        CAPTURE(fields);
        const auto parsed = parse_topic_fields(fields);
        REQUIRE(parsed.has_value());
        CHECK(show_all(read_all(topics, BatchFormat::Trec, *parsed)) == Shown{expected});
    }
    for (const std::string fields : {"", "+", "title+", "Title", "title,desc", "num"}) {
        CAPTURE(fields);
        CHECK_FALSE(parse_topic_fields(fields).has_value());
    }
}

TEST_CASE("no byte is read beyond the record at hand", "[batch]") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"crude oil\n", "x\n"},
        {"\n\nq\tcrude oil\r\n", "x\ty\n"},
        {"{\"query\": \"x\"}\n", "{}\n"},
        {"id,query\n1,\"a\nb\"\n", "2,c\n"},
        {"<top>\n<num>1\n<title>x\n</top>\n", "<top>\n"},
        {"a very bad line \xFF\n", "x\n"},
    };
    for (const auto& [first, rest] : cases) {
        CAPTURE(first);
        CountingBuffer buffer(first + rest);
        std::istream stream(&buffer);
        BatchQueryReader reader(stream);
        REQUIRE(reader.next().has_value());
        CHECK(buffer.taken() == first.size());
    }
}

TEST_CASE("records over the limit are errors and the stream goes on", "[batch]") {
    const std::string longest(kMaxBatchRecord, 'x');
    const std::string longer = longest + "x";
    const std::string message = "!the line is longer than 1048576 bytes";
    {
        const auto records = read_all(longest + "\r\n" + longer + "\n" + longer + "\ny\n" + longer);
        REQUIRE(records.size() == 5);
        CHECK(records[0].query.text == longest);
        CHECK(show(records[1]) == "2 2" + message);
        CHECK(show(records[2]) == "3 3" + message);
        CHECK(show(records[3]) == "4 4|y");
        CHECK(show(records[4]) == "5 5" + message);
    }
    for (const char filler : {'x', '{', '[', '"', ',', '\t', '<', '\0', '\xFF'}) {
        CAPTURE(filler);
        EndlessLine buffer(std::size_t{20} << 20, filler);
        std::istream stream(&buffer);
        BatchQueryReader reader(stream);
        auto record = reader.next();
        REQUIRE(record.has_value());
        CHECK(show(*record) == "1 1" + message);
        record = reader.next();
        REQUIRE(record.has_value());
        CHECK(record->query.line == 2);
    }
    {
        // A topic of many lines, and a quote that is never closed.
        std::string topic = "<top>\n";
        for (int i = 0; i < 2000; ++i)
            topic += std::string(1000, 'x') + "\n";
        CHECK(show_all(read_all(topic + "</top>\n<top><num>7<title>x</top>\n")) ==
              Shown{"1 1!the topic is longer than 1048576 bytes", "2003 7|x|plain"});
        std::string rows = "id,query\na,\"x\n";
        for (int i = 0; i < 100; ++i)
            rows += "b,y\n";
        const auto records = read_all(rows);
        REQUIRE(records.size() == 101);
        CHECK(show(records[0]) == "2 2!a quote is opened and not closed");
        CHECK(show(records[1]) == "3 b|y");
        CHECK(show(records[100]) == "102 b|y");
    }
}

TEST_CASE("hostile records are read in linear time and bounded memory", "[batch]") {
    const std::size_t size = kMaxBatchRecord - 100;
    const auto repeat = [&](const std::string& piece) {
        std::string text;
        while (text.size() + piece.size() <= size)
            text += piece;
        return text;
    };
    SECTION("nested JSON") {
        const auto records = read_all("{\"query\": " + repeat("[") + "\n{\"query\": \"x\"}\n");
        REQUIRE(records.size() == 2);
        CHECK_FALSE(records[0].ok());
        CHECK(records[1].ok());
    }
    SECTION("many topics in a line") {
        CHECK(read_all("<top></top>" + repeat("<top></top>")).size() > 90000);
    }
    SECTION("many tags in a topic") {
        const auto records = read_all("<top>" + repeat("<") + "</top>\n");
        REQUIRE(records.size() == 1);
        CHECK_FALSE(records[0].ok());
    }
    SECTION("many fields") {
        CHECK(read_all("id,query\n" + repeat(",") + "\n").size() == 1);
        CHECK(read_all("id\tquery\n" + repeat("\t") + "x\n").size() == 1);
    }
    SECTION("open quotes") {
        std::string rows = "id,query\n";
        for (int i = 0; i < 4000; ++i)
            rows += "\"\"\"" + std::string(1000, 'x') + "\n";
        CHECK(read_all(rows).size() >= 62);
    }
}

TEST_CASE("random bytes give a record for every line", "[batch]") {
    // A plain congruential generator: the bytes are the same everywhere.
    std::uint32_t state = 12345;
    std::string bytes;
    std::size_t lines = 0;
    while (lines < 20000) {
        state = state * 1664525 + 1013904223;
        const char c = static_cast<char>(state >> 24);
        bytes += c;
        if (c == '\n') ++lines;
    }
    for (const auto format : {BatchFormat::Lines, BatchFormat::Tsv, BatchFormat::JsonLines}) {
        const auto records = read_all(bytes, format);
        // A blank line among JSON Lines holds no record.
        CHECK(records.size() > lines * 95 / 100);
        CHECK(records.size() <= lines);
        if (format != BatchFormat::JsonLines) CHECK(records.size() == lines);
        for (std::size_t i = 1; i < records.size(); ++i) {
            REQUIRE(records[i].query.line > records[i - 1].query.line);
        }
    }
    for (const auto format : {BatchFormat::Csv, BatchFormat::Trec}) {
        CHECK(read_all(bytes, format).size() > lines * 95 / 100);
    }
}
