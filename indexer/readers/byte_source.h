// The bytes of an input file, uncompressed.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace dateline {

class ByteSource {
public:
    virtual ~ByteSource() = default;

    // Reads up to `size` bytes; 0 at the end. Throws Error (message without the file's name) if reading fails or the compressed
    // data are damaged or end too early.
    virtual std::size_t read(char* buffer, std::size_t size) = 0;
};

// Throws Error if the file cannot be opened.
std::unique_ptr<ByteSource> open_file(const std::string& path, bool gzip);

}  // namespace dateline
