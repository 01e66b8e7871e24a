"""Assigning letters in a real browser: the queue, the list, taking back, the recipient's side, the keys."""
import re

from pages import audit, register, visit

WAITS = "/ezd/dekretacja"


def letters(house, titles):
    """Registers paper letters and gives their addresses."""
    page = visit(house)
    out = []
    for title in titles:
        register(page, house, "Próbny", title)
        page.locator("form[data-zapis] button.first").click()
        if page.locator(".note.warn").count():
            page.locator("form[data-zapis] button.first").click()
        number = re.search(r"RPW/(\d+)/(\d+)", page.locator(".banner.ok").inner_text())
        out.append(f"/ezd/wplywy/{number[2]}/{number[1]}")
    page.context.close()
    return out


def assign(page, house, letter, to, **more):
    page.goto(house.address + letter + "/dekretacja")
    page.fill("#adresat", to)
    for field, value in more.items():
        page.fill("#" + field, value)
    page.locator("form.assign button.btn").first.click()


def test_pages_of_assigning_have_no_accessibility_fault(house):
    letter = letters(house, ["Pismo do oglądania"])[0]
    for width in (1280, 375):
        page = visit(house, "wojt.prusice", width)
        for path in [WAITS, WAITS + "/lista", WAITS + "/moje", letter + "/dekretacja", "/ezd/skrzynka", "/ezd/skrzynka?widok=komorka", letter]:
            page.goto(house.address + path)
            audit(page, (path, width))
        page.goto(house.address + letter + "/dekretacja")
        page.fill("#adresat", "nie ma takiej osoby")
        page.locator("form.assign button.btn").first.click()
        audit(page, ("a mistake", width))
        assert "Nie ma osoby ani komórki" in page.inner_text(".summary-err").replace("\xa0", " ")
        page.context.close()


def test_a_letter_goes_from_the_head_through_the_unit_to_its_officer(house):
    for scripts in (True, False):
        letter = letters(house, [f"Skarga na hałas {scripts}"])[0]
        head = visit(house, "wojt.prusice", scripts=scripts)
        assign(head, house, letter, "GK", dyspozycja="Proszę o załatwienie", termin="+20", notatka="Pilnować")
        assert "Zadekretowano" in head.inner_text(".banner")
        unit = visit(house, "kierownik.prusice", scripts=scripts)
        unit.goto(house.address + "/ezd/skrzynka?widok=komorka")
        assert f"Skarga na hałas {scripts}" in unit.inner_text("main").replace("\xa0", " ")
        # The superior's term cannot be made longer.
        assign(unit, house, letter, "inspektor", termin="+40")
        text = unit.inner_text(".summary-err")
        assert "Nie ma osoby" in text or "nie wydłużyć" in text, text
        name = head_name(house, "inspektor.prusice")
        assign(unit, house, letter, name, termin="+40")
        assert "nie wydłużyć" in unit.inner_text(".summary-err").replace("\xa0", " ")
        unit.fill("#termin", "+5")
        unit.locator("form.assign button.btn").first.click()
        assert "Zadekretowano" in unit.inner_text(".banner")
        officer = visit(house, "inspektor.prusice", scripts=scripts)
        officer.goto(house.address + "/ezd/skrzynka")
        officer.locator(".item a", has_text=f"Skarga na hałas {scripts}").click()
        facts = officer.inner_text(".facts").replace("\xa0", " ")
        assert "Pilnować" in facts and "Proszę o załatwienie" in facts
        officer.goto(house.address + letter + "/zwroc")
        officer.locator("main button.danger").click()
        assert "powód" in officer.inner_text(".summary-err").lower()
        officer.fill("#powod", "To sprawa straży gminnej")
        officer.locator("main button.danger").click()
        assert "Zwrócono" in officer.inner_text(".banner")
        for page in (head, unit, officer):
            page.context.close()


def head_name(house, login):
    page = visit(house, login)
    page.goto(house.address + "/ezd/skrzynka")
    who = page.locator(".bar .who-long").nth(1).inner_text().split(" · ")[0]
    page.context.close()
    given, surname = who.split(" ", 1)
    return f"{surname} {given}"


def test_an_assignment_is_undone_and_bulk_assignment_tells_of_each_letter(house):
    first, second = letters(house, ["Do cofnięcia", "Do wspólnej dekretacji"])
    page = visit(house, "sekretarz.prusice")
    assign(page, house, first, "FN")
    page.goto(house.address + WAITS + "/moje")
    page.locator("button", has_text="Cofnij").first.click()
    assert "Cofnięto" in page.inner_text(".banner")
    page.goto(house.address + WAITS + "/lista")
    for path in (first, second):
        year, number = path.split("/")[-2:]
        page.check(f"input[aria-label='Zaznacz RPW/{number}/{year}']")
    other = visit(house, "wojt.prusice")
    assign(other, house, second, "SO")
    page.fill("#adresat", "GK")
    page.locator("form[data-zapis] button.first").click()
    warned = page.inner_text(".note.warn").replace("\xa0", " ")
    assert "Tym pismem zajął się już ktoś inny" in warned, warned
    assert "Zadekretowano 1 pismo" in page.inner_text(".banner").replace("\xa0", " ")
    other.context.close()
    page.context.close()


def test_two_people_assign_the_same_letter_and_one_of_them_is_told(house):
    letter = letters(house, ["Do dwóch naraz"])[0]
    a, b = visit(house, "wojt.prusice"), visit(house, "sekretarz.prusice")
    for page in (a, b):
        page.goto(house.address + letter + "/dekretacja")
        page.fill("#adresat", "GK")
    a.locator("form.assign button.btn").first.click()
    b.locator("form.assign button.btn").first.click()
    assert "ktoś inny" in b.inner_text("main").replace("\xa0", " ")
    for page in (a, b):
        page.context.close()


def test_the_suggestion_is_accepted_with_one_key(house):
    page = visit(house, "wojt.prusice")
    for letter in letters(house, [f"Wniosek o naprawę huśtawki nr {n}" for n in range(6)]):
        assign(page, house, letter, "GK", dyspozycja="Proszę o załatwienie")
    waiting = letters(house, ["Wniosek o naprawę huśtawki na placu"])[0]
    page.goto(house.address + "/ja/skroty")
    page.locator("main button").first.click()
    page.goto(house.address + waiting + "/dekretacja")
    keys = 0
    page.keyboard.press("Shift+D")
    keys += 1
    page.wait_for_url("**zadekretowano**")
    assert keys <= 2
    assert "GK" in page.inner_text(".facts")
    page.context.close()


def test_who_may_not_assign_or_read_is_refused(house):
    letter = letters(house, ["Tylko dla wójta"])[0]
    page = visit(house, "inspektor.prusice")
    assert page.goto(house.address + letter).status == 404
    assert page.goto(house.address + letter + "/dekretacja").status == 403
    assert page.goto(house.address + WAITS).status == 403
    assert page.goto(house.address + "/ezd/wplywy").status == 403
    page.context.close()


def test_a_head_neither_sees_nor_assigns_what_waits_for_the_office(house):
    letter = letters(house, ["Sprawa innego referatu"])[0]
    page = visit(house, "wojt.prusice", scripts=False)
    page.goto(house.address + WAITS + "/lista")
    chosen = page.locator("tr", has_text="Sprawa innego referatu").locator("input[name=pismo]").get_attribute("value")
    page.context.close()
    page = visit(house, "kierownik.prusice", scripts=False)
    page.goto(house.address + WAITS + "/lista")
    assert "Sprawa innego referatu" not in page.inner_text("main")
    # A form made by hand reaches no further than the page.
    token = page.locator("input[name=_token]").first.get_attribute("value")
    answer = page.context.request.post(
        house.address + WAITS + "/lista", form={"_token": token, "_key": "A" * 22, "pismo": chosen, "adresat": head_name(house, "inspektor.prusice")},
        headers={"Origin": house.address, "Sec-Fetch-Site": "same-origin"}, max_redirects=0)
    assert answer.status == 409 and "Zadekretowano" not in answer.text() and "Nie masz do tego prawa" in answer.text(), answer.status
    page.context.close()
    page = visit(house, "wojt.prusice", scripts=False)
    page.goto(house.address + WAITS + "/lista")
    assert "Sprawa innego referatu" in page.inner_text("main")
    page.goto(house.address + letter)
    assert "Zadekretowano" not in page.inner_text("main")
    page.context.close()
