// EXPECT: silent
// OFF: edge_lock
// Memory runs out: operator new throws and malloc returns null at every n-th call, in two threads that share a map under
// a mutex. Threads that cannot be made are done without. The runtime needs none of the program's memory.
#include <atomic>
#include <cerrno>
#include <dlfcn.h>
#include <map>
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <mutex>
#include <new>
#include <string>
#include <system_error>
#include <thread>

#include "check.h"

static std::atomic<unsigned> calls{0};
static std::atomic<bool> scarce{false};

static bool fails() {
    return scarce.load(std::memory_order_relaxed) && calls.fetch_add(1, std::memory_order_relaxed) % 7 == 6;
}

extern "C" void* __libc_malloc(std::size_t);
extern "C" void* malloc(std::size_t size) {
    if (!fails()) return __libc_malloc(size);
    errno = ENOMEM;
    return nullptr;
}
void* operator new(std::size_t size) {
    if (void* block = malloc(size)) return block;
    throw std::bad_alloc();
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }

static std::mutex mutex;
static mapcheck::unordered_map<std::string, mapcheck::map<int, std::string>> shared;
static std::atomic<int> failures{0};

static void work(int me) {
    for (int i = 0; i < 300; ++i) {
        std::lock_guard lock(mutex);
        try {
            auto& inner = shared["a name that needs memory of its own " + std::to_string(i % 20)];
            inner[me * 1000 + i] = "a text that needs memory of its own, too";
            if (i % 5 == 0) inner.erase(inner.begin());
            std::size_t seen = 0;
            for (const auto& [name, map] : shared)
                for (const auto& [key, text] : map) seen += key >= 0;
            CHECK(seen > 0 || inner.empty());
            auto copy = shared;
            copy.clear();
        } catch (const std::bad_alloc&) {
            failures.fetch_add(1, std::memory_order_relaxed);
        }
        if (i % 50 == 0) {
            try {
                std::thread([] { mapcheck::map<int, int>().size(); }).join();
            } catch (const std::system_error&) {
            } catch (const std::bad_alloc&) {}
        }
    }
}

int main() {
    std::thread one(work, 1);
    std::thread two(work, 2);
    scarce = true;
    one.join();
    two.join();
    scarce = false;
    CHECK(failures.load() > 10);
    std::lock_guard lock(mutex);
    for (auto& [name, map] : shared) map.clear();
    shared.clear();
}
