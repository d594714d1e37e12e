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

UpdateSink::UpdateSink(const std::string& folder, bool trial) {
    if (trial) {
        database_ = Xapian::Database(folder);
        last_ = database_.get_lastdocid();
    } else {
        writer_.emplace(folder, ApiWriter::Mode::Update);
    }
}

// The document there is.
std::optional<Xapian::docid> UpdateSink::find(const std::string& id_term) const {
    const Xapian::PostingIterator first = database().postlist_begin(id_term);
    if (first == database().postlist_end(id_term) || removed_.contains(*first)) return std::nullopt;
    return *first;
}

// False if it is not there any more.
bool UpdateSink::remove(Xapian::docid document, const std::string& id_term) {
    const bool removed = writer_ ? writer_->erase(id_term) > 0 : removed_.insert(document).second;
    counts_.removed += removed ? 1 : 0;
    return removed;
}

std::unique_ptr<RunSink> UpdateSink::new_run() {
    return std::make_unique<UpdateRun>();
}

std::vector<IndexSink::Accepted> UpdateSink::accept(std::unique_ptr<RunSink> run) {
    std::vector<Accepted> documents;
    auto& finished = static_cast<UpdateRun&>(*run);
    for (KeptDocument& kept : finished.documents()) {
        const std::optional<Xapian::docid> existing = find(kept.id_term);
        if (existing &&
            database().get_document(*existing).get_value(kSlotContent) == kept.content) {
            ++counts_.unchanged;
            accepted_.insert(*existing);
            documents.push_back({*existing, Outcome::Unchanged});
            continue;
        }
        make_storable(kept.document.data, kept.id);
        Xapian::docid id = 0;
        if (writer_) {
            id = writer_->replace(kept.id_term, kept.document, finished.terms());
        } else {
            id = existing ? *existing : ++last_;
        }
        accepted_.insert(id);
        ++(existing ? counts_.changed : counts_.added);
        documents.push_back({id, existing ? Outcome::Changed : Outcome::Added});
    }
    return documents;
}

void UpdateSink::set_metadata(const std::string& key, const std::string& value) {
    if (writer_) writer_->set_metadata(key, value);
}

std::string UpdateSink::metadata(const std::string& key) const {
    return database().get_metadata(key);
}

void UpdateSink::replace_metadata(const std::string& prefix,
                                  const std::map<std::string, std::string>& entries) {
    std::vector<std::string> outdated;
    const Xapian::TermIterator end = database().metadata_keys_end(prefix);
    for (auto key = database().metadata_keys_begin(prefix); key != end; ++key) {
        if (!entries.contains(*key)) outdated.push_back(*key);
    }
    for (const std::string& key : outdated)
        set_metadata(key, "");
    for (const auto& [key, value] : entries) {
        if (metadata(key) != value) set_metadata(key, value);
    }
}

std::vector<bool> UpdateSink::documents() const {
    std::vector<bool> documents(std::max<std::size_t>(database().get_lastdocid(), last_) + 1);
    const Xapian::PostingIterator end = database().postlist_end("");
    for (auto at = database().postlist_begin(""); at != end; ++at)
        documents[*at] = true;
    if (!writer_) {
        for (const std::uint32_t document : accepted_)
            documents[document] = true;
        for (const std::uint32_t document : removed_)
            documents[document] = false;
    }
    return documents;
}

std::string UpdateSink::data(std::uint32_t document) const {
    return database().get_document(document).get_data();
}

std::uint64_t UpdateSink::finish() {
    if (!writer_) return 0;
    writer_->commit();
    std::uint64_t terms = 0;
    const Xapian::TermIterator end = database().allterms_end();
    for (auto term = database().allterms_begin(); term != end; ++term)
        ++terms;
    return terms;
}

void UpdateSink::remove_file(const std::string& identity, bool keep_accepted) {
    const std::string term = make_term(kFilePrefix, identity);
    std::vector<std::pair<Xapian::docid, std::string>> found;
    const Xapian::PostingIterator end = database().postlist_end(term);
    for (auto at = database().postlist_begin(term); at != end; ++at) {
        if (keep_accepted && accepted_.contains(*at)) continue;
        auto own = database().termlist_begin(*at);
        own.skip_to(std::string(kIdPrefix));
        if (own != database().termlist_end(*at)) found.emplace_back(*at, *own);
    }
    for (const auto& [document, id_term] : found)
        remove(document, id_term);
    if (!keep_accepted) set_metadata(make_term(kMetaFile, identity), "");
}

bool UpdateSink::remove_article(const std::string& id) {
    const std::string term = make_term(kIdPrefix, id);
    const std::optional<Xapian::docid> document = find(term);
    return document && remove(*document, term);
}

std::vector<std::string> UpdateSink::recorded_files() const {
    std::vector<std::string> identities;
    const std::string prefix(kMetaFile);
    const Xapian::TermIterator end = database().metadata_keys_end(prefix);
    for (auto key = database().metadata_keys_begin(prefix); key != end; ++key)
        identities.push_back((*key).substr(prefix.size()));
    return identities;
}

}  // namespace dateline
