#include "indexer/writers/update_sink.h"

#include <algorithm>
#include <utility>

#include "common/error.h"
#include "common/record.h"
#include "common/schema.h"

namespace dateline {
namespace {

struct KeptDocument {
    std::uint32_t id;  // within the run: for messages
    std::string id_term;
    std::string content;  // value of kSlotContent
    PreparedDocument document;
};

class UpdateRun : public RunSink {
public:
    TermTable& terms() override { return terms_; }

    void add(std::uint32_t id, const PreparedDocument& document) override {
        KeptDocument kept{id, "", "", document};
        for (const WeightedTerm& term : document.weighted) {
            const std::string_view text = terms_.term(term.term);
            if (text.starts_with(kIdPrefix)) kept.id_term = text;
        }
        for (const auto& [slot, value] : document.values) {
            if (slot == kSlotContent) kept.content = value;
        }
        documents_.push_back(std::move(kept));
    }

    void finish() override {}
    std::vector<KeptDocument>& documents() { return documents_; }

private:
    TermTable terms_;
    std::vector<KeptDocument> documents_;
};

// Xapian cannot read back certain long repetitive records (writers/README.md): a few more bytes, in a field that readers pass over, help.
void make_storable(std::string& record, std::uint32_t id) {
    constexpr int kAttempts = 64;
    for (int attempt = 0; !api_can_store(record); ++attempt) {
        if (attempt == kAttempts) {
            throw Error("document " + std::to_string(id) + " cannot be stored by Xapian's API",
                        "use --rebuild");
        }
        add_padding(record, static_cast<unsigned>(attempt));
    }
}

}  // namespace

UpdateSink::UpdateSink(const std::string& folder) : writer_(folder, ApiWriter::Mode::Update) {}

std::unique_ptr<RunSink> UpdateSink::new_run() {
    return std::make_unique<UpdateRun>();
}

void UpdateSink::accept(std::unique_ptr<RunSink> run) {
    auto& finished = static_cast<UpdateRun&>(*run);
    for (KeptDocument& kept : finished.documents()) {
        const std::optional<Xapian::docid> existing = writer_.find(kept.id_term);
        if (existing &&
            writer_.database().get_document(*existing).get_value(kSlotContent) == kept.content) {
            ++counts_.unchanged;
            accepted_.insert(*existing);
            continue;
        }
        make_storable(kept.document.data, kept.id);
        accepted_.insert(writer_.replace(kept.id_term, kept.document, finished.terms()));
        ++(existing ? counts_.changed : counts_.added);
    }
}

void UpdateSink::set_metadata(const std::string& key, const std::string& value) {
    writer_.set_metadata(key, value);
}

std::string UpdateSink::metadata(const std::string& key) const {
    return writer_.database().get_metadata(key);
}

std::uint64_t UpdateSink::finish() {
    writer_.commit();
    std::uint64_t terms = 0;
    const Xapian::Database& database = writer_.database();
    for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term)
        ++terms;
    return terms;
}

void UpdateSink::remove_file(const std::string& identity, bool keep_accepted) {
    const std::string term = make_term(kFilePrefix, identity);
    const Xapian::Database& database = writer_.database();
    std::vector<std::string> id_terms;
    for (auto at = database.postlist_begin(term); at != database.postlist_end(term); ++at) {
        if (keep_accepted && accepted_.contains(*at)) continue;
        auto own = database.termlist_begin(*at);
        own.skip_to(std::string(kIdPrefix));
        if (own != database.termlist_end(*at)) id_terms.push_back(*own);
    }
    for (const std::string& id_term : id_terms)
        counts_.removed += writer_.erase(id_term);
    if (!keep_accepted) writer_.set_metadata(make_term(kMetaFile, identity), "");
}

bool UpdateSink::remove_article(const std::string& id) {
    const Xapian::doccount removed = writer_.erase(make_term(kIdPrefix, id));
    counts_.removed += removed;
    return removed > 0;
}

std::vector<std::string> UpdateSink::recorded_files() const {
    std::vector<std::string> identities;
    const Xapian::Database& database = writer_.database();
    const std::string prefix(kMetaFile);
    for (auto key = database.metadata_keys_begin(prefix); key != database.metadata_keys_end(prefix);
         ++key) {
        identities.push_back((*key).substr(prefix.size()));
    }
    return identities;
}

}  // namespace dateline
