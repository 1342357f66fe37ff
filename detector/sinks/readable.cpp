#include "sinks/readable.h"

#include <cstring>
#include <initializer_list>

namespace mapcheck::sinks {

namespace {

bool starts_with(const char* text, const char* prefix) { return std::strncmp(text, prefix, std::strlen(prefix)) == 0; }
bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           c == '~';
}

/// Length of "operator" and its symbol at text, 0 if it is none. Words after it (new, a type) are not included.
std::size_t operator_length(const char* text, bool at_word_start) {
    if (!at_word_start || !starts_with(text, "operator") || is_word(text[8])) {
        return 0;
    }
    const char* p = text + 8;
    if (starts_with(p, "()") || starts_with(p, "[]")) {
        return 10;
    }
    // The longest first, so that the '<' of template arguments stays out of it.
    for (const char* symbol : {"<=>", "<<=", ">>=", "->*", "->", "<<", ">>", "<=", ">=", "<", ">"}) {
        if (starts_with(p, symbol)) {
            return 8 + std::strlen(symbol);
        }
    }
    return 8 + std::strspn(p, "=!+-*/%^&|~,");
}

class Rewriter {
  public:
    Rewriter(const char* in, char* out, std::size_t room) : in_(in), out_(out), room_(room) {}

    std::size_t run() {
        while (*in_ != 0) {
            copy(""); // an unbalanced closing bracket stops copy(): keep it and go on
            if (*in_ != 0) {
                put(*in_++);
            }
        }
        out_[size_] = 0;
        return size_;
    }

  private:
    static constexpr std::size_t max_arguments = 16;
    static constexpr unsigned max_depth = 64;

    void put(char c) {
        cut_ = cut_ || size_ + 1 >= room_;
        if (!cut_) out_[size_++] = c;
    }
    void put(const char* text, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) {
            put(text[i]);
        }
    }
    bool at_word_start() const { return size_ == 0 || !is_word(out_[size_ - 1]); }

    /// Removes what people never write; true if something was there.
    bool skip_noise() {
        for (const char* noise : {"__cxx11::", "__1::", "_V2::", "[abi:cxx11]", "built_with_DMAPCHECK::"}) {
            if (starts_with(in_, noise) && (noise[0] == '[' || at_word_start())) {
                in_ += std::strlen(noise);
                return true;
            }
        }
        if (starts_with(in_, " [clone ")) {
            const char* end = std::strchr(in_, ']');
            in_ = end != nullptr ? end + 1 : in_ + std::strlen(in_);
            return true;
        }
        return false;
    }

    /// Copies up to, not including, one of these characters at this level, or a closing bracket.
    void copy(const char* stop) {
        ++depth_;
        while (*in_ != 0 && std::strchr(stop, *in_) == nullptr) {
            if (skip_noise()) {
                continue;
            }
            if (const std::size_t n = operator_length(in_, at_word_start()); n != 0) {
                put(in_, n);
                in_ += n;
                continue;
            }
            const char c = *in_;
            if (c == '-' && in_[1] == '>') {
                put(in_, 2);
                in_ += 2;
            } else if (c == '<' && size_ != 0 && (is_word(out_[size_ - 1]) || starts_with(in_ - 1, " <")) &&
                       depth_ < max_depth) {
                template_arguments();
            } else if ((c == '(' || c == '[' || c == '{') && depth_ < max_depth) {
                put(c);
                ++in_;
                const char close[] = {c == '(' ? ')' : c == '[' ? ']' : '}', 0};
                copy(close);
                if (*in_ == close[0]) {
                    put(*in_++);
                }
            } else if (c == ')' || c == ']' || c == '}') {
                break;
            } else {
                put(c);
                ++in_;
            }
        }
        --depth_;
    }

    void template_arguments() {
        std::size_t begin[max_arguments + 1];
        std::size_t arguments = 0;
        bool whole = true; // every argument's place is known
        const std::size_t name = word_begin();
        const std::size_t name_end = size_;
        put('<');
        ++in_;
        while (*in_ != 0 && *in_ != '>') {
            while (*in_ == ' ') {
                ++in_;
            }
            if (arguments < max_arguments) {
                begin[arguments++] = size_;
            } else {
                whole = false;
            }
            copy(",>");
            while (size_ > name_end + 1 && out_[size_ - 1] == ' ') {
                --size_;
            }
            if (*in_ == ',') {
                ++in_;
                put(", ", 2);
            } else if (*in_ != '>') {
                return; // not what we took it for
            }
        }
        if (*in_ == '>') {
            ++in_;
        }
        begin[arguments] = size_ + 2; // as if ", " followed
        whole = whole && !cut_;
        while (whole && arguments > 1 && is_default(name, begin, arguments - 1)) {
            --arguments;
            size_ = begin[arguments] - 2;
        }
        if (whole && arguments == 1 && short_form(name, name_end, begin[0])) {
            return;
        }
        if (whole && arguments == 2 && short_duration(name, name_end, begin)) {
            return;
        }
        put('>');
    }

    std::size_t word_begin() const {
        std::size_t i = size_;
        while (i > 0 && (is_word(out_[i - 1]) || out_[i - 1] == ':')) {
            --i;
        }
        return i;
    }

    bool output_is(std::size_t from, std::size_t to, const char* text) const {
        return to - from == std::strlen(text) && std::memcmp(out_ + from, text, to - from) == 0;
    }

    bool is_default(std::size_t name, const std::size_t* begin, std::size_t last) const {
        const bool in_std = begin[0] - name > 5 && std::memcmp(out_ + name, "std::", 5) == 0;
        const bool in_mapcheck = begin[0] - name > 10 && std::memcmp(out_ + name, "mapcheck::", 10) == 0;
        if (!in_std && !in_mapcheck) return false;
        const char* argument = out_ + begin[last];
        const std::size_t size = begin[last + 1] - 2 - begin[last];
        for (const char* always : {"std::allocator<", "std::char_traits<", "std::default_delete<"}) {
            const std::size_t n = std::strlen(always);
            if (size > n && std::memcmp(argument, always, n) == 0) {
                return true;
            }
        }
        if (output_is(name, begin[0] - 1, "std::chrono::time_point") &&
            output_is(begin[last], begin[last] + size, "std::chrono::nanoseconds")) {
            return true; // the clocks' own duration
        }
        // A transparent or foreign comparator is worth its place: only X<key> is the default.
        const std::size_t key = begin[1] - 2 - begin[0];
        for (const char* of_key : {"std::less<", "std::hash<", "std::equal_to<"}) {
            const std::size_t n = std::strlen(of_key);
            if (size == n + key + 1 && std::memcmp(argument, of_key, n) == 0 &&
                std::memcmp(argument + n, out_ + begin[0], key) == 0) {
                return true;
            }
        }
        return false;
    }

    /// std::chrono::duration<long, std::ratio<...>>
    bool short_duration(std::size_t name, std::size_t name_end, const std::size_t* begin) {
        if (!output_is(name, name_end, "std::chrono::duration")) return false;
        constexpr const char* known[][2] = {{"std::ratio<1l, 1000000000l>", "std::chrono::nanoseconds"},
                                            {"std::ratio<1l, 1000000l>", "std::chrono::microseconds"},
                                            {"std::ratio<1l, 1000l>", "std::chrono::milliseconds"},
                                            {"std::ratio<1l, 1l>", "std::chrono::seconds"}};
        for (const auto& k : known) {
            if (output_is(begin[0], begin[1] - 2, "long") && output_is(begin[1], size_, k[0])) {
                size_ = name;
                put(k[1], std::strlen(k[1]));
                return true;
            }
        }
        return false;
    }

    /// std::basic_string<char> and its like.
    bool short_form(std::size_t name, std::size_t name_end, std::size_t argument) {
        const bool string = output_is(name, name_end, "std::basic_string");
        const bool view = output_is(name, name_end, "std::basic_string_view");
        const bool narrow = output_is(argument, size_, "char");
        if ((!string && !view) || (!narrow && !output_is(argument, size_, "wchar_t"))) {
            return false;
        }
        size_ = name;
        const char* word =
            string ? (narrow ? "std::string" : "std::wstring") : (narrow ? "std::string_view" : "std::wstring_view");
        put(word, std::strlen(word));
        return true;
    }

    const char* in_;
    char* out_;
    std::size_t room_;
    std::size_t size_ = 0;
    unsigned depth_ = 0;
    bool cut_ = false; ///< did not fit: nothing is added or dropped any more
};

/// Index just behind the bracket that closes the one at text[i]; the end if there is none.
std::size_t behind_closing(const char* text, std::size_t i) {
    int depth = 0;
    for (; text[i] != 0; ++i) {
        const char c = text[i];
        if (c == '-' && text[i + 1] == '>') {
            ++i;
        } else if (const std::size_t n = operator_length(text + i, i == 0 || !is_word(text[i - 1])); n != 0) {
            i += n - 1;
        } else if (c == '<' || c == '(' || c == '[' || c == '{') {
            ++depth;
        } else if ((c == '>' || c == ')' || c == ']' || c == '}') && --depth == 0) {
            return i + 1;
        }
    }
    return i;
}

} // namespace

std::size_t readable_name(const char* name, char* out, std::size_t room) {
    if (room == 0) {
        return 0;
    }
    return Rewriter(name, out, room).run();
}

NameSpan function_name(const char* function) {
    std::size_t begin = 0;
    std::size_t i = 0;
    bool conversion = false; // behind "operator", where blanks belong to the name
    while (function[i] != 0) {
        const char c = function[i];
        if (const std::size_t n = operator_length(function + i, i == 0 || !is_word(function[i - 1])); n != 0) {
            i += n;
            conversion = true;
            continue;
        }
        if (c == ' ') {
            if (!conversion) {
                begin = i + 1;
            }
            ++i;
        } else if (c == '(') {
            const bool type = (i >= 8 && starts_with(function + i - 8, "decltype")) ||
                              (i >= 9 && starts_with(function + i - 9, "decltype "));
            const std::size_t behind = behind_closing(function, i);
            const bool scope = starts_with(function + behind, "::") || starts_with(function + behind, " const::");
            if (!scope && !type && !starts_with(function + i, "(anonymous namespace)")) {
                return {begin, i};
            }
            i = behind;
            if (starts_with(function + i, " const::")) {
                i += 6;
            }
        } else if (c == '<' || c == '{' || c == '[') {
            i = behind_closing(function, i);
        } else {
            ++i;
        }
    }
    return {begin, i};
}

bool in_namespace(const char* function, const char* name_space) {
    const char* name = function + function_name(function).begin;
    const std::size_t n = std::strlen(name_space);
    return std::strncmp(name, name_space, n) == 0 && name[n] == ':' && name[n + 1] == ':';
}

} // namespace mapcheck::sinks
