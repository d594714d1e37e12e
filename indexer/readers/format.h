// Input formats: their names, and how a file's format is told from its name and first bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/readers/fields.h"

namespace dateline {

enum class Format {
    Text,       // one article; may begin with front matter
    Markdown,   // likewise
    JsonLines,  // an object a line
    Json,       // an array of objects, one object, or objects one after another
    Csv,        // a header row, then an article a row; comma, semicolon or bar
    Tsv,        // likewise with tabs
    Html,       // a page
    Trec,       // <DOC><DOCNO>… or <DOC id="…">, any number of them
    Reuters,    // <REUTERS …> as in Reuters-21578, any number of them
    NewsXml,    // NITF, NewsML and <newsitem>: one article
    Feed,       // RSS or Atom: an article an item

    NewsMessage,  // NewsML with any number of items
    Mailbox,      // mbox: e-mails, each behind a line "From …"
    Warc,         // a web archive: pages, or their texts (WET)
};

// "text", "markdown", "jsonl", "json", "csv", "tsv", "html", "trec", "reuters", "nitf",
// "newsml", "feed", "mbox", "warc".
std::string_view format_name(Format format);
std::optional<Format> format_of_name(std::string_view name);
std::vector<std::string> format_names();

// What a file name says. `name` in any case.
struct NameKind {
    std::optional<Format> format;  // after a .gz, .zst or .xz is taken off
    bool compressed = false;       // one of these endings
    bool archive = false;          // .tar, .zip, .tgz, .tar.gz, …
    bool markup = false;   // .xml, .sgm, .sgml, .rss, .atom: the content must say which format
    bool sidecar = false;  // .meta.json: metadata of the file it is named after

    bool known() const { return format || archive || markup; }
};
NameKind kind_of_name(std::string_view name);

// How the bytes at the begin of a file are packed.
enum class Packing { None, Gzip, Zstd, Xz, Zip, Tar };
inline constexpr std::size_t kPackingBytes = 512;  // that find_packing looks at
Packing find_packing(std::string_view head);

// The format of a file by its name and its first bytes (uncompressed, UTF-8 unless in a one-byte
// charset; a few kilobytes do). If it is none that can be read, `refusal` says why.
struct FormatGuess {
    Format format = Format::Text;
    std::string refusal;
    std::string hint;
    std::string warning;  // of a format that can be read: what it may be wrong about
};
FormatGuess guess_format(std::string_view head, std::string_view name, const FieldNames& fields);

}  // namespace dateline
