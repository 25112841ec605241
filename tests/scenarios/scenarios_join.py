"""Joining, history, talking, and every way a join is refused."""
import secrets
import time

from context import as_json, bodies, equal, expect, from_room, message_rows, scenario
from xmpp import EXTRA, STORE_HINT, StanzaError

MUTE_UNKNOWN = ("userMutedEverywhere", "exempt")


@scenario("join")
def join_prints_room_facts(ctx):
    room = ctx.room(roomname="The quiet room", roomdesc="For reading <aloud>")
    ctx.admin.set_subject(room, "Chapter & verse")
    ctx.bot("bob", room)
    began = time.time()
    client = ctx.client().start("--nickname", "Ali", joins=[room])
    result = client.wait_joined(room)
    for key, value in {"room": room, "name": "The quiet room", "description": "For reading <aloud>", "subject": "Chapter & verse",
                       "memberCount": 3, "nickname": "Ali"}.items():
        equal(result[key], value, f"joined.result.{key}", client)
    equal(result["createdAt"] is not None, ctx.server.is_foyers, "the time of making is told", client)
    moment = time.strptime(result["joinedAt"][:19], "%Y-%m-%dT%H:%M:%S")
    expect(abs(time.mktime(moment) - time.mktime(time.gmtime(began))) < 30, f"joinedAt is now, seen {result['joinedAt']}", client)
    for feature in ("urn:xmpp:mam:2", "muc_persistent", "muc_unmoderated"):
        expect(feature in result["features"], f"the feature {feature} is announced, seen {result['features']}", client)
    equal((result["mute"]["roomMuted"], result["mute"]["canSpeak"]), (False, True), "roomMuted, canSpeak", client)
    other = False if ctx.server.is_foyers else None
    equal([result["mute"][k] for k in MUTE_UNKNOWN], [other, other], "what only Foyer's server tells", client)
    equal([e["state"] for e in client.seen("roomStateChanged")], ["Joining", "CatchingUp", "Joined"], "room states", client)


@scenario("join")
def join_by_room_id_and_by_link(ctx):
    room, other = ctx.room(), ctx.room()
    client = ctx.client().start(joins=[room.partition("@")[0]])
    event = client.wait("joined")
    equal(event["result"]["room"], room, "room the bare ID led to", client)
    equal(event["result"]["nickname"], "alice", "nickname when none is given", client)
    client.do("join", room=f"xmpp:{other}?join")
    client.wait("joined", room=other)


@scenario("join")
def missing_room_is_not_made(ctx):
    client = ctx.client().start()
    client.wait("connectionStateChanged", state="Online")
    for number in range(ctx.times):
        room = ctx.server.new_room_name("missing")
        since = client.mark()
        client.do("join", room=room)
        client.wait_join_failed(room, "RoomDoesNotExist", since=since)
        expect(not ctx.admin.room_exists(room), f"attempt {number}: the server has no room {room} afterwards, it has one", client)
    equal(client.seen("joined"), [], "joined events", client)


@scenario("join")
def missing_room_at_start(ctx):
    room = ctx.server.new_room_name("missing")
    client = ctx.client().start(joins=[room])
    error = client.wait_join_failed(room, "RoomDoesNotExist")
    equal(error["code"], 23410, "code", client)
    expect(not ctx.admin.room_exists(room), f"the server has no room {room} afterwards, it has one", client)
    client.wait("roomStateChanged", room=room, state="Failed")


@scenario("join")
def create_makes_the_room(ctx):
    room = ctx.server.new_room_name("fresh")
    client = ctx.client().start("--create", joins=[room])
    client.wait_joined(room)
    bot = ctx.bot("bob", room)
    key = client.send(room, "anybody here?")
    client.wait_state(key, "Delivered")
    bot.wait(lambda s: from_room(s, room, "alice", "message"), "the creator's message")


def fill_with_everything(ctx, room):
    """65 messages with reactions, corrections and subject changes between and after them."""
    bob = ctx.bot("bob", room)
    for number in range(65):
        identity = f"m{number}"
        bob.say(room, f"message {number}", identity, wait=number % 10 == 9)
        if number % 3 == 0:
            bob.say(room, None, f"r{number}", f"<reactions xmlns='urn:xmpp:reactions:0' id='{identity}'><reaction>👍</reaction>"
                    f"</reactions>{STORE_HINT}", wait=False)
        if number % 8 == 0 or number == 64:
            bob.say(room, f"message {number}, mended", f"c{number}",
                    f"<replace xmlns='urn:xmpp:message-correct:0' id='{identity}'/>", wait=False)
        if number % 20 == 0 or number == 64:
            ctx.admin.set_subject(room, f"subject {number}")
    bob.say(room, None, "rlast", f"<reactions xmlns='urn:xmpp:reactions:0' id='m64'><reaction>🎉</reaction></reactions>{STORE_HINT}")
    bob.close()


@scenario("join")
def history_counts_are_exact(ctx):
    room = ctx.room()
    fill_with_everything(ctx, room)
    archived = ctx.archived(room)
    equal(len(archived), 65, "messages the archive holds by the witness")
    clients = {count: ctx.client().start("--history", str(count), joins=[room]) for count in (-1, 0, 1, 50)}
    for count, wanted in ((-1, 0), (0, 10), (1, 1), (50, 50)):
        client = clients[count]
        client.wait_joined(room)
        position = client.events.index(client.seen("joined")[0])
        stored = client.stored(room, 0, position)
        equal(len(stored), wanted, f"--history {count}: rows stored before joined", client)
        lines = client.export(room)
        equal([line["stanzaId"] for line in lines], [e.archive_id for e in archived[len(archived) - wanted:]],
              f"--history {count}: archive ids exported, in order, without gap lines", client)
        equal(client.shown_rows(room), lines, f"--history {count}: what the model shows", client)
    ctx.admin.say(room, "and one live")
    for count, wanted in ((-1, 1), (50, 51)):
        clients[count].wait_stored(room, lambda row: row["body"] == "and one live")
        equal(len(clients[count].export(room)), wanted, f"--history {count}: lines after one live message", clients[count])


@scenario("join")
def omitted_history_is_ten_and_short_rooms_give_all(ctx):
    room, empty = ctx.room(), ctx.room()
    bob = ctx.bot("bob", room)
    for number in range(12):
        bob.say(room, f"number {number}")
    client = ctx.joined(room, empty)
    equal(bodies(client.export(room)), [f"number {n}" for n in range(2, 12)], "bodies without --history", client)
    equal(client.export(empty), [], "export of an empty room", client)
    other = ctx.joined(room, arguments=("--history", "50"))
    equal(len(other.export(room)), 12, "lines of a room with 12 messages, asked for 50", other)


@scenario("join")
def history_count_out_of_range(ctx):
    room = ctx.room()
    for count in ("51", "-2"):
        client = ctx.client().start("--history", count, joins=[room])
        error = client.wait_join_failed(room, "InvalidHistoryCount")
        equal(error["code"], 34232, "code", client)
    since = client.mark()
    client.do("join", room=room, historyCount=1000)
    client.wait_join_failed(room, "InvalidHistoryCount", since=since)
    equal(client.seen("joined"), [], "joined events", client)
    since = client.mark()
    client.do("join", room=room, historyCount=5)
    client.wait_joined(room, since=since)


@scenario("join")
def extra_too_long(ctx):
    room = ctx.room()
    client = ctx.client().start()
    client.do("join", room=room, extra="ä" * 513)
    error = client.wait_join_failed(room, "InvalidExtra")
    equal(error["code"], 34314, "code", client)
    since = client.mark()
    client.do("join", room=room, extra="ä" * 512)
    client.wait_joined(room, since=since)


@scenario("join")
def same_text_and_same_id_are_all_shown(ctx):
    rooms = [ctx.room(), ctx.room()]
    bob, carol = ctx.bot("bob"), ctx.bot("carol")
    for room in rooms:
        bob.join(room, "Bob")
        carol.join(room, "Carol")
    live = ctx.joined(*rooms)
    for room in rooms:
        bob.say(room, "same words", "x1")
        bob.say(room, "same words", "x2")
        carol.say(room, "same words", "x1")      # the id of another person
        carol.say(room, "other words", "x1")     # an own id used again
    late = ctx.joined(*rooms)
    for room in rooms:
        ctx.wait_all_stored(live, room)
        for client in (live, late):
            lines = message_rows(client.export(room))
            equal([(l["nickname"], l["messageId"], l["body"]) for l in lines],
                  [("Bob", "x1", "same words"), ("Bob", "x2", "same words"), ("Carol", "x1", "same words"), ("Carol", "x1", "other words")],
                  "rows", client)
            ctx.verify(client, room)


@scenario("join")
def joining_a_joined_room_refreshes(ctx):
    room = ctx.room()
    bob = ctx.bot("bob", room)
    for number in range(15):
        bob.say(room, f"number {number}")
    client = ctx.joined(room, arguments=("--extra", "first"))
    since = client.mark()
    ctx.admin.configure(room, roomname="Renamed")
    client.do("join", room=room, extra="second")
    result = client.wait_joined(room, since=since)
    equal(result["name"], "Renamed", "name after the refresh", client)
    bob.wait(lambda s: from_room(s, room, "alice") and extra_of(s) == "second", "the new extra in a presence")
    equal(len(client.export(room)), 10, "lines: no doubled history", client)
    ctx.verify(client, room, since=ctx.archived(room)[5].archive_id)


def extra_of(presence):
    element = presence.find(f"{{{EXTRA}}}extra")
    return None if element is None else element.text


@scenario("join")
def talk_is_reflected_once(ctx):
    room = ctx.room()
    bob = ctx.bot("bob", room)
    client = ctx.joined(room)
    texts = ["hello <room> & all", "zwei\nZeilen", "😀 ünïcode", "hello <room> & all"]
    sends = [(client.send(room, text), text) for text in texts]
    for key, text in sends:
        row = client.wait_state(key, "Delivered")
        equal((row["own"], row["body"], row["nickname"]), (True, text, "alice"), "own row", client)
        expect(row["stanzaId"], f"a delivered row has its archive id, seen {as_json(row)}", client)
        expect(row["originId"] and row["originId"] == row["messageId"] and len(row["originId"]) >= 16,
               f"origin id is the message id and long, seen {as_json(row)}", client)
    bob.say(room, "and back")
    client.wait_stored(room, lambda r: r["body"] == "and back" and not r["own"] and r["state"] == "Received")
    equal([b for n, _, b in bob.groupchat(room) if n == "alice"], texts, "what the others saw, in order", client)
    lines = client.export(room)
    equal(bodies(lines), texts + ["and back"], "exported bodies", client)
    equal(len({l["originId"] for l in lines if l["own"]}), len(texts), "different origin ids", client)
    archived = ctx.archived(room)
    equal([e.body for e in archived], texts + ["and back"], "archive")
    equal([l["stanzaId"] for l in lines], [e.archive_id for e in archived], "archive ids", client)


@scenario("join")
def too_large_message_is_refused(ctx):
    room = ctx.room()
    client = ctx.joined(room)
    done = client.ask("send", room=room, body="x" * 131_073)
    equal((done["ok"], (done["error"] or {}).get("kind")), (False, "MessageTooLarge"), "answer to a body of 131,073 bytes", client)
    equal(done["error"]["code"], 30016, "code", client)
    key = client.send(room, "y" * 100_000)
    client.wait_state(key, "Delivered")
    equal(len(client.export(room)), 1, "lines", client)
    done = client.ask("send", room=ctx.server.new_room_name("nowhere"), body="hello")
    equal((done["ok"], (done["error"] or {}).get("kind")), (False, "NotInRoom"), "answer to sending elsewhere", client)


@scenario("join")
def extra_travels_with_the_join(ctx):
    room = ctx.room()
    bob = ctx.bot("bob", room)
    client = ctx.client().start("--extra", "seat 7 & <window>", joins=[room])
    client.wait_joined(room)
    presence = bob.wait(lambda s: from_room(s, room, "alice"), "alice's presence")
    equal(extra_of(presence), "seat 7 & <window>", "extra seen by another occupant", client)
    carol = ctx.bot("carol")
    since = client.mark()
    carol.join(room, "Carol", extra="row 3")
    event = client.wait("occupantsChanged", lambda e: any(o["nickname"] == "Carol" for o in e["joined"]), since=since, room=room)
    newcomer = next(o for o in event["joined"] if o["nickname"] == "Carol")
    equal((newcomer["extra"], event["count"]), ("row 3", 4), "extra and count of the newcomer", client)


@scenario("join")
def occupants_and_subject_are_announced(ctx):
    room = ctx.room()
    client = ctx.joined(room)
    since = client.mark()
    bob = ctx.bot("bob", room)
    client.wait("occupantsChanged", lambda e: [o["nickname"] for o in e["joined"]] == ["Bob"] and e["count"] == 3, since=since)
    ctx.admin.set_affiliation(room, "bob@localhost", "member")
    client.wait("occupantsChanged", lambda e: any(o["nickname"] == "Bob" and o["affiliation"] == "member" for o in e["changed"]),
                since=since)
    bob.leave(room)
    client.wait("occupantsChanged", lambda e: [o["nickname"] for o in e["left"]] == ["Bob"] and e["count"] == 2, since=since)
    ctx.admin.set_subject(room, "New subject")
    event = client.wait("subjectChanged", since=since, room=room, subject="New subject")
    equal(event["by"], "Mod", "who changed it", client)
    ctx.admin.configure(room, roomname="New name")
    client.wait("roomInfoChanged", lambda e: e["info"]["name"] == "New name", since=since, room=room)


@scenario("join")
def leave_by_hand(ctx):
    room = ctx.room()
    bob = ctx.bot("bob", room)
    client = ctx.joined(room)
    since = bob.mark()
    client.do("leave", room=room)
    event = client.wait("left", room=room)
    equal(event["reason"]["kind"], "ByUser", "reason", client)
    bob.wait(lambda s: from_room(s, room, "alice") and s.get("type") == "unavailable", "alice's leave", since=since)
    client.end()
    client.start()
    client.wait("connectionStateChanged", state="Online")
    key = client.ask("send", room=room, body="am I in?")
    equal((key["ok"], (key["error"] or {}).get("kind")), (False, "NotInRoom"), "sending into a room that was left", client)
    equal(client.seen("rejoined") + client.seen("joined"), [], "a left room is not rejoined at the next start", client)


@scenario("join")
def joined_anew_after_a_leave_shows_the_hole_and_fills_it(ctx):
    room = ctx.room()
    talker = ctx.talker(room)
    talker.burst(10)
    client = ctx.joined(room)
    client.do("leave", room=room)
    client.wait("left", room=room)
    talker.burst(70)
    since = client.mark()
    client.do("join", room=room, historyCount=10)
    client.wait_joined(room, since=since)
    lines = client.export(room)
    gaps = [(index, line) for index, line in enumerate(lines) if line["kind"] == "gap"]
    equal([(index, line["reason"]) for index, line in gaps], [(10, "NotLoaded")], "gap lines", client)
    equal(len(lines), 21, "lines: 10 old, the gap, 10 new", client)
    ctx.verify(client, room, gaps_allowed=True)
    client.do("loadGap", timeout=30, room=room, beforeKey=gaps[0][1]["beforeKey"])
    ctx.verify(client, room)
    equal(len(client.export(room)), 80, "lines after loadGap", client)


@scenario("join")
def stanza_with_too_many_attributes_locks_nobody_out(ctx):
    room = ctx.room()
    bob = ctx.bot("bob", room)
    live = ctx.joined(room)
    many = " ".join(f"a{n}='{n}'" for n in range(300))
    bob.say(room, "before")
    try:
        bob.say(room, "hostile", payload=f"<x xmlns='urn:example:many' {many}/>")
    except StanzaError as error:
        # Foyer's own server lets nobody say such a thing.
        expect(ctx.server.is_foyers and error.condition == "policy-violation", str(error))
    bob.say(room, "after")
    live.wait_stored(room, lambda r: r["body"] == "after")
    late = ctx.joined(room)
    for client in (live, late):
        lines = client.export(room)
        # What cannot be read has its place; where the server refused it there is none.
        equal(bodies(lines), ["before", "after"] if ctx.server.is_foyers else ["before", None, "after"], "bodies", client)
        equal([row["unreadable"] for row in message_rows(lines)], [body is None for body in bodies(lines)], "unreadable", client)
        equal(len(message_rows(lines)), len(lines), "lines that are no gaps", client)
        equal(client.seen("connectionLost"), [], "losses", client)


# -- refusals ---------------------------------------------------------------

@scenario("join", only=("ejabberd", "embedded"))
def full_room(ctx):
    room = ctx.room()
    ctx.bot("bob", room)
    ctx.server.set_room_option(room, "max_users", 2)
    client = ctx.client().start(joins=[room])
    equal(client.wait_join_failed(room, "RoomFull")["code"], 23411, "code", client)
    ctx.server.set_room_option(room, "max_users", 10)
    since = client.mark()
    client.do("join", room=room)
    client.wait_joined(room, since=since)


@scenario("join")
def banned_before_and_while_inside(ctx):
    room, other = ctx.room(), ctx.room()
    ctx.admin.ban(room, "alice@localhost", "spam")
    client = ctx.client().start(joins=[room, other])
    equal(client.wait_join_failed(room, "Banned")["code"], 23409, "code", client)
    client.wait_joined(other)
    ctx.admin.ban(other, "alice@localhost", "spam")
    reason = client.wait("left", room=other)["reason"]
    equal((reason["kind"], reason["reason"]), ("Banned", "spam"), "left", client)
    client.end()
    client.start()
    client.wait("connectionStateChanged", state="Online")
    expect(not client.seen("rejoined"), "a room one was banned from is not rejoined at the next start", client)


@scenario("join")
def nickname_taken(ctx):
    room = ctx.room()
    ctx.bot("carol", room, "Ally")
    client = ctx.client().start("--nickname", "Ally", joins=[room])
    client.wait_join_failed(room, "NicknameInUse")
    since = client.mark()
    client.do("join", room=room, nickname="Ally2")
    equal(client.wait_joined(room, since=since)["nickname"], "Ally2", "nickname", client)


@scenario("join")
def password_room(ctx):
    options = {"roomsecret": "open sesame"}
    if ctx.server.name == "ejabberd":
        options["passwordprotectedroom"] = 1
    room = ctx.room(**options)
    client = ctx.client().start(joins=[room])
    client.wait_join_failed(room, "PasswordRequired")
    since = client.mark()
    client.do("join", room=room, passwordFile=str(ctx.file("wrong", "open barley\n")))
    client.wait_join_failed(room, "PasswordWrong", since=since)
    since = client.mark()
    client.do("join", room=room, passwordFile=str(ctx.file("right", "open sesame\n")))
    client.wait_joined(room, since=since)
    other = ctx.client().start("--room-password-file", ctx.file("again", "open sesame\n"), joins=[room])
    other.wait_joined(room)


@scenario("join")
def members_only_room(ctx):
    room = ctx.room(membersonly=1)
    client = ctx.client().start(joins=[room])
    client.wait_join_failed(room, "MembersOnly")
    ctx.admin.set_affiliation(room, "alice@localhost", "member")
    since = client.mark()
    client.do("join", room=room)
    client.wait_joined(room, since=since)


@scenario("join")
def losing_membership_while_inside(ctx):
    room = ctx.room()
    client = ctx.joined(room)
    ctx.admin.configure(room, membersonly=1)
    equal(client.wait("left", room=room)["reason"]["kind"], "LostMembership", "left", client)


@scenario("join")
def kicked_and_destroyed_while_inside(ctx):
    room, other = ctx.room(), ctx.room()
    client = ctx.joined(room, other)
    ctx.admin.kick(room, "alice", "enough")
    reason = client.wait("left", room=room)["reason"]
    equal((reason["kind"], reason["by"], reason["reason"]), ("Kicked", "Mod", "enough"), "left", client)
    ctx.admin.destroy(other, "moved", room)
    reason = client.wait("left", room=other)["reason"]
    equal((reason["kind"], reason["reason"], reason["alternative"]), ("Destroyed", "moved", room), "left", client)
    expect(not ctx.admin.room_exists(other), "a destroyed room is not made again", client)
    since = client.mark()
    client.do("join", room=room)
    client.wait_joined(room, since=since)


@scenario("join")
def visitor_of_a_moderated_room_is_muted(ctx):
    options = {"moderatedroom": 1}
    if ctx.server.name == "ejabberd":
        options["members_by_default"] = 0
    room = ctx.room(**options)
    client = ctx.client().start(joins=[room])
    mute = client.wait_joined(room)["mute"]
    other = False if ctx.server.is_foyers else None
    equal({k: mute[k] for k in ("roomMuted", "userMutedHere", "canSpeak", *MUTE_UNKNOWN)},
          {"roomMuted": True, "userMutedHere": other, "canSpeak": False, "userMutedEverywhere": other, "exempt": other},
          "mute state of a visitor at join", client)
    done = client.ask("send", room=room, body="may I?")
    equal((done["ok"], (done["error"] or {}).get("kind")), (False, "Muted"), "sending without voice", client)
    since = client.mark()
    ctx.admin.set_role(room, "alice", "participant")
    client.wait("muteStateChanged", lambda e: e["mute"]["canSpeak"], since=since, room=room)
    key = client.send(room, "thanks")
    client.wait_state(key, "Delivered")
    equal([e.body for e in ctx.archived(room)], ["thanks"], "archive")


@scenario("join")
def muted_and_unmuted_while_inside(ctx):
    room = ctx.room(moderatedroom=1)
    ctx.admin.set_affiliation(room, "alice@localhost", "member")
    client = ctx.client().start(joins=[room])
    expect(client.wait_joined(room)["mute"]["canSpeak"], "a member may speak", client)
    since = client.mark()
    ctx.admin.set_role(room, "alice", "visitor", "off topic")
    mute = client.wait("muteStateChanged", lambda e: not e["mute"]["canSpeak"], since=since, room=room)["mute"]
    equal((mute["userMutedHere"], mute["reason"]), (True, "off topic"), "mute state", client)
    expect(mute["by"] in ((None, "Mod") if ctx.server.name == "ejabberd" else ("Mod",)), f"by names the moderator, seen {mute['by']}", client)
    done = client.ask("send", room=room, body="but")
    equal((done["ok"], done["error"]["kind"] if done["error"] else None, done["error"]["code"] if done["error"] else None),
          (False, "Muted", 23408), "sending while muted", client)
    since = client.mark()
    ctx.admin.set_role(room, "alice", "participant")
    mute = client.wait("muteStateChanged", lambda e: e["mute"]["canSpeak"], since=since, room=room)["mute"]
    equal((mute["userMutedHere"], mute["by"], mute["reason"]), (False, None, None), "mute state after the unmute", client)
    client.wait_state(client.send(room, "back"), "Delivered")
    equal([e.body for e in ctx.archived(room)], ["back"], "archive")


@scenario("join")
def invalid_room_addresses(ctx):
    client = ctx.client().start()
    client.wait("connectionStateChanged", state="Online")
    for bad in ("", "@", "a b@conference.localhost", "room@", "x" * 1100):
        since = client.mark()
        done = client.ask("join", room=bad)
        if done["ok"]:
            event = client.wait_any(("joinFailed", "joined"), since)
            equal((event["event"], event["error"]["kind"]), ("joinFailed", "InvalidRoomId"), f"join of {bad[:30]!r}", client)
        else:
            equal(done["error"]["kind"], "InvalidRoomId", f"join of {bad[:30]!r}", client)


@scenario("join")
def two_clients_of_one_account(ctx):
    room = ctx.room()
    bob = ctx.bot("bob", room)
    first = ctx.joined(room)
    second = ctx.joined(room)
    key = first.send(room, "from the first")
    first.wait_state(key, "Delivered")
    row = second.wait_stored(room, lambda r: r["body"] == "from the first")
    equal((row["own"], row["state"]), (True, "Delivered"), "the own message of another client", second)
    other = second.send(room, "from the second")
    second.wait_state(other, "Delivered")
    row = first.wait_stored(room, lambda r: r["body"] == "from the second")
    equal((row["own"], row["state"]), (True, "Delivered"), "the own message of another client", first)
    bob.say(room, "seen both")
    for client, own in ((first, [(key, "from the first")]), (second, [(other, "from the second")])):
        ctx.wait_all_stored(client, room)
        ctx.verify(client, room, own)


@scenario("join")
def hostile_texts_are_kept_as_they_are(ctx):
    room = ctx.room(roomname="<b>Bold</b>")
    bob = ctx.bot("bob", room, "<i>Bob</i>")
    texts = ["<img src='http://127.0.0.1/x'>", "&amp; stays", "a\tb", "‮reversed", "]]>"]
    client = ctx.joined(room)
    for text in texts:
        bob.say(room, text)
    bob.say(room, None, payload=f"<x xmlns='urn:example:own' a='{secrets.token_hex(4)}'/>{STORE_HINT}")
    bob.say(room, "end")
    client.wait_stored(room, lambda r: r["body"] == "end")
    lines = client.export(room)
    equal(bodies(lines), texts + ["end"], "bodies", client)
    equal({l["nickname"] for l in lines}, {"<i>Bob</i>"}, "nickname", client)


@scenario("join")
def forged_archive_id_is_not_believed(ctx):
    room = ctx.room()
    bob = ctx.bot("bob", room)
    client = ctx.joined(room)
    for number in range(3):
        bob.say(room, f"number {number}", payload="<stanza-id xmlns='urn:xmpp:sid:0' id='same' by='other@conference.localhost'/>"
                                                  f"<stanza-id xmlns='urn:xmpp:sid:0' id='same' by='{room}'/>"
                                                  f"<delay xmlns='urn:xmpp:delay' from='{room}' stamp='2001-01-01T00:00:00Z'/>")
    ctx.wait_all_stored(client, room)
    ctx.verify(client, room)
    equal(bodies(client.export(room)), ["number 0", "number 1", "number 2"], "bodies", client)
    for line in client.export(room):
        expect(not line["sentAt"].startswith("2001"), f"a forged delay does not set the time, seen {line['sentAt']}", client)


@scenario("join")
def refused_creation_leaves_nothing(ctx):
    """A room that vanishes between question and join must not come back."""
    room = ctx.room()
    client = ctx.client().start()
    client.wait("connectionStateChanged", state="Online")
    ctx.admin.destroy(room)
    client.do("join", room=room)
    client.wait_join_failed(room, "RoomDoesNotExist")
    try:
        exists = ctx.admin.room_exists(room)
    except StanzaError as error:
        exists = str(error)
    equal(exists, False, "the room exists afterwards", client)
