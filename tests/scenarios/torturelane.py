"""One lane of a torture: a server, a client behind a relay, a talking bot; round after round from a plan, judged after each."""
import json
import threading
import time
from collections import Counter

from chaos import DOWN, UP
from context import Context, ServerFault, expect
from foyer import SLOW
from scenarios_away import gone_for_good, seconds
from tortureplan import SILENT
from verifier import KINDS as FIGURES
from verifier import check_export, check_receipt, verify
from wire import Wire
from xmpp import make_token

ROUNDS_PER_ROOM = 8
ROOM_LIMIT = 1200        # a fresh room before a round that starts with more than this
MOST_CHATTER = 200
OUTCOMES = ("connectionLost", "rejoined", "left", "rejoinFailed")


class History:
    """What the client held at each loss and each return, from its own events; one receipt for each return."""

    def __init__(self, client, room):
        self.client, self.room = client, room
        self.keys = set()              # of stored rows
        self.held = {}                 # archive id -> key
        self.before = None             # keys when the outage under way began
        self.position = client.mark()
        self.losses = 0
        self.receipts = []             # (report, keys before, held at the return, moment)

    def follow(self):
        """Reads the events that came since the last call."""
        until = self.client.mark()
        for event in self.client.events[self.position:until]:
            if event["event"] == "connectionLost":
                self.losses += 1
                self._lose()
            elif event.get("room") != self.room:
                continue
            elif event["event"] == "roomStateChanged" and event["state"] == "Rejoining":
                # A server that stops says so to the room before the connection ends.
                self._lose()
            elif event["event"] in ("messagesStored", "messageChanged"):
                for row in event.get("messages") or [event["message"]]:
                    self.keys.add(row["key"])
                    self.held[row["stanzaId"]] = row["key"]
            elif event["event"] == "rejoined":
                # The event's time is cut to milliseconds.
                self.receipts.append((event["report"], self.before or set(), dict(self.held), seconds(event["t"]) + 0.001))
                self.before = None
        self.position = until

    def _lose(self):
        self.before = set(self.keys) if self.before is None else self.before


class Lane:
    def __init__(self, program, server, say=print):
        self.server, self.print = server, say
        self.ctx = Context(program, server)
        self.relay = self.ctx.relay()
        self.wire = Wire()
        self.relay.tap = self.wire.feed
        self.client = self.ctx.client(self.ctx.relay_url(self.relay)).start()
        self.talker = self.room = self.history = None
        self.room_rounds = self.room_messages = self.largest_room = 0
        self.own, self.owed, self.own_count = [], [], 0
        self.rest = None               # the event with which the round before came to rest
        self.figures = dict.fromkeys(FIGURES, 0)
        self.totals = Counter()
        self.kinds = {}

    # -- the room ---------------------------------------------------------

    def enter_fresh_room(self):
        if self.room:
            self.client.do("leave", room=self.room)
            self.client.wait("left", room=self.room, timeout=30)
        if self.ctx.admin.nicknames:
            for room in list(self.ctx.admin.nicknames):
                self.ctx.admin.leave(room)
        self.room, self.own, self.owed, self.rest = self.ctx.room(), [], [], None
        self.room_rounds = self.room_messages = 0
        if self.talker is None:
            self.talker = self.ctx.talker(self.room)
        else:
            self.talker.move(self.room)
        self.history = History(self.client, self.room)
        self.client.do("join", room=self.room)
        self.client.wait_joined(self.room, timeout=60)
        self.totals["rooms"] += 1

    def say_something(self):
        self.own_count += 1
        body = make_token(self.ctx.run, "alice", self.own_count, "o" * (self.own_count % 50))
        since = self.client.mark()
        key = self.client.send(self.room, body)
        self.own.append((key, body))
        self.owed.append((key, since))

    # -- one round --------------------------------------------------------

    def run_round(self, entry):
        """One outage (and those inside its rejoin) with all checks."""
        began = time.monotonic()
        if not self.room or self.room_rounds >= ROUNDS_PER_ROOM or self.room_messages > ROOM_LIMIT:
            self.enter_fresh_room()
        self.room_rounds += 1
        # A connection that went by itself since the last round is a part of this one.
        since, losses, struck = self.rest or self.client.mark(), self.history.losses, len(self.relay.struck)
        for event in self.client.events[since:]:
            if event["event"] == "connectionLost":
                self.totals["lostBetween"] += 1
                self.print(f"round {entry.number:4} finds the connection lost: {event}")
        receipts = len(self.history.receipts)
        self.talker.chatter(0.15, MOST_CHATTER)
        self.say_something()
        delay, rate = entry.delay_and_rate()
        if delay or rate:
            self.relay.slow(delay, rate, DOWN)
        if entry.weather == "pause":
            self.relay.pause()
            self.pass_time(0.2 + 2 * entry.strength)
            self.relay.resume()
        self.break_connection(entry, since)
        self.client.wait_rejoined(self.room, since=since, timeout=240 * SLOW)
        self.come_to_rest(since)
        self.judge(entry)
        report = self.history.receipts[-1][0]
        figures = {"rounds": 1, "losses": self.history.losses - losses, "returns": len(self.history.receipts) - receipts,
                   "brokenAgain": len(self.relay.struck) - struck,
                   "resumed": sum(r[0]["resumed"] for r in self.history.receipts[receipts:]),
                   "recovered": sum(r[0]["recovered"] for r in self.history.receipts[receipts:])}
        self.totals.update(figures)
        self.kinds.setdefault(entry.kind, Counter()).update(figures)
        self.print(f"round {entry.number:4} {entry.describe()}: {figures['losses']} losses, {figures['returns']} returns, recovered "
                   f"{figures['recovered']}, already here {report['alreadyHere']}, resumed {figures['resumed']}, "
                   f"{self.room_messages} archived, all figures 0; {time.monotonic() - began:.1f} s")
        self.history.receipts.clear()
        self.wire.forget()
        self.ctx.admin.forget()
        self.talker.forget()

    @staticmethod
    def pass_time(seconds_):
        """The length of an outage."""
        threading.Event().wait(seconds_)

    def break_connection(self, entry, since):
        """Breaks the connection, lets the others talk, makes the way free again."""
        mark = self.ctx.admin.mark()
        if entry.again or entry.weather != "fair":
            self.relay.plan = entry.plan(self.relay.accepted)
        if entry.kind in ("restart", "kill"):
            self.restart(hard=entry.kind == "kill")
        else:
            if entry.long or entry.away or entry.kind == "refuse":
                self.relay.refuse()
            self.strike(entry)
        if entry.idle:
            self.client.wait("connectionLost", since=since, timeout=120)
        self.say_something()
        self.talker.burst(entry.missed)
        self.say_something()
        if entry.kind in SILENT:
            self.talker.quiet()          # who is silent hears of it only when nothing comes either
        if entry.kind.startswith("cut"):
            self.insist(since)
        self.client.wait("connectionLost", since=since, timeout=120)
        if entry.kind == "hold":
            self.relay.resume()
        if entry.long and not self.wait_gone(mark):
            self.totals["ghosts"] += 1
        self.pass_time(entry.away)
        self.say_something()
        self.relay.allow()
        if entry.hurry:
            self.client.do("retryNow")

    def strike(self, entry):
        way = entry.direction()
        if entry.kind in ("reset", "refuse"):
            self.relay.reset()
        elif entry.kind == "close":
            self.relay.close()
        elif entry.kind.startswith("half-close"):
            self.relay.half_close(way)
        elif entry.kind.startswith("blackhole"):
            self.relay.blackhole(way, reset_server=entry.long)
        elif entry.kind == "hold":
            self.relay.pause()
        elif entry.kind == "cut inside a tag":
            self.relay.cut_inside(b"<message")
        else:
            self.relay.cut_after(entry.at % 400 if way == UP else entry.at, way)

    def insist(self, since):
        """A cut that waits for bytes which do not come is made by hand."""
        try:
            self.client.wait("connectionLost", since=since, timeout=8)
        except AssertionError:
            self.relay.reset()

    def restart(self, hard):
        """The server ends and starts; killed, it is in the middle of a flood."""
        if hard:
            self.talker.quiet()
            before = len(self.ctx.sent.acknowledged)
            self.talker.chatter(0.001)
            deadline = time.monotonic() + 20 * SLOW
            while len(self.ctx.sent.acknowledged) < before + 30:
                expect(time.monotonic() < deadline, "the bot's flood is acknowledged")
                self.pass_time(0.005)
        self.ctx.restart_server(hard)
        self.talker.quiet()
        self.talker.chatter(0.15, MOST_CHATTER)
        self.ctx.admin.join(self.room, "Mod")

    def wait_gone(self, mark):
        """Whether the server gave the session up; ejabberd sometimes keeps it even when told to end it."""
        try:
            gone_for_good(self.ctx, self.ctx.admin, self.room, mark)
            return True
        except ServerFault:
            return False
        except KeyError:        # gone when ejabberd was to be told
            return True

    def come_to_rest(self, since):
        """No fault is left; everything said is delivered and the client's last outage has ended."""
        self.relay.calm()
        self.talker.quiet()
        self.talker.settle()
        self.say_something()
        while True:
            for key, mark in self.owed:
                # Older than five minutes and not in the archive: the person decides (rule 10), and the archive must agree.
                row = self.client.wait_row(None, lambda row: row["key"] == key and row["state"] in ("Delivered", "Failed"), 120, mark,
                                           f"row {key} in state Delivered or Failed")
                self.totals["ownFailed"] += row["state"] == "Failed"
            self.owed.clear()
            outcomes = [i for i, e in enumerate(self.client.events[since:]) if e["event"] in OUTCOMES
                        and e.get("room") in (None, self.room)]
            last = self.client.events[since + outcomes[-1]]
            if last["event"] == "rejoined":
                self.rest = since + outcomes[-1] + 1
                return
            expect(last["event"] != "left", "the client stays in the room", self.client)
            self.client.wait_rejoined(self.room, timeout=120, since=since + outcomes[-1])
            self.say_something()

    # -- judgement --------------------------------------------------------

    def judge(self, entry):
        """Every witness of the quiet room, and every receipt of the round."""
        archive = self.ctx.admin.archive(self.room)
        newest = [e for e in archive if e.kind == "message"][-1].archive_id
        self.history.follow()
        if newest not in self.history.held:
            self.client.wait_row(self.room, lambda row: row["stanzaId"] == newest, 60, 0, f"the newest message {newest} stored")
            self.history.follow()
        sent = [r for r in self.ctx.sent.sent if r["room"] == self.room and self.ctx.sent.is_acknowledged(r)]
        verdict = verify(archive, self.client.export(self.room), self.client.shown_rows(self.room), sent, self.own)
        if self.server.is_foyers:
            check_export(verdict, archive, self.server.export(self.room))
        for report, before, held, moment in self.history.receipts:
            check_receipt(verdict, archive, report, before, held, self.wire.at(moment), moment, self.room)
        self.totals["receipts"] += len(self.history.receipts)
        self.totals["archived"] += verdict.checked - self.room_messages
        self.room_messages = verdict.checked
        self.largest_room = max(self.largest_room, verdict.checked)
        for kind, count in verdict.counts.items():
            self.figures[kind] += count
        verdict.require_clean(f"round {entry.number}: {entry.describe()}\n{self.client.story(60)}")

    def recover(self):
        """After a failure: all faults gone, the next round in a fresh room."""
        self.relay.calm()
        self.talker.quiet()
        self.room_rounds = ROUNDS_PER_ROOM
        self.wire.forget()

    def save_events(self, path):
        path.write_text("".join(json.dumps(e) + "\n" for e in self.client.events))
