// dateline-index: options, one call, an exit status.
#include <csignal>
#include <iostream>

#include <xapian.h>

#include "common/index.h"
#include "common/text.h"
#include "indexer/build.h"
#include "indexer/options.h"

namespace {

int fail(const std::string& message, const std::string& hint, int status) {
    std::cerr << "dateline-index: " << dateline::printable(message) << '\n';
    if (!hint.empty()) std::cerr << "  try: " << dateline::printable(hint) << '\n';
    return status;
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGXFSZ, SIG_IGN);  // a limit on file sizes is an error of writing, not the end
    try {
        const dateline::ParsedOptions parsed = dateline::parse_index_options(argc, argv);
        if (parsed.exit_status) return *parsed.exit_status;
        return dateline::run_index(parsed.options, std::cout, std::cerr);
    } catch (const dateline::IndexLockedError& error) {
        return fail(error.what(), error.hint(), dateline::kExitLocked);
    } catch (const dateline::Error& error) {
        return fail(error.what(), error.hint(), dateline::kExitFailed);
    } catch (const Xapian::Error& error) {
        return fail(error.get_description(), "", dateline::kExitFailed);
    } catch (const std::exception& error) {
        return fail(error.what(), "", dateline::kExitFailed);
    }
}
