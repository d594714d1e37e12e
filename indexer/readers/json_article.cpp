#include <algorithm>
#include <string>

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
        : fields_(fields), parsed_(parsed) {}

    bool Null() { return top_level() || value_done(); }
    bool Bool(bool value) { return add(value ? "true" : "false"); }
    bool RawNumber(const char* text, rapidjson::SizeType size, bool) { return add({text, size}); }
    bool String(const char* text, rapidjson::SizeType size, bool) { return add({text, size}); }
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

    bool add(std::string_view value) {
        if (depth_ == 0) return false;
        if (value.empty()) return true;
        Article& article = parsed_.article;
        const auto field = fields_.find(path_);
        if (field == fields_.end()) {
            article.metadata.emplace_back(path_, value);
            return true;
        }
        const std::string& name = field->second;
        std::string& target = name == "id"      ? article.id
                              : name == "title" ? article.title
                              : name == "body"  ? article.body
                              : name == "url"   ? article.url
                              : name == "date"  ? date_
                                                : article.source;
        if (target.empty()) {
            target = value;
        } else if (&target == &article.body) {
            target.append("\n\n").append(value);  // a list of paragraphs
        } else {
            article.metadata.emplace_back(path_, value);
        }
        return true;
    }

public:
    std::string& date() { return date_; }

private:
    const FieldNames& fields_;
    ParsedArticle& parsed_;
    std::string date_;
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

void replace_nul(std::string& text) {
    std::replace(text.begin(), text.end(), '\0', ' ');
}

void take_date(const std::string& text, ParsedArticle& parsed) {
    if (text.empty()) return;
    if (const auto interval = parse_given_date(text)) {
        parsed.article.dates.push_back({*interval, DateSource::Given, 1.0, text});
        return;
    }
    parsed.problems.push_back({Problem::Kind::Warning, "", 0,
                               "the date \"" + text.substr(0, utf8_prefix_length(text, 60)) +
                                   "\" is not understood; the article is undated",
                               "write dates as 2024-05-01 or in the form of e-mails"});
    parsed.article.metadata.emplace_back("date", text);
}

}  // namespace

FieldNames default_field_names() {
    return {{"id", "id"},     {"_id", "id"},    {"title", "title"}, {"body", "body"},
            {"text", "body"}, {"date", "date"}, {"url", "url"},     {"source", "source"}};
}

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
    }
    if (size >= 3 && std::string_view(line, 3) == "\xef\xbb\xbf") line += 3, size -= 3;
    std::replace(line, line + size, '\0', ' ');
    line[size] = '\0';
    ArticleHandler handler(fields, parsed);
    rapidjson::Reader reader;
    rapidjson::InsituStringStream stream(line);
    const rapidjson::ParseResult result =
        reader.Parse<rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag |
                     rapidjson::kParseIterativeFlag>(stream, handler);
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
    replace_nul(article.title);
    replace_nul(article.body);
    trim(article.title);
    trim(article.id);
    if (!article.title.empty()) article.title_origin = TitleOrigin::Given;
    take_date(handler.date(), parsed);
    return parsed;
}

}  // namespace dateline
