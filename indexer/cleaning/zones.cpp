#include "indexer/cleaning/zones.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "indexer/cleaning/authors.h"
#include "indexer/cleaning/judged_line.h"
#include "indexer/cleaning/line_shape.h"
#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/page_model.h"
#include "indexer/cleaning/patterns.h"
#include "indexer/cleaning/wording.h"

namespace dateline {
namespace {

constexpr std::size_t kTopLines = 15;  // where a byline may stand, counted from the first line
constexpr std::size_t kBottomLines =
    8;  // where a note on the author may stand, counted from the last
constexpr std::size_t kTeaserLines = 12;  // how many lines a list of other stories takes

// From the first line that is likely to be the story's to behind the last.
struct StoryLines {
    std::size_t begin = 0;
    std::size_t end = SIZE_MAX;
};

// Judges the lines of one body, rule by rule; later rules see what earlier ones decided.
class Judge {
public:
    Judge(const LinedText& body, std::string_view title) : body_(body.text), title_(title) {
        ShapeScratch scratch;
        title_hash_ = title_hash(title, scratch);
        lines_ = shaped_lines(body);
    }

    std::vector<ZoneSpan> run() {
        judge_headings();
        spare_told();
        judge_certain();
        judge_fields();
        scraped_ = is_scraped_page(body_, lines_);
        if (scraped_) {
            weigh_lines();
        }
        find_story();
        judge_comments();
        judge_teasers();
        find_story();
        judge_menus();
        judge_bylines();
        judge_signatures();
        judge_author_notes();
        if (scraped_) {
            judge_unlikely();
        } else {
            judge_end_notices();
        }
        judge_remains();
        if (!scraped_) {
            judge_top();
        }
        judge_bottom();
        const bool story_left = std::any_of(
            lines_.begin(), lines_.end(), [](const JudgedLine& l) { return l.zone == Zone::Body; });
        return story_left ? spans() : std::vector<ZoneSpan>();
    }

private:
    std::string_view text(std::size_t i) const { return lines_[i].line.of(body_); }
    Hint hint(std::size_t i) const { return lines_[i].shape.hint; }
    bool open(std::size_t i) const { return lines_[i].zone == Zone::Body; }
    bool before_story(std::size_t i) const { return i < first_story_; }
    bool after_story(std::size_t i) const { return i >= story_end_; }

    // A line of running text: prose, or a short sentence.
    bool is_story(std::size_t i) const {
        const LineShape& shape = lines_[i].shape;
        return open(i) &&
               (shape.prose || (shape.hint == Hint::None && shape.sentence && !shape.ellipsis &&
                                shape.words >= 5 && !shape.date_only));
    }

    // A line that may be another story's title.
    bool is_heading(std::size_t i) const {
        const LineShape& shape = lines_[i].shape;
        return shape.words <= 20 && (!shape.sentence || shape.ellipsis || text(i).ends_with('?')) &&
               (shape.hint == Hint::None || shape.hint == Hint::MenuItem) && !starts_lower(text(i));
    }

    void find_story() {
        first_story_ = lines_.size();
        story_end_ = 0;
        const std::size_t end = std::min(lines_.size(), story_lines_.end);
        for (std::size_t i = story_lines_.begin; i < end; ++i) {
            if (is_story(i)) {
                first_story_ = std::min(first_story_, i);
                story_end_ = i + 1;
            }
        }
    }

    // Lines that repeat the title; a heading that stands twice in a row.
    void judge_headings() {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const std::uint64_t hash = lines_[i].shape.hash;
            if (hash == 0) {
                continue;
            }
            if (hash == title_hash_ || is_labelled_title(i)) {
                lines_[i].zone = Zone::Title;
            } else if (i + 1 < lines_.size() && i < 2 * kTopLines &&
                       hash == lines_[i + 1].shape.hash && lines_[i].shape.words >= 4 &&
                       !lines_[i].shape.table && lines_[i].shape.hint == Hint::None &&
                       is_heading(i)) {
                lines_[i].zone = Zone::Title;
                lines_[i + 1].zone = Zone::Title;
            }
        }
        if (!title_.empty()) {
            judge_retold_title();
        }
    }

    // A heading near the top that says nearly what the title does: most of its content words are
    // the title's.
    void judge_retold_title() {
        constexpr std::size_t kLeastContent = 4;
        constexpr std::size_t kLeastRepeated = 6;  // of so many words one may be another
        std::vector<std::uint32_t> title;
        const std::size_t end = std::min(lines_.size(), kTopLines);
        std::size_t paragraphs = 0;  // a deck may be one
        for (std::size_t i = 0; i < end && paragraphs < 2; ++i) {
            const LineShape& shape = lines_[i].shape;
            paragraphs += shape.prose ? 1 : 0;
            if (!open(i) || shape.hash == 0 || shape.prose || shape.hint != Hint::None ||
                shape.table || !is_heading(i)) {
                continue;
            }
            if (!shares_first_word(text(i)) || (i + 1 < lines_.size() && is_continuation(i + 1))) {
                continue;
            }
            const std::vector<std::uint32_t> words = content_words(text(i));
            if (title.empty()) {
                title = content_words(title_);
            }
            const auto shared = static_cast<std::size_t>(
                std::count_if(words.begin(), words.end(), [&](std::uint32_t word) {
                    return std::binary_search(title.begin(), title.end(), word);
                }));
            if (words.size() >= kLeastContent &&
                shared + words.size() / kLeastRepeated >= words.size()) {
                lines_[i].zone = Zone::Title;
            }
        }
    }

    // True if the title holds the beginning of the line's first word of five letters or more: most
    // lines need no closer look.
    bool shares_first_word(std::string_view line) const {
        constexpr std::size_t kLetters = 5;
        for (std::size_t at = 0; at < line.size();) {
            const std::size_t stop = std::min(line.find(' ', at), line.size());
            if (stop - at >= kLetters) {
                const std::string_view word = line.substr(at, kLetters);
                const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
                return std::search(title_.begin(), title_.end(), word.begin(), word.end(), same) !=
                       title_.end();
            }
            at = stop + 1;
        }
        return false;
    }

    // True for a line that was told by the one before it (continuation_shape).
    bool is_continuation(std::size_t i) const {
        constexpr std::size_t kWrapWidth = 120;
        return lines_[i].shape.hash == 0 && lines_[i].shape.prose && text(i).size() <= kWrapWidth;
    }

    bool is_labelled_title(std::size_t i) const {
        const std::size_t label = headline_label(text(i));
        ShapeScratch scratch;
        return label > 0 && title_hash(text(i).substr(label), scratch) == title_hash_;
    }

    std::size_t title_line() const {
        const auto at = std::find_if(lines_.begin(), lines_.end(),
                                     [](const JudgedLine& l) { return l.zone == Zone::Title; });
        return static_cast<std::size_t>(at - lines_.begin());
    }

    // A paragraph among paragraphs that speaks of somebody is no notice, whatever words of one it
    // holds: "I met 602 banners with a button to manage preferences". One that ends with "Yours,
    // etc," ends as a sentence does.
    void spare_told() {
        constexpr std::uint32_t kLeastWords = 20;
        for (std::size_t i = 1; i + 1 < lines_.size(); ++i) {
            LineShape& shape = lines_[i].shape;
            if (shape.hint == Hint::None && closes_letter(text(i))) {
                shape.sentence = true;
                shape.prose = shape.prose || shape.words >= 12;
            } else if (shape.hint == Hint::Banner && shape.words >= kLeastWords && shape.sentence &&
                       (lines_[i - 1].shape.prose || lines_[i + 1].shape.prose) &&
                       !is_site_hint(hint(i - 1)) && !is_site_hint(hint(i + 1))) {
                const Wording wording = wording_of(text(i));
                if (wording.narrative && wording.site < 2) {
                    shape.hint = Hint::None;
                    shape.prose = true;
                }
            }
        }
    }

    void judge_certain() {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (!open(i)) {
                continue;
            }
            switch (hint(i)) {
                case Hint::Navigation:
                case Hint::Banner:
                    lines_[i].zone = Zone::Navigation;
                    break;
                case Hint::Credit:
                    lines_[i].zone = Zone::Credit;
                    break;
                case Hint::Copyright:
                    lines_[i].zone = lines_[i].shape.has_agency ? Zone::Credit : Zone::Navigation;
                    break;
                case Hint::TeaserLine:
                    lines_[i].zone = Zone::Teaser;
                    break;
                default:
                    if (!lines_[i].shape.prose && (is_link(text(i)) || text(i).starts_with("{{"))) {
                        lines_[i].zone = Zone::Navigation;
                    }
                    break;
            }
        }
    }

    // "Publication year: 2006": fields in a row, some of them those of databases that export
    // articles.
    void judge_fields() {
        constexpr std::size_t kLeastRow = 3;
        constexpr std::ptrdiff_t kLeastKnown = 2;
        const auto is_item = [](const JudgedLine& l) { return l.shape.hint == Hint::MenuItem; };
        if (std::count_if(lines_.begin(), lines_.end(), is_item) < kLeastKnown) {
            return;
        }
        for (std::size_t i = 0; i < lines_.size();) {
            std::size_t stop = i;
            while (stop < lines_.size() && is_field(stop)) {
                ++stop;
            }
            const auto known =
                std::count_if(lines_.begin() + static_cast<std::ptrdiff_t>(i),
                              lines_.begin() + static_cast<std::ptrdiff_t>(stop), is_item);
            for (std::size_t j = i; j < stop; ++j) {
                if (stop - i >= kLeastRow && known >= kLeastKnown && open(j) &&
                    hint(j) != Hint::Content) {
                    lines_[j].zone = Zone::Navigation;
                }
            }
            i = std::max(stop, i + 1);
        }
    }

    // "Label: value", the label of one to four words.
    bool is_field(std::size_t i) const {
        constexpr std::size_t kMostWords = 30;
        constexpr std::size_t kMostLabelBytes = 40;
        const std::string_view line = text(i);
        const std::size_t colon = line.substr(0, kMostLabelBytes).find(": ");
        return lines_[i].shape.words <= kMostWords && starts_upper(line) &&
               colon != std::string_view::npos && count_words(line.substr(0, colon)) <= 4;
    }

    void judge_comments() {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const Hint kind = hint(i);
            const bool head = kind == Hint::CommentThread ||
                              (scraped_ && kind == Hint::CommentHead && after_story(i));
            if (head && i > first_story_ && is_thread(i)) {
                // Readers' comments: no line of the story follows them.
                for (std::size_t j = i; j < lines_.size(); ++j) {
                    if (open(j)) {
                        lines_[j].zone = Zone::CommentForm;
                    }
                }
                return;
            }
            if (kind == Hint::CommentHead && (lines_[i].shape.words > 1 || after_story(i))) {
                take_form(i);
            } else if (kind == Hint::CommentLine && open(i) &&
                       (lines_[i].shape.words >= 4 || after_story(i))) {
                take_form(i);
            } else if (kind == Hint::CommentThread && after_story(i)) {
                lines_[i].zone = Zone::CommentForm;
            }
        }
    }

    // A form's head or field, and the fields below it.
    void take_form(std::size_t i) {
        lines_[i].zone = Zone::CommentForm;
        for (std::size_t j = i + 1; j < lines_.size() && open(j); ++j) {
            const Hint kind = hint(j);
            const bool field = kind == Hint::CommentLine || kind == Hint::CommentHead ||
                               kind == Hint::CommentThread;
            if (!field && !(kind == Hint::MenuItem && after_story(j))) {
                break;
            }
            lines_[j].zone = Zone::CommentForm;
        }
    }

    bool is_thread(std::size_t i) const {
        const std::size_t reach = scraped_ && after_story(i) ? 12 : 4;
        for (std::size_t j = i + 1; j < std::min(lines_.size(), i + 1 + reach); ++j) {
            const bool dated = reach > 4 && (lines_[j].shape.dated || lines_[j].shape.date_only);
            if (lines_[j].shape.comment_mark || dated) {
                return true;
            }
        }
        return false;
    }

    void judge_teasers() {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (!open(i) || (hint(i) != Hint::TeaserHead && hint(i) != Hint::TeaserHeadWeak)) {
                continue;
            }
            if (i < first_story_) {
                if (hint(i) == Hint::TeaserHead) {
                    lines_[i].zone = Zone::Navigation;
                }
                continue;
            }
            const std::size_t stop = teasers_end(i + 1);
            if (hint(i) == Hint::TeaserHeadWeak && !story_stops_at(stop)) {
                if (lines_[i].shape.words >= 2 || !text(i).ends_with(':')) {
                    lines_[i].zone = Zone::Teaser;
                }
                continue;
            }
            for (std::size_t j = i; j < stop; ++j) {
                lines_[j].zone = Zone::Teaser;
            }
            // The advertised story's first sentences, where the article itself has ended.
            if (stop == i + 2 && stop < lines_.size() && open(stop) &&
                lines_[stop].shape.words <= 60 && lines_[stop].line.gap > 0 &&
                story_stops_at(stop + 1)) {
                lines_[stop].zone = Zone::Teaser;
            }
        }
    }

    // The end of a list of other stories' titles, dates and beginnings.
    std::size_t teasers_end(std::size_t i) const {
        const std::size_t limit = std::min(lines_.size(), i + kTeaserLines);
        for (; i < limit; ++i) {
            const LineShape& shape = lines_[i].shape;
            const bool beginning = shape.ellipsis && shape.words <= 60;
            if (!open(i) || (!is_heading(i) && !shape.date_only && !beginning &&
                             hint(i) != Hint::TeaserHeadWeak)) {
                break;
            }
        }
        return i;
    }

    // True if from line `i` on there is nothing, or nothing but lines that are not the story's.
    bool story_stops_at(std::size_t i) const {
        return i >= lines_.size() || !open(i) ||
               (hint(i) != Hint::None && hint(i) != Hint::Content && after_story(i));
    }

    // Menus: items in a row, or before or after the story.
    void judge_menus() {
        for (std::size_t i = 0; i < lines_.size();) {
            std::size_t stop = i;
            std::size_t items = 0;
            while (stop < lines_.size() &&
                   (hint(stop) == Hint::MenuItem || lines_[stop].zone == Zone::Navigation)) {
                items += hint(stop) == Hint::MenuItem ? 1 : 0;
                ++stop;
            }
            const bool edge = i < stop && (before_story(i) || after_story(i));
            const bool row = stop - i >= 3 && items >= 2;
            for (std::size_t j = i; j < stop && (edge || row); ++j) {
                if (open(j)) {
                    lines_[j].zone = Zone::Navigation;
                }
            }
            i = std::max(stop, i + 1);
        }
    }

    void judge_bylines() {
        constexpr std::uint32_t kSignedWords =
            8;  // "Jane Doe, May 1, 2020"; more may tell of a day
        bool named = false;
        const std::size_t second_story = second_story_line();
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (!open(i)) {
                continue;
            }
            const bool top =
                i <= second_story && (i < kTopLines || (scraped_ && i + kTopLines >= first_story_));
            const bool edge = top || after_story(i);
            const Hint kind = hint(i);
            const bool short_word = lines_[i].shape.words <= 2;
            if ((kind == Hint::Byline && (edge || (i < 2 * kTopLines && !short_word))) ||
                (kind == Hint::BylineName && edge &&
                 (!starts_lower(text(i)) || (scraped_ && top) || below_title(i) ||
                  (i < 3 && !text(i).starts_with("by")) ||
                  (i + 1 < lines_.size() && lines_[i + 1].shape.date_only))) ||
                (kind == Hint::BylineDate && (edge || scraped_)) ||
                (lines_[i].shape.date_only &&
                 (top || scraped_ || (i >= story_end_ && lines_[i].shape.words >= 3))) ||
                (scraped_ && lines_[i].shape.dated && edge &&
                 (lines_[i].shape.words <= kSignedWords || !verdicts_[i].story))) {
                lines_[i].zone = Zone::Byline;
                named = named || (kind == Hint::BylineName && top);
            }
        }
        // Those who write a live report sign each of its parts.
        for (std::size_t i = story_lines_.begin + 1; scraped_ && i + 1 < lines_.size(); ++i) {
            const bool beside = is_byline(i - 1) || is_byline(i + 1);
            if (open(i) && beside && lines_[i].shape.names_only && hint(i) == Hint::None &&
                lines_[i].shape.words <= 3) {
                lines_[i].zone = Zone::Byline;
            }
        }
        if (named) {
            return;
        }
        if (!scraped_) {
            judge_name_below_title();
        }
        // A name beside them is the author's.
        const std::size_t limit = std::min(lines_.size(), scraped_ ? first_story_ + 2 : kTopLines);
        for (std::size_t i = scraped_ ? story_lines_.begin : 0; i < limit; ++i) {
            const bool beside = (i > 0 && lines_[i - 1].zone == Zone::Byline) ||
                                (i + 1 < lines_.size() && lines_[i + 1].zone == Zone::Byline);
            if (open(i) && beside && lines_[i].shape.names_only &&
                lines_[i].shape.hint == Hint::None && lines_[i].shape.words <= 5) {
                lines_[i].zone = Zone::Byline;
                break;
            }
        }
    }

    bool below_title(std::size_t i) const { return i > 0 && lines_[i - 1].zone == Zone::Title; }

    // "Jane Doe in Madrid", "AFP / Madrid" right below the title, or below its deck, and above a
    // paragraph.
    void judge_name_below_title() {
        constexpr std::uint32_t kLeastDeckWords = 6;
        if (title_hash_ == 0) {
            return;
        }
        const std::size_t title = title_line();
        if (title >= kTopLines && title < lines_.size()) {
            return;
        }
        std::size_t i = title < lines_.size() ? title + 1 : 0;
        if (i < lines_.size() && open(i) && lines_[i].shape.words >= kLeastDeckWords &&
            (is_heading(i) || lines_[i].shape.sentence)) {
            ++i;
        }
        const bool agency = i < lines_.size() && lines_[i].shape.has_agency &&
                            lines_[i].shape.words <= 4 && !lines_[i].shape.sentence &&
                            text(i).find_first_of("/|,") != std::string_view::npos;
        if (i + 1 < lines_.size() && open(i) && (lines_[i + 1].shape.prose || is_byline(i + 1)) &&
            (agency || (hint(i) == Hint::None && names_author(lines_[i])) ||
             hint(i) == Hint::BylineName)) {
            lines_[i].zone = Zone::Byline;
        }
    }

    // "Jane Doe", "Jane Doe in Madrid", "Jane Doe | Madrid".
    bool names_author(const JudgedLine& judged) const {
        constexpr std::size_t kMostWords = 3;
        constexpr std::uint32_t kMostLineWords = 5;
        constexpr std::size_t kLeastFirstBytes = 3;  // but "I. Water"
        const std::string_view line = judged.line.of(body_);
        if (is_all_capitals(line) || line.find(' ') < kLeastFirstBytes ||
            judged.shape.words > kMostLineWords) {
            return false;
        }
        std::string_view name = line;
        for (const std::string_view mark : {std::string_view(" in "), std::string_view(" | "),
                                            std::string_view(" - "), std::string_view("/")}) {
            const std::size_t at = name.find(mark);
            if (at != std::string_view::npos && starts_upper(name.substr(at + mark.size())) &&
                count_words(name.substr(at + mark.size())) <= 2) {
                name = name.substr(0, at);
            }
        }
        return (judged.shape.names_only && judged.shape.words >= 2) ||
               (looks_like_names(name) && count_words(name) <= kMostWords);
    }

    // Letters to the editor: who wrote and from where, below "Yours, etc,". All lines but the last
    // end with a comma.
    void judge_signatures() {
        constexpr std::size_t kMostLines = 5;
        constexpr std::uint32_t kMostWords = 6;
        for (std::size_t i = 0; i + 1 < lines_.size(); ++i) {
            if (!closes_letter(text(i))) {
                continue;
            }
            const std::size_t limit = std::min(lines_.size(), i + 1 + kMostLines);
            bool more = true;
            for (std::size_t j = i + 1; more && j < limit && open(j); ++j) {
                if (lines_[j].shape.words > kMostWords) {
                    break;
                }
                more = text(j).ends_with(',');
                lines_[j].zone = Zone::Byline;
            }
        }
    }

    static bool closes_letter(std::string_view line) {
        constexpr std::size_t kMostBytes = 24;
        return line.ends_with(',') &&
               line.substr(line.size() - std::min(line.size(), kMostBytes)).find("Yours") !=
                   std::string_view::npos;
    }

    bool is_byline(std::size_t i) const { return lines_[i].zone == Zone::Byline; }

    // The second line of running text: bylines stand no further down.
    std::size_t second_story_line() const {
        bool first = true;
        for (std::size_t i = story_lines_.begin; i < lines_.size(); ++i) {
            if (is_story(i)) {
                if (!first) {
                    return i;
                }
                first = false;
            }
        }
        return lines_.size();
    }

    // Asks the model of scraped pages, which sees forms and places rather than verdicts.
    void weigh_lines() {
        const std::size_t title = title_line();
        const bool above = title == lines_.size() && title_hash_ != 0;
        verdicts_ = judge_page(body_, lines_, above ? SIZE_MAX : title);
        // On a page of more menus than story even the story's lines may be unlikely.
        constexpr float kLikely = 0.5F;
        constexpr float kLeast = 0.1F;
        float most = 0;
        for (const LineVerdict& verdict : verdicts_) {
            most = std::max(most, verdict.story ? verdict.probability : 0);
        }
        const float least = std::clamp(most / 2, kLeast, kLikely);
        const auto likely = [&](const LineVerdict& verdict) {
            return verdict.story && verdict.probability >= least;
        };
        const auto first = std::find_if(verdicts_.begin(), verdicts_.end(), likely);
        const auto last = std::find_if(verdicts_.rbegin(), verdicts_.rend(), likely);
        if (first == verdicts_.end()) {
            scraped_ = false;  // no story of the kind that the model knows
            return;
        }
        story_lines_ = {static_cast<std::size_t>(first - verdicts_.begin()),
                        static_cast<std::size_t>(verdicts_.rend() - last)};
    }

    // What a picture in the story shows, above the line that credits it.
    bool is_caption(std::size_t i) const {
        constexpr std::uint32_t kLeastWords = 4;
        return lines_[i].shape.words >= kLeastWords && i > story_lines_.begin &&
               i + 1 < lines_.size() && lines_[i + 1].zone == Zone::Credit;
    }

    // Lines that no rule knows and that are not likely to be the story's.
    void judge_unlikely() {
        constexpr std::uint32_t kTitleWords = 5;
        Zone before = Zone::Navigation;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const LineShape& shape = lines_[i].shape;
            if (!open(i)) {
                before = lines_[i].zone;
            } else if (!verdicts_[i].story && shape.hint != Hint::Content &&
                       (!is_caption(i) || lines_[i + 1].shape.picture)) {
                const bool author = shape.names_only && i < story_lines_.begin &&
                                    i + kTopLines >= story_lines_.begin;
                const bool title = shape.words >= kTitleWords && !wording_of(text(i)).is_notice();
                lines_[i].zone = before == Zone::CommentForm                    ? Zone::CommentForm
                                 : is_caption(i) && lines_[i + 1].shape.picture ? Zone::Credit
                                 : shape.date_only || shape.dated || author     ? Zone::Byline
                                 : title                                        ? Zone::Teaser
                                                                                : Zone::Navigation;
            }
        }
    }

    // What stands below the last paragraph of a text that is no scraped page: a note on the author
    // that begins with the name, notices.
    void judge_end_notices() {
        constexpr std::size_t kLines = 4;
        constexpr std::uint32_t kMostWords = 60;
        Authors authors;
        for (std::size_t i = 0; i < std::min(lines_.size(), first_story_ + 1); ++i) {
            if (is_byline(i)) {
                authors.add(text(i));
            }
        }
        for (std::size_t i = lines_.size(); i > 1 && i + kLines > lines_.size(); --i) {
            const std::size_t at = i - 1;
            if (!open(at)) {
                continue;
            }
            if (at <= first_story_ || lines_[at].shape.words > kMostWords ||
                hint(at) == Hint::Content) {
                break;
            }
            // Most texts end with a paragraph of the story: no need to look at all of its words.
            const bool author = authors.begin_line(text(at)) || tells_beat(text(at));
            if (!author && !lines_[at].shape.notice_word) {
                break;
            }
            const Wording wording = wording_of(text(at));
            if (author && !wording.speech) {
                lines_[at].zone = Zone::Byline;
            } else if (wording.is_notice() && !wording.narrative &&
                       (wording.site >= 3 || (wording.address && wording.persons > 0))) {
                lines_[at].zone = Zone::Navigation;
            } else {
                break;
            }
        }
    }

    // "Jane Doe covers transport for The Post."
    static bool tells_beat(std::string_view line) {
        for (const std::string_view verb :
             {std::string_view(" covers "), std::string_view(" writes "),
              std::string_view(" reports on ")}) {
            const std::size_t at = line.find(verb);
            if (at != std::string_view::npos && looks_like_names(line.substr(0, at)) &&
                count_words(line.substr(0, at)) <= 3 &&
                (line.find(" for ", at) != std::string_view::npos ||
                 line.find(" from ", at) != std::string_view::npos)) {
                return true;
            }
        }
        return false;
    }

    // Notes on the author among the last lines.
    void judge_author_notes() {
        const std::size_t from =
            scraped_ ? 0 : lines_.size() - std::min(lines_.size(), 3 * kBottomLines);
        for (std::size_t i = from; i < lines_.size(); ++i) {
            if (open(i) && hint(i) == Hint::Bio && i > first_story_ &&
                ((scraped_ && after_story(i)) || story_lines_after(i) <= 1)) {
                lines_[i].zone = Zone::Byline;
            }
            if (!open(i) && lines_[i].zone == Zone::Byline && text(i).size() < 24 &&
                hint(i) == Hint::Byline && i > first_story_) {
                take_author_box(i + 1);
            }
        }
    }

    // "About the Author", then a name and a sentence or two.
    void take_author_box(std::size_t i) {
        if (story_lines_after(i) > 1) {
            return;
        }
        for (std::size_t j = i;
             j < std::min(lines_.size(), i + 3) && (open(j) || lines_[j].zone == Zone::Byline);
             ++j) {
            if (lines_[j].shape.words > 50 ||
                (j == i && !lines_[j].shape.names_only && !lines_[j].shape.prose)) {
                return;
            }
            lines_[j].zone = Zone::Byline;
        }
    }

    std::size_t story_lines_after(std::size_t i) const {
        std::size_t count = 0;
        for (std::size_t j = i + 1; j < lines_.size(); ++j) {
            count += is_story(j) ? 1 : 0;
        }
        return count;
    }

    // Short lines above the title, and those below the story that follow menus, other stories or
    // comment forms: no sentence stands among them.
    void judge_remains() {
        constexpr float kTold = 0.3F;
        std::size_t title = 0;
        while (title < first_story_ && lines_[title].zone != Zone::Title) {
            ++title;
        }
        for (std::size_t i = 0; i < title && title < first_story_; ++i) {
            if (open(i) && lines_[i].shape.words <= 8) {
                lines_[i].zone = Zone::Navigation;
            }
        }
        find_story();
        for (std::size_t i = std::max<std::size_t>(story_end_, 1); i < lines_.size(); ++i) {
            const Zone before = lines_[i - 1].zone;
            const bool follows =
                before == Zone::Navigation || before == Zone::Teaser || before == Zone::CommentForm;
            const std::string_view line = text(i);
            const bool listed =
                line.starts_with("•") || line.starts_with("- ") || line.starts_with("* ");
            const bool credited = lines_[i].shape.words >= 4 && i + 1 < lines_.size() &&
                                  lines_[i + 1].zone == Zone::Credit;
            const bool caption = credited && lines_[i + 1].shape.picture;
            // The model may hold a sentence for the story's, if not firmly.
            const bool told = scraped_ && lines_[i].shape.sentence && verdicts_[i].story &&
                              verdicts_[i].probability >= kTold;
            if (open(i) && follows && hint(i) != Hint::Content && !listed && !told &&
                credited == caption && lines_[i].shape.words <= 15 && !lines_[i].shape.table &&
                !is_entry(line)) {
                lines_[i].zone = caption ? Zone::Credit : before;
            }
        }
    }

    // A few words that say nothing of what they are.
    bool is_scrap(std::size_t i, std::size_t most_words) const {
        const LineShape& shape = lines_[i].shape;
        const std::string_view line = text(i);
        return open(i) && shape.words <= most_words && !shape.sentence &&
               hint(i) != Hint::Content && !line.starts_with("•") && !line.starts_with("- ") &&
               !line.starts_with("* ");
    }

    // Scraps above the story among lines that are not the story's. The longest line there may be a
    // heading that was not found, a line in capitals right above the story its place ("PARIS").
    void judge_top() {
        std::size_t others = 0;
        std::uint32_t longest = 0;
        for (std::size_t i = 0; i < first_story_; ++i) {
            others += open(i) ? 0 : 1;
            if (open(i)) {
                longest = std::max(longest, lines_[i].shape.words);
            }
        }
        if (others < 3 || first_story_ >= lines_.size()) {
            return;
        }
        for (std::size_t i = 0; i < first_story_; ++i) {
            const bool beside = (i > 0 && !open(i - 1)) || (i + 1 < first_story_ && !open(i + 1));
            const bool place = i + 1 == first_story_ && fold_case_is_upper(text(i));
            if (beside && !place && is_scrap(i, 3) &&
                (lines_[i].shape.words < longest || longest == 1)) {
                lines_[i].zone = Zone::Navigation;
            }
        }
    }

    static bool fold_case_is_upper(std::string_view line) {
        return std::none_of(line.begin(), line.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    }

    // Scraps below the story between lines that are not the story's, or right above them.
    void judge_bottom() {
        constexpr std::size_t kMostInRow = 6;
        std::size_t row = 0;
        for (std::size_t i = lines_.size(); i > story_end_ && i > 1; --i) {
            const std::size_t at = i - 1;
            if (!open(at)) {
                row = 0;
                continue;
            }
            const bool below = at + 1 < lines_.size() && !open(at + 1) &&
                               lines_[at + 1].zone != Zone::Byline &&
                               lines_[at + 1].zone != Zone::Credit;
            const bool label = text(at).ends_with(':') || hint(at) == Hint::MenuItem;
            if (row < kMostInRow && is_scrap(at, label ? 6 : 4) && below &&
                !lines_[at].shape.table) {
                lines_[at].zone = Zone::Navigation;
                ++row;
            }
        }
    }

    std::vector<ZoneSpan> spans() const {
        std::vector<ZoneSpan> result;
        bool joined = false;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const JudgedLine& line = lines_[i];
            if (line.zone == Zone::Body) {
                joined = false;
                continue;
            }
            // The gap between the two halves of an over-long text is the story's: no span crosses
            // it.
            if (joined && result.back().zone == line.zone && i != kLinesEachEnd) {
                result.back().end = line.line.end;
            } else {
                result.push_back({line.line.begin, line.line.end, line.zone});
            }
            joined = true;
        }
        return result;
    }

    std::string_view body_;
    std::string_view title_;
    std::uint64_t title_hash_ = 0;
    std::vector<JudgedLine> lines_;
    bool scraped_ = false;
    std::vector<LineVerdict> verdicts_;  // of a scraped page
    StoryLines story_lines_;             // of a scraped page
    std::size_t first_story_ = 0;
    std::size_t story_end_ = 0;  // one past its last line
};

}  // namespace

std::vector<ZoneSpan> classify_zones(const LinedText& body, std::string_view title) {
    return Judge(body, title).run();
}

Zone zone_at(const std::vector<ZoneSpan>& zones, std::size_t offset) {
    const auto at =
        std::upper_bound(zones.begin(), zones.end(), offset,
                         [](std::size_t value, const ZoneSpan& span) { return value < span.end; });
    return at != zones.end() && at->begin <= offset ? at->zone : Zone::Body;
}

}  // namespace dateline
