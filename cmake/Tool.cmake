# The tool. `ecivet-boot` is the tool without a compiled bundle in it: it compiles rules.d to the bundle that
# `ecivet` carries. Both come from the same objects.

set(EV_EMBEDDED embedded_rules embedded_no_bundle ${EV_FILTERS})  # what unit tests and the library are linked with
set(EV_TOOL "")                                     # the target `ecivet` once there is one

function(ev_tool name)
  add_executable(${name} src/cli/main.c)
  target_link_libraries(${name} PRIVATE ev_cli ${ARGN})
  target_compile_definitions(${name} PRIVATE ECIVET_VERSION="${PROJECT_VERSION}")
endfunction()

if(ev_cli IN_LIST EV_BUILT_ROOMS)
  target_compile_definitions(ev_cli PRIVATE ECIVET_VERSION="${PROJECT_VERSION}")
endif()

if(EXISTS ${CMAKE_SOURCE_DIR}/src/cli/main.c AND ev_cli IN_LIST EV_BUILT_ROOMS)
  set(EV_TOOL ecivet)
  if(ECIVET_EMBED_BUNDLE AND EV_RULE_FILES AND EXISTS ${CMAKE_SOURCE_DIR}/src/cli/compile.c)
    ev_tool(ecivet-boot embedded_rules embedded_no_bundle ${EV_FILTERS})
    set(bundle ${EV_GENERATED}/rules.vetc)
    add_custom_command(
      OUTPUT ${bundle}
      COMMAND ecivet-boot compile --output ${bundle}
      DEPENDS ecivet-boot ${EV_RULE_FILES}
      COMMENT "Compiling rules.d"
      VERBATIM)
    ev_embed(embedded_bundle bytes ev_embedded_bundle ${bundle})
    set(EV_EMBEDDED embedded_rules embedded_bundle ${EV_FILTERS})
  endif()
  ev_tool(ecivet ${EV_EMBEDDED})
endif()
