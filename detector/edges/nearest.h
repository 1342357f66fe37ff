// The nearest of a few words, for "did you mean".
//
// Pure, no allocation; words longer than 31 characters are never near. Complexity O(words * 32 * 32).
#pragma once

#include <cstddef>
#include <cstring>

namespace mapcheck::edges {

/// The word that the text begins (three letters or more), else that with the smallest edit distance
/// (insert, delete, replace, swap of neighbours), if that is small against the length; else null.
inline const char* nearest(const char* text, std::size_t size, const char* const* words, std::size_t count) {
    constexpr std::size_t longest = 31;
    const char* best = nullptr;
    std::size_t best_distance = 0;
    if (size > longest) {
        return nullptr;
    }
    for (std::size_t w = 0; w < count; ++w) {
        unsigned char row[3][longest + 2]; // the last three rows of the table
        std::size_t length = 0;
        while (words[w][length] != 0) {
            ++length;
        }
        if (length > longest) {
            continue;
        }
        if (size >= 3 && size <= length && std::memcmp(text, words[w], size) == 0) {
            return words[w];
        }
        for (std::size_t j = 0; j <= length; ++j) {
            row[0][j] = static_cast<unsigned char>(j);
        }
        for (std::size_t i = 1; i <= size; ++i) {
            unsigned char* now = row[i % 3];
            const unsigned char* above = row[(i - 1) % 3];
            now[0] = static_cast<unsigned char>(i);
            for (std::size_t j = 1; j <= length; ++j) {
                std::size_t d = above[j - 1] + (text[i - 1] == words[w][j - 1] ? 0U : 1U);
                d = d < above[j] + 1U ? d : above[j] + 1U;
                d = d < now[j - 1] + 1U ? d : now[j - 1] + 1U;
                if (i > 1 && j > 1 && text[i - 1] == words[w][j - 2] && text[i - 2] == words[w][j - 1]) {
                    const std::size_t swapped = row[(i - 2) % 3][j - 2] + 1U;
                    d = d < swapped ? d : swapped;
                }
                now[j] = static_cast<unsigned char>(d);
            }
        }
        const std::size_t distance = row[size % 3][length];
        const std::size_t limit = (length < size ? size : length) / 2;
        if (distance <= limit && (best == nullptr || distance < best_distance)) {
            best = words[w];
            best_distance = distance;
        }
    }
    return best;
}

} // namespace mapcheck::edges
