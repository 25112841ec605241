"""Drives the program under test: one `Foyer` is one profile, started once or several times.

Waiting is always for an event that fits, with a deadline; a failure shows what was expected,
the last 20 events and the end of standard error.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading
import time

from events import check_event, check_line, check_order
from servers import DIE_WITH_PARENT, SLOW


# A desktop session always has this folder; without it Qt writes a line of its own to standard error.
RUNTIME = tempfile.TemporaryDirectory(prefix="foyer-runtime-")


def quiet_environment(**more):
    """The environment of a program without a display."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC", "QT_QPA_PLATFORM": "offscreen",
                   "XDG_RUNTIME_DIR": RUNTIME.name} | more


def short(event):
    """One event as a line that fits a screen."""
    rest = {k: v for k, v in event.items() if v is not None and k not in ("t", "event", "account", "room")}
    if event.get("event") == "messagesStored":
        rest = [[r["key"], r["nickname"], (r["body"] or "")[:30], r["state"], r["stanzaId"]] for r in event["messages"]]
    if event.get("event") == "messageChanged":
        row = event["message"]
        rest = [event["change"], row["key"], row["nickname"], (row["body"] or "")[:30], row["state"], row["stanzaId"]]
    text = json.dumps(rest, ensure_ascii=False)
    text = text if len(text) < 420 else text[:300] + " ... " + text[-100:]
    return f"{event.get('t', '')[11:23]} {event.get('event')} {(event.get('room') or '').partition('@')[0]} {text}"


def run_program(program, *arguments, stdin=None, timeout=20, **environment):
    """Runs the program to its end; the completed process."""
    return subprocess.run([program, *map(str, arguments)], input=stdin, capture_output=True, timeout=timeout * SLOW,
                          env=quiet_environment(**environment), text=True, check=False)


class Foyer:
    """The program with one profile and one account."""

    def __init__(self, program, urls, account="alice", password=None, host="localhost", folder=None, ca_file=None,
                 events_file=False):
        self.program = str(program)
        self.urls = [urls] if isinstance(urls, str) else list(urls)
        self.account = f"{account}@{host}"
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="foyer-client-"))
        self.profile = self.folder / "profile"
        self.ca_file = ca_file
        self.events_file = events_file
        self._password_file = self.folder / "password"
        self._password_file.write_text((account if password is None else password) + "\n")
        self.events = []           # of all starts together
        self.first = 0             # position of the first event of the present start
        self.foreign_output = []   # lines on standard output that are no events
        self.complaints = []
        self.held = set()          # rooms held when the present start began
        self.pass_count = 0
        self._changed = threading.Condition()
        self._process = None
        self._reader = None
        self._ended = True
        self._next_id = 0
        self.environment = {}      # more variables for the program

    # -- life -------------------------------------------------------------

    def start(self, *arguments, joins=()):
        """Starts offscreen with commands on standard input and events on standard output (or in a file)."""
        self._finish_run(settled=False)
        self.pass_count += 1
        self.first = len(self.events)
        where = self.folder / f"events-{self.pass_count}.jsonl" if self.events_file else "-"
        command = [self.program, "--profile", self.profile, "--account", self.account,
                   "--password-file", self._password_file, "--commands", "-", "--events", where,
                   "--log-file", self.folder / "log.txt"]
        for url in self.urls:
            command += ["--server", url]
        if self.ca_file:
            command += ["--ca-file", self.ca_file]
        for room in joins:
            command += ["--join", room]
        command += arguments
        with open(self.folder / "stderr.txt", "ab") as errors:
            self._process = subprocess.Popen(DIE_WITH_PARENT + [str(c) for c in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                             stderr=errors, env=quiet_environment(**self.environment))
        self._ended = False
        source = self._process.stdout
        if self.events_file:
            source = None
        self._reader = threading.Thread(target=self._read, args=(self._process, source, where), daemon=True)
        self._reader.start()
        return self

    def _read(self, process, stream, path):
        for line in stream if stream else self._follow(process, path):
            try:
                event = json.loads(line)
            except ValueError:
                self.foreign_output.append(line)
                continue
            bad = check_event(event)
            with self._changed:
                self.complaints += bad
                self.events.append(event)
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    @staticmethod
    def _follow(process, path):
        """Lines of a growing file until its writer has ended."""
        rest = b""
        position = 0
        while True:
            over = process.poll() is not None
            if path.exists():
                with open(path, "rb") as file:
                    file.seek(position)
                    chunk = file.read()
                position += len(chunk)
                *lines, rest = (rest + chunk).split(b"\n")
                yield from lines
            if over:
                if rest:
                    yield rest
                return
            time.sleep(0.02)

    @property
    def running(self):
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self):
        return self._process.pid

    def end(self, how=signal.SIGTERM, timeout=10):
        """Ends by a signal; (exit code, seconds it took)."""
        began = time.monotonic()
        self._process.send_signal(how)
        return self.wait_exit(timeout), time.monotonic() - began

    def wait_exit(self, timeout=10):
        try:
            code = self._process.wait(timeout * SLOW)
        except subprocess.TimeoutExpired as error:
            raise AssertionError(f"the program was still running after {timeout} s\n{self.story()}") from error
        self._reader.join(5)
        return code

    def leave(self):
        """Ends a program that still runs, as a session's end does; what it leaks is found then."""
        if self.running:
            code, _ = self.end()
            assert code == 0, f"expected SIGTERM to end the program with 0, seen {code}\n{self.story()}"

    def kill(self):
        self.end(signal.SIGKILL)

    def close(self):
        if self.running:
            self._process.kill()
            self._process.wait()
        if self._reader:
            self._reader.join(5)
        shutil.rmtree(self.folder, ignore_errors=True)

    # -- events -----------------------------------------------------------

    def story(self, count=20):
        """The last events and the end of standard error, for messages of failures."""
        errors = (self.folder / "stderr.txt")
        tail = errors.read_text(errors="replace").splitlines()[-12:] if errors.exists() else []
        log = self.folder / "log.txt"
        logged = log.read_text(errors="replace").splitlines()[-15:] if log.exists() else []
        state = "running" if self.running else f"exited {self._process.returncode}" if self._process else "not started"
        return "\n".join([f"  program {state}; last {count} events:"] + ["    " + short(e) for e in self.events[-count:]]
                         + ["  standard error:"] + ["    " + l for l in tail] + ["  log:"] + ["    " + l for l in logged])

    def mark(self):
        """A position in the events, to wait only for later ones."""
        return len(self.events)

    def wait(self, name, predicate=None, timeout=15, since=None, what=None, **fields):
        """The first event `name` from `since` (else: of the present start) whose fields and predicate fit."""
        deadline = time.monotonic() + timeout * SLOW
        position = self.first if since is None else since
        wanted = what or f"{name} {fields or ''}{' that fits' if predicate else ''}"
        with self._changed:
            while True:
                while position < len(self.events):
                    event = self.events[position]
                    position += 1
                    if event.get("event") == name and all(event.get(k) == v for k, v in fields.items()) \
                            and (predicate is None or predicate(event)):
                        return event
                left = deadline - time.monotonic()
                if self._ended or left <= 0:
                    why = "the program ended" if self._ended else f"not within {timeout} s"
                    raise AssertionError(f"expected {wanted}: {why}\n{self.story()}")
                self._changed.wait(left)

    def wait_events(self, count, timeout=5):
        """Waits until the present start has brought `count` events, or the time is over."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.events) - self.first >= count or self._ended, timeout)

    def seen(self, name, since=None, **fields):
        """All events `name` so far (of the present start, or from `since`) with these fields."""
        return [e for e in self.events[self.first if since is None else since:]
                if e.get("event") == name and all(e.get(k) == v for k, v in fields.items())]

    def wait_any(self, names, since=None, timeout=15, room=None):
        """The first event whose name is in `names`."""
        deadline = time.monotonic() + timeout * SLOW
        position = self.first if since is None else since
        with self._changed:
            while True:
                for event in self.events[position:]:
                    if event.get("event") in names and (room is None or event.get("room") == room):
                        return event
                left = deadline - time.monotonic()
                if self._ended or left <= 0:
                    raise AssertionError(f"expected one of {names} for {room} within {timeout} s\n{self.story()}")
                self._changed.wait(left)

    def wait_joined(self, room, timeout=20, since=None):
        """The result of the join; a joinFailed of that room fails at once with its error."""
        event = self.wait_any(("joined", "joinFailed"), since, timeout, room)
        if event["event"] == "joinFailed":
            raise AssertionError(f"expected joined {room}, seen joinFailed {event['error']}\n{self.story()}")
        return event["result"]

    def wait_join_failed(self, room, kind, timeout=20, since=None):
        event = self.wait_any(("joined", "joinFailed"), since, timeout, room)
        if event["event"] != "joinFailed" or event["error"]["kind"] != kind:
            raise AssertionError(f"expected joinFailed {kind} for {room}, seen {short(event)}\n{self.story()}")
        return event["error"]

    def wait_rejoined(self, room, timeout=45, since=None):
        """The event rejoined; a final rejoinFailed or a left fails at once."""
        position = self.first if since is None else since
        deadline = time.monotonic() + timeout
        while True:
            event = self.wait_any(("rejoined", "left", "rejoinFailed"), position, max(0.1, deadline - time.monotonic()), room)
            if event["event"] == "rejoined":
                return event
            if event["event"] == "left" or not event["willRetry"]:
                raise AssertionError(f"expected rejoined {room}, seen {short(event)}\n{self.story()}")
            position = self.events.index(event, position) + 1

    # -- commands ---------------------------------------------------------

    def command(self, do, **fields):
        """Sends a command; its id."""
        self._next_id += 1
        identity = f"c{self._next_id}"
        line = json.dumps({"id": identity, "do": do, **fields})
        try:
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise AssertionError(f"the program takes no command {do}: {error}\n{self.story()}") from error
        return identity

    def ask(self, do, timeout=15, **fields):
        """Sends a command and returns its commandDone, whatever it says."""
        since = self.mark()
        identity = self.command(do, **fields)
        return self.wait("commandDone", id=identity, timeout=timeout, since=since, what=f"commandDone of {do}")

    def do(self, do, timeout=15, **fields):
        """Sends a command that must be accepted; its value."""
        done = self.ask(do, timeout, **fields)
        assert done["ok"], f"expected {do} to be accepted, seen {done['error']}\n{self.story()}"
        return done["value"]

    def send(self, room, body):
        """Sends a message; its row key, once the row is committed."""
        return self.do("send", room=room, body=body)["key"]

    def wait_row(self, room, predicate, timeout=20, since=None, what="a row"):
        """The first row in a messagesStored or messageChanged that fits."""
        deadline = time.monotonic() + timeout * SLOW
        position = self.first if since is None else since
        with self._changed:
            while True:
                while position < len(self.events):
                    event = self.events[position]
                    position += 1
                    rows = event.get("messages") or [event["message"]] if event["event"] in ("messagesStored", "messageChanged") else []
                    for row in rows:
                        if room in (None, event["room"]) and predicate(row):
                            return row
                left = deadline - time.monotonic()
                if self._ended or left <= 0:
                    why = "the program ended" if self._ended else f"not within {timeout} s"
                    raise AssertionError(f"expected {what}: {why}\n{self.story()}")
                self._changed.wait(left)

    def wait_state(self, key, state, timeout=20, since=None):
        """The row once it is in that state."""
        return self.wait_row(None, lambda row: row["key"] == key and row["state"] == state, timeout, since,
                             f"row {key} in state {state}")

    def wait_stored(self, room, predicate, timeout=20, since=None, what="a stored row"):
        """The first row of the room in a messagesStored that fits."""
        event = self.wait("messagesStored", lambda e: any(predicate(r) for r in e["messages"]), timeout, since,
                          what=what, room=room)
        return next(r for r in event["messages"] if predicate(r))

    def stored(self, room, since=None, until=None):
        """Rows of all messagesStored of the room between two positions."""
        position = self.first if since is None else since
        return [row for e in self.events[position:until] if e["event"] == "messagesStored" and e["room"] == room
                for row in e["messages"]]

    def shown_rows(self, room):
        """All rows and gap lines of the model."""
        lines = self.do("shownRows", timeout=30, room=room)
        self._check_lines(lines)
        return lines

    def export(self, room, form="jsonl"):
        """What `--export` prints: lines decoded for jsonl, text otherwise."""
        done = run_program(self.program, "--profile", self.profile, "--export", room, "--format", form, timeout=60)
        assert done.returncode == 0, f"expected --export of {room} to exit 0, seen {done.returncode}: {done.stderr}\n{self.story()}"
        if form != "jsonl":
            return done.stdout
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self._check_lines(lines)
        return lines

    def _check_lines(self, lines):
        bad = [c for line in lines for c in check_line(line)]
        assert not bad, "export lines break the contract: " + "; ".join(bad[:5])

    # -- rules that hold always -------------------------------------------

    def _finish_run(self, settled):
        if self.pass_count:
            found, held = check_order(self.events[self.first:], self.held, settled)
            self.complaints += found
            self.held = held

    def check(self, settled=True):
        """Every event had the contract's keys and every order rule held."""
        self._finish_run(settled)
        if self.foreign_output:
            self.complaints.append(f"standard output carried {self.foreign_output[0][:200]!r}")
        assert not self.complaints, (f"{len(self.complaints)} complaints about the event stream:\n  "
                                     + "\n  ".join(dict.fromkeys(self.complaints[:12])) + "\n" + self.story(40))
