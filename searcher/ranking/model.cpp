#include "searcher/ranking/model.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "common/error.h"

namespace dateline {
namespace {

constexpr double kUnlimited = std::numeric_limits<double>::max();
constexpr std::size_t kMaxParameters = 12;

struct ParameterRow {
    std::string_view name;
    std::string_view standard;
    double low = 0;
    double high = kUnlimited;
};

using Values = RankModel;
using Maker = std::unique_ptr<Xapian::Weight> (*)(const Values&);

struct ModelRow {
    std::string_view name;
    std::string_view summary;
    Maker make;
    std::array<ParameterRow, kMaxParameters> parameters;  // ends at the first without a name
};

template <typename Scheme>
std::unique_ptr<Xapian::Weight> plain(const Values& /*unused*/) {
    return std::make_unique<Scheme>();
}

template <typename Scheme>
std::unique_ptr<Xapian::Weight> with_c(const Values& v) {
    return std::make_unique<Scheme>(v["c"]);
}

// Strictly positive parameters; Xapian throws for 0.
constexpr double kTiny = 1e-9;

const std::array kModels{
    ModelRow{"default",
             "BM25 that follows the query's length, bursty words, exact forms and close pairs",
             nullptr,
             {{{"k1", "0.9"},
               {"b", "0.4", 0, 1},
               {"burst", "0.5", 0, 4},
               {"long_k1", "1.2"},
               {"long_b", "0.75", 0, 1},
               {"long_burst", "1", 0, 4},
               {"repeat", "0.7", 0, 1},
               {"exact", "0.2", 0, 10},
               {"near", "0.1", 0, 10},
               {"feedback", "0.25", 0, 1}}}},
    ModelRow{
        "bm25",
        "Okapi BM25",
        [](const Values& v) -> std::unique_ptr<Xapian::Weight> {
            return std::make_unique<Xapian::BM25Weight>(v["k1"], v["k2"], v["k3"], v["b"],
                                                        v["min_length"]);
        },
        {{{"k1", "0.9"}, {"b", "0.4", 0, 1}, {"k2", "0"}, {"k3", "1"}, {"min_length", "0.5"}}}},
    ModelRow{"bm25plus",
             "BM25+ (Lv and Zhai 2011): a floor for the words of long documents",
             [](const Values& v) -> std::unique_ptr<Xapian::Weight> {
                 return std::make_unique<Xapian::BM25PlusWeight>(v["k1"], v["k2"], v["k3"], v["b"],
                                                                 v["min_length"], v["delta"]);
             },
             {{{"k1", "0.9"},
               {"b", "0.4", 0, 1},
               {"delta", "1"},
               {"k2", "0"},
               {"k3", "1"},
               {"min_length", "0.5"}}}},
    ModelRow{"tfidf",
             "tf.idf; norm is Xapian's three letters for wdf, idf and document",
             [](const Values& v) -> std::unique_ptr<Xapian::Weight> {
                 return std::make_unique<Xapian::TfIdfWeight>(v.parameters[0].text);
             },
             {{{"norm", "ntn"}}}},
    ModelRow{"ineb2",
             "divergence from randomness: inverse expected document frequency, Bernoulli",
             with_c<Xapian::IneB2Weight>,
             {{{"c", "1", kTiny}}}},
    ModelRow{"inl2",
             "divergence from randomness: inverse document frequency, Laplace",
             with_c<Xapian::InL2Weight>,
             {{{"c", "1", kTiny}}}},
    ModelRow{"ifb2",
             "divergence from randomness: inverse term frequency, Bernoulli",
             with_c<Xapian::IfB2Weight>,
             {{{"c", "1", kTiny}}}},
    ModelRow{"bb2",
             "divergence from randomness: Bose-Einstein, Bernoulli",
             with_c<Xapian::BB2Weight>,
             {{{"c", "1", kTiny}}}},
    ModelRow{"pl2",
             "divergence from randomness: Poisson, Laplace",
             with_c<Xapian::PL2Weight>,
             {{{"c", "1", kTiny}}}},
    ModelRow{"pl2plus",
             "PL2 with a floor for the words of long documents",
             [](const Values& v) -> std::unique_ptr<Xapian::Weight> {
                 return std::make_unique<Xapian::PL2PlusWeight>(v["c"], v["delta"]);
             },
             {{{"c", "1", kTiny}, {"delta", "0.8", kTiny}}}},
    ModelRow{"dlh", "hypergeometric, without parameters", plain<Xapian::DLHWeight>, {}},
    ModelRow{"dph", "hypergeometric, Popper's normalisation", plain<Xapian::DPHWeight>, {}},
    ModelRow{"lmdirichlet",
             "language model, Dirichlet smoothing",
             [](const Values& v) -> std::unique_ptr<Xapian::Weight> {
                 return std::make_unique<Xapian::LMWeight>(0.0, Xapian::Weight::DIRICHLET_SMOOTHING,
                                                           v["mu"], 0.0);
             },
             {{{"mu", "2500", kTiny}}}},
    ModelRow{"lmjm",
             "language model, Jelinek-Mercer smoothing",
             [](const Values& v) -> std::unique_ptr<Xapian::Weight> {
                 return std::make_unique<Xapian::LMWeight>(
                     0.0, Xapian::Weight::JELINEK_MERCER_SMOOTHING, v["lambda"], 0.0);
             },
             {{{"lambda", "0.7", kTiny, 1}}}},
    ModelRow{"lmabsolute",
             "language model, absolute discounting",
             [](const Values& v) -> std::unique_ptr<Xapian::Weight> {
                 return std::make_unique<Xapian::LMWeight>(
                     0.0, Xapian::Weight::ABSOLUTE_DISCOUNT_SMOOTHING, v["delta"], 0.0);
             },
             {{{"delta", "0.7", kTiny, 1}}}},
    ModelRow{"lmtwostage",
             "language model, two-stage smoothing",
             [](const Values& v) -> std::unique_ptr<Xapian::Weight> {
                 return std::make_unique<Xapian::LMWeight>(0.0, Xapian::Weight::TWO_STAGE_SMOOTHING,
                                                           v["lambda"], v["mu"]);
             },
             {{{"lambda", "0.7", kTiny, 1}, {"mu", "2500", kTiny}}}},
    ModelRow{"trad",
             "the probabilistic formula before BM25",
             [](const Values& v) -> std::unique_ptr<Xapian::Weight> {
                 return std::make_unique<Xapian::TradWeight>(v["k"]);
             },
             {{{"k", "1"}}}},
    ModelRow{"coord", "the number of query words matched", plain<Xapian::CoordWeight>, {}},
    ModelRow{"bool", "no ranking: the order of the index", plain<Xapian::BoolWeight>, {}},
};

std::string clean(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

// For messages: at most a line's worth of what the user wrote.
std::string quoted(std::string_view text) {
    constexpr std::size_t kShown = 40;
    std::string result = "'";
    for (const char c : text.substr(0, kShown)) {
        result += c >= 0 && (c < ' ' || c == 0x7f) ? '?' : c;
    }
    return result + (text.size() > kShown ? "...'" : "'");
}

std::string list_of_models() {
    std::string names;
    for (const ModelRow& row : kModels) {
        if (!names.empty()) names += ", ";
        names += row.name;
    }
    return names;
}

std::string list_of_parameters(const ModelRow& row) {
    std::string names;
    for (const ParameterRow& parameter : row.parameters) {
        if (parameter.name.empty()) break;
        if (!names.empty()) names += ", ";
        names += parameter.name;
    }
    return names;
}

const ModelRow& find_model(const std::string& name) {
    const auto row = std::find_if(kModels.begin(), kModels.end(),
                                  [&](const ModelRow& model) { return model.name == name; });
    if (row == kModels.end()) {
        throw Error("unknown ranking model " + quoted(name), "choose from " + list_of_models());
    }
    return *row;
}

// Nothing but a finite number.
bool read_number(const std::string& text, double& value) {
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && stopped == end && std::isfinite(value);
}

void set_value(const ModelRow& model, const ParameterRow& row, const std::string& text,
               RankParameter& parameter) {
    const std::string where =
        std::string(row.name) + " of ranking model " + std::string(model.name);
    parameter.text = text;
    if (row.name == "norm") {
        try {
            // Xapian knows its letters; they are upper case for some.
            const Xapian::TfIdfWeight probe(parameter.text);
        } catch (const Xapian::InvalidArgumentError&) {
            throw Error(quoted(text) + " is no " + where,
                        "give three letters for wdf (n, b, s, l, L), idf (n, t, p, f, s) and "
                        "document (n), e.g. ntn");
        }
        return;
    }
    if (!read_number(text, parameter.value)) {
        throw Error("the parameter " + where + " is not a number: " + quoted(text),
                    "e.g. " + std::string(row.name) + "=" + std::string(row.standard));
    }
    if (parameter.value < row.low || parameter.value > row.high) {
        std::string range = row.low > 0 ? "above 0" : "at least 0";
        if (row.high != kUnlimited) {
            char high[32];
            const auto end = std::to_chars(high, high + sizeof high, row.high).ptr;
            range += " and at most " + std::string(high, end);
        }
        throw Error("the parameter " + where + " is out of range: " + quoted(text),
                    "it must be " + range);
    }
}

}  // namespace

double RankModel::operator[](std::string_view parameter) const {
    for (const RankParameter& candidate : parameters) {
        if (candidate.name == parameter) return candidate.value;
    }
    throw Error("ranking model " + name + " has no parameter " + quoted(parameter));
}

RankModel parse_rank_model(std::string_view spec) {
    const std::size_t colon = spec.find(':');
    const ModelRow& row = find_model(clean(spec.substr(0, colon)));
    RankModel model;
    model.name = row.name;
    for (const ParameterRow& parameter : row.parameters) {
        if (parameter.name.empty()) break;
        model.parameters.push_back({std::string(parameter.name), "", 0});
        set_value(row, parameter, std::string(parameter.standard), model.parameters.back());
    }
    if (colon == std::string_view::npos) return model;

    std::string_view rest = spec.substr(colon + 1);
    while (true) {
        const std::size_t comma = rest.find(',');
        const std::string_view item = rest.substr(0, comma);
        const std::size_t equals = item.find('=');
        const std::string name = clean(item.substr(0, equals));
        const auto known = std::find_if(model.parameters.begin(), model.parameters.end(),
                                        [&](const RankParameter& p) { return p.name == name; });
        if (known == model.parameters.end()) {
            const std::string choices = list_of_parameters(row);
            throw Error("ranking model " + model.name + " has no parameter " + quoted(name),
                        choices.empty() ? "it takes none" : "choose from " + choices);
        }
        if (equals == std::string_view::npos) {
            throw Error(
                "the parameter " + name + " of ranking model " + model.name + " needs a value",
                "write " + name + "=" + known->text);
        }
        std::string_view value = item.substr(equals + 1);
        const std::string text = name == "norm" ? std::string(value) : clean(value);
        set_value(row, row.parameters[static_cast<std::size_t>(known - model.parameters.begin())],
                  text, *known);
        if (comma == std::string_view::npos) break;
        rest.remove_prefix(comma + 1);
    }
    return model;
}

std::string format_rank_model(const RankModel& model) {
    std::string text = model.name;
    char separator = ':';
    for (const RankParameter& parameter : model.parameters) {
        text += separator + parameter.name + "=" + parameter.text;
        separator = ',';
    }
    return text;
}

std::vector<std::string> rank_model_help() {
    std::vector<std::string> lines;
    for (const ModelRow& row : kModels) {
        lines.push_back(format_rank_model(parse_rank_model(row.name)) + "  " +
                        std::string(row.summary));
    }
    return lines;
}

Bm25Parameters default_bm25(const RankModel& model, double verbosity) {
    const auto between = [&](std::string_view low, std::string_view high) {
        return model[low] + (model[high] - model[low]) * verbosity;
    };
    return {between("k1", "long_k1"), between("b", "long_b")};
}

std::unique_ptr<Xapian::Weight> make_weight(const RankModel& model, double verbosity) {
    if (model.is_default()) {
        const Bm25Parameters bm25 = default_bm25(model, verbosity);
        return std::make_unique<Xapian::BM25Weight>(bm25.k1, 0.0, 0.0, bm25.b,
                                                    kMinNormalisedLength);
    }
    return find_model(model.name).make(model);
}

}  // namespace dateline
