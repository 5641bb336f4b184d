# SPDX-License-Identifier: GPL-3.0-or-later
# spendglass_options: how every target of this project is compiled. Linked PRIVATE by each of them.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
        "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1 "${CCACHE_PROGRAM}")
endif()

add_library(spendglass_options INTERFACE)
target_compile_features(spendglass_options INTERFACE cxx_std_20)
target_compile_options(spendglass_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wswitch-enum -Werror
    # False alarms of GCC 12 once it inlines std::string and std::optional at -O3.
    "$<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-stringop-overflow;-Wno-restrict>"
    # What GCC's -Wconversion leaves out of C++.
    "$<$<CXX_COMPILER_ID:Clang>:-Wno-sign-conversion>")
target_compile_definitions(spendglass_options INTERFACE
    QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_URL_CAST_FROM_STRING QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_FOREACH
    QT_DISABLE_DEPRECATED_BEFORE=0x060400 "SPENDGLASS_VERSION=\"${PROJECT_VERSION}\"")
target_link_options(spendglass_options INTERFACE -Wl,-z,relro,-z,now)

if(SPENDGLASS_SANITIZE)
    target_compile_options(spendglass_options INTERFACE
        "-fsanitize=${SPENDGLASS_SANITIZE}" -fno-sanitize=vptr -fno-omit-frame-pointer -O1 -g)
    target_link_options(spendglass_options INTERFACE "-fsanitize=${SPENDGLASS_SANITIZE}")
endif()

if(SPENDGLASS_TIDY)
    find_program(CLANG_TIDY NAMES clang-tidy clang-tidy-14 REQUIRED)
    find_program(CLAZY NAMES clazy REQUIRED)
    set(CMAKE_CXX_CLANG_TIDY "${CLANG_TIDY}")
    set(CMAKE_CXX_COMPILER "${CLAZY}")
endif()
