// EXPECT: concurrent map writes @ one / two
// OFF: write_write
// PKG: glib-2.0
//
// Two threads of a pool write into one map: that both got their items from the pool orders them after the pushes, not
// among themselves.
#include <atomic>

#include <glib.h>

#include <mapcheck/map.h>

namespace {

mapcheck::map<int, int> results;
std::atomic<int> turn{0};

void work(gpointer item, gpointer) {
    if (GPOINTER_TO_INT(item) == 1) {
        results.insert({1, 1}); // [one]
        turn.store(1, std::memory_order_relaxed);
        while (turn.load(std::memory_order_relaxed) != 2) g_usleep(1000);
    } else {
        while (turn.load(std::memory_order_relaxed) != 1) g_usleep(1000);
        results.insert({2, 2}); // [two]
        turn.store(2, std::memory_order_relaxed);
    }
}

} // namespace

int main() {
    GThreadPool* pool = g_thread_pool_new(work, nullptr, 2, TRUE, nullptr);
    g_thread_pool_push(pool, GINT_TO_POINTER(1), nullptr);
    g_thread_pool_push(pool, GINT_TO_POINTER(2), nullptr);
    g_thread_pool_free(pool, FALSE, TRUE);
}
