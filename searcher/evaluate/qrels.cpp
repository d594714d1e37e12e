#include "searcher/evaluate/qrels.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "searcher/evaluate/fields.h"
#include "searcher/evaluate/trec_run.h"

namespace dateline {

namespace {

constexpr double kMaxGrade = 1e6;

bool any_empty(const std::vector<std::string_view>& fields) {
    return std::any_of(fields.begin(), fields.end(),
                       [](std::string_view field) { return field.empty(); });
}

}  // namespace

Qrels read_qrels(std::istream& input, const std::string& name) {
    Qrels qrels;
    FieldReader reader(input, name);
    bool first = true;
    bool tabs = false;  // BEIR's header was seen
    while (reader.next()) {
        std::vector<std::string_view> fields = reader.fields();
        if (first && fields.back() == "score") {
            first = false;
            tabs = true;
            continue;
        }
        first = false;
        if (tabs || (fields.size() != 3 && fields.size() != 4)) {
            const std::vector<std::string_view> by_tabs = reader.tab_fields();
            if (by_tabs.size() == 3 && !any_empty(by_tabs)) fields = by_tabs;
        }
        if (fields.size() != 3 && fields.size() != 4) {
            reader.fail("expected 3 (BEIR) or 4 (TREC) fields, found " +
                        std::to_string(fields.size()));
        }
        const double grade = reader.number(fields.back(), "grade");
        if (std::abs(grade) > kMaxGrade) reader.fail("the grade is out of range");
        qrels[trec_id(fields.front())][trec_id(fields[fields.size() - 2])] =
            static_cast<int>(grade);
    }
    return qrels;
}

}  // namespace dateline
