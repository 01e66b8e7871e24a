"""The archive of the office: what came to it by itself, longer keeping, holds, a list of disposal with opinions, a case taken back."""
import csv
import datetime
import io
import re

from cases import HEAD, INSPECTOR
from desk import go, save, text
from pages import audit, visit

ARCHIVIST = "archiwum.prusice"
YEAR = datetime.date.today().year
OLD, NEWER, RECENT = f"GK.6132.1.{YEAR - 8}", f"GK.7221.1.{YEAR - 4}", f"GK.6140.1.{YEAR - 1}"


def test_the_archive_is_the_archivists_alone_and_fills_by_itself(house):
    for scripts in (True, False):
        page = visit(house, login=ARCHIVIST, scripts=scripts)
        page.locator("nav.side a", has_text="Archiwum").first.click()
        listed = text(page)
        assert OLD in listed and NEWER in listed and RECENT not in listed, listed
        # B5 of a case completed eight years ago: five full years after the year of completion.
        row = text(page, f"tr:has-text('{OLD}')")
        assert f"01.01.{YEAR - 2}" in row and "można" in row, row
        page.get_by_role("link", name="Do przejęcia").click()
        row = text(page, f"tr:has-text('{RECENT}')")
        assert f"01.01.{YEAR + 2}" in row and "uporządkowana" in row, row
        page.context.close()
    page = visit(house, login=INSPECTOR, scripts=False)
    assert go(page, house, "/ezd/archiwum", status=403)
    go(page, house, f"/ezd/sprawy/{NEWER}")
    assert "w archiwum" in text(page) and "Nowe pismo" not in text(page), text(page)
    go(page, house, "/ezd/archiwum/porzadkowanie")
    assert RECENT in text(page) and OLD not in text(page), text(page)
    page.context.close()


def test_a_list_of_disposal_waits_for_opinions_and_holds(house):
    page = visit(house, login=ARCHIVIST)
    go(page, house, f"/ezd/archiwum/sprawa/{OLD}")
    page.get_by_role("link", name="Zmień kategorię").click()
    page.fill("#kategoria", "B2")
    page.fill("#powod", "próba skrócenia")
    save(page)
    assert "tylko wydłużyć" in text(page) and page.input_value("#powod") == "próba skrócenia", text(page)
    go(page, house, "/ezd/archiwum/brakowanie")
    page.get_by_role("button", name="Załóż spis").click()
    address = page.url.split("?")[0]
    name = re.search(r"B/\d+/\d{4}", text(page, "h1"))[0]
    assert OLD in text(page) and NEWER not in text(page) and "Brakuje opinii komórki GK" in text(page), text(page)
    audit(page, "list of disposal")

    def consent():
        page.goto(address)
        page.get_by_role("link", name="Wpisz zgodę").click()
        page.fill("#numer", "AP.421.1")
        page.fill("#dzien", datetime.date.today().strftime("%d.%m.%Y"))
        save(page)
        return text(page)

    assert "Brakuje opinii komórki GK" in consent()
    head = visit(house, login=HEAD, scripts=False)
    head.locator("nav.side a", has_text="Brakowanie").first.click()
    head.get_by_role("link", name=name).click()
    assert "Wpisz zgodę" not in text(head)
    head.get_by_role("link", name="Opinia GK").click()
    head.check("input[name=opinia][value=nie]")
    save(head)
    assert "które sprawy" in text(head), text(head)
    head.check("input[name=opinia][value=tak]")
    save(head)
    assert "Zapisano opinię" in text(head), text(head)
    head.context.close()

    go(page, house, f"/ezd/archiwum/sprawa/{OLD}/wstrzymanie")
    page.fill("#powod", "skarga do sądu")
    save(page)
    assert "Wstrzymano brakowanie" in text(page) and "skarga do sądu" in text(page), text(page)
    audit(page, "case in the archive")
    assert f"Brakowanie wstrzymano: {OLD}" in consent()
    go(page, house, f"/ezd/archiwum/sprawa/{OLD}")
    page.get_by_role("link", name="Znieś").click()
    page.fill("#powod", "sąd oddalił skargę")
    save(page)
    assert "Zapisano zgodę" in consent() and "Wpisz zgodę" not in text(page)
    got = page.context.request.get(address + "/csv").body().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(got), delimiter=";"))
    assert [(r["znak"], r["lata"], r["kategoria"]) for r in rows] == [(OLD, str(YEAR - 8), "B5")], rows
    page.goto(address + "/druk")
    assert OLD in text(page, "body") and "AP.421.1" in text(page, "body")
    narrow = visit(house, login=ARCHIVIST, width=375)
    for path in ("/ezd/archiwum", "/ezd/archiwum?widok=do-przejecia", "/ezd/archiwum/wnioski", "/ezd/archiwum/brakowanie", f"/ezd/archiwum/sprawa/{OLD}"):
        go(narrow, house, path)
        audit(narrow, path)
    narrow.context.close()
    page.context.close()


def test_a_case_is_taken_back_by_consent(house):
    page = visit(house, login=INSPECTOR, scripts=False)
    go(page, house, f"/ezd/sprawy/{NEWER}")
    page.get_by_role("link", name="Karta archiwalna").click()
    assert "Zmień kategorię" not in text(page)
    page.get_by_role("link", name="Wniosek o wycofanie").click()
    save(page)
    assert "Podaj powód" in text(page), text(page)
    page.fill("#powod", "wznowienie, art. 145 KPA")
    save(page)
    assert "czeka na archiwistę" in text(page), text(page)
    page.context.close()
    page = visit(house, login=ARCHIVIST)
    go(page, house, "/ezd/archiwum/wnioski")
    page.get_by_role("link", name=re.compile("^Rozstrzygnij")).first.click()
    page.check("input[name=decyzja][value=tak]")
    save(page)
    assert "zgoda" in text(page, "table"), text(page)
    page.context.close()
    page = visit(house, login=INSPECTOR)
    go(page, house, f"/ezd/sprawy/{NEWER}")
    assert "w toku" in text(page) and "Nowe pismo" in text(page), text(page)
    page.context.close()
