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
