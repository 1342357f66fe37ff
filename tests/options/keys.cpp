// One finding about one element: keys KEY OPERATION, where KEY names the type and value of the element's key and
// OPERATION how the program comes to it.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <mapcheck/map.h>
#include <mapcheck/mapcheck.h>
#include <mapcheck/set.h>
#include <mapcheck/unordered_map.h>

namespace {

std::string_view operation;
enum class Colour : std::int8_t { red = -3, blue = 9 };
struct alignas(64) Wide {
    char bytes[64];
};

/// Another thread erases `other`; nothing that mapcheck sees orders what comes after it.
template <class Map, class Key>
void erase_elsewhere(Map& map, const Key& other) {
    std::atomic<bool> erased{false};
    std::thread([&] {
        map.erase(other);
        erased.store(true, std::memory_order_relaxed);
    }).detach();
    while (!erased.load(std::memory_order_relaxed)) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

/// `key` comes before `other`.
template <class Value = int, class Key>
void run(const Key& key, const Key& other) {
    mapcheck::map<Key, Value> map;
    mapcheck::unordered_map<Key, Value> hashed;
    map[key];
    map[other];
    auto first = map.begin();
    if (operation == "rehash") {
        hashed[key];
        const auto kept = hashed.find(key);
        hashed.rehash(1000);
        (void)*kept;
        return;
    }
    erase_elsewhere(map, other);
    if (operation == "step") ++first;
    if (operation == "erase") map.erase(key);
    if (operation == "insert") map.insert({other, Value()});
    if (operation == "emplace") map.emplace(other, Value());
    if (operation == "subscript") map[other];
}

void run_set() {
    mapcheck::set<int> set = {1, 2};
    erase_elsewhere(set, 2);
    set.insert(3);
}

void run_hidden() {
    mapcheck::map<std::pair<int, int>, int> map;
    map[{1, 2}];
    map[{3, 4}];
    erase_elsewhere(map, std::pair(1, 2));
    map.erase({3, 4});
}

} // namespace

extern "C" const char* told_key(void); // told.c

int main(int, char** arguments) {
    const std::string_view key = arguments[1];
    operation = arguments[2];
    static int numbers[2];
    if (key == "int") run(-5, 7);
    if (key == "long") run(INT64_MIN, std::int64_t{1});
    if (key == "unsigned") run(std::uint64_t{1}, UINT64_MAX);
    if (key == "byte") run<Wide>(std::uint8_t{200}, std::uint8_t{201});
    if (key == "char") run('\n', 'x');
    if (key == "bool") run(false, true);
    if (key == "enum") run(Colour::red, Colour::blue);
    if (key == "double") run(0.1, 0.5);
    if (key == "pointer") run(&numbers[0], &numbers[1]);
    if (key == "short") run(std::string("a \"b\"\t\xc3"), std::string("b"));
    if (key == "long text") run(std::string(100, 'a'), std::string(1000, 'b'));
    if (key == "view") run(std::string_view("abcdef").substr(0, 3), std::string_view("b"));
    if (key == "set") run_set();
    if (key == "hidden") run_hidden();
    std::puts(told_key());
    std::fflush(stdout);
    std::_Exit(0);
}
