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

namespace {

int run(const dateline::SearchOptions& options) {
    if (!options.batch.empty()) return dateline::run_batch_session(options, std::cout, std::cerr);
    if (!options.qrels.empty()) return dateline::run_evaluation(options, std::cout, std::cerr);
    const dateline::TextStyle style =
        dateline::terminal_style({options.colour, options.hyperlinks});
    if (options.prompt) return dateline::run_prompt(options, style);
    const dateline::TerminalSize size = dateline::terminal_size();
    if (size.rows == 0 || options.pager.empty())
        return dateline::run_search(options, style, std::cout, std::cerr);
    std::ostringstream out;
    const int status = dateline::run_search(options, style, out, std::cerr);
    dateline::page(out.view(), options.pager, size);
    return status;
}

int fail(const std::string& message, const std::string& hint) {
    std::cerr << "dateline-search: " << dateline::printable(message) << '\n';
    if (!hint.empty()) std::cerr << "  try: " << dateline::printable(hint) << '\n';
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
