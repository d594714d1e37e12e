#include "indexer/update/update.h"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <system_error>
#include <utility>

#include "common/error.h"
#include "common/schema.h"

namespace dateline {
namespace {

constexpr std::size_t kCharacterBytes = 4;  // of UTF-8, at most

}  // namespace

IndexUpdate::IndexUpdate(std::string directory, IndexState state)
    : directory_(std::move(directory)), state_(std::move(state)) {
    for (const std::string& path : state_.shards) {
        Shard shard;
        shard.path = path;
        shard.database = Xapian::Database(path);
        shard.fates.assign(std::size_t{shard.database.get_lastdocid()} + 1, kUnknown);
        left_ += shard.database.get_doccount();
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

std::optional<Outcome> IndexUpdate::keep(std::uint32_t article) {
    const Place place{hashes_[article].shard, hashes_[article].document};
    if (fate(place) == kDeleted) return Outcome::Deleted;
    if (fate(place) != kUnknown) return std::nullopt;
    fate(place) = kKept;
    ++counts_.unchanged;
    return Outcome::Unchanged;
}

std::string IndexUpdate::id_of_existing(std::uint32_t article) const {
    return term_of({hashes_[article].shard, hashes_[article].document}, kIdPrefix);
}

std::optional<Outcome> IndexUpdate::replace(const std::string& id, std::size_t file) {
    if (const auto deleted = deleted_.find(id); deleted != deleted_.end()) {
        deleted->second = true;
        return Outcome::Deleted;
    }
    const std::optional<Place> place = find_id(id);
    if (!place || fate(*place) == kRemoved) return Outcome::Added;
    if (fate(*place) == kKept || stays(*place, file)) return std::nullopt;
    remove(*place);
    ++counts_.changed;
    return Outcome::Changed;
}

IndexUpdate::FileOfArticles& IndexUpdate::file_of(const Place& place) {
    if (file_terms_.empty()) {
        for (const auto& [identity, order] : inputs_.not_read)
            file_terms_[make_term(kFilePrefix, identity)] = {identity, order, false, true};
        for (const auto& [identity, order] : inputs_.read)
            file_terms_[make_term(kFilePrefix, identity)] = {identity, order, true, true};
    }
    const std::string term = std::string(kFilePrefix) + term_of(place, kFilePrefix);
    const auto [entry, is_new] = file_terms_.try_emplace(term);
    FileOfArticles& file = entry->second;
    if (!is_new) return file;
    file.identity = identity_of(term);
    if (file.identity == "-") return file;
    std::error_code code;
    const auto status = std::filesystem::status(file.identity, code);
    file.is_there = status.type() != std::filesystem::file_type::not_found;
    return file;
}

// What make_term() made the term of; a long one was cut, and is looked up.
std::string IndexUpdate::identity_of(const std::string& term) const {
    std::string identity = term.substr(kFilePrefix.size());
    if (term.size() + kCharacterBytes <= kMaxTermLength || !inputs_.recorded) return identity;
    inputs_.recorded->for_each([&](std::string_view recorded, std::string_view) {
        if (recorded.size() >= identity.size() && make_term(kFilePrefix, recorded) == term)
            identity = recorded;
    });
    return identity;
}

// Whether the article must not give its id to one of this input: its file comes before and is not
// read again, or it is no input now and still there.
bool IndexUpdate::stays(const Place& place, std::size_t file) {
    const FileOfArticles& owner = file_of(place);
    if (!owner.place) return owner.is_there;
    return !owner.is_read && *owner.place < inputs_.read[file].second;
}

ExistingArticles::Owner IndexUpdate::owner_of(const std::string& id) {
    const std::optional<Place> place = find_id(id);
    if (!place) return {};
    const FileOfArticles& file = file_of(*place);
    return {file.identity, file.place.has_value()};
}

bool IndexUpdate::has_left(const std::string& identity) const {
    const std::string term = make_term(kFilePrefix, identity);
    return std::any_of(shards_.begin(), shards_.end(), [&](const Shard& shard) {
        const auto end = shard.database.postlist_end(term);
        return std::any_of(shard.database.postlist_begin(term), end, [&](Xapian::docid document) {
            return shard.fates[document] == kUnknown;
        });
    });
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

void IndexUpdate::delete_article(const std::string& id) {
    const std::optional<Place> place = find_id(id);
    if (!deleted_.emplace(id, place.has_value()).second || !place) return;
    remove(*place, kDeleted);
    ++counts_.removed;
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

void IndexUpdate::remove(const Place& place, Fate how) {
    fate(place) = how;
    ++shards_[place.shard].removed;
    ++removed_;
}

std::vector<SketchedShard> IndexUpdate::shards(const std::string& shard,
                                               std::uint64_t written) const {
    std::vector<SketchedShard> shards;
    for (const Shard& old : shards_) {
        std::vector<Xapian::docid> documents = documents_of(old.database);
        if (old.removed > 0) {
            std::erase_if(documents,
                          [&](Xapian::docid document) { return is_gone(old.fates[document]); });
        }
        shards.push_back({sketches_of(old.path), std::move(documents)});
    }
    std::vector<Xapian::docid> documents(written);
    std::iota(documents.begin(), documents.end(), 1);
    shards.push_back({sketches_of(shard), std::move(documents)});
    return shards;
}

StoryMap IndexUpdate::stories_before() const {
    if (state_.stories.empty()) return {};
    const std::size_t count = shards_.size();
    return StoryMap::read(state_.stories)
        .renumbered(static_cast<std::uint32_t>(count + 1), [&](std::uint32_t number) {
            return number_among(count + 1, (number - 1) % count,
                                static_cast<std::uint32_t>((number - 1) / count + 1));
        });
}

std::uint32_t IndexUpdate::number_of(std::uint32_t article) const {
    return number_among(shards_.size() + 1, hashes_[article].shard, hashes_[article].document);
}

std::uint32_t IndexUpdate::number_of_new(std::uint32_t document) const {
    return number_among(shards_.size() + 1, shards_.size(), document);
}

IndexUpdate::Place IndexUpdate::place_of(std::uint32_t number) const {
    const std::size_t count = shards_.size() + 1;
    return {(number - 1) % count, static_cast<Xapian::docid>((number - 1) / count + 1)};
}

std::optional<std::uint32_t> IndexUpdate::new_document(std::uint32_t number) const {
    const Place place = place_of(number);
    return place.shard == shards_.size() ? std::optional(place.document) : std::nullopt;
}

std::string IndexUpdate::id_of(std::uint32_t number) const {
    const Place place = place_of(number);
    return stored_article(shards_.at(place.shard).database, place.document).id;
}

OwnDate IndexUpdate::date_of(std::uint32_t number) const {
    const Place place = place_of(number);
    return stored_own_date(shards_.at(place.shard).database, place.document);
}

std::optional<DateEvidence> IndexUpdate::date_by_copies(std::uint32_t number) const {
    const Place place = place_of(number);
    return dateline::date_by_copies(
        stored_article(shards_.at(place.shard).database, place.document).dates);
}

// Of a shard in force.
ShardChanges IndexUpdate::changes_of(std::size_t shard, const CopiedDates* dates) const {
    const Shard& old = shards_[shard];
    ShardChanges changes;
    for (std::size_t id = 0; id < old.fates.size(); ++id) {
        if (is_gone(old.fates[id])) changes.removed.push_back(static_cast<Xapian::docid>(id));
    }
    if (!dates) return changes;
    for (const auto& [number, evidence] : *dates) {
        const Place place = place_of(number);
        if (place.shard == shard && date_by_copies(number) != evidence)
            changes.redated.push_back({place.document, evidence});
    }
    return changes;
}

void IndexUpdate::publish(const News& news) {
    std::vector<std::unique_ptr<Unpublished>> made;
    const auto make = [&] {
        made.push_back(std::make_unique<Unpublished>(next_generation(directory_)));
        return made.back()->path();
    };
    IndexState state;
    std::vector<std::size_t> documents;
    const bool any =
        !news.shard.empty() || std::any_of(shards_.begin(), shards_.end(), [](const Shard& old) {
            return old.database.get_doccount() > old.removed;
        });
    for (std::size_t i = 0; i < shards_.size(); ++i) {
        const Shard& old = shards_[i];
        const std::size_t left = old.database.get_doccount() - old.removed;
        if (left == 0 && (any || !state.shards.empty())) continue;
        state.shards.push_back(old.path);
        documents.push_back(left);
        const ShardChanges changes = changes_of(i, news.dates);
        if (changes.empty()) continue;
        state.shards.back() = make();
        copy_shard_changed(old.path, state.shards.back(), changes);
    }
    if (!news.shard.empty()) {
        if (news.dates) {
            redate_documents(news.shard,
                             redated_in(*news.dates, shards_.size() + 1, shards_.size()));
        }
        state.shards.push_back(news.shard);
        documents.push_back(news.written);
    }
    if (const std::size_t count = shards_to_merge(documents); count > 0) {
        const auto first = state.shards.end() - static_cast<std::ptrdiff_t>(count);
        const std::vector<std::string> merged(first, state.shards.end());
        state.shards.erase(first, state.shards.end());
        state.shards.push_back(make());
        merge_shards(merged, state.shards.back());
    }
    state.files = news.files.empty() ? state_.files : news.files;
    state.stories = state_.stories;
    std::optional<Unpublished> stories;
    if (news.stories) {
        std::vector<std::vector<Xapian::docid>> before;
        for (SketchedShard& shard : shards(news.shard, news.written))
            before.push_back(std::move(shard.documents));
        stories.emplace(next_stories(directory_));
        moved_stories(*news.stories, before, state.shards).write(stories->path());
        state.stories = stories->path();
    }
    dateline::publish(directory_, state);
}

}  // namespace dateline
