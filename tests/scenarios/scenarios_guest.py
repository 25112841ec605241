"""Entering as a guest (SASL ANONYMOUS) from a link, in the window, on servers that let guests in on a domain of their own."""
import os
import pathlib
import subprocess

from context import equal, scenario
from servers import GUESTS


@scenario("join", only=("ejabberd", "prosody"))
def guest_enters_by_a_link(ctx):
    """The window's own test, pointed at this server: link, name, *Enter*, *Join*, inside."""
    test = pathlib.Path(ctx.program).with_name("tst_links")
    if not test.exists():
        return  # a package has no tests
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", FOYER_TEST_GUEST_URL=ctx.server.url,
                       FOYER_TEST_GUEST_LINK=f"xmpp:guests-{ctx.run}@conference.{GUESTS}?join")
    done = subprocess.run([test, "guestEntersTheRoomOfALink:given at the start"], capture_output=True, text=True,
                          env=environment, timeout=120, check=False)
    equal(done.returncode, 0, f"exit code of the window's test; it says {done.stdout[-2000:]}")
