// EXPECT: silent
// OFF: clause_own_thread
// Recursive functions and nested loops over one map, the inner ones erasing what the outer ones do not rest on; loops
// left by break, return and an exception, their iterators abandoned.
#include <mapcheck/map.h>
#include <set>
#include <stdexcept>
#include <utility>

#include "check.h"

using Graph = mapcheck::map<int, std::set<int>>;

static int visit(Graph& graph, int id) {
    const auto node = graph.find(id);
    if (node == graph.end()) return 0;
    int visited = 1;
    for (int next : std::exchange(node->second, {})) visited += visit(graph, next);
    graph.erase(node); // no call above this one rests on it: each id is left before it is erased
    return visited;
}

static int first_above(Graph& graph, int id) {
    for (auto& [key, links] : graph) {
        if (key > id) return key;
    }
    throw std::out_of_range("none");
}

int main() {
    Graph graph;
    for (int i = 1; i < 64; ++i) graph[i / 2].insert(i);
    for (int i = 32; i < 64; ++i) graph[i];
    CHECK(first_above(graph, 10) == 11);
    graph.erase(11);
    graph[5].erase(11);
    int gone = 0;
    for (auto outer = graph.begin(); outer != graph.end(); ++outer) {
        for (auto inner = graph.begin(); inner != graph.end();) {
            if (inner->first >= 32 && inner->first % 3 == 0 && inner != outer) {
                inner = graph.erase(inner);
                ++gone;
            } else {
                ++inner;
            }
        }
    }
    CHECK(gone == 11);
    bool thrown = false;
    try {
        for (auto& [key, links] : graph) {
            if (key == 9) first_above(graph, 1000);
        }
    } catch (const std::out_of_range&) {
        thrown = true;
        graph.erase(9);
        graph[4].erase(9);
    }
    CHECK(thrown);
    graph.erase(22); // children of those that are gone already
    graph.erase(23);
    CHECK(visit(graph, 0) > 30);
}
