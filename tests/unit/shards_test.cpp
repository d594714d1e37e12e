// Indexes of several shards: which one a document is in, as the matcher does not tell.
#include "searcher/shards.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "searcher/hits/stories.h"
#include "tests/catch.h"
#include "tests/support/temporary_folder.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

// A shard of documents with the term "all", every second one with "even", every third one with
// "third" at position 1, and the number in their data. Ids in `gone` are missing.
Xapian::Database make_shard(const std::string& path, unsigned documents,
                            const std::set<Xapian::docid>& gone = {}) {
    Xapian::WritableDatabase writable(path, Xapian::DB_CREATE);
    for (Xapian::docid number = 1; number <= documents; ++number) {
        if (gone.contains(number)) continue;
        Xapian::Document document;
        document.add_posting("all", 2);
        if (number % 2 == 0) document.add_posting("even", 3);
        if (number % 3 == 0) document.add_posting("third", 1);
        document.set_data(path + "#" + std::to_string(number));
        writable.replace_document(number, document);
    }
    writable.commit();
    writable.close();
    return Xapian::Database(path);
}

// Notes the number of every document that it is shown.
class NumberSpy : public Xapian::MatchSpy {
public:
    explicit NumberSpy(const ShardTracker& tracker) : tracker_(tracker) {}
    void operator()(const Xapian::Document& document, double) override {
        numbers.insert({tracker_.number(document), document.get_data()});
    }

    std::set<std::pair<Xapian::docid, std::string>> numbers;

private:
    const ShardTracker& tracker_;
};

}  // namespace

TEST_CASE("shards: a database joins the UUIDs of its shards, in order", "[shards]") {
    const TemporaryFolder folder;
    CHECK(shard_uuids(Xapian::Database()) == std::vector<std::string>{""});
    Xapian::Database all;
    std::vector<std::string> uuids;
    for (const std::string name : {"a", "b", "c", "d"}) {
        const Xapian::Database shard = make_shard(folder / name, name == "c" ? 0 : 3);
        CHECK(shard_uuids(shard) == std::vector<std::string>{shard.get_uuid()});
        uuids.push_back(shard.get_uuid());
        all.add_database(shard);
        CHECK(shard_uuids(all) == uuids);
    }
    CHECK(std::set<std::string>(uuids.begin(), uuids.end()).size() == uuids.size());
}

TEST_CASE("shards: match spies learn the number in the whole database", "[shards]") {
    const TemporaryFolder folder;
    const std::vector<Xapian::Database> shards{
        make_shard(folder / "a", 20), make_shard(folder / "b", 0),
        make_shard(folder / "c", 7, {1, 2, 5}), make_shard(folder / "d", 41, {6, 41})};
    const std::map<std::string, Xapian::Query> queries{
        {"word", Xapian::Query("all")},
        {"every document", Xapian::Query::MatchAll},
        {"and", {Xapian::Query::OP_AND, Xapian::Query("even"), Xapian::Query("third")}},
        {"or", {Xapian::Query::OP_OR, Xapian::Query("even"), Xapian::Query("third")}},
        {"not", {Xapian::Query::OP_AND_NOT, Xapian::Query("all"), Xapian::Query("even")}},
        {"phrase", {Xapian::Query::OP_PHRASE, Xapian::Query("third"), Xapian::Query("all")}},
        {"one shard has it",
         {Xapian::Query::OP_FILTER, Xapian::Query("all"),
          documents_query(shards[3], {30, 33, 40})}},
        {"none has it", Xapian::Query("nowhere")},
    };
    for (std::size_t count = 1; count <= shards.size(); ++count) {
        Xapian::Database all;
        for (std::size_t i = 0; i < count; ++i)
            all.add_database(shards[i]);
        for (const auto& [name, query] : queries) {
            CAPTURE(count, name);
            const ShardTracker tracker(all);
            NumberSpy spy(tracker);
            Xapian::Enquire enquire(all);
            enquire.set_query(tracker.track(query));
            enquire.add_matchspy(&spy);
            const Xapian::MSet found = enquire.get_mset(0, 1000, 1000);
            std::set<std::pair<Xapian::docid, std::string>> expected;
            for (auto hit = found.begin(); hit != found.end(); ++hit)
                expected.insert({*hit, all.get_document(*hit).get_data()});
            CHECK(spy.numbers == expected);

            // Weights and order are those of the query by itself.
            Xapian::Enquire untracked(all);
            untracked.set_query(query);
            const Xapian::MSet plain = untracked.get_mset(0, 1000, 1000);
            REQUIRE(plain.size() == found.size());
            for (Xapian::doccount i = 0; i < plain.size(); ++i) {
                CHECK(*plain[i] == *found[i]);
                CHECK(plain[i].get_weight() == found[i].get_weight());
            }
        }
    }
}

TEST_CASE("shards: a list of documents is of the whole database", "[shards]") {
    const TemporaryFolder folder;
    Xapian::Database all;
    all.add_database(make_shard(folder / "a", 20));
    all.add_database(make_shard(folder / "b", 5, {2}));
    all.add_database(make_shard(folder / "c", 30));
    const auto found = [&](const std::vector<Xapian::docid>& documents) {
        Xapian::Enquire enquire(all);
        enquire.set_query(documents_query(all, documents));
        enquire.set_docid_order(Xapian::Enquire::ASCENDING);
        const Xapian::MSet hits = enquire.get_mset(0, 1000);
        std::vector<Xapian::docid> ids;
        for (auto hit = hits.begin(); hit != hits.end(); ++hit)
            ids.push_back(*hit);
        return ids;
    };
    for (const std::vector<Xapian::docid>& documents : std::vector<std::vector<Xapian::docid>>{
             {}, {1}, {2}, {3}, {1, 2, 3, 4}, {2, 8, 14}, {58, 90}, {7, 9, 11}}) {
        CAPTURE(documents);
        CHECK(found(documents) == documents);
    }
}
