#!/usr/bin/python3
"""Cuts the client's connection again and again while an outside bot talks, and lets the verifier judge after each cut.

    torture.py --program build/dev/bin/foyer --server prosody --cuts 30 --seed 1 [--result FILE] [--hurry]

Everything random comes from the seed. A fresh persistent room every 8 cuts, at most 2,000 messages each.
The bot speaks through its own direct connection; the client goes through a relay. `--hurry` shortens
waiting with *Retry now* and leaves out the cut that is only noticed by silence.
"""
import argparse
import dataclasses
import json
import pathlib
import random
import signal
import subprocess
import sys
import time

from context import Context, equal, expect
from scenarios_away import gone_for_good, seconds
from servers import KINDS, Options, make_server, use_program
from verifier import KINDS as FIGURES
from xmpp import make_token

ROOM_LIMIT = 2000
CUTS_PER_ROOM = 8
PLANS = (("reset", "short"), ("reset", "long"), ("blackhole", "short"), ("close", "short"), ("restart", "long"),
         ("close", "long"), ("blackhole", "long"))
KILLS = (("kill", "long"), ("kill", "long"))     # of a server whose promise is ours: what it acknowledged is there


@dataclasses.dataclass
class Cut:
    number: int
    kind: str
    length: str
    missed: int


def make_plan(seed, count, fast_archive, plans=PLANS):
    """The cuts of a run; every kind comes before one comes again."""
    dice = random.Random(seed)
    cuts, bag = [], []
    for number in range(count):
        bag = bag or dice.sample(plans, len(plans))
        kind, length = bag.pop()
        # What fits into a short cut depends on how fast the server archives.
        most = 500 if length == "long" or fast_archive else 150
        missed = dice.choice((0, 1, dice.randrange(2, 40), dice.randrange(40, 150), most))
        if sum(c.missed for c in cuts[number - number % CUTS_PER_ROOM:]) + missed > ROOM_LIMIT - 500:
            missed = dice.randrange(0, 20)
        cuts.append(Cut(number, kind, length, missed))
    return cuts


class Torture:
    def __init__(self, context, server, hurry):
        self.ctx, self.server, self.hurry = context, server, hurry
        self.relay = context.relay()
        self.client = context.client(context.relay_url(self.relay)).start()
        self.talker = self.witness = self.room = None
        self.own, self.own_count, self.messages, self.losses = [], 0, 0, 0
        self.figures = dict.fromkeys(FIGURES, 0)

    def enter_fresh_room(self):
        if self.room:
            self.client.do("leave", room=self.room)
            self.client.wait("left", room=self.room)
        self.room, self.own = self.ctx.room(), []
        if self.talker is None:
            self.talker = self.ctx.talker(self.room)
        else:
            self.talker.move(self.room)
        self.witness = self.ctx.bot("carol", self.room)
        self.client.do("join", room=self.room)
        self.client.wait_joined(self.room)

    def say_something(self):
        self.own_count += 1
        body = make_token(self.ctx.run, "alice", self.own_count, "o" * (self.own_count % 50))
        self.own.append((self.client.send(self.room, body), body))

    def break_connection(self, cut):
        """Cuts, lets the bot talk, makes the way free again. The moment of the cut."""
        mark = self.witness.mark()
        self.say_something()
        if cut.kind in ("restart", "kill"):
            if cut.kind == "kill":
                self.talk_fast()
            self.ctx.restart_server(hard=cut.kind == "kill")
            self.talker.quiet()
            self.talker.chatter(0.15)
            self.ctx.admin.join(self.room, "Mod")
            self.witness = self.ctx.bot("carol", self.room)
            began = time.time()
        elif cut.kind == "blackhole":
            if cut.length == "long":
                self.relay.refuse()
            self.relay.blackhole(reset_server=cut.length == "long")
            began = time.time()
            if self.hurry or cut.number % 3:
                self.say_something()      # what is unanswered is noticed in 10 s, silence only in 45 s
        else:
            self.relay.refuse()
            getattr(self.relay, cut.kind)()
            began = time.time()
        self.talker.burst(cut.missed)
        if cut.kind != "blackhole":
            self.say_something()
        if cut.length == "long" and cut.kind not in ("restart", "kill"):
            gone_for_good(self.ctx, self.witness, self.room, mark)
        self.relay.allow()
        return began

    def talk_fast(self):
        """The bot is in the middle of a flood, and some of it has been acknowledged."""
        self.talker.quiet()
        before = len(self.ctx.sent.acknowledged)
        self.talker.chatter(0.001)
        deadline = time.monotonic() + 20
        while len(self.ctx.sent.acknowledged) < before + 60:
            expect(time.monotonic() < deadline, "the bot's flood is acknowledged")
            time.sleep(0.005)

    def run_cut(self, cut):
        """One cut with all its checks; figures of it."""
        client, since = self.client, self.client.mark()
        self.talker.chatter(0.15)
        self.say_something()
        began = self.break_connection(cut)
        lost = client.wait("connectionLost", since=since, timeout=70)
        if self.hurry:
            client.do("retryNow")
        event = client.wait_rejoined(self.room, since=since, timeout=90)
        report = event["report"]
        first, last = client.events.index(lost, since), client.events.index(event, since)
        recovered = sum(not row["own"] for row in client.stored(self.room, first, last))
        what = f"cut {cut.number} ({cut.kind}, {cut.length}, {cut.missed} missed)"
        equal((report["recovered"], report["gaps"], report["provable"]), (recovered, 0, True),
              f"{what}: recovered (rows of others stored between loss and rejoin), gaps, provable", client)
        took = seconds(event["t"]) - began
        if cut.length == "long":
            equal(report["resumed"], False, f"{what}: resumed", client)
        elif took < self.server.options.resume_timeout - 1.5 or (cut.kind == "blackhole" and took < 20):
            equal(report["resumed"], True, f"{what}, {took:.1f} s: resumed", client)
        self.talker.quiet()
        self.talker.settle()
        for key, _ in self.own:
            client.wait_state(key, "Delivered", timeout=75)
        self.ctx.wait_all_stored(client, self.room, 30)
        losses = len(client.seen("connectionLost", since))
        rejoins = len(client.seen("rejoined", since, room=self.room))
        expect(rejoins >= 1 and not client.seen("left", since), f"{what}: {losses} losses ended in {rejoins} rejoined", client)
        self.losses += losses
        verdict = self.ctx.verify(client, self.room, self.own)
        for kind, count in verdict.counts.items():
            self.figures[kind] += count
        print(f"cut {cut.number:2} {cut.kind:9} {cut.length:5} missed {cut.missed:3} recovered {report['recovered']:3} "
              f"already here {report['alreadyHere']:3} resumed {str(report['resumed']):5} away {report['offlineForMs']:6} ms; "
              f"{verdict.checked} archived, {verdict.rows} rows: all figures 0", flush=True)
        return dataclasses.asdict(cut) | {"report": report, "archived": verdict.checked, "rows": verdict.rows,
                                          "seconds": round(took, 2)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--server", choices=sorted(KINDS), required=True)
    parser.add_argument("--cuts", type=int, default=30)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--resume", type=int, default=8, help="seconds the server keeps a broken stream")
    parser.add_argument("--result", type=pathlib.Path)
    parser.add_argument("--hurry", action="store_true")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print(f"torture on {options.server}, seed {options.seed}, {options.cuts} cuts", flush=True)
    began = time.monotonic()
    use_program(options.program)
    server = make_server(options.server, Options(resume_timeout=options.resume)).start()
    context = Context(options.program.resolve(), server)
    plan = make_plan(options.seed, options.cuts, options.server != "ejabberd",
                     PLANS + KILLS if options.server == "embedded" else PLANS)
    done, failure, torture = [], None, None
    try:
        torture = Torture(context, server, options.hurry)
        for cut in plan:
            if cut.number % CUTS_PER_ROOM == 0:
                torture.enter_fresh_room()
            done.append(torture.run_cut(cut))
    except AssertionError as error:
        failure = f"seed {options.seed}, cut {len(done)} of {options.cuts}: {error}"
    sent, acknowledged = len(context.sent.sent), len(context.sent.acknowledged)
    if failure and options.result and torture:
        events = options.result.with_suffix(".events.jsonl")
        events.write_text("".join(json.dumps(e) + "\n" for e in torture.client.events))
        failure += f"\nall events: {events}"
    try:
        context.finish(failed=failure is not None)
    except AssertionError as error:
        failure = str(error)
    try:
        server.close()
    except AssertionError as error:
        failure = failure or str(error)
    version = subprocess.run([options.program.resolve(), "--version"], capture_output=True, text=True, check=False).stdout.strip()
    result = {"server": options.server, "seed": options.seed, "cuts": options.cuts, "done": len(done), "version": version,
              "resumeTimeout": options.resume, "botMessages": sent, "botMessagesReflected": acknowledged,
              "ownMessages": torture.own_count if torture else 0, "losses": torture.losses if torture else 0,
              "seconds": round(time.monotonic() - began, 1), "figures": torture.figures if torture else None,
              "passed": failure is None, "each": done}
    if options.result:
        options.result.write_text(json.dumps(result, indent=1) + "\n")
    print({k: v for k, v in result.items() if k != "each"}, flush=True)
    if failure:
        print(failure)
    return 1 if failure else 0


if __name__ == "__main__":
    sys.exit(main())
