#include "indexer/readers/splitter.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "indexer/readers/csv.h"
#include "indexer/readers/json_outline.h"
#include "indexer/readers/mail_text.h"
#include "indexer/readers/splits.h"
#include "indexer/readers/warc.h"

namespace dateline {
namespace {

using splits::broken;
using splits::count_lines;
using splits::end;
using splits::kRaise;
using splits::kTooLong;
using splits::more;
using splits::nothing;

constexpr std::string_view kNotBlank = " \t\r\n\xef\xbb\xbf";  // with the bytes of a UTF-8 mark

bool is_blank(std::string_view text) {
    return text.find_first_not_of(kNotBlank) == std::string_view::npos;
}

// All of the input is one record.
class WholeSplitter : public Splitter {
public:
    Split step(std::string_view window, bool at_end) override {
        if (!at_end) return more();
        if (done_) return end();
        done_ = true;
        Split split;
        split.kind = Split::Kind::Record;
        split.end = split.next = window.size();
        return split;
    }

    Split too_long(std::string_view window) override {
        done_ = true;
        return broken(window.size(), 0, kTooLong, kRaise);
    }

private:
    bool done_ = false;
};

class LineSplitter : public Splitter {
public:
    Split step(std::string_view window, bool at_end) override {
        const void* const found =
            window.size() > scanned_
                ? std::memchr(window.data() + scanned_, '\n', window.size() - scanned_)
                : nullptr;
        Split split;
        if (found != nullptr) {
            split.end = static_cast<std::size_t>(static_cast<const char*>(found) - window.data());
            split.next = split.end + 1;
        } else if (at_end) {
            if (window.empty()) return end();
            split.end = split.next = window.size();
        } else if (dropping_ && !window.empty()) {
            return nothing(window.size());
        } else {
            scanned_ = window.size();
            return more();
        }
        scanned_ = 0;
        split.line = ++lines_;
        const bool dropped = dropping_;
        dropping_ = false;
        split.kind = dropped || is_blank(window.substr(0, split.end)) ? Split::Kind::Nothing
                                                                      : Split::Kind::Record;
        return split;
    }

    Split too_long(std::string_view window) override {
        dropping_ = true;
        scanned_ = 0;
        return broken(window.size(), lines_ + 1, "a line longer than the limit", kRaise);
    }

private:
    bool dropping_ = false;
};

// Objects, in an array or one after another; with a path, those in the lists there.
class JsonSplitter : public Splitter {
public:
    explicit JsonSplitter(std::string list) : list_(std::move(list)) {}

    Split step(std::string_view window, bool at_end) override {
        if (depth_ == 0) {
            if (!list_.empty() && !in_list_) return find_list(window, at_end);
            const std::size_t begin = skip_between(window);
            if (begin > 0) return nothing(begin);
            if (window.empty()) return at_end ? finish_list() : more();
            if (window[0] == ']' && in_list_) {
                outline_.take(']');
                in_list_ = false;
                return nothing(1);
            }
            if (window[0] != '{') return skip_other(window);
        }
        std::size_t at = scanned_;
        for (; at < window.size(); ++at) {
            const char c = window[at];
            if (in_string_) {
                if (escaped_) {
                    escaped_ = false;
                } else if (c == '\\') {
                    escaped_ = true;
                } else if (c == '"') {
                    in_string_ = false;
                }
            } else if (c == '"') {
                in_string_ = true;
            } else if (c == '{' || c == '[') {
                ++depth_;
            } else if ((c == '}' || c == ']') && --depth_ == 0) {
                return finish(window, at + 1);
            }
        }
        scanned_ = at;
        if (dropping_) {
            scanned_ = 0;
            lines_ += count_lines(window);
            if (window.empty()) return at_end ? end() : more();
            return nothing(window.size());
        }
        if (!at_end) return more();
        depth_ = 0;
        scanned_ = 0;
        list_.clear();
        const std::uint64_t line = lines_ + 1;
        lines_ += count_lines(window);
        return broken(window.size(), line, kCut, kMissing);
    }

    Split too_long(std::string_view window) override {
        const std::uint64_t line = lines_ + 1;
        dropping_ = true;
        scanned_ = 0;
        lines_ += count_lines(window);
        return broken(window.size(), line, "an object longer than the limit",
                      "if it is one article, raise --max-size; a quotation mark or bracket may be "
                      "missing");
    }

private:
    static constexpr const char* kCut = "not valid JSON: the file ends inside this object";
    static constexpr const char* kMissing = "an earlier quotation mark or bracket may be missing";

    // What stands around the lists.
    Split find_list(std::string_view window, bool at_end) {
        if (window.empty()) return at_end ? finish_list() : more();
        std::size_t at = 0;
        while (at < window.size() && !in_list_) {
            outline_.take(window[at]);
            if (window[at] == '\n') ++lines_;
            in_list_ = outline_.opened_list() && outline_.path() == list_;
            ++at;
        }
        return nothing(at);
    }

    Split finish_list() {
        const bool cut = !list_.empty() && outline_.depth() > 0;
        list_.clear();
        return cut ? broken(0, lines_ + 1, kCut, kMissing) : end();
    }

    std::size_t skip_between(std::string_view window) {
        std::size_t at = 0;
        while (at < window.size() && (is_blank(window.substr(at, 1)) || window[at] == ',' ||
                                      window[at] == '[' || (window[at] == ']' && !in_list_))) {
            if (window[at] == '\n') ++lines_, other_told_ = false;
            ++at;
        }
        return at;
    }

    // A number, a word, a string: not an article. Dropped up to the next object or the end of the
    // line, in pieces, but told once a line.
    Split skip_other(std::string_view window) {
        const bool quoted = window[0] == '"';
        std::size_t next = window.find_first_of(quoted ? "\n\"" : "\n{],\"", quoted ? 1 : 0);
        next = next == std::string_view::npos ? window.size() : next + (window[next] == '"');
        const bool told = std::exchange(other_told_, true);
        return told ? nothing(next) : not_object(next);
    }

    Split not_object(std::size_t next) const {
        return broken(next, lines_ + 1, "not valid JSON: an object is expected here",
                      "a JSON file holds an array of objects or one object");
    }

    Split finish(std::string_view window, std::size_t size) {
        Split split;
        split.kind = dropping_ ? Split::Kind::Nothing : Split::Kind::Record;
        split.end = split.next = size;
        split.line = lines_ + 1;
        lines_ += count_lines(window.substr(0, size));
        dropping_ = false;
        scanned_ = 0;
        return split;
    }

    std::string list_;
    JsonOutline outline_;   // of what is around the lists
    bool in_list_ = false;  // in one of them
    std::size_t depth_ = 0;
    bool in_string_ = false;
    bool escaped_ = false;
    bool dropping_ = false;
    bool other_told_ = false;
};

class CsvSplitter : public Splitter {
public:
    explicit CsvSplitter(char separator) : separator_(separator) {}

    Split step(std::string_view window, bool at_end) override {
        if (window.empty() && at_end) return end();
        if (dropping_) {
            if (window.empty()) return more();
            const std::size_t line_end = window.find('\n');
            if (line_end == std::string_view::npos) return nothing(window.size());
            dropping_ = false;
            ++lines_;
            return nothing(line_end + 1);
        }
        if (!header_seen_) {
            // All of it comes with the first bytes, which are looked at to tell the format.
            const std::size_t begin = table_begin(window);
            if (begin > 0) return skip(window, begin);
        }
        // A row of many lines is looked at again only when its bytes have doubled.
        if (!at_end && window.size() < wanted_) return more();
        wanted_ = 0;
        const CsvEnd found = find_csv_end(window, separator_, at_end);
        const std::uint64_t line = lines_ + 1;
        switch (found.kind) {
            case CsvEnd::Kind::Found:
                break;
            case CsvEnd::Kind::Broken:
                return resume_at_next_line(window, "a quotation mark in the wrong place");
            case CsvEnd::Kind::More:
                if (at_end) return resume_at_next_line(window, kNotClosed);
                wanted_ = window.size() * 2;
                return more();
        }
        Split split;
        split.end = found.end;
        split.next = found.next;
        split.line = line;
        lines_ += count_lines(window.substr(0, found.next));
        const bool is_header = !header_seen_;
        header_seen_ = true;
        split.kind = is_header || is_blank(window.substr(0, found.end)) ? Split::Kind::Nothing
                                                                        : Split::Kind::Record;
        return split;
    }

    Split too_long(std::string_view window) override {
        wanted_ = 0;
        if (window.find('\n') == std::string_view::npos) {
            dropping_ = true;
            return broken(window.size(), lines_ + 1, "a row longer than the limit", kRaise);
        }
        return resume_at_next_line(window, kNotClosed);
    }

private:
    static constexpr const char* kNotClosed = "a quotation mark is not closed";

    Split skip(std::string_view window, std::size_t size) {
        lines_ += count_lines(window.substr(0, size));
        return nothing(size);
    }

    Split resume_at_next_line(std::string_view window, const char* message) {
        header_seen_ = true;
        const std::uint64_t line = lines_ + 1;
        const std::size_t line_end = window.find('\n');
        const std::size_t next = line_end == std::string_view::npos ? window.size() : line_end + 1;
        if (line_end == std::string_view::npos) {
            dropping_ = true;
        } else {
            ++lines_;
        }
        return broken(next, line, std::string("broken table row: ") + message,
                      "quotation marks inside a quoted value are doubled; reading goes on at the "
                      "next line");
    }

    char separator_;
    bool header_seen_ = false;
    bool dropping_ = false;
    std::size_t wanted_ = 0;
};

// <DOC> … </DOC>: elements of one name, or of another one, and whatever between them.
class ElementSplitter : public Splitter {
public:
    explicit ElementSplitter(std::string_view name, std::string_view other = "")
        : name_(name), other_(other) {}

    Split step(std::string_view window, bool at_end) override {
        std::size_t at = scanned_;
        for (;;) {
            const void* const found = at < window.size()
                                          ? std::memchr(window.data() + at, '<', window.size() - at)
                                          : nullptr;
            if (found == nullptr) {
                at = window.size();
                break;
            }
            at = static_cast<std::size_t>(static_cast<const char*>(found) - window.data());
            if (window.size() - at < std::max(name_.size(), other_.size()) + 3 && !at_end) break;
            if (!inside_ && opens(window.substr(at))) {
                if (at > 0) return drop(window, at);
                inside_ = true;
            } else if (inside_ && at > 0 && opens(window.substr(at))) {
                return finish(window, at, "not ended before the next one begins");
            } else if (inside_ && closes(window.substr(at))) {
                const std::size_t stop = window.find('>', at);
                if (stop == std::string_view::npos && !at_end) break;
                return finish(window, std::min(stop, window.size() - 1) + 1, "");
            }
            ++at;
        }
        if (dropping_ || !inside_) {
            if (at > 0) return drop(window, at);
            if (at_end) return window.empty() ? end() : drop(window, window.size());
            scanned_ = at;
            return more();
        }
        if (!at_end) {
            scanned_ = at;
            return more();
        }
        if (window.empty()) return end();
        return finish(window, window.size(), "the file ends inside this document");
    }

    Split too_long(std::string_view window) override {
        const std::uint64_t line = lines_ + 1;
        lines_ += count_lines(window);
        scanned_ = 0;
        dropping_ = true;
        return broken(window.size(), line, "a document longer than the limit", kRaise);
    }

private:
    bool named(std::string_view tag, std::size_t from) const {
        return is_name(tag, from, name_) || (!other_.empty() && is_name(tag, from, other_));
    }
    static bool is_name(std::string_view tag, std::size_t from, std::string_view name) {
        if (tag.size() < from + name.size()) return false;
        for (std::size_t i = 0; i < name.size(); ++i) {
            if ((tag[from + i] | 0x20) != name[i]) return false;
        }
        const char after = tag.size() > from + name.size() ? tag[from + name.size()] : '>';
        return after == '>' || after == ' ' || after == '\t' || after == '\n' || after == '\r';
    }
    bool opens(std::string_view tag) const { return named(tag, 1); }
    bool closes(std::string_view tag) const {
        return tag.size() > 1 && tag[1] == '/' && named(tag, 2);
    }

    Split drop(std::string_view window, std::size_t size) {
        lines_ += count_lines(window.substr(0, size));
        scanned_ = 0;
        return nothing(size);
    }

    Split finish(std::string_view window, std::size_t size, const char* warning) {
        Split split;
        split.kind = dropping_ ? Split::Kind::Nothing : Split::Kind::Record;
        split.end = split.next = size;
        split.line = lines_ + 1;
        split.message = warning;
        lines_ += count_lines(window.substr(0, size));
        inside_ = false;
        dropping_ = false;
        scanned_ = 0;
        return split;
    }

    std::string_view name_;
    std::string_view other_;
    bool inside_ = false;
    bool dropping_ = false;
};

// A mailbox: each message from its line "From …" on.
class MailboxSplitter : public Splitter {
public:
    Split step(std::string_view window, bool at_end) override {
        if (window.empty()) return at_end ? end() : more();
        constexpr std::string_view kMark = "\nFrom ";
        for (std::size_t at = scanned_; (at = window.find(kMark, at)) != std::string_view::npos;
             ++at) {
            const std::size_t begin = at + 1;
            const std::size_t line_end = window.find('\n', begin);
            if (line_end == std::string_view::npos && !at_end) {
                scanned_ = at;
                return more();
            }
            const bool behind_empty_line =
                at > 0 && (window[at - 1] == '\n' || window.substr(0, at).ends_with("\n\r"));
            if (!behind_empty_line ||
                !is_mailbox_mark(window.substr(begin, std::min(line_end, window.size()) - begin)))
                continue;
            return finish(window, begin);
        }
        if (at_end) return finish(window, window.size());
        scanned_ = window.size() - std::min(window.size(), kMark.size());
        if (!dropping_) return more();
        return drop(window, scanned_);
    }

    Split too_long(std::string_view window) override {
        const std::uint64_t line = lines_ + 1;
        dropping_ = true;
        scanned_ = 0;
        lines_ += count_lines(window);
        return broken(window.size(), line, "a message longer than the limit", kRaise);
    }

private:
    Split drop(std::string_view window, std::size_t size) {
        scanned_ = 0;
        lines_ += count_lines(window.substr(0, size));
        return size > 0 ? nothing(size) : more();
    }

    Split finish(std::string_view window, std::size_t size) {
        if (std::exchange(dropping_, false)) return drop(window, size);
        Split split = splits::record(size, lines_ + 1);
        scanned_ = 0;
        lines_ += count_lines(window.substr(0, size));
        return split;
    }

    bool dropping_ = false;
};

// Records of a web archive that hold a page or its text; others are passed over.
class WarcSplitter : public Splitter {
public:
    Split step(std::string_view window, bool at_end) override {
        if (skip_ > 0) return skip(window, at_end);
        const std::size_t blank = std::min(window.find_first_not_of("\r\n"), window.size());
        if (blank > 0) return drop(window, blank);
        if (window.empty()) return at_end ? end() : more();
        if (!is_warc(window)) {
            if (window.size() < kWarcMark.size() && !at_end) return more();
            return find_next(window, at_end);
        }
        const std::string_view head_window = window.substr(0, kLongestHead);
        const std::size_t head_end = end_of_head(head_window);
        if (head_end == std::string_view::npos) {
            if (!at_end && window.size() < kLongestHead) return more();
            // Where it is no head, another one may have begun; from the last it is told next time.
            const std::size_t last = head_window.rfind("\nWARC/");
            return lose(window, last == std::string_view::npos ? head_window.size() : last + 1);
        }
        const std::optional<WarcHead> head = read_warc_head(window.substr(0, head_end));
        if (!head) return lose(window, head_end);
        size_ = head->begin + head->length;
        if (size_ < head->length) return lose(window, head_end);
        lost_ = false;
        if (!head->is_page()) {
            skip_ = size_;
            return skip(window, at_end);
        }
        if (window.size() < size_) {
            if (!at_end) return more();
            return cut(window);
        }
        const Split split = splits::record(size_, lines_ + 1);
        lines_ += count_lines(window.substr(0, size_));
        return split;
    }

    Split too_long(std::string_view window) override {
        const std::uint64_t line = lines_ + 1;
        skip_ = size_ > window.size() ? size_ - window.size() : 0;
        lines_ += count_lines(window);
        return broken(window.size(), line, "an article longer than the limit", kRaise);
    }

private:
    static constexpr std::size_t kLongestHead = std::size_t{1} << 16;

    Split drop(std::string_view window, std::size_t size) {
        lines_ += count_lines(window.substr(0, size));
        return nothing(size);
    }

    Split cut(std::string_view window) {
        const std::uint64_t line = lines_ + 1;
        lines_ += count_lines(window);
        return broken(window.size(), line, "the file ends inside this record",
                      "fetch or copy it again");
    }

    Split skip(std::string_view window, bool at_end) {
        const std::size_t size = std::min(skip_, window.size());
        if (size == 0) {
            if (!at_end) return more();
            skip_ = 0;
            return cut(window);
        }
        skip_ -= size;
        return drop(window, size);
    }

    // No record begins here: on to the next line that may begin one.
    Split find_next(std::string_view window, bool at_end) {
        const std::size_t found = window.find("\nWARC/", 1);
        const std::size_t keep = at_end ? 0 : std::min(kWarcMark.size(), window.size() - 1);
        return lose(window, found == std::string_view::npos ? window.size() - keep : found + 1);
    }

    // Drops what is no record, which is told once.
    Split lose(std::string_view window, std::size_t size) {
        const std::uint64_t line = lines_ + 1;
        lines_ += count_lines(window.substr(0, size));
        if (std::exchange(lost_, true)) return nothing(size);
        return broken(size, line, "no record of a web archive",
                      "reading goes on at the next line that begins with WARC/");
    }

    std::size_t size_ = 0;  // of the record at hand
    std::size_t skip_ = 0;  // bytes that are of no use
    bool lost_ = false;     // and that is told
};

}  // namespace

bool is_single(Format format) {
    return format == Format::Text || format == Format::Markdown || format == Format::Html ||
           format == Format::NewsXml;
}

std::unique_ptr<Splitter> make_splitter(Format format, char separator, std::string list) {
    switch (format) {
        case Format::JsonLines:
            return std::make_unique<LineSplitter>();
        case Format::Json:
            return std::make_unique<JsonSplitter>(std::move(list));
        case Format::Csv:
        case Format::Tsv:
            return std::make_unique<CsvSplitter>(separator);
        case Format::Trec:
            return std::make_unique<ElementSplitter>("doc");
        case Format::Reuters:
            return std::make_unique<ElementSplitter>("reuters");
        case Format::NewsMessage:
            return std::make_unique<ElementSplitter>("newsitem");
        case Format::Mailbox:
            return std::make_unique<MailboxSplitter>();
        case Format::Warc:
            return std::make_unique<WarcSplitter>();
        case Format::Feed:
            return std::make_unique<ElementSplitter>("item", "entry");
        case Format::Text:
        case Format::Markdown:
        case Format::Html:
        case Format::NewsXml:
            break;
    }
    return std::make_unique<WholeSplitter>();
}

}  // namespace dateline
