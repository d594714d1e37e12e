#include "indexer/cleaning/wording.h"

#include <algorithm>
#include <array>
#include <string>

#include "common/text.h"
#include "indexer/cleaning/lines.h"

namespace dateline {
namespace {

constexpr std::size_t kMostBytes = 1200;  // of a line; no more is looked at

// Folded; sorted, for binary search.
constexpr std::array<std::string_view, 127> kSiteWords = {"accessibility", "ad",
                                                          "ads",           "advert",
                                                          "advertise",     "advertisement",
                                                          "advertisers",   "advertising",
                                                          "adverts",       "affiliate",
                                                          "alerts",        "app",
                                                          "apps",          "article",
                                                          "articles",      "blog",
                                                          "browser",       "cancel",
                                                          "click",         "comment",
                                                          "commenters",    "commenting",
                                                          "comments",      "commission",
                                                          "content",       "contributions",
                                                          "cookie",        "cookies",
                                                          "copyright",     "copyrighted",
                                                          "disclosure",    "donate",
                                                          "donation",      "donations",
                                                          "donors",        "download",
                                                          "downloaded",    "ebook",
                                                          "edition",       "editors",
                                                          "email",         "emails",
                                                          "facebook",      "feedback",
                                                          "follow",        "google",
                                                          "headlines",     "homepage",
                                                          "html",          "inbox",
                                                          "independent",   "instagram",
                                                          "javascript",    "journalism",
                                                          "licence",       "license",
                                                          "licensed",      "licensing",
                                                          "linkedin",      "links",
                                                          "login",         "mailing",
                                                          "members",       "membership",
                                                          "moderate",      "moderated",
                                                          "moderation",    "moderators",
                                                          "newsletter",    "newsletters",
                                                          "newsroom",      "nonprofit",
                                                          "notifications", "offers",
                                                          "page",          "paywall",
                                                          "permission",    "personalised",
                                                          "personalized",  "podcast",
                                                          "podcasts",      "policy",
                                                          "post",          "posts",
                                                          "preferences",   "premium",
                                                          "privacy",       "publishers",
                                                          "readers",       "redistributed",
                                                          "register",      "registered",
                                                          "republish",     "republished",
                                                          "reserved",      "rewritten",
                                                          "screen",        "settings",
                                                          "share",         "sign",
                                                          "signing",       "signup",
                                                          "site",          "sites",
                                                          "sponsors",      "stories",
                                                          "subscribe",     "subscriber",
                                                          "subscribers",   "subscribing",
                                                          "subscription",  "subscriptions",
                                                          "supporters",    "supporting",
                                                          "tap",           "telegram",
                                                          "terms",         "trademarks",
                                                          "trial",         "twitter",
                                                          "unlimited",     "unsubscribe",
                                                          "webpage",       "website",
                                                          "websites",      "whatsapp",
                                                          "youtube"};

constexpr std::array<std::string_view, 9> kPersonWords = {"our", "ours", "us",    "we",   "weve",
                                                          "you", "your", "youre", "yours"};

constexpr std::array<std::string_view, 23> kSpeechWords = {
    "according", "added",     "admitted", "announced", "argued",  "asked",    "called",  "declared",
    "dijo",      "explained", "insisted", "joked",     "laughed", "recalled", "replied", "reported",
    "sagte",     "said",      "say",      "says",      "told",    "warned",   "wrote"};

constexpr std::array<std::string_view, 13> kNarrativeWords = {
    "he", "her", "him", "his", "i", "im", "ive", "me", "mr", "mrs", "ms", "my", "she"};

// Of the languages that pages are written in most; function words of one are rare in others.
constexpr std::array kFunctionWords = std::to_array<std::string_view>(
    {"a",      "about",   "after",   "al",    "all",   "als",    "also",    "an",     "and",
     "are",    "as",      "at",      "au",    "auch",  "auf",    "aux",     "be",     "been",
     "before", "being",   "between", "both",  "but",   "by",     "can",     "che",    "com",
     "con",    "could",   "da",      "dans",  "das",   "dat",    "dei",     "del",    "della",
     "dem",    "den",     "der",     "des",   "di",    "did",    "die",     "do",     "does",
     "dos",    "du",      "during",  "e",     "each",  "een",    "ein",     "eine",   "einen",
     "einer",  "el",      "em",      "en",    "es",    "est",    "et",      "even",   "for",
     "from",   "fur",     "had",     "has",   "have",  "he",     "her",     "het",    "him",
     "his",    "i",       "if",      "il",    "im",    "in",     "into",    "is",     "ist",
     "it",     "its",     "just",    "la",    "las",   "le",     "les",     "like",   "lo",
     "los",    "may",     "me",      "might", "mit",   "more",   "most",    "much",   "must",
     "my",     "na",      "ne",      "nicht", "niet",  "no",     "non",     "nor",    "not",
     "now",    "o",       "of",      "off",   "on",    "one",    "only",    "op",     "or",
     "os",     "other",   "our",     "out",   "over",  "par",    "para",    "pas",    "per",
     "plus",   "por",     "pour",    "que",   "qui",   "se",     "she",     "should", "sich",
     "since",  "so",      "some",    "still", "su",    "such",   "sur",     "te",     "than",
     "that",   "the",     "their",   "them",  "then",  "there",  "these",   "they",   "this",
     "those",  "through", "to",      "too",   "uma",   "un",     "una",     "und",    "under",
     "une",    "until",   "up",      "upon",  "us",    "van",    "very",    "von",    "was",
     "we",     "were",    "what",    "when",  "where", "which",  "while",   "who",    "whom",
     "whose",  "why",     "will",    "wird",  "with",  "within", "without", "would",  "y",
     "you",    "your",    "zijn",    "zu"});

// "3 hours ago", "5 comments", "12 min read": what is counted beside stories and comments.
constexpr std::array kCountedWords = std::to_array<std::string_view>(
    {"ago",     "answers", "claps",  "comment", "comments", "day",   "days",    "followers",
     "hour",    "hours",   "hr",     "hrs",     "likes",    "min",   "mins",    "minute",
     "minutes", "month",   "months", "photos",  "replies",  "reply", "seconds", "shares",
     "views",   "votes",   "week",   "weeks",   "year",     "years"});

template <typename List>
bool holds(const List& sorted, std::string_view word) {
    return std::binary_search(sorted.begin(), sorted.end(), word);
}

static_assert(std::is_sorted(kFunctionWords.begin(), kFunctionWords.end()));
static_assert(std::is_sorted(kCountedWords.begin(), kCountedWords.end()));
static_assert(std::is_sorted(kSiteWords.begin(), kSiteWords.end()));
static_assert(std::is_sorted(kPersonWords.begin(), kPersonWords.end()));
static_assert(std::is_sorted(kNarrativeWords.begin(), kNarrativeWords.end()));
static_assert(std::is_sorted(kSpeechWords.begin(), kSpeechWords.end()));

// Calls use(word) for each word, folded (line_key), of the first kMostBytes bytes.
template <typename Use>
void for_each_word(std::string_view line, Use use) {
    constexpr std::size_t kPiece = 300;
    line = line.substr(0, utf8_prefix_length(line, kMostBytes));
    std::string key;
    while (!line.empty()) {
        std::size_t stop = line.size();
        if (stop > kPiece) {
            stop = line.rfind(' ', kPiece);
            stop = stop == std::string_view::npos || stop == 0 ? utf8_prefix_length(line, kPiece)
                                                               : stop;
        }
        line_key(line.substr(0, stop), key);
        line.remove_prefix(stop);
        for (std::size_t at = 0; at < key.size();) {
            const std::size_t end = std::min(key.find(' ', at), key.size());
            use(std::string_view(key).substr(at, end - at));
            at = end + 1;
        }
    }
}

// Shorter words are held to say little.
bool says_something(std::string_view word) {
    constexpr std::size_t kLeastBytes = 4;
    return word.size() >= kLeastBytes;
}

// That of the word's beginning: "minister", "ministers" and "ministry" are alike.
std::uint32_t hash_of(std::string_view word) {
    constexpr std::size_t kStemBytes = 7;
    return static_cast<std::uint32_t>(line_hash(word.substr(0, kStemBytes)));
}

void sort_unique(std::vector<std::uint32_t>& numbers) {
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

bool contains(std::string_view line, std::string_view part) {
    return line.find(part) != std::string_view::npos;
}

}  // namespace

std::vector<std::uint32_t> content_words(std::string_view line) {
    std::vector<std::uint32_t> content;
    for_each_word(line, [&](std::string_view word) {
        if (says_something(word) && !holds(kFunctionWords, word)) content.push_back(hash_of(word));
    });
    sort_unique(content);
    return content;
}

Wording wording_of(std::string_view line) {
    constexpr std::size_t kMostAgeWords = 8;
    line = line.substr(0, utf8_prefix_length(line, kMostBytes));
    Wording wording;
    wording.quoted =
        contains(line, "\"") || contains(line, "“") || contains(line, "«") || contains(line, "„");
    if (contains(line, "http") || contains(line, "www.") || contains(line, "@")) {
        wording.address = true;
        ++wording.site;
    }
    if (contains(line, "©")) {
        wording.site += 2;
    }
    bool number = false;
    bool counted = false;
    for_each_word(line, [&](std::string_view word) {
        const bool function = holds(kFunctionWords, word);
        ++wording.words;
        wording.function += function ? 1 : 0;
        if (!function && says_something(word)) wording.content.push_back(hash_of(word));
        number = number || word == "#";
        counted = counted || holds(kCountedWords, word);
        wording.site += holds(kSiteWords, word) ? 1 : 0;
        wording.persons += holds(kPersonWords, word) ? 1 : 0;
        wording.speech = wording.speech || holds(kSpeechWords, word);
        wording.narrative = wording.narrative || holds(kNarrativeWords, word);
    });
    sort_unique(wording.content);
    wording.age = number && counted && wording.words <= kMostAgeWords;
    return wording;
}

}  // namespace dateline
