// EXPECT: silent
// OFF: edge_library
// PKG: glib-2.0
//
// A main loop in a thread of its own: what others did is before the functions that they give it, also while nobody runs
// the loop yet and so nobody is woken, or it is awake already.
#include <atomic>
#include <cstdlib>

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

// Many threads post to the default loop, which hardly ever sleeps.
struct Posts {
    GMainLoop* loop = g_main_loop_new(nullptr, FALSE);
    Map sums;
    int left = 400;
};
struct Post {
    Posts& posts;
    Map map;
};
gboolean take(gpointer argument) {
    auto* post = static_cast<Post*>(argument);
    for (const auto& [key, value] : post->map) post->posts.sums[key] += value;
    post->map.clear();
    if (--post->posts.left == 0) g_main_loop_quit(post->posts.loop);
    delete post;
    return G_SOURCE_REMOVE;
}
void take_once(gpointer argument) { (void)take(argument); }
gpointer post_many(gpointer argument) {
    for (int i = 0; i < 100; ++i) {
        auto* post = new Post{*static_cast<Posts*>(argument), Map{{1, i}, {2, i}}};
        if (i % 5 == 0) {
            g_idle_add(take, post);
        } else if (i % 5 == 1) {
            g_timeout_add(0, take, post);
        } else if (i % 5 == 2) {
            g_main_context_invoke(nullptr, take, post);
        } else if (i % 5 == 3) {
            g_idle_add_once(take_once, post);
        } else {
            GSource* source = g_timeout_source_new(0);
            g_source_set_callback(source, take, post, nullptr);
            g_source_attach(source, nullptr);
            g_source_unref(source);
        }
    }
    return nullptr;
}
void many_posts() {
    Posts posts;
    GThread* thread[4];
    for (GThread*& t : thread) t = g_thread_new("poster", post_many, &posts);
    g_main_loop_run(posts.loop);
    for (GThread* t : thread) g_thread_join(t);
    g_main_loop_unref(posts.loop);
}

// A callback is found by the data that it was given with.
gboolean never(gpointer) { std::abort(); }
void removed() {
    int data;
    g_idle_add(never, &data);
    if (!g_idle_remove_by_data(&data)) std::abort();
    while (g_main_context_iteration(nullptr, FALSE)) {}
}

} // namespace

int main() {
    many_posts();
    removed();
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
