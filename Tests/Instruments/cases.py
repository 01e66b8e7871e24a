"""The pages of cases in a real browser: opening, the file, parties, terms, closing and reopening, lists, prints and exports."""
import datetime
import re

import lxml.etree

from desk import go, save, text
from pages import audit, visit

INSPECTOR = "inspektor.prusice"
HEAD = "kierownik.prusice"
BOTH = (True, False)


def day(offset):
    return (datetime.date.today() + datetime.timedelta(days=offset)).strftime("%d.%m.%Y")


def sign_of(page):
    return re.search(r"/ezd/sprawy/([^/?]+)", page.url)[1]


def open_ex_officio(page, house, title, symbol="6131"):
    go(page, house, "/ezd/sprawy/nowa")
    page.fill("#inna-klasa", symbol)
    page.fill("#tytul", title)
    page.locator("form.entry button.first").click()
    assert "zrobiono=zalozono" in page.url, text(page)
    return sign_of(page)


def act(page, house, sign, name, fields, query=""):
    go(page, house, f"/ezd/sprawy/{sign}/{name}{query}")
    for selector, value in fields.items():
        if value is True:
            page.check(selector)
        elif selector.startswith("select"):
            page.select_option(selector[6:], value)
        else:
            page.fill(selector, value)
    save(page)


def test_a_case_is_opened_from_a_letter_with_three_keys_at_most(house):
    page = visit(house, login=INSPECTOR)
    go(page, house, "/ja/skroty")
    page.locator("main form button").click()
    go(page, house, "/ezd/sprawy")
    page.keyboard.press("z")
    page.wait_for_url("**/ezd/sprawy/nowa")
    letters = page.locator(".fromletters a")
    assert letters.count() >= 2, text(page)
    title, address = letters.first.inner_text(), letters.first.get_attribute("href")
    page.goto(house.address + address)
    assert page.input_value("#tytul").replace("\xa0", " ") == title
    assert "następny wolny numer" in text(page), text(page)
    chosen = page.locator("input[name=klasa]:checked")
    # The keys of the flow: Z on the letter, Space where no suggestion is sure enough, Enter.
    if not chosen.count():
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**zrobiono=zalozono*")
    body = text(page)
    assert title in page.inner_text("h1").replace("\xa0", " ") and "Założono sprawę" in body, body
    assert re.search(r"GK\.\d+\.\d+\.20\d\d", body), body
    page.goto(page.url.split("?")[0] + "?karta=strony")
    assert page.locator(".people li").count() == 1, text(page)
    page.goto(page.url.split("?")[0] + "?karta=metryka")
    metryka = text(page)
    for words in ["Zarejestrowano pismo", "Zadekretowano pismo", "Wszczęto sprawę"]:
        assert metryka.count(words) == 1, (words, metryka)
    # The letter is in the file and can be read there.
    page.goto(page.url.split("?")[0])
    page.locator(".akta a").first.click()
    assert title in text(page) and page.locator(".sheet.letter").count() == 1, text(page)
    assert not page.messages, page.messages
    page.context.close()


def test_a_class_is_found_by_words_and_refused_where_it_is_not_the_units(house):
    for scripts in BOTH:
        page = visit(house, login=INSPECTOR, scripts=scripts)
        go(page, house, "/ezd/sprawy/nowa")
        page.fill("#tytul", f"Sprawa ze słów {scripts}")
        page.fill("#inna-klasa", "wycinka drzewa")
        page.locator("form.entry button.first").click()
        assert page.input_value("#tytul") == f"Sprawa ze słów {scripts}"
        page.check("input[name=klasa][value='6131']")
        page.locator("form.entry button.first").click()
        assert "GK.6131." in page.url, page.url
        # A class of another unit: why not, and who may.
        go(page, house, "/ezd/sprawy/nowa")
        page.fill("#tytul", "Prośba o usunięcie drzewa")
        page.fill("#inna-klasa", "3120")
        page.locator("form.entry button.first").click()
        summary = text(page, ".summary-err")
        assert "nie zakłada spraw klasy 3120" in summary and "FN" in summary, summary
        assert page.input_value("#tytul") == "Prośba o usunięcie drzewa"
        assert page.locator("input[name=klasa][value='6131']").count() == 1, "the right class is not offered"
        page.context.close()


def test_a_whole_life_of_a_case(house):
    for scripts in BOTH:
        page = visit(house, login=INSPECTOR, scripts=scripts)
        sign = open_ex_officio(page, house, f"Topola przy szkole {scripts}")
        # A note without words: everything stays, the mistake is named.
        act(page, house, sign, "notatka", {"#tytul": "Rozmowa", "#tekst": ""})
        assert page.title().startswith("Błąd: ") and "Wpisz treść notatki" in text(page, ".summary-err")
        assert page.input_value("#tytul") == "Rozmowa"
        page.fill("#tekst", "Wnioskodawca cofnął wniosek o oględziny.")
        save(page)
        assert "Rozmowa" in text(page, ".akta"), text(page)
        act(page, house, sign, "popraw-notatke", {"#tekst": "Wnioskodawca prosi o oględziny."}, "?cel=1")
        assert "poprawiono, nowa treść w pozycji 2" in text(page, ".akta")
        # A file, refused and taken.
        go(page, house, f"/ezd/sprawy/{sign}/plik")
        page.set_input_files("#plik", files=[{"name": "program.exe", "mimeType": "application/pdf", "buffer": b"MZ"}])
        save(page)
        assert "Plik musi być PDF" in text(page, ".summary-err")
        page.set_input_files("#plik", files=[{"name": "zdjęcie ą.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%zdjecie"}])
        save(page)
        assert "zdjęcie ą.pdf" in text(page, ".akta"), text(page)
        page.locator(".akta a", has_text="zdjęcie").click()
        with page.expect_download() as download:
            page.locator(".files a").click()
        assert open(download.value.path(), "rb").read() == b"%PDF-1.4\n%zdjecie"
        # A party, its attorney, its delivery, finality.
        act(page, house, sign, "dodaj-strone", {"#strona": "Żuraw Łucja", "#adres": "Polna 3\n55-110 Prusice"})
        party = re.search(r"cel=(\d+)", page.locator(".people a", has_text="Zapisz doręczenie").get_attribute("href"))[1]
        act(page, house, sign, "dodaj-strone", {"input[name=rola][value=pelnomocnik]": True, "#strona": "Mecenas Ósmak"})
        assert "Wskaż stronę, w imieniu której" in text(page, ".summary-err")
        page.select_option("#reprezentuje", party)
        save(page)
        assert "działa w imieniu: Żuraw Łucja" in text(page)
        act(page, house, sign, "doreczenie", {"#decyzja": "decyzja 1", "#doreczono": "d"}, f"?cel={party}")
        assert "będzie ostateczna" in text(page), text(page)
        # Terms: days that are not counted move the end; art. 36 moves it again.
        go(page, house, f"/ezd/sprawy/{sign}?karta=terminy")
        before = re.search(r"Termin\s+(\d\d\.\d\d\.\d{4})", text(page, ".casebody"))[1]
        act(page, house, sign, "okres", {"#od": "d", "#do": "+9"})
        after = re.search(r"Termin\s+(\d\d\.\d\d\.\d{4})", text(page, ".casebody"))[1]
        assert before != after and "opóźnienie z winy strony" in text(page), (before, after)
        act(page, house, sign, "przedluz", {"#przyczyna": "Czekamy na opinię", "#termin": "d"})
        assert "Nowy termin musi być późniejszy" in text(page, ".summary-err") and page.input_value("#przyczyna") == "Czekamy na opinię"
        page.fill("#termin", "+90")
        save(page)
        assert day(90) in text(page, ".casebody") or "Nowy termin (art. 36)" in text(page, ".casebody")
        # Suspension stops the clock.
        act(page, house, sign, "zawies", {"#podstawa": "art. 97 § 1 pkt 4 KPA"})
        assert "termin stoi" in text(page) and "zawieszona" in text(page)
        page.locator(".banner a", has_text="Napisz postanowienie").click()
        assert "art. 97" in page.locator("#szablon option:checked").inner_text()
        go(page, house, f"/ezd/sprawy/{sign}")
        go(page, house, f"/ezd/sprawy/{sign}/zakoncz")
        assert "Podejmij je, zanim zakończysz sprawę" in text(page) and page.locator("main form button.first").count() == 0
        act(page, house, sign, "podejmij", {})
        # Closing: what was found has to be read; then the file is read only.
        act(page, house, sign, "zalatw", {})
        assert "załatwiona" in text(page)
        go(page, house, f"/ezd/sprawy/{sign}/zakoncz")
        findings = page.locator(".note li").count()
        save(page)
        if findings:
            assert "Przeczytaj uwagi" in text(page, ".summary-err")
            page.check("#ostrzezenia")
            save(page)
        assert "Sprawa jest zakończona" in text(page) and "tylko do odczytu" in text(page), text(page)
        assert page.goto(f"{house.address}/ezd/sprawy/{sign}/notatka").status == 409
        # Reopening.
        act(page, house, sign, "wznow", {"#podstawa": "art. 145 § 1 pkt 5 KPA", "#powod": "Nowy dowód"})
        assert "Wznowiono sprawę" in text(page) and "w toku" in text(page)
        # The metryka has each step once; its wording can be corrected, never lost.
        go(page, house, f"/ezd/sprawy/{sign}?karta=metryka")
        metryka = text(page)
        for words in ["Wszczęto sprawę z urzędu", "Zawieszono postępowanie", "Podjęto zawieszone postępowanie", "Zakończono sprawę", "Wznowiono sprawę"]:
            assert metryka.count(words) == 1, (words, metryka)
        act(page, house, sign, "popraw-wpis", {"#czynnosc": "Wszczęto postępowanie z urzędu"}, "?cel=1")
        assert "pierwotnie: Wszczęto sprawę z urzędu" in text(page)
        go(page, house, f"/ezd/sprawy/{sign}?karta=historia")
        assert "Metryka zmiana opisu" in text(page) and "Okres niewliczany" in text(page)
        assert not [m for m in page.messages if "409" not in m], page.messages
        page.context.close()


def close(page, house, sign):
    go(page, house, f"/ezd/sprawy/{sign}/zakoncz")
    if page.locator("#ostrzezenia").count():
        page.check("#ostrzezenia")
    save(page)
    assert "Sprawa jest zakończona" in text(page), text(page)


def test_a_part_of_a_case_goes_its_own_way_and_a_completed_one_begins_anew(house):
    for scripts in BOTH:
        page = visit(house, login=INSPECTOR, scripts=scripts)
        sign = open_ex_officio(page, house, f"Dwie lipy {scripts}")
        assert "nowa" in text(page, ".casehead"), "nobody has worked on it yet"
        act(page, house, sign, "notatka", {"#tytul": "Zostaje tu", "#tekst": "a"})
        act(page, house, sign, "notatka", {"#tytul": "Dotyczy drugiej lipy", "#tekst": "b"})
        assert "w toku" in text(page, ".casehead")
        act(page, house, sign, "dodaj-strone", {"#strona": "Żuraw Łucja"})
        # A class of another unit: everything typed and ticked stays.
        go(page, house, f"/ezd/sprawy/{sign}/wydziel")
        audit(page, "splitting a case") if scripts else None
        page.fill("#tytul", "Druga lipa")
        page.fill("#klasa", "3120")
        page.locator("input[name=element][value='2']").check()
        page.check("#strony")
        save(page)
        assert "nie zakłada spraw klasy 3120" in text(page, ".summary-err"), text(page)
        assert page.input_value("#tytul") == "Druga lipa" and page.locator("input[name=element][value='2']").is_checked()
        page.fill("#klasa", "6131")
        save(page)
        part = sign_of(page)
        assert part != sign and "Wydzielono nową sprawę" in text(page) and "Dotyczy drugiej lipy" in text(page, ".akta") and "Zostaje tu" not in text(page)
        assert sign in text(page, ".facts") and "Wydzielona z" in text(page, ".facts"), text(page, ".facts")
        go(page, house, f"/ezd/sprawy/{part}?karta=strony")
        assert "Żuraw Łucja" in text(page)
        go(page, house, f"/ezd/sprawy/{sign}?karta=powiazania")
        assert "wydzielono z niej sprawę" in text(page) and part in text(page), text(page)
        go(page, house, f"/ezd/sprawy/{sign}?karta=metryka")
        metryka = text(page)
        for words in ["Podjęto czynności w sprawie", f"Wydzielono sprawę {part}"]:
            assert metryka.count(words) == 1, (words, metryka)
        # A case that goes on keeps its sign; a completed one begins anew under another.
        assert page.goto(f"{house.address}/ezd/sprawy/{sign}/kontynuuj").status == 409
        close(page, house, sign)
        go(page, house, f"/ezd/sprawy/{sign}/kontynuuj")
        audit(page, "beginning a case anew") if scripts else None
        page.fill("#pismo", "nic takiego")
        save(page)
        assert "Numer pisma wygląda tak" in text(page, ".summary-err")
        page.fill("#pismo", "")
        save(page)
        assert "powód" in text(page, ".summary-err").lower(), text(page, ".summary-err")
        page.fill("#powod", "Wpłynął nowy wniosek")
        page.locator("input[name=element][value='1']").check()
        save(page)
        new = sign_of(page)
        assert new not in (sign, part) and "Poprzedni znak" in text(page, ".facts") and sign in text(page, ".facts") and "Zostaje tu" in text(page, ".akta")
        go(page, house, f"/ezd/sprawy/{sign}")
        assert "Dalszy znak" in text(page, ".facts") and new in text(page, ".facts") and "zakończona" in text(page, ".casehead")
        go(page, house, f"/ezd/sprawy/{sign}?karta=metryka")
        assert text(page).count(f"Sprawę wszczęto na nowo pod znakiem {new}: Wpłynął nowy wniosek") == 1, text(page)
        go(page, house, f"/ezd/sprawy/{sign}/kontynuuj")
        page.fill("#powod", "Drugi raz")
        save(page)
        assert f"wszczęto już na nowo pod znakiem {new}" in text(page, ".summary-err"), text(page)
        assert not [m for m in page.messages if "409" not in m], page.messages
        page.context.close()


def test_joined_cases_are_parted_and_both_say_so(house):
    page = visit(house, login=INSPECTOR)
    first, second = open_ex_officio(page, house, "Pierwszy wniosek"), open_ex_officio(page, house, "Drugi wniosek")
    act(page, house, first, "polacz", {"#znak": second, "#powod": "ten sam teren"})
    assert "połączona z inną sprawą" in text(page) and second in text(page, ".facts")
    go(page, house, f"/ezd/sprawy/{second}?karta=powiazania")
    assert f"obejmuje sprawę: {first}" in text(page), text(page)
    act(page, house, first, "rozlacz", {"#powod": "inne strony"})
    for sign, other in [(first, second), (second, first)]:
        go(page, house, f"/ezd/sprawy/{sign}?karta=powiazania")
        assert f"rozłączona ze sprawą: {other}" in text(page), text(page)
    page.context.close()


def test_favourite_classes_are_offered_when_a_case_is_opened(house):
    for scripts in BOTH:
        page = visit(house, login=INSPECTOR, scripts=scripts)
        go(page, house, "/ezd/jrwa?szukane=6232")
        page.locator("table a", has_text="6232").first.click()
        audit(page, "a class looked up") if scripts else None
        own = page.get_by_role("button", name=re.compile("^Dodaj do ulubionych 6232"))
        own.click()
        assert "Dodano klasę do ulubionych" in text(page), text(page)
        go(page, house, "/ezd/jrwa")
        assert "Twoje ulubione klasy" in text(page) and "6232" in text(page)
        go(page, house, "/ezd/sprawy/nowa")
        choice = page.locator(".choice", has=page.locator("input[name=klasa][value='6232']"))
        assert "ulubiona" in choice.inner_text(), choice.inner_text()
        go(page, house, "/ezd/jrwa/klasa/6232")
        page.get_by_role("button", name=re.compile("^Usuń z ulubionych 6232")).click()
        assert "Usunięto klasę z ulubionych" in text(page)
        go(page, house, "/ezd/jrwa")
        assert "Twoje ulubione klasy" not in text(page), text(page)
        # A group of classes cannot be chosen for a case, so it has no button.
        go(page, house, "/ezd/jrwa/klasa/62")
        assert page.get_by_role("button", name=re.compile("ulubionych")).count() == 0
        page.context.close()
    # What one officer keeps at hand is no business of another.
    other = visit(house, login=HEAD)
    go(other, house, "/ezd/jrwa")
    assert "Twoje ulubione klasy" not in text(other)
    other.context.close()


def test_two_people_at_once(house):
    first, second = visit(house, login=INSPECTOR), visit(house, login=HEAD)
    sign = open_ex_officio(first, house, "Dwie osoby naraz")
    for page in (first, second):
        go(page, house, f"/ezd/sprawy/{sign}/popraw")
    first.fill("#tytul", "Tytuł pierwszej osoby")
    save(first)
    second.fill("#tytul", "Tytuł drugiej osoby")
    save(second)
    summary = text(second, ".summary-err")
    assert "zmienił(a) właśnie ktoś inny" in summary, summary
    assert second.input_value("#tytul") == "Tytuł drugiej osoby"
    go(first, house, f"/ezd/sprawy/{sign}")
    assert "Tytuł pierwszej osoby" in text(first, "h1")
    first.context.close()
    second.context.close()


def test_a_letter_joins_a_case_or_creates_none(house):
    for scripts in BOTH:
        page = visit(house, login="sekretarz.prusice", scripts=scripts)
        sign = open_ex_officio(page, house, f"Plan pracy urzędu {scripts}", symbol="0050")
        number = 7 if scripts else 8
        year = datetime.date.today().year
        go(page, house, f"/ezd/wplywy/{year}/{number}/bez-sprawy")
        page.fill("#inna-klasa", "0050")
        save(page)
        assert "Odłożono pismo w klasie 0050" in text(page), text(page)
        go(page, house, f"/ezd/wplywy/{year}/{number}/sprawa")
        assert sign in text(page), "own recent cases come first"
        go(page, house, f"/ezd/wplywy/{year}/{number}/sprawa?q={sign.replace('.', '').lower()}")
        assert page.locator("input[name=sprawa]").count() == 1, text(page)
        page.locator("main form[data-zapis] button.first").click()
        assert "Dołączono pismo" in text(page) and f"RPW-{year}-{number}" in text(page, ".akta"), text(page)
        act(page, house, sign, "wylacz", {"#powod": "Pomyłka"}, "?cel=1")
        assert "wyłączono: Pomyłka" in text(page, ".akta")
        act(page, house, sign, "omylkowa", {"#powod": "Próba"})
        assert "założono omyłkowo" in text(page)
        page.context.close()


def test_lists_terms_prints_and_exports(house):
    page = visit(house, login=HEAD)
    year = datetime.date.today().year
    for path in ["/ezd/sprawy?widok=komorka", "/ezd/sprawy?widok=wszystkie&kolejnosc=znak", "/ezd/sprawy?widok=komorka&stan=zakonczona"]:
        go(page, house, path)
        assert page.locator("table.cases tbody tr").count() >= 1, path
    go(page, house, "/ezd/terminy?zakres=komorka")
    rows = page.locator("table.cases tbody tr")
    assert "po terminie" in rows.first.inner_text(), "what is overdue comes first"
    assert "Zawiadom o zwłoce" in rows.first.inner_text()
    report = page.context.request.get(house.address + "/ezd/terminy.csv?zakres=komorka").body().decode()
    assert report.startswith("\ufeff") and "Oględziny drogi" in report, report[:200]
    go(page, house, "/ezd/terminy/druk?zakres=komorka")
    assert "Oględziny drogi" in text(page)
    go(page, house, "/ezd/spisy")
    page.locator("table a", has_text="7221").click()
    head = text(page)
    for words in ["Rok", "Data raportu", "Komórka", "Symbol", "Hasło", "znak obcy", "data ostatecznego załatwienia"]:
        assert words in head, (words, head)
    base = f"/ezd/spisy/{year}/7221"
    csv = page.context.request.get(f"{house.address}{base}/csv?komorka=GK").body().decode()
    assert csv.startswith("\ufeff") and "GK.7221.1." in csv, csv[:300]
    tree = lxml.etree.fromstring(page.context.request.get(f"{house.address}{base}/xml?komorka=GK").body())
    assert tree.tag.endswith("spisSpraw") and len(tree), lxml.etree.tostring(tree)[:300]
    go(page, house, f"{base}/druk?komorka=GK")
    pdf = page.pdf(prefer_css_page_size=True)
    assert re.search(rb"MediaBox\s*\[0 0 (841|842)", pdf), "the list prints on A4 laid sideways"
    go(page, house, "/ezd/sprawy/nadzor")
    audit(page, "oversight")
    page.context.close()


def test_rights_of_cases(house):
    page = visit(house, login=INSPECTOR)
    sign = open_ex_officio(page, house, "Tylko dla prowadzącej")
    act(page, house, sign, "notatka", {"#tytul": "Pierwsza", "#tekst": "a"})
    act(page, house, sign, "notatka", {"#tytul": "Druga", "#tekst": "b"})
    other = visit(house, login="podinspektor.prusice")
    assert other.goto(f"{house.address}/ezd/sprawy/{sign}").status == 403
    go(other, house, "/ezd/sprawy?widok=wszystkie&kolejnosc=znak")
    assert sign not in text(other)
    tax = visit(house, login="skarbnik.prusice")
    assert tax.goto(f"{house.address}/ezd/sprawy/{sign}").status == 403
    # The head sees it; the head of another unit sees the part that was shared, and nothing else.
    go(page, house, f"/ezd/sprawy/{sign}/udostepnij")
    page.select_option("#komorka", label="FN – Referat Finansowy")
    page.select_option("#element", "1")
    save(page)
    assert "FN" in text(page) and "pozycja 1" in text(page), text(page)
    go(tax, house, f"/ezd/sprawy/{sign}")
    assert "Pierwsza" in text(tax, ".akta") and "Druga" not in text(tax), text(tax)
    assert tax.goto(f"{house.address}/ezd/sprawy/{sign}/akta/2").status == 403
    assert tax.goto(f"{house.address}/ezd/sprawy/{sign}/akta/1").status == 200
    assert tax.goto(f"{house.address}/ezd/sprawy/{sign}/popraw").status == 403
    assert tax.goto(f"{house.address}/ezd/sprawy/{sign}/metryka").status == 403
    # Reading is on record for those who keep the case.
    go(page, house, f"/ezd/sprawy/{sign}/akta/1")
    assert "Kto widział" in text(page), text(page)
    head = visit(house, login=HEAD)
    go(head, house, f"/ezd/sprawy/{sign}")
    stranger = visit(house, login="kierownik.wolow")
    assert stranger.goto(f"{house.address}/ezd/sprawy/{sign}").status == 404
    for p in (page, other, tax, head, stranger):
        p.context.close()


def test_a_form_sent_twice_opens_one_case(house):
    page = visit(house, login=INSPECTOR)
    go(page, house, "/ezd/sprawy/nowa")
    page.fill("#inna-klasa", "6140")
    page.fill("#tytul", "Wysłane dwa razy: pies")
    answers = page.evaluate(
        """async () => {
            const form = document.querySelector('form.entry');
            const send = () => fetch(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form))});
            const answers = await Promise.all([send(), send()]);
            return answers.map(a => a.url);
        }"""
    )
    assert len(set(answers)) == 1 and "zalozono" in answers[0], answers
    page.context.close()


def test_no_page_of_cases_has_an_accessibility_fault(house):
    for width in (1280, 375):
        page = visit(house, login=HEAD, width=width)
        year = datetime.date.today().year
        sign = open_ex_officio(page, house, f"Sprawa do oględzin strony {width}")
        act(page, house, sign, "notatka", {"#tytul": "Notatka", "#tekst": "Treść.\n\nDrugi akapit."})
        act(page, house, sign, "dodaj-strone", {"#strona": "Wilk Bogdan", "#adres": "Leśna 1"})
        party = re.search(r"cel=(\d+)", page.locator(".people a").first.get_attribute("href"))[1]
        act(page, house, sign, "doreczenie", {"#decyzja": "decyzja", "#doreczono": "d"}, f"?cel={party}")
        act(page, house, sign, "okres", {"#od": "d"})
        act(page, house, sign, "powiaz", {"#znak": "GK.7221.1." + str(year)})
        paths = [f"/ezd/sprawy/{sign}"] + [f"/ezd/sprawy/{sign}?karta={k}" for k in ("strony", "terminy", "powiazania", "metryka", "historia")]
        paths += [f"/ezd/sprawy/{sign}/{name}" for name in (
            "notatka", "plik", "popraw", "prowadzacy", "dodaj-strone", "termin", "przedluz", "okres", "koniec-okresu", "zawies", "zalatw", "przekaz",
            "omylkowa", "polacz", "powiaz", "udostepnij", "zakoncz", "metryka", "akta/1", "popraw-wpis?cel=1", "popraw-notatke?cel=1", "wylacz?cel=1",
            f"usun-strone?cel={party}", f"doreczenie?cel={party}")]
        paths += [
            "/ezd/sprawy", "/ezd/sprawy?widok=komorka", "/ezd/sprawy?widok=wszystkie&klasa=abc", "/ezd/sprawy?stan=wybrakowana", "/ezd/sprawy/nadzor",
            "/ezd/sprawy/nadzor?cisza=30", "/ezd/sprawy/nowa", "/ezd/sprawy/nowa-podteczka", "/ezd/spisy", f"/ezd/spisy/{year}/6131?komorka=GK",
            f"/ezd/spisy/{year}/6131/druk?komorka=GK", "/ezd/bez-sprawy?klasa=6131", "/ezd/terminy", "/ezd/terminy?zakres=komorka", "/ezd/terminy/druk",
        ]
        for path in paths:
            page.goto(house.address + path)
            audit(page, (path, width))
        go(page, house, f"/ezd/sprawy/{sign}/okres")
        page.fill("#od", "kiedyś")
        save(page)
        audit(page, ("an act with a mistake", width))
        page.context.close()
        page = visit(house, login="sekretarz.prusice", width=width)
        for path in [f"/ezd/wplywy/{year}/9/sprawa", f"/ezd/wplywy/{year}/9/sprawa?q=nicniema", f"/ezd/wplywy/{year}/9/bez-sprawy", f"/ezd/sprawy/nowa?z=RPW-{year}-9"]:
            page.goto(house.address + path)
            audit(page, (path, width))
        page.context.close()


def test_a_sub_file_counts_its_own_cases(house):
    page = visit(house, login=INSPECTOR)
    go(page, house, "/ezd/sprawy/nowa-podteczka")
    page.fill("#inna-klasa", "6236")
    page.fill("#tytul", "Kontrole szamb")
    save(page)
    sign = re.search(r"GK\.6236\.\d+\.\d{4}", text(page, ".banner"))[0]
    go(page, house, "/ezd/sprawy/nowa")
    page.fill("#inna-klasa", "6236")
    page.fill("#tytul", "Szambo przy Polnej 4")
    page.select_option("#podteczka", index=1)
    page.locator("form.entry button.first").click()
    assert sign_of(page) == re.sub(r"\.(\d{4})$", r".1.\1", sign), (sign, page.url)
    page.context.close()
