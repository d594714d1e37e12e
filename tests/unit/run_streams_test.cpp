#include "indexer/writers/run_streams.h"

#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "tests/catch.h"
#include "tests/support/temporary_folder.h"

using namespace dateline;

namespace {

std::string made_bytes(unsigned seed, std::size_t size) {
    std::mt19937 random(seed);
    std::string bytes(size, '\0');
    for (char& byte : bytes)
        byte = static_cast<char>(random() & 0xff);
    return bytes;
}

// Reads `bytes` more, by pieces of `piece`, and compares.
void check_next(StreamReader& stream, std::string_view bytes, std::size_t piece) {
    bool same = true;
    while (!bytes.empty()) {
        const std::size_t length = std::min(piece, bytes.size());
        const std::uint8_t* const at = stream.need(length);
        same = same && std::memcmp(at, bytes.data(), length) == 0;
        stream.read_to(at + length);
        bytes.remove_prefix(length);
    }
    CHECK(same);
}

}  // namespace

TEST_CASE("streams of a spill file are read as they were written", "[bulk]") {
    const testing::TemporaryFolder folder;
    SpillFile file(folder / "spill");
    // Streams that begin and end within the unit in which the file forgets what was read.
    std::vector<std::string> written;
    std::vector<std::uint64_t> offsets;
    for (const std::size_t size : {100, 700'000, 3'000'000, 1, 2'000'000}) {
        written.push_back(made_bytes(static_cast<unsigned>(size), size));
        offsets.push_back(file.size());
        file.append(written.back().data(), written.back().size());
    }
    for (const std::size_t window : {std::size_t{1}, std::size_t{8192}, std::size_t{1} << 20}) {
        for (const std::size_t piece : {7, 5000, 400'000}) {
            std::vector<StreamReader> streams;
            for (std::size_t i = 0; i < written.size(); ++i)
                streams.emplace_back(file, offsets[i], written[i].size(), window);
            // The last first and the first last, each by halves: what one has read and another not
            // is still there.
            for (std::size_t i = written.size(); i-- > 0;) {
                const std::string_view bytes = written[i];
                check_next(streams[i], bytes.substr(0, bytes.size() / 2), piece);
            }
            for (std::size_t i = written.size(); i-- > 0;) {
                const std::string_view bytes = written[i];
                check_next(streams[i], bytes.substr(bytes.size() / 2), piece);
                CHECK(streams[i].at_end());
            }
        }
    }
    StreamReader behind(file, file.size() - 10, 20, 8192);
    CHECK_THROWS_AS(behind.need(20), Error);
}
