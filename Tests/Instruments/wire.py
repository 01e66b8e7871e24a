"""The wire formats, judged by an independent client (zeep), xmlsec1 and python-xmlsec."""
import base64
import hashlib
import os
import subprocess
import urllib.error
import urllib.request

import zeep
from lxml import etree

import client as epuap

HELD = {}


def identity(house, name="obywatel", podmiot="testwrona"):
    """A citizen's system: key, certificate, account, box and registration, made once."""
    if name in HELD:
        return HELD[name]
    key, cert = os.path.join(house.data, f"{name}.key"), os.path.join(house.data, f"{name}.crt")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "30", "-subj", f"/CN={name}"],
        check=True, capture_output=True,
    )
    house.command("box", "add", f"/{podmiot}/domyslna", "--name", "Wrona", "--given-names", "Łucja", "--pesel", "44051401359")
    house.command("system", "add", "--podmiot", podmiot, "--certificate", cert, "--name", name)
    server = os.path.join(house.data, "platform.pem")
    with urllib.request.urlopen(house.address + "/certyfikat-platformy.pem") as r:
        open(server, "wb").write(r.read())
    HELD[name] = (key, cert, server)
    return HELD[name]


PODMIOT, BOX, REPLY = "testwrona", "/ugprusice/SkrytkaESP", "/testwrona/domyslna"


def fault(action):
    try:
        action()
    except zeep.exceptions.Fault as f:
        return f
    raise AssertionError("the platform did not refuse")


def kod(f):
    return int(f.detail.xpath("//*[local-name()='kod']")[0].text)


def test_every_wsdl_loads_in_both_address_styles(house):
    for path, name in [
        ("/pk_external_ws/services/skrytka", "skrytka"), ("/pk_external_ws/services/pull", "pull"), ("/pk_external_ws/services/doreczyciel", "doreczyciel"),
        ("/pk_external_ws/services/obslugaUpp", "obslugaUpp"), ("/fe_external_ws/services/ZarzadzanieDokumentami", "ZarzadzanieDokumentami"),
        ("/repo-ws-ext/FileRepoService", None),
    ]:
        styles = [house.address + path + "?wsdl"]
        styles.append(house.address + (f"{path}/wsdl/{name}.wsdl" if name else f"{path}/WEB-INF/wsdl/filerepo.wsdl"))
        for url in styles:
            wsdl = zeep.Client(url, settings=zeep.Settings(strict=True)).wsdl
            for s in wsdl.services.values():
                for port in s.ports.values():
                    assert port.binding_options["address"].startswith(house.address), port.binding_options


def test_submission_gives_a_sealed_receipt(house):
    key, cert, server = identity(house)
    skrytka = epuap.skrytka(house, key, cert, server)
    content = epuap.general_letter("Wniosek próbny: nadanie")
    answer = epuap.submit(skrytka, PODMIOT, BOX, REPLY, content)
    assert answer.status.kod == 1 and int(answer.identyfikatorDokumentu) > 0 and int(answer.identyfikatorUpp) > 0
    upp = answer.zalacznik.zawartosc
    file = os.path.join(house.data, "upp.xml")
    open(file, "wb").write(upp)
    verify = ["xmlsec1", "--verify", "--trusted-pem", server, "--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties", file]
    done = subprocess.run(verify, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    tree = etree.fromstring(upp)
    pos = "{http://crd.gov.pl/xml/schematy/UPO/2008/05/09/}"
    assert tree.find(f"{pos}UPP/{pos}InformacjaUzupelniajaca").text == hashlib.sha256(content).hexdigest()
    altered = upp.replace(b"Wrona", b"Sroka")
    assert altered != upp
    open(file, "wb").write(altered)
    assert subprocess.run(verify, capture_output=True).returncode != 0
    again = epuap.submit(skrytka, PODMIOT, BOX, REPLY, content)
    assert again.identyfikatorUpp == answer.identyfikatorUpp and again.zalacznik.zawartosc == upp


def test_a_trial_leaves_nothing(house):
    key, cert, server = identity(house)
    answer = epuap.submit(epuap.skrytka(house, key, cert, server), PODMIOT, REPLY, REPLY, epuap.general_letter("Próba"), trial=True)
    assert answer.status.kod == 1 and answer.zalacznik is None
    pull = epuap.pull(house, key, cert, server)
    assert pull.service.oczekujaceDokumenty(podmiot=PODMIOT, nazwaSkrytki="domyslna", adresSkrytki=REPLY).oczekujace == 0


def test_pull_is_a_queue_that_waits_for_the_right_digest(house):
    key, cert, server = identity(house)
    skrytka, pull = epuap.skrytka(house, key, cert, server), epuap.pull(house, key, cert, server)
    box = dict(podmiot=PODMIOT, nazwaSkrytki="domyslna", adresSkrytki=REPLY)
    first, second = epuap.general_letter("Pierwsze"), epuap.general_letter("Drugie")
    for content in (first, second):
        epuap.submit(skrytka, PODMIOT, REPLY, REPLY, content)
    assert pull.service.oczekujaceDokumenty(**box).oczekujace == 2
    for _ in range(2):
        head = pull.service.pobierzNastepny(**box)
        assert head.dokument.zawartosc == first and head.danePodmiotu.identyfikator == PODMIOT
    f = fault(lambda: pull.service.potwierdzOdebranie(**box, skrot=base64.b64encode(hashlib.sha1(b"x").digest()).decode()))
    assert kod(f) == 9 and "Skrót" in f.message
    pull.service.potwierdzOdebranie(**box, skrot=base64.b64encode(hashlib.sha1(first).digest()).decode())
    assert pull.service.pobierzNastepny(**box).dokument.zawartosc == second
    pull.service.potwierdzOdebranie(**box, skrot=base64.b64encode(hashlib.sha256(second).digest()).decode())
    assert pull.service.oczekujaceDokumenty(**box).oczekujace == 0
    assert kod(fault(lambda: pull.service.pobierzNastepny(**box))) == 0


def test_refusals_are_signed_and_tell_what_to_do(house):
    key, cert, server = identity(house)
    skrytka = epuap.skrytka(house, key, cert, server)
    letter = epuap.general_letter("Odmowy")
    cases = [
        (lambda: epuap.submit(skrytka, PODMIOT, "/niema/SkrytkaESP", REPLY, letter), 2),
        (lambda: epuap.submit(skrytka, "ugprusice", BOX, REPLY, letter), 3),
        (lambda: epuap.submit(skrytka, PODMIOT, BOX, REPLY, b"to nie jest xml"), 5),
        (lambda: epuap.submit(skrytka, PODMIOT, BOX, REPLY, b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"), 5),
        (lambda: epuap.submit(skrytka, PODMIOT, BOX, REPLY, b"<a>" + b"x" * (6 * 1024 * 1024) + b"</a>"), 8),
    ]
    for action, expected in cases:
        f = fault(action)
        assert kod(f) == expected, (kod(f), expected, f.message)
        assert len(f.message) > 10
    other_key, other_cert = os.path.join(house.data, "obcy.key"), os.path.join(house.data, "obcy.crt")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", other_key, "-out", other_cert, "-days", "30", "-subj", "/CN=obcy"],
        check=True, capture_output=True,
    )
    f = fault(lambda: epuap.submit(epuap.skrytka(house, other_key, other_cert, server), PODMIOT, BOX, REPLY, letter))
    assert kod(f) == 4


def post(house, body, path="/pk_external_ws/services/skrytka"):
    request = urllib.request.Request(house.address + path, data=body, headers={"Content-Type": "text/xml"})
    try:
        with urllib.request.urlopen(request, timeout=60) as r:
            return r.status, r.read()
    except urllib.error.HTTPError as e:
        return e.code, e.read()


def test_hostile_bodies_get_signed_faults(house):
    _, _, server = identity(house)
    envelope = b"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><x/></s:Body></s:Envelope>"
    bomb = b"<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>" + envelope
    for body in [b"", b"\0\0\0", b"\xff\xfe<", b"to nie xml", envelope, bomb, b"<a>" * 20000, b"A" * (50 * 1024 * 1024)]:
        status, answer = post(house, body)
        assert status == 500 or status == 413, (status, body[:40])
        tree = etree.fromstring(answer, etree.XMLParser(huge_tree=True))
        epuap.verify_message(tree, server)
        assert tree.xpath("//*[local-name()='komunikat']")[0].text


def test_large_files_go_through_the_repository(house):
    key, cert, server = identity(house)
    repo = epuap.service(house.address, "/repo-ws-ext/FileRepoService", key, cert, server)
    content = os.urandom(3 * 1024 * 1024)
    file_id = repo.service.uploadFile(file=content, filename="../mapa ą.pdf", mimeType="application/pdf", subject=PODMIOT)
    for identifier in (file_id, f"{house.address}/file-download-servlet/DownloadServlet?fileId={file_id}"):
        back = repo.service.downloadFile(fileId=identifier, subject=PODMIOT)
        assert back.file == content and back.filename == "mapa ą.pdf" and back.mimeType == "application/pdf"
    with urllib.request.urlopen(f"{house.address}/file-download-servlet/DownloadServlet?fileId={file_id}") as r:
        assert r.read() == content and "sandbox" in r.headers["Content-Security-Policy"]


def test_documents_on_the_shelf(house):
    key, cert, server = identity(house)
    zd = epuap.service(house.address, "/fe_external_ws/services/ZarzadzanieDokumentami", key, cert, server)
    nil = zeep.xsd.Nil
    details = dict(
        id=nil, nazwa="pismo.xml", metadane=nil, idUPO=nil, nadawca=nil, adresat=nil, dataNadania=nil, dataOdebrania=nil, dataUtworzenia=nil, formularz=nil,
        folder="DRAFT",
    )
    shelf = dict(nazwa="domyslny", podmiot=PODMIOT)
    number = zd.service.dodajDokument(sklad=shelf, dokument=dict(szczegolyDokumentu=details, tresc=b"<a/>"))
    assert zd.service.pobierzDokument(idDokumentu=number, podmiot=nil).tresc == b"<a/>"
    assert zd.service.usunDokument(idDokumentu=number, podmiot=nil) is True
    assert zd.service.usunDokument(idDokumentu=number, podmiot=nil) is False


def test_delivery_waits_for_a_signed_receipt(house):
    key, cert, server = identity(house)
    office_key = os.path.join(house.data, "keys", "office-prusice.pem")
    doreczyciel = epuap.service(house.address, "/pk_external_ws/services/doreczyciel", office_key, office_key, server)
    plain = epuap.general_letter("Decyzja").replace(b"2017/10/24/4566", b"2013/12/12/1410")
    headers = dict(
        podmiot="ugprusice", adresSkrytki=REPLY, adresOdpowiedzi=BOX, terminDoreczenia="2099-01-01T00:00:00+01:00", czyProbne=False,
        identyfikatorDokumentu="DEC/12", identyfikatorSprawy="OR.1431.12.2026", daneDodatkowe=b"", upd=None,
    )
    order = lambda content: doreczyciel.service.dorecz(nazwaPliku="decyzja.xml", typPliku="text/xml", zawartosc=content, _soapheaders=headers)
    assert kod(fault(lambda: order(plain))) == 7
    import xmlsec

    tree = etree.fromstring(plain)
    node = xmlsec.template.create(tree, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA256)
    tree.append(node)
    reference = xmlsec.template.add_reference(node, xmlsec.Transform.SHA256, uri="")
    xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
    info = xmlsec.template.ensure_key_info(node)
    xmlsec.template.x509_data_add_certificate(xmlsec.template.add_x509_data(info))
    ctx = xmlsec.SignatureContext()
    ctx.key = xmlsec.Key.from_file(office_key, xmlsec.KeyFormat.PEM)
    ctx.key.load_cert_from_file(office_key, xmlsec.KeyFormat.CERT_PEM)
    ctx.sign(node)
    answer = order(etree.tostring(tree.getroottree()))
    assert answer.status.kod == 1 and int(answer.identyfikatorZlecenia) > 0
    pull = epuap.pull(house, key, cert, server)
    box = dict(podmiot=PODMIOT, nazwaSkrytki="domyslna", adresSkrytki=REPLY)
    waiting = pull.service.pobierzNastepny(**box)
    upd = waiting.dokument.zawartosc
    assert b"pos:UPD" in upd
    pull.service.potwierdzOdebranie(**box, skrot=base64.b64encode(hashlib.sha256(upd).digest()).decode())
    assert pull.service.oczekujaceDokumenty(**box).oczekujace == 0

    mine = epuap.service(house.address, "/pk_external_ws/services/doreczyciel", key, cert, server)
    collect = lambda xml: mine.service.odbierz(
        nazwaPliku="UPD.xml", typPliku="text/xml", zawartosc=xml, _soapheaders=dict(podmiot=PODMIOT, czyProbne=False, daneDodatkowe=b""))
    assert kod(fault(lambda: collect(upd))) == 7

    def sign(xml):
        receipt = etree.fromstring(xml)
        node = xmlsec.template.create(receipt, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA256)
        receipt.append(node)
        reference = xmlsec.template.add_reference(node, xmlsec.Transform.SHA256, uri="")
        xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
        xmlsec.template.x509_data_add_certificate(xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(node)))
        ctx = xmlsec.SignatureContext()
        ctx.key = xmlsec.Key.from_file(key, xmlsec.KeyFormat.PEM)
        ctx.key.load_cert_from_file(cert, xmlsec.KeyFormat.CERT_PEM)
        ctx.sign(node)
        return etree.tostring(receipt)

    assert kod(fault(lambda: collect(sign(upd.replace(b"DEC/12", b"DEC/13"))))) == 11
    collect(sign(upd))
    released = pull.service.pobierzNastepny(**box)
    assert released.dokument.nazwaPliku == "decyzja.xml" and b"Decyzja" in released.dokument.zawartosc
    pull.service.potwierdzOdebranie(**box, skrot=base64.b64encode(hashlib.sha256(released.dokument.zawartosc).digest()).decode())


def test_old_clients_that_sign_with_sha1_need_a_switch(house):
    import xmlsec
    from zeep.wsse.signature import BinarySignature

    key, cert, server = identity(house)

    class Old(epuap.TokenFirst):
        def __init__(self, *args):
            super().__init__(*args)
            self.signature_method, self.digest_method = xmlsec.Transform.RSA_SHA1, xmlsec.Transform.SHA1

    assert issubclass(Old, BinarySignature)
    url = house.address + "/pk_external_ws/services/pull?wsdl"
    old = zeep.Client(url, wsse=Old(key, cert, server))
    f = fault(lambda: old.service.oczekujaceDokumenty(podmiot=PODMIOT, nazwaSkrytki="domyslna", adresSkrytki=REPLY))
    assert kod(f) == 4 and "SHA-1" in f.message


def test_the_box_directory_lists_the_offices(house):
    with urllib.request.urlopen(house.address + "/ksiazka-adresowa.csv") as r:
        lines = r.read().decode().splitlines()
    assert lines[0] == "NAZWA,REGON,ADRES,KOD_POCZTOWY,MIEJSCOWOSC,URI"
    assert any('"/ugprusice/SkrytkaESP"' in line for line in lines) and len(lines) >= 9
