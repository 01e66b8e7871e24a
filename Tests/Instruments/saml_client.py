"""A client in the shape of Węzeł Krajowy, written from its description alone: ECDSA, artifact by POST, ECDH-ES, AES-256-GCM.

Signs and verifies by xmlsec, opens the assertion by the primitives of `cryptography`, and finds values as known clients do, by the literal
type of the value (epuap.md § 9.2). Run by `saml.py` with the interpreter of the tests: saml_client.py BINARY
"""
import base64
import datetime
import subprocess
import sys
import traceback
import urllib.error
import urllib.parse
import urllib.request

import xmlsec
from cryptography.hazmat.primitives import hashes, keywrap, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash
from lxml import etree

from saml_house import Browser, Trial, descriptor, form

NS = {
    "soap": "http://schemas.xmlsoap.org/soap/envelope/", "p": "urn:oasis:names:tc:SAML:2.0:protocol", "a": "urn:oasis:names:tc:SAML:2.0:assertion",
    "ds": "http://www.w3.org/2000/09/xmldsig#", "xenc": "http://www.w3.org/2001/04/xmlenc#", "x11": "http://www.w3.org/2009/xmlenc11#",
    "ds11": "http://www.w3.org/2009/xmldsig11#",
}
SUBSTANTIAL = "http://eidas.europa.eu/LoA/substantial"
PREFIXES = "ds saml2 saml2p xenc"


def now(seconds=0):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Client:
    entity = "https://klient.example"

    def __init__(self, trial):
        self.trial = trial
        self.key, self.crt = trial.folder + "/klient.key", trial.folder + "/klient.crt"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", "/CN=klient",
             "-keyout", self.key, "-out", self.crt], check=True, capture_output=True)
        body = "".join(open(self.crt).read().split("-----")[2].split())
        open(trial.folder + "/services/klient.xml", "w").write(descriptor(
            "SPSSODescriptor", self.entity, body, [("AssertionConsumerService", "HTTP-Artifact", self.entity + "/acs", 'index="0"')]))

    def sign(self, text):
        """An enveloped ECDSA signature after the issuer, with the list of prefixes that the node itself writes."""
        root = etree.fromstring(text)
        signature = xmlsec.template.create(root, xmlsec.constants.TransformExclC14N, xmlsec.constants.TransformEcdsaSha256, ns="ds")
        root.insert(1, signature)
        reference = xmlsec.template.add_reference(signature, xmlsec.constants.TransformSha256, uri="#" + root.get("ID"))
        xmlsec.template.add_transform(reference, xmlsec.constants.TransformEnveloped)
        transform = xmlsec.template.add_transform(reference, xmlsec.constants.TransformExclC14N)
        etree.SubElement(transform, "{http://www.w3.org/2001/10/xml-exc-c14n#}InclusiveNamespaces", PrefixList=PREFIXES)
        xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(signature))
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_file(self.key, xmlsec.constants.KeyDataFormatPem)
        context.key.load_cert_from_file(self.crt, xmlsec.constants.KeyDataFormatPem)
        context.register_id(root, "ID")
        context.sign(signature)
        return etree.tostring(root)

    def request(self, level=SUBSTANTIAL, **changes):
        values = {
            "ID": "ID-" + base64.b16encode(__import__("os").urandom(16)).decode(), "Version": "2.0", "IssueInstant": now(),
            "Destination": self.trial.address + "/login/SingleSignOnService", "AssertionConsumerServiceURL": self.entity + "/acs",
            "ProtocolBinding": "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact", "ForceAuthn": "true", "IsPassive": "false", "ProviderName": "klient",
            **changes}
        wanted = "".join(
            f'<eidas:RequestedAttribute FriendlyName="x" Name="http://eidas.europa.eu/attributes/naturalperson/{n}" '
            'NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri" isRequired="true"/>'
            for n in ("CurrentGivenName", "CurrentFamilyName", "DateOfBirth", "PersonIdentifier"))
        return self.sign(
            '<saml2p:AuthnRequest xmlns:saml2p="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" '
            'xmlns:eidas="http://eidas.europa.eu/saml-extensions" ' + " ".join(f'{k}="{v}"' for k, v in values.items())
            + f"><saml2:Issuer>{self.entity}</saml2:Issuer><saml2p:Extensions><eidas:SPType>public</eidas:SPType><eidas:RequestedAttributes>{wanted}"
            "</eidas:RequestedAttributes></saml2p:Extensions>"
            '<saml2p:NameIDPolicy AllowCreate="true" Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"/>'
            f'<saml2p:RequestedAuthnContext Comparison="minimum"><saml2:AuthnContextClassRef>{level}</saml2:AuthnContextClassRef>'
            "</saml2p:RequestedAuthnContext></saml2p:AuthnRequest>")

    def artifact(self, request):
        fields = {"SAMLRequest": base64.b64encode(request).decode(), "RelayState": "stan"}
        status, _, page = Browser().open(self.trial.address + "/login/SingleSignOnService", urllib.parse.urlencode(fields))
        assert status == 200, (status, page[-600:])
        action, fields = form(page)
        assert action == self.entity + "/acs" and fields["RelayState"] == "stan", (action, fields)
        return fields["SAMLart"]

    def resolve(self, artifact):
        """As django-logingovpl does: always the same ID, local time marked as UTC, no content type and no SOAPAction."""
        message = self.sign(
            '<saml2p:ArtifactResolve xmlns:saml2p="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" '
            f'ID="ID-zawsze-ten-sam" Version="2.0" IssueInstant="{now(7200)}"><saml2:Issuer>{self.entity}</saml2:Issuer>'
            f"<saml2p:Artifact>{artifact}</saml2p:Artifact></saml2p:ArtifactResolve>")
        envelope = b'<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>' + message + b"</soap:Body></soap:Envelope>"
        request = urllib.request.Request(self.trial.address + "/login-services/idpArtifactResolutionService", envelope)
        request.add_header("Content-Type", "")
        with urllib.request.urlopen(request) as r:
            return etree.fromstring(r.read())

    def verify(self, root):
        """Both signatures, against the certificate of the metadata."""
        metadata = etree.fromstring(self.trial.fetch("/login/metadane").encode())
        certificate = metadata.findtext(".//ds:X509Certificate", namespaces=NS)
        for element in (root.find(".//p:ArtifactResponse", NS), root.find(".//p:Response", NS)):
            context = xmlsec.SignatureContext()
            pem = "-----BEGIN CERTIFICATE-----\n" + certificate + "\n-----END CERTIFICATE-----\n"
            context.key = xmlsec.Key.from_memory(pem, xmlsec.constants.KeyDataFormatCertPem)
            context.register_id(element, "ID")
            signature = element.find("ds:Signature", NS)
            assert signature.find(".//ds:SignatureMethod", NS).get("Algorithm").endswith("#ecdsa-sha256")
            assert len(base64.b64decode(signature.findtext("ds:SignatureValue", namespaces=NS))) == 64
            context.verify(signature)

    def open(self, root):
        data = root.find(".//a:EncryptedAssertion/xenc:EncryptedData", NS)
        assert data.find("xenc:EncryptionMethod", NS).get("Algorithm") == "http://www.w3.org/2009/xmlenc11#aes256-gcm"
        hidden = data.find(".//xenc:EncryptedKey", NS)
        parameters = hidden.find(".//x11:ConcatKDFParams", NS)
        other = b"".join(bytes.fromhex(parameters.get(n)) for n in ("AlgorithmID", "PartyUInfo", "PartyVInfo"))
        assert parameters.get("AlgorithmID").upper().startswith("0000002A")
        point = base64.b64decode(hidden.findtext(".//ds11:PublicKey", namespaces=NS))
        sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        own = serialization.load_pem_private_key(open(self.key, "rb").read(), None)
        wrapping = ConcatKDFHash(hashes.SHA256(), 32, other).derive(own.exchange(ec.ECDH(), sender))
        content = keywrap.aes_key_unwrap(wrapping, base64.b64decode(hidden.findtext("xenc:CipherData/xenc:CipherValue", namespaces=NS)))
        box = base64.b64decode(data.findtext("xenc:CipherData/xenc:CipherValue", namespaces=NS))
        return etree.fromstring(AESGCM(content).decrypt(box[:12], box[12:], None))


def test_the_person_comes_as_from_the_node(client):
    root = client.resolve(client.artifact(client.request()))
    client.verify(root)
    assertion = client.open(root)
    kind = "{http://www.w3.org/2001/XMLSchema-instance}type"
    values = {v.get(kind): v.text for v in assertion.iterfind(".//a:AttributeValue", NS)}
    assert values == {
        "naturalperson:CurrentFamilyNameType": "Zażółć-Gęślą", "naturalperson:CurrentGivenNameType": "Jan", "naturalperson:DateOfBirthType": "1944-05-14Z",
        "naturalperson:PersonIdentifierType": "44051401359"}, values
    assert assertion.findtext(".//a:AuthnContextClassRef", namespaces=NS) == SUBSTANTIAL
    assert assertion.find(".//a:AuthnStatement", NS).get("SessionIndex") == assertion.get("ID")
    # The assertion is signed by itself as well.
    context = xmlsec.SignatureContext()
    certificate = etree.fromstring(client.trial.fetch("/login/metadane").encode()).findtext(".//ds:X509Certificate", namespaces=NS)
    context.key = xmlsec.Key.from_memory(
        "-----BEGIN CERTIFICATE-----\n" + certificate + "\n-----END CERTIFICATE-----\n", xmlsec.constants.KeyDataFormatCertPem)
    context.register_id(assertion, "ID")
    context.verify(assertion.find("ds:Signature", NS))


def test_a_second_resolve_gives_nothing(client):
    artifact = client.artifact(client.request())
    assert client.resolve(artifact).find(".//p:Response", NS) is not None
    assert client.resolve(artifact).find(".//p:Response", NS) is None


def test_the_high_level_is_told_to_be_out_of_reach(client):
    root = client.resolve(client.artifact(client.request(level="http://eidas.europa.eu/LoA/high")))
    client.verify(root)
    codes = [c.get("Value").rsplit(":", 1)[1] for c in root.find(".//p:Response", NS).iterfind(".//p:StatusCode", NS)]
    assert codes == ["Responder", "NoAuthnContext"], codes


def test_requests_out_of_time_or_place_are_refused(client):
    for changes, words in (
        ({"IssueInstant": now(-900)}, "trwało za długo"), ({"IssueInstant": now(900)}, "z przyszłości"),
        ({"Destination": "https://inny.example"}, "dla kogoś innego"), ({"AssertionConsumerServiceURL": "https://zly.example/acs"}, "nie jest zarejestrowany"),
    ):
        fields = {"SAMLRequest": base64.b64encode(client.request(**changes)).decode()}
        status, _, page = Browser().open(client.trial.address + "/login/SingleSignOnService", urllib.parse.urlencode(fields))
        assert status in (403, 409) and words in page.replace("\xa0", " "), (changes, status, page[-600:])


def main():
    failures = 0
    with Trial(sys.argv[1]) as trial:
        client = Client(trial)
        trial.start()
        for name, test in [(k[5:], v) for k, v in globals().items() if k.startswith("test_")]:
            try:
                test(client)
                print(f"ok saml_client.{name}", flush=True)
            except Exception:
                failures += 1
                print(f"not ok saml_client.{name}", flush=True)
                traceback.print_exc(file=sys.stdout)
        if failures:
            print(open(trial.folder + "/server.log").read()[-3000:])
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
