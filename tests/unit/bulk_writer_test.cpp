// The proof of the bulk writer: what it writes equals, through everything Xapian's API shows, what
// the API writes of the same documents.
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <functional>
#include <sstream>
#include <thread>

#include "common/error.h"
#include "indexer/writers/bulk.h"
#include "tests/catch.h"
#include "tests/unit/compare_databases.h"
#include "tests/unit/generated_documents.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

const std::vector<std::pair<std::string, std::string>> kMetadata = {
    {"plain", "value"},
    {std::string("zero\0inside", 11), std::string("\0\1\2", 3)},
    {std::string(253, 'k'), std::string(30000, 'v')},
    {"absent", ""},
};

std::vector<Xapian::Query> some_queries(unsigned seed) {
    using Xapian::Query;
    Random random(seed);
    std::vector<Query> queries = {Query::MatchAll, Query("far"), Query("nowhere"), Query("heavy")};
    for (int i = 0; i < 20; ++i) {
        const Query a(word(random, 5000));
        const Query b(word(random, 500));
        const Query c(word(random, 50));
        queries.push_back(Query(Query::OP_OR, a, Query(Query::OP_OR, b, c)));
        queries.push_back(Query(Query::OP_AND, b, c));
        const std::vector<Query> pair = {b, c};
        queries.emplace_back(Query::OP_PHRASE, pair.begin(), pair.end(), 2);
        queries.emplace_back(Query::OP_NEAR, pair.begin(), pair.end(), 10);
        queries.push_back(Query(Query::OP_FILTER, b, Query(Query::OP_VALUE_GE, 1, "\x80")));
        queries.push_back(Query(Query::OP_VALUE_RANGE, 2, "A", "a"));
    }
    return queries;
}

std::string difference(const std::string& bulk, const std::string& api,
                       const GeneratedDocuments& documents,
                       const std::vector<Xapian::Query>& queries = {}) {
    const Xapian::Database a(bulk);
    const Xapian::Database b(api);
    return DatabaseComparison(a, b).run(used_slots(documents), queries);
}

// What xapian-check says; "" if it finds no error.
std::string check(const std::string& folder) {
    // Xapian's check takes memory for every id up to the last one, and crashes at the highest.
    constexpr Xapian::docid kMostIds = 10000000;
    if (Xapian::Database(folder).get_lastdocid() > kMostIds) return "";
    std::ostringstream out;
    return Xapian::Database::check(folder, 0, &out) == 0 ? "" : out.str();
}

void require_equal_and_clean(const GeneratedDocuments& documents, const BulkOptions& options = {},
                             const std::vector<Xapian::Query>& queries = {}) {
    const TemporaryFolder folder;
    build_bulk(folder / "bulk", documents, options, kMetadata);
    build_api(folder / "api", documents, kMetadata);
    REQUIRE(difference(folder / "bulk", folder / "api", documents, queries) == "");
    REQUIRE(check(folder / "bulk") == "");
}

// The database's files, without the UUID.
std::vector<std::string> tables(const std::string& folder) {
    std::vector<std::string> files;
    for (const char* name :
         {"postlist.glass", "docdata.glass", "termlist.glass", "position.glass"}) {
        files.push_back(file_bytes(folder + "/" + name));
    }
    std::string version = file_bytes(folder + "/iamglass");
    files.push_back(version.erase(16, 16));
    return files;
}

class FileSizeLimit {
public:
    explicit FileSizeLimit(std::uintmax_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        handler_ = std::signal(SIGXFSZ, SIG_IGN);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit before_ = {};
    void (*handler_)(int) = nullptr;
};

std::string message_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("bulk: the installed Xapian writes the same version of the format", "[bulk]") {
    std::string reason;
    CHECK(bulk_format_matches_xapian(&reason));
    CHECK(reason == "");
}

TEST_CASE("bulk: mixed documents equal the API's", "[bulk]") {
    const unsigned seed = GENERATE(1u, 2u);
    CAPTURE(seed);
    require_equal_and_clean(mixed_documents(seed, 800), {.documents_per_run = 300},
                            some_queries(seed));
}

TEST_CASE("bulk: few documents equal the API's", "[bulk]") {
    struct Case {
        const char* name;
        GeneratedDocuments documents;
    };
    const std::string nul(1, '\0');
    const std::vector<Case> cases = {
        {"none", {}},
        {"one without anything", {{1, {}, {}, {}, ""}}},
        {"one with a high id", {{4000000000u, {{"a", 1}}, {}, {}, "d"}}},
        {"the highest id", {{4294967295u, {{"a", 1}}, {{"b", 0}}, {{0, "v"}}, "d"}}},
        {"ids of each width",
         {{1, {{"a", 1}}, {}, {{0, "1"}}, ""},
          {32767, {{"a", 1}}, {}, {{0, "1"}}, ""},
          {32768, {{"a", 1}}, {}, {{0, "1"}}, ""},
          {4194303, {{"a", 1}}, {}, {{0, "1"}}, ""},
          {4194304, {{"a", 1}}, {}, {{0, "1"}}, ""},
          {536870911, {{"a", 1}}, {}, {{0, "1"}}, ""},
          {536870912, {{"a", 1}}, {}, {{0, "1"}}, ""}}},
        {"boolean terms only", {{1, {}, {{"Q1", 0}}, {}, ""}, {2, {}, {{"Q2", 0}}, {}, ""}}},
        {"positions without wdf", {{1, {{"a", 7 | Occurrence::kNoWdf}}, {{"b", 1}}, {}, ""}}},
        {"data only", {{3, {}, {}, {}, "data"}}},
        {"values only", {{3, {}, {}, {{7, "x"}, {8, nul}}, ""}}},
        {"the same position twice", {{1, {{"a", 2}, {"a", 2}, {"b", 2}}, {}, {}, ""}}},
        {"positions falling",
         {{1, {{"a", 9}, {"b", 8}, {"a", 3}, {"a", 5}, {"a", 0}}, {}, {}, ""}}},
        {"position and weight", {{1, {{"a", 1}}, {{"a", 5}, {"a", 0}}, {}, ""}}},
        {"a zero byte as the only term", {{1, {{nul, 1}}, {}, {}, ""}}},
        {"greatest length", {{1, {}, {{"a", 4294967294u}}, {}, ""}}},
        {"lengths add up beyond 32 bits",
         {{1, {}, {{"a", 4294967294u}}, {}, ""}, {2, {}, {{"b", 4294967294u}}, {}, ""}}},
        {"largest wdf in a list",
         {{1, {{"b", 1}}, {{"a", 126}, {"aa", 127}, {"ab", 128}}, {}, ""}}},
    };
    for (const Case& example : cases) {
        INFO(example.name);
        for (const std::size_t per_run : {1, 100}) {
            CAPTURE(per_run);
            require_equal_and_clean(example.documents, {.documents_per_run = per_run});
        }
    }
}

TEST_CASE("bulk: weights of a term that come apart add up as the API's do", "[bulk]") {
    const std::vector<std::vector<std::uint32_t>> cases = {
        {11},    {12},          {0, 11},     {1, 10},
        {11, 1}, {10, 1, 1, 1}, {12, 1, 12}, {4000000000u, 11, 3, 200},
    };
    GeneratedDocuments documents;
    for (const std::vector<std::uint32_t>& weights : cases) {
        // Others stand between them; the document before and the one behind have the term, too.
        GeneratedDocument document;
        document.id = static_cast<DocumentId>(documents.size() + 1);
        document.occurrences = {{"stem", 1}, {"word", 2}};
        document.weighted = {{"other", 1}};
        for (const std::uint32_t wdf : weights) {
            document.weighted.emplace_back("stem", wdf);
            document.weighted.emplace_back("other", 1);
        }
        documents.push_back(document);
        documents.push_back(
            {document.id + 1, {}, std::vector(60, std::pair(std::string("stem"), 1u)), {}, ""});
    }
    for (const std::size_t per_run : {1, 100})
        require_equal_and_clean(documents, {.documents_per_run = per_run});
}

TEST_CASE("bulk: a document of a million words equals the API's", "[bulk]") {
    Random random(5);
    GeneratedDocuments documents(3);
    documents[0] = {1, {{"before", 1}}, {}, {}, ""};
    documents[1].id = 2;
    for (std::uint32_t position = 1; position <= 1000000; ++position) {
        documents[1].occurrences.emplace_back(word(random, 40000), position);
    }
    documents[1].data = prose(random, 1000000);
    documents[2] = {9, {{"stem1", 1}, {"after", 2}}, {}, {}, ""};
    require_equal_and_clean(documents, {}, some_queries(5));
}

TEST_CASE("bulk: documents of one word equal the API's", "[bulk]") {
    Random random(8);
    GeneratedDocuments documents(20000);
    DocumentId id = 0;
    for (GeneratedDocument& document : documents) {
        id += 1 + (below(random, 10) == 0 ? below(random, 100000) : 0);  // gaps of all widths
        document.id = id;
        document.occurrences.emplace_back(word(random, 5000), 1 + below(random, 3));
    }
    require_equal_and_clean(documents, {.documents_per_run = 3000}, some_queries(8));
}

TEST_CASE("bulk: a term with 300,000 postings equals the API's", "[bulk]") {
    GeneratedDocuments documents(300000);
    Random random(6);
    for (std::size_t i = 0; i < documents.size(); ++i) {
        documents[i].id = static_cast<DocumentId>(i + 1 + i / 1000);  // a gap now and then
        documents[i].weighted.emplace_back("common", i % 7);
        if (i % 3 == 0) documents[i].values.emplace_back(5, std::to_string(below(random, 1000)));
    }
    using Xapian::Query;
    const Query common("common");
    require_equal_and_clean(
        documents, {.documents_per_run = 70000},
        {common, Query(Query::OP_FILTER, common, Query(Query::OP_VALUE_RANGE, 5, "3", "5")),
         Query(Query::OP_AND_NOT, common, Query(Query::OP_VALUE_GE, 5, "7"))});
}

TEST_CASE("bulk: 100,000 slots used sparsely equal the API's", "[bulk]") {
    Random random(7);
    GeneratedDocuments documents(3200);
    for (std::size_t i = 0; i < documents.size(); ++i) {
        documents[i].id = static_cast<DocumentId>(i + 1);
        std::set<unsigned> slots;
        while (slots.size() < 60) {
            const std::uint32_t width = below(random, 33);
            const auto slot = static_cast<unsigned>(random() & ((std::uint64_t{1} << width) - 1));
            slots.insert(slot);
        }
        for (const unsigned slot : slots) {
            documents[i].values.emplace_back(slot, random_bytes(random, 1 + below(random, 5)));
        }
        for (const unsigned slot : {64u, 127u, 128u, 255u, 256u, 16383u, 16384u}) {
            if (slots.contains(slot)) documents[i].occurrences.emplace_back("has", slot);
        }
    }
    REQUIRE(used_slots(documents).size() > 100000);
    using Xapian::Query;
    require_equal_and_clean(documents, {.documents_per_run = 500},
                            {Query("has"), Query(Query::OP_VALUE_GE, 64, "\x80"),
                             Query(Query::OP_VALUE_RANGE, 1, "a", "z")});
}

TEST_CASE("bulk: tables of several levels equal the API's", "[bulk]") {
    GeneratedDocuments documents(2);
    for (std::uint32_t i = 0; i < 30000; ++i) {
        const std::string term = std::string(238, 'L') + std::to_string(1000000 + i);
        documents[i % 2].occurrences.emplace_back(term, i);
        documents[0].weighted.emplace_back(term, 1);
    }
    documents[0].id = 1;
    documents[1].id = 300000;  // makes long keys longer
    require_equal_and_clean(documents, {.documents_per_run = 1});
}

TEST_CASE("bulk: tables do not depend on runs, memory and threads", "[bulk]") {
    const GeneratedDocuments documents = mixed_documents(11, 1000);
    const TemporaryFolder folder;
    build_bulk(folder / "reference", documents, {.documents_per_run = 10000}, kMetadata);
    const std::vector<std::string> reference = tables(folder / "reference");
    struct Case {
        BulkOptions options;
        bool spills;
    };
    const std::size_t plenty = std::size_t{1} << 30;
    const std::vector<Case> cases = {
        {{1, plenty, 1}, false},   {{7, plenty, 2}, false}, {{300, plenty, 2}, false},
        {{300, 0, 1}, true},       {{7, 0, 2}, true},       {{100, 500000, 2}, true},
        {{999, 1000000, 1}, true}, {{10000, 0, 2}, true},
    };
    int number = 0;
    for (const Case& example : cases) {
        CAPTURE(example.options.documents_per_run, example.options.memory, example.options.threads);
        const std::string built = folder / std::to_string(number++);
        const std::uint64_t spilled = build_bulk(built, documents, example.options, kMetadata);
        CHECK((spilled > 0) == example.spills);
        const std::vector<std::string> written = tables(built);
        for (std::size_t i = 0; i < written.size(); ++i) {
            CAPTURE(i);
            CHECK((written[i] == reference[i]));
        }
        std::filesystem::remove_all(built);
    }
}

TEST_CASE("bulk: an update through the API afterwards stays clean and equal", "[bulk]") {
    const GeneratedDocuments documents = mixed_documents(21, 600);
    GeneratedDocuments others = mixed_documents(22, 200);
    const TemporaryFolder folder;
    build_bulk(folder / "bulk", documents, {.documents_per_run = 500}, kMetadata);
    build_api(folder / "api", documents, kMetadata);
    for (const std::string name : {"bulk", "api"}) {
        ApiWriter writer(folder / name, ApiWriter::Mode::Update);
        TermTable terms;
        for (std::size_t i = 0; i < others.size(); ++i) {
            GeneratedDocument& other = others[i];
            if (i % 3 == 0) {  // in place of one, or new
                writer.add(documents[i * 2].id + i % 2, prepare(other, terms), terms);
            } else if (i % 3 == 1) {  // by its unique term, which may be new
                const std::string unique = "Q" + std::to_string(documents[i].id);
                other.weighted.emplace_back(unique, 0);
                writer.replace(unique, prepare(other, terms), terms);
            } else {
                writer.erase("Q" + std::to_string(documents[i].id));
            }
            if (i == 100) writer.commit();
        }
        writer.set_metadata("plain", "");
        writer.set_metadata("new", "entry");
        writer.commit();
    }
    GeneratedDocuments all = documents;
    all.insert(all.end(), others.begin(), others.end());
    CHECK(difference(folder / "bulk", folder / "api", all, some_queries(22)) == "");
    CHECK(check(folder / "bulk") == "");
}

TEST_CASE("bulk: repetitive records are readable", "[bulk]") {
    // Deflated, these would end just behind a multiple of the 8192 bytes that Xapian inflates at a
    // time.
    GeneratedDocuments documents;
    for (const std::size_t base : {8192u, 16384u, 81920u}) {
        for (std::size_t more = 0; more < 400; more += 3) {
            for (const char* pattern : {"-", "ab", "= -"}) {
                GeneratedDocument document;
                document.id = static_cast<DocumentId>(documents.size() + 1);
                while (document.data.size() < base + more)
                    document.data += pattern;
                document.data.resize(base + more);
                documents.push_back(std::move(document));
            }
        }
    }
    const TemporaryFolder folder;
    build_bulk(folder / "bulk", documents, {});
    const Xapian::Database database(folder / "bulk");
    for (const GeneratedDocument& document : documents) {
        CAPTURE(document.id, document.data.size());
        REQUIRE((database.get_document(document.id).get_data() == document.data));
    }
    CHECK(check(folder / "bulk") == "");
}

TEST_CASE("bulk: documents that cannot be written are refused by name", "[bulk]") {
    struct Case {
        const char* name;
        GeneratedDocument document;
        const char* message;
    };
    std::string zeros(245, 'z');
    zeros.replace(100, 9, 9, '\0');
    const std::vector<Case> cases = {
        {"term too long",
         {7, {{std::string(246, 'a'), 1}}, {}, {}, ""},
         "document 7: a term of 246 bytes (1 to 245 are possible)"},
        {"term too long, without position",
         {7, {}, {{std::string(1000, 'a'), 1}}, {}, ""},
         "document 7: a term of 1000 bytes (1 to 245 are possible)"},
        {"empty term",
         {8, {{"a", 1}}, {{"", 1}}, {}, ""},
         "document 8: a term of 0 bytes (1 to 245 are possible)"},
        {"too many zero bytes",
         {9, {{zeros, 1}}, {}, {}, ""},
         "document 9: a term of 245 bytes, 9 of them zero, is too long for the index"},
        {"length by one weight too many",
         {10, {{"a", 1}}, {{"b", 4294967294u}}, {}, ""},
         "document 10: its length (the sum of all wdf) passes 4294967294"},
        {"one term's weights too many",
         {11, {}, {{"b", 4294967295u}, {"b", 4294967295u}}, {}, ""},
         "document 11: its length (the sum of all wdf) passes 4294967294"},
        {"slots falling",
         {12, {}, {}, {{2, "v"}, {1, "v"}}, ""},
         "document 12: value slots out of order: 1 after 2"},
        {"a slot twice",
         {13, {}, {}, {{2, "v"}, {2, "w"}}, ""},
         "document 13: value slots out of order: 2 after 2"},
        {"an empty value", {14, {}, {}, {{2, ""}}, ""}, "document 14: an empty value in slot 2"},
        {"id zero", {0, {}, {}, {}, ""}, "document ids begin at 1"},
        {"id not rising", {5, {}, {}, {}, ""}, "document 5: its id does not follow 5"},
    };
    for (const Case& example : cases) {
        INFO(example.name);
        CHECK(message_of([&] {
                  RunBuilder builder;
                  builder.add(5 - (example.document.id == 5 ? 0 : 1), {});
                  builder.add(example.document.id, prepare(example.document, builder.terms()));
                  builder.finish();
              }) == example.message);
    }
    CHECK(message_of([] {
              PreparedDocument document;
              document.weighted.push_back({3, 1});
              RunBuilder().add(2, document);
          }) == "document 2: a term that the run's table does not have");
}

TEST_CASE("bulk: what the API refuses or we refuse for it", "[bulk]") {
    const TemporaryFolder folder;
    ApiWriter writer(folder / "api", ApiWriter::Mode::Create);
    TermTable terms;
    const auto refused = [&](const GeneratedDocument& document) {
        return message_of([&] { writer.add(document.id, prepare(document, terms), terms); });
    };
    CHECK(refused({0, {}, {}, {}, ""}) == "document ids begin at 1");
    CHECK(refused({1, {{std::string(246, 'a'), 1}}, {}, {}, ""}) ==
          "document 1: a term of 246 bytes (1 to 245 are possible)");
    CHECK(refused({2, {}, {{"a", 4294967295u}}, {}, ""}) ==
          "document 2: its length (the sum of all wdf) passes 4294967294");
    CHECK(refused({3, {}, {}, {{1, "v"}, {1, "v"}}, ""}) ==
          "document 3: value slots out of order: 1 after 1");
    CHECK(refused({4, {}, {}, {{1, ""}}, ""}) == "document 4: an empty value in slot 1");
    CHECK_FALSE(writer.find("Qnone").has_value());
    CHECK(writer.erase("Qnone") == 0);
    CHECK(message_of([&] { ApiWriter(folder / "none", ApiWriter::Mode::Update); }) != "");
    CHECK(message_of([&] { ApiWriter(folder / "api", ApiWriter::Mode::Create); }) != "");
}

TEST_CASE("bulk: a term that occurs too often is refused", "[bulk]") {
    const TemporaryFolder folder;
    const GeneratedDocuments documents = {{1, {}, {{"often", 4294967294u}}, {}, ""},
                                          {2, {}, {{"often", 2}}, {}, ""}};
    for (const std::size_t per_run : {1, 2}) {
        CHECK(message_of([&] {
                  build_bulk(folder / "bulk", documents, {.documents_per_run = per_run});
              }) ==
              "document 2: with it the term \"often\" occurs more often than 32 bits can count");
        CHECK_FALSE(std::filesystem::exists(folder / "bulk"));
    }
}

TEST_CASE("bulk: runs come in order", "[bulk]") {
    const TemporaryFolder folder;
    const auto run_of = [](DocumentId id) {
        RunBuilder builder;
        builder.add(id, {});
        return builder.finish();
    };
    BulkWriter writer(folder / "bulk", 0);
    writer.add(run_of(5));
    writer.add(Run());  // of no documents
    CHECK(message_of([&] { writer.add(run_of(5)); }) == "document 5: its id does not follow 5");
    CHECK(message_of([&] { writer.set_metadata("", "v"); }) ==
          "a metadata key of 0 bytes (1 to 253 are possible)");
    CHECK(message_of([&] { writer.set_metadata(std::string(254, 'k'), "v"); }) ==
          "a metadata key of 254 bytes (1 to 253 are possible)");

    std::string message;
    std::thread waiting([&] { message = message_of([&] { writer.add(1, run_of(6)); }); });
    writer.cancel();
    waiting.join();
    CHECK(message == "writing was cancelled");
}

TEST_CASE("bulk: folders that cannot be used", "[bulk]") {
    const TemporaryFolder folder;
    std::ofstream(folder / "file") << "text";
    std::filesystem::create_directory(folder / "empty");
    CHECK(message_of([&] { BulkWriter(folder / "none/bulk", 0); }) ==
          "cannot create " + (folder / "none/bulk") + ": No such file or directory");
    CHECK(message_of([&] { BulkWriter(folder / "file/bulk", 0); }) ==
          "cannot create " + (folder / "file/bulk") + ": Not a directory");
    CHECK(message_of([&] { BulkWriter(folder / "file", 0); }) ==
          (folder / "file") + ": exists and is not empty");
    CHECK(message_of([&] { BulkWriter(folder.path(), 0); }) ==
          folder.path() + ": exists and is not empty");
    CHECK(message_of([&] { BulkWriter(folder / "empty", 0).finish(1); }) == "");
    CHECK(Xapian::Database(folder / "empty").get_doccount() == 0);
    CHECK(message_of([&] { BulkWriter(folder / "empty", 0); }) ==
          (folder / "empty") + ": exists and is not empty");
}

TEST_CASE("bulk: a disk that is full leaves no database and no files", "[bulk]") {
    // A limit on the size of files stands for the full disk; the signal it sends is ignored.
    const GeneratedDocuments documents = mixed_documents(31, 300);
    const TemporaryFolder folder;
    build_bulk(folder / "whole", documents, {});
    std::vector<std::uintmax_t> limits = {0, 50};
    for (const char* name :
         {"/postlist.glass", "/docdata.glass", "/termlist.glass", "/position.glass"}) {
        limits.push_back(std::filesystem::file_size((folder / "whole") + name) - 1);
    }
    limits.push_back(limits[3] / 2);
    for (const std::size_t memory : {std::size_t{0}, std::size_t{1} << 30}) {
        for (const std::uintmax_t limit : limits) {
            CAPTURE(memory, limit);
            std::string message;
            {
                const FileSizeLimit limited(limit);
                message = message_of([&] {
                    build_bulk(folder / "bulk", documents,
                               {.documents_per_run = 100, .memory = memory, .threads = 1});
                });
            }
            CHECK_THAT(message, Catch::Matchers::StartsWith("cannot write " + (folder / "bulk/")));
            CHECK_THAT(message, Catch::Matchers::EndsWith(": File too large"));
            CHECK_FALSE(std::filesystem::exists(folder / "bulk"));
        }
    }
    // What it needs, it gets.
    const FileSizeLimit limited(*std::max_element(limits.begin(), limits.end()) + 1);
    CHECK(message_of([&] { build_bulk(folder / "bulk", documents, {}); }) == "");
}

TEST_CASE("bulk: errors of the system say which file and what to do", "[bulk]") {
    const auto hint_of = [](int number) {
        try {
            throw_file_error("write", "a/file", number);
        } catch (const Error& error) {
            return std::string(error.what()) + " | " + error.hint();
        }
    };
    CHECK(hint_of(ENOSPC) ==
          "cannot write a/file: No space left on device | free some disk space and try again");
    CHECK(hint_of(EIO) == "cannot write a/file: Input/output error | ");
}

TEST_CASE("bulk: records that the API could not read again are known", "[bulk]") {
    Random random(51);
    CHECK(api_can_store(""));
    CHECK(api_can_store(std::string(8191, '-')));
    CHECK(api_can_store(random_bytes(random, 100000)));
    CHECK(api_can_store(prose(random, 100000)));

    const TemporaryFolder folder;
    GeneratedDocuments documents;
    for (std::size_t size = 8190; size < 8600; ++size) {
        for (const char* pattern : {"-", "ab", "= -"}) {
            GeneratedDocument document;
            document.id = static_cast<DocumentId>(documents.size() + 1);
            while (document.data.size() < size)
                document.data += pattern;
            document.data.resize(size);
            documents.push_back(std::move(document));
        }
    }
    build_api(folder / "api", documents);
    const Xapian::Database database(folder / "api");
    std::size_t unreadable = 0;
    for (const GeneratedDocument& document : documents) {
        bool readable = false;
        try {
            readable = database.get_document(document.id).get_data() == document.data;
        } catch (const Xapian::DatabaseCorruptError&) {
            ++unreadable;
        }
        CAPTURE(document.id, document.data.size());
        if (!readable) CHECK_FALSE(api_can_store(document.data));
    }
    // If this fails, Xapian was mended, and the check may go.
    CHECK(unreadable > 0);
}
