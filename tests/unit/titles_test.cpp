#include "indexer/cleaning/titles.h"

#include <string>
#include <vector>

#include "tests/catch.h"

using namespace dateline;

namespace {

struct Case {
    std::string text;
    std::string title;       // "" for untitled
    std::string body_start;  // what the body begins with
};

// A paragraph that could be any story's.
const char* const kPara =
    "The council met on Monday and put off its vote on the bridge until the autumn.\n";

}  // namespace

TEST_CASE("titles of plain texts", "[titles]") {
    const std::string para = kPara;
    const std::vector<Case> cases = {
        {"Bridge vote put off\n\nThe council met on Monday.\n", "Bridge vote put off",
         "The council"},
        {"Bridge vote put off\nThe council met on Monday and put off its vote.\n",
         "Bridge vote put off", "The council"},
        {"Will the bridge be built?\n\nThe council met on Monday.\n", "Will the bridge be built?",
         "The council"},
        {"# Bridge vote put off\n\nThe council met.\n", "Bridge vote put off", "The council"},
        {"Mayor flies to the U.S.\n\nThe mayor left on Monday.\n", "Mayor flies to the U.S.",
         "The mayor"},
        {"\xEF\xBB\xBF\r\nBridge vote put off\r\n\r\nThe council met.\r\n", "Bridge vote put off",
         "The council"},
        {"Bridge vote put off\nCAIRO, May 1 (Reuters) - The council met\non Monday.\n",
         "Bridge vote put off", "CAIRO"},
        {"Bridge vote put off\nBy Jane Doe\nThe council met.\n", "Bridge vote put off", "By Jane"},
        {"Brücke wird später gebaut\n\nDer Rat hat am Montag getagt.\n",
         "Brücke wird später gebaut", "Der Rat"},
        // A title below other lines keeps its place in the body.
        {"Skip to content\nHome\nNews\nBridge vote put off\n\nThe council met on Monday.\n",
         "Bridge vote put off", "Skip"},
        {"12 March 2024\nBridge vote put off\n\nThe council met on Monday.\n",
         "Bridge vote put off", "12 March"},
        {"By Jane Doe\nBridge vote put off\n\nThe council met on Monday.\n", "Bridge vote put off",
         "By Jane"},
        // A title of an article exported from a database.
        {"The Northmere Post\n\nLENGTH: 402 words\n\nHEADLINE: Bridge vote put off\n\nThe council "
         "met on Monday.\n",
         "Bridge vote put off", "The Northmere"},
        // What a database or a paper calls itself.
        {"Papers of the North - Old and New\nBridge vote put off\nThe Northmere Post, its printed "
         "edition, Section B, Monday, May 4, 2015\nAuthor: Jane Doe\n" +
             para,
         "Bridge vote put off", "Papers"},
        {"Document 7 of 52\n\nBridge vote put off\n\nThe council met on Monday.\n",
         "Bridge vote put off", "Document"},
        // Untitled.
        {"", "", ""},
        {"\n\n\n", "", "\n\n\n"},
        {"Bridge vote put off\n", "", "Bridge vote"},
        {"The council met on Monday.\nIt will meet again.\n", "", "The council"},
        {"The council met on Monday and sat until\nwell after dark, hearing nine\nwitnesses.\n", "",
         "The council"},
        {"The council met on Monday to hear what\nPresident Moore had to say of the plans\nthat "
         "were laid before it last year.\n",
         "", "The council"},
        {"The council met on Monday, and\n\nput off its vote.\n", "", "The council"},
        {"• one thing\n• another thing\n", "", "• one"},
        {"* * *\n\nThe council met on Monday.\n", "", "* * *"},
        {"Bread\nMilk\nEggs\n", "", "Bread"},
        {"The sea was calm and then…\n\nThe council met on Monday.\n", "", "The sea"},
        {"LISBON, March 9 (Reuters) - Growth slowed\n\nThe council met on Monday.\n", "", "LISBON"},
        {"Q: When did you see it?\nA: At five in the morning, when the light was poor.\n", "",
         "Q: When"},
        {"Key Takeaways\n\nThe council met on Monday.\n", "", "Key Takeaways"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        const std::string& text = c.text;
        const auto found = find_title(text);
        CHECK((found ? text.substr(found->begin, found->end - found->begin) : "") == c.title);
        CHECK(text.substr(found ? found->body_begin : 0).rfind(c.body_start, 0) == 0);
    }
}

TEST_CASE("titles of pages scraped whole", "[titles]") {
    const std::string story =
        "The council met on Monday and put off its vote on the bridge until the autumn session.\n"
        "Members said that the figures of the bridge had been out of date since the spring vote.\n";
    const std::string menu = "Home\nSport\nWeather\nLog in\nSubscribe\n";
    const auto title_of = [](const std::string& text) {
        const auto found = find_title(text);
        return found ? text.substr(found->begin, found->end - found->begin) : "";
    };
    const std::string title = "Vote on bridge put off again";
    const std::vector<std::string> pages = {
        // Lines that no list knows stand above the menu.
        "Northmere in a day\n14 captures\n" + menu + title + "\nBy Jane Doe\n" + story,
        // The menu's last lines are long, and have nothing to do with the story.
        "Skip to content\n" + menu + "Print with images and other media\n" + title +
            "\nBy Jane Doe\n" + story,
        // A caption speaks of the story more than the title does.
        menu + title +
            "\nBy Jane Doe\nMembers of the council and figures of the bridge in autumn. "
            "(Supplied: Joan Doe)\n" +
            story,
        // An item and a notice that no list knows.
        menu + "Old Town\n" + title + "\nBy Jane Doe\n" + story,
        menu + "You are logged in as Account\n" + title + "\nBy Jane Doe\n" + story,
        // A section, and when the article was published.
        menu + "Case Study May 4, 2015, 5:00PM EST\n" + title + "\nBy Jane Doe\n" + story,
        // What the browser printed above the page.
        "12/19/2016 " + title + " | Northmere Post\n" + menu + "Arts\nOpinion\nBusiness\nTravel\n" +
            title + "\nBy Jane Doe\n" + story,
    };
    for (const std::string& page : pages) {
        CAPTURE(page);
        CHECK(title_of(page) == title);
    }
    // Paragraphs that do not end as sentences do, and tags below them.
    CHECK(title_of(menu + title +
                   "\nBy Jane Doe\nStone is nice but the bridge is to be of steel, and "
                   "the vote on it was put off\nBridge, vote, steel, stone, council, "
                   "Northmere, bridges\nLeave a Comment\n") == title);
    CHECK(title_of(menu + "The Town That Lost Its Vote\nBy Jane Doe\n" + story) ==
          "The Town That Lost Its Vote");
    // From a text browser, which numbers links.
    CHECK(title_of("   [1]Skip to content\n     * [2]Home\n     * [3]Sport\n     * [4]Weather\n"
                   "     * [5]Subscribe\n\n   " +
                   title + "\n\n   By Jane Doe\n\n" + story) == title);
}

TEST_CASE("a first line that is too long is no title", "[titles]") {
    std::string line;
    for (int i = 0; i < 40; ++i) {
        line += "word ";
    }
    CHECK_FALSE(find_title(line + "\n\n" + kPara));
}
