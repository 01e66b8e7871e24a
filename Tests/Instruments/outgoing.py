"""Letters from template to delivery: written, accepted, signed, sent, collected; judged by a browser, xmlsec1 and pyHanko."""
import base64
import datetime
import hashlib
import os
import pathlib
import re
import subprocess
import time

from lxml import etree

import client as epuap
import wire
from pages import audit, browser, visit  # noqa: F401

PIN = "246810"
YEAR = datetime.date.today().year
CASE = f"GK.6131.1.{YEAR}"
WRONA = "Wrona, Łucja; ul. Polna 5; 55-110 Prusice; /testwrona/domyslna"
PAPER = "Żuraw, Jan; ul. Leśna 7/2; 55-110 Prusice"


def words(page, selector="main"):
    return page.inner_text(selector).replace("\xa0", " ")


def begin(page, house, others=WRONA, template="Wezwanie do usunięcia braków"):
    page.goto(house.address + f"/ezd/sprawy/{CASE}/pisma/nowe")
    option = page.locator("#szablon option", has_text=template)
    page.select_option("#szablon", option.first.get_attribute("value"))
    for box in page.locator("input[name=strona]").all():
        box.uncheck(force=True)
    page.fill("#inni", others)
    page.locator("form.entry .entry-foot button.first").click()
    assert "/edycja" in page.url, (page.url, words(page))
    return int(re.search(r"/ezd/pisma/(\d+)/edycja", page.url)[1])


def write(page, title="Odpowiedź w sprawie drzewa", text="Zażółć gęślą jaźń.\n\n## Pouczenie\n\n- pierwszy punkt\n- drugi punkt"):
    page.fill("#tytul", title)
    page.fill("#tekst", text)


def forward(page):
    page.locator("form.letter-entry .entry-foot button.first").click()
    assert "przekazano" in page.url, (page.url, words(page))


def accept(house, number, scripts=True, login="kierownik.prusice"):
    page = visit(house, login=login, scripts=scripts)
    page.goto(house.address + f"/ezd/akceptacja/{number}")
    page.locator(".dochead form button", has_text="Akceptuj").first.click()
    assert "Zaakceptowano" in words(page, ".banner.ok"), words(page)
    page.context.close()


def sign(house, number, scripts=True, pin=PIN):
    page = visit(house, login="wojt.prusice", scripts=scripts)
    page.goto(house.address + f"/ezd/akceptacja/{number}")
    page.locator(".dochead a", has_text="Akceptuj i podpisz").click()
    page.fill("#pin", pin)
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert "podpisano" in words(page, ".banner.ok"), words(page)
    page.context.close()


def ready_letter(house, others=WRONA, scripts=True, title="Odpowiedź w sprawie drzewa"):
    page = visit(house, login="inspektor.prusice", scripts=scripts)
    number = begin(page, house, others)
    write(page, title)
    forward(page)
    page.context.close()
    accept(house, number, scripts)
    sign(house, number, scripts)
    return number


def send_otherwise(house, number, channel, reason="Adresat napisał do nas przez ePUAP", scripts=True):
    page = visit(house, login="kancelaria.prusice", scripts=scripts)
    page.goto(house.address + f"/ezd/wysylka/pismo/{number}")
    for select in page.locator("select[name^=kanal-]").all():
        select.select_option(channel)
    page.fill("#powod", reason)
    page.locator("form button.first").click()
    assert "Zlecono" in words(page, ".banner.ok"), words(page)
    page.context.close()


def letter_words(house, number, login="inspektor.prusice"):
    page = visit(house, login=login, scripts=False)
    page.goto(house.address + f"/ezd/pisma/{number}")
    found = words(page)
    page.context.close()
    return found


def wait_for(house, number, text, seconds=25):
    deadline = time.time() + seconds
    while time.time() < deadline:
        found = letter_words(house, number)
        if text in found:
            return found
        time.sleep(0.7)
    raise AssertionError((text, found))


def collect(house, name="obywatel", podmiot=wire.PODMIOT, reply=wire.REPLY):
    """The citizen fetches the receipt, signs it and gets the letter."""
    import xmlsec

    key, cert, server = wire.identity(house, name, podmiot)
    pull = epuap.pull(house, key, cert, server)
    box = dict(podmiot=podmiot, nazwaSkrytki="domyslna", adresSkrytki=reply)
    upd = None
    for _ in range(60):
        if pull.service.oczekujaceDokumenty(**box).oczekujace:
            upd = pull.service.pobierzNastepny(**box).dokument.zawartosc
            pull.service.potwierdzOdebranie(**box, skrot=base64.b64encode(hashlib.sha256(upd).digest()).decode())
            break
        time.sleep(0.5)
    assert upd and b"pos:UPD" in upd, upd
    receipt = etree.fromstring(upd)
    node = xmlsec.template.create(receipt, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA256)
    receipt.append(node)
    reference = xmlsec.template.add_reference(node, xmlsec.Transform.SHA256, uri="")
    xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
    xmlsec.template.x509_data_add_certificate(xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(node)))
    ctx = xmlsec.SignatureContext()
    ctx.key = xmlsec.Key.from_file(key, xmlsec.KeyFormat.PEM)
    ctx.key.load_cert_from_file(cert, xmlsec.KeyFormat.CERT_PEM)
    ctx.sign(node)
    mine = epuap.service(house.address, "/pk_external_ws/services/doreczyciel", key, cert, server)
    mine.service.odbierz(
        nazwaPliku="UPD.xml", typPliku="text/xml", zawartosc=etree.tostring(receipt), _soapheaders=dict(podmiot=podmiot, czyProbne=False, daneDodatkowe=b""))
    released = pull.service.pobierzNastepny(**box).dokument.zawartosc
    pull.service.potwierdzOdebranie(**box, skrot=base64.b64encode(hashlib.sha256(released).digest()).decode())
    return released


def verify_xml(house, content):
    path = os.path.join(house.data, "signed.xml")
    pathlib.Path(path).write_bytes(content)
    done = subprocess.run(
        ["xmlsec1", "--verify", "--trusted-pem", os.path.join(house.data, "trust", "pokaz-podpisy.pem"), "--id-attr:Id",
         "http://uri.etsi.org/01903/v1.3.2#:SignedProperties", path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert etree.fromstring(content).nsmap["wnio"] == "http://crd.gov.pl/wzor/2013/12/12/1410/"


def verify_pdf(house, content):
    from io import BytesIO

    from pyhanko.keys import load_cert_from_pemder
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    root = load_cert_from_pemder(os.path.join(house.data, "trust", "pokaz-podpisy.pem"))
    reader = PdfFileReader(BytesIO(content))
    status = validate_pdf_signature(reader.embedded_signatures[0], ValidationContext(trust_roots=[root], allow_fetching=False))
    assert status.intact and status.valid and status.trusted, status.pretty_print_details()


def download(page, link):
    with page.expect_download() as d:
        link.click()
    return pathlib.Path(d.value.path()).read_bytes()


def test_a_reply_is_written_accepted_signed_sent_and_collected(house):
    wire.identity(house)
    for scripts in (True, False):
        title = f"Odpowiedź w sprawie drzewa {scripts}"
        page = visit(house, login="inspektor.prusice", scripts=scripts)
        number = begin(page, house)
        assert "[uzupełnij:" in page.input_value("#tekst")
        page.locator("form.letter-entry .entry-foot button.first").click()
        assert "Uzupełnij miejsca" in words(page, ".summary-err"), words(page)
        write(page, title)
        if scripts:
            page.wait_for_function("document.querySelector('#stan-zapisu').textContent.includes('zachowano')")
            assert "Zażółć gęślą jaźń" in words(page, "#podglad")
        forward(page)
        assert "do akceptacji" in words(page)
        page.context.close()
        accept(house, number, scripts)

        page = visit(house, login="wojt.prusice", scripts=scripts)
        page.goto(house.address + f"/ezd/akceptacja/{number}")
        page.locator(".dochead a", has_text="Akceptuj i podpisz").click()
        page.fill("#pin", "000000")
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        assert "PIN się nie zgadza. Zostało prób: 4" in words(page, ".summary-err"), words(page)
        page.fill("#pin", PIN)
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        assert "podpisano" in words(page, ".banner.ok"), words(page)
        page.goto(house.address + f"/ezd/pisma/{number}")
        facts = words(page, ".facts")
        assert f"{CASE}." in words(page, ".dochead") and "podpisane (XAdES)" in facts and "podpisane (PAdES)" in facts, facts
        xml = download(page, page.locator(".facts .files li", has_text="XAdES").locator("a"))
        pdf = download(page, page.locator(".facts .files li", has_text="PAdES").locator("a"))
        verify_xml(house, xml)
        verify_pdf(house, pdf)
        page.context.close()

        page = visit(house, login="kancelaria.prusice", scripts=scripts)
        page.goto(house.address + "/ezd/wysylka")
        assert title in words(page)
        page.goto(house.address + f"/ezd/wysylka/pismo/{number}")
        page.select_option("#kanal-1", "epuap-doreczyciel")
        page.locator("form button.first").click()
        assert "Podaj powód" in words(page, ".summary-err"), words(page)
        page.fill("#powod", "Adresat napisał do nas przez ePUAP")
        page.locator("form button.first").click()
        assert "Zlecono" in words(page, ".banner.ok"), words(page)
        page.context.close()

        wait_for(house, number, "wysłane")
        released = collect(house)
        assert released == xml, "the citizen got other bytes than were signed"
        found = wait_for(house, number, "doręczone")
        assert "UPD" in found and "Adresat napisał do nas przez ePUAP" in found, found
