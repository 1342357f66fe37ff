# Tests of <mapcheck/atomics.h> and of the gate that are more than a source of mapcheck_unit.
list(FILTER mapcheck_unit_sources EXCLUDE REGEX "/atomics_(headers|relaxed|recorder|semantics|library)\\.cpp$")

find_package(Threads REQUIRED)
set(mapcheck_atomics_include ${PROJECT_SOURCE_DIR}/detector/include)
set(mapcheck_atomics_told -DMAPCHECK "SHELL:-isystem \"${mapcheck_atomics_include}/mapcheck/shadow\""
    "SHELL:-include \"${mapcheck_atomics_include}/mapcheck/atomics.h\"")

# Against a runtime that writes down what it is told. The C file needs a C compiler, whose language the project
# does not enable for its users.
include(CheckLanguage)
check_language(C)
if(CMAKE_C_COMPILER)
    enable_language(C)
    add_library(mapcheck_unit_atomics_told OBJECT atomics_semantics.cpp atomics_semantics_c.c)
    target_compile_options(mapcheck_unit_atomics_told PRIVATE ${mapcheck_atomics_told})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(mapcheck_unit_atomics_told PRIVATE -Wno-sync-nand) # "changed semantics in GCC 4.4"
    endif()
    target_link_libraries(mapcheck_unit_atomics_told PRIVATE mapcheck_own_flags mapcheck_headers mapcheck_catch)
    add_executable(mapcheck_unit_atomics atomics_recorder.cpp $<TARGET_OBJECTS:mapcheck_unit_atomics_told>)
    target_link_libraries(mapcheck_unit_atomics PRIVATE mapcheck_own_flags mapcheck_headers mapcheck_catch_main
                                                        Threads::Threads)
    mapcheck_add_catch_tests(mapcheck_unit_atomics unit atomics_semantics.cpp)
endif()

# Libraries that are loaded and unloaded.
foreach(form unmarked marked late)
    add_library(atomics_${form} MODULE atomics_library.cpp)
    set_target_properties(atomics_${form} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
endforeach()
target_compile_options(atomics_marked PRIVATE ${mapcheck_atomics_told})
target_compile_definitions(atomics_late PRIVATE MAPCHECK MAPCHECK_TEST_TOO_LATE)
target_include_directories(atomics_late PRIVATE ${mapcheck_atomics_include})
set_source_files_properties(atomics_modules_test.cpp PROPERTIES COMPILE_DEFINITIONS
    "MAPCHECK_TEST_UNMARKED=\"$<TARGET_FILE:atomics_unmarked>\";MAPCHECK_TEST_MARKED=\"$<TARGET_FILE:atomics_marked>\";MAPCHECK_TEST_LATE=\"$<TARGET_FILE:atomics_late>\"")
# Their marks look for the runtime in the test program itself.
set(CMAKE_ENABLE_EXPORTS ON)

# With every compiler that is here.
if(NOT MAPCHECK_SANITIZE)
    foreach(compiler g++ clang++-14 clang++-19)
        string(MAKE_C_IDENTIFIER "MAPCHECK_TEST_${compiler}" found)
        find_program(${found} ${compiler})
        if(NOT ${found})
            continue()
        endif()
        foreach(check list late relaxed headers)
            add_test(NAME unit.atomics.${check}.${compiler}
                     COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/atomics_check.py ${check}
                             ${mapcheck_atomics_include} ${${found}})
            set_tests_properties(unit.atomics.${check}.${compiler} PROPERTIES LABELS unit TIMEOUT 600)
        endforeach()
        if(compiler STREQUAL "clang++-14")
            add_test(NAME unit.atomics.headers.libc++
                     COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/atomics_check.py headers
                             ${mapcheck_atomics_include} ${${found}} -stdlib=libc++)
            set_tests_properties(unit.atomics.headers.libc++ PROPERTIES LABELS unit TIMEOUT 600)
        endif()
    endforeach()
endif()
