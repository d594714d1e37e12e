#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "common/date.h"
#include "common/text.h"
#include "indexer/readers/charset.h"
#include "indexer/readers/markup.h"
#include "indexer/readers/parse.h"

namespace dateline {
namespace {

// What the text of an element is for.
enum class Role {
    Other,      // metadata if short
    Part,       // belongs to the element around it
    Paragraph,  // likewise, with a break before and after
    Text,       // the story
    Title,
    Date,
    Id,
    Source,
    Url,
    Dateline,
    Dropped,
};

struct Known {
    std::string_view name;
    Role role;
};
constexpr Known kTrec[] = {
    {"docno", Role::Id},       {"title", Role::Title},       {"headline", Role::Title},
    {"head", Role::Title},     {"hl", Role::Title},          {"ti", Role::Title},
    {"h3", Role::Part},        {"date", Role::Date},         {"date1", Role::Date},
    {"date_time", Role::Date}, {"pubdate", Role::Date},      {"dd", Role::Date},
    {"source", Role::Source},  {"so", Role::Source},         {"pub", Role::Source},
    {"url", Role::Url},        {"dateline", Role::Dateline}, {"text", Role::Text},
    {"lp", Role::Text},        {"leadpara", Role::Text},     {"body", Role::Text},
    {"graphic", Role::Text},   {"summary", Role::Text},
};
constexpr Known kReuters[] = {
    {"title", Role::Title},    {"date", Role::Date}, {"dateline", Role::Dateline},
    {"body", Role::Text},      {"text", Role::Text}, {"unknown", Role::Dropped},
    {"mknote", Role::Dropped},
};
constexpr Known kNews[] = {
    {"hl1", Role::Title},
    {"title", Role::Title},
    {"headline", Role::Title},
    {"dateline", Role::Dateline},
    {"body.content", Role::Text},
    {"text", Role::Text},
    {"inlinexml", Role::Text},
    {"datacontent", Role::Text},
    {"distributor", Role::Source},
    {"provider", Role::Source},
    {"providerid", Role::Source},
    {"publicidentifier", Role::Id},
    {"story.date", Role::Part},
    {"location", Role::Part},
    {"hl2", Role::Other},
    {"abstract", Role::Other},
    {"byline", Role::Other},
    {"bytag", Role::Part},
    {"person", Role::Part},
    {"firstcreated", Role::Date},
    {"thisrevisioncreated", Role::Dropped},
    {"versioncreated", Role::Dropped},
    {"contentcreated", Role::Date},
    {"dateandtime", Role::Date},
    {"media", Role::Paragraph},
};
// Within a text or a title.
constexpr std::string_view kParagraphs[] = {
    "p",  "br", "hr",     "h1",  "h2",    "h3", "h4",   "table", "tr",
    "li", "ul", "ol",     "div", "block", "bq", "note", "pre",   "media.caption",
    "f",  "fn", "caption"};

template <std::size_t N>
std::optional<Role> role_in(const Known (&known)[N], std::string_view name) {
    for (const Known& entry : known) {
        if (entry.name == name) return entry.role;
    }
    return std::nullopt;
}

// The day in a document's number as agencies' collections have it: "AP890101-0001",
// "WSJ870324-0001", "NYT19980601.0001", "AFP_ENG_20040501.0001". Nothing for others.
std::optional<Day> day_of_number(std::string_view id) {
    const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto skip = [&](auto wanted) {
        const auto end = std::find_if_not(id.begin(), id.end(), wanted);
        const std::string_view skipped = id.substr(0, static_cast<std::size_t>(end - id.begin()));
        id.remove_prefix(skipped.size());
        return skipped;
    };
    const std::string_view agency = skip(is_letter);
    if (agency.size() < 2) return std::nullopt;
    if (id.starts_with('_')) {  // and a language
        id.remove_prefix(1);
        if (skip(is_letter).empty() || !id.starts_with('_')) return std::nullopt;
        id.remove_prefix(1);
    }
    const std::string_view digits = skip(is_digit);
    if (id.size() < 2 || !is_digit(id[1])) return std::nullopt;
    const auto day = [&](std::size_t year_size, int century) {
        const auto number = [&](std::size_t at, std::size_t size) {
            return std::atoi(std::string(digits.substr(at, size)).c_str());
        };
        return make_day(century + number(0, year_size), static_cast<unsigned>(number(year_size, 2)),
                        static_cast<unsigned>(number(year_size + 2, 2)));
    };
    if (digits.size() == 8 && id[0] == '.') return day(4, 0);
    // Others write day and month the other way round: LA010189-0001.
    if (digits.size() == 6 && id[0] == '-' && (agency == "AP" || agency == "WSJ"))
        return day(2, 1900);
    return std::nullopt;
}

class DocumentReader {
public:
    DocumentReader(std::string_view text, Format format, ParsedArticle& parsed)
        : tokens_(text, MarkupTokenizer::Language::Xml),
          format_(format == Format::NewsMessage ? Format::NewsXml : format),
          full_text_(text.find("full_text") != std::string_view::npos),
          parsed_(parsed) {}

    void run() {
        MarkupToken token;
        while (tokens_.next(token)) {
            if (token.kind == MarkupToken::Kind::Text) {
                text(token);
            } else if (token.kind == MarkupToken::Kind::Start) {
                start(token);
            } else {
                end(token.name);
            }
        }
        while (!open_.empty())
            close();
        finish();
    }

private:
    static constexpr std::size_t kMostOpen = 64;
    static constexpr std::size_t kLongestMetadata = 500;

    struct Element {
        std::string name;
        Role role = Role::Other;
    };

    Role role_now() const { return open_.empty() ? Role::Other : open_.back().role; }

    Role role_of(std::string_view name) const {
        const Role around = role_now();
        if (around == Role::Dropped) return Role::Dropped;
        const bool is_break = std::find(std::begin(kParagraphs), std::end(kParagraphs), name) !=
                              std::end(kParagraphs);
        std::optional<Role> role = format_ == Format::Trec      ? role_in(kTrec, name)
                                   : format_ == Format::Reuters ? role_in(kReuters, name)
                                                                : role_in(kNews, name);
        if (around == Role::Text) {
            // Reuters-21578 has title, dateline and body within its text.
            if (format_ == Format::Reuters && role) return *role;
            if (role == Role::Dropped || role == Role::Title) return *role;
            return Role::Text;
        }
        if (around == Role::Title || around == Role::Dateline || around == Role::Date ||
            around == Role::Id || around == Role::Source || around == Role::Url) {
            return around;
        }
        if (role == Role::Title && format_ == Format::NewsXml &&
            (!title_.empty() || in_item_metadata())) {
            return Role::Other;
        }
        if (role) return *role;
        if (is_break && around == Role::Other) return Role::Other;
        return Role::Other;
    }

    void start(const MarkupToken& token) {
        const std::string_view name = token.name;
        read_attributes(token);
        const bool is_break = std::find(std::begin(kParagraphs), std::end(kParagraphs), name) !=
                              std::end(kParagraphs);
        if (is_break && role_now() == Role::Text) break_paragraph();
        if (token.closed) return;
        // In SGML paragraphs and fields are left open.
        if (is_break && !open_.empty() && open_.back().name == name) close();
        if (open_.size() >= kMostOpen) return;
        if (role_now() == Role::Other) value_.clear();
        open_.push_back({token.name, repeats_lead(token) ? Role::Dropped : role_of(name)});
        if (open_.back().role == Role::Text) break_paragraph();
    }

    // The New York Times' corpus has the first paragraphs once more, before the whole.
    bool repeats_lead(const MarkupToken& token) const {
        return format_ == Format::NewsXml && full_text_ && token.name == "block" &&
               token.attribute("class") == "lead_paragraph";
    }

    // Of NewsML-G2, where titles are names for editors.
    bool in_item_metadata() const {
        return std::any_of(open_.begin(), open_.end(),
                           [](const Element& element) { return element.name == "itemmeta"; });
    }

    void end(std::string_view name) {
        const auto found = std::find_if(open_.rbegin(), open_.rend(), [&](const Element& element) {
            return element.name == name;
        });
        if (found == open_.rend()) return;
        const auto keep = static_cast<std::size_t>(open_.rend() - found) - 1;
        while (open_.size() > keep)
            close();
    }

    void close() {
        const Element element = std::move(open_.back());
        open_.pop_back();
        const bool outermost = role_now() != element.role;
        if (element.role == Role::Text) break_paragraph();
        if (element.role == Role::Other || outermost) take_value(element);
    }

    void take_value(const Element& element) {
        const std::string value = one_line(value_);
        if (element.role == Role::Text || element.role == Role::Dropped) return;
        value_.clear();
        if (value.empty()) return;
        Article& article = parsed_.article;
        const auto keep_first = [&](std::string& target) {
            if (target.empty()) {
                target = value;
            } else {
                article.metadata.emplace_back(element.name, value);
            }
        };
        switch (element.role) {
            case Role::Title:
                keep_first(title_);
                break;
            case Role::Date:
                dates_.push_back(value);
                break;
            case Role::Id:
                keep_first(article.id);
                break;
            case Role::Source:
                keep_first(article.source);
                break;
            case Role::Url:
                keep_first(article.url);
                break;
            case Role::Dateline:
                keep_first(dateline_);
                break;
            default:
                if (element.name == "title" && in_item_metadata()) item_title_ = value;
                if (value.size() <= kLongestMetadata) {
                    // Reuters-21578 lists its topics as <TOPICS><D>grain</D>…
                    const bool item = element.name == "d" && !open_.empty();
                    article.metadata.emplace_back(item ? open_.back().name : element.name, value);
                } else {
                    other_text_.append(other_text_.empty() ? "" : "\n\n").append(value);
                }
        }
    }

    void text(const MarkupToken& token) {
        const Role role = role_now();
        if (role == Role::Dropped) return;
        std::string& target = role == Role::Text ? paragraph_ : value_;
        if (token.literal) {
            target += token.text;
        } else {
            append_decoded(token.text, target, &unknown_);
        }
    }

    void break_paragraph() {
        const std::string_view text = trimmed_lines(paragraph_);
        if (!text.empty()) {
            if (!body_.empty()) body_ += "\n\n";
            body_ += text;
        }
        paragraph_.clear();
    }

    // Without empty lines at either end, the first line's indentation kept out.
    static std::string_view trimmed_lines(std::string_view text) { return trimmed(text); }

    void read_attributes(const MarkupToken& token) {
        Article& article = parsed_.article;
        const auto take = [&](const char* name, std::string& target) {
            if (target.empty()) target = trimmed(token.attribute(name));
        };
        const auto take_date = [&](const char* name) {
            const std::string_view value = trimmed(token.attribute(name));
            if (!value.empty()) dates_.emplace_back(value);
        };
        if (token.name == "reuters") {
            const std::string_view number = token.attribute("newid");
            if (!number.empty() && article.id.empty()) {
                article.id = "reuters-" + std::string(number);
            }
            for (const char* name : {"lewissplit", "cgisplit", "oldid"}) {
                const std::string_view value = trimmed(token.attribute(name));
                if (!value.empty()) article.metadata.emplace_back(name, value);
            }
        } else if (format_ == Format::Trec && token.name == "doc") {
            // Gigaword's, and those of texts taken from a wiki.
            take("id", article.id);
            take("url", article.url);
            take("title", title_);
            const std::string_view type = trimmed(token.attribute("type"));
            if (!type.empty()) article.metadata.emplace_back("type", type);
        } else if (format_ == Format::NewsXml) {
            if (token.name == "doc-id") take("id-string", article.id);
            if (token.name == "newsitem") {
                take("itemid", article.id);
                take("guid", article.id);
                take_date("date");
                const std::string_view language = token.attribute("xml:lang");
                if (language.size() >= 2) article.language = fold(language.substr(0, 2));
            }
            if (token.name == "date.issue") take_date("norm");
            if (token.name == "pubdata") {
                take_date("date.publication");
                take("name", article.source);
                take("ex-ref", article.url);
            }
            if (token.name == "dc") {
                const std::string_view element = token.attribute("element");
                if (element == "dc.date.published") take_date("value");
                if (element == "dc.publisher") take("value", article.source);
            }
        }
    }

    void finish() {
        Article& article = parsed_.article;
        // What stands outside of all elements that are known, if there is nothing else.
        if (body_.empty()) body_ = other_text_.empty() ? std::string(trimmed(value_)) : other_text_;
        if (title_.empty()) title_ = std::move(item_title_);
        if (!title_.empty()) {
            article.title = title_;
            article.title_origin = TitleOrigin::Given;
        }
        article.body = std::move(body_);
        if (!dateline_.empty()) {
            // As agencies print it, so that it is found and dated like any other.
            std::string_view place = dateline_;
            while (!place.empty() && (place.back() == '-' || place.back() == ' '))
                place.remove_suffix(1);
            article.body = std::string(place) + " - " + article.body;
        }
        constexpr std::size_t kMostDates = 4;
        if (dates_.size() > kMostDates) dates_.resize(kMostDates);
        for (const std::string& date : dates_) {
            // NITF writes days and times without separators: 20040615T103000-0500.
            const bool compact = format_ == Format::NewsXml && date.size() > 8 && date[8] == 'T' &&
                                 parse_metadata_date(date.substr(0, 8));
            add_date(parsed_, compact ? date.substr(0, 8) : date,
                     format_ == Format::NewsXml ? DateSource::Markup : DateSource::Given,
                     format_ == Format::NewsXml ? kPublishedMeta : 1.0);
        }
        if (const auto day = day_of_number(article.id); dates_.empty() && day) {
            article.dates.push_back(
                {day_interval(*day), DateSource::Given, kDocumentNumber, article.id});
        }
        if (unknown_ > 0) {
            parsed_.warn(std::to_string(unknown_) + " entities are not known and stay as written",
                         "entities that a document defines are never expanded");
        }
        if (article.body.empty() && article.title.empty()) {
            parsed_.skip("a document without text");
        }
    }

    MarkupTokenizer tokens_;
    Format format_;
    bool full_text_;  // has a block of this class
    ParsedArticle& parsed_;
    std::vector<Element> open_;
    std::string value_;      // of the innermost element that is no text
    std::string paragraph_;  // of the text at hand
    std::string body_;
    std::string other_text_;
    std::string title_;
    std::string item_title_;
    std::string dateline_;
    std::vector<std::string> dates_;
    std::size_t unknown_ = 0;
};

}  // namespace

ParsedArticle parse_xml_article(std::string_view bytes, Format format) {
    ParsedArticle parsed;
    DecodedText decoded = decode_text(bytes, declared_charset(bytes));
    if (!decoded.warning.empty()) parsed.warn(std::move(decoded.warning));
    parsed.charset = std::move(decoded.charset);
    DocumentReader(decoded.text, format, parsed).run();
    make_valid(parsed.article);  // names of elements are cut
    return parsed;
}

}  // namespace dateline
