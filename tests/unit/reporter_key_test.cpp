// Keys read from memory that may be anything: what cannot be read, or is no such text, is not shown.
#include <cstring>
#include <string>
#include <string_view>

#include <sys/mman.h>
#include <unistd.h>

#include "catch.h"
#include "edges/reporter_key.h"

using namespace mapcheck;
using hot::KeyKind;

namespace {

std::string shown(const void* at, KeyKind kind, std::size_t bytes) {
    edges::KeyText out;
    edges::read_key({reinterpret_cast<std::uint64_t>(at), {kind, static_cast<std::uint8_t>(bytes), 0}}, out);
    return out.end();
}

template <class T>
std::string shown(KeyKind kind, const T& key) {
    return shown(&key, kind, sizeof key);
}

/// libstdc++'s and libc++'s long texts, laid out by hand: both must be shown whatever this test is built with.
struct Words {
    std::uint64_t word[4];
};
Words words(std::uint64_t a, std::uint64_t b, std::uint64_t c = 0) { return {{a, b, c, 0}}; }
std::uint64_t address(const void* p) { return reinterpret_cast<std::uint64_t>(p); }

/// Two pages, the second of which is not there.
struct Edge {
    char* page = static_cast<char*>(mmap(nullptr, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    Edge() { munmap(page + 4096, 4096); }
    ~Edge() { munmap(page, 4096); }
    char* end() const { return page + 4096; }
};

} // namespace

TEST_CASE("numbers of every width") {
    CHECK(shown(KeyKind::signed_number, std::int8_t{-128}) == "-128");
    CHECK(shown(KeyKind::signed_number, std::int16_t{-2}) == "-2");
    CHECK(shown(KeyKind::signed_number, std::int32_t{2147483647}) == "2147483647");
    CHECK(shown(KeyKind::signed_number, INT64_MIN) == "-9223372036854775808");
    CHECK(shown(KeyKind::unsigned_number, std::uint8_t{255}) == "255");
    CHECK(shown(KeyKind::unsigned_number, UINT64_MAX) == "18446744073709551615");
    CHECK(shown(KeyKind::boolean, true) == "true");
    CHECK(shown(KeyKind::boolean, std::uint8_t{7}) == "true");
    CHECK(shown(KeyKind::floating, 0.1F) == "0.1");
    CHECK(shown(KeyKind::floating, -1e300) == "-1e+300");
    CHECK(shown(KeyKind::pointer, std::uint64_t{0xabc}) == "0xabc");
}

TEST_CASE("characters and texts are escaped") {
    CHECK(shown(KeyKind::character, 'a') == "'a'");
    CHECK(shown(KeyKind::character, '\'') == "'\\''");
    CHECK(shown(KeyKind::character, '\0') == "'\\x00'");
    const std::string_view text("\x1b[31m\"\\");
    CHECK(shown(KeyKind::view_libcxx, words(address(text.data()), text.size()).word[0]).empty()); // too few bytes
    const Words view = words(address(text.data()), text.size());
    CHECK(shown(&view, KeyKind::view_libcxx, 16) == "\"\\x1b[31m\\\"\\\\\"");
}

TEST_CASE("texts of both libraries") {
    const char* text = "a text of more than twenty-two characters";
    const std::size_t size = std::strlen(text);
    const std::string quoted = "\"" + std::string(text) + "\"";
    CHECK(shown(KeyKind::string_libstdcxx, words(address(text), size, size)) == quoted);
    const Words long_libcxx = words(64 | 1, size, address(text));
    CHECK(shown(&long_libcxx, KeyKind::string_libcxx, 24) == quoted);
    const Words view = words(size, address(text));
    CHECK(shown(&view, KeyKind::view_libstdcxx, 16) == quoted);

    char in_place[24] = {2 * 3, 'k', 'e', 'y'};
    CHECK(shown(in_place, KeyKind::string_libcxx, 24) == "\"key\"");
    in_place[0] = 2 * 23; // longer than the place
    CHECK(shown(in_place, KeyKind::string_libcxx, 24).empty());

    Words short_text = words(0, 3);
    short_text.word[0] = address(&short_text.word[2]);
    std::memcpy(&short_text.word[2], "key", 3);
    CHECK(shown(KeyKind::string_libstdcxx, short_text) == "\"key\"");
    short_text.word[1] = 16;
    CHECK(shown(KeyKind::string_libstdcxx, short_text).empty());
}

TEST_CASE("a long text is cut") {
    const std::string text(1000, 'x');
    CHECK(shown(KeyKind::string_libstdcxx, words(address(text.data()), text.size())) ==
          "\"" + std::string(64, 'x') + "\"...");
    const std::string ugly(1000, '\xff');
    const std::string all = shown(KeyKind::string_libstdcxx, words(address(ugly.data()), ugly.size()));
    CHECK(all.size() == 2 + 64 * 4 + 3);
    CHECK(all.substr(all.size() - 4) == "\"...");
}

TEST_CASE("memory that is not there") {
    const Edge edge;
    CHECK(shown(edge.end(), KeyKind::signed_number, 4).empty());
    CHECK(shown(edge.end() - 3, KeyKind::signed_number, 4).empty());
    CHECK(shown(edge.end() - 4, KeyKind::signed_number, 4) == "0");
    CHECK(shown(KeyKind::string_libstdcxx, words(address(edge.end() - 3), 4)).empty());
    std::memcpy(edge.end() - 3, "end", 3);
    CHECK(shown(KeyKind::string_libstdcxx, words(address(edge.end() - 3), 3)) == "\"end\"");
    CHECK(shown(KeyKind::string_libstdcxx, words(~std::uint64_t{0}, ~std::uint64_t{0})).empty());
    CHECK(shown(KeyKind::string_libstdcxx, words(0, 5)).empty());
    CHECK(shown(nullptr, KeyKind::signed_number, 4).empty());
}

TEST_CASE("forms that no type has") {
    const Words zero = {};
    CHECK(shown(&zero, KeyKind::hidden, 8).empty());
    CHECK(shown(&zero, KeyKind::signed_number, 0).empty());
    CHECK(shown(&zero, KeyKind::signed_number, 16).empty());
    CHECK(shown(&zero, KeyKind::string_libstdcxx, 24).empty());
    CHECK(shown(&zero, static_cast<KeyKind>(200), 8).empty());
}
