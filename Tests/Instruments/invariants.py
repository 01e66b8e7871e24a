"""The invariants of the data model, attacked through the pages and the API; the database itself is attacked in InvariantTests and its neighbours.

And what the rules of the chancery ask of a case: terms of law, completeness, readers, paper out of the store, appeals and the clause of finality.
"""
import re
import time

import api
import assignments
from cases import HEAD, INSPECTOR, act, day, open_ex_officio
from desk import go, save, text
from pages import audit, visit

CHANCERY = "kancelaria.prusice"


def send(page, address, **fields):
    """Posts a form past the page: the status, where it leads, and what came back. Token and key come from the form on the page."""
    return page.evaluate(
        """async ([address, fields]) => {
            const body = new URLSearchParams(new FormData(document.querySelector('main form[method=post]')));
            for (const [name, value] of Object.entries(fields)) body.set(name, value);
            const answer = await fetch(address, {method: 'POST', body, redirect: 'manual'});
            return [answer.status, answer.type, await answer.text()];
        }""", [address, fields])


def closed_case(house, page):
    sign = open_ex_officio(page, house, f"Zamknięta {time.time()}")
    act(page, house, sign, "notatka", {"#tytul": "Ustalenia", "#tekst": "Załatwiono ustnie."})
    go(page, house, f"/ezd/sprawy/{sign}/zakoncz")
    if page.locator("#ostrzezenia").count():
        page.check("#ostrzezenia")
    save(page)
    assert "zakończona" in text(page).lower(), text(page)
    return sign


def test_i1_a_number_of_the_register_is_given_by_the_system_and_never_moved(house):
    secret = api.token(house)
    once = {"Idempotency-Key": f"i1-{time.time()}"}
    first, again = (api.call(house, "POST", "/letters", secret, api.letter("Numer raz"), once) for _ in range(2))
    assert first.status == 201 and again.json["number"] == first.json["number"], (first, again)
    chosen = api.call(house, "POST", "/letters", secret, api.letter("Numer z zewnątrz", number="RPW-2026-1"))
    assert chosen.status >= 400 or chosen.json["number"] != "RPW-2026-1", chosen
    # The page of correction has no field for the number or the day of arrival, and what is sent all the same changes nothing.
    address = assignments.letters(house, ["Numer zostaje"])[0]
    page = visit(house)
    go(page, house, address + "/popraw")
    year, number = address.split("/")[-2:]
    send(page, house.address + address + "/popraw", numer="1", nr="1", rok="2020", wplyw="01.01.2020", powod="próba", temat="Numer zostaje mimo wszystko")
    go(page, house, address)
    facts = text(page, ".facts")
    assert f"RPW-{year}-{number}" in facts and "01.01.2020" not in re.search(r"Wpływ\s+(\S+)", facts)[0], facts
    page.context.close()


def test_i2_i3_signs_and_classes_are_not_chosen_from_outside(house):
    page = visit(house, login=INSPECTOR)
    go(page, house, "/ezd/sprawy/nowa")
    for symbol, words in (("613", "dzieli się na klasy niższe"), ("99999", "nie ma klasy"), ("3120", "nie zakłada spraw klasy 3120")):
        status, _, body = send(page, house.address + "/ezd/sprawy/nowa", klasa=symbol, tytul="Obca klasa", znak="GK.6131.1.2026", numer="1")
        assert status == 422 and words in body.replace("\xa0", " "), (symbol, status)
        go(page, house, "/ezd/sprawy/nowa")
    page.context.close()
    secret = api.token(house)
    for symbol in ("613", "99999"):
        answer = api.call(house, "POST", "/cases", secret, {"class": symbol, "title": "Z systemu"})
        assert answer.status in (400, 422), answer


def test_i5_nothing_unsigned_is_sent(house):
    secret = api.token(house)
    symbol = api.call(house, "GET", "/classes?words=informacja+publiczna", secret).json["items"][0]["symbol"]
    opened = api.call(house, "POST", "/cases", secret, {"class": symbol, "title": "Pismo bez podpisu"})
    draft = api.call(house, "POST", "/outgoing", secret, {"case": opened.json["id"], "title": "Niepodpisane", "body": "Treść.", "addressees": [{"kind": "osoba", "surname": "Wrona"}]})
    assert draft.status == 201, draft
    number = re.search(r"\d+$", str(draft.json["id"]))[0]
    clerk = visit(house, login=CHANCERY)
    go(clerk, house, f"/ezd/wysylka/pismo/{number}")
    assert not clerk.locator("main form[action*='/wysylka/pismo/'] select").count(), "an unsigned letter is offered for sending"
    go(clerk, house, "/ezd/rejestracja")
    status, kind, body = send(clerk, f"{house.address}/ezd/wysylka/pismo/{number}", **{"kanal-1": "polecony", "wersja": "1", "powod": "bo tak"})
    assert status >= 400 and kind != "opaqueredirect", (status, kind)
    clerk.context.close()


def test_i6_a_closed_case_is_changed_by_nobody(house):
    page = visit(house, login=INSPECTOR)
    sign = closed_case(house, page)
    before = text(page, ".akta")
    for name in ("notatka", "popraw", "dodaj-strone", "termin", "okres", "zawies", "prowadzacy"):
        go(page, house, f"/ezd/sprawy/{open_ex_officio(page, house, 'Skąd klucz')}/notatka")
        status, kind, _ = send(page, f"{house.address}/ezd/sprawy/{sign}/{name}", tytul="Po zamknięciu", tekst="x", powod="x", strona="X", ile="5", od="d", dzien="d",
                               podstawa="x", rodzaj="opoznienie-strony", rola="strona", dostep="niepubliczny", wersja="99")
        assert kind != "opaqueredirect" and status >= 400, (name, status, kind)
    go(page, house, f"/ezd/sprawy/{sign}")
    assert text(page, ".akta") == before
    secret = api.token(house, guardian=INSPECTOR)
    for path, body in (("notes", {"title": "Po zamknięciu", "text": "x"}), ("documents", {"title": "Po", "kind": "plik", "files": [api.file()]})):
        answer = api.call(house, "POST", f"/cases/{sign}/{path}", secret, body)
        assert answer.status in (403, 404, 409), answer
    page.context.close()


def test_i8_a_term_is_not_made_longer_past_the_page(house):
    letter = assignments.letters(house, ["Termin nie dłuższy"])[0]
    head = visit(house, login="wojt.prusice")
    assignments.assign(head, house, letter, "GK", termin="+10")
    unit = visit(house, login=HEAD)
    go(unit, house, letter + "/dekretacja")
    status, kind, body = send(unit, house.address + letter + "/dekretacja", adresat=assignments.head_name(house, INSPECTOR), termin="+40")
    assert kind != "opaqueredirect" and status >= 400 and "nie wydłużyć" in body.replace("\xa0", " "), (status, kind)
    for p in (head, unit):
        p.context.close()


def test_i11_a_code_of_a_unit_is_used_once(house):
    page = visit(house, login="admin.prusice")
    go(page, house, "/admin/struktura/nowa")
    status, kind, body = send(page, page.url, symbol="GK", nazwa="Druga o tym kodzie", od=day(0))
    assert kind != "opaqueredirect" and status >= 400, (status, kind)
    page.context.close()


def test_i12_the_journal_has_no_way_to_change_it(house):
    page = visit(house, login="admin.prusice")
    go(page, house, "/admin/dziennik")
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = page.context.request.fetch(house.address + "/admin/dziennik", method=method)
        assert answer.status in (400, 403, 404, 405), (method, answer.status)
    secret = api.token(house)
    assert api.call(house, "DELETE", "/letters/2026/1", secret).status in (404, 405)
    house.command("journal", "verify")
    page.context.close()


def test_the_kind_of_a_class_gives_the_term_and_its_basis(house):
    page = visit(house, login=INSPECTOR)
    sign = open_ex_officio(page, house, "Termin z przepisu")
    assert "1 miesiąc (KPA art. 35 § 3)" in text(page, ".facts"), text(page, ".facts")
    # The person says that it is another kind.
    go(page, house, f"/ezd/sprawy/{sign}/termin")
    page.select_option("#rodzaj", "zaswiadczenie")
    page.fill("#powod", "To zaświadczenie")
    save(page)
    assert "7 dni (KPA art. 217 § 3)" in text(page), text(page)
    go(page, house, "/ezd/sprawy/nowa")
    page.fill("#inna-klasa", "6131")
    page.fill("#tytul", "Od razu skarga")
    page.select_option("#rodzaj", "skarga")
    page.locator("form.entry button.first").click()
    assert "1 miesiąc (KPA art. 237 § 1)" in text(page, ".facts"), text(page)
    page.context.close()


def test_an_appeal_is_judged_and_the_clause_waits_for_finality(house):
    page = visit(house, login=INSPECTOR)
    sign = open_ex_officio(page, house, "Ostateczność")
    act(page, house, sign, "dodaj-strone", {"#strona": "Żuraw Łucja"})
    party = re.search(r"cel=(\d+)", page.locator(".people a", has_text="Zapisz doręczenie").get_attribute("href"))[1]
    act(page, house, sign, "doreczenie", {"#decyzja": "postanowienie 1", "input[name=rodzaj][value=postanowienie]": True, "#doreczono": day(-30)}, f"?cel={party}")
    body = text(page)
    assert "ostateczne od" in body and "Termin zażalenia: 7 dni" in body, body
    act(page, house, sign, "doreczenie", {"#decyzja": "decyzja 1", "input[name=rodzaj][value=decyzja]": True, "#doreczono": day(-10)}, f"?cel={party}")
    assert "będzie ostateczna" in text(page)
    answer = page.context.request.get(f"{house.address}/ezd/sprawy/{sign}/klauzula?rozstrzygniecie=decyzja+1")
    assert answer.status == 409, answer.status
    # By courier after the end: late. Posted with the designated operator: in time.
    go(page, house, f"/ezd/sprawy/{sign}/odwolanie?cel={party}")
    page.select_option("#decyzja", "postanowienie 1")
    save(page)
    assert "Wybierz, jak wniesiono" in text(page, ".summary-err")
    page.select_option("#sposob", "inny-operator")
    page.fill("#nadano", day(-25))
    page.fill("#wplynelo", day(-12))
    save(page)
    assert "zażalenie po terminie o" in text(page) and "art. 134" in text(page), text(page)
    go(page, house, f"/ezd/sprawy/{sign}/odwolanie?cel={party}")
    page.select_option("#decyzja", "postanowienie 1")
    page.select_option("#sposob", "operator-wyznaczony")
    page.fill("#nadano", day(-25))
    page.fill("#wplynelo", day(-12))
    save(page)
    assert "zażalenie w terminie" in text(page) and "wniesiono zażalenie" in text(page), text(page)
    act(page, house, sign, "wynik-odwolania", {"select#decyzja": "postanowienie 1", "input[name=wynik][value=bez-skutku]": True}, f"?cel={party}")
    assert "bez skutku" in text(page) and "ostateczne od" in text(page), text(page)
    audit(page, "rulings")
    page.locator("a", has_text="Drukuj klauzulę").first.click()
    clause = text(page)
    assert "Klauzula" in page.title() or "klauzula" in clause.lower()
    assert "stało się ostateczne" in clause and "Żuraw Łucja" in clause, clause
    page.context.close()


def test_what_metadata_lack_is_shown_on_the_case(house):
    secret = api.token(house)
    made = api.call(house, "POST", "/letters", secret, api.letter("Bez daty na piśmie"))
    symbol = api.call(house, "GET", "/classes?words=informacja+publiczna", secret).json["items"][0]["symbol"]
    opened = api.call(house, "POST", "/cases", secret, {"class": symbol, "title": "Braki", "letter": made.json["number"]})
    assert opened.status == 201, opened
    page = visit(house, login=CHANCERY)
    go(page, house, f"/ezd/sprawy/{opened.json['sign']}")
    facts = text(page, ".facts")
    assert "Kompletność metadanych" in facts and "brak daty na piśmie" in facts, facts
    page.context.close()


def test_who_read_a_letter_is_told_to_those_who_work_on_it(house):
    letter = assignments.letters(house, ["Kto to czytał"])[0]
    head = visit(house, login="wojt.prusice")
    assignments.assign(head, house, letter, assignments.head_name(house, INSPECTOR))
    page = visit(house, login=INSPECTOR)
    go(page, house, letter)
    page.locator("a", has_text="Kto widział").click()
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        audit(page, ("readers", width))
    readers = text(page)
    assert "Kto widział: RPW/" in readers and assignments.head_name(house, INSPECTOR).split()[-1] in readers, readers
    other = visit(house, login="podinspektor.prusice")
    assert other.goto(house.address + letter + "/kto-widzial").status == 404
    for p in (head, page, other):
        p.context.close()


def test_paper_leaves_the_store_and_comes_back(house):
    for scripts in (True, False):
        letter = assignments.letters(house, [f"Papier ze składu {scripts}"])[0]
        page = visit(house, login=CHANCERY, scripts=scripts)
        go(page, house, letter)
        page.locator("a", has_text="Zapisz wyjęcie").click()
        page.fill("#kto", "")
        save(page)
        assert "Wpisz, kto bierze" in text(page, ".summary-err")
        page.fill("#kto", "Sąd Rejonowy w Trzebnicy, ul. Parkowa 4")
        page.fill("#zwrot", "d")
        save(page)
        assert "Sąd Rejonowy" in text(page, ".facts"), text(page, ".facts")
        go(page, house, letter + "/wyjecie")
        page.fill("#kto", "Ktoś inny")
        save(page)
        assert "wyjęto już" in text(page, ".summary-err")
        go(page, house, "/ezd/sklad")
        assert f"Papier ze składu {scripts}" in text(page)
        if scripts:
            for width in (1280, 375):
                page.set_viewport_size({"width": width, "height": 900})
                audit(page, ("store", width))
            page.set_viewport_size({"width": 1280, "height": 900})
        page.locator("tr", has_text=f"Papier ze składu {scripts}").get_by_role("button").click()
        assert "wróciło do składu" in text(page), text(page)
        assert page.goto(house.address + "/ezd/sklad?po-terminie=tak").status == 200
        stranger = visit(house, login=INSPECTOR)
        assert stranger.goto(house.address + "/ezd/sklad").status == 403
        for p in (page, stranger):
            p.context.close()
