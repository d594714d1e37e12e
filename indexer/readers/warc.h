// Web archives (WARC 1.0 and 1.1, ISO 28500) as crawlers write them: records of a head, as that of
// an e-mail, and so many bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace dateline {

inline constexpr std::string_view kWarcMark = "WARC/1.";

// Whether bytes begin a record.
inline bool is_warc(std::string_view bytes) {
    return bytes.starts_with(kWarcMark);
}

struct WarcHead {
    std::string_view type;   // "response", "conversion", "warcinfo", …
    std::string_view url;    // may be empty
    std::string_view date;   // of the crawl; may be empty
    std::size_t begin = 0;   // of the content
    std::size_t length = 0;  // of the content

    // Whether the content may be a page or its text.
    bool is_page() const;
};

// Behind the empty line that ends a head; npos if there is none.
std::size_t end_of_head(std::string_view bytes);

// The head of the record that `bytes` begin with; nothing if it is not whole or has no length.
std::optional<WarcHead> read_warc_head(std::string_view bytes);

}  // namespace dateline
