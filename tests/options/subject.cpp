// One finding on every run, certain whatever the order of threads: an iterator used after its element was erased.
#include <cstdio>

#include <sys/resource.h>

#include <mapcheck/map.h>

namespace shop {

mapcheck::map<int, int> carts;

int use_after_erase() {
    carts[1] = 1;
    carts[2] = 2;
    const auto kept = carts.find(1);
    carts.erase(1);
    return kept == carts.end() ? 0 : (*kept).first;
}

} // namespace shop

int main(int arguments, char**) {
    if (arguments > 1) { // as when a program has used up its descriptors
        const rlimit none = {3, 3};
        setrlimit(RLIMIT_NOFILE, &none);
    }
    mapcheck_name(shop::carts, "carts");
    (void)shop::use_after_erase();
    std::puts("done");
    return 0;
}
