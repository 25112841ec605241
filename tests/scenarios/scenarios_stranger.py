"""A stranger at the embedded server: whatever it sends, it gets the right error or a closed connection, and two
people who talk in a room meanwhile notice nothing."""
import base64
import re
import secrets
import socket
import threading
import urllib.parse
import xml.etree.ElementTree as ET

from context import equal, expect, from_room, scenario
from servers import HOST, MUC
from xmpp import CLIENT, FRAMING, SASL, STANZAS, Client, ConnectionClosed, StanzaError, WebSocket

STREAM_ERRORS = "urn:ietf:params:xml:ns:xmpp-streams"
OPEN = f"<open xmlns='{FRAMING}' to='{HOST}' version='1.0'/>"
PING = "<ping xmlns='urn:xmpp:ping'/>"
MIB = 1024 * 1024


# -- the two who talk -------------------------------------------------------

class Friends:
    """Bob and Carol say a word each in turn, each waiting for the room's reflection, until `check` is called."""

    def __init__(self, ctx):
        self.room = ctx.room()
        self._witness = ctx.admin
        self._pair = [ctx.bot("bob", self.room), ctx.bot("carol", self.room)]
        self._said = []
        self._failure = None
        self._stop = threading.Event()
        self._enough = threading.Condition()
        self._thread = threading.Thread(target=self._talk, daemon=True, name="friends")
        self._thread.start()

    def _talk(self):
        try:
            while not self._stop.is_set():
                for friend in self._pair:
                    body = f"{friend.user} says {len(self._said)}"
                    friend.say(self.room, body)
                    with self._enough:
                        self._said.append(body)
                        self._enough.notify_all()
                self._stop.wait(0.05 * len(self._pair))    # as people do; it also keeps them below the server's limits
        except Exception as error:      # told by check(), in the scenario's own thread
            self._failure = error
            with self._enough:
                self._enough.notify_all()

    def check(self):
        """They still talk: ten more words each come, and every word reached everyone once and in order."""
        with self._enough:
            wanted = len(self._said) + 20
            self._enough.wait_for(lambda: len(self._said) >= wanted or self._failure, 60)
        self._stop.set()
        self._thread.join(60)
        if self._failure:
            raise AssertionError(f"the friends' talk broke off after {len(self._said)} words") from self._failure
        expect(len(self._said) >= wanted, f"the friends go on talking; they said {len(self._said)} of {wanted} words")
        last = self._said[-1]
        for listener in [*self._pair, self._witness]:
            listener.wait(lambda s: any(c.text == last for c in s.findall(f"{{{CLIENT}}}body")), f"{last} at {listener.user}")
            heard = [body for nickname, _, body in listener.groupchat(self.room) if nickname in ("Bob", "Carol")]
            equal(heard, self._said, f"what {listener.user} heard of the friends")
        kept = [e.body for e in self._witness.archive(self.room) if e.nickname in ("Bob", "Carol")]
        equal(kept, self._said, "what the archive kept of the friends")


# -- the stranger -----------------------------------------------------------

class Stranger(WebSocket):
    """A WebSocket that has not said a word of XMPP yet."""

    def __init__(self, ctx):
        super().__init__(ctx.server.url)
        self.wait_at_most(60)

    def ask(self, text):
        self.send(text)
        return ET.fromstring(self.receive())

    def opened(self):
        """Opens the stream; itself."""
        equal(self.ask(OPEN).tag, f"{{{FRAMING}}}open", "answer to <open/>")
        features = ET.fromstring(self.receive())
        expect(features.tag.endswith("}features"), f"features follow, seen {features.tag}")
        return self

    def ending(self):
        """(stream error or None, code of the closing frame or None): everything up to the end of the connection."""
        condition = None
        try:
            while True:
                element = ET.fromstring(self.receive())
                if element.tag == "{http://etherx.jabber.org/streams}error":
                    condition = element[0].tag.rpartition("}")[2]
                    equal(element[0].tag, f"{{{STREAM_ERRORS}}}{condition}", "namespace of the stream error")
        except ConnectionClosed as closed:
            code = re.search(r"close frame (\d+)", str(closed))
            return condition, int(code[1]) if code else None
        except ConnectionResetError:
            return condition, None
        finally:
            self.drop()


def signed_in(ctx, user="dave"):
    """A stranger with an account."""
    return ctx.bot(user)


def stream_error(client, timeout=30):
    """The stream error that ended a signed-in stream, None when there was none."""
    why = client.wait_closed(timeout)
    if not why.startswith("<"):
        return None
    error = ET.fromstring(why)
    expect(len(error), f"a stream error has a condition, seen {why}")
    return error[0].tag.rpartition("}")[2]


def condition_of(client, stanza, identity, timeout=30):
    """Sends a stanza and returns the type and condition of the error that answers it."""
    since = client.mark()
    client.send(stanza)
    answer = client.wait(lambda s: s.get("id") == identity, f"an answer to {stanza[:200]}", timeout, since)
    equal(answer.get("type"), "error", f"type of the answer to {stanza[:200]}")
    return answer.find(f"{{{CLIENT}}}error").get("type"), StanzaError(answer, "").condition


def http(server, request, timeout=30):
    """Sends bytes as they are; the status of the HTTP answer, None when the connection was closed without one."""
    with socket.create_connection(("127.0.0.1", server.port), timeout) as link:
        link.settimeout(timeout)
        link.sendall(request)
        answer = b""
        try:
            while chunk := link.recv(65536):
                answer += chunk
                if answer.startswith(b"HTTP/1.1 101"):
                    break
        except ConnectionResetError:
            pass
    status = re.match(rb"HTTP/1\.1 (\d{3}) ", answer)
    return int(status[1]) if status else None


def upgrade(server, method="GET", path=None, version="HTTP/1.1", **changes):
    """The bytes of an upgrade request; `changes` are header fields with _ for -, None leaves one out."""
    fields = {"Host": f"127.0.0.1:{server.port}", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
              "Sec-WebSocket-Key": base64.b64encode(secrets.token_bytes(16)).decode(), "Sec-WebSocket-Protocol": "xmpp"}
    fields |= {name.replace("_", "-"): value for name, value in changes.items()}
    lines = [f"{method} {path or server.path} {version}"] + [f"{n}: {v}" for n, v in fields.items() if v is not None]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


# -- before a stream --------------------------------------------------------

@scenario("stranger", only="embedded")
def wrong_handshakes_are_refused(ctx):
    friends = Friends(ctx)
    server = ctx.server
    for wanted, request in {
        "a good one": (101, upgrade(server)),
        "a good one from a page of this computer": (101, upgrade(server, Origin="http://localhost:8080")),
        "no subprotocol": (400, upgrade(server, Sec_WebSocket_Protocol=None)),
        "another subprotocol": (400, upgrade(server, Sec_WebSocket_Protocol="mqtt, chat")),
        "another path": (404, upgrade(server, path="/")),
        "a longer path": (404, upgrade(server, path=server.path + "/../admin")),
        "a page from elsewhere": (403, upgrade(server, Origin="https://example.org")),
        "a page that looks like from here": (403, upgrade(server, Origin="http://localhost.example.org")),
        "a page without an origin": (403, upgrade(server, Origin="null")),
        "a name that points here": (403, upgrade(server, Host=f"rebound.example.org:{server.port}")),
        "no host": (403, upgrade(server, Host=None)),
        "a post": (405, upgrade(server, method="POST")),
        "an old version of HTTP": (400, upgrade(server, version="HTTP/1.0")),
        "no upgrade": (426, upgrade(server, Upgrade=None)),
        "an old WebSocket": (426, upgrade(server, Sec_WebSocket_Version="8")),
        "a short key": (400, upgrade(server, Sec_WebSocket_Key="c2hvcnQ=")),
        "a huge head": (431, upgrade(server, X_Filler="x" * 20000)),
        "many fields": (431, upgrade(server, **{f"X_{n}": "x" for n in range(200)})),
        "a folded field": (400, upgrade(server, X_Fold="one\r\n two")),
        "a request of another protocol": (400, b"EHLO example.org\r\n\r\n"),
        "the stream of RFC 6120": (400, b"<?xml version='1.0'?><stream:stream to='localhost' version='1.0'>\r\n\r\n"),
    }.items():
        status, head = request
        equal(http(server, head), status, f"status of {wanted}")
    friends.check()


@scenario("stranger", only="embedded")
def silent_sockets_are_closed_in_time(ctx):
    """25 that never speak, 25 that fall silent after the upgrade; each is told or closed by the server's own deadline."""
    friends = Friends(ctx)
    address = ("127.0.0.1", ctx.server.port)
    mute = [socket.create_connection(address, 60) for _ in range(25)]
    upgraded = [Stranger(ctx) for _ in range(25)]
    half = [socket.create_connection(address, 60) for _ in range(5)]
    for link in half:
        link.sendall(b"GET /xmpp-websocket HTTP/1.1\r\nHost: loc")
    for link in mute + half:
        answer = b""
        with link:
            while chunk := link.recv(4096):
                answer += chunk
        expect(answer.startswith(b"HTTP/1.1 408 "), f"a silent socket is told 408, seen {answer[:60]!r}")
    for link in upgraded:
        equal(link.ending(), ("connection-timeout", 1000), "the end of a silent WebSocket")
    friends.check()


# -- frames -----------------------------------------------------------------

@scenario("stranger", only="embedded")
def garbage_before_sign_in_ends_the_stream(ctx):
    friends = Friends(ctx)
    deep = "<a>" * 40 + "</a>" * 40
    many = " ".join(f"a{n}='1'" for n in range(65))
    for what, (text, condition) in {
        "words": ("hello there", "not-well-formed"),
        "JSON": ('{"type": "hello"}', "not-well-formed"),
        "controls": ("\x01\x02\x03", "not-well-formed"),
        "a zero": ("<a>\0</a>", "not-well-formed"),
        "half a tag": ("<message", "not-well-formed"),
        "half an element": ("<message xmlns='jabber:client'><body>half", "not-well-formed"),
        "two elements": (OPEN + OPEN, "not-well-formed"),
        "the stream of RFC 6120": ("<stream:stream xmlns:stream='http://etherx.jabber.org/streams' to='localhost'>",
                                   "not-well-formed"),
        "an unbound prefix": ("<x:open to='localhost'/>", "not-well-formed"),
        "an unknown entity": (f"<open xmlns='{FRAMING}' to='&home;'/>", "not-well-formed"),
        "a DTD": ("<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'><!ENTITY c '&b;&b;&b;'>]><a>&c;</a>", "restricted-xml"),
        "a comment": (f"<open xmlns='{FRAMING}'><!-- hello --></open>", "restricted-xml"),
        "an instruction": ("<?php evil() ?><a/>", "restricted-xml"),
        "65 attributes": (f"<open xmlns='{FRAMING}' {many}/>", "policy-violation"),
        "40 levels": (f"<open xmlns='{FRAMING}'>{deep}</open>", "policy-violation"),
        "300 KB": (f"<open xmlns='{FRAMING}' to='{'x' * 300_000}'/>", "policy-violation"),
        "an open of another namespace": ("<open xmlns='urn:example:other' to='localhost' version='1.0'/>", "bad-format"),
        "an open for another host": (f"<open xmlns='{FRAMING}' to='example.org' version='1.0'/>", "host-unknown"),
        "an open without a version": (f"<open xmlns='{FRAMING}' to='{HOST}'/>", "unsupported-version"),
        "a message": (f"<message xmlns='{CLIENT}' to='{friends.room}' type='groupchat'><body>in</body></message>", "bad-format"),
    }.items():
        stranger = Stranger(ctx)
        stranger.send(text)
        equal(stranger.ending(), (condition, 1000), f"the end after {what}")
    friends.check()


@scenario("stranger", only="embedded")
def broken_frames_close_the_connection(ctx):
    friends = Friends(ctx)
    for what, (data, codes) in {
        "a reserved bit": (b"\xf1\x80\0\0\0\0", {1002}),
        "an unknown opcode": (b"\x83\x80\0\0\0\0", {1002}),
        "a continuation of nothing": (b"\x80\x80\0\0\0\0", {1002}),
        "a long ping": (b"\x89\xfe\x00\xff\0\0\0\0" + b"x" * 255, {1002}),
        "a frame of 2^62 bytes": (b"\x81\xff" + (2 ** 62).to_bytes(8, "big") + b"\0\0\0\0", {1009}),
        "random bytes": (secrets.token_bytes(5000), None),
    }.items():
        stranger = Stranger(ctx)
        stranger.send_bytes(data)
        if what == "random bytes":
            stranger.drop()     # they may look like the beginning of a long frame, so nobody says when it ends
            continue
        condition, code = stranger.ending()
        expect(condition is None and (code is None or code in codes), f"{what}: closed by {codes}, seen {condition} {code}")
    binary = Stranger(ctx)
    binary.frame(2, OPEN.encode())
    equal(binary.ending(), (None, 1003), "the end after a binary frame")
    not_text = Stranger(ctx)
    not_text.frame(1, b"<a>\xff\xfe</a>")
    equal(not_text.ending(), (None, 1007), "the end after a text frame that is no UTF-8")
    huge = Stranger(ctx)
    try:
        huge.frame(1, b"<a>" + b"x" * MIB + b"</a>")
        equal(huge.ending(), ("policy-violation", 1000), "the end after a frame of 1 MiB")
    except (BrokenPipeError, ConnectionResetError):
        pass        # closed before all of it was sent
    endless = Stranger(ctx)
    with_start = b"\x01\xfe\xff\xff\0\0\0\0" + b"x" * 65535
    try:
        endless.send_bytes(with_start)
        for _ in range(40):
            endless.send_bytes(b"\x00\xfe\xff\xff\0\0\0\0" + b"x" * 65535)
        equal(endless.ending(), (None, 1009), "the end of a message in endless parts")
    except (BrokenPipeError, ConnectionResetError):
        pass
    half = Stranger(ctx)
    half.send_bytes(b"\x81\xfe\x03\xe8\0\0\0\0<message ")
    half.drop()
    friends.check()


# -- signing in -------------------------------------------------------------

@scenario("stranger", only="embedded")
def stanzas_before_sign_in_are_not_authorized(ctx):
    friends = Friends(ctx)
    said = f"<message xmlns='{CLIENT}' to='{friends.room}' type='groupchat' id='s1'><body>in</body></message>"
    for text in (said, f"<presence xmlns='{CLIENT}' to='{friends.room}/Eve'><x xmlns='http://jabber.org/protocol/muc'/></presence>",
                 f"<iq xmlns='{CLIENT}' type='get' id='i1' to='{HOST}'>{PING}</iq>",
                 "<resume xmlns='urn:xmpp:sm:3' previd='1' h='0'/>",
                 f"<iq xmlns='{CLIENT}' type='set' id='b1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"):
        stranger = Stranger(ctx).opened()
        stranger.send(text)
        equal(stranger.ending(), ("not-authorized", 1000), f"the end after {text[:60]} before signing in")
    stranger = Stranger(ctx).opened()
    stranger.send(OPEN)
    equal(stranger.ending(), ("conflict", 1000), "the end after a second <open/>")
    friends.check()
    equal([n for n, _, _ in ctx.admin.groupchat(friends.room) if n not in ("Bob", "Carol")], [], "strangers heard in the room")


@scenario("stranger", only="embedded")
def wrong_passwords_end_the_stream_and_lock_nobody_out(ctx):
    friends = Friends(ctx)
    tries = 0
    while tries < 20:
        stranger = Stranger(ctx).opened()
        for number in range(5):
            secret = base64.b64encode(f"\0erin\0guess {tries}".encode()).decode()
            answer = stranger.ask(f"<auth xmlns='{SASL}' mechanism='PLAIN'>{secret}</auth>")
            tries += 1
            equal((answer.tag, answer[0].tag), (f"{{{SASL}}}failure", f"{{{SASL}}}not-authorized"), f"answer to guess {tries}")
        equal(stranger.ending(), ("policy-violation", 1000), "the end after five guesses")
    for text, condition in ((f"<auth xmlns='{SASL}' mechanism='GSSAPI'/>", "invalid-mechanism"),
                            (f"<auth xmlns='{SASL}' mechanism='PLAIN'>!!!</auth>", "incorrect-encoding"),
                            (f"<auth xmlns='{SASL}' mechanism='SCRAM-SHA-256'>{base64.b64encode(b'n,,x=y').decode()}</auth>", None),
                            (f"<response xmlns='{SASL}'>AAAA</response>", None),
                            (f"<abort xmlns='{SASL}'/>", "aborted")):
        stranger = Stranger(ctx).opened()
        answer = stranger.ask(text)
        equal(answer.tag, f"{{{SASL}}}failure", f"answer to {text}")
        if condition:
            equal(answer[0].tag, f"{{{SASL}}}{condition}", f"answer to {text}")
        stranger.close()
    expect(ctx.bot("erin").jid, "the right password signs in afterwards")
    friends.check()


# -- signed in --------------------------------------------------------------

def muc_iq(friends):
    """to -> what unknown requests there are answered with (type, condition)."""
    unavailable = ("cancel", "service-unavailable")
    return {HOST: unavailable, None: unavailable, f"dave@{HOST}": unavailable, f"bob@{HOST}": unavailable, MUC: unavailable,
            friends.room: unavailable, "example.org": ("cancel", "remote-server-not-found"),
            f"missing-{secrets.token_hex(3)}@{MUC}": ("cancel", "item-not-found"), "@@@": ("modify", "jid-malformed")}


@scenario("stranger", only="embedded")
def unknown_requests_are_answered(ctx):
    friends = Friends(ctx)
    stranger = signed_in(ctx)
    number = 0

    def ask(to, payload, kind="get"):
        nonlocal number
        number += 1
        address = f" to='{to}'" if to else ""
        return condition_of(stranger, f"<iq xmlns='{CLIENT}' type='{kind}' id='u{number}'{address}>{payload}</iq>", f"u{number}")

    for to, wanted in muc_iq(friends).items():
        for kind in ("get", "set"):
            equal(ask(to, "<teapot xmlns='urn:example:teapot'/>", kind), wanted, f"answer of {to} to an unknown {kind}")
    equal(ask(HOST, "")[0], "modify", "answer to an empty request")
    equal(ask(HOST, PING, "fetch"), ("modify", "bad-request"), "answer to a request of an unknown type")
    for text in (f"<iq xmlns='{CLIENT}' type='result' id='nobody-asked'/>", f"<iq xmlns='{CLIENT}' type='error' id='nobody-asked'/>",
                 f"<presence xmlns='{CLIENT}' type='subscribe' to='bob@{HOST}'/>",
                 f"<message xmlns='{CLIENT}' type='error' to='{friends.room}'/>",
                 f"<presence xmlns='{CLIENT}' type='unavailable' to='{friends.room}/Nobody'/>", "  \n "):
        stranger.send(text)
    message = f"<message xmlns='{CLIENT}' id='m{{}}' type='{{}}' to='{{}}'><body>hello</body></message>"
    for index, (kind, to, wanted) in enumerate((("groupchat", friends.room, ("cancel", "not-acceptable")),
                                                ("chat", f"{friends.room}/Bob", ("cancel", "not-acceptable")),
                                                ("chat", f"bob@{HOST}", ("cancel", "service-unavailable")),
                                                ("chat", "bob@example.org", ("cancel", "remote-server-not-found")))):
        equal(condition_of(stranger, message.format(index, kind, to), f"m{index}"), wanted, f"answer of {to} to a {kind} message")
    many = " ".join(f"a{n}='1'" for n in range(65))
    deep = "<a>" * 40 + "</a>" * 40
    full = "<a/>" * 10_001
    for index, text in enumerate((f"<x xmlns='urn:example:x' {many}/>", deep, full)):
        equal(condition_of(stranger, f"<message xmlns='{CLIENT}' type='groupchat' id='p{index}' to='{friends.room}'>{text}</message>",
                           f"p{index}"), ("modify", "policy-violation"), f"answer to {text[:40]}")
    expect(stranger.iq("get", HOST, PING) is not None, "the stranger's stream is whole afterwards")
    friends.check()
    equal([n for n, _, _ in ctx.admin.groupchat(friends.room) if n not in ("Bob", "Carol")], [], "strangers heard in the room")


@scenario("stranger", only="embedded")
def broken_stanzas_end_only_their_own_stream(ctx):
    friends = Friends(ctx)
    for what, (text, condition) in {
        "half a stanza": (f"<message xmlns='{CLIENT}' to='{friends.room}' type='groupchat'><body>half", "not-well-formed"),
        "a stanza of another namespace": (f"<message xmlns='jabber:server' to='{friends.room}' type='groupchat'><body>x</body></message>",
                                          "invalid-namespace"),
        "a stanza of no namespace": (f"<message to='{friends.room}' type='groupchat'><body>x</body></message>", "invalid-namespace"),
        "an unknown stanza": (f"<letter xmlns='{CLIENT}'/>", "unsupported-stanza-type"),
        "another's address": (f"<message xmlns='{CLIENT}' from='bob@{HOST}/x' to='{friends.room}' type='groupchat'><body>x</body></message>",
                              "invalid-from"),
        "a DTD": ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "restricted-xml"),
        "not XML": ("help", "not-well-formed"),
        "a stanza of 300 KB": (f"<message xmlns='{CLIENT}' to='{friends.room}' type='groupchat'><body>{'x' * 300_000}</body></message>",
                               "policy-violation"),
        "a stanza of 1 MB": (f"<message xmlns='{CLIENT}' to='{friends.room}' type='groupchat'><body>{'x' * 1_000_000}</body></message>",
                             "policy-violation"),
    }.items():
        stranger = signed_in(ctx)
        stranger.join(friends.room, "Eve")
        try:
            stranger.send(text)
        except ConnectionClosed:
            pass        # closed before all of it was sent
        equal(stream_error(stranger), condition, f"stream error after {what}")
        ctx.admin.wait(lambda s: from_room(s, friends.room, "Eve") and s.get("type") == "unavailable",
                       f"Eve out of the room after {what}", 30, 0)
        ctx.admin.stanzas = [s for s in ctx.admin.stanzas if not from_room(s, friends.room, "Eve")]
    friends.check()
    equal([n for n, _, _ in ctx.admin.groupchat(friends.room) if n not in ("Bob", "Carol")], [], "strangers heard in the room")


# -- floods -----------------------------------------------------------------

@scenario("stranger", only="embedded")
def a_flood_without_a_limit_loses_nothing(ctx):
    friends = Friends(ctx)
    client = ctx.joined(friends.room)
    stranger = signed_in(ctx)
    stranger.join(friends.room, "Eve")
    for number in range(2000):
        stranger.say(friends.room, f"flood {number}", f"f{number}", wait=False)
        stranger.send(f"<iq xmlns='{CLIENT}' type='get' id='q{number}' to='{HOST}'>{PING}</iq>")
    stranger.wait(lambda s: s.get("id") == "q1999", "the answer to the last ping", 120)
    wanted = [f"flood {n}" for n in range(2000)]
    for listener in (stranger, ctx.admin):
        listener.wait(lambda s: s.get("id") == "f1999", f"the end of the flood at {listener.user}", 120)
        equal([b for n, _, b in listener.groupchat(friends.room) if n == "Eve"], wanted, f"the flood at {listener.user}")
    stranger.close()
    friends.check()
    ctx.wait_all_stored(client, friends.room, 60)
    # The friends talked before the client was in: of that it holds the few words a join brings.
    ctx.verify(client, friends.room, since=client.stored(friends.room)[0]["stanzaId"])


@scenario("stranger", only="embedded")
def a_client_that_reads_nothing_is_cut_off(ctx):
    friends = Friends(ctx)
    full = ctx.room()
    writer = ctx.bot("erin", full)
    for number in range(100):
        writer.say(full, f"{number} " + "x" * 8000, wait=number == 99)
    stranger = Client(ctx.server.url, "dave")
    # Signed in, then deaf: its reader waits for ever in the first answer.
    stuck = threading.Event()
    stranger.on_stanza = lambda stanza: stuck.wait() if stanza.get("id") == "deaf" else None
    stranger.connect()
    stranger.join(full, "Eve")
    try:
        stranger.send(f"<iq xmlns='{CLIENT}' type='get' id='deaf' to='{HOST}'>{PING}</iq>")
        for number in range(200_000):
            stranger.send(f"<iq xmlns='{CLIENT}' type='set' id='a{number}' to='{full}'><query xmlns='urn:xmpp:mam:2' queryid='a'>"
                          "<set xmlns='http://jabber.org/protocol/rsm'><max>100</max></set></query></iq>")
    except ConnectionClosed:
        pass        # cut while it was still asking
    ctx.admin.wait(lambda s: from_room(s, full, "Eve") and s.get("type") == "unavailable", "the deaf stranger out of its room", 120)
    stuck.set()
    friends.check()


@scenario("limits", only="embedded")
def a_flood_over_the_limit_is_refused(ctx):
    friends = Friends(ctx)
    stranger = signed_in(ctx)
    stranger.join(friends.room, "Eve")
    for number in range(3000):
        stranger.say(friends.room, f"flood {number}", f"flood-{number}", wait=False)
    answers = {}

    def decided(stanza):
        if stanza.tag == f"{{{CLIENT}}}message" and (stanza.get("id") or "").startswith("flood-"):
            error = stanza.find(f"{{{CLIENT}}}error")
            answers[stanza.get("id")] = "said" if error is None else (error.get("type"), StanzaError(stanza, "").condition)
        return len(answers) == 3000

    stranger.wait(decided, "an answer to each message of the flood", 120)
    refused = [i for i, a in answers.items() if a != "said"]
    equal({answers[i] for i in refused}, {("wait", "resource-constraint")}, "what is refused, and how")
    expect(len(refused) > 1000, f"most of the flood is refused, seen {len(refused)} of 3000")
    heard = [b for n, _, b in stranger.groupchat(friends.room) if n == "Eve"]
    equal(heard, [f"flood {n}" for n in range(3000) if answers[f"flood-{n}"] == "said"], "what was let through")
    friends.check()
    equal([b for n, _, b in ctx.admin.groupchat(friends.room) if n == "Eve"], heard, "what the others heard of the flood")
