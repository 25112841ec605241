#!/usr/bin/python3
"""Puts one deliberate fault after the other into a copy of the tree and sees that the tests catch each.

    run.py [--tree DIR] [--only NAME ...] [--checks TEST ...] [--every] [--stories N] [--no-torture] [--result FILE]

Without --tree the copy is a git worktree of HEAD in build/mutants, with a build folder that is kept for the next run.
The checks are tried one by one, the quick ones first, the simulation last; the first that fails ends it, unless --every
asks for all. What none of them catches meets the torture with real processes. A check whose program is, byte for byte,
the one without the fault is not run. A patch that no longer applies, or does not compile, fails the run as a survivor
does.
"""
import argparse
import datetime
import hashlib
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CHECKS = ("tst_message", "tst_archivequery", "tst_streammanagement", "tst_mucroom", "tst_messagestore",
          "tst_storesequences", "tst_storegaps", "tst_receivepipeline", "tst_outbox", "tst_serviceown",
          "tst_serviceresume", "tst_servicejoin", "tst_servicestorefailures", "tst_servicepeerfaults",
          "tst_serviceguarantee", "tst_servicerejoin", "tst_servicereads", "tst_serviceepochs", "tst_servicepoison",
          "tst_historysyncfailures", "tst_messagestore_property", "tst_historysync", "tst_servicegaps",
          "tst_simulation")
# Fifty thousand entries a time: too long for every fault.
LEFT_OUT = ("catchUpStopsAtFiftyThousand()", "automaticRunStopsAtFiftyThousand()")
CHECK_SECONDS = 900
TORTURE = ("--server", "embedded", "--cuts", "12", "--seed", "1", "--resume", "6", "--hurry")
TOO_LATE = 124
NOTHING = "**nothing**"


class Broken(Exception):
    """The patch itself is of no use any more."""


def run(command, tree, seconds=None, **more):
    try:
        return subprocess.run(command, cwd=tree, timeout=seconds, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, errors="replace", **more)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, TOO_LATE, stdout="")


def build(tree, targets, jobs):
    done = run(["cmake", "--build", "--preset", "dev", "-j", str(jobs), "--target", *targets], tree)
    if done.returncode != 0:
        raise Broken("does not compile:\n" + "\n".join(done.stdout.splitlines()[-15:]))


def make_copy(tree):
    if not tree.exists():
        subprocess.run(["git", "worktree", "add", "--detach", str(tree), "HEAD"], cwd=ROOT, check=True)
    else:
        subprocess.run(["git", "checkout", "--force", "--detach", head(ROOT)], cwd=tree, check=True)
    subprocess.run(["cmake", "--preset", "dev", "-DCMAKE_EXE_LINKER_FLAGS=-Wl,--strip-debug"], cwd=tree, check=True,
                   stdout=subprocess.DEVNULL, env={"CMAKE_CXX_COMPILER_LAUNCHER": "ccache", **os.environ})


def head(tree):
    return subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=tree, check=True, text=True,
                          stdout=subprocess.PIPE).stdout.strip()


def program(tree, name):
    return tree / "build/dev/bin" / name


def fingerprint(tree, name):
    return hashlib.sha256(program(tree, name).read_bytes()).hexdigest()


def check(tree, name, stories):
    """The words for how `name` fails, or None."""
    environment = {**os.environ, "FOYER_SEED": "1", "FOYER_STORIES": str(stories), "FOYER_SHRINK": "0",
                   "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", "TZ": "UTC", "QTEST_DISABLE_STACK_DUMP": "1"}
    listed = run([str(program(tree, name)), "-functions"], tree, CHECK_SECONDS, env=environment).stdout.split()
    functions = [function.removesuffix("()") for function in listed if function not in LEFT_OUT]
    chosen = functions if len(functions) < len(listed) else []
    done = run([str(program(tree, name)), *chosen], tree, CHECK_SECONDS, env=environment)
    if done.returncode == 0:
        return None
    if done.returncode == TOO_LATE:
        return f"{name} (does not end)"
    failed = [line.split("::", 1)[1].split(")")[0] + ")" for line in done.stdout.splitlines()
              if line.startswith("FAIL!") and "::" in line]
    return f"{name} {failed[0].replace('|', ' ')}" if failed else f"{name} (ends with {done.returncode})"


def torture(tree, jobs):
    build(tree, ["foyer", "foyer-server"], jobs)
    done = run([sys.executable, "tests/scenarios/torture.py", "--program", str(program(tree, "foyer")), *TORTURE], tree,
               900)
    return None if done.returncode == 0 else "torture"


def try_mutant(patch, options, sound):
    tree = options.tree
    if run(["git", "apply", "--check", str(patch)], tree).returncode != 0:
        raise Broken("does not apply")
    run(["git", "apply", str(patch)], tree)
    caught = []
    try:
        for name in order(options.checks, patch):
            # One by one: a fault in the lowest layer would have everything linked before the first check runs.
            build(tree, [name], options.jobs)
            failed = check(tree, name, options.stories) if fingerprint(tree, name) != sound[name] else None
            if failed:
                caught.append(failed)
                if not options.every:
                    break
        if not caught and options.torture:
            failed = torture(tree, options.jobs)
            caught += [failed] if failed else []
    finally:
        run(["git", "apply", "-R", str(patch)], tree)
    return caught


def order(checks, patch):
    """Those that are named after a changed file first."""
    stems = [pathlib.Path(line[6:]).stem for line in patch.read_text().splitlines() if line.startswith("+++ b/")]
    return sorted(checks, key=lambda name: not any(name.startswith(f"tst_{stem}") for stem in stems))


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
             f"{caught} of {len(rows)} caught, {datetime.date.today().isoformat()}, {seconds / 60:.0f} min on "
             f"{os.cpu_count()} cores; written by `run.py`. {which}", "",
             "| fault | what it does | breaks | caught by | took | commit |", "|---|---|---|---|---|---|"]
    result.write_text("\n".join(lines + [rows[name] for name in sorted(rows)]) + "\n")


def baseline(options):
    """The programs without any fault, each of which must pass; by name."""
    sound = {}
    build(options.tree, options.checks, options.jobs)
    for name in options.checks:
        failed = None if options.trust else check(options.tree, name, options.stories)
        if failed:
            sys.exit(f"{failed} fails without any fault")
        sound[name] = fingerprint(options.tree, name)
    return sound


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tree", type=pathlib.Path, help="an existing, clean copy that is built already")
    parser.add_argument("--only", nargs="+", help="names of patches without .patch; the other rows of the result stay")
    parser.add_argument("--checks", nargs="+", default=CHECKS)
    parser.add_argument("--stories", type=int, default=4, help="stories of each kind in the simulation")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--every", action="store_true", help="run every check, not only up to the first that fails")
    parser.add_argument("--trust", action="store_true", help="do not run the checks without any fault first")
    parser.add_argument("--no-torture", dest="torture", action="store_false")
    parser.add_argument("--result", type=pathlib.Path, help="where the table is written as well")
    options = parser.parse_args()
    patches = sorted(p for p in HERE.glob("*.patch") if not options.only or p.stem in options.only)
    if not options.tree:
        options.tree = ROOT / "build/mutants"
        make_copy(options.tree)
    options.tree = options.tree.resolve()
    sound = baseline(options)
    rows = rows_before(options.result) if options.only else {}
    commit = head(options.tree)
    survivors = []
    for patch in patches:
        started = time.monotonic()
        try:
            caught = try_mutant(patch, options, sound)
        except Broken as why:
            caught = []
            print(f"{patch.name}: {why}", flush=True)
        seconds = time.monotonic() - started
        survivors += [] if caught else [patch.stem]
        rows[patch.stem] = row(patch, caught, seconds, commit)
        print(f"{patch.stem}: {', '.join(caught) or 'NOTHING'} ({seconds:.0f} s)", flush=True)
        if options.result:
            write_table(rows, options.result, options.every)
    print(f"{len(patches) - len(survivors)} of {len(patches)} caught")
    if survivors:
        sys.exit("not caught: " + ", ".join(survivors))


if __name__ == "__main__":
    main()
