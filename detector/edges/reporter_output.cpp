#include "edges/reporter_output.h"

#include <cerrno>
#include <cstdint>
#include <cstring>

#include <csignal>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "edges/raw_system.h"
#include "sinks/line.h"

namespace mapcheck::edges {

namespace {

constexpr long signal_set_bytes = 8; // what the kernel calls sigset_t

/// Keeps a write to a pipe without readers, or beyond a limit on the size of files, from killing the process: blocks
/// the signals and takes away those that the write has caused.
class NoWriteSignal {
  public:
    NoWriteSignal() {
        were_pending_ = pending();
        const std::uint64_t both = bits;
        raw::call(SYS_rt_sigprocmask, SIG_BLOCK, raw::as_long(&both), raw::as_long(&old_), signal_set_bytes);
    }
    ~NoWriteSignal() {
        for (std::uint64_t caused = pending() & ~were_pending_; caused != 0; caused &= caused - 1) {
            const std::uint64_t one = caused & -caused;
            const std::int64_t at_once[2] = {0, 0};
            raw::call(SYS_rt_sigtimedwait, raw::as_long(&one), 0, raw::as_long(at_once), signal_set_bytes);
        }
        raw::call(SYS_rt_sigprocmask, SIG_SETMASK, raw::as_long(&old_), 0, signal_set_bytes);
    }
    NoWriteSignal(const NoWriteSignal&) = delete;
    NoWriteSignal& operator=(const NoWriteSignal&) = delete;

  private:
    static constexpr std::uint64_t bits = std::uint64_t{1} << (SIGPIPE - 1) | std::uint64_t{1} << (SIGXFSZ - 1);
    static std::uint64_t pending() {
        std::uint64_t set = 0;
        raw::call(SYS_rt_sigpending, raw::as_long(&set), signal_set_bytes);
        return set & bits;
    }
    std::uint64_t old_ = 0;
    std::uint64_t were_pending_;
};

/// Whether everything went out.
bool write_all(int fd, const char* bytes, std::size_t size) {
    const NoWriteSignal guard;
    int waits = 0;
    while (size != 0) {
        const long n = raw::write(fd, bytes, size);
        if (n > 0) {
            bytes += n;
            size -= static_cast<std::size_t>(n);
        } else if (n == -EAGAIN && waits++ < 10) {
            // A descriptor without O_NONBLOCK's patience: a second in all, then the rest is lost.
            const std::int64_t tenth[2] = {0, 100'000'000};
            pollfd p = {fd, POLLOUT, 0};
            raw::call(SYS_ppoll, raw::as_long(&p), 1, raw::as_long(tenth));
        } else if (n != -EINTR) {
            return false;
        }
    }
    return true;
}

} // namespace

bool Output::is_terminal() const {
    termios t;
    const bool is_stderr = std::strcmp(path_, "stderr") == 0;
    const bool is_stdout = std::strcmp(path_, "stdout") == 0;
    return (is_stderr || is_stdout) && raw::call(SYS_ioctl, is_stderr ? 2 : 1, TCGETS, raw::as_long(&t)) == 0;
}

void Output::write(const char* bytes, std::size_t size) {
    while (size != 0) {
        if (size_ == sizeof buffer_) {
            flush();
        }
        const std::size_t n = size < sizeof buffer_ - size_ ? size : sizeof buffer_ - size_;
        std::memcpy(buffer_ + size_, bytes, n);
        size_ += n;
        bytes += n;
        size -= n;
    }
}

/// The file is opened for each report and closed again: programs close descriptors that they do not
/// know, and the number may be theirs by now.
int Output::open_file() {
    sinks::LineOf<2048> name;
    bool has_process = false;
    for (const char* p = path_; *p != 0; ++p) {
        const char what = *p == '%' ? p[1] : '\0';
        if (what == 'p') {
            name.number(static_cast<std::uint64_t>(raw::process_id()));
            has_process = true;
        } else if (what == 'e') {
            name.text(program_invocation_short_name);
        } else if (what == '%') {
            name.text("%");
        } else {
            name.bytes(p, 1);
            continue;
        }
        ++p;
    }
    if (!has_process) {
        name.text(".");
        name.number(static_cast<std::uint64_t>(raw::process_id()));
    }
    const int fd = raw::open(name.end(), O_WRONLY | O_CREAT | O_APPEND, 0666);
    if (fd < 0 && !complained_) {
        complained_ = true;
        sinks::LineOf<3072> line;
        line.text("mapcheck: log_path: cannot write to ");
        line.text(name.begin());
        line.text(" (");
        const char* reason = strerrordesc_np(-fd);
        line.text(reason != nullptr ? reason : "unknown error");
        line.text("); reports go to standard error\n");
        complain(line.begin(), line.size());
    }
    return fd;
}

void Output::flush() {
    const std::size_t size = size_;
    size_ = 0;
    if (size == 0) {
        return;
    }
    if (std::strcmp(path_, "stdout") == 0) {
        write_all(1, buffer_, size);
        return;
    }
    if (std::strcmp(path_, "stderr") != 0) {
        const int fd = open_file();
        if (fd >= 0) {
            const bool good = write_all(fd, buffer_, size);
            raw::close(fd);
            if (good) {
                return;
            }
            if (!complained_) {
                complained_ = true;
                constexpr char text[] = "mapcheck: log_path: the file takes no more (is the disk full?); reports go to "
                                        "standard error, too\n";
                complain(text, sizeof text - 1);
            }
        }
    }
    write_all(2, buffer_, size);
}

void Output::complain(const char* text, std::size_t size) { write_all(2, text, size); }

} // namespace mapcheck::edges
