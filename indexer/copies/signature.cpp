#include "indexer/copies/signature.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string>

#include "common/text.h"

namespace dateline {
namespace {

constexpr std::uint64_t kWordSeed = 0x9E3779B97F4A7C15ULL;
constexpr std::uint64_t kMultiplier = 0xD6E8FEB86659FD93ULL;
constexpr std::size_t kShingleWords = 3;

std::uint64_t mix(std::uint64_t value) {
    value ^= value >> 32;
    value *= kMultiplier;
    return value ^ (value >> 29);
}

// The folded form of every code point below 0x800, which take at most two bytes of UTF-8; "" for
// what is no letter or digit.
struct FoldTable {
    std::array<std::string, 0x800> forms;
    std::array<unsigned char, 128> ascii{};  // folded byte; 0 for what is no letter or digit

    FoldTable() {
        for (unsigned code = 0x80; code < 0x800; ++code) {
            const std::string letter = {static_cast<char>(0xC0 | code >> 6),
                                        static_cast<char>(0x80 | (code & 0x3F))};
            const std::string folded = fold(letter);
            const bool is_sign = code < 0xC0 || code == 0xD7 || code == 0xF7;
            forms[code] = is_sign ? "" : folded;
        }
        for (unsigned char c = '0'; c <= '9'; ++c) {
            ascii[c] = c;
        }
        for (unsigned char c = 'a'; c <= 'z'; ++c) {
            ascii[c] = c;
            ascii[c - 'a' + 'A'] = c;
        }
    }
};

const FoldTable& fold_table() {
    static const FoldTable table;
    return table;
}

// Sorts hashes that lie evenly within 0 to `limit`: into 256 buckets first, which leaves little to
// do.
void sort_spread(std::vector<std::uint32_t>& hashes, std::uint32_t limit,
                 std::vector<std::uint32_t>& spare) {
    const auto bits = static_cast<unsigned>(std::bit_width(limit));
    const unsigned shift = bits > 8 ? bits - 8 : 0;
    std::array<std::uint32_t, 257> starts{};
    for (const std::uint32_t hash : hashes) {
        ++starts[(hash >> shift) + 1];
    }
    for (std::size_t i = 1; i < starts.size(); ++i) {
        starts[i] += starts[i - 1];
    }
    spare.resize(hashes.size());
    for (const std::uint32_t hash : hashes) {
        spare[starts[hash >> shift]++] = hash;
    }
    // starts[b] is now the end of bucket b. A text of many equal shingles fills one.
    std::uint32_t begin = 0;
    for (std::size_t bucket = 0; bucket < 256; ++bucket) {
        const std::uint32_t end = starts[bucket];
        if (end - begin > 1) {
            std::sort(spare.begin() + begin, spare.begin() + end);
        }
        begin = end;
    }
    hashes.swap(spare);
}

struct SketchRoom {
    std::vector<std::uint32_t> hashes;
    std::vector<std::uint32_t> spare;
};

// Gathers shingles as words come, keeping the smallest hashes.
class Sketcher {
public:
    // Takes over the memory of `room`, for reuse from text to text.
    explicit Sketcher(SketchRoom& room) : hashes_(room.hashes), spare_(room.spare) {
        hashes_.clear();
        hashes_.reserve(kRoom);
    }

    void word(std::uint64_t hash) {
        hash = mix(hash);
        exact_ = mix(exact_ ^ hash) + kWordSeed;
        ++words_;
        if (words_ >= kShingleWords) {
            shingle(hash + 3 * second_ + 7 * first_);
        }
        first_ = second_;
        second_ = hash;
    }

    CopySignature finish() {
        if (words_ > 0 && words_ < kShingleWords) {
            shingle(exact_);
        }
        CopySignature signature;
        signature.exact = words_ == 0 ? 0 : exact_ | 1;
        keep_smallest();
        signature.complete = complete_;
        signature.sketch.assign(hashes_.begin(), hashes_.end());
        return signature;
    }

private:
    static constexpr std::size_t kRoom = 4 * kSketchSize;

    void shingle(std::uint64_t value) {
        const auto hash = static_cast<std::uint32_t>(mix(value) >> 16);
        if (hash > limit_) {
            return;
        }
        hashes_.push_back(hash);
        if (hashes_.size() == kRoom) {
            keep_smallest();
        }
    }

    void keep_smallest() {
        sort_spread(hashes_, limit_, spare_);
        hashes_.erase(std::unique(hashes_.begin(), hashes_.end()), hashes_.end());
        if (hashes_.size() > kSketchSize) {
            hashes_.resize(kSketchSize);
            limit_ = hashes_.back();
            complete_ = false;
        }
    }

    std::vector<std::uint32_t>& hashes_;
    std::vector<std::uint32_t>& spare_;
    std::uint64_t exact_ = kWordSeed;
    std::uint64_t first_ = 0;
    std::uint64_t second_ = 0;
    std::size_t words_ = 0;
    std::uint32_t limit_ = UINT32_MAX;
    bool complete_ = true;
};

// Hashes the words of one stretch of text. Zones end words.
void add_words(std::string_view text, Sketcher& sketcher) {
    const FoldTable& table = fold_table();
    std::uint64_t hash = kWordSeed;
    bool inside = false;
    const auto take = [&](unsigned char byte) {
        hash = (hash ^ byte) * 0x100000001B3ULL;
        inside = true;
    };
    const auto end_word = [&] {
        if (inside) {
            sketcher.word(hash);
            hash = kWordSeed;
            inside = false;
        }
    };
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            const unsigned char folded = table.ascii[byte];
            if (folded != 0) {
                take(folded);
            } else if (byte != '\'') {  // as in "Israel's": the two kinds of apostrophe are one
                end_word();
            }
            ++i;
        } else if (byte < 0xE0 && i + 1 < text.size()) {
            const unsigned code =
                (byte & 0x1FU) << 6 | (static_cast<unsigned char>(text[i + 1]) & 0x3FU);
            const std::string& form = table.forms[code];
            if (form.empty()) {
                end_word();
            }
            for (const char c : form) {
                take(static_cast<unsigned char>(c));
            }
            i += 2;
        } else {
            const std::size_t length = std::min<std::size_t>(byte < 0xF0 ? 3 : 4, text.size() - i);
            const std::string_view sequence = text.substr(i, length);
            const bool apostrophe = sequence == "’" || sequence == "‘";
            const bool symbol = byte == 0xE2 || sequence.starts_with("\xE3\x80") ||
                                sequence.starts_with("\xEF\xBC") ||
                                sequence.starts_with("\xF0\x9F") ||
                                sequence.starts_with("\xEF\xBB");
            const bool ideograph = !symbol && ((byte >= 0xE3 && byte <= 0xE9) || byte == 0xF0);
            if ((symbol && !apostrophe) || ideograph) {
                end_word();
            }
            if (!symbol) {
                for (const char c : sequence) {
                    take(static_cast<unsigned char>(c));
                }
            }
            if (ideograph) {
                end_word();
            }
            i += length;
        }
    }
    end_word();
}

// How many numbers are in both lists, each of which rises. Compares four with four at a time.
std::size_t count_common(const std::uint32_t* a, std::size_t a_size, const std::uint32_t* b,
                         std::size_t b_size) {
    using Four = std::int32_t __attribute__((vector_size(16)));
    const auto load = [](const std::uint32_t* at) {
        Four four;
        std::memcpy(&four, at, sizeof(four));
        return four;
    };
    Four counts{};
    std::size_t i = 0;
    std::size_t j = 0;
    while (i + 4 <= a_size && j + 4 <= b_size) {
        const Four x = load(a + i);
        const Four y = load(b + j);
        // A lane that is equal is -1.
        counts -= x == y;
        counts -= x == __builtin_shufflevector(y, y, 1, 2, 3, 0);
        counts -= x == __builtin_shufflevector(y, y, 2, 3, 0, 1);
        counts -= x == __builtin_shufflevector(y, y, 3, 0, 1, 2);
        const std::uint32_t last_a = a[i + 3];
        const std::uint32_t last_b = b[j + 3];
        i += last_a <= last_b ? 4 : 0;
        j += last_b <= last_a ? 4 : 0;
    }
    auto common = static_cast<std::size_t>(counts[0] + counts[1] + counts[2] + counts[3]);
    while (i < a_size && j < b_size) {
        const std::uint32_t x = a[i];
        const std::uint32_t y = b[j];
        common += x == y ? 1 : 0;
        i += x <= y ? 1 : 0;
        j += y <= x ? 1 : 0;
    }
    return common;
}

}  // namespace

CopySignature copy_signature(std::string_view body, const std::vector<ZoneSpan>& zones) {
    thread_local SketchRoom room;
    Sketcher sketcher(room);
    std::size_t at = 0;
    for (const ZoneSpan& zone : zones) {
        add_words(body.substr(at, zone.begin - at), sketcher);
        at = zone.end;
    }
    add_words(body.substr(at), sketcher);
    return sketcher.finish();
}

double resemblance(const std::uint32_t* a, std::size_t a_size, bool a_complete,
                   const std::uint32_t* b, std::size_t b_size, bool b_complete) {
    // Of the hashes up to where both sketches are complete: which are in both?
    std::uint32_t limit = UINT32_MAX;
    if (!a_complete && a_size > 0) limit = a[a_size - 1];
    if (!b_complete && b_size > 0) limit = std::min(limit, b[b_size - 1]);
    const auto up_to_limit = [limit](const std::uint32_t* hashes, std::size_t size) {
        if (size == 0 || hashes[size - 1] <= limit) return size;
        return static_cast<std::size_t>(std::upper_bound(hashes, hashes + size, limit) - hashes);
    };
    a_size = up_to_limit(a, a_size);
    b_size = up_to_limit(b, b_size);
    const std::size_t in_both = count_common(a, a_size, b, b_size);
    const std::size_t in_any = a_size + b_size - in_both;
    return in_any == 0 ? 0 : static_cast<double>(in_both) / static_cast<double>(in_any);
}

double resemblance(const CopySignature& a, const CopySignature& b) {
    if (a.exact == 0 || b.exact == 0) {
        return 0;
    }
    return resemblance(a.sketch.data(), a.sketch.size(), a.complete, b.sketch.data(),
                       b.sketch.size(), b.complete);
}

}  // namespace dateline
