#include "searcher/hits/snippet.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "common/sentences.h"
#include "common/text.h"
#include "common/tokenizer.h"

namespace dateline {
namespace {

// Where a word begins a sequence of a part.
struct Start {
    std::size_t part;
    std::size_t sequence;
};

// The parts' first words, for one look-up a token.
struct StartTable {
    std::unordered_multimap<std::string_view, Start> exact;
    std::unordered_multimap<std::string_view, Start> stems;

    explicit StartTable(const std::vector<HighlightPart>& parts) {
        for (std::size_t i = 0; i < parts.size(); ++i) {
            for (std::size_t j = 0; j < parts[i].sequences.size(); ++j) {
                if (parts[i].sequences[j].words.empty()) continue;
                const HighlightPart::Word& word = parts[i].sequences[j].words.front();
                (word.stemmed ? stems : exact).emplace(word.term, Start{i, j});
            }
        }
    }
};

struct TextToken {
    std::string folded;
    std::string stem;
    std::size_t begin;
    std::size_t end;
    std::uint32_t position;
};

struct Mark {
    TextSpan span;
    std::size_t part;
    Places places;  // where it counts
};

// Reads tokens with enough look-ahead for the longest sequence.
class Marker {
public:
    Marker(std::string_view text, const std::vector<HighlightPart>& parts, const StartTable& starts,
           Stemmer& stemmer)
        : parts_(parts), starts_(starts), stemmer_(stemmer), tokenizer_(text) {
        for (const HighlightPart& part : parts) {
            for (const auto& sequence : part.sequences)
                longest_ = std::max(longest_, sequence.words.size());
        }
    }

    std::vector<Mark> run() {
        while (fill()) {
            const TextToken& token = window_[at_];
            try_starts(starts_.exact, token.folded);
            if (!starts_.stems.empty()) try_starts(starts_.stems, token.stem);
            ++at_;
        }
        return std::move(marks_);
    }

private:
    // Makes window_[at_] and the tokens after it available, as far as there are any. A window of
    // twice the longest sequence leaves room for compounds.
    bool fill() {
        if (at_ > 256) {
            window_.erase(window_.begin(), window_.begin() + static_cast<std::ptrdiff_t>(at_));
            at_ = 0;
        }
        Token token;
        while (window_.size() < at_ + 2 * longest_ + 2 && tokenizer_.next(token)) {
            TextToken copy{std::string(token.folded), "", token.begin, token.end, token.position};
            if (!starts_.stems.empty()) {
                copy.stem = token.kind == TokenKind::Initialism
                                ? copy.folded
                                : stem_of(token.lower, token.folded);
            }
            window_.push_back(std::move(copy));
        }
        return at_ < window_.size();
    }

    const std::string& stem_of(std::string_view lower, std::string_view folded) {
        std::string& stem = stems_[std::string(lower)];
        if (stem.empty()) stem = stemmer_.stem(lower, folded);
        return stem;
    }

    void try_starts(const std::unordered_multimap<std::string_view, Start>& table,
                    const std::string& key) {
        const auto [first, last] = table.equal_range(key);
        for (auto start = first; start != last; ++start) {
            const auto& sequence = parts_[start->second.part].sequences[start->second.sequence];
            if (const std::size_t end = match(sequence.words)) {
                marks_.push_back({{window_[at_].begin, end}, start->second.part, sequence.places});
            }
        }
    }

    // The end of the sequence that begins at window_[at_], 0 if it does not match.
    std::size_t match(const std::vector<HighlightPart::Word>& sequence) const {
        std::size_t at = at_;
        std::uint32_t position = window_[at_].position;
        for (std::size_t i = 1; i < sequence.size(); ++i) {
            ++position;
            ++at;
            const auto fits = [&](const TextToken& token) {
                return token.position == position &&
                       (sequence[i].stemmed ? token.stem : token.folded) == sequence[i].term;
            };
            while (at < window_.size() && window_[at].position <= position && !fits(window_[at]))
                ++at;
            if (at >= window_.size() || window_[at].position > position) return 0;
        }
        return window_[at].end;
    }

    const std::vector<HighlightPart>& parts_;
    const StartTable& starts_;
    Stemmer& stemmer_;
    Tokenizer tokenizer_;
    std::size_t longest_ = 1;
    std::vector<TextToken> window_;
    std::size_t at_ = 0;
    std::unordered_map<std::string, std::string> stems_;
    std::vector<Mark> marks_;
};

// In order; overlapping marks become one.
std::vector<TextSpan> merge_marks(std::vector<TextSpan> spans) {
    std::sort(spans.begin(), spans.end(), [](const TextSpan& a, const TextSpan& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
    });
    std::vector<TextSpan> merged;
    for (const TextSpan& span : spans) {
        if (!merged.empty() && span.begin < merged.back().end) {
            merged.back().end = std::max(merged.back().end, span.end);
        } else {
            merged.push_back(span);
        }
    }
    return merged;
}

// A stretch of one zone.
struct Stretch {
    TextSpan span;
    Zone zone;
};

// A sentence and what matched in it.
struct Sentence {
    TextSpan span;
    std::size_t stretch;  // its number
    Zone zone;
    std::vector<Mark> marks;
};

void trim_blank(std::string_view text, TextSpan& span) {
    constexpr std::string_view kBlank = " \t\r\n";
    while (span.begin < span.end && kBlank.find(text[span.begin]) != std::string_view::npos)
        ++span.begin;
    while (span.end > span.begin && kBlank.find(text[span.end - 1]) != std::string_view::npos)
        --span.end;
}

// The story's stretches and those of the zones asked for, up to `limit` bytes.
std::vector<Stretch> stretches_of(const Article& article, Places places, std::size_t limit) {
    std::vector<Stretch> stretches;
    std::size_t done = 0;
    const std::size_t end = utf8_prefix_length(article.body, limit);
    for (const ZoneSpan& zone : article.zones) {
        if (zone.zone == Zone::Body) continue;
        if (zone.begin >= end) break;
        if (zone.begin > done) stretches.push_back({{done, zone.begin}, Zone::Body});
        if ((places & place_of(zone.zone)) != 0)
            stretches.push_back({{zone.begin, std::min(zone.end, end)}, zone.zone});
        done = zone.end;
    }
    if (done < end) stretches.push_back({{done, end}, Zone::Body});
    return stretches;
}

std::vector<Sentence> sentences_of(const Article& article, const std::vector<Stretch>& stretches) {
    std::vector<Sentence> sentences;
    for (std::size_t i = 0; i < stretches.size(); ++i) {
        const TextSpan& stretch = stretches[i].span;
        const std::string_view text =
            std::string_view(article.body).substr(stretch.begin, stretch.end - stretch.begin);
        std::size_t begin = 0;
        const auto add = [&](std::size_t end) {
            TextSpan span{stretch.begin + begin, stretch.begin + end};
            trim_blank(article.body, span);
            if (span.begin < span.end) sentences.push_back({span, i, stretches[i].zone, {}});
            begin = end;
        };
        for (const std::size_t boundary : find_boundaries(text).sentences)
            add(boundary);
        add(text.size());
    }
    return sentences;
}

std::size_t count_parts(const std::vector<Mark>& marks, std::vector<bool>& seen) {
    std::size_t fresh = 0;
    for (const Mark& mark : marks) {
        if (!seen[mark.part]) ++fresh;
        seen[mark.part] = true;
    }
    return fresh;
}

// Cuts a long sentence to about `length` bytes around its first marks, at blanks.
TextSpan cut_sentence(std::string_view body, const Sentence& sentence, std::size_t length) {
    TextSpan span = sentence.span;
    if (span.end - span.begin <= length + length / 4) return span;
    std::size_t begin = span.begin;
    if (!sentence.marks.empty()) {
        const std::size_t mark = sentence.marks.front().span.begin;
        if (mark - span.begin > length / 2) {
            begin = mark - length / 3;
            const std::size_t blank = body.find(' ', begin);
            begin = blank < mark ? blank + 1 : mark;
        }
    }
    std::size_t end = std::min(span.end, begin + length);
    if (end < span.end) {
        const std::size_t blank = body.rfind(' ', end);
        if (blank != std::string_view::npos && blank > begin) end = blank;
        end = begin + utf8_prefix_length(body.substr(begin, span.end - begin), end - begin);
    }
    return {begin, end};
}

std::vector<Mark> marks_of(std::string_view text, const std::vector<HighlightPart>& parts,
                           Stemmer& stemmer) {
    if (parts.empty()) return {};
    const StartTable starts(parts);
    return Marker(text, parts, starts, stemmer).run();
}

// Dates of the article's that the query asks for, within the first `scanned` bytes.
std::vector<Mark> mention_marks(const Article& article, const std::vector<HighlightPart>& parts,
                                std::size_t scanned) {
    std::vector<Mark> marks;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!parts[i].mentioned) continue;
        const Days& days = *parts[i].mentioned;
        for (const Timex& timex : article.mentions) {
            if (timex.end > scanned) continue;
            const auto interval = mentioned_interval(timex);
            if (!interval || (days.first && interval->first < *days.first) ||
                (days.last && *days.last < interval->last)) {
                continue;
            }
            marks.push_back({{timex.begin, timex.end}, i, place_of(Zone::Body)});
        }
    }
    return marks;
}

std::vector<TextSpan> title_marks(const std::string& title, const std::vector<HighlightPart>& parts,
                                  Stemmer& stemmer) {
    std::vector<TextSpan> spans;
    for (const Mark& mark : marks_of(title, parts, stemmer)) {
        if ((mark.places & kTitlePlace) != 0) spans.push_back(mark.span);
    }
    return merge_marks(std::move(spans));
}

Places places_of(const std::vector<HighlightPart>& parts) {
    Places places = 0;
    for (const HighlightPart& part : parts) {
        for (const HighlightPart::Sequence& sequence : part.sequences)
            places |= sequence.places;
    }
    return places;
}

// Gives the marks to their sentences. What spans two zones, or is not looked for in this one,
// matched nothing.
void add_marks(const std::vector<Mark>& marks, const std::vector<Stretch>& stretches,
               std::vector<Sentence>& sentences) {
    std::size_t at = 0;
    for (const Mark& mark : marks) {
        while (at < sentences.size() && sentences[at].span.end <= mark.span.begin)
            ++at;
        if (at == sentences.size()) return;
        const Stretch& stretch = stretches[sentences[at].stretch];
        const bool within = mark.span.begin >= sentences[at].span.begin &&
                            mark.span.end <= stretch.span.end &&
                            (mark.places & place_of(stretch.zone)) != 0;
        if (within) sentences[at].marks.push_back(mark);
    }
}

// At most `most` sentences in their order. Greedily the one with the most parts not shown yet; of
// equals one of the story, with many marks, the earlier one. Where nothing is marked, the first of
// the story.
std::vector<std::size_t> choose_sentences(const std::vector<Sentence>& sentences, std::size_t parts,
                                          std::size_t most) {
    using Rank = std::tuple<std::size_t, bool, std::size_t>;
    std::vector<bool> shown(parts, false);
    std::vector<std::size_t> chosen;
    while (chosen.size() < most) {
        std::size_t best = sentences.size();
        Rank best_rank;
        for (std::size_t i = 0; i < sentences.size(); ++i) {
            if (sentences[i].marks.empty()) continue;
            std::vector<bool> seen = shown;
            const std::size_t fresh = count_parts(sentences[i].marks, seen);
            const std::size_t count = std::min<std::size_t>(sentences[i].marks.size(), 4);
            const Rank rank{fresh, sentences[i].zone == Zone::Body, count};
            if (fresh > 0 && rank > best_rank) {
                best = i;
                best_rank = rank;
            }
        }
        if (best == sentences.size()) break;
        count_parts(sentences[best].marks, shown);
        chosen.push_back(best);
    }
    if (chosen.empty()) {
        const auto story = std::find_if(sentences.begin(), sentences.end(),
                                        [](const Sentence& of) { return of.zone == Zone::Body; });
        if (story == sentences.end()) return {};
        chosen.push_back(static_cast<std::size_t>(story - sentences.begin()));
    }
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

// A chosen sentence of at most about `length` bytes, with those after it that fit and are not
// chosen themselves.
Passage make_passage(std::string_view body, const std::vector<Sentence>& sentences,
                     const std::vector<std::size_t>& chosen, std::size_t i, std::size_t length) {
    Passage passage;
    passage.span = cut_sentence(body, sentences[i], length);
    passage.zone = sentences[i].zone;
    passage.cut_begin = passage.span.begin > sentences[i].span.begin;
    passage.cut_end = passage.span.end < sentences[i].span.end;
    std::vector<Mark> marks = sentences[i].marks;
    // Room left over is filled with the sentences that follow.
    for (std::size_t next = i + 1; next < sentences.size(); ++next) {
        const bool taken = std::find(chosen.begin(), chosen.end(), next) != chosen.end();
        if (taken || sentences[next].stretch != sentences[i].stretch ||
            passage.span.end < sentences[next - 1].span.end ||
            sentences[next].span.end - passage.span.begin > length) {
            break;
        }
        if (body.find("\n\n", passage.span.end) < sentences[next].span.begin) break;
        passage.span.end = sentences[next].span.end;
        marks.insert(marks.end(), sentences[next].marks.begin(), sentences[next].marks.end());
    }
    std::vector<TextSpan> spans;
    for (const Mark& mark : marks) {
        if (mark.span.begin >= passage.span.begin && mark.span.end <= passage.span.end)
            spans.push_back(mark.span);
    }
    passage.marks = merge_marks(std::move(spans));
    return passage;
}

}  // namespace

Snippet make_snippet(const Article& article, const std::vector<HighlightPart>& parts,
                     Stemmer& stemmer, const SnippetOptions& options) {
    Snippet snippet;
    snippet.title_marks = title_marks(article.title, parts, stemmer);
    const std::vector<Stretch> stretches =
        stretches_of(article, places_of(parts), options.max_scanned);
    std::vector<Sentence> sentences = sentences_of(article, stretches);
    const std::size_t scanned = utf8_prefix_length(article.body, options.max_scanned);
    std::vector<Mark> found =
        marks_of(std::string_view(article.body).substr(0, scanned), parts, stemmer);
    const std::vector<Mark> mentions = mention_marks(article, parts, scanned);
    found.insert(found.end(), mentions.begin(), mentions.end());
    std::stable_sort(found.begin(), found.end(),
                     [](const Mark& a, const Mark& b) { return a.span.begin < b.span.begin; });
    add_marks(found, stretches, sentences);

    const std::vector<std::size_t> chosen =
        choose_sentences(sentences, parts.size(), options.max_passages);
    if (chosen.empty()) return snippet;
    const std::size_t share = std::max<std::size_t>(options.length / chosen.size(), 40);
    for (const std::size_t i : chosen)
        snippet.passages.push_back(make_passage(article.body, sentences, chosen, i, share));
    return snippet;
}

}  // namespace dateline
