#include "searcher/positional.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "common/schema.h"
#include "searcher/matching.h"

namespace dateline {
namespace {

// An occurrence of an operand: positions first to last, both included.
struct Span {
    Position first;
    Position last;

    bool operator<(const Span& other) const {
        return first != other.first ? first < other.first : last < other.last;
    }
    bool operator==(const Span& other) const { return first == other.first && last == other.last; }
};

// All occurrences in each of the documents, in order.
ListsByDocument<Span> occurrences(PositionReader& reader,
                                  const std::vector<Xapian::docid>& documents,
                                  const PositionalOperand& operand) {
    std::vector<std::vector<ListsByDocument<Position>>> places;  // of each word of each sequence
    for (const std::vector<AnyTerm>& sequence : operand.alternatives) {
        places.emplace_back();
        for (const AnyTerm& terms : sequence)
            places.back().push_back(reader.positions(documents, terms));
    }
    ListsByDocument<Span> found;
    std::vector<Span> spans;
    for (std::size_t document = 0; document < documents.size(); ++document) {
        spans.clear();
        for (const std::vector<ListsByDocument<Position>>& sequence : places) {
            if (sequence.empty()) continue;
            const auto length = static_cast<Position>(sequence.size());
            for (const Position begin : sequence.front()[document]) {
                bool follows = true;
                for (Position i = 1; i < length && follows; ++i) {
                    const std::span<const Position> next = sequence[i][document];
                    follows = std::binary_search(next.begin(), next.end(), begin + i);
                }
                if (follows) spans.push_back({begin, begin + length - 1});
            }
        }
        if (places.size() > 1) {
            std::sort(spans.begin(), spans.end());
            spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
        }
        for (const Span& span : spans)
            found.add(span);
        found.end_list();
    }
    return found;
}

// Of each operand in one document.
using Occurrences = std::vector<std::span<const Span>>;

// Extends a choice of one span for each operand before `operand` in ascending order of operands,
// which all begin at or after `chosen`'s ends for Ordered, and do not overlap for Near. `room` is
// how many other words may still stand between.
class WindowSearch {
public:
    WindowSearch(const Occurrences& lists, bool ordered, std::uint32_t distance)
        : lists_(lists), ordered_(ordered), allowed_(distance - 1) {}

    bool found() {
        if (ordered_) return found_ordered();
        for (std::size_t leftmost = 0; leftmost < lists_.size(); ++leftmost) {
            for (const Span& span : lists_[leftmost]) {
                chosen_.assign(1, span);
                steps_ = 0;
                if (place(leftmost, 0, span.first)) return true;
            }
        }
        return false;
    }

private:
    // More combinations than this within one window, or within one document, are given up: nobody's
    // query, only an attacker's.
    static constexpr int kMaxSteps = 20'000;
    static constexpr int kMaxAllSteps = 1'000'000;

    // Operand by operand: the fewest other words between the first span and one of this operand,
    // for chains that end in that span.
    bool found_ordered() const {
        struct Chain {
            Span last;
            std::int64_t between;
        };
        std::vector<Chain> chains;
        for (const Span& span : lists_.front())
            chains.push_back({span, 0});
        for (std::size_t i = 1; i < lists_.size(); ++i) {
            std::sort(chains.begin(), chains.end(),
                      [](const Chain& a, const Chain& b) { return a.last.last < b.last.last; });
            std::vector<Chain> longer;
            std::size_t ended = 0;             // chains that end before the span at hand
            std::optional<std::int64_t> best;  // of those, the least `between` minus the end
            for (const Span& span : lists_[i]) {
                for (; ended < chains.size() && chains[ended].last.last < span.first; ++ended) {
                    const std::int64_t offset =
                        chains[ended].between - std::int64_t{chains[ended].last.last};
                    if (!best || offset < *best) best = offset;
                }
                if (best) longer.push_back({span, *best + std::int64_t{span.first} - 1});
            }
            chains = std::move(longer);
        }
        return std::any_of(chains.begin(), chains.end(), [&](const Chain& chain) {
            return chain.between <= std::int64_t{allowed_};
        });
    }

    bool overlaps(const Span& span) const {
        return std::any_of(chosen_.begin(), chosen_.end(), [&](const Span& other) {
            return span.first <= other.last && other.first <= span.last;
        });
    }

    // Chooses spans for operands from `operand` on, all at or after `begin`.
    bool place(std::size_t leftmost, std::size_t operand, Position begin) {
        if (operand == lists_.size()) return fits(begin);
        if (operand == leftmost) return place(leftmost, operand + 1, begin);
        const std::span<const Span> list = lists_[operand];
        for (auto span = std::lower_bound(list.begin(), list.end(), Span{begin, 0});
             span != list.end(); ++span) {
            if (++steps_ > kMaxSteps || ++all_steps_ > kMaxAllSteps) return false;
            if (overlaps(*span)) continue;
            if (span->first - begin > allowed_ + longest_window()) break;
            chosen_.push_back(*span);
            if (place(leftmost, operand + 1, begin)) return true;
            chosen_.pop_back();
        }
        return false;
    }

    // The most words that operands themselves can fill.
    Position longest_window() {
        if (operand_words_ == 0) {
            for (const std::span<const Span> list : lists_) {
                Position longest = 1;
                for (const Span& span : list)
                    longest = std::max(longest, span.last - span.first + 1);
                operand_words_ += longest;
            }
        }
        return operand_words_;
    }

    bool fits(Position begin) const {
        Position end = begin;
        Position words = 0;
        for (const Span& span : chosen_) {
            end = std::max(end, span.last);
            words += span.last - span.first + 1;
        }
        return end - begin + 1 - words <= allowed_;
    }

    const Occurrences& lists_;
    const bool ordered_;
    const Position allowed_;
    Position operand_words_ = 0;
    std::vector<Span> chosen_;
    int steps_ = 0;
    int all_steps_ = 0;
};

// True if some stretch between two marks contains a whole span of every list.
bool share_stretch(const Occurrences& lists, std::span<const Position> marks) {
    const auto stretch_of = [&](Position position) {
        return std::upper_bound(marks.begin(), marks.end(), position) - marks.begin();
    };
    std::vector<std::ptrdiff_t> common;
    for (std::size_t i = 0; i < lists.size(); ++i) {
        std::vector<std::ptrdiff_t> stretches;
        for (const Span& span : lists[i]) {
            const auto stretch = stretch_of(span.first);
            if (stretch_of(span.last) == stretch) stretches.push_back(stretch);
        }
        stretches.erase(std::unique(stretches.begin(), stretches.end()), stretches.end());
        if (i == 0) {
            common = std::move(stretches);
        } else {
            std::erase_if(common, [&](std::ptrdiff_t stretch) {
                return !std::binary_search(stretches.begin(), stretches.end(), stretch);
            });
        }
        if (common.empty()) return false;
    }
    return true;
}

// A condition made ready for many documents.
class ConditionChecker {
public:
    ConditionChecker(const Xapian::Database& database, const PositionalCondition& condition)
        : condition_(condition), reader_(database) {
        if (condition.kind != PositionalCondition::Kind::AtLeast) return;
        std::set<std::string> terms;
        for (const PositionalOperand& operand : condition.operands) {
            for (const std::vector<AnyTerm>& sequence : operand.alternatives) {
                if (sequence.size() == 1) {
                    terms.insert(sequence.front().begin(), sequence.front().end());
                } else {
                    phrases_.alternatives.push_back(sequence);
                }
            }
        }
        words_.assign(terms.begin(), terms.end());
    }

    // Those of the documents, which rise, that fulfil it.
    std::vector<Xapian::docid> fulfilling(const std::vector<Xapian::docid>& documents) {
        using Kind = PositionalCondition::Kind;
        if (condition_.kind == Kind::AtLeast) return frequent(documents);
        std::vector<ListsByDocument<Span>> spans;
        for (const PositionalOperand& operand : condition_.operands)
            spans.push_back(occurrences(reader_, documents, operand));
        std::vector<Xapian::docid> together;  // documents that have all operands
        std::vector<Occurrences> lists;
        for (std::size_t i = 0; i < documents.size(); ++i) {
            Occurrences of_document;
            for (const ListsByDocument<Span>& operand : spans) {
                if (!operand[i].empty()) of_document.push_back(operand[i]);
            }
            if (of_document.size() < spans.size()) continue;
            together.push_back(documents[i]);
            lists.push_back(std::move(of_document));
        }
        std::vector<Xapian::docid> found;
        if (condition_.kind == Kind::Near || condition_.kind == Kind::Ordered) {
            for (std::size_t i = 0; i < together.size(); ++i) {
                const bool ordered = condition_.kind == Kind::Ordered;
                if (WindowSearch(lists[i], ordered, condition_.number).found())
                    found.push_back(together[i]);
            }
            return found;
        }
        const ListsByDocument<Position> marks =
            reader_.positions(together, condition_.kind == Kind::Sentence ? sentence_ : paragraph_);
        for (std::size_t i = 0; i < together.size(); ++i) {
            if (share_stretch(lists[i], marks[i])) found.push_back(together[i]);
        }
        return found;
    }

private:
    // Documents where the operands' words occur often enough: each term's wdf, and the places where
    // their sequences of several words begin. A joined form such as ceasefire, which stands at two
    // positions, counts once.
    std::vector<Xapian::docid> frequent(const std::vector<Xapian::docid>& documents) {
        const std::vector<std::uint64_t> words = reader_.frequencies(documents, words_);
        const ListsByDocument<Span> phrases = occurrences(reader_, documents, phrases_);
        std::vector<Xapian::docid> found;
        for (std::size_t i = 0; i < documents.size(); ++i) {
            if (words[i] + phrases[i].size() >= condition_.number) found.push_back(documents[i]);
        }
        return found;
    }

    const PositionalCondition& condition_;
    AnyTerm words_;              // of AtLeast
    PositionalOperand phrases_;  // likewise
    const AnyTerm sentence_{std::string(kSentenceMark)};
    const AnyTerm paragraph_{std::string(kParagraphMark)};
    PositionReader reader_;
};

// Documents in which the operand's words occur, in whatever order.
Xapian::Query candidates(const PositionalOperand& operand) {
    std::vector<Xapian::Query> alternatives;
    for (const std::vector<AnyTerm>& sequence : operand.alternatives) {
        std::vector<Xapian::Query> places;
        for (const AnyTerm& terms : sequence)
            places.emplace_back(Xapian::Query::OP_OR, terms.begin(), terms.end());
        alternatives.emplace_back(Xapian::Query::OP_AND, places.begin(), places.end());
    }
    return {Xapian::Query::OP_OR, alternatives.begin(), alternatives.end()};
}

Xapian::Query candidates(const PositionalCondition& condition) {
    std::vector<Xapian::Query> parts;
    for (const PositionalOperand& operand : condition.operands)
        parts.push_back(candidates(operand));
    const auto together = condition.kind == PositionalCondition::Kind::AtLeast
                              ? Xapian::Query::OP_OR
                              : Xapian::Query::OP_AND;
    return {together, parts.begin(), parts.end()};
}

// What is known of the documents of one shard. Candidates are looked at in blocks, which grow as
// long as one after another is asked for.
class Evaluation {
public:
    Evaluation(const Xapian::Database& shard, const PositionalCondition& condition,
               const std::atomic<bool>* stop)
        : shard_(shard),
          stop_(stop),
          checker_(shard, condition),
          evaluated_(shard.get_lastdocid()),
          fulfilled_(shard.get_lastdocid()) {
        walk_matching(shard, candidates(condition), stop)->for_each([&](Xapian::docid document) {
            candidates_.push_back(document);
        });
    }

    bool fulfils(Xapian::docid document) {
        const auto at = std::lower_bound(candidates_.begin(), candidates_.end(), document);
        if (at == candidates_.end() || *at != document) return false;
        if (!evaluated_.contains(document))
            evaluate(static_cast<std::size_t>(at - candidates_.begin()));
        return fulfilled_.contains(document);
    }

    // The first document from this one on that fulfils the condition; 0: there is none.
    Xapian::docid first_from(Xapian::docid document) {
        auto at = std::lower_bound(candidates_.begin(), candidates_.end(), document);
        while (at != candidates_.end() && !fulfils(*at))
            ++at;
        return at == candidates_.end() ? 0 : *at;
    }

private:
    // Of one block, so that memory is bounded: documents, and words of all but the last.
    static constexpr std::size_t kMostDocuments = 1024;
    static constexpr std::uint64_t kMostWords = std::uint64_t{1} << 20;

    // A block of candidates that begins with this one.
    void evaluate(std::size_t begin) {
        check_stop(stop_);
        const bool goes_on = begin >= next_ && begin - next_ <= block_size_;
        block_size_ = goes_on ? std::min(block_size_ * 2, kMostDocuments)
                              : std::max<std::size_t>(block_size_ / 2, 1);
        std::vector<Xapian::docid> block;
        std::uint64_t words = 0;
        for (next_ = begin;
             next_ < candidates_.size() && block.size() < block_size_ && words < kMostWords;
             ++next_) {
            const Xapian::docid document = candidates_[next_];
            if (evaluated_.contains(document)) continue;
            block.push_back(document);
            words += shard_.get_doclength(document);
        }
        for (const Xapian::docid document : checker_.fulfilling(block))
            fulfilled_.add(document);
        for (const Xapian::docid document : block)
            evaluated_.add(document);
    }

    Xapian::Database shard_;
    const std::atomic<bool>* stop_;
    ConditionChecker checker_;
    std::vector<Xapian::docid> candidates_;  // rising
    DocumentSet evaluated_;
    DocumentSet fulfilled_;
    std::size_t block_size_ = 8;
    std::size_t next_ = 0;  // the candidate behind the last block
};

// Documents that fulfil a condition. All clones, of which every match makes one for each shard,
// share what they find out.
class ConditionSource : public Xapian::PostingSource {
public:
    ConditionSource(PositionalCondition condition, const std::atomic<bool>* stop)
        : shared_(std::make_shared<Shared>(std::move(condition), stop)) {}

    Xapian::doccount get_termfreq_min() const override { return 0; }
    // So that the matcher asks this first of what stands beside it, unless that is rarer still.
    Xapian::doccount get_termfreq_est() const override { return most_ / 2; }
    Xapian::doccount get_termfreq_max() const override { return most_; }

    void init(const Xapian::Database& shard) override {
        shard_ = shard;
        evaluation_ = nullptr;
        at_ = 0;
        last_ = shard.get_lastdocid();
        most_ = static_cast<Xapian::doccount>(std::min<std::uint64_t>(
            most_matching(shard, candidates(shared_->condition)), shard.get_doccount()));
    }

    void next(double) override { advance(at_ + 1); }
    void skip_to(Xapian::docid document, double) override {
        if (document > at_) advance(document);
    }
    bool check(Xapian::docid document, double) override {
        check_stop(shared_->stop);
        at_ = document;
        return evaluation().fulfils(document);
    }
    bool at_end() const override { return at_ > last_; }
    Xapian::docid get_docid() const override { return at_; }
    PostingSource* clone() const override { return new ConditionSource(shared_); }
    std::string get_description() const override { return "positions"; }

private:
    struct Shared {
        Shared(PositionalCondition wanted, const std::atomic<bool>* flag)
            : condition(std::move(wanted)), stop(flag) {}

        const PositionalCondition condition;
        const std::atomic<bool>* const stop;
        std::map<std::string, Evaluation> evaluations;  // by the shard's UUID
    };

    explicit ConditionSource(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

    Evaluation& evaluation() {
        if (evaluation_ == nullptr) {
            evaluation_ =
                &shared_->evaluations
                     .try_emplace(shard_.get_uuid(), shard_, shared_->condition, shared_->stop)
                     .first->second;
        }
        return *evaluation_;
    }

    void advance(Xapian::docid document) {
        check_stop(shared_->stop);
        const Xapian::docid found = evaluation().first_from(document);
        at_ = found == 0 ? last_ + 1 : found;
    }

    std::shared_ptr<Shared> shared_;
    Xapian::Database shard_;
    Evaluation* evaluation_ = nullptr;  // of the shard, once it is asked for
    Xapian::docid at_ = 0;
    Xapian::docid last_ = 0;
    Xapian::doccount most_ = 0;
};

// The operands in this order, within `window` positions.
Xapian::Query ordered_words(const std::vector<Xapian::Query>& words, Xapian::termcount window,
                            const std::atomic<bool>* stop) {
    return stoppable({Xapian::Query::OP_PHRASE, words.begin(), words.end(), window}, stop);
}

// Conditions that Xapian's phrases can express, as one; others as an empty query. Its matcher reads
// positions faster than any program can through the API: that descends the table of positions anew
// for each document. Two words near each other are a phrase in one order or the other; OP_NEAR
// misses some where two terms share a position.
Xapian::Query xapian_query(const PositionalCondition& condition, const std::atomic<bool>* stop) {
    using Kind = PositionalCondition::Kind;
    const bool near = condition.kind == Kind::Near && condition.operands.size() == 2;
    if (!near && condition.kind != Kind::Ordered) return {};
    std::vector<Xapian::Query> words;
    for (const PositionalOperand& operand : condition.operands) {
        AnyTerm terms;
        for (const std::vector<AnyTerm>& sequence : operand.alternatives) {
            if (sequence.size() != 1) return {};
            terms.insert(terms.end(), sequence.front().begin(), sequence.front().end());
        }
        words.emplace_back(Xapian::Query::OP_OR, terms.begin(), terms.end());
    }
    const auto window = static_cast<Xapian::termcount>(condition.number - 1 + words.size());
    const Xapian::Query forward = ordered_words(words, window, stop);
    if (!near) return forward;
    std::swap(words.front(), words.back());
    return {Xapian::Query::OP_OR, forward, ordered_words(words, window, stop)};
}

}  // namespace

bool fulfils(const Xapian::Database& database, Xapian::docid document,
             const PositionalCondition& condition) {
    return !ConditionChecker(database, condition).fulfilling({document}).empty();
}

Xapian::Query positional_query(const PositionalCondition& condition,
                               const std::atomic<bool>* stop) {
    Xapian::Query query = xapian_query(condition, stop);
    if (query.empty()) {
        auto* source = new ConditionSource(condition, stop);  // released to the query
        query = Xapian::Query(source->release());
    }
    return {Xapian::Query::OP_SCALE_WEIGHT, query, 0};
}

}  // namespace dateline
