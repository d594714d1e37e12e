#include "searcher/batch/csv_row.h"

#include <algorithm>
#include <utility>

namespace dateline {

CsvState CsvRow::feed(std::string_view line) {
    std::size_t at = 0;
    if (quoted_) field_ += '\n';
    for (;;) {
        if (!quoted_ && at < line.size() && line[at] == '"') {
            quoted_ = true;
            ++at;
        }
        if (quoted_) {
            if (!close_quote(line, at)) return CsvState::OpenQuote;
            quoted_ = false;
            if (at < line.size() && line[at] != delimiter_) return CsvState::AfterQuote;
        } else {
            const std::size_t end = std::min(line.find(delimiter_, at), line.size());
            field_ = line.substr(at, end - at);
            at = end;
        }
        ++count_;
        if (fields_.size() < max_fields_) fields_.push_back(std::move(field_));
        field_.clear();
        if (at == line.size()) return CsvState::Complete;
        ++at;
    }
}

bool CsvRow::close_quote(std::string_view line, std::size_t& at) {
    for (;;) {
        const std::size_t quote = std::min(line.find('"', at), line.size());
        field_ += line.substr(at, quote - at);
        if (quote == line.size()) return false;
        at = quote + 1;
        if (at == line.size() || line[at] != '"') return true;
        field_ += '"';
        ++at;
    }
}

}  // namespace dateline
