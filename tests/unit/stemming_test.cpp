#include "common/stemming.h"

#include <algorithm>

#include "common/error.h"
#include "common/text.h"
#include "tests/catch.h"

using namespace dateline;

TEST_CASE("stemming: languages", "[stemming]") {
    const std::vector<std::string> languages = stemmer_languages();
    for (const std::string language :
         {"english", "french", "german", "spanish", "russian", "none"}) {
        CAPTURE(language);
        CHECK(std::find(languages.begin(), languages.end(), language) != languages.end());
        CHECK(Stemmer(language).language() == language);
    }
    CHECK(Stemmer("en").language() == "english");
    CHECK(Stemmer("de").language() == "german");
    for (const std::string language : {"klingon", "", "ENGLISH ", "none\n"}) {
        CAPTURE(language);
        try {
            Stemmer stemmer(language);
            FAIL("no error");
        } catch (const Error& error) {
            CHECK((std::string(error.what()) + error.hint()).find("german") != std::string::npos);
        }
    }
}

TEST_CASE("stemming: words of one family", "[stemming]") {
    struct Family {
        std::string language;
        std::vector<std::string> words;  // lower case
    };
    for (const Family& family : std::vector<Family>{
             {"english", {"negotiate", "negotiating", "negotiation", "negotiators"}},
             {"english", {"ferry", "ferries"}},
             {"english", {"ceasefire", "ceasefires"}},
             {"english", {"die", "dying"}},
             {"german", {"haus", "häuser", "häusern"}},
             {"french", {"général", "généraux"}},
             {"spanish", {"nación", "naciones"}}}) {
        Stemmer stemmer(family.language);
        const std::string first = stemmer.stem(family.words[0], fold(family.words[0]));
        for (const std::string& word : family.words) {
            CAPTURE(family.language, word);
            const std::string stem = stemmer.stem(word, fold(word));
            CHECK(stem == first);
            CHECK(fold(stem) == stem);
        }
    }
    Stemmer none("none");
    CHECK(none.stem("häuser", "hauser") == "hauser");
    Stemmer english("english");
    CHECK(english.stem("naïve", "naive") == english.stem("naive", "naive"));
    CHECK(english.stem("ferry", "ferry") != english.stem("fern", "fern"));
    CHECK(english.stem("", "") == "");
}
