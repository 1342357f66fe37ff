// EXPECT: silent
// 20,000 maps are made and destroyed with handles in between, most of them small, some moved, some never filled; a few
// hundred live at once. Nothing here depends on one clause (slots, types and tombstones must keep up), hence no OFF.
#include <deque>
#include <mapcheck/map.h>
#include <mapcheck/set.h>
#include <mapcheck/unordered_map.h>

#include "check.h"

struct Session {
    mapcheck::map<int, int> by_time;
    mapcheck::unordered_map<int, int> by_name;
    mapcheck::set<int> never_filled;
    mapcheck::map<int, int>::iterator latest;
    mapcheck::unordered_map<int, int>::iterator favourite;
};

int main() {
    std::deque<Session> live;
    long sum = 0;
    for (int made = 0; made < 7000; ++made) {
        Session session;
        for (int i = 0; i < 4; ++i) session.latest = session.by_time.emplace(made + i, i).first;
        session.by_name.reserve(8);
        for (int i = 0; i < 4; ++i) session.by_name[i] = made;
        session.favourite = session.by_name.find(made % 4);
        live.push_back(std::move(session));
        CHECK(live.back().never_filled.empty());
        if (live.size() > 200) {
            auto& oldest = live.front();
            CHECK(oldest.latest->second == 3);
            oldest.by_time.erase(oldest.latest);
            sum += oldest.favourite->second;
            oldest.by_name.erase(oldest.favourite);
            CHECK(oldest.by_time.size() == 3 && oldest.by_name.size() == 3);
            live.pop_front();
        }
    }
    CHECK(sum == 6799L * 6800 / 2);
}
