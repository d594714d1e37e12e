#include "indexer/writers/sinks.h"

#include <mutex>
#include <utility>
#include <vector>

#include "indexer/writers/api.h"
#include "indexer/writers/bulk.h"

namespace dateline {
namespace {

class BulkRun : public RunSink {
public:
    TermTable& terms() override { return builder_.terms(); }
    void add(std::uint32_t id, const PreparedDocument& document) override {
        builder_.add(id, document);
    }
    void finish() override { run_ = builder_.finish(); }
    Run& finished() { return run_; }
    void reuse() { builder_.reuse(run_); }

private:
    RunBuilder builder_;
    Run run_;
};

class BulkSink : public IndexSink {
public:
    BulkSink(const std::string& folder, std::size_t memory, unsigned threads)
        : writer_(folder, memory), threads_(threads) {}

    std::unique_ptr<RunSink> new_run() override {
        const std::lock_guard lock(mutex_);
        if (free_.empty()) return std::make_unique<BulkRun>();
        std::unique_ptr<RunSink> run = std::move(free_.back());
        free_.pop_back();
        return run;
    }
    void accept(std::unique_ptr<RunSink> run) override {
        auto& bulk_run = static_cast<BulkRun&>(*run);
        writer_.add(std::move(bulk_run.finished()));
        bulk_run.reuse();
        const std::lock_guard lock(mutex_);
        free_.push_back(std::move(run));
    }
    void set_metadata(const std::string& key, const std::string& value) override {
        writer_.set_metadata(key, value);
    }
    std::uint64_t finish() override {
        free_.clear();
        writer_.finish(threads_);
        return writer_.term_count();
    }

private:
    BulkWriter writer_;
    unsigned threads_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<RunSink>> free_;  // their memory serves the next runs
};

// Keeps the documents of a run until it is accepted: the API takes them on one thread.
class ApiRun : public RunSink {
public:
    TermTable& terms() override { return terms_; }
    void add(std::uint32_t id, const PreparedDocument& document) override {
        documents_.emplace_back(id, document);
    }
    void finish() override {}
    const std::vector<std::pair<std::uint32_t, PreparedDocument>>& documents() const {
        return documents_;
    }

private:
    TermTable terms_;
    std::vector<std::pair<std::uint32_t, PreparedDocument>> documents_;
};

class ApiSink : public IndexSink {
public:
    explicit ApiSink(const std::string& folder) : writer_(folder, ApiWriter::Mode::Create) {}

    std::unique_ptr<RunSink> new_run() override { return std::make_unique<ApiRun>(); }
    void accept(std::unique_ptr<RunSink> run) override {
        auto& finished = static_cast<ApiRun&>(*run);
        for (const auto& [id, document] : finished.documents())
            writer_.add(id, document, finished.terms());
    }
    void set_metadata(const std::string& key, const std::string& value) override {
        writer_.set_metadata(key, value);
    }
    std::uint64_t finish() override {
        writer_.commit();
        return count_terms(writer_.database());
    }

private:
    ApiWriter writer_;
};

class TrialRun : public RunSink {
public:
    TermTable& terms() override { return terms_; }
    void add(std::uint32_t, const PreparedDocument&) override {}
    void finish() override {}

private:
    TermTable terms_;
};

class TrialSink : public IndexSink {
public:
    std::unique_ptr<RunSink> new_run() override { return std::make_unique<TrialRun>(); }
    void accept(std::unique_ptr<RunSink>) override {}
    void set_metadata(const std::string&, const std::string&) override {}
    std::uint64_t finish() override { return 0; }
};

}  // namespace

std::uint64_t count_terms(const Xapian::Database& database) {
    std::uint64_t terms = 0;
    for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term)
        ++terms;
    return terms;
}

std::unique_ptr<IndexSink> make_trial_sink() {
    return std::make_unique<TrialSink>();
}

std::unique_ptr<IndexSink> make_bulk_sink(const std::string& folder, std::size_t memory,
                                          unsigned threads) {
    return std::make_unique<BulkSink>(folder, memory, threads);
}

std::unique_ptr<IndexSink> make_api_sink(const std::string& folder) {
    return std::make_unique<ApiSink>(folder);
}

}  // namespace dateline
