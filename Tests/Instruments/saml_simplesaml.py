"""Our service logs in at SimpleSAMLphp, an identity provider of another family; its altered answers are refused.

SimpleSAMLphp 1.19 breaks the signature around an encrypted assertion that is fetched by artifact, so the assertion comes in the clear and
the trial server is told to let that pass. Run by `saml.py`: saml_simplesaml.py BINARY
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import traceback
import urllib.parse

from playwright.sync_api import sync_playwright

from house import free_port
from saml_house import Browser, Trial, descriptor, form, key

SUBSTANTIAL = "http://eidas.europa.eu/LoA/substantial"
ENTITY = "https://ssp.example/idp"
PERSON = "http://eidas.europa.eu/attributes/naturalperson/"
# Unpacked by scripts/setup, not installed.
WWW = str(pathlib.Path(__file__).parents[2] / ".simplesamlphp/usr/share/simplesamlphp/www")


class SimpleSAML:
    def __init__(self, trial):
        self.trial = trial
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.folder = trial.folder + "/ssp"
        for name in ("config", "metadata", "cert", "data", "docroot", "log", "tmp"):
            os.makedirs(f"{self.folder}/{name}")
        os.symlink(WWW, self.folder + "/docroot/simplesaml")
        _, _, body = key(self.folder + "/cert", "idp")
        key(self.folder + "/cert", "obcy")
        base = self.address + "/simplesaml/saml2/idp/"
        open(trial.folder + "/node.xml", "w").write(descriptor("IDPSSODescriptor", ENTITY, body, [
            ("ArtifactResolutionService", "SOAP", base + "ArtifactResolutionService.php", 'index="0" isDefault="true"'),
            ("SingleSignOnService", "HTTP-POST", base + "SSOService.php", ""),
        ], uses=("signing",)))
        open(trial.folder + "/node-in-the-clear", "w").close()
        f = self.folder
        config = {
            "baseurlpath": self.address + "/simplesaml/", "certdir": f + "/cert/", "loggingdir": f + "/log/", "datadir": f + "/data/",
            "tempdir": f + "/tmp", "metadatadir": f + "/metadata/", "secretsalt": "próba-soli-0123456789", "auth.adminpassword": "próba-0123",
            "timezone": "UTC", "logging.handler": "file", "enable.saml20-idp": True, "session.cookie.secure": False, "session.phpsession.savepath": f + "/tmp",
            "store.type": "sql", "store.sql.dsn": f"sqlite:{f}/data/store.sq3", "module.enable": {"exampleauth": True, "core": True, "saml": True},
            "metadata.sources": [{"type": "flatfile"}], "technicalcontact_email": "proba@urzad.example", "technicalcontact_name": "próba",
            "authproc.idp": {}, "language.default": "en", "admin.protectindexpage": True,
        }
        self.php("config/config.php", "config", config)
        values = {"PersonIdentifier": "44051401359", "CurrentGivenName": "Jan", "CurrentFamilyName": "Zażółć-Gęślą", "DateOfBirth": "1944-05-14"}
        self.php("config/authsources.php", "config", {"osoba": {"0": "exampleauth:StaticSource", "uid": ["jan"], **{PERSON + k: [v] for k, v in values.items()}}})

    def php(self, path, variable, value):
        text = json.dumps(value, ensure_ascii=False)
        # JSON of keys and strings read by PHP itself, so that nothing has to be quoted twice.
        literal = text.replace("\\", "\\\\").replace("'", "\\'")
        assign = f"${variable} = json_decode('{literal}', true);"
        pathlib.Path(f"{self.folder}/{path}").write_text(f"<?php\n{assign}\n")

    def set(self, certificate="idp", level=SUBSTANTIAL, lifetime=300):
        self.php("metadata/saml20-idp-hosted.php", "metadata", {ENTITY: {
            "host": "__DEFAULT__", "privatekey": certificate + ".key", "certificate": certificate + ".crt", "auth": "osoba", "saml20.sendartifact": True,
            "signature.algorithm": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "validate.authnrequest": True,
            "attributes.NameFormat": "urn:oasis:names:tc:SAML:2.0:attrname-format:uri",
            "authproc": {
                "10": {"class": "saml:AttributeNameID", "attribute": "uid", "Format": "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"},
                "20": {"class": "saml:AuthnContextClassRef", "AuthnContextClassRef": level},
            },
        }})
        body = re.search(r"<ds:X509Certificate>([^<]+)", self.metadata).group(1)
        self.php("metadata/saml20-sp-remote.php", "metadata", {self.trial.address + "/usluga": {
            "AssertionConsumerService": [
                {"Binding": "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact", "Location": self.trial.address + "/logowanie/wezel/powrot", "index": 0}],
            "keys": [{"type": "X509Certificate", "X509Certificate": body, "signing": True, "encryption": False}],
            "validate.authnrequest": True, "assertion.lifetime": lifetime, "NameIDFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
        }})

    def start(self):
        self.metadata = self.trial.fetch("/logowanie/wezel/metadane")
        self.set()
        log = open(self.folder + "/php.log", "ab")
        process = subprocess.Popen(
            ["php", "-d", "error_reporting=0", "-d", "opcache.enable=0", "-S", f"127.0.0.1:{self.port}", "-t", self.folder + "/docroot"], stdout=log, stderr=log,
            env={**os.environ, "SIMPLESAMLPHP_CONFIG_DIR": self.folder + "/config"})
        self.trial.processes.append(process)
        self.trial.wait(self.address + "/simplesaml/saml2/idp/metadata.php", process)


def log_in(ssp):
    """SimpleSAMLphp answers by a redirect to our door, and the browser goes along."""
    browser = Browser()
    status, _, page = browser.open(ssp.trial.address + "/logowanie/wezel?powrot=/moje")
    assert status == 200, page[:300]
    action, fields = form(page)
    status, _, page = browser.open(action, urllib.parse.urlencode(fields))
    return status, page


def test_a_person_comes_in(ssp):
    status, page = log_in(ssp)
    assert status == 200 and page == "przybył|Jan|Zażółć-Gęślą|1944-05-14|44051401359|średni|/moje", (status, page[-1200:])


def test_a_browser_goes_all_the_way_by_itself(ssp):
    """The form goes on without a click, and the policy of its page lets it come back."""
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        complaints = []
        page.on("console", lambda m: complaints.append(m.text))
        page.goto(ssp.trial.address + "/logowanie/wezel?powrot=/moje")
        page.wait_for_url("**/logowanie/wezel/powrot**", timeout=20_000)
        text = page.inner_text("body")
        browser.close()
    assert "przybył|Jan|Zażółć-Gęślą" in text, text
    assert not [c for c in complaints if "Content Security Policy" in c and ssp.trial.address in c], complaints


def refused(code, words, **settings):
    def test(ssp):
        ssp.set(**settings)
        try:
            status, page = log_in(ssp)
        finally:
            ssp.set()
        assert status == code and words in page, (status, page[-900:])
        assert "44051401359" not in page
    return test


test_level_too_low = refused(403, "za niski", level="http://eidas.europa.eu/LoA/low")
test_expired = refused(409, "trwało za długo", lifetime=-600)
test_stranger_signs = refused(403, "Podpis", certificate="obcy")


def main():
    failures = 0
    with Trial(sys.argv[1]) as trial:
        ssp = SimpleSAML(trial)
        trial.start()
        ssp.start()
        for name, test in [(k[5:], v) for k, v in globals().items() if k.startswith("test_")]:
            try:
                test(ssp)
                print(f"ok saml_simplesaml.{name}", flush=True)
            except Exception:
                failures += 1
                print(f"not ok saml_simplesaml.{name}", flush=True)
                traceback.print_exc(file=sys.stdout)
        if failures:
            print(open(trial.folder + "/server.log").read()[-1500:])
            print(open(ssp.folder + "/php.log").read()[-1500:])
            for log in pathlib.Path(ssp.folder + "/log").glob("*"):
                print(log.read_text()[-2500:])
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
