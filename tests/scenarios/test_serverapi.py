"""The Server API and the status callbacks of the running foyer-server, from outside: signed HTTP by own code, raw
sockets, an XMPP client, the example application server, and the vendor's published SDK where it is installed.

    FOYER_SERVER=build/dev/bin/foyer-server python3 -m unittest test_serverapi
"""
import concurrent.futures
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import threading
import time
import unittest

from serverapi import KEY, SECRET, Application, RoomServer, sign
from servers import DIE_WITH_PARENT, free_port
from xmpp import CLIENT, Client, StanzaError, status_codes

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
PROGRAM = os.environ.get("FOYER_SERVER", PROJECT / "build" / "dev" / "bin" / "foyer-server")
MUTE = "{urn:foyer:mute:0}mute"


class ApiTest(unittest.TestCase):
    """A server and an application for each test class."""
    settings = {}

    @classmethod
    def setUpClass(cls):
        cls.application = Application()
        cls.server = RoomServer(PROGRAM, cls.application.url, **cls.settings)

    @classmethod
    def tearDownClass(cls):
        cls.server.close()
        cls.application.close()
        if cls.application.wrong:
            raise AssertionError(f"callbacks were not as promised: {cls.application.wrong}")

    def user(self, name):
        """An account made by the API, signed in with its token."""
        token = self.server.ask("/user/getToken", userId=name, name=name.title())["token"]
        client = Client(self.server.xmpp, name.lower(), token).connect()
        self.addCleanup(client.close)
        return client

    def room(self, room_id):
        return f"{room_id.lower()}@{self.server.muc}"

    def expect(self, code, path, form=(), status=400, naming=None, **fields):
        got, answer = self.server.call(path, form, **fields)
        self.assertEqual((got, answer["code"]), (status, code), answer)
        self.assertTrue(answer["errorMessage"])
        if naming:
            self.assertIn(naming, answer["errorMessage"])

    def mute_of(self, client, room_id, since, **wanted):
        """The next own presence whose mute element has these attributes."""
        def fits(stanza):
            mute = stanza.find(MUTE)
            return (stanza.tag == f"{{{CLIENT}}}presence" and "110" in status_codes(stanza) and mute is not None
                    and all(mute.get(key) == value for key, value in wanted.items()))
        return client.wait(fits, f"mute {wanted} in {room_id}", 10, since).find(MUTE)


class Story(ApiTest):
    """A room's life as its application and its people see it."""

    def test_life_of_a_room(self):
        server, application = self.server, self.application
        server.ask("/chatroom/create_new", chatroomId="Launch", destroyType=0, destroyTime=90)
        alice, bob = self.user("Alice"), self.user("bob")
        alice.join(self.room("Launch"), "Alice", extra="from the app")
        bob.join(self.room("Launch"), "Bob")
        facts = server.ask("/chatroom/get", chatroomId="launch")
        self.assertEqual({k: facts[k] for k in ("chatroomId", "memberCount", "destroyType", "destroyTime", "ban")},
                         {"chatroomId": "Launch", "memberCount": 2, "destroyType": 0, "destroyTime": 90, "ban": False})
        self.assertLess(abs(facts["createTime"] - time.time() * 1000), 60000)
        members = server.ask("/chatroom/user/query", chatroomId="Launch", count=500, order=1)
        self.assertEqual((members["total"], [u["id"] for u in members["users"]]), (2, ["Alice", "bob"]))
        time.strptime(members["users"][0]["time"], "%Y-%m-%d %H:%M:%S")
        newest = server.ask("/chatroom/user/query", chatroomId="Launch", count=1, order=2)
        self.assertEqual([u["id"] for u in newest["users"]], ["bob"])
        self.assertIs(server.ask("/chatroom/user/exist", chatroomId="Launch", userId="ALICE")["isInChrm"], True)
        self.assertEqual(server.ask("/chatroom/users/exist", chatroomId="Launch", userId=["bob", "carol"])["result"],
                         [{"userId": "bob", "isInChrm": 1}, {"userId": "carol", "isInChrm": 0}])
        rooms = server.ask("/chatroom/query", chatroomId=["Launch", "nowhere"])["chatRooms"]
        self.assertEqual([(r["chrmId"], r["name"]) for r in rooms], [("Launch", "Launch")])
        bob.leave(self.room("Launch"))
        server.ask("/chatroom/user/block/add", chatroomId="Launch", userId="Alice", minute=5, extra="spam")
        alice.wait(lambda s: s.get("type") == "unavailable" and "301" in status_codes(s), "the ban")
        server.ask("/chatroom/destroy", chatroomId="LAUNCH")
        self.assertEqual(application.wait(6, "Launch"), [
            (0, 0, "Launch", []), (1, 0, "Launch", ["Alice"]), (1, 0, "Launch", ["bob"]), (2, 0, "Launch", ["bob"]),
            (2, 2, "Launch", ["Alice"]), (3, 0, "Launch", [])])
        self.expect(23410, "/chatroom/get", chatroomId="Launch")

    def test_legacy_create_makes_several_and_keeps_what_is_there(self):
        form = [("chatroom[Old-1]", "First & best"), ("chatroom[Old-2]", "Zweiter Raum ü")]
        for _ in (1, 2):
            self.server.ask("/chatroom/create", form)
        rooms = self.server.ask("/chatroom/query", chatroomId=["Old-1", "Old-2"])["chatRooms"]
        self.assertEqual([(r["chrmId"], r["name"]) for r in rooms],
                         [("Old-1", "First & best"), ("Old-2", "Zweiter Raum ü")])
        self.server.ask("/chatroom/destroy", chatroomId=["Old-1", "Old-2"])
        self.assertEqual(self.server.ask("/chatroom/query", chatroomId=["Old-1", "Old-2"])["chatRooms"], [])

    def test_lifetime_is_changed(self):
        self.server.ask("/chatroom/create_new", chatroomId="Life")
        facts = self.server.ask("/chatroom/get", chatroomId="Life")
        self.assertEqual((facts["destroyType"], facts["destroyTime"]), (0, 60))
        self.server.ask("/chatroom/destroy/set", chatroomId="Life", destroyType=1, destroyTime=10080)
        facts = self.server.ask("/chatroom/get", chatroomId="Life")
        self.assertEqual((facts["destroyType"], facts["destroyTime"]), (1, 10080))

    def test_messages_reach_the_room(self):
        server = self.server
        server.ask("/chatroom/create_new", chatroomId="Post")
        server.ask("/chatroom/create_new", chatroomId="Post2")
        dora = self.user("dora")
        dora.join(self.room("Post"), "Dora")
        since = dora.mark()
        told = server.ask("/message/chatroom/publish", fromUserId="system", toChatroomId=["Post", "Post2"],
                          objectName="RC:TxtMsg", content=json.dumps({"content": "Willkommen ü & <b>"}))["messageUIDs"]
        self.assertEqual([t["chatroomId"] for t in told], ["Post", "Post2"])
        heard = dora.wait(lambda s: s.findtext(f"{{{CLIENT}}}body") == "Willkommen ü & <b>", "the text", 10, since)
        self.assertEqual(heard.get("from"), self.room("Post") + "/system")
        self.assertIn(told[0]["messageUID"], [s.get("id") for s in heard.iter("{urn:xmpp:sid:0}stanza-id")])
        server.ask("/message/chatroom/publish", fromUserId="system", toChatroomId="Post", objectName="App:Gift",
                   content=json.dumps({"gift": "🎁"}), isPersisted=0)
        gift = dora.wait(lambda s: s.find("{urn:foyer:content:0}content") is not None, "the gift", 10, since)
        content = gift.find("{urn:foyer:content:0}content")
        self.assertEqual((content.get("type"), json.loads(content.text)), ("App:Gift", {"gift": "🎁"}))
        # Kept are the text and not the gift.
        later = self.user("emil")
        later.join(self.room("Post"), "Emil", history=50)
        later.wait(lambda s: s.find(f"{{{CLIENT}}}subject") is not None, "the end of the history")
        bodies = [s.findtext(f"{{{CLIENT}}}body") for s in later.stanzas if s.tag == f"{{{CLIENT}}}message"]
        self.assertEqual([b for b in bodies if b], ["Willkommen ü & <b>"])
        self.expect(23410, "/message/chatroom/publish", fromUserId="a", toChatroomId="nowhere", objectName="A", content="{}")

    def test_token_is_the_password_and_voids_the_old(self):
        first = self.server.ask("/user/getToken", userId="Frida")
        self.assertEqual(first["userId"], "Frida")
        second = self.server.ask("/user/getToken", userId="frida")["token"]
        self.assertNotEqual(first["token"], second)
        with self.assertRaises(Exception):
            Client(self.server.xmpp, "frida", first["token"]).connect()
        Client(self.server.xmpp, "frida", second).connect().close()


class Mutes(ApiTest):
    settings = {"single_user_multiple_rooms": "true"}

    def test_mute_here_is_seen_listed_and_lifted(self):
        server = self.server
        server.ask("/chatroom/create_new", chatroomId="Quiet")
        gina = self.user("Gina")
        gina.join(self.room("Quiet"), "Gina")
        since = gina.mark()
        server.ask("/chatroom/user/gag/add", chatroomId="Quiet", userId="Gina", minute=5, needNotify="true",
                   extra=json.dumps({"reason": "off topic", "by": "the house"}))
        mute = self.mute_of(gina, "Quiet", since, here="1")
        self.assertEqual((mute.get("by"), mute.findtext("{urn:foyer:mute:0}reason")), ("the house", "off topic"))
        listed = server.ask("/chatroom/user/gag/list", chatroomId="Quiet")["users"]
        self.assertEqual([u["userId"] for u in listed], ["Gina"])
        self.assertEqual(listed[0]["time"].replace(" ", "T") + "Z", mute.get("until").split(".")[0].rstrip("Z") + "Z")
        # A mute outlives leaving.
        gina.leave(self.room("Quiet"))
        since = gina.mark()
        gina.join(self.room("Quiet"), "Gina")
        self.mute_of(gina, "Quiet", since, here="1")
        since = gina.mark()
        server.ask("/chatroom/user/gag/rollback", chatroomId="Quiet", userId="gina")
        self.mute_of(gina, "Quiet", since, here="0")
        self.assertEqual(server.ask("/chatroom/user/gag/list", chatroomId="Quiet")["users"], [])

    def test_room_mute_and_its_exempt_list(self):
        server = self.server
        server.ask("/chatroom/create_new", chatroomId="Hall", isBan="true", whiteUserIds=["Hans", "ines"])
        self.assertEqual(server.ask("/chatroom/ban/check", chatroomId="Hall")["status"], 1)
        self.assertIn("Hall", server.ask("/chatroom/ban/query", page=1, size=50)["chatroomIds"])
        self.assertEqual(sorted(server.ask("/chatroom/user/ban/whitelist/query", chatroomId="Hall")["userIds"],
                                key=str.lower)[1], "ines")
        hans = self.user("Hans")
        since = hans.mark()
        hans.join(self.room("Hall"), "Hans")
        self.mute_of(hans, "Hall", since, room="1", exempt="1")
        since = hans.mark()
        server.ask("/chatroom/user/ban/whitelist/rollback", chatroomId="Hall", userId="Hans")
        self.mute_of(hans, "Hall", since, room="1", exempt="0")
        with self.assertRaises((AssertionError, StanzaError)):
            mark = hans.mark()
            hans.send(f"<message xmlns='{CLIENT}' type='groupchat' to='{self.room('Hall')}' id='m1'><body>may I</body></message>")
            refused = hans.wait(lambda s: s.get("id") == "m1", "the answer", 10, mark)
            if refused.get("type") == "error":
                raise StanzaError(refused, "speaking")
        since = hans.mark()
        server.ask("/chatroom/ban/rollback", chatroomId="Hall")
        self.mute_of(hans, "Hall", since, room="0")
        server.ask("/chatroom/user/ban/whitelist/add", chatroomId="Hall", userId="Hans")
        self.assertEqual(server.ask("/chatroom/ban/check", chatroomId="Hall")["status"], 0)
        server.ask("/chatroom/ban/add", chatroomId="Hall")
        self.assertEqual(server.ask("/chatroom/ban/check", chatroomId="Hall")["status"], 1)

    def test_mute_everywhere(self):
        server = self.server
        for room in ("East", "West"):
            server.ask("/chatroom/create_new", chatroomId=room)
        jana = self.user("Jana")
        jana.join(self.room("East"), "Jana")
        since = jana.mark()
        server.ask("/chatroom/user/ban/add", userId="Jana", minute=43200)
        self.mute_of(jana, "East", since, everywhere="1")
        since = jana.mark()
        jana.join(self.room("West"), "Jana")
        self.mute_of(jana, "West", since, everywhere="1")
        self.assertEqual([u["userId"] for u in server.ask("/chatroom/user/ban/query")["users"]], ["Jana"])
        since = jana.mark()
        server.ask("/chatroom/user/ban/remove", userId="Jana")
        self.mute_of(jana, "West", since, everywhere="0")

    def test_block_bars_the_way_until_it_is_lifted(self):
        server = self.server
        server.ask("/chatroom/create_new", chatroomId="Door")
        karl = self.user("Karl")
        karl.join(self.room("Door"), "Karl")
        server.ask("/chatroom/user/block/add", chatroomId="Door", userId=["Karl", "nobody-yet"], minute=1)
        karl.wait(lambda s: s.get("type") == "unavailable" and "301" in status_codes(s), "the ban")
        with self.assertRaises(StanzaError) as refused:
            karl.join(self.room("Door"), "Karl")
        self.assertEqual(refused.exception.condition, "forbidden")
        self.assertEqual([u["userId"] for u in server.ask("/chatroom/user/block/list", chatroomId="Door")["users"]],
                         ["Karl", "nobody-yet"])
        server.ask("/chatroom/user/block/rollback", chatroomId="Door", userId="Karl")
        karl.join(self.room("Door"), "Karl")


class Hostile(ApiTest):
    """Strangers, mistakes and floods: clear answers, and the next caller is served."""

    def tearDown(self):
        self.server.ask("/chatroom/user/ban/query")

    def raw(self, path, body=b"", more=b"", length=None):
        head = "".join(f"{k}: {v}\r\n" for k, v in self.server.headers().items()).encode()
        size = b"Content-Length: %d\r\n" % (len(body) if length is None else length)
        return (b"POST " + path + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n" + head
                + b"Content-Type: application/x-www-form-urlencoded\r\n" + more + size + b"\r\n" + body)

    def status_of(self, received):
        return int(received.split(b" ", 2)[1]) if received.startswith(b"HTTP/1.") else None

    def test_wrong_signatures(self):
        good = self.server.headers()
        wrong = {"no headers": {}, "other secret": self.server.headers("guess"),
                 "other key": {**good, "App-Key": "other"}, "no nonce": {k: v for k, v in good.items() if k != "Nonce"},
                 "other time": {**good, "Timestamp": "1"}, "upper half": {**good, "Signature": good["Signature"][:20]},
                 "sha256": {**good, "Signature": "0" * 64}, "both spellings": {**good, "RC-Nonce": "14314"}}
        for name, headers in wrong.items():
            with self.subTest(name):
                status, answer = self.server.request("/chatroom/create_new.json", b"chatroomId=Stolen", headers)
                self.assertEqual((status, answer["code"]), (401, 1004))
        self.expect(23410, "/chatroom/get", chatroomId="Stolen")

    def test_good_signatures(self):
        for headers in (self.server.headers(prefix="RC-"), self.server.headers(timestamp="1408710653000"),
                        self.server.headers(nonce="1"), {**self.server.headers(), "X-Request-ID": "abc-1"}):
            self.assertEqual(self.server.request("/chatroom/user/ban/query.json", b"", headers)[0], 200)

    def test_vector_of_the_paper(self):
        self.assertEqual(sign("Y1W2MeFwwwRxa0", "14314", "1408710653000"), "30be0bbca9c9b2e27578701e9fda2358a814c88f")

    def test_wrong_places_and_methods(self):
        self.assertEqual(self.server.request("/nothing.json")[0], 404)
        self.assertEqual(self.server.request("/chatroom/get")[1]["code"], 404)
        for method in ("GET", "PUT", "DELETE", "OPTIONS"):
            self.assertEqual(self.server.request("/chatroom/get.json", method=method)[0], 405, method)
        self.assertEqual(self.server.request("/chatroom/get.json", b"{}", kind="application/json")[0], 415)
        self.assertEqual(self.server.request("/chatroom/get.json", b"chatroomId=a", kind="text/plain")[0], 415)
        evil = {**self.server.headers(), "Host": "evil.example"}
        self.assertEqual(self.server.request("/chatroom/get.json", b"chatroomId=a", evil)[0], 403)

    def test_missing_and_out_of_range_parameters(self):
        self.server.ask("/chatroom/create_new", chatroomId="Range")
        users = [f"user{i}" for i in range(21)]
        cases = [
            ("/chatroom/create_new", {}, "chatroomId"),
            ("/chatroom/create_new", {"chatroomId": "a b"}, "chatroomId"),
            ("/chatroom/create_new", {"chatroomId": "x" * 65}, "chatroomId"),
            ("/chatroom/create_new", {"chatroomId": "ok", "destroyTime": 59}, "destroyTime"),
            ("/chatroom/create_new", {"chatroomId": "ok", "destroyTime": 10081}, "destroyTime"),
            ("/chatroom/create_new", {"chatroomId": "ok", "destroyType": 2}, "destroyType"),
            ("/chatroom/create_new", {"chatroomId": "ok", "whiteUserIds": users}, "whiteUserIds"),
            ("/chatroom/create", {"chatroom[a/b]": "x"}, "chatroom"),
            ("/chatroom/user/query", {"chatroomId": "Range", "count": 501, "order": 1}, "count"),
            ("/chatroom/user/query", {"chatroomId": "Range", "count": 5, "order": 3}, "order"),
            ("/chatroom/user/gag/add", {"chatroomId": "Range", "userId": "a"}, "minute"),
            ("/chatroom/user/gag/add", {"chatroomId": "Range", "userId": "a", "minute": 0}, "minute"),
            ("/chatroom/user/gag/add", {"chatroomId": "Range", "userId": "a", "minute": 43201}, "minute"),
            ("/chatroom/user/gag/add", {"chatroomId": "Range", "userId": users, "minute": 5}, "userId"),
            ("/chatroom/user/gag/add", {"chatroomId": "Range", "userId": "a@b", "minute": 5}, "userId"),
            ("/message/chatroom/publish", {"fromUserId": "a", "toChatroomId": "Range", "objectName": "A", "content": "no"}, "content"),
            ("/message/chatroom/publish", {"fromUserId": "a", "toChatroomId": "Range", "objectName": "A",
                                           "content": json.dumps({"x": "y" * 131072})}, "content"),
            ("/user/getToken", {"userId": "x" * 65}, "userId"),
        ]
        for path, fields, name in cases:
            with self.subTest(path=path, name=name):
                self.expect(1002, path, naming=f"Parameter {name}", **fields)
        self.assertEqual(self.server.request("/chatroom/get.json", b"chatroomId=%ff%fe")[1]["code"], 1002)
        self.expect(23410, "/chatroom/user/gag/add", chatroomId="nowhere", userId="a", minute=5)
        self.expect(23410, "/chatroom/get", chatroomId="ok")

    def test_huge_bodies(self):
        self.assertEqual(self.server.request("/chatroom/get.json", b"x" * 1_000_000)[0], 413)
        self.assertEqual(self.server.request("/chatroom/get.json", b"x" * 300_000, headers={})[0], 401)
        self.assertEqual(self.status_of(self.server.talk(self.raw(b"/chatroom/get.json", length=10 ** 12))), 413)

    def test_unclear_framing(self):
        behind = self.raw(b"/chatroom/create_new.json", b"chatroomId=Smuggled")
        for more in (b"Content-Length: 0\r\n", b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: identity\r\n"):
            received = self.server.talk(self.raw(b"/chatroom/user/ban/query.json", more=more) + behind)
            self.assertEqual((self.status_of(received), received.count(b"HTTP/1.1 ")), (400, 1), more)
        self.expect(23410, "/chatroom/get", chatroomId="Smuggled")

    def test_garbage(self):
        for data in (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"hello\r\n\r\n", os.urandom(5000) + b"\r\n\r\n",
                     b"GET / HTTP/9.9\r\n\r\n", b"POST / HTTP/1.1\r\n" + b"A: b\r\n" * 100_000 + b"\r\n",
                     b"POST /" + b"a" * 200_000 + b" HTTP/1.1\r\n\r\n"):
            received = self.server.talk(data)
            self.assertIn((self.status_of(received) or 400) // 100, (4, 5), data[:20])

    def test_pipelining(self):
        count = 500
        data = b"".join(self.raw(b"/chatroom/ban/query.json", b"page=%d" % (i + 1)) for i in range(count - 1))
        received = self.server.talk(data + self.raw(b"/chatroom/ban/query.json", more=b"Connection: close\r\n"))
        self.assertEqual(received.count(b"HTTP/1.1 200 OK"), count)

    def test_slow_body_is_told_so(self):
        since = time.monotonic()
        received = self.server.talk(self.raw(b"/chatroom/get.json", b"chat", length=100), timeout=60)
        self.assertEqual(self.status_of(received), 408)
        self.assertGreater(time.monotonic() - since, 20)

    def test_crowd_of_slow_ones(self):
        crowd = []
        try:
            for _ in range(300):
                crowd.append(socket.create_connection(("127.0.0.1", self.server.api_port), 20))
                crowd[-1].sendall(b"POST /chatroom/get.json HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
            for i in range(100):
                self.server.ask("/chatroom/create_new", chatroomId=f"Crowd{i}")
        finally:
            for each in crowd:
                each.close()

    def test_many_callers_at_once(self):
        def one(i):
            self.server.ask("/chatroom/create_new", chatroomId=f"Many{i}")
            return self.server.ask("/chatroom/get", chatroomId=f"many{i}")["chatroomId"]
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            self.assertEqual(list(pool.map(one, range(200))), [f"Many{i}" for i in range(200)])


class Unconfigured(unittest.TestCase):
    def test_without_a_key_nobody_is_served(self):
        server = RoomServer(PROGRAM, key=False)
        self.addCleanup(server.close)
        for headers in (None, {"App-Key": "", "Nonce": "1", "Timestamp": "2", "Signature": sign("", "1", "2")}):
            status, answer = server.request("/chatroom/user/ban/query.json", b"", headers)
            self.assertEqual((status, answer["code"]), (401, 1004))


class Limited(ApiTest):
    settings = {"api_requests_per_second": 5}

    def test_too_many_requests(self):
        codes = [self.server.call("/chatroom/user/ban/query")[1]["code"] for _ in range(30)]
        self.assertEqual(codes[:5], [200] * 5)
        self.assertIn(1008, codes)
        self.assertEqual(self.server.call("/chatroom/ban/query")[0], 200)


class Callbacks(unittest.TestCase):
    def setUp(self):
        self.application = Application()
        self.server = RoomServer(PROGRAM, self.application.url)
        self.addCleanup(self.application.close)
        self.addCleanup(self.server.close)

    def test_what_was_not_told_is_told_after_kill(self):
        self.application.status = 500
        self.server.ask("/chatroom/create_new", chatroomId="Kept")
        self.application.wait_requests(1)
        self.server.kill()
        self.application.status = 200
        self.server.start()
        self.assertEqual(self.application.wait(1), [(0, 0, "Kept", [])])
        self.assertEqual(self.server.ask("/chatroom/get", chatroomId="Kept")["chatroomId"], "Kept")
        self.assertEqual(self.application.wrong, [])
        self.assertEqual(len(set(self.application.nonces)), len(self.application.nonces))

    def test_slow_application_is_in_nobodys_way(self):
        self.application.delay = threading.Event()
        token = self.server.ask("/user/getToken", userId="alice")["token"]
        for i in range(20):
            self.server.ask("/chatroom/create_new", chatroomId=f"Room{i}")
        alice = Client(self.server.xmpp, "alice", token).connect()
        self.addCleanup(alice.close)
        alice.join(f"room1@{self.server.muc}", "Alice")
        self.application.delay.set()
        items = self.application.wait(21)
        seen = list(dict.fromkeys(item[2] for item in items if item[0] == 0))
        self.assertEqual(seen, [f"Room{i}" for i in range(20)])

    def test_example_application_server(self):
        port = free_port()
        server = RoomServer(PROGRAM, f"http://127.0.0.1:{port}/callback")
        self.addCleanup(server.close)
        example = subprocess.Popen([*DIE_WITH_PARENT, sys.executable, PROJECT / "packaging" / "example-app-server.py",
                                    "--api", server.api, "--key", KEY, "--secret-file", server.folder / "secret",
                                    "--port", str(port), "--room", "Launch"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (example.kill(), example.wait(), example.stdout.close()))
        lines = [example.stdout.readline().rstrip("\n") for _ in range(3)]
        token = server.ask("/user/getToken", userId="Alice")["token"]
        alice = Client(server.xmpp, "alice", token).connect()
        alice.join(f"launch@{server.muc}", "Alice")
        alice.leave(f"launch@{server.muc}")
        alice.close()
        server.ask("/chatroom/destroy", chatroomId="Launch")
        lines += [example.stdout.readline().rstrip("\n") for _ in range(4)]
        # The room's own callback may come before the answer to its making has been printed.
        facts = [line for line in lines if line.split(" ")[0] in ("room", "link", "callbacks")]
        self.assertEqual(facts, ["room Launch", "link xmpp:Launch@conference.localhost?join",
                                 f"callbacks http://127.0.0.1:{port}/callback"])
        self.assertEqual([line.split(" ", 1)[1] for line in lines if line not in facts],
                         ["Launch created", "Launch joined Alice", "Launch left Alice", "Launch destroyed"])


class Sdk(ApiTest):
    """The vendor's SDK from npm, unmodified."""

    def test_published_sdk(self):
        modules = PROJECT / "build" / "node" / "node_modules"
        node = shutil.which("node")
        if not node or not (modules / "rongcloud-sdk").exists():
            self.skipTest("rongcloud-sdk is not installed (sh packaging/test.sh --all installs it)")
        done = subprocess.run([node, HERE / "sdkstory.js", self.server.api, KEY, SECRET],
                              env={**os.environ, "NODE_PATH": str(modules)}, capture_output=True, text=True, timeout=60,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("sdk story held", done.stdout)
        kinds = [item[0] for item in self.application.wait(2, "Launch")]
        self.assertEqual(kinds, [0, 3])


if __name__ == "__main__":
    unittest.main()
