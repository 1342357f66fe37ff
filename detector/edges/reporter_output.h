// Where text goes: standard error, standard output or a file of this process.
//
// Owner of the destination and of the buffer in which a report is gathered, so that it leaves in one
// write and the reports of several processes do not mix. Used under the reporter's lock. A full disk,
// a closed descriptor or a closed pipe lose text and nothing else: no SIGPIPE, errno is kept, no wait
// for ever on a descriptor that does not take more.
#pragma once

#include <cstddef>

#include "sinks/sink.h"

namespace mapcheck::edges {

class Output final : public sinks::Writer {
  public:
    /// path: "stderr", "stdout" or a name to which .PID is added. Not copied.
    void start(const char* path) { path_ = path; }
    bool is_terminal() const;

    void write(const char* bytes, std::size_t size) override;
    void flush();
    void discard() { size_ = 0; }

    /// Unbuffered, to standard error: what must be said although no output is set up yet.
    static void complain(const char* text, std::size_t size);

  private:
    int open_file();

    const char* path_ = "stderr";
    bool complained_ = false;
    std::size_t size_ = 0;
    char buffer_[96 << 10];
};

} // namespace mapcheck::edges
