// Text put together in a fixed buffer, without allocation and without stdio.
//
// A Line is a local of whoever builds it; what does not fit is cut. Usable in signal handlers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace mapcheck::sinks {

template <std::size_t room>
class LineOf {
  public:
    const char* begin() const { return at_; }
    std::size_t size() const { return size_; }

    void bytes(const char* text, std::size_t n) {
        n = n < room - 1 - size_ ? n : room - 1 - size_;
        std::memcpy(at_ + size_, text, n);
        size_ += n;
    }
    void text(const char* t) { bytes(t, std::strlen(t)); }
    void number(std::uint64_t n) {
        char digits[20];
        std::size_t i = sizeof digits;
        do {
            digits[--i] = static_cast<char>('0' + n % 10);
            n /= 10;
        } while (n != 0);
        bytes(digits + i, sizeof digits - i);
    }
    void hex(std::uint64_t n) {
        char digits[18];
        std::size_t i = sizeof digits;
        do {
            digits[--i] = "0123456789abcdef"[n % 16];
            n /= 16;
        } while (n != 0);
        text("0x");
        bytes(digits + i, sizeof digits - i);
    }
    /// Terminates it, for use as a C string.
    const char* end() {
        at_[size_] = 0;
        return at_;
    }
    void clear() { size_ = 0; }

  private:
    char at_[room];
    std::size_t size_ = 0;
};

using Line = LineOf<1024>;

} // namespace mapcheck::sinks
