#include "common/command_line.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <sstream>

#include "common/error.h"
#include "common/text.h"

namespace dateline {
namespace {

[[noreturn]] void fail(const Config& config, const ConfigSetting& setting,
                       const std::string& message, const std::string& hint = "") {
    throw Error(config.path + ":" + std::to_string(setting.line) + ": " + message, hint);
}

std::string whole_path(const std::string& value, const Config& config,
                       const ConfigSetting& setting) {
    if (value.starts_with('/')) return value;
    const char* home = std::getenv("HOME");
    if (value.starts_with("~/") && home && *home) return home + value.substr(1);
    fail(config, setting, setting.option + ": \"" + printable(value) + "\" is not a whole path",
         "begin it with / or ~/");
}

// CLI11 begins with the option's name; so does what stands before the colon here.
std::string without_name(const std::string& message, const std::string& option) {
    for (const std::string& name : {"--" + option + ": ", "--" + option + " "}) {
        if (message.starts_with(name)) return message.substr(name.size());
    }
    return message;
}

void apply(CLI::App& app, const Config& config, const ConfigSetting& setting) {
    CLI::Option* option = app.get_option_no_throw("--" + setting.option);
    if (!option) {
        if (setting.is_common) return;  // the other program's
        fail(config, setting,
             app.get_name() + " has no option \"" + printable(setting.option) + "\"",
             "the long name of an option, without --; " + app.get_name() + " --help lists them");
    }
    if (!option->get_configurable()) {
        fail(config, setting, "--" + setting.option + " belongs on the command line");
    }
    const bool is_flag = option->get_items_expected_max() == 0;
    const bool takes_many = option->get_items_expected_max() > 1;
    if (setting.is_list && !takes_many) {
        fail(config, setting, "\"" + setting.option + "\" takes one value, not a list");
    }
    const std::string type = option->get_type_name();
    std::vector<std::string> values = setting.values;
    if (is_flag) {
        std::string& value = values.front();
        const std::string set = option->get_flag_value(setting.option, "");
        const bool has_values = set != "true";
        if (!has_values && value != "true" && value != "false")
            fail(config, setting, "\"" + setting.option + "\" is true or false");
        if (has_values && value == "false") return;
        if (value == "true") value = set;
    }
    if (type == "DIR" || type == "FILE") {
        for (std::string& value : values)
            value = whole_path(value, config, setting);
    }
    if (option->count() > 0) return;  // said elsewhere, which counts more
    option->add_result(values);
    if (setting.values.empty()) return;
    try {
        option->run_callback();
    } catch (const CLI::Error& error) {
        fail(config, setting,
             "\"" + setting.option + "\": " + without_name(error.what(), setting.option));
    }
}

}  // namespace

int print_parse_result(const CLI::App& app, const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream err;
    const int status = app.exit(error, out, err);
    std::cout << out.str();
    if (status != 0) std::cerr << app.get_name() << ": ";
    std::cerr << printable(to_valid_utf8(err.str()), true);
    return status;
}

void let_last_count(CLI::App& app) {
    for (CLI::Option* option : app.get_options([](CLI::Option* each) {
             return each->get_items_expected_max() <= 1 && !each->get_positional() &&
                    each->get_multi_option_policy() == CLI::MultiOptionPolicy::Throw;
         }))
        option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void add_config_option(CLI::App& app, bool& no_config) {
    app.add_flag("--no-config", no_config,
                 "Leave out the configuration file, $XDG_CONFIG_HOME/dateline/config.toml")
        ->configurable(false);
}

void apply_config(CLI::App& app, const Config& config) {
    for (const ConfigSetting& setting : config.settings)
        apply(app, config, setting);
}

std::vector<std::string> choices_of(const CLI::Option& option) {
    // IsMember describes itself as {a,b,c}, after the type and a colon.
    const std::string type = option.get_type_name();
    const std::size_t open = type.find('{');
    std::vector<std::string> choices;
    if (open == std::string::npos || !type.ends_with('}')) return choices;
    std::istringstream list(type.substr(open + 1, type.size() - open - 2));
    for (std::string choice; std::getline(list, choice, ',');)
        choices.push_back(choice);
    return choices;
}

}  // namespace dateline
