#!/bin/sh
# Draws the application icon's PNG sizes anew from its SVG. To be run by hand after the SVG has changed.
set -eu
cd "$(dirname "$0")/../resources/application"
command -v rsvg-convert >/dev/null || { echo "foyer: rsvg-convert is missing; install the Debian package librsvg2-bin." >&2; exit 1; }
for size in 16 24 32 48 64 128 256; do
    rsvg-convert -w $size -h $size foyer.svg -o foyer-$size.png
done
