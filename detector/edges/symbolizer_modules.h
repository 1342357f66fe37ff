// What is mapped into the process: modules, their load addresses and their files, as seen by the
// symbolizer at the time of a report.
//
// Owner of one table, refilled by refresh(). Used under the reporter's lock only. It reads
// /proc/self/maps by plain system calls, so it takes no lock of the loader and works in signal
// handlers; where /proc is missing the loader is asked. A module keeps its
// entry (and its identity for caches) while it is mapped at the same place.
#pragma once

#include <cstddef>
#include <cstdint>

struct dl_phdr_info;

namespace mapcheck::edges {

struct MappedModule {
    std::uint64_t low, high;    ///< all its mappings, .bss included
    std::uint64_t bias;         ///< address = bias + address in the file
    std::uint64_t first_offset; ///< of the file, at low
    std::uint64_t inode;        ///< with low and path: identity
    const char* path;           ///< as mapped; permanent
    const char* name;           ///< path without directories
    const char* file;           ///< to be read for symbols; null: gone, or not what is mapped
    std::uint64_t file_size;
    void* state;  ///< the symbolizer's, null until needed
    bool checked; ///< bias and file are valid (or known to be unusable)
    bool failed;  ///< reading its symbols failed: do not try again
    bool present; ///< in the last refresh
    bool own;     ///< the runtime's library
};

class ModuleTable {
  public:
    static constexpr std::size_t max_modules = 512;
    static constexpr std::size_t max_ranges = 1024;

    void refresh();
    /// The module that an address lies in, null if none; on first use finds its file and load bias.
    MappedModule* find(std::uint64_t address);
    /// The only executable address with this low half; 0: none or several.
    std::uint64_t code_address(std::uint32_t low) const;
    /// In the child of a fork that happened while the table was in use.
    void forget_states();

  private:
    struct Range {
        std::uint64_t low, high;
    };
    /// Mappings of one file that follow each other in the list.
    struct Run {
        std::uint64_t low, first_offset, last_offset, inode;
        MappedModule* module; ///< null until executable code is seen: data files are no modules
        bool has_bss;
        char path[4096];
    };
    void parse_line(char* line);
    void ask_loader();
    void add_loaded(const dl_phdr_info& info);
    MappedModule* enter();
    void check(MappedModule& module);
    bool same_as_memory(MappedModule& module, const char* file);
    const char* keep(const char* text);

    MappedModule module_[max_modules];
    std::size_t modules_ = 0;
    Range code_[max_ranges];
    std::size_t codes_ = 0;
    Run run_;
    char main_path_[4096];
    char buffer_[16 << 10];
    char text_[64 << 10]; ///< paths
    std::size_t text_size_ = 0;
};

} // namespace mapcheck::edges
