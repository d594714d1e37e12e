#include "common/stories.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <string_view>

#include "common/error.h"
#include "common/schema.h"

namespace dateline {
namespace {

constexpr unsigned kRangeBits = 16;  // document numbers to an entry

void put_number(std::string& out, std::uint32_t number) {
    for (; number >= 0x80; number >>= 7)
        out += static_cast<char>(number | 0x80);
    out += static_cast<char>(number);
}

[[noreturn]] void fail_damaged() {
    throw Error("the index's list of stories is damaged",
                "rebuild the index with: dateline-index --rebuild");
}

std::uint32_t take_number(std::string_view& bytes) {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 35 && !bytes.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        number |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80 && number <= UINT32_MAX) return static_cast<std::uint32_t>(number);
    }
    fail_damaged();
}

std::string entry_key(std::uint32_t range) {
    char digits[9];
    std::snprintf(digits, sizeof digits, "%08x", range);
    return std::string(kMetaStories) + digits;
}

// The first number of the range whose key ends in these digits.
std::uint64_t range_begin(const std::string& digits) {
    std::uint32_t range = 0;
    const char* const end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, range, 16);
    if (read.ec != std::errc() || read.ptr != end) fail_damaged();
    return std::uint64_t{range} << kRangeBits;
}

}  // namespace

// An entry: for each story what its first article's number is more than that of the one before
// (of the first story: than the range's begin),
// the number of its articles less 2, and for each but the first what its number is more than that
// of the one before. All numbers are LEB128.
StoryMap::StoryMap(const Xapian::Database& database) {
    const std::string prefix(kMetaStories);
    std::vector<std::uint32_t> members;
    for (auto key = database.metadata_keys_begin(prefix); key != database.metadata_keys_end(prefix);
         ++key) {
        const std::string entry = database.get_metadata(*key);
        std::string_view bytes = entry;
        std::uint64_t last = range_begin((*key).substr(prefix.size()));
        while (!bytes.empty()) {
            last += take_number(bytes);
            const std::uint64_t count = std::uint64_t{take_number(bytes)} + 2;
            if (count - 1 > bytes.size()) fail_damaged();
            std::uint64_t member = last;
            members.assign(1, static_cast<std::uint32_t>(member));
            for (std::uint64_t i = 1; i < count; ++i) {
                member += take_number(bytes);
                members.push_back(static_cast<std::uint32_t>(member));
            }
            if (member > UINT32_MAX) fail_damaged();
            add(members);
        }
    }
    number();
}

StoryMap::StoryMap(std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs) {
    std::sort(pairs.begin(), pairs.end());
    std::vector<std::vector<std::uint32_t>> stories;
    for (auto pair = pairs.begin(); pair != pairs.end();) {
        std::vector<std::uint32_t> members{pair->first};
        for (const std::uint32_t first = pair->first; pair != pairs.end() && pair->first == first;
             ++pair)
            members.push_back(pair->second);
        std::sort(members.begin(), members.end());
        members.erase(std::unique(members.begin(), members.end()), members.end());
        if (members.size() > 1) stories.push_back(std::move(members));
    }
    std::sort(stories.begin(), stories.end());
    for (const std::vector<std::uint32_t>& members : stories)
        add(members);
    number();
}

void StoryMap::add(const std::vector<std::uint32_t>& members) {
    if (begins_.empty()) begins_.push_back(0);
    members_.insert(members_.end(), members.begin(), members.end());
    begins_.push_back(members_.size());
}

void StoryMap::number() {
    if (members_.empty()) return;
    stories_.assign(std::size_t{*std::max_element(members_.begin(), members_.end())} + 1, kAlone);
    for (std::uint32_t story = 0; story < size(); ++story) {
        for (const std::uint32_t member : members(story))
            stories_[member] = story;
    }
}

std::map<std::string, std::string> StoryMap::entries() const {
    std::map<std::string, std::string> result;
    std::uint32_t last = 0;
    for (std::uint32_t story = 0; story < size(); ++story) {
        const std::span<const std::uint32_t> all = members(story);
        const std::uint32_t range = all.front() >> kRangeBits;
        std::string& entry = result[entry_key(range)];
        if (entry.empty()) last = range << kRangeBits;
        put_number(entry, all.front() - last);
        last = all.front();
        put_number(entry, static_cast<std::uint32_t>(all.size() - 2));
        for (std::size_t i = 1; i < all.size(); ++i)
            put_number(entry, all[i] - all[i - 1]);
    }
    return result;
}

}  // namespace dateline
