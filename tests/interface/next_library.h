// The standard containers as a newer library has them: erase and extract by any key of a transparent order or
// hash (C++23), operator[], at, try_emplace, insert_or_assign, bucket and the insert of sets too (C++26). No
// library of Debian 12 has these members, so that the wrapper's are tried over these. Where the library below
// has them, it is taken itself.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "containers.h"

template <class Std>
struct Next : Std {
    using Std::Std;
    using typename Std::const_iterator;
    using typename Std::key_type;
    using typename Std::node_type;
    using typename Std::size_type;
    template <class Key>
    using other_key =
        std::enable_if_t<!std::is_same_v<std::decay_t<Key>, key_type> && !std::is_convertible_v<Key, const_iterator> &&
                         !std::is_convertible_v<Key, typename Std::iterator>>;

    using Std::erase;
    template <class Key, class = other_key<Key>>
    size_type erase(Key&& key) {
        const auto [first, last] = Std::equal_range(key);
        const auto count = static_cast<size_type>(std::distance(first, last));
        Std::erase(first, last);
        return count;
    }
    using Std::extract;
    template <class Key, class = other_key<Key>>
    node_type extract(Key&& key) {
        const auto found = Std::equal_range(key);
        return found.first == found.second ? node_type() : Std::extract(found.first);
    }
    using Std::insert;
    template <class Key, class S = Std, class = other_key<Key>, class R = typename S::insert_return_type,
              class = std::enable_if_t<!is_map<S>>>
    auto insert(Key&& key) {
        const auto found = Std::find(key);
        return found != Std::end() ? std::make_pair(found, false) : Std::emplace(std::forward<Key>(key));
    }
    template <class Key, class S = Std, class = other_key<Key>, class R = typename S::insert_return_type,
              class = std::enable_if_t<!is_map<S>>>
    auto insert(const_iterator, Key&& key) {
        return insert(std::forward<Key>(key)).first;
    }
    template <class Key, class S = Std, class = other_key<Key>>
    auto bucket(const Key& key) const -> decltype(std::declval<const S&>().bucket(std::declval<const key_type&>())) {
        return Std::hash_function()(key) % Std::bucket_count();
    }
    template <class S = Std>
    auto bucket(const key_type& key) const -> decltype(std::declval<const S&>().bucket(key)) {
        return Std::bucket(key);
    }
};

/// A map with unique keys.
template <class Std>
struct NextMap : Next<Std> {
    using Next<Std>::Next;
    using typename Std::const_iterator;
    using typename Std::mapped_type;
    template <class Key>
    using other_key = typename Next<Std>::template other_key<Key>;

    using Std::at;
    using Std::insert_or_assign;
    using Std::try_emplace;
    using Std::operator[];
    template <class Key, class... Args, class = other_key<Key>>
    auto try_emplace(Key&& key, Args&&... args) {
        const auto found = Std::find(key);
        if (found != Std::end()) return std::make_pair(found, false);
        return Std::try_emplace(typename Std::key_type(std::forward<Key>(key)), std::forward<Args>(args)...);
    }
    template <class Key, class... Args, class = other_key<Key>>
    auto try_emplace(const_iterator, Key&& key, Args&&... args) {
        return try_emplace(std::forward<Key>(key), std::forward<Args>(args)...).first;
    }
    template <class Key, class Mapped, class = other_key<Key>>
    auto insert_or_assign(Key&& key, Mapped&& mapped) {
        const auto result = try_emplace(std::forward<Key>(key), std::forward<Mapped>(mapped));
        if (!result.second) result.first->second = std::forward<Mapped>(mapped);
        return result;
    }
    template <class Key, class Mapped, class = other_key<Key>>
    auto insert_or_assign(const_iterator, Key&& key, Mapped&& mapped) {
        return insert_or_assign(std::forward<Key>(key), std::forward<Mapped>(mapped)).first;
    }
    template <class Key, class = other_key<Key>>
    mapped_type& operator[](Key&& key) {
        return try_emplace(std::forward<Key>(key)).first->second;
    }
    template <class Key, class = other_key<Key>>
    mapped_type& at(const Key& key) {
        const auto found = Std::find(key);
        if (found == Std::end()) throw std::out_of_range("at");
        return found->second;
    }
    template <class Key, class = other_key<Key>>
    const mapped_type& at(const Key& key) const {
        const auto found = Std::find(key);
        if (found == Std::end()) throw std::out_of_range("at");
        return found->second;
    }
};

/// A key that says how often one was made of a view.
struct Word {
    std::string text;
    static inline int made = 0;
    explicit Word(const char* t) : text(t) {}
    explicit Word(std::string_view view) : text(view) { ++made; }
};
struct WordOrder {
    using is_transparent = void;
    bool operator()(const Word& a, const Word& b) const { return a.text < b.text; }
    bool operator()(const Word& a, std::string_view b) const { return a.text < b; }
    bool operator()(std::string_view a, const Word& b) const { return a < b.text; }
};
struct WordHash {
    using is_transparent = void;
    std::size_t operator()(const Word& word) const { return std::hash<std::string>()(word.text); }
    std::size_t operator()(std::string_view word) const { return std::hash<std::string_view>()(word); }
};
struct WordEqual {
    using is_transparent = void;
    bool operator()(const Word& a, const Word& b) const { return a.text == b.text; }
    bool operator()(const Word& a, std::string_view b) const { return a.text == b; }
    bool operator()(std::string_view a, const Word& b) const { return a == b.text; }
};

#ifdef MAPCHECK
template <class Std>
using CheckedNextMap = mapcheck::detail::unique_mapping<
    std::conditional_t<mapcheck::detail::is_unordered<Std>::value, mapcheck::detail::unordered<NextMap<Std>>,
                       mapcheck::detail::ordered<NextMap<Std>>>>;
template <class Std>
using CheckedNextMultimap = mapcheck::detail::mapping<
    std::conditional_t<mapcheck::detail::is_unordered<Std>::value, mapcheck::detail::unordered<Next<Std>>,
                       mapcheck::detail::ordered<Next<Std>>>>;
template <class Std>
using CheckedNextSet = std::conditional_t<mapcheck::detail::is_unordered<Std>::value,
                                          mapcheck::detail::unordered<Next<Std>>, mapcheck::detail::ordered<Next<Std>>>;
#else
template <class Std>
using CheckedNextMap = NextMap<Std>;
template <class Std>
using CheckedNextMultimap = Next<Std>;
template <class Std>
using CheckedNextSet = Next<Std>;
#endif

using NextOrderedMaps = std::tuple<CheckedNextMap<std::map<Word, long, WordOrder>>>;
using NextOrderedSets = std::tuple<CheckedNextSet<std::set<Word, WordOrder>>>;
using NextOrderedMulti = std::tuple<CheckedNextMultimap<std::multimap<Word, long, WordOrder>>,
                                    CheckedNextSet<std::multiset<Word, WordOrder>>>;
#if defined(__cpp_lib_generic_unordered_lookup)
using NextUnorderedMaps = std::tuple<CheckedNextMap<std::unordered_map<Word, long, WordHash, WordEqual>>>;
using NextUnorderedSets = std::tuple<CheckedNextSet<std::unordered_set<Word, WordHash, WordEqual>>>;
using NextUnorderedMulti = std::tuple<CheckedNextMultimap<std::unordered_multimap<Word, long, WordHash, WordEqual>>,
                                      CheckedNextSet<std::unordered_multiset<Word, WordHash, WordEqual>>>;
#else
using NextUnorderedMaps = std::tuple<>;
using NextUnorderedSets = std::tuple<>;
using NextUnorderedMulti = std::tuple<>;
#endif
using NextMaps = joined<NextOrderedMaps, NextUnorderedMaps>;
using NextSets = joined<NextOrderedSets, NextUnorderedSets>;
using NextMulti = joined<NextOrderedMulti, NextUnorderedMulti>;
using NextUnique = joined<NextMaps, NextSets>;
using NextAll = joined<NextUnique, NextMulti>;

template <class C>
typename C::value_type word(const char* text) {
    if constexpr (is_map<C>)
        return typename C::value_type(Word(text), 1);
    else
        return Word(text);
}
template <class C>
C words(std::initializer_list<const char*> texts) {
    C result;
    for (const char* text : texts) result.insert(word<C>(text));
    return result;
}
inline const std::string& text_of(const Word& word) { return word.text; }
inline const std::string& text_of(const std::pair<const Word, long>& element) { return element.first.text; }
template <class C>
std::vector<std::string> texts(const C& container) {
    std::vector<std::string> result;
    for (const auto& element : container) result.push_back(text_of(element));
    std::sort(result.begin(), result.end());
    return result;
}
using Texts = std::vector<std::string>;
