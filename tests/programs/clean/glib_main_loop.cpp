// EXPECT: silent
// OFF: edge_annotation
// PKG: glib-2.0
//
// A main loop in a thread of its own: what others did is before the functions that they give it, also while nobody runs
// the loop yet and so nobody is woken.
#include <atomic>

#include <glib.h>

#include <mapcheck/map.h>

namespace {

using Map = mapcheck::map<int, int>;

struct Loop {
    GMainContext* context = g_main_context_new();
    GMainLoop* loop = g_main_loop_new(context, FALSE);
    Map seen;
    std::atomic<bool> may_run{false}; ///< orders nothing
};

gpointer run(gpointer argument) {
    Loop& loop = *static_cast<Loop*>(argument);
    while (!loop.may_run.load(std::memory_order_relaxed)) g_usleep(500);
    g_main_context_push_thread_default(loop.context);
    g_main_loop_run(loop.loop);
    g_main_context_pop_thread_default(loop.context);
    return nullptr;
}
gboolean count(gpointer argument) {
    Loop& loop = *static_cast<Loop*>(argument);
    ++loop.seen[static_cast<int>(loop.seen.size())];
    return G_SOURCE_REMOVE;
}
gboolean quit(gpointer argument) {
    g_main_loop_quit(static_cast<Loop*>(argument)->loop);
    return G_SOURCE_REMOVE;
}

} // namespace

int main() {
    for (int i = 0; i < 10; ++i) {
        Loop loop;
        GThread* thread = g_thread_new("loop", run, &loop);
        loop.seen[0] = 1; // handed over by what follows
        for (int n = 0; n < 5; ++n) g_main_context_invoke(loop.context, count, &loop);
        loop.may_run.store(true, std::memory_order_relaxed);
        g_usleep(2000);
        for (int n = 0; n < 5; ++n) g_main_context_invoke(loop.context, count, &loop);
        g_main_context_invoke(loop.context, quit, &loop);
        g_thread_join(thread);
        loop.seen.clear();
        g_main_loop_unref(loop.loop);
        g_main_context_unref(loop.context);
    }
}
