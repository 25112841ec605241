#!/usr/bin/python3
"""Kills the client with -9 at random moments of joining, catching up and talking, and looks at its store each time.

    kills.py --program build/release/bin/foyer [--server embedded] [--times 1000] [--seed N] [--result FILE]

After each kill, before the next start: the database is sound, every row the client had told of is in it, and every room
message that the client had counted as handled in a stream-management answer is in it. Then it starts again, and at the end
the verifier compares everything with the archive.
"""
import argparse
import contextlib
import json
import pathlib
import random
import re
import signal
import sqlite3
import sys
import threading
import time
from collections import Counter

from chaos import DOWN, UP
from context import Context, equal, expect
from servers import KINDS, Options, make_server, use_program

ROUND = 100      # kills of one client in one room
STANZA = re.compile(rb"^<(message|presence|iq)[\s/>]")
HANDLED = re.compile(rb"^<a [^>]*\bh=[\"'](\d+)[\"']")
ROOM_ID = re.compile(rb"<stanza-id [^>]*>")


class Frames:
    """The text messages of one direction of a WebSocket connection, from its bytes."""

    def __init__(self):
        self._data, self._upgraded = b"", False

    def feed(self, data):
        self._data += data
        if not self._upgraded:
            head, found, rest = self._data.partition(b"\r\n\r\n")
            if not found:
                return
            self._upgraded, self._data = True, rest
        while (frame := self._take()) is not None:
            if frame:
                yield frame

    def _take(self):
        """The next text message; empty for other frames, None when it is not whole yet."""
        data = self._data
        if len(data) < 2:
            return None
        size, at = data[1] & 0x7F, 2
        if size == 126:
            size, at = int.from_bytes(data[2:4], "big"), 4
        elif size == 127:
            size, at = int.from_bytes(data[2:10], "big"), 10
        mask = b""
        if data[1] & 0x80:
            mask, at = data[at:at + 4], at + 4
        if len(data) < at + size:
            return None
        body, self._data = data[at:at + size], data[at + size:]
        if mask:
            body = bytes(b ^ mask[i % 4] for i, b in enumerate(body))
        return body if data[0] & 0x0F == 1 else b""


class Tap:
    """What one client has counted as handled: the ids of room messages below the `h` it answered with."""

    def __init__(self):
        self._lock = threading.Lock()
        self.counted = set()
        self.answers = 0
        self.forget()

    def forget(self):
        """A new connection of a new process: counting starts from nothing."""
        with self._lock:
            self._frames = {UP: Frames(), DOWN: Frames()}
            self._stanzas, self._on = [], False

    def __call__(self, _connection, direction, data):
        with self._lock:
            for text in self._frames[direction].feed(data):
                if direction == DOWN and text.startswith(b"<enabled"):
                    self._stanzas, self._on = [], True
                elif direction == DOWN and self._on and STANZA.match(text):
                    ids = ROOM_ID.findall(text) if text.startswith(b"<message") else []
                    found = re.search(rb"\bid=[\"']([^\"']+)[\"']", ids[-1]) if ids and b"<result" not in text else None
                    self._stanzas.append(found.group(1).decode() if found else None)
                elif direction == UP and (answer := HANDLED.match(text)):
                    self.answers += 1
                    self.counted |= {i for i in self._stanzas[:int(answer.group(1))] if i}


def check_store(client, tap, told, own):
    """The store of a killed client."""
    store = next(client.profile.rglob("messages.sqlite"))
    with contextlib.closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as database:
        equal(database.execute("PRAGMA quick_check").fetchone()[0], "ok", "quick_check", client)
    rows = client.export(client.room)
    held = {row.get("stanzaId") for row in rows}
    expect(tap.counted <= held, f"{len(tap.counted - held)} counted stanzas are not in the store: {sorted(tap.counted - held)[:3]}", client)
    expect(told <= held, f"{len(told - held)} rows that were told of are not in the store", client)
    states = {row["key"]: row["state"] for row in rows if row["kind"] == "message"}
    for key in own:
        equal(states.get(key), "Delivered", f"own message {key}, whose reflection was told", client)


def told_by(client, since):
    """(archive ids of rows told of, keys of own rows told as delivered) from event `since` on."""
    told, own = set(), set()
    for event in client.events[since:]:
        if event["event"] == "messagesStored":
            told |= {row["stanzaId"] for row in event["messages"] if row["stanzaId"]}
        elif event["event"] == "messageChanged" and event["message"]["own"] and event["message"]["state"] == "Delivered":
            own.add(event["message"]["key"])
    return told, own


def wait_settled(client, keys, timeout=90):
    """Waits until no own message is on its way; those that failed, which the person is told of and may send again."""
    deadline = time.monotonic() + timeout
    while True:
        states = {row["key"]: row["state"] for row in client.export(client.room) if row["kind"] == "message"}
        waiting = {key: states.get(key) for key in keys if states.get(key) not in ("Delivered", "Failed")}
        if not waiting:
            return {key for key in keys if states[key] == "Failed"}
        expect(time.monotonic() < deadline, f"own messages are settled, still {waiting}", client)
        client.wait_events(10 ** 9, 0.5)


def run(context, times, seed):
    """A fresh client and room; figures."""
    dice, tap = random.Random(seed), Tap()
    relay = context.relay()
    relay.tap = tap
    room = context.room()
    talker = context.talker(room)
    talker.burst(5)
    client = context.joined(room, urls=context.relay_url(relay))
    client.room = room
    talker.chatter(0.01)
    told, own, sends = set(), set(), []
    began = time.monotonic()
    for number in range(times):
        since = client.first
        if number % 3:
            client.wait_any(("joined", "rejoined"), since, 30, room)
            body = f"own {number}"
            if client.running and dice.random() < 0.5:
                sends.append((client.send(room, body), body))
            client.wait_events(dice.randrange(10 ** 6), dice.uniform(0, 0.3))
        else:
            client.wait_events(dice.randrange(1, 30), dice.uniform(0.05, 0.6))
        client.kill()
        more = told_by(client, since)
        told |= more[0]
        own |= more[1]
        check_store(client, tap, told, own)
        tap.forget()
        client.start()
    talker.quiet()
    talker.settle()
    client.wait_any(("joined", "rejoined"), client.first, 60, room)
    failed = wait_settled(client, {key for key, _ in sends})
    context.wait_all_stored(client, room, 60)
    verdict = context.verify(client, room, sends)
    return {"kills": times, "messages": verdict.checked, "rows": verdict.rows, "own": len(sends), "ownFailed": len(failed), "told": len(told),
            "counted": len(tap.counted), "answers": tap.answers, "figures": verdict.counts,
            "seconds": round(time.monotonic() - began, 1)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--server", choices=sorted(KINDS), default="embedded")
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--result", type=pathlib.Path)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    use_program(options.program)
    server = make_server(options.server, Options()).start()
    result, failure, done = Counter(), None, 0
    print(f"kills on {options.server}, seed {options.seed}", flush=True)
    while done < options.times and not failure:
        context = Context(options.program.resolve(), server)
        try:
            part = run(context, min(ROUND, options.times - done), options.seed + done)
            figures = part.pop("figures")
            result.update(part | {f"figures.{name}": count for name, count in figures.items()})
            done = result["kills"]
            print(f"{dict(part)}, all {done} kills after {result['seconds']:.0f} s", flush=True)
        except AssertionError as error:
            failure = str(error)
        context.finish(failed=True)      # an order of events that a kill ended early proves nothing
    server.close()
    result = dict(result)
    result |= {"server": options.server, "seed": options.seed, "passed": failure is None}
    print(json.dumps(result), flush=True)
    if options.result:
        options.result.write_text(json.dumps(result, indent=1) + "\n")
    if failure:
        print(failure)
    return 1 if failure else 0


if __name__ == "__main__":
    sys.exit(main())
