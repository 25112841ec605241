"""What an occupant says in the room's name: in forms that a server may pass on without looking."""
from context import equal, expect, message_rows, scenario
from scenarios_actions import CORRECT, stanza_id

USER = "http://jabber.org/protocol/muc#user"


def forged_users(item, more=""):
    """The room's word about an occupant, as somebody writes it who is not the room."""
    return [f"<x xmlns='{USER}'><item {item}/>{more}</x>",
            f"<p:x xmlns:p='{USER}'><p:item {item}/>{more.replace('<', '<p:')}</p:x>",
            f"<x xmlns='{USER}'><item {item} actor='x'/>{more}</x>",
            f"<x xmlns='{USER}'><item {item}><actor jid='@'/></item>{more}</x>",
            f"<x xmlns='{USER}'><item {item}/>{more}<status code='none'/></x>",
            f"<p:x xmlns:p='{USER}'><item xmlns='{USER}' {item}/>{more.replace('<status', f'<status xmlns={chr(39)}{USER}{chr(39)}')}</p:x>"]


@scenario("forged")
def presence_takes_nobodys_name_and_gives_no_role(ctx):
    room = ctx.room()
    bot = ctx.bot("bob", room, "Bob")
    codes = "<status code='110'/><status code='210'/>"
    for number, forged in enumerate(forged_users("affiliation='owner' role='moderator' jid='carol@localhost/x'", codes)
                                    + forged_users("affiliation='owner' role='bogus' jid='carol@localhost/x'", codes)):
        since = bot.mark()
        bot.send(f"<presence xmlns='jabber:client' to='{room}/Bob'>{forged}</presence>")
        client = ctx.joined(room)
        bot.wait(lambda s: s.get("from") == f"{room}/alice" and s.get("type") is None, "alice's presence", since=since)
        result = client.seen("joined")[-1]["result"] if client.seen("joined") else {}
        equal(result.get("nickname"), "alice", f"our name, forgery {number}", client)
        people = [p for e in client.seen("occupantsChanged") for p in e["joined"] + e["changed"] if p["nickname"] == "Bob"]
        people += [p for p in result.get("occupants", []) if p["nickname"] == "Bob"]
        expect(all(p["role"] != "moderator" and p["affiliation"] != "owner" for p in people), f"Bob's role, forgery {number}: {people}", client)
        bot.say(room, f"said {number}")
        row = client.wait_stored(room, lambda row: row["body"] == f"said {number}")
        equal((row["own"], row["nickname"]), (False, "Bob"), f"whose message it is, forgery {number}", client)
        client.do("send", room=room, body=f"answered {number}")
        client.wait_row(room, lambda row: row["body"] == f"answered {number}" and row["own"] and row["state"] == "Delivered",
                        what="our own message")
        client.leave()


@scenario("forged")
def archive_id_breaks_nothing(ctx):
    room = ctx.room()
    bot = ctx.bot("bob", room, "Bob")
    known = stanza_id(bot.say(room, "one"), room)
    client = ctx.joined(room)
    for number, forged in enumerate((f"<p:stanza-id xmlns:p='urn:xmpp:sid:0' by='{room}' id='{known}'/>",
                                     f"<stanza-id xmlns='urn:xmpp:sid:0' by='{room}' id='{known}'/>",
                                     f"<stanza-id xmlns='urn:xmpp:sid:0' by='{room.upper()}' id='{known}'/>",
                                     f"<stanza-id xmlns='urn:xmpp:sid:0' by='{room}' id='{known}'><x/></stanza-id>")):
        bot.say(room, f"forged {number}", payload=forged + "<no-store xmlns='urn:xmpp:hints'/><no-permanent-store xmlns='urn:xmpp:hints'/>")
    bot.say(room, "two")
    client.wait_stored(room, lambda row: row["body"] == "two")
    client.leave()
    bot.say(room, "three")
    client.start()
    client.wait_rejoined(room)
    rows = client.shown_rows(room)
    equal([row for row in rows if row["kind"] == "gap"], [], "gaps", client)
    equal([row["body"] for row in rows if not row["body"].startswith("forged")], ["one", "two", "three"], "each once", client)
    equal({row["epoch"] for row in rows}, {0}, "the archive is the same one", client)


@scenario("forged")
def subject_of_who_may_not_change_it_is_none(ctx):
    room = ctx.room()
    ctx.admin.set_subject(room, "The room's own")
    client, bot = ctx.joined(room), ctx.bot("bob", room, "Bob")
    bot.send(f"<message xmlns='jabber:client' type='groupchat' to='{room}'><p:subject xmlns:p='jabber:client'>forged</p:subject></message>")
    bot.say(room, "after")
    client.wait_stored(room, lambda row: row["body"] == "after")
    equal([e["subject"] for e in client.seen("subjectChanged") if e["subject"] == "forged"], [], "subjects told", client)


def speak_as_alice(ctx, whois):
    room = ctx.room(whois=whois)
    client, bot = ctx.joined(room), ctx.bot("bob", room, "Bob")
    client.do("send", room=room, body="mine")
    row = client.wait_row(room, lambda row: row["body"] == "mine" and row["state"] == "Delivered", what="our message")
    client.leave()
    forgeries = [forged for item in ("jid='alice@localhost'", "jid='alice@localhost' role='bogus'", "jid='alice@localhost/\u0080'")
                 for forged in forged_users(item)]
    for number, forged in enumerate(forgeries):
        bot.say(room, f"said {number}", payload=forged)
        bot.say(room, f"corrected {number}", payload=f"<replace xmlns='{CORRECT}' id='{row['messageId']}'/>{forged}")
    client.start()
    client.wait_rejoined(room)
    shown = message_rows(client.shown_rows(room))
    equal([(r["body"], r["edited"]) for r in shown if r["own"]], [("mine", False)], "what is ours", client)
    said = [r for r in shown if r["body"].startswith("said")]
    equal([r["nickname"] for r in said], ["Bob"] * len(said), "whose the others are", client)
    expect(len(said) >= 10, "what Bob said is shown", client)


@scenario("forged")
def sender_in_the_archive_is_nobody_else(ctx):
    speak_as_alice(ctx, "moderators")


@scenario("forged")
def sender_in_an_open_rooms_archive_is_nobody_else(ctx):
    speak_as_alice(ctx, "anyone")
