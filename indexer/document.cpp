#include "indexer/document.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <set>
#include <utility>

#include "common/record.h"
#include "common/schema.h"
#include "common/text.h"

namespace dateline {
namespace {

constexpr unsigned kRecentBits = 12;

std::uint32_t load32(const char* bytes) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes, sizeof(value));
    return value;
}

// A number that only this word has, not 0, if it is short (1 to 7 bytes); else 0.
std::uint64_t short_key(std::string_view word) {
    const std::size_t size = word.size();
    const auto byte = [&](std::size_t i) {
        return std::uint64_t{static_cast<unsigned char>(word[i])};
    };
    if (size - 1 >= 7) return 0;
    const std::uint64_t bytes =
        size >= 4 ? load32(word.data()) |
                        std::uint64_t{load32(word.data() + size - 4)} >> 8 * (8 - size) << 32
                  : byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16;
    return bytes | std::uint64_t{size} << 56;
}

std::size_t recent_slot(std::uint64_t key) {
    return (key * 0x9e3779b97f4a7c15) >> (64 - kRecentBits);
}

// Walks find_boundaries' lists alongside the tokens.
class MarkCursor {
public:
    explicit MarkCursor(const std::vector<std::size_t>& begins) : begins_(begins) {}

    // True if a begin lies at or before `offset` that was not passed yet; passes all such.
    bool pass(std::size_t offset) {
        bool passed = false;
        for (; at_ < begins_.size() && begins_[at_] <= offset; ++at_)
            passed = true;
        return passed;
    }

private:
    const std::vector<std::size_t>& begins_;
    std::size_t at_ = 0;
};

std::string two_digits(double confidence) {
    const int percent = std::clamp(static_cast<int>(std::lround(confidence * 100)), 0, 100);
    if (percent == 100) return "A0";
    return {static_cast<char>('0' + percent / 10), static_cast<char>('0' + percent % 10)};
}

std::string big_endian(std::uint64_t number) {
    std::string bytes(8, '\0');
    for (std::size_t i = 8; i-- > 0; number >>= 8)
        bytes[i] = static_cast<char>(number & 0xff);
    return bytes;
}

// Day, month and year terms of the coarsest-to-finest units that contain the whole interval.
template <typename Add>
void for_each_date_unit(const DateInterval& interval, Add add) {
    const std::string first = compact_day(interval.first);
    const std::string last = compact_day(interval.last);
    if (first.compare(0, 4, last, 0, 4) != 0) return;
    add(2, first.substr(0, 4));
    if (first.compare(0, 6, last, 0, 6) != 0) return;
    add(1, first.substr(0, 6));
    if (first == last) add(0, first);
}

}  // namespace

void PreparedDocument::clear() {
    occurrences.clear();
    weighted.clear();
    values.clear();
    data.clear();
}

DocumentBuilder::DocumentBuilder(const std::string& language, std::vector<std::string> facet_fields)
    : stemmer_(language), facet_fields_(std::move(facet_fields)) {}

void DocumentBuilder::use_terms(TermTable& terms) {
    terms_ = &terms;
    ++generation_;
    recent_.assign(std::size_t{1} << kRecentBits, {});
}

const DocumentBuilder::WordTerms& DocumentBuilder::word_terms(std::string_view lower,
                                                              std::string_view folded,
                                                              bool stemmed) {
    const std::uint64_t key = short_key(lower);
    RecentWord& recent = recent_[recent_slot(key)];
    if (key != 0 && recent.key == key) return recent.terms;
    const TermId number = words_.intern(lower);
    if (number == known_.size()) {
        known_.emplace_back();
        known_.back().stem = kStemPrefix;
        known_.back().stem += stemmed ? stemmer_.stem(lower, folded) : std::string(folded);
    }
    Word& word = known_[number];
    if (word.generation != generation_) {
        word.generation = generation_;
        word.terms = {terms_->intern(folded), terms_->intern(word.stem)};
    }
    if (key != 0) recent = {key, word.terms};
    return word.terms;
}

DocumentBuilder::WordTerms DocumentBuilder::prefixed_terms(std::string_view prefix,
                                                           const WordTerms& terms) {
    WordTerms result;
    scratch_.assign(prefix).append(terms_->term(terms.word));
    result.word = terms_->intern(scratch_);
    scratch_.assign(kStemPrefix)
        .append(prefix)
        .append(terms_->term(terms.stem).substr(kStemPrefix.size()));
    result.stem = terms_->intern(scratch_);
    return result;
}

// Adds the words of a field under its prefix and, if `plain_weight` is not 0, also without: their stems that often.
// Returns the position after the last word.
std::uint32_t DocumentBuilder::add_field(std::string_view text, std::string_view prefix,
                                         std::uint32_t plain_weight, std::uint32_t position,
                                         PreparedDocument& document) {
    Tokenizer tokenizer(text);
    Token token;
    std::uint32_t next = position;
    while (tokenizer.next(token)) {
        const WordTerms terms =
            word_terms(token.lower, token.folded, token.kind != TokenKind::Initialism);
        const std::uint32_t at = position + token.position;
        next = at + 1;
        if (plain_weight > 0) add_word(terms, plain_weight, at, token.span, document);
        add_word(prefixed_terms(prefix, terms), 1, at, token.span, document);
    }
    return next;
}

void DocumentBuilder::add_word(const WordTerms& terms, std::uint32_t stem_weight,
                               std::uint32_t position, std::uint32_t span,
                               PreparedDocument& document) {
    document.weighted.push_back({terms.stem, stem_weight});
    if (position >= kMaxPosition) {
        document.weighted.push_back({terms.word, 1});
        return;
    }
    document.occurrences.push_back({terms.word, position});
    // The joined form of a hyphenated word stands at the place of its first part, too, so that phrases match on both sides of it.
    if (span > 1)
        document.occurrences.push_back({terms.word, (position + 1 - span) | Occurrence::kNoWdf});
}

void DocumentBuilder::add_body(const Article& article, std::uint32_t position,
                               PreparedDocument& document) {
    const std::string_view body = article.body;
    const Boundaries boundaries = find_boundaries(body);
    MarkCursor sentences(boundaries.sentences);
    MarkCursor paragraphs(boundaries.paragraphs);
    const TermId sentence_mark = terms_->intern(kSentenceMark);
    const TermId paragraph_mark = terms_->intern(kParagraphMark);

    bool title_above = !article.title.empty();  // a sentence of its own

    const auto add_story = [&](std::size_t begin, std::size_t end) {
        Tokenizer tokenizer(body.substr(begin, end - begin));
        Token token;
        std::uint32_t next = position;
        while (tokenizer.next(token)) {
            const WordTerms& terms =
                word_terms(token.lower, token.folded, token.kind != TokenKind::Initialism);
            const std::uint32_t at = position + token.position;
            next = at + 1;
            add_word(terms, 1, at, token.span, document);
            if (token.span > 1 || at >= kMaxPosition) continue;
            const bool after_title = std::exchange(title_above, false);
            if (sentences.pass(begin + token.begin) || after_title) {
                document.occurrences.push_back({sentence_mark, at | Occurrence::kNoWdf});
            }
            if (paragraphs.pass(begin + token.begin) || after_title) {
                document.occurrences.push_back({paragraph_mark, at | Occurrence::kNoWdf});
            }
        }
        position = next;
    };
    std::size_t done = 0;
    for (const ZoneSpan& span : article.zones) {
        add_story(done, span.begin);
        done = span.end;
        const std::string_view text = body.substr(span.begin, span.end - span.begin);
        if (span.zone != Zone::Body) {
            position = add_field(text, zone_prefix(span.zone), 0, position, document);
        } else {
            add_story(span.begin, span.end);
        }
    }
    add_story(done, body.size());
}

void DocumentBuilder::add_boolean(std::string_view prefix, std::string_view value,
                                  PreparedDocument& document) {
    document.weighted.push_back({terms_->intern(make_term(prefix, value)), 0});
}

void DocumentBuilder::add_dates(const Article& article, PreparedDocument& document) {
    static constexpr std::array<std::string_view, 3> kPublished{kDayPrefix, kMonthPrefix,
                                                                kYearPrefix};
    static constexpr std::array<std::string_view, 3> kMentioned{
        kMentionDayPrefix, kMentionMonthPrefix, kMentionYearPrefix};
    if (article.dates.empty()) {
        add_boolean(kUndatedTerm, "", document);
    } else {
        const DateEvidence& published = article.dates.front();
        for_each_date_unit(published.interval, [&](std::size_t unit, const std::string& digits) {
            add_boolean(kPublished[unit], digits, document);
        });
        document.values.emplace_back(kSlotPublished, compact_day(published.interval.first));
        document.values.emplace_back(kSlotConfidence, two_digits(published.confidence));
    }
    std::set<std::pair<std::size_t, std::string>> mentioned;
    for (const Timex& mention : article.mentions) {
        const auto interval = mentioned_interval(mention);
        if (!interval) continue;
        for_each_date_unit(*interval, [&](std::size_t unit, const std::string& digits) {
            mentioned.emplace(unit, digits);
        });
    }
    for (const auto& [unit, digits] : mentioned)
        add_boolean(kMentioned[unit], digits, document);
}

void DocumentBuilder::build(const Article& article, std::string_view file,
                            std::uint64_t content_hash, PreparedDocument& document) {
    document.clear();
    std::uint32_t position = 1;
    if (!article.title.empty()) {
        position =
            add_field(article.title, kTitlePrefix, kTitleWeight, position, document) + kBodyGap;
    }
    add_body(article, position, document);

    add_boolean(kIdPrefix, article.id, document);
    if (!file.empty()) add_boolean(kFilePrefix, file, document);
    if (!article.url.empty()) add_boolean(kUrlPrefix, article.url, document);
    if (!article.source.empty()) add_boolean(kSourcePrefix, fold(article.source), document);
    for (const std::string& credit : article.credits)
        add_boolean(kCreditPrefix, fold(credit), document);
    if (!article.language.empty()) add_boolean(kLanguagePrefix, article.language, document);
    for (const auto& [key, value] : article.metadata) {
        if (std::find(facet_fields_.begin(), facet_fields_.end(), key) == facet_fields_.end())
            continue;
        add_boolean(std::string(kFacetPrefix) + fold(key) + ":", fold(value), document);
    }
    add_dates(article, document);
    document.values.emplace_back(kSlotContent, big_endian(content_hash));
    document.data = encode_record(article);
}

}  // namespace dateline
