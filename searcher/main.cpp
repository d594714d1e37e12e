// dateline-search: options, one call, an exit status.
#include <csignal>
#include <iostream>
#include <sstream>

#include <xapian.h>

#include "common/error.h"
#include "common/standard_streams.h"
#include "common/text.h"
#include "searcher/batch_session.h"
#include "searcher/options.h"
#include "searcher/prompt/prompt_session.h"
#include "searcher/session.h"
#include "searcher/terminal/pager.h"
#include "searcher/terminal/wrap.h"

namespace {

void print_error(const std::string& text) {
    std::cerr << dateline::wrap_lines(text, dateline::error_terminal_size().columns);
}

int run(const dateline::SearchOptions& options) {
    if (!options.batch.empty()) return dateline::run_batch_session(options, std::cout, std::cerr);
    if (!options.qrels.empty()) return dateline::run_evaluation(options, std::cout, std::cerr);
    const dateline::TextStyle style =
        dateline::terminal_style({options.colour, options.hyperlinks});
    if (options.prompt) return dateline::run_prompt(options, style);
    // Prose is broken at words for terminals.
    std::ostringstream err;
    const dateline::TerminalSize size = dateline::terminal_size();
    if (size.rows == 0) {
        const int status = dateline::run_search(options, style, std::cout, err);
        dateline::flush_standard_output();
        print_error(err.str());
        return status;
    }
    std::ostringstream out;
    const int status = dateline::run_search(options, style, out, err);
    const bool prose = options.format == dateline::OutputFormat::Text;
    dateline::page(dateline::wrap_lines(out.view(), prose ? size.columns : 0), options.pager, size);
    print_error(err.str());
    return status;
}

int fail(const std::string& message, const std::string& hint) {
    std::string text = "dateline-search: " + dateline::printable(message) + "\n";
    if (!hint.empty()) text += "  try: " + dateline::printable(hint) + "\n";
    print_error(text);
    return dateline::kExitError;
}

}  // namespace

int main(int argc, char** argv) {
    dateline::occupy_standard_streams();
    std::signal(SIGPIPE, SIG_DFL);  // "| head" ends the program quietly
    std::ios::sync_with_stdio(false);
    try {
        const dateline::ParsedSearchOptions parsed = dateline::parse_search_options(argc, argv);
        const int status = parsed.exit_status ? *parsed.exit_status : run(parsed.options);
        dateline::flush_standard_output();
        return status;
    } catch (const dateline::Error& error) {
        return fail(error.what(), error.hint());
    } catch (const Xapian::Error& error) {
        return fail(error.get_description(), "");
    } catch (const std::exception& error) {
        return fail(error.what(), "");
    }
}
