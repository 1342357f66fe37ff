// EXPECT: iterator invalidated by clear @ step / write
// OFF: dead_clear
//
// A reset button is one of the observers that are being notified: its handler clears the set of observers.
#include <cstdio>

#include "../kept.h"

class Subject {
  public:
    void attach(int observer) { observers_.insert(observer); }
    void reset() {
        observers_.clear(); // [write]
    }
    int notify() {
        int notified = 0;
        for (int observer : observers_) { // [step]
            ++notified;
            if (observer == 2) reset(); // what observer 2 does when it is told
        }
        return notified;
    }

  private:
    kept::set<int> observers_;
};

int main() {
    Subject subject;
    for (int i = 0; i < 5; ++i) subject.attach(i);
    std::printf("notified: %d\n", subject.notify());
}
