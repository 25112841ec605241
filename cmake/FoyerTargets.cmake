# Warnings, sanitizers and the two functions every layer and test is made with.
add_library(foyer_options INTERFACE)
target_compile_options(foyer_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
    $<$<BOOL:${FOYER_WERROR}>:-Werror>
    -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.)
target_compile_definitions(foyer_options INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_URL_CAST_FROM_STRING QT_NO_FOREACH QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_CONTEXTLESS_CONNECT
    QT_USE_QSTRINGBUILDER QT_NO_KEYWORDS FOYER_VERSION="${PROJECT_VERSION}")
# What is shipped is hardened as Debian hardens its own packages.
if(CMAKE_SYSTEM_NAME STREQUAL Linux)
    target_compile_options(foyer_options INTERFACE $<$<CONFIG:RelWithDebInfo>:-D_FORTIFY_SOURCE=2 -fstack-protector-strong>)
    target_link_options(foyer_options INTERFACE $<$<CONFIG:RelWithDebInfo>:-Wl,-z,relro,-z,now>)
endif()
if(FOYER_SANITIZE)
    target_compile_options(foyer_options INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
    target_link_options(foyer_options INTERFACE -fsanitize=address,undefined)
endif()
if(FOYER_TIDY)
    set(CMAKE_CXX_CLANG_TIDY clang-tidy --quiet)
endif()

# foyer_add_layer(name SOURCES ... DEPENDS ... USES ...)
# DEPENDS is seen in the layer's headers (PUBLIC), USES only in its .cpp files (PRIVATE).
function(foyer_add_layer name)
    cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;USES" ${ARGN})
    add_library(foyer_${name} STATIC ${ARG_SOURCES})
    add_library(Foyer::${name} ALIAS foyer_${name})
    target_include_directories(foyer_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(foyer_${name} PUBLIC ${ARG_DEPENDS} PRIVATE ${ARG_USES} foyer_options)
endfunction()

# foyer_share_test_headers(target layers...): reading Qt's headers is most of what a test costs to compile, so it is done
# once for all tests, and once more for those with widgets, where QTest is another one. What a test may be told by a
# debugger is where it is, not its variables. Whether a test names all it needs shows in the preset tidy, which reads all.
function(foyer_share_test_headers target)
    if("Foyer::ui" IN_LIST ARGN OR "Foyer::app" IN_LIST ARGN)
        set(headers foyer_testheaders_gui)
        set(modules Qt6::Widgets Qt6::Network)
    elseif("Foyer::desktop" IN_LIST ARGN)
        return()
    else()
        set(headers foyer_testheaders)
        set(modules Qt6::Network)
    endif()
    # QTest looks at which modules there are, so all who share it must have the same ones.
    target_link_libraries(${target} PRIVATE ${modules})
    target_compile_options(${target} PRIVATE -g1 $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
    if(NOT TARGET ${headers})
        add_library(${headers} OBJECT ${PROJECT_SOURCE_DIR}/tests/support/testheaders.cpp)
        target_link_libraries(${headers} PRIVATE ${modules} Qt6::Test foyer_options)
        target_compile_options(${headers} PRIVATE -g1 $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
        target_compile_definitions(${headers} PRIVATE FOYER_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data")
        target_precompile_headers(${headers} PRIVATE ${PROJECT_SOURCE_DIR}/tests/support/testheaders.h)
        set_target_properties(${headers} PROPERTIES AUTOMOC OFF)
    endif()
    target_precompile_headers(${target} REUSE_FROM ${headers})
endfunction()

# foyer_add_test(dir/tst_name LABEL label DEPENDS targets... [TIMEOUT seconds])
function(foyer_add_test name)
    cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "DEPENDS" ${ARGN})
    get_filename_component(base ${name} NAME)
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 60)
    endif()
    # Sanitized programs are slow, and more so where other work runs beside them.
    if(FOYER_SANITIZE)
        math(EXPR ARG_TIMEOUT "${ARG_TIMEOUT} * 5")
    endif()
    # Qt's own watchdog, which ends a function after 5 minutes, is not to come before ctest's.
    math(EXPR patience "${ARG_TIMEOUT} * 1000")
    qt_add_executable(${base} ${name}.cpp)
    foyer_share_test_headers(${base} ${ARG_DEPENDS})
    target_link_libraries(${base} PRIVATE ${ARG_DEPENDS} Qt6::Test foyer_options)
    target_include_directories(${base} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_compile_definitions(${base} PRIVATE FOYER_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data")
    add_test(NAME ${base} COMMAND ${base})
    set_tests_properties(${base} PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT ${ARG_TIMEOUT}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=UTC;QTEST_FUNCTION_TIMEOUT=${patience}")
endfunction()
