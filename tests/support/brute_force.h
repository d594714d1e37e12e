// Which articles match a query, found by walking through their texts: the judge of the real search
// in tests. It shares the tokeniser, the stemmer, the list of stop words and the boundaries of
// sentences with it, and knows nothing of indexes.
//
// What it takes words to mean:
//   word        a token of title or story with the same stem; a word of several tokens, or a
//               hyphenated one, also its parts side by side
//   positions   title words, then the story from 100 on; words of other zones take up positions and
//               are found by zone: alone. A joined form (ceasefire of "cease-fire") stands at the
//               first and at the last of its parts
//   And, Or     stop words count only if there is nothing else beside them (not within NEAR and
//               ATLEAST)
//   Near        one occurrence of each operand, none overlapping, with at most `distance` - 1 words
//               between them
//   AtLeast     tokens of the operand; for phrases, places where one begins
//   dates       the article's date, be it a day, week, month, quarter, year or decade, lies within
//               the range
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "common/article.h"
#include "common/stemming.h"
#include "common/tokenizer.h"
#include "searcher/query/ast.h"

namespace dateline::testing {

class BruteForce {
public:
    BruteForce(std::vector<Article> articles, const std::string& language);

    // Ids of the articles that match.
    std::set<std::string> matches(const Query& query);

    const std::vector<Article>& articles() const { return articles_; }

    // A few words of an article's story in a row, for making queries: their text as it stands.
    std::vector<std::string> words_of(std::size_t article) const;

private:
    static constexpr int kPlaceTitle = -1;
    static constexpr int kPlaceStory = 0;  // else the number of the Zone

    // A different word of the articles.
    struct Entry {
        std::string folded;
        std::string stem;
        TokenKind kind = TokenKind::Word;
    };
    struct Occurrence {
        std::uint32_t entry = 0;
        std::uint32_t position = 0;  // of the last part
        std::uint32_t span = 1;
        int place = kPlaceStory;
    };
    struct Text {
        std::vector<Occurrence> words;
        std::vector<std::uint32_t> sentences;  // positions where one begins
        std::vector<std::uint32_t> paragraphs;
    };
    // A token of a query.
    struct Wanted {
        std::string folded;
        std::string stem;
        TokenKind kind = TokenKind::Word;
        std::uint32_t span = 1;
    };
    struct Span {
        std::uint32_t first = 0;
        std::uint32_t last = 0;
        bool operator==(const Span&) const = default;
        bool operator<(const Span& other) const {
            return first != other.first ? first < other.first : last < other.last;
        }
    };
    using Scope = std::set<int>;  // places
    using Entries = std::vector<bool>;
    // What a leaf looks for: one of several sequences of sets of words.
    using Pattern = std::vector<std::vector<Entries>>;

    void take_apart(const Article& article);
    std::uint32_t add_tokens(std::string_view text, int place, std::uint32_t position, Text& result,
                             std::vector<std::size_t>* begins);
    std::vector<Wanted> wanted_tokens(const std::string& text);
    std::string stem_of(const Token& token);

    bool eval(const Query& query, std::size_t article, const std::vector<Scope>& scopes);
    bool eval_value(const Query& query, const InField& field, const Article& article) const;
    bool is_droppable(const Query& query);
    bool is_filter(const Query& query) const;
    const Pattern& pattern_of(const Query& leaf);
    Pattern make_pattern(const Query& leaf);
    template <typename Fits>
    Entries entries_where(Fits fits) const;
    std::vector<Span> spans(const Query& operand, const Text& text, const Scope& scope);
    std::size_t count(const Query& operand, const Text& text, const Scope& scope);
    bool near(const Near& near, const Query& query, const Text& text, const Scope& scope);

    std::vector<Article> articles_;
    Stemmer stemmer_;
    std::vector<Entry> entries_;
    std::map<std::pair<std::string, TokenKind>, std::uint32_t> entry_numbers_;
    std::vector<Text> texts_;
    std::unordered_map<const Query*, Pattern> patterns_;  // of the query at hand
    std::unordered_map<const Query*, bool> droppable_;
};

}  // namespace dateline::testing
