"""What a scenario is handed: the server, the program, and makers of clients, bots, rooms and relays that are tidied up."""
import json
import pathlib
import re
import secrets
import shutil
import tempfile
import time

from chaos import DOWN, Relay
from foyer import Foyer
from servers import Options
from verifier import verify
from xmpp import CLIENT, Client, NoAnswer, SentLog, Talker

GROUPS = {
    "join": Options(guests=True),                        # joining, history, talking, refusals
    "actions": Options(upload_bytes=102400),             # corrections, reactions, retractions, replies, moderation, files
    "away": Options(resume_timeout=8),                   # everything that happens while the client is cut off
    "signin": Options(tls=True, creation="admin"),       # signing in, certificates, a server that forbids creation
    "noarchive": Options(archive=False),                 # rooms that keep only the short join history
    "stranger": Options(),                               # clients that do what none should
    "limits": Options(keys={"stanzas_per_second": 20}),  # the same with the server's limits switched on
    "slow": Options(message_interval=0.4),               # a server that refuses who writes faster
    "forged": Options(),                                 # what an occupant says in the room's name
    "converse": Options(upload_bytes=102400),            # another one, in a browser
    "outside": Options(),                                # a client we did not write
    "seed": None,                                        # the Server API and the client; servers of its own
    "faults": Options(resume_timeout=8),                 # of the link, the disk, the clock, the archive
    "cluster": Options(),                                # two nodes, one of which dies
    "program": None,                                     # the command line; needs no server
}
SCENARIOS = {}     # name -> Scenario


# ejabberd 23.01, about once in 500 resumptions within the first moments after a cut, waits 15 s for its own old session
# and gives the resumption up; the client then logs in anew, rightly, and the session that it had is gone.
GAVE_UP = re.compile(rb"<failed [^>]*urn:xmpp:sm:3.*Session state copying timed out", re.DOTALL)


class ServerFault(Exception):
    """The server under test did not bring about what a scenario starts from; nothing is said about the client."""


class Skipped(Exception):
    """Something from outside that the scenario needs is not installed."""


class Scenario:
    def __init__(self, function, group, only, alone):
        self.function, self.group, self.only, self.alone = function, group, only, alone
        self.name = function.__name__


def scenario(group, only=None, alone=False):
    """Registers a scenario. `only`: the server or servers it makes sense on; `alone`: it disturbs the server for others."""
    def register(function):
        servers = (only,) if isinstance(only, str) else only
        SCENARIOS[function.__name__] = Scenario(function, group, servers, alone)
        return function
    return register


def names_of(group, server):
    return [s.name for s in SCENARIOS.values()
            if s.group == group and (s.only is None or server in s.only) and (group == "cluster") == (server == "cluster")]


class Context:
    """One run of one scenario."""

    def __init__(self, program, server, times=10):
        self.program = str(program)
        self.server = server
        self.times = times
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="foyer-scenario-"))
        self.run = secrets.token_hex(3)
        self.clients = []
        self._open = []
        self._admin = None
        self._sent = None
        self.server_fault = None     # a ServerFault that a relay saw; it excuses a failure once

    # -- makers -----------------------------------------------------------

    def client(self, urls=None, **options):
        """A client with a fresh profile; not started."""
        made = Foyer(self.program, urls or self.server.url, **options)
        self.clients.append(made)
        return made

    def joined(self, *rooms, urls=None, arguments=(), **options):
        """A client that has joined these rooms."""
        made = self.client(urls, **options).start(*arguments, joins=rooms)
        for room in rooms:
            made.wait_joined(room)
        return made

    def bot(self, user="bob", room=None, nickname=None):
        """A bot, in the room when one is named."""
        made = Client(self.server.url, user).connect()
        self._open.append(made)
        if room:
            made.join(room, nickname or user.capitalize())
        return made

    @property
    def admin(self):
        """The session that owns the scenario's rooms, inside as "Mod"."""
        if self._admin is None or not self._admin.alive:
            self._admin = self.server.admin()
            self._open.append(self._admin)
        return self._admin

    def restart_server(self, hard=False):
        """Stops (or kills) and starts the server; sessions made before are dead afterwards."""
        self.server.restart(hard)
        self._admin = None

    def room(self, name=None, **options):
        return self.server.create_room(self.admin, name or self.server.new_room_name("den"), **options)

    @property
    def sent(self):
        """The log of all talkers of this scenario."""
        if self._sent is None:
            self._sent = SentLog(self.folder / "sent.jsonl")
        return self._sent

    def keep(self, thing):
        """Something that is closed with the scenario."""
        self._open.append(thing)
        return thing

    def talker(self, room, user="bob"):
        """A bot that sends numbered messages and logs them."""
        made = Talker(self.server.url, user, user.capitalize(), self.sent, self.run).start(room)
        self._open.append(made)
        return made

    def relay(self, plan=None):
        made = Relay(self.server.port, plan)
        made.tap = self.watch
        self._open.append(made)
        return made

    def watch(self, _number, way, data):
        """The tap of a relay, which sees whether the server said that it failed."""
        if way == DOWN and GAVE_UP.search(data):
            self.server_fault = ServerFault("the server gave up a resumption of its own accord")

    def relay_url(self, relay):
        return relay.url(self.server)

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    # -- checks -----------------------------------------------------------

    def archived(self, room):
        """The room's messages in the archive, oldest first."""
        return [e for e in self.admin.archive(room) if e.kind == "message"]

    def verify(self, client, room, own_sends=(), since=None, **more):
        """All witnesses of a quiet room agree."""
        archive = self.admin.archive(room)
        sent = [r for r in self.sent.sent if r["room"] == room and self.sent.is_acknowledged(r)] if self._sent else ()
        shown = client.shown_rows(room) if client.running else None
        verdict = verify(archive, client.export(room), shown, sent, own_sends, since, **more)
        verdict.require_clean(client.story())
        return verdict

    def wait_all_stored(self, client, room, timeout=20):
        """Waits until the newest archived message has reached the client's store. A client that was killed may have
        stored it without telling."""
        newest = self.archived(room)[-1].archive_id
        try:
            client.wait_row(room, lambda row: row["stanzaId"] == newest, timeout, 0, f"the newest message {newest} of {room} stored")
        except AssertionError:
            if all(line.get("stanzaId") != newest for line in client.export(room)):
                raise

    def wait_whole(self, client, room, timeout=40):
        """Waits until the client's store holds as many messages as the archive and no hole: after a fault has passed
        that may take 30 s (rule 9). What is right and what is not is then for `verify` to say."""
        deadline = time.monotonic() + timeout
        wanted = len(self.archived(room))
        while time.monotonic() < deadline:
            lines = client.export(room)
            if sum(line["kind"] == "message" for line in lines) >= wanted and all(line["kind"] != "gap" for line in lines):
                return
            client.wait_events(1, 0.5)

    def finish(self, failed):
        """Rules that hold after every scenario, then everything is closed."""
        try:
            if not failed:
                for client in self.clients:
                    client.check()
                for client in self.clients:
                    client.leave()
        finally:
            for client in self.clients:
                client.close()
            complaint = None
            for thing in reversed(self._open):
                try:
                    thing.stop() if isinstance(thing, Relay) else thing.close()
                except (OSError, NoAnswer):
                    pass
                except AssertionError as error:
                    complaint = error
            if self._sent:
                self._sent.close()
            shutil.rmtree(self.folder, ignore_errors=True)
        if complaint:
            raise complaint


def expect(condition, message, client=None):
    """An assertion whose message carries the client's last events."""
    if not condition:
        raise AssertionError(message + ("\n" + client.story() if client else ""))


def equal(seen, expected, what, client=None):
    expect(seen == expected, f"{what}: expected {expected!r}, seen {seen!r}", client)


def message_rows(lines):
    return [line for line in lines if line["kind"] == "message"]


def bodies(lines):
    return [line["body"] for line in message_rows(lines)]


def from_room(stanza, room, nickname, kind="presence"):
    return stanza.tag == f"{{{CLIENT}}}{kind}" and stanza.get("from") == f"{room}/{nickname}"


def as_json(value):
    return json.dumps(value, ensure_ascii=False)
