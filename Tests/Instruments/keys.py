"""The keys of a clerk's day, counted: each task done with the keyboard alone, in a real browser, within its bar."""
import os
import re
import time

from assignments import assign, head_name, letters
from cases import sign_of
from desk import go, save, text as words
from outgoing import CASE, PAPER, PIN, WRONA, accept, ready_letter
from pages import audit, register, visit

NEXT = "wniosek o wycinkę świerka"


class Keys:
    """Presses keys and counts them; a chord counts each of its keys. Reading a label with a scanner is not typing."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, *chords):
        for chord in chords:
            self.page.keyboard.press(chord)
            self.count += len(chord.split("+"))

    def type(self, text):
        self.page.keyboard.type(text)
        self.count += len(text)

    def scan(self, text):
        self.page.keyboard.type(text)

    def settles(self, url):
        self.page.wait_for_url(re.compile(url))

    def at_most(self, bar, task):
        assert self.count <= bar, f"{task}: {self.count} keys, at most {bar}"
        print(f"# {task}: {self.count} keys of {bar}")


def allowed(house, login):
    """A person who allowed one-letter keys."""
    page = visit(house, login)
    page.goto(house.address + "/ja/skroty")
    if page.get_attribute("body", "data-klawisze") != "tak":
        page.locator("main button").first.click()
    return page


def test_a_letter_of_a_known_sender(house):
    page = visit(house)
    register(page, house, "Kowalikowska", "Wniosek o odpis")
    page.fill("#ulica", "Polna")
    page.fill("#budynek", "7")
    page.locator("form[data-zapis] button.btn.first").click()
    # The letter has to be in the register before its sender can be known.
    page.wait_for_url(lambda url: "zarejestrowano=" in url)
    page.goto(house.address + "/ezd/rejestracja")
    keys, subject = Keys(page), "Skarga na hałas nocą"
    keys.type("kowal")
    keys.press("Enter")
    page.locator("#temat:focus").wait_for()
    assert page.input_value("#nazwisko") == "Kowalikowska" and page.input_value("#ulica") == "Polna"
    keys.type(subject)
    keys.press("Control+Enter")
    keys.settles("zarejestrowano=")
    keys.at_most(12 + len(subject), "a letter of a known sender, its subject typed")
    page.locator(".banner.ok a.ref").click()
    facts = words(page, ".facts")
    assert "Kowalikowska" in facts and "Polna 7" in facts, facts
    assert not page.messages, page.messages
    page.context.close()


LETTER = """<!doctype html><meta charset="utf-8"><body style="font: 26px/1.5 'DejaVu Serif'; width: 1000px; margin: 60px">
<p style="float: right">Prusice, dnia 12 marca 2026 r.</p><p>{name}<br>ul. Leśna 8<br>55-110 Prusice</p>
<p style="margin-left: 500px">Urząd Gminy Prusice</p><h2 style="text-align: center">Wniosek o wydanie odpisu decyzji</h2>
<p>Proszę o wydanie odpisu decyzji z 3 lutego 2025 r.</p><p>Załączniki: 2</p><p style="margin-left: 500px">{name}</p>"""


def scanned(house, page, name, kind):
    """A letter as a scanner saves it: a picture, or a PDF with words."""
    page.set_content(LETTER.format(name=name))
    folder = os.path.join(house.data, "skany", "prusice")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, f"{name}.{kind}")
    page.pdf(path=path) if kind == "pdf" else page.screenshot(path=path, full_page=True)
    # Saved a while ago: what changes this very second may not be whole.
    os.utime(path, (time.time() - 10, time.time() - 10))
    return path


def test_a_scanned_letter(house):
    page = visit(house)
    for name in ("Bolesława Żyto", "Urszula Gajda"):
        given, surname = name.split()
        register(page, house, surname, f"Pismo {name}")
        page.fill("#imiona", given)
        page.fill("#ulica", "Leśna")
        page.fill("#budynek", "8")
        page.locator("form[data-zapis] button.btn.first").click()
    drawing = visit(house, login=None)
    paths = [scanned(house, drawing, "Bolesława Żyto", "png"), scanned(house, drawing, "Urszula Gajda", "pdf"), scanned(house, drawing, "Nieznana Osoba", "pdf")]
    spoiled = os.path.join(os.path.dirname(paths[0]), "notatka.pdf")
    with open(spoiled, "wb") as f:
        f.write(b"to nie jest PDF")
    os.utime(spoiled, (time.time() - 10, time.time() - 10))
    for _ in range(240):
        go(page, house, "/ezd/rejestracja/skany")
        if words(page).count("odczytany") == 3:
            break
        page.wait_for_timeout(250)
    assert words(page).count("odczytany") == 3, words(page)
    assert not any(os.path.exists(path) for path in paths) and os.listdir(os.path.join(os.path.dirname(spoiled), "odrzucone")) == ["notatka.pdf"]
    audit(page, "scans")
    go(page, house, "/ezd/rejestracja")
    audit(page, "registration beside a scan")
    assert page.locator("img[src*=podglad]").evaluate("image => image.complete && image.naturalWidth > 300")

    for n in range(2):
        name = page.input_value("#imiona") + " " + page.input_value("#nazwisko")
        assert name in ("Bolesława Żyto", "Urszula Gajda"), (name, page.input_value("#temat"))
        assert page.input_value("#temat") == "Wniosek o wydanie odpisu decyzji" and page.input_value("#zalaczniki") == "2"
        assert page.input_value("#zdnia").replace("\xa0", " ") in ("12.03.2026", "12 III 2026"), page.input_value("#zdnia")
        keys = Keys(page)
        keys.press("Control+Enter")
        keys.settles("zarejestrowano=")
        keys.at_most(12, "a scanned letter of a known sender")
        letter = page.locator(".banner.ok a.ref").get_attribute("href")
        other = visit(house)
        go(other, house, letter)
        assert name.split()[1] in words(other, ".facts") and f"{name}." in words(other, ".facts"), words(other, ".facts")
        other.context.close()
    # The next one opens by itself; its sender is new, and his name is typed.
    assert page.input_value("#nazwisko") == "" and page.input_value("#temat") == "Wniosek o wydanie odpisu decyzji"
    page.get_by_role("link", name="Odrzuć skan").click()
    page.fill("#powod", "Próba")
    save(page)
    assert "Odrzucono skan" in words(page, ".banner"), words(page)
    go(page, house, "/ezd/rejestracja")
    assert not page.locator(".scan-beside").count()
    assert not page.messages, page.messages
    drawing.context.close()
    page.context.close()


def test_a_scan_is_one_letter_of_one_office(house):
    first, second = visit(house), visit(house, scripts=False)
    go(first, house, "/ezd/rejestracja/skany")
    first.set_input_files("#pliki", files=[
        {"name": "pusta.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%pusta"}, {"name": "a.txt", "mimeType": "text/plain", "buffer": b"abc"}])
    first.get_by_role("button", name="Dodaj").click()
    assert "To nie są pliki PDF, JPG, PNG ani TIFF: a.txt" in words(first, ".summary-err") and "pusta.pdf" in words(first), words(first)
    scan = re.search(r"skan=(\d+)", first.locator("tbody th a").last.get_attribute("href"))[1]
    for page in (first, second):
        go(page, house, f"/ezd/rejestracja?skan={scan}")
        page.fill("#nazwisko", "Podwójna")
        page.fill("#temat", "Jeden skan dwa razy")
    for page in (first, second):
        save(page)
    assert "zarejestrowano=" in first.url and "Ten skan ktoś już zarejestrował" in words(second, ".summary-err"), words(second)
    assert second.input_value("#temat") == "Jeden skan dwa razy"
    for who, status in (("kancelaria.wolow", 404), ("inspektor.prusice", 403)):
        page = visit(house, who)
        for way in ("podglad", "plik", "odrzuc"):
            answer = page.context.request.get(f"{house.address}/ezd/rejestracja/skany/{scan}/{way}")
            assert answer.status == status, (who, way, answer.status)
        page.context.close()
    for page in (first, second):
        page.context.close()


def test_a_letter_of_a_new_sender(house):
    page = visit(house)
    page.goto(house.address + "/ezd/rejestracja")
    keys = Keys(page)
    keys.press("Tab", "Tab", "Tab")
    # The kind of sender stands between; a person is chosen already.
    keys.type("Grzelińska")
    keys.press("Tab")
    keys.type("Ola")
    keys.press("Tab")
    keys.type("Lipowa")
    keys.press("Tab")
    keys.type("3")
    keys.press("Tab", "Tab")
    keys.type("55-110")
    keys.press("Tab")
    keys.type("Prusice")
    for _ in range(12):
        if page.evaluate("document.activeElement.id") == "temat":
            break
        keys.press("Tab")
    keys.type("Wniosek o odpis aktu urodzenia")
    keys.press("Control+Enter")
    keys.settles("zarejestrowano=")
    keys.at_most(100, "a letter of a new sender")
    page.locator(".banner.ok a.ref").click()
    facts = words(page, ".facts")
    assert "Grzelińska" in facts and "Lipowa 3" in facts and "55-110" in facts, facts
    page.context.close()


def test_assigning(house):
    for letter in letters(house, [f"Wniosek o naprawę ławki nr {n}" for n in range(6)]):
        page = visit(house, "wojt.prusice")
        assign(page, house, letter, "GK", dyspozycja="Proszę o załatwienie")
        page.context.close()
    first, second = letters(house, ["Wniosek o naprawę ławki w parku", "Pismo w innej sprawie"])
    page = allowed(house, "wojt.prusice")
    go(page, house, first + "/dekretacja")
    keys = Keys(page)
    keys.press("Shift+D")
    keys.settles("zadekretowano")
    keys.at_most(2, "assigning as suggested")

    go(page, house, second + "/dekretacja")
    keys, note = Keys(page), "Proszę sprawdzić mapę"
    keys.press("d")
    page.locator('#adresat:focus').wait_for()
    keys.type("SO")
    for _ in range(4):
        if page.evaluate("document.activeElement.id") == "dyspozycja":
            break
        keys.press("Tab")
    keys.type(note)
    keys.press("Control+Enter")
    keys.settles("zadekretowano")
    keys.at_most(len(note) + 7, "assigning to another with a note")
    assert note in words(page), words(page)
    page.context.close()


def test_a_case_and_a_reply(house):
    officer = head_name(house, "inspektor.prusice")
    for n in range(4):
        letter = letters(house, [f"{NEXT} {n}"])[0]
        page = visit(house, "wojt.prusice")
        assign(page, house, letter, officer)
        page.context.close()
        page = allowed(house, "inspektor.prusice")
        go(page, house, letter)
        keys = Keys(page)
        keys.press("z")
        keys.settles("/sprawy/nowa")
        if not page.locator("input[name=klasa]:checked").count():
            # Nothing like it was ever filed: the class is typed, which the next letter is spared.
            page.fill("#inna-klasa", "6131")
            page.locator("form.entry button.first").click()
            page.context.close()
            continue
        keys.press("Enter")
        keys.settles("zrobiono=zalozono")
        keys.at_most(3, "opening a case")
        break
    else:
        raise AssertionError("after four letters alike the class is not suggested")
    go(page, house, f"/ezd/sprawy/{sign_of(page)}")
    keys = Keys(page)
    keys.press("o")
    keys.settles("/pisma/nowe")
    keys.press("Control+Enter")
    keys.settles("/edycja")
    page.fill("#tytul", "Odpowiedź na wniosek")
    page.fill("#tekst", "Odpowiadamy na wniosek.")
    keys.press("Control+Enter")
    keys.settles("przekazano")
    keys.at_most(6, "a reply from template to approval, its text apart")
    page.context.close()


def test_approving_and_signing(house):
    from outgoing import begin, forward, write

    page = visit(house, "inspektor.prusice")
    number = begin(page, house, WRONA)
    write(page, "Pismo do podpisu klawiszami")
    forward(page)
    page.context.close()
    accept(house, number)
    page = allowed(house, "wojt.prusice")
    go(page, house, f"/ezd/akceptacja/{number}")
    keys = Keys(page)
    keys.press("a")
    page.wait_for_selector("#pin")
    assert page.evaluate("document.activeElement.id") == "pin"
    keys.type(PIN)
    keys.press("Enter")
    page.wait_for_selector(".banner.ok")
    assert "podpisano" in words(page, ".banner.ok"), words(page)
    keys.at_most(len(PIN) + 3, "approving and signing")
    page.context.close()


def posting_number(serial):
    """A number of a registered item with its check digit (UPU S10)."""
    digits = f"{serial:08d}"
    check = 11 - sum(int(d) * w for d, w in zip(digits, (8, 6, 4, 2, 3, 5, 9, 7))) % 11
    return f"RR{digits}{ {10: 0, 11: 5}.get(check, check)}PL"


def send(page, house, channel):
    """Sends the whole group of a channel, which is the first one, and gives the keys it took."""
    for _ in range(5):
        go(page, house, "/ezd/wysylka")
        if page.locator("fieldset.channel-group legend").first.inner_text().lower().startswith(channel.lower()):
            break
        # Left by another test; sent by the mouse, uncounted.
        page.locator("[data-zaznacz-grupe]").first.check()
        page.get_by_role("button", name="Wyślij zaznaczone").click()
        page.locator("form[action='/ezd/wysylka'] button.first").click()
    else:
        raise AssertionError(words(page))
    keys = Keys(page)
    keys.press("x", "w")
    page.wait_for_selector("h1:has-text('Wysłać')")
    page.locator('button:focus').first.wait_for()
    keys.press("Enter")
    page.wait_for_selector(".banner.ok")
    assert "Zlecono" in words(page, ".banner.ok"), words(page)
    return keys


def test_sending_twenty_electronic_letters(house):
    ready_letter(house, "\n".join(["Gmina Wołów; Rynek 34; 56-100 Wołów; /umwolow/SkrytkaESP"] * 20), title="Zawiadomienie dla dwudziestu")
    page = allowed(house, "kancelaria.prusice")
    keys = send(page, house, "ePUAP")
    keys.at_most(6, "sending twenty electronic letters")
    page.context.close()


def test_sending_twenty_registered_letters(house):
    ready_letter(house, "\n".join(f"Żuraw, Jan {chr(65 + n)}; ul. Leśna {n + 1}; 55-110 Prusice" for n in range(20)), title="Zawiadomienie na papierze dla dwudziestu")
    page = allowed(house, "kancelaria.prusice")
    keys = send(page, house, "List")
    go(page, house, "/ezd/wysylka/poczta")
    for n in range(20):
        page.locator('#numer-nadania:focus').wait_for()
        number = posting_number(31000000 + n)
        keys.scan(number)
        keys.press("Enter")
        page.wait_for_selector(f".banner.ok:has-text('{number}')")
    keys.at_most(60, "sending twenty registered paper letters")
    page.context.close()
