#include "common/stories.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "common/checked_file.h"
#include "common/error.h"
#include "common/text.h"

namespace dateline {
namespace {

constexpr std::string_view kHead = "Dateline stories 1\n";
constexpr std::uint32_t kMostShards = 1U << 16;  // a file that names more is damaged

void put_number(std::string& out, std::size_t number) {
    for (; number >= 0x80; number >>= 7)
        out += static_cast<char>(number | 0x80);
    out += static_cast<char>(number);
}

[[noreturn]] void fail_damaged(const std::string& path) {
    throw Error("the list of stories " + printable(path) + " is damaged",
                "rebuild the index with: dateline-index --rebuild");
}

// Nothing if there is no number of 32 bits.
std::optional<std::uint32_t> take_number(std::string_view& bytes) {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 35 && !bytes.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        number |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80 && number <= UINT32_MAX) return static_cast<std::uint32_t>(number);
    }
    return std::nullopt;
}

}  // namespace

// The file's body: the number of shards; then for each story what its smallest number is more than
// that of the one before, the number of its articles less 2, the place of its first article among
// them, and for each but the smallest what its number is more than that of the one before. All
// numbers are LEB128.
StoryMap StoryMap::read(const std::string& path) {
    const std::optional<std::string> body = read_checked(path, kHead);
    if (!body) fail_damaged(path);
    std::string_view bytes(*body);
    const auto take = [&]() -> std::uint64_t {
        const std::optional<std::uint32_t> number = take_number(bytes);
        if (!number) fail_damaged(path);
        return *number;
    };
    StoryMap stories;
    stories.shards_ = static_cast<std::uint32_t>(take());
    if (stories.shards_ == 0 || stories.shards_ > kMostShards) fail_damaged(path);
    std::vector<std::uint32_t> members;
    std::uint64_t last = 0;
    while (!bytes.empty()) {
        last += take();
        const std::uint64_t count = take() + 2;
        const std::uint64_t first = take();
        if (count - 1 > bytes.size() || first >= count || last == 0) fail_damaged(path);
        std::uint64_t member = last;
        members.assign(1, static_cast<std::uint32_t>(member));
        for (std::uint64_t i = 1; i < count; ++i) {
            member += take();
            members.push_back(static_cast<std::uint32_t>(member));
        }
        if (member > UINT32_MAX) fail_damaged(path);
        stories.add(members, members[first]);
    }
    stories.index();
    return stories;
}

void StoryMap::write(const std::string& path) const {
    std::string bytes;
    put_number(bytes, shards_);
    std::uint32_t last = 0;
    for (std::uint32_t story = 0; story < size(); ++story) {
        const std::span<const std::uint32_t> all = members(story);
        put_number(bytes, all.front() - last);
        last = all.front();
        put_number(bytes, all.size() - 2);
        const auto first = std::lower_bound(all.begin(), all.end(), firsts_[story]);
        put_number(bytes, static_cast<std::size_t>(first - all.begin()));
        for (std::size_t i = 1; i < all.size(); ++i)
            put_number(bytes, all[i] - all[i - 1]);
    }
    write_checked(path, kHead, bytes);
}

StoryMap::StoryMap(std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs, std::uint32_t shards)
    : shards_(shards) {
    std::sort(pairs.begin(), pairs.end());
    struct Story {
        std::vector<std::uint32_t> members;
        std::uint32_t first;
    };
    std::vector<Story> stories;
    for (auto pair = pairs.begin(); pair != pairs.end();) {
        const std::uint32_t first = pair->first;
        std::vector<std::uint32_t> members{first};
        for (; pair != pairs.end() && pair->first == first; ++pair)
            members.push_back(pair->second);
        std::sort(members.begin(), members.end());
        members.erase(std::unique(members.begin(), members.end()), members.end());
        if (members.size() > 1) stories.push_back({std::move(members), first});
    }
    std::sort(stories.begin(), stories.end(),
              [](const Story& a, const Story& b) { return a.members < b.members; });
    for (const Story& story : stories)
        add(story.members, story.first);
    index();
}

StoryMap StoryMap::renumbered(std::uint32_t shards,
                              const std::function<std::uint32_t(std::uint32_t)>& number) const {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    pairs.reserve(repeats());
    for (std::uint32_t story = 0; story < size(); ++story) {
        const std::uint32_t first = number(firsts_[story]);
        for (const std::uint32_t member : members(story)) {
            if (member != firsts_[story]) pairs.emplace_back(first, number(member));
        }
    }
    return StoryMap(std::move(pairs), shards);
}

void StoryMap::add(const std::vector<std::uint32_t>& members, std::uint32_t first) {
    if (begins_.empty()) begins_.push_back(0);
    members_.insert(members_.end(), members.begin(), members.end());
    begins_.push_back(members_.size());
    firsts_.push_back(first);
}

// Fills stories_.
void StoryMap::index() {
    if (members_.empty()) return;
    std::vector<std::size_t> sizes(shards_);
    for (const std::uint32_t member : members_) {
        std::size_t& size = sizes[(member - 1) % shards_];
        size = std::max<std::size_t>(size, (member - 1) / shards_ + 1);
    }
    for (const std::size_t size : sizes)
        stories_.emplace_back(size, kAlone);
    for (std::uint32_t story = 0; story < size(); ++story) {
        for (const std::uint32_t member : members(story))
            stories_[(member - 1) % shards_][(member - 1) / shards_] = story;
    }
}

}  // namespace dateline
