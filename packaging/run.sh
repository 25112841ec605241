#!/bin/sh
# Installs what is missing, builds the preset release and starts Foyer.
#   sh packaging/run.sh                       the sign-in window
#   sh packaging/run.sh --help                arguments go to foyer as they are
# With no display and no arguments it leaves a picture of the start window in build/demo/.
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
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$foyer"
fi

mkdir -p build/demo
picture=build/demo/start.png
say "foyer: there is no display here, so a picture of the start window goes to $picture"
rm -f "$picture"
# A profile of its own: the picture shows a first start, whatever this user's own profile holds.
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
"$foyer" --profile "$profile" --screenshot "$picture" || fail "foyer could not take the picture." "Run build/release/bin/foyer --log-file FILE and read FILE."
[ -s "$picture" ] || fail "foyer ended well but left no picture." "Please report this."
say "foyer: done; look at $picture, or run this on a desktop"
