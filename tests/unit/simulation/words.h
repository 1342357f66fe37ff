// The words of an event, as they are taken one by one. Every complaint names the event.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <mapcheck/hot.h>

namespace mapcheck::simulation {

class Words {
  public:
    Words(std::string event, std::size_t index);

    std::string next(const char* what); ///< what is wanted, for the complaint when nothing is left
    int number(const char* what);
    bool take(const char* word); ///< takes the next word if it is this one
    /// Takes the next word if it is one letter of these; 0 if not.
    char take_letter(const char* letters);
    char letter(const char* letters, const char* what);
    bool more() const { return at_ < words_.size(); }
    const std::string& peek() const { return words_[at_]; }
    [[noreturn]] void fail(const std::string& why) const;

  private:
    std::string event_;
    std::size_t index_;
    std::vector<std::string> words_;
    std::size_t at_ = 0;
};

/// The names of hot.h's enum, which are also the verbs of member calls.
const char* text_of(hot::Op op);
/// Op::none: not a call.
hot::Op op_named(const std::string& name);

} // namespace mapcheck::simulation
