"""Taxes: one property the whole way, each złoty checked by hand; the clerk's pages and the citizen's, judged by axe."""
import re

from desk import go, text as words
from pages import PASSWORD, audit, visit
from people import sign_in

# The demonstration's account P1: a house of 120 m² on 800 m², rates 95% of the ceilings of 2026.
# 1.25 × 95% = 1.18 (hundredths cut), 0.77 × 95% = 0.73, 12.00 × 95% = 11.40.
# 120 × 1.18 = 141.60; 800 × 0.73 = 584.00; together 725.60, the tax 726 zł.
# 726 / 4 = 181 each, the 2 zł left over go to the first: 183, 181, 181, 181 on 16.03, 15.05, 15.09 and 16.11.2026.
# The first is paid; as of 30.11.2026 three of 181 are late.
# Interest of the one due 15.05: 199 days at 10.5%: 181 × 10.5 × 199 / 36500 = 10.36, so 10 zł.
# Due 15.09: 76 days, 3.96; due 16.11: 14 days, 0.73; neither is above 8.70, so nothing. Together 543 + 10 = 553 zł.
ACCOUNT = "P1"


def plain(page, selector="main"):
    return re.sub(r"[\u00a0\u202f]", " ", words(page, selector))


def clerk(house, width=1280, scripts=True):
    return visit(house, login="podatki.prusice", width=width, scripts=scripts)


def open_account(page, house, day="2026-11-30"):
    go(page, house, f"/fin/konta?q={ACCOUNT}")
    address = page.url.split("?")[0].removeprefix(house.address)
    assert re.fullmatch(r"/fin/konta/\d+", address), page.url
    go(page, house, f"{address}?rok=2026&dzien={day}")
    return address


def statement(number, amount, day="261120"):
    """One payment on an account of its own, in the form of MT940."""
    sum_text = f"{amount},00"
    return (f":20:1\r\n:25:PL{number}\r\n:28C:901\r\n:60F:C{day}PLN0,00\r\n:61:{day}{day[2:]}CN{sum_text}NTRFNONREF//1\r\n"
            f":86:020<00Przelew<20rata podatku<32WLASCICIEL<38{number}\r\n:62F:C{day}PLN{sum_text}\r\n-\r\n").encode()


def test_whoever_keeps_no_taxes_sees_none(house):
    page = visit(house, login="inspektor.prusice")
    for path in ("/fin", "/fin/konta", "/fin/wymiar/2027", "/fin/wplaty", "/fin/zaleglosci.csv", "/fin/sprawozdania.csv"):
        go(page, house, path, status=403)
    assert "Konta podatkowe" not in words(page, "body")
    page.context.close()


def test_calculators_are_open_and_explain_themselves(house):
    page = visit(house, login=None)
    go(page, house, "/kalkulatory")
    audit(page, "calculators")
    go(page, house, "/kalkulatory/nieruchomosci")
    page.select_option("#urzad", "prusice")
    page.select_option("#rok", "2026")
    page.fill("#mieszk", "120")
    page.fill("#grunt_poz", "800")
    page.get_by_role("button", name="Policz").click()
    assert "726,00 zł" in plain(page) and "141,60 zł" in plain(page) and "584,00 zł" in plain(page), plain(page)
    audit(page, "calculator of property")
    page.set_viewport_size({"width": 375, "height": 900})
    audit(page, "calculator of property, narrow")
    go(page, house, "/kalkulatory/odpady?licz=tak&urzad=prusice&rok=2026&osoby=3&miesiace=12")
    # 3 × 32.00 a month, twelve months.
    assert "1 152,00 zł" in plain(page), plain(page)
    go(page, house, "/kalkulatory/transport?licz=tak&urzad=prusice&rok=2026&pojazd=nie-ma&miesiace=12", status=422)
    page.context.close()


def test_one_property_from_declaration_to_the_citizens_phone(house):
    page = clerk(house)
    for path in ("/fin", "/fin/konta", "/fin/wymiar/2027", "/fin/wymiar/2026", "/fin/decyzje", "/fin/wplaty", "/fin/zaleglosci", "/fin/sprawozdania"):
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 900})
            go(page, house, path)
            audit(page, (path, width))
    page.set_viewport_size({"width": 1280, "height": 900})
    address = open_account(page, house)
    seen = plain(page)
    for sum_text in ("141,60 zł", "584,00 zł", "726,00 zł", "543,00 zł", "553,00 zł"):
        assert sum_text in seen, (sum_text, seen)
    audit(page, "account")
    number = re.search(r"podatek od nieruchomości\s+(\d\d( \d{4}){6})", seen)[1].replace(" ", "")

    # A garage of 20 m² from June: in a whole year 20 × 11.40 = 228.00.
    go(page, house, f"{address}/deklaracja?formularz=IN-1")
    audit(page, "declaration")
    page.fill("#od", "06.2026")
    page.select_option("#rodzaj-3", "budynek")
    page.fill("#przedmiot-3", "garaż, ul. Polna 5")
    page.select_option("#pozycja-3", "bud_poz|")
    page.fill("#ilosc-3", "dwadzieścia")
    page.get_by_role("button", name="Sprawdź różnice").click()
    assert "Wpisz ilość w pozycji 3" in words(page, ".summary-err")
    page.fill("#ilosc-3", "20")
    page.get_by_role("button", name="Sprawdź różnice").click()
    assert "228,00" in plain(page) and "nie było" in plain(page), plain(page)
    audit(page, "differences")
    page.get_by_role("button", name="Przyjmij deklarację").click()
    # Seven months of 2026: 20 × 11.40 × 7/12 = 133.00; 725.60 + 133.00 = 858.60, the tax 859 zł.
    assert "859,00 zł" in plain(page) and "Wydaj decyzję zmieniającą" in plain(page), plain(page)
    page.get_by_role("button", name="Wydaj decyzję zmieniającą").click()
    assert "decyzja" in plain(page) and "859,00 zł" in plain(page), plain(page)
    assert page.get_by_role("button", name="Wydaj decyzję zmieniającą").count() == 0

    # 181 zł paid on 20.11.2026 for the arrear due 15.05: 189 days, 181 × 10.5 × 189 / 36500 = 9.84, so 10 zł of interest.
    # 181 of 191: principal 181 × 181 / 191 = 171.52, interest 9.48. The principal left is 9.48.
    go(page, house, "/fin/wplaty")
    page.set_input_files("#plik", {"name": "wyciag.sta", "mimeType": "text/plain", "buffer": statement(number, 181)})
    page.get_by_role("button", name="Wczytaj i zaksięguj").click()
    assert "Zaksięgowane wpłaty: 1, do wyjaśnienia: 0" in plain(page), plain(page)
    page.set_input_files("#plik", {"name": "wyciag.sta", "mimeType": "text/plain", "buffer": statement(number, 181)})
    page.get_by_role("button", name="Wczytaj i zaksięguj").click()
    assert "już wczytany" in plain(page), plain(page)
    open_account(page, house)
    # 9.48 + 181 + 181 = 371.48; the interest of 9.48 is far below 8.70.
    assert "171,52" in plain(page) and "371,48 zł" in plain(page), plain(page)

    # More than ten times 16 zł is owed, so a reminder is written at once.
    go(page, house, "/fin/zaleglosci?dzien=2026-11-30")
    assert ACCOUNT in plain(page) and "371,48" in plain(page), plain(page)
    page.get_by_role("button", name="Wystaw upomnienia").click()
    assert "Wystawione upomnienia" in plain(page), plain(page)
    assert re.search(rf"{ACCOUNT}\b.*wystawione", plain(page)), plain(page)
    page.get_by_role("link", name="Pobierz CSV").wait_for()

    # The decision that changed the tax becomes a letter like any other.
    go(page, house, "/fin/decyzje?rok=2026")
    page.get_by_role("button", name="Przygotuj pisma z decyzjami").click()
    assert "Przygotowane pisma: 1" in plain(page), plain(page)
    go(page, house, f"/fin/decyzje?rok=2026&po={last_number(page)}")
    page.locator("table a[href^='/ezd/pisma/']").first.click()
    assert "859,00 zł" in plain(page, "body") and "garaż" not in words(page, "h1"), plain(page, "body")

    # Cash at the desk: 9.48 zł closes the oldest.
    go(page, house, address)
    page.fill("#kwota", "9,48")
    page.get_by_role("button", name="Przyjmij wpłatę").click()
    assert re.search(r"KP \d+/\d{4}", plain(page)) and "9,48 zł" in plain(page), plain(page)
    audit(page, "receipt")
    page.context.close()

    citizen = visit(house, login=None)
    sign_in(citizen, house, "profil.pz", "+48602000001", PASSWORD)
    go(citizen, house, "/konto/podatki?dzien=2026-11-30")
    seen = plain(citizen)
    # The cash came later than the day asked for.
    for sum_text in ("371,48 zł", "141,60 zł", "584,00 zł", "133,00 zł", "859,00 zł"):
        assert sum_text in seen, (sum_text, seen)
    assert number in seen.replace(" ", ""), seen
    for width in (1280, 375):
        citizen.set_viewport_size({"width": width, "height": 900})
        audit(citizen, ("citizen's taxes", width))
    # Another citizen sees nothing of it.
    citizen.context.close()
    other = visit(house, login=None)
    sign_in(other, house, "wniosek.pz", "+48602000002", PASSWORD)
    go(other, house, "/konto/podatki")
    assert "Żaden urząd" in plain(other) and "371,48" not in plain(other)
    other.context.close()


def last_number(page):
    """The number before the last decision: changes come last."""
    page.goto(page.url.split("/fin")[0] + "/fin/decyzje?rok=2026")
    numbers = [int(cell.split("/")[0]) for cell in page.locator("tbody th").all_inner_texts()]
    more = page.get_by_role("link", name="Następne")
    while more.count():
        more.first.click()
        numbers += [int(cell.split("/")[0]) for cell in page.locator("tbody th").all_inner_texts()]
    return max(numbers) - 1


def test_next_year_is_counted_compared_and_approved_once(house):
    page = clerk(house)
    go(page, house, "/fin/wymiar/2027")
    page.fill("#nazwa", "uchwała próbna 1/2026")
    page.fill("#s-mieszk", "9,99")
    page.get_by_role("button", name="Policz próbnie").click()
    assert "przekracza" in words(page, ".summary-err").lower() or "maksymaln" in words(page, ".summary-err"), words(page)
    page.fill("#s-mieszk", "1,20")
    page.get_by_role("button", name="Porównaj z maksymalnymi").click()
    assert "Zapłaciłoby więcej" in plain(page), plain(page)
    page.get_by_role("button", name="Policz próbnie").click()
    assert "Policzone próbnie" in plain(page) and "policzony próbnie" in plain(page), plain(page)
    audit(page, "counted year")
    # A trial is nobody's rate: outside, 2027 is still counted by the ceilings, 100 × 1.29 = 129.00.
    outside = visit(house, login=None)
    go(outside, house, "/kalkulatory/nieruchomosci?licz=tak&urzad=prusice&rok=2027&mieszk=100&miesiace=12")
    assert "129,00 zł" in plain(outside) and "uchwała próbna" not in plain(outside), plain(outside)
    outside.context.close()
    page.get_by_role("button", name="Zatwierdź i ponumeruj decyzje").click()
    assert "Wymiar zatwierdzony" in plain(page), plain(page)
    assert page.get_by_role("button", name="Policz próbnie").count() == 0
    page.context.close()
