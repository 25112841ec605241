#!/usr/bin/python3
"""How long a rejoin takes until everything missed is there.

    bench_catchup.py --program build/release/bin/foyer [--runs 100] [--missed 1000] [--large 100000] [--result FILE]

Figures, no verdict. `runs` outages with `missed` messages each, on the embedded server, with a new login: from the start of
the first attempt that succeeds to `rejoined`, which tells that the room is joined and complete. Then one outage with `large`
messages: the newest 50,000 come by themselves, the rest is one gap that `loadGap` fills; meanwhile the window's thread is
asked for what it shows again and again, and the longest answer is the figure for how usable it stays.
"""
import argparse
import json
import pathlib
import statistics
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "scenarios"))
from context import Context, equal                                            # noqa: E402
from scenarios_away import come_back, cut_client, go_away, seconds            # noqa: E402
from servers import Options, make_server, use_program                         # noqa: E402


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def tell(talker, room, count):
    """`count` messages as fast as they are reflected."""
    talker.WINDOW = 500
    for _ in range(count):
        talker.say(room)
    talker.settle(600)


def outages(context, runs, missed):
    room = context.room()
    bot = context.bot("carol", room)
    talker = context.talker(room)
    talker.burst(5)
    client, relay = cut_client(context, room)
    took = []
    for number in range(runs):
        mark = bot.mark()
        since = go_away(client, relay)
        bot.wait(lambda s: s.get("type") == "unavailable" and s.get("from") == f"{room}/alice", "alice gone", 30, mark)
        tell(talker, room, missed)
        come_back(client, relay)
        back = client.wait_rejoined(room, since=since, timeout=120)
        report = back["report"]
        equal((report["recovered"], report["gaps"], report["provable"]), (missed, 0, True), "recovered, gaps, provable", client)
        online = client.wait("connectionStateChanged", since=since, state="Online")
        start = [e for e in client.events[since:client.events.index(online, since)]
                 if e["event"] == "connectionStateChanged" and e["state"] == "Connecting"][-1]
        took.append(seconds(back["t"]) - seconds(start["t"]))
        if (number + 1) % 10 == 0:
            print(f"{number + 1} outages, median {statistics.median(took):.2f} s", flush=True)
    context.verify(client, room, since=context.archived(room)[0].archive_id)
    return took


def large_outage(context, missed):
    room = context.room()
    bot = context.bot("carol", room)
    talker = context.talker(room)
    talker.burst(20)
    client, relay = cut_client(context, room)
    mark = bot.mark()
    since = go_away(client, relay)
    bot.wait(lambda s: s.get("type") == "unavailable" and s.get("from") == f"{room}/alice", "alice gone", 30, mark)
    tell(talker, room, missed)
    longest, stop = [0.0], threading.Event()

    def ask():
        while not stop.wait(0.05):
            began = time.monotonic()
            client.ask("send", room=room, body="", timeout=60)      # refused at once; the answer comes from the window's thread
            longest[0] = max(longest[0], time.monotonic() - began)
    asking = threading.Thread(target=ask, daemon=True)
    come_back(client, relay)
    asking.start()
    back = client.wait_rejoined(room, since=since, timeout=900)
    online = client.wait("connectionStateChanged", since=since, state="Online")
    took = seconds(back["t"]) - seconds(online["t"])
    lines = client.export(room)
    gaps = [line for line in lines if line["kind"] == "gap"]
    newer = sum(line["kind"] == "message" for line in lines[lines.index(gaps[0]):]) if gaps else 0
    # Pages are whole, so the last one goes over the cap.
    equal((back["report"]["recovered"], 50000 <= newer < 50100, [g["reason"] for g in gaps]), (newer, True, ["NotLoaded"]),
          f"recovered by itself, the newest 50,000 ({newer}), gaps", client)
    began = time.monotonic()
    after = lines[lines.index(gaps[0]) + 1]["key"]
    while gaps:
        done = client.ask("loadGap", room=room, beforeKey=after, timeout=900)
        equal(done["ok"], True, "loadGap", client)
        lines = client.export(room)
        gaps = [line for line in lines if line["kind"] == "gap"]
        after = lines[lines.index(gaps[0]) + 1]["key"] if gaps else None
    filled = time.monotonic() - began
    stop.set()
    asking.join(60)
    equal(sum(line["kind"] == "message" for line in lines), missed + 10, "messages in the end", client)
    return took, filled, longest[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--missed", type=int, default=1000)
    parser.add_argument("--large", type=int, default=100000)
    parser.add_argument("--result", type=pathlib.Path)
    options = parser.parse_args()
    use_program(options.program)
    server = make_server("embedded", Options(resume_timeout=1)).start()
    result = {}
    for part in (lambda c: outages(c, options.runs, options.missed), lambda c: large_outage(c, options.large)):
        context = Context(options.program.resolve(), server)
        figures = part(context)
        context.finish(failed=False)
        if isinstance(figures, list):
            result |= {"outages": len(figures), "missed": options.missed, "p50": round(percentile(figures, 0.5), 3),
                       "p99": round(percentile(figures, 0.99), 3), "longest": round(max(figures), 3)}
        else:
            took, filled, stalled = figures
            result |= {"large": options.large, "newest50000": round(took, 2), "rest": round(filled, 2), "longestAnswer": round(stalled, 3)}
        print(result, flush=True)
    server.close()
    if options.result:
        options.result.write_text(json.dumps(result, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
