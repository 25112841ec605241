#!/usr/bin/python3
"""Breaks the client's connection again and again while an outside bot talks, and lets the verifier judge after each round.

    torture.py --program build/release/bin/foyer --server prosody --rounds 1000 --lanes 8 --seed 1 --result FILE
    torture.py ... --seed 1 --lanes 8 --lane 3                     one lane of that run again
    torture.py ... --seed 1 --lanes 8 --lane 3 --only 27,35        these rounds of it alone

Everything random comes from the seed. Each lane has a server, an account and rooms of its own; every fourth lane's
server resumes no stream. Each round breaks a live connection at least once; breaks inside the rejoin come on top.
On a failure the events are kept, and shorter plans are tried until one fails as well.
"""
import argparse
import dataclasses
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter

from servers import KINDS, Options, make_server, use_program
from torturelane import Lane
from tortureplan import make_plan, of_lane
from verifier import KINDS as FIGURES


MOST_FAILURES = 3     # of a lane, before it ends
END_WITH_PARENT = ["setpriv", "--pdeathsig", "TERM", "--"]


def lane_plan(options):
    rounds = make_plan(options.seed, options.rounds, options.server == "embedded", options.messages, options.quick)
    mine = of_lane(rounds, options.lane, options.lanes)
    if options.only:
        wanted = {int(number) for number in options.only.split(",")}
        mine = [r for r in mine if r.number in wanted]
    return mine


def run_lane(options):
    """One lane in this process; 0 when all was well."""
    began = time.monotonic()
    plan, resumes = lane_plan(options), options.lane % 4 != 3

    def say(text):
        print(f"lane {options.lane} {text}", flush=True)

    use_program(options.program)
    server = make_server(options.server, Options(resume_timeout=options.resume if resumes else 0)).start()
    lane, failures, done = None, [], 0

    def failed(why, at):
        say(why)
        failures.append({"round": plan[at].number if at < len(plan) else None, "why": why[:2000],
                         "plan": [dataclasses.asdict(r) for r in plan[max(0, at - 8):at + 1]], "rounds": [r.number for r in plan[:at + 1]]})
        if lane and options.result:
            lane.save_events(options.result.with_suffix(f".events-{len(failures)}.jsonl"))

    try:
        lane = Lane(options.program.resolve(), server, say)
        for index, entry in enumerate(plan):
            try:
                lane.run_round(entry)
                done += 1
            except Exception:
                failed(f"seed {options.seed}, lane {options.lane}, round {entry.number}: {traceback.format_exc(limit=-4)}", index)
                if len(failures) >= MOST_FAILURES:
                    break
                lane.recover()
    except Exception:
        failed(traceback.format_exc(limit=-4), len(plan))
    sent, acknowledged = (len(lane.ctx.sent.sent), len(lane.ctx.sent.acknowledged)) if lane else (0, 0)
    try:
        if lane:
            lane.ctx.finish(failed=bool(failures))
    except AssertionError as error:
        failed(str(error), len(plan))
    try:
        server.close()
    except AssertionError as error:
        failed(str(error), len(plan))
    result = {"lane": options.lane, "resumes": resumes, "planned": len(plan), "done": done, "passed": not failures,
              "seconds": round(time.monotonic() - began, 1), "botMessages": sent, "botMessagesReflected": acknowledged,
              "ownMessages": lane.own_count if lane else 0, "largestRoom": lane.largest_room if lane else 0,
              "totals": dict(lane.totals) if lane else {}, "figures": lane.figures if lane else {},
              "kinds": {k: dict(v) for k, v in lane.kinds.items()} if lane else {}, "failures": failures}
    if options.result:
        options.result.write_text(json.dumps(result) + "\n")
    return 1 if failures else 0


class Conductor:
    """Runs the lanes as processes beside each other and adds their figures up."""

    def __init__(self, options, folder):
        self.options, self.folder, self.running = options, folder, []

    def command(self, lane, result, only=None):
        options = self.options
        words = [sys.executable, __file__, "--program", options.program.resolve(), "--server", options.server, "--rounds", options.rounds,
                 "--lanes", options.lanes, "--lane", lane, "--seed", options.seed, "--resume", options.resume, "--result", result]
        words += ["--messages", options.messages] if options.messages else []
        words += ["--quick"] if options.quick else []
        return [str(w) for w in words + (["--only", ",".join(map(str, only))] if only else [])]

    def run(self):
        """The lanes' results, in order; a lane without one has None."""
        files = [self.folder / f"lane-{lane}.json" for lane in range(self.options.lanes)]
        self.running = [subprocess.Popen(END_WITH_PARENT + self.command(lane, file)) for lane, file in enumerate(files)]
        for process in self.running:
            process.wait()
        return [json.loads(file.read_text()) if file.exists() else None for file in files]

    def stop(self):
        for process in self.running:
            if process.poll() is None:
                process.terminate()

    def smallest(self, result):
        """The rounds of the shortest plan that failed again: the round alone, its last few, all up to it."""
        failed, lane = result["failures"][0], result["lane"]
        for count in (1, 2, 4, 8):
            rounds = failed["rounds"][-count:]
            file = self.folder / f"again-{lane}-{count}.json"
            if subprocess.run(END_WITH_PARENT + self.command(lane, file, rounds), stdout=subprocess.DEVNULL, check=False).returncode:
                return {"rounds": rounds, "failedAgain": True}
            if count >= len(failed["rounds"]):
                break
        return {"rounds": failed["rounds"], "failedAgain": False}


def describe_program(program):
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False,
                             env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}).stdout.strip()
    return version


def add_up(options, lanes, seconds):
    def total(pick):
        counted = Counter()
        for lane in lanes:
            counted.update(pick(lane))
        return dict(counted)

    kinds = {}
    for lane in lanes:
        for kind, counts in lane["kinds"].items():
            kinds.setdefault(kind, Counter()).update(counts)
    totals = total(lambda lane: lane["totals"])
    totals["largestRoom"] = max(lane["largestRoom"] for lane in lanes)
    totals |= {name: sum(lane[name] for lane in lanes) for name in ("botMessages", "botMessagesReflected", "ownMessages")}
    return {"server": options.server, "seed": options.seed, "rounds": options.rounds, "lanes": options.lanes, "messages": options.messages,
            "resumeSeconds": options.resume, "quick": options.quick, "commit": options.commit, "version": describe_program(options.program),
            "passed": len(lanes) == options.lanes and all(lane["passed"] for lane in lanes), "seconds": round(seconds, 1),
            "totals": totals, "figures": {kind: total(lambda lane: lane["figures"]).get(kind, 0) for kind in FIGURES},
            "kinds": {kind: dict(counts) for kind, counts in sorted(kinds.items())},
            "eachLane": [{k: lane[k] for k in ("lane", "resumes", "planned", "done", "passed", "seconds", "totals", "figures")
                          if k != "figures" or any(lane["figures"].values())} for lane in lanes],
            "failures": [failure for lane in lanes for failure in lane["failures"]]}


def conduct(options):
    print(f"torture on {options.server}: seed {options.seed}, {options.rounds} rounds in {options.lanes} lanes", flush=True)
    began = time.monotonic()
    folder = options.result.with_suffix("") if options.result else pathlib.Path(tempfile.mkdtemp(prefix="foyer-torture-"))
    folder.mkdir(parents=True, exist_ok=True)
    conductor = Conductor(options, folder)

    def end(*_):
        conductor.stop()
        sys.exit(143)
    signal.signal(signal.SIGTERM, end)
    lanes = [lane for lane in conductor.run() if lane]
    result = add_up(options, lanes, time.monotonic() - began)
    for lane in lanes:
        if not lane["passed"] and not options.no_shrink:
            smallest = lane["failures"][0]["smallest"] = conductor.smallest(lane)
            print(f"lane {lane['lane']}: the smallest plan tried: {smallest}\n"
                  f"  again: {' '.join(conductor.command(lane['lane'], 'RESULT', smallest['rounds']))}", flush=True)
    if options.result:
        options.result.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps({k: v for k, v in result.items() if k not in ("eachLane", "failures")}, indent=1), flush=True)
    return 0 if result["passed"] else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--server", choices=sorted(KINDS), required=True)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--messages", type=int, help="messages of others during all outages together")
    parser.add_argument("--lanes", type=int, default=4)
    parser.add_argument("--lane", type=int, help="this lane alone, in this process")
    parser.add_argument("--only", help="with --lane: numbers of the rounds")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--resume", type=int, default=5, help="seconds the server keeps a broken stream")
    parser.add_argument("--result", type=pathlib.Path)
    parser.add_argument("--commit", default="unknown", help="of the program, for the result file")
    parser.add_argument("--quick", action="store_true", help="without what takes a minute to be noticed")
    parser.add_argument("--no-shrink", action="store_true", help="look for no shorter plan after a failure")
    options = parser.parse_args()
    if options.lane is None:
        return conduct(options)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return run_lane(options)


if __name__ == "__main__":
    sys.exit(main())
