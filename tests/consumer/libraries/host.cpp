// host PLUGIN local|global [bug]: loads the plugin, lets it work in two threads one after the other, closes it, and
// does so again.
#include <cstdio>
#include <cstring>
#include <thread>

#include <dlfcn.h>

int main(int count, char** arguments) {
    if (count < 3) return 2;
    const bool with_bug = count > 3;
    const int scope = std::strcmp(arguments[2], "global") == 0 ? RTLD_GLOBAL : RTLD_LOCAL;
    for (int round = 0; round < 3; ++round) {
        void* plugin = dlopen(arguments[1], RTLD_NOW | scope);
        if (plugin == nullptr) {
            std::fprintf(stderr, "%s\n", dlerror());
            return 3;
        }
        const auto work = reinterpret_cast<int (*)(int)>(dlsym(plugin, "plugin_work"));
        int wrong = work(0);
        std::thread([&] { wrong += work(with_bug); }).join();
        if (wrong != 0 || dlclose(plugin) != 0) return 4;
    }
    return 0;
}
