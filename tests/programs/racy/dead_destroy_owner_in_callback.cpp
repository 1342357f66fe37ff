// EXPECT: iterator invalidated by destruction @ step / destroy
// OFF: dead_destroy
//
// The object that owns the map is deleted by one of the callbacks that it is calling: the loop goes on in a map that no
// longer exists. Met in GUI widgets and in connection objects that "delete this".
#include <cstdio>
#include <new>

#include "../kept.h"

using Handlers = kept::map<int, int>;

alignas(Handlers) unsigned char memory[sizeof(Handlers)]; // stays readable, as a pool's memory would

void on_event(Handlers* handlers, int id) {
    if (id == 2) handlers->~Handlers(); // [destroy]
}

int main() {
    auto* handlers = new (memory) Handlers;
    for (int id = 0; id < 5; ++id) handlers->emplace(id, id);

    int called = 0;
    for (const auto& handler : *handlers) { // [step]
        ++called;
        on_event(handlers, handler.first);
    }
    std::printf("called: %d\n", called);
}
