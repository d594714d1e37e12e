// The words that time expressions are made of, and the few around them that decide how one is read.
//
// One table (lexicon.cpp) gives each word the classes it may have; the parser combines classes,
// never spellings, except for a handful of function words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dateline::temporal {

enum class Unit : std::uint8_t {
    None,
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
};

// Classes of words, one bit each: a word may have several ("second").
using Kinds = std::uint64_t;

namespace kind {
constexpr Kinds bit(unsigned n) {
    return Kinds{1} << n;
}

constexpr Kinds kMonth = bit(0);           // number: 1 to 12
constexpr Kinds kWeekday = bit(1);         // number: 1 (Monday) to 7
constexpr Kinds kWeekdays = bit(2);        // "Mondays"
constexpr Kinds kShortName = bit(3);       // abbreviated month or weekday, perhaps with a full stop
constexpr Kinds kUnit = bit(4);            // unit: singular
constexpr Kinds kUnits = bit(5);           // unit: plural
constexpr Kinds kCardinal = bit(6);        // number: 0 to 19
constexpr Kinds kTens = bit(7);            // number: 20 to 90
constexpr Kinds kScale = bit(8);           // number: 100 or 1000
constexpr Kinds kOrdinal = bit(9);         // number
constexpr Kinds kVague = bit(10);          // several, few, many
constexpr Kinds kArticle = bit(11);        // a, an
constexpr Kinds kShift = bit(12);          // number: last -1, this 0, next +1
constexpr Kinds kSeason = bit(13);         // number: 1 (spring) to 4 (winter)
constexpr Kinds kDayPart = bit(14);        // number: DayPart
constexpr Kinds kDeictic = bit(15);        // number: yesterday -1, today 0, tomorrow +1
constexpr Kinds kModifier = bit(16);       // early, mid, end
constexpr Kinds kApprox = bit(17);         // about, nearly, more than
constexpr Kinds kBackward = bit(18);       // ago, earlier, before
constexpr Kinds kForward = bit(19);        // later, hence
constexpr Kinds kFrequency = bit(20);      // daily; unit, number: every so many
constexpr Kinds kReference = bit(21);      // now, recently; number: -1, 0, +1
constexpr Kinds kDecadeName = bit(22);     // number: 20 (twenties) to 90
constexpr Kinds kYearKind = bit(23);       // fiscal, calendar, school
constexpr Kinds kZone = bit(24);           // GMT
constexpr Kinds kMeridiem = bit(25);       // am, pm; number: hours to add
constexpr Kinds kPreposition = bit(26);    // may stand before a date
constexpr Kinds kFutureCue = bit(27);      // will, plans
constexpr Kinds kFutureAfterBe = bit(28);  // is to, was scheduled
constexpr Kinds kBe = bit(29);
constexpr Kinds kClauseBreak = bit(30);    // after, when, said
constexpr Kinds kAbbreviation = bit(31);   // a full stop after it ends no sentence
constexpr Kinds kEach = bit(32);           // each, every
constexpr Kinds kHoliday = bit(33);        // first word of a holiday's name
constexpr Kinds kCounted = bit(34);        // what a four-digit number counts: people, miles
constexpr Kinds kMasthead = bit(35);       // Sunday Times
constexpr Kinds kOrdinalSuffix = bit(36);  // st, nd, rd, th
constexpr Kinds kPeriod = bit(37);         // period
constexpr Kinds kLength = bit(38);         // straight, consecutive, more: between number and unit
constexpr Kinds kMoney = bit(39);          // million, percent: before "a year" a rate
constexpr Kinds kPastVerb = bit(40);
constexpr Kinds kRate = bit(41);       // once, twice, times
constexpr Kinds kQualifier = bit(42);  // latest, comparable, year-ago: before "quarter", "period"
constexpr Kinds kNever = bit(43);      // black, super: before a weekday, a name
constexpr Kinds kClockWord = bit(44);  // noon, midnight
constexpr Kinds kCode = bit(45);       // Q3, FY13
constexpr Kinds kGeneric = bit(46);    // "today's world" is no day
constexpr Kinds kLasting = bit(47);    // yearlong; unit
constexpr Kinds kModal = bit(48);      // would, can: ahead, where it stands before a date
constexpr Kinds kNumbered = bit(49);   // resolution, route: before a number that is no year
}  // namespace kind

// A word in lower case as one number: its letters for up to eight, a mixture for up to sixteen.
// Equal words have equal keys, and no two words of the lexicon share one. 0 is no word.
constexpr std::size_t kLongestWord = 16;

constexpr std::uint64_t word_key(std::uint64_t first_eight, std::uint64_t next_eight) {
    return first_eight ^ (next_eight * 0x9e3779b97f4a7c15ULL);
}

constexpr std::uint64_t word_key(std::string_view lower_case) {
    std::uint64_t parts[2] = {0, 0};
    for (std::size_t i = 0; i < lower_case.size() && i < kLongestWord; ++i) {
        const auto byte = static_cast<unsigned char>(lower_case[i]);
        parts[i / 8] |= std::uint64_t{byte} << (8 * (i % 8));
    }
    return word_key(parts[0], parts[1]);
}

// "of"_w is the key of a word that the parser asks for by name.
constexpr std::uint64_t operator""_w(const char* text, std::size_t size) {
    return word_key({text, size});
}

// A word in lower case, without apostrophes or full stops.
struct Lexeme {
    Kinds kinds = 0;
    int number = 0;
    Unit unit = Unit::None;
};

// The lexeme with this key, or null. Constant time.
const Lexeme* find_lexeme(std::uint64_t key);

}  // namespace dateline::temporal
