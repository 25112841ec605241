"""Converse.js and Foyer in one room on ejabberd: what either writes, the other shows."""
from context import equal, scenario
from converse import Converse


@scenario("converse", only="ejabberd")
def each_shows_what_the_other_says(ctx):
    room = ctx.room()
    client = ctx.joined(room)
    other = ctx.keep(Converse(ctx.server.url, "bob", room, "Jay"))
    client.wait_state(client.send(room, "from Foyer, ünïcode 🎉"), "Delivered")
    heard = other.wait_message(lambda m: m["text"] == "from Foyer, ünïcode 🎉", "our message")
    equal((heard["nickname"], heard["edited"], heard["retracted"]), ("alice", False, False), "our message in Converse.js")
    other.do("say", "from Converse, first line\nsecond line")
    row = client.wait_stored(room, lambda row: row["nickname"] == "Jay")
    equal(row["body"], "from Converse, first line\nsecond line", "its message here", client)
