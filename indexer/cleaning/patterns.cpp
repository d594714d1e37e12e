#include "indexer/cleaning/patterns.h"

#include <algorithm>
#include <array>
#include <bitset>

#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/phrases.h"

namespace dateline {
namespace {

struct Phrase {
    std::string_view text;
    Hint hint;
    Extent extent;
};

// The phrases by text, and which first words of a phrase occur at all: most lines end there.
struct PhraseTable {
    static constexpr std::size_t kBits = 16;

    std::vector<Phrase> phrases;
    std::bitset<1U << kBits> wholes;  // by hash of each phrase
    std::bitset<1U << kBits> heads;   // by hash of the first one, two, … words of each phrase

    PhraseTable() {
        for (const PhraseGroup& group : phrase_groups()) {
            for (std::size_t at = 0; at < group.phrases.size();) {
                const std::size_t comma =
                    std::min(group.phrases.find(", ", at), group.phrases.size());
                const std::string_view text = group.phrases.substr(at, comma - at);
                at = comma + 2;
                phrases.push_back({text, group.hint, group.extent});
                wholes.set(slot(text));
                for (std::size_t stop = 0; stop < text.size();) {
                    stop = std::min(text.find(' ', stop + 1), text.size());
                    heads.set(slot(text.substr(0, stop)));
                }
            }
        }
        std::stable_sort(phrases.begin(), phrases.end(),
                         [](const Phrase& a, const Phrase& b) { return a.text < b.text; });
    }

    static std::size_t slot(std::string_view text) { return line_hash(text) >> (64 - kBits); }
};

const PhraseTable& phrase_table() {
    static const PhraseTable table;
    return table;
}

}  // namespace

bool is_site_hint(Hint hint) {
    switch (hint) {
        case Hint::Navigation:
        case Hint::MenuItem:
        case Hint::Banner:
        case Hint::TeaserHead:
        case Hint::TeaserHeadWeak:
        case Hint::CommentHead:
        case Hint::CommentLine:
        case Hint::CommentThread:
        case Hint::Copyright:
            return true;
        default:
            return false;
    }
}

HintMatch match_hint(std::string_view key) {
    const PhraseTable& table = phrase_table();
    HintMatch best;
    // Longer phrases are more exact, so the last that fits wins; at equal length a whole line does.
    for (std::size_t stop = 0; stop < key.size();) {
        stop = std::min(key.find(' ', stop + 1), key.size());
        const std::string_view head = key.substr(0, stop);
        const std::size_t slot = PhraseTable::slot(head);
        if (!table.heads.test(slot)) {
            break;
        }
        if (!table.wholes.test(slot)) {
            continue;
        }
        auto at = std::lower_bound(table.phrases.begin(), table.phrases.end(), head,
                                   [](const Phrase& a, std::string_view b) { return a.text < b; });
        HintMatch found;
        bool whole = false;
        for (; at != table.phrases.end() && at->text == head; ++at) {
            const std::string_view rest = key.substr(stop);
            const bool fits = at->extent == Extent::Whole ? rest.empty()
                              : at->extent == Extent::Label
                                  ? rest.empty() || rest.starts_with(" :") || rest.starts_with(" |")
                                  : true;
            if (fits && (found.hint == Hint::None || (at->extent == Extent::Whole && !whole))) {
                const std::size_t delimiter =
                    rest.starts_with(" :") || rest.starts_with(" |") ? 2 : 0;
                found = {at->hint, stop + delimiter};
                whole = at->extent == Extent::Whole;
            }
        }
        if (found.hint != Hint::None) {
            best = found;
        }
    }
    return best;
}

Hint line_hint(std::string_view key) {
    return match_hint(key).hint;
}

}  // namespace dateline
