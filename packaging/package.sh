#!/bin/sh
# Builds the Debian package: build/release/foyer_VERSION_ARCHITECTURE.deb
# Install it with: apt install ./build/release/foyer_*.deb
set -eu
cd "$(dirname "$0")/.."
. packaging/packages.sh

# shellcheck disable=SC2086
install_packages $build_packages $package_packages
# The same commit gives the same package, byte for byte.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y CHANGELOG.md)}
export SOURCE_DATE_EPOCH
build_preset release
rm -f build/release/*.deb
(cd build/release && cpack -G DEB) >&2 || fail "cpack could not make the package." "The message above names the missing piece."
printf '%s\n' build/release/*.deb
