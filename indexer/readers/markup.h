// HTML, XML and SGML as tokens: tags, text and nothing else.
//
// For HTML it follows the tokenisation of the HTML standard (WHATWG, section 13.2.5). Written for
// hostile pages, which is why no library's parser is used: every byte is looked at once, whatever
// is open, unclosed or repeated. (libxml2 2.9.14 compares each attribute of a tag with all before
// it, measured: 60,000 attributes, 0.4 MB, take 16 s.) Entities that a document defines are not
// expanded, nothing external is ever fetched.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dateline {

struct MarkupToken {
    enum class Kind { Text, Start, End };

    Kind kind = Kind::Text;
    std::string name;  // of a tag, ASCII letters in lower case, cut at 64 bytes
    std::vector<std::pair<std::string, std::string>> attributes;  // names in lower case, values
                                                                  // decoded; the first 64
    bool closed = false;                                          // <br/>
    bool literal = false;   // text without character references: scripts, CDATA
    std::string_view text;  // of Text, as it stands: see append_decoded

    // The value of an attribute; empty if there is none.
    std::string_view attribute(std::string_view attribute_name) const;
};

class MarkupTokenizer {
public:
    enum class Language { Html, Xml };  // Xml: no elements of raw text, CDATA, internal subsets

    MarkupTokenizer(std::string_view text, Language language) : text_(text), language_(language) {}

    // False at the end. The token's views are into the text.
    bool next(MarkupToken& token);

    std::size_t offset() const { return at_; }

private:
    bool read_tag(MarkupToken& token);
    void read_attributes(MarkupToken& token);
    bool skip_declaration();
    bool read_raw_text(MarkupToken& token);

    std::string_view text_;
    Language language_;
    std::size_t at_ = 0;
    std::string raw_;  // the element whose raw text comes next
};

// Appends `text` with its character references decoded ("&amp;", "&#8217;", HTML's names for the
// characters of Latin-1, Greek, punctuation and symbols). Others stay as written; `unknown`
// counts them. References to control characters are dropped, those to the C1 range are read as
// Windows-1252, as browsers do.
void append_decoded(std::string_view text, std::string& out, std::size_t* unknown = nullptr);

// The charset that the first kilobytes of a page or XML file declare: <?xml encoding="…"?>,
// <meta charset="…">, <meta content="text/html; charset=…">. Empty if none.
std::string declared_charset(std::string_view bytes);

// The character of an entity's name, "eacute"; 0 if unknown.
char32_t entity_character(std::string_view name);

}  // namespace dateline
