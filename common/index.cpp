#include "common/index.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "common/error.h"
#include "common/schema.h"
#include "common/text.h"

namespace dateline {
namespace {

namespace fs = std::filesystem;

constexpr const char* kStub = "XAPIANDB";
constexpr std::string_view kGenerationPrefix = "gen-";

std::string rebuild_hint(const std::string& directory) {
    return "build one with: dateline-index --index " + printable(directory) + " PATH...";
}

Error system_error(const std::string& what, const fs::path& path) {
    return Error(what + " " + printable(path.string()) + ": " + std::strerror(errno));
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

void write_synced(const fs::path& path, std::string_view text) {
    const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) throw system_error("cannot write", path);
    const ssize_t written = write(fd, text.data(), text.size());
    const bool good = written == static_cast<ssize_t>(text.size()) && fsync(fd) == 0;
    const int error = errno;
    if (close(fd) != 0 || !good) {
        errno = error;
        throw system_error("cannot write", path);
    }
}

bool is_generation_name(const std::string& name) {
    return name.starts_with(kGenerationPrefix) && name.size() > kGenerationPrefix.size() &&
           name.find_first_not_of("0123456789", kGenerationPrefix.size()) == std::string::npos;
}

unsigned long generation_number(const std::string& name) {
    return std::strtoul(name.c_str() + kGenerationPrefix.size(), nullptr, 10);
}

Error not_dateline(const std::string& directory) {
    return Error(printable(directory) + " is not a Dateline index",
                 "choose another folder, or build an index in an empty one");
}

std::string rebuild_again_hint(const std::string& directory) {
    return "rebuild it with: dateline-index --rebuild --index " + printable(directory) + " PATH...";
}

// Throws Xapian::Error if the database cannot be opened, Error if it is not one for this program.
OpenIndex open_generation(const std::string& directory, const std::string& generation) {
    OpenIndex index;
    index.database = Xapian::Database(generation);
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
    constexpr int kAttempts =
        10;  // a rebuild may remove the old generation while it is being opened
    for (int attempt = 1;; ++attempt) {
        const std::optional<std::string> generation = current_generation(directory);
        if (!generation) {
            throw Error("there is no index in " + printable(directory), rebuild_hint(directory));
        }
        try {
            return open_generation(directory, *generation);
        } catch (const Xapian::DatabaseModifiedError&) {
            if (attempt == kAttempts) throw;
        } catch (const Xapian::Error& error) {
            if (attempt < kAttempts && current_generation(directory) != generation) continue;
            throw Error("cannot open the index in " + printable(directory) + ": " +
                            printable(error.get_msg()),
                        rebuild_again_hint(directory));
        }
    }
}

// ---- Lock

WriterLock::WriterLock(const std::string& directory) {
    std::error_code code;
    fs::create_directories(directory, code);
    if (code) throw Error("cannot create " + printable(directory) + ": " + code.message());
    const fs::path path = fs::path(directory) / "writer.lock";
    fd_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd_ < 0) throw system_error("cannot open", path);
    if (flock(fd_, LOCK_EX | LOCK_NB) != 0) {
        const bool taken = errno == EWOULDBLOCK;
        char holder[256] = {};
        if (taken && read(fd_, holder, sizeof holder - 1) < 0) holder[0] = '\0';
        close(fd_);
        fd_ = -1;
        if (!taken) throw system_error("cannot lock", path);
        throw IndexLockedError("another process writes the index in " + printable(directory) +
                                   ": " + printable(holder),
                               "wait until it has finished");
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
    if (ftruncate(fd_, 0) != 0 || pwrite(fd_, text.data(), text.size(), 0) < 0) {
        const int error = errno;
        close(fd_);
        errno = error;
        throw system_error("cannot write", path);
    }
}

WriterLock::~WriterLock() {
    if (fd_ < 0) return;
    // A failure leaves an outdated text in an unlocked file, which nobody reads.
    if (ftruncate(fd_, 0) != 0) errno = 0;
    close(fd_);
}

// ---- Generations

std::optional<std::string> current_generation(const std::string& directory) {
    std::ifstream stub(fs::path(directory) / kStub);
    if (!stub) {
        std::error_code code;
        if (fs::exists(fs::path(directory) / kStub, code)) {
            throw Error("cannot read " + printable(directory) + "/" + kStub,
                        "check its permissions");
        }
        if (fs::exists(fs::path(directory) / "iamglass", code)) throw not_dateline(directory);
        return std::nullopt;
    }
    std::string type;
    std::string name;
    stub >> type >> name;
    if (type != "auto" || !is_generation_name(name)) throw not_dateline(directory);
    return (fs::path(directory) / name).string();
}

std::string prepare_generation(const std::string& directory) {
    const std::optional<std::string> current = current_generation(directory);
    const std::string current_name = current ? fs::path(*current).filename().string() : "";
    unsigned long highest = current ? generation_number(current_name) : 0;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(directory, code)) {
        const std::string name = entry.path().filename().string();
        if (!is_generation_name(name) || name == current_name) continue;
        highest = std::max(highest, generation_number(name));
        // Readers of an outdated generation hold its files open: removing the names does not
        // disturb them.
        fs::remove_all(entry.path(), code);
    }
    std::ostringstream name;
    name << kGenerationPrefix;
    name.width(6);
    name.fill('0');
    name << highest + 1;
    return (fs::path(directory) / name.str()).string();
}

void publish_generation(const std::string& directory, const std::string& generation) {
    const std::optional<std::string> old = current_generation(directory);
    sync_directory(generation);
    const fs::path stub = fs::path(directory) / kStub;
    const fs::path temporary = fs::path(directory) / "XAPIANDB.new";
    write_synced(temporary, "auto " + fs::path(generation).filename().string() + "\n");
    std::error_code code;
    fs::rename(temporary, stub, code);
    if (code) throw Error("cannot replace " + printable(stub.string()) + ": " + code.message());
    sync_directory(directory);
    if (old && *old != generation) fs::remove_all(*old, code);
}

}  // namespace dateline
