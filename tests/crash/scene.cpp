#include "tests/crash/scene.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "common/date.h"
#include "common/index.h"

namespace dateline::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kCanaries = 20;
constexpr int kFiles = 4;  // that they are in

int extra_articles(int round) {
    return 1 + round % 5;
}

std::string title_of(int round) {
    return "Canary of round " + std::to_string(round);
}

// -1: not of a canary.
int round_of(const std::string& title) {
    const std::string prefix = title_of(0).substr(0, title_of(0).size() - 1);
    return title.starts_with(prefix) ? std::stoi(title.substr(prefix.size())) : -1;
}

// The day that the canaries of a round are dated.
std::string day_of(int round) {
    return format_day(*make_day(2024, 5, 1) + std::chrono::days(round * 7));
}

// An article of its own that stays, is undated, and near to the first canary of every round: its
// date changes with that canary's.
const std::string kShadow = "still-0";
constexpr int kShadowSeed = -1;  // below 0 for all that stay: no other is like a canary
constexpr int kStillWords = 150;

// Undated if there is no date.
std::string line(const std::string& id, const std::string& title, int seed, int words,
                 const std::string& date) {
    std::string body;
    auto state = static_cast<std::uint32_t>(seed) * 2654435761u + 12345u;
    for (int i = 0; i < words; ++i) {
        state = state * 1664525u + 1013904223u;
        body += "w" + std::to_string((state >> 8) % 3000) + (i % 12 == 11 ? ". " : " ");
    }
    json article = {{"id", id}, {"title", title}, {"body", body}};
    if (!date.empty()) article["date"] = date;
    return article.dump() + "\n";
}

std::string canary_line(const std::string& id, int round, int number, const std::string& date) {
    if (number == 0) return line(id, title_of(round), kShadowSeed, kStillWords, date);
    return line(id, title_of(round), round * 100 + number, 80, date);
}

// A batch that stays: a question in, its answer out.
class Companion {
public:
    explicit Companion(const std::string& directory) {
        std::array<int, 2> in{};
        std::array<int, 2> out{};
        if (pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0) return;
        const std::string program = search_program();
        pid_ = fork();
        if (pid_ == 0) {
            dup2(in[0], 0);
            dup2(out[1], 1);
            execl(program.c_str(), program.c_str(), "-d", directory.c_str(), "--batch", "-", "-n",
                  "100", "--all-copies", "--format", "jsonl", nullptr);
            _exit(127);
        }
        close(in[0]);
        close(out[1]);
        to_ = in[1];
        from_ = out[0];
    }
    ~Companion() {
        close(to_);
        close(from_);
        if (pid_ > 0) waitpid(pid_, nullptr, 0);
    }
    Companion(const Companion&) = delete;
    Companion& operator=(const Companion&) = delete;

    // The titles of all hits; nothing if it failed.
    std::optional<std::vector<std::string>> ask(const std::string& query) {
        const std::string question = query + "\n";
        if (write(to_, question.data(), question.size()) < 0) return std::nullopt;
        std::vector<std::string> titles;
        for (std::size_t total = 1; titles.size() < total;) {
            const auto read = read_line();
            if (!read) return std::nullopt;
            const json hit = json::parse(*read, nullptr, false);
            if (!hit.is_object() || !hit.contains("title")) return std::nullopt;
            total = hit["total"];
            titles.push_back(hit["title"]);
        }
        return titles;
    }

private:
    std::optional<std::string> read_line() {
        constexpr int kPatience = 60000;  // milliseconds
        for (;;) {
            const std::size_t end = read_.find('\n');
            if (end != std::string::npos) {
                std::string text = read_.substr(0, end);
                read_.erase(0, end + 1);
                return text;
            }
            pollfd polled{from_, POLLIN, 0};
            if (poll(&polled, 1, kPatience) <= 0) return std::nullopt;
            std::array<char, 65536> buffer{};
            const ssize_t count = read(from_, buffer.data(), buffer.size());
            if (count <= 0) return std::nullopt;
            read_.append(buffer.data(), static_cast<std::size_t>(count));
        }
    }

    pid_t pid_ = -1;
    int to_ = -1;
    int from_ = -1;
    std::string read_;
};

}  // namespace

Scene::Scene(std::string folder, std::string index, int still)
    : folder_(std::move(folder)), index_(std::move(index)), still_(still) {
    std::string text;
    for (int i = 0; i < still_; ++i)
        text += line("still-" + std::to_string(i), "Still", kShadowSeed - i, kStillWords,
                     i == 0 ? "" : "2024-05-01");
    write_file(folder_ + "/in/still.jsonl", text);
}

void Scene::write_round(int round) {
    highest_ = round;
    for (int file = 0; file < kFiles; ++file) {
        std::string text;
        for (int i = file; i < kCanaries; i += kFiles)
            text += canary_line("canary-" + std::to_string(i), round, i, day_of(round));
        write_file(folder_ + "/in/canaries" + std::to_string(file) + ".jsonl", text);
    }
    std::string text;
    for (int i = 0; i < extra_articles(round); ++i)
        text +=
            canary_line("extra-" + std::to_string(round) + "-" + std::to_string(i), round, i, "");
    fs::remove(folder_ + "/in/extra-" + std::to_string(round - 1) + ".jsonl");
    write_file(folder_ + "/in/extra-" + std::to_string(round) + ".jsonl", text);
    write_file(folder_ + "/in/stays-" + std::to_string(round) + ".txt",
               "Still\n\nThis stays, of round " + std::to_string(round) + ".\n");
}

std::vector<std::string> Scene::arguments(bool rebuild) const {
    return {"-q", "-d", index_, rebuild ? "--rebuild" : "--prune", folder_ + "/in"};
}

std::optional<std::string> Scene::judge(int lowest, const std::vector<std::string>& titles,
                                        std::optional<int> articles) const {
    if (titles.empty()) return "no article found";
    const int round = round_of(titles.front());
    if (round < 0) return "found \"" + titles.front() + "\"";
    const int highest = highest_;
    if (round < lowest || round > highest) {
        return "round " + std::to_string(round) + " instead of " + std::to_string(lowest) + " to " +
               std::to_string(highest);
    }
    if (std::any_of(titles.begin(), titles.end(),
                    [&](const std::string& title) { return title != title_of(round); }))
        return "articles of several rounds";
    const int canaries = kCanaries + extra_articles(round);
    if (static_cast<int>(titles.size()) != canaries) {
        return std::to_string(titles.size()) + " articles of round " + std::to_string(round) +
               " instead of " + std::to_string(canaries);
    }
    const int all = still_ + round + canaries;
    if (articles && *articles != all) {
        return std::to_string(*articles) + " articles in all instead of " + std::to_string(all) +
               " in round " + std::to_string(round);
    }
    return std::nullopt;
}

std::optional<std::string> Scene::look() const {
    const int lowest = lowest_;
    const ProcessResult found = search({"-d", index_, "--format", "json", "--all-copies", "-n",
                                        "100", "title:canary OR id:" + kShadow});
    if (found.status != 0) return found.text();
    const json results = json::parse(found.out, nullptr, false);
    if (!results.is_object()) return "no JSON: " + found.text();
    // The articles of one round only are copies of canaries.
    if (results["stories"] != kCanaries) {
        return results["stories"].dump() + " stories instead of " + std::to_string(kCanaries);
    }
    std::vector<std::string> titles;
    for (const json& hit : results["hits"]) {
        if (hit["id"] != kShadow) titles.push_back(hit["title"]);
    }
    const auto failure = judge(lowest, titles, results["articles"].get<int>());
    if (failure) return failure;
    // All dates are of that round, also of what only copies date.
    const std::string day = day_of(round_of(titles.front()));
    for (const json& hit : results["hits"]) {
        const std::string id = hit["id"];
        const std::string expected = id.starts_with("canary") ? "given" : "copies";
        if (hit["date"] != day || hit["date_source"] != expected)
            return id + " is of " + hit["date"].dump() + " instead of " + day + ", " + expected;
    }
    return std::nullopt;
}

std::optional<std::string> Scene::check() const {
    const ProcessResult checked = index({"-d", index_, "--check"});
    if (checked.status != 0) return checked.text();
    return std::nullopt;
}

std::optional<std::string> Scene::leftovers() const {
    const std::vector<std::string> found = find_leftovers(index_);
    if (!found.empty()) return "left over: " + found.front();
    return std::nullopt;
}

Searchers::Searchers(const Scene& scene) : scene_(scene), thread_([this] { run(); }) {}

Searchers::~Searchers() {
    stop_ = true;
    thread_.join();
}

std::vector<std::string> Searchers::failures() const {
    const std::lock_guard lock(mutex_);
    return failures_;
}

void Searchers::report(const std::string& failure) {
    const std::lock_guard lock(mutex_);
    failures_.push_back(failure);
}

void Searchers::run() {
    constexpr std::chrono::milliseconds kInterval{50};
    std::signal(SIGPIPE, SIG_IGN);
    auto companion = std::make_unique<Companion>(scene_.directory());
    auto next = std::chrono::steady_clock::now();
    for (int number = 0; !stop_; ++number, ++searches_) {
        if (number % 2 == 0) {
            if (const auto failure = scene_.look()) report("search: " + *failure);
        } else {
            // A batch that has the index open may show a state that was in force when it last
            // looked.
            const auto titles = companion->ask("title:canary");
            const auto failure =
                titles ? scene_.judge(0, *titles, std::nullopt) : std::string("no answer");
            if (failure) report("batch: " + *failure);
            if (!titles) companion = std::make_unique<Companion>(scene_.directory());
        }
        next += kInterval;
        std::this_thread::sleep_until(next);
        next = std::max(next, std::chrono::steady_clock::now() - kInterval);
    }
}

}  // namespace dateline::testing
