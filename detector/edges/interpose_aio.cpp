// Asynchronous input and output: the C library reads and writes in a thread of its own, past the calls of
// interpose_transfers.cpp. What is handed to be written is released by the request; what was read is acquired by whoever
// learns that it is there. Completions told by a signal or a thread: interpose_timers.cpp.
#include <aio.h>
#include <ctime>

#include "edges/interpose.h"
#include "edges/interpose_descriptors.h"

namespace mapcheck::edges {
namespace {

template <class Block>
Descriptor of(const Block* request) {
    return running() && request != nullptr ? descriptor_of(request->aio_fildes) : Descriptor{};
}
template <class Block>
void requested(const Block* request) {
    const Descriptor d = of(request);
    if (d.orders()) told_release(d.outgoing());
}
template <class Block>
void completed(const Block* request) {
    const Descriptor d = of(request);
    if (d.orders()) told_acquire(d.incoming());
}

template <class RealSuspend, class Block>
int suspended(RealSuspend& real, const Block* const* list, int count, const timespec* timeout) {
    const int result = real(list, count, timeout);
    for (int i = 0; result == 0 && i < count; ++i) completed(list[i]);
    return result;
}
template <class RealList, class Block>
int listed(RealList& real, int mode, Block* const* list, int count, sigevent* event) {
    for (int i = 0; i < count; ++i) requested(list[i]);
    const int result = real(mode, list, count, event);
    for (int i = 0; mode == LIO_WAIT && i < count; ++i) completed(list[i]);
    return result;
}

} // namespace

// Each has a second name for large files, with a structure for them.
#define MAPCHECK_AIO(suffix, Block)                                                                                    \
    MAPCHECK_INTERPOSE(int, aio_write##suffix, (Block * request) noexcept) {                                           \
        requested(request);                                                                                            \
        return real_aio_write##suffix(request);                                                                        \
    }                                                                                                                  \
    MAPCHECK_INTERPOSE(int, aio_error##suffix, (const Block* request) noexcept) {                                      \
        const int result = real_aio_error##suffix(request);                                                            \
        if (result == 0) completed(request);                                                                           \
        return result;                                                                                                 \
    }                                                                                                                  \
    MAPCHECK_INTERPOSE(ssize_t, aio_return##suffix, (Block * request) noexcept) {                                      \
        completed(request);                                                                                            \
        return real_aio_return##suffix(request);                                                                       \
    }                                                                                                                  \
    MAPCHECK_INTERPOSE(int, aio_suspend##suffix, (const Block* const* list, int count, const timespec* timeout)) {     \
        return suspended(real_aio_suspend##suffix, list, count, timeout);                                              \
    }                                                                                                                  \
    MAPCHECK_INTERPOSE(int, lio_listio##suffix, (int mode, Block* const* list, int count, sigevent* event) noexcept) { \
        return listed(real_lio_listio##suffix, mode, list, count, event);                                              \
    }
MAPCHECK_AIO(, aiocb)
MAPCHECK_AIO(64, aiocb64)

} // namespace mapcheck::edges
