#include "edges/reporter_user.h"

#include <cstring>

#include <mapcheck/finding_text.h>
#include <mapcheck/mapcheck.h>

#include "core/accuse.h"
#include "edges/self.h"

namespace mapcheck::edges {

const char* user_suppressions() {
    return __mapcheck_default_suppressions != nullptr ? __mapcheck_default_suppressions() : nullptr;
}

namespace {

/// A copy on the stack of the thread, so that nobody waits while the program's code looks at it.
struct Told {
    mapcheck_finding finding;
    char task_name[3][sizeof TaskInfo::name];
    std::uint64_t pc[3][max_frames];
};

void copy_side(Told& told, const Finding& f, std::uint32_t n) {
    const Side& s = f.side[n];
    mapcheck_side& out = told.finding.side[n];
    std::memcpy(told.pc[n], s.stack.pc, s.stack.size * sizeof s.stack.pc[0]);
    out = {role_text(s.role), op_text(s.op), s.task, s.stack.size, 0, told.task_name[n], told.pc[n]};
    for (const TaskInfo& task : f.task) {
        if (task.id != s.task || task.id == 0) continue;
        out.os_thread = task.os_id;
        std::memcpy(told.task_name[n], task.name, sizeof task.name);
    }
}

/// Out of line: its frame is large, and the thread's stack may be small.
MAPCHECK_COLD void tell(const Finding& f, const char* key) {
    Told told = {};
    mapcheck_finding& out = told.finding;
    out.magic = MAPCHECK_FINDING_MAGIC;
    out.version = MAPCHECK_FINDING_VERSION;
    out.size = sizeof out;
    out.kind = kind_text(f.kind);
    out.kind_id = kind_id(f.kind);
    out.evidence = evidence_text(f.evidence, f.kind);
    out.map_type = f.map.type;
    out.map_name = f.map.name;
    out.map_address = f.map.address;
    out.map_size = f.map.size;
    out.sequence = f.sequence;
    out.key = key != nullptr && key[0] != 0 ? key : nullptr;
    for (; out.sides < f.sides && out.sides < 3; ++out.sides) copy_side(told, f, out.sides);
    core::finding_done(f);

    // The order that the program's locks make in there counts; what it does with maps is not watched.
    core::Thread* thread = self_if_known();
    const std::uint32_t inside = thread != nullptr ? thread->inside : 0;
    if (thread != nullptr) {
        core::thread_set_ignored(*thread, thread->ignored + 1);
        thread->inside = 0;
    }
    __mapcheck_on_finding(&out);
    if (thread != nullptr) {
        thread->inside = inside;
        core::thread_set_ignored(*thread, thread->ignored - 1);
    }
}

} // namespace

void tell_user(const Finding& f, const char* key) {
    if (__mapcheck_on_finding != nullptr) tell(f, key);
}

} // namespace mapcheck::edges
