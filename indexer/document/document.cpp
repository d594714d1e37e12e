#include "indexer/document/document.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>
#include <utility>

#include "common/date_terms.h"
#include "common/record.h"
#include "common/schema.h"
#include "common/sentences.h"
#include "common/text.h"

namespace dateline {
namespace {

// Words remembered from run to run take about 130 bytes each.
constexpr std::size_t kMostWords = std::size_t{1} << 17;

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

std::string big_endian(std::uint64_t number) {
    std::string bytes(8, '\0');
    for (std::size_t i = 8; i-- > 0; number >>= 8)
        bytes[i] = static_cast<char>(number & 0xff);
    return bytes;
}

// Calls add(prefix, value) for each term that DatePrefixes promises for the interval.
template <typename Add>
void for_each_date_term(const DateInterval& interval, const DatePrefixes& prefixes, Add add) {
    const std::string first = compact_day(interval.first);
    const std::string last = compact_day(interval.last);
    const auto same = [&](std::size_t digits) {
        return first.compare(0, digits, last, 0, digits) == 0;
    };
    switch (interval.granularity) {
        case Granularity::Week: {
            const IsoWeek week = iso_week(interval.first);
            const std::string year = std::to_string(10000 + week.year).substr(1);
            add(prefixes.week, year + std::to_string(100 + week.week).substr(1));
            break;
        }
        case Granularity::Quarter: {
            const std::chrono::year_month_day date(interval.first);
            const unsigned quarter = (unsigned(date.month()) + 2) / 3;
            add(prefixes.quarter, first.substr(0, 4) + std::to_string(quarter));
            break;
        }
        case Granularity::Decade:
            add(prefixes.decade, first.substr(0, 4));
            break;
        default:
            break;
    }
    if (!same(4)) return;
    add(prefixes.year, first.substr(0, 4));
    if (!same(6)) return;
    add(prefixes.month, first.substr(0, 6));
    if (same(8)) add(prefixes.day, first);
}

bool is_given(DateSource source) {
    return source == DateSource::Given || source == DateSource::Markup;
}

// Calls add(prefix, value) for each term that tells when an article was published.
template <typename Add>
void for_each_publication_term(const std::vector<DateEvidence>& dates, Add add) {
    if (dates.empty()) {
        add(kUndatedTerm, "");
        return;
    }
    for_each_date_term(dates.front().interval, kPublishedPrefixes, add);
    add(kConfidencePrefix, confidence_digits(dates.front().confidence));
}

// Calls add(slot, value) for each such value, slots rising.
template <typename Add>
void for_each_publication_value(const std::vector<DateEvidence>& dates, Add add) {
    if (dates.empty()) return;
    const DateEvidence& published = dates.front();
    add(kSlotPublished, compact_day(published.interval.first));
    add(kSlotConfidence, confidence_digits(published.confidence));
    std::string bytes;
    PackedDate(published.interval.first, published.interval.granularity,
               !is_given(published.source))
        .append_to(bytes);
    add(kSlotDate, std::move(bytes));
}

}  // namespace

std::string confidence_digits(double confidence) {
    const int percent = std::clamp(static_cast<int>(std::lround(confidence * 100)), 0, 100);
    if (percent == 100) return "A0";
    return {static_cast<char>('0' + percent / 10), static_cast<char>('0' + percent % 10)};
}

PublicationParts publication_parts(const std::vector<DateEvidence>& dates) {
    PublicationParts parts;
    for_each_publication_term(dates, [&](std::string_view prefix, std::string_view value) {
        parts.terms.push_back(make_term(prefix, value));
    });
    for_each_publication_value(dates, [&](unsigned slot, std::string value) {
        parts.values.emplace_back(slot, std::move(value));
    });
    return parts;
}

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
    if (words_.size() > kMostWords) {
        words_ = TermTable();
        known_ = {};
    }
    recent_.clear();
    recent_in_titles_.clear();
    recent_booleans_.clear();
    last_file_term_.reset();
}

const WordTerms& DocumentBuilder::word_terms(const Token& token) {
    if (token.lower.size() > RecentWords::kLongest) return known_word(token);
    const RecentWords::Key key(token.lower);
    const WordTerms* const recent = recent_.find(key);
    return recent ? *recent : recent_.add(key, known_word(token));
}

const WordTerms& DocumentBuilder::known_word(const Token& token) {
    const TermId number = words_.intern(token.lower);
    if (number == known_.size()) {
        known_.emplace_back();
        known_.back().stem = kStemPrefix;
        known_.back().stem += token.kind == TokenKind::Initialism
                                  ? std::string(token.folded)
                                  : stemmer_.stem(token.lower, token.folded);
    }
    Word& word = known_[number];
    if (word.generation != generation_) {
        word.generation = generation_;
        word.terms = {terms_->intern(token.folded), terms_->intern(word.stem)};
    }
    return word.terms;
}

WordTerms DocumentBuilder::field_terms(std::string_view prefix, std::string_view lower,
                                       const WordTerms& terms) {
    if (prefix != kTitlePrefix || lower.size() > RecentWords::kLongest)
        return prefixed_terms(prefix, terms);
    const RecentWords::Key key(lower);
    const WordTerms* const recent = recent_in_titles_.find(key);
    return recent ? *recent : recent_in_titles_.add(key, prefixed_terms(prefix, terms));
}

WordTerms DocumentBuilder::prefixed_terms(std::string_view prefix, const WordTerms& terms) {
    WordTerms result;
    scratch_.assign(prefix).append(terms_->term(terms.word));
    result.word = terms_->intern(scratch_);
    scratch_.assign(kStemPrefix)
        .append(prefix)
        .append(terms_->term(terms.stem).substr(kStemPrefix.size()));
    result.stem = terms_->intern(scratch_);
    return result;
}

// Adds the words of a field under its prefix and, if `plain_weight` is not 0, also without: their
// stems that often. Returns the position after the last word.
std::uint32_t DocumentBuilder::add_field(std::string_view text, std::string_view prefix,
                                         std::uint32_t plain_weight, std::uint32_t position,
                                         PreparedDocument& document) {
    Tokenizer tokenizer(text);
    Token token;
    std::uint32_t next = position;
    while (tokenizer.next(token)) {
        const WordTerms& terms = word_terms(token);
        const std::uint32_t at = position + token.position;
        next = at + 1;
        if (plain_weight > 0) add_word(terms, plain_weight, at, token.span, document);
        add_word(field_terms(prefix, token.lower, terms), 1, at, token.span, document);
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
    // The joined form of a hyphenated word stands at the place of its first part, too, so that
    // phrases match on both sides of it.
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
            const WordTerms& terms = word_terms(token);
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

// A term that other documents may have, too.
void DocumentBuilder::add_boolean(std::string_view prefix, std::string_view value,
                                  PreparedDocument& document) {
    document.weighted.push_back({boolean_term(prefix, value), 0});
}

void DocumentBuilder::add_unique(std::string_view prefix, std::string_view value,
                                 PreparedDocument& document) {
    document.weighted.push_back({terms_->intern(make_term(prefix, value)), 0});
}

TermId DocumentBuilder::boolean_term(std::string_view prefix, std::string_view value) {
    if (prefix.size() + value.size() > RecentWords::kLongest)
        return terms_->intern(make_term(prefix, value));
    scratch_.assign(prefix).append(value);
    const RecentWords::Key key(scratch_);
    if (const WordTerms* const recent = recent_booleans_.find(key)) return recent->word;
    return recent_booleans_.add(key, {terms_->intern(make_term(prefix, value)), 0}).word;
}

// Also the hash, whose slot lies between those of dates.
void DocumentBuilder::add_dates(const Article& article, std::uint64_t content_hash,
                                PreparedDocument& document) {
    for_each_publication_term(article.dates, [&](std::string_view prefix, std::string_view value) {
        add_boolean(prefix, value, document);
    });
    std::set<PackedDate> mentioned;
    std::set<std::pair<std::string_view, std::string>> terms;
    for (const Timex& mention : article.mentions) {
        const auto interval = mentioned_interval(mention);
        if (!interval) continue;
        mentioned.emplace(interval->first, interval->granularity, false);
        for_each_date_term(*interval, kMentionPrefixes,
                           [&](std::string_view prefix, const std::string& value) {
                               terms.emplace(prefix, value);
                           });
    }
    for (const auto& [prefix, value] : terms)
        add_boolean(prefix, value, document);
    document.values.emplace_back(kSlotContent, big_endian(content_hash));
    for_each_publication_value(article.dates, [&](unsigned slot, std::string value) {
        document.values.emplace_back(slot, std::move(value));
    });
    if (!mentioned.empty()) {
        std::string bytes;
        for (const PackedDate& date : mentioned) {
            if (bytes.size() == kMostMentions * PackedDate::kBytes) break;
            date.append_to(bytes);
        }
        document.values.emplace_back(kSlotMentions, bytes);
    }
    std::sort(document.values.begin(), document.values.end());  // rising slots
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

    add_unique(kIdPrefix, article.id, document);
    if (!file.empty()) {
        if (!last_file_term_ || file != last_file_) {
            last_file_ = file;
            last_file_term_ = boolean_term(kFilePrefix, file);
        }
        document.weighted.push_back({*last_file_term_, 0});
    }
    if (!article.url.empty()) add_unique(kUrlPrefix, article.url, document);
    if (!article.source.empty()) add_boolean(kSourcePrefix, fold(article.source), document);
    for (const std::string& credit : article.credits)
        add_boolean(kCreditPrefix, fold(credit), document);
    if (!article.language.empty()) add_boolean(kLanguagePrefix, article.language, document);
    for (const auto& [key, value] : article.metadata) {
        if (std::find(facet_fields_.begin(), facet_fields_.end(), key) == facet_fields_.end())
            continue;
        add_boolean(std::string(kFacetPrefix) + fold(key) + ":", fold(value), document);
    }
    add_dates(article, content_hash, document);
    document.data = encode_record(article);
}

}  // namespace dateline
