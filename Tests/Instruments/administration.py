"""The pages by which an office is run, in a real browser: with scripts and without, wide and narrow."""
import re

from desk import go, save, text
from pages import PASSWORD, audit, visit

ADMIN = "admin.prusice"
COORDINATOR = "sekretarz.prusice"
HEAD_OF_OFFICE = "wojt.prusice"
CLERK = "inspektor.prusice"
COUNTER = {"n": 0}


def unique():
    COUNTER["n"] += 1
    return COUNTER["n"]


def pick(page, selector, label):
    """The option of a list that holds the words."""
    value = page.evaluate(
        "([s, l]) => [...document.querySelector(s).options].find(o => o.text.includes(l))?.value", [selector, label]
    )
    assert value is not None, (selector, label)
    page.select_option(selector, value)


def banner(page):
    return text(page, ".banner.ok")


def load_plan(house, page):
    go(page, house, "/admin/jrwa")
    if page.get_by_role("button", name="Wczytaj wykaz przykładowy").count():
        page.get_by_role("button", name="Wczytaj wykaz przykładowy").click()
        assert "Wprowadzono" in banner(page)
    assert "Nie jest to wykaz akt z rozporządzenia" in text(page)


def contact_of(page, house):
    go(page, house, "/ezd/osoby")
    return page.locator("main tbody a[href^='/ezd/osoby/']").first.get_attribute("href")


def test_no_page_of_the_office_has_an_accessibility_fault(house):
    coordinator = visit(house, login=COORDINATOR)
    load_plan(house, coordinator)
    contact = contact_of(coordinator, house)
    coordinator.context.close()
    for width in (1280, 375):
        page = visit(house, login=ADMIN, width=width)
        go(page, house, "/admin/struktura")
        unit = page.locator("main tbody a").first.get_attribute("href")
        go(page, house, "/admin/osoby")
        officer = page.locator("main tbody a").first.get_attribute("href")
        go(page, house, "/admin/konta")
        account = page.locator("main tbody a").first.get_attribute("href")
        for path in [
            "/admin", "/admin/struktura", "/admin/struktura?dzien=1.1.2020", "/admin/struktura/nowa", unit, unit + "/zmien", unit + "/zamknij",
            "/admin/reorganizacja", "/admin/reorganizacja/podzial", "/admin/reorganizacja/polaczenie", "/admin/reorganizacja/zmiana",
            "/admin/reorganizacja/przekazanie", "/admin/osoby", "/admin/osoby?widok=wszyscy&nazwisko=nikt", "/admin/osoby/nowa", officer,
            officer + "/stanowisko", officer + "/rola", officer + "/nazwisko", officer + "/konto", officer + "/odejscie", "/admin/konta", account,
            account + "/zamknij", "/admin/zastepstwa", "/admin/uprawnienia", "/admin/uprawnienia?osoba=" + officer.split("/")[-1] + "&przedmiot=RPW/1/2026",
            "/admin/kalendarz", "/admin/dziennik", "/admin/dziennik?kto=nikt", "/admin/jrwa",
        ]:
            # A letter of another year may not be there; the page says so and is a page all the same.
            page.goto(house.address + path)
            audit(page, (path, width))
        page.context.close()
        page = visit(house, login=COORDINATOR, width=width)
        for path in [
            "/admin", "/admin/jrwa", "/admin/jrwa?w=6", "/admin/jrwa?szukane=drzewo", "/admin/jrwa/klasa/6", "/admin/jrwa/klasa/0000",
            "/admin/jrwa/klasa/0000/tryb", "/admin/jrwa/klasa/0000/ustawienia", "/admin/jrwa/klasa/0000/haslo", "/admin/jrwa/nowa-klasa", "/admin/jrwa/komorki",
            "/admin/jrwa/komorki?w=0", "/admin/jrwa/wczytaj", "/ezd/jrwa", "/ezd/jrwa?szukane=drzewo", "/ezd/osoby", "/ezd/osoby?szukane=a", "/ezd/osoby/nowa",
            "/ezd/osoby/powtorzenia", contact, contact + "/popraw", "/ja/zastepstwo", "/admin/reguly", "/admin/reguly/nowa",
        ]:
            go(page, house, path)
            audit(page, (path, width))
        assert not page.messages, page.messages
        page.context.close()


def test_the_structure_is_changed_and_keeps_its_history(house):
    for scripts in (True, False):
        page = visit(house, login=ADMIN, scripts=scripts)
        code = f"PR{unique()}"
        go(page, house, "/admin/struktura/nowa")
        page.fill("#symbol", "Ą.1")
        save(page)
        assert page.title().startswith("Błąd: ") and "Wpisz nazwę komórki" in text(page, ".summary-err")
        assert page.input_value("#symbol") == "Ą.1"
        page.fill("#symbol", code)
        page.fill("#nazwa", "Referat Promocji")
        pick(page, "#nadrzedna", "Kierownictwo")
        save(page)
        assert "Założono komórkę" in banner(page)
        unit = page.url.split("?")[0]
        page.locator(".worktop a", has_text="Zmień nazwę").click()
        assert "Referat Promocji" in text(page, "main")
        page.fill("#nazwa", "Referat Promocji i Sportu")
        save(page)
        assert "Referat Promocji i Sportu" in text(page, "h1")
        # The same code cannot be given twice in a year.
        go(page, house, "/admin/struktura/nowa")
        page.fill("#symbol", code.lower())
        page.fill("#nazwa", "Inna")
        save(page)
        assert "Symbol może być użyty raz w roku" in text(page, ".summary-err")
        page.goto(unit + "/zamknij")
        save(page)
        assert "Podaj powód" in text(page, ".summary-err")
        page.fill("#powod", "Zarządzenie nr 7")
        save(page)
        assert f"Zamknięto komórkę {code}" in banner(page)
        page.context.close()


def test_a_person_is_taken_on_and_works_at_once(house):
    for scripts in (True, False):
        page = visit(house, login=ADMIN, scripts=scripts)
        login = f"nowa.osoba{unique()}.prusice"
        go(page, house, "/admin/osoby/nowa")
        page.fill("#imiona", "Żaneta")
        page.fill("#nazwisko", "Ćwik-Nowa")
        page.fill("#login", "kancelaria.prusice")
        page.fill("#haslo", PASSWORD)
        save(page)
        summary = text(page, ".summary-err")
        assert "Wybierz komórkę" in summary, summary
        pick(page, "#komorka", "GK")
        page.fill("#stanowisko", "inspektor")
        page.fill("#haslo", PASSWORD)
        save(page)
        assert "Taki login już jest" in text(page, ".summary-err")
        assert page.input_value("#nazwisko") == "Ćwik-Nowa" and page.input_value("#haslo") == ""
        page.fill("#login", login)
        page.fill("#haslo", PASSWORD)
        save(page)
        assert "Przyjęto osobę" in banner(page), text(page)
        officer = page.url.split("?")[0]
        assert "Prowadzący sprawy" in text(page) and login in text(page) and "inspektor" in text(page)
        worker = visit(house, login=login, scripts=scripts)
        go(worker, house, "/ezd/skrzynka")
        assert worker.goto(house.address + "/admin/osoby").status == 403
        worker.context.close()
        # A role with scope and dates, then taken away with a reason.
        page.goto(officer + "/rola")
        pick(page, "#rola", "Kontroler")
        pick(page, "#zakres", "cały urząd")
        save(page)
        assert "Podaj datę końca" in text(page, ".summary-err")
        page.fill("#do", "+30")
        save(page)
        assert "Nadano rolę" in banner(page)
        page.locator("tr", has_text="Kontroler").get_by_role("link", name=re.compile("Odbierz")).click()
        save(page)
        assert "Podaj powód odebrania roli" in text(page, ".summary-err")
        page.fill("#powod", "Kontrola się skończyła")
        page.fill("#do", "-1")
        save(page)
        assert "Odebrano rolę" in banner(page)
        # Leaving: nothing is open, so the account closes with it.
        page.goto(officer + "/odejscie")
        assert "Nic nie zostało w toku" in text(page)
        page.fill("#powod", "Rozwiązanie umowy")
        save(page)
        assert "Zapisano odejście" in banner(page)
        gone = visit(house, login=None, scripts=scripts)
        gone.goto(house.address + "/logowanie")
        gone.fill("#login", login)
        gone.fill("#haslo", PASSWORD)
        gone.click("main button")
        assert "/logowanie" in gone.url
        gone.context.close()
        page.context.close()


def test_who_still_holds_letters_does_not_leave(house):
    head = visit(house, login=HEAD_OF_OFFICE)
    go(head, house, "/ezd/dekretacja")
    clerk = visit(house, login=CLERK)
    name = text(clerk, "header.bar .push").split(" · ")[0].split("\n")[-1].strip()
    surname = name.split(" ")[-1]
    clerk.context.close()
    label = head.evaluate("s => [...document.querySelectorAll('#adresaci option')].find(o => o.value.startsWith(s) && o.value.endsWith('GK'))?.value", surname)
    head.fill("#adresat", label)
    head.get_by_role("button", name=re.compile("^Zadekretuj")).last.click()
    head.context.close()
    page = visit(house, login=ADMIN)
    go(page, house, "/admin/osoby?nazwisko=" + surname)
    page.locator("tbody tr", has_text="inspektor").locator("a").first.click()
    page.goto(page.url + "/odejscie")
    assert "Zostało do przekazania" in text(page) and "RPW/" in text(page), text(page)
    page.fill("#powod", "Odejście")
    save(page)
    assert "ma jeszcze pracę do przekazania" in text(page, ".summary-err"), text(page)
    page.context.close()


def test_a_substitute_works_in_place_and_goes_back(house):
    for scripts in (True, False):
        head = visit(house, login="kierownik.prusice", scripts=scripts)
        go(head, house, "/ja/zastepstwo")
        substitute = "inspektor.prusice"
        probe = visit(house, login=substitute)
        surname = text(probe, "header.bar .push").split(" · ")[0].split(" ")[-1].strip()
        probe.context.close()
        value = head.evaluate(
            "s => [...document.querySelector('#zastepca').options].find(o => o.text.startsWith(s) && o.text.endsWith('GK'))?.value", surname)
        head.select_option("#zastepca", value)
        save(head)
        assert "Podaj ostatni dzień" in text(head, ".summary-err")
        assert head.input_value("#zastepca") == value
        head.fill("#do", "+3")
        head.fill("#powod", "urlop")
        save(head)
        assert "Zapisano zastępstwo" in banner(head)
        page = visit(house, login=substitute, scripts=scripts)
        assert page.locator(".standin").count() == 0
        go(page, house, "/ja/zastepstwo")
        page.get_by_role("button", name=re.compile("Pracuj w zastępstwie")).first.click()
        for path in ["/ezd/skrzynka", "/ezd/jrwa", "/ja/zastepstwo"]:
            go(page, house, path)
            assert "Pracujesz w zastępstwie" in text(page, ".standin"), path
        assert "w zastępstwie" in text(page, "header.bar")
        if scripts:
            audit(page, "working in somebody's place")
            narrow = page.context.new_page()
            narrow.set_viewport_size({"width": 375, "height": 800})
            narrow.goto(house.address + "/ezd/skrzynka")
            audit(narrow, "working in somebody's place, narrow")
            assert narrow.locator(".standin").is_visible()
        page.locator(".standin button").click()
        assert "we własnym imieniu" in banner(page)
        assert page.locator(".standin").count() == 0
        # A cookie that names somebody else gives nothing.
        page.context.add_cookies([{"name": "zastepuje", "value": "1", "url": house.address}])
        go(page, house, "/ja/zastepstwo")
        assert page.locator(".standin").count() == 0
        page.context.close()
        go(head, house, "/ja/zastepstwo")
        head.get_by_role("button", name=re.compile("Zakończ dziś|Usuń")).first.click()
        head.context.close()


def test_the_page_of_rights_says_why(house):
    for scripts in (True, False):
        page = visit(house, login=ADMIN, scripts=scripts)
        go(page, house, "/admin/uprawnienia")
        clerk = visit(house, login=CLERK)
        surname = text(clerk, "header.bar .push").split(" · ")[0].split(" ")[-1].strip()
        clerk.context.close()
        kancelaria = visit(house)
        go(kancelaria, house, "/ezd/wplywy?widok=wszystkie")
        href = kancelaria.locator("table a[href^='/ezd/wplywy/2']").first.get_attribute("href").split("/")
        number = f"RPW/{href[-1]}/{href[-2]}"
        kancelaria.context.close()
        pick(page, "#osoba", surname)
        page.fill("#przedmiot", number)
        page.locator("form.inline button.first").click()
        body = text(page)
        assert number in body and "Czytanie akt" in body and "bo " in body, body
        assert "Prowadzący sprawy" in body
        page.fill("#przedmiot", "RPW/999999/2026")
        page.locator("form.inline button.first").click()
        assert "Nie ma takiego pisma ani sprawy" in text(page, ".summary-err")
        page.context.close()


def test_a_reorganisation_is_previewed_and_done(house):
    for scripts in (True, False):
        page = visit(house, login=ADMIN, scripts=scripts)
        old, new, other = f"ST{unique()}", f"NA{unique()}", f"NB{unique()}"
        go(page, house, "/admin/struktura/nowa")
        page.fill("#symbol", old)
        page.fill("#nazwa", "Referat do podziału")
        page.fill("#od", "1.1.2026")
        save(page)
        assert "Założono" in banner(page), text(page)
        go(page, house, "/admin/reorganizacja/podzial")
        pick(page, "#komorka", old)
        page.fill("#symbol", new)
        page.fill("#nazwa", "Referat Pierwszy")
        page.fill("#symbol-2", other)
        page.fill("#nazwa-2", "Referat Drugi")
        save(page)
        summary = text(page, ".summary-err")
        assert "Wpisz symbole klas" in summary and "Podaj podstawę zmiany" in summary, summary
        page.fill("#klasy-2", "61")
        page.fill("#powod", "Zarządzenie nr 12/2026")
        save(page)
        preview = text(page)
        assert "Nic jeszcze nie zapisano" in preview and f"powstaje komórka {new}" in preview and "niezakończone sprawy: 0" in preview, preview
        if scripts:
            audit(page, "preview of a reorganisation")
        page.get_by_role("button", name="Popraw plan").click()
        assert page.input_value("#symbol-2") == other
        save(page)
        page.get_by_role("button", name=re.compile("Wykonaj reorganizację")).click()
        assert "Zapisano. Sprawy przechodzą" in banner(page)
        assert old in text(page, "table") and new in text(page, "table")
        go(page, house, "/admin/struktura")
        tree = text(page, "table")
        assert new in tree and other in tree and old not in tree
        page.context.close()


def test_the_plan_is_loaded_with_a_preview_and_classes_are_set(house):
    coordinator = visit(house, login=COORDINATOR)
    load_plan(house, coordinator)
    for scripts in (True, False):
        page = visit(house, login=COORDINATOR, scripts=scripts)
        go(page, house, "/admin/jrwa/wczytaj")
        page.fill("#tekst", "symbol;hasło;kategoria\n0;Zarząd;\n00;Rada;A\n007;;B5\n9x;Zła;B5\n")
        save(page)
        body = text(page)
        assert "Wiersz 4" in body and "brakuje hasła" in body and "Wiersz 5" in body, body
        assert not page.get_by_role("button", name=re.compile("Wprowadź wykaz")).count()
        if scripts:
            audit(page, "a plan with mistakes")
        page.fill("#tekst", "symbol;hasło;kategoria\n0;Zarząd;\n00;Rada;A\n01;Wójt;B5\n")
        page.get_by_role("button", name="Sprawdź ponownie").click()
        body = text(page)
        assert "Zmienione hasła" in body and "Klasy zamknięte" in body, body
        if scripts:
            audit(page, "a plan that can be taken")
        save(page, "Wprowadź wykaz")
        assert "Podaj podstawę" in text(page, ".summary-err")
        # It is not entered: the other tests want the plan of the demonstration.
        go(page, house, "/admin/jrwa/klasa/0000/tryb")
        page.check("input[name=tryb][value=PAPIER]")
        page.fill("#od", f"+{unique()}")
        save(page)
        assert "Podaj powód wyjątku od EZD" in text(page, ".summary-err")
        page.select_option("#powod", "wazne-powody")
        page.fill("#podstawa", "Zarządzenie nr 3/2026")
        save(page)
        assert "Zarządzenie nr 3/2026" in text(page)
        go(page, house, "/admin/jrwa/klasa/0000/ustawienia")
        page.fill("#termin", "14 dni")
        page.check("#kpa")
        save(page)
        assert "14 dni" in text(page) and "KPA" in text(page)
        go(page, house, "/admin/jrwa/komorki")
        box = page.get_by_role("checkbox", name=re.compile("GK zakłada sprawy: Wszystkie"))
        was = box.is_checked()
        box.set_checked(not was)
        save(page)
        assert page.get_by_role("checkbox", name=re.compile("GK zakłada sprawy: Wszystkie")).is_checked() != was
        page.get_by_role("checkbox", name=re.compile("GK zakłada sprawy: Wszystkie")).set_checked(was)
        save(page)
        page.context.close()
        clerk = visit(house, login=CLERK, scripts=scripts)
        go(clerk, house, "/ezd/jrwa?szukane=interpelacja")
        assert "0003" in text(clerk)
        clerk.get_by_role("button", name=re.compile("Dodaj do ulubionych 0003")).click()
        go(clerk, house, "/ezd/jrwa")
        assert "0003" in text(clerk)
        clerk.get_by_role("button", name=re.compile("Usuń z ulubionych 0003")).click()
        assert clerk.goto(house.address + "/admin/jrwa").status == 403
        clerk.context.close()
    coordinator.context.close()


def test_a_rule_is_tried_added_moved_and_ended(house):
    for scripts in (True, False):
        page = visit(house, login=HEAD_OF_OFFICE, scripts=scripts)
        go(page, house, "/admin/reguly/nowa")
        save(page, "Zapisz regułę")
        summary = text(page, ".summary-err")
        assert "Nazwij regułę" in summary and "Wpisz, komu dekretować" in summary and "jakich pism" in summary, summary
        page.fill("#nazwa", f"próbna {scripts}")
        page.fill("#temat", "wniosek")
        page.fill("#adresat", "GK")
        page.get_by_role("button", name=re.compile("^Wypróbuj")).click()
        assert "Nic nie zadekretowano" in text(page) and "Próba na" in text(page)
        assert page.input_value("#nazwa") == f"próbna {scripts}"
        if scripts:
            audit(page, "a rule that was tried")
        # It is for letters that never come, so that the other tests keep theirs.
        page.fill("#temat", f"temat którego nie ma {unique()}")
        page.get_by_role("button", name=re.compile("^Zapisz regułę")).last.click()
        number = re.search(r"Dodano regułę (\d+)", banner(page))[1]
        if not scripts:
            # The rule of the first round ends with this day and stands above till then.
            page.get_by_role("button", name=f"Wyżej reguła {number}").click()
            assert "Zmieniono kolejność" in banner(page)
        go(page, house, f"/admin/reguly/{number}?proba=tak")
        assert "reguła wzięłaby 0" in text(page)
        save(page)
        assert "Podaj powód" in text(page, ".summary-err")
        page.fill("#powod", "Próba skończona")
        save(page)
        assert "skończy się" in banner(page)
        page.context.close()
    clerk = visit(house, login=CLERK)
    assert clerk.goto(house.address + "/admin/reguly").status == 403
    clerk.context.close()


def test_days_off_are_entered_and_taken_back(house):
    for scripts in (True, False):
        page = visit(house, login=ADMIN, scripts=scripts)
        day = 10 + unique() % 15
        go(page, house, "/admin/kalendarz?rok=2027")
        page.fill("#dzien", "1.01.2027")
        page.fill("#nazwa", "Próba")
        page.fill("#zrodlo", "ustawa z 1.1.2026")
        save(page)
        assert "już wolny" in text(page, ".summary-err")
        page.fill("#dzien", f"{day}.03.2027" if day not in (13, 14, 20, 21) else "11.03.2027")
        save(page)
        assert "Wpisano dzień wolny" in banner(page), text(page)
        page.get_by_role("link", name=re.compile("^Usuń")).first.click()
        page.locator("main button.danger").click()
        assert "Podaj powód" in text(page, ".summary-err")
        page.fill("#powod", "Wpisano omyłkowo")
        page.locator("main button.danger").click()
        assert "Usunięto dzień wolny" in banner(page)
        page.context.close()


def test_people_and_bodies_are_entered_corrected_merged_and_parted(house):
    for scripts in (True, False):
        page = visit(house, login="kancelaria.prusice", scripts=scripts)
        surname = f"Zzyzx{'abcdefgh'[unique() % 8]}{'klmnopqr'[unique() % 8]}"
        first = enter(page, house, surname, "44051401359", town="Prusice")
        # PESEL is masked; showing it is an act of its own.
        assert "44051401359" not in page.content() and "1359" in page.content()
        page.get_by_role("button", name=re.compile("^Pokaż cały")).click()
        assert "44051401359" in page.content()
        if scripts:
            audit(page, "a person with the number shown")
        page.goto(first + "/popraw")
        assert "44051401359" not in page.content()
        page.fill("#ulica", "Leśna")
        page.fill("#kanal", "a@b")
        page.select_option("#kanal-rodzaj", "e-mail")
        save(page)
        assert "Adres e-mail musi mieć znak @" in text(page, ".summary-err")
        page.fill("#kanal", "a@example.com")
        page.get_by_role("button", name="Dodaj adres", exact=True).click()
        assert page.input_value("#kanal") == "a@example.com" and page.locator("#miejscowosc-2").count() == 1
        page.fill("#miejscowosc-2", "Trzebnica")
        page.locator("form[data-zapis] .actions button.first").click()
        assert "Zapisano zmianę" in banner(page) and "Trzebnica" in text(page) and "Zmieniono: adresy, kanały" in text(page), text(page)
        # Somebody else saved meanwhile: the words stay and the page says so.
        page.goto(first + "/popraw")
        other_tab = page.context.new_page()
        other_tab.goto(first + "/popraw")
        other_tab.fill("#uwagi", "zmiana z drugiej karty")
        other_tab.locator("form[data-zapis] .actions button.first").click()
        page.fill("#uwagi", "moje słowa")
        page.locator("form[data-zapis] .actions button.first").click()
        assert "w międzyczasie" in text(page, ".summary-err") and page.input_value("#uwagi") == "moje słowa"
        second = enter(page, house, surname, None, town="Prusice", twice=True)
        page.goto(second)
        page.locator(".note.warn a").first.click()
        sides = text(page, ".sides")
        assert sides.count(surname) == 2, sides
        if scripts:
            audit(page, "two entries side by side")
        page.get_by_role("button", name="Połącz wpisy").click()
        assert "Połączono wpisy" in banner(page)
        page.get_by_role("button", name=re.compile("^Cofnij połączenie")).click()
        assert "Cofnięto połączenie" in banner(page)
        go(page, house, "/ezd/osoby?szukane=" + surname[:6].lower())
        assert page.locator("tbody tr", has_text=surname).count() == 2
        page.context.close()
        page = visit(house, login="admin.prusice", scripts=scripts)
        go(page, house, "/admin/dziennik?kto=kancelaria.prusice&co=podmiot:" + first.split("/")[-1])
        journal = text(page, "table")
        assert "podmiot-odczyt-pesel" in journal and "podmiot-odczyt" in journal and "podmiot-zmiana" in journal
        assert page.goto(first).status == 403
        page.context.close()


def enter(page, house, surname, pesel, town, twice=False):
    go(page, house, "/ezd/osoby/nowa")
    page.fill("#nazwisko", surname)
    page.fill("#imiona", "Jan")
    if pesel:
        # Only one entry of the tests may have the number.
        page.fill("#pesel", pesel)
    page.fill("#miejscowosc", town)
    page.locator("form[data-zapis] .actions button.first").click()
    if page.locator(".note.warn", has_text="Czy to nie ktoś z tych").count():
        page.locator("form[data-zapis] .actions button.first").click()
    else:
        assert not twice, "the same name was not noticed"
    assert "Dodano wpis" in banner(page), text(page)
    return page.url.split("?")[0]


def test_the_journal_is_searched_paged_and_exported(house):
    page = visit(house, login=ADMIN)
    go(page, house, "/admin/dziennik")
    assert page.locator("tbody tr").count() == 50
    first = page.locator("tbody th").first.inner_text()
    page.get_by_role("link", name="Starsze wpisy").click()
    assert int(page.locator("tbody th").first.inner_text()) == int(first) - 50
    go(page, house, "/admin/dziennik?od=31.02.2026", status=422)
    assert "Tej daty nie da się odczytać" in text(page, ".summary-err")
    go(page, house, "/admin/dziennik?od=dziś&do=dziś&kto=system:pokaz")
    answer = page.context.request.get(house.address + "/admin/dziennik.csv?kto=system:pokaz")
    body = answer.body().decode()
    assert answer.status == 200 and body.startswith('\ufeff"nr";"kiedy"') and "system:pokaz" in body
    go(page, house, "/admin/dziennik?co=dziennik")
    assert "dziennik-eksport" in text(page, "table")
    # Content of letters is not for the administrator.
    go(page, house, "/admin/dziennik")
    assert "Treść zmian w pismach" in text(page)
    page.context.close()


def test_the_platforms_journal_shows_what_it_did_for_the_office_and_nobody_else(house):
    page = visit(house, login=ADMIN)
    go(page, house, "/admin/dziennik")
    page.get_by_role("link", name="Dziennik platformy").click()
    assert "oczekujaceDokumenty" in text(page) or "pull" in text(page), text(page)
    audit(page, "journal of the platform")
    seen = page.locator("tbody th").all_inner_texts()
    assert seen == sorted(seen, key=int, reverse=True)
    if page.get_by_role("link", name="Starsze wpisy").count():
        page.get_by_role("link", name="Starsze wpisy").click()
        assert int(page.locator("tbody th").first.inner_text()) < int(seen[-1])
    go(page, house, "/admin/dziennik/platforma?wynik=odmowa")
    assert "odmowa, kod" in text(page) or "Nie ma takich komunikatów" in text(page)
    go(page, house, "/admin/dziennik/platforma?od=31.02.2026", status=422)
    go(page, house, "/admin/dziennik/platforma?widok=dokumenty")
    boxes = set(page.locator("tbody td:nth-child(3)").all_inner_texts())
    assert boxes and all("/ugprusice/" in b.lower() or "prusice" in b.lower() for b in boxes), boxes
    audit(page, "documents of the platform")
    page.context.close()
    for login in (CLERK, COORDINATOR):
        page = visit(house, login=login)
        assert page.goto(house.address + "/admin/dziennik/platforma").status == 403, login
        page.context.close()


def test_the_front_page_shows_the_worst_first_and_roles_are_walls(house):
    page = visit(house, login=ADMIN)
    assert page.url.endswith("/admin"), page.url
    assert page.locator(".banner h2").count() == 1 or "Wszystko działa" in text(page)
    page.context.close()
    for login, forbidden in [
        (CLERK, ["/admin", "/admin/struktura", "/admin/osoby", "/admin/konta", "/admin/zastepstwa", "/admin/uprawnienia", "/admin/jrwa", "/admin/reguly",
                 "/admin/kalendarz", "/admin/dziennik", "/admin/dziennik.csv", "/admin/reorganizacja/podzial", "/admin/osoby/1/rola"]),
        ("czytelnik.prusice", ["/admin", "/ezd/osoby", "/ezd/jrwa", "/ja/zastepstwo"]),
        (COORDINATOR, ["/admin/osoby", "/admin/konta", "/admin/dziennik"]),
        (ADMIN, ["/ezd/osoby", "/ja/zastepstwo", "/admin/reguly", "/admin/jrwa/wczytaj"]),
    ]:
        page = visit(house, login=login)
        for path in forbidden:
            assert page.goto(house.address + path).status == 403, (login, path)
        page.context.close()
    # The head of a unit records substitutions of his own people and of nobody else.
    page = visit(house, login="kierownik.prusice")
    go(page, house, "/admin/zastepstwa")
    offered = page.evaluate("[...document.querySelector('#zastepowany').options].map(o => o.text).slice(1)")
    assert offered and all(o.endswith(", GK") for o in offered), offered
    page.context.close()
    # An account of another office does not exist here.
    page = visit(house, login="admin.wolow")
    go(page, house, "/admin/konta")
    foreign = page.locator("main tbody a").first.get_attribute("href")
    page.context.close()
    page = visit(house, login=ADMIN)
    assert page.goto(house.address + foreign).status == 404
    page.context.close()
