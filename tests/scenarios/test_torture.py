"""The parts of the torture by themselves: the plan, the relay's new faults, the witness on the wire."""
import socket
import unittest

from chaos import DOWN, UP, Fault, Relay
from context import Context
from torturelane import History
from tortureplan import BREAKS, KILL, make_plan, of_lane
from wire import Wire


def frame(text, masked=False):
    data, bit = text.encode(), 0x80 if masked else 0
    head = bytes([0x81, bit | len(data)]) if len(data) < 126 else bytes([0x81, bit | 126]) + len(data).to_bytes(2, "big")
    if masked:
        data = bytes(b ^ b"abcd"[i % 4] for i, b in enumerate(data))
    return head + (b"abcd" if masked else b"") + data


class PlanTest(unittest.TestCase):
    def test_a_seed_gives_the_same_plan(self):
        self.assertEqual(make_plan(5, 50, True), make_plan(5, 50, True))
        self.assertNotEqual(make_plan(5, 50, True), make_plan(6, 50, True))

    def test_each_kind_comes_before_any_comes_again(self):
        kinds = set(BREAKS) | set(KILL)
        self.assertEqual({r.kind for r in make_plan(1, len(kinds), True)}, kinds)
        self.assertNotIn("kill", {r.kind for r in make_plan(1, 300, False)})

    def test_the_lanes_share_the_rounds(self):
        plan = make_plan(3, 41, True)
        dealt = [r.number for lane in range(4) for r in of_lane(plan, lane, 4)]
        self.assertEqual(sorted(dealt), list(range(41)))

    def test_as_many_messages_as_wished(self):
        self.assertGreaterEqual(sum(r.missed for r in make_plan(2, 200, True, messages=5000)), 5000)


class RelayTest(unittest.TestCase):
    def setUp(self):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.relay = Relay(self.server.getsockname()[1])
        self.client = self.far = None

    def tearDown(self):
        self.relay.stop()
        for sock in (self.server, self.client, self.far):
            if sock:
                sock.close()

    def connect(self):
        self.client = socket.create_connection(("127.0.0.1", self.relay.port), 5)
        self.far, _ = self.server.accept()
        self.client.settimeout(5)
        self.far.settimeout(5)
        self.client.sendall(b"x")
        self.assertEqual(self.far.recv(10), b"x")

    def test_half_closed_the_other_direction_lives(self):
        self.connect()
        self.relay.half_close(UP)
        self.assertEqual(self.far.recv(10), b"")
        self.far.sendall(b"still here")
        self.assertEqual(self.client.recv(20), b"still here")

    def test_cut_inside_a_tag(self):
        self.connect()
        self.relay.cut_inside(b"<message", kind="close")
        self.far.sendall(b"<presence/>")
        self.assertEqual(self.client.recv(50), b"<presence/>")
        self.far.sendall(b"<a/><message to='x'/>")
        seen = b""
        while chunk := self.client.recv(50):
            seen += chunk
        self.assertEqual(seen, b"<a/><mess")

    def test_a_planned_fault_strikes_once_and_is_noted(self):
        self.relay.plan = lambda number, way: Fault("close", 5) if way == DOWN and number == 0 else None
        self.connect()
        self.far.sendall(b"123456789")
        seen = b""
        while chunk := self.client.recv(50):
            seen += chunk
        self.assertEqual((seen, self.relay.struck), (b"12345", [(0, DOWN, "close")]))

    def test_calm_disarms(self):
        self.connect()
        self.relay.cut_inside(b"<message")
        self.relay.pause()
        self.relay.calm()
        self.far.sendall(b"<message/>")
        self.assertEqual(self.client.recv(50), b"<message/>")


class ServerFaultTest(unittest.TestCase):
    GAVE_UP = ("<failed xmlns='urn:xmpp:sm:3'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
               "<text xml:lang='en' xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>Session state copying timed out</text></failed>")

    def fault(self, way, text):
        context = Context("foyer", None)
        self.addCleanup(context.finish, failed=False)
        context.watch(1, way, frame(text))
        return context.server_fault

    def test_a_resumption_that_the_server_gave_up_is_its_fault(self):
        self.assertIsNotNone(self.fault(DOWN, self.GAVE_UP))

    def test_neither_the_client_nor_a_message_excuses_a_failure(self):
        self.assertIsNone(self.fault(UP, self.GAVE_UP))
        self.assertIsNone(self.fault(DOWN, "<failed xmlns='urn:xmpp:sm:3'><item-not-found/></failed>"))
        self.assertIsNone(self.fault(DOWN, f"<message><body>{self.GAVE_UP.replace('<', '&lt;')}</body></message>"))


class EventList:
    """As much of a client as History looks at."""

    def __init__(self):
        self.events = []

    def mark(self):
        return len(self.events)

    def tell(self, event, **fields):
        self.events.append({"event": event, "room": "tea", "t": "2026-11-27T18:00:00.000Z", **fields})

    def store(self, key):
        self.tell("messagesStored", messages=[{"key": key, "stanzaId": f"s{key}"}])


class HistoryTest(unittest.TestCase):
    def test_an_outage_begins_with_the_rooms_own_loss(self):
        client = EventList()
        history = History(client, "tea")
        client.store("1")
        client.tell("roomStateChanged", state="Rejoining")
        client.store("2")
        client.tell("connectionLost", room=None)
        client.store("3")
        client.tell("roomStateChanged", state="Rejoining")
        client.tell("rejoined", report={})
        history.follow()
        self.assertEqual([before for _, before, _, _ in history.receipts], [{"1"}])
        self.assertEqual(history.losses, 1)
        client.tell("connectionLost", room=None)
        client.tell("rejoined", report={})
        history.follow()
        self.assertEqual([before for _, before, _, _ in history.receipts], [{"1"}, {"1", "2", "3"}])


class WireTest(unittest.TestCase):
    RESULT = ("<message xmlns='jabber:client' from='r@c'><result xmlns='urn:xmpp:mam:2' id='{}' queryid='q1'>"
              "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' type='groupchat' from='r@c/Bob'>{}</message>"
              "</forwarded></result></message>")
    FIN = "<iq xmlns='jabber:client' from='r@c' type='result'><fin xmlns='urn:xmpp:mam:2'/></iq>"
    QUERY = "<iq xmlns='jabber:client' to='r@c' type='set' id='1'><query xmlns='urn:xmpp:mam:2' queryid='q1'/></iq>"
    PAGE = (RESULT.format("a", "<body>x</body>"), RESULT.format("b", "<subject>x</subject>"), FIN)

    def setUp(self):
        self.wire = Wire()

    def feed(self, number, way, *texts):
        data = b"HTTP/1.1 whatever\r\n\r\n" + b"".join(frame(t, way == UP) for t in texts)
        for index in range(0, len(data), 7):
            self.wire.feed(number, way, data[index:index + 7])
        return self.wire.connections[number]

    def test_a_complete_page_is_counted(self):
        self.feed(4, UP, self.QUERY)
        link = self.feed(4, DOWN, *self.PAGE)
        self.assertEqual([page[1:] for page in link.pages], [("r@c", [("a", "message"), ("b", "subject")])])

    def test_a_page_without_end_is_not(self):
        self.feed(4, UP, self.QUERY)
        self.assertEqual(self.feed(4, DOWN, *self.PAGE[:2]).pages, [])

    def test_a_page_that_an_older_connection_asked_for_is_not(self):
        self.feed(3, UP, self.QUERY)
        self.feed(4, UP, self.QUERY)
        self.assertEqual([page[2] for page in self.feed(4, DOWN, *self.PAGE).pages], [[]])

    def test_a_resumption_is_seen(self):
        self.assertTrue(self.feed(4, DOWN, "<resumed xmlns='urn:xmpp:sm:3' h='4' previd='x'/>").resumed)
        self.assertFalse(self.feed(5, DOWN, "<presence xmlns='jabber:client'/>").resumed)

    def test_the_newest_connection_of_a_moment(self):
        self.feed(4, DOWN, "<a/>")
        self.feed(5, UP, "<a/>")
        self.assertIs(self.wire.at(self.wire.connections[4].first_at + 100), self.wire.connections[4])
        self.assertIsNone(self.wire.at(0))


if __name__ == "__main__":
    unittest.main()
