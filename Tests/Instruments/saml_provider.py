"""An independent service on liblasso logs in through our identity provider, with the artifact binding.

Run by `saml.py` with the system's interpreter, which has lasso: saml_provider.py BINARY
"""
import sys
import urllib.error
import urllib.parse
import urllib.request

import lasso

from saml_house import Browser, Trial, descriptor, form, key

SUBSTANTIAL = "http://eidas.europa.eu/LoA/substantial"


def soap(address, body):
    request = urllib.request.Request(address, body.encode(), {"Content-Type": "text/xml"})
    try:
        return urllib.request.urlopen(request).read().decode()
    except urllib.error.HTTPError as e:
        return e.read().decode()


class Service:
    """One service: its name, its keys, and lasso's view of it."""

    def __init__(self, trial, name):
        self.trial, self.name = trial, name
        self.entity = f"https://{name}.example"
        self.key, self.crt, body = key(trial.folder, name)
        services = [
            ("SingleLogoutService", "SOAP", f"{self.entity}/slo", ""),
            ("SingleLogoutService", "HTTP-POST", f"{self.entity}/slo-post", ""),
            ("AssertionConsumerService", "HTTP-Artifact", f"{self.entity}/acs", 'index="0" isDefault="true"'),
        ]
        self.metadata = f"{trial.folder}/services/{name}.xml"
        open(self.metadata, "w").write(descriptor("SPSSODescriptor", self.entity, body, services))

    def server(self):
        server = lasso.Server(self.metadata, self.key, None, None)
        server.signatureMethod = lasso.SIGNATURE_METHOD_RSA_SHA256
        server.addProvider(lasso.PROVIDER_ROLE_IDP, self.trial.folder + "/idp.xml", None, None)
        return server

    def request(self, change=lambda l: None, name_format=lasso.SAML2_NAME_IDENTIFIER_FORMAT_TRANSIENT):
        login = lasso.Login(self.server())
        login.initAuthnRequest(self.trial.address + "/login", lasso.HTTP_METHOD_POST)
        login.request.nameIdPolicy.format = name_format
        login.request.nameIdPolicy.allowCreate = True
        login.request.protocolBinding = lasso.SAML2_METADATA_BINDING_ARTIFACT
        login.msgRelayState = "stan-1"
        change(login)
        login.buildAuthnRequestMsg()
        return login

    def log_in(self, browser, login):
        """The answer's form, as the browser would post it to the service."""
        fields = {"SAMLRequest": login.msgBody, "RelayState": "stan-1"}
        status, _, page = browser.open(login.msgUrl, urllib.parse.urlencode(fields))
        assert status == 200, (status, page[:400])
        action, fields = form(page)
        assert action == f"{self.entity}/acs", action
        assert fields["RelayState"] == "stan-1", fields
        return fields

    def resolve(self, fields):
        login = lasso.Login(self.server())
        login.initRequest(fields["SAMLart"], lasso.HTTP_METHOD_ARTIFACT_POST)
        login.buildRequestMsg()
        answer = soap(login.msgUrl, login.msgBody)
        login.processResponseMsg(answer)
        return login


def accepted(service, browser, **kw):
    login = service.resolve(service.log_in(browser, service.request(**kw)))
    login.acceptSso()
    return login


def test_a_service_logs_in_and_learns_the_person(services):
    node, _ = services
    login = accepted(node, Browser())
    assertion = login.assertion
    values = {a.name.rsplit("/", 1)[1]: a.attributeValue[0].any[0].content for s in assertion.attributeStatement for a in s.attribute}
    assert values["PersonIdentifier"] == "44051401359" and values["CurrentFamilyName"] == "Zażółć-Gęślą", values
    assert assertion.authnStatement[0].authnContext.authnContextClassRef == SUBSTANTIAL
    assert assertion.authnStatement[0].sessionIndex == assertion.iD


def test_the_older_shape_gives_a_name_and_a_session_number(services):
    _, older = services
    login = accepted(older, Browser(), name_format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified")
    assertion = login.assertion
    assert assertion.subject.nameId.content == "jan.probny"
    assert not assertion.attributeStatement
    assert assertion.authnStatement[0].sessionIndex == assertion.iD


def test_an_artifact_is_resolved_once(services):
    node, _ = services
    fields = node.log_in(Browser(), node.request())
    node.resolve(fields)
    try:
        node.resolve(fields)
    except lasso.Error:
        return
    raise AssertionError("the artifact was resolved twice")


def test_another_service_cannot_resolve_it(services):
    node, older = services
    fields = node.log_in(Browser(), node.request())
    login = lasso.Login(older.server())
    login.initRequest(fields["SAMLart"], lasso.HTTP_METHOD_ARTIFACT_POST)
    login.buildRequestMsg()
    answer = soap(login.msgUrl, login.msgBody)
    assert "EncryptedAssertion" not in answer and ":Response" not in answer.replace("ArtifactResponse", ""), answer[:600]
    node.resolve(fields)


def test_a_request_is_taken_once_and_unaltered(services):
    node, _ = services
    login = node.request()
    node.log_in(Browser(), login)
    body = urllib.parse.urlencode({"SAMLRequest": login.msgBody})
    status, _, page = Browser().open(login.msgUrl, body)
    assert status == 409 and "wykorzystano" in page, (status, page[:300])
    import base64
    raw = base64.b64decode(node.request().msgBody)
    changed = base64.b64encode(raw.replace(b"https://a-node.example/acs", b"https://zly.example/acs").replace(b"IsPassive=\"false\"", b"IsPassive=\"true\""))
    unsigned = base64.b64encode(__import__("re").sub(rb"<(\w+:)?Signature .*?</(\w+:)?Signature>", b"", raw, flags=16))
    for body, words in ((changed, "Podpis"), (unsigned, "nie jest podpisany")):
        if body == base64.b64encode(raw):
            raise AssertionError("nothing was changed")
        status, _, page = Browser().open(login.msgUrl, urllib.parse.urlencode({"SAMLRequest": body.decode()}))
        assert status == 403 and words in page, (status, page[-900:])


def test_a_passive_request_is_told_nobody_is_here(services):
    node, _ = services

    def passive(login):
        login.request.isPassive = True

    fields = node.log_in(Browser(), node.request(change=passive))
    try:
        node.resolve(fields)
    except lasso.Error as e:
        assert "status" in str(e).lower() or "success" in str(e).lower() or e.args, e
        return
    raise AssertionError("an answer without a person was taken")


def test_a_service_logs_the_person_out(services):
    node, _ = services
    login = accepted(node, Browser())
    out = lasso.Logout(node.server())
    out.setSessionFromDump(login.session.dump())
    out.setIdentityFromDump(login.identity.dump()) if login.identity else None
    out.initRequest(node.trial.address + "/login", lasso.HTTP_METHOD_SOAP)
    out.buildRequestMsg()
    answer = soap(out.msgUrl, out.msgBody)
    out.processResponseMsg(answer)


def main():
    failures = 0
    with Trial(sys.argv[1]) as trial:
        services = Service(trial, "a-node"), Service(trial, "b-dawny")
        trial.start()
        open(trial.folder + "/idp.xml", "w").write(trial.fetch("/login/metadane"))
        for name, test in [(k[5:], v) for k, v in globals().items() if k.startswith("test_")]:
            try:
                test(services)
                print(f"ok saml_provider.{name}", flush=True)
            except Exception:
                import traceback
                failures += 1
                print(f"not ok saml_provider.{name}", flush=True)
                traceback.print_exc(file=sys.stdout)
        if failures:
            print(open(trial.folder + "/server.log").read()[-3000:])
    return 1 if failures else 0


if __name__ == "__main__":
    import urllib.parse
    sys.exit(main())
