// merge(), and which elements it moved. The standard library's own merge does the work (its complexity,
// its behaviour when a comparator throws); afterwards the source lacks what has moved, in the old order.
//
// Called inside writes of both containers. In an ordered container the iterators of moved elements stay
// valid and follow them; in an unordered one they die.
#pragma once

#include <cstddef>
#include <new>
#include <vector>

#include <mapcheck/detail/library.h>
#include <mapcheck/hot.h>

namespace mapcheck::detail {

/// The nodes of a container before elements leave it; tells the runtime which have left.
template <class Base>
class departures {
  public:
    departures(const Base& source, hot::Slot* to, hot::Slot* from) : source_(source), to_(to), from_(from) {
        try {
            before_.reserve(source.size());
            for (auto it = source.begin(); it != source.end(); ++it) before_.push_back(library::node_of(it));
        } catch (const std::bad_alloc&) {
            before_.clear(); // what has moved is not known: less is seen, nothing is wrong
        }
    }
    departures(const departures&) = delete;
    departures& operator=(const departures&) = delete;
    ~departures() {
        auto left = source_.begin();
        for (const void* node : before_) {
            if (left != source_.end() && library::node_of(left) == node) {
                ++left;
            } else if (is_unordered<Base>::value) {
                hot::MAPCHECK_ABI(element_erased)(from_, node);
            } else {
                hot::MAPCHECK_ABI(element_moved)(from_, to_, node);
            }
        }
    }

  private:
    const Base& source_;
    hot::Slot* to_;
    hot::Slot* from_;
    std::vector<const void*> before_;
};

template <class Target, class Source>
MAPCHECK_INLINE void merge_nodes(Target& target, Source& source, hot::Slot* to, hot::Slot* from) {
    departures<Source> moved(source, to, from);
    target.merge(source);
}

} // namespace mapcheck::detail
