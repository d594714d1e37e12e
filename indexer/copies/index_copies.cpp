#include "indexer/copies/index_copies.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <sstream>
#include <string_view>
#include <utility>

#include "common/error.h"
#include "common/schema.h"
#include "indexer/copies/sketch_record.h"
#include "indexer/copies/stories.h"
#include "indexer/writers/file.h"

namespace dateline {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kName = "copies.";
constexpr std::size_t kWriteAtOnce = std::size_t{1} << 20;

std::string next_name(const std::string& name) {
    return std::string(kName) + std::to_string(std::stoul(name.substr(kName.size())) + 1);
}

bool is_name(const std::string& name) {
    constexpr std::size_t kMostDigits = 9;
    return name.starts_with(kName) && name.size() > kName.size() &&
           name.size() <= kName.size() + kMostDigits &&
           name.find_first_not_of("0123456789", kName.size()) == std::string::npos;
}

void copy_file(const std::string& from, const std::string& to) {
    std::error_code code;
    fs::copy_file(from, to, code);
    if (code) throw Error("cannot copy " + from + " to " + to + ": " + code.message());
}

}  // namespace

IndexCopies::IndexCopies(std::string folder, const std::string& state, const std::string& copy_of)
    : folder_(std::move(folder)) {
    if (!state.empty()) {
        std::istringstream words(state);
        words >> name_ >> bytes_;
        if (!words || !is_name(name_)) {
            throw Error("the index does not know its file of sketches", "use --rebuild");
        }
        if (!copy_of.empty()) copy_file(copy_of + "/" + name_, path(name_));
    }
    fd_ = ::open(path(name_).c_str(), O_RDWR | O_CLOEXEC | (state.empty() ? O_CREAT | O_TRUNC : 0),
                 0666);
    if (fd_ < 0) throw_file_error("open", path(name_), errno);
    if (state.empty()) buffer_.assign(kSketchMagic.begin(), kSketchMagic.end());
}

IndexCopies::~IndexCopies() {
    if (fd_ >= 0) ::close(fd_);
}

void IndexCopies::add(std::uint32_t document, const CopySignature& signature) {
    const std::size_t size = SketchRecord::bytes_of(signature);
    buffer_.resize(buffer_.size() + size);
    SketchRecord::write(document, signature, buffer_.data() + buffer_.size() - size);
    if (buffer_.size() >= kWriteAtOnce) write();
}

void IndexCopies::write() {
    for (std::string_view left = buffer_; !left.empty();) {
        const ssize_t written = ::pwrite(fd_, left.data(), left.size(), static_cast<off_t>(bytes_));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) throw_file_error("write", path(name_), errno);
        bytes_ += static_cast<std::uint64_t>(written);
        left.remove_prefix(static_cast<std::size_t>(written));
    }
    buffer_.clear();
}

const StoryMap& IndexCopies::finish(
    const std::vector<bool>& documents,
    const std::function<CopySignature(std::uint32_t)>& signature_of) {
    write();
    {
        StoryFinder finder(path(name_), bytes_, [&](std::uint32_t document) {
            return document < documents.size() && documents[document];
        });
        std::vector<bool> missing = documents;
        finder.for_each([&](std::uint32_t document, std::uint32_t) { missing[document] = false; });
        for (std::uint32_t document = 0; document < missing.size(); ++document) {
            if (missing[document]) finder.add(document, signature_of(document));
        }
        finder.finish_adding();
        bytes_ = finder.bytes();
        std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
        finder.for_each([&](std::uint32_t document, std::uint32_t story) {
            if (document != story) pairs.emplace_back(story, document);
        });
        stories_ = StoryMap(std::move(pairs));
        constexpr std::size_t kSomeWaste = 1000;
        if (finder.records() > 2 * finder.size() + kSomeWaste) {
            const std::string name = next_name(name_);
            const int fd = ::open(path(name).c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
            if (fd < 0) throw_file_error("create", path(name), errno);
            ::close(std::exchange(fd_, fd));
            name_ = name;
            bytes_ = 0;
            buffer_.assign(kSketchMagic.begin(), kSketchMagic.end());
            finder.for_each_record([&](std::string_view record) {
                buffer_ += record;
                if (buffer_.size() >= kWriteAtOnce) write();
            });
            write();
        }
    }
    if (::fsync(fd_) != 0) throw_file_error("sync", path(name_), errno);
    ::close(std::exchange(fd_, -1));
    sync_folder(folder_);
    return stories_;
}

std::map<std::string, std::string> IndexCopies::entries() const {
    std::map<std::string, std::string> entries = stories_.entries();
    entries[std::string(kMetaCopies)] = name_ + " " + std::to_string(bytes_);
    return entries;
}

void IndexCopies::remove_others() const {
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(folder_, code)) {
        const std::string name = entry.path().filename().string();
        if (is_name(name) && name != name_) fs::remove(entry.path(), code);
    }
}

}  // namespace dateline
