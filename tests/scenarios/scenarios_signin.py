"""Signing in: passwords, addresses, certificates, and a server that lets nobody make rooms."""
import http.server
import re
import threading

from context import equal, expect, scenario
from chaos import DOWN
from servers import TlsFront, free_port


def expect_connection_failure(client, room, kind):
    """The join fails with the connection's cause, and the connection says the same."""
    event = client.wait("connectionStateChanged", lambda e: e["cause"] is not None, timeout=30)
    equal(event["cause"]["kind"], kind, f"cause in state {event['state']}", client)
    client.wait_join_failed(room, kind, timeout=30)
    return event


@scenario("signin")
def wrong_password(ctx):
    room = ctx.room()
    client = ctx.client(password="wrong").start(joins=[room])
    event = expect_connection_failure(client, room, "NotAuthorized")
    equal((event["cause"]["code"], event["state"]), (31004, "Offline"), "code, and no retry with a wrong password", client)


@scenario("signin")
def unreachable_server(ctx):
    room = ctx.room()
    client = ctx.client(f"ws://127.0.0.1:{free_port()}/ws").start(joins=[room])
    event = expect_connection_failure(client, room, "ServerUnreachable")
    equal((event["cause"]["code"], event["state"]), (35008, "Waiting"), "code, and a retry later", client)
    client.wait("connectionStateChanged", lambda e: (e["attempt"] or 0) >= 2, timeout=20, state="Waiting")


@scenario("signin")
def second_address_is_tried(ctx):
    room = ctx.room()
    client = ctx.client([f"ws://127.0.0.1:{free_port()}/ws", ctx.server.url]).start(joins=[room])
    client.wait_joined(room, timeout=30)


class PlainPages(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>hello</html>")

    def log_message(self, *_):
        pass


@scenario("signin")
def web_server_that_is_not_xmpp(ctx):
    room = ctx.room()
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), PlainPages)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    try:
        client = ctx.client(f"ws://127.0.0.1:{web.server_port}/ws").start(joins=[room])
        expect_connection_failure(client, room, "NotAnXmppServer")
    finally:
        web.shutdown()
        web.server_close()


@scenario("signin")
def certificate_of_own_authority(ctx):
    room = ctx.room()
    client = ctx.client(ctx.server.tls_url, ca_file=ctx.server.authority.certificate).start(joins=[room])
    client.wait_joined(room)
    client.wait_state(client.send(room, "over TLS"), "Delivered")


@scenario("signin")
def certificate_of_unknown_authority(ctx):
    room = ctx.room()
    client = ctx.client(ctx.server.tls_url).start(joins=[room])
    expect_connection_failure(client, room, "TlsFailed")


def refused_certificate(ctx, name, **issue):
    room = ctx.room()
    front = TlsFront(ctx.server.port, *ctx.server.authority.issue(name, **issue))
    try:
        client = ctx.client(f"wss://localhost:{front.port}{ctx.server.path}", ca_file=ctx.server.authority.certificate).start(joins=[room])
        expect_connection_failure(client, room, "TlsFailed")
    finally:
        front.close()


@scenario("signin")
def expired_certificate(ctx):
    refused_certificate(ctx, "expired", start="20200101000000Z", end="20210101000000Z")


@scenario("signin")
def certificate_of_another_host(ctx):
    refused_certificate(ctx, "elsewhere", host="chat.example.org")


@scenario("signin")
def good_certificate_of_the_same_front(ctx):
    """The twin of the two above: the front itself is not what is refused."""
    room = ctx.room()
    front = TlsFront(ctx.server.port, *ctx.server.authority.issue("good"))
    try:
        client = ctx.client(f"wss://localhost:{front.port}{ctx.server.path}", ca_file=ctx.server.authority.certificate).start(joins=[room])
        client.wait_joined(room)
    finally:
        front.close()


def without_scram(way, data):
    """A server as an attacker between would show it: the password itself is the only way in."""
    return re.sub(rb">SCRAM-SHA-", b">XXXXX-XXX-", data) if way == DOWN else data


@scenario("signin")
def weaker_sign_in_than_before_is_refused_over_restarts(ctx):
    between = ctx.relay()
    between.rewrite = without_scram

    def start(client, url, *arguments):
        client.urls = [url]
        client.start(*arguments)

    def enters(client, url, *arguments):
        start(client, url, *arguments)
        client.wait("connectionStateChanged", state="Online")
        client.end()

    def is_refused(client):
        start(client, ctx.relay_url(between))
        event = client.wait("connectionStateChanged", lambda e: e["cause"] is not None)
        equal((event["cause"]["kind"], event["cause"]["code"], event["state"]), ("WeakSignIn", 0, "Offline"), "cause, and no retry",
              client)
        client.end()

    # The twin: on this machine a new account may be let in like that, and the relay lets it.
    enters(ctx.client(account="bob"), ctx.relay_url(between))
    client = ctx.client()
    enters(client, ctx.server.url)
    is_refused(client)
    enters(client, ctx.relay_url(between), "--allow-plain")
    # Nothing stronger has been seen since: the word of the person holds.
    enters(client, ctx.relay_url(between))
    enters(client, ctx.server.url)
    is_refused(client)


@scenario("signin")
def missing_room_where_creation_is_forbidden(ctx):
    client = ctx.client().start()
    client.wait("connectionStateChanged", state="Online")
    for _ in range(ctx.times):
        room = ctx.server.new_room_name("missing")
        since = client.mark()
        client.do("join", room=room)
        client.wait_join_failed(room, "RoomDoesNotExist", since=since)
        expect(not ctx.admin.room_exists(room), f"the server has no room {room} afterwards, it has one", client)


@scenario("signin")
def creating_where_it_is_forbidden(ctx):
    room = ctx.server.new_room_name("fresh")
    client = ctx.client().start("--create", joins=[room])
    client.wait_join_failed(room, "CreationNotAllowed")
    expect(not ctx.admin.room_exists(room), f"the server has no room {room} afterwards, it has one", client)


@scenario("signin")
def join_asked_while_the_server_is_away_fails_with_its_cause_then_works(ctx):
    room = ctx.room()
    relay = ctx.relay()
    relay.refuse()
    client = ctx.client(ctx.relay_url(relay)).start(joins=[room])
    client.wait_join_failed(room, "ServerUnreachable")
    relay.allow()
    client.do("retryNow")
    client.wait("connectionStateChanged", state="Online", timeout=20)
    since = client.mark()
    client.do("join", room=room)
    client.wait_joined(room, since=since)
