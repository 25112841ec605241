"""A TCP relay that breaks connections on command or by a seeded plan. Needs no privileges."""
import random
import select
import socket
import struct
import threading
import time
from dataclasses import dataclass

UP, DOWN = "up", "down"        # client to server, server to client


@dataclass
class Fault:
    """What happens to one direction of one connection."""
    kind: str = "none"         # none, reset, close, half-close, blackhole, pause
    after_bytes: int = 0       # in this direction
    inside: bytes = b""        # not before these bytes pass, and in the middle of them
    delay: float = 0.0         # seconds every chunk is held
    rate: int = 0              # bytes a second, 0 = no limit
    pause: float = 0.0         # for kind pause


class SeededPlan:
    """Faults drawn from a seed: the same seed gives the same faults for connection 0, 1, 2, ..."""

    def __init__(self, seed, kinds=("reset", "close", "blackhole", "pause"), reach=60_000, healthy=0.3):
        self._seed, self._kinds, self._reach, self._healthy = seed, kinds, reach, healthy

    def __call__(self, connection, direction):
        dice = random.Random(f"{self._seed}/{connection}/{direction}")
        if dice.random() < self._healthy:
            return Fault()
        return Fault(dice.choice(self._kinds), dice.randrange(1, self._reach), delay=dice.choice((0, 0, 0.005, 0.03)),
                     rate=dice.choice((0, 0, 0, 20_000)), pause=dice.uniform(0.1, 1.5))


class Relay:
    """Listens on a port of its own and relays to the target; `plan(connection, direction)` gives a Fault or None."""

    def __init__(self, target_port, plan=None):
        self.target = ("127.0.0.1", target_port)
        self.plan = plan
        self.rewrite = None        # bytes in place of (direction, bytes), as many as they were
        self.tap = None            # called with (connection, direction, bytes) for all the client sent or got
        self.accepted = 0
        self.struck = []           # (connection, direction, kind) of planned faults that came
        self._links = []
        self._lock = threading.Lock()
        self._listener = None
        self._listen(0)
        self.port = self._listener.getsockname()[1]

    def _listen(self, port):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True, name="relay-accept").start()

    def url(self, server):
        return f"ws://127.0.0.1:{self.port}{server.path}"

    def _accept(self, listener):
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with self._lock:
                number = self.accepted
                self.accepted += 1
            threading.Thread(target=self._connect, args=(client, number), daemon=True, name=f"relay-{number}").start()

    def _connect(self, client, number):
        faults = {d: (self.plan(number, d) if self.plan else None) or Fault() for d in (UP, DOWN)}
        try:
            server = socket.create_connection(self.target, 5)
        except OSError:
            reset(client)
            return
        link = Link(client, server, faults)
        link.on_strike = lambda way, kind: self.struck.append((number, way, kind))
        link.rewrite = lambda way, data: self.rewrite(way, data) if self.rewrite else data
        link.on_bytes = lambda way, data: self.tap(number, way, data) if self.tap else None
        with self._lock:
            self._links = [l for l in self._links if l.alive] + [link]
        link.run()

    def links(self):
        with self._lock:
            return [l for l in self._links if l.alive]

    # -- commands on what is connected now --------------------------------

    def reset(self):
        """RST to both sides."""
        for link in self.links():
            link.reset()

    def close(self):
        """Orderly end of TCP (FIN) on both sides."""
        for link in self.links():
            link.close()

    def half_close(self, direction):
        """The far side of `direction` hears the end (FIN) and nothing more; the other direction lives."""
        for link in self.links():
            link.half_close(direction)

    def blackhole(self, direction=None, reset_server=False):
        """Bytes vanish without any sign, in one direction or both, for what is connected now.

        `reset_server`: the server's side is told (as by a router between), the client's is not."""
        for link in self.links():
            link.blackhole(direction, reset_server)

    def pause(self):
        """Bytes are held back and come later."""
        for link in self.links():
            link.paused.set()

    def resume(self):
        for link in self.links():
            link.paused.clear()

    def slow(self, delay=0.0, rate=0, direction=None):
        for link in self.links():
            for way in ([direction] if direction else (UP, DOWN)):
                link.faults[way].delay, link.faults[way].rate = delay, rate

    def cut_after(self, count, direction=DOWN, kind="reset"):
        """Breaks the present connections once `count` more bytes have passed in `direction`."""
        for link in self.links():
            link.faults[direction] = Fault(kind, link.passed[direction] + count)

    def cut_inside(self, tag, direction=DOWN, kind="reset"):
        """Breaks the present connections in the middle of the next bytes `tag` in `direction`."""
        for link in self.links():
            link.faults[direction] = Fault(kind, inside=tag)

    def calm(self):
        """No planned fault, no delay, no pause from now on; what is broken already stays broken."""
        self.plan = None
        for link in self.links():
            link.faults = {UP: Fault(), DOWN: Fault()}
            link.paused.clear()
        self.allow()

    # -- commands on what comes -------------------------------------------

    def refuse(self):
        """Nobody can connect (connection refused) until `allow`."""
        if self._listener:
            # shutdown wakes the accepting thread; close alone leaves it, and the port, in accept()
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None

    def allow(self):
        if not self._listener:
            self._listen(self.port)

    def stop(self):
        self.refuse()
        self.reset()


def reset(sock):
    """Ends a socket by RST."""
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    except OSError:
        pass
    sock.close()


class Link:
    """One relayed connection, served by one thread."""

    def __init__(self, client, server, faults):
        self._sockets = {UP: client, DOWN: server}      # the side a direction reads from
        self.faults = faults
        self.passed = {UP: 0, DOWN: 0}
        self.paused = threading.Event()
        self.alive = True
        self.on_strike = self.on_bytes = lambda *_: None
        self.rewrite = lambda _, data: data
        self._silent = set()
        self._halved = set()
        self._order = None
        self._lock = threading.Lock()
        self._wake, self._woken = socket.socketpair()
        for sock in (client, server):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def reset(self):
        self._command("reset")

    def close(self):
        self._command("close")

    def half_close(self, direction):
        self._command(f"half-close {direction}")

    def blackhole(self, direction, reset_server):
        with self._lock:
            self._silent |= {direction} if direction else {UP, DOWN}
        if reset_server:
            self._command("reset-server")

    def _command(self, order):
        with self._lock:
            self._order = order
        try:
            self._wake.send(b"x")
        except OSError:
            pass

    def run(self):
        """Relays until something ends it."""
        try:
            while self._step():
                pass
        except OSError:
            self._end("reset")
        finally:
            self.alive = False
            self._wake.close()
            self._woken.close()

    def _step(self):
        reading = [self._woken]
        if not self.paused.is_set():
            reading += [s for s in self._sockets.values() if s is not None]
        ready, _, _ = select.select(reading, [], [], 0.05 if self.paused.is_set() else 1)
        if self._woken in ready:
            self._woken.recv(64)
        with self._lock:
            order, self._order = self._order, None
        if order == "reset-server":
            reset(self._sockets[DOWN])
            self._sockets[DOWN] = None
            return True
        if order and order.startswith("half-close"):
            return self._halve(order.split()[1])
        if order:
            return self._end(order)
        return all(self._relay(way) for way in (UP, DOWN) if self._sockets[way] is not None and self._sockets[way] in ready)

    def _relay(self, way):
        other = self._sockets[DOWN if way == UP else UP]
        fault = self.faults[way]
        data = self._sockets[way].recv(65536)
        if not data:
            if way not in self._silent or self._halved:
                return self._end("close")
            # The far side of a blackhole never hears that this one gave up.
            self._sockets[way].close()
            self._sockets[way] = None
            return other is not None
        if fault.delay:
            time.sleep(fault.delay)
        if fault.rate:
            time.sleep(len(data) / fault.rate)
        if fault.kind != "none" and (rest := self._reach(way, fault, data)) is not None:
            self._send(way, other, data[:rest])
            return self._strike(way, other, fault, data[rest:])
        self._send(way, other, data)
        return True

    def _reach(self, way, fault, data):
        """How many of these bytes pass before the fault comes; None: it does not come yet."""
        rest = max(0, fault.after_bytes - self.passed[way])
        if rest > len(data):
            return None
        if fault.inside:
            place = data.find(fault.inside, rest)
            return None if place < 0 else place + len(fault.inside) // 2 + 1
        return rest

    def _send(self, way, other, data):
        self.passed[way] += len(data)
        heard = way not in self._silent and other is not None
        if data and (heard or way == UP):
            self.on_bytes(way, data)
        if data and heard:
            other.sendall(self.rewrite(way, data))

    def _halve(self, way):
        other = self._sockets[DOWN if way == UP else UP]
        with self._lock:
            self._silent |= {way}
            self._halved |= {way}
        if other is not None:
            other.shutdown(socket.SHUT_WR)
        return True

    def _strike(self, way, other, fault, held):
        kind, fault.kind = fault.kind, "none"
        self.on_strike(way, kind)
        if kind == "half-close":
            return self._halve(way)
        if kind == "blackhole":
            with self._lock:
                self._silent |= {UP, DOWN}
            return True
        if kind == "pause":
            time.sleep(fault.pause)
            self._send(way, other, held)
            return True
        return self._end(kind)

    def _end(self, how):
        for sock in self._sockets.values():
            if sock is None:
                continue
            if how == "reset":
                reset(sock)
                continue
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            sock.close()
        return False
