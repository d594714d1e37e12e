// What the crash tests play with: articles in rounds, an index of them, and searchers that see one
// round or the next, never both.
//
// Of a round come kCanaries articles that are rewritten in every round, some more that exist in
// that round only, and one more of those that stay for ever. All titles name their round, and the
// number of articles is that of the round alone, so one look at the results tells a mixture. What
// exists in one round only, and one article that stays, are undated copies of canaries, whose day
// is another in each round: they are dated by these.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/cli/process.h"

namespace dateline::testing {

class Scene {
public:
    // Works in `folder`, with `still` articles that never change; `index` is to be the index's
    // directory.
    Scene(std::string folder, std::string index, int still);

    const std::string& directory() const { return index_; }

    // Writes the inputs of the round. The index may be of either round from now on.
    void write_round(int round);
    int round() const { return highest_; }

    // The index is of this round, for good: a run has said so.
    void acknowledge(int round) { lowest_ = round; }
    int acknowledged() const { return lowest_; }

    // Arguments of dateline-index for the inputs as they are.
    std::vector<std::string> arguments(bool rebuild) const;

    // One search by a process of its own. Nothing if all is well, else what was wrong. Any thread.
    std::optional<std::string> look() const;

    // Errors of the index as it is on disk: `--check`.
    std::optional<std::string> check() const;

    // Whether nothing but what is in force is in the directory.
    std::optional<std::string> leftovers() const;

    // Whether results of "canary" are of one round that may be now. Rounds below `lowest` are past.
    std::optional<std::string> judge(int lowest, const std::vector<std::string>& titles,
                                     std::optional<int> articles) const;

private:
    std::string folder_;
    std::string index_;
    int still_;
    std::atomic<int> lowest_{0};
    std::atomic<int> highest_{0};
};

// Searches 20 times a second by turns through new processes and one that lives long, until it is
// destroyed.
class Searchers {
public:
    explicit Searchers(const Scene& scene);
    ~Searchers();
    Searchers(const Searchers&) = delete;
    Searchers& operator=(const Searchers&) = delete;

    int searches() const { return searches_; }
    std::vector<std::string> failures() const;

private:
    void run();
    void report(const std::string& failure);

    const Scene& scene_;
    std::atomic<bool> stop_{false};
    std::atomic<int> searches_{0};
    mutable std::mutex mutex_;
    std::vector<std::string> failures_;
    std::thread thread_;
};

}  // namespace dateline::testing
