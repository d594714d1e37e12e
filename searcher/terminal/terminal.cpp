#include "searcher/terminal/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace dateline {
namespace {

std::string_view value(const Environment& environment, const char* name) {
    const char* text = environment(name);
    return text ? text : "";
}

bool is_capable(const Environment& environment) {
    const std::string_view term = value(environment, "TERM");
    return !term.empty() && term != "dumb";
}

// The number at the begin of a text, 0 if there is none.
int number(std::string_view text) {
    return std::atoi(std::string(text.substr(0, 8)).c_str());
}

TerminalSize size_of(int descriptor) {
    winsize size{};
    if (isatty(descriptor) == 0 || ioctl(descriptor, TIOCGWINSZ, &size) != 0) return {};
    return {size.ws_col, size.ws_row};
}

}  // namespace

bool has_hyperlinks(const Environment& environment) {
    static constexpr std::array<std::string_view, 7> kTerminals = {
        "alacritty", "contour", "foot", "xterm-ghostty", "xterm-kitty", "wezterm", "mlterm"};
    static constexpr std::array<std::string_view, 6> kPrograms = {"iTerm.app", "WezTerm", "vscode",
                                                                  "ghostty",   "Hyper",   "tmux"};
    const std::string_view term = value(environment, "TERM");
    if (!is_capable(environment) || term == "linux" || term.starts_with("screen")) return false;
    const std::string_view program = value(environment, "TERM_PROGRAM");
    // tmux passes links on since 3.4; before that it says nothing of what is behind it.
    if (program == "tmux") {
        const std::string_view version = value(environment, "TERM_PROGRAM_VERSION");
        const std::size_t point = version.find('.');
        const int minor = point == std::string_view::npos ? 0 : number(version.substr(point + 1));
        return number(version) > 3 || (number(version) == 3 && minor >= 4);
    }
    if (!value(environment, "TMUX").empty() || !value(environment, "STY").empty()) return false;
    return std::find(kTerminals.begin(), kTerminals.end(), term) != kTerminals.end() ||
           std::find(kPrograms.begin(), kPrograms.end(), program) != kPrograms.end() ||
           number(value(environment, "VTE_VERSION")) >= 5000 ||  // 0.50: GNOME's and others
           !value(environment, "KONSOLE_VERSION").empty() ||
           !value(environment, "KITTY_WINDOW_ID").empty() ||
           !value(environment, "WT_SESSION").empty() || !value(environment, "DOMTERM").empty();
}

TextStyle style_for(const TerminalWishes& wishes, bool terminal, std::size_t columns,
                    const Environment& environment) {
    TextStyle style;
    style.colour = wishes.colour == "always" ||
                   (wishes.colour == "auto" && terminal && is_capable(environment) &&
                    value(environment, "NO_COLOR").empty());
    style.hyperlinks = wishes.hyperlinks == "always" ||
                       (wishes.hyperlinks == "auto" && terminal && has_hyperlinks(environment));
    if (columns > 0) style.width = columns;
    return style;
}

TerminalSize terminal_size() {
    return size_of(STDOUT_FILENO);
}

TerminalSize error_terminal_size() {
    return size_of(STDERR_FILENO);
}

TextStyle terminal_style(const TerminalWishes& wishes) {
    return style_for(wishes, isatty(STDOUT_FILENO) != 0, terminal_size().columns,
                     [](const char* name) { return std::getenv(name); });
}

}  // namespace dateline
