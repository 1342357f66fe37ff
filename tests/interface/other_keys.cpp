// Members that take keys of other types than the container's, beyond look-up: erase and extract (C++23),
// operator[], at, try_emplace, insert_or_assign, bucket and the insert of sets (C++26). See next_library.h.

#include <string_view>

#include "next_library.h"

using namespace std::string_view_literals;

TEMPLATE_LIST_TEST_CASE("erase by another key", "[other_keys]", NextAll) {
    auto c = words<TestType>({"a", "b", "c"});
    Word::made = 0;
    CHECK(c.erase("b"sv) == 1);
    CHECK(c.erase("b"sv) == 0);
    const std::string_view a = "a";
    CHECK(c.erase(a) == 1);
    CHECK(Word::made == 0);
    CHECK(texts(c) == Texts{"c"});
    const std::string_view own = text_of(*c.begin()); // dies with the element
    CHECK(c.erase(own) == 1);
    CHECK(c.empty());
    c.insert(word<TestType>("d"));
    typename TestType::iterator it = c.begin();
    CHECK(c.erase(it) == c.end()); // an iterator is no key
    c.insert(word<TestType>("d"));
    CHECK(c.erase(c.cbegin()) == c.end());
    c.insert(word<TestType>("d"));
    Word key("d");
    CHECK(c.erase(key) == 1);
    CHECK(c.erase("d") == 0);
}

TEMPLATE_LIST_TEST_CASE("erase all that equal another key", "[other_keys]", NextMulti) {
    auto c = words<TestType>({"a", "b", "b", "b", "c"});
    CHECK(c.erase("b"sv) == 3);
    CHECK(texts(c) == Texts{"a", "c"});
}

TEMPLATE_LIST_TEST_CASE("extract by another key", "[other_keys]", NextAll) {
    auto c = words<TestType>({"a", "b", "c"});
    auto node = c.extract("b"sv);
    REQUIRE(node);
    CHECK(c.extract("b"sv).empty());
    CHECK(texts(c) == Texts{"a", "c"});
    c.insert(std::move(node));
    CHECK(texts(c) == Texts{"a", "b", "c"});
    auto by_position = c.extract(c.begin());
    CHECK(by_position);
    const Word key("c");
    (void)c.extract(key);
    (void)c.extract(std::string_view("a"));
    (void)c.extract("b");
    CHECK(c.empty());
}

namespace {

struct FirstLetter {
    char letter;
};
struct LetterOrder : WordOrder {
    using WordOrder::operator();
    bool operator()(const Word& a, FirstLetter b) const { return a.text[0] < b.letter; }
    bool operator()(FirstLetter a, const Word& b) const { return a.letter < b.text[0]; }
};
using NextLetters =
    std::tuple<CheckedNextMap<std::map<Word, long, LetterOrder>>, CheckedNextSet<std::set<Word, LetterOrder>>>;

} // namespace

TEMPLATE_LIST_TEST_CASE("another key may equal several elements whose keys are unique", "[other_keys]", NextLetters) {
    auto c = words<TestType>({"apple", "banana", "blueberry", "cherry"});
    auto node = c.extract(FirstLetter{'b'});
    CHECK(node);
    CHECK(texts(c) == Texts{"apple", "blueberry", "cherry"});
    c.insert(std::move(node));
    CHECK(c.erase(FirstLetter{'b'}) == 2);
    CHECK(texts(c) == Texts{"apple", "cherry"});
}

TEMPLATE_LIST_TEST_CASE("access by another key", "[other_keys]", NextMaps) {
    auto c = words<TestType>({"a"});
    const auto& constant = c;
    Word::made = 0;
    CHECK(c["a"sv] == 1);
    CHECK(c.at("a"sv) == 1);
    CHECK(constant.at("a"sv) == 1);
    CHECK_THROWS_AS(c.at("b"sv), std::out_of_range);
    CHECK_THROWS_AS(constant.at("b"sv), std::out_of_range);
    CHECK_FALSE(c.try_emplace("a"sv, 2).second);
    CHECK_FALSE(c.insert_or_assign("a"sv, 3).second);
    CHECK(c.try_emplace(c.end(), "a"sv, 4)->second == 3);
    CHECK(c.insert_or_assign(c.end(), "a"sv, 5)->second == 5);
    CHECK(Word::made == 0); // the key was there: none was made
    c["b"sv] = 6;
    CHECK(c.try_emplace("c"sv, 7).second);
    CHECK(c.insert_or_assign("d"sv, 8).second);
    CHECK(c.try_emplace(c.begin(), "e"sv, 9)->second == 9);
    CHECK(c.insert_or_assign(c.begin(), "f"sv, 10)->second == 10);
    CHECK(Word::made == 5);
    CHECK(texts(c) == Texts{"a", "b", "c", "d", "e", "f"});
    CHECK(constant.at("b"sv) == 6);
    const Word key("a");
    CHECK(c[key] == 5);
    CHECK(c[Word("g")] == 0);
    CHECK(Word::made == 5);
}

TEMPLATE_LIST_TEST_CASE("insert another key into a set", "[other_keys]", NextSets) {
    auto c = words<TestType>({"a"});
    Word::made = 0;
    auto [there, twice] = c.insert("a"sv);
    CHECK_FALSE(twice);
    CHECK(there == c.begin());
    CHECK(c.insert(c.end(), "a"sv) == c.begin());
    CHECK(Word::made == 0);
    auto [fresh, inserted] = c.insert("b"sv);
    CHECK(inserted);
    CHECK(text_of(*fresh) == "b");
    CHECK(text_of(*c.insert(c.begin(), "c"sv)) == "c");
    CHECK(Word::made == 2);
    CHECK(texts(c) == Texts{"a", "b", "c"});
}

#if defined(__cpp_lib_generic_unordered_lookup)
TEMPLATE_LIST_TEST_CASE("bucket of another key", "[other_keys]", NextUnorderedMulti) {
    const auto c = words<TestType>({"a"});
    CHECK(c.bucket("a"sv) == c.bucket(Word("a")));
}
#endif
