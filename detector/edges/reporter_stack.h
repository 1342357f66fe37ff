// A stack of its own for the making of a report: the thread that made the finding may be a signal
// handler on a small alternate stack, or have little of its own left.
//
// Owner of one static stack; used by the holder of the reporter's lock only. The function must
// return: nothing may be thrown or jumped out of it.
#pragma once

#include <cstddef>

namespace mapcheck::edges {

class ReporterStack {
  public:
    template <class F>
    void call(F& function) {
        enter([](void* f) { (*static_cast<F*>(f))(); }, &function);
    }

  private:
    static constexpr std::size_t bytes = 512 << 10; // demanglers recurse as deep as templates nest

    __attribute__((noinline)) void enter(void (*function)(void*), void* argument) {
        unsigned char* top = memory_ + bytes;
        // The old stack pointer waits in a register that calls preserve.
#if defined(__x86_64__)
        __asm__ volatile("movq %%rsp, %%rbx\n\t"
                         ".cfi_remember_state\n\t"
                         ".cfi_def_cfa_register %%rbx\n\t"
                         "movq %[top], %%rsp\n\t"
                         "callq *%[function]\n\t"
                         "movq %%rbx, %%rsp\n\t"
                         ".cfi_restore_state"
                         : "+D"(argument)
                         : [top] "r"(top), [function] "r"(function)
                         : "rbx", "rax", "rcx", "rdx", "rsi", "r8", "r9", "r10", "r11", "memory", "cc", "xmm0", "xmm1",
                           "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12",
                           "xmm13", "xmm14", "xmm15");
#elif defined(__aarch64__)
        register void* x0 __asm__("x0") = argument;
        __asm__ volatile("mov x19, sp\n\t"
                         "mov sp, %[top]\n\t"
                         "blr %[function]\n\t"
                         "mov sp, x19"
                         : "+r"(x0)
                         : [top] "r"(top), [function] "r"(function)
                         : "x19", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13",
                           "x14", "x15", "x16", "x17", "x30", "memory", "cc", "v0", "v1", "v2", "v3", "v4", "v5", "v6",
                           "v7", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24", "v25", "v26", "v27",
                           "v28", "v29", "v30", "v31");
#else
        function(argument);
#endif
    }

    alignas(64) unsigned char memory_[bytes];
};

} // namespace mapcheck::edges
