"""What happens while the client is cut off, killed or stopped, and how it comes back."""
import datetime
import signal
import time

from chaos import DOWN, SeededPlan
from context import ServerFault, bodies, equal, expect, from_room, message_rows, scenario
from scenarios_join import extra_of
from xmpp import MUC_USER


def cut_client(ctx, *rooms, arguments=()):
    """(client, relay): a joined client behind a relay."""
    relay = ctx.relay()
    return ctx.joined(*rooms, urls=ctx.relay_url(relay), arguments=arguments), relay


def go_away(client, relay):
    """Cuts the connection and keeps it cut; the position of connectionLost."""
    since = client.mark()
    relay.refuse()
    relay.reset()
    client.wait("connectionLost", since=since)
    return since


def come_back(client, relay):
    """Opens the way and spares the client its backoff, which is tested elsewhere."""
    relay.allow()
    client.do("retryNow")


def gone_for_good(ctx, bot, room, since):
    """Waits until the server has given alice's session up: whoever comes back now needs a new login."""
    def gone(stanza):
        return from_room(stanza, room, "alice") and stanza.get("type") == "unavailable"

    try:
        bot.wait(gone, "alice's session given up", ctx.server.options.resume_timeout + 6, since)
    except AssertionError:
        # ejabberd 23.01 misses about one end in fifteen that meets a busy connection, and then keeps the session for ever.
        if ctx.server.name != "ejabberd":
            raise
        for item in ctx.admin.occupants[room]["alice"].iter(f"{{{MUC_USER}}}item"):
            ctx.server.api("kick_session", user="alice", host="localhost", resource=item.get("jid").partition("/")[2], reason="ghost")
        try:
            bot.wait(gone, "alice's kicked session gone", 10, since)
        except AssertionError as error:
            raise ServerFault("ejabberd keeps the session even when told to end it") from error


def seconds(moment):
    return datetime.datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp()


def check_report(ctx, client, room, since, resumed, missed):
    """The receipt agrees with the events between the loss and the rejoin."""
    event = client.wait_rejoined(room, since=since)
    report = event["report"]
    end = client.events.index(event, since)
    lost = next(i for i in range(since, end) if client.events[i]["event"] == "connectionLost")
    recovered = sum(not row["own"] for row in client.stored(room, lost, end))
    equal((report["recovered"], recovered), (missed, missed), "recovered, and rows of others stored between loss and rejoin", client)
    equal((report["resumed"], report["gaps"], report["provable"]), (resumed, 0, True), "resumed, gaps, provable", client)
    expect(report["alreadyHere"] >= 0, f"alreadyHere is a number of entries, seen {report}", client)
    apart = (seconds(event["t"]) - seconds(client.events[lost]["t"])) * 1000
    expect(0 <= report["offlineForMs"] <= apart + 50, f"offlineForMs lies within the {apart:.0f} ms between the events, seen {report}", client)
    return report


@scenario("away")
def short_cut_is_resumed(ctx):
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(15)
    client, relay = cut_client(ctx, room)
    since = go_away(client, relay)
    talker.burst(25)
    come_back(client, relay)
    check_report(ctx, client, room, since, True, 25)
    equal(client.seen("rejoining", since)[:1] and client.seen("rejoining", since)[0]["attempt"], 1, "first rejoining attempt", client)
    talker.burst(3)
    ctx.wait_all_stored(client, room)
    ctx.verify(client, room, since=ctx.archived(room)[5].archive_id)


@scenario("away")
def long_cut_needs_a_new_login(ctx):
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(15)
    bot = ctx.bot("carol", room)
    client, relay = cut_client(ctx, room, arguments=("--extra", "row 1"))
    presence = bot.wait(lambda s: from_room(s, room, "alice"), "alice's presence")
    equal(extra_of(presence), "row 1", "extra at join", client)
    left_at = bot.mark()
    since = go_away(client, relay)
    talker.burst(130)
    gone_for_good(ctx, bot, room, left_at)
    mark = bot.mark()
    come_back(client, relay)
    check_report(ctx, client, room, since, False, 130)
    presence = bot.wait(lambda s: from_room(s, room, "alice") and s.get("type") is None, "alice's new presence", since=mark)
    equal(extra_of(presence), "row 1", "extra at the rejoin", client)
    talker.burst(3)
    ctx.wait_all_stored(client, room)
    ctx.verify(client, room, since=ctx.archived(room)[5].archive_id)


@scenario("away")
def few_missed_are_counted_apart_from_those_already_here(ctx):
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(20)
    bot = ctx.bot("carol", room)
    client, relay = cut_client(ctx, room)
    left_at = bot.mark()
    since = go_away(client, relay)
    talker.burst(3)
    gone_for_good(ctx, bot, room, left_at)
    relay.allow()       # this one comes back by itself
    report = check_report(ctx, client, room, since, False, 3)
    expect(report["alreadyHere"] >= 7, f"at least the last 10 entries are read, 7 of them already here; seen {report}", client)
    ctx.verify(client, room, since=ctx.archived(room)[10].archive_id)


@scenario("away")
def live_messages_during_the_rejoin_do_not_hide_the_hole(ctx):
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(5)
    bot = ctx.bot("carol", room)
    client, relay = cut_client(ctx, room)
    left_at = bot.mark()
    since = go_away(client, relay)
    talker.burst(220)
    gone_for_good(ctx, bot, room, left_at)
    talker.chatter(0.01)
    come_back(client, relay)
    report = client.wait_rejoined(room, since=since)["report"]
    talker.quiet()
    talker.settle()
    equal((report["resumed"], report["gaps"], report["provable"]), (False, 0, True), "resumed, gaps, provable", client)
    expect(report["recovered"] >= 220, f"at least the 220 missed are recovered, seen {report}", client)
    ctx.wait_all_stored(client, room)
    ctx.verify(client, room)


@scenario("away")
def second_cut_during_the_catch_up(ctx):
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(5)
    bot = ctx.bot("carol", room)
    client, relay = cut_client(ctx, room)
    left_at = bot.mark()
    since = go_away(client, relay)
    talker.burst(300)
    gone_for_good(ctx, bot, room, left_at)
    come_back(client, relay)
    client.wait("roomStateChanged", since=since, room=room, state="CatchingUp")
    relay.cut_after(30_000, DOWN)      # somewhere inside the archive pages
    talker.burst(10)
    client.wait_rejoined(room, since=since, timeout=60)
    ctx.wait_all_stored(client, room)
    ctx.verify(client, room)


@scenario("away")
def message_written_offline_is_sent_once(ctx):
    room = ctx.room()
    bob = ctx.bot("bob", room)
    client, relay = cut_client(ctx, room)
    since = go_away(client, relay)
    texts = [f"written offline {n}" for n in range(3)]
    sends = [(client.send(room, text), text) for text in texts]
    for key, _ in sends:
        client.wait_state(key, "Queued")
    come_back(client, relay)
    client.wait_rejoined(room, since=since)
    for key, _ in sends:
        client.wait_state(key, "Delivered")
    bob.say(room, "end")
    client.wait_stored(room, lambda r: r["body"] == "end")
    equal([b for n, _, b in bob.groupchat(room) if n == "alice"], texts, "what the others saw, in order", client)
    equal(bodies(client.export(room)), texts + ["end"], "export", client)
    ctx.verify(client, room, sends)


@scenario("away")
def queue_outlives_a_restart(ctx):
    room = ctx.room()
    bob = ctx.bot("bob", room)
    client, relay = cut_client(ctx, room)
    go_away(client, relay)
    sends = [(client.send(room, text), text) for text in ("first", "second")]
    client.kill()
    relay.allow()
    client.start()
    client.wait_rejoined(room)
    bob.wait(lambda s: from_room(s, room, "alice", "message") and s.find("{jabber:client}body").text == "second", "the second message")
    bob.say(room, "end")
    client.wait_stored(room, lambda r: r["body"] == "end")
    for key, _ in sends:
        client.wait_state(key, "Delivered")
    equal([b for n, _, b in bob.groupchat(room) if n == "alice"], ["first", "second"], "what the others saw", client)
    ctx.verify(client, room, sends)


def send_into_the_dark(ctx, long, only_reflection_lost):
    """Sends while the link is dead but nobody knows; the message must come out exactly once."""
    room = ctx.room()
    bot = ctx.bot("bob", room)
    client, relay = cut_client(ctx, room)
    left_at = bot.mark()
    since = client.mark()
    relay.blackhole(DOWN if only_reflection_lost else None, reset_server=False)
    sends = [(client.send(room, text), text) for text in ("into the dark", "and another")]
    if only_reflection_lost:
        bot.wait(lambda s: from_room(s, room, "alice", "message") and s.find("{jabber:client}body").text == "and another",
                 "both messages at the server")
    if long:
        relay.refuse()
        relay.blackhole(None, reset_server=True)
    client.wait("connectionLost", since=since, timeout=30)
    if long:
        gone_for_good(ctx, bot, room, left_at)
        come_back(client, relay)
    report = client.wait_rejoined(room, since=since)["report"]
    equal((report["resumed"], report["gaps"]), (not long, 0), "resumed, gaps", client)
    for key, _ in sends:
        client.wait_state(key, "Delivered", timeout=45)
    bot.say(room, "end")
    client.wait_stored(room, lambda r: r["body"] == "end")
    equal([b for n, _, b in bot.groupchat(room) if n == "alice"], ["into the dark", "and another"], "what the others saw", client)
    ctx.verify(client, room, sends)


@scenario("away")
def message_lost_on_the_way_is_sent_again_after_resume(ctx):
    send_into_the_dark(ctx, long=False, only_reflection_lost=False)


@scenario("away")
def message_lost_on_the_way_is_sent_again_after_a_new_login(ctx):
    send_into_the_dark(ctx, long=True, only_reflection_lost=False)


@scenario("away")
def message_whose_reflection_was_lost_is_not_sent_again_after_resume(ctx):
    send_into_the_dark(ctx, long=False, only_reflection_lost=True)


@scenario("away")
def message_whose_reflection_was_lost_is_not_sent_again_after_a_new_login(ctx):
    send_into_the_dark(ctx, long=True, only_reflection_lost=True)


@scenario("away")
def leaving_offline_is_remembered(ctx):
    room, kept = ctx.room(), ctx.room()
    bob = ctx.bot("bob", room)
    client, relay = cut_client(ctx, room, kept)
    since = go_away(client, relay)
    mark = bob.mark()
    client.do("leave", room=room)
    equal(client.wait("left", since=since, room=room)["reason"]["kind"], "ByUser", "left at once, offline", client)
    come_back(client, relay)
    client.wait_rejoined(kept, since=since)
    bob.wait(lambda s: from_room(s, room, "alice") and s.get("type") == "unavailable", "alice leaves at the server too",
             ctx.server.options.resume_timeout + 25, mark)
    equal(client.seen("rejoined", since, room=room), [], "rejoined events of the room that was left", client)
    client.end()
    client.start()
    client.wait_rejoined(kept)
    expect("alice" not in bob.occupants[room], "alice is not in the room she left", client)


@scenario("away")
def quit_and_restart_brings_what_was_missed(ctx):
    room, other = ctx.room(), ctx.room()
    talker = ctx.talker(room)
    talker.burst(12)
    client = ctx.joined(room, other)
    client.do("quit")
    equal(client.wait_exit(), 0, "exit code of quit", client)
    talker.burst(60)
    client.start()
    event = client.wait_rejoined(room)
    client.wait_rejoined(other)
    equal((event["report"]["recovered"], event["report"]["resumed"], event["report"]["gaps"]), (60, False, 0), "report", client)
    talker.burst(2)
    ctx.wait_all_stored(client, room)
    ctx.verify(client, room, since=ctx.archived(room)[2].archive_id)


@scenario("away")
def kill_and_restart_brings_what_was_missed(ctx):
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(5)
    client = ctx.joined(room)
    talker.chatter(0.01)
    sends = []
    for number in range(6):
        body = f"own {number}"
        sends.append((client.send(room, body), body))
    client.kill()
    talker.quiet()
    talker.burst(40)
    client.start()
    client.wait_rejoined(room)
    for key, body in sends:
        rows = [r for r in client.export(room) if r["kind"] == "message" and r["key"] == key]
        equal(len(rows), 1, f"rows of {body!r} after the kill", client)
        if rows[0]["state"] != "Delivered":
            client.wait_state(key, "Delivered", timeout=45)
    talker.burst(2)
    ctx.wait_all_stored(client, room)
    ctx.verify(client, room, sends)


@scenario("away")
def kills_again_and_again(ctx):
    """Twelve kills at random moments of joining and talking; nothing lost, nothing twice."""
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(3)
    client = ctx.joined(room)
    talker.chatter(0.02)
    for number in range(12):
        client.wait_events(2 * number)      # a little later each time: start, states, pages, rows, ...
        client.kill()
        client.start()
    talker.quiet()
    talker.settle()
    client.wait_rejoined(room)
    ctx.wait_all_stored(client, room)
    ctx.verify(client, room)


@scenario("away")
def signals_end_the_program_in_order(ctx):
    room = ctx.room()
    bob = ctx.bot("bob", room)
    for how in (signal.SIGTERM, signal.SIGINT):
        client = ctx.joined(room)
        bob.wait(lambda s: from_room(s, room, "alice"), "alice's presence")
        mark = bob.mark()
        code, took = client.end(how)
        equal(code, 0, f"exit code after {how.name}", client)
        expect(took < 2, f"{how.name} ends within 2 s, took {took:.1f} s", client)
        bob.wait(lambda s: from_room(s, room, "alice") and s.get("type") == "unavailable",
                 "the stream closed in order, so that alice is gone at once", 3, mark)
    relay = ctx.relay()
    client = ctx.joined(room, urls=ctx.relay_url(relay))
    go_away(client, relay)
    code, took = client.end()
    expect((code, took < 2) == (0, True), f"SIGTERM while offline: expected exit 0 within 2 s, seen {code} after {took:.1f} s", client)
    client.check(settled=False)
    ctx.clients.remove(client)
    client.close()


@scenario("away")
def kicked_while_away(ctx):
    room, kept = ctx.room(), ctx.room()
    client, relay = cut_client(ctx, room, kept)
    since = go_away(client, relay)
    ctx.admin.kick(room, "alice", "was away")
    come_back(client, relay)
    reason = client.wait("left", since=since, room=room, timeout=30)["reason"]
    equal((reason["kind"], reason["reason"]), ("Kicked", "was away"), "left", client)
    equal(client.wait_rejoined(kept, since=since)["report"]["resumed"], True, "resumed", client)
    expect("alice" not in ctx.admin.occupants[room], "the client did not go back into the room it was kicked from", client)


@scenario("away")
def banned_while_away_for_long(ctx):
    room = ctx.room()
    bot = ctx.bot("bob", room)
    client, relay = cut_client(ctx, room)
    left_at = bot.mark()
    go_away(client, relay)
    ctx.admin.ban(room, "alice@localhost", "spam")
    bot.wait(lambda s: from_room(s, room, "alice") and s.get("type") == "unavailable", "alice thrown out", since=left_at)
    client.kill()       # no stream to resume: the ban is met at the join
    relay.allow()
    client.start()
    event = client.wait_any(("rejoinFailed", "rejoined", "left"), room=room)
    expect(event["event"] == "rejoinFailed" and event["error"]["kind"] == "Banned" and not event["willRetry"],
           f"expected a final rejoinFailed Banned, seen {event}", client)


@scenario("away")
def destroyed_while_away(ctx):
    room, kept = ctx.room(), ctx.room()
    client, relay = cut_client(ctx, room, kept)
    since = go_away(client, relay)
    ctx.admin.destroy(room, "moved", kept)
    come_back(client, relay)
    reason = client.wait("left", since=since, room=room, timeout=30)["reason"]
    equal((reason["kind"], reason["reason"], reason["alternative"]), ("Destroyed", "moved", kept), "left", client)
    client.wait_rejoined(kept, since=since)
    expect(not ctx.admin.room_exists(room), "the room was not made again", client)


@scenario("away")
def destroyed_while_away_for_long(ctx):
    room, kept = ctx.room(), ctx.room()
    bot = ctx.bot("bob", kept)
    client, relay = cut_client(ctx, room, kept)
    left_at = bot.mark()
    since = go_away(client, relay)
    ctx.admin.destroy(room, "moved", kept)
    gone_for_good(ctx, bot, kept, left_at)
    come_back(client, relay)
    client.wait_rejoined(kept, since=since)
    event = client.wait_any(("left", "rejoinFailed", "rejoined"), since, room=room)
    if ctx.server.name == "prosody":       # it keeps a tombstone that names the other room
        equal((event["event"], event.get("reason", {}).get("kind"), event.get("reason", {}).get("alternative")),
              ("left", "Destroyed", kept), "end of the room", client)
    else:
        expect(event["event"] == "rejoinFailed" and event["error"]["kind"] == "RoomDoesNotExist" and not event["willRetry"],
               f"expected a final rejoinFailed RoomDoesNotExist, seen {event}", client)
    expect(not ctx.admin.room_exists(room), "the room was not made again", client)


@scenario("away")
def muted_while_away(ctx):
    room = ctx.room(moderatedroom=1)
    ctx.admin.set_affiliation(room, "alice@localhost", "member")
    client, relay = cut_client(ctx, room)
    since = go_away(client, relay)
    ctx.admin.set_role(room, "alice", "visitor", "while away")
    come_back(client, relay)
    result = client.wait_rejoined(room, since=since)["result"]
    equal(result["mute"]["canSpeak"], False, "canSpeak after the rejoin", client)
    expect(client.seen("muteStateChanged", since), "muteStateChanged tells of it", client)


@scenario("away")
def flapping_link(ctx):
    """Eight cuts in a row while a bot talks; every loss ends in one rejoined."""
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(3)
    client, relay = cut_client(ctx, room)
    talker.chatter(0.05)
    for number in range(8):
        since = client.mark()
        relay.reset() if number % 2 else relay.close()
        client.wait("connectionLost", since=since)
        client.wait_rejoined(room, since=since)
    talker.quiet()
    talker.settle()
    equal(len(client.seen("connectionLost")), len(client.seen("rejoined")), "losses and rejoins", client)
    ctx.wait_all_stored(client, room)
    ctx.verify(client, room)


@scenario("away")
def pause_of_the_link_is_no_loss(ctx):
    room = ctx.room()
    talker = ctx.talker(room)
    client, relay = cut_client(ctx, room)
    relay.pause()
    talker.burst(30)
    relay.resume()
    ctx.wait_all_stored(client, room)
    equal(client.seen("connectionLost"), [], "losses", client)
    ctx.verify(client, room)


@scenario("away")
def slow_link_is_no_loss(ctx):
    room = ctx.room()
    talker = ctx.talker(room)
    client, relay = cut_client(ctx, room)
    relay.slow(delay=0.02, rate=40_000)
    talker.burst(80)
    key = client.send(room, "through the mud")
    client.wait_state(key, "Delivered", timeout=40)
    ctx.wait_all_stored(client, room, 40)
    equal(client.seen("connectionLost"), [], "losses", client)
    ctx.verify(client, room, [(key, "through the mud")])


@scenario("away")
def connections_that_break_at_any_byte(ctx):
    """Each connection breaks after a random number of bytes, often inside a stanza; then the link is good again."""
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(10)
    client, relay = cut_client(ctx, room)
    talker.chatter(0.03)
    relay.plan = SeededPlan(11, ("reset", "close"), reach=40_000, healthy=0)
    relay.reset()
    sends = []
    while relay.accepted < 8:
        body = f"own {len(sends)}"
        sends.append((client.send(room, body), body))
        client.wait_any(("connectionLost", "rejoined", "connectionStateChanged"), client.mark(), 60)
    relay.plan = None
    since = client.mark()
    relay.reset()
    client.do("retryNow")
    client.wait_rejoined(room, since=since, timeout=60)
    talker.quiet()
    talker.settle()
    for key, _ in sends:
        client.wait_state(key, "Delivered", timeout=60)
    ctx.wait_all_stored(client, room)
    ctx.verify(client, room, sends)


@scenario("away")
def thousand_missed_while_the_program_was_off(ctx):
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(5)
    client = ctx.joined(room)
    equal(client.end()[0], 0, "exit code of SIGTERM", client)
    talker.burst(1000)
    client.start()
    report = client.wait_rejoined(room, timeout=60)["report"]
    equal((report["recovered"], report["gaps"], report["provable"]), (1000, 0, True), "recovered, gaps, provable", client)
    ctx.verify(client, room)


@scenario("away", alone=True)
def server_restart_is_a_loss_not_a_leave(ctx):
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(10)
    client = ctx.joined(room)
    since = client.mark()
    ctx.restart_server()
    client.wait("connectionLost", since=since)
    talker.burst(20)
    client.do("retryNow")
    report = client.wait_rejoined(room, since=since, timeout=60)["report"]
    equal((report["resumed"], report["gaps"]), (False, 0), "resumed, gaps", client)
    equal(client.seen("left"), [], "left events", client)
    ctx.wait_all_stored(client, room)
    ctx.verify(client, room)


@scenario("away", alone=True)
def a_nickname_taken_meanwhile_can_be_changed(ctx):
    room, relay = ctx.room(), ctx.relay()
    client = ctx.joined(room, urls=ctx.relay_url(relay))
    client.wait_state(client.send(room, "before"), "Delivered")
    since = client.mark()
    relay.refuse()
    relay.reset()
    ctx.restart_server()
    thief = ctx.bot("carol", room, "alice")
    thief.say(room, "meanwhile")
    relay.allow()
    failed = client.wait("rejoinFailed", since=since, timeout=60, room=room)
    equal((failed["error"]["kind"], failed["willRetry"]), ("NicknameInUse", True), "why", client)
    done = client.ask("nick", room=room, nickname="alicia")
    expect(not done["ok"], "outside one has no nickname to change", client)
    client.do("join", room=room, nickname="alicia")
    equal(client.wait_rejoined(room, since=since, timeout=60)["result"]["nickname"], "alicia", "nickname", client)
    client.wait_row(room, lambda row: row["body"] == "meanwhile" and not row["own"], since=since)
    client.wait_state(client.send(room, "after"), "Delivered")
    equal(bodies(client.shown_rows(room)), ["before", "meanwhile", "after"], "rows", client)
    ctx.verify(client, room)


@scenario("away", alone=True)
def server_killed(ctx):
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(10)
    client = ctx.joined(room)
    since = client.mark()
    ctx.restart_server(hard=True)
    client.wait("connectionLost", since=since)
    talker.burst(20)
    client.do("retryNow")
    client.wait_rejoined(room, since=since, timeout=60)
    ctx.wait_all_stored(client, room)
    archive = {e.archive_id for e in ctx.archived(room)}
    kept = [r for r in message_rows(client.export(room)) if r["stanzaId"] in archive]
    expect(len(kept) == len(archive), f"all {len(archive)} archived messages are held, seen {len(kept)}", client)


@scenario("noarchive")
def without_archive_history_counts(ctx):
    room = ctx.room()
    bob = ctx.bot("bob", room)
    for number in range(20):
        bob.say(room, f"number {number}")
    for count, wanted in ((-1, 0), (0, 10), (1, 1), (15, 15)):
        client = ctx.joined(room, arguments=("--history", str(count)))
        equal(bodies(client.export(room)), [f"number {n}" for n in range(20 - wanted, 20)], f"--history {count}", client)


@scenario("noarchive")
def without_archive_nothing_is_claimed(ctx):
    room = ctx.room()
    bob, bot = ctx.bot("bob", room), ctx.bot("carol", room)
    for number in range(12):
        bob.say(room, f"number {number}")
    client, relay = cut_client(ctx, room)
    left_at = bot.mark()
    since = go_away(client, relay)
    for number in range(12, 15):
        bob.say(room, f"number {number}")
    bob.say(room, "number 14")        # the same words twice are two messages
    gone_for_good(ctx, bot, room, left_at)
    come_back(client, relay)
    report = client.wait_rejoined(room, since=since)["report"]
    equal((report["provable"], report["recovered"]), (False, 4), "provable, recovered", client)
    lines = client.export(room)
    equal(bodies(lines), [f"number {n}" for n in range(2, 15)] + ["number 14"], "export", client)
    key = client.send(room, "own words")
    client.wait_state(key, "Delivered")
    equal(len(lines) - len(message_rows(lines)), 0, "gap lines where the history overlaps", client)


@scenario("noarchive")
def without_archive_a_hole_is_drawn(ctx):
    room = ctx.room()
    bob, bot = ctx.bot("bob", room), ctx.bot("carol", room)
    for number in range(5):
        bob.say(room, f"number {number}")
    client, relay = cut_client(ctx, room)
    left_at = bot.mark()
    since = go_away(client, relay)
    for number in range(5, 80):       # more than the server's short history
        bob.say(room, f"number {number}", wait=number % 10 == 9)
    gone_for_good(ctx, bot, room, left_at)
    come_back(client, relay)
    client.wait_rejoined(room, since=since)
    gaps = [line for line in client.export(room) if line["kind"] == "gap"]
    equal([g["reason"] for g in gaps], ["NoArchive"], "gap lines", client)
    seen = bodies(client.export(room))
    equal(len(seen), len(set(seen)), "each message once", client)
