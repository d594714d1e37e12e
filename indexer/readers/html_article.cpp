#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <vector>

#include <nlohmann/json.hpp>

#include "common/ascii.h"
#include "common/text.h"
#include "indexer/readers/charset.h"
#include "indexer/readers/html_text.h"
#include "indexer/readers/markup.h"
#include "indexer/readers/parse.h"

namespace dateline {
namespace {

// What the head of a page says, by what it says it in.
struct PageFacts {
    std::string og_title, ld_title, other_title, title, heading;
    std::string url, og_url;
    std::string site, ld_site;
    std::string ld_body;
    std::vector<std::string> authors, ld_authors;
    std::string language;
    std::vector<std::pair<std::string, double>> dates;
    Metadata metadata;
};

void keep_first(std::string& target, std::string_view value) {
    if (target.empty()) target = trimmed(value);
}

void add_author(std::string_view name, std::vector<std::string>& authors) {
    constexpr std::size_t kMostAuthors = 20;
    std::string author = one_line(name);
    if (author.empty() || authors.size() >= kMostAuthors) return;
    if (std::find(authors.begin(), authors.end(), author) == authors.end())
        authors.push_back(std::move(author));
}

void read_meta(const MarkupToken& token, PageFacts& facts) {
    std::string_view key = token.attribute("property");
    if (key.empty()) key = token.attribute("name");
    if (key.empty()) key = token.attribute("itemprop");
    const std::string name = lower_ascii(key.substr(0, 100));
    const std::string_view content = trimmed(token.attribute("content"));
    if (name.empty() || content.empty()) return;
    static constexpr std::string_view kPublished[] = {
        "article:published_time", "og:article:published_time", "article:published", "datepublished",
        "og:published_time"};
    static constexpr std::string_view kOtherDates[] = {"date",
                                                       "pubdate",
                                                       "publishdate",
                                                       "publish-date",
                                                       "publish_date",
                                                       "publication_date",
                                                       "dc.date",
                                                       "dc.date.issued",
                                                       "dcterms.date",
                                                       "dcterms.created",
                                                       "dcterms.issued",
                                                       "sailthru.date",
                                                       "parsely-pub-date",
                                                       "article.published",
                                                       "article_date_original",
                                                       "originalpublicationdate",
                                                       "citation_publication_date"};
    const auto among = [&](const auto& names) {
        return std::find(std::begin(names), std::end(names), name) != std::end(names);
    };
    if (among(kPublished)) {
        facts.dates.emplace_back(content, kPublishedMeta);
    } else if (among(kOtherDates)) {
        facts.dates.emplace_back(content, kOtherMeta);
    } else if (name == "og:title") {
        keep_first(facts.og_title, content);
    } else if (name == "twitter:title" || name == "dc.title" || name == "headline") {
        keep_first(facts.other_title, content);
    } else if (name == "og:url") {
        keep_first(facts.og_url, content);
    } else if (name == "og:site_name") {
        keep_first(facts.site, content);
    } else if (name == "author" || name == "article:author" || name == "dc.creator") {
        if (!content.starts_with("http")) add_author(content, facts.authors);
    } else if (name == "article:section" || name == "keywords" || name == "news_keywords" ||
               name == "article:tag") {
        facts.metadata.emplace_back(name.starts_with("article:") ? name.substr(8) : name, content);
    }
}

// ---- JSON-LD

const nlohmann::json* member(const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

// Strings, names of objects, or a list of these. Many sites escape them as if they were HTML.
std::vector<std::string> names_in(const nlohmann::json* value) {
    std::vector<std::string> names;
    const auto add = [&](const nlohmann::json* item) {
        if (item->is_object()) item = member(*item, "name");
        if (item == nullptr || !item->is_string()) return;
        std::string name;
        append_decoded(item->get_ref<const std::string&>(), name);
        names.push_back(std::move(name));
    };
    if (value != nullptr && value->is_array()) {
        for (const nlohmann::json& item : *value)
            add(&item);
    } else if (value != nullptr) {
        add(value);
    }
    return names;
}

std::string name_in(const nlohmann::json* value) {
    const std::vector<std::string> names = names_in(value);
    return names.empty() ? "" : names.front();
}

bool is_article_type(const nlohmann::json& object) {
    const nlohmann::json* type = member(object, "@type");
    if (type == nullptr) return false;
    const auto good = [](const nlohmann::json& name) {
        if (!name.is_string()) return false;
        const auto& text = name.get_ref<const std::string&>();
        return text.ends_with("Article") || text.ends_with("Posting") || text == "Report";
    };
    if (type->is_array()) return std::any_of(type->begin(), type->end(), good);
    return good(*type);
}

bool nests_deeply(std::string_view text) {
    constexpr int kMostLevels = 64;
    int depth = 0;
    for (const char c : text) {
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        if (depth > kMostLevels) return true;
    }
    return false;
}

void read_json_ld(std::string_view text, PageFacts& facts) {
    constexpr std::size_t kLargest = std::size_t{1} << 20;
    if (text.size() > kLargest || nests_deeply(text)) return;
    const nlohmann::json root = nlohmann::json::parse(text, nullptr, false, true);
    std::vector<const nlohmann::json*> open{&root};
    while (!open.empty()) {
        const nlohmann::json& value = *open.back();
        open.pop_back();
        if (value.is_array()) {
            for (auto item = value.rbegin(); item != value.rend(); ++item)
                open.push_back(&*item);
        } else if (value.is_object()) {
            if (const nlohmann::json* graph = member(value, "@graph")) open.push_back(graph);
            if (const nlohmann::json* main = member(value, "mainEntity")) open.push_back(main);
            if (!is_article_type(value)) continue;
            keep_first(facts.ld_title, name_in(member(value, "headline")));
            keep_first(facts.ld_site, name_in(member(value, "publisher")));
            for (const std::string& name : names_in(member(value, "author")))
                add_author(name, facts.ld_authors);
            keep_first(facts.ld_body, name_in(member(value, "articleBody")));
            const std::string date = name_in(member(value, "datePublished"));
            if (!date.empty()) facts.dates.emplace_back(date, kPublishedMeta);
            const std::string section = name_in(member(value, "articleSection"));
            if (!section.empty()) facts.metadata.emplace_back("section", section);
            return;  // others are articles that the page links to
        }
    }
}

// Letters and digits alone, in lower case: "The Amara Courier" as its host's name writes it, and
// headlines whatever their quotation marks are.
std::string squeezed(std::string_view text) {
    const std::string folded = fold(text);
    std::string result;
    for (std::size_t at = 0; at < folded.size(); ++at) {
        const char c = folded[at];
        const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                          static_cast<unsigned char>(c) >= 0x80;
        if (folded.compare(at, 2, "\xe2\x80") == 0) {  // dashes and quotation marks
            at += 2;
        } else if (word) {
            result += c;
        }
    }
    return result;
}

std::string_view host_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) return {};
    url.remove_prefix(scheme + 3);
    return url.substr(0, url.find_first_of("/?#:"));
}

// What titles of a page are taken apart by.
struct TitleContext {
    std::string site;     // its name; may be empty
    std::string host;     // likewise
    std::string heading;  // the page's own, one line; likewise
};

constexpr std::string_view kTitleMarks[] = {" | ", " - ", " – ", " — ", " « ", " :: "};

bool names_site(std::string_view part, const TitleContext& context) {
    constexpr std::size_t kLeast = 3;
    const std::string name = squeezed(part);
    const std::string site = squeezed(context.site);
    if (!site.empty() && (name == site || name == "the" + site || "the" + name == site))
        return true;
    return name.size() >= kLeast && squeezed(context.host).find(name) != std::string::npos;
}

// "Headline | Site", "Headline - Site" without what names the site, "Opinion | Headline" as it is,
// or as the page's heading has it. `is_element`: it is that of <title>, which mostly names the
// site.
std::string without_site(const std::string& title, const TitleContext& context, bool is_element) {
    struct Cut {
        std::size_t begin;  // of the mark
        std::size_t end;
    };
    constexpr std::size_t kMostCuts = 6;
    std::vector<Cut> cuts;
    for (std::size_t at = 1; at < title.size() && cuts.size() < kMostCuts; ++at) {
        for (const std::string_view mark : kTitleMarks) {
            if (!std::string_view(title).substr(at).starts_with(mark)) continue;
            cuts.push_back({at, at + mark.size()});
            at += mark.size() - 1;
            break;
        }
    }
    if (cuts.empty()) return title;
    const auto between = [&](std::size_t begin, std::size_t end) {
        return std::string(trimmed(std::string_view(title).substr(begin, end - begin)));
    };
    const std::string heading = squeezed(context.heading);
    if (!heading.empty()) {
        if (squeezed(title) == heading) return title;
        for (std::size_t from = 0; from <= cuts.size(); ++from) {
            for (std::size_t to = from; to <= cuts.size(); ++to) {
                std::string part = between(from == 0 ? 0 : cuts[from - 1].end,
                                           to == cuts.size() ? title.size() : cuts[to].begin);
                if (squeezed(part) == heading) return part;
            }
        }
    }
    const Cut& last = cuts.back();
    std::string head = between(0, last.begin);
    const std::string tail = between(last.end, title.size());
    if (head.empty()) return title;
    if (names_site(tail, context)) return head;
    if (title.compare(last.begin, 3, " | ") != 0) return title;
    // A site that nothing names: short, behind a headline that is not.
    constexpr std::ptrdiff_t kMostWords = 4;
    constexpr std::ptrdiff_t kLeastWords = 3;
    const auto count_words = [](std::string_view text) {
        return std::count(text.begin(), text.end(), ' ') + 1;
    };
    const auto words = count_words(head);
    const bool short_tail = count_words(tail) <= kMostWords && count_words(tail) <= words;
    return short_tail && (words >= kLeastWords || is_element) ? head : title;
}

class PageReader {
public:
    PageReader(std::string_view page, ParsedArticle& parsed)
        : tokens_(page, MarkupTokenizer::Language::Html), parsed_(parsed) {}

    void run() {
        MarkupToken token;
        while (tokens_.next(token)) {
            switch (token.kind) {
                case MarkupToken::Kind::Text:
                    text(token);
                    break;
                case MarkupToken::Kind::Start:
                    start(token);
                    break;
                case MarkupToken::Kind::End:
                    end(token);
                    break;
            }
        }
        finish();
    }

private:
    void text(const MarkupToken& token) {
        if (token.literal) {
            if (json_ld_) read_json_ld(token.text, facts_);
            json_ld_ = false;
            return;
        }
        if (in_title_) {
            std::string title;
            append_decoded(token.text, title);
            keep_first(facts_.title, title);
            in_title_ = false;
            return;
        }
        decoded_.clear();
        append_decoded(token.text, decoded_);
        if (in_heading_ && heading_.size() < 1000) heading_ += decoded_;
        page_.text(decoded_);
    }

    void start(const MarkupToken& token) {
        if (token.name == "meta") {
            read_meta(token, facts_);
        } else if (token.name == "link") {
            if (lower_ascii(token.attribute("rel").substr(0, 100)) == "canonical") {
                keep_first(facts_.url, token.attribute("href"));
            }
        } else if (token.name == "script") {
            json_ld_ = lower_ascii(token.attribute("type").substr(0, 100)).find("ld+json") !=
                       std::string::npos;
        } else if (token.name == "title") {
            in_title_ = !page_.within_graphic();
        } else if (token.name == "html") {
            keep_first(facts_.language, token.attribute("lang"));
        } else if (token.name == "time") {
            const std::string_view when = token.attribute("datetime");
            const bool published = token.attribute("itemprop") == "datePublished" ||
                                   token.attribute("pubdate").data() != nullptr;
            if (published && !when.empty()) {
                facts_.dates.emplace_back(when, kPublishedMeta);
            } else if (first_time_.empty() && page_.within_article()) {
                first_time_ = when;
            }
        } else if (token.name == "h1" && heading_.empty()) {
            in_heading_ = true;
        }
        page_.start(token);
    }

    void end(const MarkupToken& token) {
        if (token.name == "h1") {
            in_heading_ = false;
            keep_first(facts_.heading, one_line(heading_));
        }
        page_.end(token.name);
    }

    void finish() {
        Article& article = parsed_.article;
        TitleContext context;
        context.site = facts_.site.empty() ? facts_.ld_site : facts_.site;
        article.url = facts_.url.empty() ? facts_.og_url : facts_.url;
        context.host = host_of(article.url);
        context.heading = facts_.heading;
        const std::array<std::string, 5> titles{facts_.og_title, facts_.ld_title,
                                                facts_.other_title, facts_.heading, facts_.title};
        for (const std::string& title : titles) {
            article.title = without_site(one_line(title), context, &title == &titles.back());
            if (!article.title.empty()) break;
        }
        if (!article.title.empty()) article.title_origin = TitleOrigin::Given;
        article.source = context.site;
        if (facts_.language.size() >= 2) {
            article.language = lower_ascii(facts_.language.substr(0, 2));
        }
        for (std::string& author : facts_.ld_authors.empty() ? facts_.authors : facts_.ld_authors)
            article.metadata.emplace_back("author", std::move(author));
        for (const auto& entry : facts_.metadata) {
            article.metadata.push_back(entry);
        }
        if (facts_.dates.empty() && !first_time_.empty()) {
            facts_.dates.emplace_back(first_time_, kTimeElement);
        }
        std::stable_sort(facts_.dates.begin(), facts_.dates.end(),
                         [](const auto& a, const auto& b) { return a.second > b.second; });
        constexpr std::size_t kMostDates = 8;
        if (facts_.dates.size() > kMostDates) facts_.dates.resize(kMostDates);
        for (const auto& [text, confidence] : facts_.dates)
            add_date(parsed_, text, DateSource::Markup, confidence);
        article.body = page_.take_body();
        // A page that a script makes has its text for search engines at most.
        constexpr std::size_t kLeast = 140;  // bytes
        constexpr std::size_t kMuchMore = 4;
        if (facts_.ld_body.size() >= kLeast &&
            facts_.ld_body.size() > kMuchMore * article.body.size()) {
            article.body = text_of_fragment(facts_.ld_body);
        }
        if (page_.flattened()) {
            parsed_.warn("elements nested deeper than " + std::to_string(kMostOpenElements) +
                         " levels: their text is kept, their nesting is not");
        }
        if (!article.body.empty()) return;
        constexpr const char* kScript =
            "its text may be made by a script: save the page from a browser";
        if (article.title.empty()) {
            parsed_.skip("a page without text", kScript);
        } else {
            parsed_.warn("a page with a title, but without text", kScript);
        }
    }

    MarkupTokenizer tokens_;
    ParsedArticle& parsed_;
    PageFacts facts_;
    PageText page_;
    std::string decoded_;
    std::string heading_;
    std::string first_time_;
    bool json_ld_ = false;
    bool in_title_ = false;
    bool in_heading_ = false;
};

}  // namespace

ParsedArticle parse_html_article(std::string_view bytes, std::string_view charset) {
    ParsedArticle parsed;
    DecodedText decoded =
        decode_text(bytes, charset.empty() ? declared_charset(bytes) : std::string(charset));
    if (!decoded.warning.empty()) parsed.warn(std::move(decoded.warning));
    parsed.charset = std::move(decoded.charset);
    PageReader(decoded.text, parsed).run();
    make_valid(parsed.article);  // JSON strings can hold NULs
    return parsed;
}

}  // namespace dateline
