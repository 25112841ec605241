"""Starts ejabberd or Prosody for tests: loopback, temporary folder, free ports, no epmd, root or not.

Ports and data outlive a restart, so that clients find the server again.
"""
import atexit
import http.client
import json
import os
import pathlib
import re
import secrets
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field

from xmpp import Client, StanzaError

ACCOUNTS = ("alice", "bob", "carol", "dave", "erin", "mod")
HOST = "localhost"
MUC = "conference.localhost"
GUESTS = "guests.localhost"
SLOW = float(os.environ.get("FOYER_TEST_SLOWNESS", "1"))     # multiplies deadlines, for sanitizer builds


@dataclass
class Options:
    """What a server under test can be asked to be."""
    resume_timeout: int = 8       # seconds a broken stream can be resumed; 0: never
    creation: str = "all"         # all, or admin: only "mod" makes rooms
    history_size: int = 50
    archive: bool = True
    room_max_users: int = 200     # default of new rooms; ejabberd only
    everybody_shown: bool = True  # false: only moderators are told who comes and goes; embedded only
    guests: bool = False          # a second domain, guests.localhost, that lets in without an account; not embedded
    tls: bool = False             # a wss:// endpoint besides ws://, with a certificate of `authority`
    upload_bytes: int = 0         # files are taken up to this size (XEP-0363); 0: none; not embedded
    message_interval: float = 0   # seconds between two messages of one person in a room; 0: none; ejabberd only
    keys: dict = field(default_factory=dict)    # more keys of server.ini; embedded only


def free_port():
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# Put before a command: the kernel ends the child when the test process ends, however it ends.
DIE_WITH_PARENT = ["setpriv", "--pdeathsig", "KILL", "--"]


class Authority:
    """A certificate authority made with openssl for one run."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.certificate = self.folder / "authority.pem"
        self._key = self.folder / "authority.key"
        self._openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=Foyer test authority",
                      "-keyout", self._key, "-out", self.certificate)

    def _openssl(self, *arguments):
        done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, cwd=self.folder, check=False)
        if done.returncode != 0:
            raise AssertionError(f"openssl {arguments[0]}: {done.stderr[-400:]}")

    def issue(self, name, host=HOST, start=None, end=None):
        """(certificate, key) for `host`; times as YYYYMMDDHHMMSSZ, else valid from now for 30 days."""
        key, request, certificate = (self.folder / f"{name}.{end_}" for end_ in ("key", "csr", "pem"))
        database = self.folder / f"{name}.index"
        database.write_text("")
        config = self.folder / f"{name}.cnf"
        config.write_text(f"[ca]\ndefault_ca=own\n[own]\ndatabase={database}\nnew_certs_dir={self.folder}\n"
                          f"rand_serial=yes\ndefault_md=sha256\ndefault_days=30\npolicy=any\nx509_extensions=names\n"
                          f"[any]\ncommonName=supplied\n[names]\nbasicConstraints=CA:FALSE\nsubjectAltName=DNS:{host}\n")
        self._openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={host}", "-keyout", key, "-out", request)
        times = ["-startdate", start, "-enddate", end] if start else []
        self._openssl("ca", "-batch", "-notext", "-config", config, "-cert", self.certificate, "-keyfile", self._key,
                      "-in", request, "-out", certificate, *times)
        return certificate, key

    def context(self):
        """A client context that trusts this authority only."""
        return ssl.create_default_context(cafile=str(self.certificate))


class TlsFront:
    """A TLS endpoint with any certificate, in front of a plain port."""

    def __init__(self, target_port, certificate, key):
        self._target = target_port
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        try:
            secure = self._context.wrap_socket(client, server_side=True)
            server = socket.create_connection(("127.0.0.1", self._target), 5)
        except OSError:
            client.close()
            return
        threading.Thread(target=self._pump, args=(server, secure), daemon=True).start()
        self._pump(secure, server)

    @staticmethod
    def _pump(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self._listener.close()


class Server:
    """Common part; see Ejabberd and Prosody."""
    name = ""
    path = ""
    address = "127.0.0.1"
    is_foyers = False   # tells the whole mute state and when a room was made; says no to what no client would say

    def __init__(self, options=None):
        self.options = options or Options()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"foyer-{self.name}-"))
        self.port = free_port()
        self.tls_port = free_port() if self.options.tls else None
        self.authority = Authority(self.folder / "tls") if self.options.tls else None
        self._process = None
        self._prepare()
        atexit.register(self.close)

    @property
    def url(self):
        return f"ws://{self.address}:{self.port}{self.path}"

    @property
    def tls_url(self):
        return f"wss://{HOST}:{self.tls_port}{self.path}"

    def _prepare(self):
        raise NotImplementedError

    def _command(self):
        raise NotImplementedError

    def _log_tail(self, lines=15):
        texts = []
        for log in sorted((self.folder / "log").glob("*.log")):
            texts.append(f"--- {log.name}\n" + "\n".join(log.read_text(errors="replace").splitlines()[-lines:]))
        return "\n".join(texts)

    def _answers(self):
        try:
            connection = http.client.HTTPConnection(self.address, self.port, timeout=2)
            connection.request("GET", self.path)
            connection.getresponse().read()
            return True
        except OSError:
            return False
        except http.client.HTTPException:
            return True

    def start(self, timeout=60):
        """Starts and returns once a user can sign in."""
        command, environment = self._command()
        with open(self.folder / "log" / "console.log", "ab") as console:
            self._process = subprocess.Popen(DIE_WITH_PARENT + command, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                                             stdout=console, stderr=console, start_new_session=True)
        deadline = time.monotonic() + timeout
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"{self.name} did not come up (exit {self._process.poll()})\n{self._log_tail()}")
            time.sleep(0.05)
        self._started()
        while True:
            try:
                Client(self.url, "mod").connect().close()
                return self
            except Exception as error:
                if time.monotonic() > deadline:
                    raise AssertionError(f"{self.name}: nobody can sign in: {error}\n{self._log_tail()}") from error
                time.sleep(0.1)

    def _started(self):
        pass

    def stop(self, timeout=20):
        """Orderly end by TERM, as an administrator restarts a service."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(5)
        self._process = None

    def kill(self):
        """kill -9."""
        self._process.kill()
        self._process.wait(10)
        self._process = None

    def restart(self, hard=False):
        self.kill() if hard else self.stop()
        (self.folder / "server.pid").unlink(missing_ok=True)
        self.start()

    def close(self):
        try:
            if self._process is not None:
                self._end()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self):
        """The last end; how others' servers end is not our matter."""
        self.kill()

    def add_account(self, user, password=None):
        raise NotImplementedError

    # -- rooms ------------------------------------------------------------

    def admin(self):
        """A session of the server's administrator."""
        return Client(self.url, "mod").connect()

    def new_room_name(self, prefix="room"):
        return f"{prefix}-{secrets.token_hex(4)}@{MUC}"

    def create_room(self, admin, room=None, nickname="Mod", **options):
        """Makes a persistent room, owned by the session `admin`, which stays inside as `nickname`."""
        room = room or self.new_room_name()
        answer = admin.join(room, nickname)
        if "201" not in {s.get("code") for s in answer.iter("{http://jabber.org/protocol/muc#user}status")}:
            raise AssertionError(f"{room} was there already")
        base = {"roomname": room.partition("@")[0], "persistentroom": 1, "publicroom": 1, "moderatedroom": 0, "changesubject": 0}
        base |= self._archive_field()
        admin.configure(room, **(base | options))
        return room

    def _archive_field(self):
        raise NotImplementedError


class Ejabberd(Server):
    """ejabberd with an SQLite archive."""
    name = "ejabberd"
    path = "/ws"

    def _prepare(self):
        for part in ("etc", "db", "log", "home", "bin", "modules"):
            (self.folder / part).mkdir()
        cookie = self.folder / "home" / ".erlang.cookie"
        cookie.write_text(self._cookie())
        cookie.chmod(0o400)
        # The packaged wrapper switches to the ejabberd user; with an empty INSTALLUSER it runs as whoever calls it.
        # With `exec` the Erlang machine is our direct child and cannot outlive us.
        wrapper = pathlib.Path("/usr/sbin/ejabberdctl").read_text()
        lines = ["INSTALLUSER=" if line.startswith("INSTALLUSER=") else line for line in wrapper.splitlines()]
        text = "\n".join(lines) + "\n"
        script = self.folder / "bin" / "ejabberdctl"
        script.write_text(text.replace('as_current_user) "$@"', 'as_current_user) exec "$@"'))
        script.chmod(0o755)
        (self.folder / "etc" / "inetrc").write_text('{lookup,["file","native"]}.\n{host,{127,0,0,1},["localhost"]}.\n')
        # A fixed distribution port means no epmd daemon.
        (self.folder / "etc" / "ejabberdctl.cfg").write_text(
            f"ERLANG_NODE={self.node}\nERL_DIST_PORT={self._distribution()}\nINET_DIST_INTERFACE={self.address}\n"
            'ERL_OPTIONS="-env ERL_CRASH_DUMP_BYTES 0"\nERL_MAX_PORTS=4096\n'
            f"EJABBERD_PID_PATH={self.folder}/server.pid\nEJABBERD_CONFIG_PATH={self.folder}/etc/ejabberd.yml\n"
            f"CONTRIB_MODULES_PATH={self.folder}/modules\n")
        (self.folder / "etc" / "ejabberd.yml").write_text(self._configuration())

    @property
    def node(self):
        """The Erlang node's name."""
        return f"foyer{self.port}@{self.address}"

    def _cookie(self):
        return secrets.token_hex(16)

    def _distribution(self):
        return free_port()

    def _database(self):
        """Where archive and rooms are kept, as lines of the configuration."""
        return f'sql_type: sqlite\nsql_database: "{self.folder}/db/ejabberd.sqlite"'

    def _configuration(self):
        tls, certificates = "", ""
        if self.options.tls:
            certificate, key = self.authority.issue("server")
            together = self.folder / "tls" / "together.pem"
            together.write_text(certificate.read_text() + key.read_text())
            certificates = f'certfiles: ["{together}"]'
            tls = (f'  - port: {self.tls_port}\n    ip: "127.0.0.1"\n    module: ejabberd_http\n    tls: true\n'
                   "    request_handlers:\n      /ws: ejabberd_http_ws\n")
        mam = "" if not self.options.archive else (
            "  mod_mam:\n    db_type: sql\n    default: never\n    assume_mam_usage: false\n    request_activates_archiving: false\n")
        create = "local" if self.options.creation == "all" else "admin"
        hosts, guests = f'["{HOST}"]', ""
        if self.options.guests:
            hosts = f'["{HOST}", "{GUESTS}"]'
            guests = (f'host_config:\n  "{GUESTS}":\n    auth_method: [anonymous]\n    anonymous_protocol: sasl_anon\n'
                      "    allow_multiple_connections: true")
        upload_handler = upload = ""
        if self.options.upload_bytes:
            upload_handler = "      /upload: mod_http_upload\n"
            # Browsers ask before they put a file somewhere else than where their page comes from.
            upload = (f"  mod_http_upload:\n    put_url: \"http://{self.address}:{self.port}/upload\"\n"
                      f"    docroot: \"{self.folder}/upload\"\n    max_size: {self.options.upload_bytes}\n"
                      "    custom_headers:\n      Access-Control-Allow-Origin: \"*\"\n"
                      "      Access-Control-Allow-Methods: GET,HEAD,PUT,OPTIONS\n"
                      "      Access-Control-Allow-Headers: Content-Type\n")
        return f"""loglevel: warning
log_rotate_count: 0
hosts: {hosts}
{guests}
auth_password_format: plain
disable_sasl_mechanisms: ["DIGEST-MD5", "X-OAUTH2"]
{self._database()}
{certificates}
listen:
  - port: {self.port}
    ip: "{self.address}"
    module: ejabberd_http
    request_handlers:
      /ws: ejabberd_http_ws
      /api: mod_http_api
{upload_handler}{tls}websocket_ping_interval: 60
websocket_timeout: 300
acl:
  admin: {{ user: ["mod@{HOST}"] }}
  local: {{ user_regexp: "" }}
access_rules:
  local: {{ allow: local }}
  admin: {{ allow: admin }}
api_permissions:
  "shell": {{ from: [ejabberd_ctl], who: all, what: "*" }}
  "loopback http": {{ from: [mod_http_api], who: {{ ip: 127.0.0.0/8 }}, what: "*" }}
shaper: {{}}
shaper_rules:
  max_user_sessions: 1000
modules:
  mod_adhoc: {{}}
  mod_admin_extra: {{}}
  mod_disco: {{}}
  mod_http_api: {{}}
{upload}{mam}  mod_muc:
    db_type: sql
    access: local
    access_create: {create}
    access_persistent: {create}
    access_admin: admin
    access_mam: local
    history_size: {self.options.history_size}
    max_users: 5000
    max_user_conferences: 1000
    min_message_interval: {self.options.message_interval}
    default_room_options:
      mam: {"true" if self.options.archive else "false"}
      max_users: {self.options.room_max_users}
  mod_muc_admin: {{}}
  mod_ping: {{}}
  mod_roster: {{}}
  mod_stream_mgmt:
    resume_timeout: {self.options.resume_timeout}
    max_resume_timeout: {self.options.resume_timeout}
    ack_timeout: 60
    max_ack_queue: 100000
    resend_on_timeout: false
"""

    def _command(self):
        environment = dict(os.environ, HOME=str(self.folder / "home"), ERL_EPMD_ADDRESS="127.0.0.1")
        etc = self.folder / "etc"
        return ([str(self.folder / "bin" / "ejabberdctl"), "--config-dir", str(etc), "--config", str(etc / "ejabberd.yml"),
                 "--ctl-config", str(etc / "ejabberdctl.cfg"), "--logs", str(self.folder / "log"),
                 "--spool", str(self.folder / "db"), "foreground"], environment)

    @property
    def command_port(self):
        """Where mod_http_api listens."""
        return self.port

    def api(self, command, **arguments):
        """mod_http_api; (status, decoded answer)."""
        connection = http.client.HTTPConnection(self.address, self.command_port, timeout=10)
        connection.request("POST", f"/api/{command}", json.dumps(arguments), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null")

    def _started(self):
        # The port answers before the commands behind it do.
        deadline = time.monotonic() + 60
        for user in ACCOUNTS:
            while True:
                try:
                    self.add_account(user)
                    break
                except (ValueError, OSError, AssertionError) as error:
                    if time.monotonic() > deadline:
                        raise AssertionError(f"ejabberd registers nobody: {error}\n{self._log_tail()}") from error
                    time.sleep(0.1)

    def add_account(self, user, password=None):
        status, answer = self.api("register", user=user, host=HOST, password=password or user)
        if status not in (200, 409):
            raise AssertionError(f"register {user}: {status} {answer}")

    def set_room_option(self, room, option, value):
        status, answer = self.api("change_room_option", name=room.partition("@")[0], service=MUC, option=option, value=str(value))
        if status != 200:
            raise AssertionError(f"change_room_option {option}: {status} {answer}")

    def _archive_field(self):
        return {"mam": 1} if self.options.archive else {}


class PackagedEjabberd(Ejabberd):
    """ejabberd as `packaging/ejabberd` configures it; only what `define_macro` holds, and the database's place, is ours."""
    SOURCE = pathlib.Path(__file__).resolve().parents[2] / "packaging" / "ejabberd" / "ejabberd.yml"

    def _configuration(self):
        macros = {"CHAT_DOMAIN": f'"{HOST}"', "CHAT_ADMIN": f'"mod@{HOST}"', "CLIENT_PORT": self.port,
                  "CLIENT_ADDRESS": f'"{self.address}"', "CLIENT_TLS": "false", "CERTIFICATES": f'"{self.folder}/none-*.pem"',
                  "UPLOAD_ADDRESS": f'"http://{self.address}:{self.port}/upload"',
                  "COMMAND_PORT": self._command_port, "COMMAND_ADDRESS": f'"{self.address}"',
                  "ROOM_MAKERS": "everybody" if self.options.creation == "all" else "moderators"}
        text = self.SOURCE.read_text()
        for name, value in macros.items():
            text, count = re.subn(rf"^  {name}: .*$", f"  {name}: {value}", text, flags=re.MULTILINE)
            if count != 1:
                raise AssertionError(f"{self.SOURCE.name} has {count} lines for {name}")
        return text.replace('"/var/lib/ejabberd/', f'"{self.folder}/db/')

    def _prepare(self):
        self._command_port = free_port()
        super()._prepare()

    @property
    def command_port(self):
        return self._command_port


class Prosody(Server):
    """Prosody with its file archive."""
    name = "prosody"
    path = "/xmpp-websocket"

    def _prepare(self):
        for part in ("etc", "data", "log"):
            (self.folder / part).mkdir()
        for user in ACCOUNTS:
            self.add_account(user)
        tls = "https_ports = {}"
        if self.options.tls:
            certificate, key = self.authority.issue("server")
            tls = (f'https_ports = {{ {self.tls_port} }}\nhttps_interfaces = {{ "127.0.0.1" }}\n'
                   f'https_ssl = {{ certificate = "{certificate}"; key = "{key}" }}')
        creation = "false" if self.options.creation == "all" else "true"
        archive = 'modules_enabled = { "muc_mam" }' if self.options.archive else ""
        guests = ""
        if self.options.guests:
            guests = (f'VirtualHost "{GUESTS}"\n  authentication = "anonymous"\n'
                      f'Component "conference.{GUESTS}" "muc"\n  restrict_room_creation = false\n')
        upload = "" if not self.options.upload_bytes else f"""
Component "upload.{HOST}" "http_file_share"
  http_host = "{HOST}"
  http_external_url = "http://127.0.0.1:{self.port}/"
  http_file_share_size_limit = {self.options.upload_bytes}
"""
        (self.folder / "etc" / "prosody.cfg.lua").write_text(f"""run_as_root = true
pidfile = "{self.folder}/server.pid"
data_path = "{self.folder}/data"
plugin_paths = {{ "/usr/lib/prosody/modules" }}
admins = {{ "mod@{HOST}" }}
interfaces = {{ "127.0.0.1" }}
c2s_ports = {{}}
http_ports = {{ {self.port} }}
http_interfaces = {{ "127.0.0.1" }}
{tls}
http_default_host = "{HOST}"
consider_websocket_secure = true
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
storage = "internal"
limits = {{}}
smacks_hibernation_time = {self.options.resume_timeout}
smacks_max_queue_size = 100000
archive_expires_after = "never"
modules_enabled = {{ "roster"; "saslauth"; "disco"; "ping"; "posix"; {'"smacks"; ' if self.options.resume_timeout else ""}"websocket"; "http" }}
modules_disabled = {{ "s2s", "offline" }}
log = {{ info = "{self.folder}/log/prosody.log" }}

VirtualHost "{HOST}"

Component "{MUC}" "muc"
  {archive}
  restrict_room_creation = {creation}
  muc_log_by_default = {"true" if self.options.archive else "false"}
  muc_log_presences = false
  muc_room_default_history_length = {self.options.history_size}
  max_history_messages = {self.options.history_size}
  muc_tombstones = true

{upload}
{guests}""")

    def add_account(self, user, password=None):
        # One tiny Lua table a user, read at each sign-in.
        folder = self.folder / "data" / HOST / "accounts"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{user}.dat").write_text(f'return {{\n\t["password"] = "{password or user}";\n}};\n')

    def _command(self):
        return ["prosody", "-F", "--root", "--config", str(self.folder / "etc" / "prosody.cfg.lua")], dict(os.environ)

    def _archive_field(self):
        return {"enablearchiving": 1} if self.options.archive else {}


class Embedded(Server):
    """Foyer's own server as a program of its own; it knows no TLS, so that comes from a front.

    Its rule that a silent client is taken out of rooms early is off, so that a cut is over when its time is."""
    name = "embedded"
    path = "/xmpp-websocket"
    is_foyers = True
    program = None      # foyer-server; set by whoever knows where it was built

    def _prepare(self):
        if self.program is None or not pathlib.Path(self.program).exists():
            raise AssertionError(f"foyer-server is missing ({self.program})")
        for part in ("data", "log"):
            (self.folder / part).mkdir()
        for user in ACCOUNTS:
            self.add_account(user)
        self._front = None
        creation = "everyone" if self.options.creation == "all" else "administrators"
        (self.folder / "server.ini").write_text(f"""[server]
data = {self.folder}/data
port = {self.port}
api_port = 0
domain = {HOST}
single_user_multiple_rooms = true
administrators = mod
room_creation = {creation}
resume_seconds = {self.options.resume_timeout}
history_depth = {self.options.history_size}
archive = {"true" if self.options.archive else "false"}
member_change_events = {"true" if self.options.everybody_shown else "false"}
offline_exit_seconds = 86400
offline_exit_messages = 1000000
""" + "".join(f"{key} = {value}\n" for key, value in self.options.keys.items()))

    def _command(self):
        return [str(self.program), "--config", str(self.folder / "server.ini")], dict(os.environ)

    def _started(self):
        if self.options.tls and self._front is None:
            certificate, key = self.authority.issue("server")
            self._front = TlsFront(self.port, certificate, key)
            self.tls_port = self._front.port

    def add_account(self, user, password=None):
        done = subprocess.run([str(self.program), "--data", str(self.folder / "data"), "--add-account", user, "--password-file", "-"],
                              input=password or user, capture_output=True, text=True, timeout=20, check=False)
        if done.returncode != 0:
            raise AssertionError(f"add {user}: {done.stderr}")

    def set_room_option(self, room, option, value):
        """By the owner's form; `option` is a name of ejabberd's, as scenarios know them."""
        fields = {"title": "roomname", "description": "roomdesc", "max_users": "maxusers", "members_only": "membersonly",
                  "moderated": "moderatedroom", "persistent": "persistentroom", "public": "publicroom"}
        owner = Client(self.url, "mod").connect()
        try:
            owner.configure(room, **{fields.get(option, option): str(value).lower() if isinstance(value, bool) else value})
        finally:
            owner.close()

    def stop(self, timeout=20):
        """As every server's, and its end must be a clean one: a sanitizer has its say there."""
        process = self._process
        super().stop(timeout * SLOW)
        if process is not None:
            self._expect_code(process, 0)

    def kill(self):
        self._expect_code(self._process, None)
        super().kill()

    def _expect_code(self, process, code):
        seen = process.poll()
        if seen != code:
            self._process = None
            raise AssertionError(f"foyer-server: expected exit code {code}, seen {seen}\n{self._log_tail(200)}")

    def _end(self):
        self.stop()

    def _archive_field(self):
        return {}

    def export(self, room):
        """The archive of a room as the server's own program prints it, decoded."""
        done = subprocess.run([str(self.program), "--data", str(self.folder / "data"), "--export-room", room.partition("@")[0]],
                              capture_output=True, text=True, timeout=60, check=False)
        if done.returncode != 0:
            raise AssertionError(f"--export-room {room}: {done.stderr}")
        return [json.loads(line) for line in done.stdout.splitlines()]


KINDS = {"ejabberd": Ejabberd, "packaged": PackagedEjabberd, "prosody": Prosody, "embedded": Embedded}    # cluster.py adds its own


def make_server(name, options=None):
    return KINDS[name](options)


def use_program(program):
    """The client's program as it was built; foyer-server lies beside it."""
    Embedded.program = pathlib.Path(program).resolve().parent / "foyer-server"
