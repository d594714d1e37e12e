#include "indexer/writers/deflate.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <zlib.h>

#include "tests/catch.h"

namespace dateline {
namespace {

// What zlib makes of a raw deflate stream; "damaged" if it is none or does not end.
std::string inflated(std::string_view stream) {
    z_stream zlib = {};
    REQUIRE(inflateInit2(&zlib, -15) == Z_OK);
    std::string out(std::size_t{1} << 20, '\0');
    zlib.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(stream.data()));
    zlib.avail_in = static_cast<uInt>(stream.size());
    zlib.next_out = reinterpret_cast<Bytef*>(out.data());
    zlib.avail_out = static_cast<uInt>(out.size());
    const int result = inflate(&zlib, Z_FINISH);
    out.resize(zlib.total_out);
    inflateEnd(&zlib);
    return result == Z_STREAM_END ? out : "damaged";
}

std::string repeated(std::string_view text, std::size_t bytes) {
    std::string result;
    while (result.size() < bytes)
        result += text;
    result.resize(bytes);
    return result;
}

// Words of English, in no order, so that hardly anything repeats.
std::string prose(std::size_t bytes) {
    const std::vector<std::string> words = {
        "the",     "harbour", "council", "said",    "on",      "Tuesday",  "that",   "ferries",
        "would",   "run",     "again",   "from",    "June",    "after",    "eight",  "months",
        "without", "a",       "pilot",   "and",     "nobody",  "expected", "prices", "to",
        "fall",    "before",  "winter",  "because", "fuel,",   "which",    "costs",  "more.",
        "Mr",      "Olanrew", "of",      "Port",    "Amara’s", "union",    "agreed", "“yes”"};
    std::mt19937 random(7);
    std::string text;
    while (text.size() < bytes)
        text += words[random() % words.size()] + ' ';
    text.resize(bytes);
    return text;
}

std::string noise(std::size_t bytes) {
    std::mt19937 random(11);
    std::string text(bytes, '\0');
    for (char& byte : text)
        byte = static_cast<char>(random());
    return text;
}

struct Tag {
    const char* what;
    std::string bytes;
};

std::vector<Tag> tags() {
    const std::string russian = "Паромы в порту снова ходят, сообщил во вторник совет гавани. ";
    return {
        {"short", "a truce, a truce, a truce"},
        {"a headline", "Ferries run again after eight months"},
        {"an article's head", prose(200)},
        {"an article", prose(1100)},
        {"the longest of one piece", prose(8191)},
        {"of several pieces", prose(8192)},
        {"of several blocks", prose(200'000)},
        {"another script", repeated(russian, 1500)},
        {"another script, long", repeated(russian, 30'000)},
        {"one byte again and again", std::string(3000, 'a')},
        {"zeros", std::string(300, '\0')},
        {"every byte", repeated(noise(256), 2000)},
        {"noise", noise(4000)},
        {"long noise", noise(100'000)},
        {"noise behind prose", prose(1000) + noise(200)},
    };
}

TEST_CASE("deflate: what is written is read back", "[deflate]") {
    Deflater deflater;
    for (const auto effort : {Deflater::Effort::Matches, Deflater::Effort::Symbols}) {
        for (const Tag& tag : tags()) {
            CAPTURE(tag.what, static_cast<int>(effort));
            const std::string_view stream = deflater.deflate(tag.bytes, effort);
            if (stream.empty()) continue;  // stored as it is
            CHECK(stream.size() < tag.bytes.size());
            CHECK(inflated(stream) == tag.bytes);
            CHECK(is_readable(stream, tag.bytes.size()));
        }
    }
}

// Codes of up to 15 bits in every order, so that bits kept before a byte is written reach every
// number.
TEST_CASE("deflate: codes of all lengths fit together", "[deflate]") {
    std::mt19937 random(23);
    Deflater deflater;
    std::size_t deflated = 0;
    for (std::size_t round = 0; round < 300; ++round) {
        std::string tag(1000 + random() % 40'000, '\0');
        std::geometric_distribution<int> byte(0.2 + 0.002 * static_cast<double>(round));
        for (char& at : tag)
            at = static_cast<char>(byte(random) % 256);
        for (const auto effort : {Deflater::Effort::Matches, Deflater::Effort::Symbols}) {
            const std::string_view stream = deflater.deflate(tag, effort);
            if (stream.empty()) continue;
            ++deflated;
            CAPTURE(round, tag.size(), static_cast<int>(effort));
            REQUIRE((inflated(stream) == tag));
        }
    }
    CHECK(deflated > 500);
}

TEST_CASE("deflate: the same tag gives the same stream, whatever came before", "[deflate]") {
    Deflater used;
    for (const Tag& tag : tags())
        used.deflate(tag.bytes);
    for (const Tag& tag : tags()) {
        CAPTURE(tag.what);
        CHECK(used.deflate(tag.bytes) == Deflater().deflate(tag.bytes));
    }
}

TEST_CASE("deflate: how much is saved", "[deflate]") {
    // At most so many hundredths are left; 100: stored as it is.
    const struct {
        const char* what;
        std::string tag;
        Deflater::Effort effort;
        std::size_t percent;
    } cases[] = {
        {"an article", prose(1100), Deflater::Effort::Matches, 60},
        {"its symbols alone", prose(1100), Deflater::Effort::Symbols, 84},
        {"an article's head", prose(300), Deflater::Effort::Matches, 80},
        {"another script", repeated("Паромы в порту снова ходят. ", 1500),
         Deflater::Effort::Matches, 16},
        {"another script, its symbols alone", repeated("Паромы в порту снова ходят. ", 1500),
         Deflater::Effort::Symbols, 55},
        {"one byte", std::string(3000, 'a'), Deflater::Effort::Matches, 4},
        {"noise", noise(4000), Deflater::Effort::Matches, 100},
        {"eighteen bytes", "aaaaaaaaaaaaaaaaaa", Deflater::Effort::Matches, 100},
    };
    Deflater deflater;
    for (const auto& [what, tag, effort, percent] : cases) {
        CAPTURE(what);
        const std::string_view stream = deflater.deflate(tag, effort);
        CHECK(stream.empty() == (percent == 100));
        CHECK(stream.size() * 100 <= percent * tag.size());
    }
}

}  // namespace
}  // namespace dateline
