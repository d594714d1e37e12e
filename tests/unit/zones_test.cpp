#include "indexer/cleaning/zones.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "common/text.h"
#include "tests/catch.h"
#include "tests/support/source_folder.h"
#include "tests/unit/labelled_zones.h"

using namespace dateline;

namespace {

const std::string kStory =
    "The council met on Monday and put off its vote on the bridge until the autumn session.\n"
    "Members said that the figures they had been given in the spring were out of date by now.\n";
const std::string kEnd =
    "Building could begin in two years, the mayor told a packed hall on Monday night.\n";

// The zones as letters with their text, "Y:By Jane Doe|N:Share".
std::string zones_of(const std::string& body, const std::string& title = "") {
    std::string result;
    for (const ZoneSpan& span : classify_zones(body, title)) {
        result += result.empty() ? "" : "|";
        result += test::zone_letter(span.zone);
        result += ':';
        for (const char c : body.substr(span.begin, span.end - span.begin)) {
            result += c == '\n' ? '/' : c;
        }
    }
    return result;
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

std::filesystem::path labelled_directory() {
    return std::filesystem::path(testing::source_folder()) / "tests" / "data" / "zones";
}

struct Case {
    std::string body;
    std::string zones;
};

}  // namespace

TEST_CASE("lines that are not the story", "[zones]") {
    const std::vector<Case> cases = {
        {"By Jane Doe\n" + kStory, "Y:By Jane Doe"},
        {"By JANE DOE, Staff Writer\nMarch 3, 2020\n" + kStory,
         "Y:By JANE DOE, Staff Writer/March 3, 2020"},
        {"Asif Karimi\nUpdated On\nNew Update\n" + kStory, "Y:Asif Karimi/Updated On/New Update"},
        {"Published 12 March 2024, 14:05 GMT\n" + kStory, "Y:Published 12 March 2024, 14:05 GMT"},
        {"Von Peter Lindner\n" + kStory, "Y:Von Peter Lindner"},
        {kStory + "With files from Reuters.\n", "C:With files from Reuters."},
        // A letter to the editor: who wrote it and from where.
        {"Sir, - " + kStory +
             "Would somebody look at the bridge? - Yours, etc,\nJANE DOE,\n"
             "Main Street,\nNorthmere.\n" +
             kEnd,
         "Y:JANE DOE,/Main Street,/Northmere."},
        // Fields of an article exported from a database.
        {"SECTION: BUSINESS; Pg. 27\n\nLENGTH: 402 words\n\n" + kStory +
             "\nLOAD-DATE: May 13, 2003\n\nLANGUAGE: ENGLISH\n",
         "N:SECTION: BUSINESS; Pg. 27//LENGTH: 402 words|N:LOAD-DATE: May 13, 2003//LANGUAGE: "
         "ENGLISH"},
        {kStory + "The Associated Press\n" + kEnd, "C:The Associated Press"},
        {kStory + "(Photo: Ida Brandt)\n" + kEnd, "C:(Photo: Ida Brandt)"},
        {kStory + "Image: the bridge as planned\n" + kEnd, "C:Image: the bridge as planned"},
        {kStory + "REUTERS/Ana Mota\n" + kEnd, "C:REUTERS/Ana Mota"},
        {kStory + "© AFP\n", "C:© AFP"},
        {kStory + "(Reporting by Ana Mota; Editing by Carl Weir)\n",
         "C:(Reporting by Ana Mota; Editing by Carl Weir)"},
        // Captions that end with a credit, however it is set off.
        {kStory + "Jo Lind/The Northmere Post\n" + kEnd, "C:Jo Lind/The Northmere Post"},
        {kStory + "The bridge, in June. Jo Lind/The Post\n" + kEnd,
         "C:The bridge, in June. Jo Lind/The Post"},
        {kStory + "The old bridge on Monday.(KXTV)\n" + kEnd, "C:The old bridge on Monday.(KXTV)"},
        {kStory + "The bridge in May. (Xinhua/Li Ming)\n" + kEnd,
         "C:The bridge in May. (Xinhua/Li Ming)"},
        {kStory + "The bridge since 1911.CreditJo Lind for The Post\n" + kEnd,
         "C:The bridge since 1911.CreditJo Lind for The Post"},
        {kStory + "The bridge at Northmere in May. — File photo\n" + kEnd,
         "C:The bridge at Northmere in May. — File photo"},
        {kStory +
             "FILE PHOTO: A worker looks at the bridge near Kassi, May 4, 2021. REUTERS/Ana "
             "Mota/File Photo\n" +
             kEnd,
         "C:FILE PHOTO: A worker looks at the bridge near Kassi, May 4, 2021. REUTERS/Ana "
         "Mota/File Photo"},
        {kStory + "Published in The Northmere Post, May 4th, 2021.\n",
         "Y:Published in The Northmere Post, May 4th, 2021."},
        {kStory + kEnd + "Jane Doe covers transport for The Post.\n",
         "Y:Jane Doe covers transport for The Post."},
        {"By Jane Doe\n" + kStory + kEnd + "• Jane Doe is a poet and lives by the river.\n",
         "Y:By Jane Doe|Y:• Jane Doe is a poet and lives by the river."},
        {kStory + kEnd + "The post Vote on bridge put off appeared first on The Northmere Post.\n",
         "N:The post Vote on bridge put off appeared first on The Northmere Post."},
        {kStory + kEnd + "4 May 2021\n", "Y:4 May 2021"},
        {kStory + "This is a developing story. Check back for updates.\n" + kEnd,
         "N:This is a developing story. Check back for updates."},
        {kStory + "https://post.example/p/4711\n" + kEnd, "N:https://post.example/p/4711"},
        {"Xinhua | Updated: 2024-03-29 10:22\n" + kStory, "Y:Xinhua | Updated: 2024-03-29 10:22"},
        // Fields of an export, of which some are known.
        {kStory +
             "Subject: Bridges; Votes\nFirst page: B.1\nPublication year: 2006\nPlace: Maine\n",
         "N:Subject: Bridges; Votes/First page: B.1/Publication year: 2006/Place: Maine"},
        // The last lines of a text that is no scraped page.
        {"By Jane Doe\n" + kStory + kEnd + "Jane Doe teaches law at a college in Northmere.\n",
         "Y:By Jane Doe|Y:Jane Doe teaches law at a college in Northmere."},
        {kStory + kEnd +
             "Our site and its editors publish letters and comments if you sign them.\n",
         "N:Our site and its editors publish letters and comments if you sign them."},
        {kStory + "Read more: Why bridges fall\n" + kEnd, "S:Read more: Why bridges fall"},
        {kStory + "READ ALSO – Why bridges fall\n" + kEnd, "S:READ ALSO – Why bridges fall"},
        {kStory + "Lesen Sie auch: Warum Brücken fallen\n" + kEnd,
         "S:Lesen Sie auch: Warum Brücken fallen"},
        {kStory + "\nCheck Also\n\nFerry sold\n\nThe ferry was sold on Monday to a firm from "
                  "…\n\nLeave a Reply\n\n"
                  "Your email address will not be published. Required fields are marked *\n",
         "S:Check Also//Ferry sold//The ferry was sold on Monday to a firm from …|"
         "F:Leave a Reply//Your email address will not be published. Required fields are marked *"},
        {kStory + "Share this article\nFacebook\nTwitter\n",
         "N:Share this article/Facebook/Twitter"},
        {"Skip to content\nHome | News | Sport | Weather\n" + kStory,
         "N:Skip to content/Home | News | Sport | Weather"},
        {kStory + "Advertisement\n" + kEnd, "N:Advertisement"},
        {kStory + "We use cookies to make this site better for you.\n",
         "N:We use cookies to make this site better for you."},
        {"Vote on bridge put off again\n\nVote on bridge put off again\n\n" + kStory,
         "T:Vote on bridge put off again//Vote on bridge put off again"},
        // Content, whatever it looks like.
        {kStory + "Published in May 2021, the plan had 40 pages.\n" + kEnd, ""},
        {kStory + kEnd + "The plan appeared first on the desk of the mayor, who lost it.\n", ""},
        {kStory + kEnd + "Jane Doe covers her ears.\n", ""},
        {kStory + "Jane Doe covers transport for The Post.\n" + kStory + kEnd, ""},
        {kStory + "TRADE VOLUME/OPEN INTEREST ISSUED\n" + kEnd, ""},
        {kStory + "NORTHMERE:\nHouses flooded: 192\nOf these, mended: 41\n", ""},
        {kStory + "Subject: bridges. Object: votes. That, said Ana Mota, was the whole of it.\n",
         ""},
        {"By Jane Doe\n" + kStory + kEnd + "Jane Doe said that she would vote again in May.\n",
         "Y:By Jane Doe"},
        {kStory + "Key Takeaways\n  • The vote is put off.\n  • It may be held in autumn\n", ""},
        {kStory + "Correction: An earlier version gave the wrong month.\n", ""},
        {"Share prices fell on Monday as the bridge was put off.\n" + kStory, ""},
        {kStory + "Related industries will feel it too.\n", ""},
        {"By Monday evening the hall was empty.\n" + kStory, ""},
        {"The Associated Press reported the vote on Monday.\n" + kStory, ""},
        {kStory +
             "With files from Reuters missing from the folder, the clerk sent everyone home.\n",
         ""},
        {kStory + "Leave a reply, she wrote, and I will read it when the bridge has been built.\n",
         ""},
        {kStory + "Follow the money, he added, and you will find the bridge.\n", ""},
        {kStory + "Comment\n" + kEnd, ""},
        {kStory + "Politics\n" + kEnd, ""},
        {kStory + "Monday, 4 May\n" + kEnd + kStory, ""},
        // What holds no story at all is left alone.
        {"Share\n", ""},
        {"Home\nNews\nSport\n", ""},
        {"", ""},
        {"\n\n \n", ""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.body);
        CHECK(zones_of(c.body) == c.zones);
    }
}

// What no list of phrases knows, among lines that one does.
TEST_CASE("pages scraped whole", "[zones]") {
    const std::string menu = "Skip to content\nHome\nNews\nFjordland\nBuses\nSport\nLog in\n";
    const std::string footer =
        "Share this article\nMost read\nPrivacy policy\nTerms of use\n© 2020 The Post. All rights "
        "reserved.\n";
    const auto page = [&](const std::string& story) { return menu + story + footer; };
    const auto is_cut = [&](const std::string& body, const std::string& line) {
        return zone_at(classify_zones(body, "Vote on bridge put off again"), body.find(line)) !=
               Zone::Body;
    };
    struct Page {
        std::string story;  // below the title
        std::string line;
        bool cut;
    };
    const std::vector<Page> cases = {
        {kStory + kEnd + "Bridges\nHarbour\n", "Harbour", true},
        {kStory + kEnd + "Comments\nMost read\nGeese cross the road\nWhy we all eat more kale\n",
         "Why we all eat", true},
        {kStory + kEnd + "Read our code\nThe Post is a paper owned by those who read it.\n",
         "The Post is a paper", false},  // right below the story: it may be its last sentence
        {"Words\nJane Doe, May 1, 2020\n" + kStory + kEnd, "Jane Doe, May", true},
        {kStory + "Join our channel for more articles, alerts and newsletters.\nBuses\n" + kEnd,
         "Join our channel", true},
        {kStory + kEnd + "About Bridge Works Ltd\nBridge Works Ltd builds bridges in six towns.\n",
         "builds bridges", true},
        // Told by their place and form alone.
        {kStory + kEnd +
             "Elsewhere\nGeese cross the road at noon\n3 hours ago\nKale is back in "
             "the shops\n5 hours ago\n",
         "Geese cross the road", true},
        {kStory + kEnd +
             "Comments (2)\nharbour_tom\nMay 2, 2020 at 9:12 am\nBuild it in stone and "
             "be done, I say, the old one was.\nReply\n",
         "Build it in stone", true},
        {kStory + kEnd + "In other news\n" +
             "The council met on Monday and put off its vote on the bridge until …\n",
         "until …", true},
        {"Jane Doe\n" + kStory + kEnd +
             "Jane Doe is a writer on the city desk and lives by the "
             "river with her two dogs.\n",
         "two dogs", true},
        {kStory + kEnd + "https://post.example/p/4711\n", "https://post", true},
        // The story's own.
        {kStory + "What it costs:\nStone, 12 million\nSteel, 9 million\n" + kEnd, "Steel, 9",
         false},
        {"A vote that was to end ten years of talk is put off once more\nJane Doe\n" + kStory +
             kEnd,
         "ten years of talk", false},
        {kStory + "What now?\n" + kEnd, "What now", false},
        {kStory + "Share\nA plan in three parts\n" + kEnd, "A plan in three", false},
        {kStory + kEnd + "Wexcombe 14 10 2 2 32\nHolt Albion 14 8 1 5 25\n", "Holt Albion", false},
        {kStory + kEnd + "The votes were:\n- twelve for the bridge\n- nine against\n",
         "nine against", false},
        {kStory + "Advertisement\n" + kEnd, "Building could begin", false},
        {kStory + "Share\nThe bridge as planned\n© AFP\n" + kEnd, "The bridge as", false},
        {kStory + "These are the votes so far:\nABC – 14,882\nPRL – 9,107\nNDM – 1,240\n" + kEnd,
         "PRL – 9,107", false},
        {kStory +
             "I met 602 banners in a month, and each of them had a button for those who would "
             "rather manage preferences than accept them all.\n" +
             kEnd,
         "I met 602", false},
        {kStory + "What now\n" + kEnd, "What now", false},
        {kStory + kEnd + "You should tell us what you think of all this, he wrote to readers.\n",
         "You should tell", false},
    };
    for (const Page& c : cases) {
        const std::string body = page("Vote on bridge put off again\n" + c.story);
        CAPTURE(body, c.line);
        CHECK(is_cut(body, c.line) == c.cut);
    }
    CHECK(is_cut(page("Vote on bridge put off again\n" + kStory + kEnd), "Fjordland"));
}

// Two paragraphs that do not end as sentences do, among many more lines of other stories: none of
// the page's lines is likely to be the story's, and yet some are likelier than others.
TEST_CASE("a short story on a page of other stories", "[zones]") {
    const std::string title = "Norvik cable boxes get a new guide, bigger drives and a smell";
    const std::string paragraph =
        "Streaming is nice, but we like a box that hums, and Norvik has three of them on the way "
        "for "
        "fall with a guide that scrolls sideways";
    const std::string other =
        "Verzo teases a phone with one button, aims for a late September launch";
    const std::string body =
        "FEATURED\nTin Pad\nFold Phone 2\nBrowse\nHubs\nGalleries\nThe Recap\nAuthors\nFOLLOW US "
        "ON "
        "TWITTER\nSUBSCRIBE\nABOUT / FAQ\nTIP US\nSet Tops, HD,\n" +
        title + "\nBy Lars Toomey posted Aug 18th 2011 7:30PM\n" + paragraph +
        "\nNew in it is support for drives of up to 2TB and, on the top model, a warm smell\n"
        "Leave A Comment\nEmail This\n8 hours ago\n" +
        other +
        "\n11 hours ago\nSunny's S1 tablet is now the Tablet S, still due in September\n11 hours "
        "ago\n"
        "HP Lund may drop its tablets, spin off the shed that makes them\n13 hours ago\n"
        "Switched On: The pads that nobody could put down, or afford\nBack to Mobile View\n";
    const auto zones = classify_zones(body, title);
    CHECK(zone_at(zones, body.find(paragraph)) == Zone::Body);
    CHECK(zone_at(zones, body.find(other)) != Zone::Body);
    CHECK(zone_at(zones, body.find("Hubs")) != Zone::Body);
}

TEST_CASE("a line that repeats the title is a title", "[zones]") {
    CHECK(zones_of("VOTE PUT OFF\n" + kStory, "Vote put off") == "T:VOTE PUT OFF");
}

TEST_CASE("lines below the title of a text that is no page", "[zones]") {
    const std::string title = "Council puts off its vote on the bridge until the autumn session";
    const std::string deck = "Members say that they were given figures which nobody had checked.\n";
    const std::vector<Case> cases = {
        {"Ana Mota in Madrid\n" + kStory, "Y:Ana Mota in Madrid"},
        {deck + "Ana Mota\n" + kStory, "Y:Ana Mota"},
        {deck + "Council Puts Off Vote on Bridge Until Autumn\n" + kStory,
         "T:Council Puts Off Vote on Bridge Until Autumn"},
        {"Ana Mota | Madrid\n" + kStory, "Y:Ana Mota | Madrid"},
        {"Ana Mota/Northmere Post\n" + kStory, "Y:Ana Mota/Northmere Post"},
        {"by Ana Mota\n" + kStory, "Y:by Ana Mota"},
        {"WAM / Ajman\n" + kStory, "Y:WAM / Ajman"},
        {"Reuters journalist freed\n" + kStory, ""},
        {"2024-03-12 14:05\n" + kStory, "Y:2024-03-12 14:05"},
        {"Listen to Story\n" + kStory, "N:Listen to Story"},
        {"I. Water\n" + kStory, ""},
        {"Key Points\n- One.\n- Two.\n" + kStory, ""},
        {"NORTHMERE TOWN\n" + kStory, ""},
        {"Bridge vote put off; mayor angry at council\n" + kStory, ""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.body);
        CHECK(zones_of(c.body, title) == c.zones);
    }
}

TEST_CASE("stories that break off", "[zones]") {
    struct Truncation {
        std::string body;
        bool truncated;
    };
    const std::string open =
        "Members could not agree with the mayor on the question of whether the bridge shoul";
    const std::vector<Truncation> cases = {
        {kStory + open + "\n", true},
        {kStory + open, true},
        {kStory + open + "\n\nKey Takeaways\n\n  • The vote is put off.\n", true},
        {kStory + "Members could not agree with the mayor on the question of whether the bridge…\n",
         true},
        {kStory + open + "\n\nCheck Also\n\nFerry sold\n", true},
        {kStory, false},
        {kStory + "He said: “We will meet in the autumn, and then we will vote on the bridge.”\n",
         false},
        {kStory + "\nCheck Also\n\nFerry sold\n\nThe ferry was sold on Monday to a firm from far "
                  "away which …\n",
         false},
        {kStory +
             "\nKey Takeaways\n\n  • The vote is put off until the autumn session of the council\n",
         false},
        {kStory + "Reuter\n", false},
        {"one two three four five six seven eight nine ten eleven\n"
         "one two three four five six seven eight nine ten eleven\n"
         "one two three four five six seven eight nine ten eleven\n",
         false},
        {"", false},
    };
    for (const Truncation& c : cases) {
        CAPTURE(c.body);
        CHECK(is_truncated(c.body, classify_zones(c.body, "")) == c.truncated);
    }
}

TEST_CASE("wire credits", "[zones]") {
    struct Credits {
        std::string body;
        std::vector<std::string> credits;
    };
    const std::vector<Credits> cases = {
        {"CAIRO, May 1 (Reuters) - The vote was put off.\n", {"Reuters"}},
        {"WASHINGTON (AP) — The vote was put off.\n", {"AP"}},
        {"BEIJING, June 19 (Xinhua) -- The vote was put off.\n", {"Xinhua"}},
        {"Hannover (dpa) - Der Rat hat getagt.\n", {"dpa"}},
        {kStory + "With files from Reuters and The Associated Press.\n", {"Reuters", "AP"}},
        {kStory + "The Associated Press\n" + kEnd + "The Associated Press\n", {"AP"}},
        {kStory + "© AFP\n", {"AFP"}},
        {kStory + "(With inputs from PTI)\n", {"PTI"}},
        {kStory + "Con información de EFE\n", {"EFE"}},
        {"By Tilda Marsh, UPI\n" + kStory, {"UPI"}},
        // Running text credits nobody.
        {kStory + "The minister told Reuters that the vote had been put off.\n", {}},
        {"The minister (Reuters reported) left on Monday.\n" + kStory, {}},
        {kStory, {}},
    };
    for (const Credits& c : cases) {
        CAPTURE(c.body);
        CHECK(find_credits(c.body, classify_zones(c.body, "")) == c.credits);
    }
}

namespace {

// Scores the texts whose names begin with `prefix` (empty: those of no other prefix) and prints it.
test::ZoneScore score_of(const std::vector<test::LabelledText>& texts, const std::string& prefix) {
    test::ZoneScore total;
    std::size_t count = 0;
    for (const auto& text : texts) {
        const bool grouped = text.name.starts_with("fresh_") || text.name.starts_with("blind_") ||
                             text.name.starts_with("scraped_") || text.name.starts_with("whole_");
        if (prefix.empty() ? grouped : !text.name.starts_with(prefix)) continue;
        ++count;
        test::score(text, total);
    }
    std::cout << "zones: " << count << " texts" << (prefix.empty() ? "" : " " + prefix + "*")
              << ", story words kept "
              << 100 * static_cast<double>(total.story_kept) / static_cast<double>(total.story)
              << " %, other words caught "
              << 100 * static_cast<double>(total.others_caught) / static_cast<double>(total.others)
              << " %, titles found " << total.titles_found << " of " << total.titles
              << ", invented " << total.titles_invented << " of " << total.no_titles << '\n';
    return total;
}

}  // namespace

TEST_CASE("labelled texts: words of the story kept, others caught", "[zones][labelled]") {
    const auto texts = test::read_all_labelled(labelled_directory());
    REQUIRE(texts.size() >= 60);
    struct Group {
        std::string prefix;
        double least_kept;
        double least_caught;
        std::size_t titles_of_ten;
    };
    // All but the first set are whole pages with their menus, or, of blind_d and blind_e, half of
    // them stories with little beside them; each set was written before its writer had seen how the
    // rules or the model judged it. All have since been learned from: what to expect of texts never
    // seen is said by indexer/cleaning/README.md.
    for (const Group& group :
         {Group{"", 0.995, 0.98, 9}, Group{"fresh_dev", 0.995, 0.955, 9},
          Group{"fresh_test", 0.995, 0.965, 9}, Group{"blind_a", 0.985, 0.93, 9},
          Group{"scraped", 0.995, 0.955, 9}, Group{"blind_b", 0.99, 0.94, 9},
          Group{"whole", 0.99, 0.93, 9}, Group{"blind_c", 0.98, 0.84, 8},
          Group{"blind_d", 0.99, 0.92, 9}, Group{"blind_e", 0.99, 0.88, 9}}) {
        const test::ZoneScore total = score_of(texts, group.prefix);
        std::ostringstream mistakes;
        for (const std::string& mistake : total.mistakes)
            mistakes << mistake << '\n';
        INFO(mistakes.str());
        CHECK(static_cast<double>(total.story_kept) >=
              group.least_kept * static_cast<double>(total.story));
        CHECK(static_cast<double>(total.others_caught) >=
              group.least_caught * static_cast<double>(total.others));
        CHECK(total.titles_found * 10 >= total.titles * group.titles_of_ten);
        CHECK(total.titles_invented <= 1);
    }
}

// Every line of the sample articles and where it went. The texts are not part of this project.
TEST_CASE("sample articles", "[zones][shared]") {
    const char* const shared = std::getenv("DATELINE_SHARED");
    if (shared == nullptr) {
        std::cout
            << "skipped: sample articles (set DATELINE_SHARED to the folder that holds seeds/)\n";
        return;
    }
    std::map<std::string, std::string> zones;
    std::map<std::string, std::string> titles;
    std::map<std::string, bool> truncated;
    std::map<std::string, std::vector<std::string>> credits;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(shared) / "seeds")) {
        const std::string text = read_file(entry.path());
        const std::string name = entry.path().filename().string().substr(0, 3);
        const auto title = find_title(text);
        titles[name] = title ? text.substr(title->begin, title->end - title->begin) : "";
        const std::string body = text.substr(title ? title->body_begin : 0);
        const auto spans = classify_zones(body, titles[name]);
        for (const ZoneSpan& span : spans) {
            zones[name] += std::string(1, test::zone_letter(span.zone)) + ":" +
                           body.substr(span.begin, span.end - span.begin) + "\n";
        }
        truncated[name] = is_truncated(body, spans);
        credits[name] = find_credits(body, spans);
    }
    REQUIRE(titles.size() == 5);
    CHECK(titles["000"].empty());
    CHECK(titles["001"].empty());
    CHECK(titles["003"].empty());
    CHECK(titles["002"].rfind("Israel Will Not End War", 0) == 0);
    CHECK(titles["004"].rfind("Blinken presses Hamas", 0) == 0);
    // Whatever is no part of the story, whole: a sentence lost would show here.
    CHECK(zones["000"].empty());
    CHECK(zones["001"].empty());
    const std::string heading =
        "Blinken Opposes Israeli Attack on Rafah, Urges Alternative Approach to Hamas";
    CHECK(zones["002"] ==
          "Y:Waqas Arain\nUpdated On\nNew Update\nT:" + heading + "\n\n" + heading + "\n");
    CHECK(zones["003"] ==
          "C:The Associated Press\nC:The Associated Press\nC:With files from Reuters.\n");
    CHECK(zones["004"].rfind("S:Check Also\n\nInsurgents Advance from Aleppo", 0) == 0);
    CHECK(zones["004"].find("F:Leave a Reply\n\nYour email address will not be published. Required "
                            "fields are marked *\n") != std::string::npos);
    for (const char* const name : {"000", "001", "003", "004"}) {
        CAPTURE(name);
        CHECK_FALSE(truncated[name]);
    }
    CHECK(truncated["002"]);
    CHECK(credits["003"] == std::vector<std::string>{"AP", "Reuters"});
}

TEST_CASE("hostile texts", "[zones][hostile]") {
    std::vector<std::string> texts;
    texts.emplace_back(10'000'000, '\n');
    texts.emplace_back(10'000'000, 'a');
    texts.emplace_back(5'000'000, '(');
    const auto repeat = [](const std::string& unit, std::size_t bytes) {
        std::string text;
        while (text.size() < bytes) {
            text += unit;
        }
        return text;
    };
    for (const char* const unit :
         {"Share\n", "a\n", "Check Also\n", "Leave a Reply\n", "2 comments\n", "By Jane Doe\n",
          "May 1 ", "1 ", "Read more: \n", "Home | ", "Reuters ", "\xC2\xA0\n", "\r",
          "About the Author\n", "© 2020 AFP\n", "(Photo: ", "May May May 1, 2020\n"}) {
        texts.push_back(repeat(unit, 2'000'000));
    }
    std::mt19937 random(1);
    std::string noise;
    for (int i = 0; i < 1'000'000; ++i) {
        noise += static_cast<char>(random() % 256);
    }
    texts.push_back(to_valid_utf8(noise));
    for (const std::string& text : texts) {
        CAPTURE(text.substr(0, 20));
        const auto title = find_title(text);
        const auto zones =
            classify_zones(text, title ? text.substr(title->begin, title->end - title->begin) : "");
        std::size_t last = 0;
        bool ordered = true;
        for (const ZoneSpan& span : zones) {
            ordered = ordered && span.begin >= last && span.end > span.begin &&
                      span.end <= text.size() && span.zone != Zone::Body;
            last = span.end;
        }
        CHECK(ordered);
        CHECK(find_credits(text, zones).size() < 100);
        is_truncated(text, zones);
    }
}
