#!/bin/sh
# Installs what is missing, builds the preset release and starts Foyer.
#   sh packaging/run.sh                       the demo: a room on this computer, two bots, a Fault lab
#   sh packaging/run.sh --help                arguments go to foyer as they are
# With no display and no arguments the demo plays its story by itself and leaves its pictures in build/demo/.
set -eu
here=$(pwd)
cd "$(dirname "$0")/.."
. packaging/packages.sh

# shellcheck disable=SC2086
install_packages $build_packages
build_preset release foyer
foyer=$(pwd)/build/release/bin/foyer

if [ $# -gt 0 ]; then
    # File names among the arguments are meant from where the caller stands.
    cd "$here"
    exec "$foyer" "$@"
fi
[ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || say "foyer: there is no display here, so the demo plays its story by itself"
exec "$foyer" --demo
