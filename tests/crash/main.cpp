// Crash tests: writers that are killed, interrupted, or find the disk full or broken, at random
// moments and at every one in turn, while searches go on. No search may fail or see two states
// mixed; what a run acknowledged stays; the index is clean after every death; the next run cleans
// up and goes on.
//
// Usage: dateline_crash_tests [--kills N] [--interrupts N] [--full-disks N] [--every N] [--articles
// N] [--seed N]
//   --kills       kill -9 at random moments of rebuilds and updates (long run: 300)
//   --full-disks  a small tmpfs that fills up (long run: 50); needs root, else skipped
//   --every       faults (kill, EIO, ENOSPC) at every N-th change of a file in turn (long run: 1);
//                 0: none
// Exit status 0 if all went well.
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "tests/crash/scene.h"

using namespace dateline::testing;

namespace {

namespace fs = std::filesystem;

struct Plan {
    int kills = 5;
    int interrupts = 2;
    int full_disks = 1;
    int every = 25;
    int articles = 300;
    unsigned seed = 1;
};

int failures = 0;

void fail(const std::string& what) {
    if (++failures <= 20) std::cout << "FAILED: " << what << std::endl;
}

void expect(const std::optional<std::string>& failure, const std::string& when) {
    if (failure) fail(when + ": " + *failure);
}

// A run that must do its work; its round is acknowledged then.
void complete(Scene& scene, bool rebuild, const std::string& when) {
    const ProcessResult result = index(scene.arguments(rebuild));
    if (result.status != 0) {
        fail(when + ": the next run failed: " + result.text());
        return;
    }
    scene.acknowledge(scene.round());
    expect(scene.look(), when + ", next run");
    expect(scene.check(), when + ", next run");
    expect(scene.leftovers(), when + ", next run");
}

void report_searches(const Searchers& searchers) {
    for (const std::string& failure : searchers.failures())
        fail(failure);
    std::cout << "  " << searchers.searches() << " searches meanwhile, "
              << searchers.failures().size() << " failed\n";
}

// Writers that get signals at random moments.
void signal_writers(const Plan& plan) {
    const TemporaryFolder folder;
    Scene scene(folder.path(), folder / "index", plan.articles);
    scene.write_round(1);
    std::map<bool, double> seconds;
    for (const bool rebuild : {true, false}) {
        if (!rebuild) scene.write_round(2);
        const ProcessResult first = index(scene.arguments(rebuild));
        if (first.status != 0) return fail("the first run: " + first.text());
        seconds[rebuild] = first.seconds;
        scene.acknowledge(scene.round());
    }
    std::mt19937 random(plan.seed);
    const auto chance = [&] { return static_cast<double>(random() % 10000) / 10000; };
    int killed = 0;
    int finished = 0;
    const Searchers searchers(scene);
    const int all = plan.kills + plan.interrupts;
    for (int number = 0; number < all; ++number) {
        const bool kill_it = number < plan.kills;
        const bool rebuild = random() % 2 == 0;
        const std::string when = (kill_it ? "kill " : "interrupt ") + std::to_string(number) +
                                 (rebuild ? " of a rebuild" : " of an update");
        if (scene.acknowledged() == scene.round()) scene.write_round(scene.round() + 1);
        BackgroundProcess writer(index_program(), scene.arguments(rebuild));
        usleep(static_cast<useconds_t>(chance() * 1.1e6 * seconds[rebuild]));
        writer.send(kill_it ? SIGKILL : SIGINT);
        const bool twice = !kill_it && random() % 2 == 0;
        if (twice) writer.send(SIGINT);
        const int status = writer.wait();
        if (status == 0) {
            ++finished;
            scene.acknowledge(scene.round());
        } else if (kill_it ? status != 128 + SIGKILL : status != 2 && status != 128 + SIGINT) {
            fail(when + ": status " + std::to_string(status));
        } else {
            ++killed;
        }
        expect(scene.look(), when);
        expect(scene.check(), when);
        if (number % 3 == 2) complete(scene, random() % 2 == 0, when);
    }
    complete(scene, false, "the last update");
    complete(scene, true, "the last rebuild");
    std::cout << plan.kills << " kills and " << plan.interrupts << " interrupts: " << killed
              << " writers died, " << finished << " had finished; " << scene.round() << " rounds\n";
    report_searches(searchers);
}

// No search that is started meanwhile may inherit the file: its space would not be free again when
// it is removed.
void write_ballast(const std::string& path, std::uintmax_t size) {
    std::FILE* const file = std::fopen(path.c_str(), "wbe");
    if (file == nullptr) throw std::runtime_error("cannot write " + path);
    const std::string piece(65536, 'x');
    while (size > 0) {
        const auto bytes = static_cast<std::size_t>(std::min<std::uintmax_t>(size, piece.size()));
        if (std::fwrite(piece.data(), 1, bytes, file) != bytes) break;
        size -= bytes;
    }
    std::fclose(file);
}

// A disk of its own that is too small for what is written.
void fill_disks(const Plan& plan) {
    if (plan.full_disks == 0) return;
    const TemporaryFolder folder;
    const std::string disk = folder / "disk";
    fs::create_directory(disk);
    if (mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=256m") != 0) {
        std::cout << "full disks: skipped, for only root can mount a tmpfs\n";
        return;
    }
    {
        Scene scene(folder.path(), disk + "/index", plan.articles);
        scene.write_round(1);
        const ProcessResult first = index(scene.arguments(true));
        if (first.status != 0) fail("the first run: " + first.text());
        scene.acknowledge(1);
        std::uintmax_t size = 0;
        for (const auto& [path, bytes] : snapshot(disk))
            size += bytes.size();
        std::mt19937 random(plan.seed);
        int full = 0;
        const Searchers searchers(scene);
        for (int number = 0; number < plan.full_disks; ++number) {
            const std::string when = "full disk " + std::to_string(number);
            scene.write_round(scene.round() + 1);
            // A file takes all but a part of what an index needs.
            const std::uintmax_t room = random() % (size + size / 8 + 1);
            const std::uintmax_t available = fs::space(disk).available;
            write_ballast(disk + "/ballast", available - std::min(available, room));
            const ProcessResult result = index(scene.arguments(random() % 2 == 0));
            if (result.status == 0) {
                scene.acknowledge(scene.round());
            } else {
                ++full;
                if (result.status != 2 || result.err.find("No space left") == std::string::npos)
                    fail(when + ": " + result.text());
            }
            expect(scene.look(), when);
            expect(scene.check(), when);
            fs::remove(disk + "/ballast");
            complete(scene, random() % 2 == 0, when);
        }
        std::cout << plan.full_disks << " full disks: " << full << " writers failed\n";
        report_searches(searchers);
    }
    umount2(disk.c_str(), MNT_DETACH);
}

// ---- Faults at each call in turn, by the preloaded library

ProcessResult run_with(const Scene& scene, bool rebuild,
                       std::map<std::string, std::string> environment) {
    ProcessOptions options;
    options.environment = std::move(environment);
    options.environment["LD_PRELOAD"] = DATELINE_FAULTS_LIBRARY;
    options.environment["DATELINE_FAULT_UNDER"] = scene.directory();
    // One thread: the order of the calls is always the same.
    std::vector<std::string> arguments = scene.arguments(rebuild);
    arguments.insert(arguments.begin(), {"-j", "1"});
    return index(arguments, options);
}

std::string parent(const std::string& path) {
    return fs::path(path).parent_path().string();
}

// That at the moment the stub is replaced all it stands for is on the disk: every byte, every name.
void check_order(const std::vector<std::string>& calls, const std::string& directory,
                 const std::string& when) {
    const std::string stub = directory + "/XAPIANDB";
    std::set<std::string> unsynced;  // files written, folders with new names
    bool replaced = false;
    for (const std::string& call : calls) {
        std::istringstream words(call);
        std::string name;
        std::string path;
        std::string other;
        words >> name >> path >> other;
        if (path.ends_with("/writer.lock") || path.find("(deleted)") != std::string::npos ||
            path.ends_with("/spill.tmp") || path.ends_with("/flintlock"))
            continue;
        if (name == "rename" && other == stub) {
            replaced = true;
            for (const std::string& left : unsynced)
                fail(std::string(when).append(": not synced before the stub was replaced: ") +
                     left);
        }
        if (name == "write") unsynced.insert(path);
        if (name == "sync") unsynced.erase(path);
        if (name == "unlink") unsynced.erase(path);
        if (name == "create" || name == "mkdir" || name == "link" || name == "rename") {
            const std::string target = other.empty() ? path : other;
            if (name == "rename" && unsynced.erase(path) > 0) unsynced.insert(target);
            unsynced.insert(parent(target));
        }
    }
    if (!replaced) fail(when + ": the stub was not replaced");
    if (unsynced.contains(directory)) fail(when + ": the folder was not synced in the end");
}

void fault_writers(const Plan& plan) {
    if (plan.every == 0) return;
    const TemporaryFolder folder;
    Scene scene(folder.path(), folder / "index", plan.articles / 4);
    scene.write_round(1);
    complete(scene, true, "the first run");
    int faults = 0;
    for (const bool rebuild : {true, false}) {
        const std::string what = rebuild ? "rebuild" : "update";
        scene.write_round(scene.round() + 1);
        const std::string log = folder / (what + ".log");
        const ProcessResult logged = run_with(scene, rebuild, {{"DATELINE_FAULT_LOG", log}});
        if (logged.status != 0) return fail(what + " with a log: " + logged.text());
        scene.acknowledge(scene.round());
        const std::vector<std::string> calls = lines_of(read_file(log));
        check_order(calls, scene.directory(), what);
        for (const std::string kind : {"kill", "eio", "enospc"}) {
            for (std::size_t number = 1; number <= calls.size();
                 number += static_cast<std::size_t>(plan.every)) {
                std::ostringstream moment;
                moment << what << ", " << kind << " at call " << number << " of " << calls.size()
                       << " (" << calls[number - 1] << ")";
                const std::string when = moment.str();
                scene.write_round(scene.round() + 1);
                const ProcessResult result = run_with(
                    scene, rebuild, {{"DATELINE_FAULT", kind + ":" + std::to_string(number)}});
                if (result.status == 0) {
                    scene.acknowledge(scene.round());
                } else if (kind == "kill" ? result.status != 128 + SIGKILL
                                          : result.status != 2 || result.err.empty()) {
                    fail(when + ": " + result.text());
                }
                expect(scene.look(), when);
                expect(scene.check(), when);
                complete(scene, rebuild, when);
                ++faults;
            }
        }
        std::cout << what << ": " << calls.size() << " changes of files in the right order\n";
    }
    std::cout << faults << " faults, one after another\n";
}

bool read_plan(int argc, char** argv, Plan& plan) {
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        const int value = std::atoi(argv[i + 1]);
        if (name == "--kills") {
            plan.kills = value;
        } else if (name == "--interrupts") {
            plan.interrupts = value;
        } else if (name == "--full-disks") {
            plan.full_disks = value;
        } else if (name == "--every") {
            plan.every = value;
        } else if (name == "--articles") {
            plan.articles = value;
        } else if (name == "--seed") {
            plan.seed = static_cast<unsigned>(value);
        } else {
            return false;
        }
    }
    return argc % 2 == 1;
}

}  // namespace

int main(int argc, char** argv) {
    Plan plan;
    if (!read_plan(argc, argv, plan)) {
        std::cerr << "usage: dateline_crash_tests [--kills N] [--interrupts N] [--full-disks N] "
                     "[--every N] [--articles N] [--seed N]\n";
        return 2;
    }
    try {
        fault_writers(plan);
        fill_disks(plan);
        signal_writers(plan);
    } catch (const std::exception& error) {
        fail(error.what());
    }
    std::cout << (failures == 0 ? "all went well\n" : std::to_string(failures) + " failures\n");
    return failures == 0 ? 0 : 1;
}
