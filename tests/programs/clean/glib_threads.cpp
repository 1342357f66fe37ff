// EXPECT: silent
// OFF: edge_library
// PKG: glib-2.0
//
// GLib's pools and queues hand maps on; its locks and conditions guard them; g_once makes one.
#include <glib.h>

#include <mapcheck/map.h>

namespace {

using Map = mapcheck::map<int, int>;

GMutex mutex;
GRWLock rwlock;
GCond condition;
bool is_ready;
Map shared;

void walk(const Map& map) {
    for (const auto& element : map) (void)element;
}

void work_on(gpointer item, gpointer) {
    Map& map = *static_cast<Map*>(item);
    walk(map);
    map[99] = 1;
    g_mutex_lock(&mutex);
    ++shared[static_cast<int>(map.size())];
    g_mutex_unlock(&mutex);
}
void pools() {
    GThreadPool* pool = g_thread_pool_new(work_on, nullptr, 3, FALSE, nullptr);
    Map maps[20];
    for (Map& map : maps) {
        map[1] = 1;
        g_thread_pool_push(pool, &map, nullptr);
    }
    g_thread_pool_free(pool, FALSE, TRUE);
    for (Map& map : maps) {
        walk(map);
        map.clear();
    }
    shared.clear();
}

gpointer consume(gpointer queue) {
    for (;;) {
        Map* map = static_cast<Map*>(g_async_queue_pop(static_cast<GAsyncQueue*>(queue)));
        const bool is_last = map->empty();
        walk(*map);
        map->clear();
        delete map;
        if (is_last) return nullptr;
    }
}
void queues() {
    GAsyncQueue* queue = g_async_queue_new();
    GThread* consumer = g_thread_new("consumer", consume, queue);
    for (int i = 0; i < 20; ++i) g_async_queue_push(queue, new Map{{i, i}});
    g_async_queue_push(queue, new Map);
    g_thread_join(consumer);
    g_async_queue_unref(queue);
}

gpointer read_and_write(gpointer) {
    for (int i = 0; i < 50; ++i) {
        g_rw_lock_reader_lock(&rwlock);
        walk(shared);
        g_rw_lock_reader_unlock(&rwlock);
        g_rw_lock_writer_lock(&rwlock);
        shared[i] = 1;
        g_rw_lock_writer_unlock(&rwlock);
    }
    return nullptr;
}
gpointer wait_then_walk(gpointer map) {
    g_mutex_lock(&mutex);
    while (!is_ready) g_cond_wait(&condition, &mutex);
    g_mutex_unlock(&mutex);
    walk(*static_cast<Map*>(map));
    return nullptr;
}
void locks() {
    GThread* a = g_thread_new("a", read_and_write, nullptr);
    GThread* b = g_thread_new("b", read_and_write, nullptr);
    g_thread_join(a);
    g_thread_join(b);
    shared.clear();

    is_ready = false;
    Map map;
    GThread* waiter = g_thread_new("waiter", wait_then_walk, &map);
    map[1] = 1;
    g_mutex_lock(&mutex);
    is_ready = true;
    g_cond_signal(&condition);
    g_mutex_unlock(&mutex);
    g_thread_join(waiter);
}

gpointer fill(gpointer map) {
    (*static_cast<Map*>(map))[7] = 7;
    return map;
}
/// The second thread finds the call made, by a look at the flag alone.
void once() {
    static GOnce flag = G_ONCE_INIT;
    static Map map;
    const GThreadFunc use = [](gpointer) -> gpointer {
        g_once(&flag, fill, &map);
        walk(map);
        return nullptr;
    };
    GThread* a = g_thread_new("a", use, nullptr);
    g_usleep(20'000);
    GThread* b = g_thread_new("b", use, nullptr);
    g_thread_join(a);
    g_thread_join(b);
    map.clear();
}

} // namespace

int main() {
    once();
    for (int i = 0; i < 10; ++i) {
        pools();
        queues();
        locks();
    }
}
