#include "edges/reporter_key.h"

#include <charconv>
#include <cstring>

#include <sys/uio.h>

#include "edges/raw_system.h"
#include "edges/reporter.h"

namespace mapcheck::edges {

namespace {

constexpr std::size_t most_bytes = 64; // of a text

bool copy_memory(std::uint64_t from, void* to, std::size_t size) {
    iovec here = {to, size};
    iovec there = {reinterpret_cast<void*>(from), size};
    const long copied =
        raw::call(SYS_process_vm_readv, raw::process_id(), raw::as_long(&here), 1, raw::as_long(&there), 1, 0);
    static bool told;
    if ((copied == -EPERM || copied == -ENOSYS) && !__atomic_exchange_n(&told, true, __ATOMIC_RELAXED)) {
        constexpr char text[] = "mapcheck: print_keys: no keys: this system does not allow process_vm_readv, by which "
                                "they are read (a container's seccomp profile?)\n";
        reporter_complain(text, sizeof text - 1);
    }
    return copied == static_cast<long>(size);
}

void print_character(char c, char quote, KeyText& out) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == quote || c == '\\') {
        out.text("\\");
        out.bytes(&c, 1);
    } else if (byte >= 0x20 && byte < 0x7f) {
        out.bytes(&c, 1);
    } else {
        constexpr char digits[] = "0123456789abcdef";
        out.text("\\x");
        out.bytes(digits + byte / 16, 1);
        out.bytes(digits + byte % 16, 1);
    }
}

void print_text(const char* bytes, std::uint64_t size, KeyText& out) {
    out.text("\"");
    for (std::size_t i = 0; i < size && i < most_bytes; ++i) print_character(bytes[i], '"', out);
    out.text(size > most_bytes ? "\"..." : "\"");
}

void print_text_at(std::uint64_t address, std::uint64_t size, KeyText& out) {
    char bytes[most_bytes] = {};
    if (copy_memory(address, bytes, size < most_bytes ? size : most_bytes)) print_text(bytes, size, out);
}

template <class T>
T load(const unsigned char* bytes) {
    T value;
    std::memcpy(&value, bytes, sizeof value);
    return value;
}

std::uint64_t load_number(const unsigned char* bytes, std::size_t size) {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes, size); // least significant byte first, on both processors
    return value;
}

template <class T>
void print_floating(T value, KeyText& out) {
    char digits[64];
    const std::to_chars_result end = std::to_chars(digits, digits + sizeof digits, value);
    out.bytes(digits, static_cast<std::size_t>(end.ptr - digits));
}

/// Short texts lie in the string itself: in libstdc++ 16 bytes into it, in libc++ from its second byte on.
void print_string(const KeyPlace& key, const unsigned char* bytes, KeyText& out) {
    const auto word = [&](std::size_t n) { return load<std::uint64_t>(bytes + n * sizeof(std::uint64_t)); };
    const auto* text = reinterpret_cast<const char*>(bytes);
    constexpr std::uint64_t short_room = 16;
    switch (key.form.kind) {
    case hot::KeyKind::string_libstdcxx:
        if (word(0) != key.address + 2 * sizeof(std::uint64_t)) return print_text_at(word(0), word(1), out);
        if (word(1) < short_room) print_text(text + 2 * sizeof(std::uint64_t), word(1), out);
        return;
    case hot::KeyKind::string_libcxx:
        if ((bytes[0] & 1) != 0) return print_text_at(word(2), word(1), out);
        if (bytes[0] / 2 < 3 * sizeof(std::uint64_t) - 1) print_text(text + 1, bytes[0] / 2, out);
        return;
    case hot::KeyKind::view_libstdcxx:
        return print_text_at(word(1), word(0), out);
    default:
        return print_text_at(word(0), word(1), out);
    }
}

std::size_t string_bytes(hot::KeyKind kind) {
    switch (kind) {
    case hot::KeyKind::string_libstdcxx:
        return 32;
    case hot::KeyKind::string_libcxx:
        return 24;
    case hot::KeyKind::view_libstdcxx:
    case hot::KeyKind::view_libcxx:
        return 16;
    default:
        return 0;
    }
}

} // namespace

void read_key(const KeyPlace& key, KeyText& out) {
    unsigned char bytes[32] = {};
    const std::size_t size = key.form.bytes;
    if (key.address == 0 || size == 0 || size > sizeof bytes) return;
    const std::size_t expected = string_bytes(key.form.kind);
    if (expected != 0 ? size != expected : size > sizeof(std::uint64_t)) return; // no text of this library
    if (!copy_memory(key.address, bytes, size)) return;
    const std::uint64_t number = load_number(bytes, size < sizeof number ? size : sizeof number);
    switch (key.form.kind) {
    case hot::KeyKind::hidden:
        return;
    case hot::KeyKind::signed_number: {
        const int unused = 64 - 8 * static_cast<int>(size);
        const auto value = static_cast<std::int64_t>(number << unused) >> unused;
        if (value < 0) out.text("-");
        return out.number(value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value));
    }
    case hot::KeyKind::unsigned_number:
        return out.number(number);
    case hot::KeyKind::boolean:
        return out.text(number != 0 ? "true" : "false");
    case hot::KeyKind::character:
        out.text("'");
        print_character(static_cast<char>(bytes[0]), '\'', out);
        return out.text("'");
    case hot::KeyKind::floating:
        return size == sizeof(float) ? print_floating(load<float>(bytes), out)
                                     : print_floating(load<double>(bytes), out);
    case hot::KeyKind::pointer:
        return out.hex(number);
    default:
        if (expected != 0) print_string(key, bytes, out);
    }
}

} // namespace mapcheck::edges
