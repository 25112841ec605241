#!/usr/bin/python3
"""Runs scenarios against a real server.

    run.py --program build/dev/bin/foyer --server ejabberd                 everything
    run.py --program build/dev/bin/foyer --server prosody --group away     one group
    run.py --program ... --server prosody kicked_while_away                named scenarios
    run.py ... --times 100 missing_room_is_not_made                        longer
    run.py --list
"""
import argparse
import concurrent.futures
import pathlib
import signal
import sys
import time
import traceback

from cluster import Cluster
from context import Context, ServerFault, Skipped
from faults import use_shim
from scenarios import GROUPS, SCENARIOS, names_of
from servers import KINDS, make_server, use_program


def run_one(name, program, server, times, again=True):
    """(name, seconds, None or the failure as text)."""
    began = time.monotonic()
    context, failure = Context(program, server, times), None
    try:
        SCENARIOS[name].function(context)
    except Skipped as why:
        print(f"     {name} skipped={why}", flush=True)
    except Exception as problem:
        fault = problem if isinstance(problem, ServerFault) else context.server_fault
        if fault:
            context.finish(failed=True)
            if not again:
                return name, time.monotonic() - began, f"twice: {fault}"
            print(f"     {name} again with another room: {fault}", flush=True)
            return run_one(name, program, server, times, again=False)
        failure = traceback.format_exc(limit=-6)
        if "last 20 events" not in failure:
            failure += "".join(client.story() + "\n" for client in context.clients)
    try:
        context.finish(failed=failure is not None)
    except Exception:
        failure = failure or traceback.format_exc(limit=-3)
    return name, time.monotonic() - began, failure


def run_group(group, names, program, server_name, times, jobs):
    """Runs scenarios of one group beside each other, those that disturb the server afterwards; the failures."""
    options = GROUPS[group]
    server = make_server(server_name, options).start() if options and server_name else None
    failures = []

    def report(result):
        name, took, failure = result
        print(f"{'FAIL' if failure else 'ok  '} {server_name or '-'} {group}.{name} {took:.1f} s", flush=True)
        if failure:
            print(failure, flush=True)
            failures.append(name)

    try:
        together = [n for n in names if not SCENARIOS[n].alone]
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            for future in concurrent.futures.as_completed([pool.submit(run_one, n, program, server, times) for n in together]):
                report(future.result())
        for name in (n for n in names if SCENARIOS[n].alone):
            report(run_one(name, program, server, times))
    finally:
        try:
            if server:
                server.close()
        except Exception:
            print(f"FAIL {server_name} {group}: the server's end\n{traceback.format_exc(limit=-3)}", flush=True)
            failures.append(f"the end of {server_name} after {group}")
    return failures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path)
    parser.add_argument("--server", choices=sorted(KINDS))
    parser.add_argument("--group", choices=sorted(GROUPS))
    parser.add_argument("--times", type=int, default=10, help="repetitions inside scenarios that repeat")
    parser.add_argument("--jobs", type=int, default=4, help="scenarios beside each other")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("scenario", nargs="*")
    options = parser.parse_args()
    if options.list:
        for item in SCENARIOS.values():
            print(f"{item.group:10} {item.name}{' (' + ', '.join(item.only) + ' only)' if item.only else ''}")
        return 0
    if not options.program or not options.program.exists():
        parser.error("--program must name the built program")
    use_program(options.program)
    use_shim(options.program)
    unknown = [n for n in options.scenario if n not in SCENARIOS]
    if unknown:
        parser.error(f"no such scenario: {', '.join(unknown)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if options.server == Cluster.name and (missing := Cluster.missing()):
        print(f"cluster: skipped={missing} is not installed")
        return 0
    failures, count = [], 0
    for group in [options.group] if options.group else GROUPS:
        if GROUPS[group] is not None and not options.server:
            if options.group or options.scenario:
                parser.error(f"the group {group} needs --server")
            continue
        names = [n for n in names_of(group, options.server) if not options.scenario or n in options.scenario]
        if names:
            count += len(names)
            failures += run_group(group, names, options.program.resolve(), options.server, options.times, options.jobs)
    print(f"{count - len(failures)} of {count} scenarios passed" + (f"; failed: {', '.join(failures)}" if failures else ""))
    return 1 if failures or not count else 0


if __name__ == "__main__":
    sys.exit(main())
