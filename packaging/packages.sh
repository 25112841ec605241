# shellcheck shell=sh disable=SC2034
# The Debian packages Foyer needs, and how to install them. Read by test.sh, run.sh and package.sh; not a program of its own.

# To build, and to run what was built.
build_packages="
    cmake ninja-build g++ pkg-config
    qt6-base-dev qt6-websockets-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools
    qtkeychain-qt6-dev libidn-dev libmicrohttpd-dev
    libqt6sql6-sqlite qt6-translations-l10n fonts-dejavu-core fonts-noto-color-emoji"

# The tests' own tools, and the two servers we did not write; the tests start them in temporary folders.
# erlang-p1-sqlite3 lets ejabberd keep room archives in SQLite.
test_packages="
    python3 python3-websockets curl openssl procps
    ejabberd erlang-p1-sqlite3 prosody"

# What only `test.sh --all` needs: the archive of a cluster, a browser for Converse.js, a desktop with a screen reader's
# side of it, and Node. A Node that came from elsewhere brings its own npm, which Debian's would get in the way of.
all_packages="postgresql erlang-p1-pgsql chromium
    xvfb openbox dbus-daemon at-spi2-core python3-pyatspi gir1.2-atspi-2.0"
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    all_packages="$all_packages nodejs npm"
fi
# From npm, into build/node: the source service's own SDK, and an XMPP client that is not ours. The latter wants
# sasl-scram-sha-1 ^1.3.0 and is broken with 1.4.0, whose answers are promises; what lies there already is taken.
node_packages="rongcloud-sdk@3.1.1 sasl-scram-sha-1@1.3.0 @xmpp/client@0.13.6"
# Taken as published, without what it names as dependencies: the part for browsers is whole in itself, and npm 9 stumbles
# over the workspaces in it.
node_archives="converse.js@14.0.0"

# To make the Debian package.
package_packages="dpkg-dev file fakeroot"

say() { printf '%s\n' "$*" >&2; }

# fail WHAT NEXT: what went wrong, and what to do about it.
fail()
{
    say "foyer: $1"
    say "foyer: $2"
    exit 1
}

as_root()
{
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# Prints the packages of the list that dpkg does not have, on one line.
missing_of()
{
    missing=
    for package in "$@"; do
        is_installed "$package" || missing="$missing $package"
    done
    printf '%s' "${missing# }"
}

# The services that come with the packages above. The tests start their own servers, so what the installation
# switches on is switched off again; a service the machine already had is left as it is.
service_units="ejabberd.service prosody.service epmd.service epmd.socket postgresql.service"

units_here()
{
    for unit in $service_units; do
        [ ! -e "/lib/systemd/system/$unit" ] || printf '%s\n' "$unit"
    done
}

# disable_units_except "UNIT...": with and without systemd (deb-systemd-helper only asks who calls it).
disable_units_except()
{
    for unit in $(units_here); do
        case " $1 " in *" $unit "*) continue ;; esac
        as_root env DPKG_MAINTSCRIPT_PACKAGE=foyer deb-systemd-helper disable "$unit" >/dev/null
        [ ! -e "/etc/init.d/${unit%.*}" ] || as_root update-rc.d "${unit%.*}" disable >/dev/null 2>&1
    done
}

# As it was before the installation; also after Ctrl+C or a failure of apt. A policy left behind would keep the
# machine's later services from starting.
restore_services()
{
    disable_units_except "$units_before"
    [ -z "$own_policy" ] || as_root rm -f "$policy"
    own_policy=
}

# install_packages NAME...: installs those that are missing, and prints them first. No service is started
# (policy-rc.d says no during the installation) and none stays enabled.
install_packages()
{
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        fail "this is not a Debian system, so nothing can be installed from here." \
            "Install what these Debian packages hold, then use the CMake presets (CONTRIBUTING.md): $*"
    fi
    needed=$(missing_of "$@")
    [ -n "$needed" ] || return 0
    say "foyer: installing Debian packages: $needed"
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        fail "installing needs root, and there is no sudo." "As root, run: apt-get install --no-install-recommends $needed"
    fi

    units_before=$(units_here | tr '\n' ' ')
    policy=/usr/sbin/policy-rc.d
    own_policy=
    trap restore_services EXIT
    trap 'exit 130' INT TERM HUP
    if [ ! -e "$policy" ]; then
        own_policy=yes
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
    fi

    as_root apt-get -q -o DPkg::Lock::Timeout=300 update >&2 ||
        say "foyer: apt-get update failed; trying with the package lists that are here."
    # $needed is a list: it must fall apart into words.
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends $needed >&2 ||
        fail "apt-get could not install: $needed" \
            "Read apt's message above; check the network and that the sources name Debian 12 (bookworm), then run this again."
    restore_services
    trap - INT TERM HUP EXIT
}

# install_node_packages NAME@VERSION...: those that build/node does not have. Their install scripts are not run.
install_node_packages()
{
    mkdir -p build/node
    [ -e build/node/package.json ] || printf '{ "private": true }\n' >build/node/package.json
    for package in "$@"; do
        manifest=build/node/node_modules/${package%@*}/package.json
        ! grep -qs "\"version\": \"${package##*@}\"" "$manifest" || continue
        say "foyer: installing from npm: $package"
        npm install --prefix build/node --ignore-scripts --no-audit --no-fund --save-exact "$package" >&2 ||
            fail "npm could not install $package." "Read npm's message above, check the network, then run this again."
    done
}

# unpack_node_archives NAME@VERSION...: those that build/node/packed does not have.
unpack_node_archives()
{
    mkdir -p build/node/packed
    for package in "$@"; do
        folder=build/node/packed/${package%@*}
        ! grep -qs "\"version\": \"${package##*@}\"" "$folder/package.json" || continue
        say "foyer: fetching from npm: $package"
        rm -rf "$folder"
        mkdir "$folder"
        npm pack --silent --pack-destination build/node/packed "$package" >&2 ||
            fail "npm could not fetch $package." "Read npm's message above, check the network, then run this again."
        tar -xzf "build/node/packed/${package%@*}-${package##*@}.tgz" -C "$folder" --strip-components=1 ||
            fail "$package could not be unpacked." "Remove build/node/packed, then run this again."
    done
}

# build_preset PRESET [TARGET...]
build_preset()
{
    preset=$1
    shift
    cmake --preset "$preset" >&2 ||
        fail "cmake could not configure the preset '$preset'." "If the message above is about an old cache, remove build/$preset and run this again."
    if [ $# -gt 0 ]; then
        cmake --build --preset "$preset" --target "$@" >&2
    else
        cmake --build --preset "$preset" >&2
    fi || fail "the build of the preset '$preset' failed." "The first error above tells where; sources that were changed here are the usual cause."
}
