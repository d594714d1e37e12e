// Sidecars and manifests of arbitrary bytes. The first byte chooses which.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "common/error.h"
#include "common/text.h"
#include "indexer/readers/origin.h"

namespace {

void check(const dateline::Article& article) {
    for (const std::string* text : {&article.id, &article.title, &article.body, &article.url,
                                    &article.source, &article.language}) {
        if (!dateline::is_valid_utf8(*text)) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const int file = memfd_create("metadata", 0);
    if (file < 0) std::abort();
    for (std::size_t at = 1; at < size;) {
        const ssize_t count = write(file, data + at, size - at);
        if (count <= 0) std::abort();
        at += static_cast<std::size_t>(count);
    }
    const std::string path = "/proc/self/fd/" + std::to_string(file);
    const dateline::FieldNames fields = dateline::default_field_names();
    try {
        if (data[0] % 2 == 0) {
            check(*dateline::read_sidecar(path, fields));
        } else {
            std::vector<dateline::Problem> problems;
            const auto manifest = dateline::Manifest::read(path, fields, problems);
            if (manifest.size() + problems.size() > size) std::abort();
            if (const auto article = manifest.find("a.txt", "/a.txt")) check(*article);
        }
    } catch (const dateline::Error&) {
    }
    close(file);
    return 0;
}
