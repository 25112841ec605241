"""A team's cluster of two ejabberd nodes: one is killed, and the client is back on the other with nothing lost."""
import contextlib
import time

from chaos import Relay
from context import equal, expect, scenario
from scenarios_away import check_report, come_back, seconds
from xmpp import Talker


@contextlib.contextmanager
def whole_again(cluster):
    """Starts killed nodes again afterwards, so that the next scenario finds two."""
    try:
        yield cluster
    finally:
        for node in cluster.nodes:
            if not node.running:
                node.start()
        cluster.wait_members(2)


def talker_at(ctx, node, room):
    return ctx.keep(Talker(node.url, "bob", "Bob", ctx.sent, ctx.run)).start(room)


def report_times(what, killed, lost, back):
    print(f"     cluster: {what}: noticed after {lost - killed:.1f} s, joined and complete after {back - killed:.1f} s", flush=True)


def judge(ctx, client, room, own=(), since=None):
    """The archive, asked at a node that runs, against the client's store and window; `since`: what the join showed first."""
    ctx.admin.join(room, "Mod")
    ctx.wait_all_stored(client, room, 30)
    return ctx.verify(client, room, own, since=since)


@scenario("cluster", alone=True)
def room_and_stream_die_with_their_node(ctx):
    with whole_again(ctx.server) as cluster:
        room = ctx.room()
        talker = talker_at(ctx, cluster.second, room)
        talker.burst(15)
        first = ctx.archived(room)[5].archive_id
        client = ctx.joined(room, urls=[cluster.first.url, cluster.second.url])
        own = [(client.send(room, "before"), "before")]
        client.wait_state(own[0][0], "Delivered")
        since, killed = client.mark(), time.time()
        cluster.first.kill()
        lost = client.wait("connectionLost", since=since)
        own.append((client.send(room, "meanwhile"), "meanwhile"))
        talker.rejoin(room)
        talker.burst(30)
        back = client.wait_rejoined(room, since=since, timeout=60)
        equal((back["report"]["gaps"], back["report"]["provable"], back["report"]["resumed"]), (0, True, False),
              "gaps, provable, resumed after the node's death", client)
        report_times("the room's and the stream's node killed", killed, seconds(lost["t"]), seconds(back["t"]))
        talker.burst(3)
        for key, _ in own:
            client.wait_state(key, "Delivered", timeout=40)
        judge(ctx, client, room, own, since=first)


@scenario("cluster", alone=True)
def room_dies_and_the_stream_lives(ctx):
    """Nobody is told anything; asking is the only way to know."""
    with whole_again(ctx.server) as cluster:
        room = ctx.room()
        client = ctx.joined(room, urls=[cluster.second.url, cluster.first.url])
        talker = talker_at(ctx, cluster.second, room)
        talker.burst(15)
        ctx.wait_all_stored(client, room)
        since, killed = client.mark(), time.time()
        cluster.first.kill()
        talker.rejoin(room)
        talker.burst(30)
        rejoining = client.wait("rejoining", since=since, timeout=90, room=room)
        back = client.wait_rejoined(room, since=since, timeout=60)
        equal(client.seen("connectionLost", since), [], "losses of the connection", client)
        equal((back["report"]["recovered"], back["report"]["gaps"], back["report"]["provable"]), (30, 0, True),
              "recovered, gaps, provable", client)
        report_times("only the room's node killed", killed, seconds(rejoining["t"]), seconds(back["t"]))
        talker.burst(3)
        judge(ctx, client, room)


@scenario("cluster", alone=True)
def sending_finds_the_room_dead(ctx):
    with whole_again(ctx.server) as cluster:
        room = ctx.room()
        client = ctx.joined(room, urls=[cluster.second.url, cluster.first.url])
        talker = talker_at(ctx, cluster.second, room)
        talker.burst(5)
        ctx.wait_all_stored(client, room)
        cluster.first.kill()
        talker.rejoin(room)
        talker.burst(20)
        since, asked = client.mark(), time.time()
        own = [(client.send(room, f"is anybody there {n}"), f"is anybody there {n}") for n in range(3)]
        back = client.wait_rejoined(room, since=since, timeout=60)
        equal((back["report"]["gaps"], back["report"]["provable"]), (0, True), "gaps, provable", client)
        report_times("the room's node killed before, then a message sent", asked, asked, seconds(back["t"]))
        for key, _ in own:
            client.wait_state(key, "Delivered", timeout=60)
        talker.burst(3)
        judge(ctx, client, room, own)


@scenario("cluster", alone=True)
def joining_again_before_the_loss_is_noticed_hides_nothing(ctx):
    """Any presence of ours into the restarted room begins a new membership: what was said before it is still owed (H1)."""
    with whole_again(ctx.server) as cluster:
        room = ctx.room()
        client = ctx.joined(room, urls=[cluster.second.url, cluster.first.url])
        talker = talker_at(ctx, cluster.second, room)
        talker.burst(15)
        ctx.wait_all_stored(client, room)
        cluster.first.kill()
        talker.rejoin(room)
        talker.burst(2)
        since = client.mark()
        client.do("join", room=room, extra="new row")
        talker.burst(1)
        client.wait_joined(room, since=since)
        judge(ctx, client, room)


@scenario("cluster", alone=True)
def stream_is_resumed_on_the_other_node(ctx):
    with whole_again(ctx.server) as cluster:
        room = ctx.room()
        talker = talker_at(ctx, cluster.second, room)
        talker.burst(15)
        first = ctx.archived(room)[5].archive_id
        relay = ctx.keep(Relay(cluster.first.port))
        client = ctx.joined(room, urls=[relay.url(cluster.first), cluster.second.url])
        since = client.mark()
        relay.refuse()
        relay.reset()
        client.wait("connectionLost", since=since)
        talker.burst(25)
        client.do("retryNow")
        check_report(ctx, client, room, since, True, 25)
        talker.burst(3)
        judge(ctx, client, room, since=first)


@scenario("cluster", alone=True)
def nodes_die_in_turn(ctx):
    with whole_again(ctx.server) as cluster:
        room = ctx.room()
        talker = talker_at(ctx, cluster.first, room)
        client = ctx.joined(room, urls=[cluster.first.url, cluster.second.url])
        for number in range(3):
            talker.burst(10)
            ctx.wait_all_stored(client, room)
            dying, living = cluster.nodes[number % 2], cluster.nodes[1 - number % 2]
            since = client.mark()
            dying.kill()
            talker.url = living.url
            talker.rejoin(room)
            talker.burst(20)
            dying.start()
            cluster.wait_members(2)
            talker.burst(5)
            client.wait_rejoined(room, since=since, timeout=90)
            ctx.admin.join(room, "Mod")
        expect(len(ctx.sent.sent) >= 100, "the bot spoke all the time", client)
        judge(ctx, client, room)


@scenario("cluster", alone=True)
def an_archive_whose_database_fails_is_not_empty(ctx):
    """ejabberd answers then as if nothing were there, but does not call it complete."""
    room = ctx.room()
    talker = talker_at(ctx, ctx.server.first, room)
    talker.burst(15)
    first = ctx.archived(room)[5].archive_id
    client = ctx.joined(room, urls=[ctx.server.first.url])
    client.kill()
    talker.burst(30)
    client.start()
    with ctx.server.database.without_archive():
        back = client.wait_rejoined(room, timeout=60)
        gaps = [line for line in client.shown_rows(room) if line["kind"] == "gap"]
        equal(([gap["reason"] for gap in gaps], back["report"]["provable"]), (["LoadFailed"], False), "gaps, provable", client)
    client.do("loadGap", timeout=30, room=room, beforeKey=gaps[0]["beforeKey"])
    talker.burst(3)
    judge(ctx, client, room, since=first)
