# The simulation that rules_*.cpp play their tables in: no tests of its own, so not among the globbed sources.
cmake_language(DEFER CALL target_sources mapcheck_unit PRIVATE
    simulation/maps.cpp simulation/reference.cpp simulation/simulation.cpp simulation/verbs.cpp simulation/words.cpp)
cmake_language(DEFER CALL target_include_directories mapcheck_unit PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
