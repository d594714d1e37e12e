// A growing buffer of bytes that readers and encoders write into through raw pointers. A large
// buffer is a mapping of its own, which grows by moving pages instead of copying bytes; what was
// never written of it takes no memory.
#pragma once

#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

namespace dateline {

class ByteBuffer {
public:
    // What a mapping is made of. Huge pages (2 MiB) pay where bytes are looked up here and there;
    // where they are written and read in order, small ones come faster, from memory in pieces.
    enum class Pages : bool { Small, Huge };

    ByteBuffer() = default;
    explicit ByteBuffer(Pages pages) : pages_(pages) {}
    ~ByteBuffer() { release(); }
    ByteBuffer(const ByteBuffer&) = delete;
    ByteBuffer& operator=(const ByteBuffer&) = delete;
    ByteBuffer(ByteBuffer&& other) noexcept { swap(other); }
    ByteBuffer& operator=(ByteBuffer&& other) noexcept {
        ByteBuffer taken(std::move(other));
        swap(taken);
        return *this;
    }

    const std::uint8_t* data() const { return data_; }
    std::uint8_t* data() { return data_; }
    std::size_t size() const { return size_; }
    std::size_t capacity() const { return capacity_; }
    bool empty() const { return size_ == 0; }
    std::string_view view() const { return {reinterpret_cast<const char*>(data_), size_}; }

    void clear() { size_ = 0; }

    // Room for `bytes` more: where to write them. Call `end_at` with the end of what was written.
    std::uint8_t* room(std::size_t bytes) {
        if (bytes > capacity_ - size_) grow(bytes);
        return data_ + size_;
    }
    void end_at(const std::uint8_t* end) { size_ = static_cast<std::size_t>(end - data_); }

    void append(const void* bytes, std::size_t length) {
        if (length == 0) return;
        std::memcpy(room(length), bytes, length);
        size_ += length;
    }

    // Keeps the first `bytes`, which it has.
    void cut(std::size_t bytes) { size_ = bytes; }

    // Gives back what is not used.
    void shrink() {
        if (size_ == 0) {
            release();
            data_ = nullptr;
            capacity_ = 0;
        } else if (is_mapping()) {
            resize(std::max(whole_pages(size_), kLarge));
        } else if (size_ < capacity_) {
            resize(size_);
        }
    }

private:
    void swap(ByteBuffer& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
        std::swap(pages_, other.pages_);
    }

    bool is_mapping() const { return capacity_ >= kLarge; }

    void release() {
        if (is_mapping()) {
            ::munmap(data_, capacity_);
        } else {
            std::free(data_);
        }
    }

    void grow(std::size_t bytes) {
        // A mapping grows in steps that hold many huge pages.
        const std::size_t ahead =
            is_mapping() && capacity_ < 64 * kLarge ? 3 * capacity_ : capacity_ / 2;
        const std::size_t capacity = std::max({capacity_ + ahead, size_ + bytes, std::size_t{256}});
        if (capacity < kLarge) {
            resize(capacity);
        } else if (is_mapping()) {
            resize(whole_pages(capacity));
        } else {
            ByteBuffer larger(pages_);
            larger.map(whole_pages(capacity));
            larger.append(data_, size_);
            swap(larger);
        }
    }

    // To another capacity of the same kind: a mapping's is whole pages, at least kLarge.
    void resize(std::size_t capacity) {
        void* const moved = is_mapping() ? ::mremap(data_, capacity_, capacity, MREMAP_MAYMOVE)
                                         : std::realloc(data_, capacity);
        if (moved == nullptr || moved == MAP_FAILED) throw std::bad_alloc();
        data_ = static_cast<std::uint8_t*>(moved);
        capacity_ = capacity;
    }

    void map(std::size_t capacity) {
        void* const mapped =
            ::mmap(nullptr, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (mapped == MAP_FAILED) throw std::bad_alloc();
        if (pages_ == Pages::Huge) {  // only advice: an error means small pages
            static_cast<void>(::madvise(mapped, capacity, MADV_HUGEPAGE));
        }
        data_ = static_cast<std::uint8_t*>(mapped);
        capacity_ = capacity;
    }

    static std::size_t whole_pages(std::size_t bytes) {
        return (bytes + kPage - 1) / kPage * kPage;
    }

    static constexpr std::size_t kPage = std::size_t{1} << 16;  // a multiple of any machine's
    static constexpr std::size_t kLarge = std::size_t{1} << 20;

    std::uint8_t* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
    Pages pages_ = Pages::Small;
};

}  // namespace dateline
