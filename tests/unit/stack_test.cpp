// core/stack.h by itself, over frames that are nothing but words of an array.
#include "core/stack.h"

#include <cstdint>
#include <cstring>
#include <vector>

#include <mapcheck/finding.h>

#include "catch.h"
#include "edges/unwind.h"

using namespace mapcheck;
using namespace mapcheck::core;

namespace {

std::uint32_t unwinds;
std::uint32_t unwind_three(std::uintptr_t* pcs, const std::uintptr_t** slots, std::uint32_t, const void*) {
    ++unwinds;
    for (std::uintptr_t i = 0; i < 3; ++i) {
        pcs[i] = 0x9000 + i;
        slots[i] = nullptr;
    }
    return 3;
}
bool is_even(std::uintptr_t address) { return address % 2 == 0; }

/// A stack of n frames, innermost first: {outer frame, return address}, four words apart.
class FakeStack {
  public:
    explicit FakeStack(std::size_t frames) : words_(frames * 4 + 8) {
        for (std::size_t i = 0; i < frames; ++i) {
            words_[i * 4] = i + 1 < frames ? frame(i + 1) : 0;
            words_[i * 4 + 1] = 0x4000 + 16 * i;
        }
        cache.low = reinterpret_cast<std::uintptr_t>(words_.data());
        cache.high = cache.low + words_.size() * sizeof words_[0];
        cache.budget = 3;
    }
    std::uintptr_t frame(std::size_t i) const { return reinterpret_cast<std::uintptr_t>(&words_[i * 4]); }
    std::uintptr_t& return_address(std::size_t i) { return words_[i * 4 + 1]; }
    std::uintptr_t& outer(std::size_t i) { return words_[i * 4]; }
    std::uint32_t capture(std::size_t from = 0) { return stack_capture(cache, &words_[from * 4]); }
    StackCache cache{};

  private:
    std::vector<std::uintptr_t> words_;
};

std::vector<std::uint64_t> pcs(std::uint32_t id) {
    Stack out{};
    stack_append(id, out);
    return {out.pc, out.pc + out.size};
}

std::vector<std::uintptr_t> frameless;
const std::uintptr_t* unwound_slot;
std::uint32_t unwind_one(std::uintptr_t* pcs, const std::uintptr_t** slots, std::uint32_t, const void*) {
    pcs[0] = 0x9000;
    slots[0] = unwound_slot;
    return 1;
}
bool is_never(std::uintptr_t) { return false; }

struct Helpers {
    Helpers(Unwinder u, CallChecker c) {
        stack_set_helpers(u, c);
        stack_set_frameless_handler([](std::uintptr_t address) { frameless.push_back(address); });
        frameless.clear();
    }
    ~Helpers() { edges::connect_stack_helpers(); }
};

} // namespace

TEST_CASE("frames outside the one that is given") {
    const Helpers none(nullptr, nullptr);
    FakeStack s(4);
    const std::uint32_t id = s.capture();
    CHECK(id != 0);
    CHECK(pcs(id) == std::vector<std::uint64_t>{0x4010, 0x4020, 0x4030});
    CHECK(s.capture() == id);
    CHECK(pcs(s.capture(1)) == std::vector<std::uint64_t>{0x4020, 0x4030});
}

TEST_CASE("a chain that changed is walked again") {
    const Helpers none(nullptr, nullptr);
    FakeStack s(4);
    const std::uint32_t before = s.capture();
    s.return_address(2) = 0x5000;
    const std::uint32_t after = s.capture();
    CHECK(after != before);
    CHECK(pcs(after) == std::vector<std::uint64_t>{0x4010, 0x5000, 0x4030});
    s.return_address(2) = 0x4020;
    CHECK(s.capture() == before); // kept once
    s.outer(1) = s.frame(3);      // a frame less
    CHECK(pcs(s.capture()) == std::vector<std::uint64_t>{0x4010, 0x4030});
}

TEST_CASE("a walk ends where words are no frames") {
    const Helpers none(nullptr, nullptr);
    for (std::uintptr_t wrong : {std::uintptr_t{0}, std::uintptr_t{8}, std::uintptr_t{0x7fff'ffff'f000}}) {
        FakeStack s(4);
        s.outer(1) = wrong;
        CHECK(pcs(s.capture()) == std::vector<std::uint64_t>{0x4010});
    }
    FakeStack inwards(4);
    inwards.outer(2) = inwards.frame(1);
    CHECK(pcs(inwards.capture()) == std::vector<std::uint64_t>{0x4010, 0x4020});
    FakeStack askew(4);
    askew.outer(2) += 4;
    CHECK(pcs(askew.capture()) == std::vector<std::uint64_t>{0x4010, 0x4020});
    FakeStack at_the_end(4);
    at_the_end.outer(2) = at_the_end.cache.high - sizeof(void*); // its second word would lie outside
    CHECK(pcs(at_the_end.capture()) == std::vector<std::uint64_t>{0x4010, 0x4020});
}

TEST_CASE("a return address that follows no call ends the walk") {
    const Helpers check(nullptr, is_even);
    FakeStack s(4);
    s.return_address(2) = 0x4021;
    CHECK(pcs(s.capture()) == std::vector<std::uint64_t>{0x4010});
}

TEST_CASE("no more than is kept") {
    const Helpers none(nullptr, nullptr);
    FakeStack s(kept_frames + 20);
    CHECK(pcs(s.capture()).size() == kept_frames);
}

TEST_CASE("without frame pointers the unwinder is asked, within its budget") {
    const Helpers unwinder(unwind_three, nullptr);
    FakeStack s(2);
    s.outer(0) = 0;
    unwinds = 0;
    for (int i = 0; i < 10; ++i) {
        const std::uint32_t id = s.capture();
        if (i < 3) CHECK(pcs(id) == std::vector<std::uint64_t>{0x9000, 0x9001, 0x9002});
    }
    CHECK(unwinds == 3);
    Stack out{};
    stack_append(s.capture(), out);
    CHECK(out.size == 0);
    CHECK(out.truncated == 1);
}

TEST_CASE("on a stack whose bounds are not known nothing is walked") {
    const Helpers unwinder(unwind_three, nullptr);
    FakeStack s(4);
    s.cache.low = s.cache.high = 0;
    CHECK(pcs(s.capture()) == std::vector<std::uint64_t>{0x9000, 0x9001, 0x9002});
}

TEST_CASE("code without frame pointers is told of once, if it is sure to have none") {
    const Helpers unwinder(unwind_one, is_never);
    // The frame pointer of the function that called the innermost frame lies in its own frame: whatever ends the walk.
    for (std::size_t frames : {std::size_t{1}, std::size_t{2}}) {
        FakeStack s(6);
        unwound_slot = &s.return_address(frames);
        s.capture();
        CHECK(frameless.empty());
    }
    const auto expect = [&](const char* what, std::uintptr_t frame_pointer, bool told) {
        INFO(what);
        const Helpers again(unwind_one, is_never);
        FakeStack t(6);
        unwound_slot = &t.return_address(2);
        t.outer(0) = frame_pointer == 1 ? t.frame(3) : frame_pointer == 2 ? t.frame(0) : frame_pointer;
        for (int i = 0; i < 3; ++i) t.capture();
        CHECK(frameless == (told ? std::vector<std::uintptr_t>{t.return_address(0)} : std::vector<std::uintptr_t>{}));
    };
    expect("its caller's", 1, true);
    expect("the callee's", 2, true);
    expect("a small number", 0, true);
    expect("an address elsewhere", 0x7fff'ffff'f000, true);
    // Where the unwinder does not know the place of the return address, or was wanted, nothing is sure.
    const Helpers last(unwind_one, is_never);
    FakeStack s(6);
    s.outer(0) = 0;
    unwound_slot = nullptr;
    s.capture();
    s.cache.low = s.cache.high = 0;
    s.cache.budget = 3;
    unwound_slot = &s.return_address(1);
    s.capture();
    CHECK(frameless.empty());
}

TEST_CASE("nothing kept says so") {
    StackCache cache{};
    CHECK(stack_capture(cache, nullptr) == 0);
    Stack out{};
    stack_append(0, out);
    CHECK(out.size == 0);
    CHECK(out.truncated == 1);
}

TEST_CASE("appending goes on behind what is there, and ends where there is no room") {
    const Helpers none(nullptr, nullptr);
    FakeStack s(kept_frames);
    Stack out{};
    out.pc[out.size++] = 1;
    const std::uint32_t id = s.capture();
    stack_append(id, out);
    CHECK(out.size == kept_frames);
    CHECK(out.pc[1] == 0x4010);
    stack_append(id, out);
    CHECK(out.size == max_frames);
}
