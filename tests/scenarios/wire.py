"""What passed on the wire of the client, read by the relay: an own witness of resumption and of archive pages."""
import re
import threading
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

from chaos import DOWN, UP
from xmpp import CLIENT, FORWARD, MAM, entry_kind

WANTED = re.compile(r"<resumed|<result|<fin")
ASKED = re.compile(r"queryid=['\"]([^'\"]+)['\"]")


class Frames:
    """Text messages out of the bytes of one direction of a WebSocket."""

    def __init__(self):
        self._bytes, self._text, self._upgraded = bytearray(), bytearray(), False

    def feed(self, data):
        """Messages that are complete with these bytes."""
        self._bytes += data
        if not self._upgraded:
            _, found, rest = bytes(self._bytes).partition(b"\r\n\r\n")
            if not found:
                return
            self._upgraded, self._bytes = True, bytearray(rest)
        while (taken := self._frame()) is not None:
            first, payload = taken
            if first & 0x0F in (0, 1):
                self._text += payload
                if first & 0x80:
                    text, self._text = self._text.decode(errors="replace"), bytearray()
                    yield text

    def _frame(self):
        data = self._bytes
        if len(data) < 2:
            return None
        length, head = data[1] & 0x7F, 2
        if length >= 126:
            size = 2 if length == 126 else 8
            length, head = int.from_bytes(data[2:2 + size], "big"), 2 + size
        mask = bytes(data[head:head + 4]) if data[1] & 0x80 else b""
        head += 4 if data[1] & 0x80 else 0
        if len(data) < head or len(data) < head + length:
            return None
        first, payload = data[0], bytes(data[head:head + length])
        del data[:head + length]
        if mask:
            key = (mask * (length // 4 + 1))[:length]
            payload = (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(length, "big")
        return first, payload


@dataclass
class Connection:
    """What one connection said that matters here."""
    first_at: float = 0.0
    resumed: bool = False
    pages: list = field(default_factory=list)      # (seconds since 1970, room, [(archive id, kind)]) of complete pages
    open: dict = field(default_factory=dict)       # room -> results of a page that is not complete
    ways: dict = field(default_factory=lambda: {UP: Frames(), DOWN: Frames()})


class Wire:
    """`feed` is the relay's tap. A page counts for the connection on which it was asked for: what a resumption brings
    again of an older question is nobody's page."""

    def __init__(self):
        self.connections = {}
        self._asked = {}           # query id -> connection that asked first
        self._lock = threading.Lock()

    def feed(self, number, way, data):
        with self._lock:
            link = self.connections.setdefault(number, Connection())
            if way == DOWN and not link.first_at:
                link.first_at = time.time()
            for text in link.ways[way].feed(data):
                if way == UP:
                    for query in ASKED.findall(text):
                        self._asked.setdefault(query, number)
                elif WANTED.search(text):
                    self._read(number, link, text)

    def _read(self, number, link, text):
        try:
            stanza = ET.fromstring(text)
        except ET.ParseError:
            return
        if stanza.tag.endswith("}resumed"):
            link.resumed = True
        room = stanza.get("from", "")
        result = stanza.find(f"{{{MAM}}}result")
        if result is not None and self._asked.get(result.get("queryid")) == number:
            message = result.find(f"{{{FORWARD}}}forwarded/{{{CLIENT}}}message")
            kind = "other" if message is None else entry_kind(message)[0]
            link.open.setdefault(room, []).append((result.get("id"), kind))
        if stanza.tag == f"{{{CLIENT}}}iq" and stanza.find(f"{{{MAM}}}fin") is not None:
            link.pages.append((time.time(), room, link.open.pop(room, [])))

    def at(self, moment):
        """The newest connection that had brought anything by then, None when there was none."""
        with self._lock:
            numbers = [n for n, link in self.connections.items() if 0 < link.first_at <= moment]
            return self.connections[max(numbers)] if numbers else None

    def forget(self):
        """Drops what is known of all connections but the newest, and its pages."""
        with self._lock:
            for number in sorted(self.connections)[:-1]:
                del self.connections[number]
            for link in self.connections.values():
                link.pages.clear()
            self._asked.clear()
