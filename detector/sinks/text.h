// The report for people: ThreadSanitizer's frame, so that eyes and log scrapers know it already.
//
// Owns the scratch memory that a report needs and no state of the process; one thread at a time.
// report() is a pure function of finding, resolver and facts: the golden tests depend on it.
// Text goes to the writer in pieces of any size; the caller gathers them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sinks/sink.h"
#include "sinks/stack_view.h"
#include "sinks/text_pieces.h"

namespace mapcheck::sinks {

inline bool is_change(const Side& s) { return s.role == Role::write || s.role == Role::invalidated; }

class TextSink : private TextPieces {
  public:
    void report(const Finding& finding, Resolver& resolver, Writer& writer, const Facts& facts);

  private:
    static constexpr std::size_t max_numbered_locks = 3 * max_locks;

    // parts of the report, in its order
    void side(const Side& s, bool first);
    void side_title(const Side& s, bool first);
    void locks(const Side& s);
    void lock_name(std::uint64_t address, bool with_address);
    void begun_at(const Side& s);
    void map();
    void map(const char* title, const MapInfo& map);
    void tasks();
    void task_creation(const TaskInfo& t);
    void evidence();
    void last_events();
    void fix();
    void suppression();
    void notes();
    void summary();

    void task(std::uint32_t id, bool with_os_id);
    void stack(const Stack& s, bool explain_missing_lines);
    void frame(std::size_t number, const Frame& f);
    void place(const Frame& f);
    /// The call at a single address, as "function file:line".
    void event_place(std::uint64_t pc);
    const TaskInfo* find_task(std::uint32_t id) const;
    const HeldLock* lock_to_name() const;
    void forget_last_report();

    const Finding* finding_ = nullptr;
    Resolver* resolver_ = nullptr;
    const Facts* facts_ = nullptr;

    std::uint64_t lock_[max_numbered_locks]; ///< M1, M2, ... in this report
    std::size_t locks_ = 0;
    const char* without_lines_[4]; ///< modules of user lines that have no debug information
    std::size_t modules_without_lines_ = 0;
    bool frames_missing_ = false;
    StackView view_;
};

} // namespace mapcheck::sinks
