# SPDX-License-Identifier: GPL-3.0-or-later
# DuckDB::DuckDB — an installed libduckdb (DuckDB_ROOT, CMAKE_PREFIX_PATH, system) or else the pinned
# packages of the npm registry: the library from the Node binding, the C header from the older client's
# source. Both are checked against their SHA-512 before anything of them is used; npm's install scripts do
# not run. Downloads are kept in build/_deps/duckdb and shared by all presets.
set(DuckDB_VERSION 1.4.4)
option(DUCKDB_FROM_NPM "Fetch the pinned DuckDB with npm when none is installed" ON)

find_path(DuckDB_INCLUDE_DIR duckdb.h)
find_library(DuckDB_LIBRARY NAMES duckdb)

function(_duckdb_npm package version sha512 pattern result)
    set(home "${CMAKE_SOURCE_DIR}/build/_deps/duckdb")
    string(REGEX REPLACE "[@/]" "-" name "${package}-${version}")
    set(dir "${home}/${name}")
    if(NOT EXISTS "${dir}/verified")
        find_program(NPM_PROGRAM npm)
        if(NOT NPM_PROGRAM)
            message(FATAL_ERROR "DuckDB is not installed and npm is missing. "
                "Run packaging/setup, or pass -DDuckDB_ROOT=<folder with duckdb.h and libduckdb.so>.")
        endif()
        file(REMOVE_RECURSE "${dir}")
        file(MAKE_DIRECTORY "${dir}")
        message(STATUS "DuckDB: fetching ${package}@${version}")
        execute_process(COMMAND "${NPM_PROGRAM}" pack --loglevel=error --pack-destination "${dir}" "${package}@${version}"
            WORKING_DIRECTORY "${dir}" RESULT_VARIABLE code OUTPUT_QUIET ERROR_VARIABLE reason)
        file(GLOB archive "${dir}/*.tgz")
        if(NOT code EQUAL 0 OR NOT archive)
            message(FATAL_ERROR "DuckDB: npm could not fetch ${package}@${version} (exit code ${code}):\n${reason}")
        endif()
        file(SHA512 "${archive}" actual)
        if(NOT actual STREQUAL sha512)
            file(REMOVE_RECURSE "${dir}")
            message(FATAL_ERROR "DuckDB: ${package}@${version} has SHA-512 ${actual}, expected ${sha512}. Refused.")
        endif()
        file(ARCHIVE_EXTRACT INPUT "${archive}" DESTINATION "${dir}" PATTERNS ${pattern})
        file(REMOVE "${archive}")
        file(TOUCH "${dir}/verified")
    endif()
    set(${result} "${dir}/package" PARENT_SCOPE)
endfunction()

if(DUCKDB_FROM_NPM AND NOT (DuckDB_INCLUDE_DIR AND DuckDB_LIBRARY))
    if(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
        set(_cpu arm64)
        set(_sha a85dbf5a107e8bef22b3ad11ae94d8ff9667cb02146b2b818955d2b90e2bad19f59b582f7caa8fbe3c926e20e3620428ffa397bbf7dac74282d605e7356a0b10)
    else()
        set(_cpu x64)
        set(_sha 679f73a5421c662947066719a66c1f1708bafce0272a5550084f7f3468190854aa61e6fede28f91d0cb6ea1a75d06222bf71f151018877c1d5b3ddb1da3bdc91)
    endif()
    _duckdb_npm("@duckdb/node-bindings-linux-${_cpu}" "1.4.4-r.3" "${_sha}"
        "package/libduckdb.so;package/LICENSE" _library_dir)
    _duckdb_npm("duckdb" "1.4.4"
        844249e61c9517454b8f776638ba6c5ab411d1bddde1892ab72826ea25178c72430e74aa83f5122b171be6abcdace84560f824b5ac94e9d5c2b603ea7269a9a2
        "package/src/duckdb/src/include/duckdb.h" _header_dir)
    set(DuckDB_LIBRARY "${_library_dir}/libduckdb.so" CACHE FILEPATH "" FORCE)
    set(DuckDB_INCLUDE_DIR "${_header_dir}/src/duckdb/src/include" CACHE PATH "" FORCE)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(DuckDB REQUIRED_VARS DuckDB_LIBRARY DuckDB_INCLUDE_DIR VERSION_VAR DuckDB_VERSION)
if(DuckDB_FOUND AND NOT TARGET DuckDB::DuckDB)
    add_library(DuckDB::DuckDB SHARED IMPORTED)
    set_target_properties(DuckDB::DuckDB PROPERTIES IMPORTED_LOCATION "${DuckDB_LIBRARY}"
        IMPORTED_SONAME libduckdb.so INTERFACE_INCLUDE_DIRECTORIES "${DuckDB_INCLUDE_DIR}")
endif()
mark_as_advanced(DuckDB_INCLUDE_DIR DuckDB_LIBRARY)
