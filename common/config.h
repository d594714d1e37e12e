// The configuration file: settings by the options' long names, and saved queries. TOML:
//
//   index = "~/news/index"        # an option that both programs have
//
//   [dateline-search]             # options of one program; flags are true or false
//   limit = 20
//   facet = ["month", "source:5"]
//
//   [dateline-index]
//   language = "german"
//
//   [queries]                     # @aid stands for this in a query
//   aid = '(aid OR relief) NEAR/5 convoy'
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dateline {

// Larger files are refused.
inline constexpr std::size_t kMaxConfigBytes = std::size_t{1} << 20;

// One line of the file that sets an option.
struct ConfigSetting {
    std::string option;               // long name, without --
    std::vector<std::string> values;  // as they would be typed
    bool is_list = false;
    bool is_common = false;  // stands before the tables: for every program that has it
    std::size_t line = 0;    // 1 and up
};

struct Config {
    std::string path;  // of the file that was read; empty: none
    std::vector<ConfigSetting> settings;
    std::map<std::string, std::string, std::less<>> queries;
};

// The folder that an XDG variable names, or else ~/`fallback`; without a slash at its end. Empty if
// the variable is unset or not a whole path and there is no $HOME.
std::string xdg_folder(const char* variable, std::string_view fallback);

// $XDG_CONFIG_HOME/dateline/config.toml; empty if there is no such place.
std::string config_path();

// Reads the file at `path`: what stands before its tables, the table of `program`, the saved
// queries. Empty if `path` is empty or there is no such file. Throws Error "FILE:LINE: what is
// wrong" for what is not TOML or has no meaning.
Config read_config(const std::string& path, std::string_view program);

// The name of a saved query: letters, digits, - and _.
bool is_query_name(std::string_view name);

// Adds a saved query to the file or replaces the one of that name; creates file and folder if need
// be. Everything else in the file stays as it is, comments too. The new file takes the old one's
// place in one step; of two programs at a time one waits. Throws Error if that cannot be done, and
// the file is as before.
void save_query(const std::string& path, const std::string& name, const std::string& query);

}  // namespace dateline
