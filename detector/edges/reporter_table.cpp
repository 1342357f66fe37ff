#include "edges/reporter_table.h"

#include <cstring>

namespace mapcheck::edges {

namespace {

std::uint64_t mix(std::uint64_t n) {
    n ^= n >> 33;
    n *= 0xff51'afd7'ed55'8ccdU;
    n ^= n >> 33;
    n *= 0xc4ce'b9fe'1a85'ec53U;
    return n ^ n >> 33;
}

/// The sum does not know which side came first: the same pair can be met from either end. Addresses
/// and places are kept apart by what they are salted with.
std::uint64_t pair_key(std::uint64_t salt, std::uint64_t first, std::uint64_t second) {
    const std::uint64_t key = mix(mix(first) + mix(second) + mix(salt));
    return key != 0 ? key : 1;
}

} // namespace

std::uint64_t hash_bytes(const char* bytes, std::size_t size, std::uint64_t seed) {
    std::uint64_t h = seed ^ 0xcbf2'9ce4'8422'2325U;
    for (std::size_t i = 0; i < size; ++i) {
        h = (h ^ static_cast<unsigned char>(bytes[i])) * 0x100'0000'01b3U;
    }
    return h != 0 ? h : 1;
}

std::uint64_t ReporterTable::key_of_places(Kind kind, std::uint64_t first, std::uint64_t second) {
    return pair_key(static_cast<std::uint64_t>(kind) + 256, first, second);
}

std::uint64_t ReporterTable::key_of(const Finding& f) {
    const auto pc = [&f](std::size_t i) {
        return i < f.sides && f.side[i].stack.size != 0 ? f.side[i].stack.pc[0] : std::uint64_t{0};
    };
    return pair_key(static_cast<std::uint64_t>(f.kind), pc(0), pc(1));
}

bool ReporterTable::known(std::uint64_t key) {
    for (std::size_t i = key % max_keys; key_[i] != 0; i = (i + 1) % max_keys) {
        if (key_[i] == key) {
            return true;
        }
    }
    return false;
}

bool ReporterTable::remember(std::uint64_t key) {
    if (keys_ >= max_keys - max_keys / 4) {
        return false;
    }
    std::size_t i = key % max_keys;
    while (key_[i] != 0 && key_[i] != key) {
        i = (i + 1) % max_keys;
    }
    keys_ += key_[i] == 0 ? 1 : 0;
    key_[i] = key;
    return true;
}

ReporterTable::Count ReporterTable::total() const {
    Count sum = {};
    for (const Count& c : count_) {
        sum.printed += c.printed;
        sum.seen += c.seen;
    }
    return sum;
}

void ReporterTable::clear() { std::memset(static_cast<void*>(this), 0, sizeof *this); }

} // namespace mapcheck::edges
