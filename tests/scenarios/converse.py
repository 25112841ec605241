"""Converse.js, a client we did not write, in headless Chromium; driven from outside over Chromium's own protocol."""
import functools
import http.server
import json
import pathlib
import secrets
import shutil
import subprocess
import tempfile
import threading
import time
import urllib.parse
import urllib.request

from context import Skipped
from servers import DIE_WITH_PARENT, HOST, SLOW
from xmpp import ConnectionClosed, WebSocket

HERE = pathlib.Path(__file__).resolve().parent
PACKAGE = HERE.parents[1] / "build" / "node" / "packed" / "converse.js"


class Pages(http.server.SimpleHTTPRequestHandler):
    """Converse.js as it was installed, and the page that starts it."""

    def translate_path(self, path):
        path = urllib.parse.urlsplit(path).path
        return str(HERE / "converse.html") if path == "/" else super().translate_path(path)

    def log_message(self, *arguments):
        pass


class Converse:
    """One person with Converse.js in one room."""

    def __init__(self, url, user, room, nickname):
        chromium = shutil.which("chromium")
        if not chromium or not (PACKAGE / "dist" / "converse.js").exists():
            raise Skipped("Chromium or Converse.js is not installed (sh packaging/test.sh --all installs them)")
        self.room = room
        self.complaints = []
        self._asked = 0
        self._answers = {}
        self._changed = threading.Condition()
        self._pages = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Pages, directory=str(PACKAGE)))
        threading.Thread(target=self._pages.serve_forever, daemon=True).start()
        self._folder = tempfile.TemporaryDirectory(prefix="foyer-chromium-", ignore_cleanup_errors=True)
        self._process = subprocess.Popen(
            [*DIE_WITH_PARENT, chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1240,760",
             "--remote-debugging-port=0", f"--user-data-dir={self._folder.name}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._page = WebSocket(self._page_address())
        threading.Thread(target=self._read, daemon=True).start()
        self._call("Runtime.enable")
        self._call("Page.enable")
        query = urllib.parse.urlencode({"url": url, "jid": f"{user}@{HOST}/{secrets.token_hex(4)}", "password": user, "room": room, "nickname": nickname})
        self._call("Page.navigate", url=f"http://127.0.0.1:{self._pages.server_address[1]}/?{query}")
        self.wait_for(f"window.interop?.isInside({json.dumps(room)}).catch(() => false)", bool, 60, "inside the room")

    def _page_address(self):
        """Where the one tab listens; Chromium writes its port into its own folder."""
        written = pathlib.Path(self._folder.name) / "DevToolsActivePort"
        deadline = time.monotonic() + 30 * SLOW
        while time.monotonic() < deadline:
            if written.exists() and (lines := written.read_text().splitlines()):
                with urllib.request.urlopen(f"http://127.0.0.1:{lines[0]}/json/list", timeout=10) as answer:
                    tabs = [tab for tab in json.load(answer) if tab["type"] == "page"]
                if tabs:
                    return tabs[0]["webSocketDebuggerUrl"]
            time.sleep(0.05)
        raise AssertionError("Chromium does not start")

    def _read(self):
        try:
            while True:
                message = json.loads(self._page.receive())
                with self._changed:
                    if "id" in message:
                        self._answers[message["id"]] = message
                    elif message["method"] == "Runtime.exceptionThrown":
                        self.complaints.append(message["params"]["exceptionDetails"].get("exception", {}).get("description", "exception"))
                    self._changed.notify_all()
        except (ConnectionClosed, OSError, ValueError):
            pass

    def _call(self, method, **parameters):
        with self._changed:
            self._asked += 1
            number = self._asked
        self._page.send(json.dumps({"id": number, "method": method, "params": parameters}))
        with self._changed:
            if not self._changed.wait_for(lambda: number in self._answers, 30 * SLOW):
                raise AssertionError(f"Chromium does not answer {method}; complaints {self.complaints[-5:]}")
            answer = self._answers.pop(number)
        if "error" in answer:
            raise AssertionError(f"{method}: {answer['error']}")
        return answer["result"]

    def evaluate(self, expression):
        """The value of an expression in the page, awaited."""
        result = self._call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise AssertionError(f"{expression}: {details.get('exception', {}).get('description', details['text'])}")
        return result["result"].get("value")

    def wait_for(self, expression, fits, timeout=20, what=None):
        """Asks the page until the value fits; the value."""
        deadline = time.monotonic() + timeout * SLOW
        while True:
            value = self.evaluate(expression)
            if fits(value):
                return value
            if time.monotonic() > deadline:
                raise AssertionError(f"Converse.js: {what or expression} expected, seen {value}; complaints {self.complaints[-5:]}")
            time.sleep(0.1)

    def do(self, what, *arguments):
        """One of the page's own verbs: say, reply, correct, retract, react, type."""
        words = ", ".join(json.dumps(argument) for argument in (self.room, *arguments))
        return self.evaluate(f"interop.{what}({words})")

    def wait_message(self, fits, what, timeout=20):
        """The first message that fits, as a person sees it."""
        expression = f"interop.messages({json.dumps(self.room)})"
        found = self.wait_for(expression, lambda messages: any(fits(message) for message in messages), timeout, what)
        return next(message for message in found if fits(message))

    def picture(self, file):
        """A picture of the page, for somebody who wants to see it."""
        import base64
        pathlib.Path(file).write_bytes(base64.b64decode(self._call("Page.captureScreenshot")["data"]))

    def close(self):
        self._process.kill()
        self._process.wait()
        self._pages.shutdown()
        self._pages.server_close()
        self._folder.cleanup()
