#include "indexer/cleaning/page_model.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "indexer/cleaning/page_features.h"
#include "indexer/cleaning/page_weights.h"
#include "indexer/cleaning/wording.h"

namespace dateline {
namespace {

bool is_certain_hint(Hint hint) {
    return is_site_hint(hint) && hint != Hint::MenuItem && hint != Hint::TeaserHeadWeak;
}

// Two scores, of other and of story, that make a sum of 1.
struct Share {
    double other = 0.5;
    double story = 0.5;
};

Share normalised(double other, double story) {
    const double sum = other + story;
    return {other / sum, story / sum};
}

double odds(const Features& features) {
    constexpr double kMost = 30;  // beyond, exp() would tell no more
    double sum = 0;
    for (std::size_t i = 0; i < kFeatureCount; ++i) {
        sum += features[i] ? kWeights[i] : 0;
    }
    return std::exp(std::clamp(sum, -kMost, kMost));
}

// How likely a line must be the story's to stay. Little is asked of most, for the story must not be
// lost, and least of what hangs together with its paragraphs; more of what speaks against itself.
float least_probability(const Features& f) {
    constexpr float kListed = 0.01F;
    constexpr float kJoined = 0.05F;
    constexpr float kTold = 0.03F;
    constexpr float kOthers = 0.2F;
    constexpr float kNotices = 0.4F;
    constexpr float kCertain = 0.98F;
    const auto is = [&](LineKind kind) { return f[kKind + static_cast<std::size_t>(kind)]; };
    const bool between = f[kJoinsAbove] && f[kJoinsBelow];
    const bool coheres = f[kCohesion + 2] || f[kCohesion + 3];
    const bool note = f[kAboutAuthor] && !f[kSpeech];
    if (f[kLink] || (f[kBeginsAsAbove] && !f[kSpeaker]) || (note && !f[kJoinsBelow]) ||
        (f[kAboutFirm] && !f[kSpeech]) || (f[kTeasersAbove] && is(LineKind::List))) {
        return kCertain;
    }
    const bool inside = f[kPlace + 3];  // the main block
    if (f[kEndsOpen] && (inside || f[kJoinsBelow]) &&
        (is(LineKind::Heading) || is(LineKind::Prose))) {
        return kListed;
    }
    const bool long_line = f[kWords + 6];
    if (note || (f[kNotice] && !between && !coheres && !long_line) ||
        (f[kPoints] && !f[kSpeech] && !long_line) || (f[kTeasersAbove] && is(LineKind::Heading)) ||
        (f[kBars] && is(LineKind::Heading)) || (f[kCall] && !between && !f[kSpeech] && !coheres)) {
        return kNotices;
    }
    const bool joined = f[kJoinsAbove] && !is(LineKind::Scrap) && !is(LineKind::Signed);
    if (is(LineKind::List) ? inside || f[kIntroducedItem] : inside && f[kIntroducedItem]) {
        return kListed;
    }
    if (is(LineKind::Prose) && inside) {
        return kTold;
    }
    return joined || between || f[kSpeaker] || coheres || f[kJoinsTitle] || f[kIntroduced]
               ? kJoined
               : kOthers;
}

}  // namespace

bool is_scraped_page(std::string_view body, const std::vector<JudgedLine>& lines) {
    std::size_t certain = 0;
    std::size_t likely = 0;
    std::size_t brief = 0;
    for (const JudgedLine& line : lines) {
        brief += line.shape.words <= 8 && !line.shape.sentence ? 1 : 0;
        certain += is_certain_hint(line.shape.hint) ? 1 : 0;
        likely += is_site_hint(line.shape.hint) ? 1 : 0;
    }
    constexpr std::size_t kShortPage = 40;
    if (lines.size() <= kShortPage && certain >= 2 && likely >= 3 && brief * 2 >= lines.size()) {
        return true;
    }
    const bool many = certain >= 4 || likely >= 8 || (certain >= 2 && likely >= 4);
    if (many && brief * 10 >= lines.size() * 3 && likely * 12 >= lines.size()) {
        return true;
    }
    // A newsletter has paragraphs for the most part, but more notices than any story.
    const auto noticed = [&](std::size_t count) {
        return count >= 4 && count * 10 >= lines.size();
    };
    constexpr std::size_t kLeastCertain = 2;
    constexpr std::uint32_t kMostWords = 40;
    if (certain < kLeastCertain || noticed(certain)) {
        return noticed(certain);
    }
    return noticed(certain + static_cast<std::size_t>(std::count_if(
                                 lines.begin(), lines.end(), [&](const JudgedLine& line) {
                                     return line.shape.words <= kMostWords &&
                                            !is_certain_hint(line.shape.hint) &&
                                            wording_of(line.line.of(body)).is_notice();
                                 })));
}

std::vector<LineVerdict> judge_page(std::string_view body, const std::vector<JudgedLine>& lines,
                                    std::size_t title) {
    const std::vector<Features> features = page_features(body, lines, title);
    const std::size_t count = lines.size();
    std::vector<double> line_odds(count);
    std::transform(features.begin(), features.end(), line_odds.begin(), odds);
    // Forward: the shares given the lines so far. Backward: the weight of the lines to come.
    std::vector<LineVerdict> result(count);
    std::vector<Share> forward(count);
    const double leave = std::exp(kOtherAfterStory);
    const double enter = std::exp(kStoryAfterOther);
    const double stay = std::exp(kStoryAfterStory);
    for (std::size_t i = 0; i < count; ++i) {
        forward[i] = i == 0
                         ? normalised(1, line_odds[0])
                         : normalised(forward[i - 1].other + forward[i - 1].story * leave,
                                      (forward[i - 1].other * enter + forward[i - 1].story * stay) *
                                          line_odds[i]);
    }
    Share backward;
    for (std::size_t i = count; i > 0; --i) {
        const std::size_t at = i - 1;
        const auto probability = static_cast<float>(
            normalised(forward[at].other * backward.other, forward[at].story * backward.story)
                .story);
        result[at] = {probability, probability >= least_probability(features[at])};
        const double story = line_odds[at] * backward.story;
        backward =
            normalised(backward.other + enter * story, leave * backward.other + stay * story);
    }
    return result;
}

}  // namespace dateline
