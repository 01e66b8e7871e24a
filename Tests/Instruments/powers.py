"""Powers: granted by a code, told with a proof that an officer sees, taken back; with and without scripts."""
import re

from desk import go, text as words
from pages import PASSWORD, audit, visit
from people import code, press, sign_in

PRINCIPAL, AGENT = ("profil.pz", "+48602000001"), ("ewidencja.pz", "+48601000001")


def citizen(house, who, scripts=True):
    page = visit(house, login=None, scripts=scripts)
    sign_in(page, house, *who, PASSWORD)
    return page


def surname(page, house):
    go(page, house, "/konto/profil")
    return re.search(r"Nazwisko\s+(\S+)", words(page))[1]


def judge(page, where):
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        audit(page, (where, width))


def test_a_citizen_grants_a_power_by_a_code_and_takes_it_back(house):
    for scripts in (True, False):
        agent = citizen(house, AGENT)
        name = surname(agent, house)
        page = citizen(house, PRINCIPAL, scripts)
        go(page, house, "/konto/pelnomocnictwa/nowe")
        page.fill("#pelnomocnik", "nikt.taki")
        page.fill("#nazwisko", name)
        press(page, "Dalej")
        assert "Nie znaleźliśmy takiej osoby" in words(page) and page.locator("#nazwisko").input_value() == name, words(page)
        if scripts:
            judge(page, "a mistake")
        page.fill("#pelnomocnik", AGENT[0])
        press(page, "Dalej")
        assert "Potwierdź pełnomocnictwo" in words(page) and name in words(page) and "wszystkie sprawy" in words(page), words(page)
        if scripts:
            judge(page, "every word")
        press(page, "Poproś o kod")
        right = code(house, PRINCIPAL[1])
        page.fill("#kod", "000000" if right != "000000" else "000001")
        press(page, "Udziel pełnomocnictwa")
        assert "Kod się nie zgadza" in words(page), words(page)
        if scripts:
            judge(page, "a wrong code")
        page.fill("#kod", right)
        press(page, "Udziel pełnomocnictwa")
        assert "Pełnomocnictwo udzielone" in words(page) and "obowiązuje" in words(page), words(page)
        if scripts:
            judge(page, "powers")
        go(agent, house, "/konto/pelnomocnictwa")
        assert "obowiązuje" in words(agent) and "potwierdzone kodem" in words(agent), words(agent)
        page.locator("main a", has_text="Cofnij").first.click()
        if scripts:
            judge(page, "taking back")
        press(page, "Cofnij pełnomocnictwo")
        assert "Pełnomocnictwo cofnięte" in words(page), words(page)
        go(agent, house, "/konto/pelnomocnictwa")
        assert "cofnięte" in words(agent) and "obowiązuje" not in words(agent).replace("jeszcze nie obowiązuje", ""), words(agent)
        agent.context.close()
        page.context.close()


def test_a_representation_opens_nothing_until_an_officer_saw_the_proof(house):
    page = citizen(house, PRINCIPAL)
    go(page, house, "/konto/pelnomocnictwa/zgloszenie/firma")
    press(page, "Zgłoś")
    assert "Wpisz nazwę firmy" in words(page), words(page)
    judge(page, "company, mistakes")
    for field, value in [("firma", "Młyn sp. z o.o."), ("nip", "1234563201"), ("krs", "0000123456"), ("dowod", "KRS, prezes zarządu"), ("od", "01.01.2026")]:
        page.fill("#" + field, value)
    press(page, "Zgłoś")
    assert "Zgłoszenie przyjęte" in words(page) and "urząd sprawdza" in words(page), words(page)
    go(page, house, "/konto/pelnomocnictwa/zgloszenie/osoba")
    judge(page, "child")
    page.locator("label[for='rodzaj']").click()
    for field, value in [("imiona", "Kuba"), ("nazwisko", "Lis"), ("pesel", "44051401359"), ("dowod", "akt urodzenia 12/2015"), ("od", "01.01.2026")]:
        page.fill("#" + field, value)
    press(page, "Zgłoś")
    assert "pełnoletnia" in words(page) or "nie pasują" in words(page), words(page)

    officer = visit(house, login="ewidencja.prusice")
    go(officer, house, "/pz/pelnomocnictwa")
    judge(officer, "what waits")
    assert "Młyn sp. z o.o." in words(officer), words(officer)
    officer.locator("main tbody a").first.click()
    judge(officer, "a proof")
    press(officer, "Odrzuć")
    assert "Napisz, czego brakuje" in words(officer), words(officer)
    press(officer, "Dowód się zgadza")
    assert "Załatwione" in words(officer), words(officer)
    officer.context.close()
    go(page, house, "/konto/pelnomocnictwa")
    assert "obowiązuje" in words(page), words(page)
    go(page, house, "/konto/wglady")
    assert "sprawdzenie prawa do działania" in words(page), words(page)
    page.context.close()
    reader = visit(house)
    go(reader, house, "/pz/pelnomocnictwa")
    assert "Młyn" not in words(reader, "body"), "the chancery is no operator of this"
    reader.context.close()
