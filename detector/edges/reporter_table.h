// Which findings were printed, and how often equal ones came.
//
// Owner of nothing but itself; used under the reporter's lock. Two findings are equal if they have the
// same kind and the same user lines (or code addresses) in their first two sides, in either order.
// Bounded: when it is full, further findings are counted by kind and not printed.
#pragma once

#include <cstddef>
#include <cstdint>

#include <mapcheck/finding.h>

namespace mapcheck::edges {

class ReporterTable {
  public:
    static constexpr std::size_t max_printed = 512;
    static constexpr std::size_t max_keys = 4096; ///< several addresses may belong to one line

    /// How often each kind was printed and seen.
    struct Count {
        std::uint64_t printed, seen;
    };

    /// Key of a finding's raw addresses.
    static std::uint64_t key_of(const Finding& finding);
    /// Key of the same finding's user lines; part must not depend on the order of sides.
    static std::uint64_t key_of_places(Kind kind, std::uint64_t first, std::uint64_t second);

    /// Counts the finding; whether one with this key is known.
    bool known(std::uint64_t key);
    /// From now on it is. False if no more are kept.
    bool remember(std::uint64_t key);
    bool may_print() const { return printed_ < max_printed; }
    void count_seen(Kind kind) { ++count_[static_cast<std::size_t>(kind)].seen; }
    void count_printed(Kind kind) {
        ++count_[static_cast<std::size_t>(kind)].printed;
        ++printed_;
    }
    const Count& count(Kind kind) const { return count_[static_cast<std::size_t>(kind)]; }
    Count total() const;
    void clear();

  private:
    std::uint64_t key_[max_keys]; ///< open addressing, 0: free
    std::size_t keys_;
    std::size_t printed_;
    Count count_[static_cast<std::size_t>(Kind::count_)];
};

/// FNV-1a over bytes; never 0.
std::uint64_t hash_bytes(const char* bytes, std::size_t size, std::uint64_t seed);

} // namespace mapcheck::edges
