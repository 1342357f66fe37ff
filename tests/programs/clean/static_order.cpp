// EXPECT: silent
// OFF: clause_own_thread
// Static objects that use a map in their constructors and destructors: the map is a function-local static that the
// first of them made, hence it dies after all of them [basic.start.term]. atexit handlers that were registered after
// the map was made run before it dies. Thread-local objects of main die before the statics.
#include <cstdlib>
#include <mapcheck/map.h>
#include <string>

#include "check.h"

static mapcheck::map<std::string, int>& registry() {
    static mapcheck::map<std::string, int> map;
    return map;
}

class Plugin {
  public:
    explicit Plugin(const char* name) : place_(registry().emplace(name, 1).first) {}
    ~Plugin() {
        CHECK(place_->second >= 1);
        registry().erase(place_);
        for (const auto& [name, uses] : registry()) CHECK(uses >= 1);
    }

  private:
    mapcheck::map<std::string, int>::iterator place_;
};

static Plugin first("first");
static Plugin second("second");
static mapcheck::map<int, int> table{{1, 1}, {2, 4}, {3, 9}};

struct AtThreadEnd {
    ~AtThreadEnd() {
        CHECK(table.size() == 4);
        table[5] = 25;
    }
};
static thread_local AtThreadEnd at_thread_end;

int main() {
    (void)&at_thread_end;
    static Plugin third("third");
    CHECK(registry().size() == 3);
    std::atexit([] {
        int sum = 0;
        for (auto it = table.begin(); it != table.end(); it = table.erase(it)) sum += it->second;
        CHECK(sum == 1 + 4 + 9 + 16 + 25);
        CHECK(!registry().empty());
    });
    for (auto& [name, uses] : registry()) ++uses;
    table[4] = 16;
}
