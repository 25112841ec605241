#!/usr/bin/python3
"""Makes pictures of every view and state in every look: make.py [--program build/dev/bin/foyer_shots] FOLDER

FOLDER gets one folder a look and an index.html that shows each view in all of them side by side. What a machine can see
is wrong (texts with too little room, widgets that reach out of their parents, distances off the grid, a letter for Alt that
two of them share) is printed and makes the run fail; the rest is looked at by a person, against LOOKS.md."""

import argparse
import html
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent

# name: scale factor, arguments
LOOKS = {
    "light-1": (1, ["--look", "light"]),
    "light-2": (2, ["--look", "light"]),
    "dark-1": (1, ["--look", "dark"]),
    "dark-2": (2, ["--look", "dark"]),
    "contrast-1": (1, ["--look", "contrast"]),
    "from-right-light": (1, ["--look", "light", "--from-right"]),
    "from-right-dark": (1, ["--look", "dark", "--from-right"]),
    "german": (1, ["--look", "light", "--language", "de"]),
    "german-large": (1, ["--look", "light", "--language", "de", "--zoom", "150"]),
    "large-text": (1, ["--look", "light", "--zoom", "150"]),
    "light-3": (3, ["--look", "light"]),
    "small-screen": (1, ["--look", "light", "--zoom", "200"]),
}
# In pixels. The usual one has room for every dialog at every scale.
SCREEN = (5760, 3600)
SCREENS = {"small-screen": (1366, 768)}


def make(program, folder, look):
    """Runs one look; the lines of its faults."""
    scale, arguments = LOOKS[look]
    width, height = SCREENS.get(look, SCREEN)
    screen = folder.resolve() / f"screen-{width}.json"
    screen.write_text(json.dumps({"screens": [{"width": width, "height": height, "logicalDpi": 96, "dpr": 1}]}))
    environment = dict(os.environ, QT_QPA_PLATFORM=f"offscreen:configfile={screen}", QT_SCALE_FACTOR=str(scale), TZ="UTC", LC_ALL="C.UTF-8")
    done = subprocess.run([program, *arguments, folder / look], env=environment, stdout=subprocess.PIPE, text=True)
    lines = done.stdout.splitlines()
    print(f"{look}: {lines[-1] if lines else 'nothing was made'}", flush=True)
    if done.returncode not in (0, 1) or not lines:
        return [f"{look}: the program ended with {done.returncode}"]
    return [f"{look}: {line}" for line in lines[:-1]]


def write_index(folder, looks):
    names = sorted({picture.name for look in looks for picture in (folder / look).glob("*.png")})
    rows = []
    for name in names:
        cells = "".join(
            f'<td><a href="{look}/{name}"><img src="{look}/{name}" loading="lazy"></a></td>' for look in looks)
        rows.append(f"<tr><th>{html.escape(name[:-4])}</th>{cells}</tr>")
    heads = "".join(f"<th>{look}</th>" for look in looks)
    (folder / "index.html").write_text(
        "<!doctype html><meta charset=utf-8><title>Foyer</title><style>img{max-width:480px}th{text-align:left}</style>"
        f"<table><tr><th></th>{heads}</tr>{''.join(rows)}</table>", encoding="utf-8")
    return len(names)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--program", type=pathlib.Path, default=HERE.parents[1] / "build/dev/bin/foyer_shots")
    parser.add_argument("--looks", nargs="+", choices=LOOKS, default=list(LOOKS))
    options = parser.parse_args()
    if not options.program.exists():
        parser.error(f"{options.program} is not there: cmake --build --preset dev --target foyer_shots")
    options.folder.mkdir(parents=True, exist_ok=True)
    faults = [fault for look in options.looks for fault in make(options.program.resolve(), options.folder, look)]
    views = write_index(options.folder, options.looks)
    for fault in faults:
        print(fault)
    print(f"{views} views in {len(options.looks)} looks, {len(faults)} faults; open {options.folder / 'index.html'}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
