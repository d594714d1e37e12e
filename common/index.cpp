#include "common/index.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iterator>
#include <sstream>
#include <thread>

#include "common/error.h"
#include "common/schema.h"
#include "common/text.h"

namespace dateline {
namespace {

namespace fs = std::filesystem;

constexpr const char* kStub = "XAPIANDB";
constexpr const char* kNewStub = "XAPIANDB.new";
constexpr const char* kLock = "writer.lock";
constexpr std::string_view kGenerationPrefix = "gen-";
constexpr std::string_view kFilesPrefix = "files-";
constexpr std::string_view kStoriesPrefix = "stories-";
constexpr std::string_view kFilesLine = "# Dateline files: ";
constexpr std::string_view kStoriesLine = "# Dateline stories: ";
constexpr std::string_view kSerialLine = "# Dateline state: ";

std::string rebuild_hint(const std::string& directory) {
    return "build one with: dateline-index --index " + printable(directory) + " PATH...";
}

Error system_error(const std::string& what, const fs::path& path) {
    const bool full = errno == ENOSPC || errno == EDQUOT;
    return Error(what + " " + printable(path.string()) + ": " + std::strerror(errno),
                 full ? "make room on the disk" : "");
}

const char* environment(const char* name) {
    const char* value = std::getenv(name);
    return value && *value ? value : nullptr;
}

void sync_directory(const fs::path& directory) {
    const int fd = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) throw system_error("cannot open", directory);
    const int result = fsync(fd);
    close(fd);
    if (result != 0) throw system_error("cannot sync", directory);
}

// "gen-000012"
bool is_numbered(const std::string& name, std::string_view prefix) {
    constexpr std::size_t kMostDigits = 18;
    return name.starts_with(prefix) && name.size() > prefix.size() &&
           name.size() <= prefix.size() + kMostDigits &&
           name.find_first_not_of("0123456789", prefix.size()) == std::string::npos;
}

std::string next_numbered(const std::string& directory, std::string_view prefix) {
    std::uint64_t highest = 0;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(directory, code)) {
        const std::string name = entry.path().filename().string();
        if (!is_numbered(name, prefix)) continue;
        highest =
            std::max<std::uint64_t>(highest, std::strtoull(&name[prefix.size()], nullptr, 10));
    }
    std::ostringstream name;
    name << prefix << std::setw(6) << std::setfill('0') << highest + 1;
    return (fs::path(directory) / name.str()).string();
}

Error not_dateline(const std::string& directory) {
    return Error(printable(directory) + " is not a Dateline index",
                 "choose another folder, or build an index in an empty one");
}

std::string rebuild_again_hint(const std::string& directory) {
    return "rebuild it with: dateline-index --rebuild --index " + printable(directory) + " PATH...";
}

// Throws Xapian::Error if a database cannot be opened, Error if it is not one for this program or
// if there is something wrong with the stories.
OpenIndex open_shards(const std::string& directory, const IndexState& state) {
    OpenIndex index;
    for (const std::string& shard : state.shards) {
        index.database.add_database(Xapian::Database(shard));
        glass::add_position_table(shard, index.positions);
    }
    const auto metadata = [&](std::string_view key) {
        return index.database.get_metadata(std::string(key));
    };
    const std::string schema = metadata(kMetaSchema);
    if (schema.empty()) throw not_dateline(directory);
    index.info.schema = std::atoi(schema.c_str());
    if (index.info.schema != kSchemaVersion) {
        throw Error("the index in " + printable(directory) + " has schema version " +
                        printable(schema) + ", this program reads version " +
                        std::to_string(kSchemaVersion),
                    rebuild_again_hint(directory));
    }
    index.info.language = metadata(kMetaLanguage);
    index.info.tool = metadata(kMetaTool);
    index.info.options = metadata(kMetaOptions);
    StoryMap stories;
    if (!state.stories.empty()) stories = StoryMap::read(state.stories);
    if (stories.size() > 0 && stories.shards() != state.shards.size()) {
        throw Error("the list of stories of " + printable(directory) + " is of another index",
                    rebuild_again_hint(directory));
    }
    index.stories = std::make_shared<const StoryMap>(std::move(stories));
    return index;
}

}  // namespace

std::string resolve_index_directory(const std::string& given) {
    if (!given.empty()) return given;
    if (const char* index = environment("DATELINE_INDEX")) return index;
    if (const char* data = environment("XDG_DATA_HOME"))
        return std::string(data) + "/dateline/index";
    if (const char* home = environment("HOME"))
        return std::string(home) + "/.local/share/dateline/index";
    throw Error("no index directory given", "use --index DIR or set DATELINE_INDEX");
}

OpenIndex open_index(const std::string& directory) {
    std::error_code code;
    if (!fs::exists(directory, code)) {
        throw Error("there is no index at " + printable(directory), rebuild_hint(directory));
    }
    // A writer may put another state in force and remove this one while it is being opened. Files
    // that are missing then need not show: Xapian takes some tables as empty if they are not there.
    // So what was opened counts only if its state is still in force afterwards.
    constexpr int kAttempts = 100;
    for (int attempt = 1;; ++attempt) {
        const std::optional<IndexState> state = current_state(directory);
        if (!state) {
            throw Error("there is no index in " + printable(directory), rebuild_hint(directory));
        }
        try {
            OpenIndex index = open_shards(directory, *state);
            if (current_state(directory) == state) return index;
            if (attempt == kAttempts) {
                throw Error("the index in " + printable(directory) + " changes all the time",
                            "try again");
            }
        } catch (const Xapian::Error& error) {
            if (attempt < kAttempts && current_state(directory) != state) continue;
            throw Error("cannot open the index in " + printable(directory) + ": " +
                            printable(error.get_msg()),
                        rebuild_again_hint(directory));
        } catch (const Error&) {
            if (attempt == kAttempts || current_state(directory) == state) throw;
        }
    }
}

// ---- Lock

namespace {

// Locks the open file; false if another process has it locked.
bool try_lock(int fd, const fs::path& path) {
    while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return false;
        if (errno != EINTR) throw system_error("cannot lock", path);
    }
    return true;
}

// What the holder wrote into the file.
std::string read_holder(int fd) {
    char holder[512] = {};
    if (pread(fd, holder, sizeof holder - 1, 0) <= 0) return "process unknown";
    return holder;
}

}  // namespace

WriterLock::WriterLock(const std::string& directory, const KeepWaiting& keep_waiting) {
    std::error_code code;
    fs::create_directories(directory, code);
    if (code) throw Error("cannot create " + printable(directory) + ": " + code.message());
    const fs::path path = fs::path(directory) / kLock;
    fd_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd_ < 0) throw system_error("cannot open", path);
    try {
        const auto start = std::chrono::steady_clock::now();
        while (!try_lock(fd_, path)) {
            if (!keep_waiting || !keep_waiting(std::chrono::steady_clock::now() - start)) {
                throw IndexLockedError("another process writes the index in " +
                                           printable(directory) + ": " +
                                           printable(read_holder(fd_)),
                                       "wait until it has finished, or let --wait do that");
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    } catch (...) {
        close(fd_);
        throw;
    }
    char host[256] = "unknown host";
    gethostname(host, sizeof host - 1);
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    char since[32];
    std::strftime(since, sizeof since, "%Y-%m-%dT%H:%M:%SZ", &utc);
    const std::string text =
        "process " + std::to_string(getpid()) + " on " + host + " since " + since;
    // Without the text, where the disk is full, the lock is as good: "process unknown" holds it.
    if (ftruncate(fd_, 0) != 0 || pwrite(fd_, text.data(), text.size(), 0) < 0) errno = 0;
}

WriterLock::~WriterLock() {
    if (fd_ < 0) return;
    // A failure leaves an outdated text in an unlocked file, which nobody reads.
    if (ftruncate(fd_, 0) != 0) errno = 0;
    close(fd_);
}

std::optional<std::string> lock_holder(const std::string& directory) {
    const fs::path path = fs::path(directory) / kLock;
    const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return std::nullopt;
    std::optional<std::string> holder;
    if (flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK) holder = read_holder(fd);
    close(fd);
    return holder;
}

// ---- Generations

std::optional<IndexState> current_state(const std::string& directory) {
    const fs::path folder(directory);
    std::ifstream stub(folder / kStub);
    if (!stub) {
        std::error_code code;
        if (fs::exists(folder / kStub, code)) {
            throw Error("cannot read " + printable(directory) + "/" + kStub,
                        "check its permissions");
        }
        if (fs::exists(folder / "iamglass", code)) throw not_dateline(directory);
        return std::nullopt;
    }
    IndexState state;
    for (std::string line; std::getline(stub, line);) {
        constexpr std::string_view kShard = "auto ";
        if (line.starts_with(kFilesLine)) {
            const std::string name = line.substr(kFilesLine.size());
            if (!is_numbered(name, kFilesPrefix)) throw not_dateline(directory);
            state.files = (folder / name).string();
        } else if (line.starts_with(kStoriesLine)) {
            const std::string name = line.substr(kStoriesLine.size());
            if (!is_numbered(name, kStoriesPrefix)) throw not_dateline(directory);
            state.stories = (folder / name).string();
        } else if (line.starts_with(kSerialLine)) {
            state.serial = std::strtoull(&line[kSerialLine.size()], nullptr, 10);
        } else if (!line.empty() && line[0] != '#') {
            const std::string name = line.substr(std::min(line.size(), kShard.size()));
            if (!line.starts_with(kShard) || !is_numbered(name, kGenerationPrefix))
                throw not_dateline(directory);
            state.shards.push_back((folder / name).string());
        }
    }
    if (state.shards.empty()) throw not_dateline(directory);
    return state;
}

namespace {

bool names(const IndexState& state, const std::string& path) {
    return path == state.files || path == state.stories ||
           std::find(state.shards.begin(), state.shards.end(), path) != state.shards.end();
}

}  // namespace

std::vector<std::string> find_leftovers(const std::string& directory) {
    const IndexState state = current_state(directory).value_or(IndexState());
    std::vector<std::string> paths;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(directory, code)) {
        const std::string name = entry.path().filename().string();
        const std::string path = (fs::path(directory) / name).string();
        const bool ours = is_numbered(name, kGenerationPrefix) || is_numbered(name, kFilesPrefix) ||
                          is_numbered(name, kStoriesPrefix) || name == kNewStub;
        if (ours && !names(state, path)) paths.push_back(path);
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

void remove_leftovers(const std::string& directory) {
    // What cannot be removed now is tried again by the next writer.
    std::error_code code;
    for (const std::string& path : find_leftovers(directory))
        fs::remove_all(path, code);
}

std::string next_generation(const std::string& directory) {
    return next_numbered(directory, kGenerationPrefix);
}

std::string next_files(const std::string& directory) {
    return next_numbered(directory, kFilesPrefix);
}

std::string next_stories(const std::string& directory) {
    return next_numbered(directory, kStoriesPrefix);
}

std::string prepare_generation(const std::string& directory) {
    remove_leftovers(directory);
    return next_generation(directory);
}

void publish(const std::string& directory, const IndexState& state) {
    const auto name_of = [](const std::string& path) { return fs::path(path).filename().string(); };
    const std::uint64_t serial = current_state(directory).value_or(IndexState()).serial + 1;
    std::string stub = std::string(kSerialLine) + std::to_string(serial) + "\n";
    if (!state.files.empty()) stub += std::string(kFilesLine) + name_of(state.files) + "\n";
    if (!state.stories.empty()) stub += std::string(kStoriesLine) + name_of(state.stories) + "\n";
    for (const std::string& shard : state.shards) {
        sync_directory(shard);
        stub += "auto " + name_of(shard) + "\n";
    }
    const fs::path temporary = fs::path(directory) / kNewStub;
    write_synced(temporary.string(), stub);
    sync_directory(directory);  // the names that the stub will name come before it
    std::error_code code;
    fs::rename(temporary, fs::path(directory) / kStub, code);
    if (code) {
        throw Error("cannot replace " + printable(directory) + "/" + kStub + ": " + code.message());
    }
    sync_directory(directory);
    remove_leftovers(directory);
}

void publish_generation(const std::string& directory, const std::string& generation) {
    publish(directory, {{generation}, "", ""});
}

Unpublished::~Unpublished() {
    std::error_code code;
    try {
        const auto state = current_state(fs::path(path_).parent_path().string());
        if (state && names(*state, path_)) return;  // published, but something failed after that
    } catch (const Error&) {
        return;  // not known: the next writer removes it
    }
    fs::remove_all(path_, code);
}

void write_synced(const std::string& path, std::string_view bytes) {
    const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) throw system_error("cannot write", path);
    bool good = true;
    while (good && !bytes.empty()) {
        const ssize_t written = write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        good = written > 0;
        if (good) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    good = good && fsync(fd) == 0;
    const int error = errno;
    if (close(fd) != 0 || !good) {
        errno = good ? errno : error;
        throw system_error("cannot write", path);
    }
}

}  // namespace dateline
