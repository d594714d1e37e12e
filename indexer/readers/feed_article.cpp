#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "indexer/readers/charset.h"
#include "indexer/readers/html_text.h"
#include "indexer/readers/markup.h"
#include "indexer/readers/parse.h"

namespace dateline {
namespace {

// What the item as a whole says; of several texts the fullest is the story.
struct ItemFacts {
    std::string id, title, url, content, summary;
    std::string published, updated;
    std::string source;
    std::string kind, status;  // of a WordPress export
};

class ItemReader {
public:
    ItemReader(std::string_view text, ParsedArticle& parsed)
        : text_(text), tokens_(text, MarkupTokenizer::Language::Xml), parsed_(parsed) {}

    ItemFacts run() {
        MarkupToken token;
        if (!next(token)) return {};
        while (next(token)) {
            if (token.kind == MarkupToken::Kind::Start) element(token);
        }
        return std::move(facts_);
    }

private:
    bool next(MarkupToken& token) {
        before_ = tokens_.offset();
        return tokens_.next(token);
    }

    // One of the item's own; those within it are read along with it.
    void element(const MarkupToken& start) {
        const std::string name = start.name;
        Metadata& metadata = parsed_.article.metadata;
        if (name == "link") {
            const std::string_view rel = start.attribute("rel");
            const std::string_view href = trimmed(start.attribute("href"));
            if (!href.empty() && (rel.empty() || rel == "alternate")) keep(facts_.url, href);
        }
        if (name == "category" && !trimmed(start.attribute("term")).empty())
            metadata.emplace_back("category", trimmed(start.attribute("term")));
        if (start.closed) return;
        // The people of Atom have names, addresses and pages.
        const bool person = name == "author" || name == "contributor";
        const std::string inner = inner_markup(name, person ? "name" : "");
        const std::string value = one_line(text_of_fragment(inner));
        if (value.empty()) return;
        if (name == "title") {
            keep(facts_.title, value);
        } else if (name == "link") {
            keep(facts_.url, value);
        } else if (name == "guid" || name == "id") {
            keep(facts_.id, value);
        } else if (name == "pubdate" || name == "published" || name == "dc:date" ||
                   name == "issued") {
            keep(facts_.published, value);
        } else if (name == "updated" || name == "modified") {
            keep(facts_.updated, value);
        } else if (name == "content:encoded" || name == "content") {
            keep(facts_.content, text_of_fragment(inner));
        } else if (name == "description" || name == "summary") {
            keep(facts_.summary, text_of_fragment(inner));
        } else if (name == "wp:post_type") {
            keep(facts_.kind, value);
        } else if (name == "wp:status") {
            keep(facts_.status, value);
        } else if (name == "source") {
            keep(facts_.source, value);
        } else if (name == "author" || name == "dc:creator") {
            metadata.emplace_back("author", value);
        } else if (name == "category") {
            metadata.emplace_back("category", value);
        }
    }

    static void keep(std::string& target, std::string_view value) {
        if (target.empty()) target = trimmed(value);
    }

    // What stands up to the element's end, as HTML: escaped, in CDATA, or as elements of its own.
    // If `only` is given, of it the text in elements of this name, if there are any.
    std::string inner_markup(std::string_view name, std::string_view only) {
        std::string inner;
        std::string chosen;
        std::size_t depth = 1;
        bool inside = false;
        MarkupToken token;
        while (next(token)) {
            if (token.kind == MarkupToken::Kind::Text) {
                const std::size_t used = inner.size();
                if (token.literal) {
                    inner += token.text;
                } else {
                    append_decoded(token.text, inner);
                }
                if (inside) chosen.append(inner, used);
                continue;
            }
            const bool start = token.kind == MarkupToken::Kind::Start;
            if (token.name == name && !token.closed) depth = start ? depth + 1 : depth - 1;
            if (depth == 0) break;
            if (!only.empty() && token.name == only) inside = start && !token.closed;
            inner.append(text_.substr(before_, tokens_.offset() - before_));
        }
        return chosen.empty() ? inner : chosen;
    }

    std::string_view text_;
    MarkupTokenizer tokens_;
    ParsedArticle& parsed_;
    ItemFacts facts_;
    std::size_t before_ = 0;  // where the token at hand begins
};

// What a WordPress export has beside posts that were published; empty for these.
std::string unpublished_kind(const ItemFacts& facts) {
    static constexpr std::string_view kNoPosts[] = {
        "attachment",       "nav_menu_item", "revision",      "custom_css",   "customize_changeset",
        "wp_global_styles", "wp_template",   "wp_navigation", "oembed_cache", "user_request"};
    static constexpr std::string_view kHidden[] = {"draft",   "auto-draft", "pending",
                                                   "private", "trash",      "future"};
    const auto among = [](std::string_view value, const auto& names) {
        return std::find(std::begin(names), std::end(names), value) != std::end(names);
    };
    if (among(facts.kind, kNoPosts)) return facts.kind;
    return among(facts.status, kHidden) ? facts.status : "";
}

}  // namespace

std::string feed_title(std::string_view head) {
    MarkupTokenizer tokens(head, MarkupTokenizer::Language::Xml);
    MarkupToken token;
    std::string title;
    bool inside = false;
    while (tokens.next(token)) {
        if (token.kind == MarkupToken::Kind::Text) {
            if (!inside) continue;
            if (token.literal) {
                title += token.text;
            } else {
                append_decoded(token.text, title);
            }
        } else if (token.kind == MarkupToken::Kind::Start) {
            if (token.name == "item" || token.name == "entry" || token.name == "image") return "";
            inside = token.name == "title" && !token.closed;
        } else if (inside) {
            break;
        }
    }
    return one_line(text_of_fragment(title));
}

ParsedArticle parse_feed_item(std::string_view bytes, std::string_view charset,
                              std::string_view feed) {
    ParsedArticle parsed;
    DecodedText decoded = decode_text(bytes, charset);
    if (!decoded.warning.empty()) parsed.warn(std::move(decoded.warning));
    parsed.charset = std::move(decoded.charset);
    ItemFacts facts = ItemReader(decoded.text, parsed).run();
    if (const std::string kind = unpublished_kind(facts); !kind.empty()) {
        parsed.leave_out("no published post: " + kind);
        return parsed;
    }
    Article& article = parsed.article;
    article.id = std::move(facts.id);
    article.url = std::move(facts.url);
    article.source = facts.source.empty() ? std::string(feed) : std::move(facts.source);
    article.title = std::move(facts.title);
    if (!article.title.empty()) article.title_origin = TitleOrigin::Given;
    article.body = std::move(facts.content.empty() ? facts.summary : facts.content);
    add_date(parsed, facts.published, DateSource::Given, 1.0);
    if (facts.published.empty()) {
        add_date(parsed, facts.updated, DateSource::Given, kUpdatedItem);
    } else if (!facts.updated.empty()) {
        article.metadata.emplace_back("updated", facts.updated);
    }
    make_valid(article);
    if (article.body.empty() && article.title.empty()) parsed.skip("an item without text");
    return parsed;
}

}  // namespace dateline
