"""Two ejabberd nodes with one PostgreSQL archive, on two loopback addresses, without epmd."""
import atexit
import contextlib
import http.client
import os
import pathlib
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time

from servers import DIE_WITH_PARENT, KINDS, Ejabberd, Server, free_port

SCHEMA = pathlib.Path("/usr/share/ejabberd/sql/pg.sql")


class Postgres:
    """A PostgreSQL server of its own. It refuses to run as root, so then it runs as the packaged user."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="foyer-postgres-"))
        self.port = free_port()
        self._process = None
        self._as_user = []
        if os.getuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self._as_user = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]
        atexit.register(self.close)

    @staticmethod
    def binaries():
        """The folder of the newest installed version; None without one."""
        found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
        return found[-1].parent if found else None

    def _run(self, tool, *arguments, text=None):
        done = subprocess.run([*self._as_user, str(self.binaries() / tool), *arguments], input=text, cwd="/", capture_output=True,
                              text=True, timeout=60, check=False)
        if done.returncode != 0:
            raise AssertionError(f"{tool}: {done.stderr[-600:]}")

    def start(self):
        data = self.folder / "data"
        self._run("initdb", "--pgdata", str(data), "--auth=trust", "--username=foyer", "--encoding=UTF8", "--no-sync")
        command = [str(self.binaries() / "postgres"), "-D", str(data), "-p", str(self.port), "-h", "127.0.0.1", "-k", str(self.folder)]
        # setpriv drops the death signal when it changes the user, so the signal is set by a second one.
        self._process = subprocess.Popen([*self._as_user, *DIE_WITH_PARENT, *command], cwd="/", stdin=subprocess.DEVNULL,
                                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        deadline = time.monotonic() + 30
        while True:
            try:
                self._run("createdb", *self._connection(), "ejabberd")
                break
            except AssertionError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
        self.execute(SCHEMA.read_text())
        return self

    def execute(self, sql):
        self._run("psql", *self._connection(), "-q", "-v", "ON_ERROR_STOP=1", "ejabberd", text=sql)

    def _connection(self):
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", "foyer"]

    @contextlib.contextmanager
    def without_archive(self):
        """Queries of the archive fail meanwhile; logins work."""
        self.execute("ALTER TABLE archive RENAME TO archive_away")
        try:
            yield
        finally:
            self.execute("ALTER TABLE archive_away RENAME TO archive")

    def close(self):
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(5)
            self._process = None
        shutil.rmtree(self.folder, ignore_errors=True)


class Node(Ejabberd):
    """One of the nodes."""

    def __init__(self, options, address, cookie, distribution, database):
        self.address, self._shared_cookie, self._port, self._postgres = address, cookie, distribution, database
        super().__init__(options)

    def _cookie(self):
        return self._shared_cookie

    def _distribution(self):
        return self._port

    def _database(self):
        return ("sql_type: pgsql\nsql_server: 127.0.0.1\n" f"sql_port: {self._postgres.port}\n"
                "sql_database: ejabberd\nsql_username: foyer\nsql_password: foyer\nauth_method: sql")

    @property
    def running(self):
        return self._process is not None

    def kill(self):
        if self._process is not None:
            super().kill()

    def join(self, other):
        """Joins the other's cluster. By ejabberdctl: called over HTTP, the command would stop the process it runs in."""
        command, environment = self._command()
        done = subprocess.run([*command[:-1], "join_cluster", other.node], env=environment, cwd=self.folder, capture_output=True,
                              text=True, timeout=60, check=False)
        if done.returncode != 0:
            raise AssertionError(f"join_cluster: {done.stdout}{done.stderr}")

    def members(self):
        """The nodes that run, as this one sees it; none while it does not answer."""
        try:
            status, answer = self.api("list_cluster")
        except (http.client.HTTPException, OSError):
            return []
        return answer if status == 200 else []


class Cluster(Server):
    """Two nodes; `first` and `second`. What a scenario does without naming a node goes to one that runs."""
    name = "cluster"
    path = Ejabberd.path

    def __init__(self, options=None):
        self.database = None
        self.nodes = []
        super().__init__(options)

    def _prepare(self):
        self.database = Postgres()
        cookie, distribution = secrets.token_hex(16), free_port()
        # With one fixed distribution port instead of epmd each node needs an address of its own.
        self.nodes = [Node(self.options, address, cookie, distribution, self.database) for address in ("127.0.0.1", "127.0.0.2")]

    @staticmethod
    def missing():
        """What has to be installed first, or None."""
        if Postgres.binaries() is None or not SCHEMA.exists():
            return "PostgreSQL"
        return None if list(pathlib.Path("/usr/lib/erlang/lib").glob("p1_pgsql-*")) else "erlang-p1-pgsql"

    @property
    def first(self):
        return self.nodes[0]

    @property
    def second(self):
        return self.nodes[1]

    @property
    def url(self):
        return next(node for node in self.nodes if node.running).url

    def start(self, timeout=60):
        self.database.start()
        self.first.start(timeout)
        self.second.start(timeout)
        self.second.join(self.first)
        self.wait_members(2)
        return self

    def wait_members(self, count, timeout=30):
        """Until each running node says that so many are there."""
        deadline = time.monotonic() + timeout
        while any(len(node.members()) != count for node in self.nodes if node.running):
            if time.monotonic() > deadline:
                raise AssertionError(f"the cluster is {[node.members() for node in self.nodes if node.running]}, expected {count} nodes")
            time.sleep(0.1)

    def kill(self):
        for node in self.nodes:
            node.kill()

    def close(self):
        for node in self.nodes:
            node.close()
        if self.database:
            self.database.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def add_account(self, user, password=None):
        next(node for node in self.nodes if node.running).add_account(user, password)

    def _archive_field(self):
        return self.first._archive_field()


KINDS["cluster"] = Cluster
