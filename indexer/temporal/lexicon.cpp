#include "indexer/temporal/lexicon.h"

#include <array>
#include <iterator>

#include "indexer/temporal/expression.h"

namespace dateline::temporal {
namespace {

using namespace kind;

constexpr int part(DayPart p) {
    return static_cast<int>(p);
}

// Words of one class. A word may stand in several rows: it then has the classes of all.
struct Row {
    Kinds kinds;
    std::string_view words;  // a blank between each two
    int number = 0;          // of the first
    int step = 0;            // what each following word has more; of the unit where there is one
    Unit unit = Unit::None;
};

constexpr Row kRows[] = {
    // Months and weekdays. Short names may end in a full stop.
    {kMonth,
     "january february march april may june july august september october november december", 1, 1},
    {kMonth | kShortName, "jan feb mar apr", 1, 1},
    {kMonth | kShortName, "jun jul aug sep oct nov dec", 6, 1},
    {kMonth | kShortName, "sept", 9},
    {kWeekday, "monday tuesday wednesday thursday friday saturday sunday", 1, 1},
    {kWeekday | kShortName, "mon tue wed thu fri sat sun", 1, 1},
    {kWeekday | kShortName, "tues", 2},
    {kWeekday | kShortName, "thur", 4},
    {kWeekday | kShortName, "thurs", 4},
    {kWeekdays, "mondays tuesdays wednesdays thursdays fridays saturdays sundays", 1, 1},

    // Units.
    {kUnit,
     "second minute hour day weekend week fortnight month quarter year decade century millennium",
     0, 1, Unit::Second},
    {kUnits,
     "seconds minutes hours days weekends weeks fortnights months quarters years decades "
     "centuries millennia",
     0, 1, Unit::Second},
    {kPeriod, "period"},

    // Numbers.
    {kCardinal,
     "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
     "fifteen sixteen seventeen eighteen nineteen",
     0, 1},
    {kTens, "twenty thirty forty fifty sixty seventy eighty ninety", 20, 10},
    {kScale, "hundred", 100},
    {kScale, "thousand", 1000},
    {kOrdinal,
     "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
     "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
     1, 1},
    {kOrdinal, "thirtieth", 30},
    {kVague, "several few many dozens hundreds thousands millions billions half"},
    {kVague, "couple", 2},
    {kVague, "dozen", 12},
    {kArticle, "a an another"},
    {kCode, "q h fy"},
    {kOrdinalSuffix, "st nd rd th"},
    {kLength,
     "straight consecutive full additional extra long good trading business working more "
     "calendar successive solid short whole entire"},
    {kYearKind,
     "full business calendar whole entire fiscal financial school academic tax model crop "
     "marketing"},

    // Before a unit, a month or a weekday.
    {kShift, "last past previous preceding prior", -1},
    {kShift, "this present current same that", 0},
    {kShift, "next coming following upcoming", 1},
    {kQualifier, "latest comparable corresponding recent"},
    {kEach, "every each"},
    {kModifier,
     "early earlier late later mid middle end beginning start rest close remainder turn sometime "
     "most height course"},
    {kApprox,
     "just more most about around nearly almost approximately roughly over under less than least "
     "only some up barely exactly fewer within"},

    // After a number and a unit.
    {kBackward, "prior earlier before"},
    {kBackward, "ago", -1},
    {kForward, "later hence after"},

    // Parts of the day and clock words.
    {kDayPart, "dawn morning mornings midmorning forenoon", part(DayPart::Morning)},
    {kDayPart, "lunchtime", part(DayPart::Midday)},
    {kDayPart, "afternoon afternoons midafternoon", part(DayPart::Afternoon)},
    {kDayPart, "evening evenings dusk", part(DayPart::Evening)},
    {kDayPart, "night nights nightfall tonight overnight", part(DayPart::Night)},
    {kClockWord, "noon midnight midday"},
    {kMeridiem, "am pm", 0, 12},
    {kZone,
     "gmt utc bst est edt et cst cdt ct mst mdt pst pdt pt cet cest ist jst hkt aest aedt eastern "
     "pacific local hrs msk eet sast"},

    // Days, seasons, decades.
    {kDeictic, "yesterday today tomorrow", -1, 1},
    {kSeason, "spring summer fall winter", 1, 1},
    {kSeason, "springs summers", 1, 1},
    {kSeason, "autumn winters", 3, 1},
    {kDecadeName, "twenties thirties forties fifties sixties seventies eighties nineties", 20, 10},
    {kDecadeName, "noughties", 100},

    // How long, how often.
    {kLasting, "hourlong daylong", 0, 1, Unit::Hour},
    {kLasting, "weeklong", 0, 0, Unit::Week},
    {kLasting, "monthlong", 0, 0, Unit::Month},
    {kLasting, "yearlong decadelong", 0, 1, Unit::Year},
    {kFrequency, "hourly daily", 1, 1, Unit::Hour},
    {kFrequency, "weekly", 1, 0, Unit::Week},
    {kFrequency, "monthly", 1, 0, Unit::Month},
    {kFrequency, "yearly", 1, 0, Unit::Year},
    {kFrequency, "biweekly fortnightly", 2, 0, Unit::Week},
    {kFrequency, "nightly", 0, 0, Unit::Day},
    {kRate, "once twice times"},

    // Past, present and future.
    {kReference, "recently lately previously formerly once ago those time", -1},
    {kReference, "now currently nowadays present current these then already", 0},
    {kReference, "soon future term", 1},

    // Around expressions.
    {kPreposition,
     "in on of since until till by from through for to and or during into between at throughout "
     "around before after"},
    {kFutureCue,
     "will ll shall plan plans planned planning schedule schedules scheduled scheduling expect "
     "expects expected intend intends intended deadline postponed adjourned begins resumes "
     "expires matures meets upcoming"},
    {kFutureAfterBe, "to planned scheduled expected due set slated supposed likely going"},
    {kModal, "would should could can may might must"},
    {kBe, "is are was were be"},
    {kPastVerb, "was were said"},
    {kClauseBreak, "since after when who which said because while"},
    {kAbbreviation,
     "mr mrs ms dr st gen sen rep gov lt col sgt capt rev prof inc corp co ltd jr sr vs no messrs "
     "cos cie"},

    // Counted things and the like: no date.
    {kNumbered,
     "no number flight route highway interstate room page resolution article section chapter "
     "proposition"},
    {kCounted,
     "people men women children students troops soldiers police officers workers employees "
     "members member passengers refugees residents protesters demonstrators school miles mile "
     "yards feet foot meters metres kilometers kilometres km acres kg lbs pound degrees points "
     "point homes votes deaths cases words"},
    {kCounted | kMoney,
     "dollars cents pounds euros yen francs marks rupees percent million billion trillion tons "
     "tonnes barrels calories jobs shares units seats copies cars"},
    {kMoney, "share flights"},

    // Sunday Times, Saturday Night Live; Black Friday.
    {kMasthead,
     "times sun telegraph mirror herald mail express post star tribune independent magazine live "
     "football"},
    {kNever, "black super cyber bloody ash"},

    // What belongs to an age rather than to a day: today's world.
    {kGeneric,
     "world society youth generation standards culture environment economy technology computers "
     "consumers kids teenagers families parents students children women"},

    // Holidays by their first words.
    {kHoliday, "ascension cinco dominion patriots shrove waitangi whit"},
    {kHoliday,
     "anzac april armistice australia bastille boxing canada christmas columbus earth easter "
     "election "
     "epiphany father fourth good groundhog guy halloween independence juneteenth labor labour "
     "mardi martin maundy may memorial mother new palm pentecost presidents remembrance st "
     "thanksgiving valentine valentines veterans"},
};

// How many words the rows have, those of several rows counted each time.
constexpr std::size_t count_words() {
    std::size_t count = 0;
    for (const Row& row : kRows) {
        ++count;
        for (const char c : row.words)
            count += c == ' ' ? 1 : 0;
    }
    return count;
}

// Open addressing, made by the compiler; the table is at most a quarter full. Small, so that it
// stays in the processor's cache: a slot is the number of a lexeme plus one.
class Index {
public:
    constexpr Index() {
        for (const Row& row : kRows) {
            Lexeme lexeme{row.kinds, row.number, row.unit};
            std::size_t begin = 0;
            while (begin < row.words.size()) {
                std::size_t end = begin;
                while (end < row.words.size() && row.words[end] != ' ')
                    ++end;
                add(word_key(row.words.substr(begin, end - begin)), lexeme);
                begin = end + 1;
                if (row.unit == Unit::None) {
                    lexeme.number += row.step;
                } else {
                    lexeme.unit = static_cast<Unit>(static_cast<int>(lexeme.unit) + row.step);
                }
            }
        }
    }

    const Lexeme* find(std::uint64_t key) const {
        for (std::size_t slot = slot_of(key); slots_[slot] != 0; slot = (slot + 1) % kSlots) {
            const std::size_t n = slots_[slot] - 1U;
            if (keys_[n] == key) return &lexemes_[n];
        }
        return nullptr;
    }

private:
    static constexpr std::size_t kSlots = 4096;
    static constexpr std::size_t kMost = count_words();
    static_assert(kMost * 4 <= kSlots);

    static constexpr std::size_t slot_of(std::uint64_t key) {
        return static_cast<std::size_t>((key * 0xff51afd7ed558ccdULL) >> 52) % kSlots;
    }

    // Adds a word, or to one that is there the further classes, its number and its unit.
    constexpr void add(std::uint64_t key, const Lexeme& lexeme) {
        std::size_t slot = slot_of(key);
        while (slots_[slot] != 0 && keys_[slots_[slot] - 1U] != key)
            slot = (slot + 1) % kSlots;
        if (slots_[slot] == 0) {
            keys_[count_] = key;
            slots_[slot] = static_cast<std::uint16_t>(++count_);
        }
        Lexeme& known = lexemes_[slots_[slot] - 1U];
        const bool numbers_differ =
            known.number != 0 && lexeme.number != 0 && known.number != lexeme.number;
        if (numbers_differ || (known.unit != Unit::None && lexeme.unit != Unit::None)) {
            throw "a word with two numbers or units";  // the compiler stops here
        }
        known.kinds |= lexeme.kinds;
        if (lexeme.number != 0) known.number = lexeme.number;
        if (lexeme.unit != Unit::None) known.unit = lexeme.unit;
    }

    std::array<std::uint16_t, kSlots> slots_{};
    std::array<std::uint64_t, kMost> keys_{};
    std::array<Lexeme, kMost> lexemes_{};
    std::size_t count_ = 0;
};

constexpr Index kIndex;

}  // namespace

const Lexeme* find_lexeme(std::uint64_t key) {
    return kIndex.find(key);
}

}  // namespace dateline::temporal
