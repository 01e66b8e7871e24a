"""Our service logs in at an independent identity provider on liblasso; altered answers are refused.

Run by `saml.py` with the system's interpreter, which has lasso: saml_node.py BINARY
"""
import base64
import datetime
import html
import http.server
import re
import sys
import threading
import time
import traceback
import urllib.parse

import lasso

from saml_house import Browser, Trial, descriptor, form, key
from house import free_port

SUBSTANTIAL = "http://eidas.europa.eu/LoA/substantial"
PERSON = "http://eidas.europa.eu/attributes/naturalperson/"
VALUES = {"PersonIdentifier": "44051401359", "CurrentGivenName": "Jan", "CurrentFamilyName": "Zażółć-Gęślą", "DateOfBirth": "1944-05-14"}


def iso(seconds):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Node:
    """The identity provider; `mood` says in which way the next answers are altered."""

    def __init__(self, trial, name, sealing=lasso.SIGNATURE_METHOD_RSA_SHA256, encrypted=True):
        self.trial, self.mood, self.answers, self.encrypted = trial, "honest", {}, encrypted
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.key, self.crt, body = key(trial.folder, name)
        self.stranger = key(trial.folder, name + "-obcy")
        services = [
            ("ArtifactResolutionService", "SOAP", self.address + "/artifact", 'index="0" isDefault="true"'),
            ("SingleSignOnService", "HTTP-POST", self.address + "/sso", ""),
        ]
        self.metadata = descriptor("IDPSSODescriptor", self.address, body, services, uses=("signing",))
        open(trial.folder + "/node.xml", "w").write(self.metadata)
        self.sealing = sealing

    def start(self):
        open(self.trial.folder + "/sp.xml", "w").write(self.trial.fetch("/logowanie/wezel/metadane"))
        node = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self, code, body, kind="text/html; charset=utf-8"):
                body = body if isinstance(body, bytes) else body.encode()
                self.send_response(code)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                try:
                    if self.path == "/sso":
                        self.answer(200, node.sign_on(urllib.parse.parse_qs(body)))
                    else:
                        self.answer(200, node.resolve(body), "text/xml; charset=utf-8")
                except Exception:
                    self.answer(400, traceback.format_exc())

            def log_message(self, *args):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def server(self):
        wrong = self.mood == "stranger"
        server = lasso.Server(self.trial.folder + "/node.xml", self.stranger[0] if wrong else self.key, None, self.stranger[1] if wrong else self.crt)
        server.signatureMethod = self.sealing
        server.addProvider(lasso.PROVIDER_ROLE_SP, self.trial.folder + "/sp.xml", None, None)
        provider = server.getProvider(self.trial.address + "/usluga")
        if self.encrypted and self.mood != "plain":
            provider.setEncryptionMode(lasso.ENCRYPTION_MODE_ASSERTION)
            provider.setEncryptionSymKeyType(lasso.ENCRYPTION_SYM_KEY_TYPE_AES_256)
        return server

    def sign_on(self, fields):
        login = lasso.Login(self.server())
        login.processAuthnRequestMsg(fields["SAMLRequest"][0])
        self.asked = login.request
        login.validateRequestMsg(True, True)
        mood = self.mood
        level = "http://eidas.europa.eu/LoA/low" if mood == "level" else SUBSTANTIAL
        before, after = (-900, -600) if mood == "expired" else (-30, 300)
        login.buildAssertion(level, iso(-900 if mood == "stale" else 0), None, iso(before), iso(after))
        assertion = login.assertion
        confirmation = assertion.subject.subjectConfirmation.subjectConfirmationData
        if mood == "other-login":
            confirmation.inResponseTo = "ID-inne"
        if mood == "audience":
            assertion.conditions.audienceRestriction[0].audience = "https://inny.example"
        if mood == "same-id":
            self.fixed = getattr(self, "fixed", assertion.iD)
            assertion.iD = self.fixed
        lines = []
        for name, value in VALUES.items():
            attribute = lasso.Saml2Attribute()
            attribute.name, attribute.nameFormat = PERSON + name, lasso.SAML2_ATTRIBUTE_NAME_FORMAT_URI
            text = lasso.MiscTextNode.newWithString(value)
            text.textChild = True
            holder = lasso.Saml2AttributeValue()
            holder.any = (text,)
            attribute.attributeValue = (holder,)
            lines.append(attribute)
        statement = lasso.Saml2AttributeStatement()
        statement.attribute = tuple(lines)
        assertion.attributeStatement = (statement,)
        if mood == "failed":
            login.response.status.statusCode.value = "urn:oasis:names:tc:SAML:2.0:status:Responder"
        login.buildArtifactMsg(lasso.HTTP_METHOD_ARTIFACT_POST)
        self.answers[login.artifact] = login.artifactMessage
        state = html.escape(fields["RelayState"][0])
        return (
            f'<form method="post" action="{html.escape(login.msgUrl)}"><input name="SAMLart" value="{html.escape(login.artifact)}">'
            f'<input name="RelayState" value="{state}"></form>')

    def resolve(self, body):
        login = lasso.Login(self.server())
        login.processRequestMsg(body)
        message = self.answers.pop(login.assertionArtifact, None)
        if message:
            login.artifactMessage = message
        login.buildResponseMsg(None)
        return self.alter(login.msgBody)

    def alter(self, envelope):
        if self.mood == "changed":
            return envelope.replace(iso(0)[:10], "2031-01-01")
        if self.mood in ("wrapped-header", "wrapped-inside"):
            message = re.search(r"<(?:\w+:)?Body>(.*)</(?:\w+:)?Body>", envelope, re.S).group(1)
            signature = re.search(r"<(\w+:)?Signature .*?</(?:\w+:)?Signature>", message, re.S).group(0)
            identifier = re.search(r'ID="([^"]+)"', message).group(1)
            forged = message.replace(signature, "", 1).replace(f'ID="{identifier}"', 'ID="ID-zly"', 1)
            if self.mood == "wrapped-header":
                return re.sub(r"(<(?:\w+:)?Envelope[^>]*>)", lambda m: m.group(1) + f'<x:Header xmlns:x="http://schemas.xmlsoap.org/soap/envelope/">{message}</x:Header>',
                              envelope, count=1).replace(message + "</", forged + "</")[::1]
            end = re.search(r"</(?:\w+:)?Issuer>", forged).end()
            return envelope.replace(message, forged[:end] + signature + f'<x:Extensions xmlns:x="urn:x">{message}</x:Extensions>' + forged[end:])
        return envelope


def log_in(node, browser=None, returning="/moje"):
    """Through our door to the node and back, as a browser does."""
    browser = browser or Browser()
    status, headers, page = browser.open(node.trial.address + "/logowanie/wezel?powrot=" + urllib.parse.quote(returning, safe=""))
    assert status == 200, page[:300]
    action, fields = form(page)
    assert action == node.address + "/sso", action
    status, _, page = browser.open(action, urllib.parse.urlencode(fields))
    assert status == 200, page[-900:]
    action, fields = form(page)
    assert action.startswith(node.trial.address + "/logowanie/wezel/powrot"), action
    status, _, page = browser.open(action, urllib.parse.urlencode(fields))
    return status, page, (browser, action, fields)


def test_a_person_comes_in(node):
    status, page, _ = log_in(node)
    assert status == 200 and page == "przybył|Jan|Zażółć-Gęślą|1944-05-14|44051401359|średni|/moje", (status, page[-600:])
    assert node.asked.forceAuthn and node.asked.providerName == "Prusice"


def test_the_way_back_counts_once_and_in_its_own_browser(node):
    status, _, (browser, action, fields) = log_in(node)
    assert status == 200
    status, _, page = browser.open(action, urllib.parse.urlencode(fields))
    assert status == 403 and "nie należy do tego logowania" in page, (status, page[:300])


def refused(mood, code, words):
    def test(node):
        node.mood = mood
        try:
            status, page, _ = log_in(node)
            if mood == "same-id":
                status, page, _ = log_in(node)
        finally:
            node.mood = "honest"
        assert status in code and words in page, (mood, status, page[-700:])
        assert "44051401359" not in page
    return test


test_other_audience = refused("audience", (403,), "dla kogoś innego")
test_expired = refused("expired", (409,), "trwało za długo")
test_proof_older_than_the_request = refused("stale", (409,), "trwało za długo")
test_replayed_assertion = refused("same-id", (409,), "już wykorzystano")
test_other_login = refused("other-login", (403,), "nie należy do tego logowania")
test_level_too_low = refused("level", (403,), "za niski")
test_node_says_no = refused("failed", (403,), "nie powiodło")
test_stranger_signs = refused("stranger", (403,), "Podpis")
test_changed_on_the_way = refused("changed", (403,), "Podpis")
test_wrapped_into_the_header = refused("wrapped-header", (403, 400), "Komunikat")
test_wrapped_inside = refused("wrapped-inside", (403, 400), "omunikat")
test_not_encrypted = refused("plain", (400,), "nie jest zaszyfrowana")


def main():
    failures = 0
    with Trial(sys.argv[1]) as trial:
        node = Node(trial, "wezel")
        trial.start()
        node.start()
        time.sleep(0.1)
        for name, test in [(k[5:], v) for k, v in globals().items() if k.startswith("test_")]:
            try:
                test(node)
                print(f"ok saml_node.{name}", flush=True)
            except Exception:
                failures += 1
                print(f"not ok saml_node.{name}", flush=True)
                traceback.print_exc(file=sys.stdout)
        if failures:
            print(open(trial.folder + "/server.log").read()[-3000:])
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
