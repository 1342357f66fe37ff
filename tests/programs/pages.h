// A page for each element, which is gone for good when it is given back: whoever touches it dies.
#pragma once

#include <cstddef>

#include <sys/mman.h>

template <class T>
struct Pages {
    using value_type = T;
    Pages() = default;
    template <class U>
    Pages(const Pages<U>&) {}
    T* allocate(std::size_t) {
        void* const page = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        return static_cast<T*>(page);
    }
    void deallocate(T* page, std::size_t) { munmap(page, 4096); }
    friend bool operator==(const Pages&, const Pages&) { return true; }
    friend bool operator!=(const Pages&, const Pages&) { return false; }
};
