// erase_if of C++20 for checked containers, in namespace std, where programs name it. The predicate runs
// outside the map's mark; the scan is an iteration like the user's own, each removal an erase.
#pragma once

#include <mapcheck/detail/elements.h>

#if __cplusplus > 201703L

namespace std {

template <class Base, class Predicate>
MAPCHECK_INLINE typename Base::size_type erase_if(mapcheck::detail::elements<Base>& map, Predicate predicate) {
    typename Base::size_type count = 0;
    for (auto it = map.begin(); it != map.end();) {
        if (predicate(*it)) {
            it = map.erase(it);
            ++count;
        } else {
            ++it;
        }
    }
    return count;
}

} // namespace std

namespace mapcheck {
using std::erase_if;
}

#endif
