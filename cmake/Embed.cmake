# Files put into the tool as C source; src/cli/embedded.h declares them.

add_executable(ecivet-embed cmake/embed.c)

set(EV_GENERATED ${CMAKE_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${EV_GENERATED})

# An object library `target` from a source that ecivet-embed writes: ev_embed(target MODE ARGUMENT FILE...).
function(ev_embed target mode argument)
  set(source ${EV_GENERATED}/${target}.c)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ecivet-embed ${mode} ${source} ${argument} ${ARGN}
    DEPENDS ${ARGN}
    COMMENT "Embedding ${target}"
    VERBATIM)
  add_library(${target} OBJECT ${source})
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/src/cli)
  target_link_libraries(${target} PRIVATE ev_base)
endfunction()

file(GLOB_RECURSE EV_RULE_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/rules.d/*.vet)
ev_embed(embedded_rules rules ${CMAKE_SOURCE_DIR}/rules.d ${EV_RULE_FILES})
ev_embed(embedded_no_bundle bytes ev_embedded_bundle)

# The filters of system calls, which libseccomp makes now. A build that writes counters at its end has none.
add_executable(ecivet-seccomp cmake/seccomp.c)
target_link_libraries(ecivet-seccomp PRIVATE PkgConfig::SECCOMP)
if(ECIVET_SANITIZE MATCHES memory) # libseccomp comes without its marks
  target_compile_options(ecivet-seccomp PRIVATE -fno-sanitize=all)
  target_link_options(ecivet-seccomp PRIVATE -fno-sanitize=all)
endif()
set(EV_FILTERS "")
set(traced "")
if(ECIVET_SANITIZE MATCHES "address|leak")
  set(traced traced)
  add_compile_definitions(EV_TRACED)
endif()
foreach(mode read replace)
  set(filter "")
  if(NOT ECIVET_COVERAGE)
    set(filter ${EV_GENERATED}/filter_${mode}.bpf)
    add_custom_command(
      OUTPUT ${filter}
      COMMAND ecivet-seccomp ${mode} ${traced} ${filter}
      DEPENDS ecivet-seccomp
      VERBATIM)
  endif()
  ev_embed(embedded_filter_${mode} bytes ev_embedded_filter_${mode} ${filter})
  list(APPEND EV_FILTERS embedded_filter_${mode})
endforeach()
