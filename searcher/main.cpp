// dateline-search: options, one call, an exit status.
#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include <xapian.h>

#include "common/error.h"
#include "common/text.h"
#include "searcher/batch_session.h"
#include "searcher/options.h"
#include "searcher/session.h"

namespace {

// NO_COLOR and TERM=dumb are honoured unless colour is asked for.
dateline::TextStyle terminal_style(const std::string& colour) {
    dateline::TextStyle style;
    const char* term = std::getenv("TERM");
    const char* no_colour = std::getenv("NO_COLOR");
    const bool terminal = isatty(STDOUT_FILENO) != 0;
    const bool capable = term && std::string_view(term) != "dumb" && !(no_colour && *no_colour);
    style.colour = colour == "always" || (colour == "auto" && terminal && capable);
    winsize size{};
    if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        style.width = size.ws_col;
    }
    return style;
}

int run(const dateline::SearchOptions& options) {
    if (!options.batch.empty()) return dateline::run_batch_session(options, std::cout, std::cerr);
    if (!options.qrels.empty()) return dateline::run_evaluation(options, std::cout, std::cerr);
    return dateline::run_search(options, terminal_style(options.colour), std::cout, std::cerr);
}

int fail(const std::string& message, const std::string& hint) {
    std::cerr << "dateline-search: " << dateline::printable(message) << '\n';
    if (!hint.empty()) std::cerr << "  try: " << dateline::printable(hint) << '\n';
    return dateline::kExitError;
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_DFL);  // "| head" ends the program quietly
    std::ios::sync_with_stdio(false);
    try {
        const dateline::ParsedSearchOptions parsed = dateline::parse_search_options(argc, argv);
        if (parsed.exit_status) return *parsed.exit_status;
        const int status = run(parsed.options);
        std::cout.flush();
        if (!std::cout) return fail("cannot write the output", "");
        return status;
    } catch (const dateline::Error& error) {
        return fail(error.what(), error.hint());
    } catch (const Xapian::Error& error) {
        return fail(error.get_description(), "");
    } catch (const std::exception& error) {
        return fail(error.what(), "");
    }
}
