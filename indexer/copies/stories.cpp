#include "indexer/copies/stories.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "common/error.h"

namespace dateline {
namespace {

constexpr std::size_t kKeys = 8;  // hashes by which an article is found
constexpr std::size_t kEntries = kKeys + 1;
constexpr std::size_t kMostSharing = 8;       // articles noted for one hash
constexpr std::size_t kMostProbes = 512;      // slots looked at for one hash
constexpr std::size_t kMostCandidates = 128;  // looked at for one article
constexpr std::size_t kMostCompared = 24;     // candidates whose sketches are compared
constexpr std::size_t kCandidateSlots = 256;
constexpr double kFullest = 0.85;

std::uint64_t spread(std::uint64_t hash) {
    hash *= 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 32;
    return hash * 0xD6E8FEB86659FD93ULL;
}

// Keys of hashes and of whole texts must not meet.
std::uint64_t key_of_text(std::uint64_t exact) {
    return spread(exact ^ 0x5555555555555555ULL);
}

bool is_copy(const SketchRecord& a, const SketchRecord& b) {
    return a.exact == b.exact || resemblance(a.sketch(), a.hashes(), a.complete(), b.sketch(),
                                             b.hashes(), b.complete()) >= kCopyResemblance;
}

}  // namespace

StoryFinder::StoryFinder(
    const std::vector<std::string>& paths, std::size_t articles,
    const std::function<std::uint32_t(std::size_t file, std::uint32_t key)>& key_of,
    const StoryMap* known, std::size_t memory)
    : files_(paths, memory), candidate_at_(kCandidateSlots) {
    make_table(articles);
    places_.reserve(articles);
    keys_.reserve(articles);
    parents_.reserve(articles);
    constexpr std::uint32_t kNone = UINT32_MAX;
    std::vector<std::uint32_t> firsts(known ? known->size() : 0, kNone);  // by story: its article
    // One is added when the next has been read: its slots are on their way by then.
    Article last;
    files_.for_each([&](std::size_t file, SketchFiles::Place place, const SketchRecord& record) {
        const std::uint32_t key = key_of(file, record.key);
        if (key == kPassedOver) return;
        if (places_.size() == articles) {
            throw Error(paths[file] + ": sketches of more articles than there are",
                        "rebuild the index");
        }
        const auto number = static_cast<std::uint32_t>(places_.size());
        const bool is_known = known != nullptr && file + 1 < paths.size();
        std::uint32_t root = number;
        if (is_known) {
            const std::uint32_t story = known->story_of(key);
            if (story != StoryMap::kAlone) {
                if (firsts[story] == kNone) firsts[story] = number;
                root = firsts[story];
            }
        }
        places_.push_back(place);
        keys_.push_back(key);
        parents_.push_back(root);
        prefetch(record);
        add(last);
        last = {number, &record, is_known};
    });
    add(last);
    most_memory_ =
        table_.size() + firsts.capacity() * sizeof(firsts[0]) +
        places_.capacity() * (sizeof(places_[0]) + sizeof(keys_[0]) + sizeof(parents_[0]));
    table_ = {};
}

// ---- Articles by hash

void StoryFinder::make_table(std::size_t articles) {
    slots_ = std::max<std::size_t>(
        1024, static_cast<std::size_t>(static_cast<double>(articles * kEntries) / kFullest));
    number_mask_ = static_cast<std::uint32_t>(std::bit_ceil(articles + 1) - 1);
    const std::size_t bytes = slots_ * sizeof(std::uint32_t);
    std::uint8_t* const begin = table_.room(bytes);
    std::memset(begin, 0, bytes);
    table_.end_at(begin + bytes);
}

std::uint32_t* StoryFinder::slot_of(std::uint64_t hash) {
    return reinterpret_cast<std::uint32_t*>(table_.data()) + ((hash >> 32) * slots_ >> 32);
}

// Calls `use(hash, weight)` for what an article is found by.
template <typename Use>
void StoryFinder::for_each_hash(const SketchRecord& record, Use use) const {
    for (std::size_t i = 0; i < std::min(record.hashes(), kKeys); ++i)
        use(spread(record.sketch()[i]), 1);
    use(key_of_text(record.exact), kKeys);
}

void StoryFinder::prefetch(const SketchRecord& record) {
    for_each_hash(record,
                  [&](std::uint64_t hash, std::uint32_t) { __builtin_prefetch(slot_of(hash), 1); });
}

// Calls `found(number)` for the articles noted under a hash, as far as its tag tells, and notes
// `number` behind them.
template <typename Found>
void StoryFinder::note(std::uint64_t hash, std::uint32_t number, Found found) {
    auto* const begin = reinterpret_cast<std::uint32_t*>(table_.data());
    const std::uint32_t* const end = begin + slots_;
    const auto tag = static_cast<std::uint32_t>(hash) & ~number_mask_;
    std::uint32_t* slot = slot_of(hash);
    std::size_t sharing = 0;
    for (std::size_t probe = 0; probe < kMostProbes; ++probe) {
        if (*slot == 0) {
            if (sharing < kMostSharing) *slot = tag | (number + 1);
            return;
        }
        if ((*slot & ~number_mask_) == tag) {
            found((*slot & number_mask_) - 1);
            ++sharing;
        }
        if (++slot == end) slot = begin;
    }
}

// ---- Links

// `article` may be none.
void StoryFinder::add(const Article& article) {
    if (article.record == nullptr || article.record->exact == 0) return;
    if (article.is_known) {
        for_each_hash(*article.record, [&](std::uint64_t hash, std::uint32_t) {
            note(hash, article.number, [](std::uint32_t) {});
        });
    } else {
        link(article);
    }
}

// Articles of a story that the article is known to belong to are not compared.
void StoryFinder::link(const Article& article) {
    find_candidates(article);
    std::uint32_t root = article.number;
    for (const Candidate& candidate : candidates_) {
        const std::uint32_t other = find_root(candidate.number);
        if (other == root) continue;
        if (!is_copy(*article.record, files_.record(places_[candidate.number]))) continue;
        const std::uint32_t first = std::min(root, other);
        parents_[std::max(root, other)] = first;
        root = first;
    }
}

// The articles to compare with, those that share most first.
void StoryFinder::find_candidates(const Article& article) {
    candidates_.clear();
    for_each_hash(*article.record, [&](std::uint64_t hash, std::uint32_t weight) {
        note(hash, article.number, [&](std::uint32_t number) {
            // It may be one that comes later or this one: a tag that met by chance.
            if (number < article.number) add_candidate(number, weight);
        });
    });
    std::fill(candidate_at_.begin(), candidate_at_.end(), 0);
    const std::uint32_t least = article.record->hashes() >= 4 ? 2 : 1;
    std::erase_if(candidates_, [&](const Candidate& one) { return one.shared < least; });
    std::sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) {
        return a.shared != b.shared ? a.shared > b.shared : a.number < b.number;
    });
    if (candidates_.size() > kMostCompared) candidates_.resize(kMostCompared);
    for (const Candidate& candidate : candidates_)
        files_.prefetch(places_[candidate.number]);
}

void StoryFinder::add_candidate(std::uint32_t number, std::uint32_t weight) {
    static_assert(kMostCandidates < kCandidateSlots);
    std::size_t at = number * 0x9E3779B9U >> 24;
    while (candidate_at_[at] != 0) {
        Candidate& one = candidates_[candidate_at_[at] - 1U];
        if (one.number == number) {
            one.shared += weight;
            return;
        }
        at = (at + 1) % kCandidateSlots;
    }
    if (candidates_.size() == kMostCandidates) return;
    candidates_.push_back({number, weight});
    candidate_at_[at] = static_cast<std::uint8_t>(candidates_.size());
}

std::uint32_t StoryFinder::find_root(std::uint32_t number) {
    while (parents_[number] != number) {
        parents_[number] = parents_[parents_[number]];
        number = parents_[number];
    }
    return number;
}

void StoryFinder::for_each(const std::function<void(std::uint32_t, std::uint32_t)>& use) {
    for (std::uint32_t number = 0; number < places_.size(); ++number)
        use(keys_[number], keys_[find_root(number)]);
}

CopySignature StoryFinder::signature(std::uint32_t place) {
    const SketchRecord& record = files_.record(places_[place]);
    return {record.exact, {record.sketch(), record.sketch() + record.hashes()}, record.complete()};
}

}  // namespace dateline
