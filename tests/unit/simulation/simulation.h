// A table of event sequences and what must be found in them: threads, maps, iterators and
// synchronisation played by one OS thread, without clocks. Calls straight into the core; what
// edges/self.h adds to the core (which object a lock is, switches of edges) is used, not copied.
//
// One Simulation at a time: it owns core::config, the finding handler and the calling thread's
// Tls::self until it ends.
//
// An event is THREAD VERB WORDS. Threads are numbers: 0 begins alone, those that nobody creates are there
// from the beginning and unordered. Maps m n o p are ordered, u v w unordered; elements a to h, iterators
// i j k l; other names are synchronisation objects.
//   members     find, begin, insert, erase, ... as hot.h names them, with map, element and iterator (of the
//               result); "erase m i" by iterator, "insert m a hint i", "rehash" when the table grows,
//               "where a": at the address that a had; move, move_assign, construct (in the same storage)
//   open, close "open insert m a" begins a call and leaves it open, "close" ends the innermost one
//   iterators   end m i, same i j (a copy), step i, step_back i, use i, equal i j
//   order       lock, unlock, rdlock, rdunlock, wrlock, wrunlock; release, acquire, rmw, forget X [kind];
//               release_fence, acquire_fence; create 2 [unseen], exit, join 2, appear (nobody was seen to
//               create it), everything (as the child of a fork knows it)
//   scopes      ignore, watch; guard, guarded (a static's initialisation); forgive
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <mapcheck/finding.h>

#include "core/config.h"
#include "core/order.h"
#include "simulation/maps.h"
#include "simulation/words.h"

namespace mapcheck::simulation {

struct Row {
    const char* name;
    const char* events;        ///< "1 insert m a; 1 begin m i; 2 erase m a; 1 step i"
    const char* findings = ""; ///< "iteration_write step/1 erase/2 unordered; ..."; "": silent
    const char* options = "";  ///< "order=partly overlap=any off=clause_moved"; "once": equal pairs count once
};

class Simulation {
  public:
    explicit Simulation(const std::string& options = "");
    ~Simulation();
    Simulation(const Simulation&) = delete;
    Simulation& operator=(const Simulation&) = delete;

    /// Plays the events; throws std::runtime_error that names the event when one is not understood.
    void run(const std::string& events);
    /// What was found so far: "KIND OP/THREAD OP/THREAD EVIDENCE; ...".
    std::string findings() const;
    const std::vector<Finding>& found() const { return found_; }
    /// By how much a counter of the core has grown since the simulation began.
    std::uint64_t counted(std::uint64_t core::Counters::*counter) const;

    Thread& thread(int number); ///< started by thread 0 if need be
    Map& map(char name) { return maps_.at(name); }
    Iterator& iterator(char name) { return iterators_[name]; }
    /// The fake address of a synchronisation object.
    std::uint64_t object(const std::string& name);
    core::Key key(const std::string& name, core::ObjectKind kind) { return core::key_of(object(name), kind); }
    /// An address for a node of its own, of which table indexes can be computed.
    const void* node_of(char map, char element);
    /// Events so far: the next one's finding has pc first_pc + 16 * events().
    std::size_t events() const { return events_; }
    static std::size_t event_of(std::uint64_t pc) { return static_cast<std::size_t>((pc - first_pc) / 16); }

  private:
    static constexpr std::uint64_t first_pc = 0x1000;
    static void take_finding(const Finding& finding);

    void play(const std::string& event);
    bool play_member(const std::string& verb, Words& words, Thread& t, Finish& finish);
    bool play_iterator(const std::string& verb, Words& words, Thread& t);
    bool play_order(const std::string& verb, Words& words, Thread& t);
    bool play_thread(const std::string& verb, Words& words, Thread& t);
    Map& map_in(Words& words);
    char element_in(Words& words);
    Iterator& iterator_in(Words& words);
    Iterator* iterator_or_null(Words& words);
    Insertion insertion_in(Words& words);
    Thread& start(int number, Thread* creator, bool of_unseen_module);
    core::Thread* start_apart(const core::Birth* birth);
    void end(Thread& t);
    std::string side_text(const Side& side) const;
    std::vector<Map*> all_maps();

    std::uintptr_t case_; // fake addresses depend on it
    core::Config config_before_;
    core::Counters counters_before_;
    std::map<int, std::unique_ptr<Thread>> threads_;
    std::vector<core::Thread*> parked_; // started, but not played
    std::map<std::uint32_t, int> number_of_task_;
    std::map<char, Map> maps_;
    std::map<char, Iterator> iterators_;
    std::map<char, const void*> last_address_; // of an element, by its name
    std::map<std::string, std::uint64_t> objects_;
    Maps play_;
    std::vector<Finding> found_;
    bool once_ = false;
    std::size_t events_ = 0;
};

/// Plays the row; what was found, or "error: ..." when a word of it was not understood.
std::string outcome(const Row& row);
/// One CHECK for each row.
void check_rows(const Row* rows, std::size_t count);
template <std::size_t n>
void check(const Row (&rows)[n]) {
    check_rows(rows, n);
}

} // namespace mapcheck::simulation
