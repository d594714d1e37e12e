// Named values of an input -> the fields of an article. The same names mean the same in every
// format.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"
#include "indexer/reporting/problem.h"

namespace dateline {

// Names of input fields -> "id", "title", "body", "date", "url" or "source".
using FieldNames = std::map<std::string, std::string, std::less<>>;

// id, _id, title, body, text, date, url and source under their own names.
FieldNames default_field_names();

// A parsed record. If `ok` is false the article is to be skipped; `problems` says why. Problems
// carry no file or line.
struct ParsedArticle {
    Article article;
    bool ok = true;
    std::string charset = "UTF-8";  // that it was read in
    std::vector<Problem> problems;

    void warn(std::string message, std::string hint = "");
    void skip(std::string message, std::string hint = "");  // also clears `ok`
    void leave_out(std::string message);  // likewise, but is no loss: it is no article
};

// What a key of the input stands for, and how plainly it says so.
struct FieldMatch {
    std::string_view target;
    std::size_t rank =
        0;  // 0: `fields` has the key itself; of several usual names the least counts
};

// What `key` stands for in columns, members of JSON objects, front matter and headers of records:
// what `fields` says, else by a list of usual names in any case ("Headline" is title, "Published"
// date, "Link" url, "Publisher" and "source.name" source, "Content" body, "Description" summary),
// also within what programs wrap around records and values ("_source.title", "title.rendered"), and
// for the parts of a text ("paragraphs.text"). Nothing for other keys.
std::optional<FieldMatch> match_field(std::string_view key, const FieldNames& fields);
std::optional<std::string_view> field_target(std::string_view key, const FieldNames& fields);

// Completes an article of a table or of JSON: HTML in its title and body as text; where there is a
// title and no text, the summary as the text, else a warning that names the field that may be it.
void finish_text(const FieldNames& fields, ParsedArticle& parsed);

// Whitespace off both ends.
std::string_view trimmed(std::string_view text);

// Trimmed, with one blank for each run of blanks and line breaks inside.
std::string one_line(std::string_view text);

// The line that begins at `at`, without its end (LF or CR LF); `at` moves behind it.
std::string_view take_line(std::string_view text, std::size_t& at);

// A date as metadata give it: what parse_given_date reads, a written date ("May 1, 2024"), the
// agencies' "26-FEB-1987 15:01:01.79", "910514" (a year below 40 is of this century), or the
// seconds or milliseconds since 1970, in ten or thirteen digits, as the day in UTC.
std::optional<DateInterval> parse_metadata_date(std::string_view text);

// Adds the evidence, unless the same day is known from it already; a date that is not understood
// becomes one of the article's notes and a warning.
void add_date(ParsedArticle& parsed, std::string_view text, DateSource source, double confidence);

// Gives the article a value: `target` as above, else it becomes metadata under `key`. The first
// value of a target counts, later ones become metadata. Empty values are dropped.
void add_field(ParsedArticle& parsed, std::optional<std::string_view> target, std::string_view key,
               std::string_view value, DateSource source, double confidence);

// Makes every text of the article valid UTF-8 without NUL.
void make_valid(Article& article);

// Completes `parsed` with what a sidecar or manifest says. If `given_wins`, its values come before
// those of the article (which stay as metadata), else they fill what is empty.
void merge_given(const Article& given, bool given_wins, ParsedArticle& parsed);

}  // namespace dateline
