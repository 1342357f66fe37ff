// System calls made without the C library: the calls of the same names are interposed by this very
// library, touch errno and are points of cancellation.
//
// Owns nothing; async-signal-safe. Every function returns what the kernel does: negative errno on
// failure.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>

#include <fcntl.h>
#include <sys/syscall.h>

namespace mapcheck::edges::raw {

inline long call(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0) {
#if defined(__x86_64__)
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
#elif defined(__aarch64__)
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = f;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
    return x0;
#else
#error "system calls: x86-64 and AArch64 only"
#endif
}

template <class T>
long as_long(T* p) {
    return reinterpret_cast<long>(p);
}

inline int open(const char* path, int flags, int mode = 0) {
    return static_cast<int>(call(SYS_openat, AT_FDCWD, as_long(path), flags | O_CLOEXEC, mode));
}
inline void close(int fd) { call(SYS_close, fd); }
inline long read(int fd, void* buffer, std::size_t size) {
    return call(SYS_read, fd, as_long(buffer), static_cast<long>(size));
}
inline long pread(int fd, void* buffer, std::size_t size, std::uint64_t offset) {
    return call(SYS_pread64, fd, as_long(buffer), static_cast<long>(size), static_cast<long>(offset));
}
inline long write(int fd, const void* bytes, std::size_t size) {
    return call(SYS_write, fd, as_long(bytes), static_cast<long>(size));
}
inline long file_size(int fd) { return call(SYS_lseek, fd, 0, 2 /* SEEK_END */); }
inline int process_id() { return static_cast<int>(call(SYS_getpid)); }
inline int thread_id() { return static_cast<int>(call(SYS_gettid)); }

} // namespace mapcheck::edges::raw
