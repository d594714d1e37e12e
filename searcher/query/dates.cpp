#include "searcher/query/dates.h"

#include <string>
#include <vector>

#include "searcher/query/date_words.h"
#include "searcher/query/error.h"
#include "searcher/query/single_date.h"

namespace dateline {

namespace {

using namespace std::chrono;

// Longer than any date in words, so that hostile ones cost nothing.
constexpr std::size_t kLongestDate = 120;

// The ranges, around dates that single_date() reads.
class DateReader {
public:
    DateReader(std::string_view text, Day now) : text_(text), now_(now) {}

    QueryDate read() {
        std::size_t begin = 0;
        std::size_t end = text_.size();
        trim_date(text_, begin, end);
        if (begin == end) {
            throw QueryError("no date here", 0, text_.size(), date_examples());
        }
        if (end - begin > kLongestDate) {
            throw QueryError("too long for a date", begin, end, date_examples());
        }
        const std::size_t dots = text_.find("..", begin);
        if (dots != std::string_view::npos) {
            return range(begin, dots, dots + 2, end);
        }
        if (const auto compared = comparison(begin, end)) {
            return *compared;
        }
        if (const auto worded = range_in_words(begin, end)) {
            return *worded;
        }
        if (is_undated(text_, begin, end)) {
            return {std::nullopt, std::nullopt, true};
        }
        const DateInterval interval = single_date(text_, begin, end, now_);
        return {interval.first, interval.last, false};
    }

private:
    QueryDate range(std::size_t begin, std::size_t dots, std::size_t after, std::size_t end) const {
        if (after < end && text_.substr(after, end - after).find("..") != std::string_view::npos) {
            throw QueryError("more than one '..' in a range", begin, end,
                             "one range: 2024-01..2024-03");
        }
        std::size_t first_end = dots;
        std::size_t last_begin = after;
        trim_date(text_, begin, first_end);
        trim_date(text_, last_begin, end);
        QueryDate date;
        if (begin == first_end && last_begin == end) {
            throw QueryError("a range without a date", dots, after,
                             "2024-01..2024-03, 2024-01.. or ..2024-03");
        }
        if (begin < first_end) {
            date.first = end_of_range(begin, first_end).first;
        }
        if (last_begin < end) {
            date.last = end_of_range(last_begin, end).last;
        }
        check_order(date, begin, first_end, last_begin, end);
        return date;
    }

    DateInterval end_of_range(std::size_t begin, std::size_t end) const {
        if (is_undated(text_, begin, end)) {
            throw QueryError("'undated' cannot be the end of a range", begin, end,
                             "date:undated OR date:2024-01..");
        }
        return single_date(text_, begin, end, now_);
    }

    void check_order(const QueryDate& date, std::size_t begin, std::size_t first_end,
                     std::size_t last_begin, std::size_t end) const {
        if (date.first && date.last && *date.last < *date.first) {
            const auto part = [&](std::size_t from, std::size_t to) {
                return std::string(text_.substr(from, to - from));
            };
            throw QueryError(
                "the range ends (" + format_day(*date.last) + ") before it begins (" +
                    format_day(*date.first) + ")",
                begin, end,
                "the other way round: " + part(last_begin, end) + ".." + part(begin, first_end));
        }
    }

    QueryDate since(const DateInterval& interval) const {
        return {interval.first, std::nullopt, false};
    }
    QueryDate until(const DateInterval& interval) const {
        return {std::nullopt, interval.last, false};
    }
    QueryDate after(const DateInterval& interval, std::size_t begin, std::size_t end) const {
        return {checked_day(interval.last + days{1}, text_, begin, end), std::nullopt, false};
    }
    QueryDate before(const DateInterval& interval, std::size_t begin, std::size_t end) const {
        return {std::nullopt, checked_day(interval.first - days{1}, text_, begin, end), false};
    }

    std::optional<QueryDate> comparison(std::size_t begin, std::size_t end) const {
        const char sign = text_[begin];
        if (sign != '<' && sign != '>') {
            return std::nullopt;
        }
        std::size_t at = begin + 1;
        const bool equal = at < end && text_[at] == '=';
        at += equal ? 1 : 0;
        trim_date(text_, at, end);
        if (at == end) {
            throw QueryError("no date after '" + std::string(text_.substr(begin, at - begin)) + "'",
                             begin, end, date_examples());
        }
        const DateInterval interval = end_of_range(at, end);
        if (sign == '>') {
            return equal ? since(interval) : after(interval, begin, end);
        }
        return equal ? until(interval) : before(interval, begin, end);
    }

    // "since A", "from A to B", "A to B", "between A and B".
    std::optional<QueryDate> range_in_words(std::size_t begin, std::size_t end) const {
        const std::vector<DateWord> words = date_words(text_, begin, end);
        if (words.size() < 2) {
            return std::nullopt;
        }
        const std::string& head = words[0].text;
        const bool between = head == "between";
        for (std::size_t i = 1; i + 1 < words.size(); ++i) {
            const bool joint = between ? words[i].text == "and"
                                       : words[i].text == "to" || words[i].text == "until";
            if (joint) {
                const std::size_t from =
                    between || head == "from" || head == "since" ? words[1].begin : words[0].begin;
                return range(from, words[i - 1].end, words[i + 1].begin, end);
            }
        }
        const std::size_t rest = words[1].begin;
        if (head == "since" || head == "from") {
            return since(end_of_range(rest, end));
        }
        if (head == "until" || head == "to") {
            return until(end_of_range(rest, end));
        }
        if (head == "after") {
            return after(end_of_range(rest, end), begin, end);
        }
        if (head == "before") {
            return before(end_of_range(rest, end), begin, end);
        }
        return std::nullopt;
    }

    std::string_view text_;
    Day now_;
};

}  // namespace

QueryDate parse_query_date(std::string_view text, Day now) {
    return DateReader(text, now).read();
}

}  // namespace dateline
