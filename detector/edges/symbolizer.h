// The Resolver of real processes: gcc's libbacktrace, one state for each module that a report needs.
//
// Owner of the module table, the debug information read so far and the texts of the current report.
// One in a process, used under the reporter's lock and with no lock of the core held. Never
// allocates by malloc: libbacktrace maps its own memory, names are demangled into a fixed buffer.
// Reading a module's debug information happens once and can take seconds for a big one: it is
// announced.
#pragma once

#include "edges/symbolizer_modules.h"
#include "sinks/sink.h"

namespace mapcheck::edges {

class Symbolizer final : public sinks::Resolver {
  public:
    /// malloc_is_safe: false in a signal handler; then names may stay mangled.
    void begin_report(bool malloc_is_safe);
    /// In the child of a fork that may have interrupted a report.
    void after_fork();
    /// Without: frames are module and offset. `prefix` is left out of file names, empty: none; not copied.
    void set_style(bool symbolize, const char* prefix) {
        symbolize_ = symbolize;
        prefix_ = prefix;
    }
    /// Told one line before something slow.
    void set_notice(void (*notice)(const char* text, std::size_t size)) { notice_ = notice; }

    std::size_t frames(std::uint64_t return_address, sinks::Frame* out, std::size_t room) override;
    const char* object(std::uint64_t address, std::uint64_t* distance) override;
    std::uint64_t code_address(std::uint32_t low) override { return modules_.code_address(low); }

  private:
    struct Found; // what libbacktrace's callbacks fill
    bool prepare(MappedModule& module);
    const char* demangled(const char* name);
    const char* readable_path(const char* path);
    char* text_room(std::size_t size);

    ModuleTable modules_;
    void (*notice_)(const char*, std::size_t) = nullptr;
    bool malloc_is_safe_ = false;
    bool symbolize_ = true;
    const char* prefix_ = "";
    char directory_[4096]; ///< working directory with a '/' behind, empty if unknown
    std::size_t text_size_ = 0;
    char text_[256 << 10];
};

} // namespace mapcheck::edges
