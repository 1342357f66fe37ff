// Every standard header, and a use of everything that is made of atomics in them: compiled by
// atomics_check.py with each compiler, standard and library, with and without the told builtins.
#include <algorithm>
#include <any>
#include <array>
#include <atomic>
#include <bitset>
#include <cassert>
#include <chrono>
#include <complex>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <exception>
#include <filesystem>
#include <forward_list>
#include <fstream>
#include <functional>
#include <future>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <list>
#include <locale>
#include <map>
#include <memory>
#if __has_include(<memory_resource>)
#include <memory_resource>
#endif
#include <mutex>
#include <new>
#include <numeric>
#include <optional>
#include <queue>
#include <random>
#include <regex>
#include <set>
#include <shared_mutex>
#include <sstream>
#include <stack>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <tuple>
#include <type_traits>
#include <typeindex>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>
#if __cplusplus >= 202002L
#if __has_include(<barrier>)
#include <barrier>
#endif
#if __has_include(<bit>)
#include <bit>
#endif
#if __has_include(<compare>)
#include <compare>
#endif
#if __has_include(<concepts>)
#include <concepts>
#endif
#if __has_include(<coroutine>)
#include <coroutine>
#endif
#if __has_include(<latch>)
#include <latch>
#endif
#if __has_include(<numbers>)
#include <numbers>
#endif
#if __has_include(<ranges>) && !(defined(__clang__) && __clang_major__ < 16 && defined(__GLIBCXX__))
#include <ranges>
#endif
#if __has_include(<semaphore>)
#include <semaphore>
#endif
#if __has_include(<source_location>)
#include <source_location>
#endif
#if __has_include(<span>)
#include <span>
#endif
#if __has_include(<stop_token>)
#include <stop_token>
#endif
#if __has_include(<syncstream>)
#include <syncstream>
#endif
#endif
#if __cplusplus > 202002L && __has_include(<stdatomic.h>) && !defined(__clang__)
#include <stdatomic.h>
#endif

struct Pair {
    int a, b;
};
struct Big {
    long a[4];
};
enum class Colour { red, green };

template <class T>
T all(T one, T two) {
    std::atomic<T> a(one);
    volatile std::atomic<T> v(one);
    T expected = one;
    a.compare_exchange_strong(expected, two);
    a.compare_exchange_weak(expected, two, std::memory_order_acq_rel, std::memory_order_acquire);
    a.store(two, std::memory_order_release);
    v.store(two);
    T old = a.exchange(one, std::memory_order_acq_rel);
    (void)v.load();
    (void)old;
    return a.load(std::memory_order_acquire);
}

int main() {
    all(1, 2);
    all<char>('a', 'b');
    all(true, false);
    all(1.0, 2.0);
    all(Pair{1, 2}, Pair{3, 4});
    all(Colour::red, Colour::green);
    int x[2] = {};
    all(&x[0], &x[1]);
    std::atomic<int*> p(x);
    ++p;
    p += 1;
    p--;
    p.fetch_sub(1);
    std::atomic<unsigned> u(0);
    ++u;
    u++;
    u += 2;
    u -= 1;
    u |= 1;
    u &= 3;
    u ^= 1;
    u.fetch_or(3, std::memory_order_relaxed);
    static std::atomic_flag flag; // zero: clear
    flag.test_and_set(std::memory_order_acquire);
    flag.clear(std::memory_order_release);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    auto s = std::make_shared<int>(3);
    std::weak_ptr<int> w = s;
    auto t = w.lock();
    auto r = std::atomic_load(&s);
    std::atomic_store(&s, t);
    s.reset();
    t.reset();
    r.reset();
    std::promise<int> promise;
    auto future = promise.get_future();
    promise.set_value(w.expired() ? 4 : 5);
    std::once_flag once;
    std::call_once(once, [] {});
#if __cplusplus >= 202002L
#if defined(__cpp_lib_atomic_ref)
    int plain = 0;
    std::atomic_ref<int> ref(plain);
    ref.fetch_add(1);
    ref.store(2);
#endif
#if defined(__cpp_lib_atomic_float) || defined(__GLIBCXX__)
    std::atomic<double> d(1.0);
    d.fetch_add(1.0);
#endif
#if defined(__cpp_lib_atomic_shared_ptr)
    std::atomic<std::shared_ptr<int>> as(std::make_shared<int>(1));
    auto got = as.load();
    as.store(got);
    as.exchange(nullptr);
#endif
#if defined(__cpp_lib_latch)
    std::latch latch(1);
    latch.count_down();
    latch.wait();
#endif
#if defined(__cpp_lib_semaphore)
    std::counting_semaphore<4> semaphore(1);
    semaphore.acquire();
    semaphore.release();
#endif
#if defined(__cpp_lib_barrier)
    std::barrier barrier(1);
    barrier.arrive_and_wait();
#endif
#if defined(__cpp_lib_atomic_wait)
    std::atomic<int> waited(1);
    waited.wait(0);
    waited.notify_all();
#endif
#endif
    return future.get() == 4 ? 0 : 1;
}
