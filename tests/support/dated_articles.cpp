#include "tests/support/dated_articles.h"

#include <array>
#include <functional>
#include <random>

namespace dateline::testing {
namespace {

using std::chrono::days;
using std::chrono::year_month_day;

constexpr std::array<const char*, 12> kMonths = {"January",   "February", "March",    "April",
                                                 "May",       "June",     "July",     "August",
                                                 "September", "October",  "November", "December"};
constexpr std::array<const char*, 12> kShort = {"Jan.", "Feb.", "March", "April", "May",  "June",
                                                "July", "Aug.", "Sept.", "Oct.",  "Nov.", "Dec."};
constexpr std::array<const char*, 7> kWeekdays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                  "Friday", "Saturday", "Sunday"};

class Maker {
public:
    explicit Maker(std::uint32_t seed) : random_(seed) {}

    std::vector<DatedArticle> make(std::size_t each) {
        std::vector<DatedArticle> articles;
        for (const auto& [kind, make_one] : kinds()) {
            for (std::size_t i = 0; i < each; ++i) {
                day_ = *make_day(1995 + number(30), unsigned(1 + number(12)),
                                 unsigned(1 + number(28)));
                DatedArticle article;
                article.kind = kind;
                article.published = day_;
                article.datable = kind.rfind("trap", 0) != 0;
                make_one(article);
                articles.push_back(std::move(article));
            }
        }
        return articles;
    }

private:
    using Kind = std::pair<std::string, std::function<void(DatedArticle&)>>;

    int number(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
    bool chance(int percent) { return number(100) < percent; }
    std::string pick(const std::vector<std::string>& from) {
        return from[static_cast<std::size_t>(number(static_cast<int>(from.size())))];
    }

    static int year(Day day) { return int(year_month_day(day).year()); }
    static int month(Day day) { return int(unsigned(year_month_day(day).month())); }
    static int mday(Day day) { return int(unsigned(year_month_day(day).day())); }
    static std::string two(int n) { return std::to_string(100 + n).substr(1); }

    // "March 5, 2024" and its like.
    std::string written(Day day) {
        const std::string m = kMonths[std::size_t(month(day) - 1)];
        const std::string s = kShort[std::size_t(month(day) - 1)];
        const std::string d = std::to_string(mday(day));
        const std::string y = std::to_string(year(day));
        const std::string w = kWeekdays[iso_weekday(day) - 1];
        return pick({m + " " + d + ", " + y, s + " " + d + ", " + y, d + " " + m + " " + y,
                     w + ", " + m + " " + d + ", " + y, w + " " + d + " " + m + " " + y,
                     y + "-" + two(month(day)) + "-" + two(mday(day))});
    }

    std::string dateline_day(Day day) {
        return std::string(chance(50) ? kShort[std::size_t(month(day) - 1)]
                                      : kMonths[std::size_t(month(day) - 1)]) +
               " " + std::to_string(mday(day));
    }

    std::string place() {
        return pick({"PORT AMARA", "VELMARK", "SERRIN", "OSTRANIA CITY", "LIRANDO", "KESTREL BAY",
                     "HALDEN", "MARROWFIELD", "NEW TARN", "SAINT OREL"});
    }

    std::string slug() {
        return pick({"harbour-bridge-vote", "grain-talks-resume", "ferry-strike-ends",
                     "mayor-denies-report", "school-roof-repaired", "storm-damage-rises"});
    }

    std::string headline() {
        return pick({"Council puts off vote on harbour bridge", "Grain talks resume after a week",
                     "Ferry crews return to work", "Mayor denies report on water prices",
                     "Storm damage greater than feared", "Museum finds lost drawings"});
    }

    // Running text with dates that are not the article's: none of them may date it.
    std::string story() {
        const Day other = day_ + days(number(2000) - 1200);
        const std::string past = std::to_string(year(day_) - 1 - number(40));
        const std::vector<std::string> sentences = {
            "The council will vote again on " + written(other) + ", a spokeswoman said.",
            "Figures of " + written(other) + " were out of date by now, members said.",
            "The hall was built in " + past + " and has not been painted since.",
            "It was the worst storm since " + past + ", according to the harbour office.",
            "Talks broke down on " + written(day_ - days(1 + number(90))) +
                " over the price of diesel.",
            "The contract runs until " + std::to_string(year(day_) + 1 + number(9)) + ".",
            "Nobody was hurt, and the road was open again in the evening.",
            "She declined to say who had written the letter or when it had been sent.",
            "Residents waited on the pier with blankets, children and two goats.",
            "A decision is expected next week, once the engineers have measured the piles."};
        std::string text;
        for (int i = 0; i < 4 + number(4); ++i)
            text += pick(sentences) + (chance(50) ? " " : "\n\n");
        return text + "\n";
    }

    std::string body() { return headline() + "\n\n" + story(); }

    std::vector<Kind> kinds() {
        return {
            {"folder day", [this](DatedArticle& a) { folder_day(a); }},
            {"file day", [this](DatedArticle& a) { file_day(a); }},
            {"folder month", [this](DatedArticle& a) { folder_month(a); }},
            {"folder year", [this](DatedArticle& a) { folder_year(a); }},
            {"published line", [this](DatedArticle& a) { published_line(a); }},
            {"updated line", [this](DatedArticle& a) { updated_line(a); }},
            {"own line", [this](DatedArticle& a) { own_line(a); }},
            {"dateline", [this](DatedArticle& a) { dateline(a); }},
            {"dateline without year", [this](DatedArticle& a) { yearless(a); }},
            {"copyright", [this](DatedArticle& a) { copyright(a); }},
            {"conflict", [this](DatedArticle& a) { conflict(a); }},
            {"trap: dates in the text", [this](DatedArticle& a) { a.body = body(); }},
            {"trap: an event's date", [this](DatedArticle& a) { event(a); }},
            {"trap: on this day", [this](DatedArticle& a) { on_this_day(a); }},
            {"trap: dateline, no year", [this](DatedArticle& a) { dateline_alone(a); }},
            {"trap: numbers in names", [this](DatedArticle& a) { numbers(a); }},
            {"trap: other stories", [this](DatedArticle& a) { teasers(a); }},
            {"published in mark-up", [this](DatedArticle& a) { published_meta(a); }},
            {"date in mark-up", [this](DatedArticle& a) { date_meta(a); }},
            {"time element", [this](DatedArticle& a) { time_element(a); }},
            {"front matter", [this](DatedArticle& a) { front_matter(a); }},
            {"updated feed item", [this](DatedArticle& a) { feed_item(a); }},
        };
    }

    // Filed a day before or after in 9 of 100.
    Day filed() { return chance(6) ? day_ + days(chance(50) ? 1 : -1) : day_; }

    void folder_day(DatedArticle& a) {
        const Day d = filed();
        const std::string y = std::to_string(year(d));
        const std::string slash =
            y + "/" + (chance(70) ? two(month(d)) : std::to_string(month(d))) + "/" + two(mday(d));
        const std::string dash = y + "-" + two(month(d)) + "-" + two(mday(d));
        a.body = body();
        switch (number(5)) {
            case 0:
                a.url = "https://www.example.org/" + slash + "/" + slug();
                break;
            case 1:
                a.url = "https://news.example.com/world/" + slash + "/" + slug() + ".html?ref=2011";
                break;
            case 2:
                a.url = "https://example.net/" + dash + "/" + slug() + "/";
                break;
            case 3:
                a.path = "scrape/" + slash + "/" + slug() + ".txt";
                break;
            default:
                a.path = "scrape/" + dash + "/" + std::to_string(number(90)) + ".txt";
        }
    }

    void file_day(DatedArticle& a) {
        const Day d = chance(2) ? day_ + days(1) : day_;
        const std::string y = std::to_string(year(d));
        const std::string name =
            pick({y + two(month(d)) + two(mday(d)), y + "-" + two(month(d)) + "-" + two(mday(d)),
                  y + "_" + two(month(d)) + "_" + two(mday(d)),
                  y + two(month(d)) + two(mday(d)) + "T" + two(number(24)) + two(number(60))});
        a.path = "inbox/" +
                 pick({name + ".txt", name + "-" + slug() + ".txt", slug() + "_" + name + ".txt"});
        a.body = body();
    }

    // A folder of the month it was crawled in, now and then the next.
    void folder_month(DatedArticle& a) {
        const Day d = chance(5) ? day_ + days(31) : day_;
        const std::string y = std::to_string(year(d));
        a.body = body();
        if (chance(50)) {
            a.url = "https://example.org/" + y + "/" + two(month(d)) + "/" + slug();
        } else {
            a.path = pick({y + "/" + two(month(d)), y + "-" + two(month(d)), y + two(month(d))}) +
                     "/" + slug() + ".txt";
        }
    }

    void folder_year(DatedArticle& a) {
        const Day d = chance(8) ? day_ + days(365) : day_;
        a.path =
            pick({"archive/", "old/news/", ""}) + std::to_string(year(d)) + "/" + slug() + ".txt";
        a.body = body();
    }

    // The paper's own line; of what was taken over from elsewhere it says when that was.
    void published_line(DatedArticle& a) {
        const Day d = chance(5) ? day_ + days(1 + number(3)) : day_;
        const std::string line =
            pick({"Published: " + written(d), "Published " + written(d) + " at 9:15 a.m.",
                  "Posted on " + written(d), "By Jonas Arden | Published " + written(d),
                  "PUBLISHED: " + written(d) + ", 14:05 GMT", "First published on " + written(d)});
        a.body = headline() + "\n" + line + "\n\n" + story();
    }

    void updated_line(DatedArticle& a) {
        const Day d = chance(22) ? day_ + days(1 + number(20)) : day_;
        const std::string line =
            pick({"Updated: " + written(d), "Updated " + written(d) + " 18:40",
                  "Last updated on " + written(d), "Last modified: " + written(d)});
        a.body = headline() + "\n" + line + "\n\n" + story();
    }

    // The print edition's day in a quarter of cases.
    void own_line(DatedArticle& a) {
        const Day d = chance(18) ? day_ + days(1) : day_;
        a.body = headline() + "\n" + (chance(40) ? "By Mara Lindqvist\n" : "") + written(d) +
                 "\n\n" + story();
    }

    void dateline(DatedArticle& a) {
        const Day d = dateline_day_of();
        const std::string y = std::to_string(year(d));
        a.body =
            place() + ", " + dateline_day(d) + ", " + y + " " +
            pick({"(Northern Press) - ", "(NP) -- ", "(Meridian Wire) — ", "/NP/ - ", "- ", "— "}) +
            story();
    }

    // Of wire copy nearly always the day itself, of newspapers' half the time the day before.
    Day dateline_day_of() { return chance(24) ? day_ - days(1) : day_; }

    void yearless(DatedArticle& a) {
        const Day d = dateline_day_of();
        a.body = place() + ", " + dateline_day(d) +
                 pick({" (Northern Press) - ", " (NP) -- ", " - "}) + story();
        if (chance(50)) {
            a.url = "https://example.org/" + std::to_string(year(day_)) + "/" + two(month(day_)) +
                    "/" + slug();
        } else {
            a.path = "wire/" + std::to_string(year(day_)) + "/" + slug() + ".txt";
        }
    }

    // Footers are renewed each January, old pages' too in a third of cases.
    void copyright(DatedArticle& a) {
        const int y = year(day_) + (chance(30) ? 1 + number(4) : 0);
        const std::string from = std::to_string(y - 5 - number(15));
        const std::string to = std::to_string(y);
        a.body = body() +
                 pick({"© " + to + " Valley Post. All rights reserved.",
                       "© " + from + "-" + to + " Valley Post. All rights reserved.",
                       "Copyright © " + from + "–" + to + " Northern Press Association",
                       "Copyright " + to + " by Channel 9. All rights reserved."}) +
                 "\n";
    }

    // The address is right, the line is of another day; or the other way round in few cases.
    void conflict(DatedArticle& a) {
        const Day wrong = day_ + days(40 + number(400));
        const bool address_wrong = chance(5);
        const Day d = address_wrong ? wrong : day_;
        a.conflict = true;
        a.url = "https://example.org/" + std::to_string(year(d)) + "/" + two(month(d)) + "/" +
                two(mday(d)) + "/" + slug();
        a.body =
            headline() + "\nUpdated: " + written(address_wrong ? day_ : wrong) + "\n\n" + story();
    }

    void event(DatedArticle& a) {
        const Day d = day_ + days(7 + number(60));
        a.body = headline() + "\n\n" +
                 pick({"The fair opens on " + written(d) + " at the customs house.",
                       "When: " + written(d) + ", 7 p.m. Where: the old pier. Tickets at the door.",
                       "Save the date: on " + written(d) + " the choir sings in Halden.",
                       "On " + written(d) + " - a public holiday - shops stay closed."}) +
                 "\n\n" + story();
    }

    void on_this_day(DatedArticle& a) {
        const Day d = *make_day(1900 + number(90), unsigned(month(day_)), unsigned(mday(day_)));
        a.body = "On this day\n\n" + std::string("On ") + written(d) +
                 ", the lighthouse of Serrin was lit for the first time.\n\n" + "In " +
                 std::to_string(1800 + number(99)) + ", the first ferry crossed to Lirando.\n\n" +
                 story();
    }

    void dateline_alone(DatedArticle& a) {
        a.body = place() + ", " + dateline_day(day_) + pick({" (Northern Press) - ", " (NP) -- "}) +
                 story();
    }

    void numbers(DatedArticle& a) {
        a.body = body();
        switch (number(5)) {
            case 0:
                a.path = "inbox/" + two(number(99)) + "0_" +
                         std::to_string(20240000 + 1300 + number(90)) + "ab.txt";
                break;
            case 1:
                a.url =
                    "https://example.org/news/election-" + std::to_string(year(day_)) + "-results";
                break;
            case 2:
                a.url =
                    "https://example.org/article/" + std::to_string(100000000 + number(800000000));
                break;
            case 3:
                a.path = "inbox/top-" + std::to_string(1000 + number(999)) + ".txt";
                break;
            default:
                a.url =
                    "https://example.org/news/story?date=" + std::to_string(year(day_)) + "-01-01";
        }
    }

    void teasers(DatedArticle& a) {
        const Day d = day_ - days(30 + number(900));
        a.body = body() + "\n" +
                 pick({"Related Articles", "Check Also", "You may also like", "Read more"}) +
                 "\n\n" + headline() + "\n" + written(d) + "\n";
    }

    // A page whose template was right but for so many in a hundred, which tell a later day.
    Day stamped(int wrong) { return chance(wrong) ? day_ + days(1 + number(20)) : day_; }

    std::string iso(Day day) {
        const std::string date =
            std::to_string(year(day)) + "-" + two(month(day)) + "-" + two(mday(day));
        return date + pick({"", "T" + two(number(24)) + ":15:00Z", "T09:05:30+02:00"});
    }

    void page(DatedArticle& a, const std::string& head, const std::string& top) {
        a.form = DatedArticle::Form::Page;
        a.path = "page.html";
        const std::string title = headline();
        a.body = "<!DOCTYPE html><html><head><title>" + title + "</title>" + head +
                 "</head><body><article><h1>" + title + "</h1>" + top + "<p>" + story() +
                 "</p></article></body></html>\n";
    }

    void published_meta(DatedArticle& a) {
        const std::string when = iso(stamped(1));
        const std::string ld =
            "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\","
            "\"datePublished\":\"" +
            when + "\"}</script>";
        page(a,
             pick({"<meta property=\"article:published_time\" content=\"" + when + "\">",
                   "<meta itemprop=\"datePublished\" content=\"" + when + "\">", ld}),
             "");
    }

    void date_meta(DatedArticle& a) {
        const Day d = stamped(2);
        page(a,
             "<meta name=\"" + pick({"date", "DC.date.issued", "pubdate"}) + "\" content=\"" +
                 pick({iso(d), written(d)}) + "\">",
             "");
    }

    void time_element(DatedArticle& a) {
        const Day d = stamped(3);
        page(a, "", "<time datetime=\"" + iso(d) + "\">" + dateline_day(d) + "</time>");
    }

    void front_matter(DatedArticle& a) {
        a.form = DatedArticle::Form::FrontMatter;
        a.body = "---\ntitle: " + headline() + "\ndate: " + iso(stamped(0)) + "\n---\n" + story();
    }

    // <updated> alone: most items are never changed.
    void feed_item(DatedArticle& a) {
        a.form = DatedArticle::Form::FeedItem;
        a.path = "item.xml";
        const Day d = stamped(7);
        a.body = "<entry><title>" + headline() + "</title><updated>" + std::to_string(year(d)) +
                 "-" + two(month(d)) + "-" + two(mday(d)) + "T08:00:00Z</updated><content>" +
                 story() + "</content></entry>";
    }

    std::mt19937 random_;
    Day day_;
};

}  // namespace

std::vector<DatedArticle> make_dated_articles(std::size_t each, std::uint32_t seed) {
    return Maker(seed).make(each);
}

}  // namespace dateline::testing
