// Lines of blank-separated fields, as judgements and runs have them, with errors that say where.
#pragma once

#include <cstddef>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace dateline {

class FieldReader {
public:
    // `name` is the file's, for messages. The stream must outlive the reader.
    FieldReader(std::istream& input, std::string name);

    // Reads the next line that is not blank; false at the end. A byte order mark is dropped. Throws
    // Error for a line over 64 KiB, so that no input takes more memory than that.
    bool next();

    // Of the line read, split at blanks and tabs; valid until the next call of next().
    const std::vector<std::string_view>& fields() const { return fields_; }
    // Split at each tab instead.
    std::vector<std::string_view> tab_fields() const;
    std::size_t line() const { return number_; }

    // Throws Error: "name:line: message".
    [[noreturn]] void fail(const std::string& message) const;

    // A number in decimal notation, "1", "+0.5", "-3e-2" or "inf". Fails, naming `what`, for
    // anything else.
    double number(std::string_view field, std::string_view what) const;

private:
    std::istream& input_;
    std::string name_;
    std::string text_;
    std::size_t number_ = 0;
    std::vector<std::string_view> fields_;
};

}  // namespace dateline
