#include "indexer/cleaning/picture_credit.h"

#include <algorithm>
#include <array>
#include <string>

#include "indexer/cleaning/agencies.h"
#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/patterns.h"

namespace dateline {
namespace {

// A caption is no longer (words).
constexpr std::size_t kCaptionWords = 45;

constexpr std::array<std::string_view, 19> kCreditWords = {
    "and",  "via",  "with",   "photo", "photos",  "getty",     "images",
    "the",  "news", "agency", "pool",  "handout", "copyright", "#",
    "from", "avec", "mit",    "con",   "agencies"};

bool is_credit_hint(Hint hint) {
    return hint == Hint::Credit || hint == Hint::CreditLabel;
}

// "REUTERS/Paulo Grande", "AFP/Name": an agency in capitals, a slash, a name.
bool is_slash_credit(std::string_view line, std::size_t words) {
    const std::size_t slash = line.find('/');
    if (slash > 20 || words > 6) {  // npos is more than 20
        return false;
    }
    std::string key;
    line_key(line.substr(0, slash), key);
    return !agency_name(key).empty() && starts_upper(line.substr(slash + 1));
}

// "Jo Lind/The Morning Post", "Jo Lind/POST", "POST PHOTO/JO LIND": a photographer and a paper. Where
// both are capitals it may be a heading ("VOLUME/OPEN INTEREST").
bool is_paper_credit(std::string_view line, std::size_t words) {
    constexpr std::size_t kMostWords = 8;
    const std::size_t slash = line.find('/');
    if (slash == std::string_view::npos || words < 2 || words > kMostWords ||
        line.find('/', slash + 1) != std::string_view::npos) {
        return false;
    }
    const std::string_view before = line.substr(0, slash);
    const std::string_view after = line.substr(slash + 1);
    if (!looks_like_names(before)) {
        return false;
    }
    if (before.ends_with("PHOTO") || before.ends_with(" Photo")) {
        return looks_like_names(after);
    }
    const bool capitals =
        after.size() >= 4 && is_all_capitals(after) && after.find('.') == std::string_view::npos;
    if (is_all_capitals(before)) {
        return false;
    }
    return capitals ? looks_like_names(after) || count_words(after) == 1
                    : after.starts_with("The ") && looks_like_names(after);
}

// "[Yasir Osman/AFP]", "(ABC Rural: Mitch Carraway)", "(Xinhua/Li Ming)" at a line's end: a
// photographer and for whom. "On Tuesday.(KXTV)": no blank stands between a caption and its credit.
bool ends_in_photographer(std::string_view line, std::size_t words) {
    constexpr std::size_t kMostWords = 8;
    const std::size_t open = line.find_last_of("([");
    if (open == std::string_view::npos || open < 2) {
        return false;
    }
    const std::string_view inside = line.substr(open + 1, line.size() - open - 2);
    const std::string_view before = line.substr(0, line.find_last_not_of(' ', open - 1) + 1);
    if (count_words(inside) > kMostWords) {
        return false;
    }
    if (before.size() == open && before.ends_with('.') && words >= 4 && starts_upper(inside)) {
        return true;
    }
    const std::size_t slash = inside.find('/');
    if (slash != std::string_view::npos) {
        const std::string_view first = inside.substr(0, slash);
        const bool named = count_words(first) >= 2 && !is_all_capitals(first) &&
                           looks_like_names(first) && starts_upper(inside.substr(slash + 1));
        return named || is_slash_credit(inside, count_words(inside));
    }
    const std::size_t colon = inside.find(": ");
    return colon != std::string_view::npos && ends_sentence(before) &&
           count_words(inside.substr(colon + 2)) >= 2 &&
           looks_like_names(inside.substr(colon + 2)) && looks_like_names(inside.substr(0, colon));
}

// "… on Thursday. — APP", "… in May. | Ida Brandt/AP Photo", "… in May. — File photo": a caption's
// credit behind a dash or bar.
bool ends_in_parted_credit(std::string_view line) {
    constexpr std::string_view kDash = "—";
    const std::size_t bar =
        line.find('|') == std::string_view::npos ? std::string_view::npos : line.rfind(" | ");
    if (bar != std::string_view::npos) {
        const std::string_view tail = line.substr(bar + 3);
        const std::size_t slash = tail.find('/');
        return slash != std::string_view::npos && count_words(tail) <= 6 &&
               looks_like_names(tail.substr(0, slash)) && starts_upper(tail.substr(slash + 1));
    }
    const std::size_t dash = line.find(kDash.front()) == std::string_view::npos
                                 ? std::string_view::npos
                                 : line.rfind(kDash);
    if (dash == std::string_view::npos || dash < 20) {
        return false;
    }
    std::string_view tail = line.substr(dash + kDash.size());
    tail.remove_prefix(std::min(tail.find_first_not_of(' '), tail.size()));
    const std::string_view before = line.substr(0, line.find_last_not_of(' ', dash - 1) + 1);
    if (!before.ends_with('.') || count_words(tail) > 4 || !starts_upper(tail)) {
        return false;
    }
    if (count_words(tail) == 1 || looks_like_names(tail)) {
        return true;
    }
    std::string key;
    line_key(tail, key);
    return is_credit_hint(line_hint(key));
}

// "… in June, 2018. Ida Brandt/The Post": a photographer and a paper behind the caption's sentence.
bool ends_in_paper_credit(std::string_view line) {
    const std::size_t stop = line.rfind(". ");
    if (stop == std::string_view::npos) {
        return false;
    }
    const std::string_view tail = line.substr(stop + 2);
    const std::size_t tail_words = count_words(tail);
    return is_paper_credit(tail, tail_words) || is_slash_credit(tail, tail_words);
}

// "… on Saturday.Credit...Ida Brandt", "… on Saturday.CreditIda Brandt for The Post": the label was
// set in another font, which needed no blank.
bool ends_in_joined_credit(std::string_view line) {
    constexpr std::size_t kMostWords = 7;
    constexpr std::string_view kLabel = "Credit";
    std::size_t at = line.find(kLabel);
    for (std::size_t next = at; next != std::string_view::npos;
         next = line.find(kLabel, next + 1)) {
        at = next;
    }
    if (at == std::string_view::npos || at == 0) {
        return false;
    }
    const std::string_view tail = line.substr(at + kLabel.size());
    const bool joined = line[at - 1] != ' ' && starts_upper(tail);
    return (joined || tail.starts_with("...") || tail.starts_with(':')) &&
           count_words(tail) <= kMostWords;
}

// A caption that ends in its credit: "… on Saturday. (Photo: Ida Brandt)", "… inland. Credit: Jo
// Lind".
bool ends_in_labelled_credit(std::string_view line, std::string_view key,
                             const CreditClues& clues) {
    if (line.ends_with(')') || line.ends_with(']')) {
        const std::size_t open = line.find_last_of("([");
        if (open == std::string_view::npos || open == 0) {
            return false;
        }
        std::string tail;
        line_key(line.substr(open), tail);
        const auto has = [&](std::string_view words_of_credit) {
            return tail.find(words_of_credit) != std::string::npos;
        };
        return count_words(tail) <= 12 &&
               (is_credit_hint(line_hint(tail)) || has(" photo by ") ||
                (is_agency_line(tail) && (has("photo") || has("images"))));
    }
    for (const std::string_view label :
         {std::string_view(" credit : "), std::string_view(" photo : "),
          std::string_view(" photograph : "), std::string_view(" picture : "),
          std::string_view(" image : "), std::string_view(" pic : "),
          std::string_view(" photo by "), std::string_view(" ap photo ")}) {
        const std::size_t at = key.rfind(label);
        if (at != std::string_view::npos && count_words(key.substr(at + label.size())) <= 6 &&
            !clues.sentence) {
            return true;
        }
    }
    return !clues.sentence && clues.words <= 30 &&
           (key.ends_with(" getty images") || key.ends_with(" via ap") ||
            key.ends_with(" via reuters"));
}

}  // namespace

bool is_agency_line(std::string_view key) {
    bool agencies = false;
    for (std::size_t at = 0; at < key.size();) {
        const AgencyMatch agency = match_agency(key.substr(at));
        if (agency.length > 0) {
            agencies = true;
            at += agency.length + 1;
            continue;
        }
        const std::size_t stop = std::min(key.find(' ', at), key.size());
        if (std::find(kCreditWords.begin(), kCreditWords.end(), key.substr(at, stop - at)) ==
            kCreditWords.end()) {
            return false;
        }
        at = stop + 1;
    }
    return agencies;
}

bool is_picture_credit(std::string_view line, std::string_view key, const CreditClues& clues) {
    if (clues.words > kCaptionWords) {
        return false;
    }
    if (clues.credit_word && ends_in_labelled_credit(line, key, clues)) {
        return true;
    }
    if (line.find('/') != std::string_view::npos &&
        ((clues.agency_word && is_slash_credit(line, clues.words)) ||
         is_paper_credit(line, clues.words) || (!clues.sentence && ends_in_paper_credit(line)))) {
        return true;
    }
    return line.ends_with(')') || line.ends_with(']')
               ? ends_in_photographer(line, clues.words)
               : !clues.sentence && (ends_in_joined_credit(line) || ends_in_parted_credit(line));
}

}  // namespace dateline
