#include "sinks/text_pieces.h"

#include <cstring>

#include "sinks/readable.h"

namespace mapcheck::sinks {

namespace {

/// A longer name says nothing that its beginning does not.
constexpr std::size_t longest_name = 600;

} // namespace

void TextPieces::bytes(const char* t, std::size_t n) {
    if (n != 0) {
        writer_->write(t, n);
    }
}

void TextPieces::text(const char* t) { bytes(t, std::strlen(t)); }

void TextPieces::line_end() { bytes("\n", 1); }

void TextPieces::number(std::uint64_t n) {
    char digits[20];
    std::size_t at = sizeof digits;
    do {
        digits[--at] = static_cast<char>('0' + n % 10);
        n /= 10;
    } while (n != 0);
    bytes(digits + at, sizeof digits - at);
}

void TextPieces::hex(std::uint64_t n) {
    char digits[18];
    std::size_t at = sizeof digits;
    do {
        digits[--at] = "0123456789abcdef"[n % 16];
        n /= 16;
    } while (n != 0);
    digits[--at] = 'x';
    digits[--at] = '0';
    bytes(digits + at, sizeof digits - at);
}

void TextPieces::function(const char* demangled) { name(demangled + function_name(demangled).begin); }

void TextPieces::name(const char* cpp_name) {
    const std::size_t size = readable_name(cpp_name, scratch_, sizeof scratch_);
    bytes(scratch_, size < longest_name ? size : longest_name);
    if (size > longest_name) {
        text("...");
    }
}

void TextPieces::color(Color c) {
    if (!colored_) {
        return;
    }
    switch (c) {
    case Color::plain:
        text("\033[0m");
        break;
    case Color::title:
        text("\033[1;31m");
        break;
    case Color::side:
        text("\033[1;34m");
        break;
    case Color::map:
        text("\033[36m");
        break;
    case Color::fix:
        text("\033[1;32m");
        break;
    }
}

} // namespace mapcheck::sinks
