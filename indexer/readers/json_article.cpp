#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include "common/text.h"
#include "indexer/readers/parse.h"

namespace dateline {
namespace {

// Takes the parser's events of one object and fills an article.
class ArticleHandler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, ArticleHandler> {
public:
    ArticleHandler(const FieldNames& fields, ParsedArticle& parsed)
        : fields_(fields), parsed_(parsed) {
        static constexpr std::string_view kTargets[] = {"id",  "title", "body",
                                                        "url", "date",  "source"};
        static_assert(std::size(kTargets) == std::tuple_size_v<decltype(targets_)>);
        for (std::size_t i = 0; i < targets_.size(); ++i)
            targets_[i].target = kTargets[i];
    }

    bool Null() { return top_level() || value_done(); }
    // "published": true says nothing of when.
    bool Bool(bool value) { return add(value ? "true" : "false", false); }
    // NaN and Infinity, which programs write though JSON has none, are no values.
    bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
        const std::string_view number(text, size);
        return number.find_first_of("NI") == std::string_view::npos ? add(number, true, true)
                                                                    : Null();
    }
    bool String(const char* text, rapidjson::SizeType size, bool) {
        return add({text, size}, true);
    }
    bool StartObject() { return open(); }
    bool StartArray() { return depth_ > 0 && open(); }
    bool EndObject(rapidjson::SizeType) { return close(); }
    bool EndArray(rapidjson::SizeType) { return close(); }
    bool Key(const char* text, rapidjson::SizeType size, bool) {
        path_.resize(starts_[depth_]);
        if (!path_.empty()) path_ += '.';
        path_.append(text, size);
        return true;
    }

    bool is_object() const { return depth_ > 0 || closed_; }
    bool too_deep() const { return too_deep_; }

private:
    static constexpr std::size_t kMaxDepth = 64;
    static constexpr std::size_t kAddressRank = 500;  // behind the names of addresses

    static bool is_address(std::string_view value) {
        return value.starts_with("https://") || value.starts_with("http://");
    }

    // One target of an article: it takes the values of the key that says it most plainly.
    struct Field {
        std::string_view target;
        std::size_t rank = 0;
        std::string key;                  // whose values it holds
        std::vector<std::string> values;  // of a body its paragraphs, else one; mostly empty
    };

    bool top_level() const { return depth_ == 0; }
    bool value_done() { return true; }

    bool open() {
        if (depth_ + 1 >= kMaxDepth) {
            too_deep_ = true;
            return false;
        }
        ++depth_;
        starts_[depth_] = depth_ == 1 ? 0 : path_.size();
        return true;
    }

    bool close() {
        path_.resize(starts_[depth_]);
        --depth_;
        closed_ = depth_ == 0;
        return true;
    }

    bool add(std::string_view value, bool may_be_field, bool is_number = false) {
        if (depth_ == 0) return false;
        if (value.empty()) return true;
        auto match = may_be_field ? match_field(path_, fields_) : std::nullopt;
        // Trafilatura names the page's address so.
        if (match && match->target == "source" && is_address(value))
            match = FieldMatch{"url", kAddressRank};
        if (match && match->target == "body" && is_number) match.reset();
        Field* const field = match ? field_of(match->target) : nullptr;
        if (field == nullptr || (!field->values.empty() && match->rank > field->rank)) {
            add_metadata(path_, value);
            return true;
        }
        if (!field->values.empty() && match->rank < field->rank) {
            for (const std::string& other : field->values)
                add_metadata(field->key, other);
            field->values.clear();
        }
        // A body may be a list of paragraphs; else the first value counts.
        if (!field->values.empty() && field->target != "body") {
            add_metadata(path_, value);
            return true;
        }
        field->rank = match->rank;
        field->key = path_;
        field->values.emplace_back(value);
        return true;
    }

    void add_metadata(std::string_view key, std::string_view value) {
        parsed_.article.metadata.emplace_back(key, value);
    }

    Field* field_of(std::string_view target) {
        for (Field& field : targets_) {
            if (field.target == target) return &field;
        }
        return nullptr;
    }

public:
    // What was found for a target, paragraphs with an empty line between them.
    std::string take(std::string_view target) {
        std::vector<std::string>& values = field_of(target)->values;
        if (values.empty()) return "";
        std::string text = std::move(values.front());
        for (std::size_t i = 1; i < values.size(); ++i)
            text.append("\n\n").append(values[i]);
        return text;
    }

private:
    const FieldNames& fields_;
    ParsedArticle& parsed_;
    std::array<Field, 6> targets_;
    std::string path_;                        // of the value at hand: "outer.inner"
    std::size_t starts_[kMaxDepth + 1] = {};  // length of path_ outside of each open level
    std::size_t depth_ = 0;
    bool closed_ = false;
    bool too_deep_ = false;
};

void trim(std::string& text) {
    constexpr std::string_view kBlank = " \t\r\n";
    const std::size_t end = text.find_last_not_of(kBlank);
    text.resize(end == std::string::npos ? 0 : end + 1);
    text.erase(0, std::min(text.find_first_not_of(kBlank), text.size()));
}

// The code unit of "\\u12ab" at `at`; -1 if none is there.
int escaped_unit(std::string_view text, std::size_t at) {
    constexpr std::size_t kSize = 6;
    if (text.size() < at + kSize || text[at] != '\\' || text[at + 1] != 'u') return -1;
    int unit = 0;
    const auto [end, error] =
        std::from_chars(text.data() + at + 2, text.data() + at + kSize, unit, 16);
    return error == std::errc() && end == text.data() + at + kSize ? unit : -1;
}

// Halves of surrogate pairs that stand alone, which is no JSON, become U+FFFD. Returns how many.
std::size_t replace_half_pairs(char* line, std::size_t size) {
    const std::string_view text(line, size);
    std::size_t replaced = 0;
    for (std::size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at)) {
        const int unit = escaped_unit(text, at);
        const bool high = unit >= 0xd800 && unit < 0xdc00;
        const bool low = unit >= 0xdc00 && unit < 0xe000;
        const int next = high ? escaped_unit(text, at + 6) : -1;
        if (high && next >= 0xdc00 && next < 0xe000) {
            at += 12;
        } else if (high || low) {
            std::copy_n("fffd", 4, line + at + 2);
            ++replaced;
            at += 6;
        } else {
            at += 2;  // "\\\\" is one
        }
    }
    return replaced;
}

// There are hardly any.
void replace_nul(char* text, std::size_t size) {
    while (void* const nul = std::memchr(text, '\0', size)) {
        char* const at = static_cast<char*>(nul);
        *at = ' ';
        size -= static_cast<std::size_t>(at + 1 - text);
        text = at + 1;
    }
}

void replace_nul(std::string& text) {
    replace_nul(text.data(), text.size());
}

}  // namespace

ParsedArticle parse_json_article(char* line, std::size_t size, const FieldNames& fields) {
    ParsedArticle parsed;
    std::string repaired_line;
    if (!is_valid_utf8({line, size})) {
        std::size_t repaired = 0;
        repaired_line = to_valid_utf8({line, size}, &repaired);
        line = repaired_line.data();
        size = repaired_line.size();
        parsed.problems.push_back(
            {Problem::Kind::Warning, "", 0,
             std::to_string(repaired) + " bytes are not UTF-8; read as Windows-1252", ""});
        parsed.charset = "WINDOWS-1252";
    }
    if (size >= 3 && std::string_view(line, 3) == "\xef\xbb\xbf") line += 3, size -= 3;
    replace_nul(line, size);
    line[size] = '\0';
    if (const std::size_t halves = replace_half_pairs(line, size); halves > 0) {
        parsed.warn(count_of(halves, "character") +
                    " cut in half (\\ud800 to \\udfff alone): read as "
                    "U+FFFD");
    }
    ArticleHandler handler(fields, parsed);
    rapidjson::Reader reader;
    rapidjson::InsituStringStream stream(line);
    const rapidjson::ParseResult result =
        reader.Parse<rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag |
                     rapidjson::kParseNanAndInfFlag | rapidjson::kParseIterativeFlag>(stream,
                                                                                      handler);
    if (!result) {
        parsed.ok = false;
        std::string message = rapidjson::GetParseError_En(result.Code());
        if (result.Code() == rapidjson::kParseErrorTermination) {
            message = handler.too_deep() ? "Nested too deeply." : "Not a JSON object.";
        }
        message.pop_back();  // the full stop
        parsed.problems.push_back(
            {Problem::Kind::Skipped, "", 0,
             "column " + std::to_string(result.Offset() + 1) + ": not valid JSON: " + message,
             "each line must be one JSON object"});
        return parsed;
    }
    Article& article = parsed.article;
    article.id = handler.take("id");
    article.title = handler.take("title");
    article.body = handler.take("body");
    article.url = handler.take("url");
    article.source = handler.take("source");
    replace_nul(article.title);
    replace_nul(article.body);
    trim(article.title);
    trim(article.id);
    if (!article.title.empty()) article.title_origin = TitleOrigin::Given;
    add_date(parsed, handler.take("date"), DateSource::Given, 1.0);
    return parsed;
}

}  // namespace dateline
