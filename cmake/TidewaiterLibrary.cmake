# tidewaiter_library(<name> LAYER <n> [DEPS <our libraries>…] [SYSTEM <third-party targets>…]
#                    [ADAPTER_OF <library>] [TEST_DEPS <our libraries>…] [WITHOUT_TEST] [THREADS])
#
# One folder under src/ = one library = one layer. A dependency must lie in a lower layer; an adapter
# may also depend on the one library that it adapts. Anything else fails here, at configure time.
# Sources are all *.cc of the folder; *_test.cc files become the test program <name>_test, labelled `unit`.
# THREADS labels them `threads` too: they start threads, and run under ThreadSanitizer as well.
function(tidewaiter_library name)
  cmake_parse_arguments(ARG "WITHOUT_TEST;THREADS" "LAYER;ADAPTER_OF" "DEPS;SYSTEM;TEST_DEPS" ${ARGN})
  if(NOT DEFINED ARG_LAYER)
    message(FATAL_ERROR "tidewaiter_library(${name}): say its LAYER")
  endif()
  foreach(dep IN LISTS ARG_DEPS)
    get_property(dep_layer GLOBAL PROPERTY TIDEWAITER_LAYER_${dep})
    if(dep_layer STREQUAL "")
      message(FATAL_ERROR "tidewaiter_library(${name}): no library ${dep} stands below it")
    endif()
    if(NOT dep_layer LESS ARG_LAYER AND NOT dep STREQUAL "${ARG_ADAPTER_OF}")
      message(FATAL_ERROR "tidewaiter_library(${name}): layer ${ARG_LAYER} may not depend on ${dep} (layer ${dep_layer})")
    endif()
  endforeach()
  set_property(GLOBAL PROPERTY TIDEWAITER_LAYER_${name} ${ARG_LAYER})

  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")

  list(TRANSFORM ARG_DEPS PREPEND "tidewaiter_" OUTPUT_VARIABLE dep_targets)
  add_library(tidewaiter_${name} STATIC ${sources})
  target_include_directories(tidewaiter_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(tidewaiter_${name} PUBLIC ${dep_targets} tl_expected PRIVATE ${ARG_SYSTEM})

  if(BUILD_TESTING AND tests AND NOT ARG_WITHOUT_TEST)
    list(TRANSFORM ARG_TEST_DEPS PREPEND "tidewaiter_" OUTPUT_VARIABLE test_targets)
    set(labels unit)
    if(ARG_THREADS)
      list(APPEND labels threads)
    endif()
    tidewaiter_test(${name}_test SOURCES ${tests} DEPS tidewaiter_${name} ${test_targets} ${ARG_SYSTEM} LABELS ${labels})
  endif()
endfunction()

# tidewaiter_test(<name> SOURCES … DEPS … [LABELS <ctest labels>…]): a GoogleTest program; ctest runs each of its
# cases, labelled `system` unless LABELS says otherwise. The target tidewaiter_<label>_tests builds all programs of one label.
function(tidewaiter_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;LABELS" ${ARGN})
  include(GoogleTest)
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gtest GTest::gtest_main)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE TIDEWAITER_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  if(NOT ARG_LABELS)
    set(ARG_LABELS system)
  endif()
  list(JOIN ARG_LABELS "-" labels)  # gtest_discover_tests takes no lists; `ctest -L unit` matches a part
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 120 PROPERTIES TIMEOUT 600 LABELS "${labels}")
  foreach(label IN LISTS ARG_LABELS)
    if(NOT TARGET tidewaiter_${label}_tests)
      add_custom_target(tidewaiter_${label}_tests)
    endif()
    add_dependencies(tidewaiter_${label}_tests ${name})
  endforeach()
endfunction()
