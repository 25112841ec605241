#!/usr/bin/python3
"""How much one room carries: messages a second, joins, memory for each connection; both servers in one run.

    bench_rooms.py --program build/release/bin/foyer [--server embedded ejabberd] [--runs 3] [--result FILE]

Figures, no verdict. The clients are this one process: bytes are counted, not parsed, so that the servers are what is
measured. Messages a second: one sender as fast as its socket takes it, until every occupant has every message, in a
room with archive. Joins at 1,000: the time of one more join with 1,000 inside, where occupants are shown to moderators
only (with everybody shown to everybody, 1,000 joins are half a million presences).
"""
import argparse
import base64
import json
import pathlib
import selectors
import statistics
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "scenarios"))

from servers import ACCOUNTS, HOST, Options, make_server, use_program  # noqa: E402
from xmpp import CLIENT, FRAMING, MUC, SASL, ConnectionClosed, WebSocket  # noqa: E402

MESSAGES = {2: 2000, 50: 400, 500: 60}
CROWD = 1000
LONGEST = 180    # seconds any part may take


class Occupant:
    """A signed-in client that counts markers in what it gets."""

    def __init__(self, url, user, number):
        self.nickname = f"n{number}"
        self._web = WebSocket(url, timeout=60)
        self._web._socket.settimeout(60)
        secret = base64.b64encode(f"\0{user}\0{user}".encode()).decode()
        self._open()
        self._web.send(f"<auth xmlns='{SASL}' mechanism='PLAIN'>{secret}</auth>")
        self._until("<success")
        self._open()
        self._web.send(f"<iq xmlns='{CLIENT}' type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                       f"<resource>r{number}</resource></bind></iq>")
        self._until("<jid")
        self.seen = 0
        self._rest = b""

    def _open(self):
        self._web.send(f"<open xmlns='{FRAMING}' to='{HOST}' version='1.0'/>")
        self._until("features")

    def _until(self, mark):
        while mark not in (text := self._web.receive()):
            if "<failure" in text or "type='error'" in text or 'type="error"' in text:
                raise AssertionError(text)

    def join(self, room):
        self._web.send(f"<presence xmlns='{CLIENT}' to='{room}/{self.nickname}'><x xmlns='{MUC}'><history maxstanzas='0'/></x></presence>")
        self._until("<subject")

    def configure(self, room, **fields):
        """As the room's owner: the named fields of its form."""
        values = "".join(f"<field var='muc#roomconfig_{name}'>" + "".join(f"<value>{v}</value>" for v in value) + "</field>"
                         for name, value in fields.items())
        self._web.send(f"<iq xmlns='{CLIENT}' type='set' id='c' to='{room}'><query xmlns='{MUC}#owner'><x xmlns='jabber:x:data' type='submit'>"
                       f"<field var='FORM_TYPE'><value>{MUC}#roomconfig</value></field>{values}</x></query></iq>")
        self._until("result")

    def watch(self, selector):
        self._web._socket.setblocking(False)
        selector.register(self._web._socket, selectors.EVENT_READ, self)
        self._take(self._web._buffer)
        self._web._buffer = b""

    def on_readable(self):
        data = self._web._socket.recv(1 << 20)
        if not data:
            raise AssertionError("the server ended a connection")
        self._take(data)

    def _take(self, data):
        data = self._rest + data
        self.seen += data.count(b"#mark#")
        self._rest = data[-5:]

    def listen(self):
        """From now on everything is read and forgotten, and pings are answered, on a thread."""
        def forget():
            try:
                self._web._socket.settimeout(None)
                while True:
                    self._web.receive()
            except (ConnectionClosed, OSError, ValueError):
                pass
        threading.Thread(target=forget, daemon=True).start()

    def write(self, text):
        """A frame, whatever time it takes to get it out."""
        self._web._socket.setblocking(True)
        self._web.send(text)
        self._web._socket.setblocking(False)

    def stir(self):
        """An answer to a ping that nobody waits for: the connection is alive."""
        self._web.frame(10, b"")

    def drop(self):
        self._web.drop()


def crowd(server, count, room=None, owner=None):
    """`count` signed-in clients, inside `room` when one is named; each account carries its share."""
    made = []
    for number in range(count):
        client = Occupant(server.url, ACCOUNTS[number % (len(ACCOUNTS) - 1)], number)
        if room:
            client.join(room)
        made.append(client)
    return made


def new_room(server, **fields):
    owner = Occupant(server.url, "mod", 0)
    owner.nickname = "owner"
    room = server.new_room_name("bench")
    owner.join(room)
    owner.configure(room, persistentroom=["1"], moderatedroom=["0"], **{k: [v] for k, v in server._archive_field().items()}, **fields)
    return room, owner


def resident(server):
    """Resident memory of the server's processes, in kB."""
    total, waiting = 0, [server._process.pid]
    while waiting:
        pid = waiting.pop()
        try:
            status = pathlib.Path(f"/proc/{pid}/status").read_text()
            waiting += [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
    return total


def spread(server, occupants):
    """Messages a second until everybody has everything."""
    quiet = {"presencebroadcast": ["moderator"]}
    room, owner = new_room(server, **quiet)
    everybody = crowd(server, occupants - 1, room) + [owner]
    count = MESSAGES[occupants]
    with selectors.DefaultSelector() as selector:
        for client in everybody:
            client.watch(selector)
        began = time.monotonic()
        sender, sent = everybody[0], 0
        while min(client.seen for client in everybody) < count:
            # A window keeps the clients' own reading from being what is measured.
            while sent < count and sent - sender.seen < 200:
                sender.write(f"<message xmlns='{CLIENT}' type='groupchat' id='m{sent}' to='{room}'><body>#mark# number {sent} of a run of messages</body></message>")
                sent += 1
            for key, _ in selector.select(1):
                key.data.on_readable()
            if time.monotonic() - began > LONGEST:
                raise AssertionError(f"{occupants} occupants: {min(c.seen for c in everybody)} of {count} in {LONGEST} s")
        took = time.monotonic() - began
    for client in everybody:
        client.drop()
    return count / took


def joins(server):
    """Milliseconds of a join with 1,000 inside, and kB of memory for each idle connection."""
    before = resident(server)
    idle = crowd(server, CROWD)
    memory = (resident(server) - before) / CROWD
    for client in idle:
        client.drop()
    room, owner = new_room(server, presencebroadcast=["moderator"])
    owner.listen()
    inside, times = [], []
    for number in range(CROWD):
        inside += [Occupant(server.url, ACCOUNTS[number % (len(ACCOUNTS) - 1)], number)]
        inside[-1].join(room)
        inside[-1].listen()
    for number in range(20):
        late = Occupant(server.url, "erin", CROWD + number)
        began = time.monotonic()
        late.join(room)
        times.append((time.monotonic() - began) * 1000)
        late.drop()
    for client in [*inside, owner]:
        client.drop()
    return statistics.median(times), memory


def measure(name, runs):
    figures = {}
    options = Options(room_max_users=5000, resume_timeout=1, everybody_shown=False)
    for occupants in MESSAGES:
        rates = []
        for _ in range(runs):
            server = make_server(name, options).start()
            try:
                rates.append(spread(server, occupants))
            finally:
                server.close()
        figures[f"messages/s, {occupants} occupants"] = round(statistics.median(rates), 1)
        print(f"{name}: {occupants} occupants: {figures[f'messages/s, {occupants} occupants']} messages/s", flush=True)
    server = make_server(name, options).start()
    try:
        join, memory = joins(server)
    finally:
        server.close()
    figures[f"ms for a join at {CROWD:,}"] = round(join, 2)
    figures["kB for a connection"] = round(memory, 1)
    print(f"{name}: join at {CROWD}: {join:.2f} ms, {memory:.1f} kB a connection", flush=True)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--server", nargs="+", default=["embedded", "ejabberd"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--result", type=pathlib.Path)
    options = parser.parse_args()
    use_program(options.program)
    table = {name: measure(name, options.runs) for name in options.server}
    first = next(iter(table))
    for figure in table[first]:
        print(f"{figure:32}" + "".join(f"{name} {table[name][figure]:>10}  " for name in table))
    if options.result:
        options.result.write_text(json.dumps({"runs": options.runs, "figures": table}, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
