#include "indexer/copies/sketches.h"

#include <array>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <utility>

#include <xxhash.h>

#include "common/error.h"
#include "common/text.h"
#include "indexer/copies/sketch_record.h"
#include "indexer/copies/stories.h"

namespace dateline {
namespace {

constexpr std::size_t kWriteAtOnce = std::size_t{1} << 20;

[[noreturn]] void fail_damaged(const std::string& path) {
    throw Error("the sketches in " + printable(path) + " are damaged",
                "rebuild the index with: dateline-index --rebuild");
}

std::uint64_t chained_hash(std::string_view record, std::uint64_t before) {
    return XXH3_64bits_withSeed(record.data(), record.size(), before);
}

}  // namespace

std::string sketches_of(const std::string& folder) {
    return folder + "/sketches";
}

SketchWriter::SketchWriter(const std::string& folder)
    : file_(sketches_of(folder)), buffer_(kSketchMagic.begin(), kSketchMagic.end()) {}

void SketchWriter::add(std::uint32_t document, const CopySignature& signature) {
    const std::size_t begin = buffer_.size();
    buffer_.resize(begin + SketchRecord::bytes_of(signature));
    SketchRecord::write(document, signature, buffer_.data() + begin);
    take_record(begin);
}

void SketchWriter::add_record(std::uint32_t document, std::string_view record) {
    const std::size_t begin = buffer_.size();
    buffer_ += record;
    std::memcpy(buffer_.data() + begin + offsetof(SketchRecord, key), &document, sizeof document);
    take_record(begin);
}

// What stands in the buffer from `begin` on.
void SketchWriter::take_record(std::size_t begin) {
    hash_ = chained_hash(std::string_view(buffer_).substr(begin), hash_);
    if (buffer_.size() < kWriteAtOnce) return;
    file_.write(buffer_.data(), buffer_.size());
    buffer_.clear();
}

void SketchWriter::finish() {
    const std::size_t begin = buffer_.size();
    buffer_.resize(begin + SketchRecord::bytes_of(0));
    SketchRecord::write_end(hash_, buffer_.data() + begin);
    file_.write(buffer_.data(), buffer_.size());
    buffer_.clear();
    file_.finish();
}

void for_each_sketch(
    const std::string& path,
    const std::function<void(std::uint32_t document, std::string_view record)>& use) {
    std::ifstream file(path, std::ios::binary);
    std::array<char, kSketchMagic.size()> magic{};
    if (!file.read(magic.data(), magic.size()) || magic != kSketchMagic) fail_damaged(path);
    SketchRecord head{};
    std::string record;
    std::uint64_t hash = 0;
    while (file.peek() != std::ifstream::traits_type::eof()) {
        record.resize(sizeof head);
        if (!file.read(record.data(), sizeof head)) fail_damaged(path);
        std::memcpy(&head, record.data(), sizeof head);
        if ((head.size & SketchRecord::kPresent) == 0 || head.hashes() > kSketchSize)
            fail_damaged(path);
        if (head.is_end()) {
            if (head.exact != hash || file.peek() != std::ifstream::traits_type::eof())
                fail_damaged(path);
            return;
        }
        record.resize(head.bytes());
        const auto more = static_cast<std::streamsize>(head.bytes() - sizeof head);
        if (!file.read(record.data() + sizeof head, more)) fail_damaged(path);
        hash = chained_hash(record, hash);
        use(head.key, record);
    }
}

StoryMap find_stories(const std::vector<SketchedShard>& shards, const StoryMap* known,
                      const std::function<void(StoryFinder&, const StoryMap&)>& use,
                      const FindLimits& limits) {
    // With nothing new, what is known is all; and files without an article are left out below.
    if (known && !shards.empty() && shards.back().documents.empty()) return *known;
    std::vector<std::string> paths;
    std::vector<std::vector<bool>> counts;  // by shard and document
    std::vector<std::size_t> places;        // of the shards that have any article
    std::size_t articles = 0;
    for (std::size_t i = 0; i < shards.size(); ++i) {
        const std::vector<std::uint32_t>& documents = shards[i].documents;
        if (documents.empty()) continue;
        paths.push_back(shards[i].sketches);
        places.push_back(i);
        counts.emplace_back(std::size_t{documents.back()} + 1);
        for (const std::uint32_t document : documents)
            counts.back()[document] = true;
        articles += documents.size();
    }
    const auto number_of = [&](std::size_t file, std::uint32_t document) {
        if (limits.before_each) limits.before_each();
        if (document >= counts[file].size() || !counts[file][document])
            return StoryFinder::kPassedOver;
        counts[file][document] = false;  // the second of a damaged file does not count
        return number_among(shards.size(), places[file], document);
    };
    StoryFinder finder(paths, articles, number_of, known, limits.memory);
    if (finder.size() != articles) {
        throw Error("the index has no sketches of " + std::to_string(articles - finder.size()) +
                        " articles",
                    "rebuild it with: dateline-index --rebuild");
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    finder.for_each([&](std::uint32_t document, std::uint32_t story) {
        if (document != story) pairs.emplace_back(story, document);
    });
    StoryMap stories(std::move(pairs), static_cast<std::uint32_t>(shards.size()));
    if (use) use(finder, stories);
    return stories;
}

}  // namespace dateline
