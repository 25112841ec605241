"""Converse.js and Foyer in one room on ejabberd: what either does, the other shows, also to who was away or comes later.

What Converse.js shows is read from its page. Its habits that differ from ours, and how each is met:
- it takes a message back by the id its author gave it, where XEP-0424 wants the id of the room, and understands only
  that: we accept both and name both;
- once it has seen a correction it takes the correction's room id for the message's own: reactions and answers then name
  the correction, and ours, which name the message (XEP-0444, section 3.1), find nothing in it until it is opened again;
- it says who is named with XEP-0372 and takes the @ away, which we read in the text; our message that has its name in it
  it marks as a whole, and so it does with an answer, in whose quotation for other programs the name stands too;
- its correction of an answer marks as quotation what is none, and it shows that without its beginning; we show it whole;
- what it says about a message of its own that has not come back yet names the author's id: we accept that where only one
  message has that id.
"""
import base64
import struct
import zlib

from context import equal, expect, message_rows, scenario
from converse import Converse


def a_png(width=32, height=24):
    """A small picture of one colour."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    rows = (b"\0" + b"\x2f\x6f\x5e" * width) * height
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def both(ctx, **client_options):
    """A room with Foyer as "alice" and Converse.js as "Jay"."""
    room = ctx.room()
    client = ctx.joined(room, **client_options)
    return room, client, ctx.keep(Converse(ctx.server.url, "bob", room, "Jay"))


def say(client, other, room, body, **more):
    """Says something here; its key, once Converse.js shows it: what it says before that itself it shows above."""
    key = client.do("send", room=room, body=body, **more)["key"]
    client.wait_state(key, "Delivered")
    other.wait_message(lambda m: m["text"] == body, f"{body} from us")
    return key


def hear(client, other, room, body):
    """Has Converse.js say something; the key of the row here."""
    other.do("say", body)
    return client.wait_stored(room, lambda row: row["body"] == body)["key"]


def seen_here(row):
    """A row as a person sees it."""
    return {"nickname": row["nickname"], "text": row["body"], "edited": row["edited"], "retractedBy": row["retractedBy"],
            "reply": row["reply"] and [row["reply"]["nickname"], row["reply"]["excerpt"]],
            "reactions": {r["emoji"]: sorted(r["nicknames"]) for r in row["reactions"]}}


def plain(nickname, text, **more):
    return {"nickname": nickname, "text": text, "edited": False, "retractedBy": None, "reply": None, "reactions": {}} | more


def plain_there(nickname, text, **more):
    return {"nickname": nickname, "text": text, "edited": False, "retracted": None, "mentioned": False, "mentions": [],
            "reply": None, "images": [], "reactions": {}} | more


def expect_here(client, room, *rows):
    """Exactly these rows come to be shown here."""
    shown = None
    for _ in range(40):
        shown = [seen_here(row) for row in message_rows(client.shown_rows(room))]
        if shown == list(rows):
            return
        client.wait_events(len(client.events) - client.first + 1, 0.5)
    equal(shown, list(rows), "rows here", client)


def expect_there(other, *messages):
    """Exactly these messages come to be shown by Converse.js."""
    other.wait_for("interop.messages()", lambda shown: shown == list(messages), 20, list(messages))


@scenario("converse", only="ejabberd")
def each_shows_what_the_other_says(ctx):
    room, client, other = both(ctx)
    say(client, other, room, "from Foyer, ünïcode 🎉")
    hear(client, other, room, "from Converse, first line\nsecond line")
    expect_there(other, plain_there("alice", "from Foyer, ünïcode 🎉"), plain_there("Jay", "from Converse, first line\nsecond line"))
    expect_here(client, room, plain("alice", "from Foyer, ünïcode 🎉"), plain("Jay", "from Converse, first line\nsecond line"))
    ctx.verify(client, room)


@scenario("converse", only="ejabberd")
def each_shows_the_others_replies(ctx):
    room, client, other = both(ctx)
    asked = hear(client, other, room, "how 🎉 many?\nand when?")
    say(client, other, room, "three", replyTo=asked)
    expect_there(other, plain_there("Jay", "how 🎉 many?\nand when?"),
                 plain_there("alice", "three", mentioned=True, reply=["Jay", "how 🎉 many?\nand when?"]))
    other.do("reply", "three", "thank 🎉 you")
    expect_here(client, room, plain("Jay", "how 🎉 many?\nand when?"), plain("alice", "three", reply=["Jay", "how 🎉 many? and when?"]),
                plain("Jay", "thank 🎉 you", reply=["alice", "three"]))
    # Named by the room's id, so that one can jump there.
    rows = message_rows(client.shown_rows(room))
    equal(rows[2]["reply"]["key"], rows[1]["key"], "the row that is answered", client)
    # A correction takes the place of all that was said, so that it is an answer again.
    client.do("correct", room=room, key=rows[1]["key"], body="four")
    other.do("correct", "thank 🎉 you", "thank you")
    answer = plain_there("alice", "four", edited=True, mentioned=True, reply=["Jay", "how 🎉 many?\nand when?"])
    other.wait_message(lambda m: m == answer, "our corrected answer")
    expect_here(client, room, plain("Jay", "how 🎉 many?\nand when?"),
                plain("alice", "four", edited=True, reply=["Jay", "how 🎉 many? and when?"]),
                plain("Jay", "thank you", edited=True, reply=["alice", "four"]))
    ctx.verify(client, room)


@scenario("converse", only="ejabberd")
def each_shows_the_others_reactions(ctx):
    room, client, other = both(ctx)
    ours = say(client, other, room, "ours")
    theirs = hear(client, other, room, "theirs")
    client.do("react", room=room, key=theirs, emojis=["👍", "❤️"])
    client.do("react", room=room, key=ours, emojis=["🎉"])
    other.do("react", "ours", "🎉")
    other.do("react", "theirs", "👍")
    expect_there(other, plain_there("alice", "ours", reactions={"🎉": ["Jay", "alice"]}),
                 plain_there("Jay", "theirs", reactions={"👍": ["Jay", "alice"], "❤️": ["alice"]}))
    expect_here(client, room, plain("alice", "ours", reactions={"🎉": ["Jay", "alice"]}),
                plain("Jay", "theirs", reactions={"👍": ["Jay", "alice"], "❤️": ["alice"]}))
    # Taken back: the last set counts.
    client.do("react", room=room, key=theirs, emojis=["❤️"])
    client.do("react", room=room, key=ours, emojis=[])
    other.do("react", "ours", "🎉")
    expect_there(other, plain_there("alice", "ours"), plain_there("Jay", "theirs", reactions={"👍": ["Jay"], "❤️": ["alice"]}))
    expect_here(client, room, plain("alice", "ours"), plain("Jay", "theirs", reactions={"👍": ["Jay"], "❤️": ["alice"]}))
    ctx.verify(client, room)


@scenario("converse", only="ejabberd")
def each_shows_the_others_corrections(ctx):
    room, client, other = both(ctx)
    ours = say(client, other, room, "helo")
    theirs = hear(client, other, room, "wrold")
    for body in ("hallo", "hello"):
        client.do("correct", room=room, key=ours, body=body)
        other.wait_message(lambda m: m["text"] == body, body)
    other.do("correct", "wrold", "word")
    other.do("correct", "word", "world")
    expect_there(other, plain_there("alice", "hello", edited=True), plain_there("Jay", "world", edited=True))
    expect_here(client, room, plain("alice", "hello", edited=True), plain("Jay", "world", edited=True))
    equal([version["body"] for version in client.do("corrections", room=room, key=theirs)], ["wrold", "word"], "older texts", client)
    ctx.verify(client, room)


@scenario("converse", only="ejabberd")
def what_is_said_about_a_corrected_message_is_shown(ctx):
    room, client, other = both(ctx)
    ours = say(client, other, room, "helo")
    client.do("correct", room=room, key=ours, body="hello")
    other.wait_message(lambda m: m["edited"], "the correction")
    theirs = hear(client, other, room, "wrold")
    other.do("correct", "wrold", "world")
    client.wait_row(room, lambda row: row["key"] == theirs and row["edited"])
    other.do("react", "hello", "👍")
    other.do("reply", "hello", "hello to you")
    client.do("react", room=room, key=theirs, emojis=["🎉"])
    expect_here(client, room, plain("alice", "hello", edited=True, reactions={"👍": ["Jay"]}),
                plain("Jay", "world", edited=True, reactions={"🎉": ["alice"]}), plain("Jay", "hello to you", reply=["alice", "hello"]))
    rows = message_rows(client.shown_rows(room))
    equal(rows[2]["reply"]["key"], ours, "the row that is answered", client)
    other.do("retract", "world")
    client.do("retract", room=room, key=ours)
    other.wait_message(lambda m: m["nickname"] == "alice" and m["retracted"], "our retraction of a corrected message")
    expect_here(client, room, plain("alice", None, edited=True, retractedBy="alice"), plain("Jay", None, edited=True, retractedBy="Jay"),
                plain("Jay", "hello to you", reply=["alice", ""]))
    ctx.verify(client, room)


@scenario("converse", only="ejabberd")
def each_shows_the_others_retractions(ctx):
    room, client, other = both(ctx)
    ours = say(client, other, room, "ours")
    theirs = hear(client, other, room, "theirs")
    client.do("react", room=room, key=theirs, emojis=["👍"])
    other.do("retract", "theirs")
    client.wait_row(room, lambda row: row["key"] == theirs and row["retracted"], what="the retraction from Converse.js")
    client.do("retract", room=room, key=ours)
    expect_here(client, room, plain("alice", None, retractedBy="alice"), plain("Jay", None, retractedBy="Jay"))
    other.wait_message(lambda m: m["retracted"] == "alice has removed a message", "our retraction")
    shown = other.evaluate("interop.messages()")
    equal([(m["nickname"], m["text"], m["retracted"]) for m in shown],
          [("alice", None, "alice has removed a message"), ("Jay", None, "You have removed a message")], "messages in Converse.js")
    ctx.verify(client, room)


@scenario("converse", only="ejabberd")
def each_shows_when_it_is_named(ctx):
    room, client, other = both(ctx)
    say(client, other, room, "Jay: look at this")
    say(client, other, room, "Jaywalking is no mention")
    expect_there(other, plain_there("alice", "Jay: look at this", mentioned=True),
                 plain_there("alice", "Jaywalking is no mention"))
    other.do("say", "I see, @alice")
    client.wait_stored(room, lambda row: row["body"] == "I see, alice")
    other.wait_message(lambda m: m["text"] == "I see, alice" and m["mentions"] == ["alice"], "its own mention")
    ctx.verify(client, room)


@scenario("converse", only="ejabberd")
def each_shows_the_others_images(ctx):
    room, client, other = both(ctx)
    picture = ctx.folder / "sun set.png"
    picture.write_bytes(a_png(64, 48))
    ours = client.do("upload", timeout=30, room=room, file=str(picture))["url"]
    expect_there(other, plain_there("alice", "", images=[ours]))
    other.do("send", "tea pot.png", "image/png", base64.b64encode(a_png()).decode())
    theirs = client.wait_stored(room, lambda row: row["nickname"] == "Jay")["body"]
    # Such an address and nothing else is what the timeline makes a card of.
    expect(theirs.startswith("http://127.0.0.1:") and theirs.endswith("/tea_pot.png"), f"the address of its image: {theirs}", client)
    expect_there(other, plain_there("alice", "", images=[ours]), plain_there("Jay", "", images=[theirs]))
    expect_here(client, room, plain("alice", ours), plain("Jay", theirs))
    ctx.verify(client, room)


@scenario("converse", only="ejabberd")
def each_shows_that_the_other_types(ctx):
    room, client, other = both(ctx)
    say(client, other, room, "typing makes no row")
    other.do("type")
    client.wait("typingChanged", room=room, nicknames=["Jay"])
    since = client.mark()
    other.do("say", "done")
    client.wait("typingChanged", since=since, room=room, nicknames=[])
    client.do("typing", room=room, writing=True)
    other.wait_for("interop.notices()", lambda line: "alice is typing" in line, 20, "that we type")
    say(client, other, room, "done too")
    other.wait_for("interop.notices()", lambda line: "typing" not in line, 20, "that we type no more")
    expect_here(client, room, plain("alice", "typing makes no row"), plain("Jay", "done"), plain("alice", "done too"))
    ctx.verify(client, room)


def away(ctx, forgotten):
    """Every kind happens while we are cut off, until the server has forgotten our session or before; and is compared with
    what one of us saw who was there."""
    room, relay = ctx.room(), ctx.relay()
    client, witness = ctx.joined(room, urls=ctx.relay_url(relay)), ctx.joined(room, account="carol")
    other = ctx.keep(Converse(ctx.server.url, "bob", room, "Jay"))
    ours = say(client, other, room, "from Foyer")
    for body in ("helo", "secret", "liked"):
        hear(client, other, room, body)
    other.do("react", "from Foyer", "👍")
    client.wait_row(room, lambda row: row["key"] == ours and row["reactions"])
    since = client.mark()
    relay.refuse()
    relay.reset()
    client.wait("connectionLost", since=since)
    other.do("correct", "helo", "hello")
    other.do("retract", "secret")
    other.do("react", "from Foyer", "🎉")
    other.do("react", "from Foyer", "👍")
    other.do("reply", "from Foyer", "an answer")
    other.do("react", "an answer", "😀")
    other.do("say", "tpyo")
    other.do("correct", "tpyo", "typo")
    other.do("say", "@alice, where are you?")
    other.do("say", "never mind")
    other.do("retract", "never mind")
    if not forgotten:
        relay.allow()
    hello, secret = plain("Jay", "hello", edited=True), plain("Jay", None, retractedBy="Jay")
    liked = [plain("Jay", "liked")]
    after = (plain("Jay", "an answer", reply=["alice", "from Foyer"], reactions={"😀": ["Jay"]}),
             plain("Jay", "typo", edited=True), plain("Jay", "alice, where are you?"), plain("Jay", None, retractedBy="Jay"))
    first = plain("alice", "from Foyer", reactions={"🎉": ["Jay"]})
    expect_here(witness, room, first, hello, secret, *liked, *after)
    if forgotten:
        witness.wait("occupantsChanged", lambda e: any(p["nickname"] == "alice" for p in e["left"]), 40)
        # This server gives no occupant ids: nothing shows that "Jay" is still who wrote these two (XEP-0308, section 4).
        # The correction is then a message of its own, so that nobody loses its text.
        hello, secret = plain("Jay", "helo"), plain("Jay", "secret")
        liked.append(plain("Jay", "hello"))
    relay.allow()
    equal(client.wait_rejoined(room, since=since)["report"]["resumed"], not forgotten, "resumed", client)
    expect_here(client, room, first, hello, secret, *liked, *after)
    ctx.verify(client, room)


@scenario("converse", only="ejabberd")
def what_converse_did_during_a_short_cut_is_shown_as_if_we_had_been_there(ctx):
    away(ctx, forgotten=False)


@scenario("converse", only="ejabberd")
def what_converse_did_during_a_long_cut_is_shown_as_far_as_it_is_proved(ctx):
    away(ctx, forgotten=True)


@scenario("converse", only="ejabberd")
def what_we_did_while_cut_off_is_shown_by_converse(ctx):
    room, relay = ctx.room(), ctx.relay()
    client = ctx.joined(room, urls=ctx.relay_url(relay))
    other = ctx.keep(Converse(ctx.server.url, "bob", room, "Jay"))
    ours, secret = say(client, other, room, "helo"), say(client, other, room, "secret")
    theirs = hear(client, other, room, "from Converse")
    since = client.mark()
    relay.refuse()
    relay.reset()
    client.wait("connectionLost", since=since)
    client.do("correct", room=room, key=ours, body="hello")
    client.do("retract", room=room, key=secret)
    client.do("react", room=room, key=theirs, emojis=["👍"])
    client.do("send", room=room, body="an answer", replyTo=theirs)
    client.do("send", room=room, body="Jay: not in vain")
    relay.allow()
    client.wait_rejoined(room, since=since)
    there = [plain_there("alice", "hello", edited=True), plain_there("alice", None, retracted="alice has removed a message"),
             plain_there("Jay", "from Converse", reactions={"👍": ["alice"]}),
             plain_there("alice", "an answer", mentioned=True, reply=["Jay", "from Converse"]),
             plain_there("alice", "Jay: not in vain", mentioned=True)]
    expect_there(other, *there)
    expect_here(client, room, plain("alice", "hello", edited=True), plain("alice", None, retractedBy="alice"),
                plain("Jay", "from Converse", reactions={"👍": ["alice"]}),
                plain("alice", "an answer", reply=["Jay", "from Converse"]), plain("alice", "Jay: not in vain"))
    # Who comes later reads the archive, and sees the same.
    late = ctx.keep(Converse(ctx.server.url, "carol", room, "Kay"))
    expect_there(late, *[message | {"mentioned": False} for message in there])
    ctx.verify(client, room)
