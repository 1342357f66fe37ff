// libuv's uv_async_send at its boundary. The rest of libuv orders by pthread locks and descriptors; a handle's flag,
// though, is set before the loop is woken, and a loop that is awake for another reason sees it at once.
//
// Owner of the table of handles whose callbacks run through us: by address, bounded, entries are used again by the next
// handle at the same address.
#include "edges/interpose.h"

#include <cstdint>

#include "core/config.h"
#include "edges/modules.h"
#include "edges/rebind.h"

#define MAPCHECK_UV(result, name, ...) MAPCHECK_INTERPOSE_OF("libuv.so.1", result, name, __VA_ARGS__)

namespace mapcheck::edges {
namespace {

using Callback = void (*)(void* handle);

struct Handle {
    void* address;
    Callback callback;
};
constexpr std::uint32_t max_handles = 1024;
Handle handle_of[max_handles];

/// The handle's entry, or a free one made its own; null: there is no room.
Handle* entry_of(void* handle) {
    for (std::uint32_t i = 0; i < max_handles; ++i) {
        Handle& h = handle_of[(reinterpret_cast<std::uintptr_t>(handle) / 16 + i) % max_handles];
        void* seen = __atomic_load_n(&h.address, __ATOMIC_ACQUIRE);
        if (seen == handle) return &h;
        if (seen == nullptr &&
            __atomic_compare_exchange_n(&h.address, &seen, handle, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
            return &h;
        if (seen == handle) return &h;
    }
    return nullptr;
}

core::Key key(void* handle) { return key_of(handle, ObjectKind::other); }

void run(void* handle) {
    told_acquire(key(handle));
    if (const Handle* h = entry_of(handle))
        if (const Callback callback = __atomic_load_n(&h->callback, __ATOMIC_RELAXED)) callback(handle);
}

} // namespace

MAPCHECK_UV(int, uv_async_init, (void* loop, void* handle, Callback callback)) {
    Handle* h = callback != nullptr && running() ? entry_of(handle) : nullptr;
    if (h == nullptr) {
        if (callback != nullptr && running()) synchronises_by_itself_after_all(real_uv_async_init);
        return real_uv_async_init(loop, handle, callback);
    }
    __atomic_store_n(&h->callback, callback, __ATOMIC_RELAXED);
    return real_uv_async_init(loop, handle, run);
}
MAPCHECK_UV(int, uv_async_send, (void* handle)) {
    told_release(key(handle));
    return real_uv_async_send(handle);
}

} // namespace mapcheck::edges
