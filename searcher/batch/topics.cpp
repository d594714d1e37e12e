#include "searcher/batch/topics.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace dateline {

namespace {

// The offset of `tag` (lower case, as "</top>") at or after `from`, or npos.
std::size_t find_tag(std::string_view text, std::string_view tag, std::size_t from = 0) {
    for (std::size_t at = text.find('<', from); at != std::string_view::npos;
         at = text.find('<', at + 1)) {
        if (starts_with_ignoring_case(text.substr(at), tag)) return at;
    }
    return std::string_view::npos;
}

std::string without_entities(std::string_view text) {
    static constexpr std::pair<std::string_view, char> entities[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    std::string result;
    while (!text.empty()) {
        const auto* entity =
            text.front() != '&'
                ? std::end(entities)
                : std::find_if(std::begin(entities), std::end(entities), [&](const auto& known) {
                      return starts_with_ignoring_case(text, known.first);
                  });
        if (entity != std::end(entities)) {
            result += entity->second;
            text.remove_prefix(entity->first.size());
        } else {
            result += text.front();
            text.remove_prefix(1);
        }
    }
    return result;
}

// A field's text: up to the next tag that ends a field, without the label that TREC puts first
// ("Number:", "Topic:"), blanks collapsed. Empty if the topic lacks the field.
std::string topic_field(std::string_view topic, std::string_view tag, std::string_view label) {
    static constexpr std::string_view ends[] = {
        "<num>",   "<dom>",  "<title>", "<desc>", "<smry>",   "<narr>",  "<con>",
        "<fac>",   "<def>",  "</num>",  "</dom>", "</title>", "</desc>", "</smry>",
        "</narr>", "</con>", "</fac>",  "</def>", "</top>"};
    std::size_t begin = find_tag(topic, tag);
    if (begin == std::string_view::npos) return "";
    begin += tag.size();
    std::size_t end = topic.find('<', begin);
    while (end != std::string_view::npos &&
           std::none_of(std::begin(ends), std::end(ends), [&](std::string_view stop) {
               return starts_with_ignoring_case(topic.substr(end), stop);
           })) {
        end = topic.find('<', end + 1);
    }
    std::string_view text = trim_blanks(topic.substr(begin, std::min(end, topic.size()) - begin));
    if (starts_with_ignoring_case(text, label)) text = trim_blanks(text.substr(label.size()));
    std::string result;
    for (const char c : without_entities(text)) {
        const bool blank = kBlanks.find(c) != std::string_view::npos;
        if (blank && !result.empty() && result.back() == ' ') continue;
        result += blank ? ' ' : c;
    }
    return result;
}

}  // namespace

std::optional<TopicFields> parse_topic_fields(std::string_view text) {
    TopicFields fields{.title = false};
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('+', begin), text.size());
        const std::string_view name = text.substr(begin, end - begin);
        begin = end + 1;
        if (name == "title") {
            fields.title = true;
        } else if (name == "desc") {
            fields.description = true;
        } else if (name == "narr") {
            fields.narrative = true;
        } else {
            return std::nullopt;
        }
    }
    return fields;
}

bool begins_topic(std::string_view line) {
    line = trim_blanks(line);
    return starts_with_ignoring_case(line, "<top") && line.size() > 4 &&
           (line[4] == '>' || kBlanks.find(line[4]) != std::string_view::npos);
}

bool is_topic_wrapper(std::string_view line) {
    line = trim_blanks(line);
    return starts_with_ignoring_case(line, "<?xml") || starts_with_ignoring_case(line, "<!") ||
           starts_with_ignoring_case(line, "<topics") ||
           starts_with_ignoring_case(line, "</topics");
}

std::size_t end_of_topic(std::string_view line, std::size_t from) {
    constexpr std::string_view kEnd = "</top>";
    const std::size_t tag = find_tag(line, kEnd, from);
    return tag == std::string_view::npos ? tag : tag + kEnd.size();
}

BatchRecord read_topic(std::string_view topic, std::size_t line, const TopicFields& fields) {
    BatchQuery query;
    query.line = line;
    query.plain = true;
    query.id = topic_field(topic, "<num>", "number:");
    // Topic files write 051 where the judgements write 51.
    if (query.id.find_first_not_of("0123456789") == std::string::npos) {
        const std::size_t last = query.id.empty() ? 0 : query.id.size() - 1;
        query.id.erase(0, std::min(query.id.find_first_not_of('0'), last));
    }
    const auto add = [&](bool wanted, std::string_view tag, std::string_view label) {
        if (!wanted) return;
        const std::string text = topic_field(topic, tag, label);
        if (!query.text.empty() && !text.empty()) query.text += ' ';
        query.text += text;
    };
    add(fields.title, "<title>", "topic:");
    add(fields.description, "<desc>", "description:");
    add(fields.narrative, "<narr>", "narrative:");
    if (query.text.empty()) {
        return batch_failure(line, "the topic has none of the fields asked for",
                             has_control_character(query.id) ? "" : query.id);
    }
    return checked_query(std::move(query));
}

}  // namespace dateline
