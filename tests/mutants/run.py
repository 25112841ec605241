#!/usr/bin/python3
"""Builds the product with one deliberate fault after the other and sees that the tests catch each.

    run.py [--build DIR] [--only NAME ...] [--checks TEST ...] [--every] [--stories N] [--no-torture] [--result FILE]

Patched is a copy of one source file. It is compiled with the build folder's own command and linked into each check
before the libraries, which hold the sound one; neither the tree nor the build folder (build/dev) is changed. The checks
are tried one by one, the quick ones first, the simulation last; the first that fails ends it, unless --every asks for
all. What none of them catches meets the torture with real processes. A patch that no longer applies, or does not
compile, fails the run as a survivor does.
"""
import argparse
import concurrent.futures
import datetime
import functools
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CHECKS = ("tst_message", "tst_archivequery", "tst_streammanagement", "tst_mucroom", "tst_messagestore",
          "tst_storesequences", "tst_storegaps", "tst_receivepipeline", "tst_outbox", "tst_serviceguarantee",
          "tst_serviceresume", "tst_serviceown", "tst_servicesignout", "tst_servicejoin", "tst_serviceleave",
          "tst_servicestorefailures", "tst_servicenoarchive", "tst_servicepeerfaults", "tst_servicerejoin", "tst_servicereads", "tst_serviceepochs",
          "tst_servicepoison", "tst_serviceoutages", "tst_historysyncfailures", "tst_messagestore_property",
          "tst_historysync", "tst_servicegaps", "tst_simulation")
# Fifty thousand entries a time: too long for every fault.
LEFT_OUT = {"tst_historysync": "catchUpStopsAtFiftyThousand()", "tst_servicegaps": "automaticRunStopsAtFiftyThousand()"}
CHECK_SECONDS = 900
TORTURE = ("--server", "embedded", "--cuts", "12", "--seed", "1", "--resume", "6", "--hurry")
TOO_LATE = 124
NOTHING = "**nothing**"


class Broken(Exception):
    """The patch itself is of no use any more."""


def run(command, folder, seconds=None, **more):
    try:
        return subprocess.run(command, cwd=folder, timeout=seconds, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, errors="replace", **more)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, TOO_LATE, stdout="")


def head():
    return run(["git", "rev-parse", "--short", "HEAD"], ROOT).stdout.strip()


@functools.cache
def command_for(build, output):
    """The build folder's own command for one of its files, as words."""
    words = shlex.split(run(["ninja", "-t", "commands", output], build).stdout.splitlines()[-1])
    return tuple(word for word in words if word not in (":", "&&"))


def changed_file(patch):
    return next(line[6:] for line in patch.read_text().splitlines() if line.startswith("+++ b/"))


class Mutant:
    """One fault, compiled by itself in a folder of its own."""

    def __init__(self, patch, build, folder):
        self.build = build
        self.folder = folder
        source = pathlib.Path(changed_file(patch))
        self.library = f"libfoyer_{source.parent.name}.a"
        copy = folder / source
        copy.parent.mkdir(parents=True)
        copy.write_bytes((ROOT / source).read_bytes())
        applied = run(["git", "apply", str(patch)], folder)
        if applied.returncode != 0 or copy.read_bytes() == (ROOT / source).read_bytes():
            raise Broken("does not apply")
        self.object = folder / "mutant.o"
        output = f"{source.parent}/CMakeFiles/foyer_{source.parent.name}.dir/{source.name}.o"
        command = list(command_for(build, output))
        for option, value in (("-o", self.object), ("-MF", folder / "mutant.d"), ("-c", copy)):
            command[command.index(option) + 1] = str(value)
        # Never compiled again, and nobody debugs it.
        command = [word for word in command if word not in ("ccache", "-g")]
        done = run(command, build)
        if done.returncode != 0:
            raise Broken("does not compile:\n" + "\n".join(done.stdout.splitlines()[-15:]))

    def link(self, name):
        """The program `name` with the fault; None where it does not hold the changed library."""
        command = list(command_for(self.build, f"bin/{name}"))
        if not any(word.endswith("/" + self.library) for word in command):
            return None
        program = self.folder / name
        at = command.index("-o")
        command[at:at + 2] = ["-o", str(program), str(self.object)]
        done = run(command, self.build)
        if done.returncode != 0:
            raise Broken(f"{name} does not link:\n" + "\n".join(done.stdout.splitlines()[-15:]))
        return program


def check(program, stories):
    """The words for how a test program fails, or None."""
    environment = {**os.environ, "FOYER_SEED": "1", "FOYER_STORIES": str(stories), "FOYER_SHRINK": "0",
                   "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", "TZ": "UTC", "QTEST_DISABLE_STACK_DUMP": "1"}
    chosen = []
    if program.name in LEFT_OUT:
        listed = run([str(program), "-functions"], program.parent, CHECK_SECONDS, env=environment).stdout.split()
        chosen = [function.removesuffix("()") for function in listed if function != LEFT_OUT[program.name]]
    done = run([str(program), *chosen], program.parent, CHECK_SECONDS, env=environment)
    if done.returncode == 0:
        return None
    if done.returncode == TOO_LATE:
        return f"{program.name} (does not end)"
    failed = [line.split("::", 1)[1].split(")")[0] + ")" for line in done.stdout.splitlines()
              if line.startswith("FAIL!") and "::" in line]
    how = failed[0].replace("|", " ") if failed else f"(ends with {done.returncode})"
    return f"{program.name} {how}"


def torture(mutant):
    program = mutant.link("foyer")
    mutant.link("foyer-server")
    done = run([sys.executable, str(ROOT / "tests/scenarios/torture.py"), "--program", str(program), *TORTURE],
               mutant.folder, CHECK_SECONDS)
    return None if done.returncode == 0 else "torture"


def try_mutant(patch, options):
    with tempfile.TemporaryDirectory(prefix="foyer-mutant-") as folder:
        mutant = Mutant(patch, options.build, pathlib.Path(folder))
        caught = []
        for name in order(options.checks, patch):
            program = mutant.link(name)
            failed = check(program, options.stories) if program else None
            if failed:
                caught.append(failed)
                if not options.every:
                    return caught
            if program:
                program.unlink()
        if not caught and options.torture:
            failed = torture(mutant)
            caught += [failed] if failed else []
        return caught


def order(checks, patch):
    """Those that are named after the changed file first, then those of its layer."""
    changed = pathlib.Path(changed_file(patch))
    return sorted(checks, key=lambda name: (not name.startswith(f"tst_{changed.stem}"),
                                            not name.startswith(f"tst_{changed.parent.name}")))


def row(patch, caught, seconds, commit):
    says, breaks = patch.read_text().splitlines()[:2]
    by = ", ".join(caught) or NOTHING
    return f"| {patch.stem} | {says} | {breaks.removeprefix('Breaks: ')} | {by} | {seconds:.0f} s | {commit} |"


def rows_before(result):
    """What an earlier run wrote, by name of the fault, as far as the fault is still there."""
    lines = result.read_text().splitlines() if result and result.exists() else []
    rows = {line.split("|")[1].strip(): line for line in lines if line.startswith("| ")}
    return {name: line for name, line in rows.items() if (HERE / f"{name}.patch").exists()}


def write_table(rows, result, every):
    seconds = sum(int(line.split("|")[5].strip(" s")) for line in rows.values())
    caught = sum(NOTHING not in line for line in rows.values())
    which = "Every check was run." if every else "The first check that fails is named; the quick ones come first."
    lines = ["# Mutants", "",
             f"{caught} of {len(rows)} caught, {datetime.date.today().isoformat()}, {seconds / 60:.0f} min in all on "
             f"{os.cpu_count()} cores; written by `run.py`. {which}", "",
             "| fault | what it does | breaks | caught by | took | commit |", "|---|---|---|---|---|---|"]
    missing = sorted(patch.stem for patch in HERE.glob("*.patch") if patch.stem not in rows)
    if missing:
        lines[2:2] = [f"Not run yet: {', '.join(missing)}.", ""]
    result.write_text("\n".join(lines + [rows[name] for name in sorted(rows)]) + "\n")


def build_sound(options):
    """Builds what is linked against, without any fault, and sees that each check passes."""
    targets = [*options.checks, *(["foyer", "foyer-server"] if options.torture else [])]
    done = run(["cmake", "--build", str(options.build), "-j", str(options.jobs), "--target", *targets], ROOT)
    if done.returncode != 0:
        sys.exit("does not build without any fault:\n" + done.stdout[-2000:])
    for name in options.checks:
        failed = check(options.build / "bin" / name, options.stories)
        if failed:
            sys.exit(f"{failed} fails without any fault")


def attempt(patch, options):
    started = time.monotonic()
    try:
        caught = try_mutant(patch, options)
    except Broken as why:
        caught = []
        print(f"{patch.name}: {why}", flush=True)
    return caught, time.monotonic() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/dev", help="a configured build folder")
    parser.add_argument("--only", nargs="+", help="names of patches without .patch; the other rows of the result stay")
    parser.add_argument("--checks", nargs="+", default=CHECKS)
    parser.add_argument("--stories", type=int, default=4, help="stories of each kind in the simulation")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="faults at a time")
    parser.add_argument("--every", action="store_true", help="run every check, not only up to the first that fails")
    parser.add_argument("--trust", action="store_true", help="the build is up to date and passes")
    parser.add_argument("--no-torture", dest="torture", action="store_false")
    parser.add_argument("--result", type=pathlib.Path, help="where the table is written as well")
    options = parser.parse_args()
    options.build = options.build.resolve()
    names = options.only or sorted(patch.stem for patch in HERE.glob("*.patch"))
    patches = [HERE / f"{name}.patch" for name in names]
    if not options.trust:
        build_sound(options)
    rows = rows_before(options.result) if options.only else {}
    commit = head()
    survivors = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        attempts = {pool.submit(attempt, patch, options): patch for patch in patches}
        for done in concurrent.futures.as_completed(attempts):
            patch = attempts[done]
            caught, seconds = done.result()
            survivors += [] if caught else [patch.stem]
            rows[patch.stem] = row(patch, caught, seconds, commit)
            print(f"{patch.stem}: {', '.join(caught) or 'NOTHING'} ({seconds:.0f} s)", flush=True)
            if options.result:
                write_table(rows, options.result, options.every)
    print(f"{len(patches) - len(survivors)} of {len(patches)} caught")
    if survivors:
        sys.exit("not caught: " + ", ".join(sorted(survivors)))


if __name__ == "__main__":
    main()
