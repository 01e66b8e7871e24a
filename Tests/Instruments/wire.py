"""The wire formats, judged by an independent client (zeep), xmlsec1 and python-xmlsec."""
import base64
import hashlib
import os
import subprocess
import time
import urllib.error
import urllib.request

import zeep
from lxml import etree

import client as epuap

HELD = {}


def system(house, name, podmiot, *rules):
    """A system registered to act for the podmiot: its key and certificate."""
    key, cert = os.path.join(house.data, f"{name}.key"), os.path.join(house.data, f"{name}.crt")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "30", "-subj", f"/CN={name}"],
        check=True, capture_output=True,
    )
    house.command("system", "add", "--podmiot", podmiot, "--certificate", cert, "--name", name, *rules)
    return key, cert


def identity(house, name="obywatel", podmiot="testwrona"):
    """A citizen's system: key, certificate, account, box and registration, made once."""
    if name in HELD:
        return HELD[name]
    house.command("box", "add", f"/{podmiot}/domyslna", "--name", "Wrona", "--given-names", "Łucja", "--pesel", "44051401359")
    key, cert = system(house, name, podmiot)
    server = os.path.join(house.data, "platform.pem")
    with urllib.request.urlopen(house.address + "/certyfikat-platformy.pem") as r:
        open(server, "wb").write(r.read())
    HELD[name] = (key, cert, server)
    return HELD[name]


PODMIOT, BOX, REPLY = "testwrona", "/ugprusice/SkrytkaESP", "/testwrona/domyslna"
POS = "{http://crd.gov.pl/xml/schematy/UPO/2008/05/09/}"


def fault(action):
    try:
        action()
    except zeep.exceptions.Fault as f:
        return f
    raise AssertionError("the platform did not refuse")


def kod(f):
    return int(f.detail.xpath("//*[local-name()='kod']")[0].text)


def verify_receipt(house, server, upp):
    """xmlsec1's verdict on a receipt, with the platform's seal as the only thing trusted."""
    file = os.path.join(house.data, "upp.xml")
    open(file, "wb").write(upp)
    verify = ["xmlsec1", "--verify", "--trusted-pem", server, "--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties", file]
    return subprocess.run(verify, capture_output=True, text=True)


def receipt_of(upp):
    """What a receipt says: the digest of the document, and all its words."""
    upp = etree.fromstring(upp).find(f"{POS}UPP")
    return upp.findtext(f"{POS}InformacjaUzupelniajaca"), " ".join(upp.itertext())


def take(pull, box=REPLY):
    """The next document of a box, confirmed."""
    where = dict(podmiot=PODMIOT, nazwaSkrytki=box.split("/")[-1], adresSkrytki=box)
    document = pull.service.pobierzNastepny(**where).dokument
    pull.service.potwierdzOdebranie(**where, skrot=base64.b64encode(hashlib.sha256(document.zawartosc).digest()).decode())
    return document


def waiting(pull, box=REPLY):
    return pull.service.oczekujaceDokumenty(podmiot=PODMIOT, nazwaSkrytki=box.split("/")[-1], adresSkrytki=box).oczekujace


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
    key, cert, server = identity(house)
    url = house.address + "/pk_external_ws/services/pull?wsdl"
    f = fault(lambda: waiting(zeep.Client(url, wsse=epuap.SHA1(key, cert, server))))
    assert kod(f) == 4 and "SHA-1" in f.message
    key, cert = system(house, "stary", PODMIOT, "--allow-sha1")
    assert waiting(zeep.Client(url, wsse=epuap.SHA1(key, cert, server))) == 0
    assert waiting(epuap.pull(house, key, cert, server)) == 0


def test_a_system_that_must_stamp_its_messages_is_held_to_it(house):
    _, _, server = identity(house)
    key, cert = system(house, "punktualny", PODMIOT, "--require-timestamp")
    url = house.address + "/pk_external_ws/services/pull?wsdl"
    client = lambda **how: zeep.Client(url, wsse=epuap.Stamped(key, cert, server, **how))
    f = fault(lambda: waiting(epuap.pull(house, key, cert, server)))
    assert kod(f) == 4 and "znacznika czasu" in f.message, f.message
    for how in (dict(minutes_ago=60), dict(minutes_ago=-60), dict(signed=False)):
        f = fault(lambda: waiting(client(**how)))
        assert kod(f) == 4 and f.message, (how, kod(f))
    assert waiting(client()) == 0


def test_a_receipt_is_issued_for_a_document_that_came_another_way(house):
    key, cert, server = identity(house)
    upp = epuap.service(house.address, "/pk_external_ws/services/obslugaUpp", key, cert, server)
    sender = dict(identyfikator="jprzykladowy", typIdentyfikatora="ePUAP-ID", nazwa="Jan Przykładowy")
    document = lambda content: dict(nazwaPliku="p.xml", typPliku="text/xml", zawartosc=content)
    content = epuap.general_letter("Przyniesione na nośniku")
    ask = lambda podmiot=PODMIOT, content=content, sender=sender: upp.service.dajUpp(podmiot=podmiot, nadawca=sender, dokument=document(content))
    answer = ask()
    receipt = answer.upp.zawartosc
    assert answer.status.kod == 1 and answer.upp.nazwaPliku == "UPP.xml"
    done = verify_receipt(house, server, receipt)
    assert done.returncode == 0, done.stderr
    digest, words = receipt_of(receipt)
    assert digest == hashlib.sha256(content).hexdigest() and "Jan Przykładowy" in words and "jprzykladowy" in words and PODMIOT in words, words
    assert ask().upp.zawartosc == receipt
    assert ask(sender={**sender, "identyfikator": "inny"}).upp.zawartosc != receipt
    assert kod(fault(lambda: ask(podmiot="ugprusice"))) == 3
    assert kod(fault(lambda: ask(content=b"to nie jest xml"))) == 5
    assert waiting(epuap.pull(house, key, cert, server)) == 0


def test_a_receipt_is_issued_and_the_document_sent_on(house):
    key, cert, server = identity(house)
    upp = epuap.service(house.address, "/pk_external_ws/services/obslugaUpp", key, cert, server)
    content = epuap.general_letter("Do przesłania dalej")
    send = lambda box=REPLY: upp.service.dajUppPrzeslij(
        podmiot=PODMIOT, adresSkrytki=box, adresOdpowiedzi=REPLY, dokument=dict(nazwaPliku="dalej.xml", typPliku="text/xml", zawartosc=content))
    answer = send()
    receipt = answer.upp.zawartosc
    assert answer.status.kod == 1 and verify_receipt(house, server, receipt).returncode == 0
    assert receipt_of(receipt)[0] == hashlib.sha256(content).hexdigest()
    assert send().upp.zawartosc == receipt
    assert epuap.submit(epuap.skrytka(house, key, cert, server), PODMIOT, REPLY, REPLY, content).zalacznik.zawartosc == receipt
    pull = epuap.pull(house, key, cert, server)
    assert waiting(pull) == 1
    document = take(pull)
    assert document.zawartosc == content and document.nazwaPliku == "dalej.xml"
    assert kod(fault(lambda: send("/niema/SkrytkaESP"))) == 2


def test_any_xml_can_be_submitted_as_it_stands(house):
    key, cert, server = identity(house)
    skrytka, pull = epuap.skrytka(house, key, cert, server), epuap.pull(house, key, cert, server)
    # An element is carried without the instructions before it, so they are not there when it is signed.
    signed = etree.fromstring(epuap.sign_enveloped(etree.tostring(etree.fromstring(epuap.general_letter("Nadane wprost"))), key, cert))
    ask = lambda content=signed, box=REPLY, trial=False: epuap.submit_any(skrytka, PODMIOT, box, REPLY, content, "wprost.xml", trial)
    assert ask(trial=True).zalacznik is None and waiting(pull) == 0
    answer = ask()
    assert answer.status.kod == 1 and int(answer.identyfikatorDokumentu) > 0
    receipt = answer.zalacznik.zawartosc
    done = verify_receipt(house, server, receipt)
    assert done.returncode == 0, done.stderr
    document = take(pull)
    assert document.nazwaPliku == "wprost.xml" and receipt_of(receipt)[0] == hashlib.sha256(document.zawartosc).hexdigest()
    canonical = lambda tree: etree.tostring(tree, method="c14n", exclusive=True)
    assert canonical(etree.fromstring(document.zawartosc)) == canonical(signed)
    file = os.path.join(house.data, "wprost.xml")
    open(file, "wb").write(document.zawartosc)
    done = subprocess.run(["xmlsec1", "--verify", "--trusted-pem", cert, file], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    letter = epuap.general_letter("Nadane jako tekst")
    assert ask(letter.decode().split("?>", 1)[1]).status.kod == 1
    assert etree.fromstring(take(pull).zawartosc).xpath("string(//*[local-name()='Tytul'])") == "Nadane jako tekst"
    assert kod(fault(lambda: ask(box="/niema/SkrytkaESP"))) == 2
    assert kod(fault(lambda: ask("to nie jest xml"))) == 5


def test_a_box_takes_only_what_its_rules_allow(house):
    key, cert, server = identity(house)
    skrytka, pull = epuap.skrytka(house, key, cert, server), epuap.pull(house, key, cert, server)
    letter = epuap.general_letter("Reguły skrytki")
    signed = epuap.sign_enveloped(letter, key, cert)
    template = epuap.NS["wnio"]
    cases = [
        ("wzory", ["--template", "urn:wzor:1", "--template", template], [
            (b"<a xmlns='urn:obcy'/>", 6, "Skrytka nie przyjmuje dokumentów wzoru „urn:obcy”."), (b"<a/>", 6, "Skrytka nie przyjmuje dokumentów wzoru „”.")],
            [letter, b"<a xmlns='urn:wzor:1'/>"]),
        ("podpisane", ["--signature-required"], [
            (letter, 7, "Skrytka wymaga podpisu, a dokument nie jest podpisany."),
            (signed.replace(b"Wrona", b"Sroka"), 7, "Podpis dokumentu nie zgadza się z jego treścią. Podpisz dokument jeszcze raz.")], [signed]),
        ("male", ["--maximum-size", str(len(letter))], [
            (letter + b"\n", 8, f"Dokument ma {len(letter) + 1} bajtów, a skrytka przyjmuje do {len(letter)}. Duże załączniki wyślij przez FileRepo.")], [letter]),
    ]
    for name, rules, refused, accepted in cases:
        box = f"/{PODMIOT}/{name}"
        house.command("box", "add", box, *rules)
        for content, code, words in refused:
            for trial in (True, False):
                f = fault(lambda: epuap.submit(skrytka, PODMIOT, box, REPLY, content, trial=trial))
                assert (kod(f), f.message) == (code, words), (name, kod(f), f.message)
        assert waiting(pull, box) == 0
        for content in accepted:
            assert epuap.submit(skrytka, PODMIOT, box, REPLY, content).status.kod == 1
            assert take(pull, box).zawartosc == content


def test_files_travel_beside_the_message(house):
    key, cert, server = identity(house)
    content = os.urandom(200_000) + b"\r\n--granic\r\n\r\n"
    number = epuap.upload_by_mtom(house, key, cert, server, content, "mapa ą.pdf", PODMIOT)
    plain = epuap.service(house.address, "/repo-ws-ext/FileRepoService", key, cert, server)
    assert plain.service.downloadFile(fileId=number, subject=PODMIOT).file == content


def test_files_come_back_beside_the_answer(house):
    key, cert, server = identity(house)
    # zeep takes line ends off a part, so the file ends with something else.
    content = os.urandom(200_000) + b"x"
    plain = epuap.service(house.address, "/repo-ws-ext/FileRepoService", key, cert, server)
    number = plain.service.uploadFile(file=content, filename="mapa ą.pdf", mimeType="application/pdf", subject=PODMIOT)
    client, kinds = epuap.repository_by_mtom(house, key, cert, server)
    back = client.service.downloadFile(fileId=number, subject=PODMIOT)
    assert kinds[-1].startswith("multipart/related") and "application/xop+xml" in kinds[-1], kinds
    assert back.file == content and back.filename == "mapa ą.pdf" and back.mimeType == "application/pdf"


def test_attachments_in_the_repository_are_fetched_with_the_letter(house):
    import api

    key, cert, server = identity(house)
    repo = epuap.service(house.address, "/repo-ws-ext/FileRepoService", key, cert, server)
    content = os.urandom(100_000)
    number = repo.service.uploadFile(file=content, filename="mapa.pdf", mimeType="application/pdf", subject=PODMIOT)
    place = f"{house.address}/file-download-servlet/DownloadServlet?fileId="
    attachment = lambda name, id: (
        f'<str:Zalacznik format="application/pdf" kodowanie="URI" nazwaPliku="{name}"><str:DaneZalacznika>{place}{id}</str:DaneZalacznika></str:Zalacznik>')
    title = "Wniosek z mapą w repozytorium"
    letter = epuap.general_letter(title, attachments=attachment("mapa.pdf", number) + attachment("zgubiona.pdf", 2_000_000_000))
    epuap.submit(epuap.skrytka(house, key, cert, server), PODMIOT, BOX, REPLY, letter)
    secret = api.token(house)
    holder = api.token(house, "Czytelnia", guardian="wojt.prusice")
    deadline = time.time() + 40
    while not (found := [x for x in api.call(house, "GET", "/letters?limit=20", secret).json["items"] if x["title"] == title]):
        assert time.time() < deadline, "the letter did not arrive"
        time.sleep(0.2)
    year, number_ = found[0]["number"].split("-")[1:]
    files = {f["name"]: f for f in api.call(house, "GET", f"/letters/{year}/{number_}", secret).json["files"]}
    assert files["mapa.pdf"]["sha256"] == hashlib.sha256(content).hexdigest() and files["mapa.pdf"]["size"] == len(content), files
    back = api.call(house, "GET", files["mapa.pdf"]["href"].removeprefix("/api/v1"), holder)
    assert back.status == 200 and back.bytes == content, back
    # One that is not there stops neither the letter nor the other file.
    assert files["zgubiona.pdf"]["sha256"] is None and files["zgubiona.pdf"]["href"] is None, files


def test_the_box_directory_lists_the_offices(house):
    with urllib.request.urlopen(house.address + "/ksiazka-adresowa.csv") as r:
        lines = r.read().decode().splitlines()
    assert lines[0] == "NAZWA,REGON,ADRES,KOD_POCZTOWY,MIEJSCOWOSC,URI"
    assert any('"/ugprusice/SkrytkaESP"' in line for line in lines) and len(lines) >= 9
