// Mailboxes and web archives: many articles in one file, each with a head of its own.
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "tests/catch.h"
#include "tests/unit/formats_inputs.h"

namespace dateline {
namespace {

using test::compressed;
using test::read_inputs;
using test::ReadResult;
using test::ScratchFolder;

// "id | title | body | date | url"
std::vector<std::string> words(const ReadResult& result) {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < result.articles.size(); ++i) {
        const Article& article = result.articles[i];
        const auto& dates = article.dates;
        lines.push_back(result.ids[i] + " | " + article.title + " | " + article.body + " | " +
                        (dates.empty() ? "" : format_date(dates[0].interval)) + " | " +
                        article.url);
    }
    return lines;
}

TEST_CASE("mailboxes: a message an article") {
    const std::string mailbox =
        "From lia@x.example Wed May  1 10:00:00 2024\n"
        "From: Lia <lia@x.example>\nSubject: =?UTF-8?Q?Caf=C3=A9?= closed\n"
        "Date: Wed, 1 May 2024 10:00:00 +0200\n\n"
        "The café closed.\n\nFrom now on it is dark.\n>From there no light.\n>>From it nothing.\n\n"
        "From - Thu May 02 10:00:00 2024\r\n"
        "Subject: A fifth boat\r\nDate: Thu, 2 May 2024 10:00:00 +0200\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        "VGhlIHBvcnQgYm91Z2h0IGl0Lg==\r\n\r\n";
    const std::vector<std::string> expected{
        "NAME:1 | Café closed | The café closed.\n\nFrom now on it is dark.\nFrom there no light.\n"
        ">From it nothing.\n\n | 2024-05-01 | ",
        "NAME:12 | A fifth boat | The port bought it. | 2024-05-02 | "};
    const ScratchFolder folder;
    for (const std::string name : {"news.mbox", "news.txt", "Inbox"}) {
        for (const std::size_t batch_bytes : {std::size_t{1}, std::size_t{1} << 20}) {
            ReadLimits limits;
            limits.batch_bytes = batch_bytes;
            const ReadResult result = read_inputs({folder.write(name, mailbox)}, limits);
            CAPTURE(name, result.problems);
            CHECK(result.problems.empty());
            std::vector<std::string> lines = expected;
            for (std::string& line : lines)
                line.replace(0, 4, name);
            CHECK(words(result) == lines);
        }
    }
    // A message alone under that name; prose that begins so; a message that is too long.
    CHECK(
        words(read_inputs({folder.write("one.mbox", "Subject: One\nDate: 2024-05-01\n\nText.")})) ==
        std::vector<std::string>{"one.mbox | One | Text. | 2024-05-01 | "});
    CHECK(words(read_inputs({folder.write("a.txt", "From 10:30 on it rained.\n")})) ==
          std::vector<std::string>{"a.txt |  | From 10:30 on it rained.\n |  | "});
    ReadLimits limits;
    limits.max_record = 300'000;
    std::string longer = mailbox;
    longer.insert(longer.find("The café"), std::string(2'000'000, 'x'));
    const ReadResult cut = read_inputs({folder.write("long.mbox", longer)}, limits);
    CHECK(words(cut) ==
          std::vector<std::string>{"long.mbox:12 | A fifth boat | The port bought it. | "
                                   "2024-05-02 | "});
    REQUIRE(cut.problems.size() == 1);
    CHECK(cut.problems[0].find("S long.mbox:1: a message longer than") == 0);
}

std::string record(const std::string& type, const std::string& url, const std::string& content_type,
                   const std::string& content) {
    return "WARC/1.0\r\nWARC-Type: " + type + "\r\nWARC-Target-URI: " + url +
           "\r\nWARC-Date: 2024-06-01T00:00:00Z\r\nContent-Type: " + content_type +
           "\r\nContent-Length: " + std::to_string(content.size()) + "\r\n\r\n" + content +
           "\r\n\r\n";
}

std::string response(const std::string& url, const std::string& head, const std::string& body) {
    return record("response", url, "application/http; msgtype=response",
                  "HTTP/1.1 " + head + "\r\n\r\n" + body);
}

TEST_CASE("web archives: pages and their texts") {
    const std::string page =
        "<html><head><title>A</title><meta property='article:published_time' "
        "content='2024-05-01'></head><body><p>a\r\n\r\nWARC/1.0 is a format.</body></html>";
    const std::string u = "https://x.example/";
    struct Case {
        const char* what;
        std::string bytes;
        std::vector<std::string> articles;
        std::vector<std::string> problems;
    };
    const std::string info = record("warcinfo", "", "application/warc-fields", "software: x\r\n");
    const std::vector<Case> cases = {
        {"a crawl",
         info + record("request", u + "a", "application/http", "GET /a HTTP/1.1\r\n\r\n") +
             response(u + "a", "200 OK\r\nContent-Type: text/html", page) +
             record("metadata", u + "a", "application/warc-fields", "x: y") +
             response(u + "b", "200 OK\r\nContent-type: text/plain; charset=latin1", "caf\xe9"),
         {"a.warc:22 | A | a WARC/1.0 is a format. | 2024-05-01 | https://x.example/a",
          "a.warc:45 |  | café |  | https://x.example/b"},
         {}},
        {"texts",
         info + record("conversion", "<" + u + "a>", "text/plain", "One.\n\nTwo.\n"),
         {"a.warc:11 |  | One.\n\nTwo.\n |  | https://x.example/a"},
         {}},
        {"what is no page",
         response(u + "a", "404 Not Found\r\nContent-Type: text/html", page) +
             response(u + "b", "200 OK\r\nContent-Type: image/png", std::string(2000, '\1')) +
             response(u + "c", "200 OK\r\nContent-Encoding: br", std::string(2000, '\1')) +
             response(u + "d", "200 OK\r\nContent-Encoding: gzip", "<title>D</title><p>d"),
         {"a.warc:39 | D | d |  | https://x.example/d"},
         {"I a.warc:1: no page: the server answered 404", "I a.warc:15: no page: image/png",
          "S a.warc:27: a page that is packed (br) within its record (write the archive with a "
          "crawler that unpacks pages)"}},
        {"in chunks",
         response(u + "a", "200 OK\r\nTransfer-Encoding: chunked",
                  "12\r\n<title>A</title><p\r\n3;x=y\r\n>a \r\n1\r\nb\r\n0\r\n\r\n"),
         {"a.warc:1 | A | a b |  | https://x.example/a"},
         {}},
        {"garbage between, and a cut record",
         "WARC/1.0\r\nWARC-Type: response\r\n\r\nno length\r\n" +
             response(u + "a", "200 OK", "<title>A</title><p>a") +
             response(u + "b", "200 OK", std::string(500'000, 'b')).substr(0, 400'000),
         {"a.warc:5 | A | a |  | https://x.example/a"},
         {"S a.warc:1: no record of a web archive (reading goes on at the next line that begins "
          "with WARC/)",
          "S a.warc:16: the file ends inside this record (fetch or copy it again)"}},
    };
    const ScratchFolder folder;
    for (const Case& c : cases) {
        for (const bool packed : {false, true}) {
            const std::string name = packed ? "a.warc.gz" : "a.warc";
            const ReadResult result = read_inputs(
                {folder.write(name, packed ? compressed(ARCHIVE_FILTER_GZIP, c.bytes) : c.bytes)});
            CAPTURE(c.what, name);
            const auto named = [&](std::vector<std::string> lines) {
                for (std::string& line : lines) {
                    if (packed) line.insert(line.find("a.warc") + 6, ".gz");
                }
                return lines;
            };
            CHECK(words(result) == named(c.articles));
            CHECK(result.problems == named(c.problems));
        }
    }
    ReadLimits limits;
    limits.max_record = 1'000;
    const ReadResult longer = read_inputs(
        {folder.write("long.warc", response(u + "a", "200 OK", std::string(3'000'000, 'a')) +
                                       response(u + "b", "200 OK", "<p>b"))},
        limits);
    CHECK(words(longer).size() == 1);
    REQUIRE(longer.problems.size() == 1);
    CHECK(longer.problems[0].find("S long.warc:1: an article longer than 1000 bytes") == 0);
}

TEST_CASE("mailboxes and web archives: hostile ones take linear time") {
    const auto repeated = [](const std::string& part, std::size_t bytes) {
        std::string whole;
        while (whole.size() < bytes)
            whole += part;
        return whole;
    };
    constexpr std::size_t kSize = 8'000'000;
    const std::string many = repeated("WARC/1.0\r\n", 60'000);
    const std::pair<const char*, std::string> cases[] = {
        {"marks.warc", repeated("WARC/1.0\r\n", kSize)},
        {"heads.warc", repeated(many + "\r\n", kSize)},
        {"lengths.warc",
         repeated("WARC/1.0\r\nContent-Length: 18446744073709551615\r\n\r\n", kSize)},
        {"empty.warc", repeated("WARC/1.0\r\nContent-Length: 0\r\n\r\n", kSize)},
        {"chunks.warc",
         response("u", "200 OK\r\nTransfer-Encoding: chunked", repeated("1\r\na\r\n", kSize))},
        {"marks.mbox", "From a 10:00 2024\n" + repeated("\nFrom b\n\nFrom", kSize)},
        {"line.mbox", "From a 10:00 2024\n\nFrom " + std::string(kSize, 'x')},
    };
    const ScratchFolder folder;
    for (const auto& [name, bytes] : cases) {
        CAPTURE(name);
        const auto start = std::chrono::steady_clock::now();
        const ReadResult result = read_inputs({folder.write(name, bytes)});
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        CHECK(seconds.count() < 20);  // it takes well below one; quadratic time takes hours
        CHECK(result.problems.size() <= 1);
        CHECK(result.articles.size() <= 1);
    }
}

}  // namespace
}  // namespace dateline
