// An update of an index that is there: which articles stay, which are replaced or removed.
//
// New and changed articles are written into a shard of their own by the writer that rebuilds use;
// what they replace, and what is removed, leaves the shards that have it (shards.h). Nothing of
// that is seen before publish() puts the new shards in force together.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <xapian.h>

#include "common/index.h"
#include "indexer/copies/copied_dates.h"
#include "indexer/copies/sketches.h"
#include "indexer/existing_articles.h"
#include "indexer/update/file_states.h"
#include "indexer/update/shards.h"

namespace dateline {

// What an update did to articles.
struct UpdateCounts {
    std::uint64_t added = 0;
    std::uint64_t changed = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t removed = 0;
};

class IndexUpdate : public ExistingArticles {
public:
    // Opens every shard in force. Throws Error.
    IndexUpdate(std::string directory, IndexState state);

    // Identities and places of inputs in the order of all: of two articles with one id the first
    // stays.
    struct Inputs {
        std::vector<std::pair<std::string, std::size_t>> read;      // by number of file
        std::vector<std::pair<std::string, std::size_t>> not_read;  // their state is as before
        const FileStates* recorded = nullptr;  // of the run before; outlives the update
    };

    // Before the articles of these inputs come, and after delete_article().
    void begin(Inputs inputs);

    std::optional<std::uint32_t> find(std::uint64_t content_hash) const override;
    std::optional<Outcome> keep(std::uint32_t article) override;
    std::string id_of_existing(std::uint32_t article) const override;
    std::optional<Outcome> replace(const std::string& id, std::size_t file) override;
    Owner owner_of(const std::string& id) override;

    // Whether articles are left that came from a file and that the input, read by now, has no more.
    bool has_left(const std::string& identity) const;

    // Removes what came from a file, but for articles that the input still has.
    void remove_file(const std::string& identity);

    // Removes the article with this id, and lets no input write it again.
    void delete_article(const std::string& id);

    // Whether it was in the index or in an input.
    bool met(const std::string& id) const { return deleted_.at(id); }

    bool removes_any() const { return removed_ > 0; }

    // Articles that stay.
    std::size_t left() const { return left_ - removed_; }

    // The shards in force with the documents that stay, and behind them the one whose folder is
    // `shard` with the documents from 1 to `written`, which need not be there yet. Below, numbers
    // are those that a database of these shards would give.
    std::vector<SketchedShard> shards(const std::string& shard, std::uint64_t written) const;

    // The stories in force.
    StoryMap stories_before() const;

    // Of an article by find(), and of one in the new shard.
    std::uint32_t number_of(std::uint32_t article) const;
    std::uint32_t number_of_new(std::uint32_t document) const;

    // Of an article that is in force: its id, how it is dated by its own evidence, and what its
    // copies tell.
    std::string id_of(std::uint32_t number) const;
    OwnDate date_of(std::uint32_t number) const;
    std::optional<DateEvidence> date_by_copies(std::uint32_t number) const;

    // The document of the new shard with this number; nothing if the number is of another shard.
    std::optional<std::uint32_t> new_document(std::uint32_t number) const;

    const UpdateCounts& counts() const { return counts_; }

    // New and changed articles.
    void count_written(std::uint64_t articles) { counts_.added = articles - counts_.changed; }

    // What publish() puts in force besides what was removed.
    struct News {
        std::string shard;                   // of new articles; may be empty
        std::uint64_t written = 0;           // articles in it
        std::string files;                   // in place of those before; may be empty
        const StoryMap* stories = nullptr;   // in place of those before; may be null
        const CopiedDates* dates = nullptr;  // what has changed of them; may be null
    };

    // Throws Error; the index then is as it was.
    void publish(const News& news);

private:
    enum Fate : std::uint8_t { kUnknown, kKept, kRemoved, kDeleted };
    static bool is_gone(Fate fate) { return fate == kRemoved || fate == kDeleted; }
    struct Shard {
        std::string path;
        Xapian::Database database;
        std::vector<Fate> fates;  // by document id
        std::size_t removed = 0;
    };
    struct Place {
        std::size_t shard = 0;
        Xapian::docid document = 0;
    };
    struct Hashed {
        std::uint64_t hash = 0;
        std::uint32_t shard = 0;
        Xapian::docid document = 0;
    };

    std::optional<Place> find_id(const std::string& id) const;
    std::string term_of(const Place& place, std::string_view prefix) const;
    Place place_of(std::uint32_t number) const;
    ShardChanges changes_of(std::size_t shard, const CopiedDates* dates) const;
    Fate& fate(const Place& place) { return shards_[place.shard].fates[place.document]; }
    void remove(const Place& place, Fate how = kRemoved);
    bool stays(const Place& place, std::size_t file);

    std::string directory_;
    IndexState state_;
    std::vector<Shard> shards_;
    std::vector<Hashed> hashes_;  // rising
    Inputs inputs_;
    std::unordered_map<std::string, bool> deleted_;  // by id: whether it was met
    struct FileOfArticles {
        std::string identity;
        std::optional<std::size_t> place;  // among the inputs
        bool is_read = false;
        bool is_there = false;
    };
    // By file term: those of the inputs, filled when first needed, and others that were asked for.
    std::unordered_map<std::string, FileOfArticles> file_terms_;
    FileOfArticles& file_of(const Place& place);
    std::string identity_of(const std::string& file_term) const;
    std::size_t removed_ = 0;
    std::size_t left_ = 0;  // before anything was removed
    UpdateCounts counts_;
};

}  // namespace dateline
