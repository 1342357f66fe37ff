// Happens-before by brute force: every event knows the set of events before it. What the detector
// says of short sequences of whole calls is compared with this, pair by pair.
#pragma once

#include <bitset>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace mapcheck::simulation {

/// One event of a random sequence: data, so that a failing sequence can be made shorter.
struct Step {
    int thread;
    std::string verb;
    std::string words; ///< map, element, object
    std::string text() const { return std::to_string(thread) + " " + verb + (words.empty() ? "" : " " + words); }
};
std::string text_of(const std::vector<Step>& steps);

class Reference {
  public:
    static constexpr std::size_t most = 512;

    /// The next event: its thread, and what it accesses (map 0: nothing).
    std::size_t add(int thread, char map = 0, bool writes = false);
    /// event is after everything that was released into the object.
    void acquire(std::size_t event, const std::string& object);
    void release(std::size_t event, const std::string& object) { released_[object].push_back(event); }
    /// event is after that other one.
    void after(std::size_t event, std::size_t other);
    /// What was published in any way so far is before event.
    void acquire_published(std::size_t event);
    void publish(std::size_t event) { published_.push_back(event); }
    /// Everything so far is before event.
    void acquire_all(std::size_t event);
    std::size_t last_of(int thread) const { return last_.at(thread); }
    bool knows(int thread) const { return last_.count(thread) != 0; }

    bool conflict(std::size_t a, std::size_t b) const;
    bool ordered(std::size_t a, std::size_t b) const { return nodes_[b].before[a] || nodes_[a].before[b]; }
    /// An earlier event that races with this one; most: none.
    std::size_t race_at(std::size_t event) const;
    std::size_t size() const { return nodes_.size(); }

  private:
    struct Event {
        char map;
        bool writes;
        std::bitset<most> before;
    };
    std::vector<Event> nodes_;
    std::map<int, std::size_t> last_;
    std::map<std::string, std::vector<std::size_t>> released_;
    std::vector<std::size_t> published_;
};

} // namespace mapcheck::simulation
