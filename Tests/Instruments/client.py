"""An independent ePUAP client: zeep with the WSDLs the server serves, the token before the signature as ePUAP wants it."""
import uuid

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


def general_letter(title, surname="Wrona", given="Łucja", office="Gmina Prusice", text=None):
    """A general letter (4566) with its style sheet instruction, unique by its document id."""
    declarations = " ".join(f'xmlns:{p}="{u}"' for p, u in NS.items())
    text = text or "Proszę o ustawienie kosza przy przystanku."
    return f"""<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet type="text/xsl" href="http://crd.gov.pl/wzor/2017/10/24/4566/styl.xsl"?>
<wnio:Dokument {declarations}><wnio:OpisDokumentu><str:CID>{uuid.uuid4()}@example.org</str:CID></wnio:OpisDokumentu><wnio:DaneDokumentu><meta:Data typDaty="stworzony"><meta:Czas>2026-03-12</meta:Czas></meta:Data><str:Adresaci><meta:Podmiot><inst:Instytucja><inst:NazwaInstytucji>{office}</inst:NazwaInstytucji></inst:Instytucja></meta:Podmiot></str:Adresaci><str:Nadawcy><meta:Podmiot><oso:Osoba><oso:IdOsoby><oso:PESEL>44051401359</oso:PESEL></oso:IdOsoby><oso:Imie>{given}</oso:Imie><oso:Nazwisko>{surname}</oso:Nazwisko><adr:Adres><adr:KodPocztowy>55-110</adr:KodPocztowy><adr:Miejscowosc>Prusice</adr:Miejscowosc><adr:Ulica>Polna</adr:Ulica><adr:Budynek>5</adr:Budynek></adr:Adres></oso:Osoba></meta:Podmiot></str:Nadawcy></wnio:DaneDokumentu><wnio:TrescDokumentu format="text/xml" kodowanie="XML"><wnio:MiejscowoscDokumentu>Prusice</wnio:MiejscowoscDokumentu><wnio:Tytul>{title}</wnio:Tytul><wnio:RodzajWnioskuRozszerzony jakiInny="" rodzaj="wniosek"/><wnio:Informacje><wnio:Informacja>{text}</wnio:Informacja></wnio:Informacje><str:Zalaczniki><str:Zalacznik format="text/plain" kodowanie="base64" nazwaPliku="notatka.txt"><str:DaneZalacznika>WmHFgsSFY3puaWs=</str:DaneZalacznika></str:Zalacznik></str:Zalaczniki></wnio:TrescDokumentu></wnio:Dokument>""".encode()


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
