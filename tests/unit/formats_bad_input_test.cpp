// Hostile and broken inputs: one clear line each, bounded work, and the rest goes on.
#include <chrono>
#include <cstdint>
#include <fstream>
#include <functional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <locale.h>

#include "tests/catch.h"
#include "tests/unit/formats_inputs.h"

namespace dateline {
namespace {

using test::compressed;
using test::Member;
using test::read_inputs;
using test::ReadResult;
using test::ScratchFolder;
using test::write_archive;

double seconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string repeated(const std::string& piece, std::size_t count) {
    std::string text;
    text.reserve(piece.size() * count);
    for (std::size_t i = 0; i < count; ++i)
        text += piece;
    return text;
}

// One problem, holding `message`; and so many articles.
void check_one(const ReadResult& result, const std::string& message, std::size_t articles) {
    CAPTURE(result.problems, message);
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].find(message) != std::string::npos);
    CHECK(result.articles.size() == articles);
}

TEST_CASE("bad input: compression bombs") {
    const ScratchFolder folder;
    const std::string zeros(std::size_t{64} << 20, 'a');
    const std::string good = folder.write("z.txt", "A good one.\n");
    for (const auto& [filter, name] : {std::pair{ARCHIVE_FILTER_GZIP, "bomb.jsonl.gz"},
                                       std::pair{ARCHIVE_FILTER_ZSTD, "bomb.jsonl.zst"},
                                       std::pair{ARCHIVE_FILTER_XZ, "bomb.jsonl.xz"}}) {
        const std::string bomb = folder.write(name, compressed(filter, zeros));
        ReadLimits limits;
        limits.max_record = std::size_t{128} << 20;
        check_one(read_inputs({bomb, good}, limits), "--max-ratio", 1);
        limits.max_record = 1000;  // the other limit
        limits.max_ratio = 1e9;
        check_one(read_inputs({bomb, good}, limits), "--max-size", 1);
    }
    write_archive(folder.path("bomb.zip"), ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
                  {{"a.txt", "Before it.\n"}, {"b.jsonl", zeros}, {"c.txt", "Not reached.\n"}});
    ReadLimits limits;
    limits.max_record = std::size_t{128} << 20;
    check_one(read_inputs({folder.path("bomb.zip"), good}, limits),
              "bomb.zip!b.jsonl: expands to more than 250 times its size", 2);
    write_archive(folder.path("bomb.tar.gz"), ARCHIVE_FORMAT_TAR_PAX_RESTRICTED,
                  ARCHIVE_FILTER_GZIP, {{"b.unknown", zeros}, {"c.txt", "Not reached.\n"}});
    check_one(read_inputs({folder.path("bomb.tar.gz"), good}, limits), "--max-ratio", 1);
}

TEST_CASE("bad input: a huge member is skipped, the next one read") {
    const ScratchFolder folder;
    write_archive(folder.path("a.tar"), ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE,
                  {{"big.txt", std::string(1'000'000, 'x')}, {"small.txt", "Small.\n"}});
    ReadLimits limits;
    limits.max_record = 100'000;
    const ReadResult result = read_inputs({folder.path("a.tar")}, limits);
    check_one(result, "S a.tar!big.txt: longer than 100000 bytes", 1);
    CHECK(result.ids[0] == "a.tar!small.txt");
}

TEST_CASE("bad input: names in archives") {
    const std::pair<std::string, std::string> cases[] = {{"a/b.txt", "a/b.txt"},
                                                         {"./a.txt", "a.txt"},
                                                         {"/etc/a.txt", "etc/a.txt"},
                                                         {"../../a.txt", "a.txt"},
                                                         {"a/../../b.txt", "a/b.txt"},
                                                         {"..\\..\\a.txt", "a.txt"},
                                                         {"C:\\x\\a.txt", "x/a.txt"},
                                                         {"a//b.txt", "a/b.txt"},
                                                         {"..", ""},
                                                         {"...", "..."},
                                                         {"", ""},
                                                         {"a/./b", "a/b"}};
    for (const auto& [name, expected] : cases) {
        std::string cleaned = name;
        const bool changed = clean_member_name(cleaned);
        CAPTURE(name);
        CHECK(cleaned == expected);
        const bool leads_out = name.find("..") == 0 || name.find("/..") != std::string::npos ||
                               name.starts_with('/') || name.find(':') != std::string::npos;
        CHECK(changed == (leads_out && name != "..."));
    }
    const ScratchFolder folder;
    write_archive(folder.path("a.tar"), ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE,
                  {{"../../evil.txt", "Text.\n"},
                   {"link.txt", "", AE_IFLNK},
                   {"fifo.txt", "", AE_IFIFO},
                   {"device.txt", "", AE_IFCHR},
                   {"inner.tar", "anything"},
                   {".hidden.txt", "Hidden.\n"}});
    const ReadResult result = read_inputs({folder.path("a.tar")});
    CAPTURE(result.problems);
    REQUIRE(result.problems.size() == 2);
    CHECK(result.problems[0].find("W a.tar!evil.txt: the member's name led out") == 0);
    CHECK(result.problems[1].find("S a.tar!inner.tar: no archive, whatever its name says") == 0);
    REQUIRE(result.ids == std::vector<std::string>{"a.tar!evil.txt"});
    CHECK(!std::filesystem::exists(folder.path("../evil.txt")));
}

TEST_CASE("bad input: names of members in other letters than ASCII") {
    // In the locale that the writer runs in zip files say that their names are UTF-8, as those of
    // most programs do; without it the bytes stand as they are.
    const ScratchFolder folder;
    const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    const std::vector<Member> members{{"caf\xc3\xa9/\xe6\xb8\xaf.txt", "Text.\n"},
                                      {"plain.txt", "Text.\n"}};
    const std::vector<Member> latin{{"caf\xe9.txt", "Text.\n"}, {"plain.txt", "Text.\n"}};
    struct Case {
        std::string name;
        int format;
        bool marked;
        const std::vector<Member>& members;
        std::string id;
    };
    const Case cases[] = {
        {"marked.zip", ARCHIVE_FORMAT_ZIP, true, members, "caf\xc3\xa9/\xe6\xb8\xaf.txt"},
        {"bytes.zip", ARCHIVE_FORMAT_ZIP, false, members, "caf\xc3\xa9/\xe6\xb8\xaf.txt"},
        {"latin.zip", ARCHIVE_FORMAT_ZIP, false, latin, "caf\xc3\xa9.txt"},
        {"pax.tar", ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, true, members,
         "caf\xc3\xa9/\xe6\xb8\xaf.txt"},
        {"latin.tar", ARCHIVE_FORMAT_TAR_GNUTAR, false, latin, "caf\xc3\xa9.txt"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const locale_t before = uselocale(c.marked ? utf8 : static_cast<locale_t>(nullptr));
        write_archive(folder.path(c.name), c.format, ARCHIVE_FILTER_NONE, c.members);
        uselocale(before);
        const ReadResult result = read_inputs({folder.path(c.name)});
        CHECK(result.problems.empty());
        CHECK(result.ids == std::vector<std::string>{c.name + "!" + c.id, c.name + "!plain.txt"});
    }
    freelocale(utf8);
}

TEST_CASE("bad input: links, pipes and devices") {
    const ScratchFolder folder;
    folder.write("sub/a.txt", "Text.\n");
    std::filesystem::create_directory_symlink(folder.path(), folder.path("sub/loop"));
    std::filesystem::create_symlink("self.txt", folder.path("self.txt"));
    std::filesystem::create_symlink("nowhere", folder.path("dangling.txt"));
    REQUIRE(mkfifo(folder.path("pipe.txt").c_str(), 0600) == 0);
    const ReadResult result = read_inputs({folder.path(), "/dev/null"});
    CAPTURE(result.problems);
    CHECK(result.ids == std::vector<std::string>{"sub/a.txt"});
    REQUIRE(result.problems.size() == 4);
    CHECK(result.problems[0].find("dangling.txt: No such file") != std::string::npos);
    CHECK(result.problems[1].find("pipe.txt: not a regular file") != std::string::npos);
    CHECK(result.problems[2].find("self.txt: a loop of symbolic links") != std::string::npos);
    CHECK(result.problems[3].find("null: not a regular file") != std::string::npos);
}

TEST_CASE("bad input: a file that grows or shrinks while it is read") {
    for (const std::size_t new_size : {std::size_t{500'000}, std::size_t{5'000'000}}) {
        const ScratchFolder folder;
        const std::string path =
            folder.write("a.jsonl", repeated("{\"body\": \"word\"}\n", 100'000));
        const InputList list = find_inputs({path});
        ReadLimits limits;
        limits.batch_bytes = 1000;
        BatchReader reader(list.files, limits);
        Batch batch;
        REQUIRE(reader.next(batch));
        std::filesystem::resize_file(path, new_size);
        bool told = false;
        while (reader.next(batch)) {
            for (const Problem& problem : batch.problems)
                told = told || problem.message == "the file changed while it was read";
        }
        CHECK(told);
    }
}

TEST_CASE("bad input: data cut short or damaged") {
    const ScratchFolder folder;
    const std::string good = folder.write("z.txt", "A good one.\n");
    std::string lines;
    for (int i = 0; i < 20'000; ++i)
        lines += "{\"body\": \"word " + std::to_string(i * 7919 % 100'003) + "\"}\n";
    for (const auto& [filter, name] : {std::pair{ARCHIVE_FILTER_GZIP, "cut.jsonl.gz"},
                                       std::pair{ARCHIVE_FILTER_ZSTD, "cut.jsonl.zst"},
                                       std::pair{ARCHIVE_FILTER_XZ, "cut.jsonl.xz"}}) {
        const std::string packed = compressed(filter, lines);
        const std::string cut = folder.write(name, packed.substr(0, packed.size() / 2));
        const ReadResult result = read_inputs({cut, good});
        CAPTURE(name, result.problems);
        // The line that the cut goes through may be broken, too.
        REQUIRE(!result.problems.empty());
        CHECK(result.problems.size() <= 2);
        CHECK(result.problems[0].find(name) != std::string::npos);
        REQUIRE(!result.ids.empty());
        CHECK(result.ids.back() == "z.txt");
        std::string damaged = packed;
        for (std::size_t i = damaged.size() / 2; i < damaged.size() / 2 + 50; ++i)
            damaged[i] = static_cast<char>(~damaged[i]);
        const ReadResult second = read_inputs({folder.write(name, damaged), good});
        CHECK(!second.problems.empty());
        CHECK(second.ids.back() == "z.txt");
    }
    const ReadResult tar = read_inputs({folder.write("cut.zip", "PK\x03\x04rubbish"), good});
    CHECK(tar.problems.size() == 1);
    CHECK(tar.articles.size() == 1);
}

TEST_CASE("bad input: gzip files whose checksum or length is wrong") {
    const ScratchFolder folder;
    const std::string good = folder.write("z.txt", "A good one.\n");
    const std::string text = "The ferry sailed at dawn, and nobody was late.\n";
    const std::string lines = "{\"body\": \"one\"}\n{\"body\": \"two\"}\n";
    write_archive(folder.path("a.tar"), ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE,
                  {{"a.txt", text}, {"b.txt", text}});
    std::ifstream in(folder.path("a.tar"), std::ios::binary);
    const std::string tar{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    for (const auto& [name, content] :
         {std::pair{std::string("a.txt.gz"), text}, std::pair{std::string("a.jsonl.gz"), lines},
          std::pair{std::string("a.tar.gz"), tar}}) {
        const std::string packed = compressed(ARCHIVE_FILTER_GZIP, content);
        const std::size_t articles = read_inputs({folder.write(name, packed)}).articles.size();
        CAPTURE(name);
        CHECK(articles == (name == "a.txt.gz" ? 1u : 2u));
        CHECK(read_inputs({folder.write(name, packed + std::string(600, '\0'))}).articles.size() ==
              articles);
        if (name != "a.tar.gz") {
            check_one(read_inputs({folder.write(name, packed + "rubbish"), good}),
                      "W " + name + ": bytes behind the compressed data were left out",
                      articles + 1);
        }
        for (const std::size_t from_end : {8u, 6u, 4u, 1u}) {  // the checksum, then the length
            std::string damaged = packed;
            damaged[damaged.size() - from_end] ^= 1;
            const ReadResult result = read_inputs({folder.write(name, damaged), good});
            check_one(result, "S " + name + ": the gzip data are damaged: incorrect", 1);
            // As a second part of the file, too.
            check_one(read_inputs({folder.write(name, packed + damaged), good}), "damaged", 1);
        }
    }
    const std::string half = compressed(ARCHIVE_FILTER_GZIP, "The ferry sailed ");
    const ReadResult joined = read_inputs(
        {folder.write("b.txt.gz", half + compressed(ARCHIVE_FILTER_GZIP, "at dawn.\n"))});
    REQUIRE(joined.articles.size() == 1);
    CHECK(joined.articles[0].body == "The ferry sailed at dawn.\n");
    CHECK(read_inputs({folder.write("b.txt.gz", half + half.substr(0, 12))}).articles.empty());
}

TEST_CASE("bad input: of damaged data that were read in part, the part is not trusted") {
    std::string lines;
    for (int i = 0; i < 50'000; ++i)
        lines += "{\"body\": \"one\"}\n";
    std::string damaged = compressed(ARCHIVE_FILTER_XZ, lines);
    damaged[damaged.size() - 40] ^= 1;  // the index, behind the data
    const ScratchFolder folder;
    const ReadResult result = read_inputs({folder.write("a.jsonl.xz", damaged)});
    CHECK(result.articles.size() > 1000);
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].find("the compressed data are damaged") != std::string::npos);
    CHECK(result.problems[0].find("its articles above that line may be garbled, too: fetch or") !=
          std::string::npos);
}

TEST_CASE("bad input: a damaged header of a tar file costs its member") {
    const ScratchFolder folder;
    write_archive(folder.path("a.tar"), ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE,
                  {{"a.txt", "One.\n"}, {"b.txt", "Two.\n"}, {"c.txt", "Three.\n"}});
    std::fstream tar(folder.path("a.tar"), std::ios::binary | std::ios::in | std::ios::out);
    tar.seekp(1024 + 150).put('?');  // in the checksum of the second header
    tar.close();
    const ReadResult result = read_inputs({folder.path("a.tar")});
    check_one(result, "S a.tar: damaged: headers cannot be read", 2);
    CHECK(result.ids == std::vector<std::string>{"a.tar!a.txt", "a.tar!c.txt"});
}

TEST_CASE("bad input: archives and compressed files in archives") {
    const ScratchFolder folder;
    const auto bytes_of = [&](const std::string& name) {
        std::ifstream in(folder.path(name), std::ios::binary);
        return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    };
    const auto write = [&](const std::string& name, int format, int filter,
                           const std::vector<Member>& members) {
        write_archive(folder.path(name), format, filter, members);
        return bytes_of(name);
    };
    const std::string packed = compressed(ARCHIVE_FILTER_GZIP, "Packed.\n");
    std::string damaged = packed;
    damaged[damaged.size() - 8] ^= 1;
    const std::string third =
        write("third.zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, {{"deep.txt", "Deep.\n"}});
    const std::vector<Member> inner{
        {"in.txt", "In.\n"},
        {"in.jsonl.xz", compressed(ARCHIVE_FILTER_XZ, "{\"body\": \"line\"}\n")},
        {"third.zip", third},
        {"last.txt.zst", compressed(ARCHIVE_FILTER_ZSTD, "Last.\n")}};
    const std::string tar =
        write("i.tar.gz", ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_GZIP, inner);
    const std::string zip = write("i.zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, inner);
    std::string broken = tar;
    broken[broken.size() / 2] ^= 0x55;
    const std::vector<Member> outer{
        {"a.txt.gz", packed}, {"bad.txt.gz", damaged},
        {"t.tar.gz", tar},    {"broken.tgz", broken.substr(0, 60)},
        {"z.zip", zip},       {"twice.txt.gz", compressed(ARCHIVE_FILTER_GZIP, packed)},
        {"end.txt", "End.\n"}};
    for (const auto& [format, filter, name] :
         {std::tuple{ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "o.zip"},
          std::tuple{ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE, "o.tar"},
          std::tuple{ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_GZIP, "o.tgz"},
          std::tuple{ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_XZ, "o.tar.xz"}}) {
        write(name, format, filter, outer);
        const std::string o = name;
        const ReadResult result = read_inputs({folder.path(name)});
        CAPTURE(name, result.problems);
        CHECK(result.ids ==
              std::vector<std::string>{o + "!a.txt.gz", o + "!t.tar.gz!in.txt",
                                       o + "!t.tar.gz!in.jsonl.xz:1", o + "!t.tar.gz!last.txt.zst",
                                       o + "!z.zip!in.txt", o + "!z.zip!in.jsonl.xz:1",
                                       o + "!z.zip!last.txt.zst", o + "!end.txt"});
        REQUIRE(result.problems.size() == 5);
        CHECK(result.problems[0].find("!bad.txt.gz: the gzip data are damaged") !=
              std::string::npos);
        CHECK(result.problems[1].find("!t.tar.gz!third.zip: an archive in an archive in an") !=
              std::string::npos);
        CHECK(result.problems[2].find("!broken.tgz: the compressed data end") != std::string::npos);
        CHECK(result.problems[3].find("!z.zip!third.zip: an archive in") != std::string::npos);
        CHECK(result.problems[4].find("!twice.txt.gz: packed twice") != std::string::npos);
    }
    // What all members expand to is limited together.
    const std::string zeros =
        compressed(ARCHIVE_FILTER_GZIP, std::string(std::size_t{9} << 20, ' '));
    const std::string bomb = write("bomb.zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
                                   {{"a.jsonl.gz", zeros}, {"b.jsonl.gz", zeros}});
    write("c.tar", ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE,
          {{"bomb.zip", bomb}, {"c.txt", "Not reached.\n"}});
    check_one(read_inputs({folder.path("c.tar")}), "bomb.zip!b.jsonl.gz: expands to more than 250",
              0);
}

TEST_CASE("bad input: encrypted archives") {
    const ScratchFolder folder;
    write_archive(folder.path("secret.zip"), ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
                  {{"a.txt", "One.\n"}, {"b.txt", "Two.\n"}}, "word");
    const std::string good = folder.write("z.txt", "A good one.\n");
    check_one(read_inputs({folder.path("secret.zip"), good}),
              "2 encrypted members, the first one \"a.txt\"", 1);
}

TEST_CASE("tables: as spreadsheet programs write them") {
    struct Case {
        const char* what;
        const char* name;
        std::string bytes;
        std::vector<std::string> ids;
    };
    const Case cases[] = {
        {"a line for the separator",
         "a.csv",
         "sep=;\r\ntitle;text\r\nA;a\r\nB;b\r\n",
         {"a.csv:3", "a.csv:4"}},
        {"the same with a mark",
         "a.csv",
         "\xef\xbb\xbfSEP=;\ntitle;text\nA;a\nB;b\n",
         {"a.csv:3", "a.csv:4"}},
        {"empty lines above the header",
         "a.csv",
         "\n \n\ntitle,text\nA,a\nB,b\n",
         {"a.csv:5", "a.csv:6"}},
        {"bars", "a.csv", "title|text|date\nA|a|2024-05-01\nB|b|\n", {"a.csv:2", "a.csv:3"}},
        {"lines that end in CR", "a.csv", "title,text\rA,a\rB,b\r", {"a.csv:2", "a.csv:3"}},
        {"tabs and CR", "a.txt.tsv", "title\ttext\rA\ta\rB\tb", {"a.txt.tsv:2", "a.txt.tsv:3"}},
    };
    const ScratchFolder folder;
    for (const Case& c : cases) {
        const ReadResult result = read_inputs({folder.write(c.name, c.bytes)});
        CAPTURE(c.what, result.problems);
        CHECK(result.problems.empty());
        CHECK(result.ids == c.ids);
        REQUIRE(result.articles.size() == 2);
        CHECK(result.articles[1].title == "B");
        CHECK(result.articles[1].body == "b");
    }
    // A long text so that more is read than the first bytes.
    std::string lines;
    for (int i = 0; i < 100'000; ++i)
        lines += "The ferry sailed.\r";
    const ReadResult text = read_inputs({folder.write("a.txt", lines)});
    REQUIRE(text.articles.size() == 1);
    CHECK(text.articles[0].body.find('\r') == std::string::npos);
    CHECK(text.articles[0].body.size() == lines.size());
}

TEST_CASE("bad input: tables with broken quotes go on at the next line") {
    struct Case {
        const char* rows;
        std::vector<std::string> titles;
        const char* problem;
    };
    const Case cases[] = {
        {"\"open,one\nfine,two\n", {"fine"}, "a.csv:2: broken table row: a quotation mark is not"},
        {"fine,one\n\"bad\" tail,two\nalso,three\n", {"fine", "also"}, "a.csv:3: broken table row"},
        {"\"open,one\n\"quoted\",two\n\"more\",three\n", {"quoted", "more"}, "a.csv:2: broken"},
        {"in\"side,one\nfine,two\n", {"in\"side", "fine"}, nullptr},
        {"\"two\nlines\",x\nfine,y\n", {"two\nlines", "fine"}, nullptr},
        {"\"\"\"said\"\"\",x\r\n\r\nfine,y", {"\"said\"", "fine"}, nullptr},
        {"a,b,c\n", {"a"}, "a.csv:2: the row has 3 columns, the header 2"},
        {"a\nfine,one\n", {"fine"}, "S a.csv:2: the row has one column, the header 2"},
    };
    const ScratchFolder folder;
    for (const Case& test : cases) {
        const ReadResult result =
            read_inputs({folder.write("a.csv", std::string("title,body\n") + test.rows)});
        CAPTURE(test.rows, result.problems);
        std::vector<std::string> titles;
        for (const Article& article : result.articles)
            titles.push_back(article.title);
        CHECK(titles == test.titles);
        CHECK(result.problems.size() == (test.problem == nullptr ? 0u : 1u));
        if (test.problem != nullptr && !result.problems.empty()) {
            CHECK(result.problems[0].find(test.problem) != std::string::npos);
        }
    }
    // A quotation mark opened on every line: linear.
    const std::string hostile =
        folder.write("b.csv", "title,body\n" + repeated("\"x,\"\"y\n", 300'000));
    CHECK(seconds_of([&] { read_inputs({hostile}); }) < 20);
}

TEST_CASE("bad input: JSON arrays") {
    const ScratchFolder folder;
    const auto read = [&](const std::string& text) {
        return read_inputs({folder.write("a.json", text)});
    };
    check_one(read(R"([{"body": "one"}, {"body": "tw)"), "a.json:1: not valid JSON: the file ends",
              1);
    check_one(read("[{\"body\": \"one\"}, 17,\n{\"body\": \"two\"}]"), "an object is expected", 2);
    check_one(read("[{\"body\": \"one\"},\n{\"body\": one}, {\"body\": \"two\"}]"), "a.json:2:", 2);
    CHECK(
        read("{\"body\":\n\"one\"}{\"body\": \"two\"}\n\n{\"body\":\n\"three\"}").articles.size() ==
        3);
    const ReadResult deep =
        read("{\"body\": " + repeated("[", 100'000) + repeated("]", 100'000) + "}");
    check_one(deep, "Nested too deeply", 0);
}

TEST_CASE("bad input: pages that nest deeply or repeat without end") {
    const std::pair<const char*, std::string> pages[] = {
        {"open", repeated("<div>", 2'000'000) + "Deep text."},
        {"crossed", repeated("<div>", 1'000'000) + "Deep text." + repeated("</span>", 500'000)},
        {"pairs", repeated("<div><nav>", 500'000) + repeated("</div>", 500'000) + "<p>Deep text."},
        {"names",
         [] {
             std::string text;
             for (int i = 0; i < 300'000; ++i)
                 text += "<n" + std::to_string(i) + ">";
             return text + "Deep text.";
         }()},
        {"attributes",
         [] {
             std::string text = "<p ";
             for (int i = 0; i < 500'000; ++i)
                 text += "a" + std::to_string(i) + " ";
             return text + ">Deep text.";
         }()},
        {"references", "Deep text." + repeated("&amp", 1'000'000)},
        {"brackets", "Deep text." + repeated("<", 4'000'000)},
        {"comments", "Deep text." + repeated("<!-- -", 1'000'000)},
        {"scripts", "Deep text." + repeated("<script></scrip", 500'000)},
        {"articles", repeated("<article>", 500'000) + "Deep text."},
        {"50 MB", repeated("<div><b></p>", 4'200'000) + "Deep text."},
    };
    for (const auto& named_page : pages) {
        const std::string& name = named_page.first;
        const std::string& page = named_page.second;
        CAPTURE(name);
        ParsedArticle parsed;
        const double seconds =
            seconds_of([&] { parsed = parse_html_article("<html><body>" + page); });
        CHECK(seconds < 20);
        CHECK(parsed.ok);
        CHECK(parsed.article.body.find("Deep text.") != std::string::npos);
    }
}

TEST_CASE("bad input: entities of XML are not expanded and nothing is fetched") {
    std::string bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE nitf [\n<!ENTITY a0 \"laugh\">\n";
    for (int i = 1; i < 30; ++i) {
        const std::string before = "&a" + std::to_string(i - 1) + ";";
        bomb += "<!ENTITY a" + std::to_string(i) + " \"" + repeated(before, 10) + "\">\n";
    }
    bomb +=
        "<!ENTITY file SYSTEM \"file:///etc/passwd\">\n<!ENTITY % p SYSTEM \"http://x.invalid/\">"
        "%p;]>\n<nitf><body><body.content><p>&a29; &file; &amp; text</p></body.content></body>"
        "</nitf>";
    const ParsedArticle parsed = parse_xml_article(bomb, Format::NewsXml);
    CHECK(parsed.article.body == "&a29; &file; & text");
    REQUIRE(parsed.problems.size() == 1);
    CHECK(parsed.problems[0].message.find("2 entities are not known") == 0);
}

TEST_CASE("bad input: charsets") {
    struct Case {
        const char* name;
        std::string bytes;
        const char* body;
        const char* warning;  // null: none
    };
    const Case cases[] = {
        {"utf-8 with a mark",
         "\xef\xbb\xbf"
         "Caf\xc3\xa9",
         "Café", nullptr},
        {"utf-16 le",
         std::string("\xff\xfe"
                     "C\0a\0f\0\xe9\0",
                     10),
         "Café", nullptr},
        {"utf-16 be", std::string("\xfe\xff\0C\0a\0f\0\xe9", 10), "Café", nullptr},
        {"utf-16 le without a mark", std::string("C\0a\0f\0\xe9\0", 8), "Café", nullptr},
        {"utf-16 be without a mark", std::string("\0C\0a\0f\0\xe9\0!\x20\x19", 12), "Café!’",
         nullptr},
        {"half a pair",
         std::string("\xff\xfe"
                     "a\0\x3d\xd8",
                     6),
         "a\xef\xbf\xbd", "UTF-16"},
        {"windows-1252", "Caf\xe9 \x93quoted\x94", "Café “quoted”", "Windows-1252"},
        {"both", "Caf\xe9 caf\xc3\xa9", "Café café", "Windows-1252"},
        {"nul", std::string("a\0b", 3), "a b", "NUL"},
        {"russian",
         "\xcc\xee\xf0\xff\xea\xe8 \xe2 \xef\xee\xf0\xf2\xf3 \xe2\xe5\xf0\xed\xf3\xeb\xe8\xf1\xfc "
         "\xea \xf0\xe0\xe1\xee\xf2\xe5 \xe2\xee \xe2\xf2\xee\xf0\xed\xe8\xea",
         "Моряки в порту вернулись к работе во вторник", "WINDOWS-1251"},
    };
    const ScratchFolder folder;
    for (const Case& test : cases) {
        const ReadResult result = read_inputs({folder.write("a.txt", test.bytes)});
        CAPTURE(test.name, result.problems);
        REQUIRE(result.articles.size() == 1);
        CHECK(result.articles[0].body == test.body);
        CHECK(result.problems.empty() == (test.warning == nullptr));
        if (test.warning != nullptr && !result.problems.empty()) {
            CHECK(result.problems[0].find(test.warning) != std::string::npos);
        }
    }
    const ParsedArticle declared = parse_html_article(
        "<html><meta charset=iso-8859-2><body><p>\xb3\xf3"
        "d\xbc at the quay");
    CHECK(declared.article.body == "łódź at the quay");
    CHECK(declared.problems.empty());
    // Lines of UTF-16 are split where their characters say, not their bytes (U+0A0A).
    std::string wide("\xff\xfe", 2);
    for (const char16_t unit :
         std::u16string(u"{\"body\": \"\u0a0a one\"}\n{\"body\": \"two\"}\n")) {
        wide += static_cast<char>(unit & 0xff);
        wide += static_cast<char>(unit >> 8);
    }
    CHECK(read_inputs({folder.write("a.jsonl", wide)}).articles.size() == 2);
}

TEST_CASE("bad input: what is no text is named") {
    const ScratchFolder folder;
    check_one(read_inputs({folder.write("a.txt", "%PDF-1.7 \n")}), "a.txt: a PDF file", 0);
    std::string random;  // a plain congruential generator: the bytes are the same everywhere
    for (std::uint32_t i = 0, state = 1; i < 5000; ++i, state = state * 1664525 + 1013904223)
        random += static_cast<char>(state >> 24);
    const std::string wave(
        "RIFF\x24\x08\0\0WAVEfmt \x10\0\0\0\1\0\2\0\x22\x56\0\0\x88\x58\1\0\4\0\x10\0"
        "data\0\x08\0\0",
        44);
    for (const std::string& bytes : {random, wave, wave + random}) {
        for (const char* const name : {"a.txt", "a.md", "a.jsonl", "a"})
            check_one(read_inputs({folder.write(name, bytes)}), ": binary data, not text", 0);
    }
    folder.write("b/a.csv", random);  // in folders, too
    check_one(read_inputs({folder.path("b")}), "S a.csv: binary data", 0);
    // What a slip leaves in a text, and the breaks of an old printer.
    for (const std::string& text :
         {std::string("Rain\0fell\1.", 11), "Page one.\f" + repeated("\f\v\x1b(B", 50)})
        CHECK(read_inputs({folder.write("a.txt", text)}).articles.size() == 1);
    check_one(read_inputs({folder.write("empty.txt", "")}), "empty.txt: an empty file", 0);
    check_one(read_inputs({folder.write("a.html", "")}), "an empty file", 0);
    // In folders, too, where what is merely of no use is no loss.
    for (const char* const name : {"d/a.json", "d/a.csv", "d/a.xml", "d/a.html", "d/a.txt"})
        folder.write(name, " \n");
    const ReadResult empty = read_inputs({folder.path("d")});
    CAPTURE(empty.problems);
    REQUIRE(empty.problems.size() == 5);
    for (const std::string& problem : empty.problems)
        CHECK(problem.find(": an empty file") != std::string::npos);
}

TEST_CASE("files0-from: names between NUL bytes") {
    const ScratchFolder folder;
    struct Case {
        std::string bytes;
        std::vector<std::string> names;
        std::vector<std::uint64_t> empty;
    };
    for (const Case& c : std::vector<Case>{
             {std::string("a b.txt\0c\nd.txt\0", 16), {"a b.txt", "c\nd.txt"}, {}},
             {"last", {"last"}, {}},
             {"", {}, {}},
             {std::string("a\0\0b", 4), {"a", "b"}, {2}},
             {std::string("\0a\0\0", 4), {"a"}, {1, 3}},
         }) {
        std::vector<Problem> problems;
        CHECK(read_files0(folder.write("list", c.bytes), problems) == c.names);
        std::vector<std::uint64_t> empty;
        for (const Problem& problem : problems)
            empty.push_back(problem.line);
        CHECK(empty == c.empty);
    }
    std::vector<Problem> problems;
    CHECK_THROWS_WITH(read_files0(folder.path("missing"), problems),
                      Catch::Contains(folder.path("missing")));
}

}  // namespace
}  // namespace dateline
