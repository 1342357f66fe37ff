// The simulation's own complaints: a table that is misspelt must not look like one that is silent.
#include "simulation/simulation.h"

#include "catch.h"

using mapcheck::simulation::check;
using mapcheck::simulation::outcome;
using mapcheck::simulation::Row;

TEST_CASE("what is not understood is named") {
    const Row rows[] = {
        {"verb", "1 insert m a; 1 inset m b", "error: event 2 '1 inset m b': 'inset' is not known"},
        {"thread", "x find m", "error: event 1 'x find m': wants a thread, not 'x'"},
        {"map", "1 find q", "error: event 1 '1 find q': wants a map (one of mnopuvw), not 'q'"},
        {"element", "1 insert m", "error: event 1 '1 insert m': wants an element (one of abcdefgh)"},
        {"iterator", "1 step x", "error: event 1 '1 step x': wants an iterator (one of ijkl), not 'x'"},
        {"left over", "1 clear m a", "error: event 1 '1 clear m a': 'a' is left over"},
        {"kind", "1 release X mutx", "error: event 1 '1 release X mutx': 'mutx' is not a kind of object"},
        {"close", "1 close", "error: event 1 '1 close': no call is open"},
        {"open", "1 open lock L", "error: event 1 '1 open lock L': 'lock' is not a call that can be open"},
        {"ended", "1 exit; 1 find m", "error: event 2 '1 find m': this thread has ended"},
        {"option", "1 find m", "error: option 'ordr=off' is not known", "ordr=off"},
        {"switch", "1 find m", "error: option: no switch 'edge_lok'", "off=edge_lok"},
    };
    check(rows);
}

TEST_CASE("no event, no finding") { CHECK(outcome({"empty", ""}) == ""); }

TEST_CASE("a simulation leaves the configuration as it was") {
    const auto before = mapcheck::core::config.off;
    outcome({"with options", "1 find m", "", "off=edge_lock order=off"});
    CHECK(mapcheck::core::config.off == before);
}
