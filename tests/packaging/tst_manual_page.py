"""The manual page names the options that `--help` names, and no others; that of the server also every setting.

Usage: tst_manual_page.py PROGRAM MANUAL_PAGE [SETTINGS_SOURCE]        (run by ctest as tests "manual_page...")
"""
import os
import re
import subprocess
import sys


def options_in(text):
    # --help-all is Qt's own, about options of the toolkit.
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]*[a-z]", text)) - {"--help-all"}


def settings_in(source):
    with open(source, encoding="utf-8") as file:
        return set(re.findall(r'^\s*\{"([a-z_]+)", ', file.read(), re.M))


def main(program, page, source=None):
    # No display at all: --help and --version must work without one.
    environment = {name: value for name, value in os.environ.items()
                   if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    run = subprocess.run([program, "--help"], capture_output=True, text=True, timeout=30, env=environment, check=True)
    with open(page, encoding="utf-8") as file:
        manual = file.read().replace("\\-", "-")
    told, written = options_in(run.stdout), options_in(manual)
    for option in sorted(told - written):
        print(f"{page}: {option} is missing (--help names it)")
    for option in sorted(written - told):
        print(f"{page}: {option} is not an option")

    unnamed = []
    if source:
        section = manual.partition(".SH CONFIGURATION FILE")[2]
        unnamed = sorted(name for name in settings_in(source) if not re.search(rf"(?<!\w){name}(?!\w)", section))
        for name in unnamed:
            print(f"{page}: the setting {name} is missing")
        if not settings_in(source):
            print(f"{source}: no settings found")
            return 1

    version = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30, env=environment, check=True)
    number = version.stdout.split()[-1]
    if f'"Foyer {number}"' not in manual:
        print(f"{page}: its first line does not say Foyer {number}")
        return 1
    return 0 if told and told == written and not unnamed else 1


sys.exit(main(*sys.argv[1:]))
