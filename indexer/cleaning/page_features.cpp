#include "indexer/cleaning/page_features.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "common/text.h"
#include "indexer/cleaning/authors.h"
#include "indexer/cleaning/wording.h"

namespace dateline {
namespace {

// The first of `limits` that `value` does not exceed; their number if it exceeds all.
template <typename Value, std::size_t N>
std::size_t step(Value value, const std::array<Value, N>& limits) {
    std::size_t at = 0;
    while (at < N && value > limits[at]) {
        ++at;
    }
    return at;
}

// "About Jones Ltd": a company speaks of itself.
bool is_about_heading(std::string_view line) {
    constexpr std::string_view kAbout = "About ";
    return line.starts_with(kAbout) && looks_like_names(line.substr(kAbout.size()));
}

// "Joss Tran/Lantern", "KEVIN STENT/STUFF": a photographer's names and for whom.
bool is_slashed_names(std::string_view line, std::size_t words) {
    if (words < 2 || words > 5) {
        return false;
    }
    const std::size_t slash = line.find('/');
    return slash != std::string_view::npos && looks_like_names(line.substr(0, slash)) &&
           starts_upper(line.substr(slash + 1)) &&
           line.find_first_of("/0123456789.,:|", slash + 1) == std::string_view::npos;
}

// "20.58 GMT", "9:02 am": when an entry of a live report was written.
bool is_clock(std::string_view line, std::size_t words) {
    const std::size_t mark = line.find_first_not_of("0123456789");
    return words <= 3 && (mark == 1 || mark == 2) && (line[mark] == '.' || line[mark] == ':') &&
           line.find_first_not_of("0123456789", mark + 1) == mark + 3 && line[mark + 3] == ' ';
}

LineKind kind_of(const JudgedLine& line, std::string_view text) {
    const LineShape& shape = line.shape;
    if (is_site_hint(shape.hint) || shape.hint == Hint::TeaserLine || is_link(text) ||
        is_about_heading(text)) {
        return LineKind::Site;
    }
    if (shape.date_only || shape.hint == Hint::Byline || shape.hint == Hint::BylineDate ||
        shape.hint == Hint::BylineName || shape.hint == Hint::Credit || shape.hint == Hint::Bio ||
        is_clock(text, shape.words)) {
        return LineKind::Signed;
    }
    if (shape.prose || (shape.sentence && !shape.ellipsis && shape.words >= 5)) {
        return LineKind::Prose;
    }
    if (is_listed(text) || is_entry(text) || (shape.table && shape.words >= 3)) {
        return LineKind::List;
    }
    if (shape.sentence && !shape.ellipsis) {
        return LineKind::Sentence;
    }
    if ((shape.names_only && shape.words <= 4) || is_slashed_names(text, shape.words)) {
        return LineKind::Signed;
    }
    return shape.words >= 4 ? LineKind::Heading : LineKind::Scrap;
}

// Bytes of a line by which it is found again.
constexpr std::size_t kBeginning = 40;

struct Block {
    std::size_t begin = 0;
    std::size_t end = 0;
};

// The lines whose values add up to most: where paragraphs stand together.
Block main_block(const std::vector<JudgedLine>& lines, const std::vector<LineKind>& kinds,
                 const std::vector<Wording>& wordings) {
    constexpr int kMostWords = 60;
    Block best;
    int most = 0;
    int sum = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const LineShape& shape = lines[i].shape;
        const int words = static_cast<int>(std::min<std::uint32_t>(shape.words, kMostWords));
        int value = 0;
        switch (kinds[i]) {
            case LineKind::Prose:
                value = wordings[i].is_notice() ? -words / 2 : words;
                break;
            case LineKind::Sentence:
                value = words;
                break;
            case LineKind::Heading:
                value = -8;
                break;
            case LineKind::Scrap:
                value = -5;
                break;
            case LineKind::Site:
                value = shape.hint == Hint::Copyright ? -100
                        : (shape.hint == Hint::CommentHead || shape.hint == Hint::CommentThread) &&
                                shape.words >= 2
                            ? -60
                            : -10;
                break;
            case LineKind::Signed:
                value = shape.comment_mark ? -15 : -3;
                break;
            default:
                break;
        }
        if (sum <= 0) {
            sum = 0;
            begin = i;
        }
        sum += value;
        if (sum > most) {
            most = sum;
            best = {begin, i + 1};
        }
    }
    return best;
}

// Counts lines of the main block by the content words they hold.
class Vocabulary {
public:
    void add(const Wording& wording) {
        constexpr std::size_t kMostWords = 50'000;  // different ones, of a hostile page
        for (const std::uint32_t word : wording.content) {
            if (counts_.size() < kMostWords || counts_.count(word) > 0) {
                ++counts_[word];
            }
        }
    }

    // The share of the line's content words that others than the line (`inside`) hold, too.
    double share(const Wording& wording, bool inside) const {
        const std::uint32_t own = inside ? 1 : 0;
        const auto known =
            std::count_if(wording.content.begin(), wording.content.end(), [&](std::uint32_t word) {
                const auto at = counts_.find(word);
                return at != counts_.end() && at->second > own;
            });
        return static_cast<double>(known) /
               static_cast<double>(std::max<std::size_t>(wording.content.size(), 1));
    }

private:
    std::unordered_map<std::uint32_t, std::uint32_t> counts_;
};

// Sums of a value over lines, for windows.
class Sums {
public:
    explicit Sums(std::size_t lines) { sums_.reserve(lines + 1); }
    void add(std::size_t value) { sums_.push_back(sums_.back() + value); }
    // Of the lines up to `reach` away from line `i`, without it.
    std::size_t around(std::size_t i, std::size_t reach) const {
        const std::size_t from = i - std::min(i, reach);
        const std::size_t to = std::min(i + reach + 1, sums_.size() - 1);
        return sums_[to] - sums_[from] - (sums_[i + 1] - sums_[i]);
    }

private:
    std::vector<std::size_t> sums_{0};
};

// "JANE DOE: It was not", "Q: Was it?": one to four words, capitals for the most part, and a colon.
bool names_speaker(std::string_view line) {
    if (line.starts_with('(') && line.ends_with(')') && is_all_capitals(line)) {
        return true;
    }
    constexpr std::size_t kMostBytes = 40;
    const std::size_t colon = line.substr(0, kMostBytes).find(": ");
    if (colon == std::string_view::npos || !starts_upper(line)) {
        return false;
    }
    const std::string_view name = line.substr(0, colon);
    return count_words(name) <= 4 &&
           (is_all_capitals(name) || looks_like_names(name) || count_words(name) == 1);
}

// "Jane Doe, left, with", "Seen here in May": says where to look in a picture.
bool points_at_picture(std::string_view line) {
    constexpr std::string_view kPointers[] = {
        ", left,",   ", right,",   ", centre,", ", center,",  " (left)",    " (right)",
        " (centre)", " (center)",  ", left.",   ", right.",   "ictured",    "een here",
        "looks on",  "file photo", "poses for", "poses with", ", far left", ", far right",
        "from left", "photograph", "his image"};
    return std::any_of(std::begin(kPointers), std::end(kPointers), [&](std::string_view pointer) {
        return line.find(pointer) != std::string_view::npos;
    });
}

// "Join our channel", "Get the news": what a site asks its readers to do.
bool is_call(std::string_view line) {
    constexpr std::string_view kCalls[] = {
        "Join ",   "Follow ",    "Subscribe", "Sign ",  "Get ",   "Download ", "Click ", "Read ",
        "Support", "Donate",     "Share ",    "Like ",  "Visit ", "Listen ",   "Watch ", "Tune ",
        "Stay ",   "Don't miss", "Become ",   "Check ", "Help ",  "Send ",     "Tell ",  "Make "};
    return std::any_of(std::begin(kCalls), std::end(kCalls),
                       [&](std::string_view call) { return line.starts_with(call); });
}

void add_own(Features& features, const JudgedLine& line, std::string_view text, LineKind kind,
             const Wording& wording) {
    const LineShape& shape = line.shape;
    features.set(kAlways);
    features.set(kKind + static_cast<std::size_t>(kind));
    features.set(kHintIs + static_cast<std::size_t>(shape.hint));
    features.set(kWords + step<std::uint32_t, 6>(shape.words, {1, 3, 6, 11, 19, 39}));
    if (shape.words >= 4 && wording.words > 0) {
        const double words = static_cast<double>(wording.words);
        features.set(kFunctionWords + step<double, 4>(static_cast<double>(wording.function) / words,
                                                      {0, 0.15, 0.3, 0.45}));
        features.set(kCapitals + step<double, 2>(capitalised_share(text), {0.35, 0.65}));
    }
    if (wording.site > 0) {
        features.set(kSiteWords + step<std::size_t, 2>(wording.site, {1, 2}));
    }
    features.set(kYou, wording.persons > 0);
    features.set(kSpeech, wording.speech);
    features.set(kPersons, wording.narrative);
    features.set(kQuoted, wording.quoted);
    features.set(kAddress, wording.address);
    features.set(kCommas, shape.words >= 8 && text.find(", ") != std::string_view::npos);
    features.set(kEndsOpen, text.ends_with(':'));
    features.set(kAsks, text.ends_with('?'));
    features.set(kEllipsis, shape.ellipsis);
    features.set(kStartsLower, starts_lower(text));
    features.set(kStartsWithNumber, text.front() >= '0' && text.front() <= '9');
    features.set(kAllCapitals, is_all_capitals(text));
    features.set(kBars, has_bars(text));
    features.set(kDated, shape.dated || shape.date_only);
    features.set(kAge, wording.age);
    features.set(kNotice, wording.is_notice());
    features.set(kCall, is_call(text));
    features.set(kSpeaker, names_speaker(text) || (shape.sentence && starts_with_clock(text)));
    constexpr std::uint32_t kCaptionWords = 45;
    features.set(kPoints,
                 shape.words >= 4 && shape.words <= kCaptionWords && points_at_picture(text));
}

}  // namespace

std::vector<Features> page_features(std::string_view body, const std::vector<JudgedLine>& lines,
                                    std::size_t title) {
    const std::size_t count = lines.size();
    std::vector<LineKind> kinds(count);
    std::vector<Wording> wordings(count);
    std::unordered_map<std::uint64_t, std::uint32_t> copies;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string_view text = lines[i].line.of(body);
        kinds[i] = kind_of(lines[i], text);
        wordings[i] = wording_of(text);
        if (lines[i].shape.hash != 0) {
            ++copies[lines[i].shape.hash];
        }
    }
    const Block block = main_block(lines, kinds, wordings);
    Vocabulary vocabulary;
    Sums site(count);
    Sums prose(count);
    Sums marks(count);
    Sums dates(count);
    for (std::size_t i = 0; i < count; ++i) {
        const bool inside = i >= block.begin && i < block.end && kinds[i] == LineKind::Prose;
        if (inside || i == title) {
            vocabulary.add(wordings[i]);
        }
        site.add(kinds[i] == LineKind::Site ? 1 : 0);
        prose.add(kinds[i] == LineKind::Prose ? lines[i].shape.words : 0);
        dates.add(lines[i].shape.dated || lines[i].shape.date_only ? 1 : 0);
        marks.add(lines[i].shape.comment_mark || wordings[i].age ? 1 : 0);
    }
    const auto is_spoken = [&](std::size_t i) {
        return kinds[i] == LineKind::Prose || kinds[i] == LineKind::Sentence;
    };
    const auto kind_at = [&](std::size_t i) {
        return static_cast<std::size_t>(i < count ? kinds[i] : LineKind::Edge);
    };
    std::vector<Features> features(count);
    std::unordered_set<std::uint64_t> beginnings;
    std::size_t run_end = 0;
    std::size_t run = 0;
    bool teasers = false;
    bool comments = false;
    bool end = false;
    bool joins = false;
    bool joins_title = false;
    bool introduced = false;
    bool about_firm = false;
    Authors authors;
    for (std::size_t i = 0; i < count; ++i) {
        Features& f = features[i];
        const LineShape& shape = lines[i].shape;
        const Wording& wording = wordings[i];
        add_own(f, lines[i], lines[i].line.of(body), kinds[i], wording);
        f.set(kKindAbove + kind_at(i > 0 ? i - 1 : count));
        f.set(kKindBelow + kind_at(i + 1));
        f.set(kKindAbove2 + kind_at(i > 1 ? i - 2 : count));
        f.set(kKindBelow2 + kind_at(i + 2));
        f.set(kRepeated, shape.hash != 0 && copies[shape.hash] > 1 && i != title);
        if (const std::string_view text = lines[i].line.of(body); text.size() >= kBeginning) {
            f.set(kBeginsAsAbove, !beginnings.insert(line_hash(text.substr(0, kBeginning))).second);
        }

        const bool inside = i >= block.begin && i < block.end;
        if (i < block.begin) {
            f.set(kPlace + step<std::size_t, 2>(block.begin - i, {2, 8}));
        } else if (inside) {
            f.set(kPlace + 3);
        } else {
            f.set(kPlace + 4 + step<std::size_t, 4>(i - block.end, {0, 2, 7, 19}));
        }
        if (!inside) {
            f.set(kOutsideKind + static_cast<std::size_t>(kinds[i]));
        }
        if (wording.content.size() >= 3) {
            const double share =
                vocabulary.share(wording, (inside && kinds[i] == LineKind::Prose) || i == title);
            const std::size_t at = step<double, 3>(share, {0, 0.25, 0.5});
            f.set((inside ? kCohesion : kOutsideCohesion) + at);
        }
        constexpr std::size_t kNear = 4;
        f.set(kSiteAround + step<std::size_t, 3>(site.around(i, kNear), {0, 2, 4}));
        f.set(kProseAround + step<std::size_t, 3>(prose.around(i, kNear), {0, 40, 120}));
        if (!is_spoken(i)) {
            if (i >= run_end) {
                run_end = i;
                while (run_end < count && !is_spoken(run_end)) {
                    ++run_end;
                }
                run = run_end - i;
            }
            f.set(kRun + step<std::size_t, 3>(run, {1, 3, 8}));
        }
        constexpr std::size_t kNearMarks = 5;
        if (const std::size_t near = marks.around(i, kNearMarks); near > 0) {
            f.set(kMarksAround + (near > 1 ? 1 : 0));
        }
        if (const std::size_t near = dates.around(i, kNearMarks); near > 0) {
            f.set(kDatesAround + (near > 1 ? 1 : 0));
        }
        if (title >= count) {
            f.set(kBelowTitle);
        } else if (i < title) {
            f.set(kBelowTitle + 1);
        } else if (const std::size_t below = i - title; below > 0 && below <= 6) {
            f.set(kBelowTitle + (below == 1 ? 2 : 3));
        }
        const bool parts = kinds[i] == LineKind::Site || kinds[i] == LineKind::Signed;
        f.set(kJoinsAbove, joins);
        f.set(kIntroduced, introduced);
        f.set(kIntroducedItem, introduced && !teasers && !parts && kinds[i] != LineKind::Prose);
        joins_title = i > 0 && (i - 1 == title || (joins_title && i <= title + 3)) && !parts;
        f.set(kJoinsTitle, joins_title);
        f.set(kLink, is_link(lines[i].line.of(body)));
        f.set(kAboutFirm, about_firm && is_spoken(i));
        about_firm = (about_firm && is_spoken(i)) ||
                     (i > block.begin && is_about_heading(lines[i].line.of(body)));
        f.set(kAboutAuthor,
              kinds[i] == LineKind::Prose && authors.begin_line(lines[i].line.of(body)));
        joins = kinds[i] == LineKind::Prose || (joins && !parts);
        introduced = (introduced && !parts && kinds[i] != LineKind::Prose) ||
                     lines[i].line.of(body).ends_with(':');
        if (kinds[i] == LineKind::Signed) {
            authors.add(lines[i].line.of(body));
        }
        f.set(kInsideNumber, inside && !is_spoken(i) && ends_in_digit(lines[i].line.of(body)));
        f.set(kDeck, f[kBelowTitle + 3] && kinds[i] == LineKind::Heading && shape.words >= 6);
        f.set(kIsTitle, i == title);
        f.set(kPicture, shape.picture);
        f.set(kPictureBelow, shape.words >= 4 && i + 1 < count && lines[i + 1].shape.picture);
        f.set(kClockAbove, i > 0 && is_clock(lines[i - 1].line.of(body), lines[i - 1].shape.words));
        f.set(kPictureAbove, i > 0 && lines[i - 1].shape.picture);
        f.set(kTeasersAbove, teasers);
        f.set(kCommentsAbove, comments);
        f.set(kCommentsAboveProse, comments && is_spoken(i));
        f.set(kEndAbove, end);
        f.set(kAboutAbove, i > 0 && (lines[i - 1].shape.hint == Hint::Bio ||
                                     lines[i - 1].shape.hint == Hint::Byline));
        teasers = (teasers && !is_spoken(i)) || shape.hint == Hint::TeaserHead ||
                  shape.hint == Hint::TeaserHeadWeak;
        comments =
            comments || (i > block.begin && shape.words >= 2 &&
                         (shape.hint == Hint::CommentHead || shape.hint == Hint::CommentThread));
        end = end || (i > block.begin && shape.hint == Hint::Copyright);
    }
    joins = false;
    for (std::size_t i = count; i > 0; --i) {
        features[i - 1].set(kJoinsBelow, joins);
        features[i - 1].set(kShortBetween, joins && features[i - 1][kJoinsAbove] &&
                                               (kinds[i - 1] == LineKind::Heading ||
                                                kinds[i - 1] == LineKind::Scrap));
        const LineKind kind = kinds[i - 1];
        joins = kind == LineKind::Prose ||
                (joins && kind != LineKind::Site && kind != LineKind::Signed);
    }
    return features;
}

}  // namespace dateline
