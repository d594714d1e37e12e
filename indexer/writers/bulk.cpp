#include "indexer/writers/bulk.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <thread>

#include <xapian.h>

#include "common/error.h"
#include "common/glass/encoding.h"

namespace dateline {
namespace {

using namespace glass;

constexpr std::size_t kMinWindow = std::size_t{8} << 10;
constexpr std::size_t kMaxWindow = std::size_t{1} << 20;
constexpr std::size_t kMaxMetadataKey = 253;

// A thread whose exception the one who joins it gets.
class Task {
public:
    explicit Task(std::function<void()> work)
        : thread_([this, work = std::move(work)] {
              try {
                  work();
              } catch (...) {
                  failure_ = std::current_exception();
              }
          }) {}
    ~Task() {
        if (thread_.joinable()) thread_.join();
    }
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;

    void join() {
        thread_.join();
        if (failure_) std::rethrow_exception(failure_);
    }

private:
    std::exception_ptr failure_;  // before the thread that sets it
    std::thread thread_;
};

void make_empty_folder(const std::string& folder, bool& made) {
    if (::mkdir(folder.c_str(), 0777) == 0) {
        made = true;
        return;
    }
    if (errno != EEXIST) throw_file_error("create", folder, errno);
    std::error_code error;
    const bool empty = std::filesystem::is_empty(folder, error);
    if (error) throw_file_error("read", folder, error.value());
    if (!empty) throw Error(folder + ": exists and is not empty");
}

}  // namespace

bool bulk_format_matches_xapian(std::string* reason) {
    const auto no = [reason](const std::string& why) {
        if (reason != nullptr) *reason = why;
        return false;
    };
    if (Xapian::major_version() != 1 || Xapian::minor_version() != 4) {
        return no(std::string("Xapian ") + Xapian::version_string() + " is not of series 1.4");
    }
    std::error_code error;
    std::string folder = std::filesystem::temp_directory_path(error).string();
    if (error) return no("no temporary folder: " + error.message());
    folder += "/dateline-format-XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) {
        return no("cannot create " + folder + ": " + std::generic_category().message(errno));
    }
    std::string written(version_magic().size(), '\0');
    std::string failure;
    try {
        Xapian::WritableDatabase(
            folder, Xapian::DB_CREATE_OR_OPEN | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC)
            .close();
        std::ifstream file(folder + "/iamglass", std::ios::binary);
        if (!file.read(written.data(), static_cast<std::streamsize>(written.size()))) {
            failure = "Xapian wrote no iamglass";
        }
    } catch (const Xapian::Error& problem) {
        failure = "Xapian cannot make a glass database: " + problem.get_msg();
    }
    std::filesystem::remove_all(folder, error);
    if (!failure.empty()) return no(failure);
    if (written != version_magic()) {
        return no(std::string("Xapian ") + Xapian::version_string() +
                  " writes another version of the glass format");
    }
    return true;
}

BulkWriter::BulkWriter(const std::string& folder, std::size_t memory)
    : folder_(folder), memory_(memory) {
    make_empty_folder(folder_, made_folder_);
    term_lists_ = std::make_unique<TableWriter>(table_path(kTermlist));
    data_ = std::make_unique<TableWriter>(table_path(kDocdata));
}

BulkWriter::~BulkWriter() {
    if (finished_) return;
    term_lists_.reset();
    data_.reset();
    for (const char* name : kTableFiles)
        ::unlink((folder_ + "/" + name).c_str());
    ::unlink((folder_ + "/v.tmp").c_str());
    if (made_folder_) ::rmdir(folder_.c_str());
}

std::string BulkWriter::table_path(Table table) const {
    return folder_ + "/" + kTableFiles[table];
}

void BulkWriter::set_metadata(const std::string& key, const std::string& value) {
    if (key.empty() || key.size() > kMaxMetadataKey) {
        throw Error("a metadata key of " + std::to_string(key.size()) + " bytes (1 to " +
                    std::to_string(kMaxMetadataKey) + " are possible)");
    }
    if (value.empty()) {
        metadata_.erase(key);
    } else {
        metadata_[key] = value;
    }
}

void BulkWriter::add(Run&& run) {
    take(run);
}

void BulkWriter::add(std::uint64_t sequence, Run run) {
    std::unique_lock lock(turn_mutex_);
    turn_changed_.wait(lock, [&] { return cancelled_ || turn_ == sequence; });
    if (cancelled_) throw Error("writing was cancelled");
    lock.unlock();  // nobody else has this turn
    try {
        take(run);
    } catch (...) {
        cancel();
        throw;
    }
    lock.lock();
    ++turn_;
    turn_changed_.notify_all();
}

void BulkWriter::cancel() {
    const std::lock_guard lock(turn_mutex_);
    cancelled_ = true;
    turn_changed_.notify_all();
}

void BulkWriter::take(Run& run) {
    if (run.documents.empty()) return;
    const DocumentId first = run.documents.front().id;
    if (first <= statistics_.last_id) {
        throw Error("document " + std::to_string(first) + ": its id does not follow " +
                    std::to_string(statistics_.last_id));
    }
    write_documents(run);
    run.term_lists.clear();
    run.data.clear();
    run.slot_lists.clear();
    count(run);
    keep(run);
}

void BulkWriter::write_documents(const Run& run) {
    std::string_view term_lists = run.term_lists.view();
    std::string_view data = run.data.view();
    std::string_view slot_lists = run.slot_lists.view();
    const auto take_bytes = [](std::string_view& from, std::size_t bytes) {
        const std::string_view taken = from.substr(0, bytes);
        from.remove_prefix(bytes);
        return taken;
    };
    for (const RunDocument& document : run.documents) {
        std::uint8_t bytes[kMaxSortableBytes + 1];
        std::uint8_t* const end = put_sortable(bytes, document.id);
        *end = 0;
        const auto length = static_cast<std::size_t>(end - bytes);
        const std::string_view key(reinterpret_cast<const char*>(bytes), length);
        term_lists_->add(key, take_bytes(term_lists, document.term_list_bytes),
                         document.term_list_deflated);
        if (document.slot_list_bytes > 0) {
            term_lists_->add({key.data(), length + 1},
                             take_bytes(slot_lists, document.slot_list_bytes),
                             document.slot_list_deflated);
        }
        if (document.data_bytes > 0) {
            data_->add(key, take_bytes(data, document.data_bytes), document.data_deflated);
        }
    }
}

void BulkWriter::count(const Run& run) {
    for (const RunDocument& document : run.documents) {
        lengths_.add(document.id, document.length);
        statistics_.total_length += document.length;
        statistics_.longest_length = std::max(statistics_.longest_length, document.length);
        if (document.length > 0 &&
            (statistics_.shortest_length == 0 || document.length < statistics_.shortest_length)) {
            statistics_.shortest_length = document.length;
        }
    }
    statistics_.documents += run.documents.size();
    statistics_.last_id = run.documents.back().id;
    statistics_.largest_wdf = std::max(statistics_.largest_wdf, run.largest_wdf);
    for (const SlotStatistics& slot : run.slots) {
        const auto [place, fresh] = slots_.try_emplace(slot_order(slot.slot), slot);
        if (fresh) continue;
        SlotStatistics& all = place->second;
        all.documents += slot.documents;
        if (slot.least < all.least) all.least = slot.least;
        if (slot.greatest > all.greatest) all.greatest = slot.greatest;
    }
}

// Keeps a run's streams for the merge. What has found its place in memory stays there.
void BulkWriter::keep(Run& run) {
    std::array<ByteBuffer*, 3> buffers = {};
    buffers[kPostings] = &run.postings;
    buffers[kPositions] = &run.positions;
    buffers[kValues] = &run.values;
    std::size_t bytes = 0;
    for (const ByteBuffer* buffer : buffers)
        bytes += buffer->capacity();
    const bool fits = bytes <= memory_ - std::min(memory_, kept_bytes_);
    if (fits) kept_bytes_ += bytes;
    for (std::size_t kind = 0; kind < buffers.size(); ++kind) {
        Stream stream;
        if (fits || buffers[kind]->empty()) {
            stream.memory = std::move(*buffers[kind]);
        } else {
            if (!spill_) spill_ = std::make_unique<SpillFile>(folder_ + "/spill.tmp");
            stream.offset = spill_->size();
            stream.spilled = buffers[kind]->size();
            spill_->append(buffers[kind]->data(), buffers[kind]->size());
            *buffers[kind] = {};
        }
        streams_[kind].push_back(std::move(stream));
    }
}

std::uint64_t BulkWriter::spilled_bytes() const {
    return spill_ ? spill_->size() : 0;
}

std::vector<StreamReader> BulkWriter::open_streams(StreamKind kind) const {
    // Two merges run at a time; their windows take at most an eighth of the memory unless there are
    // very many runs.
    const std::size_t window = std::clamp(
        memory_ / 16 / std::max<std::size_t>(1, streams_[kind].size()), kMinWindow, kMaxWindow);
    std::vector<StreamReader> readers;
    readers.reserve(streams_[kind].size());
    for (const Stream& stream : streams_[kind]) {
        if (stream.spilled > 0) {
            readers.emplace_back(*spill_, stream.offset, stream.spilled, window);
        } else {
            readers.emplace_back(stream.memory.view());
        }
    }
    return readers;
}

TableRoot BulkWriter::write_postlist() {
    TableWriter table(table_path(kPostlist));
    write_metadata(table, metadata_);
    write_slot_statistics(table, slots_);
    {
        std::vector<StreamReader> streams = open_streams(kValues);
        write_values(table, streams);
    }
    write_lengths(table, lengths_);
    std::vector<StreamReader> streams = open_streams(kPostings);
    term_count_ = write_postings(table, streams);
    return table.finish();
}

TableRoot BulkWriter::write_positions() const {
    TableWriter table(table_path(kPosition));
    std::vector<StreamReader> streams = open_streams(kPositions);
    dateline::write_positions(table, streams);
    return table.finish();
}

void BulkWriter::finish(unsigned threads) {
    std::array<TableRoot, 6> roots;
    // Waits for the disk more than it computes: a thread of its own even if there is to be one.
    Task documents([&] {
        roots[kTermlist] = term_lists_->finish();
        roots[kDocdata] = data_->finish();
    });
    if (threads > 1) {
        Task positions([&] { roots[kPosition] = write_positions(); });
        roots[kPostlist] = write_postlist();
        positions.join();
    } else {
        roots[kPostlist] = write_postlist();
        roots[kPosition] = write_positions();
    }
    documents.join();
    write_version(folder_, roots, statistics_);
    finished_ = true;
    for (std::vector<Stream>& streams : streams_)
        streams.clear();
}

}  // namespace dateline
