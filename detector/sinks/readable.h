// C++ names as people write them: std::string instead of std::__cxx11::basic_string<char, ...>,
// default template arguments dropped, inline namespaces and clone suffixes removed.
//
// Pure functions over caller's buffers: no allocation, usable from signal handlers. What they do not
// understand they copy; output is always terminated and never longer than the buffer.
#pragma once

#include <cstddef>

namespace mapcheck::sinks {

/// Writes a readable form of a demangled function or type; returns its length. O(length).
std::size_t readable_name(const char* name, char* out, std::size_t room);

/// Where the qualified name lies in a demangled function: without return type and parameters.
struct NameSpan {
    std::size_t begin, end;
};
NameSpan function_name(const char* function);

/// Whether the function (as demangled) is a member of one of these namespaces.
bool in_namespace(const char* function, const char* name_space);

} // namespace mapcheck::sinks
