// EXPECT: silent
// OFF: edge_atomic
// PKG: gobject-2.0
//
// A map is shared by reference counts of GLib's: a counted block, a count inside a structure, an object of a class.
// One thread fills it and lets go; the other one, which held nothing but its reference, walks and destroys it.
#include <glib-object.h>

#include <mapcheck/map.h>

#include "../cue.h"

namespace {

using Map = mapcheck::map<int, int>;

long total;
void walk(const Map& map) {
    for (const auto& [key, value] : map) total += key + value;
}

template <class LetGo>
void share(Map& map, LetGo let_go) {
    struct Work {
        Map& map;
        LetGo let_go;
        Cue has_let_go;
    } work{map, let_go, {}};
    const GThreadFunc run = [](gpointer argument) -> gpointer {
        auto& w = *static_cast<Work*>(argument);
        for (int i = 0; i < 10; ++i) w.map[i] = i;
        w.let_go();
        w.has_let_go.set();
        return nullptr;
    };
    GThread* writer = g_thread_new("writer", run, &work);
    work.has_let_go.await();
    let_go();
    g_thread_join(writer);
}

struct Block {
    Map* map;
};
void clear_block(gpointer block) {
    walk(*static_cast<Block*>(block)->map);
    delete static_cast<Block*>(block)->map;
}
void counted_block() {
    auto* block = g_atomic_rc_box_new(Block);
    block->map = new Map;
    g_atomic_rc_box_acquire(block);
    share(*block->map, [block] { g_atomic_rc_box_release_full(block, clear_block); });
}

void count_in_a_structure() {
    struct Counted {
        gatomicrefcount count;
        Map map;
    };
    auto* counted = new Counted;
    g_atomic_ref_count_init(&counted->count);
    g_atomic_ref_count_inc(&counted->count);
    share(counted->map, [counted] {
        if (!g_atomic_ref_count_dec(&counted->count)) return;
        walk(counted->map);
        delete counted;
    });
}

} // namespace

struct Table {
    GObject parent;
    Map* map;
};
struct TableClass {
    GObjectClass parent;
};
G_DEFINE_TYPE(Table, table, G_TYPE_OBJECT)
static void table_init(Table* table) { table->map = new Map; }
static void table_finalize(GObject* object) {
    auto* table = reinterpret_cast<Table*>(object);
    walk(*table->map);
    delete table->map;
    G_OBJECT_CLASS(table_parent_class)->finalize(object);
}
static void table_class_init(TableClass* type) { G_OBJECT_CLASS(type)->finalize = table_finalize; }

static void object() {
    auto* table = static_cast<Table*>(g_object_new(table_get_type(), nullptr));
    g_object_ref(table);
    share(*table->map, [table] { g_object_unref(table); });
}

int main() {
    counted_block();
    count_in_a_structure();
    object();
    return total == 3 * 90 ? 0 : 1;
}
