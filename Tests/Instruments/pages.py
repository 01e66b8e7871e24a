"""The pages in a real browser: accessibility, every job with and without scripts, the keyboard, print."""
import pathlib
import re

import axe_playwright_python
from playwright.sync_api import sync_playwright

import client as epuap
import wire

AXE = pathlib.Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "Pokaz-Urzedu-2026"
HELD = {}


def browser():
    if "browser" not in HELD:
        HELD["playwright"] = sync_playwright().start()
        HELD["browser"] = HELD["playwright"].chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    return HELD["browser"]


def visit(house, login="kancelaria.prusice", width=1280, scripts=True):
    context = browser().new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale="pl-PL")
    page = context.new_page()
    page.messages = []
    page.has_scripts = scripts
    page.on("console", lambda m: page.messages.append(m.text) if m.type in ("error", "warning") and "422" not in m.text else None)
    if login:
        page.goto(house.address + "/logowanie")
        page.fill("#login", login)
        page.fill("#haslo", PASSWORD)
        page.click("main button")
        assert "/logowanie" not in page.url, page.inner_text("body")
    return page


def audit(page, where):
    assert page.locator("h1").count() == 1, (where, "h1")
    if not getattr(page, "has_scripts", True):
        # axe is a script; the same page is judged where scripts run.
        return
    found = page.evaluate(AXE + "; axe.run(document, {runOnly: {type: 'tag', values: %r}})" % TAGS)
    bad = [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found["violations"]]
    assert not bad, (where, bad)
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], (where, "scrolls sideways", width)


def first_letter(house, page):
    page.goto(house.address + "/ezd/wplywy?widok=wszystkie")
    return page.locator("table a[href^='/ezd/wplywy/2']").first.get_attribute("href")


def test_no_page_has_an_accessibility_fault(house):
    for width in (1280, 375):
        page = visit(house, width=width)
        letter = first_letter(house, page)
        for path in [
            "/ezd/wplywy", "/ezd/wplywy?widok=wszystkie", "/ezd/wplywy?widok=sprawdz", "/ezd/wplywy?widok=anulowane", "/ezd/wplywy?q=niematakiegoslowa",
            "/ezd/wplywy?od=kiedys", letter, letter + "/popraw", letter + "/anuluj", letter + "/potwierdzenie", "/ezd/rejestracja", "/ezd/szukaj",
            "/ezd/szukaj?q=chodnik", "/ezd/szukaj?q=niematakiegoslowa", "/ezd/poswiadczenia", "/ezd/wplywy/druk", "/ja/skroty", "/zdrowie", "/nie/ma",
            "/ezd/wplywy/2026/999999", "/admin/osoby",
        ]:
            page.goto(house.address + path)
            audit(page, (path, width))
        page.context.close()
        page = visit(house, login="admin.prusice", width=width)
        for path in ["/admin/osoby", "/admin/kolejki", "/zdrowie"]:
            page.goto(house.address + path)
            audit(page, (path, width))
        page.context.close()
        page = visit(house, login=None, width=width)
        page.goto(house.address + "/logowanie")
        audit(page, ("/logowanie", width))
        page.fill("#login", "ktos")
        page.fill("#haslo", "cos")
        page.click("main button")
        audit(page, ("/logowanie after a mistake", width))
        page.context.close()


def test_a_submitted_letter_reaches_the_clerk(house):
    key, cert, server = wire.identity(house)
    title = "Pismo przez platformę: zażółć gęślą jaźń"
    epuap.submit(epuap.skrytka(house, key, cert, server), wire.PODMIOT, wire.BOX, wire.REPLY, epuap.general_letter(title))
    page = visit(house)
    for _ in range(60):
        page.goto(house.address + "/ezd/szukaj?q=zazolc+gesla")
        if page.get_by_text("Wrona").count():
            break
        page.wait_for_timeout(250)
    page.locator("main a[href^='/ezd/wplywy/2']").first.click()
    assert title in page.inner_text("h1").replace("\xa0", " ")
    assert "Proszę o ustawienie kosza" in page.inner_text(".paper").replace("\xa0", " ")
    assert "Polna 5" in page.inner_text(".facts") and "ePUAP" in page.inner_text(".dochead")
    facts = page.inner_text(".facts")
    assert "Poświadczenia" in facts and "ePUAP-UPP" in facts, facts
    with page.expect_download() as d:
        page.locator(".facts a", has_text="UPP.xml").click()
    assert "pos:UPP" in pathlib.Path(d.value.path()).read_text()
    with page.expect_download() as d:
        page.locator(".facts a", has_text="notatka.txt").click()
    assert pathlib.Path(d.value.path()).read_text() == "Załącznik"
    page.context.close()


def register(page, house, surname, title, manner="list polecony", **more):
    page.goto(house.address + "/ezd/rejestracja")
    page.fill("#nazwisko", surname)
    page.fill("#imiona", "Jan")
    page.fill("#miejscowosc", "Prusice")
    page.fill("#temat", title)
    page.fill("#zdnia", "03.2026")
    page.fill("#znak", more.get("sign", ""))
    page.select_option("#sposob", manner)


def test_a_paper_letter_is_registered_corrected_and_cancelled(house):
    for scripts in (True, False):
        page = visit(house, scripts=scripts)
        surname = "Łoś-Żuraw" if scripts else "Ćwik"
        register(page, house, surname, "Wniosek o wydanie odpisu", sign=f"AB.{scripts}.2026")
        page.set_input_files("#plik", files=[{"name": "skan ą.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%skan"}])
        page.locator("form[data-zapis] button.first").click()
        banner = page.locator(".banner.ok").inner_text()
        number = re.search(r"RPW/(\d+)/(\d+)", banner)
        assert number, banner
        letter = f"/ezd/wplywy/{number[2]}/{number[1]}"
        page.goto(house.address + letter)
        assert surname in page.inner_text("body") and "03.2026" in page.inner_text(".facts") and "skan ą.pdf" in page.inner_text(".facts")

        page.goto(house.address + letter + "/popraw")
        page.fill("#temat", "Wniosek o wydanie odpisu aktu")
        page.locator("form[novalidate] button.first").click()
        assert page.title().startswith("Błąd: ") and "Podaj powód" in page.inner_text(".summary-err")
        assert page.input_value("#temat") == "Wniosek o wydanie odpisu aktu"
        page.fill("#powod", "Literówka w temacie")
        page.locator("form[novalidate] button.first").click()
        history = page.inner_text(".timeline")
        assert "Literówka w temacie" in history and "Poprawiono: Tytuł" in history

        register(page, house, surname, "Wniosek o wydanie odpisu", sign=f"AB.{scripts}.2026")
        page.locator("form[data-zapis] button.first").click()
        assert "Podobne pismo" in page.inner_text(".note.warn")
        page.locator("form[data-zapis] button.first").click()
        assert "Zarejestrowano" in page.locator(".banner.ok").inner_text()

        page.goto(house.address + letter + "/anuluj")
        page.fill("#powod", "Zarejestrowano dwa razy")
        page.locator("main button.danger").click()
        assert "Zarejestrowano dwa razy" in page.inner_text(".dochead")
        page.goto(house.address + "/ezd/wplywy?widok=anulowane")
        assert number[1] in page.inner_text("table")
        assert not page.messages, page.messages
        page.context.close()


def test_a_known_sender_is_filled_in(house):
    page = visit(house)
    for given in ("Anna", "Beata"):
        register(page, house, "Źdźbłowska", f"Wniosek {given}")
        page.fill("#imiona", given)
        page.locator("form[data-zapis] button.btn.first").click()
    page.context.close()
    for scripts in (True, False):
        page = visit(house, scripts=scripts)
        page.goto(house.address + "/ezd/rejestracja")
        page.fill("#uwagi", "Te słowa zostają")
        page.fill("#szukaj-nadawcy", "zdzblow")
        if scripts:
            page.wait_for_selector("[role=option]")
            audit(page, "known senders open")
            assert page.locator("[role=option]").count() == 2
            page.keyboard.press("ArrowDown")
        page.press("#szukaj-nadawcy", "Enter")
        if not scripts:
            choice = page.get_by_role("button", name=re.compile("Źdźbłowska Beata"))
            assert page.get_by_role("button", name=re.compile("Źdźbłowska")).count() == 2
            choice.click()
        page.locator('#temat:focus').wait_for() if scripts else None
        assert page.input_value("#imiona") == "Beata" and page.input_value("#miejscowosc") == "Prusice"
        assert page.input_value("#uwagi") == "Te słowa zostają" and page.input_value("#szukaj-nadawcy") == ""
        # Of one who is not known nothing is lost, and nothing is registered.
        page.goto(house.address + "/ezd/rejestracja")
        page.fill("#uwagi", "Te słowa zostają")
        page.fill("#szukaj-nadawcy", "Nieznajoma")
        with page.expect_navigation():
            page.press("#szukaj-nadawcy", "Enter")
        assert "Nie ma w spisie nikogo" in page.inner_text(".summary-err").replace("\xa0", " ")
        assert page.input_value("#uwagi") == "Te słowa zostają"
        page.context.close()


def test_a_letter_of_three_senders_is_registered_with_all_of_them(house):
    for scripts in (True, False):
        page = visit(house, scripts=scripts)
        register(page, house, "Pająk", f"Prośba sąsiadów {scripts}")
        page.click("button[name=dodaj-nadawce]")
        assert page.input_value("#nazwisko") == "Pająk" and page.input_value("#temat") == f"Prośba sąsiadów {scripts}"
        page.fill("#nazwisko-2", "Żuraw")
        page.fill("#kod-2", "55")
        page.click("button[name=dodaj-nadawce]")
        page.check("input[name=rodzaj-nadawcy-3][value=instytucja]")
        page.fill("#nazwa-3", "Spółdzielnia „Klon”")
        page.click("button[name=dodaj-nadawce]")
        audit(page, "four senders") if scripts else None
        page.locator("form[data-zapis] button.first").click()
        assert "Kod ma 5 cyfr" in page.inner_text(".summary-err")
        page.fill("#kod-2", "55-110")
        page.locator("form[data-zapis] button.first").click()
        page.locator(".banner.ok a.ref").click()
        facts = page.inner_text(".facts")
        assert "Pająk Jan" in facts and "Żuraw" in facts and "Spółdzielnia „Klon”" in facts, facts
        page.goto(page.url.split("?")[0] + "/popraw")
        assert page.input_value("#nazwa-3") == "Spółdzielnia „Klon”"
        page.context.close()


def test_a_session_that_ends_while_typing_loses_no_word(house):
    for scripts in (True, False):
        page = visit(house, scripts=scripts)
        title = f"Pisane długo {scripts}"
        register(page, house, "Wilk", title)
        page.set_input_files("#plik", files=[{"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%a"}])
        page.context.clear_cookies()
        page.locator("form[data-zapis] button.first").click()
        assert "Twoje słowa wrócą" in page.inner_text("main").replace("\xa0", " ")
        audit(page, "sign in again") if scripts else None
        page.fill("#login", "kancelaria.prusice")
        page.fill("#haslo", "nie to hasło")
        page.click("main button")
        page.fill("#haslo", PASSWORD)
        page.click("main button")
        assert "Twoje słowa są zachowane" in page.inner_text("h1")
        audit(page, "send again") if scripts else None
        page.set_input_files("input[type=file]", files=[{"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%a"}])
        page.click("main button.first")
        page.locator(".banner.ok a.ref").click()
        assert title in page.inner_text("h1").replace("\xa0", " ") and "a.pdf" in page.inner_text(".facts")
        page.context.close()


def test_a_form_sent_twice_makes_one_letter(house):
    page = visit(house)
    register(page, house, "Podwójny", "Wysłane dwa razy")
    action = page.evaluate(
        """async () => {
            const form = document.querySelector('form[data-zapis]');
            const send = () => fetch(form.action, {method: 'POST', body: new FormData(form)});
            const answers = await Promise.all([send(), send()]);
            answers.push(await send());
            return answers.map(a => a.url);
        }"""
    )
    assert len(set(action)) == 1 and "zarejestrowano" in action[0], action
    page.goto(house.address + "/ezd/szukaj?q=wyslane+dwa+razy")
    assert page.locator("main ul.items li").count() == 1
    page.context.close()


def test_mistakes_keep_every_word_and_say_what_to_do(house):
    page = visit(house)
    page.goto(house.address + "/ezd/rejestracja")
    page.fill("#nazwisko", "Zachowane")
    page.fill("#kod", "12")
    page.fill("#wplyw", "31.02.2026")
    page.fill("#uwagi", "te słowa zostają")
    page.set_input_files("#plik", files=[{"name": "wirus.pdf", "mimeType": "application/pdf", "buffer": b"MZ to nie jest PDF"}])
    page.locator("form[data-zapis] button.first").click()
    summary = page.inner_text(".summary-err")
    for words in ["Wpisz temat", "Kod ma 5 cyfr", "daty nie da się odczytać", "Plik musi być PDF"]:
        assert words in summary, (words, summary)
    assert page.input_value("#nazwisko") == "Zachowane" and page.input_value("#uwagi") == "te słowa zostają"
    audit(page, "registration with mistakes")
    page.context.close()


def test_roles_are_walls(house):
    reader = visit(house, login="czytelnik.prusice")
    letter = first_letter(house, reader)
    assert reader.goto(house.address + letter).status == 200
    for path in ["/ezd/rejestracja", letter + "/popraw", letter + "/anuluj", "/admin/osoby", "/ezd/wplywy.csv"]:
        assert reader.goto(house.address + path).status == 403, path
    reader.context.close()
    admin = visit(house, login="admin.prusice")
    assert admin.goto(house.address + letter).status == 403
    admin.context.close()
    stranger = visit(house, login="kancelaria.wolow")
    stranger.goto(house.address + "/ezd/szukaj?q=Wysłane+dwa+razy")
    assert "Nie znaleziono" in stranger.inner_text("main")
    stranger.context.close()
    nobody = visit(house, login=None)
    nobody.goto(house.address + letter)
    assert "/logowanie?powrot=" in nobody.url
    nobody.context.close()


def test_the_register_exports_and_prints(house):
    page = visit(house)
    for path, start in [("/ezd/wplywy.csv", '\ufeff"RPW"'), ("/ezd/wplywy.xml", "<?xml")]:
        answer = page.context.request.get(house.address + path)
        text = answer.body().decode()
        assert answer.status == 200 and text.startswith(start) and "RPW/1/" in text, text[:80]
    import lxml.etree

    lxml.etree.fromstring(page.context.request.get(house.address + "/ezd/wplywy.xml").body())
    page.goto(house.address + "/ezd/wplywy/druk")
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF") and len(pdf) > 5000
    page.context.close()


def test_the_register_is_narrowed_by_state(house):
    for scripts in (True, False):
        page = visit(house, scripts=scripts)
        page.goto(house.address + "/ezd/wplywy?widok=wszystkie")
        for state, name in [("zadekretowane", "zadekretowane"), ("nowe", "nowe"), ("w-sprawie", "w sprawie")]:
            page.select_option("#stan", state)
            page.locator("form.tools button").click()
            shown = [t.strip() for t in page.locator("tbody td:last-child").all_inner_texts()]
            others = {n for _, n in [("zadekretowane", "zadekretowane"), ("nowe", "nowe"), ("w-sprawie", "w sprawie")]} - {name}
            assert page.input_value("#stan") == state and not any(t in others for t in shown), (state, shown)
            count = int(re.sub(r"\D", "", page.inner_text("form.tools p.push")) or 0)
            assert count == len(shown) or count > 50, (count, len(shown))
        assert page.locator("tbody tr").count() or "Nic nie znaleziono" in page.inner_text("main")
        page.get_by_role("link", name="Wyczyść filtry").first.click()
        assert page.input_value("#stan") == ""
        audit(page, "register by state") if scripts else None
        page.context.close()


def test_a_label_is_printed_and_a_reader_reads_it(house):
    import os
    import subprocess

    for scripts in (True, False):
        page = visit(house, scripts=scripts)
        page.goto(house.address + "/ezd/rejestracja")
        page.fill("#nazwisko", "Etykietowy")
        page.fill("#temat", f"Pismo z etykietą {scripts}")
        page.locator(".entry-foot button.first").click()
        page.get_by_role("link", name="Drukuj etykietę").click()
        shown = page.inner_text(".sticker").replace("\xa0", " ")
        identifier = re.search(r"RPW-\d{4}-\d+", shown)[0]
        year, number = identifier.split("-")[1:]
        assert f"RPW/{number}/{year}" in shown and "Gmina Prusice" in shown and "Wpłynęło" in shown, shown
        audit(page, "label") if scripts else None
        pdf = page.pdf(prefer_css_page_size=True)
        # Read as a label printer of 300 dots an inch prints it.
        path = os.path.join(house.data, "etykieta.pdf")
        open(path, "wb").write(pdf)
        subprocess.run(["pdftoppm", "-r", "300", "-png", "-singlefile", path, path[:-4]], check=True)
        read = subprocess.run(["zbarimg", "-q", "--raw", path[:-4] + ".png"], capture_output=True, text=True).stdout.strip()
        assert read == identifier, (read, identifier)
        # 90 by 50 millimetres, in points, and one page.
        box = re.search(rb"MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
        assert abs(float(box[1]) - 255) < 2 and abs(float(box[2]) - 142) < 2, box[0]
        assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") + pdf.count(b"/Type /Page/") <= 1
        page.goto(house.address + f"/ezd/wplywy/{year}/{number}")
        assert page.locator(f"a[href='/ezd/wplywy/{year}/{number}/etykieta']").count() == 1
        page.goto(house.address + f"/ezd/wplywy/{year}/{number}/anuluj")
        page.fill("#powod", "próba")
        page.locator("main form button.danger, main form button.first").first.click()
        assert page.goto(house.address + f"/ezd/wplywy/{year}/{number}/etykieta").status == 409
        page.context.close()


def test_the_keyboard_alone_is_enough(house):
    page = visit(house)
    page.goto(house.address + "/ezd/wplywy?widok=wszystkie")
    page.keyboard.press("n")
    assert page.url.endswith("widok=wszystkie"), "a single letter acts though nobody allowed it"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.goto(house.address + "/ja/skroty")
    page.locator("main form button").click()
    page.goto(house.address + "/ezd/wplywy?widok=wszystkie")
    page.keyboard.press("n")
    page.wait_for_url("**/ezd/rejestracja")
    assert page.evaluate("document.activeElement.id") == "szukaj-nadawcy"
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "nazwisko"
    page.keyboard.type("Nowak")
    page.keyboard.press("Tab")
    page.keyboard.type("Ewa")
    page.fill("#temat", "Zapisane z klawiatury")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".banner.ok")
    page.context.close()


def test_the_page_is_light(house):
    page = visit(house)
    sizes = []
    page.on("response", lambda r: sizes.append((r.url, len(r.body()))) if r.status == 200 else None)
    page.goto(house.address + "/ezd/wplywy?widok=wszystkie")
    page.wait_for_load_state("networkidle")
    assert len(sizes) <= 6, sizes
    assert all(url.startswith(house.address) for url, _ in sizes), "third parties"
    page.context.close()
