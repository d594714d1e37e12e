// Words that are unusually frequent in one set of articles, against another.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include <xapian.h>

#include "common/stemming.h"
#include "searcher/timeline/timeline.h"

namespace dateline {

struct UnusualTerms {
    std::size_t stories = 0;  // of `documents`, looked at
    std::vector<PeakTerm> terms;
};

// The words of at most `most` stems, the most telling first, by Dunning's log-likelihood ratio over the number of stories that have
// them ("Accurate methods for the statistics of surprise and coincidence", 1993). Looks at a bounded number of documents of either set,
// evenly spread, one of each story. `others` being few, all articles of the index stand for them.
UnusualTerms unusual_terms(const Xapian::Database& database,
                           const std::vector<Xapian::docid>& documents,
                           const std::vector<Xapian::docid>& others, const StoryOf& story_of,
                           Stemmer& stemmer, const std::set<std::string>& left_out,
                           std::size_t most);

}  // namespace dateline
