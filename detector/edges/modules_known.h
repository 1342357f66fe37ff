// The list of shared libraries whose way of synchronising is known (modules_known.inc), asked by name.
// Owns nothing; callable from anywhere.
#pragma once

#include <cstdint>

namespace mapcheck::edges {

enum class Synchronises : std::uint8_t {
    unknown,
    by_calls,  ///< only by what is interposed
    by_itself, ///< by atomics compiled into it
};

/// name: a file's name without directories.
Synchronises known_module(const char* name);

} // namespace mapcheck::edges
