#!/usr/bin/python3
"""What the whole program costs: start, memory, processor time, frames, keys, a burst, a crowd.

    cmake --preset release -DBUILD_TESTING=ON && cmake --build --preset release --target foyer foyer-server barewindow bench_timeline
    bench_program.py --program build/release/bin/foyer [--runs 5] [--crowd 10000] [--stored 100000] [--result FILE]
                     [--only start memory traffic timeline keys burst crowd stored]

Figures, no verdict; medians of `runs`, on the embedded server with the window shown, each beside a reference of the same
run: `start` and `memory` beside `barewindow`, a window of Qt with nothing in it, by turns; `traffic` beside a yardstick (hashing
256 MB); `timeline` beside filling the same picture; `keys` beside the same keys in a quiet room; `burst` beside the sender, which
has to see all its messages come back; `crowd` beside the least client there can be. `start` and `keys` need Xvfb. The longest
answer is how long the window's thread let a command wait that it refuses at once: no frame took longer. `crowd` fills a room
with `crowd` people and `stored` 20 rooms with `stored` messages each, once; the client starts `runs` times.
"""
import argparse
import hashlib
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent import futures

from bench_flood import flood, resident_kb
from bench_rooms import CLIENT, Occupant, new_room
from screen import Screen, differing

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "scenarios"))
from context import Context, equal                                            # noqa: E402
from foyer import quiet_environment                                           # noqa: E402
from servers import ACCOUNTS, HOST, Options, make_server, use_program         # noqa: E402

ADMIN = "http://jabber.org/protocol/muc#admin"
PARTS = ("start", "memory", "traffic", "timeline", "keys", "burst", "crowd", "stored")
KEYS = 60


class Stopwatch:
    """Asks the window's thread all the time; the longest answer."""

    def __init__(self, client, room):
        self.longest = 0.0
        self._client, self._room = client, room
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)
        self._thread.start()

    def _ask(self):
        while not self._stop.wait(0.01):
            began = time.monotonic()
            self._client.ask("send", room=self._room, body="", timeout=120)
            self.longest = max(self.longest, time.monotonic() - began)

    def stop(self):
        self._stop.set()
        self._thread.join(120)
        return self.longest


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def yardstick():
    """Processor seconds of hashing 256 MB: how fast this machine is just now."""
    block, began = bytes(1 << 20), time.process_time()
    digest = hashlib.sha256()
    for _ in range(256):
        digest.update(block)
    return round(time.process_time() - began, 3)


def start(program, bare_window, runs):
    """Seconds to the first frame, before anybody is signed in, ours and a bare one's, by turns."""
    ours, bare = [], []
    with Screen() as screen, tempfile.TemporaryDirectory() as folder:
        for _ in range(runs + 1):
            bare.append(screen.seconds_to_frame([str(bare_window)]))
            ours.append(screen.seconds_to_frame([str(program), "--profile", folder]))
    # The first of each reads the files from the disk.
    return {"startSeconds": round(statistics.median(ours[1:]), 3), "bareWindowSeconds": round(statistics.median(bare[1:]), 3),
            "startRatio": round(statistics.median(ours[1:]) / statistics.median(bare[1:]), 2)}


def bare_megabytes(bare_window):
    with subprocess.Popen([str(bare_window)], env=quiet_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            time.sleep(1)       # idle is what is measured
            return round(resident_kb(process.pid) / 1024, 1)
        finally:
            process.kill()


def timeline(bench):
    """What bench_timeline says of frames, appended rows and room switches: p50 and p99 in milliseconds."""
    done = subprocess.run([str(bench), "frames", "appends", "roomSwitch"], env=quiet_environment(), capture_output=True, text=True,
                          timeout=600, check=True)
    figures = {}
    for key, name in (("fill", "reference, one fill"), ("frame", "frame while scrolling"), ("append", "frame with 3 or 4"),
                      ("switch", "room switch")):
        found = re.search(re.escape(name) + r".*: p50 ([0-9.]+) ms, p99 ([0-9.]+) ms", done.stdout + done.stderr)
        if not found:
            raise AssertionError(f"bench_timeline says nothing of: {name}")
        figures |= {f"{key}P50Ms": float(found[1]), f"{key}P99Ms": float(found[2])}
    return figures


def key_times(screen, box, count):
    """Milliseconds from each key until the screen shows its letter, sorted. A caret alone is fewer pixels than a W."""
    times = []
    for _ in range(count):
        before = screen.picture(*box)
        began = time.monotonic()
        screen.press("w")
        while differing(before, screen.picture(*box)) < 24:
            if time.monotonic() - began > 5:
                raise AssertionError("a key is not answered")
        times.append((time.monotonic() - began) * 1000)
        time.sleep(0.06)
    screen.press("Escape")
    return sorted(times)


def keys(context, room):
    """How long a letter takes to be seen, in a quiet room and while 200 messages a second arrive."""
    with Screen() as screen:
        client = context.client()
        client.environment = dict(screen.environment)
        client.start(joins=[room])
        window = screen.next_mapped(30)
        client.wait_joined(room)
        time.sleep(2)       # until all is painted
        screen.focus(window)
        time.sleep(0.5)
        box = (300, 690, 600, 60)       # where the composer is
        quiet = key_times(screen, box, KEYS // 3)
        sending = threading.Thread(target=flood, args=(context.server, room, 200, 10), daemon=True)
        sending.start()
        time.sleep(1)
        busy = key_times(screen, box, KEYS)
        sending.join(60)
        client.leave()      # while its screen is there
    return {"keyP50Ms": round(busy[len(busy) // 2], 1), "keyLongestMs": round(busy[-1], 1),
            "keyQuietP50Ms": round(quiet[len(quiet) // 2], 1), "keyQuietLongestMs": round(quiet[-1], 1)}


def memory(context, room):
    context.talker(room).burst(50)
    client = context.joined(room)
    time.sleep(5)       # idle is what is measured
    return {"idleMB": round(resident_kb(client.pid) / 1024, 1)}


def traffic(context, room):
    """Processor seconds for 1,000 messages that come at 200 a second, and the longest answer meanwhile."""
    client = context.joined(room)
    watch, before = Stopwatch(client, room), processor_seconds(client.pid)
    idle_from = time.monotonic()
    time.sleep(5)       # what the asking alone costs
    idle = (processor_seconds(client.pid) - before) / (time.monotonic() - idle_from)
    before, began = processor_seconds(client.pid), time.monotonic()
    sent, _ = flood(context.server, room, 200, 5)
    context.wait_all_stored(client, room, 60)
    used = processor_seconds(client.pid) - before - idle * (time.monotonic() - began)
    return {"processorSecondsPer1000": round(used * 1000 / sent, 3), "yardstickSeconds": yardstick(),
            "longestAnswerAt200": round(watch.stop(), 3)}


def burst(context, room):
    """10,000 at once: from the arrival of the last one until it is stored and told, and the longest answer."""
    client = context.joined(room)
    watch = Stopwatch(client, room)
    sent, took = flood(context.server, room, 20000, 0.5)
    gone = time.monotonic()
    equal(sent, 10000, "sent", client)
    client.wait_stored(room, lambda row: row["body"].endswith(f"number {sent - 1}"), timeout=120)
    behind = time.monotonic() - gone
    return {"burstBehindSeconds": round(behind, 2), "burstSenderSeconds": round(took, 2), "burstLongestAnswer": round(watch.stop(), 3)}


def crowd(context, count, runs):
    """A moderator joins a room of `count`: from the command to `joined` and to everybody being listed. Only moderators are told
    who is inside, else filling the room would take the square of `count`."""
    server = context.server
    room, owner = new_room(server, maxusers=["0"])
    owner._web.send(f"<iq xmlns='{CLIENT}' type='set' id='a' to='{room}'><query xmlns='{ADMIN}'>"
                    f"<item affiliation='admin' jid='alice@{HOST}'/></query></iq>")
    owner._until("result")
    owner.listen()
    others = [account for account in ACCOUNTS if account not in ("alice", "mod")]
    inside = []
    stop = stay(inside)
    try:
        # Many at once: a turn of the server's event loop costs the more the more connections there are.
        with futures.ThreadPoolExecutor(64) as pool:
            list(pool.map(lambda number: come_in(server.url, others[number % len(others)], number, room, inside), range(count)))
        quiet = context.room()
        return [crowd_joined(context, room, quiet, count) for _ in range(runs)]
    finally:
        stop.set()
        for occupant in inside:
            occupant.drop()


def come_in(url, account, number, room, inside):
    occupant = Occupant(url, account, number)
    inside.append(occupant)
    occupant.join(room)


def stay(inside):
    """From now on everybody says now and then that they are there, else the server ends the silent ones."""
    stop = threading.Event()

    def stir():
        while not stop.wait(20):
            for occupant in list(inside):
                occupant.stir()
    threading.Thread(target=stir, daemon=True).start()
    return stop


def crowd_joined(context, room, quiet, count):
    began = time.monotonic()
    least = Occupant(context.server.url, "alice", count + 1)
    least.join(room)        # returns with the own presence, which comes after all others
    reference = time.monotonic() - began
    least.drop()
    client = context.client().start()
    client.wait("connectionStateChanged", state="Online")
    client.do("join", room=quiet)
    client.wait_joined(quiet)
    watch, since, began = Stopwatch(client, quiet), client.mark(), time.monotonic()
    client.command("join", room=room)
    client.wait_joined(room, timeout=120, since=since)
    joined = time.monotonic() - began
    client.wait("occupantsChanged", lambda e: e["count"] >= count, timeout=120, since=since, room=room)
    listed = time.monotonic() - began
    time.sleep(2)       # painting what came
    longest = watch.stop()
    client.leave()
    return {"crowd": count, "crowdJoinedSeconds": round(joined, 2), "crowdListedSeconds": round(listed, 2),
            "crowdLongestAnswer": round(longest, 3), "crowdLeastClientSeconds": round(reference, 2)}


def stored(context, count, runs, bare_window):
    """Memory with 20 rooms that hold `count` messages each."""
    rooms = [context.room() for _ in range(20)]
    client = context.joined(*rooms)
    for room in rooms:
        flood(context.server, room, 20000, count / 20000)
        context.wait_all_stored(client, room, 600)
    results = []
    for _ in range(runs):
        client.leave()
        client.start()
        for room in rooms:
            client.wait_rejoined(room, timeout=120)
        time.sleep(5)       # idle is what is measured
        results.append({"stored": count * 20, "storedMB": round(resident_kb(client.pid) / 1024, 1),
                        "storedBareMB": bare_megabytes(bare_window)})
    return results


def measured(program, part, options):
    """What each run says."""
    bench, bare = options.bare.parent / "bench_timeline", options.bare.resolve()
    if part == "timeline":
        return [timeline(bench) for _ in range(options.runs)]
    runs = 1 if part in ("crowd", "stored") else options.runs
    results = []
    for _ in range(runs):
        server = make_server("embedded", Options(room_max_users=20000, resume_timeout=1, everybody_shown=part != "crowd",
                                                keys={"max_connections": 20000})).start()
        context = Context(program, server)
        try:
            if part == "crowd":
                return crowd(context, options.crowd, options.runs)
            if part == "stored":
                return stored(context, options.stored, options.runs, bare)
            room, owner = new_room(server)
            owner.listen()
            results.append({"memory": memory, "traffic": traffic, "keys": keys, "burst": burst}[part](context, room))
            if part == "memory":
                results[-1]["bareMB"] = bare_megabytes(bare)
        finally:
            context.finish(failed=False)
            server.close()
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--bare", type=pathlib.Path, help="barewindow; bench_timeline stands beside it (beside the program)")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--crowd", type=int, default=10000)
    parser.add_argument("--stored", type=int, default=100000)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--result", type=pathlib.Path)
    options = parser.parse_args()
    program = options.program.resolve()
    options.bare = options.bare or program.parent / "barewindow"
    use_program(program)
    result = {"date": time.strftime("%Y-%m-%d"), "runs": options.runs}
    for part in options.only:
        if part == "start":
            figures = start(program, options.bare.resolve(), options.runs)
        else:
            runs = measured(program, part, options)
            figures = {name: round(statistics.median(run[name] for run in runs), 3) for name in runs[0]}
        print(figures, flush=True)
        result |= figures
        if options.result:
            # After each part, so that what is measured is kept.
            options.result.write_text(json.dumps(result, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
