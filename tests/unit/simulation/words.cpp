#include "simulation/words.h"

#include <cctype>
#include <cstring>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace mapcheck::simulation {

Words::Words(std::string event, std::size_t index) : event_(std::move(event)), index_(index) {
    std::istringstream in(event_);
    for (std::string word; in >> word;) words_.push_back(word);
}

void Words::fail(const std::string& why) const {
    throw std::runtime_error("event " + std::to_string(index_ + 1) + " '" + event_ + "': " + why);
}

std::string Words::next(const char* what) {
    if (!more()) fail(std::string("wants ") + what);
    return words_[at_++];
}

int Words::number(const char* what) {
    const std::string word = next(what);
    for (char c : word)
        if (std::isdigit(static_cast<unsigned char>(c)) == 0)
            fail("wants " + std::string(what) + ", not '" + word + "'");
    return std::stoi(word);
}

bool Words::take(const char* word) {
    if (!more() || peek() != word) return false;
    ++at_;
    return true;
}

char Words::take_letter(const char* letters) {
    if (!more() || peek().size() != 1 || std::strchr(letters, peek()[0]) == nullptr) return 0;
    return words_[at_++][0];
}

char Words::letter(const char* letters, const char* what) {
    if (const char c = take_letter(letters)) return c;
    fail(std::string("wants ") + what + " (one of " + letters + ")" + (more() ? ", not '" + peek() + "'" : ""));
}

namespace {

const char* const op_names[] = {"none",
                                "begin",
                                "step",
                                "step_back",
                                "use",
                                "find",
                                "at",
                                "count",
                                "bound",
                                "size",
                                "bucket",
                                "compare",
                                "copy",
                                "subscript",
                                "insert",
                                "emplace",
                                "insert_or_assign",
                                "try_emplace",
                                "erase",
                                "extract",
                                "merge",
                                "clear",
                                "assign",
                                "move_from",
                                "move_to",
                                "swap",
                                "rehash",
                                "construct",
                                "destroy"};
static_assert(sizeof op_names / sizeof op_names[0] == static_cast<std::size_t>(hot::Op::count_));

} // namespace

const char* text_of(hot::Op op) { return op < hot::Op::count_ ? op_names[static_cast<int>(op)] : "?"; }

hot::Op op_named(const std::string& name) {
    for (int i = 0; i < static_cast<int>(hot::Op::count_); ++i)
        if (name == op_names[i]) return static_cast<hot::Op>(i);
    return hot::Op::none;
}

} // namespace mapcheck::simulation
