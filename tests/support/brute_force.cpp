#include "tests/support/brute_force.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "common/sentences.h"
#include "common/text.h"
#include "searcher/ranking/stopwords.h"

namespace dateline::testing {
namespace {

constexpr std::uint32_t kStoryGap = 100;  // positions between title and story

// One character of folded UTF-8 after another.
std::u32string characters(const std::string& text) {
    std::u32string result;
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        char32_t code = lead < 0x80 ? lead : lead & (0xffu >> (length + 1));
        for (std::size_t i = 1; i < length && at + i < text.size(); ++i)
            code = code << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3fu);
        result += code;
        at += length;
    }
    return result;
}

bool matches_wildcard(const std::u32string& pattern, std::size_t p, const std::u32string& word,
                      std::size_t w) {
    if (p == pattern.size()) return w == word.size();
    if (pattern[p] == U'*') {
        for (std::size_t next = w; next <= word.size(); ++next) {
            if (matches_wildcard(pattern, p + 1, word, next)) return true;
        }
        return false;
    }
    if (w == word.size()) return false;
    if (pattern[p] != U'?' && pattern[p] != word[w]) return false;
    return matches_wildcard(pattern, p + 1, word, w + 1);
}

// Edits, with neighbours swapped as one, by the recursive definition cut off at `limit`.
bool within(const std::u32string& a, std::size_t i, const std::u32string& b, std::size_t j,
            int limit) {
    if (limit < 0) return false;
    if (i == a.size()) return static_cast<int>(b.size() - j) <= limit;
    if (j == b.size()) return static_cast<int>(a.size() - i) <= limit;
    if (a[i] == b[j]) return within(a, i + 1, b, j + 1, limit);
    if (i + 1 < a.size() && j + 1 < b.size() && a[i] == b[j + 1] && a[i + 1] == b[j] &&
        within(a, i + 2, b, j + 2, limit - 1)) {
        return true;
    }
    return within(a, i + 1, b, j + 1, limit - 1) || within(a, i + 1, b, j, limit - 1) ||
           within(a, i, b, j + 1, limit - 1);
}

// Decades count only if the date is one; nothing for what no unit holds.
std::optional<DateInterval> smallest_unit(const DateInterval& interval) {
    using std::chrono::year_month_day;
    const year_month_day first(interval.first);
    const year_month_day last(interval.last);
    if (interval.granularity != Granularity::Range &&
        interval.granularity != Granularity::Century) {
        return interval;
    }
    if (interval.first == interval.last) return interval;
    if (first.year() != last.year()) return std::nullopt;
    if (first.month() == last.month()) {
        return month_interval(int(first.year()), unsigned(first.month()));
    }
    return year_interval(int(first.year()));
}

bool date_matches(const DateInterval& date, const Days& days) {
    const std::optional<DateInterval> unit = smallest_unit(date);
    if (!unit) return false;
    return (!days.first || *days.first <= unit->first) && (!days.last || unit->last <= *days.last);
}

}  // namespace

BruteForce::BruteForce(std::vector<Article> articles, const std::string& language)
    : articles_(std::move(articles)), stemmer_(language) {
    for (const Article& article : articles_)
        take_apart(article);
}

std::string BruteForce::stem_of(const Token& token) {
    return token.kind == TokenKind::Initialism ? std::string(token.folded)
                                               : stemmer_.stem(token.lower, token.folded);
}

// Returns the position after the last word.
std::uint32_t BruteForce::add_tokens(std::string_view text, int place, std::uint32_t position,
                                     Text& result, std::vector<std::size_t>* begins) {
    Tokenizer tokenizer(text);
    Token token;
    std::uint32_t next = position;
    while (tokenizer.next(token)) {
        const auto key = std::make_pair(std::string(token.lower), token.kind);
        const auto [found, fresh] =
            entry_numbers_.try_emplace(key, static_cast<std::uint32_t>(entries_.size()));
        if (fresh) entries_.push_back({std::string(token.folded), stem_of(token), token.kind});
        result.words.push_back({found->second, position + token.position, token.span, place});
        if (begins) begins->push_back(token.begin);
        next = position + token.position + 1;
    }
    return next;
}

void BruteForce::take_apart(const Article& article) {
    Text text;
    std::uint32_t position = 1;
    if (!article.title.empty())
        position = add_tokens(article.title, kPlaceTitle, position, text, nullptr) + kStoryGap;

    // The body, one stretch of a zone after the other.
    struct Stretch {
        std::size_t begin, end;
        int place;
    };
    std::vector<Stretch> stretches;
    std::size_t done = 0;
    for (const ZoneSpan& zone : article.zones) {
        stretches.push_back({done, zone.begin, kPlaceStory});
        stretches.push_back({zone.begin, zone.end, static_cast<int>(zone.zone)});
        done = zone.end;
    }
    stretches.push_back({done, article.body.size(), kPlaceStory});

    const Boundaries boundaries = find_boundaries(article.body);
    // The number of begins at or before an offset names its sentence.
    const auto number = [](const std::vector<std::size_t>& begins, std::size_t offset) {
        return std::upper_bound(begins.begin(), begins.end(), offset) - begins.begin();
    };
    std::ptrdiff_t sentence = article.title.empty() ? 0 : -1;
    std::ptrdiff_t paragraph = sentence;
    for (const Stretch& stretch : stretches) {
        const std::size_t first_word = text.words.size();
        std::vector<std::size_t> begins;
        const auto bytes =
            std::string_view(article.body).substr(stretch.begin, stretch.end - stretch.begin);
        position = add_tokens(bytes, stretch.place, position, text, &begins);
        if (stretch.place != kPlaceStory) continue;
        for (std::size_t i = 0; i < begins.size(); ++i) {
            const Occurrence& word = text.words[first_word + i];
            if (word.span > 1) continue;
            const auto its_sentence = number(boundaries.sentences, stretch.begin + begins[i]);
            const auto its_paragraph = number(boundaries.paragraphs, stretch.begin + begins[i]);
            if (its_sentence != sentence) text.sentences.push_back(word.position);
            if (its_paragraph != paragraph) text.paragraphs.push_back(word.position);
            sentence = its_sentence;
            paragraph = its_paragraph;
        }
    }
    texts_.push_back(std::move(text));
}

std::vector<std::string> BruteForce::words_of(std::size_t article) const {
    std::vector<std::string> words;
    for (const Occurrence& word : texts_[article].words) {
        if (word.place == kPlaceStory && word.span == 1)
            words.push_back(entries_[word.entry].folded);
    }
    return words;
}

std::vector<BruteForce::Wanted> BruteForce::wanted_tokens(const std::string& text) {
    std::vector<Wanted> result;
    Tokenizer tokenizer(text, Tokenizer::Mode::Query);
    Token token;
    while (tokenizer.next(token))
        result.push_back({std::string(token.folded), stem_of(token), token.kind, token.span});
    return result;
}

template <typename Fits>
BruteForce::Entries BruteForce::entries_where(Fits fits) const {
    Entries result(entries_.size());
    for (std::size_t i = 0; i < entries_.size(); ++i)
        result[i] = fits(entries_[i]);
    return result;
}

BruteForce::Pattern BruteForce::make_pattern(const Query& leaf) {
    const auto exact = [&](const std::string& folded) {
        return entries_where([&](const Entry& entry) { return entry.folded == folded; });
    };
    const auto stemmed = [&](const std::string& stem) {
        return entries_where([&](const Entry& entry) { return entry.stem == stem; });
    };
    Pattern pattern;
    if (const auto* word = std::get_if<Word>(&leaf.node)) {
        const std::vector<Wanted> tokens = wanted_tokens(word->text);
        if (tokens.size() == 1) return {{stemmed(tokens.front().stem)}};
        std::vector<Entries> parts;
        for (const Wanted& token : tokens) {
            if (token.kind != TokenKind::Compound) {
                parts.push_back(exact(token.folded));
            } else if (token.span + 1 == tokens.size()) {
                pattern.push_back({stemmed(token.stem)});
            }
        }
        if (!parts.empty()) pattern.push_back(std::move(parts));
    } else if (const auto* phrase = std::get_if<Phrase>(&leaf.node)) {
        std::vector<Entries> parts;
        for (const Wanted& token : wanted_tokens(phrase->text)) {
            if (token.kind == TokenKind::Compound) continue;
            parts.push_back(phrase->stemmed ? stemmed(token.stem) : exact(token.folded));
        }
        if (!parts.empty()) pattern.push_back(std::move(parts));
    } else if (const auto* wildcard = std::get_if<Wildcard>(&leaf.node)) {
        const std::u32string wanted = characters(fold(wildcard->pattern));
        pattern.push_back({entries_where([&](const Entry& entry) {
            return matches_wildcard(wanted, 0, characters(entry.folded), 0);
        })});
    } else if (const auto* fuzzy = std::get_if<Fuzzy>(&leaf.node)) {
        const std::u32string wanted = characters(fold(fuzzy->text));
        pattern.push_back({entries_where([&](const Entry& entry) {
            const std::u32string word_found = characters(entry.folded);
            return !wanted.empty() && !word_found.empty() && wanted[0] == word_found[0] &&
                   within(wanted, 0, word_found, 0, fuzzy->distance);
        })});
    }
    return pattern;
}

const BruteForce::Pattern& BruteForce::pattern_of(const Query& leaf) {
    const auto found = patterns_.find(&leaf);
    if (found != patterns_.end()) return found->second;
    return patterns_.emplace(&leaf, make_pattern(leaf)).first->second;
}

// All places where the operand stands.
std::vector<BruteForce::Span> BruteForce::spans(const Query& operand, const Text& text,
                                                const Scope& scope) {
    std::set<Span> result;
    if (std::holds_alternative<Or>(operand.node)) {
        for (const Query& part : operand.parts) {
            for (const Span& span : spans(part, text, scope))
                result.insert(span);
        }
        return {result.begin(), result.end()};
    }
    for (const std::vector<Entries>& sequence : pattern_of(operand)) {
        // `reached`: positions at which the sequence so far ends.
        std::set<std::uint32_t> reached;
        for (std::size_t i = 0; i < sequence.size(); ++i) {
            std::set<std::uint32_t> next;
            for (const Occurrence& word : text.words) {
                if (!sequence[i][word.entry] || !scope.contains(word.place)) continue;
                for (const std::uint32_t at : {word.position, word.position + 1 - word.span}) {
                    if (i == 0 || reached.contains(at - 1)) next.insert(at);
                }
            }
            reached = std::move(next);
            if (reached.empty()) break;
        }
        const auto length = static_cast<std::uint32_t>(sequence.size());
        for (const std::uint32_t last : reached)
            result.insert({last + 1 - length, last});
    }
    return {result.begin(), result.end()};
}

// How often the operand occurs.
std::size_t BruteForce::count(const Query& operand, const Text& text, const Scope& scope) {
    std::vector<const Query*> leaves;
    const std::function<void(const Query&)> collect = [&](const Query& query) {
        if (std::holds_alternative<Or>(query.node)) {
            for (const Query& part : query.parts)
                collect(part);
        } else {
            leaves.push_back(&query);
        }
    };
    collect(operand);
    std::size_t result = 0;
    for (const Occurrence& word : text.words) {
        if (!scope.contains(word.place)) continue;
        result += std::any_of(leaves.begin(), leaves.end(), [&](const Query* leaf) {
            const Pattern& pattern = pattern_of(*leaf);
            return std::any_of(pattern.begin(), pattern.end(), [&](const auto& sequence) {
                return sequence.size() == 1 && sequence.front()[word.entry];
            });
        });
    }
    std::set<Span> phrases;
    for (const Query* leaf : leaves) {
        for (const Span& span : spans(*leaf, text, scope)) {
            if (span.last > span.first) phrases.insert(span);
        }
    }
    return result + phrases.size();
}

bool BruteForce::near(const Near& near, const Query& query, const Text& text, const Scope& scope) {
    std::vector<std::vector<Span>> lists;
    for (const Query& part : query.parts) {
        lists.push_back(spans(part, text, scope));
        if (lists.back().empty()) return false;
    }
    if (near.nearness == Nearness::Sentence || near.nearness == Nearness::Paragraph) {
        const auto& begins = near.nearness == Nearness::Sentence ? text.sentences : text.paragraphs;
        const auto stretch = [&](std::uint32_t position) {
            return std::count_if(begins.begin(), begins.end(),
                                 [&](std::uint32_t begin) { return begin <= position; });
        };
        std::map<std::ptrdiff_t, std::set<std::size_t>> operands_in;
        for (std::size_t i = 0; i < lists.size(); ++i) {
            for (const Span& span : lists[i]) {
                if (stretch(span.first) == stretch(span.last))
                    operands_in[stretch(span.first)].insert(i);
            }
        }
        return std::any_of(operands_in.begin(), operands_in.end(),
                           [&](const auto& entry) { return entry.second.size() == lists.size(); });
    }
    // Every choice of one span from each list.
    const auto allowed = static_cast<std::uint32_t>(std::max(near.distance, 1) - 1);
    std::vector<Span> chosen;
    const std::function<bool()> choose = [&]() -> bool {
        if (chosen.size() == lists.size()) {
            std::uint32_t first = chosen[0].first;
            std::uint32_t last = chosen[0].last;
            std::uint32_t words = 0;
            for (const Span& span : chosen) {
                first = std::min(first, span.first);
                last = std::max(last, span.last);
                words += span.last - span.first + 1;
            }
            return last - first + 1 - words <= allowed;
        }
        for (const Span& span : lists[chosen.size()]) {
            const bool fits = std::all_of(chosen.begin(), chosen.end(), [&](const Span& other) {
                if (near.nearness == Nearness::Ordered) return other.last < span.first;
                return other.last < span.first || span.last < other.first;
            });
            if (!fits) continue;
            chosen.push_back(span);
            const bool found = choose();
            chosen.pop_back();
            if (found) return true;
        }
        return false;
    };
    return choose();
}

bool BruteForce::is_droppable(const Query& query) {
    const auto* word = std::get_if<Word>(&query.node);
    if (!word) return false;
    const auto found = droppable_.find(&query);
    if (found != droppable_.end()) return found->second;
    const std::vector<Wanted> tokens = wanted_tokens(word->text);
    const bool result = tokens.size() == 1 && tokens.front().kind == TokenKind::Word &&
                        is_stop_word(stemmer_.language(), tokens.front().folded);
    return droppable_[&query] = result;
}

bool BruteForce::is_filter(const Query& query) const {
    if (const auto* field = std::get_if<InField>(&query.node))
        return field_spec(field->field).kind != FieldKind::Text;
    if (std::holds_alternative<Everything>(query.node)) return true;
    if (!std::holds_alternative<And>(query.node) && !std::holds_alternative<Or>(query.node) &&
        !std::holds_alternative<Not>(query.node)) {
        return false;
    }
    return std::all_of(query.parts.begin(), query.parts.end(),
                       [&](const Query& part) { return is_filter(part); });
}

bool BruteForce::eval_value(const Query& query, const InField& field,
                            const Article& article) const {
    if (std::holds_alternative<And>(query.node) || std::holds_alternative<Or>(query.node) ||
        std::holds_alternative<Not>(query.node)) {
        const auto fits = [&](const Query& part) { return eval_value(part, field, article); };
        if (std::holds_alternative<And>(query.node))
            return std::all_of(query.parts.begin(), query.parts.end(), fits);
        const bool any = std::any_of(query.parts.begin(), query.parts.end(), fits);
        return std::holds_alternative<Not>(query.node) ? !any : any;
    }
    if (const auto* value = std::get_if<Value>(&query.node)) {
        const auto fits = [&](const std::string& text, bool folded) {
            const std::string have = folded ? fold(text) : text;
            const std::string want = folded ? fold(value->text) : value->text;
            return !have.empty() && (value->prefix ? have.starts_with(want) : have == want);
        };
        switch (field.field) {
            case Field::Id:
                return fits(article.id, false);
            case Field::Url:
                return fits(article.url, false);
            case Field::Source:
                return fits(article.source, true);
            case Field::Language:
                return fits(article.language, true);
            case Field::Credit:
                return std::any_of(article.credits.begin(), article.credits.end(),
                                   [&](const std::string& credit) { return fits(credit, true); });
            case Field::Facet:
                return std::any_of(
                    article.metadata.begin(), article.metadata.end(), [&](const auto& entry) {
                        return fold(entry.first) == fold(field.name) && fits(entry.second, true);
                    });
            default:
                throw std::logic_error("the brute force knows no field " + field.name);
        }
    }
    if (const auto* days = std::get_if<Days>(&query.node)) {
        if (field.field == Field::Date) {
            if (days->undated) return article.dates.empty();
            return !article.dates.empty() && date_matches(article.dates.front().interval, *days);
        }
        return std::any_of(article.mentions.begin(), article.mentions.end(),
                           [&](const Timex& timex) {
                               const auto interval = mentioned_interval(timex);
                               return interval && date_matches(*interval, *days);
                           });
    }
    if (const auto* comparison = std::get_if<Comparison>(&query.node)) {
        if (article.dates.empty()) return false;
        const double have = std::round(article.dates.front().confidence * 100) / 100;
        const double want = comparison->number;
        constexpr double kTiny = 1e-9;
        switch (comparison->relation) {
            case Relation::Less:
                return have < want - kTiny;
            case Relation::LessOrEqual:
                return have <= want + kTiny;
            case Relation::Equal:
                return std::abs(have - want) < kTiny;
            case Relation::GreaterOrEqual:
                return have >= want - kTiny;
            case Relation::Greater:
                return have > want + kTiny;
        }
    }
    return false;
}

bool BruteForce::eval(const Query& query, std::size_t article, const std::vector<Scope>& scopes) {
    const Text& text = texts_[article];
    const auto in_any_scope = [&](const auto& fits) {
        return std::any_of(scopes.begin(), scopes.end(), fits);
    };
    if (std::holds_alternative<Nothing>(query.node)) return false;
    if (std::holds_alternative<Everything>(query.node)) return true;
    if (std::holds_alternative<And>(query.node) || std::holds_alternative<Or>(query.node)) {
        const bool all = std::holds_alternative<And>(query.node);
        const bool drop =
            std::any_of(query.parts.begin(), query.parts.end(), [&](const Query& part) {
                return !is_droppable(part) && !is_filter(part) &&
                       !std::holds_alternative<Not>(part.node);
            });
        for (const Query& part : query.parts) {
            if (drop && is_droppable(part)) continue;
            if (eval(part, article, scopes) != all) return !all;
        }
        return all;
    }
    if (std::holds_alternative<Not>(query.node)) return !eval(query.parts[0], article, scopes);
    if (std::holds_alternative<Maybe>(query.node) || std::holds_alternative<Weighted>(query.node))
        return eval(query.parts[0], article, scopes);
    if (const auto* near_node = std::get_if<Near>(&query.node)) {
        return in_any_scope(
            [&](const Scope& scope) { return near(*near_node, query, text, scope); });
    }
    if (const auto* at_least = std::get_if<AtLeast>(&query.node)) {
        return in_any_scope([&](const Scope& scope) {
            return count(query.parts[0], text, scope) >= static_cast<std::size_t>(at_least->count);
        });
    }
    if (const auto* field = std::get_if<InField>(&query.node)) {
        if (field->field == Field::Title)
            return eval(query.parts[0], article, {Scope{kPlaceTitle}});
        return eval_value(query.parts[0], *field, articles_[article]);
    }
    if (const auto* zoned = std::get_if<Zoned>(&query.node)) {
        const Scope plain{kPlaceTitle, kPlaceStory};
        std::vector<Scope> inner;
        if (!zoned->zone || *zoned->zone == Zone::Body) inner.push_back(plain);
        for (int zone = 1; zone <= static_cast<int>(Zone::Navigation); ++zone) {
            if (!zoned->zone || *zoned->zone == static_cast<Zone>(zone)) inner.push_back({zone});
        }
        return eval(query.parts[0], article, inner);
    }
    return in_any_scope([&](const Scope& scope) { return !spans(query, text, scope).empty(); });
}

std::set<std::string> BruteForce::matches(const Query& query) {
    patterns_.clear();
    droppable_.clear();
    std::set<std::string> ids;
    const std::vector<Scope> plain{Scope{kPlaceTitle, kPlaceStory}};
    for (std::size_t i = 0; i < articles_.size(); ++i) {
        if (eval(query, i, plain)) ids.insert(articles_[i].id);
    }
    return ids;
}

}  // namespace dateline::testing
