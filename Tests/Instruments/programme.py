"""The programme: half a year of eight offices on the leader's dashboard, in the report and by a count of its own; a course from its first lesson to a verified certificate."""
import csv
import datetime
import io
import json
import os
import re
import sqlite3
import subprocess
import tempfile

from desk import go, save, text
from house import House
from outgoing import download
from pages import audit, register, visit


class HalfYearHouse(House):
    def __enter__(self):
        self.command("demo", "--letters", "4", "--half-year")
        return self.start()


def judge(page, where):
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        audit(page, (where, width))
    page.set_viewport_size({"width": 1280, "height": 900})


def quarter_before():
    """The last quarter that is over, and its days."""
    today = datetime.date.today()
    first = datetime.date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    last = first - datetime.timedelta(days=1)
    return f"{last.year}-{(last.month - 1) // 3 + 1}", datetime.date(last.year, last.month - 2, 1).isoformat(), last.isoformat()


def counted(house, first, last):
    """Letters of every office by plain SQL, without the program: {office: (electronic, all)}."""
    found = {}
    folder = os.path.join(house.data, "databases")
    for name in sorted(os.listdir(folder)):
        office = re.fullmatch(r"office-(.+)\.(?:db|sqlite3?)", name)
        if not office:
            continue
        db = sqlite3.connect(f"file:{os.path.join(folder, name)}?mode=ro", uri=True)
        incoming = db.execute(
            "SELECT sum(channel NOT IN ('papier', 'osobiscie')), count(*) FROM incoming_letter WHERE cancelled_at IS NULL AND registered_day BETWEEN ? AND ?",
            (first, last)).fetchone()
        outgoing = db.execute(
            "SELECT sum(channel IN ('konto', 'e-doreczenia', 'epuap-doreczyciel', 'epuap-skrytka')), count(*) FROM outgoing_register "
            "WHERE cancelled_at IS NULL AND book = 'wychodzace' AND handed_day BETWEEN ? AND ?", (first, last)).fetchone()
        found[office[1]] = ((incoming[0] or 0) + (outgoing[0] or 0), incoming[1] + outgoing[1])
        db.close()
    return found


def test_dashboard_report_and_a_count_of_its_own_agree(house):
    if house.env.get("EURZAD_DATABASE_ENGINE") == "postgres" or not any(n.startswith("office-") for n in os.listdir(os.path.join(house.data, "databases"))):
        return
    quarter, first, last = quarter_before()
    with HalfYearHouse(house.binary) as own:
        truth = counted(own, first, last)
        assert len(truth) == 8 and all(every > 20 for _, every in truth.values()), truth
        stranger = visit(own, login=None)
        answer = stranger.context.request.get(f"{own.address}/program/dane.csv?okres={quarter}")
        rows = list(csv.DictReader(answer.body().decode("utf-8-sig").splitlines(), delimiter=";"))
        told = {r["urzad"]: (int(r["licznik"]), int(r["mianownik"])) for r in rows if r["wskaznik"] == "e-korespondencja"}
        total = (sum(e for e, _ in truth.values()), sum(a for _, a in truth.values()))
        assert told == {**truth, "razem": total}, (told, truth)
        share = f"{(total[0] * 2000 + total[1]) // (2 * total[1]) / 10:.1f}".replace(".", ",")
        data = json.loads(stranger.context.request.get(f"{own.address}/program/dane.json?okres={quarter}").body())
        same = [v for v in data["wartosci"] if v["wskaznik"] == "e-korespondencja" and v["urzad"] == "razem"]
        assert same[0]["wartosc"].replace(".", ",") == share, same
        assert [v["brak"] for v in data["wartosci"] if v["wskaznik"] == "e-uslugi" and v["urzad"] == "razem"] == ["brak-danych"]
        # The public sees closed quarters only.
        now = f"{datetime.date.today().year}-{(datetime.date.today().month - 1) // 3 + 1}"
        go(stranger, own, f"/program?okres={now}", 404)
        go(stranger, own, "/program/pulpit", 200)
        assert "/logowanie" in stranger.url, stranger.url
        go(stranger, own, "/program")
        assert share in text(stranger) and f"{total[0]}" in text(stranger).replace(" ", ""), text(stranger)[:600]
        judge(stranger, "/program")
        go(stranger, own, f"/program/gminy/wolow?okres={quarter}")
        assert "{} z {}".format(*truth["wolow"]) in text(stranger), text(stranger)[:800]
        judge(stranger, "an office")
        go(stranger, own, "/program/dane")
        judge(stranger, "data")
        pdf = stranger.context.request.get(f"{own.address}/program/sprawozdanie.pdf?okres={quarter}").body()
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(pdf)
            file.flush()
            words = subprocess.run(["pdftotext", "-layout", file.name, "-"], capture_output=True, text=True).stdout.replace("\xa0", " ")
        assert b"pdfaid" in pdf and f"{share}%" in words, words[:800]
        for electronic, every in truth.values():
            assert f"{electronic} z {every}" in words, (electronic, every)
        leader_acts(own, quarter, now, truth)


def leader_acts(own, quarter, now, truth):
    """A figure from outside with its proof, and a correction that leaves both numbers."""
    leader = visit(own, login="program.prusice", scripts=False)
    go(leader, own, f"/program/pulpit?okres={now}")
    assert "kwartał niezamknięty" in text(leader)
    leader.context.close()
    leader = visit(own, login="program.prusice")
    go(leader, own, f"/program/pulpit?okres={now}")
    judge(leader, "the leader")
    go(leader, own, "/program/pulpit/cele")
    judge(leader, "aims")
    go(leader, own, "/program/pulpit/liczby")
    leader.get_by_role("button", name="Zapisz liczbę").click()
    assert "Dodaj plik, który dowodzi tej liczby" in text(leader) and "Wpisz kwartał" in text(leader), text(leader)
    judge(leader, "a figure without proof")
    leader.select_option("#gmina", "wolow")
    leader.fill("#okres", quarter)
    leader.select_option("#wskaznik", "swiadomosc")
    leader.fill("#licznik", "180")
    leader.fill("#mianownik", "400")
    leader.fill("#zrodlo", "Badanie OR.0642.3")
    leader.set_input_files("#dowod", files=[{"name": "badanie.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 badanie"}])
    leader.get_by_role("button", name="Zapisz liczbę").click()
    assert "Liczba zapisana" in text(leader), text(leader)
    go(leader, own, f"/program/gminy/wolow?okres={quarter}")
    assert "Dziś liczymy: 45,0% 180 z 400" in text(leader), text(leader)
    go(leader, own, f"/program/pulpit?okres={quarter}")
    leader.get_by_role("button", name="Zapisz korektę").click()
    assert "Podaj powód korekty" in text(leader), text(leader)
    leader.fill("#powod", "Badanie przyszło po zamknięciu")
    leader.get_by_role("button", name="Zapisz korektę").click()
    assert "Obie liczby są widoczne" in text(leader), text(leader)
    go(leader, own, f"/program/gminy/wolow?okres={quarter}")
    shown = text(leader)
    assert "korekta 1: Badanie przyszło po zamknięciu" in shown and "Poprzednio brak danych" in shown and "180 z 400" in shown, shown
    leader.context.close()
    # Another office's coordinator decides nothing for all.
    other = visit(own, login="program.wolow")
    go(other, own, f"/program/pulpit?okres={now}")
    assert other.get_by_role("button", name="Zamknij kwartał").count() == 0
    go(other, own, "/program/pulpit/cele", 403)
    other.context.close()


def press(page, words):
    page.get_by_role("button", name=words, exact=True).first.click()


def exercise(page, house, id, words):
    go(page, house, "/ezd/szkolenia/kurs/kancelaria")
    page.locator(f"#{id}").get_by_role("button", name=words, exact=True).click()


def test_a_trainee_passes_a_course_to_a_verified_certificate(house):
    admin = visit(house, login="admin.prusice")
    go(admin, house, "/ezd/szkolenia")
    judge(admin, "courses before")
    press(admin, "Otwórz urząd szkoleniowy")
    assert "Urząd szkoleniowy jest gotowy" in text(admin), text(admin)
    page = visit(house)
    go(page, house, "/ezd/szkolenia/kurs/podatki")
    assert "nie są jeszcze częścią programu" in text(page)
    exercise(page, house, "kp-1", "Zacznij ćwiczenie")
    exercise(page, house, "kp-1", "Sprawdź, czy zrobione")
    assert "Jeszcze nie" in text(page, "#kp-1"), text(page)
    judge(page, "a course")
    press(page, "Wejdź do urzędu szkoleniowego")
    assert "SZKOLENIE" in text(page, "header"), text(page, "body")[:300]
    register(page, house, "Sowa", "Wniosek o wycinkę drzewa")
    page.locator("form[data-zapis] button.first").click()
    number = re.search(r"RPW/(\d+)/(\d+)", text(page, ".banner.ok"))
    letter = f"/ezd/wplywy/{number[2]}/{number[1]}"
    judge(page, "registered in training")
    exercise(page, house, "kp-1", "Sprawdź, czy zrobione")
    assert "Ćwiczenie zrobione" in text(page), text(page)
    # The wrong act is told in words.
    exercise(page, house, "kp-3", "Zacznij ćwiczenie")
    exercise(page, house, "kp-2", "Zacznij ćwiczenie")
    go(page, house, letter + "/popraw")
    page.fill("#temat", "Wniosek o wycinkę drzewa przy drodze")
    page.fill("#powod", "Pełny temat")
    page.locator("form[novalidate] button.first").click()
    exercise(page, house, "kp-3", "Sprawdź, czy zrobione")
    assert "trzeba anulować numer" in text(page, "#kp-3"), text(page, "#kp-3")
    exercise(page, house, "kp-2", "Sprawdź, czy zrobione")
    assert "Ćwiczenie zrobione" in text(page)
    go(page, house, letter + "/anuluj")
    page.fill("#powod", "Zarejestrowano dwa razy")
    page.locator("main button.danger").click()
    exercise(page, house, "kp-3", "Sprawdź, czy zrobione")
    assert "Ćwiczenie zrobione" in text(page), text(page)
    exercise(page, house, "kp-4", "Zacznij ćwiczenie")
    go(page, house, f"/ezd/wplywy/{number[2]}/1/wyjecie")
    page.fill("#kto", "Iga Przykładna, GK")
    save(page)
    go(page, house, "/ezd/sklad")
    page.get_by_role("button", name=re.compile("Wróciło")).first.click()
    exercise(page, house, "kp-4", "Sprawdź, czy zrobione")
    assert "Ćwiczenie zrobione" in text(page), text(page)
    go(page, house, "/ezd/szkolenia/kurs/kancelaria/sprawdzian")
    press_first(page)
    assert page.locator(".summary-err").count() == 1
    judge(page, "a test without answers")
    for n, answer in enumerate((1, 0, 1, 0, 0), 1):
        page.check(f"input[name='pytanie-{n}'][value='{answer}']")
    press_first(page)
    assert "Sprawdzian zdany" in text(page), text(page)
    press(page, "Wystaw zaświadczenie")
    pdf = download(page, page.get_by_role("link", name="Pobierz zaświadczenie (PDF)"))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "z.pdf")
        with open(path, "wb") as file:
            file.write(pdf)
        subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", path, os.path.join(folder, "z")], check=True)
        found = subprocess.run(["zbarimg", "-q", "--raw", os.path.join(folder, "z.png")], capture_output=True, text=True).stdout.strip()
    assert intact(pdf)
    stranger = visit(house, login=None)
    assert found.startswith(house.address + "/program/zaswiadczenie/"), found
    stranger.goto(found)
    shown = text(stranger)
    assert "prawdziwe i ważne" in shown and "Punkt kancelaryjny" in shown and sha256(pdf) in shown, shown
    judge(stranger, "a certificate")
    go(stranger, house, "/program/zaswiadczenie/0123456789abcdef0123", 404)
    assert "Nie ma zaświadczenia" in text(stranger)
    go(admin, house, "/ezd/szkolenia/wyniki")
    assert "Punkt kancelaryjny" in text(admin)
    judge(admin, "results")
    press_reset(admin, house)
    # The account of the old training office is closed, and what was passed stays.
    page.goto(house.address + "/ezd/szkolenia")
    assert "/logowanie" in page.url, page.url


def test_the_books_and_the_question_after_a_matter(house):
    leader = visit(house, login="program.prusice")
    go(leader, house, "/program/budzet")
    shown = re.sub(r"\s", " ", text(leader))
    assert "2 400 000,00" in shown and "2 040 000,00" in shown and "360 000,00" in shown, shown
    press(leader, "Zapisz wydatek")
    assert "Wpisz numer dokumentu" in text(leader) and "Dodaj plik dokumentu" in text(leader), text(leader)
    judge(leader, "an expense with mistakes")
    leader.select_option("#pozycja", "3")
    leader.select_option("#gmina", "wolow")
    leader.fill("#dzien", "d")
    leader.fill("#dokument", "FV 7/2026")
    leader.fill("#kwota", "1000,10")
    leader.set_input_files("#plik", files=[{"name": "fv.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 fv"}])
    press(leader, "Zapisz wydatek")
    assert "Zapisano." in text(leader) and "850,09" in text(leader) and "150,01" in text(leader), text(leader)
    leader.get_by_role("button", name=re.compile("Wykonane dziś")).first.click()
    assert "Zapisano." in text(leader)
    rows = list(csv.DictReader(leader.context.request.get(house.address + "/program/budzet.csv").body().decode("utf-8-sig").splitlines(), delimiter=";"))
    assert [r["kwota"] for r in rows if r["rodzaj"] == "wydatek"] == ["1000,10"], rows
    go(leader, house, "/program/plakaty")
    judge(leader, "posters")
    go(leader, house, "/program/plakaty/wolow")
    judge(leader, "a poster")
    other = visit(house, login="program.wolow")
    go(other, house, "/program/budzet")
    assert other.get_by_role("button", name="Zapisz wydatek").count() == 0
    stranger = visit(house, login=None, scripts=False)
    go(stranger, house, "/program/budzet")
    assert "/logowanie" in stranger.url
    for n in range(6):
        go(stranger, house, "/program/ocena/wolow")
        stranger.check("input[name='ocena'][value='4']")
        press(stranger, "Wyślij ocenę")
        assert ("Dziękujemy" if n < 5 else "Spróbuj za godzinę") in text(stranger), (n, text(stranger))
    judge_once = visit(house, login=None)
    go(judge_once, house, "/program/ocena/wolow")
    judge(judge_once, "the question")


def press_first(page):
    page.locator("main form[data-zapis] button.first").click()


def press_reset(admin, house):
    go(admin, house, "/ezd/szkolenia")
    press(admin, "Zacznij urząd szkoleniowy od nowa")
    assert "Urząd szkoleniowy jest gotowy" in text(admin), text(admin)


def sha256(content):
    import hashlib
    return hashlib.sha256(content).hexdigest()


def intact(pdf):
    import concurrent.futures

    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    reader = PdfFileReader(io.BytesIO(pdf))
    # The browser's driver has a loop of its own in this thread.
    with concurrent.futures.ThreadPoolExecutor() as pool:
        # The seal of a demonstration is its own issuer; whether the document is whole is asked, not who may be trusted.
        signature = reader.embedded_signatures[0]
        status = pool.submit(lambda: validate_pdf_signature(signature, ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False))).result()
    return status.intact and status.valid


def test_help_is_one_step_away_and_leads_by_the_hand(house):
    for scripts in (True, False):
        page = visit(house, scripts=scripts)
        go(page, house, "/ezd/rejestracja")
        page.locator("nav.side a", has_text="Pomoc do tej strony").click()
        assert "Pomoc: Zarejestruj pismo" in text(page) and "Datę wpływu zmieniasz" in text(page), text(page)
        judge(page, "help")
        press(page, "Pokaż mi")
        assert "Krok 1 z 3" in text(page, "header") and page.url.endswith("/ezd/rejestracja"), page.url
        judge(page, "a step")
        press(page, "Dalej")
        press(page, "Dalej")
        assert "Krok 3 z 3" in text(page, "header") and page.url.endswith("/ezd/wplywy"), page.url
        press(page, "Zakończ")
        assert "Krok" not in text(page, "header") and "/ezd/pomoc/registration" in page.url
        go(page, house, "/ezd/pomoc?slowa=wpływów rejestr")
        assert "Rejestr wpływów" in text(page)
        judge(page, "help found")
        page.context.close()
