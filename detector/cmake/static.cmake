# A checked program needs the runtime as a shared library. CMake gives the linker its path, which with -static says no
# more than that it is the wrong kind of file. So a library stands before it that exists twice: a shared one that is
# empty, and a static one that says what to do. In a directory of its own: -L reaches nothing else.
set(mapcheck_only_shared_dir ${PROJECT_BINARY_DIR}/detector/only_shared)
configure_file(detector/cmake/refuse_static.ld ${mapcheck_only_shared_dir}/libmapcheck_only_shared.a COPYONLY)
configure_file(detector/cmake/accept_shared.ld ${mapcheck_only_shared_dir}/libmapcheck_only_shared.so COPYONLY)
target_link_options(mapcheck_on INTERFACE
    "$<BUILD_INTERFACE:SHELL:-L\"${mapcheck_only_shared_dir}\" -lmapcheck_only_shared>"
    "$<INSTALL_INTERFACE:SHELL:-L\"$<INSTALL_PREFIX>/${CMAKE_INSTALL_LIBDIR}/mapcheck\" -lmapcheck_only_shared>")
