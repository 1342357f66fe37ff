// FILE streams on pipes and sockets: the C library reads and writes the descriptor by itself, past the
// calls of interpose_transfers.cpp, so the edge falls at the stream's call. Any output may flush, any
// input may fill the buffer: more order than there is, never less.
//
// Streams on regular files and terminals cost one look at the descriptor's kind. Not seen: wide
// characters, most of the _unlocked forms, cookies. fclose: interpose_transfers.cpp.
#ifndef __NO_INLINE__
#define __NO_INLINE__ // the C library's inline definitions of what is defined here
#endif
#include <cstdarg>
#include <cstdio>

#include "edges/interpose.h"
#include "edges/interpose_descriptors.h"

#undef putc
#undef getc

namespace mapcheck::edges {
namespace {

Descriptor of(const FILE* stream) {
    // The field, not fileno(), which locks and sets errno. Negative: a stream without descriptor.
    if (!running() || stream == nullptr || stream->_fileno < 0) return {};
    return descriptor_of(stream->_fileno);
}

void puts_out(const FILE* stream) {
    const Descriptor d = of(stream);
    if (d.orders()) told_release(d.outgoing());
}

/// An end of file and an error are no less an answer of the other side than bytes are.
template <class Result>
Result took_in(const FILE* stream, Result result) {
    const Descriptor d = of(stream);
    if (d.orders()) told_acquire(d.incoming());
    return result;
}

} // namespace

// ---- output
MAPCHECK_INTERPOSE(int, fflush, (FILE * f)) {
    puts_out(f); // null, all streams, is what exit does: nobody waits for that
    return real_fflush(f);
}
MAPCHECK_INTERPOSE(int, fflush_unlocked, (FILE * f)) {
    puts_out(f);
    return real_fflush_unlocked(f);
}
MAPCHECK_INTERPOSE(std::size_t, fwrite, (const void* bytes, std::size_t size, std::size_t n, FILE* f)) {
    puts_out(f);
    return real_fwrite(bytes, size, n, f);
}
MAPCHECK_INTERPOSE(int, fputs, (const char* text, FILE* f)) {
    puts_out(f);
    return real_fputs(text, f);
}
MAPCHECK_INTERPOSE(int, fputc, (int c, FILE* f)) {
    puts_out(f);
    return real_fputc(c, f);
}
MAPCHECK_INTERPOSE(int, putc, (int c, FILE* f)) {
    puts_out(f);
    return real_putc(c, f);
}
MAPCHECK_INTERPOSE(int, vfprintf, (FILE * f, const char* format, va_list arguments)) {
    puts_out(f);
    return real_vfprintf(f, format, arguments);
}
MAPCHECK_INTERPOSE(int, __vfprintf_chk, (FILE * f, int flag, const char* format, va_list arguments)) {
    puts_out(f);
    return real___vfprintf_chk(f, flag, format, arguments);
}
extern "C" MAPCHECK_EXPORT int fprintf(FILE* f, const char* format, ...) {
    puts_out(f);
    va_list arguments;
    va_start(arguments, format);
    const int result = real_vfprintf(f, format, arguments);
    va_end(arguments);
    return result;
}
extern "C" MAPCHECK_EXPORT int __fprintf_chk(FILE* f, int flag, const char* format, ...) {
    puts_out(f);
    va_list arguments;
    va_start(arguments, format);
    const int result = real___vfprintf_chk(f, flag, format, arguments);
    va_end(arguments);
    return result;
}
MAPCHECK_INTERPOSE(int, vdprintf, (int fd, const char* format, va_list arguments)) {
    if (running() && descriptor_of(fd).orders()) told_release(descriptor_of(fd).outgoing());
    return real_vdprintf(fd, format, arguments);
}
extern "C" MAPCHECK_EXPORT int dprintf(int fd, const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int result = vdprintf(fd, format, arguments);
    va_end(arguments);
    return result;
}

// ---- input
MAPCHECK_INTERPOSE(std::size_t, fread, (void* bytes, std::size_t size, std::size_t n, FILE* f)) {
    return took_in(f, real_fread(bytes, size, n, f));
}
MAPCHECK_INTERPOSE(std::size_t, __fread_chk,
                   (void* bytes, std::size_t room, std::size_t size, std::size_t n, FILE* f)) {
    return took_in(f, real___fread_chk(bytes, room, size, n, f));
}
MAPCHECK_INTERPOSE(char*, fgets, (char* line, int size, FILE* f)) { return took_in(f, real_fgets(line, size, f)); }
MAPCHECK_INTERPOSE(char*, __fgets_chk, (char* line, std::size_t room, int size, FILE* f)) {
    return took_in(f, real___fgets_chk(line, room, size, f));
}
MAPCHECK_INTERPOSE(int, fgetc, (FILE * f)) { return took_in(f, real_fgetc(f)); }
MAPCHECK_INTERPOSE(int, getc, (FILE * f)) { return took_in(f, real_getc(f)); }
MAPCHECK_INTERPOSE(ssize_t, getline, (char** line, std::size_t* room, FILE* f)) {
    return took_in(f, real_getline(line, room, f));
}
MAPCHECK_INTERPOSE(ssize_t, getdelim, (char** line, std::size_t* room, int delimiter, FILE* f)) {
    return took_in(f, real_getdelim(line, room, delimiter, f));
}
MAPCHECK_INTERPOSE(ssize_t, __getdelim, (char** line, std::size_t* room, int delimiter, FILE* f)) { // inline getline
    return took_in(f, real___getdelim(line, room, delimiter, f));
}
MAPCHECK_INTERPOSE(int, __uflow, (FILE * f)) { return took_in(f, real___uflow(f)); } // inline getc_unlocked
MAPCHECK_INTERPOSE(int, __isoc99_vfscanf, (FILE * f, const char* format, va_list arguments)) {
    return took_in(f, real___isoc99_vfscanf(f, format, arguments));
}
extern "C" MAPCHECK_EXPORT int __isoc99_fscanf(FILE* f, const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int result = real___isoc99_vfscanf(f, format, arguments);
    va_end(arguments);
    return took_in(f, result);
}

// ---- the lock of a stream

MAPCHECK_INTERPOSE(void, flockfile, (FILE * f) noexcept) {
    real_flockfile(f);
    told_locked(f, LockKind::mutex, true);
}
MAPCHECK_INTERPOSE(int, ftrylockfile, (FILE * f) noexcept) {
    const int result = real_ftrylockfile(f);
    if (result == 0) told_locked(f, LockKind::mutex, true);
    return result;
}
MAPCHECK_INTERPOSE(void, funlockfile, (FILE * f) noexcept) {
    told_unlocked(f, LockKind::mutex);
    real_funlockfile(f);
}

} // namespace mapcheck::edges
