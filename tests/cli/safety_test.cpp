// Escape sequences and control characters in articles, file names and queries never reach a
// terminal.
#include <nlohmann/json.hpp>

#include "tests/catch.h"
#include "tests/cli/cli_index.h"
#include "tests/cli/process.h"

using namespace dateline::testing;

namespace {

// Clears the screen, sets the title, rings, goes back, deletes; a C1 introducer; an override of
// direction.
const std::string kNasty =
    "\x1b[2J\x1b]0;owned\x07\x08\x7f\xc2\x9b"
    "31m\xe2\x80\xae";

// The first dangerous character, or "".
std::string danger(const std::string& text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool control = (byte < 0x20 && byte != '\n') || byte == 0x7f;
        const bool c1 =
            byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
        const bool direction = text.compare(i, 3, "\xe2\x80\xae") == 0;
        if (control || c1 || direction)
            return "byte " + std::to_string(byte) + " at " + std::to_string(i);
    }
    return "";
}

void check_safe(const ProcessResult& result) {
    INFO(result.text());
    CHECK(danger(result.out) == "");
    CHECK(danger(result.err) == "");
}

std::string json_text(const std::string& text) {
    return nlohmann::json(text).dump();
}

}  // namespace

TEST_CASE("safety: nothing dangerous of an article is printed", "[cli][safety]") {
    const TemporaryFolder folder;
    std::string line = "{";
    for (const std::string field : {"id", "title", "body", "url", "source", "section"})
        line += json_text(field) + ":" + json_text(field + " rain " + kNasty + " more") + ",";
    line += json_text("key" + kNasty) + ":\"x\"}\n";
    write_file(folder / "in/a.jsonl", line);
    write_file(folder / ("in/name" + kNasty + ".txt"),
               "Rain " + kNasty + " fell\n\nRain " + kNasty + " fell on the town.\n");
    const ProcessResult built =
        index({"-d", folder / "index", "--facet-field", "section", folder / "in"});
    CHECK_STATUS(built, 0);
    check_safe(built);
    const auto safe_search = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"-d", folder / "index"});
        const ProcessResult result = search(arguments);
        check_safe(result);
        return result;
    };
    CHECK(safe_search({"rain"}).out.find("2 articles found") != std::string::npos);
    for (const std::string format : {"text", "json", "jsonl"}) {
        safe_search({"--format", format, "rain"});
        safe_search({"rain", "--format", format, "--facet", "section", "--facet", "source"});
        CHECK_STATUS(safe_search({"--format", format, "--show", "id rain " + kNasty + " more"}), 0);
        CHECK_STATUS(safe_search({"--format", format, "--show", "name" + kNasty + ".txt"}), 0);
    }
}

TEST_CASE("safety: nothing dangerous of a query or an option is printed", "[cli][safety]") {
    const TemporaryFolder folder;
    write_file(folder / "a.txt", "Rain fell.\n");
    const CliIndex built({folder / "a.txt"});
    for (const std::string& query :
         {"rain " + kNasty, "\"" + kNasty, "x" + kNasty + ":rain", "(rain " + kNasty,
          "date:" + kNasty, std::string("rain\xff\xfe\""), "ra" + kNasty + "in*", kNasty}) {
        for (const std::string format : {"text", "json", "jsonl"})
            check_safe(built.search({"--format", format, "--", query}));
    }
    check_safe(built.search({"rain", "--facet", kNasty}));
    check_safe(built.search({"--show", kNasty}));
    check_safe(built.search({"--now", kNasty, "rain"}));
    check_safe(search({"-d", folder / kNasty, "rain"}));
    check_safe(index({"-d", folder / "other", folder / kNasty}));
    check_safe(index({"-d", folder / "other", "--language", kNasty, folder / "a.txt"}));
    check_safe(index({"-d", folder / "other", "--field", kNasty, folder / "a.txt"}));
    check_safe(index({"-d", folder / ("other" + kNasty), folder / "a.txt"}));
}

TEST_CASE("safety: problems of input are printed safely", "[cli][safety]") {
    const TemporaryFolder folder;
    write_file(folder / ("in/" + kNasty + ".jsonl"),
               "{\"id\":" + json_text(kNasty) + ",\"body\":\"rain\",\"date\":" + json_text(kNasty) +
                   "}\n{\"id\":" + json_text(kNasty) + ",\"body\":\"rain\"}\n" + kNasty + "\n");
    write_file(folder / ("in/" + kNasty + ".txt"), "");
    for (const std::string stats : {"text", "json"}) {
        const ProcessResult built =
            index({"-d", folder / "index", "--stats", stats, folder / "in"});
        CHECK_STATUS(built, 1);
        check_safe(built);
    }
}

TEST_CASE("safety: messages about options repeat them safely", "[cli][safety]") {
    const TemporaryFolder folder;
    write_file(folder / "a.txt", "Rain fell.\n");
    check_safe(search({"-d", folder / "index", "--sort", kNasty, "rain"}));
    check_safe(search({"-d", folder / "index", "--" + kNasty, "rain"}));
    check_safe(index({"-d", folder / "index", "--writer", kNasty, folder / "a.txt"}));
    check_safe(index({"-d", folder / "index", "--" + kNasty, folder / "a.txt"}));
}
