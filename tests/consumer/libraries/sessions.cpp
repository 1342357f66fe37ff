#include "sessions.h"

Sessions& sessions() {
    static Sessions all = [] {
        Sessions s;
        for (int i = 0; i < 100; ++i) s[i] = i;
        return s;
    }();
    return all;
}
