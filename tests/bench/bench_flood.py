#!/usr/bin/python3
"""What the client makes of a flood in the room it shows (fault F42).

    bench_flood.py --program build/release/bin/foyer [--rate 10000] [--seconds 60] [--result FILE]

Figures, no verdict, except that every message has to be stored once and in order. One sender writes `rate` messages a second
for `seconds` through the embedded server, or as many as the server takes; the window's thread is asked all the time, and the
longest answer is told, with the growth of the client's memory.
"""
import argparse
import json
import pathlib
import selectors
import sys
import threading
import time

from bench_rooms import CLIENT, Occupant, new_room

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "scenarios"))
from context import Context, equal                                            # noqa: E402
from servers import Options, make_server, use_program                         # noqa: E402


def resident_kb(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def flood(server, room, rate, seconds):
    """Messages sent, and the seconds it took until the sender had them all back."""
    sender = Occupant(server.url, "bob", 1)
    sender.join(room)
    count = int(rate * seconds)
    with selectors.DefaultSelector() as selector:
        sender.watch(selector)
        began, sent = time.monotonic(), 0
        while sender.seen < count:
            due = min(count, int((time.monotonic() - began) * rate) + 1)
            while sent < due and sent - sender.seen < 2000:
                sender.write(f"<message xmlns='{CLIENT}' type='groupchat' id='f{sent}' to='{room}'><body>#mark# number {sent}</body></message>")
                sent += 1
            for key, _ in selector.select(0.001):
                key.data.on_readable()
            if time.monotonic() - began > 10 * seconds:
                break
        took = time.monotonic() - began
    sender.drop()
    return sender.seen, took


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--rate", type=float, default=10000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--result", type=pathlib.Path)
    options = parser.parse_args()
    use_program(options.program)
    server = make_server("embedded", Options()).start()
    context = Context(options.program.resolve(), server)
    room, owner = new_room(server)
    owner.listen()
    client = context.joined(room)
    before, longest, stop = resident_kb(client.pid), [0.0], threading.Event()

    def ask():
        while not stop.wait(0.02):
            began = time.monotonic()
            client.ask("send", room=room, body="", timeout=120)     # refused at once, by the window's thread
            longest[0] = max(longest[0], time.monotonic() - began)
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    sent, took = flood(server, room, options.rate, options.seconds)
    began = time.monotonic()
    context.wait_all_stored(client, room, 300)
    behind = time.monotonic() - began
    stop.set()
    asking.join(120)
    grown = resident_kb(client.pid) - before
    numbers = [int(line["body"].rsplit(" ", 1)[1]) for line in client.export(room) if line["kind"] == "message"]
    equal(numbers, list(range(sent)), "numbers stored, in order", client)
    result = {"sent": sent, "perSecond": round(sent / took, 1), "storedBehindSeconds": round(behind, 2),
              "longestAnswer": round(longest[0], 3), "memoryGrowthMB": round(grown / 1024, 1)}
    print(result)
    context.finish(failed=False)
    server.close()
    if options.result:
        options.result.write_text(json.dumps(result, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
