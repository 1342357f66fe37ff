#include "edges/reporter_user.h"

#include <mapcheck/finding_text.h>
#include <mapcheck/mapcheck.h>

namespace mapcheck::edges {

const char* user_suppressions() {
    return __mapcheck_default_suppressions != nullptr ? __mapcheck_default_suppressions() : nullptr;
}

void tell_user(const Finding& f) {
    if (__mapcheck_on_finding == nullptr) return;
    mapcheck_finding told = {};
    told.magic = MAPCHECK_FINDING_MAGIC;
    told.version = MAPCHECK_FINDING_VERSION;
    told.size = sizeof told;
    told.kind = kind_text(f.kind);
    told.kind_id = kind_id(f.kind);
    told.evidence = evidence_text(f.evidence);
    told.map_type = f.map.type;
    told.map_name = f.map.name;
    told.map_address = f.map.address;
    told.map_size = f.map.size;
    told.sequence = f.sequence;
    for (; told.sides < f.sides && told.sides < 3; ++told.sides) {
        const Side& s = f.side[told.sides];
        mapcheck_side& out = told.side[told.sides];
        out = {role_text(s.role), op_text(s.op), s.task, s.stack.size, 0, "", s.stack.pc};
        for (const TaskInfo& task : f.task) {
            if (task.id != s.task || task.id == 0) continue;
            out.os_thread = task.os_id;
            out.task_name = task.name;
        }
    }
    __mapcheck_on_finding(&told);
}

} // namespace mapcheck::edges
