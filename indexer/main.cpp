// dateline-index: options, one call, an exit status.
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <iostream>
#include <string>

#include <xapian.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "common/index.h"
#include "common/standard_streams.h"
#include "common/text.h"
#include "indexer/build.h"
#include "indexer/options.h"

namespace {

int fail(const std::string& message, const std::string& hint, int status) {
    std::cerr << "dateline-index: " << dateline::printable(message) << '\n';
    if (!hint.empty()) std::cerr << "  try: " << dateline::printable(hint) << '\n';
    return status;
}

// Buffers that grow and go are to be given back to the system: the C library would soon keep them
// all.
void keep_memory_low() {
#ifdef __GLIBC__
    constexpr int kLargeBytes = 1 << 20;
    mallopt(M_MMAP_THRESHOLD, kLargeBytes);
#endif
}

// For what cannot be caught: Xapian 1.4 ends the process where a disk is full at certain moments of
// a commit. The next run cleans up.
[[noreturn]] void on_terminate() {
    const int error = errno;  // of the last call that failed
    std::string message = "ended by an error";
    if (const std::exception_ptr thrown = std::current_exception()) {
        try {
            std::rethrow_exception(thrown);
        } catch (const std::exception& exception) {
            message += std::string(": ") + exception.what();
        } catch (...) {
            message += " of an unknown kind";
        }
    }
    if (error != 0) message += std::string("; the system last said: ") + std::strerror(error);
    std::_Exit(fail(message, "the index is whole; if there is room on the disk, please report this",
                    dateline::kExitFailed));
}

}  // namespace

int main(int argc, char** argv) {
    dateline::occupy_standard_streams();
    std::signal(SIGXFSZ, SIG_IGN);  // a limit on file sizes is an error of writing, not the end
    std::set_terminate(on_terminate);
    keep_memory_low();
    try {
        const dateline::ParsedOptions parsed = dateline::parse_index_options(argc, argv);
        const int status = parsed.exit_status
                               ? *parsed.exit_status
                               : dateline::run_index(parsed.options, std::cout, std::cerr);
        dateline::flush_standard_output();
        return status;
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
