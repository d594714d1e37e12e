#include "searcher/evaluate/fields.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <streambuf>
#include <utility>

#include "common/error.h"

namespace dateline {

namespace {

constexpr std::size_t kMaxLine = 64 * 1024;
constexpr std::string_view kBlanks = " \t\r\f\v";

// The line without its end, kMaxLine + 1 bytes of it at most; false at the end.
bool read_line(std::istream& input, std::string& line) {
    using Traits = std::streambuf::traits_type;
    line.clear();
    auto c = input.rdbuf()->sbumpc();
    if (Traits::eq_int_type(c, Traits::eof())) return false;
    while (!Traits::eq_int_type(c, Traits::eof()) && Traits::to_char_type(c) != '\n' &&
           line.size() <= kMaxLine) {
        line += Traits::to_char_type(c);
        c = input.rdbuf()->sbumpc();
    }
    return true;
}

}  // namespace

FieldReader::FieldReader(std::istream& input, std::string name)
    : input_(input), name_(std::move(name)) {}

bool FieldReader::next() {
    while (read_line(input_, text_)) {
        ++number_;
        if (text_.size() > kMaxLine) fail("line of over 64 KiB");
        if (number_ == 1 && text_.starts_with("\xEF\xBB\xBF")) text_.erase(0, 3);
        if (text_.ends_with('\r')) text_.pop_back();
        fields_.clear();
        const std::string_view text = text_;
        std::size_t at = text.find_first_not_of(kBlanks);
        while (at != std::string_view::npos) {
            const std::size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
            fields_.push_back(text.substr(at, end - at));
            at = text.find_first_not_of(kBlanks, end);
        }
        if (!fields_.empty()) return true;
    }
    return false;
}

std::vector<std::string_view> FieldReader::tab_fields() const {
    std::vector<std::string_view> fields;
    std::string_view rest = text_;
    for (;;) {
        const std::size_t end = rest.find('\t');
        fields.push_back(rest.substr(0, end));
        if (end == std::string_view::npos) return fields;
        rest.remove_prefix(end + 1);
    }
}

void FieldReader::fail(const std::string& message) const {
    throw Error(name_ + ":" + std::to_string(number_) + ": " + message);
}

double FieldReader::number(std::string_view field, std::string_view what) const {
    std::string_view digits = field;
    if (digits.size() > 1 && digits.front() == '+' && digits[1] != '-') digits.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size() || std::isnan(value)) {
        fail("the " + std::string(what) + " is not a number: " + std::string(field.substr(0, 40)));
    }
    return value;
}

}  // namespace dateline
