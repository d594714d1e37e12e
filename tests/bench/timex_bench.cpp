// Speed of the time tagger: processor time of one thread over texts in memory, and whether it grows
// in proportion on hostile ones.
//   dateline_timex_bench FILE…   FILE: text, or JSON Lines with "body" and "date"
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include <rapidjson/document.h>

#include "common/date.h"
#include "common/text.h"
#include "indexer/temporal/tagger.h"

namespace {

using dateline::Day;

struct Text {
    std::string body;
    std::optional<Day> date;
};

std::vector<Text> read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::vector<Text> texts;
    const bool lines = path.ends_with(".jsonl");
    std::string line;
    if (!lines) {
        texts.push_back(
            {dateline::to_valid_utf8(std::string(std::istreambuf_iterator<char>(file), {})),
             std::nullopt});
        return texts;
    }
    while (std::getline(file, line)) {
        rapidjson::Document json;
        json.Parse(line.data(), line.size());
        if (json.HasParseError() || !json.IsObject() || !json.HasMember("body")) continue;
        const auto string_of = [&](const char* name) {
            return json.HasMember(name) && json[name].IsString()
                       ? std::string(json[name].GetString(), json[name].GetStringLength())
                       : std::string();
        };
        const auto date = dateline::parse_given_date(string_of("date"));
        texts.push_back({dateline::to_valid_utf8(string_of("body")),
                         date ? std::optional(date->first) : std::nullopt});
    }
    return texts;
}

double seconds(const std::vector<Text>& texts, std::size_t& found) {
    const std::clock_t begin = std::clock();
    for (const Text& text : texts)
        found += dateline::tag_timexes(text.body, text.date).size();
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

}  // namespace

int main(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        const std::vector<Text> texts = read(argv[i]);
        std::size_t bytes = 0;
        for (const Text& text : texts)
            bytes += text.body.size();
        double best = 1e9;
        std::size_t found = 0;
        for (int round = 0; round < 5; ++round) {
            found = 0;
            best = std::min(best, seconds(texts, found));
        }
        std::printf("%s: %zu texts, %.1f MB, %zu expressions, %.1f MB/s\n", argv[i], texts.size(),
                    static_cast<double>(bytes) / 1e6, found,
                    static_cast<double>(bytes) / 1e6 / best);
    }
    std::printf("hostile texts: seconds for 1, 2 and 4 MB\n");
    for (const char* const unit :
         {"May ", "1", "the last ", "one two three ", "March 3, 4, 5, ", "late in early ", "2024-",
          "''90s ", "will be on or by ", "ago ", "a year and a half ", "of the ",
          "thousand hundred seventy-", "on Tuesday and "}) {
        std::printf("  %-20s", unit);
        for (const std::size_t size : {1'000'000, 2'000'000, 4'000'000}) {
            Text text;
            while (text.body.size() < size)
                text.body += unit;
            std::size_t found = 0;
            std::printf(" %7.3f", seconds({text}, found));
        }
        std::printf("\n");
    }
}
