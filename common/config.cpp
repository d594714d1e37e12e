#include "common/config.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

#include <toml++/toml.h>

#include "common/error.h"
#include "common/text.h"

namespace dateline {
namespace {

constexpr std::string_view kQueries = "queries";
constexpr std::array<std::string_view, 3> kTables = {"dateline-search", "dateline-index", kQueries};

[[noreturn]] void fail(const std::string& path, std::size_t line, const std::string& message,
                       const std::string& hint = "") {
    throw Error(path + ":" + std::to_string(line) + ": " + message, hint);
}

std::string in_quotes(std::string_view name) {
    return '"' + printable(to_valid_utf8(name)) + '"';
}

// The bytes of the file, or nothing if there is none.
std::optional<std::string> read_text(const std::string& path) {
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
        throw Error("cannot read " + path + ": " + std::strerror(errno));
    }
    if (S_ISDIR(status.st_mode)) throw Error(path + " is a folder, not a configuration file");
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw Error("cannot read " + path + ": " + std::strerror(errno),
                    "make it readable, or leave it out by --no-config");
    }
    std::string text(kMaxConfigBytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > kMaxConfigBytes) {
        throw Error(path + " is larger than " + std::to_string(kMaxConfigBytes) + " bytes");
    }
    return text;
}

toml::table parse(const std::string& text, const std::string& path) {
    try {
        return toml::parse(text, path);
    } catch (const toml::parse_error& error) {
        fail(path, error.source().begin.line, std::string(error.description()),
             "TOML, for example: limit = 20");
    }
}

// A value as it would be typed; nothing for a table or a list.
std::optional<std::string> typed(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    std::ostringstream out;
    if (const auto* number = node.as_integer()) {
        out << number->get();
    } else if (const auto* real = node.as_floating_point()) {
        out << real->get();
    } else if (const auto* flag = node.as_boolean()) {
        out << (flag->get() ? "true" : "false");
    } else if (const auto* date = node.as_date()) {
        out << date->get();
    } else {
        return std::nullopt;
    }
    return out.str();
}

ConfigSetting read_setting(const std::string& name, const toml::node& node, bool is_common,
                           const std::string& path) {
    ConfigSetting setting;
    setting.option = name;
    setting.is_common = is_common;
    setting.line = node.source().begin.line;
    const auto add = [&](const toml::node& value) {
        const std::optional<std::string> text = typed(value);
        if (!text) {
            fail(path, value.source().begin.line,
                 in_quotes(name) + " takes a text, a number, true or false, or a list of these");
        }
        if (text->find('\0') != std::string::npos) {
            fail(path, value.source().begin.line, in_quotes(name) + " has a NUL character");
        }
        setting.values.push_back(*text);
    };
    if (const toml::array* list = node.as_array()) {
        setting.is_list = true;
        for (const toml::node& value : *list)
            add(value);
    } else {
        add(node);
    }
    return setting;
}

void read_queries(const toml::table& table, Config& config) {
    for (const auto& [key, node] : table) {
        const std::string name(key.str());
        const std::size_t line = node.source().begin.line;
        if (!is_query_name(name)) {
            fail(config.path, line, in_quotes(name) + " is not the name of a saved query",
                 "letters, digits, - and _");
        }
        const auto* text = node.as_string();
        if (!text) fail(config.path, line, "the saved query " + in_quotes(name) + " is not a text");
        config.queries[name] = text->get();
    }
}

// ---- Writing

// The offset of a line (1 and up) and column (1 and up, in characters), at most the text's end.
std::size_t offset_of(const std::string& text, const toml::source_position& position) {
    std::size_t at = 0;
    for (toml::source_index line = 1; line < position.line && at < text.size(); ++line)
        at = std::min(text.find('\n', at), text.size() - 1) + 1;
    for (toml::source_index column = 1; column < position.column && at < text.size(); ++column)
        at = character_end(text, at);
    return at;
}

// A text as TOML writes it.
std::string toml_string(const std::string& text) {
    const bool literal = std::none_of(text.begin(), text.end(), [](unsigned char byte) {
        return byte == '\'' || byte < 0x20 || byte == 0x7f;
    });
    if (literal) return "'" + text + "'";
    static constexpr char kDigits[] = "0123456789ABCDEF";
    std::string result = "\"";
    for (const char byte : text) {
        const auto code = static_cast<unsigned char>(byte);
        if (byte == '"' || byte == '\\') {
            result += '\\';
            result += byte;
        } else if (code < 0x20 || code == 0x7f) {
            result += "\\u00";
            result += kDigits[code >> 4];
            result += kDigits[code & 15];
        } else {
            result += byte;
        }
    }
    return result + '"';
}

// Keys of letters, digits, - and _ of ASCII stand bare.
std::string toml_key(const std::string& name) {
    const bool bare = std::all_of(name.begin(), name.end(), [](char byte) {
        return static_cast<unsigned char>(byte) < 0x80;
    });
    return bare ? name : toml_string(name);
}

std::string with_query(const std::string& text, const toml::table& old, const std::string& name,
                       const std::string& query) {
    const std::string value = toml_string(query);
    const std::string line = toml_key(name) + " = " + value + "\n";
    const toml::table* table = old[kQueries].as_table();
    std::string result = text;
    if (!table) {
        if (!result.empty() && result.back() != '\n') result += '\n';
        return result + (result.empty() ? "" : "\n") + "[queries]\n" + line;
    }
    if (const toml::node* node = table->get(name)) {
        const std::size_t begin = offset_of(text, node->source().begin);
        return result.replace(begin, offset_of(text, node->source().end) - begin, value);
    }
    toml::source_index last = table->source().begin.line;
    for (const auto& [key, node] : *table)
        last = std::max(last, node.source().end.line);
    std::size_t at = offset_of(text, {last + 1, 1});
    if (at > 0 && text[at - 1] != '\n') {
        result.insert(at, "\n");
        ++at;
    }
    return result.insert(at, line);
}

// Held (flock) while a file in the folder is replaced.
class FolderLock {
public:
    explicit FolderLock(const std::string& folder)
        : fd_(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        if (fd_ < 0) throw Error("cannot open " + folder + ": " + std::strerror(errno));
        while (flock(fd_, LOCK_EX) != 0 && errno == EINTR) {
        }
    }
    ~FolderLock() { close(fd_); }
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    int fd_;
};

// Writes beside `path` and renames, so that no reader sees half a file. Keeps the mode of what was
// there.
void replace_file(const std::string& path, const std::string& text) {
    struct stat status {};
    const mode_t mode = stat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0600;
    std::string temporary = path + ".XXXXXX";
    const int fd = mkstemp(temporary.data());
    if (fd < 0) throw Error("cannot write beside " + path + ": " + std::strerror(errno));
    std::size_t written = 0;
    bool good = fchmod(fd, mode) == 0;
    while (good && written < text.size()) {
        const ssize_t count = write(fd, text.data() + written, text.size() - written);
        if (count > 0) {
            written += static_cast<std::size_t>(count);
        } else if (count == 0 || errno != EINTR) {
            good = false;
        }
    }
    good = good && fsync(fd) == 0;
    good = close(fd) == 0 && good;
    if (good && rename(temporary.c_str(), path.c_str()) == 0) return;
    const std::string reason = std::strerror(errno);
    unlink(temporary.c_str());
    throw Error("cannot write " + path + ": " + reason);
}

}  // namespace

std::string xdg_folder(const char* variable, std::string_view fallback) {
    const char* given = std::getenv(variable);
    std::string folder;
    if (given && *given == '/') {
        folder = given;
    } else if (const char* home = std::getenv("HOME"); home && *home) {
        folder = home;
        folder += '/';
        folder += fallback;
    }
    while (folder.size() > 1 && folder.back() == '/')
        folder.pop_back();
    return folder;
}

std::string config_path() {
    const std::string folder = xdg_folder("XDG_CONFIG_HOME", ".config");
    return folder.empty() ? "" : folder + "/dateline/config.toml";
}

bool is_query_name(std::string_view name) {
    return !name.empty() && name.size() <= 200 && is_valid_utf8(name) &&
           std::all_of(name.begin(), name.end(), [](unsigned char byte) {
               return byte >= 0x80 || std::isalnum(byte) != 0 || byte == '-' || byte == '_';
           });
}

Config read_config(const std::string& path, std::string_view program) {
    Config config;
    if (path.empty()) return config;
    const std::optional<std::string> text = read_text(path);
    if (!text) return config;
    config.path = path;
    const toml::table root = parse(*text, path);
    for (const auto& [key, node] : root) {
        const std::string name(key.str());
        const toml::table* table = node.as_table();
        if (!table) {
            config.settings.push_back(read_setting(name, node, true, path));
            continue;
        }
        if (std::find(kTables.begin(), kTables.end(), name) == kTables.end()) {
            fail(path, node.source().begin.line, "there is no table [" + printable(name) + "]",
                 "one of [dateline-search], [dateline-index] and [queries]");
        }
        if (name == kQueries) {
            read_queries(*table, config);
        } else if (name == program) {
            for (const auto& [option, value] : *table) {
                config.settings.push_back(
                    read_setting(std::string(option.str()), value, false, path));
            }
        }
    }
    std::stable_sort(
        config.settings.begin(), config.settings.end(),
        [](const ConfigSetting& a, const ConfigSetting& b) { return a.line < b.line; });
    return config;
}

void save_query(const std::string& path, const std::string& name, const std::string& query) {
    namespace fs = std::filesystem;
    if (!is_query_name(name)) {
        throw Error(in_quotes(name) + " is not the name of a saved query",
                    "letters, digits, - and _");
    }
    if (path.empty()) {
        throw Error("there is no place for the configuration file",
                    "set $HOME or $XDG_CONFIG_HOME");
    }
    std::error_code error;
    // What a link points at is replaced, not the link.
    const std::string target = fs::weakly_canonical(path, error).string();
    if (error) throw Error("cannot write " + path + ": " + error.message());
    const std::string folder = fs::path(target).parent_path().string();
    fs::create_directories(folder, error);
    if (error) throw Error("cannot make the folder " + folder + ": " + error.message());
    const FolderLock lock(folder);
    const std::string text = read_text(target).value_or("");
    toml::table expected = parse(text, path);
    const std::string changed = with_query(text, expected, name, query);
    if (!expected.contains(kQueries)) expected.insert(kQueries, toml::table{});
    bool good = expected[kQueries].is_table();
    if (good) {
        expected[kQueries].as_table()->insert_or_assign(name, query);
        try {
            good = toml::parse(changed) == expected;
        } catch (const toml::parse_error&) {
            good = false;
        }
    }
    if (!good) {
        throw Error(path + " is written in a way that cannot be added to",
                    "put this into it: [queries] " + toml_key(name) + " = " + toml_string(query));
    }
    replace_file(target, changed);
}

}  // namespace dateline
