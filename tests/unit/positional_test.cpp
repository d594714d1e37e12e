// Conditions on places, judged by trying every choice on generated position lists.
#include "searcher/places/positional.h"

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <set>

#include "common/schema.h"
#include "tests/catch.h"
#include "tests/support/temporary_folder.h"

using namespace dateline;
using dateline::testing::TemporaryFolder;

namespace {

using Kind = PositionalCondition::Kind;
using Positions = std::map<std::string, std::set<Xapian::termpos>>;

struct Span {
    Xapian::termpos first;
    Xapian::termpos last;
};

std::vector<Span> spans_of(const PositionalOperand& operand, const Positions& document) {
    std::vector<Span> spans;
    for (Xapian::termpos begin = 1; begin < 60; ++begin) {
        for (const auto& sequence : operand.alternatives) {
            bool all = !sequence.empty();
            for (std::size_t i = 0; i < sequence.size() && all; ++i) {
                all = std::any_of(
                    sequence[i].begin(), sequence[i].end(), [&](const std::string& term) {
                        const auto found = document.find(term);
                        return found != document.end() &&
                               found->second.contains(begin + static_cast<Xapian::termpos>(i));
                    });
            }
            if (all)
                spans.push_back({begin, begin + static_cast<Xapian::termpos>(sequence.size()) - 1});
        }
    }
    return spans;
}

bool brute(const PositionalCondition& condition, const Positions& document) {
    std::vector<std::vector<Span>> lists;
    for (const PositionalOperand& operand : condition.operands)
        lists.push_back(spans_of(operand, document));
    const auto stretch = [&](const Span& span) -> long {
        const std::string mark(condition.kind == Kind::Sentence ? kSentenceMark : kParagraphMark);
        const auto found = document.find(mark);
        if (found == document.end()) return 0;
        const auto upto = [&](Xapian::termpos position) {
            return std::distance(found->second.begin(), found->second.upper_bound(position));
        };
        return upto(span.first) == upto(span.last) ? upto(span.first) : -1;
    };
    std::vector<Span> chosen;
    const std::function<bool()> choose = [&]() -> bool {
        if (chosen.size() == lists.size()) {
            if (condition.kind == Kind::Sentence || condition.kind == Kind::Paragraph) {
                return std::all_of(chosen.begin(), chosen.end(), [&](const Span& span) {
                    return stretch(span) >= 0 && stretch(span) == stretch(chosen[0]);
                });
            }
            Xapian::termpos first = chosen[0].first;
            Xapian::termpos last = chosen[0].last;
            Xapian::termpos words = 0;
            for (std::size_t i = 0; i < chosen.size(); ++i) {
                for (std::size_t j = 0; j < i; ++j) {
                    const bool apart =
                        chosen[j].last < chosen[i].first ||
                        (condition.kind == Kind::Near && chosen[i].last < chosen[j].first);
                    if (!apart) return false;
                }
                first = std::min(first, chosen[i].first);
                last = std::max(last, chosen[i].last);
                words += chosen[i].last - chosen[i].first + 1;
            }
            return last - first + 1 - words <= condition.number - 1;
        }
        for (const Span& span : lists[chosen.size()]) {
            chosen.push_back(span);
            const bool found = choose();
            chosen.pop_back();
            if (found) return true;
        }
        return false;
    };
    return choose();
}

// Databases of the documents: one in memory, whose positions the API reads, and one in a folder,
// whose position table is read.
class Documents {
public:
    explicit Documents(const std::vector<Positions>& documents)
        : memory_("", Xapian::DB_BACKEND_INMEMORY) {
        Xapian::WritableDatabase stored(
            folder_ / "db", Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC);
        for (const Positions& positions : documents) {
            Xapian::Document document;
            for (const auto& [term, places] : positions) {
                for (const Xapian::termpos place : places)
                    document.add_posting(term, place, term[0] == 'X' ? 0 : 1);
            }
            memory_.add_document(document);
            stored.add_document(document);
        }
        stored.commit();
        stored_ = Xapian::Database(folder_ / "db");
        glass::add_position_table(folder_ / "db", tables_);
    }

    // In memory and stored.
    std::vector<PositionSource> sources() const {
        return {{memory_, nullptr}, {stored_, tables_.at(stored_.get_uuid())}};
    }
    const glass::PositionTables& tables() const { return tables_; }

    bool fulfil(Xapian::docid id, const PositionalCondition& condition) const {
        const bool by_api = fulfils(sources()[0], id, condition);
        const bool by_table = fulfils(sources()[1], id, condition);
        CHECK(by_table == by_api);
        return by_table;
    }

    std::vector<bool> matching(const PositionalCondition& condition, std::size_t count) const {
        std::vector<std::vector<bool>> results;
        for (const PositionSource& source : sources()) {
            std::vector<bool>& result = results.emplace_back(count);
            Xapian::Enquire enquire(source.database);
            enquire.set_query(positional_query(condition, nullptr, tables_));
            const auto total = static_cast<Xapian::doccount>(count);
            const Xapian::MSet matches = enquire.get_mset(0, total, total);
            for (auto at = matches.begin(); at != matches.end(); ++at)
                result[*at - 1] = true;
        }
        CHECK(results[0] == results[1]);
        return results[1];
    }

private:
    TemporaryFolder folder_;
    Xapian::WritableDatabase memory_;
    Xapian::Database stored_;
    glass::PositionTables tables_;
};

std::string describe(const PositionalCondition& condition, const Positions& document) {
    std::string text = "kind " + std::to_string(static_cast<int>(condition.kind)) + " number " +
                       std::to_string(condition.number) + ":";
    for (const PositionalOperand& operand : condition.operands) {
        text += " (";
        for (const auto& sequence : operand.alternatives) {
            text += " ";
            for (const AnyTerm& terms : sequence) {
                text += "[";
                for (const std::string& term : terms)
                    text += term;
                text += "]";
            }
        }
        text += " )";
    }
    for (const auto& [term, places] : document) {
        text += "\n" + term + ":";
        for (const Xapian::termpos place : places)
            text += " " + std::to_string(place);
    }
    return text;
}

std::vector<AnyTerm> in_a_row(const std::vector<std::string>& terms) {
    std::vector<AnyTerm> sequence;
    for (const std::string& term : terms)
        sequence.push_back(AnyTerm(1, term));
    return sequence;
}

PositionalOperand any_of(const std::vector<std::vector<std::string>>& sequences) {
    PositionalOperand operand;
    for (const std::vector<std::string>& sequence : sequences)
        operand.alternatives.push_back(in_a_row(sequence));
    return operand;
}

PositionalOperand word(const std::string& term) {
    return any_of({std::vector<std::string>(1, term)});
}

}  // namespace

TEST_CASE("positional: blocks of many documents, whichever of them are asked for", "[positional]") {
    std::mt19937 random(20240918);
    const auto below = [&](int limit) {
        return std::uniform_int_distribution<int>(0, limit - 1)(random);
    };
    const std::vector<int> steps = {1, 3, 40, 900};
    std::vector<Positions> documents(2500);
    for (std::size_t i = 0; i < documents.size(); ++i) {
        Positions& positions = documents[i];
        for (Xapian::termpos at = 1; at <= 12; ++at) {
            positions[std::string(1, static_cast<char>('a' + below(8)))].insert(at);
            if (below(4) == 0) positions[std::string(kSentenceMark)].insert(at);
        }
        for (const int step : steps) {
            if (i % static_cast<std::size_t>(step) == 0)
                positions["every" + std::to_string(step)].insert(20);
        }
    }
    const Documents index(documents);
    const std::vector<PositionalCondition> conditions = {
        {Kind::Sentence, 1, {word("a"), any_of({{"b"}, {"c", "d"}})}},
        {Kind::Near, 2, {word("a"), word("b")}},
        {Kind::Near, 3, {word("a"), word("b"), word("c")}},
        {Kind::Ordered, 2, {word("a"), any_of({{"b"}, {"c"}})}},
        {Kind::AtLeast, 3, {word("a"), any_of({{"c", "d"}})}},
    };
    const auto all = static_cast<Xapian::doccount>(documents.size());
    for (const PositionalCondition& condition : conditions) {
        for (const PositionSource& source : index.sources()) {
            const Xapian::Query query = positional_query(condition, nullptr, index.tables());
            // Rare ones first: what the query has found out of them must not hide the others.
            for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
                CAPTURE(static_cast<int>(condition.kind), condition.number, *step);
                std::vector<Xapian::docid> expected;
                for (Xapian::docid id = 1; id <= all; id += static_cast<Xapian::docid>(*step)) {
                    if (fulfils(source, id, condition)) expected.push_back(id);
                }
                REQUIRE(!expected.empty());
                Xapian::Enquire enquire(source.database);
                enquire.set_query({Xapian::Query::OP_FILTER,
                                   Xapian::Query("every" + std::to_string(*step)), query});
                enquire.set_weighting_scheme(Xapian::BoolWeight());
                enquire.set_docid_order(Xapian::Enquire::ASCENDING);
                for (int again = 0; again < 2; ++again) {
                    const Xapian::MSet matches = enquire.get_mset(0, all, all);
                    CHECK(std::vector<Xapian::docid>(matches.begin(), matches.end()) == expected);
                }
            }
        }
    }
}

TEST_CASE("positional: generated conditions agree with trying every choice", "[positional]") {
    std::mt19937 random(20240917);
    const auto below = [&](int limit) {
        return std::uniform_int_distribution<int>(0, limit - 1)(random);
    };
    for (int round = 0; round < 300; ++round) {
        std::vector<Positions> documents;
        for (int i = 0; i < 12; ++i) {
            Positions positions;
            const int words = 4 + below(22);
            for (Xapian::termpos at = 1; at <= static_cast<Xapian::termpos>(words); ++at) {
                positions[std::string(1, static_cast<char>('a' + below(6)))].insert(at);
                if (below(6) == 0) positions[std::string(kSentenceMark)].insert(at);
                if (below(12) == 0) positions[std::string(kParagraphMark)].insert(at);
            }
            documents.push_back(std::move(positions));
        }
        const Documents index(documents);
        for (int i = 0; i < 12; ++i) {
            PositionalCondition condition;
            condition.kind = static_cast<Kind>(below(4));
            condition.number = static_cast<std::uint32_t>(1 + below(5));
            for (int operands = 2 + below(2); operands > 0; --operands) {
                PositionalOperand operand;
                for (int alternatives = 1 + below(3) / 2; alternatives > 0; --alternatives) {
                    std::vector<AnyTerm> sequence;
                    for (int length = 1 + below(5) / 2; length > 0; --length) {
                        AnyTerm terms{std::string(1, static_cast<char>('a' + below(7)))};
                        if (below(4) == 0) {
                            terms.push_back(std::string(1, static_cast<char>('a' + below(7))));
                        }
                        sequence.push_back(std::move(terms));
                    }
                    operand.alternatives.push_back(std::move(sequence));
                }
                condition.operands.push_back(std::move(operand));
            }
            const std::vector<bool> matching = index.matching(condition, documents.size());
            for (std::size_t d = 0; d < documents.size(); ++d) {
                const bool expected = brute(condition, documents[d]);
                const bool direct = index.fulfil(static_cast<Xapian::docid>(d + 1), condition);
                if (direct == expected && matching[d] == expected) continue;
                INFO(describe(condition, documents[d]));
                CHECK(direct == expected);
                CHECK(matching[d] == expected);
            }
        }
    }
}

TEST_CASE("positional: ADJ chooses the spans that make the narrowest window", "[positional]") {
    // "a b c" begins first and leaves no room for d after it; c alone does.
    const Documents index({{{"a", {1}}, {"b", {2}}, {"c", {3, 5}}, {"d", {3, 6}}}});
    PositionalCondition condition;
    condition.kind = Kind::Ordered;
    condition.number = 1;
    using Words = std::vector<std::string>;
    condition.operands = {any_of({Words{std::string("b"), std::string("c")}, Words(1, "c")}),
                          word("d")};
    CHECK(index.fulfil(1, condition));  // c at 5, d at 6
    condition.operands = {
        word("a"), any_of({Words{std::string("b"), std::string("c")}, Words(1, "b")}), word("d")};
    CHECK(index.fulfil(1, condition));  // a 1, b 2, d 3
    condition.operands = {word("d"), word("a")};
    condition.number = 100;
    CHECK_FALSE(index.fulfil(1, condition));
}

TEST_CASE("positional: ATLEAST counts words, not positions", "[positional]") {
    Xapian::WritableDatabase database("", Xapian::DB_BACKEND_INMEMORY);
    Xapian::Document document;
    document.add_posting("joined", 4);
    document.add_posting("joined", 5, 0);  // the second place of one hyphenated word
    document.add_posting("plain", 7);
    document.add_posting("plain", 9);
    document.add_term("far");  // beyond the last position
    database.add_document(document);
    const auto at_least = [&](std::uint32_t number,
                              const std::vector<PositionalOperand>& operands) {
        return fulfils({database, nullptr}, 1, {Kind::AtLeast, number, operands});
    };
    CHECK(at_least(1, {word("joined")}));
    CHECK_FALSE(at_least(2, {word("joined")}));
    CHECK(at_least(2, {word("plain")}));
    CHECK_FALSE(at_least(3, {word("plain")}));
    CHECK(at_least(4, {word("plain"), word("joined"), word("far")}));
    CHECK_FALSE(at_least(5, {word("plain"), word("joined"), word("far"), word("plain")}));
    CHECK(at_least(1, {any_of({std::vector<std::string>(2, "joined")})}));
    CHECK_FALSE(at_least(1, {word("nothing")}));
}

TEST_CASE("positional: many occurrences are answered in bounded time", "[positional]") {
    Positions positions;
    for (Xapian::termpos at = 1; at < 3000; ++at) {
        positions["a"].insert(at * 2);
        positions["b"].insert(at * 2 + 1);
    }
    const Documents index({positions});
    PositionalCondition condition;
    condition.number = 255;
    for (int i = 0; i < 12; ++i)
        condition.operands.push_back(word(i % 2 == 0 ? "a" : "b"));
    for (const Kind kind : {Kind::Near, Kind::Ordered, Kind::Sentence, Kind::Paragraph}) {
        condition.kind = kind;
        CHECK(index.fulfil(1, condition));
    }
    // Many ways to choose, and none that fits.
    condition.kind = Kind::Near;
    condition.number = 6;
    condition.operands.assign(10, word("a"));
    CHECK_FALSE(index.fulfil(1, condition));
}
