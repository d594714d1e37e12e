#include "indexer/readers/batch_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "common/error.h"
#include "common/text.h"
#include "indexer/readers/json_outline.h"
#include "indexer/readers/markup.h"
#include "indexer/readers/parse.h"

namespace dateline {
namespace {

constexpr std::size_t kReadBytes = std::size_t{1} << 18;
constexpr std::size_t kMostArchives = 2;                  // in each other
constexpr std::size_t kHeadBytes = std::size_t{1} << 16;  // looked at to tell the format

std::string size_text(std::size_t bytes) {
    return bytes >= (1u << 20) ? std::to_string(bytes >> 20) + " MiB"
                               : std::to_string(bytes) + " bytes";
}

// Members that archivers add on their own, and hidden files.
bool is_hidden_member(std::string_view name) {
    return name.starts_with('.') || name.starts_with("__MACOSX/") ||
           name.find("/.") != std::string_view::npos;
}

// From byte `begin` on.
void read_cr_as_lf(ByteBuffer& bytes, std::size_t begin) {
    std::replace(bytes.data() + begin, bytes.data() + bytes.size(), std::uint8_t{'\r'},
                 std::uint8_t{'\n'});
}

}  // namespace

std::string id_of_place(const std::string& name, const RawRecord& record) {
    if (record.line == 0) return name;
    std::string id = name + ":" + std::to_string(record.line);
    if (record.nth > 1) id += "." + std::to_string(record.nth);
    return id;
}

BatchReader::BatchReader(const std::vector<InputFile>& files, ReadLimits limits,
                         ReadSettings settings)
    : files_(files), limits_(std::move(limits)), settings_(std::move(settings)) {}

std::string BatchReader::place() const {
    return files_[file_].path + member_;
}

void BatchReader::report(Batch& batch, Problem::Kind kind, std::uint64_t line,
                         const std::string& message, const std::string& hint) {
    batch.problems.push_back({kind, place(), line, message, hint});
    if (kind == Problem::Kind::Skipped) batch.failed_files.push_back(file_);
}

bool BatchReader::is_full(const Batch& batch) const {
    return batch.records.size() + batch.problems.size() >= limits_.batch_records;
}

bool BatchReader::next(Batch& batch) {
    batch.number = number_;
    batch.bytes.clear();
    batch.records.clear();
    batch.origins.clear();
    batch.problems.clear();
    batch.failed_files.clear();
    batch.ignored = 0;
    while (file_ < files_.size() && batch.bytes.size() < limits_.batch_bytes && !is_full(batch) &&
           !is_stopped()) {
        try {
            if (!splitter_) start(batch);
            if (splitter_) read_records(batch);
        } catch (const MemberError& error) {
            leave_archives(error.level());
            report(batch, Problem::Kind::Skipped, 0, error.what(), error.hint());
            splitter_.reset();
        } catch (const Error& error) {
            const std::uint64_t lines = splitter_ ? splitter_->lines() : 0;
            std::string hint = error.hint();
            // Checksums stand at the end: what they speak of was read by then.
            const std::string_view what(error.what());
            if (lines > 0 && what.find("data are damaged") != std::string_view::npos)
                hint = "its articles above that line may be garbled, too: " + hint;
            report(batch, Problem::Kind::Skipped, lines > 0 ? lines + 1 : 0, error.what(), hint);
            finish_file();
        }
    }
    if (batch.records.empty() && batch.problems.empty() && batch.ignored == 0 &&
        (file_ == files_.size() || is_stopped())) {
        return false;
    }
    ++number_;
    return true;
}

// Opens the next content: a file, or the next member of the innermost archive that is open. Without
// one, leaves splitter_ null.
void BatchReader::start(Batch& batch) {
    if (!archives_.empty()) {
        if (start_member(batch)) return;
        archives_.pop_back();
        if (archives_.empty()) finish_file();
        return;
    }
    OpenedInput input =
        open_input(files_[file_].path, limits_.max_ratio, limits_.stop, limits_.verify);
    if (input.archive) {
        archives_.push_back({std::move(input.archive), "", 0, ""});
        return;
    }
    source_ = std::move(input.source);
    if (!start_content(batch)) finish_file();
}

// Keeps so many; the innermost of those dropped is what was being read.
void BatchReader::leave_archives(std::size_t level) {
    source_.reset();
    while (archives_.size() > level) {
        member_ = archives_.back().name;
        archives_.pop_back();
    }
}

// False at the archive's end.
bool BatchReader::start_member(Batch& batch) {
    OpenArchive& around = archives_.back();
    source_.reset();
    member_ = around.name;
    const auto member = around.archive->next();
    if (!member) {
        if (around.encrypted > 0) {
            report(batch, Problem::Kind::Skipped, 0,
                   std::to_string(around.encrypted) + " encrypted members, the first one \"" +
                       around.first_encrypted + "\"",
                   "decrypt the archive first");
        }
        return false;
    }
    if (is_hidden_member(member->name)) {
        ++batch.ignored;
        return true;
    }
    if (member->encrypted) {
        if (around.encrypted++ == 0) around.first_encrypted = member->name;
        return true;
    }
    const NameKind kind = kind_of_name(member->name);
    if ((!kind.known() && !settings_.format) || kind.sidecar) {
        ++batch.ignored;
        return true;
    }
    member_ += "!" + member->name;
    if (member->name_cleaned) {
        report(batch, Problem::Kind::Warning, 0,
               "the member's name led out of the archive and was shortened", "");
    }
    OpenedInput input = around.archive->open_member();
    if (!input.archive) {
        source_ = std::move(input.source);
        start_content(batch);
    } else if (archives_.size() < kMostArchives) {
        archives_.push_back({std::move(input.archive), member_, 0, ""});
    } else {
        report(batch, Problem::Kind::Skipped, 0, "an archive in an archive in an archive",
               "unpack the outermost one first");
    }
    return true;
}

// Looks at the content's first bytes. False if it is not to be read.
bool BatchReader::start_content(Batch& batch) {
    const InputFile& file = files_[file_];
    rest_.clear();
    at_end_ = false;
    last_line_ = on_last_line_ = 0;
    cr_lines_ = false;
    utf16_.reset();
    while (rest_.size() < kHeadBytes && !at_end_)
        fill(rest_, kHeadBytes - rest_.size());
    const char marked = utf16_mark(rest_.view());
    if (const char order = marked != 0 ? marked : utf16_without_mark(rest_.view()); order != 0) {
        utf16_ = std::make_unique<Utf16Decoder>(order == 'B');
        std::string text;
        utf16_->decode(rest_.view().substr(marked != 0 ? 2 : 0), text);
        if (at_end_) utf16_->finish(text);
        rest_.clear();
        rest_.append(text.data(), text.size());
    }
    // As old programs for the Mac end lines, and spreadsheets that write for them.
    cr_lines_ = rest_.view().find('\r') != std::string_view::npos &&
                rest_.view().find('\n') == std::string_view::npos;
    if (cr_lines_) read_cr_as_lf(rest_, 0);
    const std::string_view head = rest_.view();
    RecordOrigin origin;
    const bool in_archive = !member_.empty();
    origin.path = place();
    origin.name = file.name + member_;
    const std::string_view name = in_archive ? std::string_view(member_) : file.path;
    FormatGuess guess;
    if (settings_.format) {
        guess.format = *settings_.format;
    } else if (find_packing(head) != Packing::None) {
        guess.refusal = "packed twice";
        guess.hint = "unpack it once first";
    } else {
        guess = guess_format(head, name, settings_.fields);
    }
    // In folders and archives, tables, JSON and markup that are no articles are no loss, as far as
    // can be told; what was named is.
    const NameKind kind = kind_of_name(name);
    const bool ambiguous =
        kind.markup || (kind.format && !is_single(*kind.format)) || kind.format == Format::Html;
    const bool of_no_use = trimmed(head).empty() || looks_binary(head);
    if (!guess.refusal.empty()) {
        if ((in_archive || !file.named) && ambiguous && !of_no_use) {
            report(batch, Problem::Kind::Ignored, 0, "left out: " + guess.refusal, guess.hint);
        } else {
            report(batch, Problem::Kind::Skipped, 0, guess.refusal, guess.hint);
            if (!in_archive) batch.failed_files.push_back(file_);
        }
        return false;
    }
    if (!guess.warning.empty())
        report(batch, Problem::Kind::Warning, 0, guess.warning, "--format names another format");
    origin.format = guess.format;
    if (utf16_) origin.charset = "UTF-16";
    char separator = ',';
    if (origin.format == Format::Csv || origin.format == Format::Tsv) {
        separator = find_separator(head, settings_.fields)
                        .value_or(origin.format == Format::Tsv ? '\t' : ',');
        const std::string_view table = head.substr(table_begin(head));
        const CsvEnd header = find_csv_end(table, separator, true);
        origin.columns = std::make_shared<const CsvColumns>(
            make_columns(table.substr(0, header.kind == CsvEnd::Kind::Found ? header.end : 0),
                         separator, settings_.fields));
        if (!is_valid_utf8(head.substr(0, head.rfind('\n')))) {
            origin.charset = detect_charset(head);
        }
    }
    if (origin.format == Format::Feed) {
        if (!is_valid_utf8(head.substr(0, head.rfind('<'))))
            origin.charset = declared_charset(head);
        const DecodedText decoded = decode_text(head, origin.charset);
        origin.feed = feed_title(decoded.text);
    }
    if (settings_.manifest)
        origin.given = settings_.manifest->find(origin.name, origin.path, file.identity + member_);
    if (!origin.given && !in_archive && !file.sidecar.empty()) {
        try {
            origin.given = read_sidecar(file.sidecar, settings_.fields);
        } catch (const Error& error) {
            batch.problems.push_back(
                {Problem::Kind::Warning, file.sidecar, 0, error.what(), error.hint()});
        }
    }
    // Responses are also written one a line.
    std::string list;
    if (origin.format == Format::Json || origin.format == Format::JsonLines)
        list = find_article_list(head, settings_.fields);
    if (!list.empty()) origin.format = Format::Json;
    splitter_ = make_splitter(origin.format, separator, std::move(list));
    origin.hash = hash_of(origin, file.identity, settings_.salt);
    origin_ = std::make_shared<const RecordOrigin>(std::move(origin));
    return true;
}

// Appends up to `size` bytes of content (more when they are decoded); sets at_end_ at its end.
// Leaves `bytes` alone if reading fails.
void BatchReader::fill(ByteBuffer& bytes, std::size_t size) {
    const std::size_t used = bytes.size();
    fetch(bytes, size);
    if (cr_lines_) read_cr_as_lf(bytes, used);
}

void BatchReader::fetch(ByteBuffer& bytes, std::size_t size) {
    if (utf16_) {
        raw_.resize(size / 2);
        raw_.resize(source_->read(raw_.data(), raw_.size()));
        bytes_read_ += raw_.size();
        std::string decoded;
        utf16_->decode(raw_, decoded);
        if (raw_.empty()) {
            at_end_ = true;
            utf16_->finish(decoded);
        }
        bytes.append(decoded.data(), decoded.size());
        return;
    }
    std::uint8_t* const at = bytes.room(size);
    const std::size_t count = source_->read(reinterpret_cast<char*>(at), size);
    bytes.end_at(at + count);
    bytes_read_ += count;
    if (count == 0) at_end_ = true;
}

void BatchReader::add_record(Batch& batch, std::size_t begin, std::size_t end, std::uint64_t line) {
    if (batch.origins.empty() || batch.origins.back() != origin_) batch.origins.push_back(origin_);
    if (line != std::exchange(last_line_, line)) on_last_line_ = 0;
    batch.records.push_back(
        {begin, end - begin, file_, line, ++on_last_line_, batch.origins.size() - 1});
}

// Adds records until the batch is full or the content ends.
void BatchReader::read_records(Batch& batch) {
    ByteBuffer& bytes = batch.bytes;
    std::size_t begin = bytes.size();  // of what is not yet split
    bytes.append(rest_.data(), rest_.size());
    rest_.clear();
    for (;;) {
        Split split;
        try {
            split = splitter_->step(bytes.view().substr(begin), at_end_);
            if (split.kind == Split::Kind::More) {
                if (bytes.size() - begin > limits_.max_record) {
                    split = splitter_->too_long(bytes.view().substr(begin));
                    if (split.message.ends_with("than the limit")) {
                        split.message.resize(split.message.size() - 9);
                        split.message += size_text(limits_.max_record);
                    }
                } else {
                    fill(bytes, kReadBytes);
                    continue;
                }
            }
        } catch (...) {
            bytes.cut(begin);
            throw;
        }
        const bool too_large = split.end - split.begin > limits_.max_record;
        if (split.kind == Split::Kind::Record && too_large) {
            report(batch, Problem::Kind::Skipped, split.line,
                   (origin_->format == Format::JsonLines ? "a line longer than "
                                                         : "an article longer than ") +
                       size_text(limits_.max_record),
                   "if it is one article, raise --max-size");
        } else if (split.kind == Split::Kind::Record) {
            add_record(batch, begin + split.begin, begin + split.end, split.line);
            if (!split.message.empty()) {
                report(batch, Problem::Kind::Warning, split.line, split.message, split.hint);
            }
        } else if (split.kind == Split::Kind::Broken) {
            report(batch, Problem::Kind::Skipped, split.line, split.message, split.hint);
            if (is_single(origin_->format)) {  // the rest of it is of no use
                bytes.cut(begin);
                finish_content(batch);
                return;
            }
        } else if (split.kind == Split::Kind::End) {
            bytes.append("", 1);
            finish_content(batch);
            return;
        }
        if (split.kind == Split::Kind::Record && !too_large) {
            begin += split.next;
        } else {
            // What is no record keeps no room, save that what was passed stays until the batch ends
            // where it is short.
            begin += split.next;
            if (begin == bytes.size() && !batch.records.empty()) {
                const RawRecord& last = batch.records.back();
                const std::size_t keep = last.begin + last.size + 1;
                if (begin > keep + kReadBytes) bytes.cut(begin = keep);
            } else if (begin == bytes.size() && batch.records.empty()) {
                bytes.cut(begin = 0);
            }
        }
        const bool enough = begin >= limits_.batch_bytes || is_full(batch) || is_stopped();
        if (enough && begin <= bytes.size()) {
            rest_.append(bytes.data() + begin, bytes.size() - begin);
            bytes.cut(begin);
            bytes.append("", 1);
            return;
        }
    }
}

void BatchReader::finish_content(Batch& batch) {
    if (utf16_ && utf16_->replaced() > 0) {
        report(batch, Problem::Kind::Warning, 0,
               std::to_string(utf16_->replaced()) +
                   " characters are not valid UTF-16 and were replaced");
    }
    const std::string warning = source_->warning();
    if (!warning.empty()) {
        report(batch, Problem::Kind::Warning, 0, warning, "index it again when it is complete");
    }
    splitter_.reset();
    rest_.clear();
    utf16_.reset();
    if (archives_.empty()) finish_file();
}

void BatchReader::finish_file() {
    leave_archives(0);
    splitter_.reset();
    origin_.reset();
    utf16_.reset();
    rest_.clear();
    member_.clear();
    ++file_;
}

}  // namespace dateline
