// What an iterator may still do: the rules about dead iterators (erase, rehash, clear, assignment,
// destruction), about iterators of the wrong map and about end().
//
// Owns nothing: a pure reading of slots, tombstones and the iterator's stamp. `element` is the address
// of the node that the iterator points to: the end node, or null, for an end iterator.
#pragma once

#include <cstdint>

#include <mapcheck/hot.h>

#include "core/accuse.h"

namespace mapcheck::core {

/// Judges a step before it is made, and keeps its record. Returns the iterator's new stamp.
hot::Word iterator_step(Thread& thread, hot::Word stamp, std::uint32_t token, std::uint32_t begin, const void* element,
                        hot::Op op, const Site& site);
void iterator_use(Thread& thread, hot::Word stamp, std::uint32_t begin, const void* element, const Site& site);
void iterator_compare(Thread& thread, hot::Word a, const void* element_a, hot::Word b, const void* element_b,
                      const Site& site);
void iterator_to_member(Thread& thread, hot::Word stamp, std::uint32_t begin, const void* element, std::uint32_t handle,
                        hot::Op op, const Site& site);

} // namespace mapcheck::core
