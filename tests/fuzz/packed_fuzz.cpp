// Compressed files and archives of arbitrary bytes, through the reader of batches.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "indexer/readers/batch_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const int file = memfd_create("packed", 0);
    if (file < 0) std::abort();
    for (std::size_t at = 0; at < size;) {
        const ssize_t count = write(file, data + at, size - at);
        if (count <= 0) std::abort();
        at += static_cast<std::size_t>(count);
    }
    dateline::InputFile input;
    input.path = "/proc/self/fd/" + std::to_string(file);
    input.name = "packed";
    const std::vector<dateline::InputFile> files{input};
    dateline::ReadLimits limits;
    limits.max_record = 1 << 16;
    limits.batch_bytes = 1 << 12;
    dateline::BatchReader reader(files, limits);
    dateline::Batch batch;
    std::uint64_t batches = 0;
    while (reader.next(batch)) {
        if (++batches > 100'000) std::abort();
        for (const dateline::RawRecord& record : batch.records) {
            if (record.begin + record.size > batch.bytes.size()) std::abort();
            if (record.origin >= batch.origins.size()) std::abort();
        }
    }
    close(file);
    return 0;
}
