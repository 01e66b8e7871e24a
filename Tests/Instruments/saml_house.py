"""What the SAML instruments share: keys, metadata, and the trial server with one invented citizen."""
import html
import http.cookiejar
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

import house

MD = "urn:oasis:names:tc:SAML:2.0:metadata"
BINDINGS = "urn:oasis:names:tc:SAML:2.0:bindings:"


def key(folder, name):
    """A key and a self-signed certificate; paths and the certificate's Base64."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", f"/CN={name}", "-keyout", f"{folder}/{name}.key",
         "-out", f"{folder}/{name}.crt"], check=True, capture_output=True)
    body = "".join(pathlib.Path(f"{folder}/{name}.crt").read_text().split("-----")[2].split())
    return f"{folder}/{name}.key", f"{folder}/{name}.crt", body


def descriptor(role, entity, certificate, services, uses=("signing", "encryption")):
    keys = "".join(
        f'<md:KeyDescriptor use="{use}"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{certificate}'
        "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>" for use in uses)
    lines = "".join(
        f'<md:{name} Binding="{BINDINGS}{binding}" Location="{html.escape(location)}"{" " + extra if extra else ""}/>'
        for name, binding, location, extra in services)
    signed = 'WantAuthnRequestsSigned="true"' if role == "IDPSSODescriptor" else 'AuthnRequestsSigned="true"'
    return (
        f'<md:EntityDescriptor xmlns:md="{MD}" entityID="{entity}"><md:{role} {signed} '
        f'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">{keys}{lines}</md:{role}></md:EntityDescriptor>')


class Browser:
    """Follows forms and redirects as a browser does, and stops where an address is nobody's to open."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args):
            return None

    def __init__(self, foreign=()):
        self.foreign = tuple(foreign)
        self.opener = urllib.request.build_opener(self.Stay, urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def open(self, address, data=None):
        """Status, headers and text after all redirects inside the house."""
        for _ in range(10):
            try:
                r = self.opener.open(urllib.request.Request(address, data.encode() if data is not None else None))
            except urllib.error.HTTPError as e:
                r = e
            text = r.read().decode()
            if r.status in (302, 303):
                address, data = urllib.parse.urljoin(address, r.headers["Location"]), None
                if address.startswith(self.foreign):
                    return r.status, r.headers, address
                continue
            return r.status, r.headers, text
        raise AssertionError("redirects without end")


def form(page):
    """Where the only form of a page goes, and what it carries."""
    action = html.unescape(re.search(r'<form[^>]*action="?([^">]+)', page).group(1))
    fields = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="?([^" >]+)', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and value:
            fields[html.unescape(name.group(1))] = html.unescape(value.group(1))
    return action, fields


class Trial:
    """`with Trial(binary) as trial:` – a folder, keys, and after `start` the server at `trial.address`."""

    def __init__(self, binary):
        self.binary = str(pathlib.Path(binary).resolve())
        self.folder = tempfile.mkdtemp(prefix="eurzad-saml-")
        os.mkdir(self.folder + "/services")
        self.port = house.free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.processes = []

    def start(self):
        self.log = open(self.folder + "/server.log", "ab")
        self.process = subprocess.Popen([self.binary, self.folder, str(self.port)], stdout=self.log, stderr=self.log)
        self.processes.append(self.process)
        self.wait(self.address + "/health/ready", self.process)

    def wait(self, address, process):
        deadline = time.time() + 60
        while time.time() < deadline:
            if process.poll() is not None:
                raise AssertionError("a server stopped at start:\n" + pathlib.Path(self.folder + "/server.log").read_text()[-3000:])
            try:
                with urllib.request.urlopen(address, timeout=2):
                    return
            except urllib.error.HTTPError:
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise AssertionError("not ready: " + address)

    def fetch(self, path):
        with urllib.request.urlopen(self.address + path) as r:
            return r.read().decode()

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        for process in reversed(self.processes):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
        if exc[0]:
            print(pathlib.Path(self.folder + "/server.log").read_text()[-3000:])
        shutil.rmtree(self.folder, ignore_errors=True)
