#include "indexer/update/redate.h"

#include <algorithm>
#include <string>
#include <utility>

#include "common/record.h"
#include "common/schema.h"
#include "indexer/cleaning/published.h"
#include "indexer/document/document.h"
#include "indexer/writers/api.h"

namespace dateline {
namespace {

// That Xapian's API can read again.
std::string storable_record(const Article& article) {
    const std::string record = encode_record(article);
    std::string padded = record;
    for (unsigned seed = 0; !api_can_store(padded); ++seed) {
        padded = record;
        add_padding(padded, seed);
    }
    return padded;
}

}  // namespace

std::vector<Redated> redated_in(const CopiedDates& dates, std::size_t shards, std::size_t shard) {
    std::vector<Redated> redated;
    for (const auto& [number, evidence] : dates) {
        if (evidence && (number - 1) % shards == shard)
            redated.push_back({static_cast<Xapian::docid>((number - 1) / shards + 1), evidence});
    }
    return redated;
}

void redate(Xapian::WritableDatabase& database, const Redated& redated) {
    Xapian::Document document = database.get_document(redated.document);
    Article article = decode_record(document.get_data());
    const PublicationParts before = publication_parts(article.dates);
    set_date_by_copies(article, redated.evidence);
    const PublicationParts after = publication_parts(article.dates);
    const auto has = [](const std::vector<std::string>& terms, const std::string& term) {
        return std::find(terms.begin(), terms.end(), term) != terms.end();
    };
    for (const std::string& term : before.terms) {
        if (!has(after.terms, term)) document.remove_term(term);
    }
    for (const std::string& term : after.terms) {
        if (!has(before.terms, term)) document.add_boolean_term(term);
    }
    for (const auto& [slot, value] : before.values)
        document.remove_value(slot);
    for (const auto& [slot, value] : after.values)
        document.add_value(slot, value);
    document.set_data(storable_record(article));
    database.replace_document(redated.document, document);
}

Article stored_article(const Xapian::Database& database, Xapian::docid document) {
    return decode_record(database.get_document(document).get_data());
}

OwnDate stored_own_date(const Xapian::Database& database, Xapian::docid document) {
    const Xapian::Document found = database.get_document(document);
    const std::string date = found.get_value(kSlotDate);
    if (date.size() != PackedDate::kBytes) return {};
    if (found.get_value(kSlotConfidence) < confidence_digits(kSureDate)) return {};
    return {PackedDate::read(date, 0), true};
}

}  // namespace dateline
