// GLib's main loops at its boundary: what was done before a source was attached, or got its callback, is before the
// callback, in whichever thread the loop runs; one loop's callbacks follow each other, also from thread to thread.
//
// A source gets a callback of ours that GLib asks, in the thread that dispatches it, for the program's function. So what
// makes a source and attaches it in one call is made of its parts here. A source without callback, of a type of the
// program's own, wakes the loop through an eventfd if that sleeps, which is seen.
#include "edges/interpose_glib.h"

#include <cstdlib>

#include "core/config.h"

namespace mapcheck::edges {
namespace {

using Boolean = int;
using SourceFunction = Boolean (*)(void* data);
using OnceFunction = void (*)(void* data);
using Drop = void (*)(void* data);

/// As GSourceCallbackFuncs.
struct CallbackFunctions {
    void (*ref)(void* callback);
    void (*unref)(void* callback);
    void (*get)(void* callback, void* source, SourceFunction* function, void** data);
};

constexpr int default_priority = 0;
constexpr int idle_priority = 200;

char default_context;
core::Key context_key(void* context) {
    return key_of(context != nullptr ? context : &default_context, ObjectKind::other);
}
core::Key source_key(void* source) { return key_of(source, ObjectKind::other); }

/// The context is the running thread's for a scope.
class Runs {
  public:
    explicit Runs(void* context) : key_(context_key(context)) { told_acquire(key_); }
    ~Runs() { told_release(key_); }
    Runs(const Runs&) = delete;
    Runs& operator=(const Runs&) = delete;

  private:
    core::Key key_;
};

/// The program's callback of a source.
struct Callback {
    int references;
    void* source;
    SourceFunction function;
    void* data;
    Drop drop;
};
void ref(void* callback) { __atomic_add_fetch(&static_cast<Callback*>(callback)->references, 1, __ATOMIC_RELAXED); }
void unref(void* callback) {
    auto* c = static_cast<Callback*>(callback);
    if (__atomic_sub_fetch(&c->references, 1, __ATOMIC_ACQ_REL) != 0) return;
    told_acquire(source_key(c->source));
    if (c->drop != nullptr) c->drop(c->data);
    std::free(c);
}
void get(void* callback, void* source, SourceFunction* function, void** data) {
    const auto* c = static_cast<Callback*>(callback);
    told_acquire(source_key(source));
    *function = c->function;
    *data = c->data;
}
CallbackFunctions callback_functions{ref, unref, get};

} // namespace

MAPCHECK_GLIB_REAL(void*, g_main_loop_get_context, (void* loop))
MAPCHECK_GLIB_REAL(void*, g_main_context_default, ())
MAPCHECK_GLIB_REAL(void*, g_main_context_get_thread_default, ())
MAPCHECK_GLIB_REAL(Boolean, g_main_context_is_owner, (void* context))
MAPCHECK_GLIB_REAL(Boolean, g_main_context_acquire, (void* context))
MAPCHECK_GLIB_REAL(void, g_main_context_release, (void* context))
MAPCHECK_GLIB_REAL(void*, g_idle_source_new, ())
MAPCHECK_GLIB_REAL(void*, g_timeout_source_new, (unsigned milliseconds))
MAPCHECK_GLIB_REAL(void*, g_timeout_source_new_seconds, (unsigned seconds))
MAPCHECK_GLIB_REAL(void, g_source_set_priority, (void* source, int priority))
MAPCHECK_GLIB_REAL(void, g_source_set_callback_indirect, (void* source, void* callback, CallbackFunctions* functions))
MAPCHECK_GLIB_REAL(void, g_source_unref, (void* source))

MAPCHECK_GLIB_REAL(void, g_source_set_callback, (void* source, SourceFunction function, void* data, Drop drop))
MAPCHECK_GLIB_REAL(unsigned, g_source_attach, (void* source, void* context))

namespace {

/// The default context has two names.
void* default_or(void* context) { return context == real_g_main_context_default() ? nullptr : context; }

void set_callback(void* source, SourceFunction function, void* data, Drop drop) {
    told_release(source_key(source));
    auto* callback = function != nullptr ? static_cast<Callback*>(std::malloc(sizeof(Callback))) : nullptr;
    if (callback == nullptr) return real_g_source_set_callback(source, function, data, drop);
    *callback = {1, source, function, data, drop};
    real_g_source_set_callback_indirect(source, callback, &callback_functions);
} // NOLINT(clang-analyzer-unix.Malloc): freed by unref
unsigned attach(void* source, void* context) {
    told_release(source_key(source));
    told_release(context_key(default_or(context)));
    return real_g_source_attach(source, context);
}
/// Makes the source of a call that does it all; the source is the context's then.
unsigned add(void* source, void* context, int priority, SourceFunction function, void* data, Drop drop) {
    real_g_source_set_priority(source, priority);
    set_callback(source, function, data, drop);
    const unsigned id = attach(source, context);
    real_g_source_unref(source);
    return id;
}

/// A function that is called once and says nothing.
struct Once {
    OnceFunction function;
    void* data;
};
Boolean run_once(void* once) {
    const Once& o = *static_cast<Once*>(once);
    o.function(o.data);
    return 0;
}
unsigned add_once(void* source, int priority, OnceFunction function, void* data) {
    auto* once = static_cast<Once*>(std::malloc(sizeof(Once)));
    if (once == nullptr) std::abort(); // as GLib does without memory
    *once = {function, data};
    // NOLINTNEXTLINE(clang-analyzer-unix.Malloc): freed with the source
    return add(source, nullptr, priority, run_once, once, std::free);
}

} // namespace

// ---- loops

MAPCHECK_GLIB(void, g_main_loop_run, (void* loop)) {
    const Runs runs(default_or(real_g_main_loop_get_context(loop)));
    real_g_main_loop_run(loop);
}
MAPCHECK_GLIB(Boolean, g_main_context_iteration, (void* context, Boolean may_block)) {
    const Runs runs(default_or(context));
    return real_g_main_context_iteration(context, may_block);
}

// ---- sources

MAPCHECK_HOOKED(void, g_source_set_callback, (void* source, SourceFunction function, void* data, Drop drop))
extern "C" MAPCHECK_EXPORT void g_source_set_callback(void* source, SourceFunction function, void* data, Drop drop) {
    set_callback(source, function, data, drop);
}
MAPCHECK_HOOKED(unsigned, g_source_attach, (void* source, void* context))
extern "C" MAPCHECK_EXPORT unsigned g_source_attach(void* source, void* context) { return attach(source, context); }

MAPCHECK_GLIB(unsigned, g_idle_add, (SourceFunction function, void* data)) {
    return add(real_g_idle_source_new(), nullptr, idle_priority, function, data, nullptr);
}
MAPCHECK_GLIB(unsigned, g_idle_add_full, (int priority, SourceFunction function, void* data, Drop drop)) {
    return add(real_g_idle_source_new(), nullptr, priority, function, data, drop);
}
MAPCHECK_GLIB(unsigned, g_idle_add_once, (OnceFunction function, void* data)) {
    return add_once(real_g_idle_source_new(), idle_priority, function, data);
}
MAPCHECK_GLIB(unsigned, g_timeout_add, (unsigned milliseconds, SourceFunction function, void* data)) {
    return add(real_g_timeout_source_new(milliseconds), nullptr, default_priority, function, data, nullptr);
}
MAPCHECK_GLIB(unsigned, g_timeout_add_full,
              (int priority, unsigned milliseconds, SourceFunction function, void* data, Drop drop)) {
    return add(real_g_timeout_source_new(milliseconds), nullptr, priority, function, data, drop);
}
MAPCHECK_GLIB(unsigned, g_timeout_add_once, (unsigned milliseconds, OnceFunction function, void* data)) {
    return add_once(real_g_timeout_source_new(milliseconds), default_priority, function, data);
}
MAPCHECK_GLIB(unsigned, g_timeout_add_seconds, (unsigned seconds, SourceFunction function, void* data)) {
    return add(real_g_timeout_source_new_seconds(seconds), nullptr, default_priority, function, data, nullptr);
}
MAPCHECK_GLIB(unsigned, g_timeout_add_seconds_full,
              (int priority, unsigned seconds, SourceFunction function, void* data, Drop drop)) {
    return add(real_g_timeout_source_new_seconds(seconds), nullptr, priority, function, data, drop);
}

// ---- to be called by whoever runs the context: at once if that is this thread, or can be

namespace {
void invoke(void* context, int priority, SourceFunction function, void* data, Drop drop) {
    if (context == nullptr) context = real_g_main_context_default();
    const bool is_owner = real_g_main_context_is_owner(context) != 0;
    void* own = is_owner ? context : real_g_main_context_get_thread_default();
    if (own == nullptr) own = real_g_main_context_default();
    if (own != context || (!is_owner && real_g_main_context_acquire(context) == 0)) {
        add(real_g_idle_source_new(), context, priority, function, data, drop);
        return;
    }
    {
        const Runs runs(default_or(context));
        while (function(data) != 0) {}
    }
    if (!is_owner) real_g_main_context_release(context);
    if (drop != nullptr) drop(data);
}
} // namespace

MAPCHECK_GLIB(void, g_main_context_invoke, (void* context, SourceFunction function, void* data)) {
    invoke(context, default_priority, function, data, nullptr);
}
MAPCHECK_GLIB(void, g_main_context_invoke_full,
              (void* context, int priority, SourceFunction function, void* data, Drop drop)) {
    invoke(context, priority, function, data, drop);
}

} // namespace mapcheck::edges
