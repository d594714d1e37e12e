#include "indexer/cleaning/titles.h"

#include <string>
#include <vector>

#include "tests/catch.h"

using namespace dateline;

namespace {

struct Case {
    const char* text;
    const char* title;       // "" for untitled
    const char* body_start;  // what the body begins with
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
        const std::string text = c.text;
        const auto found = find_title(text);
        CHECK((found ? text.substr(found->begin, found->end - found->begin) : "") == c.title);
        CHECK(text.substr(found ? found->body_begin : 0).rfind(c.body_start, 0) == 0);
    }
}

TEST_CASE("a first line that is too long is no title", "[titles]") {
    std::string line;
    for (int i = 0; i < 40; ++i) {
        line += "word ";
    }
    CHECK_FALSE(find_title(line + "\n\n" + kPara));
}
