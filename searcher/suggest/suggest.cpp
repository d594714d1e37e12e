#include "searcher/suggest/suggest.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include "common/text.h"
#include "common/tokenizer.h"
#include "searcher/query/edit_distance.h"

namespace dateline {
namespace {

// Words of the index that one query may have looked at: some 20 ms.
constexpr std::size_t kBudget = 150'000;
constexpr std::size_t kMaxWords = 4;  // of a query that are looked up
constexpr std::size_t kLongest = 40;  // bytes

struct Candidate {
    std::string word;
    std::size_t distance = 0;
    std::size_t articles = 0;
};

bool better(const Candidate& a, const Candidate& b) {
    const auto worth = [](const Candidate& candidate) {
        return static_cast<double>(candidate.articles) /
               std::pow(kEditOdds, static_cast<double>(candidate.distance));
    };
    return worth(a) > worth(b);
}

// A part of the query's text to be replaced.
struct Edit {
    std::size_t begin;
    std::size_t end;
    std::string with;
};

class Suggester {
public:
    Suggester(const Xapian::Database& database, std::string_view text,
              const std::atomic<bool>* stop, bool common)
        : database_(database), text_(text), stop_(stop), common_(common) {}

    Suggestion run(const Query& tree) {
        result_.tree = tree;
        visit(result_.tree);
        std::sort(edits_.begin(), edits_.end(),
                  [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
        std::size_t done = 0;
        for (const Edit& edit : edits_) {
            result_.query += text_.substr(done, edit.begin - done);
            result_.query += edit.with;
            done = edit.end;
        }
        result_.query += text_.substr(done);
        return std::move(result_);
    }

private:
    void visit(Query& query) {
        if (std::holds_alternative<Not>(query.node)) return;
        if (std::holds_alternative<Zoned>(query.node))
            return;  // words of zones have their own terms
        if (auto* word = std::get_if<Word>(&query.node)) {
            replace(query, word->text);
        } else if (auto* phrase = std::get_if<Phrase>(&query.node)) {
            replace(query, phrase->text);
        }
        for (Query& part : query.parts)
            visit(part);
    }

    // Corrects the words of a leaf in the tree and notes what that changes in the text.
    void replace(const Query& leaf, std::string& leaf_text) {
        if (leaf.end > text_.size() || leaf.begin >= leaf.end) return;
        // A leaf of a saved query has the offsets of its name.
        const std::size_t at = text_.substr(leaf.begin, leaf.end - leaf.begin).find(leaf_text);
        if (at == std::string_view::npos) return;
        const std::string typed = leaf_text;
        std::string corrected;
        std::size_t done = 0;
        Tokenizer tokenizer(typed, Tokenizer::Mode::Query);
        Token token;
        while (tokenizer.next(token)) {
            if (token.kind != TokenKind::Word) continue;
            const std::string folded(token.folded);
            const std::string with = correction(folded);
            if (with.empty()) continue;
            corrected += typed.substr(done, token.begin - done) + with;
            done = token.end;
            edits_.push_back({leaf.begin + at + token.begin, leaf.begin + at + token.end, with});
            result_.changes.push_back({folded, with, database_.get_termfreq(with)});
        }
        if (done > 0) leaf_text = corrected + typed.substr(done);
    }

    std::string correction(const std::string& word) {
        const std::size_t articles = database_.get_termfreq(word);
        const bool rare = articles <= kFewMatches;
        if ((!rare && !common_) || looked_up_ == kMaxWords) return "";
        ++looked_up_;
        const std::size_t odds = rare ? 10 : static_cast<std::size_t>(kEditOdds);
        return nearest_word(database_, word, std::max<std::size_t>(2, odds * articles), budget_,
                            stop_);
    }

    const Xapian::Database& database_;
    const std::string_view text_;
    const std::atomic<bool>* stop_;
    const bool common_;
    std::size_t budget_ = kBudget;
    std::size_t looked_up_ = 0;
    std::vector<Edit> edits_;
    Suggestion result_;
};

}  // namespace

std::string nearest_word(const Xapian::Database& database, std::string_view word,
                         std::size_t min_articles, std::size_t& budget,
                         const std::atomic<bool>* stop) {
    if (word.size() < 3 || word.size() > kLongest) return "";
    if (word.find_first_of("0123456789") != std::string_view::npos) return "";
    const std::size_t limit = word.size() <= 4 ? 1 : 2;
    Candidate best{"", limit + 1, 0};
    // Of bytes: words are folded, so for most languages bytes are characters.
    EditDistance edit_distance;
    const auto consider = [&](const std::string& candidate) {
        if (candidate == word || candidate.size() > kLongest) return;
        const std::size_t distance = edit_distance(word, std::string_view(candidate), limit);
        if (distance > limit) return;
        const Candidate found{candidate, distance, database.get_termfreq(candidate)};
        if (found.articles >= min_articles && better(found, best)) best = found;
    };
    if (word[1] != word[0]) {
        std::string swapped(word);
        std::swap(swapped[0], swapped[1]);
        if (database.term_exists(swapped)) consider(swapped);
    }
    const std::string begin(word.substr(0, character_end(word, 0)));
    const auto end = database.allterms_end(begin);
    for (auto term = database.allterms_begin(begin); term != end && budget > 0; ++term, --budget) {
        check_stop(stop);
        consider(*term);
    }
    return best.word;
}

Suggestion suggest_query(const Xapian::Database& database, std::string_view text, const Query& tree,
                         const std::atomic<bool>* stop, bool common) {
    return Suggester(database, text, stop, common).run(tree);
}

}  // namespace dateline
