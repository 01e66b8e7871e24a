"""An independent ePUAP client: zeep with the WSDLs the server serves, the token before the signature as ePUAP wants it."""
import base64
import copy
import datetime
import re
import urllib.error
import urllib.request
import uuid

import requests
import xmlsec
import zeep
from lxml import etree
from zeep.wsse import utils
from zeep.wsse.signature import BinarySignature

WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
DS = "http://www.w3.org/2000/09/xmldsig#"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"


class TokenFirst(BinarySignature):
    """zeep puts the BinarySecurityToken after the signature; ePUAP wants the strict layout, token first."""

    def __init__(self, key_file, cert_file, server_cert=None):
        super().__init__(key_file, cert_file, None, xmlsec.Transform.RSA_SHA256, xmlsec.Transform.SHA256)
        self.server_cert = server_cert

    def apply(self, envelope, headers):
        envelope, headers = super().apply(envelope, headers)
        security = utils.get_security_header(envelope)
        token = security.find(f"{{{WSSE}}}BinarySecurityToken")
        security.remove(token)
        security.insert(0, token)
        return envelope, headers

    def verify(self, envelope):
        verify_message(envelope, self.server_cert)
        return envelope


class Stamped(TokenFirst):
    """A client that puts a time stamp into the message, signed unless told otherwise."""

    def __init__(self, *args, minutes_ago=0, signed=True):
        super().__init__(*args)
        self.created = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=minutes_ago)
        self.signed = signed

    def stamp(self, envelope):
        text = lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        expires = self.created + datetime.timedelta(minutes=5)
        utils.get_security_header(envelope).append(utils.WSU.Timestamp(utils.WSU.Created(text(self.created)), utils.WSU.Expires(text(expires))))

    def apply(self, envelope, headers):
        if self.signed:
            self.stamp(envelope)
            return super().apply(envelope, headers)
        envelope, headers = super().apply(envelope, headers)
        self.stamp(envelope)
        return envelope, headers


class SHA1(TokenFirst):
    """An old client, which knows no better algorithm."""

    def __init__(self, *args):
        super().__init__(*args)
        self.signature_method, self.digest_method = xmlsec.Transform.RSA_SHA1, xmlsec.Transform.SHA1


def verify_message(envelope, cert_file):
    """The answer must be signed by the pinned certificate, and the signature must cover the body."""
    security = envelope.find(f"{{{SOAP}}}Header/{{{WSSE}}}Security")
    assert security is not None, "the answer is not signed"
    signature = security.find(f"{{{DS}}}Signature")
    body = envelope.find(f"{{{SOAP}}}Body")
    ctx = xmlsec.SignatureContext()
    ctx.register_id(body, "Id", WSU)
    covered = set()
    for ref in signature.iter(f"{{{DS}}}Reference"):
        covered.add(ref.get("URI")[1:])
    timestamp = security.find(f"{{{WSU}}}Timestamp")
    if timestamp is not None:
        ctx.register_id(timestamp, "Id", WSU)
        assert timestamp.get(f"{{{WSU}}}Id") in covered, "the timestamp is not signed"
    assert body.get(f"{{{WSU}}}Id") in covered, "the body is not signed"
    ctx.key = xmlsec.Key.from_file(cert_file, xmlsec.KeyFormat.CERT_PEM) if cert_file else None
    ctx.verify(signature)


def service(address, path, key_file, cert_file, server_cert):
    """A zeep client of one service of the platform, by the WSDL it serves itself."""
    return zeep.Client(
        f"{address}{path}?wsdl", wsse=TokenFirst(key_file, cert_file, server_cert), settings=zeep.Settings(strict=True, xml_huge_tree=True)
    )


XOP = "http://www.w3.org/2004/08/xop/include"


def upload_by_mtom(house, key_file, cert_file, server_cert, content, filename, subject):
    """`uploadFile` with the file beside the message. What is signed is the message with the file in its place, as XOP 1.0 reads it."""
    path = "/repo-ws-ext/FileRepoService"
    client = zeep.Client(f"{house.address}{path}?wsdl")
    envelope = client.create_message(client.service, "uploadFile", file=content, filename=filename, mimeType="application/pdf", subject=subject)
    envelope, _ = TokenFirst(key_file, cert_file).apply(envelope, {})
    file = envelope.find(".//file")
    assert base64.b64decode(file.text) == content
    file.text = None
    etree.SubElement(file, f"{{{XOP}}}Include", href="cid:mapa%40obywatel", nsmap={"xop": XOP})
    heads = [("application/xop+xml; charset=UTF-8; type=\"text/xml\"", "message@obywatel"), ("application/octet-stream", "mapa@obywatel")]
    body = b"".join(
        f"--granica\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <{name}>\r\n\r\n".encode() + part + b"\r\n"
        for (kind, name), part in zip(heads, [etree.tostring(envelope), content])
    )
    kind = 'multipart/related; type="application/xop+xml"; start="<message@obywatel>"; start-info="text/xml"; boundary="granica"'
    request = urllib.request.Request(house.address + path, body + b"--granica--\r\n", {"Content-Type": kind, "SOAPAction": '""'})
    try:
        with urllib.request.urlopen(request, timeout=60) as r:
            tree = etree.fromstring(r.read())
    except urllib.error.HTTPError as e:
        raise AssertionError((e.code, re.findall("<faultstring>(.*?)</faultstring>", e.read().decode()))) from e
    verify_message(tree, server_cert)
    return tree.findtext(".//{http://wsdl.epuap.gov.pl/filerepocore/}fileId5")


def repository_by_mtom(house, key_file, cert_file, server_cert):
    """FileRepo of a client that asks for files beside the message; zeep puts them in their place before it checks the signature."""
    session = requests.Session()
    session.headers["Accept"] = "multipart/related, application/xop+xml"
    kinds = []
    session.hooks["response"].append(lambda answer, **_: kinds.append(answer.headers["Content-Type"]))
    client = zeep.Client(
        f"{house.address}/repo-ws-ext/FileRepoService?wsdl", wsse=TokenFirst(key_file, cert_file, server_cert), transport=zeep.Transport(session=session),
        settings=zeep.Settings(strict=True, xml_huge_tree=True))
    return client, kinds


def skrytka(house, key, cert, server):
    return service(house.address, "/pk_external_ws/services/skrytka", key, cert, server)


def pull(house, key, cert, server):
    return service(house.address, "/pk_external_ws/services/pull", key, cert, server)


NS = {
    "wnio": "http://crd.gov.pl/wzor/2017/10/24/4566/",
    "meta": "http://crd.gov.pl/xml/schematy/meta/2009/11/16/",
    "str": "http://crd.gov.pl/xml/schematy/struktura/2009/11/16/",
    "adr": "http://crd.gov.pl/xml/schematy/adres/2009/11/09/",
    "oso": "http://crd.gov.pl/xml/schematy/osoba/2009/11/16/",
    "inst": "http://crd.gov.pl/xml/schematy/instytucja/2009/11/16/",
}


NOTE = '<str:Zalacznik format="text/plain" kodowanie="base64" nazwaPliku="notatka.txt"><str:DaneZalacznika>WmHFgsSFY3puaWs=</str:DaneZalacznika></str:Zalacznik>'


def general_letter(title, surname="Wrona", given="Łucja", office="Gmina Prusice", text=None, attachments=NOTE):
    """A general letter (4566) with its style sheet instruction, unique by its document id."""
    declarations = " ".join(f'xmlns:{p}="{u}"' for p, u in NS.items())
    text = text or "Proszę o ustawienie kosza przy przystanku."
    return f"""<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet type="text/xsl" href="http://crd.gov.pl/wzor/2017/10/24/4566/styl.xsl"?>
<wnio:Dokument {declarations}><wnio:OpisDokumentu><str:CID>{uuid.uuid4()}@example.org</str:CID></wnio:OpisDokumentu><wnio:DaneDokumentu><meta:Data typDaty="stworzony"><meta:Czas>2026-03-12</meta:Czas></meta:Data><str:Adresaci><meta:Podmiot><inst:Instytucja><inst:NazwaInstytucji>{office}</inst:NazwaInstytucji></inst:Instytucja></meta:Podmiot></str:Adresaci><str:Nadawcy><meta:Podmiot><oso:Osoba><oso:IdOsoby><oso:PESEL>44051401359</oso:PESEL></oso:IdOsoby><oso:Imie>{given}</oso:Imie><oso:Nazwisko>{surname}</oso:Nazwisko><adr:Adres><adr:KodPocztowy>55-110</adr:KodPocztowy><adr:Miejscowosc>Prusice</adr:Miejscowosc><adr:Ulica>Polna</adr:Ulica><adr:Budynek>5</adr:Budynek></adr:Adres></oso:Osoba></meta:Podmiot></str:Nadawcy></wnio:DaneDokumentu><wnio:TrescDokumentu format="text/xml" kodowanie="XML"><wnio:MiejscowoscDokumentu>Prusice</wnio:MiejscowoscDokumentu><wnio:Tytul>{title}</wnio:Tytul><wnio:RodzajWnioskuRozszerzony jakiInny="" rodzaj="wniosek"/><wnio:Informacje><wnio:Informacja>{text}</wnio:Informacja></wnio:Informacje><str:Zalaczniki>{attachments}</str:Zalaczniki></wnio:TrescDokumentu></wnio:Dokument>""".encode()


def sign_enveloped(content, key, cert):
    """The document with a plain XML-DSig of its own inside."""
    tree = etree.fromstring(content)
    node = xmlsec.template.create(tree, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA256)
    tree.append(node)
    reference = xmlsec.template.add_reference(node, xmlsec.Transform.SHA256, uri="")
    xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
    xmlsec.template.x509_data_add_certificate(xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(node)))
    ctx = xmlsec.SignatureContext()
    ctx.key = xmlsec.Key.from_file(key, xmlsec.KeyFormat.PEM)
    ctx.key.load_cert_from_file(cert, xmlsec.KeyFormat.CERT_PEM)
    ctx.sign(node)
    return etree.tostring(tree.getroottree())


class OneElement(zeep.xsd.AnyType):
    """zeep writes only text where anything may stand; this puts an element there."""

    def __init__(self):
        super().__init__(zeep.xsd.AnyType._default_qname)

    def render(self, node, value, *_):
        node.append(copy.deepcopy(value))


def submit_any(client, podmiot, box, reply, content, name, trial=False):
    """`nadajAny`: an element, or the text of a document, as it stands."""
    content = content if isinstance(content, str) else zeep.xsd.AnyObject(OneElement(), content)
    headers = dict(podmiot=podmiot, adresSkrytki=box, adresOdpowiedzi=reply, czyProbne=trial, daneDodatkowe=b"", nazwaPliku=name)
    return client.service.nadajAny(content, _soapheaders=headers)


def submit(client, podmiot, box, reply, content, name="pismo.xml", trial=False):
    """`nadaj` with the header parts of the WSDL."""
    return client.service.nadaj(
        nazwaPliku=name,
        typPliku="text/xml",
        zawartosc=content,
        _soapheaders={
            "podmiot": podmiot,
            "adresSkrytki": box,
            "adresOdpowiedzi": reply,
            "czyProbne": trial,
            "daneDodatkowe": b"",
        },
    )
