// A growing buffer of bytes that encoders write into through raw pointers. Large buffers grow by
// remapping pages where the C library can, so that growth copies nothing, and memory that was
// reserved but never written is not resident.
#pragma once

#include <sys/mman.h>

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
    ByteBuffer() = default;
    ~ByteBuffer() { std::free(data_); }
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

    // Gives back what is not used.
    void shrink() {
        if (size_ == capacity_) return;
        if (size_ == 0) {
            std::free(data_);
            data_ = nullptr;
            capacity_ = 0;
            return;
        }
        if (auto* smaller = static_cast<std::uint8_t*>(std::realloc(data_, size_))) {
            data_ = smaller;
            capacity_ = size_;
        }
    }

private:
    void swap(ByteBuffer& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
    }

    void grow(std::size_t bytes) {
        std::size_t capacity = capacity_ + capacity_ / 2;
        if (capacity < size_ + bytes) capacity = size_ + bytes;
        if (capacity < 256) capacity = 256;
        auto* larger = static_cast<std::uint8_t*>(std::realloc(data_, capacity));
        if (larger == nullptr) throw std::bad_alloc();
        data_ = larger;
        capacity_ = capacity;
        if (capacity >= kLarge) use_huge_pages();
    }

    // Asks for pages of 2 MiB, which cost a fault each instead of 512. Only advice: an error means
    // small pages.
    void use_huge_pages() {
        const auto begin = reinterpret_cast<std::uintptr_t>(data_);
        const std::uintptr_t page = (begin + kPage - 1) / kPage * kPage;
        static_cast<void>(
            ::madvise(data_ + (page - begin), capacity_ - (page - begin), MADV_HUGEPAGE));
    }

    static constexpr std::size_t kLarge = std::size_t{4} << 20;
    static constexpr std::size_t kPage = 4096;

    std::uint8_t* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace dateline
