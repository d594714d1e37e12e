#include "searcher/batch/resume.h"

#include <optional>
#include <streambuf>
#include <utility>

#include <nlohmann/json.hpp>

#include "common/error.h"
#include "searcher/evaluate/trec_run.h"

namespace dateline {

namespace {

constexpr std::size_t kMaxLine = std::size_t{64} << 20;

// What a line of output says of its query.
struct OutputLine {
    std::string id;
    bool whole_answer = false;
};

// Takes the top-level members that matter from a JSON object. Callbacks as nlohmann::json_sax has
// them.
class HitObject {
public:
    using Json = nlohmann::json;

    bool null() { return true; }
    bool boolean(bool) { return true; }
    bool number_integer(Json::number_integer_t) { return true; }
    bool number_unsigned(Json::number_unsigned_t) { return true; }
    bool number_float(Json::number_float_t, const Json::string_t&) { return true; }
    bool string(Json::string_t& text) {
        if (depth_ == 1 && in_id_) id_ = std::move(text);
        return true;
    }
    bool binary(Json::binary_t&) { return false; }
    bool start_object(std::size_t) { return ++depth_ > 0; }
    bool start_array(std::size_t) { return ++depth_ > 0; }
    bool end_object() { return depth_-- > 0; }
    bool end_array() { return depth_-- > 0; }
    bool key(Json::string_t& name) {
        if (depth_ != 1) return true;
        in_id_ = name == "query_id";
        whole_ = whole_ || name == "hits" || name == "error";
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const Json::exception&) { return false; }

    std::optional<OutputLine> line() && {
        if (!id_) return std::nullopt;
        return OutputLine{std::move(*id_), whole_};
    }

private:
    std::size_t depth_ = 0;
    bool in_id_ = false;
    bool whole_ = false;
    std::optional<std::string> id_;
};

std::optional<OutputLine> parse_line(std::string_view text, ResumeFormat format) {
    if (format == ResumeFormat::JsonLines) {
        HitObject object;
        if (!nlohmann::json::sax_parse(text.begin(), text.end(), &object)) return std::nullopt;
        return std::move(object).line();
    }
    const std::size_t end = text.find_first_of(format == ResumeFormat::Trec ? " \t" : "\t");
    if (end == std::string_view::npos || end == 0) return std::nullopt;
    return OutputLine{std::string(text.substr(0, end)), false};
}

// Reads a line that ends in a line feed; false for a cut one and at the end.
bool read_whole_line(std::istream& input, std::string& line) {
    using Traits = std::streambuf::traits_type;
    line.clear();
    for (auto c = input.rdbuf()->sbumpc(); !Traits::eq_int_type(c, Traits::eof());
         c = input.rdbuf()->sbumpc()) {
        if (Traits::to_char_type(c) == '\n') return true;
        if (line.size() <= kMaxLine) line += Traits::to_char_type(c);
    }
    return false;
}

}  // namespace

ResumePoint find_resume_point(std::istream& output, ResumeFormat format, const std::string& name) {
    ResumePoint point;
    point.format = format;
    std::uint64_t at = 0;
    std::optional<std::string> group;  // id of hits whose group may go on
    std::string text;
    for (std::size_t number = 1; read_whole_line(output, text); ++number) {
        const std::string where = name + ":" + std::to_string(number) + ": ";
        if (text.size() > kMaxLine) throw Error(where + "line of over 64 MiB");
        const std::uint64_t begin = at;
        at += text.size() + 1;
        if (format == ResumeFormat::TabSeparated && number == 1 && text.starts_with("query_id\t")) {
            point.offset = at;
            continue;
        }
        std::optional<OutputLine> line = parse_line(text, format);
        if (!line) {
            throw Error(where + "not a line of batch output in this format",
                        "give the --format that the output was written with, or another file");
        }
        if (group && (line->whole_answer || *group != line->id)) {
            point.complete.push_back(std::move(*group));
            point.offset = begin;
            group.reset();
        }
        if (line->whole_answer) {
            point.complete.push_back(std::move(line->id));
            point.offset = at;
        } else {
            group = std::move(line->id);
        }
    }
    return point;
}

ResumeFilter::ResumeFilter(ResumePoint point) : point_(std::move(point)) {}

bool ResumeFilter::skip(const BatchQuery& query) {
    if (matched_ == point_.complete.size()) return false;
    const std::string& expected = point_.complete[matched_];
    if (query.id == expected ||
        (point_.format == ResumeFormat::Trec && trec_id(query.id) == expected)) {
        ++matched_;
    }
    return true;
}

std::string_view ResumeFilter::unmatched() const {
    if (matched_ == point_.complete.size()) return {};
    return point_.complete[matched_];
}

}  // namespace dateline
