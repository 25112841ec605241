#!/usr/bin/python3
"""An application's server in one page: makes a room, hands out its link, prints who comes and goes.

Start the room server with the same key and secret, and with this program as its callback address:

    printf secret > secret.txt
    foyer-server --app-key demo --app-secret-file secret.txt --callback-url http://127.0.0.1:5292/callback
    python3 packaging/example-app-server.py --key demo --secret-file secret.txt --room Launch

Only the standard library is needed. Requests and callbacks are signed the same way: the SHA-1, in hex, of the secret,
a nonce and a timestamp, one behind the other.
"""
import argparse
import hashlib
import hmac
import http.server
import json
import pathlib
import secrets
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

TYPES = {0: "created", 1: "joined", 2: "left", 3: "destroyed"}
CAUSES = {0: "", 1: " (was offline for too long)", 2: " (blocked)", 3: " (nobody used it)"}


def signature(secret, nonce, timestamp):
    return hashlib.sha1((secret + nonce + timestamp).encode()).hexdigest()


def call(options, path, **form):
    """Posts a form to the Server API and returns its answer; lists are repeated fields."""
    nonce, timestamp = str(secrets.randbelow(10 ** 9)), str(int(time.time() * 1000))
    request = urllib.request.Request(options.api.rstrip("/") + path, urllib.parse.urlencode(form, doseq=True).encode(), {
        "App-Key": options.key, "Nonce": nonce, "Timestamp": timestamp,
        "Signature": signature(options.secret, nonce, timestamp),
        "Content-Type": "application/x-www-form-urlencoded"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        told = json.load(refusal)
        sys.exit(f"example-app-server: {path}: {told.get('code')} {told.get('errorMessage')}")
    except OSError as error:
        sys.exit(f"example-app-server: the room server at {options.api} cannot be reached: {error}")


def tell(line):
    print(line, flush=True)


def make_handler(options):
    class Callbacks(http.server.BaseHTTPRequestHandler):
        """What happened in rooms comes as a JSON array; an answer of 200 within 5 s is all that is wanted."""

        def do_POST(self):
            query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
            body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), 1_000_000))
            expected = signature(options.secret, query.get("nonce", ""), query.get("timestamp", ""))
            genuine = query.get("appKey") == options.key and hmac.compare_digest(query.get("signature", ""), expected)
            self.send_response(200 if genuine else 401)
            self.end_headers()
            if not genuine:
                tell("a callback with a wrong signature was refused")
                return
            for item in json.loads(body):
                when = time.strftime("%H:%M:%S", time.localtime(item["time"] / 1000))
                who = " " + ", ".join(item["userIds"]) if item["userIds"] else ""
                tell(f"{when} {item['chatRoomId']} {TYPES[item['type']]}{who}{CAUSES[item['status']]}")

        def log_message(self, *_):
            pass

    return Callbacks


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--api", default="http://127.0.0.1:5291", help="where the Server API listens (%(default)s)")
    parser.add_argument("--key", required=True, help="the app key")
    parser.add_argument("--secret-file", required=True, type=pathlib.Path, help="a file with the app secret")
    parser.add_argument("--room", default="Launch", help="the ID of the room to make (%(default)s)")
    parser.add_argument("--muc", default="conference.localhost", help="where the rooms are, for the link (%(default)s)")
    parser.add_argument("--port", type=int, default=5292, help="where callbacks are awaited; 0: any (%(default)s)")
    options = parser.parse_args()
    try:
        options.secret = options.secret_file.read_text().removesuffix("\n")
        # Listening first: the callback about the room itself comes at once.
        server = http.server.HTTPServer(("127.0.0.1", options.port), make_handler(options))
    except OSError as error:
        sys.exit(f"example-app-server: {error}")
    call(options, "/chatroom/create_new.json", chatroomId=options.room)
    tell(f"room {options.room}")
    tell(f"link xmpp:{options.room}@{options.muc}?join")
    tell(f"callbacks http://127.0.0.1:{server.server_port}/callback")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
