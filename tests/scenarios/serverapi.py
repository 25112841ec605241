"""What the tests of the Server API share: foyer-server with a key, signed calls, an application that gets callbacks.

The signatures here are made from the paper's words, by no code of Foyer.
"""
import hashlib
import http.client
import http.server
import json
import pathlib
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse

from servers import DIE_WITH_PARENT, SLOW

KEY, SECRET = "app-key", "app-secret"


def sign(secret, nonce, timestamp):
    return hashlib.sha1(secret.encode() + nonce.encode() + timestamp.encode()).hexdigest()


class Application:
    """An application's server: keeps every callback, verifies each signature, answers as it is told."""

    def __init__(self):
        self.items = []         # (type, status, room, [users]) in order of coming
        self.wrong = []         # what was not as the paper says
        self.nonces = []
        self.requests = 0
        self.status = 200
        self.delay = None       # an Event: answers wait for it
        self._changed = threading.Condition()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                outer._take(self)

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook?app=x%20y"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _take(self, request):
        parts = urllib.parse.urlsplit(request.path)
        query = dict(urllib.parse.parse_qsl(parts.query, strict_parsing=True))
        body = request.rfile.read(int(request.headers["Content-Length"]))
        wrong = []
        if query.get("signature") != sign(SECRET, query.get("nonce", ""), query.get("timestamp", "")):
            wrong.append(f"signature {query}")
        if query.get("appKey") != KEY or query.get("app") != "x y" or parts.path != "/hook":
            wrong.append(f"query {request.path}")
        if abs(int(query.get("timestamp", 0)) - time.time() * 1000) > 60000:
            wrong.append(f"timestamp {query}")
        if request.headers["Content-Type"] != "application/json":
            wrong.append(f"type {request.headers['Content-Type']}")
        items = json.loads(body)
        for item in items if isinstance(items, list) else [items]:
            if set(item) != {"chatRoomId", "userIds", "type", "status", "time"}:
                wrong.append(f"keys {item}")
        if self.delay:
            self.delay.wait(30)
        with self._changed:
            self.requests += 1
            self.wrong += wrong
            self.nonces.append(query.get("nonce"))
            if self.status == 200:
                self.items += [(i["type"], i["status"], i["chatRoomId"], i["userIds"]) for i in items]
            self._changed.notify_all()
        request.send_response(self.status)
        request.end_headers()

    def wait(self, count, room=None, timeout=20):
        """The items (of one room), once so many have come."""
        def fitting():
            return [item for item in self.items if room in (None, item[2])]
        with self._changed:
            if not self._changed.wait_for(lambda: len(fitting()) >= count, timeout):
                raise AssertionError(f"{count} callbacks expected, got {self.items}")
            return fitting()

    def wait_requests(self, count, timeout=30):
        with self._changed:
            if not self._changed.wait_for(lambda: self.requests >= count, timeout):
                raise AssertionError(f"{count} posts expected, got {self.requests}")

    def close(self):
        self._server.shutdown()
        self._server.server_close()


class RoomServer:
    """foyer-server in a temporary folder with the key and secret above."""

    def __init__(self, program, callback_url="", key=True, **settings):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="foyer-api-"))
        self._program = program
        self._process = None
        (self.folder / "secret").write_text(SECRET + "\n")
        (self.folder / "server.ini").write_text("[server]\n" + "".join(f"{k} = {v}\n" for k, v in settings.items()))
        self._arguments = ["--config", self.folder / "server.ini", "--data", self.folder / "data"]
        if key:
            self._arguments += ["--app-key", KEY, "--app-secret-file", self.folder / "secret"]
        if callback_url:
            self._arguments += ["--callback-url", callback_url]
        self._ports = ["--port", "0", "--api-port", "0"]
        self.start()

    def start(self):
        self._killed = False
        self._process = subprocess.Popen([*DIE_WITH_PARENT, self._program, *map(str, self._arguments), *self._ports],
                                         stdout=subprocess.PIPE, text=True)
        ready = self._process.stdout.readline().split()
        if not ready or ready[0] != "ready":
            raise AssertionError(f"foyer-server did not start: {ready}")
        told = dict(word.split("=", 1) for word in ready[1:])
        self.xmpp, self.api, self.muc = told["xmpp"], told["api"], told["muc"]
        ports = [urllib.parse.urlsplit(url).port for url in (self.xmpp, self.api)]
        self.api_port = ports[1]
        self._ports = ["--port", str(ports[0]), "--api-port", str(ports[1])]

    def kill(self):
        self._killed = True
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def stop(self):
        """Orderly end by TERM. One that was killed before stays as it is."""
        if self._killed:
            return
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(10 * SLOW)
        if self._process.returncode != 0:
            raise AssertionError(f"expected foyer-server to end with 0, seen {self._process.returncode}")

    def close(self):
        try:
            self.stop()
        finally:
            self._process.stdout.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    # -- calls ----------------------------------------------------------

    def headers(self, secret=SECRET, prefix="", nonce="14314", timestamp="1408710653"):
        return {f"{prefix}App-Key": KEY, f"{prefix}Nonce": nonce, f"{prefix}Timestamp": timestamp,
                f"{prefix}Signature": sign(secret, nonce, timestamp)}

    def request(self, path, body=b"", headers=None, method="POST", kind="application/x-www-form-urlencoded"):
        """(HTTP status, the answer's JSON)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.api_port, timeout=20)
        try:
            connection.request(method, path, body, {**(self.headers() if headers is None else headers), "Content-Type": kind})
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else None
        finally:
            connection.close()

    def call(self, path, form=(), **fields):
        """(HTTP status, JSON) of a form; lists are repeated fields."""
        pairs = [*form, *fields.items()]
        return self.request(path + ".json", urllib.parse.urlencode(pairs, doseq=True).encode())

    def ask(self, path, form=(), **fields):
        """The answer of a call that must succeed, without its code."""
        status, answer = self.call(path, form, **fields)
        if status != 200 or answer.get("code") != 200:
            raise AssertionError(f"{path}: HTTP {status} {answer}")
        return {key: value for key, value in answer.items() if key != "code"}

    def talk(self, data, parts=(), timeout=20):
        """Sends raw bytes, then further `parts`; everything that came until the server closed."""
        with socket.create_connection(("127.0.0.1", self.api_port), timeout) as raw:
            received = b""
            try:
                raw.sendall(data)
                for part in parts:
                    raw.sendall(part)
                while piece := raw.recv(65536):
                    received += piece
            except ConnectionError:
                pass
            return received
