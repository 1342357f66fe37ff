// Words, numbers and colours on their way to a Writer.
//
// Holds the writer of one report and scratch memory for names; used by one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sinks/sink.h"

namespace mapcheck::sinks {

class TextPieces {
  protected:
    enum class Color { plain, title, side, map, fix };

    void begin(Writer& writer, bool colored) {
        writer_ = &writer;
        colored_ = colored;
    }
    void text(const char* t);
    void bytes(const char* t, std::size_t n);
    void number(std::uint64_t n);
    void hex(std::uint64_t n);
    void name(const char* cpp_name);      ///< made readable
    void function(const char* demangled); ///< the same, without its return type
    void color(Color c);
    void line_end();

    char scratch_[8192];

  private:
    Writer* writer_ = nullptr;
    bool colored_ = false;
};

} // namespace mapcheck::sinks
