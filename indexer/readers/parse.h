// Raw records -> articles: the parallel part of reading. Pure functions of the bytes.
//
// All of them take time and memory linear in the bytes, whatever these hold, and deliver valid
// UTF-8. What looks wrong is reported in the result's problems, not thrown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "indexer/readers/fields.h"
#include "indexer/readers/origin.h"

namespace dateline {

// Confidence of dates in front matter and markup: written by the publisher to say when the article
// was published, yet filled in by templates, so not quite as sure as a field of the input (1.0).
// Not measured.
inline constexpr double kFrontMatterDate = 0.99;
inline constexpr double kPublishedMeta = 0.98;   // article:published_time, datePublished
inline constexpr double kOtherMeta = 0.96;       // <meta name="date">, dc.date and their like
inline constexpr double kTimeElement = 0.95;     // the first <time datetime> of the article
inline constexpr double kDocumentNumber = 0.97;  // the day in "AP890101-0001"
inline constexpr double kUpdatedItem = 0.9;      // <updated> of a feed's item that says no more

// A record in the format of its origin, its text finished (finish_text) and completed with what a
// sidecar or manifest says. `bytes` may be changed; bytes[size] must be writable (a record of
// Format::JsonLines is parsed in place).
ParsedArticle parse_record(char* bytes, std::size_t size, const RecordOrigin& origin,
                           const FieldNames& fields);

// The same as it stands: for rows of manifests, which have no text.
ParsedArticle parse_fields(char* bytes, std::size_t size, const RecordOrigin& origin,
                           const FieldNames& fields);

// A line of JSON Lines: an object. Members of objects are named "outer.inner". Keys mean what
// match_field says, for each target the plainest one that has a value; others become metadata:
// lists as repeated keys, true and false as words, null as nothing. `line` is changed
// while parsing and must be followed by a writable byte. Not an object, malformed or nested deeper
// than 64 levels: a problem that names the column. An article without id has an empty one.
ParsedArticle parse_json_article(char* line, std::size_t size, const FieldNames& fields);

// A file of plain text, front matter taken off its begin. The id is the caller's unless front
// matter gives one; a title that is not given is found by cleaning. What an e-mail's headers say of
// charset, transfer encoding and parts holds, and encoded words in them are decoded.
ParsedArticle parse_text_article(std::string_view bytes,
                                 const FieldNames& fields = default_field_names());

// A Markdown file: front matter, then a title if a heading comes first. The markup that would stand
// between words is taken off: marks of headings, quotes and emphasis, the addresses of links and
// images, comments. Lists, tables and code stay as they are written.
ParsedArticle parse_markdown_article(std::string_view bytes,
                                     const FieldNames& fields = default_field_names());

// An HTML page. Its charset is the byte order mark's, UTF-8, `charset` if it is not empty, the one
// its <meta> declares, or detected. Title, dates (DateSource::Markup), canonical address, site
// name, author, language and keywords come from its head, JSON-LD and <time>; the body is the text
// of the article's element if one can be told (itemprop="articleBody", <article>, <main>), else of
// the page without menus, headers, footers and asides. Blocks are separated by an empty line, rows
// and items by a line break.
ParsedArticle parse_html_article(std::string_view bytes, std::string_view charset = {});

// One record of a web archive (WARC): the page of a response as parse_html_article() reads it, or
// the plain text of one. Its address is the record's unless the page names one. Other contents, and
// what a server answered with an error, are left out.
ParsedArticle parse_warc_record(std::string_view bytes);

// One <item> of an RSS feed or <entry> of an Atom feed: title, link, id, day of publication,
// authors and categories by their elements; the body is the text of the content, else of the
// summary. Bytes that are not UTF-8 are read in `charset`; `feed` is the source of items that name
// none.
ParsedArticle parse_feed_item(std::string_view bytes, std::string_view charset,
                              std::string_view feed);

// The title of the feed that begins so; empty if it has none before its first item.
std::string feed_title(std::string_view head);

// One <DOC> of a TREC collection or of Gigaword, one <REUTERS> of Reuters-21578, a NITF or
// <newsitem> file, or one item of NewsML: its title, date, text and so on by the names of its
// elements; other short elements become metadata. Entities that the document itself defines are
// never expanded, external ones never fetched: they stay as written, with a warning.
ParsedArticle parse_xml_article(std::string_view bytes, Format format);

}  // namespace dateline
