#include "searcher/timeline/unusual_terms.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "common/schema.h"
#include "searcher/ranking/stopwords.h"

namespace dateline {
namespace {

constexpr std::size_t kMostDocuments = 300;
constexpr std::size_t kFewOthers = 10;
constexpr std::size_t kShortestWord = 3;  // bytes

// A peak in October has "October" in it, which explains nothing.
constexpr std::array<std::string_view, 46> kCalendarWords = {
    "january",   "february", "march",     "april",    "may",    "june",     "july",   "august",
    "september", "october",  "november",  "december", "jan",    "feb",      "mar",    "apr",
    "jun",       "jul",      "aug",       "sep",      "sept",   "oct",      "nov",    "dec",
    "monday",    "tuesday",  "wednesday", "thursday", "friday", "saturday", "sunday", "today",
    "yesterday", "tomorrow", "week",      "month",    "year",   "day",      "weeks",  "months",
    "years",     "days",     "said",      "say",      "says",   "told"};

struct Counted {
    std::size_t stories = 0;
    std::unordered_map<std::string, std::size_t> forms;
};
using Counts = std::unordered_map<std::string, Counted>;  // by stem

class Counter {
public:
    Counter(const Xapian::Database& database, const StoryOf& story_of, Stemmer& stemmer,
            const std::set<std::string>& left_out)
        : database_(database), story_of_(story_of), stemmer_(stemmer), left_out_(left_out) {}

    // Returns the number of stories.
    std::size_t count(const std::vector<Xapian::docid>& documents, Counts& counts) {
        const std::size_t step = (documents.size() + kMostDocuments - 1) / kMostDocuments;
        std::set<std::uint32_t> stories;
        std::size_t number = 0;
        for (std::size_t i = 0; i < documents.size(); i += std::max<std::size_t>(step, 1)) {
            const std::uint32_t story = story_of_ ? story_of_(documents[i]) : UINT32_MAX;
            if (story != UINT32_MAX && !stories.insert(story).second) continue;
            ++number;
            add(documents[i], counts);
        }
        return number;
    }

    const std::string& stem_of(const std::string& word) {
        const auto [at, is_new] = stems_.try_emplace(word);
        if (is_new && counts_as_word(word)) {
            at->second = stemmer_.stem(word, word);
            if (left_out_.count(at->second) > 0) at->second.clear();
        }
        return at->second;
    }

private:
    bool counts_as_word(const std::string& word) const {
        return word.size() >= kShortestWord && word.find('.') == std::string::npos &&
               !is_stop_word(stemmer_.language(), word) &&
               std::find(kCalendarWords.begin(), kCalendarWords.end(), word) ==
                   kCalendarWords.end();
    }

    // Words begin with no capital (prefixes do) and, here, with no digit.
    void add(Xapian::docid document, Counts& counts) {
        std::set<std::string> seen;
        auto term = database_.termlist_begin(document);
        const auto end = database_.termlist_end(document);
        for (term.skip_to("a"); term != end; ++term) {
            const std::string word = *term;
            const std::string& stem = stem_of(word);
            if (stem.empty()) continue;
            Counted& counted = counts[stem];
            if (seen.insert(stem).second) ++counted.stories;
            ++counted.forms[word];
        }
    }

    const Xapian::Database& database_;
    const StoryOf& story_of_;
    Stemmer& stemmer_;
    const std::set<std::string>& left_out_;
    std::unordered_map<std::string, std::string> stems_;  // "" for what does not count
};

double log_likelihood(double k, double n) {
    const double p = k / n;
    return (k > 0 ? k * std::log(p) : 0) + (k < n ? (n - k) * std::log(1 - p) : 0);
}

// Dunning's ratio, times two: how unlikely it is that k1 of n1 and k2 of n2 have the same cause.
double surprise(double k1, double n1, double k2, double n2) {
    const double together = (k1 + k2) / (n1 + n2);
    const auto expected = [&](double k, double n) {
        return (k > 0 ? k * std::log(together) : 0) +
               (k < n ? (n - k) * std::log(1 - together) : 0);
    };
    return 2 *
           (log_likelihood(k1, n1) + log_likelihood(k2, n2) - expected(k1, n1) - expected(k2, n2));
}

std::string commonest_form(const Counted& counted) {
    std::string best;
    std::size_t most = 0;
    for (const auto& [word, count] : counted.forms) {
        if (count > most || (count == most && word < best)) {
            best = word;
            most = count;
        }
    }
    return best;
}

}  // namespace

UnusualTerms unusual_terms(const Xapian::Database& database,
                           const std::vector<Xapian::docid>& documents,
                           const std::vector<Xapian::docid>& others, const StoryOf& story_of,
                           Stemmer& stemmer, const std::set<std::string>& left_out,
                           std::size_t most) {
    Counter counter(database, story_of, stemmer, left_out);
    Counts here;
    Counts there;
    UnusualTerms result;
    result.stories = counter.count(documents, here);
    std::size_t stories_there = counter.count(others, there);
    const bool against_all = stories_there < kFewOthers;
    if (against_all) stories_there = database.get_doccount();
    if (result.stories == 0 || stories_there == 0) return result;

    constexpr double kSurprising = 6.6;  // one chance in a hundred
    constexpr double kMoreOften = 1.5;
    struct Candidate {
        double surprise;
        PeakTerm term;
    };
    std::vector<Candidate> candidates;
    const auto n1 = static_cast<double>(result.stories);
    const auto n2 = static_cast<double>(stories_there);
    for (const auto& [stem, counted] : here) {
        if (counted.stories < 2 || static_cast<double>(counted.stories) < n1 / 20) continue;
        double k2 = 0;
        if (against_all) {
            k2 = database.get_termfreq(std::string(kStemPrefix) + stem);
        } else if (const auto at = there.find(stem); at != there.end()) {
            k2 = static_cast<double>(at->second.stories);
        }
        const auto k1 = static_cast<double>(counted.stories);
        k2 = std::min(k2, n2);
        if (k1 / n1 < kMoreOften * k2 / n2) continue;
        const double value = surprise(k1, n1, k2, n2);
        if (value < kSurprising) continue;
        candidates.push_back({value, {commonest_form(counted), counted.stories, k1 / n1, k2 / n2}});
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        return a.surprise != b.surprise ? a.surprise > b.surprise : a.term.word < b.term.word;
    });
    for (std::size_t i = 0; i < std::min(most, candidates.size()); ++i)
        result.terms.push_back(std::move(candidates[i].term));
    return result;
}

}  // namespace dateline
