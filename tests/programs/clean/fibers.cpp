// EXPECT: silent
// OFF: clause_own_thread
// Two fibers (ucontext) on one thread take turns inside loops over one std::map, each erasing what neither rests on.
// Their stacks are heap memory, which a walk of the stack must survive.
#include <mapcheck/map.h>
#include <memory>
#include <ucontext.h>

#include "check.h"

static mapcheck::map<int, int> map;
static ucontext_t main_context;
static ucontext_t fiber[2];
static int seen[2];

static void run(int me) {
    for (auto it = map.begin(); it != map.end(); ++it) {
        if (it->first % 2 != me) continue;
        ++seen[me];
        map.erase(it->first - 2 * 50); // long left behind by both
        map.emplace(it->first + 100'000, -1);
        if (it->first >= 100'000) break;
        swapcontext(&fiber[me], &fiber[1 - me]);
    }
}

int main() {
    for (int i = 0; i < 400; ++i) map[i] = i;
    constexpr std::size_t bytes = 64 * 1024;
    std::unique_ptr<char[]> stack[2];
    for (int me = 0; me < 2; ++me) {
        stack[me] = std::make_unique<char[]>(bytes);
        CHECK(getcontext(&fiber[me]) == 0);
        fiber[me].uc_stack.ss_sp = stack[me].get();
        fiber[me].uc_stack.ss_size = bytes;
        fiber[me].uc_link = me == 0 ? &fiber[1] : &main_context;
        makecontext(&fiber[me], reinterpret_cast<void (*)()>(run), 1, me);
    }
    CHECK(swapcontext(&main_context, &fiber[0]) == 0);
    CHECK(seen[0] == 201 && seen[1] == 201);
}
