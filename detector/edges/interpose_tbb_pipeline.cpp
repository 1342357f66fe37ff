// oneTBB's parallel_pipeline at its boundary: its stages are user's functions that libtbb runs by itself, with atomics
// of its own. The tree of filters is given to libtbb with each filter inside one of ours, so that a call of a filter is
// seen: what was done before the pipeline is before it, an item's stage is before the item's next one, a serial
// filter's calls follow each other, and all are before the end of the pipeline.
//
// The layouts are oneTBB's ABI since 2021 (libtbb.so.12).
#include "edges/interpose_tbb.h"

#include <cstdint>
#include <memory>
#include <new>
#include <utility>

#include "core/config.h"
#include "edges/modules.h"

namespace mapcheck::edges {

// Not in the unnamed namespace: gcc would think that it knows all classes that derive from these.
namespace tbb_abi {

/// As tbb::detail::d1::base_filter. The pipeline links its filters by the members that are not named here.
class Filter {
  public:
    virtual void* operator()(void* item) = 0;
    virtual ~Filter() = default;
    virtual void finalize(void* item) = 0;
    Filter* next = reinterpret_cast<Filter*>(std::intptr_t{-1}); ///< not in a pipeline
    void* input_buffer = nullptr;
    unsigned mode;
    void* pipeline = nullptr;

  protected:
    explicit Filter(unsigned filter_mode) : mode(filter_mode) {}
};
static_assert(sizeof(Filter) == 40);
constexpr unsigned filter_is_serial = 1;

/// As tbb::detail::d1::filter_node: a leaf makes a filter, the others have two nodes below them.
class FilterNode {
  public:
    FilterNode(const FilterNode* first, const FilterNode* second) : left(first), right(second) {}
    virtual Filter* create_filter() const { return nullptr; }
    virtual ~FilterNode() = default;
    std::intptr_t references = 0;
    const FilterNode* left;
    const FilterNode* right;
};
static_assert(sizeof(FilterNode) == 32);

} // namespace tbb_abi

// NOLINTBEGIN(readability-identifier-naming, bugprone-reserved-identifier)
MAPCHECK_TBB_REAL(void*, _ZN3tbb6detail2r115allocate_memoryEm, (unsigned long bytes))
MAPCHECK_TBB_REAL(void, _ZN3tbb6detail2r117deallocate_memoryEPv, (void* memory))

namespace {

using tbb_abi::Filter;
using tbb_abi::FilterNode;

/// One run of a pipeline, on the stack of the thread that waits for it.
struct Run {
    char begun, ended; // named by their addresses
    Run() : begun(0), ended(0) { told_release(begin()); }
    ~Run() {
        told_acquire(end());
        told_forget(begin());
        told_forget(end());
    }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    core::Key begin() const { return key_of(&begun, ObjectKind::other); }
    core::Key end() const { return key_of(&ended, ObjectKind::other); }
    /// A small item is passed by value in place of a pointer: equal ones are taken for one, more order than there is.
    core::Key item(void* value) const {
        constexpr int bits = 40; // a key has room for 60, and the one above keeps them from addresses
        const std::uint64_t mixed =
            (reinterpret_cast<std::uint64_t>(value) ^ reinterpret_cast<std::uint64_t>(this) << 20) *
            0x9e3779b97f4a7c15U;
        return key_of((std::uint64_t{1} << 50) + (mixed >> (64 - bits)), ObjectKind::other);
    }
};

class Stage;
__thread Stage* running_stage MAPCHECK_TLS_MODEL; ///< of this thread

class Stage final : public Filter {
  public:
    Stage(Filter& filter, const Run& run) : Filter(filter.mode), filter_(filter), run_(run) {}
    ~Stage() override {
        filter_.~Filter();
        real__ZN3tbb6detail2r117deallocate_memoryEPv(&filter_);
    }
    void* operator()(void* item) override {
        told_acquire(run_.begin());
        if (item != nullptr) told_acquire(run_.item(item));
        const bool is_serial = (mode & tbb_abi::filter_is_serial) != 0;
        if (is_serial) told_acquire(key());
        const Call call{*this, running_stage};
        running_stage = this;
        void* next_item = filter_(item);
        if (next_item != nullptr) told_release(run_.item(next_item));
        if (is_serial) told_release(key());
        return next_item;
    }
    void finalize(void* item) override { filter_.finalize(item); }
    bool is_for(const Filter& filter) const { return &filter == &filter_; }

  private:
    struct Call { ///< its end, by an exception, too
        const Stage& stage;
        Stage* outer;
        ~Call() {
            running_stage = outer;
            told_release(stage.run_.end());
        }
    };
    core::Key key() const { return key_of(&filter_, ObjectKind::other); }
    Filter& filter_;
    const Run& run_;
};

class Leaf final : public FilterNode {
  public:
    Leaf(const FilterNode& node, const Run& run) : FilterNode(nullptr, nullptr), node_(node), run_(run) {}
    Filter* create_filter() const override {
        Filter* filter = node_.create_filter();
        void* room = real__ZN3tbb6detail2r115allocate_memoryEm(sizeof(Stage)); // throws when there is none
        return new (room) Stage(*filter, run_);
    }

  private:
    const FilterNode& node_;
    const Run& run_;
};

class Branch final : public FilterNode {
  public:
    Branch(std::unique_ptr<FilterNode> first, std::unique_ptr<FilterNode> second)
        : FilterNode(first.release(), second.release()) {}
    ~Branch() override {
        delete left;
        delete right;
    }
};

/// A tree like that one with each leaf inside one of ours. Null: no memory.
std::unique_ptr<FilterNode> make_tree(const FilterNode& node, const Run& run) {
    using Made = std::unique_ptr<FilterNode>;
    if (node.left == nullptr || node.right == nullptr) return Made(new (std::nothrow) Leaf(node, run));
    Made first = make_tree(*node.left, run);
    Made second = make_tree(*node.right, run);
    if (first == nullptr || second == nullptr) return nullptr;
    return Made(new (std::nothrow) Branch(std::move(first), std::move(second)));
}

} // namespace

// parallel_pipeline(task_group_context&, unsigned long, filter_node const&)
MAPCHECK_TBB(void, _ZN3tbb6detail2r117parallel_pipelineERNS0_2d118task_group_contextEmRKNS2_11filter_nodeE,
             (void* context, unsigned long tokens, const FilterNode& filters)) {
    auto& real = real__ZN3tbb6detail2r117parallel_pipelineERNS0_2d118task_group_contextEmRKNS2_11filter_nodeE;
    if (!running()) return real(context, tokens, filters);
    const Run run;
    const std::unique_ptr<FilterNode> tree = make_tree(filters, run);
    if (tree == nullptr) synchronises_by_itself_after_all(real);
    real(context, tokens, tree != nullptr ? *tree : filters);
}
// set_end_of_input(base_filter&): from inside a filter, which libtbb knows as ours
MAPCHECK_TBB(void, _ZN3tbb6detail2r116set_end_of_inputERNS0_2d111base_filterE, (Filter & filter)) {
    const bool is_ours = running_stage != nullptr && running_stage->is_for(filter);
    real__ZN3tbb6detail2r116set_end_of_inputERNS0_2d111base_filterE(is_ours ? *running_stage : filter);
}
// NOLINTEND(readability-identifier-naming, bugprone-reserved-identifier)

} // namespace mapcheck::edges
