// EXPECT: silent
// OFF: edge_once
// LINK: boost_thread boost_system boost_chrono
//
// Boost.Thread: its locks, conditions and barriers are pthread's inside; call_once is its own.
#include <boost/thread.hpp>

#include <mapcheck/map.h>

namespace {

using Map = mapcheck::map<int, int>;

void walk(const Map& map) {
    for (const auto& element : map) (void)element;
}

void locks() {
    boost::shared_mutex mutex;
    boost::barrier barrier(3);
    Map map;
    boost::thread_group threads;
    for (int thread = 0; thread < 3; ++thread) {
        threads.create_thread([&, thread] {
            for (int i = 0; i < 50; ++i) {
                {
                    const boost::shared_lock<boost::shared_mutex> lock(mutex);
                    walk(map);
                }
                boost::upgrade_lock<boost::shared_mutex> lock(mutex);
                (void)map.count(i);
                const boost::upgrade_to_unique_lock<boost::shared_mutex> exclusive(lock);
                map[thread * 100 + i] = 1;
            }
            barrier.wait();
            walk(map);
            barrier.wait();
            if (thread == 0) map.clear();
        });
    }
    threads.join_all();
}

void once() {
    static boost::once_flag flag = BOOST_ONCE_INIT;
    static Map map;
    const auto use = [] {
        boost::call_once(flag, [] { map[1] = 1; });
        walk(map);
    };
    boost::thread a(use);
    boost::this_thread::sleep_for(boost::chrono::milliseconds(20));
    boost::thread b(use);
    a.join();
    b.join();
    map.clear();
}

} // namespace

int main() {
    locks();
    once();
}
