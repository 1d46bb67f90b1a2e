# The man pages, written from the tables of --help.

if(EV_TOOL)
  set(EV_MAN_FOLDER ${CMAKE_BINARY_DIR}/man)
  add_executable(ecivet-man cmake/man.c)
  target_link_libraries(ecivet-man PRIVATE ev_cli embedded_rules embedded_no_bundle ${EV_FILTERS})
  target_compile_definitions(ecivet-man PRIVATE ECIVET_VERSION="${PROJECT_VERSION}")
  add_custom_command(
    OUTPUT ${EV_MAN_FOLDER}/ecivet.1
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${EV_MAN_FOLDER}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${EV_MAN_FOLDER}
    COMMAND ecivet-man ${EV_MAN_FOLDER}
    DEPENDS ecivet-man
    COMMENT "Writing the man pages"
    VERBATIM)
  add_custom_target(man ALL DEPENDS ${EV_MAN_FOLDER}/ecivet.1)
endif()
