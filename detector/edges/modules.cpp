#include "edges/modules.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <link.h>

#define MAPCHECK_ATOMICS_ABI_ONLY
#include <mapcheck/atomics.h>

#include "core/spin_lock.h"
#include "edges/modules_known.h"
#include "edges/rebind.h"
#include "edges/startup.h"

namespace mapcheck::edges {
namespace {

/// One loaded module. Published by `high`, last; an entry of an unloaded module is used again.
struct Module {
    std::uintptr_t low, high; ///< of its segments; high 0: free
    std::uint32_t marks;      ///< Mark bits
    Synchronises how;
    bool present; ///< in the refresh that goes on
    char name[48];
    char late_file[80]; ///< the first translation unit whose mark came too late
};
enum Mark : std::uint32_t { marked = 1, late = 2, by_header = 4, forced = 8 };

constexpr std::uint32_t max_modules = 512;
Module module_of[max_modules];
std::uint32_t modules; // entries ever used
std::uint32_t answer;  // core::Order
unsigned long long loads_seen;

/// Who may change the table: the holder's fork generation, 0 nobody. Never waited for but by a
/// module's constructor: whoever has it may be waiting for the loader.
std::uint32_t changer;

bool try_change() {
    const std::uint32_t mine = __atomic_load_n(&core::fork_generation, __ATOMIC_RELAXED);
    std::uint32_t held = __atomic_load_n(&changer, __ATOMIC_RELAXED);
    return held != mine &&
           __atomic_compare_exchange_n(&changer, &held, mine, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}
void end_change() { __atomic_store_n(&changer, 0, __ATOMIC_RELEASE); }

std::uint32_t entries() { return __atomic_load_n(&modules, __ATOMIC_ACQUIRE); }

Module* find(std::uintptr_t address) {
    const std::uint32_t n = entries();
    for (std::uint32_t i = 0; i < n; ++i) {
        Module& m = module_of[i];
        const std::uintptr_t high = __atomic_load_n(&m.high, __ATOMIC_ACQUIRE);
        if (address < high && address >= __atomic_load_n(&m.low, __ATOMIC_RELAXED)) return &m;
    }
    return nullptr;
}

bool loaded(const Module& m) { return __atomic_load_n(&m.high, __ATOMIC_ACQUIRE) != 0; }
std::uint32_t marks(const Module& m) { return __atomic_load_n(&m.marks, __ATOMIC_ACQUIRE); }
bool unseen(const Module& m) { return loaded(m) && marks(m) == 0 && m.how != Synchronises::by_calls; }

void copy_text(char* out, std::size_t room, const char* text) {
    std::size_t n = std::strlen(text);
    if (n >= room) n = room - 1;
    std::memcpy(out, text, n);
    out[n] = 0;
}

void enter(std::uintptr_t low, std::uintptr_t high, const char* name) {
    Module* m = nullptr;
    for (std::uint32_t i = 0; i < modules && m == nullptr; ++i)
        if (module_of[i].high == 0) m = &module_of[i];
    if (m == nullptr) {
        if (modules == max_modules) return; // found nowhere: not seen
        m = &module_of[modules];
    }
    m->low = low;
    m->marks = 0;
    m->how = known_module(name);
    m->present = true;
    copy_text(m->name, sizeof m->name, name);
    m->late_file[0] = 0;
    __atomic_store_n(&m->high, high, __ATOMIC_RELEASE);
    if (m == &module_of[modules]) __atomic_store_n(&modules, modules + 1, __ATOMIC_RELEASE);
}

int visit(dl_phdr_info* info, std::size_t, void* first) {
    const unsigned long long loads = info->dlpi_adds + info->dlpi_subs;
    bool& is_first = *static_cast<bool*>(first);
    if (is_first && loads == loads_seen) return 1;
    is_first = false;
    loads_seen = loads;
    std::uintptr_t low = ~std::uintptr_t{0};
    std::uintptr_t high = 0;
    for (int i = 0; i < info->dlpi_phnum; ++i) {
        const ElfW(Phdr)& segment = info->dlpi_phdr[i];
        if (segment.p_type != PT_LOAD) continue;
        const std::uintptr_t begin = info->dlpi_addr + segment.p_vaddr;
        if (begin < low) low = begin;
        if (begin + segment.p_memsz > high) high = begin + segment.p_memsz;
    }
    if (high == 0) return 0;
    const bool is_program = info->dlpi_name == nullptr || info->dlpi_name[0] == 0;
    const char* path = is_program ? program_invocation_name : info->dlpi_name;
    const char* slash = std::strrchr(path, '/');
    const char* name = slash != nullptr ? slash + 1 : path;
    Module* m = find(low);
    if (m != nullptr && m->low == low && m->high == high && std::strncmp(m->name, name, sizeof m->name - 1) == 0) {
        m->present = true;
    } else {
        enter(low, high, name);
        rebind(*info);
    }
    return 0;
}

void judge() {
    bool any_mark = false;
    bool in_part = false;
    const std::uint32_t n = entries();
    for (std::uint32_t i = 0; i < n; ++i) {
        const Module& m = module_of[i];
        if (!loaded(m)) continue;
        any_mark |= marks(m) != 0;
        in_part |= (marks(m) & late) != 0 || (marks(m) == 0 && m.how == Synchronises::by_itself);
    }
    const core::Order now = any_mark && !in_part ? core::Order::full : core::Order::partly;
    const auto word = static_cast<std::uint32_t>(now);
    if (__atomic_exchange_n(&answer, word, __ATOMIC_ACQ_REL) != word) order_seen_changed();
}

/// While changing: the table says what is loaded now.
void update() {
    for (std::uint32_t i = 0; i < modules; ++i) module_of[i].present = false;
    const unsigned long long before = loads_seen;
    bool is_first = true;
    dl_iterate_phdr(visit, &is_first);
    if (loads_seen == before) return;
    for (std::uint32_t i = 0; i < modules; ++i)
        if (!module_of[i].present) __atomic_store_n(&module_of[i].high, 0, __ATOMIC_RELEASE);
}

void refresh() {
    if (!try_change()) return; // somebody else does it, and this look-up takes the table as it is
    update();
    judge();
    end_change();
}

/// Grows a list of names in a bounded text; room for one "..." at least.
class Names {
  public:
    Names(char* out, std::size_t room) : out_(out), room_(room) { out_[0] = 0; }
    void add(const char* name) {
        const std::size_t n = std::strlen(name) + (size_ != 0 ? 2 : 0);
        if (cut_ || size_ + n + sizeof ", ..." > room_) {
            if (!cut_) copy_text(out_ + size_, room_ - size_, size_ != 0 ? ", ..." : "...");
            cut_ = true;
            return;
        }
        if (size_ != 0) copy_text(out_ + size_, room_ - size_, ", ");
        copy_text(out_ + size_ + (size_ != 0 ? 2 : 0), room_ - size_, name);
        size_ += n;
    }
    bool empty() const { return size_ == 0 && !cut_; }

  private:
    char* out_;
    std::size_t room_;
    std::size_t size_ = 0;
    bool cut_ = false;
};

} // namespace

bool module_of_unseen_synchronisation(const void* code) {
    refresh();
    const Module* m = find(reinterpret_cast<std::uintptr_t>(code));
    return m == nullptr || unseen(*m);
}

namespace {
void synchronises_after_all(const void* code, Synchronises how) {
    if (code == nullptr) return;
    while (!try_change()) sched_yield();
    update();
    if (Module* m = find(reinterpret_cast<std::uintptr_t>(code)); m != nullptr && m->how != how) {
        m->how = how;
        judge();
    }
    end_change();
}
} // namespace
void synchronises_by_itself_after_all(RealName& function) {
    const void* code = __atomic_load_n(&function.address, __ATOMIC_RELAXED);
    synchronises_after_all(code != nullptr ? code : find_real(function), Synchronises::by_itself);
}
void synchronises_by_calls_after_all(const void* code) { synchronises_after_all(code, Synchronises::by_calls); }

core::Order order_seen() {
    refresh();
    return static_cast<core::Order>(__atomic_load_n(&answer, __ATOMIC_ACQUIRE));
}

const char* unseen_module_names() {
    static char list[512];
    refresh();
    Names names(list, sizeof list);
    const std::uint32_t n = entries();
    for (std::uint32_t i = 0; i < n; ++i) {
        const Module& m = module_of[i];
        if (!loaded(m)) continue;
        char text[sizeof m.name + sizeof m.late_file + 8];
        if ((marks(m) & late) != 0) {
            std::snprintf(text, sizeof text, "%s (%s)", m.name, m.late_file);
            names.add(text);
        } else if ((marks(m) & by_header) != 0 && (marks(m) & forced) == 0) {
            std::snprintf(text, sizeof text, "%s (files without <mapcheck/map.h>)", m.name);
            names.add(text);
        } else if (unseen(m)) {
            names.add(m.name);
        }
    }
    return names.empty() ? nullptr : list;
}

std::size_t order_reason(char* out, std::size_t room) {
    if (order_seen() == core::Order::full || room == 0) return 0;
    const Module* late_one = nullptr;
    const Module* by_itself = nullptr;
    const std::uint32_t n = entries();
    for (std::uint32_t i = 0; i < n; ++i) {
        const Module& m = module_of[i];
        if (!loaded(m)) continue;
        if ((marks(m) & late) != 0 && late_one == nullptr) late_one = &m;
        if (marks(m) == 0 && m.how == Synchronises::by_itself && by_itself == nullptr) by_itself = &m;
    }
    int length;
    if (late_one != nullptr)
        length = std::snprintf(out, room,
                               "%s (%s) includes standard headers before <mapcheck/map.h>, so its atomics are not "
                               "seen: compile it with -include mapcheck/atomics.h",
                               late_one->name, late_one->late_file);
    else if (by_itself != nullptr)
        length = std::snprintf(out, room,
                               "%s synchronises by atomics of its own: tell what it orders by MAPCHECK_HAPPENS_BEFORE "
                               "and MAPCHECK_HAPPENS_AFTER, or set order=1",
                               by_itself->name);
    else
        length = std::snprintf(out, room, "no module's atomics are seen: compile with -include mapcheck/atomics.h");
    if (length < 0) return 0;
    return static_cast<std::size_t>(length) < room ? static_cast<std::size_t>(length) : room - 1;
}

} // namespace mapcheck::edges

extern "C" MAPCHECK_EXPORT void mapcheck_v1_register_mark(const mapcheck_v1_mark* mark) {
    using namespace mapcheck::edges;
    const int kept = errno;
    while (!try_change()) sched_yield();
    const auto address = reinterpret_cast<std::uintptr_t>(mark);
    update(); // what lay here before may have been unloaded
    Module* m = find(address);
    if (m != nullptr) {
        std::uint32_t bits = marked | ((mark->flags & mapcheck_v1_mark_header) != 0 ? by_header : forced);
        if ((mark->flags & mapcheck_v1_mark_late) != 0) {
            bits |= late;
            const char* file = std::strrchr(mark->file, '/');
            if (m->late_file[0] == 0)
                copy_text(m->late_file, sizeof m->late_file, file != nullptr ? file + 1 : mark->file);
        }
        if (__atomic_fetch_or(&m->marks, bits, __ATOMIC_RELEASE) != bits) judge();
    }
    end_change();
    errno = kept;
}
