# What is installed, and packages of it (`cpack`). The rooms but cli make one static library.

set(EV_LIBRARY_ROOMS ${EV_BUILT_ROOMS})
list(REMOVE_ITEM EV_LIBRARY_ROOMS ev_cli)
file(GLOB EV_PUBLIC_HEADERS CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/include/ecivet/*.h)

if(EV_PUBLIC_HEADERS AND EV_LIBRARY_ROOMS)
  set(objects ${EV_LIBRARY_ROOMS} ${EV_EMBEDDED})
  list(TRANSFORM objects REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>")
  add_library(libecivet STATIC ${objects})
  set_target_properties(libecivet PROPERTIES OUTPUT_NAME ecivet LINKER_LANGUAGE C)
  # From ecivet.pc: where all is installed may be said later, by `cmake --install --prefix` or a package.
  file(RELATIVE_PATH EV_PREFIX_OF_PC ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
  string(REGEX REPLACE "/$" "" EV_PREFIX_OF_PC ${EV_PREFIX_OF_PC})
  configure_file(cmake/ecivet.pc.in ecivet.pc @ONLY)
  install(TARGETS libecivet ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(FILES ${EV_PUBLIC_HEADERS} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/ecivet)
  install(FILES ${CMAKE_BINARY_DIR}/ecivet.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endif()

if(EV_TOOL)
  install(TARGETS ${EV_TOOL} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

install(DIRECTORY rules.d DESTINATION ${CMAKE_INSTALL_DATADIR}/ecivet FILES_MATCHING PATTERN "*.vet")
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md")
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES README.md DESTINATION ${CMAKE_INSTALL_DOCDIR} OPTIONAL)
if(EV_TOOL)
  install(DIRECTORY ${EV_MAN_FOLDER}/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 FILES_MATCHING PATTERN "*.1")
endif()

set(CPACK_GENERATOR TGZ DEB)
set(CPACK_PACKAGE_VENDOR "the ecivet authors")
set(CPACK_PACKAGE_CONTACT "the ecivet authors")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libc6, libyaml-0-2, libjansson4")
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
include(CPack)
