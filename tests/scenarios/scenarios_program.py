"""The command line: exit codes, one line for a person, nothing on standard output that was not asked for."""
import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import threading
import time

from context import equal, expect, scenario
from foyer import quiet_environment, run_program
from servers import SLOW, free_port


def usage(ctx, *arguments, stdin=""):
    done = run_program(ctx.program, "--profile", ctx.folder / "profile", *arguments, stdin=stdin)
    equal(done.returncode, 2, f"exit code of {arguments}; standard error {done.stderr!r}")
    own = [line for line in done.stderr.splitlines() if "offscreen" not in line]
    expect(len(own) == 1, f"one line on standard error for {arguments}, seen {done.stderr!r}")
    equal(done.stdout, "", f"standard output of {arguments}")


@scenario("program")
def help_and_version_need_no_display(ctx):
    environment = quiet_environment()
    del environment["QT_QPA_PLATFORM"]
    for option, wanted in (("--help", "--join"), ("--version", "foyer")):
        done = subprocess.run([ctx.program, option], capture_output=True, text=True, env=environment, timeout=20, check=False)
        equal(done.returncode, 0, f"exit code of {option}; standard error {done.stderr!r}")
        expect(wanted in done.stdout, f"{option} prints {wanted!r}, seen {done.stdout[:300]!r}")
    for option in ("--profile", "--account", "--password-file", "--server", "--ca-file", "--join", "--create", "--history",
                   "--nickname", "--extra", "--room-password-file", "--events", "--commands", "--export", "--format",
                   "--screenshot", "--size", "--theme", "--log-file", "--start-hidden", "--allow-plain"):
        expect(option in run_program(ctx.program, "--help").stdout, f"--help names {option}")


@scenario("program")
def no_library_is_taken_from_the_folder_one_stands_in(ctx):
    folder = ctx.folder / "downloads"
    folder.mkdir()
    for program in (pathlib.Path(ctx.program), pathlib.Path(ctx.program).with_name("foyer-server")):
        # So the loader lists what it would load.
        listed = subprocess.run([program], capture_output=True, text=True, timeout=20, check=True,
                                env=quiet_environment(LD_TRACE_LOADED_OBJECTS="1"))
        libraries = [line.split()[0] for line in listed.stdout.splitlines() if " => " in line]
        expect("libQt6Core.so.6" in libraries, f"libraries of {program.name}, seen {listed.stdout[:300]!r}")
        for library in libraries:
            (folder / library).write_text("not a library\n")
        done = subprocess.run([program, "--version"], cwd=folder, capture_output=True, text=True, env=quiet_environment(), timeout=20,
                              check=False)
        equal(done.returncode, 0, f"exit code of {program.name} among files named like libraries; standard error {done.stderr!r}")


@scenario("program")
def an_empty_display_is_none(ctx):
    environment = quiet_environment(DISPLAY="", WAYLAND_DISPLAY="")
    del environment["QT_QPA_PLATFORM"]
    done = subprocess.run([ctx.program, "--profile", ctx.folder / "profile", "--screenshot", ctx.folder / "a.png"],
                          capture_output=True, text=True, env=environment, timeout=60, check=False)
    equal(done.returncode, 0, f"exit code without a display; standard error {done.stderr!r}")
    expect((ctx.folder / "a.png").stat().st_size > 0, "a picture")


@scenario("program")
def who_reads_the_events_may_go(ctx):
    # Read to its first line, as by `head -1`: the end is orderly, and not by a signal.
    program = subprocess.Popen([ctx.program, "--profile", ctx.folder / "profile", "--local", "--events", "-", "--commands", "-"],
                               text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               env=quiet_environment())
    try:
        expect("event" in json.loads(program.stdout.readline()), "an event")
        program.stdout.close()
        # Answered by an event, should all others have been told by now; or nobody is there any more to ask.
        with contextlib.suppress(BrokenPipeError):
            program.stdin.write('{"do": "retryNow"}\n')
            program.stdin.flush()
        code = program.wait(20)
        told = program.stderr.read()
        equal(code, 1, f"exit code once nobody reads; standard error {told!r}")
        expect("events cannot be written" in told, f"a sentence, seen {told!r}")
    finally:
        program.kill()
        program.wait()


@contextlib.contextmanager
def driven(ctx, *arguments, **streams):
    """The program on the rooms of this computer, with commands on standard input; killed in the end."""
    program = subprocess.Popen([ctx.program, "--profile", ctx.folder / "profile", "--local", "--commands", "-", *arguments],
                               stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=quiet_environment(), **streams)
    try:
        yield program
    finally:
        program.kill()
        program.wait()
        with contextlib.suppress(BrokenPipeError):
            program.stdin.close()


def command(program, text):
    """Writes to standard input; a failure when the program does not read it."""
    def write():
        with contextlib.suppress(BrokenPipeError):
            program.stdin.write(text)
            program.stdin.flush()
    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    writer.join(10 * SLOW)
    expect(not writer.is_alive(), "the program reads its commands")


@scenario("program")
def a_signal_ends_it_while_nobody_reads_the_events(ctx):
    pipe = ctx.folder / "events"
    os.mkfifo(pipe)
    unread = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    for reads in (True, False):
        # With a reader that takes nothing, and with none at all.
        if not reads:
            os.close(unread)
        with driven(ctx, "--join", "lobby", "--create", "--events", pipe) as program:
            # More than its pipe holds, so it reads; and the answers are more than theirs holds.
            command(program, '{"do": "dance"}\n' * 5000)
            began = time.monotonic()
            program.send_signal(signal.SIGTERM)
            equal(program.wait(10 * SLOW), 0, f"exit code after SIGTERM, with a reader: {reads}")
            expect(time.monotonic() - began < 2.5 * SLOW, "an end within 2 s")
            told = program.stderr.read()
            expect("events cannot be written any more" in told, f"a sentence says what is lost, seen {told!r}")


@scenario("program")
def pipes_do_not_hold_up_a_start(ctx):
    pipe = ctx.folder / "pipe"
    os.mkfifo(pipe)
    secret = ctx.file("secret", "alice")
    where = ["--profile", ctx.folder / "profile"]
    account = ["--account", "alice@localhost", "--password-file", secret, "--server", f"ws://127.0.0.1:{free_port()}/ws"]
    for what, arguments in (("log file", ["--log-file", pipe]), ("certificate", account + ["--ca-file", pipe])):
        done = run_program(ctx.program, *where, *arguments)
        equal(done.returncode, 1, f"exit code with a pipe as {what}; standard error {done.stderr!r}")
        expect(what in done.stderr and str(pipe) in done.stderr, f"a sentence about the {what}, seen {done.stderr!r}")
    # A log that is read, as far as its reader keeps up, and a program that ends whatever the reader does.
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    picture = ctx.folder / "a.png"
    done = run_program(ctx.program, *where, "--log-file", pipe, "--screenshot", picture, QT_LOGGING_RULES="*.debug=true")
    equal(done.returncode, 0, f"exit code with a log nobody reads; standard error {done.stderr[-300:]!r}")
    expect(os.read(reader, 4096), "the beginning of the log")
    os.close(reader)


@scenario("program")
def a_late_and_slow_reader_gets_all_events(ctx):
    pipe = ctx.folder / "events"
    os.mkfifo(pipe)
    count = 3000
    with driven(ctx, "--events", pipe) as program:
        command(program, "".join(f'{{"id": {n}, "do": "retryNow"}}\n' for n in range(count)) + '{"id": "q", "do": "quit"}\n')
        text = b""
        with open(pipe, "rb", buffering=0) as events:
            while chunk := events.read(1000):
                text += chunk
        equal(program.wait(10 * SLOW), 0, "exit code of quit")
    answers = [e["id"] for e in map(json.loads, text.splitlines()) if e["event"] == "commandDone"]
    equal(answers, [*range(count), "q"], "answers, all and in order")


@scenario("program")
def a_pipe_is_no_password_file_of_a_command(ctx):
    pipe = ctx.folder / "password"
    os.mkfifo(pipe)
    events = ctx.folder / "events.jsonl"
    with driven(ctx, "--events", events) as program:
        command(program, json.dumps({"id": "j", "do": "join", "room": "lobby", "passwordFile": str(pipe)}) + '\n{"do": "quit"}\n')
        equal(program.wait(10 * SLOW), 0, "exit code of quit")
    done = next(e for e in map(json.loads, events.read_text().splitlines()) if e["event"] == "commandDone" and e["id"] == "j")
    expect(not done["ok"] and str(pipe) in done["error"]["text"], f"a sentence that names the pipe, seen {done}")


@scenario("program")
def a_start_that_fails_says_so_in_a_window(ctx):
    profile = ctx.file("no-folder", "") / "profile"
    # Any platform but the offscreen one is a display; this one needs no X server.
    shown = {"env": quiet_environment(QT_QPA_PLATFORM="minimal"), "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([ctx.program, "--profile", profile], **shown) as program:
        try:
            sentence = program.stderr.readline()
            while sentence and not sentence.startswith("foyer: "):
                sentence = program.stderr.readline()
            expect("profile folder" in sentence, f"a sentence on standard error too, seen {sentence!r}")
            with contextlib.suppress(subprocess.TimeoutExpired):
                raise AssertionError(f"expected a window that stays, seen exit code {program.wait(1)}")
            program.send_signal(signal.SIGTERM)
            equal(program.wait(10 * SLOW), 1, "exit code of a start that failed, once its window is closed")
        finally:
            program.kill()
    # Whoever drives the program looks at no window.
    done = subprocess.run([ctx.program, "--profile", profile, "--events", ctx.folder / "events"], timeout=10 * SLOW, check=False, **shown)
    equal(done.returncode, 1, f"exit code when driven; standard error {done.stderr!r}")


@scenario("program")
def a_demo_for_a_person_leaves_nothing_behind(ctx):
    here = ctx.folder / "here"
    temporary = ctx.folder / "temporary"
    here.mkdir()
    temporary.mkdir()
    # Any platform but the offscreen one is a display.
    environment = quiet_environment(QT_QPA_PLATFORM="minimal", TMPDIR=str(temporary))
    with subprocess.Popen([ctx.program, "--demo", "--events", "-"], cwd=here, env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as program:
        try:
            events = (json.loads(line)["event"] for line in program.stdout)
            expect("joined" in events, "the demo's room is joined")
            program.send_signal(signal.SIGTERM)
            equal(program.wait(10 * SLOW), 0, "exit code after SIGTERM")
        finally:
            program.kill()
    equal([*here.iterdir(), *temporary.iterdir()], [], "what the demo left")


@scenario("program")
def what_is_still_starting_spoils_no_end(ctx):
    done = run_program(ctx.program, "--profile", ctx.folder / "profile", "--local", "--commands", "-", stdin='{"do": "quit"}\n')
    equal(done.returncode, 0, f"exit code of a quit before the rooms of this computer are there; standard error {done.stderr!r}")
    expect("not signed in" not in done.stderr, f"no complaint about what was not wanted any more, seen {done.stderr!r}")


@scenario("program")
def rooms_of_the_command_line_need_their_password(ctx):
    done = run_program(ctx.program, "--profile", ctx.folder / "profile", "--local", "--join", "lobby",
                       "--room-password-file", ctx.folder / "none")
    equal(done.returncode, 1, f"exit code without the room's password; standard error {done.stderr!r}")
    expect("none" in done.stderr, f"names the file, seen {done.stderr!r}")


@scenario("program")
def usage_errors(ctx):
    password = ctx.file("password", "alice\n")
    sign_in = ("--account", "alice@localhost", "--password-file", password)
    usage(ctx, "--no-such-option")
    usage(ctx, *sign_in, "--server", "ws://chat.example.org/ws")
    usage(ctx, *sign_in, "--server", "http://127.0.0.1/ws")
    usage(ctx, *sign_in, "--server", "ws://127.0.0.1:1/ws", "--history", "many", "--join", "den")
    usage(ctx, "--account", "alice@localhost", "--password-file", "-", "--commands", "-", stdin="alice\n")
    usage(ctx, "--export", "den", "--format", "pdf")
    usage(ctx, "--theme", "pink")
    usage(ctx, *sign_in, "--screenshot", ctx.folder / "a.png", "--size", "big")


@scenario("program")
def export_without_a_room(ctx):
    done = run_program(ctx.program, "--profile", ctx.folder / "empty", "--export", "nowhere")
    equal((done.returncode, done.stdout), (1, ""), f"export of an unknown room; standard error {done.stderr!r}")
    expect(len([l for l in done.stderr.splitlines() if "offscreen" not in l]) == 1, f"one line says why, seen {done.stderr!r}")


@scenario("program")
def profile_is_private_and_used_once(ctx):
    client = ctx.client(f"ws://127.0.0.1:{free_port()}/ws")
    temporary = ctx.folder / "temporary"
    temporary.mkdir()
    client.environment = {"TMPDIR": str(temporary)}
    client.start()
    client.wait("connectionStateChanged", state="Waiting")
    equal(list(temporary.iterdir()), [], "folder of temporary files, where a killed program leaves what it has", client)
    equal(oct(client.profile.stat().st_mode & 0o777), "0o700", "mode of the profile folder", client)
    for file in client.profile.iterdir():
        if file.is_file():
            equal(oct(file.stat().st_mode & 0o777), "0o600", f"mode of {file.name}", client)
    done = run_program(ctx.program, "--profile", client.profile, "--account", "alice@localhost", "--password-file",
                       ctx.file("password", "alice\n"), "--server", client.urls[0], "--events", ctx.folder / "second.jsonl")
    equal(done.returncode, 1, f"exit code of a second start with the profile; standard error {done.stderr!r}")
    expect(len([l for l in done.stderr.splitlines() if "offscreen" not in l]) == 1, f"one line says why, seen {done.stderr!r}")
    client.kill()
    client.start()      # the lock a killed program left behind is taken over
    client.wait("connectionStateChanged", state="Waiting")
    equal(client.end()[0], 0, "exit code after SIGTERM", client)


@scenario("join")
def a_start_while_the_program_ends_comes_up(ctx):
    relay = ctx.relay()
    client = ctx.joined(ctx.room(), urls=ctx.relay_url(relay))
    # Its good-bye is not answered, so the end takes its time.
    relay.pause()
    client.do("quit")
    # A start as from the menu: it hands over to a living program, and becomes the program itself otherwise.
    following = subprocess.Popen([ctx.program, "--profile", client.profile], stderr=subprocess.PIPE, text=True,
                                 env=quiet_environment())
    try:
        expect(client.running, "the program is still ending", client)
        equal(client.wait_exit(), 0, "exit code of quit", client)
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = following.wait(2)
            raise AssertionError(f"expected the next start to come up, seen exit code {code}: {following.stderr.read()!r}")
        following.send_signal(signal.SIGTERM)
        equal(following.wait(10 * SLOW), 0, "exit code of the next start after SIGTERM")
    finally:
        following.kill()
        following.wait()


@scenario("program")
def password_from_standard_input_and_commands_from_a_file(ctx):
    port = free_port()
    commands = pathlib.Path(ctx.folder / "commands")
    os.mkfifo(commands)
    events = ctx.folder / "events.jsonl"
    process = subprocess.Popen([ctx.program, "--profile", str(ctx.folder / "profile"), "--account", "alice@localhost",
                                "--password-file", "-", "--server", f"ws://127.0.0.1:{port}/ws", "--commands", str(commands),
                                "--events", str(events)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, env=quiet_environment())
    try:
        process.stdin.write(b"alice\n")
        process.stdin.close()
        with open(commands, "w", encoding="utf-8") as pipe:
            pipe.write('{"id": 7, "do": "retryNow"}\n{"id": "bad", "do": "dance"}\nno json\n{"id": "q", "do": "quit"}\n')
        equal(process.wait(15), 0, "exit code of quit")
    finally:
        process.kill()
        process.wait()
    equal(process.stdout.read(), b"", "standard output when events go to a file")
    done = {str(e["id"]): e["ok"] for e in map(json.loads, events.read_text().splitlines()) if e["event"] == "commandDone"}
    equal({k: done.get(k) for k in ("7", "bad", "q")}, {"7": True, "bad": False, "q": True}, "commandDone events")


@scenario("join")
def export_formats_and_running_beside(ctx):
    room = ctx.room()
    bob = ctx.bot("bob", room)
    client = ctx.joined(room, events_file=True)
    bob.say(room, "first\nsecond line")
    bob.say(room, "<b>&\"bold")
    client.wait_stored(room, lambda r: r["body"].endswith("bold"))
    lines = client.export(room)
    equal(client.export(room.partition("@")[0]), lines, "export by bare ID beside the running program", client)
    text = client.export(room, "text")
    expect("Bob" in text and "first" in text and "second line" in text and not text.startswith("{"),
           f"--format text is readable, seen {text!r}", client)
    page = client.export(room, "html")
    expect(page.startswith("<!DOCTYPE html>") and page.endswith("</html>\n") and "first\nsecond line" in page,
           f"--format html is a page, seen {page!r}", client)
    expect("&lt;b&gt;&amp;&quot;bold" in page and "<b>&" not in page, f"what is said is no markup of the page, seen {page!r}", client)
    client.end()
    equal(client.export(room), lines, "export after the end", client)
    expect("first" not in (client.folder / "log.txt").read_text(), "the log holds no message bodies", client)


@scenario("join")
def export_from_a_folder_that_is_read_only(ctx):
    room = ctx.room()
    client = ctx.joined(room)
    client.wait_state(client.send(room, "first"), "Delivered")
    lines = client.export(room)
    # Whose end was not orderly: the newest messages are still beside the file.
    killed, ended, copied = (ctx.folder / name for name in ("killed", "ended", "copied"))
    for target, files in ((killed, ("messages.sqlite", "messages.sqlite-wal")), (ended, ("messages.sqlite",))):
        target.mkdir()
        for file in files:
            shutil.copy(client.profile / file, target)
        client.leave()
    shutil.copytree(killed, copied)
    ctx.folder.chmod(0o755)
    for target in (killed, ended):
        for file in target.iterdir():
            file.chmod(0o444)
        target.chmod(0o555)
    # Nothing is read-only to root.
    user = {"user": 65534, "group": 65534} if os.geteuid() == 0 else {}

    def export(profile, **more):
        return subprocess.run([ctx.program, "--profile", profile, "--export", room], capture_output=True, text=True,
                              timeout=20 * SLOW, check=False, env=quiet_environment(), **more)
    before = {file.name: file.read_bytes() for file in ended.iterdir()}
    done = export(ended, **user)
    equal(done.returncode, 0, f"exit code of an export from a read-only folder; standard error {done.stderr!r}")
    equal([json.loads(line) for line in done.stdout.splitlines()], lines, "its lines")
    equal({file.name: file.read_bytes() for file in ended.iterdir()}, before, "its files")
    refused = export(killed, **user)
    equal((refused.returncode, refused.stdout), (1, ""), f"export where not everything can be read; standard error {refused.stderr!r}")
    expect("Copy the folder" in refused.stderr, f"says what to do, seen {refused.stderr!r}")
    done = export(copied)
    equal([json.loads(line) for line in done.stdout.splitlines()], lines, f"lines of the copy; standard error {done.stderr!r}")


@scenario("join")
def screenshots(ctx):
    room = ctx.room()
    bob = ctx.bot("bob", room)
    bob.say(room, "smile")
    for theme, target in (("light", room), ("dark", ctx.server.new_room_name("missing"))):
        picture = ctx.folder / f"{theme}.png"
        done = run_program(ctx.program, "--profile", ctx.folder / f"profile-{theme}", "--account", "alice@localhost",
                           "--password-file", ctx.file("password", "alice\n"), "--server", ctx.server.url, "--join", target,
                           "--theme", theme, "--screenshot", picture, "--size", "1200x800", timeout=40)
        equal(done.returncode, 0, f"exit code of --screenshot in {theme}; standard error {done.stderr[-300:]!r}")
        head = picture.read_bytes()[:24]
        equal((head[:8], int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")), (b"\x89PNG\r\n\x1a\n", 1200, 800),
              "picture: signature, width, height")
