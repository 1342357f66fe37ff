# reporter_test.cpp and symbolizer_test.cpp look for their own lines; the latter loads and loses a library besides.
add_library(mapcheck_symbolizer_library MODULE symbolizer/symbolizer_library.cpp)
target_compile_options(mapcheck_symbolizer_library PRIVATE -g)
set_source_files_properties(symbolizer_test.cpp PROPERTIES
    COMPILE_OPTIONS "-g;-O1"
    COMPILE_DEFINITIONS "MAPCHECK_SYMBOLIZER_LIBRARY=\"$<TARGET_FILE:mapcheck_symbolizer_library>\";MAPCHECK_SYMBOLIZER_LIBRARY_LINE=8"
    OBJECT_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/symbolizer/symbolizer_library.cpp")
set_source_files_properties(reporter_test.cpp PROPERTIES COMPILE_OPTIONS "-g")
cmake_language(DEFER CALL add_dependencies mapcheck_unit mapcheck_symbolizer_library)
