"""A private PostgreSQL on a free loopback port, for the same tests on the other engine."""
import glob
import os
import pwd
import shutil
import subprocess
import tempfile

import house


class Postgres:
    """`with Postgres() as env:` – settings that point the server at a database cluster of its own."""

    def __init__(self):
        self.bin = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        self.root = tempfile.mkdtemp(prefix="eurzad-pg-")
        # PostgreSQL refuses to run as root.
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self.port = house.free_port()

    def run(self, *args):
        command = [f"{self.bin}/{args[0]}", *args[1:]]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid", self.user, "--regid", self.user, "--init-groups", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def __enter__(self):
        if os.geteuid() == 0:
            shutil.chown(self.root, self.user)
        data = self.root + "/d"
        self.run("initdb", "-D", data, "-A", "trust", "-U", "eurzad", "--locale=C.UTF-8", "-E", "UTF8")
        self.start()
        return {
            "EURZAD_STORE_ENGINE": "postgres",
            "EURZAD_STORE_POSTGRES_CONNINFO": f"host=127.0.0.1 port={self.port} user=eurzad dbname=postgres",
        }

    def start(self):
        """Also again after `stop`: the same data on the same port."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.root} -c fsync=off"
        self.run("pg_ctl", "-D", self.root + "/d", "-o", options, "-w", "-l", self.root + "/log", "start")

    def stop(self, manner="immediate"):
        self.run("pg_ctl", "-D", self.root + "/d", "-m", manner, "-w", "stop")

    def __exit__(self, *exc):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.root, ignore_errors=True)
