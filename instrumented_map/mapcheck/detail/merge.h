// merge(), and which elements it moved. The standard library's own merge does the work (its complexity,
// its behaviour when a comparator throws); afterwards the source lacks what has moved, in the old order.
//
// Called inside writes of both containers. In an ordered container the iterators of moved elements stay
// valid and follow them; in an unordered one they die.
#pragma once

#include <cstddef>
#include <memory>
#include <new>

#include <mapcheck/detail/library.h>
#include <mapcheck/hot.h>

namespace mapcheck::detail {

/// The nodes of a container before elements leave it; tells the runtime which have left.
template <class Base>
class departures {
  public:
    departures(const Base& source, hot::Slot* to, hot::Slot* from) : source_(source), to_(to), from_(from) {
        before_.reset(new (std::nothrow) const void*[source.size()]);
        if (before_ == nullptr) return; // what has moved is not known: less is seen, nothing is wrong
        for (auto it = source.begin(); it != source.end(); ++it) before_[size_++] = library::node_of(it);
    }
    departures(const departures&) = delete;
    departures& operator=(const departures&) = delete;
    ~departures() {
        auto left = source_.begin();
        for (std::size_t i = 0; i < size_; ++i) {
            const void* const node = before_[i];
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
    std::unique_ptr<const void*[]> before_;
    std::size_t size_ = 0;
};

template <class Target, class Source>
MAPCHECK_INLINE void merge_nodes(Target& target, Source& source, hot::Slot* to, hot::Slot* from) {
    departures<Source> moved(source, to, from);
    target.merge(source);
}

} // namespace mapcheck::detail
