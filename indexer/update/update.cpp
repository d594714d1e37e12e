#include "indexer/update/update.h"

#include <algorithm>
#include <utility>

#include "common/error.h"
#include "common/schema.h"
#include "indexer/update/shards.h"

namespace dateline {

IndexUpdate::IndexUpdate(std::string directory, IndexState state)
    : directory_(std::move(directory)), state_(std::move(state)) {
    for (const std::string& path : state_.shards) {
        Shard shard;
        shard.path = path;
        shard.database = Xapian::Database(path);
        shard.fates.assign(std::size_t{shard.database.get_lastdocid()} + 1, kUnknown);
        shards_.push_back(std::move(shard));
    }
}

void IndexUpdate::begin(Inputs inputs) {
    inputs_ = std::move(inputs);
    for (std::size_t i = 0; i < shards_.size(); ++i) {
        const Xapian::Database& database = shards_[i].database;
        hashes_.reserve(hashes_.size() + database.get_doccount());
        for (auto value = database.valuestream_begin(kSlotContent);
             value != database.valuestream_end(kSlotContent); ++value) {
            const std::string bytes = *value;
            if (bytes.size() != sizeof(std::uint64_t)) continue;
            std::uint64_t hash = 0;  // big-endian
            for (const char byte : bytes)
                hash = hash << 8 | static_cast<unsigned char>(byte);
            hashes_.push_back({hash, static_cast<std::uint32_t>(i), value.get_docid()});
        }
    }
    std::sort(hashes_.begin(), hashes_.end(),
              [](const Hashed& a, const Hashed& b) { return a.hash < b.hash; });
}

std::optional<std::uint32_t> IndexUpdate::find(std::uint64_t content_hash) const {
    const auto found =
        std::lower_bound(hashes_.begin(), hashes_.end(), content_hash,
                         [](const Hashed& a, std::uint64_t hash) { return a.hash < hash; });
    if (found == hashes_.end() || found->hash != content_hash) return std::nullopt;
    return static_cast<std::uint32_t>(found - hashes_.begin());
}

std::optional<std::string> IndexUpdate::keep(std::uint32_t article) {
    const Place place{hashes_[article].shard, hashes_[article].document};
    if (fate(place) != kUnknown) return term_of(place, kIdPrefix);
    fate(place) = kKept;
    ++counts_.unchanged;
    return std::nullopt;
}

bool IndexUpdate::replace(const std::string& id, std::size_t file) {
    const std::optional<Place> place = find_id(id);
    if (!place || fate(*place) == kRemoved) return true;
    if (fate(*place) == kKept || comes_first(*place, file)) return false;
    remove(*place);
    ++counts_.changed;
    return true;
}

// Whether the article is of an input that is not read again and comes before this one.
bool IndexUpdate::comes_first(const Place& place, std::size_t file) {
    if (not_read_.empty()) {
        for (const auto& [identity, order] : inputs_.not_read)
            not_read_.emplace(make_term(kFilePrefix, identity), order);
    }
    const auto owner = not_read_.find(std::string(kFilePrefix) + term_of(place, kFilePrefix));
    return owner != not_read_.end() && owner->second < inputs_.read[file];
}

void IndexUpdate::remove_file(const std::string& identity) {
    const std::string term = make_term(kFilePrefix, identity);
    for (std::size_t i = 0; i < shards_.size(); ++i) {
        const Xapian::Database& database = shards_[i].database;
        for (auto at = database.postlist_begin(term); at != database.postlist_end(term); ++at) {
            const Place place{i, *at};
            if (fate(place) != kUnknown) continue;
            remove(place);
            ++counts_.removed;
        }
    }
}

bool IndexUpdate::remove_article(const std::string& id) {
    const std::optional<Place> place = find_id(id);
    if (!place || fate(*place) == kRemoved) return false;
    remove(*place);
    ++counts_.removed;
    return true;
}

std::optional<IndexUpdate::Place> IndexUpdate::find_id(const std::string& id) const {
    const std::string term = make_term(kIdPrefix, id);
    for (std::size_t i = 0; i < shards_.size(); ++i) {
        const auto posting = shards_[i].database.postlist_begin(term);
        if (posting != shards_[i].database.postlist_end(term)) return Place{i, *posting};
    }
    return std::nullopt;
}

// The document's first term with this prefix, without it; "" if there is none.
std::string IndexUpdate::term_of(const Place& place, std::string_view prefix) const {
    const Xapian::Database& database = shards_[place.shard].database;
    auto term = database.termlist_begin(place.document);
    term.skip_to(std::string(prefix));
    if (term == database.termlist_end(place.document) || !(*term).starts_with(prefix)) return "";
    return (*term).substr(prefix.size());
}

void IndexUpdate::remove(const Place& place) {
    fate(place) = kRemoved;
    ++shards_[place.shard].removed;
    ++removed_;
}

void IndexUpdate::publish(const std::string& shard, const std::string& files) {
    std::vector<std::unique_ptr<Unpublished>> made;
    const auto make = [&] {
        made.push_back(std::make_unique<Unpublished>(next_generation(directory_)));
        return made.back()->path();
    };
    IndexState state;
    std::vector<std::size_t> documents;
    const bool any =
        !shard.empty() || std::any_of(shards_.begin(), shards_.end(), [](const Shard& old) {
            return old.database.get_doccount() > old.removed;
        });
    for (const Shard& old : shards_) {
        const std::size_t left = old.database.get_doccount() - old.removed;
        if (left == 0 && (any || !state.shards.empty())) continue;
        state.shards.push_back(old.path);
        documents.push_back(left);
        if (old.removed == 0) continue;
        std::vector<Xapian::docid> ids;
        for (std::size_t id = 0; id < old.fates.size(); ++id) {
            if (old.fates[id] == kRemoved) ids.push_back(static_cast<Xapian::docid>(id));
        }
        state.shards.back() = make();
        copy_shard_without(old.path, state.shards.back(), ids);
    }
    if (!shard.empty()) {
        state.shards.push_back(shard);
        documents.push_back(Xapian::Database(shard).get_doccount());
    }
    if (const std::size_t count = shards_to_merge(documents); count > 0) {
        const auto first = state.shards.end() - static_cast<std::ptrdiff_t>(count);
        const std::vector<std::string> merged(first, state.shards.end());
        state.shards.erase(first, state.shards.end());
        state.shards.push_back(make());
        merge_shards(merged, state.shards.back());
    }
    state.files = files.empty() ? state_.files : files;
    dateline::publish(directory_, state);
}

}  // namespace dateline
