// Article -> what the index holds of it: terms, positions, values, stored record. No I/O.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/article.h"
#include "common/stemming.h"
#include "common/tokenizer.h"
#include "indexer/document/recent_words.h"
#include "indexer/document/term_table.h"

namespace dateline {

// A term at a position. Adds 1 to the term's wdf in the document, unless kNoWdf is set in
// `position`.
struct Occurrence {
    static constexpr std::uint32_t kNoWdf = 1u << 31;

    TermId term = 0;
    std::uint32_t position = 0;  // below 2^31
};

// A term without position. Adds `wdf`, which may be 0.
struct WeightedTerm {
    TermId term = 0;
    std::uint32_t wdf = 0;
};

// A document as writers take it, terms being ids of a TermTable. A term may come in any number of
// entries: their wdf add up, their positions unite (the same position twice counts once). Order has
// no meaning.
struct PreparedDocument {
    std::vector<Occurrence> occurrences;
    std::vector<WeightedTerm> weighted;
    std::vector<std::pair<unsigned, std::string>> values;  // slot (rising), value not empty
    std::string data;

    void clear();  // keeps the memory
};

// 0 to 1 as kSlotConfidence has it, in the order of bytes.
std::string confidence_digits(double confidence);

// What a document has of when its article was published, given the evidence, best first: terms
// without wdf, and values (slot rising).
struct PublicationParts {
    std::vector<std::string> terms;
    std::vector<std::pair<unsigned, std::string>> values;
};
PublicationParts publication_parts(const std::vector<DateEvidence>& dates);

// Makes documents of articles, with terms from one TermTable at a time. Not for two threads at
// once.
class DocumentBuilder {
public:
    // `language` as Stemmer takes it; `facet_fields` are the metadata keys that become terms.
    DocumentBuilder(const std::string& language, std::vector<std::string> facet_fields);

    // From now on term ids are those of `terms`, which must outlive the use.
    void use_terms(TermTable& terms);

    // Fills `document` (cleared first) as common/schema.h says. The record is
    // encode_record(article); `file` is the input file's identity, `content_hash` what changes when
    // the article's content does.
    void build(const Article& article, std::string_view file, std::uint64_t content_hash,
               PreparedDocument& document);

private:
    const WordTerms& word_terms(const Token& token);
    const WordTerms& known_word(const Token& token);
    WordTerms field_terms(std::string_view prefix, std::string_view lower, const WordTerms& terms);
    WordTerms prefixed_terms(std::string_view prefix, const WordTerms& terms);
    std::uint32_t add_field(std::string_view text, std::string_view prefix,
                            std::uint32_t plain_weight, std::uint32_t position,
                            PreparedDocument& document);
    void add_word(const WordTerms& terms, std::uint32_t stem_weight, std::uint32_t position,
                  std::uint32_t span, PreparedDocument& document);
    void add_body(const Article& article, std::uint32_t position, PreparedDocument& document);
    void add_dates(const Article& article, std::uint64_t content_hash, PreparedDocument& document);
    void add_boolean(std::string_view prefix, std::string_view value, PreparedDocument& document);
    void add_unique(std::string_view prefix, std::string_view value, PreparedDocument& document);
    TermId boolean_term(std::string_view prefix, std::string_view value);

    Stemmer stemmer_;
    std::vector<std::string> facet_fields_;
    TermTable* terms_ = nullptr;
    TermTable words_;  // lower-case words, for all runs
    struct Word {
        std::string stem;  // with prefix Z
        WordTerms terms;   // valid if the generation is the present one
        std::uint32_t generation = 0;
    };
    std::vector<Word> known_;
    std::uint32_t generation_ = 0;
    // Of the present generation.
    RecentWords recent_{14};
    RecentWords recent_in_titles_{13};  // the titles' own terms
    RecentWords recent_booleans_{9};    // terms with prefix; there is no stem
    std::string last_file_;             // its term comes again and again
    std::optional<TermId> last_file_term_;
    std::string scratch_;
};

}  // namespace dateline
