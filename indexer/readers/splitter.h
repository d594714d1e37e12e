// Where one record ends and the next begins, for each format: on a window of bytes that grows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "indexer/readers/format.h"

namespace dateline {

// What the bytes at the begin of the window are. The caller drops `next` bytes from the window
// afterwards.
struct Split {
    enum class Kind {
        Record,   // [begin, end) of the window
        Nothing,  // bytes between records
        Broken,   // bytes that cannot be a record, for the reason in `message`
        More,     // it cannot be told without more bytes; next is 0
        End,      // of the input
    };
    Kind kind = Kind::More;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t next = 0;
    std::uint64_t line = 0;  // the record's or the broken bytes' first; 0: the file as a whole
    std::string message;     // of Broken; of a Record: a warning, if not empty
    std::string hint;
};

class Splitter {
public:
    virtual ~Splitter() = default;

    // Goes on where the last step left off: `window` begins where that said `next`, and after More
    // holds the same bytes and some more. `at_end`: no more bytes will come. Takes time in the new
    // bytes alone.
    virtual Split step(std::string_view window, bool at_end) = 0;

    // After More, in place of more bytes: the record is too long to be kept. Broken, with what to
    // drop for now; the rest of the record is dropped by steps to come.
    virtual Split too_long(std::string_view window) = 0;

    // Lines that ended before the window.
    std::uint64_t lines() const { return lines_; }

protected:
    std::uint64_t lines_ = 0;
    std::size_t scanned_ = 0;  // bytes of the window that were looked at before
};

// `separator` is that of a table, whose first record is left out; `list` the path of the lists that
// hold the articles of JSON, if one object is around them (json_outline.h).
std::unique_ptr<Splitter> make_splitter(Format format, char separator = ',', std::string list = "");

// True for formats of which a file holds one article at most.
bool is_single(Format format);

}  // namespace dateline
