"""Faults of the link, the disk, the clock and the archive that no other group holds (F2, F3, F15, F18, F20, F30, F32 to F34, F37, F48, F53)."""
import contextlib
import errno
import itertools
import sqlite3
import time

from chaos import DOWN, UP
from context import bodies, equal, expect, message_rows, scenario
from faults import Faults
from scenarios_away import come_back, cut_client, go_away, gone_for_good, seconds
from xmpp import read_token


def report(text):
    print(f"     {text}", flush=True)


def faulty_client(ctx, *rooms, urls=None):
    """(client, faults): a joined client whose disk and clock can be made to fail."""
    client = ctx.client(urls)
    faults = Faults(client.folder)
    client.environment = faults.environment
    client.start(joins=rooms)
    for room in rooms:
        client.wait_joined(room)
    return client, faults


def gaps(client, room):
    return [line for line in client.export(room) if line["kind"] == "gap"]


# -- the link ---------------------------------------------------------------

@scenario("faults")
def dead_link_is_noticed_by_itself(ctx):
    room = ctx.room()
    talker = ctx.talker(room)
    client, relay = cut_client(ctx, room)
    talker.burst(3)
    ctx.wait_all_stored(client, room)
    since, began = client.mark(), time.time()
    relay.blackhole()
    talker.burst(20)
    lost = client.wait("connectionLost", since=since, timeout=50)
    report(f"{ctx.server.name}: an idle dead link was noticed after {seconds(lost['t']) - began:.1f} s (45 s at most)")
    client.wait_rejoined(room, since=since, timeout=60)
    ctx.wait_all_stored(client, room)
    ctx.verify(client, room)


@scenario("faults")
def dead_link_is_noticed_sooner_after_sending(ctx):
    room = ctx.room()
    talker = ctx.talker(room)
    client, relay = cut_client(ctx, room)
    talker.burst(3)
    since = client.mark()
    relay.blackhole()
    talker.burst(20)
    began, key = time.time(), client.send(room, "into the dark")
    lost = client.wait("connectionLost", since=since, timeout=20)
    report(f"{ctx.server.name}: a dead link was noticed {seconds(lost['t']) - began:.1f} s after sending (10 s at most)")
    client.wait_rejoined(room, since=since, timeout=60)
    client.wait_state(key, "Delivered", timeout=60)
    talker.burst(1)
    ctx.wait_all_stored(client, room)
    ctx.verify(client, room, [(key, "into the dark")])


@scenario("faults")
def reset_is_retried_within_a_second(ctx):
    room = ctx.room()
    client, relay = cut_client(ctx, room)
    for _ in range(5):
        since = client.mark()
        relay.reset()
        waiting = client.wait("connectionStateChanged", since=since, state="Waiting")
        expect(waiting["delayMs"] <= 1000, f"first retry within 1 s, seen {waiting}", client)
        lost = client.wait("connectionLost", since=since)
        trying = client.wait("connectionStateChanged", since=client.events.index(waiting, since), state="Connecting")
        report(f"{ctx.server.name}: first retry {(seconds(trying['t']) - seconds(lost['t'])) * 1000:.0f} ms after a reset")
        client.wait_rejoined(room, since=since)
        # A connection shorter than 5 s counts as a failed attempt (rule 17), and this is about the first retry.
        came = client.wait("connectionStateChanged", since=since, state="Online")
        while time.time() < seconds(came["t"]) + 5.2:
            client.ask("shownRows", room=room)


@scenario("faults")
def link_that_is_dead_one_way(ctx):
    """Nothing arrives, or nothing leaves; what was said into it is settled by the archive."""
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(5)
    client, relay = cut_client(ctx, room)
    own = []
    for direction in (UP, DOWN):
        since = client.mark()
        relay.blackhole(direction)
        own.append((client.send(room, f"said {direction}"), f"said {direction}"))
        talker.burst(15)
        # Bytes that still arrive are signs of life, so the dead way is found by a ping.
        client.wait("connectionLost", since=since, timeout=50)
        client.wait_rejoined(room, since=since, timeout=60)
        client.wait_state(own[-1][0], "Delivered", timeout=60)
    talker.burst(2)
    ctx.wait_all_stored(client, room)
    ctx.verify(client, room, own)


@scenario("faults")
def own_messages_in_flight_keep_their_order(ctx):
    """The link breaks in the middle of ten messages of ours, at another byte each time."""
    room = ctx.room()
    client, relay = cut_client(ctx, room)
    own, number = [], itertools.count()
    for cut in (40, 400, 900, 1700, 2600):
        since = client.mark()
        relay.cut_after(cut, UP)
        for _ in range(10):
            body = f"in flight {next(number)} {'o' * 100}"      # ten of them are more bytes than the latest cut
            own.append((client.send(room, body), body))
        client.wait("connectionLost", since=since, timeout=30)
        client.wait_rejoined(room, since=since, timeout=60)
        for key, _ in own:
            client.wait_state(key, "Delivered", timeout=60)
    archived = [e.body for e in ctx.archived(room)]
    equal(archived, [body for _, body in own], "order of our messages in the room's record", client)
    ctx.verify(client, room, own)


@scenario("faults")
def own_ghost_does_not_take_our_name(ctx):
    """The server still lists the session of a killed program; the next one has the same nickname all the same."""
    room = ctx.room()
    bob = ctx.bot("bob", room)
    client, relay = cut_client(ctx, room)
    relay.blackhole()
    client.kill()
    expect("alice" in bob.occupants[room], "the ghost is listed", client)
    since = client.mark()
    relay.plan = None
    client.start()
    result = client.wait_rejoined(room, since=since)["result"]
    equal(result["nickname"], "alice", "nickname after the rejoin", client)


@scenario("faults")
def name_that_does_not_resolve_says_so(ctx):
    client = ctx.client("wss://foyer.invalid:5443/ws").start()
    waiting = client.wait("connectionStateChanged", since=0, state="Waiting", timeout=40)
    equal(waiting["cause"]["kind"], "ServerUnreachable", "cause", client)
    expect("not found" in waiting["cause"]["detail"].lower() or "host" in waiting["cause"]["detail"].lower(),
           f"the detail names the host lookup, seen {waiting['cause']}", client)
    client.wait("connectionStateChanged", lambda e: (e["attempt"] or 0) >= 2, timeout=30, since=0, state="Waiting")


@scenario("faults", only="embedded")
def two_hundred_rooms_come_back(ctx):
    rooms = [ctx.room() for _ in range(200)]
    relay = ctx.relay()
    client = ctx.client(ctx.relay_url(relay)).start()
    for room in rooms:
        client.do("join", room=room)
    for room in rooms:
        client.wait_joined(room, timeout=60)
    talker = ctx.talker(rooms[0])
    since = client.mark()
    relay.refuse()
    relay.reset()
    client.wait("connectionLost", since=since)
    for room in rooms:
        talker.rooms.append(room)
        talker.say(room)
    talker.settle()
    began = time.time()
    come_back(client, relay)
    ends = [client.wait_rejoined(room, since=since, timeout=60) for room in rooms]
    report(f"200 rooms were back {max(seconds(e['t']) for e in ends) - began:.1f} s after the service (30 s at most), "
           f"the first after {min(seconds(e['t']) for e in ends) - began:.2f} s")
    equal({(e["report"]["recovered"], e["report"]["gaps"]) for e in ends}, {(1, 0)}, "recovered and gaps of every room", client)
    for room in rooms[::20]:
        ctx.verify(client, room)


@scenario("faults")
def thousands_of_reads_end_nothing(ctx):
    """Answers of the store's thread that come in the very moment they are waited for (a trap of QFuture in Qt 6.4)."""
    room = ctx.room()
    ctx.talker(room).burst(2)
    client = ctx.joined(room)
    ctx.wait_all_stored(client, room)
    for _ in range(5000):
        equal(len(client.ask("shownRows", room=room)["value"]), 2, "rows shown", client)


# -- the disk ---------------------------------------------------------------

@scenario("faults")
def full_disk_loses_nothing(ctx):
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(5)
    client, faults = faulty_client(ctx, room)
    key = client.send(room, "before")
    client.wait_state(key, "Delivered")
    faults.fail(errno.ENOSPC)
    talker.burst(60)
    refused = client.ask("send", room=room, body="no room for this")
    equal(refused["ok"], False, "a message that cannot be kept is refused, not lost quietly", client)
    expect(faults.failed > 0, "writes failed", client)
    faults.heal()
    talker.burst(5)
    ctx.wait_all_stored(client, room, 60)
    ctx.wait_whole(client, room)
    ctx.verify(client, room, [(key, "before")])


def strike(client, faults, talker, error, spared, failures, **more):
    """Arms the fault and talks until it has struck so often: how many messages make one write is the client's choice."""
    wanted = faults.failed + failures
    faults.fail(error, spared, failures, **more)
    for _ in range(50):
        talker.burst(8)
        if faults.failed >= wanted:
            return
    raise AssertionError(f"{wanted} calls failed expected, seen {faults.failed}\n{client.story()}")


@scenario("faults")
def writes_that_fail_once_lose_nothing(ctx):
    """The first, second, third, ... write after a moment fails once, with no space or as broken."""
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(3)
    client, faults = faulty_client(ctx, room)
    for spared, error in itertools.product(range(0, 24, 2), (errno.ENOSPC, errno.EIO)):
        strike(client, faults, talker, error, spared, failures=1)
    faults.heal()
    talker.burst(2)
    ctx.wait_all_stored(client, room, 60)
    ctx.wait_whole(client, room)
    ctx.verify(client, room)


@scenario("faults")
def failed_sync_is_no_commit(ctx):
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(3)
    client, faults = faulty_client(ctx, room)
    for failures in (1, 2, 5):
        strike(client, faults, talker, errno.EIO, 0, failures, syncs_only=True)
    faults.heal()
    talker.burst(2)
    ctx.wait_all_stored(client, room, 60)
    ctx.wait_whole(client, room)
    ctx.verify(client, room)
    client.kill()
    client.start()
    client.wait_rejoined(room)
    ctx.verify(client, room)


@scenario("faults")
def disk_that_fails_during_the_catch_up(ctx):
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(5)
    relay = ctx.relay()
    client, faults = faulty_client(ctx, room, urls=ctx.relay_url(relay))
    since = go_away(client, relay)
    talker.burst(150)
    faults.fail(errno.ENOSPC, 3, 4)
    come_back(client, relay)
    # Each of the four failures may cost an attempt: after 2, 5, 10 and 20 s, half as long again at most, and a sign-in.
    client.wait_rejoined(room, since=since, timeout=100)
    faults.heal()
    talker.burst(2)
    ctx.wait_all_stored(client, room, 60)
    ctx.wait_whole(client, room)
    if gaps(client, room):      # what could not be stored is drawn, and comes with the next rejoin
        since = go_away(client, relay)
        come_back(client, relay)
        client.wait_rejoined(room, since=since, timeout=60)
    ctx.verify(client, room)


@scenario("faults")
def disk_that_is_full_at_the_rejoin_spares_the_server(ctx):
    room = ctx.room()
    bob = ctx.bot("bob", room)
    talker = ctx.talker(room, "carol")
    talker.burst(5)
    relay = ctx.relay()
    client, faults = faulty_client(ctx, room, urls=ctx.relay_url(relay))
    mark = bob.mark()
    since = go_away(client, relay)
    gone_for_good(ctx, bob, room, mark)      # no stream to resume: the rejoin begins a membership, which has to be written
    faults.fail(errno.ENOSPC)
    come_back(client, relay)
    client.wait("rejoining", since=since, room=room)
    until = time.monotonic() + 6
    while time.monotonic() < until:
        client.wait_events(10 ** 9, 0.5)
    tries = len(client.seen("rejoining", since, room=room))
    report(f"{ctx.server.name}: {tries} joins in 6 s with a full disk")
    expect(1 <= tries <= 6, f"a few joins while nothing can be kept, seen {tries}", client)
    talker.burst(30)
    faults.heal()
    client.wait_rejoined(room, since=since, timeout=60)
    talker.burst(2)
    ctx.wait_all_stored(client, room, 60)
    ctx.wait_whole(client, room)
    ctx.verify(client, room)


@scenario("faults")
def locked_database_is_waited_for(ctx):
    """Another program holds the store's lock for a while; nothing is dropped."""
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(3)
    client = ctx.joined(room)
    store = next(client.profile.rglob("messages.sqlite"))
    for held in (0.5, 8):
        with contextlib.closing(sqlite3.connect(store, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            until = time.monotonic() + held
            while time.monotonic() < until:
                talker.burst(5)
                client.wait_events(1, 0.2)
            other.execute("ROLLBACK")
    talker.burst(2)
    ctx.wait_all_stored(client, room, 60)
    ctx.wait_whole(client, room)
    ctx.verify(client, room)


@scenario("faults")
def damaged_store_is_filled_from_the_archive(ctx):
    """A page of the store is destroyed while the program is off: the file is put aside and the room comes back,
    as a first join shows it: the newest messages, and older ones when somebody scrolls."""
    room = ctx.room()
    talker = ctx.talker(room)
    client = ctx.joined(room)
    talker.burst(60)
    ctx.wait_all_stored(client, room)
    client.kill()
    store = next(client.profile.rglob("messages.sqlite"))
    with contextlib.closing(sqlite3.connect(store)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'entry_archive_id'").fetchone()[0]
    with open(store, "r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes(4096))
    (store.parent / "messages.sqlite-wal").touch()      # as a killed process leaves it
    talker.burst(20)
    client.start()
    client.wait_rejoined(room, timeout=60)
    expect(list(store.parent.glob("messages.sqlite.damaged-*")), "the damaged file is kept", client)
    talker.burst(2)
    ctx.wait_all_stored(client, room, 60)
    ctx.verify(client, room, since=ctx.archived(room)[-12].archive_id)


# -- the clock ----------------------------------------------------------------

@scenario("faults")
def jumping_wall_clock_changes_no_order(ctx):
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(3)
    relay = ctx.relay()
    client, faults = faulty_client(ctx, room, urls=ctx.relay_url(relay))
    own = []
    for jump in (3600, -3600, 10 * 365 * 86400, -10 * 365 * 86400, 0):
        faults.move_clock(jump)
        talker.burst(8)
        body = f"at {jump}"
        own.append((client.send(room, body), body))
        client.wait_state(own[-1][0], "Delivered", timeout=30)
        since = client.mark()
        relay.reset()
        client.wait("connectionLost", since=since)
        talker.burst(8)
        client.do("retryNow")
        equal(client.wait_rejoined(room, since=since, timeout=60)["report"]["gaps"], 0, "gaps", client)
    talker.burst(2)
    ctx.wait_all_stored(client, room)
    ctx.verify(client, room, own)


# -- the archive --------------------------------------------------------------

def edit_archive(ctx, room, keep=None):
    """With the server stopped: leaves the newest `keep` entries of the room in its archive (0: wipes it)."""
    server = ctx.server
    server.stop()
    if server.name == "embedded":
        store = next((server.folder / "data").glob("*.sqlite"))
        where = "entry WHERE room = (SELECT key FROM room WHERE id_key = ?)"
        name, order = room.partition("@")[0].lower(), "position"
    else:
        store, where, name, order = server.folder / "db" / "ejabberd.sqlite", "archive WHERE username = ?", room, "timestamp"
    with contextlib.closing(sqlite3.connect(store)) as database:
        rows = [r[0] for r in database.execute(f"SELECT rowid FROM {where} ORDER BY {order}", (name,))]
        expect(rows, f"the archive of {room} is found")
        table = where.split()[0]
        database.executemany(f"DELETE FROM {table} WHERE rowid = ?", [(row,) for row in rows[:len(rows) - keep]])
        database.commit()
    server.start()


@scenario("faults", only=("embedded", "ejabberd"), alone=True)
def retention_shorter_than_the_outage(ctx):
    """Exactly one hole, where it is, with the reason."""
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(12)
    client, relay = cut_client(ctx, room)
    ctx.wait_all_stored(client, room)
    held = bodies(client.export(room))
    since = go_away(client, relay)
    talker.burst(80)
    edit_archive(ctx, room, keep=25)
    ctx._admin = None
    come_back(client, relay)
    report_ = client.wait_rejoined(room, since=since, timeout=60)["report"]
    lines = client.export(room)
    kinds = ["gap" if line["kind"] == "gap" else "message" for line in lines]
    equal(kinds.count("gap"), 1, "gap lines", client)
    gap = kinds.index("gap")
    equal((lines[gap]["reason"], gap), ("RetentionEnded", len(held)), "reason and place of the gap", client)
    equal((report_["recovered"], report_["gaps"]), (25, 1), "recovered and gaps", client)
    equal(len(message_rows(lines)), len(held) + 25, "messages", client)
    since = go_away(client, relay)
    come_back(client, relay)
    client.wait_rejoined(room, since=since, timeout=60)
    equal([g["reason"] for g in gaps(client, room)], ["RetentionEnded"], "gap lines after another outage", client)


@scenario("faults", only=("embedded", "ejabberd"), alone=True)
def wiped_archive_keeps_what_is_here(ctx):
    """The server lost its record; ours stays, and what comes then comes once."""
    room = ctx.room()
    talker = ctx.talker(room)
    client, relay = cut_client(ctx, room)
    talker.burst(12)
    ctx.wait_all_stored(client, room)
    held = bodies(client.export(room))
    equal(len(held), 12, "messages before", client)
    since = go_away(client, relay)
    edit_archive(ctx, room, keep=0)
    ctx._admin = None
    talker.burst(30)
    come_back(client, relay)
    client.wait_rejoined(room, since=since, timeout=60)
    talker.burst(3)
    ctx.wait_all_stored(client, room)
    seen = bodies(client.export(room))
    equal(seen[:12], held, "what was here before", client)
    tokens = [read_token(body)[:3] for body in seen]
    equal(len(tokens), len(set(tokens)), "each message once", client)
    archived = [e.body for e in ctx.archived(room)]
    equal(seen[12:], archived, "what the new archive holds", client)
