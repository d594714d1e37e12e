// Raw records -> articles: the parallel part of reading. Pure functions of the bytes.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"
#include "indexer/problem.h"

namespace dateline {

// Names of input fields -> "id", "title", "body", "date", "url" or "source".
using FieldNames = std::map<std::string, std::string, std::less<>>;

// id, _id, title, body, text, date, url and source under their own names.
FieldNames default_field_names();

// A parsed record. If `ok` is false the article is to be skipped; `problems` says why. Problems carry no file or line.
struct ParsedArticle {
    Article article;
    bool ok = true;
    std::vector<Problem> problems;
};

// A line of JSON Lines: an object. Keys beyond `fields` become metadata: lists as repeated keys, members of objects as
// "outer.inner", true and false as words, null as nothing. `line` is changed while parsing and must be followed by a writable byte. Not an object,
// malformed or nested deeper than 64 levels: a problem that names the column. An article without id has an empty one.
ParsedArticle parse_json_article(char* line, std::size_t size, const FieldNames& fields);

// A file of plain text. The id is the caller's; the title, if there is one, is found by cleaning.
ParsedArticle parse_text_article(std::string_view bytes);

}  // namespace dateline
