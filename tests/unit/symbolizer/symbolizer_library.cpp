// A library for symbolizer_test.cpp, loaded at run time. The test knows the line of the address.
extern "C" {
__attribute__((visibility("default"))) int object_in_library = 1;

__attribute__((visibility("default"), noinline)) unsigned long address_in_library() {
    unsigned long pc;
#if defined(__x86_64__)
    asm volatile("lea 0(%%rip), %0" : "=r"(pc));
#else
    asm volatile("adr %0, .+4" : "=r"(pc));
#endif
    return pc;
}
}
