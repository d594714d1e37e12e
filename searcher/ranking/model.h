// `--rank MODEL`: which formula scores the words of a query.
//
// A model is written `name` or `name:parameter=value,parameter=value`, e.g. "bm25:k1=0.9,b=0.4";
// what is left out takes its default. "default" is Dateline's own (README.md beside this file);
// the others are Xapian's schemes, so that published baselines can be reproduced with them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

namespace dateline {

struct RankParameter {
    std::string name;
    std::string text;  // as printed: the value given, or the default
    double value = 0;  // 0 for a parameter that is not a number (tfidf's norm)
};

struct RankModel {
    std::string name;
    std::vector<RankParameter> parameters;  // all the model has, in its own order

    // The value of a parameter that the model has.
    double operator[](std::string_view parameter) const;

    bool is_default() const { return name == "default"; }
};

// Throws Error, naming the choices, for an unknown model or parameter, a value that is not a number
// or out of the parameter's range. Letters in either case; blanks around the parts are dropped.
RankModel parse_rank_model(std::string_view spec);

// The name with all parameters, "bm25:k1=0.9,b=0.4,…": parse_rank_model's inverse.
std::string format_rank_model(const RankModel& model);

// One line for each model: what can be written, and what it is. For `--help`.
std::vector<std::string> rank_model_help();

// The weighting scheme for Xapian::Enquire. Xapian keeps a copy, so one may serve many queries, but
// not two threads at once.
//
// `verbosity` (rank_query.h) matters to the default alone, whose scheme is Xapian's BM25 with
// parameters between those for key words (0) and for whole sentences (1); the rest of its formula
// are factors within the query, so that it runs on remote shards as well.
std::unique_ptr<Xapian::Weight> make_weight(const RankModel& model, double verbosity = 0);

// The default model's BM25 at a verbosity.
struct Bm25Parameters {
    double k1 = 0;
    double b = 0;
};
Bm25Parameters default_bm25(const RankModel& model, double verbosity);

// Document lengths below this share of the mean count as this much (as Xapian's own default).
inline constexpr double kMinNormalisedLength = 0.5;

}  // namespace dateline
