// EXPECT: silent
// OFF: edge_library
// LINK: tbb
//
// oneTBB's tasks, arenas, queues and graphs: run() is before the task, a task is before the wait() for it, a push is
// before its pop, a message is before the node that gets it.
#include <mutex>
#include <thread>

#include <tbb/concurrent_queue.h>
#include <tbb/flow_graph.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <mapcheck/map.h>

#include "../cue.h"

namespace {

using Map = mapcheck::map<int, int>;

void walk(const Map& map) {
    for (const auto& element : map) (void)element;
}

void groups(Map& map) {
    tbb::task_group group;
    std::mutex mutex;
    for (int i = 0; i < 50; ++i) {
        group.run([&, i] {
            const std::lock_guard<std::mutex> lock(mutex);
            map[i] = i;
        });
    }
    group.wait();
    walk(map);
    map.erase(0);
    Map own[8];
    for (auto& part : own) group.run([&part, &map] { part[static_cast<int>(map.size())] = 1; });
    group.run_and_wait([&] { walk(map); });
    for (auto& part : own) walk(part);
    map.erase(1);
}

// Another thread runs the task on every run: this one does not come to the scheduler before.
void elsewhere(Map& map) {
    tbb::task_group group;
    Cue done;
    group.run([&] {
        map[100] = 1;
        done.set();
    });
    done.await();
    group.wait();
    walk(map);
    map.erase(100);
}

// A task that throws is cancelled after it.
void exceptions(Map& map) {
    try {
        tbb::parallel_for(0, 100, [&](int i) {
            if (map.count(i) != 2 && i == 60) throw i;
        });
    } catch (int) {}
    map.erase(5);
    tbb::task_group group;
    for (int i = 0; i < 8; ++i)
        group.run([&map, i] {
            if (map.count(i) < 2) throw i;
        });
    try {
        group.wait();
    } catch (int) {}
    map.erase(6);
}

void arenas(Map& map) {
    tbb::task_arena arena(2);
    arena.execute([&] {
        tbb::parallel_for(0, 100, [&](int i) { (void)map.find(i); });
        map.erase(2);
    });
    map.erase(3);
}

void queues() {
    tbb::concurrent_bounded_queue<Map*> queue;
    std::thread producer([&] {
        for (int i = 0; i < 20; ++i) queue.push(new Map{{i, i}});
    });
    for (int i = 0; i < 20; ++i) {
        Map* map = nullptr;
        queue.pop(map);
        walk(*map);
        map->clear();
        delete map;
    }
    producer.join();
}

void graphs() {
    namespace flow = tbb::flow;
    flow::graph graph;
    Map seen;
    flow::function_node<int, int> twice(graph, flow::unlimited, [](int i) { return 2 * i; });
    flow::function_node<int, int> keep(graph, flow::serial, [&](int i) {
        seen[i] = i;
        return i;
    });
    flow::make_edge(twice, keep);
    for (int i = 0; i < 30; ++i) twice.try_put(i);
    graph.wait_for_all();
    walk(seen);
    seen.clear();
}

} // namespace

int main() {
    const tbb::global_control threads(tbb::global_control::max_allowed_parallelism, 4);
    for (int i = 0; i < 20; ++i) {
        Map map;
        groups(map);
        elsewhere(map);
        exceptions(map);
        arenas(map);
        queues();
        graphs();
    }
}
