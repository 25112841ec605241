# What is installed, and the Debian package made of it (packaging/package.sh, or `cpack -G DEB` in build/release).
if(NOT TARGET foyer OR NOT CMAKE_SYSTEM_NAME STREQUAL Linux)
    return()
endif()

include(GNUInstallDirs)
install(TARGETS foyer foyer-server RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})

set(resources ${PROJECT_SOURCE_DIR}/resources)
install(FILES ${resources}/linux/foyer.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES ${resources}/linux/chat.foyer.Foyer.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES ${resources}/application/foyer.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
foreach(size 16 24 32 48 64 128 256)
    install(FILES ${resources}/application/foyer-${size}.png
        DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/${size}x${size}/apps RENAME foyer.png)
endforeach()

# Debian wants manual pages and changelogs compressed; -n leaves out the time, so that the result is always the same.
find_program(GZIP gzip REQUIRED)
configure_file(${PROJECT_SOURCE_DIR}/packaging/debian/changelog.in ${PROJECT_BINARY_DIR}/packaging/changelog @ONLY)
function(foyer_install_compressed source destination name)
    set(compressed ${PROJECT_BINARY_DIR}/packaging/${name})
    add_custom_command(OUTPUT ${compressed} COMMAND ${GZIP} -9nc ${source} > ${compressed} DEPENDS ${source} VERBATIM)
    set_property(TARGET foyer_documents APPEND PROPERTY SOURCES ${compressed})
    install(FILES ${compressed} DESTINATION ${destination})
endfunction()
add_custom_target(foyer_documents ALL)
foyer_install_compressed(${resources}/linux/foyer.1 ${CMAKE_INSTALL_MANDIR}/man1 foyer.1.gz)
foyer_install_compressed(${resources}/linux/foyer-server.1 ${CMAKE_INSTALL_MANDIR}/man1 foyer-server.1.gz)
foyer_install_compressed(${PROJECT_BINARY_DIR}/packaging/changelog ${CMAKE_INSTALL_DOCDIR} changelog.gz)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/debian/copyright ${PROJECT_SOURCE_DIR}/CHANGELOG.md
    DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME foyer)
set(CPACK_PACKAGE_VENDOR "Foyer contributors")
set(CPACK_PACKAGE_CONTACT "Foyer contributors <contributors@foyer.example>")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "desktop chatroom client for XMPP servers")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Plugins and data that the linker does not see.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libqt6sql6-sqlite, libqt6svg6, qt6-translations-l10n, fonts-dejavu-core | fonts-noto-core")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ca-certificates, fonts-noto-color-emoji, libsecret-1-0, qt6-wayland")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Foyer joins chatrooms on XMPP servers, shows what was said before, and keeps
every message on this computer.
.
When the connection is lost it comes back by itself: what was said meanwhile
is fetched in the room's own order, nothing appears twice, and what cannot be
fetched is shown as a gap where it belongs. What was written offline is sent
once.")
include(CPack)
