#include "simulation/reference.h"

namespace mapcheck::simulation {

std::string text_of(const std::vector<Step>& steps) {
    std::string text;
    for (const Step& s : steps) text += (text.empty() ? "" : "; ") + s.text();
    return text;
}

std::size_t Reference::add(int thread, char map, bool writes) {
    const std::size_t event = nodes_.size();
    nodes_.push_back({map, writes, {}});
    const auto last = last_.find(thread);
    if (last != last_.end()) after(event, last->second);
    last_[thread] = event;
    return event;
}

void Reference::after(std::size_t event, std::size_t other) {
    nodes_[event].before |= nodes_[other].before;
    nodes_[event].before.set(other);
}

void Reference::acquire(std::size_t event, const std::string& object) {
    for (std::size_t r : released_[object])
        if (r != event) after(event, r);
}

void Reference::acquire_published(std::size_t event) {
    for (std::size_t p : published_) after(event, p);
}

void Reference::acquire_all(std::size_t event) {
    for (const auto& [thread, last] : last_)
        if (last != event) after(event, last);
}

bool Reference::conflict(std::size_t a, std::size_t b) const {
    const Event& x = nodes_[a];
    const Event& y = nodes_[b];
    return x.map != 0 && x.map == y.map && (x.writes || y.writes);
}

std::size_t Reference::race_at(std::size_t event) const {
    for (std::size_t e = 0; e < event; ++e)
        if (conflict(e, event) && !ordered(e, event)) return e;
    return most;
}

} // namespace mapcheck::simulation
