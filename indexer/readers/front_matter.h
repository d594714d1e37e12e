// Metadata at the begin of a text: a YAML-style block between "---" lines, TOML between "+++"
// lines, or a header block like that of an e-mail, ended by an empty line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dateline {

struct FrontMatter {
    std::vector<std::pair<std::string, std::string>> values;  // in order; lists repeat their key
    std::size_t body_begin = 0;                               // 0: there is no front matter
};

// Precision first: a block in which any line is not of the form is text. Headers count only if they
// have names that are usual in articles and e-mails (Title, Date, Source, URL, From, …), and there
// are two of them, or one that cannot be prose (Title, URL with an address, Date with a date).
// Beside a title or what cannot be prose, up to half of them may have other names. The text may
// follow without an empty line where one of them cannot be prose. Looks at the first 200 lines and
// 64 KiB only.
FrontMatter find_front_matter(std::string_view text);

}  // namespace dateline
