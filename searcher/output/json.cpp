#include <ostream>

#include <nlohmann/json.hpp>

#include "common/text.h"
#include "searcher/output/output.h"
#include "searcher/output/timeline.h"

namespace dateline {
namespace {

using Json = nlohmann::ordered_json;

// Escapes what JSON allows and a terminal may obey: DEL, the controls of C1, marks and overrides of
// direction.
std::string escape_controls(const std::string& json) {
    std::string result;
    result.reserve(json.size());
    for (std::size_t at = 0; at < json.size();) {
        // Only these lead bytes begin such a character: U+0080 to U+00BF, U+0600 to U+063F, U+2000
        // to U+2FFF.
        const char lead = json[at];
        const std::size_t length = lead == '\x7f'                     ? 1
                                   : lead == '\xc2' || lead == '\xd8' ? 2
                                   : lead == '\xe2'                   ? 3
                                                                      : 0;
        if (length == 0) {
            result += json[at++];
            continue;
        }
        const std::string character = json.substr(at, length);
        at += character.size();
        if (printable(character) == character) {
            result += character;
            continue;
        }
        // Dumped once more, as ASCII, without the quotes.
        const std::string escaped = Json(character).dump(-1, ' ', true);
        result.append(escaped, 1, escaped.size() - 2);
    }
    return result;
}

// Broken UTF-8 cannot come from an index, but may come from a command line.
std::string dump(const Json& json, int indent) {
    return escape_controls(json.dump(indent, ' ', false, Json::error_handler_t::replace));
}

Json date_json(const DateEvidence& date) {
    Json json;
    json["date"] = format_date(date.interval);
    json["first"] = format_day(date.interval.first);
    json["last"] = format_day(date.interval.last);
    json["granularity"] = granularity_name(date.interval.granularity);
    json["source"] = date_source_name(date.source);
    json["confidence"] = date.confidence;
    if (!date.text.empty()) json["text"] = date.text;
    return json;
}

Json mentions_json(const Article& article) {
    Json list = Json::array();
    for (const Timex& timex : article.mentions) {
        list.push_back({{"begin", timex.begin},
                        {"end", timex.end},
                        {"type", timex_type_name(timex.type)},
                        {"value", timex.value},
                        {"text", article.body.substr(timex.begin, timex.end - timex.begin)},
                        {"confidence", timex.confidence}});
    }
    return list;
}

// Everything but the body.
void add_article(const Article& article, Json& json) {
    json["id"] = article.id;
    json["title"] = article.title.empty() ? Json(nullptr) : Json(article.title);
    json["date"] =
        article.dates.empty() ? Json(nullptr) : Json(format_date(article.dates.front().interval));
    if (!article.dates.empty()) {
        const DateEvidence& best = article.dates.front();
        json["date_granularity"] = granularity_name(best.interval.granularity);
        json["date_source"] = date_source_name(best.source);
        json["date_confidence"] = best.confidence;
        Json evidence = Json::array();
        for (const DateEvidence& date : article.dates)
            evidence.push_back(date_json(date));
        json["date_evidence"] = std::move(evidence);
    }
    const std::vector<std::string> notes = all_date_notes(article);
    if (!notes.empty()) json["date_notes"] = notes;
    if (!article.source.empty()) json["source"] = article.source;
    if (!article.credits.empty()) json["credits"] = article.credits;
    if (!article.url.empty()) json["url"] = article.url;
    if (!article.language.empty()) json["language"] = article.language;
    if (article.truncated) json["truncated"] = true;
    if (!article.metadata.empty()) {
        Json metadata = Json::object();
        for (const auto& [key, value] : article.metadata) {
            Json& entry = metadata[key];
            if (entry.is_null()) {
                entry = value;
            } else {
                if (!entry.is_array()) entry = Json::array({entry});
                entry.push_back(value);
            }
        }
        json["metadata"] = std::move(metadata);
    }
}

Json spans_json(const std::vector<TextSpan>& spans, std::size_t origin) {
    Json list = Json::array();
    for (const TextSpan& span : spans)
        list.push_back({span.begin - origin, span.end - origin});
    return list;
}

}  // namespace

Json facets_json(const std::vector<Facet>& facets) {
    Json json = Json::object();
    for (const Facet& facet : facets) {
        Json values = Json::array();
        for (const FacetValue& value : facet.values) {
            Json entry{{"value", value.value}, {"count", value.count}};
            if (facet.published) entry["inferred"] = value.inferred;
            entry["filter"] = value.filter;
            values.push_back(std::move(entry));
        }
        json[facet.name] = {{"values", std::move(values)}, {"values_total", facet.values_total}};
    }
    return json;
}

Json hit_json(const Hit& hit) {
    Json json;
    json["rank"] = hit.rank;
    json["score"] = hit.score;
    if (hit.related) json["related"] = true;
    add_article(hit.article, json);
    if (!hit.story.empty()) {
        json["story"] = hit.story;
        json["similar"] = hit.similar;
    }
    if (!hit.similar_articles.empty()) {
        Json similar = Json::array();
        for (const SimilarArticle& article : hit.similar_articles) {
            Json entry = {{"id", article.id}};
            if (!article.source.empty()) entry["source"] = article.source;
            if (!article.credits.empty()) entry["credits"] = article.credits;
            similar.push_back(std::move(entry));
        }
        json["similar_articles"] = std::move(similar);
    }
    if (!hit.snippet.title_marks.empty())
        json["title_marks"] = spans_json(hit.snippet.title_marks, 0);
    Json passages = Json::array();
    for (const Passage& passage : hit.snippet.passages) {
        Json entry = {{"text", hit.article.body.substr(passage.span.begin,
                                                       passage.span.end - passage.span.begin)},
                      {"begin", passage.span.begin},
                      {"marks", spans_json(passage.marks, passage.span.begin)}};
        if (passage.zone != Zone::Body) entry["zone"] = zone_name(passage.zone);
        if (passage.cut_begin) entry["cut_begin"] = true;
        if (passage.cut_end) entry["cut_end"] = true;
        passages.push_back(std::move(entry));
    }
    json["passages"] = std::move(passages);
    if (!hit.article.mentions.empty()) json["mentions"] = mentions_json(hit.article);
    return json;
}

void print_json(const SearchResults& results, const ResultContext& context, std::ostream& out) {
    Json json;
    json["format_version"] = kFormatVersion;
    json["query"] = context.query;
    json["now"] = format_day(context.now);
    json["index"] = context.index;
    json["articles"] = context.articles;
    json["total"] = results.total;
    json["total_exact"] = results.total_exact;
    json["stories"] = results.stories;
    json["offset"] = context.offset;
    json["elapsed_us"] = static_cast<std::uint64_t>(results.seconds * 1e6);
    if (!results.dropped_words.empty()) json["dropped_words"] = results.dropped_words;
    if (!results.unknown_words.empty()) json["unknown_words"] = results.unknown_words;
    if (!results.zone_words.empty()) json["zone_words"] = results.zone_words;
    json["hits"] = Json::array();
    for (const Hit& hit : results.hits)
        json["hits"].push_back(hit_json(hit));
    if (!results.facets.empty()) json["facets"] = facets_json(results.facets);
    if (results.significant) {
        Json words = Json::array();
        for (const SignificantTerm& term : results.significant->terms) {
            words.push_back({{"word", term.word},
                             {"stem", term.stem},
                             {"score", term.score},
                             {"articles", term.documents},
                             {"articles_compared", term.in_background}});
        }
        json["significant"] = {{"articles", results.significant->documents},
                               {"articles_compared", results.significant->background},
                               {"words", std::move(words)}};
    }
    if (results.timeline) json["timeline"] = timeline_json(*results.timeline);
    if (!results.similar_terms.empty()) json["similar_terms"] = results.similar_terms;
    if (results.suggestion) {
        Json changes = Json::array();
        for (const Suggestion::Change& change : results.suggestion->changes) {
            changes.push_back(
                {{"from", change.from}, {"to", change.to}, {"articles", change.articles}});
        }
        json["suggestion"] = {{"query", results.suggestion->query},
                              {"changes", std::move(changes)}};
    }
    print_json_document(json, out);
}

void print_json_document(const Json& json, std::ostream& out) {
    out << dump(json, 2) << '\n';
}

void print_json_lines(const SearchResults& results, const ResultContext&, std::ostream& out) {
    for (const Hit& hit : results.hits) {
        Json json = hit_json(hit);
        json["total"] = results.total;
        json["stories"] = results.stories;
        out << dump(json, -1) << '\n';
    }
}

void print_article_json(const Article& article, std::ostream& out, bool with_text, bool one_line) {
    Json json;
    add_article(article, json);
    json["body"] = article.body;
    Json zones = Json::array();
    const auto add_zone = [&](const ZoneSpan& span) {
        Json zone = {{"begin", span.begin}, {"end", span.end}, {"zone", zone_name(span.zone)}};
        if (with_text) zone["text"] = article.body.substr(span.begin, span.end - span.begin);
        zones.push_back(std::move(zone));
    };
    std::size_t at = 0;
    for (const ZoneSpan& span : article.zones) {
        if (with_text && span.begin > at) add_zone({at, span.begin, Zone::Body});
        add_zone(span);
        at = span.end;
    }
    if (with_text && at < article.body.size()) add_zone({at, article.body.size(), Zone::Body});
    json["zones"] = std::move(zones);
    json["mentions"] = mentions_json(article);
    if (one_line) {
        out << dump(json, -1) << '\n';
    } else {
        print_json_document(json, out);
    }
}

}  // namespace dateline
