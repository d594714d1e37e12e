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
    std::string author;
    std::string language;
    std::vector<std::pair<std::string, double>> dates;
    Metadata metadata;
};

void keep_first(std::string& target, std::string_view value) {
    if (target.empty()) target = trimmed(value);
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
        if (!content.starts_with("http")) keep_first(facts.author, content);
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

// A string, or the name of an object, or the first of a list of these.
std::string name_in(const nlohmann::json* value) {
    if (value != nullptr && value->is_array() && !value->empty()) value = &value->front();
    if (value != nullptr && value->is_object()) value = member(*value, "name");
    return value != nullptr && value->is_string() ? value->get<std::string>() : "";
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
            keep_first(facts.author, name_in(member(value, "author")));
            const std::string date = name_in(member(value, "datePublished"));
            if (!date.empty()) facts.dates.emplace_back(date, kPublishedMeta);
            const std::string section = name_in(member(value, "articleSection"));
            if (!section.empty()) facts.metadata.emplace_back("section", section);
            return;  // others are articles that the page links to
        }
    }
}

// "Headline | Site", "Headline - Site" without what names the site.
std::string without_site(const std::string& title, const std::string& site) {
    for (const std::string_view mark : {" | ", " - ", " – ", " — ", " « ", " :: "}) {
        const std::size_t at = title.rfind(mark);
        if (at == std::string::npos || at == 0) continue;
        const std::string_view tail = trimmed(std::string_view(title).substr(at + mark.size()));
        if (mark == " | " || (!site.empty() && fold(tail) == fold(site))) {
            return std::string(trimmed(std::string_view(title).substr(0, at)));
        }
    }
    return title;
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
        const std::string site = facts_.site.empty() ? facts_.ld_site : facts_.site;
        const std::array<std::string, 5> titles{facts_.og_title, facts_.ld_title,
                                                facts_.other_title, facts_.heading, facts_.title};
        for (const std::string& title : titles) {
            article.title = without_site(one_line(title), site);
            if (!article.title.empty()) break;
        }
        if (!article.title.empty()) article.title_origin = TitleOrigin::Given;
        article.url = facts_.url.empty() ? facts_.og_url : facts_.url;
        article.source = site;
        if (facts_.language.size() >= 2) {
            article.language = lower_ascii(facts_.language.substr(0, 2));
        }
        if (!facts_.author.empty()) article.metadata.emplace_back("author", facts_.author);
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
        if (page_.flattened()) {
            parsed_.warn("elements nested deeper than " + std::to_string(kMostOpenElements) +
                         " levels: their text is kept, their nesting is not");
        }
        if (article.body.empty() && article.title.empty()) {
            parsed_.skip("a page without text",
                         "its text may be made by a script: save the page from a browser");
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

ParsedArticle parse_html_article(std::string_view bytes) {
    ParsedArticle parsed;
    DecodedText decoded = decode_text(bytes, declared_charset(bytes));
    if (!decoded.warning.empty()) parsed.warn(std::move(decoded.warning));
    parsed.charset = std::move(decoded.charset);
    PageReader(decoded.text, parsed).run();
    make_valid(parsed.article);  // JSON strings can hold NULs
    return parsed;
}

}  // namespace dateline
