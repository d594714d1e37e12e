#include "indexer/writers/api_sink.h"

#include <utility>
#include <vector>

#include <xapian.h>

#include "common/error.h"
#include "common/text.h"

namespace dateline {
namespace {

class ApiRun : public RunSink {
public:
    TermTable& terms() override { return terms_; }

    void add(std::uint32_t id, const PreparedDocument& document) override {
        Xapian::Document result;
        for (const Occurrence& occurrence : document.occurrences) {
            const bool counts = (occurrence.position & Occurrence::kNoWdf) == 0;
            result.add_posting(std::string(terms_.term(occurrence.term)),
                               occurrence.position & ~Occurrence::kNoWdf, counts ? 1 : 0);
        }
        for (const WeightedTerm& term : document.weighted) {
            result.add_term(std::string(terms_.term(term.term)), term.wdf);
        }
        for (const auto& [slot, value] : document.values)
            result.add_value(slot, value);
        result.set_data(document.data);
        documents_.emplace_back(id, std::move(result));
    }

    void finish() override {}

    std::vector<std::pair<std::uint32_t, Xapian::Document>>& documents() { return documents_; }

private:
    TermTable terms_;
    std::vector<std::pair<std::uint32_t, Xapian::Document>> documents_;
};

class ApiSink : public IndexSink {
public:
    explicit ApiSink(const std::string& path)
        : database_(path, Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS) {}

    std::unique_ptr<RunSink> new_run() override { return std::make_unique<ApiRun>(); }

    void accept(std::unique_ptr<RunSink> run) override {
        for (auto& [id, document] : static_cast<ApiRun&>(*run).documents()) {
            database_.replace_document(id, document);
        }
    }

    void set_metadata(const std::string& key, const std::string& value) override {
        database_.set_metadata(key, value);
    }

    std::uint64_t finish() override {
        database_.commit();
        std::uint64_t terms = 0;
        for (auto term = database_.allterms_begin(); term != database_.allterms_end(); ++term)
            ++terms;
        database_.close();
        return terms;
    }

private:
    Xapian::WritableDatabase database_;
};

}  // namespace

std::unique_ptr<IndexSink> make_api_sink(const std::string& path) {
    return std::make_unique<ApiSink>(path);
}

}  // namespace dateline
