// The prompt: queries and commands, one a line; answers to a stream. Knows nothing of terminals, so
// that tests can type into it.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>

#include "searcher/prompt/command.h"
#include "searcher/prompt/complete.h"
#include "searcher/session.h"

namespace dateline {

class Prompt {
public:
    // `config_path`: the file that :save writes; empty: there is none.
    Prompt(SearchSession& session, std::string config_path)
        : session_(session),
          config_path_(std::move(config_path)),
          facets_(session.options().facets) {}

    // What is said first: the index, and how to get help.
    void greet(std::ostream& out) const;

    // Answers a line. Mistakes in it are printed to `err`, and so is that a search was stopped;
    // whatever else fails is thrown. An index that was updated or replaced meanwhile is opened
    // again. False: the prompt is to end.
    bool handle(const std::string& line, std::ostream& out, std::ostream& err);

    Completion complete(std::string_view line, std::size_t cursor) const;

private:
    SearchResults ask(std::size_t offset, const std::vector<std::string>& facets);
    void print(const SearchResults& results, std::ostream& out);
    void search(const std::string& query, const std::string& similar, std::ostream& out);
    void more(std::ostream& out);
    void count_facets(const std::vector<std::string>& facets, std::ostream& out);
    void show(const std::string& argument, std::ostream& out);
    void explain(const std::string& argument, std::ostream& out);
    void save(const std::string& name, std::ostream& out);
    void list_queries(std::ostream& out) const;
    bool run(const Command& command, std::ostream& out);
    const std::string& last_query() const;
    std::string id_of(const std::string& argument) const;

    SearchSession& session_;
    std::string config_path_;
    std::vector<std::string> facets_;  // of --facet: counted with each query
    std::string query_;                // the last that was answered; empty: none
    std::string similar_;   // id of the article of :similar, while it is what :more goes on with
    std::size_t next_ = 0;  // hits of it that were passed or shown
    std::uint64_t total_ = 0;
    std::map<std::size_t, std::string> ids_;  // of hits shown, by rank
};

}  // namespace dateline
