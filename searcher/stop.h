// Stopping a search that takes too long: another thread sets a flag, and all long work looks at it.
#pragma once

#include <atomic>

#include <xapian.h>

#include "common/error.h"

namespace dateline {

// Thrown by a search that was asked to stop.
class Interrupted : public Error {
public:
    Interrupted() : Error("stopped") {}
};

// Throws Interrupted if the flag is set; does nothing for nullptr.
inline void check_stop(const std::atomic<bool>* stop) {
    if (stop != nullptr && *stop) throw Interrupted();
}

// The same documents and scores; matching it throws Interrupted once the flag is set, which
// outlives the query. It is looked at for each document that fulfils the rest.
Xapian::Query stoppable(const Xapian::Query& query, const std::atomic<bool>* stop);

}  // namespace dateline
