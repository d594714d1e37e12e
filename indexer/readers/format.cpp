#include "indexer/readers/format.h"

#include <algorithm>

#include "common/ascii.h"
#include "common/text.h"
#include "indexer/readers/charset.h"
#include "indexer/readers/csv.h"
#include "indexer/readers/mail_text.h"
#include "indexer/readers/warc.h"

namespace dateline {
namespace {

struct FormatName {
    Format format;
    std::string_view name;
};
constexpr FormatName kNames[] = {
    {Format::Text, "text"},
    {Format::Markdown, "markdown"},
    {Format::JsonLines, "jsonl"},
    {Format::Json, "json"},
    {Format::Csv, "csv"},
    {Format::Tsv, "tsv"},
    {Format::Html, "html"},
    {Format::Trec, "trec"},
    {Format::Reuters, "reuters"},
    {Format::NewsXml, "nitf"},
    {Format::NewsMessage, "newsml"},
    {Format::Feed, "feed"},
    {Format::Mailbox, "mbox"},
    {Format::Warc, "warc"},
};

struct KnownExtension {
    std::string_view extension;
    Format format;
};
constexpr KnownExtension kExtensions[] = {
    {".txt", Format::Text},          {".text", Format::Text},       {".md", Format::Markdown},
    {".markdown", Format::Markdown}, {".jsonl", Format::JsonLines}, {".ndjson", Format::JsonLines},
    {".json", Format::Json},         {".csv", Format::Csv},         {".tsv", Format::Tsv},
    {".html", Format::Html},         {".htm", Format::Html},        {".xhtml", Format::Html},
    {".mbox", Format::Mailbox},      {".eml", Format::Text},        {".warc", Format::Warc},
    {".wet", Format::Warc},          {".trec", Format::Trec},       {".nitf", Format::NewsXml},
};
constexpr std::string_view kArchives[] = {".tar",  ".zip",    ".tgz",    ".txz",
                                          ".tzst", ".tar.gz", ".tar.xz", ".tar.zst"};
constexpr std::string_view kCompressions[] = {".gz", ".zst", ".xz"};

// Files that are often among articles by mistake.
struct OtherKind {
    std::string_view magic;
    std::string_view what;
    std::string_view hint;
};
constexpr OtherKind kOthers[] = {
    {"%PDF-", "a PDF file", "take the text out first, e.g. with pdftotext"},
    {"\xd0\xcf\x11\xe0", "a file of an old office program", "save it as text first"},
    {"\x89PNG", "an image", ""},
    {"\xff\xd8\xff", "an image", ""},
    {"GIF8", "an image", ""},
    {"\x7f"
     "ELF",
     "a program", ""},
    {"SQLite format 3", "a database", "export it as CSV or JSON Lines"},
    {"BZh", "compressed with bzip2", "compress it with gzip, zstd or xz, or unpack it first"},
    {"Rar!", "a RAR archive", "unpack it first"},
    {"7z\xbc\xaf", "a 7-Zip archive", "unpack it first"},
};

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// The name of the first element. `lower` as below.
std::string_view first_element(std::string_view lower) {
    for (std::size_t at = 0; at < lower.size();) {
        at = lower.find('<', at);
        if (at == std::string_view::npos) break;
        const std::string_view rest = lower.substr(at);
        const std::string_view end = rest.starts_with("<?")     ? "?>"
                                     : rest.starts_with("<!--") ? "-->"
                                                                : ">";
        if (!rest.starts_with("<?") && !rest.starts_with("<!")) {
            return rest.substr(1, rest.find_first_of(" \t\r\n/>", 1) - 1);
        }
        at = lower.find(end, at);
    }
    return {};
}

bool is_feed(std::string_view lower) {
    const std::string_view root = first_element(lower);
    return root == "rss" || (root == "feed" && has(lower, "/atom")) ||
           (root == "rdf:rdf" && has(lower, "purl.org/rss/"));
}

// The format that markup shows; nothing if it shows none. `lower` begins with '<'.
std::optional<Format> markup_format(std::string_view lower) {
    if (has(lower, "<reuters") || has(lower, "<!doctype lewis")) return Format::Reuters;
    const std::string_view root = first_element(lower);
    if (has(lower, "<docno>") || has(lower, "<docno ") || root == "doc") return Format::Trec;
    if (is_feed(lower)) return Format::Feed;
    if (root == "newsmessage" || root == "newsml") return Format::NewsMessage;
    if (has(lower, "<nitf") || has(lower, "<newsml") || has(lower, "<newsitem")) {
        return Format::NewsXml;
    }
    for (const std::string_view tag : {"<!doctype html", "<html", "<head", "<body", "<article",
                                       "<title", "<meta", "<p>", "<p ", "<h1", "<div"}) {
        if (has(lower, tag)) return Format::Html;
    }
    return std::nullopt;
}

// True if markup begins as a page or a part of one does.
bool is_page(std::string_view lower) {
    static constexpr std::string_view kRoots[] = {
        "html", "head", "body", "article", "main", "section", "div", "p", "h1", "title", "meta"};
    return lower.find("<!doctype html") != std::string_view::npos ||
           std::find(std::begin(kRoots), std::end(kRoots), first_element(lower)) !=
               std::end(kRoots);
}

// True if an object in `head` has a member that is a title or body.
bool has_article_key(std::string_view head, const FieldNames& fields) {
    for (std::size_t at = head.find('"'); at < head.size(); at = head.find('"', at)) {
        const std::size_t begin = ++at;
        while (at < head.size() && head[at] != '"')
            at += head[at] == '\\' ? 2 : 1;
        if (at >= head.size()) return false;
        const std::string_view text = head.substr(begin, at - begin);
        const std::size_t colon = head.find_first_not_of(" \t\r\n", ++at);
        if (colon != std::string_view::npos && head[colon] != ':') continue;
        const auto target = field_target(text, fields);
        if (target == "title" || target == "body") return true;
    }
    return false;
}

// An object a line: the first line is one, and what follows begins another.
bool looks_like_json_lines(std::string_view text) {
    const std::size_t end = text.find('\n');
    if (!text.starts_with('{') || end == std::string_view::npos) return false;
    const std::string_view first = trimmed(text.substr(0, end));
    const std::string_view rest = trimmed(text.substr(end));
    return first.ends_with('}') && (rest.empty() || rest.starts_with('{'));
}

FormatGuess guess_json(std::string_view text, const FieldNames& fields) {
    FormatGuess guess;
    if (!text.starts_with('{') && !text.starts_with('[')) {
        guess.refusal = "not JSON: neither an array nor an object";
        guess.hint = "if it is another format, name it with --format";
        return guess;
    }
    guess.format = looks_like_json_lines(text) ? Format::JsonLines : Format::Json;
    if (!has_article_key(text, fields)) {
        guess.refusal = "JSON without a field for title or text";
        guess.hint = "name the fields with --field body=NAME";
    }
    return guess;
}

}  // namespace

std::string_view format_name(Format format) {
    for (const FormatName& entry : kNames) {
        if (entry.format == format) return entry.name;
    }
    return "";
}

std::optional<Format> format_of_name(std::string_view name) {
    for (const FormatName& entry : kNames) {
        if (entry.name == name) return entry.format;
    }
    return std::nullopt;
}

std::vector<std::string> format_names() {
    std::vector<std::string> names;
    for (const FormatName& entry : kNames)
        names.emplace_back(entry.name);
    return names;
}

NameKind kind_of_name(std::string_view name) {
    const std::string lower = lower_ascii(name);
    std::string_view rest = lower;
    NameKind kind;
    kind.archive = std::any_of(std::begin(kArchives), std::end(kArchives),
                               [&](std::string_view ending) { return rest.ends_with(ending); });
    if (kind.archive) return kind;
    kind.sidecar = rest.ends_with(".meta.json");
    for (const std::string_view ending : kCompressions) {
        if (!rest.ends_with(ending)) continue;
        rest.remove_suffix(ending.size());
        kind.compressed = true;
        break;
    }
    for (const std::string_view ending : {".xml", ".sgm", ".sgml", ".rss", ".atom"})
        kind.markup = kind.markup || rest.ends_with(ending);
    for (const KnownExtension& known : kExtensions) {
        if (rest.ends_with(known.extension)) kind.format = known.format;
    }
    return kind;
}

Packing find_packing(std::string_view head) {
    constexpr std::size_t kTarMark = 257;
    if (head.starts_with("\x1f\x8b")) return Packing::Gzip;
    if (head.starts_with("\x28\xb5\x2f\xfd")) return Packing::Zstd;
    if (head.starts_with(std::string_view("\xfd"
                                          "7zXZ\0",
                                          6)))
        return Packing::Xz;
    if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return Packing::Zip;
    if (head.size() > kTarMark && head.substr(kTarMark).starts_with("ustar")) return Packing::Tar;
    return Packing::None;
}

FormatGuess guess_format(std::string_view head, std::string_view name, const FieldNames& fields) {
    FormatGuess guess;
    for (const OtherKind& other : kOthers) {
        if (head.starts_with(other.magic)) {
            guess.refusal = other.what;
            guess.hint = other.hint;
            return guess;
        }
    }
    if (is_warc(head)) {  // pictures and all
        guess.format = Format::Warc;
        return guess;
    }
    if (looks_binary(head)) {
        guess.refusal = "binary data, not text";
        guess.hint = "if it is text all the same, name its format with --format";
        return guess;
    }
    if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
    const NameKind kind = kind_of_name(name);
    const std::string_view text = trimmed(head);
    if (text.empty() &&
        (kind.markup || kind.format == Format::Html || kind.format == Format::Json ||
         kind.format == Format::Csv || kind.format == Format::Tsv)) {
        guess.refusal = "an empty file";
        return guess;
    }
    if (is_mailbox_mark(text.substr(0, text.find('\n'))) &&
        (!kind.format || kind.format == Format::Text || kind.format == Format::Mailbox)) {
        guess.format = Format::Mailbox;
        return guess;
    }
    if (kind.format == Format::Warc) {
        guess.refusal = "no web archive, whatever its name says";
        guess.hint = "if it can be read as another format, name it with --format";
        return guess;
    }
    if (kind.format == Format::Mailbox) {  // a message of its own
        guess.format = Format::Text;
        return guess;
    }
    const bool is_markup = text.starts_with('<');
    std::optional<Format> markup;
    if (is_markup) markup = markup_format(lower_ascii(text));
    if (kind.markup || kind.format == Format::Html) {
        if (markup) {
            guess.format = *markup;
            if (kind.markup && markup == Format::Html && !is_page(lower_ascii(text))) {
                guess.warning = "XML or SGML of an unknown kind: read as one page";
            }
        } else if (kind.format == Format::Html && markup_format(lower_ascii(text))) {
            guess.format = Format::Html;
        } else {
            guess.refusal =
                kind.markup ? "XML or SGML of an unknown kind" : "no HTML, whatever its name says";
            guess.hint = "if it can be read as another format, name it with --format";
        }
        return guess;
    }
    if (kind.archive) {
        guess.refusal = "no archive, whatever its name says";
        guess.hint = "if it can be read as another format, name it with --format";
        return guess;
    }
    if (kind.format == Format::Json) return guess_json(text, fields);
    if (kind.format == Format::Csv || kind.format == Format::Tsv) {
        if (const auto separator = find_separator(text, fields)) {
            guess.format = *separator == '\t' ? Format::Tsv : Format::Csv;
        } else {
            guess.format = *kind.format;
            guess.refusal = "a table without a column for title or text";
            guess.hint = "its first row must name the columns; say which with --field body=NAME";
        }
        return guess;
    }
    if (kind.format && kind.format != Format::Text) {
        guess.format = *kind.format;
        return guess;
    }
    // Named .txt or without a name that says anything: what shows itself clearly is taken for it.
    const std::string lower = lower_ascii(text.substr(0, 256));
    if (is_markup && markup &&
        (*markup != Format::Html || lower.starts_with("<!doctype html") ||
         lower.starts_with("<html") || lower.starts_with("<?xml"))) {
        guess.format = *markup;
    } else if (!kind.format && (text.starts_with('{') || text.starts_with('[')) &&
               has_article_key(text, fields)) {
        guess.format = guess_json(text, fields).format;
    } else if (const auto separator = find_separator(text, fields); !kind.format && separator) {
        guess.format = *separator == '\t' ? Format::Tsv : Format::Csv;
    }
    return guess;
}

}  // namespace dateline
