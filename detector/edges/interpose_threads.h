// The life of the program's threads, as far as other parts of edges take part in it.
//
// Owner of the pthread key whose destructor ends a thread's Thread.
#pragma once

namespace mapcheck::edges {

/// To be called once by every thread that registers itself (edges/self.cpp): its Thread is ended when
/// the OS thread ends. Threads made through pthread_create need no call, a second one does no harm.
/// Does nothing before the runtime's first constructor has run.
void end_with_this_thread();

} // namespace mapcheck::edges
