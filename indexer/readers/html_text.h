// The text of a page as lines, and which of them are the article.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "indexer/readers/markup.h"

namespace dateline {

// Open elements that are kept track of, as browsers do; what is nested deeper keeps its text.
inline constexpr std::size_t kMostOpenElements = 512;

// Takes the tags and the text of a page in order. Each token costs constant time on average,
// whatever is nested or left open.
class PageText {
public:
    void start(const MarkupToken& tag);
    void end(std::string_view name);
    void text(std::string_view decoded);

    bool within_article() const { return article_ > 0 || open_in(kMain); }
    bool within_graphic() const { return open_in(kDropped); }
    bool flattened() const { return flattened_; }

    // The article's lines: of the element marked as articleBody, else of the <article> with the
    // most text, else of <main>, else of all that is no menu, header, footer or aside; where that
    // leaves nothing, all. An aside within the article belongs to it unless it is mostly links.
    // What the page hides is left out, save where that is more than what it shows ("Read more").
    // Paragraphs are separated by an empty line.
    std::string take_body();

private:
    // What an open element makes of the text within it.
    enum Role : std::uint8_t {
        kPlain = 0,
        kDropped = 1,  // never text: templates, drawings, choices of a form
        kAside = 2,    // menus, page headers and footers, asides outside an article
        kMain = 4,
        kArticle = 8,
        kArticleBody = 16,
        kPreformatted = 32,
        kHidden = 64,  // by an attribute, or for want of scripts
    };
    static constexpr unsigned kRoles = 7;
    struct Element {
        std::uint32_t name = 0;  // index into names_
        std::uint8_t role = kPlain;
        std::uint32_t article_before = 0;  // to go back to
        std::uint32_t note_before = 0;
    };
    struct TextLine {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::uint8_t roles = 0;     // of all elements around it
        std::uint32_t article = 0;  // number of the innermost <article>, 0: none
        std::uint32_t note = 0;     // likewise of the innermost <aside> within an article
        std::size_t linked = 0;     // bytes of it that are links
        bool paragraph = false;     // an empty line goes before it
    };

    bool open_in(std::uint8_t role) const;
    void pop();
    void break_line(bool paragraph);
    std::uint32_t name_id(std::string_view name);
    std::uint8_t role_of(const MarkupToken& tag) const;
    void mark_links();
    template <typename Wanted>
    std::string join(Wanted wanted) const;
    template <typename Wanted>
    std::string join_story(Wanted wanted) const;

    std::string text_;
    std::size_t line_begin_ = 0;
    bool blank_pending_ = false;
    bool paragraph_pending_ = false;
    std::vector<TextLine> lines_;

    std::vector<Element> open_;
    std::unordered_map<std::string, std::uint32_t> name_ids_;
    std::vector<std::uint32_t> open_counts_;  // by name: how many are open
    std::size_t role_counts_[kRoles] = {};    // by bit of Role
    std::uint32_t article_ = 0;
    std::uint32_t articles_ = 0;
    std::uint32_t note_ = 0;
    std::uint32_t notes_ = 0;
    bool in_link_ = false;
    std::size_t linked_ = 0;  // bytes of the line at hand
    bool flattened_ = false;
};

// The text of a piece of HTML: without tags as it stands, its character references decoded, else
// its lines as take_body() has them. Where no tag makes paragraphs, empty lines do, as in the posts
// of WordPress.
std::string text_of_fragment(std::string_view html);

// What may be HTML, as text: as it stands if it has no tags that show it to be HTML (one that ends
// an element, or "<p>", "<br>" and the like in small letters: agencies write shares as "<P>"), but
// with character references decoded.
std::string plain_text_of(std::string text);

}  // namespace dateline
