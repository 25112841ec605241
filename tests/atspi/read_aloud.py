"""What a screen reader gets, from outside: the program under Xvfb and openbox, read and driven over AT-SPI alone.

Usage: read_aloud.py FOYER FOYER_SERVER      (exit code 77: something it needs is not installed)

A room with five messages is joined. The script reads them as rows of the list *Messages*, writes one into the text
field and sends it by the button, and then a moderator takes alice's voice: an accessible's name changes to a sentence
that says so.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "scenarios"))
SKIPPED = 77
PATIENCE = 60 * float(os.environ.get("FOYER_TEST_SLOWNESS", "1"))
LAUNCHER = next((path for path in ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
                 if os.path.exists(path)), None)


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def on_a_bus_of_its_own():
    """Starts this script again inside a session bus, a display and a runtime folder that end with it."""
    for tool in ("Xvfb", "openbox", "dbus-run-session"):
        if shutil.which(tool) is None:
            skip(f"{tool} is not installed")
    if LAUNCHER is None:
        skip("at-spi2-core is not installed")
    with tempfile.TemporaryDirectory(prefix="foyer-atspi-") as folder:
        read, write = os.pipe()
        screen = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
                                  pass_fds=(write,), stderr=subprocess.DEVNULL)
        os.close(write)
        try:
            with os.fdopen(read) as told:
                display = told.readline().strip()
            environment = {k: v for k, v in os.environ.items() if k not in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
            environment |= {"DISPLAY": f":{display}", "XDG_RUNTIME_DIR": folder, "LC_ALL": "C.UTF-8", "TZ": "UTC",
                            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "GTK_MODULES": "", "FOYER_ATSPI_INSIDE": "1"}
            return subprocess.run(["dbus-run-session", "--", sys.executable, __file__, *sys.argv[1:]], env=environment,
                                  check=False).returncode
        finally:
            screen.terminate()
            screen.wait()


def children(node):
    for index in range(node.childCount):
        child = node.getChildAtIndex(index)
        if child is not None:
            yield child


def find(node, fits, depth=24):
    """The first accessible below node that fits, or None. Parts may go while one looks."""
    try:
        if fits(node):
            return node
        return next((found for child in (children(node) if depth else ()) if (found := find(child, fits, depth - 1))), None)
    except Exception:    # what went away answers with an error of the bus
        return None


def until(what, ask):
    from gi.repository import GLib
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        # Events arrive, and what is remembered of the tree is corrected, while the loop turns.
        while GLib.MainContext.default().iteration(False):
            pass
        found = ask()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"not within {PATIENCE:.0f} s: {what}")


class Reader:
    """The screen reader's side: the tree of the program, and the names that change in it."""

    def __init__(self):
        import pyatspi
        self.atspi = pyatspi
        self.heard = []
        pyatspi.Registry.registerEventListener(self._hear, "object:property-change:accessible-name")

    def _hear(self, event):
        try:
            self.heard.append(event.source.name)
        except Exception:    # its source is gone already
            self.heard.append("")

    def program(self):
        desktop = self.atspi.Registry.getDesktop(0)
        return next((app for app in children(desktop) if app.name.lower().startswith("foyer")), None)

    def part(self, role, name):
        """A showing part of the program by its role and (the start of) its name."""
        def fits(node):
            return (node.getRole() == role and (node.name or "").startswith(name)
                    and node.getState().contains(self.atspi.STATE_SHOWING))
        try:
            return until(f"{role} {name!r}", lambda: (app := self.program()) and find(app, fits))
        except AssertionError:
            self.tell(self.program())
            raise

    def tell(self, node, depth=0):
        """The tree as it is, for whoever looks for a part that is not there."""
        print("  " * depth, node and (node.getRoleName(), node.name), file=sys.stderr)
        for child in children(node) if node and depth < 12 else ():
            self.tell(child, depth + 1)


def story(program, server_program):
    from servers import DIE_WITH_PARENT, Embedded
    reader = Reader()
    Embedded.program = server_program
    server = Embedded().start()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="foyer-atspi-client-"))
    (folder / "password").write_text("alice\n")
    mod = server.admin()
    room = server.create_room(mod)
    for number in range(1, 6):
        mod.say(room, f"message number {number}")
    with open(folder / "stderr.txt", "w", encoding="utf-8") as errors:
        client = subprocess.Popen(
            DIE_WITH_PARENT + [program, "--profile", str(folder / "profile"), "--account", "alice@localhost",
                               "--password-file", str(folder / "password"), "--server", server.url, "--join", room],
            stdin=subprocess.DEVNULL, stderr=errors)
    try:
        act(reader, mod, room)
    except Exception:
        print((folder / "stderr.txt").read_text(), file=sys.stderr)
        raise
    finally:
        client.terminate()
        client.wait(20)
        mod.close()
        server.close()
        shutil.rmtree(folder, ignore_errors=True)


def act(reader, mod, room):
    atspi = reader.atspi
    messages = reader.part(atspi.ROLE_LIST, "Messages")

    def last_five():
        rows = [row.name for row in children(messages) if "message number" in (row.name or "")]
        return rows[-5:] if len(rows) >= 5 else None

    rows = until("five messages to read", last_five)
    for number, row in enumerate(rows, 1):
        print("read:", row)
        assert f"message number {number}" in row and "Mod" in row, row

    field = reader.part(atspi.ROLE_TEXT, "Message")
    mark = mod.mark()
    field.queryEditableText().insertText(0, "typed by a script", 17)
    reader.part(atspi.ROLE_PUSH_BUTTON, "Send").queryAction().doAction(0)
    mod.wait(lambda stanza: "typed by a script" in (stanza.findtext("{jabber:client}body") or ""), "alice's message",
             timeout=PATIENCE, since=mark)
    print("sent: typed by a script")

    reader.heard.clear()
    mod.set_role(room, "alice", "visitor")
    told = until("an event that names the mute",
                 lambda: next((name for name in list(reader.heard) if "muted" in name or "may write" in name), None))
    print("heard:", told)


def main():
    if "FOYER_ATSPI_INSIDE" not in os.environ:
        return on_a_bus_of_its_own()
    try:
        import pyatspi    # noqa: F401
    except ImportError:
        skip("python3-pyatspi is not installed")
    helpers = [subprocess.Popen(["openbox", "--sm-disable"], stderr=subprocess.DEVNULL),
               subprocess.Popen([LAUNCHER, "--launch-immediately"], stderr=subprocess.DEVNULL)]
    try:
        story(*sys.argv[1:3])
    finally:
        for helper in helpers:
            helper.terminate()
            helper.wait(10)
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # Whatever the accessibility library still holds is not waited for.
    os._exit(code)
