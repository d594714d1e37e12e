#include "indexer/cleaning/line_shape.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <iterator>

#include "common/text.h"
#include "indexer/cleaning/agencies.h"
#include "indexer/cleaning/picture_credit.h"
#include "indexer/cleaning/written_date.h"

namespace dateline {
namespace {

constexpr std::string_view kDateWords[] = {
    "updated",   "published", "posted",    "modified",   "last",      "#",        "#am",
    "#h",        "#h#",       "#nd",       "#o",         "#pm",       "#rd",      "#st",
    "#th",       "#t#",       "#t#z",      "#z",         ":",         "a",        "agosto",
    "am",        "aout",      "apr",       "april",      "aprile",    "at",       "aug",
    "august",    "augustus",  "avril",     "bst",        "cest",      "cet",      "ct",
    "de",        "dec",       "december",  "decembre",   "del",       "dez",      "dezember",
    "dic",       "diciembre", "dicembre",  "edt",        "el",        "em",       "enero",
    "est",       "et",        "feb",       "febbraio",   "februar",   "februari", "february",
    "febrero",   "fevereiro", "fevrier",   "fri",        "friday",    "gennaio",  "giugno",
    "gmt",       "h",         "hrs",       "ist",        "jan",       "janeiro",  "januar",
    "januari",   "january",   "janvier",   "juillet",    "juin",      "jul",      "juli",
    "julio",     "july",      "jun",       "june",       "juni",      "junio",    "jueves",
    "le",        "lunes",     "luglio",    "mai",        "maggio",    "mar",      "march",
    "maart",     "maio",      "mardi",     "mars",       "marts",     "martes",   "marz",
    "marzo",     "may",       "mayo",      "mei",        "miercoles", "mittwoch", "mon",
    "monday",    "montag",    "mst",       "noon",       "nov",       "november", "novembre",
    "noviembre", "oct",       "october",   "octobre",    "octubre",   "okt",      "oktober",
    "on",        "pm",        "pst",       "pt",         "sat",       "saturday", "sep",
    "sept",      "september", "septembre", "septiembre", "sun",       "sunday",   "thu",
    "thursday",  "tue",       "tuesday",   "uhr",        "utc",       "wed",      "wednesday",
    "|"};

constexpr std::array<std::string_view, 6> kContributed = {
    "contributed to this report", "contributed to this story",    "contributed to this article",
    "contributed reporting",      "contributed to this dispatch", "contributed to the report"};

constexpr std::array<std::string_view, 9> kPictures = {
    "photo", "photos", "image", "images", "picture", "pictures", "photograph", "caption", "foto"};

constexpr std::string_view kNotices[] = {"unsubscribe at any time",
                                         "to your inbox",
                                         "in your inbox",
                                         "terms of service apply",
                                         "privacy policy apply",
                                         "agree to our terms",
                                         "agree to the terms",
                                         "agree to receive",
                                         "reader supported publication",
                                         "free or paid subscriber",
                                         "receive new posts",
                                         "our mailing list",
                                         "manage preferences",
                                         "subscription options",
                                         "offered to subscribers",
                                         "sign up here",
                                         "subscribe here",
                                         "sign up now",
                                         "subscribe now",
                                         "in the comments",

                                         "click here to",
                                         "link in bio",
                                         "story ideas to",
                                         "visit our website",
                                         "forward looking statements within"};

constexpr std::array<std::string_view, 18> kBioStrong = {
    "can be reached at", "reach her at",       "reach him at",         "reach them at",
    "follow her on",     "follow him on",      "follow them on",       "follow me on",
    "email her at",      "email him at",       "email them at",        "contact her at",
    "contact him at",    "contact the writer", "contact the reporter", "follow the author",
    "you can follow",    "you can reach"};

constexpr std::array<std::string_view, 20> kBioRoles = {
    "is a staff writer",      "is a freelance",      "is a reporter for", "is a reporter at",
    "is a reporter covering", "is a reporter based", "is a columnist",    "is a correspondent for",
    "is a journalist based",  "is a contributing",   "is a writer based", "is a senior reporter",
    "is the author of",       "is a senior editor",  "is the editor of",  "is an associate editor",
    "is a senior writer",     "is a reporter with",  "is a reporter in",  "is a journalist with"};

// Calls `use` with each word of the key until it returns false; true if it never did.
template <typename Use>
bool each_word(std::string_view key, Use use) {
    for (std::size_t at = 0; at < key.size();) {
        const std::size_t stop = std::min(key.find(' ', at), key.size());
        if (stop > at && !use(key.substr(at, stop - at))) {
            return false;
        }
        at = stop + 1;
    }
    return true;
}

bool contains_phrase(std::string_view key, std::string_view phrase) {
    for (std::size_t at = key.find(phrase); at != std::string_view::npos;
         at = key.find(phrase, at + 1)) {
        const std::size_t stop = at + phrase.size();
        if ((at == 0 || key[at - 1] == ' ') && (stop == key.size() || key[stop] == ' ')) {
            return true;
        }
    }
    return false;
}

template <typename List>
bool contains_any(std::string_view key, const List& phrases) {
    return std::any_of(std::begin(phrases), std::end(phrases),
                       [&](std::string_view phrase) { return contains_phrase(key, phrase); });
}

// Of a line longer than this (bytes) the first words alone can show that it is not the story's.
constexpr std::size_t kLongLine = 240;
constexpr std::size_t kLongLineHead = 72;

// Longer lines repeat no title.
constexpr std::uint32_t kMostHashedWords = 30;

// What single words tell, as bits: most lines need no closer look.
constexpr std::uint8_t kSpeechWord = 1;   // "said": running text
constexpr std::uint8_t kNoticeWord = 2;   // a phrase of kNotices may be there
constexpr std::uint8_t kBioWord = 4;      // a phrase of kBioStrong or kBioRoles
constexpr std::uint8_t kCreditWord = 8;   // a credit at the line's end, kContributed
constexpr std::uint8_t kDateWord = 16;    // kDateWords
constexpr std::uint8_t kMonthWord = 32;   // letters of a date: "May", "Tuesday"
constexpr std::uint8_t kAgencyWord = 64;  // an agency's name may begin here

constexpr std::string_view kSpeech[] = {"said",     "says",      "told",  "added",
                                        "asked",    "according", "sagte", "dijo",
                                        "declared", "insisted",  "warned"};
constexpr std::string_view kNoticeWords[] = {
    "unsubscribe", "inbox",      "apply",       "agree",        "reader",      "subscriber",
    "receive",     "mailing",    "preferences", "subscription", "subscribers", "sign",
    "subscribe",   "comments",   "comment",     "click",        "link",        "ideas",
    "visit",       "statements", "editors",     "views",        "site",        "website",
    "story",       "newsletter"};
constexpr std::string_view kBioWords[] = {
    "reached",  "reach",     "follow",        "email",      "contact",      "writer", "freelance",
    "reporter", "columnist", "correspondent", "journalist", "contributing", "author", "editor"};
constexpr std::string_view kTailWords[] = {"contributed", "credit", "photo",   "photos",
                                           "pic",         "images", "via",     "foto",
                                           "photograph",  "image",  "picture", "bild"};

// Word -> bits, by open addressing.
class TraitTable {
public:
    TraitTable() {
        add(kSpeech, kSpeechWord);
        add(kNoticeWords, kNoticeWord);
        add(kBioWords, kBioWord);
        add(kTailWords, kCreditWord);
        add(kDateWords, kDateWord);
        for (const std::string_view word : kDateWords) {
            if (word.size() >= 3 && word.front() != '#' && word != "updated" &&
                word != "published" && word != "posted" && word != "modified" && word != "last") {
                set(word, kMonthWord);
            }
        }
        for (const std::string_view key : agency_keys()) {
            set(key.substr(0, key.find(' ')), kAgencyWord);
        }
    }

    std::uint8_t bits(std::string_view word) const {
        std::size_t at = slot(word);
        if (!used_.test(at)) {
            return 0;
        }
        while (!slots_[at].word.empty() && slots_[at].word != word) {
            at = (at + 1) % kSlots;
        }
        return slots_[at].bits;
    }

private:
    static constexpr std::size_t kSlots = 2048;

    struct Slot {
        std::string_view word;
        std::uint8_t bits = 0;
    };

    static std::size_t slot(std::string_view word) {
        const auto byte = [&](std::size_t i) {
            return std::size_t{static_cast<unsigned char>(word[i])};
        };
        return (byte(0) * 37 + byte(word.size() - 1) * 613 + byte(word.size() / 2) * 7 +
                word.size() * 271) %
               kSlots;
    }

    void set(std::string_view word, std::uint8_t bit) {
        std::size_t at = slot(word);
        used_.set(at);
        while (!slots_[at].word.empty() && slots_[at].word != word) {
            at = (at + 1) % kSlots;
        }
        slots_[at].word = word;
        slots_[at].bits = static_cast<std::uint8_t>(slots_[at].bits | bit);
    }

    template <typename List>
    void add(const List& words, std::uint8_t bit) {
        for (const std::string_view word : words) {
            set(word, bit);
        }
    }

    std::array<Slot, kSlots> slots_{};
    std::bitset<kSlots> used_;  // first slots of words: small enough to stay in the nearest cache
};

const TraitTable& trait_table() {
    static const TraitTable table;
    return table;
}

struct WordTraits {
    std::uint8_t any = 0;  // bits of any word
    std::size_t words = 0;
    std::size_t date_words = 0;
    std::size_t month_words = 0;
    std::size_t numbers = 0;

    bool has(std::uint8_t bit) const { return (any & bit) != 0; }
};

WordTraits word_traits(std::string_view key) {
    const TraitTable& table = trait_table();
    WordTraits traits;
    for (std::size_t at = 0; at < key.size();) {
        std::size_t stop = at;
        while (stop < key.size() && key[stop] != ' ') {
            ++stop;
        }
        const std::string_view word = key.substr(at, stop - at);
        const std::uint8_t bits = table.bits(word);
        traits.any = static_cast<std::uint8_t>(traits.any | bits);
        ++traits.words;
        traits.date_words += (bits & kDateWord) != 0 ? 1 : 0;
        traits.month_words += (bits & kMonthWord) != 0 ? 1 : 0;
        traits.numbers += word.front() == '#' ? 1 : 0;
        at = stop + 1;
    }
    return traits;
}

bool names_agency(std::string_view key) {
    const TraitTable& table = trait_table();
    return !each_word(key, [&](std::string_view word) {
        const auto at = static_cast<std::size_t>(word.data() - key.data());
        return (table.bits(word) & kAgencyWord) == 0 || match_agency(key.substr(at)).length == 0;
    });
}

// The line without its first `count` words.
std::string_view after_words(std::string_view line, std::size_t count) {
    std::size_t at = 0;
    for (; count > 0 && at < line.size(); --count) {
        at = std::min(line.find_first_of(" \t", at), line.size());
        at = std::min(line.find_first_not_of(" \t:", at), line.size());
    }
    return line.substr(at);
}

// True if what follows "By" is names, perhaps with a role, an agency, an address or a date behind
// them.
bool names_follow(std::string_view line, std::string_view key, const HintMatch& match) {
    std::string_view phrase = key.substr(0, match.length);
    if (phrase.ends_with(" :")) {
        phrase.remove_suffix(2);
    }
    std::string_view rest = after_words(line, count_words(phrase));
    const std::size_t stop = std::min(rest.find_first_of(",|/@(;0123456789"), rest.size());
    std::string_view names = rest.substr(0, stop);
    for (const std::string_view cut :
         {std::string_view(" for "), std::string_view(" - "), std::string_view(" – "),
          std::string_view(" — "), std::string_view(" in "), std::string_view(" at "),
          std::string_view(" on "), std::string_view(" · "), std::string_view(" • "),
          std::string_view(". ")}) {
        const std::size_t at = names.find(cut);
        if (at != std::string_view::npos && at >= 4) {
            names = names.substr(0, at);
        }
    }
    while (!names.empty() && (names.back() == ' ' || names.back() == ':')) {
        names.remove_suffix(1);
    }
    if (looks_like_names(names)) {
        return true;
    }
    // One name alone ("By Nisha") needs to be all of the line.
    return stop == rest.size() && names.size() == rest.size() && count_words(names) == 1 &&
           starts_upper(names) && names.size() > 2;
}

// True if most of the key from `from` on is words of dates, the first of them too.
bool date_follows(std::string_view key, std::size_t from) {
    std::size_t words = 0;
    std::size_t date_words = 0;
    bool first = false;
    bool number = false;
    each_word(key.substr(std::min(from, key.size())), [&](std::string_view word) {
        if (word == ":" || word == "|") {
            return true;
        }
        const bool of_date = is_date_word(word);
        first = words == 0 ? of_date : first;
        number = number || word.front() == '#';
        ++words;
        date_words += of_date ? 1 : 0;
        return true;
    });
    return first && number && words <= 24 && date_words * 2 >= words;
}

// "Published in The Northmere Post, May 4th, 2021": but not "Published in May 2021, the book …".
bool is_printed_note(std::string_view line) {
    constexpr std::string_view kPublished = "ublished in ";
    constexpr std::size_t kMostBytesBefore = 14;  // "Originally p"
    const std::size_t at = line.find(kPublished);
    if (at == std::string_view::npos || at > kMostBytesBefore) {
        return false;
    }
    const std::string_view paper = line.substr(at + kPublished.size());
    const std::size_t comma = paper.find(", ");
    if (comma == std::string_view::npos || !starts_upper(paper)) {
        return false;
    }
    std::string_view date = paper.substr(comma + 2);
    if (date.ends_with('.')) {
        date.remove_suffix(1);
    }
    return only_written_date(date).has_value();
}

// "Xinhua | Updated: 2024-03-29": behind a bar, when the article was published.
bool ends_in_labelled_date(std::string_view key) {
    const std::size_t bar = key.rfind(" | ");
    if (bar == std::string_view::npos) {
        return false;
    }
    const std::string_view last = key.substr(bar + 3);
    const HintMatch match = match_hint(last);
    return match.hint == Hint::BylineDate && date_follows(last, match.length);
}

bool is_date_only(const WordTraits& traits) {
    return traits.words == traits.date_words && traits.numbers >= 1 && traits.numbers <= 4 &&
           traits.words <= 12 && (traits.month_words >= 1 || traits.numbers <= 2);
}

// "2024-03-12 14:05": as far as the first five bytes tell.
bool starts_with_year(std::string_view line) {
    return line.size() > 4 && (line[4] == '-' || line[4] == '/') &&
           std::all_of(line.begin(), line.begin() + 4, [](char c) { return c >= '0' && c <= '9'; });
}

// "Jane Doe", "Jane Doe in Madrid".
bool is_name_line(std::string_view line) {
    const std::size_t in = line.find(" in ");
    if (in == std::string_view::npos) {
        return looks_like_names(line);
    }
    const std::string_view place = line.substr(in + 4);
    return looks_like_names(line.substr(0, in)) && starts_upper(place) && count_words(place) <= 2;
}

// "Home | World | Politics", "Home News Sport Weather": items of menus alone, or nearly.
bool is_menu_line(std::string_view line, std::string_view key) {
    std::size_t segments = 0;
    std::size_t items = 0;
    std::size_t longest = 0;
    const bool parted = key.find('|') != std::string_view::npos;
    for (std::size_t at = 0; parted && at < key.size();) {
        const std::size_t stop = std::min(key.find(" | ", at), key.size());
        const std::string_view segment = key.substr(at, stop - at);
        const Hint hint = line_hint(segment);
        ++segments;
        items += hint == Hint::MenuItem || hint == Hint::Navigation ? 1 : 0;
        longest = std::max(longest, count_words(segment));
        at = stop + 3;
    }
    if (segments >= 3) {
        return items * 2 >= segments && longest <= 5;
    }
    std::size_t words = 0;
    return !ends_sentence(line) && each_word(key, [&](std::string_view word) {
        ++words;
        return line_hint(word) == Hint::MenuItem;
    }) && words >= 3;
}

// A hint as far as the line alone can confirm it.
Hint confirmed(Hint hint, std::string_view line, std::string_view key, const HintMatch& match,
               const LineShape& shape, bool speech) {
    if (hint == Hint::None) {
        return hint;
    }
    const std::string_view rest = key.substr(std::min(match.length, key.size()));
    const std::size_t rest_words = count_words(rest);
    switch (hint) {
        case Hint::Navigation:
            return rest.empty() || (shape.words <= 14 && !shape.sentence) ||
                           match.length == key.find(" : ") + 2
                       ? hint
                       : Hint::None;
        case Hint::MenuItem:  // the end of a wrapped sentence is none
            return shape.sentence || starts_lower(line) ? Hint::None : hint;
        case Hint::Banner:
            return speech || shape.words > 45 ? Hint::None : hint;
        case Hint::TeaserHead:
            return shape.words > 6 || (rest_words > 0 && (shape.sentence || !starts_upper(line)))
                       ? Hint::None
                       : hint;
        case Hint::TeaserLine:
            return rest.empty() || shape.words > 30 || (speech && shape.sentence) ||
                           (shape.sentence && !shape.ellipsis && shape.words > 20)
                       ? Hint::None
                       : hint;
        case Hint::CommentLine:
            return speech || shape.words > 45 ? Hint::None : hint;
        case Hint::CommentThread:
            return shape.words > 25 || (shape.sentence && rest_words > 0 && rest_words < 3)
                       ? Hint::None
                       : hint;
        case Hint::Byline:
            return speech || shape.words > 45 || (shape.words <= 3 && shape.sentence) ||
                           starts_lower(line)
                       ? Hint::None
                       : hint;
        case Hint::BylineDate:
            return date_follows(key, match.length) && (!shape.sentence || key.ends_with("m"))
                       ? hint
                       : Hint::None;
        case Hint::BylineName:
            return shape.words <= 20 && (!shape.sentence || key.ends_with("m")) &&
                           names_follow(line, key, match)
                       ? hint
                       : Hint::None;
        case Hint::Credit:
            return is_bracketed(line) && shape.words <= 60                            ? hint
                   : speech || shape.words > 30 || (shape.sentence && rest_words > 6) ? Hint::None
                   : rest_words > 12 && line.find(';') == std::string_view::npos &&
                           !key.substr(0, match.length).ends_with(" :")
                       ? Hint::None
                       : hint;
        case Hint::CreditLabel:
            return rest.empty() || (speech && !is_bracketed(line)) || shape.words > 45 ? Hint::None
                   : shape.sentence && shape.words > 8 && !is_bracketed(line)          ? Hint::None
                   : shape.words > 25 && !is_bracketed(line)                           ? Hint::None
                                                             : Hint::Credit;
        case Hint::Copyright:
            return speech || shape.words > 45 ? Hint::None
                   : contains_phrase(key, "all rights reserved") ||
                           contains_phrase(key, "may not be published")
                       ? hint
                   : (rest.find('#') != std::string_view::npos || shape.has_agency) &&
                           (shape.words <= 8 || !shape.sentence)
                       ? hint
                   : line.starts_with("©") && shape.words <= 8 ? hint
                                                               : Hint::None;
        default:
            return hint;
    }
}

}  // namespace

bool is_date_word(std::string_view word) {
    return !word.empty() && (trait_table().bits(word) & kDateWord) != 0;
}

LineShape line_shape(std::string_view line, ShapeScratch& scratch) {
    LineShape shape;
    shape.words = static_cast<std::uint32_t>(std::min<std::size_t>(count_words(line), UINT32_MAX));
    shape.sentence = ends_sentence(line);
    shape.ellipsis = ends_in_ellipsis(line);
    std::string& key = scratch.key;
    if (line.size() > kLongLine) {
        line_key(line.substr(0, utf8_prefix_length(line, kLongLineHead)), key);
        const HintMatch head = match_hint(key);
        if (head.hint == Hint::None || head.length == key.size()) {
            shape.prose = true;
            key.clear();
            return shape;
        }
    }
    line_key(line, key);
    if (key.empty()) {
        shape.prose = shape.words >= 12;
        return shape;
    }
    shape.hash = shape.words <= kMostHashedWords ? line_hash(key) : 0;
    const HintMatch match = match_hint(key);
    const WordTraits traits = word_traits(key);
    if (traits.has(kAgencyWord) && (match.hint == Hint::Copyright || shape.words <= 12)) {
        shape.has_agency = names_agency(key);
    }
    shape.hint = confirmed(match.hint, line, key, match, shape, traits.has(kSpeechWord));
    shape.table = traits.numbers * 2 >= traits.words;
    shape.notice_word = traits.has(kNoticeWord);
    const bool short_line = shape.words <= 14;
    const CreditClues clues{shape.words, traits.has(kAgencyWord), traits.has(kCreditWord),
                            shape.sentence};
    if (shape.hint == Hint::None || shape.hint == Hint::MenuItem) {
        if (short_line && traits.has(kAgencyWord) && is_agency_line(key)) {
            shape.hint = Hint::Credit;
        } else if (is_picture_credit(line, key, clues) ||
                   (is_bracketed(line) && shape.has_agency && shape.words <= 8 && !shape.sentence &&
                    !traits.has(kSpeechWord) && key.find(" with ") != std::string::npos)) {
            shape.hint = Hint::Credit;
        } else if (traits.has(kCreditWord) && shape.words <= 40 &&
                   contains_any(key, kContributed)) {
            shape.hint = Hint::Credit;
        } else if (key.starts_with("the post ") && shape.words <= 60 &&
                   key.find(" appeared first on ") != std::string::npos) {
            shape.hint = Hint::Banner;
        } else if (traits.has(kNoticeWord) && shape.words <= 40 && !traits.has(kSpeechWord) &&
                   contains_any(key, kNotices)) {
            shape.hint = Hint::Banner;
        } else if (shape.words <= 30 && key.ends_with("all rights reserved")) {
            shape.hint = Hint::Copyright;
        } else if (shape.hint == Hint::None && shape.words <= 40 && is_menu_line(line, key)) {
            shape.hint = Hint::Navigation;
        } else if (traits.has(kBioWord) && shape.words <= 60 && !traits.has(kSpeechWord) &&
                   (contains_any(key, kBioStrong) ||
                    (contains_any(key, kBioRoles) && starts_upper(line)) ||
                    ((key.starts_with("contact ") || key.starts_with("email ")) &&
                     shape.words <= 20 && line.find('@') != std::string_view::npos) ||
                    (key.starts_with("follow ") && shape.words <= 12 &&
                     (contains_phrase(key, "on twitter") || contains_phrase(key, "on x"))))) {
            shape.hint = Hint::Bio;
        } else if (short_line && traits.month_words > 0 && is_printed_note(line)) {
            shape.hint = Hint::Byline;
        } else if (short_line && traits.numbers > 0 && !shape.sentence &&
                   ends_in_labelled_date(key)) {
            shape.hint = Hint::BylineDate;
        } else if (short_line && line.size() > 10) {
            // "READ MORE Five things": capitals set the label off where no colon does.
            const std::size_t cut = line.find_first_of("abcdefghijklmnopqrstuvwxyz");
            if (cut != std::string_view::npos && cut > 8 && cut < line.size()) {
                const std::size_t blank = line.rfind(' ', cut);
                std::string label;
                line_key(line.substr(0, blank == std::string_view::npos ? 0 : blank), label);
                if (label.find(' ') != std::string::npos && !label.empty()) {
                    label += " :";
                    shape.hint =
                        match_hint(label).hint == Hint::TeaserLine ? Hint::TeaserLine : shape.hint;
                }
            }
        }
    }
    shape.picture = shape.hint == Hint::Credit &&
                    (match.hint == Hint::CreditLabel || is_picture_credit(line, key, clues) ||
                     contains_any(key, kPictures));
    // "[ Another story ]"
    if (shape.hint == Hint::None && shape.words >= 4 && shape.words <= 24 &&
        line.starts_with("[ ") && line.ends_with(" ]")) {
        shape.hint = Hint::TeaserLine;
    }
    // "Attachments:": the name of a field of the page; but "JANE DOE, HOST:" speaks.
    if (shape.hint == Hint::None && shape.words <= 3 && line.ends_with(':') && starts_upper(line) &&
        line.find(',') == std::string_view::npos) {
        shape.hint = Hint::MenuItem;
    }
    shape.date_only =
        short_line && !starts_lower(line) && (!shape.sentence || key.ends_with('m')) &&
        (is_date_only(traits) || starts_with_year(line)) && only_written_date(line).has_value();
    shape.dated = shape.words <= 20 && !shape.sentence && traits.date_words >= 3 &&
                  traits.month_words >= 1 && traits.numbers >= 1;
    shape.names_only = shape.words <= 7 && is_name_line(line);
    shape.comment_mark =
        shape.words <= 12 && (key.ends_with(" says") || key.ends_with(" wrote") || key == "reply" ||
                              (shape.date_only && contains_phrase(key, "at")));
    shape.prose = shape.hint == Hint::None && !shape.date_only &&
                  ((shape.words >= 12 && shape.sentence) || shape.words >= 30);
    return shape;
}

std::uint64_t title_hash(std::string_view line, ShapeScratch& scratch) {
    const bool hashed = line.size() <= kLongLine && count_words(line) <= kMostHashedWords;
    if (!hashed) {
        return line_shape(line, scratch).hash;  // rare, and by the rules for long lines
    }
    line_key(line, scratch.key);
    return scratch.key.empty() ? 0 : line_hash(scratch.key);
}

LineShape paragraph_head_shape(std::string_view line, ShapeScratch& scratch) {
    line_key(line.substr(0, utf8_prefix_length(line, kLongLineHead)), scratch.key);
    const bool plain = match_hint(scratch.key).hint == Hint::None;
    return plain ? continuation_shape(line) : line_shape(line, scratch);
}

LineShape continuation_shape(std::string_view line) {
    LineShape shape;
    shape.words = static_cast<std::uint32_t>(std::min<std::size_t>(count_words(line), UINT32_MAX));
    shape.sentence = ends_sentence(line);
    shape.ellipsis = ends_in_ellipsis(line);
    shape.prose = true;
    return shape;
}

}  // namespace dateline
