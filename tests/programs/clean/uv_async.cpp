// EXPECT: silent
// No OFF: the loop reads its descriptor soon after in nearly every run, which orders as well.
// PKG: libuv
//
// libuv's loop: what was done before uv_async_send is before the handle's callback, also when the loop was awake for
// another reason; work handed to its pool, and back, is ordered by its own locks.
#include <atomic>
#include <thread>

#include <unistd.h>
#include <uv.h>

#include <mapcheck/map.h>

namespace {

using Map = mapcheck::map<int, int>;

struct Work {
    uv_work_t request;
    Map map;
};
Map results;
Map posted;
uv_async_t wake;
std::atomic<bool> is_sent{false}; // orders nothing

void work_on(uv_work_t* request) {
    auto& work = *static_cast<Work*>(request->data);
    for (auto& element : work.map) ++element.second;
    work.map[100] = 1;
}
void worked_on(uv_work_t* request, int) {
    auto* work = static_cast<Work*>(request->data);
    for (const auto& element : work->map) results[element.first] += element.second;
    work->map.clear();
    delete work;
}
void woken(uv_async_t*) {
    for (const auto& element : posted) (void)element;
    uv_close(reinterpret_cast<uv_handle_t*>(&wake), nullptr);
}
/// Keeps the loop busy until the flag of the handle is set: it is found without a wait.
void busy(uv_idle_t* idle) {
    if (!is_sent.load(std::memory_order_relaxed)) {
        usleep(100);
        return;
    }
    uv_close(reinterpret_cast<uv_handle_t*>(idle), nullptr);
}

} // namespace

int main() {
    uv_loop_t* loop = uv_default_loop();
    uv_async_init(loop, &wake, woken);
    uv_idle_t idle;
    uv_idle_init(loop, &idle);
    uv_idle_start(&idle, busy);
    for (int i = 0; i < 20; ++i) {
        auto* work = new Work;
        work->request.data = work;
        work->map[i] = i;
        uv_queue_work(loop, &work->request, work_on, worked_on);
    }
    std::thread poster([] {
        for (int i = 0; i < 100; ++i) posted[i] = i;
        uv_async_send(&wake);
        is_sent.store(true, std::memory_order_relaxed);
    });
    uv_run(loop, UV_RUN_DEFAULT);
    poster.join();
    posted.clear();
    uv_loop_close(loop);
}
