#include "indexer/readers/html_text.h"

#include <algorithm>

#include "common/ascii.h"

namespace dateline {
namespace {

constexpr std::string_view kVoid[] = {"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                      "input", "link", "meta", "param", "source", "track", "wbr"};

// Elements that begin a new line; those of the first list also a paragraph.
constexpr std::string_view kParagraphs[] = {
    "p",          "h1",         "h2",   "h3",      "h4",      "h5",      "h6",
    "blockquote", "figure",     "ul",   "ol",      "dl",      "table",   "pre",
    "section",    "article",    "main", "aside",   "nav",     "header",  "footer",
    "hr",         "figcaption", "form", "address", "details", "fieldset"};
constexpr std::string_view kLines[] = {
    "div",    "li",      "tr",      "br",     "dt",     "dd",       "body",     "html",
    "center", "summary", "caption", "legend", "option", "dialog",   "hgroup",   "menu",
    "head",   "title",   "thead",   "tbody",  "tfoot",  "optgroup", "textarea", "button"};

// Elements that end when another of the same kind begins.
constexpr std::string_view kSiblings[] = {"p", "li", "td", "th", "tr", "dt", "dd", "option"};

// Elements whose nesting says nothing about where text belongs; in old pages they are left open.
constexpr std::string_view kInline[] = {
    "a",    "b",     "i",     "em",     "strong", "font", "span", "u",    "s",
    "big",  "small", "tt",    "code",   "sub",    "sup",  "abbr", "cite", "q",
    "mark", "time",  "label", "strike", "nobr",   "ins",  "del",  "kbd",  "acronym"};

template <std::size_t N>
bool among(const std::string_view (&names)[N], std::string_view name) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

// True if the element is not to be seen until a script changes that.
bool is_hidden(const MarkupToken& tag) {
    if (tag.name == "noscript" || tag.attribute("hidden").data() != nullptr) return true;
    constexpr std::size_t kLongestStyle = 1000;
    std::string style = lower_ascii(tag.attribute("style").substr(0, kLongestStyle));
    std::erase_if(style, is_blank);
    return style.find("display:none") != std::string::npos ||
           style.find("visibility:hidden") != std::string::npos;
}

}  // namespace

bool PageText::open_in(std::uint8_t role) const {
    for (unsigned bit = 0; bit < kRoles; ++bit) {
        if ((role >> bit & 1) != 0 && role_counts_[bit] > 0) return true;
    }
    return false;
}

std::uint32_t PageText::name_id(std::string_view name) {
    constexpr std::size_t kMostNames = 4096;
    // Made-up names beyond that share one id.
    const std::string key = name_ids_.size() < kMostNames || name_ids_.contains(std::string(name))
                                ? std::string(name)
                                : "";
    const auto [found, added] =
        name_ids_.emplace(key, static_cast<std::uint32_t>(name_ids_.size()));
    if (added) open_counts_.push_back(0);
    return found->second;
}

std::uint8_t PageText::role_of(const MarkupToken& tag) const {
    const std::string& name = tag.name;
    std::uint8_t role = kPlain;
    if (name == "template" || name == "svg" || name == "math" || name == "select" ||
        name == "canvas" || name == "audio" || name == "video" || name == "object" ||
        name == "datalist" || name == "map") {
        return kDropped;
    }
    if (tag.attribute("itemprop").find("articleBody") != std::string_view::npos) {
        role |= kArticleBody;
    }
    if (is_hidden(tag)) role |= kHidden;
    const std::string_view aria = tag.attribute("role");
    if (name == "article" || aria == "article") role |= kArticle;
    if (name == "main" || aria == "main") role |= kMain;
    if (name == "pre" || name == "listing") role |= kPreformatted;
    if (name == "nav" || name == "menu" || aria == "navigation" || aria == "banner" ||
        aria == "contentinfo" || aria == "search" || aria == "complementary" || name == "form" ||
        name == "button" || name == "dialog") {
        role |= kAside;
    }
    // Within an article these hold its title, notes and credits.
    if ((name == "aside" || name == "header" || name == "footer") && article_ == 0) role |= kAside;
    return role;
}

void PageText::break_line(bool paragraph) {
    std::size_t end = text_.size();
    while (end > line_begin_ && is_blank(text_[end - 1]))
        --end;
    if (end > line_begin_) {
        TextLine line;
        line.begin = line_begin_;
        line.end = end;
        line.article = article_;
        line.note = note_;
        line.linked = linked_;
        line.paragraph = paragraph_pending_;
        for (unsigned bit = 0; bit < kRoles; ++bit) {
            if (role_counts_[bit] > 0) line.roles |= static_cast<std::uint8_t>(1u << bit);
        }
        lines_.push_back(line);
        paragraph_pending_ = false;
    }
    text_.resize(end);
    line_begin_ = end;
    linked_ = 0;
    blank_pending_ = false;
    paragraph_pending_ = paragraph_pending_ || paragraph;
}

void PageText::start(const MarkupToken& tag) {
    const bool is_void = among(kVoid, tag.name);
    if (role_counts_[0] > 0) {
        // No text comes from here.
    } else if (among(kParagraphs, tag.name)) {
        break_line(true);
    } else if (among(kLines, tag.name)) {
        break_line(false);
    } else if (tag.name == "td" || tag.name == "th") {
        blank_pending_ = true;
    }
    if (is_void) return;
    if (tag.name == "a") in_link_ = true;
    const std::uint8_t role = role_of(tag);
    if (role == kPlain && among(kInline, tag.name)) return;
    if (tag.closed && (tag.name == "svg" || tag.name == "math" || role_counts_[0] > 0)) return;
    const std::uint32_t id = name_id(tag.name);
    if (!open_.empty() && open_.back().name == id && among(kSiblings, tag.name)) pop();
    if (open_.size() >= kMostOpenElements) {
        flattened_ = true;
        return;
    }
    const bool is_note = tag.name == "aside" && article_ > 0;
    if ((role & ~kDropped) != 0 || is_note) break_line(false);
    open_.push_back({id, role, article_, note_});
    ++open_counts_[id];
    for (unsigned bit = 0; bit < kRoles; ++bit)
        role_counts_[bit] += role >> bit & 1;
    if ((role & kArticle) != 0) article_ = ++articles_;
    if (is_note) note_ = ++notes_;
}

void PageText::pop() {
    const Element element = open_.back();
    if ((element.role & ~kDropped) != 0 || element.note_before != note_) break_line(false);
    open_.pop_back();
    --open_counts_[element.name];
    for (unsigned bit = 0; bit < kRoles; ++bit)
        role_counts_[bit] -= element.role >> bit & 1;
    article_ = element.article_before;
    note_ = element.note_before;
    in_link_ = false;  // links hold no blocks that hold text beside them
}

void PageText::end(std::string_view name) {
    if (role_counts_[0] > 0) {
        // No text comes from here.
    } else if (among(kParagraphs, name)) {
        break_line(true);
    } else if (among(kLines, name)) {
        break_line(false);
    }
    if (name == "a") in_link_ = false;
    const auto found = name_ids_.find(std::string(name));
    if (found == name_ids_.end() || open_counts_[found->second] == 0) return;
    // Ends all that was opened within it; each element ends once.
    while (open_.back().name != found->second)
        pop();
    pop();
}

void PageText::text(std::string_view decoded) {
    if (role_counts_[0] > 0) return;
    if (role_counts_[5] > 0) {
        for (const char c : decoded) {
            if (c == '\n') {
                break_line(false);
            } else {
                text_ += c;
            }
        }
        return;
    }
    const std::size_t before = text_.size();
    for (std::size_t at = 0; at < decoded.size(); ++at) {
        // A no-break space is a blank to search and to read.
        const bool no_break =
            decoded[at] == '\xc2' && at + 1 < decoded.size() && decoded[at + 1] == '\xa0';
        if (no_break) ++at;
        if (no_break || is_blank(decoded[at])) {
            blank_pending_ = true;
            continue;
        }
        if (blank_pending_ && text_.size() > line_begin_) text_ += ' ';
        blank_pending_ = false;
        text_ += decoded[at];
    }
    if (in_link_) linked_ += text_.size() - before;
}

template <typename Wanted>
std::string PageText::join(Wanted wanted) const {
    std::string body;
    bool paragraph = false;
    for (const TextLine& line : lines_) {
        paragraph = paragraph || line.paragraph;
        if (!wanted(line)) continue;
        if (!body.empty()) body += paragraph ? "\n\n" : "\n";
        body.append(text_, line.begin, line.end - line.begin);
        paragraph = false;
    }
    return body;
}

// Asides within articles that are mostly links lead elsewhere.
void PageText::mark_links() {
    struct Sizes {
        std::size_t all = 0;
        std::size_t linked = 0;
    };
    std::vector<Sizes> notes(notes_ + 1);
    for (const TextLine& line : lines_) {
        notes[line.note].all += line.end - line.begin;
        notes[line.note].linked += line.linked;
    }
    for (TextLine& line : lines_) {
        if (line.note > 0 && notes[line.note].linked * 2 > notes[line.note].all)
            line.roles |= kAside;
    }
}

// What is wanted, of it the hidden lines only if they are more than the others.
template <typename Wanted>
std::string PageText::join_story(Wanted wanted) const {
    const auto story = [&](const TextLine& line) {
        return (line.roles & kAside) == 0 && wanted(line);
    };
    std::size_t shown = 0;
    std::size_t hidden = 0;
    for (const TextLine& line : lines_) {
        if (story(line)) ((line.roles & kHidden) != 0 ? hidden : shown) += line.end - line.begin;
    }
    return join([&](const TextLine& line) {
        return story(line) && (hidden > shown || (line.roles & kHidden) == 0);
    });
}

std::string PageText::take_body() {
    break_line(false);
    mark_links();
    constexpr std::size_t kLeast = 140;  // bytes of text that an article's element must hold
    std::size_t in_body = 0;
    std::size_t in_main = 0;
    std::vector<std::size_t> in_article(articles_ + 1, 0);
    for (const TextLine& line : lines_) {
        const std::size_t size = line.end - line.begin;
        if ((line.roles & kAside) != 0) continue;
        if ((line.roles & kArticleBody) != 0) in_body += size;
        if ((line.roles & kMain) != 0) in_main += size;
        if (line.article > 0) in_article[line.article] += size;
    }
    const auto largest = std::max_element(in_article.begin() + 1, in_article.end());
    const bool has_article = articles_ > 0 && *largest >= kLeast;
    const auto number = has_article ? static_cast<std::uint32_t>(largest - in_article.begin()) : 0u;
    std::string body;
    if (in_body >= kLeast) {
        body = join_story([](const TextLine& line) { return (line.roles & kArticleBody) != 0; });
    } else if (has_article) {
        body = join_story([&](const TextLine& line) { return line.article == number; });
    } else if (in_main >= kLeast) {
        body = join_story([](const TextLine& line) { return (line.roles & kMain) != 0; });
    } else {
        body = join_story([](const TextLine&) { return true; });
    }
    if (body.empty()) body = join([](const TextLine&) { return true; });
    return body;
}

namespace {

// Names of elements that scraped texts have.
constexpr std::string_view kTextElements[] = {
    "a",          "article", "b",     "blockquote", "body",   "br",    "cite", "div", "em",
    "figcaption", "figure",  "font",  "h1",         "h2",     "h3",    "h4",   "h5",  "h6",
    "hr",         "html",    "i",     "iframe",     "img",    "li",    "ol",   "p",   "q",
    "script",     "section", "small", "span",       "strong", "style", "sub",  "sup", "table",
    "tbody",      "td",      "tr",    "u",          "ul"};
// Of these, what no share's symbol is as it stands, and what makes paragraphs.
constexpr std::string_view kSureElements[] = {"p", "br", "div", "img", "li"};
constexpr std::string_view kBreaks[] = {"p", "br", "div"};

template <std::size_t N>
bool is_one_of(std::string_view name, const std::string_view (&names)[N]) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// The name of the tag that begins at `at`, "/" and letters as written; empty if none does.
std::string_view tag_at(std::string_view html, std::size_t at) {
    constexpr std::size_t kLongest = 12;
    std::size_t end = at + 1;
    if (end < html.size() && html[end] == '/') ++end;
    const auto in_name = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    while (end < html.size() && end - at < kLongest && in_name(html[end]))
        ++end;
    if (end == html.size()) return {};
    const char after = html[end];
    const bool ends =
        after == '>' || after == ' ' || after == '/' || after == '\n' || after == '\r';
    return ends ? html.substr(at + 1, end - at - 1) : std::string_view{};
}

bool is_html(std::string_view text) {
    for (std::size_t at = text.find('<'); at != std::string_view::npos;
         at = text.find('<', at + 1)) {
        std::string_view name = tag_at(text, at);
        if (name.starts_with('/')) {
            name.remove_prefix(1);
            if (is_one_of(lower_ascii(name), kTextElements)) return true;
        } else if (is_one_of(name, kSureElements)) {
            return true;
        }
    }
    return false;
}

bool has_breaks(std::string_view html) {
    for (std::size_t at = html.find('<'); at != std::string_view::npos;
         at = html.find('<', at + 1)) {
        if (is_one_of(lower_ascii(tag_at(html, at)), kBreaks)) return true;
    }
    return false;
}

// Behind an empty line within `text` at or behind `at`; npos if there is none. `end` is where the
// text before it ends.
std::size_t find_paragraph(std::string_view text, std::size_t at, std::size_t& end) {
    while ((end = text.find('\n', at)) != std::string_view::npos) {
        const std::size_t next = text.find_first_not_of(" \t\r\n", end);
        const std::size_t behind = std::min(next, text.size());
        if (std::count(text.begin() + static_cast<std::ptrdiff_t>(end),
                       text.begin() + static_cast<std::ptrdiff_t>(behind), '\n') > 1)
            return behind;
        at = behind;
    }
    end = text.size();
    return std::string_view::npos;
}

}  // namespace

std::string text_of_fragment(std::string_view html) {
    std::string decoded;
    const auto is_tag = [&](std::size_t at) {
        const char next = at + 1 < html.size() ? html[at + 1] : ' ';
        return next == '/' || next == '!' || (next >= 'a' && next <= 'z') ||
               (next >= 'A' && next <= 'Z');
    };
    std::size_t tag = html.find('<');
    while (tag != std::string_view::npos && !is_tag(tag))
        tag = html.find('<', tag + 1);
    if (tag == std::string_view::npos) {
        append_decoded(html, decoded);
        return decoded;
    }
    PageText page;
    const bool by_empty_lines = !has_breaks(html);
    MarkupToken paragraph;
    paragraph.kind = MarkupToken::Kind::Start;
    paragraph.name = "p";
    MarkupTokenizer tokens(html, MarkupTokenizer::Language::Html);
    MarkupToken token;
    while (tokens.next(token)) {
        if (token.kind == MarkupToken::Kind::Start) {
            page.start(token);
        } else if (token.kind == MarkupToken::Kind::End) {
            page.end(token.name);
        } else if (!token.literal) {
            decoded.clear();
            append_decoded(token.text, decoded);
            const std::string_view text(decoded);
            std::size_t begin = 0;
            while (by_empty_lines && begin != std::string_view::npos) {
                std::size_t end = 0;
                const std::size_t next = find_paragraph(text, begin, end);
                page.text(text.substr(begin, end - begin));
                if (next != std::string_view::npos) {
                    page.start(paragraph);
                    page.end(paragraph.name);
                }
                begin = next;
            }
            if (!by_empty_lines) page.text(text);
        }
    }
    return page.take_body();
}

std::string plain_text_of(std::string text) {
    if (is_html(text)) return text_of_fragment(text);
    if (text.find('&') == std::string::npos) return text;
    std::string decoded;
    append_decoded(text, decoded);
    return is_html(decoded) ? text_of_fragment(decoded) : decoded;
}

}  // namespace dateline
