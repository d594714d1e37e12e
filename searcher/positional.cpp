#include "searcher/positional.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "common/schema.h"

namespace dateline {
namespace {

using Position = Xapian::termpos;

// An occurrence of an operand: positions first to last, both included.
struct Span {
    Position first;
    Position last;

    bool operator<(const Span& other) const {
        return first != other.first ? first < other.first : last < other.last;
    }
    bool operator==(const Span& other) const { return first == other.first && last == other.last; }
};

// Reads positions and frequencies of terms in documents. Documents that rise are read from posting lists that
// stay open: what a document lacks then costs no look-up in the table of positions, and most documents lack most forms of a word.
class TermReader {
public:
    explicit TermReader(const Xapian::Database& database) : database_(database) {}

    // The positions of any of the terms, rising. `terms` must stay where they are as long as the reader.
    std::vector<Position> positions(Xapian::docid document, const AnyTerm& terms) {
        std::vector<Position> result;
        for_each_found(document, terms, [&](const Xapian::PostingIterator& posting) {
            const auto end = posting.positionlist_end();
            for (auto at = posting.positionlist_begin(); at != end; ++at)
                result.push_back(*at);
        });
        if (terms.size() > 1) {
            std::sort(result.begin(), result.end());
            result.erase(std::unique(result.begin(), result.end()), result.end());
        }
        return result;
    }

    // How often they occur, all together.
    std::uint64_t frequency(Xapian::docid document, const AnyTerm& terms) {
        std::uint64_t count = 0;
        for_each_found(document, terms,
                       [&](const Xapian::PostingIterator& posting) { count += posting.get_wdf(); });
        return count;
    }

private:
    template <typename Visit>
    void for_each_found(Xapian::docid document, const AnyTerm& terms, Visit visit) {
        if (document < last_) lists_.clear();  // posting lists do not go back
        last_ = document;
        const auto [entry, fresh] = lists_.try_emplace(&terms);
        std::vector<Xapian::PostingIterator>& lists = entry->second;
        if (fresh) {
            for (const std::string& term : terms) {
                auto begin = database_.postlist_begin(term);
                if (begin != database_.postlist_end(term)) lists.push_back(std::move(begin));
            }
        }
        const Xapian::PostingIterator end;
        for (Xapian::PostingIterator& list : lists) {
            if (list == end) continue;
            list.skip_to(document);
            if (list != end && *list == document) visit(list);
        }
    }

    const Xapian::Database& database_;
    std::map<const AnyTerm*, std::vector<Xapian::PostingIterator>> lists_;
    Xapian::docid last_ = 0;
};

// All occurrences, in order.
std::vector<Span> occurrences(TermReader& reader, Xapian::docid document,
                              const PositionalOperand& operand) {
    std::vector<Span> spans;
    for (const std::vector<AnyTerm>& sequence : operand.alternatives) {
        if (sequence.empty()) continue;
        std::vector<Position> begins = reader.positions(document, sequence.front());
        for (std::size_t i = 1; i < sequence.size() && !begins.empty(); ++i) {
            const std::vector<Position> next = reader.positions(document, sequence[i]);
            std::erase_if(begins, [&](Position begin) {
                return !std::binary_search(next.begin(), next.end(),
                                           begin + static_cast<Position>(i));
            });
        }
        const auto length = static_cast<Position>(sequence.size());
        for (const Position begin : begins)
            spans.push_back({begin, begin + length - 1});
    }
    std::sort(spans.begin(), spans.end());
    spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
    return spans;
}

using Occurrences = std::vector<std::vector<Span>>;

// Extends a choice of one span for each operand before `operand` in ascending order of operands, which all begin at or after `chosen`'s
// ends for Ordered, and do not overlap for Near. `room` is how many other words may still stand between.
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
    // More combinations than this within one window, or within one document, are given up: nobody's query, only an attacker's.
    static constexpr int kMaxSteps = 20'000;
    static constexpr int kMaxAllSteps = 1'000'000;

    // Operand by operand: the fewest other words between the first span and one of this operand, for chains that end in that span.
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
        const std::vector<Span>& list = lists_[operand];
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
            for (const std::vector<Span>& list : lists_) {
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
bool share_stretch(const Occurrences& lists, const std::vector<Position>& marks) {
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

    bool fulfils(Xapian::docid document) {
        using Kind = PositionalCondition::Kind;
        if (condition_.kind == Kind::AtLeast) return count(document) >= condition_.number;
        Occurrences lists;
        for (const PositionalOperand& operand : condition_.operands) {
            lists.push_back(occurrences(reader_, document, operand));
            if (lists.back().empty()) return false;
        }
        switch (condition_.kind) {
            case Kind::Near:
                return WindowSearch(lists, false, condition_.number).found();
            case Kind::Ordered:
                return WindowSearch(lists, true, condition_.number).found();
            case Kind::Sentence:
                return share_stretch(lists, reader_.positions(document, sentence_));
            case Kind::Paragraph:
                return share_stretch(lists, reader_.positions(document, paragraph_));
            case Kind::AtLeast:
                break;  // above
        }
        return false;
    }

private:
    // How often the operands' words occur, each term's wdf, and the places where their sequences of several words begin. A joined form such
    // as ceasefire, which stands at two positions, counts once.
    std::uint64_t count(Xapian::docid document) {
        return reader_.frequency(document, words_) +
               occurrences(reader_, document, phrases_).size();
    }

    const PositionalCondition& condition_;
    AnyTerm words_;              // of AtLeast
    PositionalOperand phrases_;  // likewise
    const AnyTerm sentence_{std::string(kSentenceMark)};
    const AnyTerm paragraph_{std::string(kParagraphMark)};
    TermReader reader_;
};

// Checks the documents that the query beside it proposes. Claims every document as a candidate, so that the
// matcher asks it last, one document at a time.
class ConditionSource : public Xapian::PostingSource {
public:
    ConditionSource(Xapian::Database database, PositionalCondition condition)
        : database_(std::move(database)), condition_(std::move(condition)) {}

    Xapian::doccount get_termfreq_min() const override { return 0; }
    Xapian::doccount get_termfreq_est() const override { return database_.get_doccount(); }
    Xapian::doccount get_termfreq_max() const override { return database_.get_doccount(); }

    // Of several shards each gets a clone of its own, and numbers documents by itself.
    void init(const Xapian::Database& shard) override {
        database_ = shard;
        at_ = 0;
        last_ = database_.get_lastdocid();
        checker_.emplace(database_, condition_);
    }

    void next(double) override { advance(at_ + 1); }
    void skip_to(Xapian::docid document, double) override {
        if (document > at_) advance(document);
    }
    bool check(Xapian::docid document, double) override {
        at_ = document;
        return checker_->fulfils(document);
    }
    bool at_end() const override { return at_ > last_; }
    Xapian::docid get_docid() const override { return at_; }
    PostingSource* clone() const override { return new ConditionSource(database_, condition_); }
    std::string get_description() const override { return "positions"; }

private:
    void advance(Xapian::docid document) {
        for (at_ = document; at_ <= last_ && !checker_->fulfils(at_);)
            ++at_;
    }

    Xapian::Database database_;
    PositionalCondition condition_;
    std::optional<ConditionChecker> checker_;
    Xapian::docid at_ = 0;
    Xapian::docid last_ = 0;
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

}  // namespace

bool fulfils(const Xapian::Database& database, Xapian::docid document,
             const PositionalCondition& condition) {
    return ConditionChecker(database, condition).fulfils(document);
}

Xapian::Query positional_query(const Xapian::Database& database, PositionalCondition condition) {
    std::vector<Xapian::Query> parts;
    for (const PositionalOperand& operand : condition.operands)
        parts.push_back(candidates(operand));
    const auto together = condition.kind == PositionalCondition::Kind::AtLeast
                              ? Xapian::Query::OP_OR
                              : Xapian::Query::OP_AND;
    const Xapian::Query proposed(together, parts.begin(), parts.end());
    auto* source = new ConditionSource(database, std::move(condition));  // released to the query
    const Xapian::Query checked(source->release());
    return {Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(Xapian::Query::OP_AND, proposed, checked),
            0};
}

}  // namespace dateline
