# What the build needs besides a compiler. Each message names Debian's package.
find_package(PkgConfig)
if(NOT PkgConfig_FOUND)
  message(FATAL_ERROR "pkg-config is missing (Debian: pkg-config)")
endif()

# An imported target PkgConfig::<name> from pkg-config.
function(ev_find_library name module package)
  pkg_check_modules(${name} IMPORTED_TARGET GLOBAL ${module})
  if(NOT ${name}_FOUND)
    message(FATAL_ERROR "${module} is missing (Debian: ${package})")
  endif()
endfunction()

function(ev_find_tool name package)
  find_package(${name})
  if(NOT ${name}_FOUND)
    message(FATAL_ERROR "${name} is missing (Debian: ${package})")
  endif()
endfunction()

# OSS-Fuzz and its like run the fuzzers where there are no libraries but C's.
if(DEFINED ENV{LIB_FUZZING_ENGINE})
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
endif()
ev_find_library(YAML yaml-0.1 libyaml-dev)
ev_find_library(JANSSON jansson libjansson-dev)
ev_find_library(SECCOMP libseccomp libseccomp-dev) # by the build only: the tool does not link it
ev_find_tool(FLEX flex)
ev_find_tool(BISON bison)
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
