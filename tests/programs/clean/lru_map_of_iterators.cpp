// EXPECT: silent
// OFF: clause_own_thread
// Two containers that hold iterators of each other: a multimap by age and a map by name. Each erase takes the partner
// along through its stored iterator; both are node based, so that other elements' iterators stay valid for ever.
#include <mapcheck/map.h>
#include <string>

#include "check.h"

class Sessions {
  public:
    void touch(const std::string& name, int now) {
        if (auto known = by_name_.find(name); known != by_name_.end()) {
            by_age_.erase(known->second);
            known->second = by_age_.emplace(now, known->first);
        } else {
            by_name_.emplace(name, by_age_.emplace(now, name));
        }
    }
    int expire(int before) {
        int gone = 0;
        for (auto oldest = by_age_.begin(); oldest != by_age_.end() && oldest->first < before; ++gone) {
            by_name_.erase(oldest->second);
            oldest = by_age_.erase(oldest);
        }
        return gone;
    }
    std::size_t size() const { return by_name_.size(); }

  private:
    using ByAge = mapcheck::multimap<int, std::string>;
    ByAge by_age_;
    mapcheck::map<std::string, ByAge::iterator> by_name_;
};

int main() {
    Sessions sessions;
    int gone = 0;
    for (int now = 0; now < 3000; ++now) {
        sessions.touch("user" + std::to_string(now * 7 % 50), now);
        if (now % 3 == 0) sessions.touch("visitor" + std::to_string(now), now);
        if (now % 20 == 0) gone += sessions.expire(now - 100);
    }
    gone += sessions.expire(2900);
    CHECK(gone == 967); // the visitors up to 2898 and nobody else: 2898 / 3 + 1
    CHECK(sessions.size() == 50 + 33);
}
