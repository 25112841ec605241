"""A small XMPP-over-WebSocket client for bots and for the verifier.

It shares no code and no libraries with Foyer: own WebSocket framing (RFC 6455),
own SASL, xml.etree for stanzas. One reader thread a connection; every call that
waits has a deadline and raises with what it was waiting for.
"""
import base64
import hashlib
import hmac
import json
import os
import secrets
import socket
import struct
import threading
import time
import urllib.parse
import xml.etree.ElementTree as ET
import zlib
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

CLIENT = "jabber:client"
FRAMING = "urn:ietf:params:xml:ns:xmpp-framing"
SASL = "urn:ietf:params:xml:ns:xmpp-sasl"
STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas"
MUC = "http://jabber.org/protocol/muc"
MUC_USER = MUC + "#user"
MUC_ADMIN = MUC + "#admin"
MUC_OWNER = MUC + "#owner"
DISCO_INFO = "http://jabber.org/protocol/disco#info"
DATA = "jabber:x:data"
MAM = "urn:xmpp:mam:2"
RSM = "http://jabber.org/protocol/rsm"
FORWARD = "urn:xmpp:forward:0"
DELAY = "urn:xmpp:delay"
STANZA_ID = "urn:xmpp:sid:0"
OCCUPANT_ID = "urn:xmpp:occupant-id:0"
EXTRA = "urn:foyer:extra:0"
STORE_HINT = "<store xmlns='urn:xmpp:hints'/>"


class NoAnswer(AssertionError):
    """What was waited for did not come in its time."""


class ConnectionClosed(Exception):
    """The stream ended, by whichever side."""


class StanzaError(Exception):
    """An error stanza; `condition` is the local name of the defined condition."""

    def __init__(self, stanza, what):
        error = stanza.find(f"{{{CLIENT}}}error")
        conditions = [c for c in (error if error is not None else []) if c.tag.startswith(f"{{{STANZAS}}}")]
        names = [c.tag.split("}")[1] for c in conditions if not c.tag.endswith("}text")]
        texts = [c.text for c in conditions if c.tag.endswith("}text")]
        self.condition = names[0] if names else "undefined"
        self.text = texts[0] if texts else None
        super().__init__(f"{what}: {self.condition} ({self.text})")


class WebSocket:
    """RFC 6455 client side, text frames only."""

    def __init__(self, url, context=None, timeout=10):
        parts = urllib.parse.urlsplit(url)
        port = parts.port or (443 if parts.scheme == "wss" else 80)
        self._socket = socket.create_connection((parts.hostname, port), timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if parts.scheme == "wss":
            self._socket = context.wrap_socket(self._socket, server_hostname=parts.hostname)
        self._buffer = b""
        self._sending = threading.Lock()
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall((f"GET {parts.path or '/'} HTTP/1.1\r\nHost: {parts.hostname}:{port}\r\n"
                              "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                              f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Protocol: xmpp\r\n\r\n").encode())
        while b"\r\n\r\n" not in self._buffer:
            self._fill()
        head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionClosed(f"no upgrade: {head[:200]!r}")
        self._socket.settimeout(None)

    def _fill(self):
        chunk = self._socket.recv(65536)
        if not chunk:
            raise ConnectionClosed("end of stream")
        self._buffer += chunk

    def wait_at_most(self, seconds):
        """From now on `receive` raises TimeoutError when nothing came for so long."""
        self._socket.settimeout(seconds)

    def _take(self, count):
        while len(self._buffer) < count:
            self._fill()
        taken, self._buffer = self._buffer[:count], self._buffer[count:]
        return taken

    def frame(self, opcode, payload):
        """Sends one whole frame of any kind."""
        mask = os.urandom(4)
        length = len(payload)
        head = bytes([0x80 | opcode])
        if length < 126:
            head += bytes([0x80 | length])
        elif length < 65536:
            head += bytes([0x80 | 126]) + struct.pack("!H", length)
        else:
            head += bytes([0x80 | 127]) + struct.pack("!Q", length)
        repeated = (mask * (length // 4 + 1))[:length]
        masked = (int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")).to_bytes(length, "big")
        with self._sending:
            self._socket.sendall(head + mask + masked)

    def send(self, text):
        self.frame(1, text.encode())

    def send_bytes(self, data):
        """Bytes as they are, below any framing."""
        with self._sending:
            self._socket.sendall(data)

    def receive(self):
        """The next text message; pings are answered on the way."""
        message = b""
        while True:
            first, second = self._take(2)
            length = second & 0x7F
            if length == 126:
                length = struct.unpack("!H", self._take(2))[0]
            elif length == 127:
                length = struct.unpack("!Q", self._take(8))[0]
            payload = self._take(length)
            opcode = first & 0x0F
            if opcode == 8:
                raise ConnectionClosed(f"close frame {int.from_bytes(payload[:2], 'big')}")
            if opcode == 9:
                self.frame(10, payload)
            elif opcode in (0, 1):
                message += payload
                if first & 0x80:
                    return message.decode()

    def close(self):
        try:
            self.frame(8, b"\x03\xe8")
        except OSError:
            pass
        self.drop()

    def drop(self):
        """Ends the socket without a word."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._socket.close()


@dataclass
class ArchiveEntry:
    """One entry of a room's archive, in the server's order."""
    archive_id: str
    nickname: str
    message_id: str
    body: str
    stamp: str
    kind: str               # message, correction, reaction, retraction, subject, other
    occupant_id: str = None
    refers_to: str = None   # what a correction or reaction points at


def entry_kind(message):
    """What an archived message is, and the id it points at."""
    replace = message.find("{urn:xmpp:message-correct:0}replace")
    if replace is not None:
        return "correction", replace.get("id")
    reactions = message.find("{urn:xmpp:reactions:0}reactions")
    if reactions is not None:
        return "reaction", reactions.get("id")
    retract = message.find("{urn:xmpp:message-retract:1}retract")
    if retract is not None:
        return "retraction", retract.get("id")
    body = message.find(f"{{{CLIENT}}}body")
    if message.find("{urn:xmpp:message-retract:1}retracted") is not None:
        return "message", None     # the place of a deleted one
    if body is not None and message.find(f"{{{CLIENT}}}subject") is None:
        return "message", None
    if message.find(f"{{{CLIENT}}}subject") is not None and body is None:
        return "subject", None
    return ("message" if body is not None else "other"), None


def said(message):
    """The body without what a reply quotes for programs that know no replies (XEP-0461)."""
    body = message.find(f"{{{CLIENT}}}body")
    if body is None:
        return None
    text = body.text or ""
    if message.find("{urn:xmpp:reply:0}reply") is None:
        return text
    for fallback in message.findall("{urn:xmpp:fallback:0}fallback"):
        part = fallback.find("{urn:xmpp:fallback:0}body")
        if fallback.get("for") == "urn:xmpp:reply:0" and part is not None:
            text = text[:int(part.get("start"))] + text[int(part.get("end")):]
    return text


def form_fields(query):
    """Fields of the first data form below `query` as {var: [values]}."""
    return {f.get("var"): [v.text or "" for v in f.findall(f"{{{DATA}}}value")]
            for f in query.iter(f"{{{DATA}}}field")}


def status_codes(presence):
    return {s.get("code") for s in presence.iter(f"{{{MUC_USER}}}status")}


class Client:
    """One signed-in XMPP session. Stanzas received are kept in `stanzas` in order."""

    def __init__(self, url, user, password=None, host="localhost", resource=None, context=None, mechanism=None):
        self.url, self.user, self.host = url, user, host
        self.password = user if password is None else password
        self.resource = resource or "bot-" + secrets.token_hex(4)
        self.context, self.mechanism = context, mechanism
        self.jid = None
        self.stanzas = []
        self.occupants = {}      # room -> {nickname: last presence}
        self.nicknames = {}      # room -> own nickname
        self._changed = threading.Condition()
        self._closed = None
        self._socket = None
        self.on_stanza = None    # called from the reader thread, for talkers

    # -- stream ---------------------------------------------------------

    def connect(self):
        self._socket = WebSocket(self.url, self.context)
        mechanisms = {m.text for m in self._open().iter(f"{{{SASL}}}mechanism")}
        wanted = [self.mechanism] if self.mechanism else ["SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"]
        chosen = next((m for m in wanted if m in mechanisms), None)
        if chosen is None:
            raise ConnectionClosed(f"no usable mechanism in {sorted(mechanisms)}")
        self._plain() if chosen == "PLAIN" else self._scram(chosen)
        self._open()
        threading.Thread(target=self._read, daemon=True, name=f"xmpp-{self.user}").start()
        bound = self.iq("set", None, "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                        f"<resource>{escape(self.resource)}</resource></bind>")
        self.jid = bound.find(".//{urn:ietf:params:xml:ns:xmpp-bind}jid").text
        return self

    def _next(self):
        return ET.fromstring(self._socket.receive())

    def _open(self):
        self._socket.send(f"<open xmlns='{FRAMING}' to='{self.host}' version='1.0'/>")
        while True:
            element = self._next()
            if element.tag.endswith("}features"):
                return element
            if element.tag != f"{{{FRAMING}}}open":
                raise ConnectionClosed(ET.tostring(element, "unicode"))

    def _sasl(self, expected):
        element = self._next()
        if element.tag != f"{{{SASL}}}{expected}":
            raise ConnectionClosed(f"{expected} expected, got {ET.tostring(element, 'unicode')}")
        return base64.b64decode(element.text or "").decode()

    def _plain(self):
        secret = base64.b64encode(f"\0{self.user}\0{self.password}".encode()).decode()
        self._socket.send(f"<auth xmlns='{SASL}' mechanism='PLAIN'>{secret}</auth>")
        self._sasl("success")

    def _scram(self, mechanism):
        digest = "sha256" if mechanism == "SCRAM-SHA-256" else "sha1"

        def mac(key, text):
            return hmac.new(key, text.encode(), digest).digest()

        first = f"n={self.user},r={secrets.token_urlsafe(18)}"
        self._socket.send(f"<auth xmlns='{SASL}' mechanism='{mechanism}'>"
                          f"{base64.b64encode(('n,,' + first).encode()).decode()}</auth>")
        challenge = self._sasl("challenge")
        fields = dict(part.split("=", 1) for part in challenge.split(","))
        salted = hashlib.pbkdf2_hmac(digest, self.password.encode(), base64.b64decode(fields["s"]), int(fields["i"]))
        final = f"c=biws,r={fields['r']}"
        signed = f"{first},{challenge},{final}"
        client_key = mac(salted, "Client Key")
        signature = mac(hashlib.new(digest, client_key).digest(), signed)
        proof = base64.b64encode(bytes(a ^ b for a, b in zip(client_key, signature))).decode()
        response = base64.b64encode(f"{final},p={proof}".encode()).decode()
        self._socket.send(f"<response xmlns='{SASL}'>{response}</response>")
        answer = self._sasl("success")
        expected = base64.b64encode(mac(mac(salted, "Server Key"), signed)).decode()
        if answer != f"v={expected}":
            raise ConnectionClosed("the server's signature is wrong")

    def _read(self):
        reason = "closed"
        try:
            while True:
                stanza = self._next()
                if stanza.tag == f"{{{FRAMING}}}close" or stanza.tag.endswith("}error"):
                    raise ConnectionClosed(ET.tostring(stanza, "unicode"))
                if stanza.tag == f"{{{CLIENT}}}presence":
                    self._track(stanza)
                with self._changed:
                    self.stanzas.append(stanza)
                    self._changed.notify_all()
                if stanza.tag == f"{{{CLIENT}}}iq" and stanza.get("type") in ("get", "set"):
                    self._refuse(stanza)
                if self.on_stanza:
                    self.on_stanza(stanza)
        except (ConnectionClosed, OSError, ET.ParseError, ValueError) as error:
            reason = str(error) or type(error).__name__
        with self._changed:
            self._closed = reason
            self._changed.notify_all()

    def _refuse(self, iq):
        self.send(f"<iq xmlns='{CLIENT}' type='error' id={quoteattr(iq.get('id', ''))} to={quoteattr(iq.get('from', self.host))}>"
                  f"<error type='cancel'><service-unavailable xmlns='{STANZAS}'/></error></iq>")

    def _track(self, presence):
        room, _, nickname = presence.get("from", "").partition("/")
        if not nickname or presence.get("type") not in (None, "unavailable"):
            return
        inside = self.occupants.setdefault(room, {})
        if presence.get("type") == "unavailable":
            inside.pop(nickname, None)
        else:
            inside[nickname] = presence

    @property
    def alive(self):
        return self._closed is None and self._socket is not None

    def send(self, xml):
        try:
            self._socket.send(xml)
        except (OSError, ValueError) as error:
            raise ConnectionClosed(str(error)) from error

    def wait_closed(self, timeout=15):
        """Why the stream ended; the stream error as XML when there was one."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._closed is not None, timeout):
                raise AssertionError(f"{self.user}: the stream is open after {timeout} s")
            return self._closed

    def close(self):
        if self._socket:
            try:
                self._socket.send(f"<close xmlns='{FRAMING}'/>")
                with self._changed:
                    self._changed.wait_for(lambda: self._closed is not None, 1)
            except OSError:
                pass
            self._socket.close()

    # -- waiting --------------------------------------------------------

    def mark(self):
        """A position in `stanzas`, to wait only for what comes later."""
        return len(self.stanzas)

    def forget(self):
        """Drops what was received, for sessions that live long; marks taken before are void."""
        with self._changed:
            self.stanzas.clear()

    def wait(self, predicate, what, timeout=15, since=0):
        """The first stanza from position `since` on that fits."""
        deadline = time.monotonic() + timeout
        position = since
        with self._changed:
            while True:
                while position < len(self.stanzas):
                    stanza = self.stanzas[position]
                    position += 1
                    if predicate(stanza):
                        return stanza
                if self._closed is not None:
                    raise ConnectionClosed(f"{self.user} waiting for {what}: {self._closed}")
                left = deadline - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    tail = "\n".join(ET.tostring(s, "unicode") for s in self.stanzas[-8:])
                    raise NoAnswer(f"{self.user}: {what} not seen in {timeout} s; last stanzas:\n{tail}")

    def iq(self, kind, to, payload, timeout=15):
        """Sends an iq and returns the result; raises StanzaError."""
        identity = secrets.token_hex(6)
        since = self.mark()
        address = f" to={quoteattr(to)}" if to else ""
        self.send(f"<iq xmlns='{CLIENT}' type='{kind}' id='{identity}'{address}>{payload}</iq>")
        answer = self.wait(lambda s: s.tag == f"{{{CLIENT}}}iq" and s.get("id") == identity
                           and s.get("type") in ("result", "error"), f"answer of {to} to {payload[:120]}", timeout, since)
        if answer.get("type") == "error":
            raise StanzaError(answer, f"iq {kind} to {to}")
        return answer

    # -- rooms ----------------------------------------------------------

    def join(self, room, nickname, password=None, history=0, extra=None, timeout=10):
        """Joins (and, where the server lets it, creates). Returns the self-presence."""
        secret = f"<password>{escape(password)}</password>" if password else ""
        more = f"<extra xmlns='{EXTRA}'>{escape(extra)}</extra>" if extra else ""
        for attempt in (1, 2):      # ejabberd loses a join that meets a room process shutting down
            since = self.mark()
            self.send(f"<presence xmlns='{CLIENT}' to={quoteattr(room + '/' + nickname)}><x xmlns='{MUC}'>"
                      f"<history maxstanzas='{history}'/>{secret}</x>{more}</presence>")
            try:
                answer = self.wait(lambda s: s.tag == f"{{{CLIENT}}}presence" and s.get("from", "").startswith(room)
                                   and (s.get("type") == "error" or "110" in status_codes(s)),
                                   f"join of {room}", timeout if attempt == 2 else 5, since)
                break
            except AssertionError:
                if attempt == 2:
                    raise
        if answer.get("type") == "error":
            raise StanzaError(answer, f"join of {room}")
        self.nicknames[room] = nickname
        return answer

    def leave(self, room):
        since = self.mark()
        me = f"{room}/{self.nicknames.pop(room)}"
        self.send(f"<presence xmlns='{CLIENT}' type='unavailable' to={quoteattr(me)}/>")
        self.wait(lambda s: s.get("type") == "unavailable" and s.get("from") == me, f"own leave of {room}", 10, since)

    def configure(self, room, **fields):
        """Submits room options; the names are those of the form, without `muc#roomconfig_` where they have it.

        ejabberd knows `members_by_default` and `mam`, which have no prefix."""
        plain = ("members_by_default", "mam")
        rows = "".join(f"<field var='{name if name in plain else 'muc#roomconfig_' + name}'>"
                       f"<value>{escape(str(value))}</value></field>" for name, value in fields.items())
        self.iq("set", room, f"<query xmlns='{MUC_OWNER}'><x xmlns='{DATA}' type='submit'><field var='FORM_TYPE'>"
                f"<value>{MUC}#roomconfig</value></field>{rows}</x></query>")

    def destroy(self, room, reason="", alternate=None):
        other = f" jid={quoteattr(alternate)}" if alternate else ""
        self.iq("set", room, f"<query xmlns='{MUC_OWNER}'><destroy{other}><reason>{escape(reason)}</reason></destroy></query>")

    def set_role(self, room, nickname, role, reason=""):
        self.iq("set", room, f"<query xmlns='{MUC_ADMIN}'><item nick={quoteattr(nickname)} role='{role}'>"
                f"<reason>{escape(reason)}</reason></item></query>")

    def set_affiliation(self, room, jid, affiliation, reason=""):
        self.iq("set", room, f"<query xmlns='{MUC_ADMIN}'><item jid={quoteattr(jid)} affiliation='{affiliation}'>"
                f"<reason>{escape(reason)}</reason></item></query>")

    def kick(self, room, nickname, reason=""):
        self.set_role(room, nickname, "none", reason)

    def ban(self, room, jid, reason=""):
        self.set_affiliation(room, jid, "outcast", reason)

    def disco_info(self, address, timeout=15):
        """(features, identity name, form fields) of an address; raises StanzaError item-not-found."""
        query = self.iq("get", address, f"<query xmlns='{DISCO_INFO}'/>", timeout).find(f"{{{DISCO_INFO}}}query")
        identity = query.find(f"{{{DISCO_INFO}}}identity")
        return ({f.get("var") for f in query.findall(f"{{{DISCO_INFO}}}feature")},
                None if identity is None else identity.get("name"), form_fields(query))

    def room_exists(self, room, asks=5, each=3):
        """Whether the server still has the room, asked again where no answer comes: ejabberd drops the questions that
        reach a room's process while it ends (seen after a destroy; the next question is answered item-not-found)."""
        for ask in range(asks):
            try:
                self.disco_info(room, each if ask + 1 < asks else 15)
                return True
            except NoAnswer:
                if ask + 1 == asks:
                    raise
            except StanzaError as error:
                if error.condition in ("item-not-found", "gone"):
                    return False
                raise

    # -- messages -------------------------------------------------------

    def say(self, room, body, message_id=None, payload="", wait=True):
        """Sends a groupchat message; with `wait` returns its reflection."""
        message_id = message_id or secrets.token_hex(8)
        since = self.mark()
        text = f"<body>{escape(body)}</body>" if body is not None else ""
        self.send(f"<message xmlns='{CLIENT}' type='groupchat' to={quoteattr(room)} id={quoteattr(message_id)}>"
                  f"{text}{payload}</message>")
        if not wait:
            return message_id
        answer = self.wait(lambda s: s.tag == f"{{{CLIENT}}}message" and s.get("id") == message_id
                           and s.get("from", "").startswith(room)
                           and (s.get("type") == "error" or s.get("from") == f"{room}/{self.nicknames.get(room)}"),
                           f"reflection of {message_id} in {room}", 20, since)
        if answer.get("type") == "error":
            raise StanzaError(answer, f"message to {room}")
        return answer

    def set_subject(self, room, subject):
        since = self.mark()
        self.send(f"<message xmlns='{CLIENT}' type='groupchat' to={quoteattr(room)} id='{secrets.token_hex(6)}'>"
                  f"<subject>{escape(subject)}</subject></message>")
        self.wait(lambda s: s.find(f"{{{CLIENT}}}subject") is not None
                  and s.find(f"{{{CLIENT}}}subject").text == subject, "the new subject", 10, since)

    def groupchat(self, room, since=0):
        """(nickname, id, body) of the messages with a body received live from a room."""
        found = []
        for stanza in self.stanzas[since:]:
            source, _, nickname = stanza.get("from", "").partition("/")
            body = stanza.find(f"{{{CLIENT}}}body")
            if stanza.tag == f"{{{CLIENT}}}message" and stanza.get("type") == "groupchat" and source == room and body is not None:
                found.append((nickname, stanza.get("id"), body.text))
        return found

    def archive(self, room, page=100):
        """The whole archive of a room, oldest first, read forwards page by page."""
        entries, after = [], None
        while True:
            query = secrets.token_hex(6)
            since = self.mark()
            more = f"<after>{escape(after)}</after>" if after else ""
            answer = self.iq("set", room, f"<query xmlns='{MAM}' queryid='{query}'><set xmlns='{RSM}'>"
                             f"<max>{page}</max>{more}</set></query>", 30)
            results = [r for s in self.stanzas[since:] if s.get("from") == room
                       for r in s.findall(f"{{{MAM}}}result") if r.get("queryid") == query]
            entries += [self._entry(r) for r in results]
            fin = answer.find(f"{{{MAM}}}fin")
            if fin.get("complete") == "true" or not results:
                break
            after = fin.find(f"{{{RSM}}}set/{{{RSM}}}last").text
        count = fin.find(f"{{{RSM}}}set/{{{RSM}}}count")
        if count is not None and int(count.text) != len(entries):
            raise AssertionError(f"archive of {room}: the server counts {count.text}, paged {len(entries)}")
        if len({e.archive_id for e in entries}) != len(entries):
            raise AssertionError(f"archive of {room}: an id came twice while paging")
        return entries

    @staticmethod
    def _entry(result):
        forwarded = result.find(f"{{{FORWARD}}}forwarded")
        message = forwarded.find(f"{{{CLIENT}}}message")
        occupant = message.find(f"{{{OCCUPANT_ID}}}occupant-id")
        kind, refers_to = entry_kind(message)
        return ArchiveEntry(result.get("id"), message.get("from", "").partition("/")[2], message.get("id"),
                            said(message), forwarded.find(f"{{{DELAY}}}delay").get("stamp"), kind,
                            None if occupant is None else occupant.get("id"), refers_to)


# -- numbered messages ------------------------------------------------------

def make_token(run, sender, sequence, filler=""):
    """The body of a numbered message: `run:sender:seq:len:crc`, then the filler it describes."""
    crc = zlib.crc32(f"{run}:{sender}:{sequence}:{filler}".encode())
    return f"{run}:{sender}:{sequence}:{len(filler)}:{crc:08x}" + (f" {filler}" if filler else "")


def read_token(body):
    """(run, sender, seq) of a numbered body, None for other bodies; raises ValueError on a damaged one."""
    head, _, filler = (body or "").partition(" ")
    parts = head.split(":")
    if len(parts) != 5 or not parts[2].isdigit() or not parts[3].isdigit():
        return None
    if make_token(parts[0], parts[1], int(parts[2]), filler) != body:
        raise ValueError(f"damaged body {body[:80]!r}")
    return parts[0], parts[1], int(parts[2])


class SentLog:
    """JSON lines of what was sent and what came back, each on disk before the next step."""

    def __init__(self, path):
        self._file = open(path, "a", encoding="utf-8")
        self._lock = threading.Lock()
        self.sent = []           # dicts in the order of sending
        self.acknowledged = {}   # (room, message id) -> stanza-id or None

    def _write(self, record):
        self._file.write(json.dumps(record) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def add_sent(self, sender, sequence, room, message_id, body):
        record = {"what": "sent", "at": time.monotonic_ns(), "sender": sender, "seq": sequence, "room": room,
                  "id": message_id, "body": body}
        with self._lock:
            self._write(record)
            self.sent.append(record)

    def add_acknowledged(self, room, message_id, stanza_id):
        with self._lock:
            if (room, message_id) not in self.acknowledged:
                self._write({"what": "acknowledged", "at": time.monotonic_ns(), "room": room, "id": message_id,
                             "stanzaId": stanza_id})
                self.acknowledged[(room, message_id)] = stanza_id

    def is_acknowledged(self, record):
        return (record["room"], record["id"]) in self.acknowledged

    def close(self):
        self._file.close()


class Talker:
    """A bot that speaks numbered messages through its own direct connection and comes back after server restarts.

    An unreflected message of a lost connection is never sent again: the next one has a new number."""

    WINDOW = 40     # messages on the way at once, so that a slow archive does not pile up a backlog

    def __init__(self, url, user, nickname, log, run, context=None):
        self.url, self.user, self.nickname, self.log, self.run, self.context = url, user, nickname, log, run, context
        self._sequence = 0
        self._client = None
        self._pending = set()
        self._changed = threading.Condition()
        self._chatter = None
        self._stop = threading.Event()
        self._sending = threading.RLock()
        self.rooms = []

    def start(self, room):
        self.rooms.append(room)
        self._ensure(20)
        return self

    def move(self, room):
        """Leaves the present room for another."""
        with self._sending:
            self.rooms = [room]
            self._ensure(20)

    def rejoin(self, room):
        """Enters the room anew, as after its node died and nobody told."""
        with self._sending:
            if self._client.alive:
                self._client.nicknames.pop(room, None)
            with self._changed:
                self._pending.clear()
            self._ensure(60)

    def _ensure(self, timeout):
        """A live connection that is in all rooms; waits for a server that is coming up."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                if self._client is None or not self._client.alive:
                    with self._changed:
                        self._pending.clear()
                    self._client = Client(self.url, self.user, context=self.context)
                    self._client.on_stanza = self._seen
                    self._client.connect()
                for room in self.rooms:
                    if room not in self._client.nicknames:
                        self._client.join(room, self.nickname)
                return
            except (OSError, ConnectionClosed, StanzaError, AssertionError) as error:
                self._client = None
                if time.monotonic() > deadline:
                    raise AssertionError(f"{self.user} could not come back in {timeout} s: {error}") from error
                self._stop.wait(0.2)

    def _seen(self, stanza):
        if stanza.tag != f"{{{CLIENT}}}message" or stanza.get("type") != "groupchat":
            return
        room, _, nickname = stanza.get("from", "").partition("/")
        if nickname != self.nickname or (room, stanza.get("id")) not in self._pending:
            return
        identity = stanza.find(f"{{{STANZA_ID}}}stanza-id")
        self.log.add_acknowledged(room, stanza.get("id"), None if identity is None else identity.get("id"))
        with self._changed:
            self._pending.discard((room, stanza.get("id")))
            self._changed.notify_all()

    def say(self, room=None, filler=""):
        """One numbered message; not waited for. Returns False when the server was away."""
        room = room or self.rooms[-1]
        with self._sending:
            self._ensure(60)
            self._sequence += 1
            body = make_token(self.run, self.user, self._sequence, filler)
            message_id = f"{self.run}-{self.user}-{self._sequence}"
            with self._changed:
                self._changed.wait_for(lambda: len(self._pending) < self.WINDOW or not self._client.alive, 30)
                self._pending.add((room, message_id))
            self.log.add_sent(self.user, self._sequence, room, message_id, body)
            try:
                self._client.say(room, body, message_id, wait=False)
                return True
            except ConnectionClosed:
                return False

    def burst(self, count, room=None):
        """`count` messages, then waits until all are reflected."""
        for number in range(count):
            self.say(room, "x" * (number * 37 % 160))
        self.settle()

    def settle(self, timeout=60):
        """Waits until nothing is on the way (reflected, or the connection was lost)."""
        with self._changed:
            done = self._changed.wait_for(lambda: not self._pending or not self._client.alive, timeout)
        if not done:
            raise AssertionError(f"{self.user}: {len(self._pending)} messages not reflected in {timeout} s")

    def chatter(self, pause, most=None):
        """Talks in the background, one message each `pause` seconds, until `quiet()` or `most` are said."""
        self._stop.clear()
        self._chatter = threading.Thread(target=self._chat, args=(pause, most), daemon=True, name=f"talk-{self.user}")
        self._chatter.start()

    def _chat(self, pause, most):
        said = 0
        while not self._stop.wait(pause) and said != most:
            try:
                self.say()
                said += 1
            except (AssertionError, ConnectionClosed):
                continue

    def quiet(self):
        self._stop.set()
        if self._chatter:
            self._chatter.join(90)
            self._chatter = None
        self._stop.clear()

    def forget(self):
        """Drops what the session received."""
        if self._client:
            self._client.forget()

    def close(self):
        self.quiet()
        if self._client:
            self._client.close()
