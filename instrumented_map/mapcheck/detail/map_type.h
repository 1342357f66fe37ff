// What the runtime is told of a container type: its name as a programmer writes it, made at compile
// time, whether its iterators die by a rehash, and the form of its keys. One constant for each type, in the user's
// module.
#pragma once

#include <cstddef>
#include <string_view>

#include <mapcheck/detail/key_form.h>
#include <mapcheck/detail/library.h>
#include <mapcheck/hot.h>

namespace mapcheck::detail {

/// Contains T's name as the compiler prints it; default arguments are left out by gcc and clang.
template <class T>
constexpr const char* signature() {
    return __PRETTY_FUNCTION__;
}

/// A text with room for what a name can grow to; null-terminated because the rest is zero.
template <std::size_t Capacity>
struct NameText {
    char text[Capacity] = {};
    std::size_t size = 0;

    constexpr void append(char c) { text[size++] = c; }
    constexpr void append(std::string_view part) {
        for (const char c : part) append(c);
    }
};

struct Spelling {
    std::string_view printed;
    std::string_view written;
};

/// Names that compilers print in their own way. Longer ones stand before those they begin with.
inline constexpr Spelling spellings[] = {
    {"std::__cxx11::basic_string<char>", "std::string"},
    {"std::__1::basic_string<char>", "std::string"},
    {"std::basic_string<char>", "std::string"},
    {"std::basic_string_view<char>", "std::string_view"},
    {"std::__1::basic_string_view<char>", "std::string_view"},
    {"std::__cxx1998::", "std::"},
    {"std::__debug::", "std::"},
    {"std::__cxx11::", "std::"},
    {"std::__1::", "std::"},
    {"long long unsigned int", "unsigned long long"},
    {"long unsigned int", "unsigned long"},
    {"short unsigned int", "unsigned short"},
    {"long long int", "long long"},
    {"long int", "long"},
    {"short int", "short"},
    {" >", ">"},
};

constexpr bool begins_with(std::string_view text, std::string_view part) { return text.substr(0, part.size()) == part; }

template <class T>
constexpr auto readable_name() {
    constexpr std::string_view whole = signature<T>();
    constexpr std::size_t first = whole.find("T = ") + 4;
    constexpr std::string_view name = whole.substr(first, whole.rfind(']') - first);
    NameText<name.size() + 1> result;
    for (std::size_t i = 0; i < name.size();) {
        std::size_t taken = 0;
        for (const Spelling& spelling : spellings) {
            if (taken == 0 && begins_with(name.substr(i), spelling.printed)) {
                taken = spelling.printed.size();
                result.append(spelling.written);
            }
        }
        if (taken == 0) result.append(name[i]);
        i += taken == 0 ? 1 : taken;
    }
    return result;
}

// Hidden: of default visibility it would be a unique symbol of the process, and a module that has one is never unloaded.
template <class Base>
struct __attribute__((visibility("hidden"))) map_type {
    static constexpr auto name = readable_name<Base>();
    static constexpr hot::MapType value = {MAPCHECK_ABI_VERSION, is_unordered<Base>::value, name.text,
                                           key_form<Base>()};
};

} // namespace mapcheck::detail
