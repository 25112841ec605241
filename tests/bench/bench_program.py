#!/usr/bin/python3
"""What the whole program costs: start, memory, processor time, a burst, a crowd.

    bench_program.py --program build/release/bin/foyer [--runs 5] [--crowd 10000] [--stored 100000]
                     [--bare build/dev/bin/barewindow] [--only start memory traffic burst crowd stored] [--result FILE]

Figures, no verdict; medians of `runs`, on the embedded server with the window shown. `start` needs Xvfb and xdotool and
compares with `barewindow` (a test preset builds it), a window of Qt with nothing in it, in turns. The longest answer is how long the
window's thread let a command wait that it refuses at once: no frame took longer. `crowd` and `stored` run once: they fill a
room with `crowd` people, and 20 rooms with `stored` messages each.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from bench_flood import flood, resident_kb
from bench_rooms import CLIENT, Occupant, new_room

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "scenarios"))
from context import Context, equal                                            # noqa: E402
from scenarios_away import seconds                                            # noqa: E402
from servers import ACCOUNTS, HOST, Options, make_server, use_program         # noqa: E402

ADMIN = "http://jabber.org/protocol/muc#admin"
DISPLAY = ":87"
PARTS = ("start", "memory", "traffic", "burst", "crowd", "stored")


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


def seconds_to_window(command, environment):
    """From the start of a program until its window is on the screen."""
    began = time.monotonic()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            while time.monotonic() - began < 30:
                found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(process.pid)], env=environment,
                                       capture_output=True, text=True, check=False)
                if found.stdout.strip():
                    return time.monotonic() - began
            raise AssertionError(f"{command[0]} shows no window")
        finally:
            process.kill()


def start(program, bare_window, runs):
    """Seconds to the first window, ours and a bare one's, by turns."""
    ours, bare = [], []
    with subprocess.Popen(["Xvfb", DISPLAY, "-noreset", "-screen", "0", "1920x1080x24"], stderr=subprocess.DEVNULL) as screen:
        environment = {**os.environ, "DISPLAY": DISPLAY, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
        try:
            deadline = time.monotonic() + 10
            while subprocess.run(["xdotool", "getdisplaygeometry"], env=environment, capture_output=True, check=False).returncode:
                if time.monotonic() > deadline:
                    raise AssertionError("Xvfb does not start")
            with tempfile.TemporaryDirectory() as folder:
                for _ in range(runs + 1):
                    bare.append(seconds_to_window([str(bare_window)], environment))
                    ours.append(seconds_to_window([str(program), "--profile", folder], environment))
        finally:
            screen.terminate()
    # The first of each reads the files from the disk.
    return {"startSeconds": round(statistics.median(ours[1:]), 3), "bareWindowSeconds": round(statistics.median(bare[1:]), 3),
            "startRatio": round(statistics.median(ours[1:]) / statistics.median(bare[1:]), 2)}


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
    return {"processorSecondsPer1000": round(used * 1000 / sent, 3), "longestAnswerAt200": round(watch.stop(), 3)}


def burst(context, room):
    """10,000 at once: from the arrival of the last one until it is stored and told, and the longest answer."""
    client = context.joined(room)
    watch = Stopwatch(client, room)
    sent, _ = flood(context.server, room, 20000, 0.5)
    gone = time.monotonic()
    equal(sent, 10000, "sent", client)
    client.wait_stored(room, lambda row: row["body"].endswith(f"number {sent - 1}"), timeout=120)
    behind = time.monotonic() - gone
    return {"burstBehindSeconds": round(behind, 2), "burstLongestAnswer": round(watch.stop(), 3)}


def crowd(context, count):
    """A moderator joins a room of `count`: from the command to `joined` and to everybody being listed."""
    server = context.server
    room, owner = new_room(server, presencebroadcast=["moderator"], maxusers=["0"])
    owner._web.send(f"<iq xmlns='{CLIENT}' type='set' id='a' to='{room}'><query xmlns='{ADMIN}'>"
                    f"<item affiliation='admin' jid='alice@{HOST}'/></query></iq>")
    owner._until("result")
    inside = []
    for number in range(count):
        inside.append(Occupant(server.url, ACCOUNTS[number % (len(ACCOUNTS) - 1)], number))
        inside[-1].join(room)
    owner.configure(room, presencebroadcast=["moderator", "participant", "visitor"])
    client = context.client().start()
    client.wait("connectionStateChanged", state="Online")
    quiet = context.room()
    client.do("join", room=quiet)
    client.wait_joined(quiet)
    watch, since, began = Stopwatch(client, quiet), client.mark(), time.monotonic()
    client.command("join", room=room)
    client.wait_joined(room, timeout=120, since=since)
    joined = time.monotonic() - began
    client.wait("occupantsChanged", lambda e: e["count"] >= count, timeout=120, since=since, room=room)
    listed = time.monotonic() - began
    time.sleep(2)       # painting what came
    result = {"crowd": count, "crowdJoinedSeconds": round(joined, 2), "crowdListedSeconds": round(listed, 2),
              "crowdLongestAnswer": round(watch.stop(), 3)}
    for occupant in inside:
        occupant.drop()
    return result


def stored(context, count):
    """Memory with 20 rooms that hold `count` messages each."""
    rooms = [context.room() for _ in range(20)]
    client = context.joined(*rooms)
    for room in rooms:
        flood(context.server, room, 20000, count / 20000)
        context.wait_all_stored(client, room, 600)
    client.leave()
    client.start()
    for room in rooms:
        client.wait_rejoined(room, timeout=120)
    time.sleep(5)       # idle is what is measured
    return {"stored": count * 20, "storedMB": round(resident_kb(client.pid) / 1024, 1)}


def measured(program, part, options):
    server = make_server("embedded", Options(room_max_users=20000, resume_timeout=1)).start()
    context = Context(program, server)
    try:
        if part == "crowd":
            return crowd(context, options.crowd)
        if part == "stored":
            return stored(context, options.stored)
        room, owner = new_room(server)
        owner.listen()
        return {"memory": memory, "traffic": traffic, "burst": burst}[part](context, room)
    finally:
        context.finish(failed=False)
        server.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--bare", type=pathlib.Path, default=pathlib.Path(__file__).parents[2] / "build/dev/bin/barewindow")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--crowd", type=int, default=10000)
    parser.add_argument("--stored", type=int, default=100000)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--result", type=pathlib.Path)
    options = parser.parse_args()
    program = options.program.resolve()
    use_program(program)
    result = {}
    for part in options.only:
        if part == "start":
            figures = start(program, options.bare.resolve(), options.runs)
        else:
            runs = [measured(program, part, options) for _ in range(1 if part in ("crowd", "stored") else options.runs)]
            figures = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
        print(figures, flush=True)
        result |= figures
    if options.result:
        options.result.write_text(json.dumps(result, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
