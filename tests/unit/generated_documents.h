// Documents for the tests of writers: made from a seed, or extreme by design, and built into
// databases both ways.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "indexer/document/document.h"
#include "indexer/document/term_table.h"
#include "indexer/writers/api.h"
#include "indexer/writers/bulk.h"
#include "tests/support/temporary_folder.h"

namespace dateline::testing {

// A PreparedDocument with its terms spelt out, so that any TermTable can be used for it.
struct GeneratedDocument {
    DocumentId id = 0;
    std::vector<std::pair<std::string, std::uint32_t>> occurrences;
    std::vector<std::pair<std::string, std::uint32_t>> weighted;
    std::vector<std::pair<unsigned, std::string>> values;
    std::string data;
};
using GeneratedDocuments = std::vector<GeneratedDocument>;

inline PreparedDocument prepare(const GeneratedDocument& document, TermTable& terms) {
    PreparedDocument prepared;
    for (const auto& [term, position] : document.occurrences) {
        prepared.occurrences.push_back({terms.intern(term), position});
    }
    for (const auto& [term, wdf] : document.weighted) {
        prepared.weighted.push_back({terms.intern(term), wdf});
    }
    prepared.values = document.values;
    prepared.data = document.data;
    return prepared;
}

struct BulkOptions {
    std::size_t documents_per_run = 1000;
    std::size_t memory = std::size_t{1} << 30;
    unsigned threads = 1;
};

// Returns the number of bytes spilled.
inline std::uint64_t build_bulk(
    const std::string& folder, const GeneratedDocuments& documents, const BulkOptions& options,
    const std::vector<std::pair<std::string, std::string>>& metadata = {}) {
    BulkWriter writer(folder, options.memory);
    for (const auto& [key, value] : metadata)
        writer.set_metadata(key, value);
    const std::size_t runs =
        (documents.size() + options.documents_per_run - 1) / options.documents_per_run;
    const auto work = [&](unsigned thread) {
        RunBuilder builder;
        for (std::size_t run = thread; run < runs; run += options.threads) {
            const std::size_t begin = run * options.documents_per_run;
            const std::size_t end = std::min(begin + options.documents_per_run, documents.size());
            for (std::size_t i = begin; i < end; ++i) {
                builder.add(documents[i].id, prepare(documents[i], builder.terms()));
            }
            writer.add(run, builder.finish());
        }
    };
    if (options.threads == 1) {
        work(0);
    } else {
        std::vector<std::thread> threads;
        for (unsigned i = 0; i < options.threads; ++i)
            threads.emplace_back(work, i);
        for (std::thread& thread : threads)
            thread.join();
    }
    const std::uint64_t spilled = writer.spilled_bytes();
    writer.finish(options.threads);
    return spilled;
}

inline void build_api(const std::string& folder, const GeneratedDocuments& documents,
                      const std::vector<std::pair<std::string, std::string>>& metadata = {}) {
    ApiWriter writer(folder, ApiWriter::Mode::Create);
    for (const auto& [key, value] : metadata)
        writer.set_metadata(key, value);
    TermTable terms;
    for (const GeneratedDocument& document : documents) {
        writer.add(document.id, prepare(document, terms), terms);
    }
    writer.commit();
}

inline std::string file_bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline std::set<Xapian::valueno> used_slots(const GeneratedDocuments& documents) {
    std::set<Xapian::valueno> slots = {0, 4711};
    for (const GeneratedDocument& document : documents) {
        for (const auto& [slot, value] : document.values)
            slots.insert(slot);
    }
    return slots;
}

// ---- Generators

using Random = std::mt19937;

inline std::uint32_t below(Random& random, std::uint32_t limit) {
    return static_cast<std::uint32_t>(random() % limit);
}

// A word of a vocabulary of `size`, the first ones far more frequent than the last.
inline std::string word(Random& random, std::uint32_t size) {
    const std::uint32_t number = below(random, 1 + below(random, 1 + below(random, size)));
    std::string text = number % 3 == 0 ? "w" : number % 3 == 1 ? "stem" : "x\xc3\xa9";
    return text + std::to_string(number);
}

inline std::string random_bytes(Random& random, std::size_t length) {
    std::string bytes(length, '\0');
    for (char& byte : bytes)
        byte = static_cast<char>(random());
    return bytes;
}

// Text that deflates about as prose does.
inline std::string prose(Random& random, std::size_t words) {
    std::string text;
    for (std::size_t i = 0; i < words; ++i)
        text += word(random, 3000) + (i % 12 == 11 ? ".\n" : " ");
    return text;
}

// A mixture of everything a document can have or lack, at moderate sizes.
inline GeneratedDocuments mixed_documents(unsigned seed, std::size_t count) {
    Random random(seed);
    GeneratedDocuments documents;
    DocumentId id = 0;
    for (std::size_t i = 0; i < count; ++i) {
        GeneratedDocument document;
        id += below(random, 5) == 0 ? 1 + below(random, 300) : 1;
        document.id = id;
        const std::uint32_t kind = below(random, 20);
        if (kind > 0) {  // 0: nothing but its id
            const std::uint32_t words = kind == 1 ? 1 : below(random, kind == 2 ? 3000 : 200);
            std::uint32_t position = below(random, 3);
            for (std::uint32_t w = 0; w < words; ++w) {
                const std::string term = word(random, 5000);
                const std::uint32_t flag = below(random, 50) == 0 ? Occurrence::kNoWdf : 0;
                document.occurrences.emplace_back(term, position | flag);
                document.weighted.emplace_back("Z" + term.substr(0, 5), 1);
                if (below(random, 30) == 0) document.occurrences.emplace_back("S" + term, position);
                if (below(random, 40) == 0)
                    document.occurrences.push_back(document.occurrences.front());
                position += below(random, 15) == 0 ? below(random, 1000) : 1;
            }
            if (below(random, 30) == 0) {
                position = Occurrence::kNoWdf - 1;  // the greatest
                document.occurrences.emplace_back("far", position);
                document.occurrences.emplace_back("far", 0);
            }
        }
        if (kind % 2 == 0) document.weighted.emplace_back("Q" + std::to_string(id), 0);
        if (kind == 3) {
            document.weighted.emplace_back("heavy", 100 + below(random, 100));
            document.weighted.emplace_back("heavy", below(random, 5) == 0 ? 4000000 : 1);
            document.weighted.emplace_back("w0", 126);
            document.weighted.emplace_back("w3", 127);
        }
        if (kind == 4) {
            // Bytes of every kind: zeros inside, in front and at the end, beyond ASCII.
            document.weighted.emplace_back(std::string(1 + below(random, 3), '\0'), 1);
            document.weighted.emplace_back(std::string("a\0", 2), 2);
            document.weighted.emplace_back(std::string("a\0\x01", 3), 0);
            document.weighted.emplace_back("a\x01", 3);
            document.occurrences.emplace_back("a", 3);
            document.occurrences.emplace_back(std::string("\0\xff", 2), 9);
            document.weighted.emplace_back(random_bytes(random, 1 + below(random, 30)), 1);
        }
        if (kind == 5) {
            std::string term = random_bytes(random, 245);
            for (char& byte : term)
                byte = byte == 0 ? 'n' : byte;
            for (int zero = 0; zero < 4; ++zero)
                term[below(random, 245)] = 0;
            document.occurrences.emplace_back(term, 5);
            document.weighted.emplace_back(
                std::string(240, 'L') + std::to_string(below(random, 100)), 2);
            document.occurrences.emplace_back(std::string(245, 'L'), 1);
        }
        for (unsigned slot = 0; slot < 4; ++slot) {
            if (below(random, 3) == 0) {
                document.values.emplace_back(slot, random_bytes(random, 1 + below(random, 12)));
            }
        }
        if (kind == 6) {
            document.values.emplace_back(128, std::string(10000, static_cast<char>('a' + i % 26)));
            document.values.emplace_back(129, "v");
            document.values.emplace_back(256, random_bytes(random, 10000));
            document.values.emplace_back(65536, std::string(1, '\0'));
            document.values.emplace_back(0xffffffff, "last slot");
        }
        if (kind == 7) {
            document.data = random_bytes(random, below(random, 20000));  // does not deflate
        } else if (kind == 8) {
            document.data = std::string(below(random, 60), '-');  // around the threshold
        } else if (kind != 9) {
            document.data = prose(random, below(random, kind == 10 ? 5000 : 150));
        }
        documents.push_back(std::move(document));
    }
    return documents;
}

}  // namespace dateline::testing
