// The reader of position tables: equal to what Xapian's API says of every term and document, for
// databases of both writers; and safe whatever the bytes of the table are.
#include "common/glass/position_lists.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <random>

#include "common/error.h"
#include "indexer/writers/position_code.h"
#include "tests/catch.h"
#include "tests/unit/generated_documents.h"

using namespace dateline;
using namespace dateline::testing;
using glass::PositionCursor;

namespace {

using Positions = std::vector<std::uint32_t>;
using ListsByDocument = std::map<Xapian::docid, Positions>;

// What the API says; documents without positions of the term are left out.
ListsByDocument lists_of(const Xapian::Database& database, const std::string& term) {
    ListsByDocument lists;
    for (auto at = database.postlist_begin(term); at != database.postlist_end(term); ++at) {
        Positions positions(at.positionlist_begin(), at.positionlist_end());
        if (!positions.empty()) lists[*at] = std::move(positions);
    }
    return lists;
}

// A database's position table, as open_index() opens it; null if it cannot be read.
std::shared_ptr<glass::TableReader> open_table(const std::string& folder) {
    glass::PositionTables tables;
    glass::add_position_table(folder, tables);
    return tables.empty() ? nullptr : tables.begin()->second;
}

std::string difference(PositionCursor& cursor, const ListsByDocument& expected,
                       std::uint64_t from) {
    const auto next = from > ~Xapian::docid{0}
                          ? expected.end()
                          : expected.lower_bound(static_cast<Xapian::docid>(from));
    const std::uint64_t at = next == expected.end() ? PositionCursor::kNone : next->first;
    if (cursor.seek(from) != at)
        return "from " + std::to_string(from) + ": found " + std::to_string(cursor.seek(from)) +
               " instead of " + std::to_string(at);
    if (next == expected.end()) return "";
    Positions positions{7};  // what is there stays
    cursor.read(positions);
    positions.erase(positions.begin());
    return positions == next->second ? "" : "other positions in " + std::to_string(at);
}

// Compares every list, in order; then what is found from documents far and near, also going back.
// The first difference; "" if there is none.
std::string difference(const std::string& folder, std::size_t& lists, std::size_t& longest) {
    const Xapian::Database database(folder);
    const auto table = open_table(folder);
    if (table == nullptr) return "no table";
    Random random(11);
    for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
        const ListsByDocument expected = lists_of(database, *term);
        PositionCursor cursor(table, *term);
        std::uint64_t from = 1;
        std::string found;
        for (const auto& [document, positions] : expected) {
            ++lists;
            longest = std::max(longest, positions.size());
            if (found.empty()) found = difference(cursor, expected, from);
            from = std::uint64_t{document} + 1;
        }
        if (found.empty()) found = difference(cursor, expected, from);
        for (int i = 0; i < 20 && found.empty(); ++i) {
            const std::uint32_t near = below(random, 3) == 0 ? 5 : 5000;
            from = below(random, 4) == 0 ? 1 + below(random, database.get_lastdocid())
                                         : from + below(random, near);
            found = difference(cursor, expected, from);
        }
        if (!found.empty()) return "\"" + *term + "\": " + found;
    }
    PositionCursor absent(table, "no such term");
    return absent.seek(1) == PositionCursor::kNone ? "" : "a list of no term";
}

std::string difference(const std::string& folder) {
    std::size_t lists = 0;
    std::size_t longest = 0;
    return difference(folder, lists, longest);
}

// Thousands of terms in one document, a term in thousands, and lists of many sizes.
GeneratedDocuments many_documents(std::size_t count) {
    Random random(3);
    GeneratedDocuments documents = mixed_documents(31, count);
    for (GeneratedDocument& document : documents) {
        std::uint32_t position = 1;
        for (std::uint32_t i = below(random, 60); i > 0; --i)
            document.occurrences.emplace_back("XSENT", position += 1 + below(random, 30));
    }
    // Lists of several components, of which some need hardly any bits and some very many.
    GeneratedDocument& longest = documents[count / 2];
    for (std::uint32_t i = 0; i < 120'000; ++i) {
        longest.occurrences.emplace_back("often", 1 + 3 * i + below(random, 3));
        longest.occurrences.emplace_back("always", 1 + i);
        if (i % 50 == 0) longest.occurrences.emplace_back("far apart", i * 10'000);
    }
    return documents;
}

void write_file(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace

TEST_CASE("position lists: what the writer codes is read back", "[glass]") {
    // Not 0 and 1 alone, which need no bits: the format has the same for 1 alone, in Xapian, too.
    Random random(1);
    std::vector<Positions> lists = {
        {0}, {1}, {0, 2}, {5, 6, 7, 8, 9}, {0, 4294967295u}, {4294967294u, 4294967295u}, {3, 9}};
    for (int i = 0; i < 3000; ++i) {
        Positions positions;
        const std::uint32_t gap = 1u << below(random, 24);
        std::uint32_t at = 1 + below(random, gap);
        for (std::uint32_t n = 1 + below(random, 1 + below(random, 120)); n > 0; --n) {
            positions.push_back(at);
            at += 1 + below(random, gap);
        }
        lists.push_back(std::move(positions));
    }
    for (const Positions& list : lists) {
        std::vector<std::uint8_t> bytes(glass::positions_room(list.size()));
        const std::uint8_t* end = glass::put_positions(bytes.data(), list.data(), list.size());
        const std::string_view coded(reinterpret_cast<const char*>(bytes.data()),
                                     static_cast<std::size_t>(end - bytes.data()));
        Positions read;
        REQUIRE(glass::take_positions(coded, read));
        REQUIRE(read == list);
        // What is cut is refused, or is another list that rises.
        for (std::size_t size = 0; size < coded.size(); ++size) {
            read.clear();
            if (!glass::take_positions(coded.substr(0, size), read)) {
                REQUIRE(read.empty());
            } else {
                REQUIRE(std::adjacent_find(read.begin(), read.end(), std::greater_equal<>()) ==
                        read.end());
            }
        }
    }
}

TEST_CASE("position lists: a list of more words than any document has is refused", "[glass]") {
    // First 0, last and number 2^32 - 1: without a gap, so that no bits follow.
    const std::string bytes("\xff\xff\xff\xff\x0f\0\0\0\0\xfe\xff\xff\xff", 13);
    Positions read;
    CHECK_FALSE(glass::take_positions(bytes, read));
    CHECK(read.empty());
}

TEST_CASE("position lists: all of both writers' databases equal the API's", "[glass]") {
    const GeneratedDocuments documents = many_documents(2500);
    const TemporaryFolder folder;
    build_bulk(folder / "bulk", documents, {.documents_per_run = 700});
    build_api(folder / "api", documents);
    for (const std::string name : {"bulk", "api"}) {
        CAPTURE(name);
        std::size_t lists = 0;
        std::size_t longest = 0;
        CHECK(difference(folder / name, lists, longest) == "");
        CHECK(lists > 200'000);
        CHECK(longest == 120'000);
    }
    const auto version = glass::read_version(folder / "bulk");
    REQUIRE(version);
    CHECK(version->tables[glass::kPosition].level >= 2);
}

TEST_CASE("position lists: a database that was changed again and again is read right", "[glass]") {
    // Blocks of all sizes, neither in order nor full, and some that are free.
    for (const int block_bytes : {2048, 8192, 65536}) {
        CAPTURE(block_bytes);
        const GeneratedDocuments documents = mixed_documents(41, 600);
        const TemporaryFolder folder;
        Random random(17);
        {
            Xapian::WritableDatabase database(
                folder / "db", Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC,
                block_bytes);
            for (int round = 0; round < 6; ++round) {
                for (std::size_t i = 0; i < documents.size(); ++i) {
                    if (below(random, 3) != 0) continue;
                    Xapian::Document document;
                    for (const auto& [term, place] : documents[i].occurrences)
                        document.add_posting(term, place & ~Occurrence::kNoWdf);
                    const Xapian::docid id = 1 + below(random, 5000);
                    if (below(random, 4) == 0 && database.get_doccount() > 0) {
                        database.delete_document(*database.postlist_begin(""));
                    } else {
                        database.replace_document(id, document);
                    }
                }
                database.commit();
            }
        }
        CHECK(difference(folder / "db") == "");
    }
}

TEST_CASE("position lists: documents with ids of each width, and none at all", "[glass]") {
    const std::string nul(1, '\0');
    const std::vector<GeneratedDocuments> cases = {
        {},
        {{1, {}, {{"no position", 1}}, {}, ""}},
        {{1, {{"a", 1}}, {}, {}, ""},
         {32767, {{"a", 1}}, {}, {}, ""},
         {32768, {{"a", 2}}, {}, {}, ""},
         {4194303, {{"a", 3}, {"a", 4}}, {}, {}, ""},
         {4194304, {{"a", 5}}, {}, {}, ""},
         {536870911, {{"a", 6}}, {}, {}, ""},
         {536870912, {{"a", 7}}, {}, {}, ""},
         {4294967295u, {{"a", 8}}, {}, {}, ""}},
        {{1, {{nul, 1}, {"a", 2}, {"a" + nul, 3}, {"a" + nul + "b", 4}, {"a\x01", 5}}, {}, {}, ""},
         {2, {{"a" + nul + nul, 1}, {"a\xff", 2}, {nul + nul, 3}, {"b", 4}}, {}, {}, ""}},
    };
    const TemporaryFolder folder;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        CAPTURE(i);
        const std::string name = std::to_string(i);
        build_bulk(folder / ("bulk" + name), cases[i], {});
        CHECK(difference(folder / ("bulk" + name)) == "");
        build_api(folder / ("api" + name), cases[i]);
        CHECK(difference(folder / ("api" + name)) == "");
    }
}

TEST_CASE("position lists: another format is left to Xapian", "[glass]") {
    const TemporaryFolder folder;
    build_bulk(folder / "db", mixed_documents(1, 20), {});
    const std::string version = file_bytes(folder / "db/iamglass");
    REQUIRE(glass::read_version(folder / "db"));
    CHECK(glass::read_version(folder / "db")->uuid == Xapian::Database(folder / "db").get_uuid());
    struct Case {
        const char* name;
        std::string bytes;
    };
    std::string later = version;
    ++later[15];
    const std::vector<Case> cases = {
        {"nothing", ""},
        {"magic only", version.substr(0, 16)},
        {"cut", version.substr(0, 40)},
        {"a later version", later},
        {"not a database", std::string(200, 'x')},
        {"numbers without end", version.substr(0, 32) + std::string(100, '\xff')},
    };
    for (const Case& example : cases) {
        INFO(example.name);
        write_file(folder / "db/iamglass", example.bytes);
        CHECK_FALSE(glass::read_version(folder / "db"));
    }
    CHECK_FALSE(glass::read_version(folder / "none"));
}

TEST_CASE("position lists: whatever the bytes are, they are read or refused", "[glass]") {
    const GeneratedDocuments documents = many_documents(150);
    const TemporaryFolder folder;
    const std::string path = folder / "db";
    build_bulk(path, documents, {});
    std::vector<std::string> terms;
    {
        const Xapian::Database database(path);
        terms.assign(database.allterms_begin(), database.allterms_end());
    }
    const std::string table_path = path + "/position.glass";
    const std::string table = file_bytes(table_path);
    const std::size_t blocks = table.size() / 8192;
    REQUIRE(blocks > 30);
    Random random(5);
    int refused = 0;
    int read = 0;
    for (int round = 0; round < 400; ++round) {
        CAPTURE(round);
        std::string bytes = table;
        const auto any = [&](std::size_t limit) {
            return static_cast<std::size_t>(below(random, static_cast<std::uint32_t>(limit)));
        };
        if (round % 20 == 0) {
            bytes.resize(any(bytes.size()));
        } else if (round % 20 == 1) {  // one block in place of another
            bytes.replace(any(blocks) * 8192, 8192, table, any(blocks) * 8192, 8192);
        }
        for (std::size_t flips = any(30); flips > 0 && !bytes.empty(); --flips) {
            // Heads, directories and the last blocks, which are the branches, count most.
            std::size_t at = any(bytes.size());
            if (flips % 3 == 0) at = at / 8192 * 8192 + any(60);
            if (flips % 3 == 1) at = bytes.size() - 1 - any(std::min(bytes.size(), 3 * 8192ul));
            at = std::min(at, bytes.size() - 1);
            if (flips % 2 == 0) {
                bytes[at] = static_cast<char>(bytes[at] ^ 1 << any(8));
            } else {
                bytes[at] = static_cast<char>(random());
            }
        }
        write_file(table_path, bytes);
        const auto open = open_table(path);
        REQUIRE(open != nullptr);
        for (int i = 0; i < 60; ++i) {
            try {
                PositionCursor cursor(open, terms[any(terms.size())]);
                std::uint64_t from = 1;
                for (std::uint64_t at = 0; (at = cursor.seek(from)) != PositionCursor::kNone;) {
                    REQUIRE(at >= from);
                    Positions positions;
                    cursor.read(positions);
                    REQUIRE(!positions.empty());
                    ++read;
                    from = at + 1 + any(3);
                }
            } catch (const Xapian::DatabaseModifiedError&) {
                ++refused;
            } catch (const Error& error) {
                REQUIRE(std::string(error.what()).find("position.glass") != std::string::npos);
                ++refused;
            }
        }
    }
    CHECK(refused > 1000);
    CHECK(read > 10'000);
}
