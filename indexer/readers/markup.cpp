#include "indexer/readers/markup.h"

#include <algorithm>
#include <cstdint>

#include "indexer/readers/charset.h"

namespace dateline {
namespace {

constexpr std::size_t kMostAttributes = 64;
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestValue = std::size_t{1} << 16;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_folded(std::string_view text, std::string_view lower_name) {
    return text.size() == lower_name.size() &&
           std::equal(text.begin(), text.end(), lower_name.begin(),
                      [](char a, char b) { return lower(a) == b; });
}

std::string lower_name(std::string_view name) {
    std::string out;
    for (const char c : name.substr(0, kLongestName))
        out += lower(c);
    return out;
}

// Elements whose content is no markup.
bool has_raw_text(std::string_view name) {
    for (const std::string_view raw :
         {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"}) {
        if (name == raw) return true;
    }
    return false;
}

// Bytes 0x80 to 0x9f of Windows-1252, which pages mean by &#128; to &#159;.
constexpr char32_t kWindows1252[32] = {
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};

// The character reference at `at` ("&" included) and its length; length 0: it is none.
struct Reference {
    char32_t character = 0;
    std::size_t size = 0;
    bool known = true;
};
Reference read_reference(std::string_view text, std::size_t at) {
    constexpr std::size_t kLongest = 40;
    std::size_t end = at + 1;
    if (end < text.size() && text[end] == '#') {
        ++end;
        const bool hex = end < text.size() && (text[end] == 'x' || text[end] == 'X');
        if (hex) ++end;
        const std::size_t digits = end;
        std::uint32_t value = 0;
        for (; end < text.size() && end < at + kLongest; ++end) {
            const char c = lower(text[end]);
            const int digit = is_digit(c)                   ? c - '0'
                              : hex && c >= 'a' && c <= 'f' ? c - 'a' + 10
                                                            : -1;
            if (digit < 0) break;
            value = std::min<std::uint32_t>(value * (hex ? 16 : 10) + static_cast<unsigned>(digit),
                                            0x110000);
        }
        if (end == digits) return {};
        if (end < text.size() && text[end] == ';') ++end;
        char32_t character = value;
        if (value >= 0x80 && value < 0xa0) character = kWindows1252[value - 0x80];
        if (value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) character = 0xfffd;
        if (value < 0x20 && value != '\t' && value != '\n' && value != '\r') character = 0;
        if (value == 0x7f) character = 0;
        return {character, end - at};
    }
    while (end < text.size() && end < at + kLongest &&
           (is_letter(text[end]) || is_digit(text[end])))
        ++end;
    const std::string_view name = text.substr(at + 1, end - at - 1);
    if (name.empty()) return {};
    const bool ended = end < text.size() && text[end] == ';';
    const char32_t character = entity_character(name);
    if (!ended) {
        // HTML lets these go without, not within words such as "&ampere".
        const bool usual =
            name == "amp" || name == "lt" || name == "gt" || name == "quot" || name == "nbsp";
        return usual ? Reference{character, end - at} : Reference{};
    }
    return {character, end + 1 - at, character != 0};
}

}  // namespace

std::string_view MarkupToken::attribute(std::string_view attribute_name) const {
    for (const auto& [key, value] : attributes) {
        if (key == attribute_name) return value;
    }
    return {};
}

bool MarkupTokenizer::next(MarkupToken& token) {
    token.attributes.clear();
    token.closed = token.literal = false;
    if (!raw_.empty() && read_raw_text(token)) return true;
    while (at_ < text_.size()) {
        if (text_[at_] == '<') {
            const std::size_t before = at_;
            if (skip_declaration()) continue;
            if (language_ == Language::Xml && text_.substr(at_).starts_with("<![CDATA[")) {
                const std::size_t begin = at_ + 9;
                const std::size_t end = std::min(text_.find("]]>", begin), text_.size());
                token.kind = MarkupToken::Kind::Text;
                token.text = text_.substr(begin, end - begin);
                token.literal = true;
                at_ = std::min(end + 3, text_.size());
                return true;
            }
            if (read_tag(token)) return true;
            if (at_ > before) continue;  // a tag that the text ends in
        }
        // Text, up to what may be a tag.
        std::size_t end = at_ + 1;
        while (end < text_.size()) {
            end = std::min(text_.find('<', end), text_.size());
            if (end + 1 >= text_.size() || is_letter(text_[end + 1]) || text_[end + 1] == '/' ||
                text_[end + 1] == '!' || text_[end + 1] == '?') {
                break;
            }
            ++end;
        }
        token.kind = MarkupToken::Kind::Text;
        token.text = text_.substr(at_, end - at_);
        at_ = end;
        return true;
    }
    return false;
}

// A comment, doctype, processing instruction or the like. False if there is none at at_.
bool MarkupTokenizer::skip_declaration() {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("<!--")) {
        // "<!-->" and "<!--->" are whole comments.
        const std::size_t end = text_.find("-->", at_ + (rest.starts_with("<!--->") ? 3 : 2));
        at_ = end == std::string_view::npos ? text_.size() : end + 3;
        return true;
    }
    if (language_ == Language::Xml && rest.starts_with("<![CDATA[")) return false;
    const bool closing = rest.starts_with("</") && rest.size() > 2 && !is_letter(rest[2]);
    if (!rest.starts_with("<!") && !rest.starts_with("<?") && !closing) return false;
    if (language_ == Language::Xml && rest.starts_with("<!")) {
        // A doctype's internal subset, with quoted values and comments, is passed over.
        bool subset = false;
        char quote = 0;
        for (std::size_t at = at_ + 2; at < text_.size(); ++at) {
            const char c = text_[at];
            if (quote != 0) {
                if (c == quote) quote = 0;
            } else if (subset && c == '<' && text_.substr(at).starts_with("<!--")) {
                at = std::min(text_.find("-->", at + 4), text_.size() - 1);
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '[') {
                subset = true;
            } else if (c == ']') {
                subset = false;
            } else if (c == '>' && !subset) {
                at_ = at + 1;
                return true;
            }
        }
        at_ = text_.size();
        return true;
    }
    const std::size_t end = text_.find('>', at_);
    at_ = end == std::string_view::npos ? text_.size() : end + 1;
    return true;
}

// False with at_ unmoved: no tag begins here. False with at_ at the end: the text ends within the
// tag, which counts for nothing.
bool MarkupTokenizer::read_tag(MarkupToken& token) {
    std::size_t at = at_ + 1;
    const bool end_tag = at < text_.size() && text_[at] == '/';
    if (end_tag) ++at;
    if (at >= text_.size() || !is_letter(text_[at])) return false;
    const std::size_t begin = at;
    while (at < text_.size() && !is_space(text_[at]) && text_[at] != '/' && text_[at] != '>')
        ++at;
    token.kind = end_tag ? MarkupToken::Kind::End : MarkupToken::Kind::Start;
    token.name = lower_name(text_.substr(begin, at - begin));
    at_ = at;
    read_attributes(token);
    if (at_ >= text_.size() && text_.back() != '>') return false;
    if (!end_tag && language_ == Language::Html && has_raw_text(token.name)) raw_ = token.name;
    return true;
}

void MarkupTokenizer::read_attributes(MarkupToken& token) {
    std::size_t at = at_;
    for (;;) {
        while (at < text_.size() && (is_space(text_[at]) || text_[at] == '/')) {
            token.closed = text_[at] == '/';
            ++at;
        }
        if (at >= text_.size() || text_[at] == '>') break;
        token.closed = false;
        const std::size_t begin = at++;
        while (at < text_.size() && !is_space(text_[at]) && text_[at] != '/' && text_[at] != '>' &&
               text_[at] != '=') {
            ++at;
        }
        const std::string_view name = text_.substr(begin, at - begin);
        std::size_t equals = at;
        while (equals < text_.size() && is_space(text_[equals]))
            ++equals;
        std::string_view value;
        if (equals < text_.size() && text_[equals] == '=') {
            at = equals + 1;
            while (at < text_.size() && is_space(text_[at]))
                ++at;
            if (at < text_.size() && (text_[at] == '"' || text_[at] == '\'')) {
                const std::size_t end = std::min(text_.find(text_[at], at + 1), text_.size());
                value = text_.substr(at + 1, end - at - 1);
                at = std::min(end + 1, text_.size());
            } else {
                const std::size_t from = at;
                while (at < text_.size() && !is_space(text_[at]) && text_[at] != '>')
                    ++at;
                value = text_.substr(from, at - from);
            }
        } else {
            at = equals;
        }
        if (token.kind != MarkupToken::Kind::Start || token.attributes.size() >= kMostAttributes ||
            name.size() > kLongestName || value.size() > kLongestValue) {
            continue;
        }
        std::string key = lower_name(name);
        const bool repeated =
            std::any_of(token.attributes.begin(), token.attributes.end(),
                        [&](const auto& attribute) { return attribute.first == key; });
        if (repeated) continue;
        std::string decoded;
        append_decoded(value, decoded);
        token.attributes.emplace_back(std::move(key), std::move(decoded));
    }
    at_ = std::min(at + 1, text_.size());
}

// The text up to the end tag of raw_; the tag itself comes next.
bool MarkupTokenizer::read_raw_text(MarkupToken& token) {
    const std::size_t begin = at_;
    std::size_t end = begin;
    for (;; ++end) {
        end = std::min(text_.find("</", end), text_.size());
        if (end == text_.size()) break;
        const std::size_t stop = end + 2 + raw_.size();
        if (stop <= text_.size() && equal_folded(text_.substr(end + 2, raw_.size()), raw_) &&
            (stop == text_.size() || is_space(text_[stop]) || text_[stop] == '>' ||
             text_[stop] == '/')) {
            break;
        }
    }
    token.literal = raw_ != "title" && raw_ != "textarea";
    raw_.clear();
    at_ = end;
    if (end == begin) return false;
    token.kind = MarkupToken::Kind::Text;
    token.text = text_.substr(begin, end - begin);
    return true;
}

void append_decoded(std::string_view text, std::string& out, std::size_t* unknown) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t mark = std::min(text.find('&', at), text.size());
        out.append(text.substr(at, mark - at));
        if (mark == text.size()) return;
        const Reference reference = read_reference(text, mark);
        if (reference.size == 0 || !reference.known) {
            if (!reference.known && unknown != nullptr) ++*unknown;
            out += '&';
            at = mark + 1;
            continue;
        }
        if (reference.character != 0) append_utf8(reference.character, out);
        at = mark + reference.size;
    }
}

std::string declared_charset(std::string_view bytes) {
    constexpr std::size_t kLooked = 4096;
    std::string head;
    for (const char c : bytes.substr(0, kLooked))
        head += lower(c);
    const auto value_behind = [&](std::size_t at) {
        std::string value;
        at = head.find_first_not_of(" \t\r\n=\"'", at);
        while (at < head.size() && value.size() < 40 &&
               (is_letter(head[at]) || is_digit(head[at]) || head[at] == '-' || head[at] == '_' ||
                head[at] == ':' || head[at] == '.')) {
            value += head[at++];
        }
        return value;
    };
    if (head.starts_with("<?xml")) {
        const std::size_t end = std::min(head.find("?>"), head.size());
        const std::size_t at = head.find("encoding");
        if (at < end) return value_behind(at + 8);
    }
    for (std::size_t at = head.find("<meta"); at != std::string::npos;
         at = head.find("<meta", at + 1)) {
        const std::size_t end = std::min(head.find('>', at), head.size());
        const std::size_t charset = head.find("charset", at);
        if (charset < end) return value_behind(charset + 7);
    }
    return "";
}

}  // namespace dateline
