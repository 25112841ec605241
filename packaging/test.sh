#!/bin/sh
# Installs what is missing, builds the preset dev and runs the tests.
#   sh packaging/test.sh [--all] [arguments for ctest]
#   sh packaging/test.sh -L "unit|service|gui"      the quick ones
set -eu
cd "$(dirname "$0")/.."
. packaging/packages.sh

# --all is ours, the rest goes to ctest as it came: the list is turned round once.
wanted="$build_packages $test_packages"
wanted_from_npm=
wanted_archives=
left=$#
while [ "$left" -gt 0 ]; do
    if [ "$1" = --all ]; then
        wanted="$wanted $all_packages"
        wanted_from_npm=$node_packages
        wanted_archives=$node_archives
    else
        set -- "$@" "$1"
    fi
    shift
    left=$((left - 1))
done

# shellcheck disable=SC2086
install_packages $wanted
# shellcheck disable=SC2086
[ -z "$wanted_from_npm" ] || install_node_packages $wanted_from_npm
# shellcheck disable=SC2086
[ -z "$wanted_archives" ] || unpack_node_archives $wanted_archives
build_preset dev
exec ctest --preset dev "$@"
