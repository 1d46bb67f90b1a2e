# fuzz/fuzz_NAME.c is a harness, corpus/NAME/ its seeds. Each is built as `replay_NAME`, which runs files through
# it with any compiler and is a test; with ECIVET_FUZZ also as the fuzzer `fuzz_NAME`.

file(GLOB EV_HARNESSES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/fuzz/fuzz_*.c)
file(GLOB EV_HARNESS_SHARED CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/fuzz/*.c)
list(REMOVE_ITEM EV_HARNESS_SHARED ${EV_HARNESSES} ${CMAKE_SOURCE_DIR}/fuzz/standalone.c)

# OSS-Fuzz and its like say in LIB_FUZZING_ENGINE what to link.
set(EV_FUZZING_ENGINE -fsanitize=fuzzer)
if(DEFINED ENV{LIB_FUZZING_ENGINE})
  set(EV_FUZZING_ENGINE $ENV{LIB_FUZZING_ENGINE})
endif()

# What harnesses share; each takes of it what it needs.
add_library(harness_support STATIC ${EV_HARNESS_SHARED})
target_include_directories(harness_support PUBLIC ${CMAKE_SOURCE_DIR}/fuzz)
target_link_libraries(harness_support PUBLIC ${EV_ROOMS} PkgConfig::JANSSON PkgConfig::YAML)
target_compile_options(harness_support PUBLIC -Wno-missing-prototypes)  # libFuzzer's entry points have no header

function(ev_harness name)
  add_executable(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE harness_support ${EV_ROOMS} ${EV_EMBEDDED})
  if(name MATCHES "_(differential|shortcuts)$")
    target_link_libraries(${name} PRIVATE reference)  # tests/reference
  endif()
endfunction()

set(EV_HARNESS_NAMES "")
foreach(harness ${EV_HARNESSES})
  get_filename_component(name ${harness} NAME_WE)
  string(REGEX REPLACE "^fuzz_" "" name ${name})
  list(APPEND EV_HARNESS_NAMES ${name})
  ev_harness(replay_${name} ${harness} ${CMAKE_SOURCE_DIR}/fuzz/standalone.c)
  if(ECIVET_FUZZ)
    ev_harness(fuzz_${name} ${harness})
    target_link_options(fuzz_${name} PRIVATE ${EV_FUZZING_ENGINE})
  endif()
endforeach()
