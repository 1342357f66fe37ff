// What a sink is given besides the finding: a resolver of addresses and a writer of bytes.
//
// A sink owns no knowledge of processes, files or debug formats; edges implement these interfaces,
// tests fake them. Called by one thread at a time, outside all locks of the core; never throws, never
// allocates. Texts that a Resolver returns stay valid until the next finding.
#pragma once

#include <cstddef>
#include <cstdint>

#include <mapcheck/finding.h>

namespace mapcheck::sinks {

/// One line of a stack. A code address is one frame or several: inlined calls, innermost first.
struct Frame {
    const char* function; ///< demangled; null: unknown
    const char* file;     ///< null: unknown
    std::uint32_t line;   ///< 0: unknown
    std::uint32_t column; ///< 0: unknown
    const char* module;   ///< file name without directories; null: address outside all modules
    std::uint64_t offset; ///< of the looked up instruction in the module, or its address
    bool inlined;         ///< into the frame after it
    bool own;             ///< code of the runtime's own library
};

class Resolver {
  public:
    /// The frames of a return address (what is looked up is the byte before it). Always at least one
    /// if room is not 0.
    virtual std::size_t frames(std::uint64_t return_address, Frame* out, std::size_t room) = 0;
    /// Name of the global object that contains this address and the distance to its start; null: none.
    virtual const char* object(std::uint64_t address, std::uint64_t* distance) = 0;
    /// The one code address with this low half, 0 if there is none or more than one.
    virtual std::uint64_t code_address(std::uint32_t low) = 0;

  protected:
    ~Resolver() = default;
};

class Writer {
  public:
    virtual void write(const char* bytes, std::size_t size) = 0;

  protected:
    ~Writer() = default;
};

/// What the process knows and the finding does not say.
struct Facts {
    std::int64_t pid;
    const char* unseen; ///< modules whose synchronisation is not seen, comma-separated; null: none
    bool color;
    bool verbose; ///< every frame, also those of mapcheck and the standard library
    /// What the program says that it runs, a test's name; "" or null: it does not say.
    const char* running = nullptr;
    /// Of the element that the first side is about, ready to print; "" or null: not shown.
    const char* key = nullptr;
};

} // namespace mapcheck::sinks
