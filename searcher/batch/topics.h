// Topics of TREC: look-ups between <top> and </top>, of fields whose tags are often not closed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "searcher/batch/batch_query.h"

namespace dateline {

// Which fields of a topic make the query, in the order title, desc, narr.
struct TopicFields {
    bool title = true;
    bool description = false;
    bool narrative = false;
};

// "title", "desc", "narr", or several joined by +, as in "title+desc"; nothing for another.
std::optional<TopicFields> parse_topic_fields(std::string_view text);

// A line that begins a topic: "<top>" or "<top lang=…>", but not "<topics>".
bool begins_topic(std::string_view line);

// What may stand around topics: declarations of XML, <topics> and its end.
bool is_topic_wrapper(std::string_view line);

// The offset right after the first "</top>" at or after `from`; npos if there is none.
std::size_t end_of_topic(std::string_view line, std::size_t from = 0);

// The look-up of the text between a topic's begin and its end: plain words. An id of digits loses
// its leading zeros, as topic files write 051 where the judgements write 51.
BatchRecord read_topic(std::string_view topic, std::size_t line, const TopicFields& fields);

}  // namespace dateline
