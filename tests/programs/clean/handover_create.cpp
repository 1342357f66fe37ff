// EXPECT: silent
// OFF: edge_create
// The creator leaves an iteration half finished to the thread that it creates: the call that creates a
// thread synchronises with the beginning of its function [thread.thread.constr].
#include <thread>

#include "half.h"

int main() {
    Half work;
    work.first();
    std::thread taker([&] { work.second(); });
    taker.join();
    work.done();
}
