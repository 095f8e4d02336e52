# Language level, warnings, sanitizers and ccache: the same for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

set(TIDEWAITER_SANITIZE "" CACHE STRING "Value of -fsanitize= (empty: none)")
option(TIDEWAITER_FUZZ "Build the libFuzzer targets (Clang only)" OFF)

# Third-party headers come in as system headers, so our warnings stay about our code.
# -Wno-gnu-statement-expression: TRY is a statement expression (GCC and Clang).
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
                    -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_compile_options(-Wno-gnu-statement-expression)
else()
  # GCC 12 reports false positives of these inside its own library when it inlines.
  add_compile_options(-Wno-null-dereference -Wno-maybe-uninitialized $<$<CONFIG:Release>:-Wno-restrict>)
endif()

if(TIDEWAITER_SANITIZE)
  # A finding ends the program, so that a test fails on it.
  add_compile_options(-fsanitize=${TIDEWAITER_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${TIDEWAITER_SANITIZE})
  add_compile_definitions(TIDEWAITER_SANITIZED=1)
endif()

if(TIDEWAITER_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)  # coverage, which leads libFuzzer; tests/fuzz links it
endif()

# Paths relative to the tree let a second clone use what the first one compiled.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE_PROGRAM})
endif()
if(CMAKE_CXX_CLANG_TIDY)
  set(CMAKE_CXX_CLANG_TIDY ${CMAKE_SOURCE_DIR}/cmake/tidy_cached ${CMAKE_CXX_CLANG_TIDY})
endif()
