"""The seed's story, whole: an application makes a room by the Server API and hands out its link, Foyer joins it, the
application silences and removes people, and is told who came and went. Own servers, signed HTTP by own code."""
import calendar
import json
import queue
import re
import subprocess
import sys
import threading
import time
import urllib.parse
from pathlib import Path

from chaos import Relay
from context import equal, expect, scenario
from foyer import Foyer
from serverapi import KEY, RoomServer
from servers import DIE_WITH_PARENT, Embedded, free_port
from xmpp import Client, StanzaError

EXAMPLE = Path(__file__).resolve().parents[2] / "packaging" / "example-app-server.py"
WHY = json.dumps({"reason": "off topic", "by": "bob"})
SOON = 5        # seconds a change may take to be told; how long it took is reported


class Example:
    """packaging/example-app-server.py as a person runs it; its lines."""

    def __init__(self, server, port, room):
        self._lines = queue.Queue()
        self._process = subprocess.Popen(
            [*DIE_WITH_PARENT, sys.executable, str(EXAMPLE), "--api", server.api, "--key", KEY, "--muc", server.muc,
             "--secret-file", str(server.folder / "secret"), "--room", room, "--port", str(port)],
            stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self._process.stdout:
            self._lines.put(line.rstrip("\n"))

    def line(self, timeout=20):
        try:
            return self._lines.get(timeout=timeout)
        except queue.Empty:
            raise AssertionError(f"the example application server says nothing more; exit {self._process.poll()}") from None

    def close(self):
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()


class Stage:
    """foyer-server with the API, accounts made by it, and clients."""

    def __init__(self, ctx, callback_url="", **settings):
        self.ctx = ctx
        self.server = RoomServer(Embedded.program, callback_url, administrators="mod", **settings)
        ctx.keep(self.server)

    def token(self, name):
        return self.server.ask("/user/getToken", userId=name, name=name)["token"]

    def foyer(self, name, urls=None):
        made = Foyer(self.ctx.program, urls or self.server.xmpp, name.lower(), self.token(name))
        self.ctx.clients.append(made)
        return made

    def bot(self, name):
        made = Client(self.server.xmpp, name.lower(), self.token(name)).connect()
        self.ctx.keep(made)
        return made

    def address(self, room):
        return f"{room.lower()}@{self.server.muc}"


def mute(**wanted):
    """A whole mute state; what is not named is as in a room where nobody is muted."""
    usual = {"roomMuted": False, "userMutedEverywhere": False, "userMutedHere": False, "exempt": False, "canSpeak": True,
             "until": None, "reason": None, "by": None}
    return usual | wanted


def check_mute(seen, wanted, listed, what, client):
    """The state, and its end within a second of the one that the API lists; without one: no end."""
    timeless = dict(seen, until=None)
    equal(timeless, wanted, what, client)
    if listed is None:
        equal(seen["until"], None, f"{what}: until", client)
        return
    expect(seen["until"] is not None, f"{what}: an end is told", client)
    ends = calendar.timegm(time.strptime(seen["until"][:19], "%Y-%m-%dT%H:%M:%S"))
    expect(abs(ends - calendar.timegm(time.strptime(listed, "%Y-%m-%d %H:%M:%S"))) <= 1,
           f"{what}: ends when the server says ({listed}), seen {seen['until']}", client)


HERE = mute(userMutedHere=True, canSpeak=False, reason="off topic", by="bob")
ROOM = mute(roomMuted=True, canSpeak=False, reason="off topic", by="bob")
EVERYWHERE = mute(userMutedEverywhere=True, canSpeak=False, reason="off topic", by="bob")


@scenario("seed", only="embedded")
def application_makes_a_room_and_rules_it(ctx):
    port = free_port()
    stage = Stage(ctx, f"http://127.0.0.1:{port}/callback")
    server, room = stage.server, stage.address("Launch")
    example = Example(server, port, "Launch")
    ctx.keep(example)
    equal([example.line(), example.line()], ["room Launch", f"link xmpp:Launch@{server.muc}?join"], "what the application prints")
    expect(example.line().startswith("callbacks "), "the application says where callbacks come")
    told = []

    def callback(wanted):
        line = example.line()
        told.append(line)
        equal(re.sub(r"^\d\d:\d\d:\d\d ", "", line), wanted, f"callback {len(told)}")

    callback("Launch created")
    client = stage.foyer("Alice").start(joins=["Launch"])
    facts = client.wait_joined(room)
    callback("Launch joined Alice")
    for key, value in {"room": room, "name": "Launch", "memberCount": 1, "nickname": "alice", "mute": mute()}.items():
        equal(facts[key], value, f"joined.result.{key}", client)
    expect(facts["createdAt"] is not None, "the time of making is told", client)
    got = server.ask("/chatroom/get", chatroomId="launch")
    equal((got["chatroomId"], got["memberCount"]), ("Launch", 1), "what the API tells of the room")
    equal([u["id"] for u in server.ask("/chatroom/user/query", chatroomId="LAUNCH", count=10, order=1)["users"]], ["Alice"],
          "who is in the room, by the API")
    bot = stage.bot("Bob")
    bot.join(room, "Bob")
    callback("Launch joined Bob")
    bot.say(room, "welcome")
    client.wait_stored(room, lambda row: row["body"] == "welcome")
    took = {}

    def step(what, path, wanted, ends=None, **fields):
        """A call of the API, and the change of the client that it brings."""
        since, began = client.mark(), time.monotonic()
        server.ask(path, **fields)
        event = client.wait("muteStateChanged", timeout=SOON, since=since, room=room, what=f"muteStateChanged after {what}")
        took[what] = round((time.monotonic() - began) * 1000)
        listed = {u["userId"]: u["time"] for u in server.ask(ends, **({"chatroomId": "Launch"} if "gag" in ends else {}))["users"]}["Alice"] \
            if ends else None
        check_mute(event["mute"], wanted, listed, f"mute after {what}", client)

    here = {"chatroomId": "Launch", "userId": "Alice"}
    step("mute here", "/chatroom/user/gag/add", HERE, "/chatroom/user/gag/list", minute=10, extra=WHY, **here)
    refused = client.ask("send", room=room, body="am I heard?")
    equal((refused["ok"], refused["error"]["kind"], refused["error"]["code"]), (False, "Muted", 23408), "sending while muted", client)
    equal([row for row in client.shown_rows(room) if row["body"] == "am I heard?"], [], "the refused text is in no row", client)
    step("unmute here", "/chatroom/user/gag/rollback", mute(), **here)
    step("room mute", "/chatroom/ban/add", ROOM, chatroomId="Launch", extra=WHY)
    try:
        bot.say(room, "a client that sends anyway")
        raise AssertionError("a muted room took a message")
    except StanzaError as error:
        equal(error.condition, "forbidden", "answer to a message in a muted room")
    step("exempt", "/chatroom/user/ban/whitelist/add", mute(roomMuted=True, exempt=True), **here)
    client.wait_state(client.send(room, "I may"), "Delivered")
    step("exempt no more", "/chatroom/user/ban/whitelist/rollback", ROOM, **here)
    step("room unmute", "/chatroom/ban/rollback", mute(), chatroomId="Launch")
    step("mute everywhere", "/chatroom/user/ban/add", EVERYWHERE, "/chatroom/user/ban/query", userId="Alice", minute=30, extra=WHY)
    step("unmute everywhere", "/chatroom/user/ban/remove", mute(), userId="Alice")

    def removal(what, path, kind, **fields):
        since, began = client.mark(), time.monotonic()
        server.ask(path, **fields)
        event = client.wait("left", timeout=SOON, since=since, room=room, what=f"left after {what}")
        took[what] = round((time.monotonic() - began) * 1000)
        equal(event["reason"]["kind"], kind, f"why the room was left after {what}", client)
        return event["reason"]

    why = removal("block", "/chatroom/user/block/add", "Banned", minute=10, extra=WHY, **here)
    equal((why["by"], why["reason"]), ("bob", "off topic"), "who blocked, and why", client)
    callback("Launch left Alice (blocked)")
    since = client.mark()
    client.do("join", room="Launch")
    client.wait_join_failed(room, "Banned", since=since)
    server.ask("/chatroom/user/block/rollback", **here)
    since = client.mark()
    client.do("join", room="Launch")
    client.wait_joined(room, since=since)
    callback("Launch joined Alice")
    removal("destroy", "/chatroom/destroy", "Destroyed", chatroomId="Launch")
    callback("Launch destroyed")
    equal(server.call("/chatroom/get", chatroomId="Launch")[1]["code"], 23410, "the room is gone for the API")
    print("     told after, ms: " + ", ".join(f"{what} {ms}" for what, ms in took.items()), flush=True)


# -- the table of mutes -----------------------------------------------------

def set_here(stage, room, name):
    stage.server.ask("/chatroom/user/gag/add", chatroomId=room, userId=name, minute=20, extra=WHY)


def set_room(stage, room, _name):
    stage.server.ask("/chatroom/ban/add", chatroomId=room, extra=WHY)


def set_everywhere(stage, _room, name):
    stage.server.ask("/chatroom/user/ban/add", userId=name, minute=20, extra=WHY)


def set_exempt(stage, room, name):
    """In a room that is muted besides."""
    stage.server.ask("/chatroom/user/ban/whitelist/add", chatroomId=room, userId=name)
    set_room(stage, room, name)



TABLE = {
    # kind: (how it is set, state, where the API lists its end)
    "here, timed": (set_here, HERE, "/chatroom/user/gag/list"),
    "room": (set_room, ROOM, None),
    "everywhere, timed": (set_everywhere, EVERYWHERE, "/chatroom/user/ban/query"),
    "exempt": (set_exempt, mute(roomMuted=True, exempt=True), None),
}


def table(ctx, when):
    relay = None
    stage = Stage(ctx, single_user_multiple_rooms="true", offline_exit_seconds=86400, offline_exit_messages=1000000)
    for number, (kind, (act, wanted, path)) in enumerate(TABLE.items()):
        what, name, room = f"{kind}, {when}", f"User{number}", f"Table{number}"
        stage.server.ask("/chatroom/create_new", chatroomId=room)
        address = stage.address(room)
        if when == "before the join":
            stage.token(name)
            act(stage, room, name)
        if when == "while away":
            relay = Relay(urllib.parse.urlsplit(stage.server.xmpp).port)
            ctx.keep(relay)
        client = stage.foyer(name, f"ws://127.0.0.1:{relay.port}/xmpp-websocket" if relay else None).start(joins=[room])
        seen = client.wait_joined(address)["mute"]
        if when == "while joined":
            equal(seen, mute(), f"{what}: before", client)
            since = client.mark()
            act(stage, room, name)
            seen = client.wait("muteStateChanged", lambda e: e["mute"]["canSpeak"] == wanted["canSpeak"]
                               and e["mute"]["roomMuted"] == wanted["roomMuted"], SOON, since, room=address)["mute"]
        elif when == "while away":
            equal(seen, mute(), f"{what}: before", client)
            since = client.mark()
            relay.refuse()
            relay.reset()
            client.wait("connectionLost", since=since)
            act(stage, room, name)
            relay.allow()
            client.do("retryNow")
            rejoined = client.wait_rejoined(address, since=since)["result"]["mute"]
            changes = client.seen("muteStateChanged", since=since, room=address)
            seen = changes[-1]["mute"] if changes else rejoined
        ends = {u["userId"]: u["time"] for u in
                stage.server.ask(path, **({"chatroomId": room} if "gag" in path else {}))["users"]}[name] if path else None
        check_mute(seen, wanted, ends, what, client)
        answer = client.ask("send", room=address, body=f"{what}?")
        equal(answer["ok"], wanted["canSpeak"], f"{what}: may send", client)
        if not wanted["canSpeak"]:
            equal(answer["error"]["kind"], "Muted", f"{what}: why not", client)


@scenario("seed", only="embedded")
def mutes_set_before_the_join(ctx):
    table(ctx, "before the join")


@scenario("seed", only="embedded")
def mutes_set_while_joined(ctx):
    table(ctx, "while joined")


@scenario("seed", only="embedded")
def mutes_set_while_away(ctx):
    table(ctx, "while away")


@scenario("seed", only="embedded")
def voice_taken_by_a_moderator_has_no_end(ctx):
    """A room's owner mutes by XMPP, where the API only knows mutes with an end."""
    stage = Stage(ctx, offline_exit_seconds=86400, offline_exit_messages=1000000)
    room = stage.address("Owned")
    owner = stage.bot("Mod")
    owner.join(room, "Mod")
    owner.configure(room)
    relay = Relay(urllib.parse.urlsplit(stage.server.xmpp).port)
    ctx.keep(relay)
    client = stage.foyer("Alice", f"ws://127.0.0.1:{relay.port}/xmpp-websocket").start(joins=["Owned"])
    equal(client.wait_joined(room)["mute"], mute(), "before", client)
    taken = mute(userMutedHere=True, canSpeak=False, reason="off topic", by="Mod")

    def change(what, act, wanted):
        since = client.mark()
        act()
        equal(client.wait("muteStateChanged", timeout=SOON, since=since, room=room)["mute"], wanted, what, client)

    def api_list():
        return [(u["userId"], u["time"]) for u in stage.server.ask("/chatroom/user/gag/list", chatroomId="Owned")["users"]]

    change("while inside", lambda: owner.set_role(room, "alice", "visitor", "off topic"), taken)
    equal(api_list(), [("Alice", "")], "the API lists it without an end")
    answer = client.ask("send", room=room, body="am I heard?")
    equal((answer["ok"], answer["error"]["kind"]), (False, "Muted"), "sending meanwhile", client)
    since = client.mark()
    client.do("leave", room=room)
    client.wait("left", since=since, room=room)
    client.do("join", room=room)
    equal(client.wait_joined(room, since=since)["mute"], taken, "it outlives leaving", client)
    change("voice given back", lambda: owner.set_role(room, "alice", "participant"), mute())
    equal(api_list(), [], "and the API lists nobody")
    client.wait_state(client.send(room, "back"), "Delivered")

    since = client.mark()
    relay.refuse()
    relay.reset()
    client.wait("connectionLost", since=since)
    owner.set_role(room, "alice", "visitor", "off topic")
    relay.allow()
    client.do("retryNow")
    told = client.wait_rejoined(room, since=since)["result"]["mute"]
    changes = client.seen("muteStateChanged", since=since, room=room)
    equal(changes[-1]["mute"] if changes else told, taken, "while away", client)
    change("lifted by the API", lambda: stage.server.ask("/chatroom/user/gag/rollback", chatroomId="Owned", userId="Alice"), mute())


@scenario("seed", only="embedded")
def a_mute_of_a_minute_ends_by_itself(ctx):
    stage = Stage(ctx)
    stage.server.ask("/chatroom/create_new", chatroomId="Minute")
    room = stage.address("Minute")
    client = stage.foyer("Alice").start(joins=["Minute"])
    client.wait_joined(room)
    since = client.mark()
    stage.server.ask("/chatroom/user/gag/add", chatroomId="Minute", userId="Alice", minute=1, extra=WHY)
    muted = client.wait("muteStateChanged", timeout=SOON, since=since, room=room)
    ended = client.wait("muteStateChanged", timeout=90, since=client.events.index(muted) + 1, room=room)
    equal(ended["mute"], mute(), "the mute after its end", client)
    expect(ended["t"] >= muted["mute"]["until"][:19], f"not before its end {muted['mute']['until']}, seen {ended['t']}", client)
    client.wait_state(client.send(room, "again"), "Delivered")
