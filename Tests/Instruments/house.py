"""Starts the real server on a free port with data of its own, for tests by independent tools."""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class House:
    """`with House(binary) as house:` – a seeded demonstration server at `house.address`, data in `house.data`."""

    def __init__(self, binary, extra_env=None, letters=12):
        self.binary = str(pathlib.Path(binary).resolve())
        self.data = tempfile.mkdtemp(prefix="eurzad-test-")
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.letters = letters
        self.env = {
            **os.environ,
            "EURZAD_DATA_DIRECTORY": self.data,
            "EURZAD_HTTP_PORT": str(self.port),
            "EURZAD_CONNECTOR_INTERVAL_SECONDS": "1",
            "EURZAD_API_REQUESTS_PER_MINUTE": "4000",
            "EURZAD_IDENTITY_CODES_SENDS_IN_TEN_MINUTES": "100",
            "EURZAD_TYPESETTER_PYTHON": sys.executable,
            "EURZAD_SCANS_DIRECTORY": os.path.join(self.data, "skany"),
            **(extra_env or {}),
        }
        self.process = None
        self.log = None

    def command(self, *args, check=True, env=None, cwd=None):
        done = subprocess.run([self.binary, *args], env=self.env if env is None else env, cwd=cwd, capture_output=True, text=True, timeout=180)
        if check and done.returncode != 0:
            raise AssertionError(f"eurzad {' '.join(args)} -> {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    def start(self):
        self.log = open(os.path.join(self.data, "server.log"), "ab")
        self.process = subprocess.Popen([self.binary, "run"], env=self.env, stdout=self.log, stderr=self.log)
        deadline = time.time() + 60
        while time.time() < deadline:
            if self.process.poll() is not None:
                raise AssertionError("the server stopped at start:\n" + open(self.log.name).read())
            try:
                with urllib.request.urlopen(self.address + "/health/ready", timeout=2) as r:
                    if r.status == 200:
                        return self
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise AssertionError("the server did not become ready:\n" + open(self.log.name).read())

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.log:
            self.log.close()

    def __enter__(self):
        self.command("demo", "--letters", str(self.letters))
        return self.start()

    def __exit__(self, *exc):
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)
