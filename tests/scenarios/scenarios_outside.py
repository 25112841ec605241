"""A client we did not write, npm's @xmpp/client, in one room with Foyer on the embedded server."""
import json
import os
import pathlib
import shutil
import subprocess
import threading

from context import Skipped, equal, expect, scenario
from servers import DIE_WITH_PARENT, HOST

HERE = pathlib.Path(__file__).resolve().parent
MODULES = HERE.parents[1] / "build" / "node" / "node_modules"


class XmppJs:
    """xmppjsstory.js: orders go in, events come out, both JSON lines."""

    def __init__(self, url, user, room, nickname):
        node = shutil.which("node")
        if not node or not (MODULES / "@xmpp" / "client").exists():
            raise Skipped("@xmpp/client is not installed (sh packaging/test.sh --all installs it)")
        self.events = []
        self._changed = threading.Condition()
        self._process = subprocess.Popen(
            [*DIE_WITH_PARENT, node, str(HERE / "xmppjsstory.js"), url, HOST, user, user, room, nickname], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, env={**os.environ, "NODE_PATH": str(MODULES)})
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self._process.stdout:
            with self._changed:
                self.events.append(json.loads(line))
                self._changed.notify_all()

    def order(self, do, **more):
        self._process.stdin.write(json.dumps({"do": do, **more}) + "\n")
        self._process.stdin.flush()

    def wait(self, event, since=0, timeout=20, **fields):
        def fitting():
            return next((e for e in self.events[since:] if e["event"] == event
                         and all(e.get(k) == v for k, v in fields.items())), None)
        with self._changed:
            if not self._changed.wait_for(fitting, timeout):
                raise AssertionError(f"@xmpp/client: {event} {fields} expected, seen {self.events[-20:]}")
            return fitting()

    def exit(self, timeout=10):
        return self._process.wait(timeout)

    def close(self):
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()


@scenario("outside", only="embedded")
def another_client_talks_pages_and_resumes(ctx):
    room, relay = ctx.room(), ctx.relay()
    client = ctx.joined(room)
    other = ctx.keep(XmppJs(ctx.relay_url(relay), "bob", room, "Jay"))
    joined = other.wait("presence", type=None)
    expect("110" in joined["codes"], f"the self-presence has 110, seen {joined}")
    other.wait("enabled")
    said = []
    for number in range(12):
        said.append(f"from Foyer {number}")
        client.wait_state(client.send(room, said[-1]), "Delivered")
        other.wait("heard", nickname="alice", body=said[-1])
        said.append(f"from outside {number}")
        other.order("say", body=said[-1])
        client.wait_stored(room, lambda row: row["body"] == said[-1] and row["nickname"] == "Jay")
    other.order("archive", page=5)
    archive = other.wait("archive")
    equal([entry["body"] for entry in archive["entries"]], said, "the archive as the other client pages it")
    equal(len({entry["id"] for entry in archive["entries"]}), 24, "archive ids")
    equal(archive["pages"], 5, "pages of five")

    since = len(other.events)
    relay.refuse()
    relay.reset()
    other.wait("disconnected", since)
    missed = [f"while it was away {number}" for number in range(5)]
    for body in missed:
        client.wait_state(client.send(room, body), "Delivered")
    relay.allow()
    other.wait("resumed", since)
    other.wait("heard", since, body=missed[-1])
    other.order("say", body="back")
    client.wait_stored(room, lambda row: row["body"] == "back")
    other.wait("heard", since, body="back")
    equal([e["body"] for e in other.events[since:] if e["event"] == "heard"], missed + ["back"], "what it heard since the cut")
    equal([e for e in other.events[since:] if e["event"] in ("online", "enabled", "failed")], [], "no new session was made")
    equal([e["left"] for e in client.seen("occupantsChanged") if any(p["nickname"] == "Jay" for p in e["left"])], [],
          "nobody saw the other client leave", client)
    other.order("quit")
    equal(other.exit(), 0, "exit code of the other client")
    ctx.wait_all_stored(client, room)
    ctx.verify(client, room)
