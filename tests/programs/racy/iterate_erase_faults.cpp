// EXPECT: iterator invalidated by erase @ step / erase
// OFF: dead_erase
// The step on a dead element faults, because its memory is gone: the report was complete before. The program's own
// handler of the fault, on a stack of its own, ends the process, and reads a map for its last words.
#include <csignal>
#include <mapcheck/map.h>
#include <unistd.h>

#include "../pages.h"

static mapcheck::map<int, int> last_words{{1, 0}};
alignas(16) static char stack[16 * 1024];

int main() {
    stack_t alternate{};
    alternate.ss_sp = stack;
    alternate.ss_size = sizeof stack;
    sigaltstack(&alternate, nullptr);
    struct sigaction action {};
    action.sa_handler = [](int) { _exit(last_words.find(1)->second); };
    action.sa_flags = SA_ONSTACK | SA_RESETHAND;
    sigaction(SIGSEGV, &action, nullptr);
    mapcheck::map<int, int, std::less<int>, Pages<std::pair<const int, int>>> map;
    for (int i = 0; i < 10; ++i) map[i] = i;
    for (auto it = map.begin(); it != map.end(); ++it) // [step]
        if (it->first == 5) map.erase(it);             // [erase]
    return 3;                                          // a step that did not fault
}
