"""What people do with messages: corrections, reactions, retractions, replies, files, moderation; both directions, and while
away."""
import urllib.request

from context import equal, expect, message_rows, scenario
from xmpp import CLIENT, said as said_in

CORRECT = "urn:xmpp:message-correct:0"
REACT = "urn:xmpp:reactions:0"
RETRACT = "urn:xmpp:message-retract:1"
MODERATE = "urn:xmpp:message-moderate:1"
REPLY = "urn:xmpp:reply:0"
CHATSTATES = "http://jabber.org/protocol/chatstates"
FALLBACK = "urn:xmpp:fallback:0"
USER = "http://jabber.org/protocol/muc#user"
MUTE = "urn:foyer:mute:0"
FILE = "jabber:x:oob"
STORE = "<store xmlns='urn:xmpp:hints'/>"


def stanza_id(message, room):
    return next(i.get("id") for i in message.findall("{urn:xmpp:sid:0}stanza-id") if i.get("by") == room)


def reactions_of(row):
    return {r["emoji"]: sorted(r["nicknames"]) for r in row["reactions"]}


def react(bot, room, target, *emojis):
    inside = "".join(f"<reaction>{e}</reaction>" for e in emojis)
    return bot.say(room, None, payload=f"<reactions xmlns='{REACT}' id='{target}'>{inside}</reactions>{STORE}")


def correct(bot, room, target, body):
    return bot.say(room, body, payload=f"<replace xmlns='{CORRECT}' id='{target}'/>")


def retract(bot, room, target):
    return bot.say(room, "/me retracted a message", payload=f"<retract xmlns='{RETRACT}' id='{target}'/>"
                   f"<fallback xmlns='{FALLBACK}' for='{RETRACT}'/>{STORE}")


def for_themselves(ctx, *bodies):
    """What corrections whose authors nothing proves leave: where a server gives no occupant ids, messages of their own."""
    return list(bodies) if ctx.server.name == "ejabberd" else []


def heard(bot, since, tag, what):
    return bot.wait(lambda s: s.tag == f"{{{CLIENT}}}message" and s.find(tag) is not None, what, 20, since)


def wait_occupant(client, nickname, what="changed", **fields):
    client.wait("occupantsChanged", lambda e: any(p["nickname"] == nickname and all(p[k] == v for k, v in fields.items())
                                                  for p in e[what]), since=0)


@scenario("actions")
def others_correct_react_answer_and_retract(ctx):
    room = ctx.room()
    client, bot = ctx.joined(room), ctx.bot("bob", room, "Bob")
    said = bot.say(room, "helo")
    key = client.wait_stored(room, lambda row: row["body"] == "helo")["key"]
    correct(bot, room, said.get("id"), "hello")
    row = client.wait_row(room, lambda row: row["key"] == key and row["edited"], what="the correction")
    equal(row["body"], "hello", "corrected body", client)
    react(bot, room, stanza_id(said, room), "👍", "🎉")
    row = client.wait_row(room, lambda row: row["key"] == key and len(row["reactions"]) == 2, what="reactions")
    equal(reactions_of(row), {"👍": ["Bob"], "🎉": ["Bob"]}, "reactions", client)
    react(bot, room, stanza_id(said, room), "🎉")
    client.wait_row(room, lambda row: row["key"] == key and reactions_of(row) == {"🎉": ["Bob"]}, what="the last set of reactions")
    quotation = "> Bob:\n> hello\n"
    bot.say(room, quotation + "answer", payload=f"<reply xmlns='{REPLY}' to='{room}/Bob' id='{stanza_id(said, room)}'/>"
            f"<fallback xmlns='{FALLBACK}' for='{REPLY}'><body start='0' end='{len(quotation)}'/></fallback>")
    row = client.wait_stored(room, lambda row: row["body"] == "answer")
    equal((row["reply"]["key"], row["reply"]["nickname"], row["reply"]["excerpt"]), (key, "Bob", "hello"), "the reply", client)
    # Somebody else may neither correct nor retract it.
    carol = ctx.bot("carol", room, "Carol")
    correct(carol, room, said.get("id"), "forged")
    retract(carol, room, stanza_id(said, room))
    carol.say(room, "later")
    client.wait_stored(room, lambda row: row["body"] == "later")
    shown = {row["key"]: row for row in message_rows(client.shown_rows(room))}
    equal((shown[key]["body"], shown[key]["retracted"]), ("hello", False), "the row", client)
    equal([version["body"] for version in client.do("corrections", room=room, key=key)], ["helo"], "older texts", client)
    retract(bot, room, stanza_id(said, room))
    row = client.wait_row(room, lambda row: row["key"] == key and row["retracted"], what="the retraction")
    equal((row["body"], row["retractedBy"], row["reactions"]), (None, "Bob", []), "the retracted row", client)
    equal(client.do("corrections", room=room, key=key), [], "older texts of a retracted message", client)
    equal([row["body"] for row in message_rows(client.export(room))], [None, "answer", *for_themselves(ctx, "forged"), "later"],
          "export", client)
    ctx.verify(client, room)


@scenario("actions")
def who_took_the_nickname_over_changes_nothing(ctx):
    room = ctx.room()
    client, bot = ctx.joined(room), ctx.bot("bob", room, "Bob")
    said, more = bot.say(room, "mine"), bot.say(room, "mine too")
    client.wait_stored(room, lambda row: row["body"] == "mine too")
    wait_occupant(client, "Bob", "joined")
    bot.leave(room)
    wait_occupant(client, "Bob", "left")
    thief = ctx.bot("carol", room, "Bob")
    correct(thief, room, said.get("id"), "forged")
    retract(thief, room, stanza_id(more, room))
    thief.say(room, "theirs")
    client.wait_stored(room, lambda row: row["body"] == "theirs")
    equal([(row["body"], row["edited"], row["retracted"]) for row in message_rows(client.shown_rows(room))],
          [(body, False, False) for body in ("mine", "mine too", *for_themselves(ctx, "forged"), "theirs")], "rows", client)


@scenario("actions")
def our_own_arrive_at_others(ctx):
    room = ctx.room()
    client, bot = ctx.joined(room), ctx.bot("bob", room, "Bob")
    said = stanza_id(bot.say(room, "question"), room)
    question = client.wait_stored(room, lambda row: row["body"] == "question")["key"]
    since = bot.mark()
    answer = client.do("send", room=room, body="answr", replyTo=question)["key"]
    row = client.wait_state(answer, "Delivered")
    message = heard(bot, since, f"{{{REPLY}}}reply", "the reply")
    equal(message.find(f"{{{REPLY}}}reply").get("id"), said, "what the reply names")
    expect(message.find(f"{{{CLIENT}}}body").text.endswith("question\nanswr"), "the reply quotes for others")
    client.do("correct", room=room, key=answer, body="answer")
    message = heard(bot, since, f"{{{CORRECT}}}replace", "the correction")
    equal((message.find(f"{{{CORRECT}}}replace").get("id"), message.find(f"{{{REPLY}}}reply").get("id"), said_in(message)),
          (row["messageId"], said, "answer"), "the correction")
    client.do("react", room=room, key=question, emojis=["👍"])
    message = heard(bot, since, f"{{{REACT}}}reactions", "the reaction")
    equal((message.find(f"{{{REACT}}}reactions").get("id"), [r.text for r in message.iter(f"{{{REACT}}}reaction")]), (said, ["👍"]),
          "the reaction")
    client.do("retract", room=room, key=answer)
    message = heard(bot, since, f"{{{RETRACT}}}retract", "the retraction")
    equal(message.find(f"{{{RETRACT}}}retract").get("id"), row["stanzaId"], "what is retracted")
    shown = message_rows(client.shown_rows(room))
    equal([(r["body"], r["retracted"], reactions_of(r)) for r in shown],
          [("question", False, {"👍": ["alice"]}), (None, True, {})], "rows", client)
    kinds = [entry.kind for entry in ctx.admin.archive(room) if entry.kind != "subject"]
    equal(kinds, ["message", "message", "correction", "reaction", "retraction"], "archived once each")
    ctx.verify(client, room)


@scenario("actions")
def actions_while_away_and_offline(ctx):
    room, relay = ctx.room(), ctx.relay()
    client, bot = ctx.joined(room, urls=ctx.relay_url(relay)), ctx.bot("bob", room, "Bob")
    said = bot.say(room, "helo")
    theirs = client.wait_stored(room, lambda row: row["body"] == "helo")["key"]
    ours = client.send(room, "misteak")
    client.wait_state(ours, "Delivered")
    since = client.mark()
    relay.refuse()
    relay.reset()
    client.wait("connectionLost", since=since)
    client.do("correct", room=room, key=ours, body="mistake")
    client.do("react", room=room, key=theirs, emojis=["❤️"])
    react(bot, room, stanza_id(said, room), "👍")
    correct(bot, room, said.get("id"), "hello")
    bot.say(room, "meanwhile")
    relay.allow()
    client.wait_rejoined(room, since=since)
    client.wait_row(room, lambda row: row["body"] == "meanwhile", since=since)
    shown, own = None, None
    for _ in range(60):
        shown = {row["key"]: row for row in message_rows(client.shown_rows(room))}
        own = [e.kind for e in ctx.admin.archive(room) if e.kind in ("correction", "reaction") and e.nickname == "alice"]
        if len(own) == 2 and shown[theirs]["edited"] and len(shown[theirs]["reactions"]) == 2:
            break
        client.wait_events(1, 0.5)
    equal((shown[theirs]["body"], shown[ours]["body"]), ("hello", "mistake"), "texts", client)
    equal(reactions_of(shown[theirs]), {"👍": ["Bob"], "❤️": ["alice"]}, "reactions", client)
    equal(own, ["correction", "reaction"], "ours in the archive, once each")
    ctx.verify(client, room)


def as_moderator(ctx):
    """A room in which we are a moderator and Bob is not."""
    room = ctx.room()
    client, bot = ctx.joined(room), ctx.bot("bob", room, "Bob")
    ctx.admin.set_affiliation(room, "alice@localhost", "admin")
    wait_occupant(client, "alice", role="moderator")
    return room, client, bot


@scenario("actions")
def moderators_act_on_people(ctx):
    room = ctx.room()
    client, bot = ctx.joined(room), ctx.bot("bob", room, "Bob")
    done = client.ask("kick", room=room, nickname="Bob", reason="no")
    expect(not done["ok"] and done["error"]["text"], "who is no moderator cannot kick", client)
    ctx.admin.set_affiliation(room, "alice@localhost", "admin")
    wait_occupant(client, "alice", role="moderator")
    since = bot.mark()
    client.do("setVoice", room=room, nickname="Bob", voice=False)
    bot.wait(lambda s: s.get("from") == f"{room}/Bob" and any(i.get("role") == "visitor" for i in s.iter(f"{{{USER}}}item")),
             "the mute", 15, since)
    client.do("setVoice", room=room, nickname="Bob", voice=True)
    wait_occupant(client, "Bob", role="participant")
    client.do("kick", room=room, nickname="Bob", reason="enough")
    wait_occupant(client, "Bob", "left")
    carol = ctx.bot("carol", room, "Carol")
    wait_occupant(client, "Carol", "joined")
    client.do("ban", room=room, nickname="Carol", reason="for good")
    wait_occupant(client, "Carol", "left")
    expect(carol.alive, "the banned one stays connected")


@scenario("actions")
def moderators_mute_for_a_while(ctx):
    room, client, bot = as_moderator(ctx)
    since = bot.mark()
    done = client.ask("muteFor", room=room, nickname="Bob", minutes=10)
    if not ctx.server.is_foyers:
        expect(not done["ok"] and done["error"]["text"], "a room that knows no such mutes is not asked", client)
        return
    expect(done["ok"], "the mute", client)
    told = bot.wait(lambda s: s.find(f"{{{MUTE}}}mute") is not None, "the mute with its end", 15, since)
    expect(told.find(f"{{{MUTE}}}mute").get("until"), "an end is told")
    wait_occupant(client, "Bob", role="visitor")
    client.do("setVoice", room=room, nickname="Bob", voice=True)
    wait_occupant(client, "Bob", role="participant")


@scenario("actions", only="embedded")
def moderator_deletes_a_message(ctx):
    room = ctx.room()
    client, bot = ctx.joined(room), ctx.bot("bob", room, "Bob")
    spam = bot.say(room, "spam")
    key = client.wait_stored(room, lambda row: row["body"] == "spam")["key"]
    done = client.ask("moderate", room=room, key=key, reason="off topic")
    expect(not done["ok"], "who is no moderator cannot delete", client)
    ctx.admin.iq("set", room, f"<moderate xmlns='{MODERATE}' id='{stanza_id(spam, room)}'><retract xmlns='{RETRACT}'/>"
                 "<reason>off topic</reason></moderate>")
    row = client.wait_row(room, lambda row: row["key"] == key and row["retracted"], what="the moderated retraction")
    equal((row["body"], row["retractedBy"], row["retractReason"]), (None, "Mod", "off topic"), "the row", client)
    more = bot.say(room, "more spam")
    ctx.admin.set_affiliation(room, "alice@localhost", "admin")
    wait_occupant(client, "alice", role="moderator")
    other = client.wait_row(room, lambda row: row["stanzaId"] == stanza_id(more, room))["key"]
    client.do("moderate", room=room, key=other, reason="")
    client.wait_row(room, lambda row: row["key"] == other and row["retractedBy"] == "alice", what="our moderated retraction")
    late = ctx.joined(room, account="carol")
    shown = message_rows(late.shown_rows(room))
    equal([(r["body"], r["retracted"]) for r in shown], [(None, True), (None, True)], "who comes later sees them deleted", late)
    features = ctx.admin.disco_info(room)[0]
    expect(MODERATE in features and f"{RETRACT}#tombstone" in features, "the room announces it")


@scenario("actions", only=("ejabberd", "prosody"))
def what_is_over_the_input_limits_keeps_its_place(ctx):
    room = ctx.room()
    client, bot = ctx.joined(room), ctx.bot("bob", room, "Bob")
    too_much = "<x xmlns='urn:example' " + " ".join(f"a{n}=''" for n in range(65)) + "/>"
    bot.say(room, "before")
    said = bot.say(room, "too much", payload=too_much)
    bot.say(room, None, payload=too_much + "<active xmlns='http://jabber.org/protocol/chatstates'/>")
    bot.say(room, "after")
    client.wait_stored(room, lambda row: row["body"] == "after")
    late = ctx.joined(room, account="carol")
    for one in (client, late):
        rows = message_rows(one.shown_rows(room))
        equal([(row["body"], row["nickname"], row["unreadable"], row["retracted"]) for row in rows],
              [("before", "Bob", False, False), (None, "Bob", True, False), ("after", "Bob", False, False)], "rows", one)
        equal(rows[1]["stanzaId"], stanza_id(said, room), "its place in the archive", one)
        expect(rows[0]["sentAt"] <= rows[1]["sentAt"] <= rows[2]["sentAt"], "it stands at its time", one)


@scenario("actions", only="embedded")
def who_was_away_gets_nothing_of_what_was_deleted(ctx):
    room, relay = ctx.room(), ctx.relay()
    client, bot = ctx.joined(room, urls=ctx.relay_url(relay)), ctx.bot("bob", room, "Bob")
    bot.say(room, "before")
    client.wait_stored(room, lambda row: row["body"] == "before")
    since = client.mark()
    relay.refuse()
    relay.reset()
    client.wait("connectionLost", since=since)
    secret = bot.say(room, "sesame")
    correct(bot, room, secret.get("id"), "sesame, open")
    spam = bot.say(room, "spam")
    bot.say(room, "after")
    retract(bot, room, stanza_id(secret, room))
    ctx.admin.iq("set", room, f"<moderate xmlns='{MODERATE}' id='{stanza_id(spam, room)}'><retract xmlns='{RETRACT}'/></moderate>")
    late = ctx.joined(room, account="carol")
    relay.allow()
    client.wait_rejoined(room, since=since)
    client.wait_row(room, lambda row: row["body"] == "after", since=since)
    expected = [("before", None), (None, "Bob"), (None, "Mod"), ("after", None)]
    for one in (late, client):
        equal([(row["body"], row["retractedBy"]) for row in message_rows(one.shown_rows(room))], expected, "rows", one)
    equal(late.do("corrections", room=room, key=message_rows(late.shown_rows(room))[1]["key"]), [], "older texts", late)
    late.leave()
    store = b"".join(file.read_bytes() for file in late.profile.rglob("*") if file.is_file())
    expect(b"sesame" not in store and b"spam" not in store, "nothing of it reached who came later", late)


@scenario("actions")
def visitor_asks_for_voice(ctx):
    room = ctx.room()
    ctx.admin.configure(room, moderatedroom="1")
    client, bot = ctx.joined(room), ctx.bot("bob", room, "Bob")
    ctx.admin.set_affiliation(room, "alice@localhost", "admin")
    wait_occupant(client, "alice", role="moderator")
    ctx.admin.set_role(room, "Bob", "participant")
    ctx.admin.set_role(room, "Bob", "visitor")
    wait_occupant(client, "Bob", role="visitor")
    bot.send(f"<message xmlns='{CLIENT}' to='{room}'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
             "<value>http://jabber.org/protocol/muc#request</value></field><field var='muc#role' type='list-single'>"
             "<value>participant</value></field></x></message>")
    client.wait("voiceRequested", room=room, nickname="Bob")
    since = client.mark()
    client.do("setVoice", room=room, nickname="Bob", voice=True)
    client.wait("occupantsChanged", lambda e: any(p["nickname"] == "Bob" and p["role"] == "participant" for p in e["changed"]),
                since=since)


@scenario("actions", only=("ejabberd", "prosody"))
def file_is_uploaded_and_said_once(ctx):
    room = ctx.room()
    client, bot = ctx.joined(room), ctx.bot("bob", room, "Bob")
    picture = ctx.folder / "très cool.png"
    content = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 300
    picture.write_bytes(content)
    since = bot.mark()
    url = client.do("upload", timeout=30, room=room, file=str(picture))["url"]
    message = heard(bot, since, f"{{{FILE}}}x", "the address")
    equal((message.find(f"{{{CLIENT}}}body").text, message.find(f"{{{FILE}}}x/{{{FILE}}}url").text), (url, url), "what is said")
    with urllib.request.urlopen(url, timeout=10) as answer:
        equal((answer.read() == content, answer.headers.get_content_type()), (True, "image/png"), "what is found there")
    row = client.wait_row(room, lambda row: row["body"] == url and row["state"] == "Delivered", what="the row")
    expect(row["own"], "the row is ours", client)
    # The word for a file belongs to files: an address that somebody types is a text.
    since = bot.mark()
    typed = client.send(room, "https://example.org/a.png")
    message = bot.wait(lambda s: s.tag == f"{{{CLIENT}}}message" and s.find(f"{{{CLIENT}}}body") is not None, "the text", 20, since)
    expect(message.find(f"{{{FILE}}}x") is None, "a typed address has no mark")
    client.wait_state(typed, "Delivered")
    ctx.verify(client, room)


@scenario("actions", only=("ejabberd", "prosody"))
def file_that_is_too_large_is_refused(ctx):
    room = ctx.room()
    client = ctx.joined(room)
    large = ctx.folder / "large.bin"
    large.write_bytes(bytes(102401))
    for file, kind, part in ((large, "MessageTooLarge", "100 kB"), (ctx.folder / "missing", "StoreFailed", "missing"),
                             (ctx.folder, "StoreFailed", "cannot be read")):
        done = client.ask("upload", timeout=30, room=room, file=str(file))
        expect(not done["ok"], f"{file.name} is refused", client)
        equal((done["error"]["kind"], part in done["error"]["text"]), (kind, True), f"the sentence: {done['error']['text']}", client)
    equal(message_rows(client.shown_rows(room)), [], "nothing is said", client)


@scenario("actions", only="embedded")
def files_need_a_server_that_takes_them(ctx):
    room = ctx.room()
    client = ctx.joined(room)
    file = ctx.folder / "a.txt"
    file.write_text("hello")
    done = client.ask("upload", timeout=30, room=room, file=str(file))
    expect(not done["ok"] and "does not take files" in done["error"]["text"], f"the sentence: {done['error']}", client)
    equal(message_rows(client.shown_rows(room)), [], "nothing is said", client)


def chat_state(bot, room, state):
    bot.send(f"<message xmlns='{CLIENT}' to='{room}' type='groupchat'><{state} xmlns='{CHATSTATES}'/>"
             "<no-store xmlns='urn:xmpp:hints'/></message>")


@scenario("actions")
def typing_is_passed_on_and_kept_nowhere(ctx):
    room = ctx.room()
    client, bot = ctx.joined(room), ctx.bot("bob", room, "Bob")
    wait_occupant(client, "Bob", "joined")
    chat_state(bot, room, "composing")
    client.wait("typingChanged", room=room, nicknames=["Bob"])
    since = client.mark()
    chat_state(bot, room, "paused")
    client.wait("typingChanged", room=room, nicknames=[], since=since)
    chat_state(bot, room, "composing")
    client.wait("typingChanged", room=room, nicknames=["Bob"], since=since)
    since = client.mark()
    bot.say(room, "hello")
    client.wait("typingChanged", room=room, nicknames=[], since=since)
    since = bot.mark()
    client.do("typing", room=room, writing=True)
    message = heard(bot, since, f"{{{CHATSTATES}}}composing", "that we write")
    equal((message.get("from"), message.get("type")), (f"{room}/alice", "groupchat"), "who writes")
    expect(message.find("{urn:xmpp:hints}no-store") is not None, "nobody is to keep it")
    client.do("typing", room=room, writing=False)
    heard(bot, since, f"{{{CHATSTATES}}}active", "that we do not write any more")
    client.do("typing", room=room, writing=True)
    client.wait_state(client.send(room, "hi"), "Delivered")
    told = [event["nicknames"] for event in client.events if event["event"] == "typingChanged"]
    equal(told, [["Bob"], [], ["Bob"], []], "who was told to write", client)
    equal([e.kind for e in ctx.admin.archive(room) if e.kind != "subject"], ["message", "message"], "the archive")
    equal([row["body"] for row in message_rows(client.shown_rows(room))], ["hello", "hi"], "rows", client)
    ctx.verify(client, room)


@scenario("actions")
def another_nickname_is_kept_over_a_rejoin(ctx):
    room, relay = ctx.room(), ctx.relay()
    client, bot = ctx.joined(room, urls=ctx.relay_url(relay)), ctx.bot("bob", room, "Bob")
    wait_occupant(client, "Bob", "joined")
    done = client.ask("nick", room=room, nickname="Bob")
    expect(not done["ok"], "a nickname that somebody has is refused", client)
    equal(done["error"]["kind"], "NicknameInUse", "why", client)
    since = bot.mark()
    client.do("nick", room=room, nickname="alicia")
    bot.wait(lambda s: s.get("from") == f"{room}/alicia" and s.get("type") is None, "the new nickname", 15, since)
    client.wait_state(client.send(room, "it is me"), "Delivered")
    since = client.mark()
    relay.reset()
    equal(client.wait_rejoined(room, since=since)["result"]["nickname"], "alicia", "nickname after the rejoin", client)
    client.wait_state(client.send(room, "still"), "Delivered")
    ctx.verify(client, room)


@scenario("actions")
def another_subject_is_set(ctx):
    room, client, bot = as_moderator(ctx)
    since, mark = bot.mark(), client.mark()
    client.do("subject", room=room, subject="tea & cake")
    heard(bot, since, f"{{{CLIENT}}}subject", "the subject")
    client.wait("subjectChanged", room=room, subject="tea & cake", by="alice", since=mark)
    equal(message_rows(client.shown_rows(room)), [], "rows", client)
    ctx.verify(client, room)


@scenario("slow", only="ejabberd")
def messages_refused_as_too_fast_arrive_once_in_order(ctx):
    room = ctx.room()
    client, bot = ctx.joined(room), ctx.bot("bob", room, "Bob")
    texts = [f"quick {number}" for number in range(6)]
    sends = [(client.send(room, text), text) for text in texts]
    for key, _ in sends:
        client.wait_state(key, "Delivered", timeout=60)
    # Else the room has refused nothing, and nothing is shown by this.
    refused = [key for key, _ in sends if [e["message"]["state"] for e in client.seen("messageChanged", since=0)
                                           if e["message"]["key"] == key].count("Sent") > 1]
    expect(refused, "nothing was refused", client)
    bot.say(room, "end")
    client.wait_stored(room, lambda row: row["body"] == "end")
    equal([body for who, _, body in bot.groupchat(room) if who == "alice"], texts, "what the others saw, in order", client)
    ctx.verify(client, room, sends)
