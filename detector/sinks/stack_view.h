// Which frames of a raw stack a reader wants to see, and which one is "the user's line".
//
// A StackView is scratch memory (one per sink, reused): load() resolves a stack into it. Hidden are
// leading frames of mapcheck and the standard library, the runtime's own everywhere, and what lies
// outside main or a thread's function; a stack of nothing else is shown whole. No state of the process.
#pragma once

#include <cstddef>

#include "sinks/sink.h"

namespace mapcheck::sinks {

/// Whether the frame lies where the C library starts programs and threads.
bool is_start(const Frame& frame);

class StackView {
  public:
    static constexpr std::size_t max_shown = 128;

    /// Resolves every address of the stack. verbose: hides nothing.
    void load(const Stack& stack, Resolver& resolver, bool verbose);
    /// The same for a single return address.
    void load(std::uint64_t return_address, Resolver& resolver, bool verbose);

    const Frame* begin() const { return frame_ + first_; }
    const Frame* end() const { return frame_ + last_; }
    bool empty() const { return first_ == last_; }
    /// The user's line: never a frame of ours while there is another one. Null if empty.
    const Frame* top() const { return empty() ? nullptr : frame_ + top_; }
    /// Whether even the user's line is one of mapcheck's or the standard library's.
    bool is_all_library() const;
    /// Whether the outermost frame is one where stacks end: main, a thread's start, the program's.
    bool reaches_start() const { return reaches_start_; }

  private:
    void choose(std::size_t size, bool verbose);
    std::size_t without_own(std::size_t size);

    Frame frame_[max_shown];
    std::size_t first_ = 0;
    std::size_t last_ = 0;
    std::size_t top_ = 0;
    bool reaches_start_ = false;
};

} // namespace mapcheck::sinks
