#include "searcher/places/positional.h"

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
#include "searcher/counts/matching.h"
#include "searcher/places/proximity.h"

namespace dateline {
namespace {

// Reads all occurrences of an operand.
class OperandReader {
public:
    OperandReader(const PositionSource& source, const PositionalOperand& operand) {
        AnyTerm words;
        for (const std::vector<AnyTerm>& sequence : operand.alternatives) {
            if (sequence.size() == 1) {
                words.insert(words.end(), sequence.front().begin(), sequence.front().end());
                continue;
            }
            sequences_.emplace_back();
            for (const AnyTerm& terms : sequence)
                sequences_.back().emplace_back(source, terms);
        }
        if (!words.empty()) words_.emplace(source, words);
    }

    // Sets `spans` to those in the document. Cheap as long as documents rise.
    void read(Xapian::docid document, std::vector<Span>& spans) {
        spans.clear();
        if (words_) {
            words_->read(document, positions_);
            for (const Position position : positions_)
                spans.push_back({position, position});
        }
        for (std::vector<AnyTermPositions>& sequence : sequences_)
            add_sequence(document, sequence, spans);
        if (sequences_.empty() || (sequences_.size() == 1 && !words_)) return;
        std::sort(spans.begin(), spans.end());
        spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
    }

private:
    void add_sequence(Xapian::docid document, std::vector<AnyTermPositions>& sequence,
                      std::vector<Span>& spans) {
        begins_.clear();
        for (std::size_t i = 0; i < sequence.size(); ++i) {
            sequence[i].read(document, positions_);
            if (i == 0) {
                begins_ = positions_;
            } else {
                std::erase_if(begins_, [&](Position begin) {
                    return !std::binary_search(positions_.begin(), positions_.end(),
                                               begin + static_cast<Position>(i));
                });
            }
            if (begins_.empty()) return;
        }
        for (const Position begin : begins_)
            spans.push_back({begin, begin + static_cast<Position>(sequence.size()) - 1});
    }

    std::optional<AnyTermPositions> words_;                 // sequences of one word
    std::vector<std::vector<AnyTermPositions>> sequences_;  // of several
    std::vector<Position> positions_;
    std::vector<Position> begins_;
};

// A condition made ready for many documents.
class ConditionChecker {
public:
    ConditionChecker(const PositionSource& source, const PositionalCondition& condition)
        : condition_(condition) {
        using Kind = PositionalCondition::Kind;
        if (condition.kind == Kind::AtLeast) {
            std::set<std::string> terms;
            PositionalOperand phrases;
            for (const PositionalOperand& operand : condition.operands) {
                for (const std::vector<AnyTerm>& sequence : operand.alternatives) {
                    if (sequence.size() == 1) {
                        terms.insert(sequence.front().begin(), sequence.front().end());
                    } else {
                        phrases.alternatives.push_back(sequence);
                    }
                }
            }
            words_.emplace(source.database, AnyTerm(terms.begin(), terms.end()));
            operands_.emplace_back(source, phrases);
        } else {
            for (const PositionalOperand& operand : condition.operands)
                operands_.emplace_back(source, operand);
        }
        spans_.resize(operands_.size());
        if (condition.kind == Kind::Near || condition.kind == Kind::Ordered) {
            window_.emplace(condition.kind == Kind::Near ? WindowSearch::Order::Any
                                                         : WindowSearch::Order::AsGiven,
                            condition.number - 1);
        } else if (condition.kind != Kind::AtLeast) {
            const bool sentence = condition.kind == Kind::Sentence;
            marks_.emplace(source, AnyTerm{std::string(sentence ? kSentenceMark : kParagraphMark)});
        }
    }

    // Cheap as long as documents rise.
    bool fulfils(Xapian::docid document) {
        if (words_) return is_frequent(document);
        for (std::size_t i = 0; i < operands_.size(); ++i) {
            operands_[i].read(document, spans_[i]);
            if (spans_[i].empty()) return false;
        }
        if (window_) return window_->found(spans_);
        marks_->read(document, mark_positions_);
        return stretch_.found(spans_, mark_positions_);
    }

private:
    // Whether the operands' words occur often enough: each term's wdf, and the places where their
    // sequences of several words begin. A joined form such as ceasefire, which stands at two
    // positions, counts once.
    bool is_frequent(Xapian::docid document) {
        const std::uint64_t words = words_->in(document);
        if (words >= condition_.number) return true;
        operands_.front().read(document, spans_.front());
        return words + spans_.front().size() >= condition_.number;
    }

    const PositionalCondition& condition_;
    std::optional<AnyTermFrequency> words_;  // of AtLeast, whose one operand are the sequences
    std::vector<OperandReader> operands_;
    std::optional<WindowSearch> window_;     // of Near and Ordered
    std::optional<AnyTermPositions> marks_;  // of Sentence and Paragraph
    StretchSearch stretch_;
    Occurrences spans_;                     // in the document at hand
    std::vector<Position> mark_positions_;  // likewise
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

// What is known of the documents of one shard.
class Evaluation {
public:
    Evaluation(const PositionSource& shard, const PositionalCondition& condition,
               const std::atomic<bool>* stop)
        : stop_(stop),
          checker_(shard, condition),
          candidates_(*walk_matching(shard.database, candidates(condition), stop)),
          evaluated_(shard.database.get_lastdocid()),
          fulfilled_(shard.database.get_lastdocid()) {}

    bool fulfils(Xapian::docid document) {
        return candidates_.contains(document) && evaluate(document);
    }

    // The first document from this one on that fulfils the condition; 0: there is none.
    Xapian::docid first_from(Xapian::docid document) {
        Xapian::docid at = candidates_.first_from(document);
        while (at != 0 && !evaluate(at))
            at = candidates_.first_from(at + 1);
        return at;
    }

private:
    bool evaluate(Xapian::docid candidate) {
        if (!evaluated_.contains(candidate)) {
            check_stop(stop_);
            if (checker_.fulfils(candidate)) fulfilled_.add(candidate);
            evaluated_.add(candidate);
        }
        return fulfilled_.contains(candidate);
    }

    const std::atomic<bool>* stop_;
    ConditionChecker checker_;
    DocumentSet candidates_;
    DocumentSet evaluated_;
    DocumentSet fulfilled_;
};

// Documents that fulfil a condition. All clones, of which every match makes one for each shard,
// share what they find out.
class ConditionSource : public Xapian::PostingSource {
public:
    ConditionSource(PositionalCondition condition, glass::PositionTables tables,
                    const std::atomic<bool>* stop)
        : shared_(std::make_shared<Shared>(std::move(condition), std::move(tables), stop)) {}

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
        Shared(PositionalCondition wanted, glass::PositionTables open,
               const std::atomic<bool>* flag)
            : condition(std::move(wanted)), tables(std::move(open)), stop(flag) {}

        const PositionalCondition condition;
        const glass::PositionTables tables;
        const std::atomic<bool>* const stop;
        std::map<std::string, Evaluation> evaluations;  // by the shard's UUID
    };

    explicit ConditionSource(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

    Evaluation& evaluation() {
        if (evaluation_ == nullptr) {
            const std::string uuid = shard_.get_uuid();
            const auto table = shared_->tables.find(uuid);
            const PositionSource source{shard_,
                                        table != shared_->tables.end() ? table->second : nullptr};
            evaluation_ =
                &shared_->evaluations.try_emplace(uuid, source, shared_->condition, shared_->stop)
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

}  // namespace

bool fulfils(const PositionSource& source, Xapian::docid document,
             const PositionalCondition& condition) {
    return ConditionChecker(source, condition).fulfils(document);
}

Xapian::Query positional_query(const PositionalCondition& condition, const std::atomic<bool>* stop,
                               const glass::PositionTables& tables) {
    auto* source = new ConditionSource(condition, tables, stop);  // released to the query
    return {Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(source->release()), 0};
}

}  // namespace dateline
