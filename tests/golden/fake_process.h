// A process that does not exist: fixed code addresses with fixed names, for reports that must be the
// same byte for byte on every machine.
#pragma once

#include <cstring>
#include <string>
#include <vector>

#include "sinks/sink.h"

namespace golden {

/// One frame at a code address; several with the same address are inlined, innermost first.
struct Place {
    std::uint64_t pc;
    const char* function;
    const char* file; ///< null: no debug information
    std::uint32_t line;
    const char* module;
};

struct Global {
    std::uint64_t address;
    const char* name;
};

/// What a build gives to symbolise with.
enum class Build {
    debug,    ///< -g
    symbols,  ///< no -g
    stripped, ///< nothing
};

class FakeProcess final : public mapcheck::sinks::Resolver {
  public:
    FakeProcess(std::vector<Place> places, std::vector<Global> globals, Build build = Build::debug)
        : places_(std::move(places)), globals_(std::move(globals)), build_(build) {}

    std::size_t frames(std::uint64_t return_address, mapcheck::sinks::Frame* out, std::size_t room) override {
        std::size_t n = 0;
        for (const Place& p : places_) {
            if (p.pc != return_address || n == room) continue;
            mapcheck::sinks::Frame f = {};
            f.module = p.module;
            f.offset = return_address - 1 - 0x400000;
            f.own = std::strcmp(p.module, "libmapcheck.so.1") == 0;
            if (build_ != Build::stripped) f.function = p.function;
            if (build_ == Build::debug) {
                f.file = p.file;
                f.line = p.line;
            }
            // Without debug information only the outermost of the inlined frames is known.
            if (n != 0) out[n - 1].inlined = true;
            if (build_ != Build::debug && n != 0) n = 0;
            out[n++] = f;
        }
        if (n == 0) {
            out[0] = {};
            out[0].offset = return_address - 1;
            n = 1;
        }
        return n;
    }

    const char* object(std::uint64_t address, std::uint64_t* distance) override {
        for (const Global& g : globals_) {
            if (build_ == Build::stripped || address < g.address || address >= g.address + 64) continue;
            *distance = address - g.address;
            return g.name;
        }
        return nullptr;
    }

    std::uint64_t code_address(std::uint32_t low) override {
        std::uint64_t found = 0;
        for (const Place& p : places_) {
            if (static_cast<std::uint32_t>(p.pc) == low && found != p.pc) {
                if (found != 0) return 0;
                found = p.pc;
            }
        }
        return found;
    }

  private:
    std::vector<Place> places_;
    std::vector<Global> globals_;
    Build build_;
};

class StringWriter final : public mapcheck::sinks::Writer {
  public:
    void write(const char* bytes, std::size_t size) override { text.append(bytes, size); }
    std::string text;
};

} // namespace golden
