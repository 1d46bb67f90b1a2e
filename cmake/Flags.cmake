# Compiler flags: warnings, sanitizers, hardening. They hold for every target but generated code.
include(CheckCCompilerFlag)
include(CheckLinkerFlag)

set(EV_WARNINGS -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2
                -Wimplicit-fallthrough)
if(ECIVET_WERROR)
  list(APPEND EV_WARNINGS -Werror)
endif()
add_compile_options(${EV_WARNINGS})
add_compile_definitions(_GNU_SOURCE)

if(ECIVET_TINY)
  add_compile_definitions(EV_TINY)
endif()

if(ECIVET_CLAIMS)
  add_compile_definitions(EV_CHECK_CLAIMS)
endif()

if(ECIVET_SANITIZE)
  set(sanitize -fsanitize=${ECIVET_SANITIZE} -fno-sanitize-recover=all)
  add_compile_options(${sanitize} -fno-omit-frame-pointer)
  add_link_options(${sanitize})
endif()

if(ECIVET_FUZZ)
  if(NOT CMAKE_C_COMPILER_ID MATCHES Clang)
    message(FATAL_ERROR "ECIVET_FUZZ needs clang for libFuzzer: `cmake --preset fuzz` (Debian: clang, libclang-rt-14-dev)")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)  # without another sanitizer, nothing else holds what it calls
endif()

if(ECIVET_COVERAGE)
  if(NOT CMAKE_C_COMPILER_ID MATCHES Clang)
    message(FATAL_ERROR "ECIVET_COVERAGE needs clang: `tests/coverage` (Debian: clang, libclang-rt-14-dev, llvm)")
  endif()
  add_compile_definitions(EV_COUNTS_COVERAGE)
  # Counters stand in a mapped file (%c), which is opened before the tool gives up writing.
  add_compile_options(-fprofile-instr-generate -fcoverage-mapping "SHELL:-mllvm -runtime-counter-relocation" -O0)
  add_link_options(-fprofile-instr-generate)
endif()

# Adds the flag where the compiler knows it.
function(ev_try_compile_flag flag)
  string(MAKE_C_IDENTIFIER "EV_HAS${flag}" known)
  check_c_compiler_flag(${flag} ${known})
  if(${known})
    add_compile_options(${flag})
  endif()
endfunction()

function(ev_try_link_flag flag)
  string(MAKE_C_IDENTIFIER "EV_LINKS${flag}" known)
  check_linker_flag(C ${flag} ${known})
  if(${known})
    add_link_options(${flag})
  endif()
endfunction()

if(ECIVET_HARDEN)
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
  set(CMAKE_C_VISIBILITY_PRESET hidden)
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -Werror=format-security)
  foreach(flag -fstack-protector-strong -fstack-clash-protection -fcf-protection=full -fno-strict-overflow
               -fno-delete-null-pointer-checks -ftrivial-auto-var-init=zero -fstrict-flex-arrays=3
               -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
    ev_try_compile_flag(${flag})
  endforeach()
  foreach(flag -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,-z,nodlopen -Wl,--as-needed)
    ev_try_link_flag(${flag})
  endforeach()
endif()
