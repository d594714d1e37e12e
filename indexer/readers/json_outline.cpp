#include "indexer/readers/json_outline.h"

#include <algorithm>
#include <iterator>

#include "common/ascii.h"

namespace dateline {
namespace {

// Names of lists whose objects may be articles by their titles alone, or beside a title of the
// whole (a JSON feed's).
constexpr std::string_view kListNames[] = {"articles", "items",     "entries", "results",
                                           "docs",     "documents", "hits",    "posts",
                                           "stories",  "news",      "records", "data"};

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct Found {
    bool title = false;
    bool text = false;
};

// What keys of the object that `text` begins with say, those of objects in it as well.
Found look_into(std::string_view text, const FieldNames& fields) {
    Found found;
    JsonOutline outline;
    std::string last;
    for (const char c : text) {
        outline.take(c);
        if (outline.depth() == 0) break;
        if (c == ':' && outline.path() != last) {
            last = outline.path();
            const auto target = field_target(last, fields);
            found.title = found.title || target == "title";
            found.text = found.text || target == "body";
        }
    }
    return found;
}

}  // namespace

void JsonOutline::open(bool is_list) {
    opened_list_ = is_list && list_depth_ == 0 && depth_ > 0;
    if (depth_ < kMostLevels) starts_[depth_] = path_.size();
    ++depth_;
    if (is_list && list_depth_ == 0) list_depth_ = depth_;
}

void JsonOutline::close() {
    if (depth_ == 0) return;
    if (list_depth_ == depth_) list_depth_ = 0;
    --depth_;
    if (depth_ < kMostLevels) path_.resize(starts_[depth_]);
}

void JsonOutline::take(char c) {
    opened_list_ = read_outer_key_ = false;
    if (in_string_) {
        if (escaped_) {
            escaped_ = false;
        } else if (c == '\\') {
            escaped_ = true;
        } else if (c == '"') {
            in_string_ = false;
            return;
        }
        if (word_.size() < kLongestKey) word_ += c;
        return;
    }
    if (c == '"') {
        in_string_ = true;
        word_.clear();
    } else if (c == ':' && depth_ > 0 && depth_ <= kMostLevels) {
        path_.resize(starts_[depth_ - 1]);
        if (!path_.empty()) path_ += '.';
        path_ += word_;
        read_outer_key_ = depth_ == 1;
    } else if (c == '{' || c == '[') {
        open(c == '[');
    } else if (c == '}' || c == ']') {
        close();
    }
}

std::string find_article_list(std::string_view head, const FieldNames& fields) {
    const std::size_t begin = head.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    if (begin == std::string_view::npos || head[begin] != '{') return "";
    head.remove_prefix(begin);
    JsonOutline outline;
    bool titled = false;
    std::string found;
    bool found_named = false;
    for (std::size_t at = 0; at < head.size(); ++at) {
        outline.take(head[at]);
        if (outline.depth() == 0) break;
        if (outline.read_outer_key()) {
            const auto target = field_target(outline.path(), fields);
            if (target == "body") return "";
            titled = titled || target == "title";
        }
        if (!outline.opened_list() || !found.empty()) continue;
        std::size_t first = at + 1;
        while (first < head.size() && is_blank(head[first]))
            ++first;
        if (first == head.size() || head[first] != '{') continue;
        const std::string name = lower_ascii(outline.path().substr(outline.path().rfind('.') + 1));
        found_named =
            std::find(std::begin(kListNames), std::end(kListNames), name) != std::end(kListNames);
        if (field_target(outline.path() + ".text", fields) == "body") continue;  // paragraphs
        const Found article = look_into(head.substr(first), fields);
        if (article.text || (article.title && found_named)) found = outline.path();
    }
    return titled && !found_named ? "" : found;
}

}  // namespace dateline
