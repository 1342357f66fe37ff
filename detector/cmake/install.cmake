# Installs one include tree (mapcheck/...), the runtime, the CMake package and mapcheck.pc. Nothing installed
# holds an absolute path: the tree may be moved.
include(CMakePackageConfigHelpers)

set(mapcheck_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/mapcheck)

install(DIRECTORY detector/include/mapcheck instrumented_map/mapcheck DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS mapcheck_headers EXPORT mapcheck-targets)
if(MAPCHECK)
    install(TARGETS mapcheck_on EXPORT mapcheck-targets)
    install(TARGETS mapcheck_runtime EXPORT mapcheck-targets
            LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
            ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})

    # -static is refused with a reason: for -lmapcheck, and for the target (static.cmake).
    install(FILES detector/cmake/refuse_static.ld DESTINATION ${CMAKE_INSTALL_LIBDIR} RENAME libmapcheck.a)
    install(DIRECTORY ${mapcheck_only_shared_dir}/ DESTINATION ${CMAKE_INSTALL_LIBDIR}/mapcheck)
    # gdb looks for its scripts beside the library, and below its own data directory (for what is installed there, as
    # it is with the prefix /usr, it asks nobody whether they are safe).
    set(mapcheck_gdb_script libmapcheck.so.1.${PROJECT_VERSION_MINOR}.${PROJECT_VERSION_PATCH}-gdb.py)
    install(FILES detector/gdb/printers.py DESTINATION ${CMAKE_INSTALL_LIBDIR} RENAME ${mapcheck_gdb_script})
    if(NOT IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}" AND NOT IS_ABSOLUTE "${CMAKE_INSTALL_DATADIR}")
        install(CODE "file(INSTALL \"${PROJECT_SOURCE_DIR}/detector/gdb/printers.py\" RENAME ${mapcheck_gdb_script}
            DESTINATION \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}/gdb/auto-load\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_LIBDIR}\")")
    endif()

    cmake_path(SET pkgconfig_dir NORMALIZE "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig")
    file(RELATIVE_PATH mapcheck_prefix_from_pc ${pkgconfig_dir} /prefix)
    string(REGEX REPLACE "/$" "" mapcheck_prefix_from_pc "${mapcheck_prefix_from_pc}")
    configure_file(detector/cmake/mapcheck.pc.in ${CMAKE_CURRENT_BINARY_DIR}/mapcheck.pc @ONLY)
    install(FILES ${CMAKE_CURRENT_BINARY_DIR}/mapcheck.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endif()
install(EXPORT mapcheck-targets NAMESPACE mapcheck:: DESTINATION ${mapcheck_package_dir})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

configure_package_config_file(detector/cmake/mapcheck-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/mapcheck-config.cmake
                              INSTALL_DESTINATION ${mapcheck_package_dir})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/mapcheck-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/mapcheck-config.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/mapcheck-config-version.cmake
        DESTINATION ${mapcheck_package_dir})
