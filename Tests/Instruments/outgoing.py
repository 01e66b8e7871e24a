"""Letters from template to delivery: written, accepted, signed, sent, collected; judged by a browser, xmlsec1 and pyHanko."""
import base64
import concurrent.futures
import datetime
import hashlib
import os
import pathlib
import re
import subprocess
import time
import zoneinfo

from lxml import etree

import client as epuap
import wire
from desk import text as words
from pages import audit, browser, visit  # noqa: F401

PIN = "246810"
YEAR = datetime.date.today().year
CASE = f"GK.6131.1.{YEAR}"
WRONA = "Wrona, Łucja; ul. Polna 5; 55-110 Prusice; /testwrona/domyslna"
PAPER = "Żuraw, Jan; ul. Leśna 7/2; 55-110 Prusice"


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
    with page.expect_navigation():
        page.keyboard.press("Enter")
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
    # The browser's driver has a loop of its own in this thread.
    with concurrent.futures.ThreadPoolExecutor() as pool:
        status = pool.submit(
            lambda: validate_pdf_signature(reader.embedded_signatures[0], ValidationContext(trust_roots=[root], allow_fetching=False))).result()
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
            page.locator("#stan-zapisu", has_text="zachowano").wait_for()
            assert "Zażółć gęślą jaźń" in words(page, "#podglad")
        forward(page)
        assert "do akceptacji" in words(page)
        page.context.close()
        accept(house, number, scripts)

        page = visit(house, login="wojt.prusice", scripts=scripts)
        page.goto(house.address + f"/ezd/akceptacja/{number}")
        page.locator(".dochead a", has_text="Akceptuj i podpisz").click()
        page.fill("#pin", "000000")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "PIN się nie zgadza. Zostało prób: 4" in words(page, ".summary-err"), words(page)
        page.fill("#pin", PIN)
        with page.expect_navigation():
            page.keyboard.press("Enter")
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


def test_the_paper_way_ends_with_the_slip(house):
    for n, scripts in enumerate((True, False)):
        title = f"Pismo na papierze {scripts}"
        number = ready_letter(house, PAPER, scripts, title)
        page = visit(house, login="kancelaria.prusice", scripts=scripts)
        page.goto(house.address + "/ezd/wysylka")
        row = page.locator("tr", has_text=title)
        assert "Nie ma innej drogi" in row.inner_text().replace("\xa0", " "), row.inner_text()
        row.locator("input[type=checkbox]").check()
        page.locator("form button.first").click()
        assert "1 przesyłkę" in words(page, "h1"), words(page)
        with page.expect_navigation():
            page.locator("form button.first").click()
        assert "Zlecono wysłanie 1 pisma" in words(page, ".banner.ok"), words(page)

        page.goto(house.address + "/ezd/wysylka/poczta")
        for what, text in [("pisma", title), ("koperty", "Żuraw"), ("etykiety", "Żuraw"), ("ksiazka", "Książka nadawcza")]:
            answer = page.context.request.get(house.address + f"/ezd/wysylka/druk/{what}")
            assert answer.status == 200 and answer.body().startswith(b"%PDF"), (what, answer.status, answer.text()[:300])
            path = os.path.join(house.data, f"{what}.pdf")
            pathlib.Path(path).write_bytes(answer.body())
            shown = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True).stdout
            assert text in shown.replace("\xa0", " "), (what, shown)
        page.goto(house.address + "/ezd/wysylka/poczta")
        page.fill("#numer-nadania", "RR123456789PL")
        page.locator("form.inline button.first").first.click()
        assert "błędną cyfrę kontrolną" in words(page, ".summary-err"), words(page)
        slip = ["RR123456785PL", "RR473124829PL"][n]
        page.fill("#numer-nadania", slip)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert slip in words(page, ".banner.ok"), words(page)
        page.locator("button", has_text="Zamknij książkę").click()
        assert "Zamknięto książkę nadawczą" in words(page, ".banner.ok"), words(page)
        link = page.locator("tbody a").first.get_attribute("href")
        assert page.context.request.get(house.address + link).body().startswith(b"%PDF")
        assert "wysłane" in letter_words(house, number)

        page.goto(house.address + "/ezd/zwroty")
        page.fill("#numer", "RR999999999PL")
        page.fill("#data", "dziś")
        page.locator("form[data-zapis] button.first").click()
        assert "Nie ma pisma o tym numerze" in words(page, ".summary-err"), words(page)
        page.fill("#numer", slip.lower())
        page.fill("#slowa", "odebrał Jan Żuraw")
        page.locator("form[data-zapis] button.first").click()
        assert "doręczone" in words(page, ".banner.ok"), words(page)
        found = letter_words(house, number)
        assert "doręczone" in found and "odebrał Jan Żuraw" in found and slip in found, found
        page.context.close()


def test_an_undelivered_letter_is_sent_another_way(house):
    number = ready_letter(house, PAPER, title="Wróci niedoręczone")
    send_otherwise(house, number, "odbior-osobisty", "Adresat przyjdzie sam")
    page = visit(house, login="kancelaria.prusice")
    page.goto(house.address + "/ezd/wysylka/do-rak")
    page.locator("tr", has_text="Żuraw").locator("input[type=checkbox]").first.check()
    page.locator("form button.first").click()
    assert "Przekazano" in words(page, ".banner.ok")
    page.goto(house.address + "/ezd/zwroty")
    page.fill("#numer", f"PISMO-{number}")
    page.select_option("#wynik", "zwrot")
    page.fill("#data", "dziś")
    page.fill("#slowa", "nie zgłosił się")
    page.locator("form[data-zapis] button.first").click()
    assert "zwrócone" in words(page, ".banner.ok"), words(page)
    assert "nie zgłosił się" in words(page)
    page.locator("tr", has_text=f"{CASE}.").locator("a", has_text="Wyślij inaczej").first.click()
    page.locator("main button.first").click()
    assert "Podaj powód" in words(page, ".summary-err")
    page.fill("#powod", "Wysyłamy pocztą")
    page.locator("main button.first").click()
    assert f"/ezd/wysylka/pismo/{number}" in page.url, (page.url, words(page))
    page.select_option("#kanal-1", "polecony-zpo")
    page.locator("form button.first").click()
    assert "Zlecono" in words(page, ".banner.ok"), words(page)
    page.context.close()


def sign_by_hand(house, number, scripts=True):
    page = visit(house, login="wojt.prusice", scripts=scripts)
    page.goto(house.address + f"/ezd/akceptacja/{number}")
    page.locator(".dochead button", has_text="podpiszę później").click()
    page.goto(house.address + f"/ezd/podpis/{number}/recznie")
    page.locator("main form button.first").click()
    assert "Podpisano pismo" in words(page, ".banner.ok"), words(page)
    page.context.close()


def test_the_scan_of_a_letter_signed_by_hand_stands_by_it_and_in_the_case(house):
    for scripts in (True, False):
        title = f"Podpisane długopisem {scripts}"
        page = visit(house, login="inspektor.prusice", scripts=scripts)
        number = begin(page, house, PAPER)
        write(page, title)
        forward(page)
        assert page.goto(house.address + f"/ezd/pisma/{number}/skan").status == 409
        accept(house, number, scripts)
        sign_by_hand(house, number, scripts)
        page.goto(house.address + f"/ezd/pisma/{number}")
        page.locator(".actions a", has_text="Dodaj skan podpisanego").click()
        audit(page, "scan of a signed letter") if scripts else None
        page.locator("main form button.first").click()
        assert "Dodaj plik" in words(page, ".summary-err"), words(page)
        page.set_input_files("#plik", files=[{"name": "wirus.exe", "mimeType": "application/pdf", "buffer": b"MZ"}])
        page.locator("main form button.first").click()
        assert "Plik musi być PDF" in words(page, ".summary-err"), words(page)
        scans = [f"%PDF-1.4 skan {n} {scripts}".encode() for n in (1, 2)]
        for n, scan in enumerate(scans):
            page.goto(house.address + f"/ezd/pisma/{number}/skan")
            page.set_input_files("#plik", files=[{"name": f"skan {n} ą.pdf", "mimeType": "application/pdf", "buffer": scan}])
            page.locator("main form button.first").click()
            assert "Dodano skan podpisanego pisma" in words(page, ".banner.ok"), words(page)
        facts = words(page, ".facts")
        for scan in scans:
            assert hashlib.sha256(scan).hexdigest() in facts, facts
        assert download(page, page.locator(".facts .files a", has_text="skan 0")) == scans[0], "the first scan was overwritten"
        # The same scan again is told, not kept.
        page.goto(house.address + f"/ezd/pisma/{number}/skan")
        page.set_input_files("#plik", files=[{"name": "jeszcze raz.pdf", "mimeType": "application/pdf", "buffer": scans[1]}])
        page.locator("main form button.first").click()
        assert "Ten sam skan jest już przy piśmie" in words(page, ".summary-err"), words(page)
        page.goto(house.address + f"/ezd/sprawy/{CASE}")
        assert words(page, ".akta >> nth=-1").count(f"Skan podpisanego pisma: {title}") == 2, words(page)
        page.goto(house.address + f"/ezd/sprawy/{CASE}?karta=metryka")
        assert words(page).count("Dołączono skan podpisanego pisma") == (2 if scripts else 4)
        page.context.close()
        stranger = visit(house, login="podatki.prusice", scripts=scripts)
        assert stranger.goto(house.address + f"/ezd/pisma/{number}/skan").status in (403, 404)
        stranger.context.close()


def test_a_letter_is_handed_over_in_the_office_with_a_receipt(house):
    for scripts in (True, False):
        title = f"Odbiór w urzędzie {scripts}"
        number = ready_letter(house, PAPER, scripts, title)
        send_otherwise(house, number, "odbior-osobisty", "Adresat przyjdzie sam", scripts)
        page = visit(house, login="kancelaria.prusice", scripts=scripts)
        page.goto(house.address + "/ezd/wysylka/do-rak")
        page.locator("tr", has=page.locator(f"a[href$='/pismo/{number}']")).locator("a", has_text="Zapisz odbiór").click()
        assert page.input_value("#kto") == "Żuraw Jan", page.input_value("#kto")
        audit(page, "hand-over") if scripts else None
        page.fill("#dzien", "+3")
        page.locator("main form button.first").click()
        summary = words(page, ".summary-err")
        assert "nie może być późniejszy niż dziś" in summary and "Dodaj skan pokwitowania" in summary, summary
        page.fill("#dzien", "d")
        page.check("input[name=dowod][value=papier]")
        page.locator("main form button.first").click()
        assert "gdzie leży pokwitowanie" in words(page, ".summary-err") and page.input_value("#kto") == "Żuraw Jan"
        receipt = f"%PDF-1.4 pokwitowanie {scripts}".encode()
        page.check("input[name=dowod][value=skan]")
        page.set_input_files("#plik", files=[{"name": "pokwitowanie.pdf", "mimeType": "application/pdf", "buffer": receipt}])
        page.locator("main form button.first").click()
        assert "Zapisano odbiór pisma" in words(page, ".banner.ok"), words(page)
        page.goto(house.address + f"/ezd/wysylki?q=odbiór")
        assert "odbiór osobisty" in words(page), words(page)
        page.context.close()
        page = visit(house, login="inspektor.prusice", scripts=scripts)
        page.goto(house.address + f"/ezd/pisma/{number}")
        found = words(page)
        assert "doręczone" in found and "odebrał(a): Żuraw Jan, adresat" in found, found
        assert download(page, page.locator(".facts a", has_text="pokwitowanie odbioru")) == receipt
        page.context.close()


def test_a_notice_by_email_says_that_it_is_no_delivery(house):
    for scripts in (True, False):
        title = f"Zaproszenie na zebranie {scripts}"
        number = ready_letter(house, PAPER + "; jan.zuraw@poczta.example", scripts, title)
        page = visit(house, login="kancelaria.prusice", scripts=scripts)
        page.goto(house.address + f"/ezd/wysylka/pismo/{number}")
        assert "Nie jest doręczeniem" in words(page), words(page)
        audit(page, "notice by e-mail") if scripts else None
        page.context.close()
        send_otherwise(house, number, "e-mail", "Adresat prosił o wiadomość", scripts)
        found = wait_for(house, number, "informacja, nie jest doręczeniem")
        assert "wysłane" in found and "doręczone" not in found.split("Adresaci i wysyłka")[1].split("Dokumenty")[0], found
        page = visit(house, login=None, scripts=scripts)
        page.goto(house.address + "/pokaz/wiadomosci")
        shown = page.inner_text("body").replace("\xa0", " ")
        assert "jan.zuraw@poczta.example" in shown and "charakter informacyjny" in shown and title not in shown, shown[:2000]
        page.context.close()
        page = visit(house, login="kancelaria.prusice", scripts=scripts)
        page.goto(house.address + "/ezd/wysylki?q=zaproszenie")
        assert "zawiadomienie e-mail" in words(page), words(page)
        page.context.close()


def test_a_letter_comes_back_with_words_and_shows_what_changed(house):
    for scripts in (True, False):
        page = visit(house, login="inspektor.prusice", scripts=scripts)
        number = begin(page, house)
        write(page, f"Do poprawy {scripts}", "Termin wynosi 7 dni.\n\nDruga linia.")
        forward(page)
        head = visit(house, login="kierownik.prusice", scripts=scripts)
        head.goto(house.address + f"/ezd/akceptacja/{number}")
        head.locator(".dochead a", has_text="Zwróć").click()
        head.locator("main button.first").click()
        assert "Napisz, co poprawić" in words(head, ".summary-err")
        head.fill("#uwagi", "Zmień termin na 14 dni")
        head.locator("main button.first").click()
        assert "Zwrócono" in words(head, ".banner.ok"), words(head)
        page.goto(house.address + f"/ezd/pisma/{number}/edycja")
        assert "Zmień termin na 14 dni" in words(page, ".note.warn")
        write(page, f"Do poprawy {scripts}", "Termin wynosi 14 dni.\n\nDruga linia.")
        forward(page)
        head.goto(house.address + f"/ezd/akceptacja/{number}")
        changes = head.inner_text(".changes")
        assert "14" in changes and head.locator(".changes del").count() and head.locator(".changes ins").count(), changes
        head.locator(".dochead a", has_text="Popraw i akceptuj").click()
        head.fill("#tekst", "Termin wynosi 21 dni.\n\nDruga linia.")
        head.locator(".entry-foot button.first").click()
        assert "Zaakceptowano" in words(head, ".banner.ok"), words(head)
        head.goto(house.address + f"/ezd/pisma/{number}/wersje?od=2&do=4")
        assert "7" in head.inner_text(".versions del") and "21" in head.inner_text(".versions ins")
        assert "poprawiono i zaakceptowano" in letter_words(house, number)
        head.context.close()
        page.context.close()


def test_of_two_who_decide_at_once_one_wins_and_the_other_reads_who(house):
    page = visit(house, login="inspektor.prusice")
    number = begin(page, house)
    write(page, "Dwoje naraz")
    forward(page)
    page.context.close()
    first, second = visit(house, login="kierownik.prusice"), visit(house, login="kierownik.prusice")
    for p in (first, second):
        p.goto(house.address + f"/ezd/akceptacja/{number}")
    first.locator(".dochead form button").click()
    assert "Zaakceptowano" in words(first, ".banner.ok")
    answer = second.context.request  # noqa: F841
    second.locator(".dochead form button").click()
    found = second.inner_text("body").replace("\xa0", " ")
    assert "W tym czasie pismo zmienił(a)" in found and "Sowa" in found, found
    first.context.close()
    second.context.close()

    # The same form sent twice accepts once.
    page = visit(house, login="inspektor.prusice")
    number = begin(page, house)
    write(page, "Dwa kliknięcia")
    forward(page)
    page.context.close()
    page = visit(house, login="kierownik.prusice")
    page.goto(house.address + f"/ezd/akceptacja/{number}")
    urls = page.evaluate(
        """async () => {
            const form = document.querySelector('.dochead form');
            const send = () => fetch(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form))});
            const answers = await Promise.all([send(), send()]);
            return answers.map(a => a.status + ' ' + a.url);
        }""")
    assert urls[0] == urls[1] and urls[0].startswith("200"), urls
    page.context.close()


def test_many_letters_are_signed_with_one_pin(house):
    titles = []
    for n in range(3):
        page = visit(house, login="inspektor.prusice", scripts=False)
        number = begin(page, house)
        titles.append(f"Zbiorowo {n}")
        write(page, titles[-1])
        forward(page)
        page.context.close()
        accept(house, number, False)
        page = visit(house, login="wojt.prusice", scripts=False)
        page.goto(house.address + f"/ezd/akceptacja/{number}")
        page.locator(".dochead button", has_text="podpiszę później").click()
        page.context.close()
    page = visit(house, login="wojt.prusice")
    page.goto(house.address + "/ezd/podpis")
    listed = words(page)
    assert all(t in listed for t in titles), listed
    for box in page.locator("input[name=pismo]").all():
        if "Zbiorowo" not in box.get_attribute("aria-label"):
            box.uncheck()
    page.fill("#pin", PIN)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Podpisano 3 pisma" in words(page, ".banner.ok"), words(page)
    page.context.close()


def test_a_platform_that_is_down_makes_letters_wait_and_the_queue_drains(house):
    from house import House, free_port

    with House(house.binary, {"EURZAD_CONNECTOR_PLATFORM_ADDRESS": f"http://127.0.0.1:{free_port()}"}) as other:
        wire.HELD, kept = {}, dict(wire.HELD)
        try:
            wire.identity(other)
            number = ready_letter(other, title="Czeka na łącze")
            send_otherwise(other, number, "epuap-doreczyciel")
            deadline = time.time() + 20
            page = visit(other, login="kancelaria.prusice")
            while time.time() < deadline:
                page.goto(other.address + "/ezd/wysylka/lacze")
                if "Następna próba" in words(page):
                    break
                time.sleep(0.5)
            found = words(page)
            assert "Czeka od" in found and ("Nie udało się połączyć" in found or "nie odpowiada" in found) and "Następna próba" in found, found
            audit(page, "waiting for the link")
            page.context.close()
            other.stop()
            other.env["EURZAD_CONNECTOR_PLATFORM_ADDRESS"] = other.address
            other.start()
            wait_for(other, number, "wysłane", 40)
            collect(other)
            wait_for(other, number, "doręczone")
        finally:
            wire.HELD.clear()
            wire.HELD.update(kept)


def test_internal_letters_reach_their_recipients(house):
    page = visit(house, login="inspektor.prusice")
    page.goto(house.address + "/ezd/pisma/nowe?rodzaj=wewnetrzne")
    page.select_option("#szablon", "pusty")
    page.fill("#komu-1", "FN")
    page.fill("#komu-2", "nie ma takiej")
    page.locator(".entry-foot button.first").click()
    assert "Nie ma osoby ani komórki" in words(page, ".summary-err")
    page.fill("#komu-2", "")
    page.locator(".entry-foot button.first").click()
    number = int(re.search(r"/ezd/pisma/(\d+)/edycja", page.url)[1])
    write(page, "Prośba o dane do sprawy")
    forward(page)
    page.context.close()
    page = visit(house, login="kierownik.prusice")
    page.goto(house.address + f"/ezd/akceptacja/{number}")
    page.locator(".dochead form button", has_text="Akceptuj").click()
    assert "Odbiorcy już je mają" in words(page, ".banner.ok"), words(page)
    page.context.close()
    page = visit(house, login="kancelaria.prusice")
    page.goto(house.address + "/ezd/pisma-wewnetrzne")
    assert "RPWew/1/" in words(page) and "Prośba o dane do sprawy" in words(page), words(page)
    audit(page, "register of internal letters")
    page.context.close()
    page = visit(house, login="skarbnik.prusice")
    page.goto(house.address + "/ezd/skrzynka?widok=komorka")
    assert "Prośba o dane do sprawy" in words(page), words(page)
    assert page.goto(house.address + f"/ezd/pisma/{number}").status == 200
    page.context.close()


def test_a_mass_mailing_is_one_letter_and_one_entry(house):
    people = "\n".join(f"Adresat{n}, Jan; ul. Polna {n}; 55-110 Prusice" for n in range(1, 31))
    page = visit(house, login="inspektor.prusice")
    page.goto(house.address + "/ezd/pisma/nowe")
    page.select_option("#szablon", "pusty")
    page.fill("#inni", people)
    page.locator(".entry-foot button.first").click()
    number = int(re.search(r"/ezd/pisma/(\d+)/edycja", page.url)[1])
    write(page, "Zebranie wiejskie")
    forward(page)
    page.context.close()
    accept(house, number)
    sign(house, number)
    page = visit(house, login="kancelaria.prusice")
    page.goto(house.address + "/ezd/wysylka")
    row = page.locator("tr", has_text="Zebranie wiejskie")
    assert "i inni (30)" in row.inner_text(), row.inner_text()
    row.locator("input[type=checkbox]").check()
    page.locator("form button.first").click()
    assert "30 przesyłek" in words(page, "h1"), words(page, "h1")
    with page.expect_navigation():
        page.locator("form button.first").click()
    page.goto(house.address + "/ezd/wysylki?q=zebranie")
    assert "adresaci według rozdzielnika (30)" in words(page), words(page)
    page.context.close()


def test_the_registers_sort_print_and_export(house):
    page = visit(house, login="kancelaria.prusice")
    for order in ("lp", "data", "adresat", "znak", "sposob"):
        for way in ("", "&kierunek=rosnaco"):
            assert page.goto(house.address + f"/ezd/wysylki?sort={order}{way}").status == 200
    assert "RPWy/1/" in words(page)
    page.goto(house.address + "/ezd/wysylki?od=kiedys")
    assert "daty nie da się odczytać" in words(page, ".summary-err")
    text = page.context.request.get(house.address + "/ezd/wysylki/csv").body().decode()
    assert text.startswith('\ufeff"Lp."') and f"RPWy/1/{YEAR}" in text, text[:200]
    etree.fromstring(page.context.request.get(house.address + "/ezd/wysylki/xml").body())
    pdf = page.context.request.get(house.address + "/ezd/wysylki/druk").body()
    path = os.path.join(house.data, "rejestr.pdf")
    pathlib.Path(path).write_bytes(pdf)
    pages = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True).stdout.split("\f")
    # The day of the office, which is another one than the machine's for an hour or two at night.
    printed = f"Wydrukowano {datetime.datetime.now(zoneinfo.ZoneInfo('Europe/Warsaw')):%d.%m.%Y}"
    assert pages[0].strip(), "the register was printed empty"
    assert all(printed in p.replace("\xa0", " ") for p in pages if p.strip()), (printed, pages[0])
    page.context.close()
    page = visit(house, login="inspektor.prusice")
    assert page.goto(house.address + "/ezd/wysylki").status == 403
    assert page.goto(house.address + "/ezd/wysylka").status == 403
    page.context.close()


def test_templates_are_changed_with_a_view_of_what_changes(house):
    for login in ("sekretarz.prusice", "admin.prusice"):
        page = visit(house, login=login)
        page.goto(house.address + "/admin/szablony")
        page.locator("tbody a", has_text="Wezwanie (art. 50").click()
        body = page.input_value("#tekst")
        page.fill("#tekst", body + "\n\n{{nie.ma}}")
        page.locator(".entry-foot button.first").click()
        assert "Nie ma pola „nie.ma”" in words(page, ".summary-err"), words(page)
        page.fill("#tekst", body + f"\n\nDopisano przez {login}.")
        page.locator("button", has_text="Pokaż zmiany").click()
        assert login in " ".join(page.locator(".versions ins").all_inner_texts()), words(page)
        audit(page, "template with changes")
        page.locator(".entry-foot button.first").click()
        assert "Zapisano szablon" in words(page, ".banner.ok"), words(page)
        page.locator("tbody a", has_text="Wezwanie (art. 50").click()
        page.locator(".views a", has_text="Wersje").click()
        assert login in page.inner_text(".versions")
        page.context.close()
    page = visit(house, login="inspektor.prusice")
    assert page.goto(house.address + "/admin/szablony").status == 403
    page.context.close()


def test_others_do_not_see_the_letter(house):
    page = visit(house, login="inspektor.prusice")
    number = begin(page, house)
    page.context.close()
    for login in ("podatki.prusice", "kancelaria.wolow"):
        page = visit(house, login=login)
        assert page.goto(house.address + f"/ezd/pisma/{number}").status in (403, 404), login
        assert page.goto(house.address + f"/ezd/pisma/{number}/edycja").status in (403, 404), login
        page.context.close()
    page = visit(house, login="wojt.prusice")
    assert page.goto(house.address + f"/ezd/pisma/{number}/edycja").status == 403
    page.context.close()


def test_no_page_of_letters_has_an_accessibility_fault(house):
    number = ready_letter(house, title="Do przeglądu stron")
    page = visit(house, login="inspektor.prusice")
    draft = begin(page, house)
    page.context.close()
    for width in (1280, 375):
        for login, paths in [
            ("inspektor.prusice", [
                "/ezd/pisma", "/ezd/pisma/nowe", "/ezd/pisma/nowe?rodzaj=wewnetrzne", f"/ezd/sprawy/{CASE}/pisma/nowe", f"/ezd/pisma/{number}",
                f"/ezd/pisma/{draft}/edycja", f"/ezd/pisma/{draft}/anuluj", f"/ezd/pisma/{number}/wersje"]),
            ("wojt.prusice", ["/ezd/akceptacja", f"/ezd/akceptacja/{number}", f"/ezd/akceptacja/{number}/zwroc", "/ezd/podpis", f"/ezd/akceptacja/{number}/podpis", f"/ezd/podpis/{number}/recznie"]),
            ("kancelaria.prusice", [
                "/ezd/wysylka", "/ezd/wysylka/potwierdz", "/ezd/wysylka/potwierdz?grupa=polecony-zpo", f"/ezd/wysylka/pismo/{number}", "/ezd/wysylka/poczta", "/ezd/wysylka/do-rak",
                "/ezd/wysylka/lacze", "/ezd/wysylka/ksiazki", "/ezd/wysylki", "/ezd/pisma-wewnetrzne", "/ezd/zwroty"]),
            ("sekretarz.prusice", ["/admin/szablony", "/admin/szablony/nowy", "/admin/szablony/1", "/admin/szablony/1/wersje"]),
        ]:
            page = visit(house, login=login, width=width)
            for path in paths:
                page.goto(house.address + path)
                audit(page, (path, width))
            assert not page.messages, (login, page.messages)
            page.context.close()
