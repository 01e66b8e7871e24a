"""The whole day of an office in Prusice: from the citizen's letter on the platform to the closed case, with and without scripts."""
import re

import client as epuap
import wire
from assignments import assign, head_name
from cases import act, sign_of
from desk import go, save, text as words
from outgoing import accept, collect, download, forward, send_otherwise, sign, verify_pdf, verify_xml, wait_for, write
from pages import visit

STEPS = [
    "Zarejestrowano pismo", "Wszczęto sprawę", "Sporządzono projekt pisma", "Przekazano pismo do akceptacji", "Zaakceptowano pismo .stopień 1",
    "Zaakceptowano pismo .stopień 2", "Podpisano pismo", "Wysłano pismo", "Doręczono pismo", "Załatwiono sprawę", "Zakończono sprawę",
]


def arrived(house, title):
    """The letter as the head finds it among what waits."""
    page = visit(house, "wojt.prusice", scripts=False)
    for _ in range(80):
        page.goto(house.address + "/ezd/dekretacja/lista")
        row = page.locator("tr", has_text=title)
        if row.count():
            number = re.search(r"RPW/(\d+)/(\d+)", row.first.inner_text())
            page.context.close()
            return f"/ezd/wplywy/{number[2]}/{number[1]}"
        page.wait_for_timeout(250)
    raise AssertionError("the letter did not arrive")


def test_a_letter_becomes_a_case_a_reply_and_a_closed_file(house):
    key, cert, server = wire.identity(house)
    for scripts in (True, False):
        title = f"Wniosek o zezwolenie na usunięcie lipy {'z' if scripts else 'bez'} skryptów"
        epuap.submit(epuap.skrytka(house, key, cert, server), wire.PODMIOT, wire.BOX, wire.REPLY, epuap.general_letter(title))
        letter = arrived(house, title)

        page = visit(house, "wojt.prusice", scripts=scripts)
        assign(page, house, letter, "GK", dyspozycja="Proszę o załatwienie", termin="+25")
        page.context.close()
        page = visit(house, "kierownik.prusice", scripts=scripts)
        assign(page, house, letter, head_name(house, "inspektor.prusice"))
        page.context.close()

        page = visit(house, "inspektor.prusice", scripts=scripts)
        go(page, house, letter)
        page.locator(".dochead a", has_text="Załóż sprawę").click()
        if not page.locator("input[name=klasa]:checked").count():
            page.fill("#inna-klasa", "6131")
        page.locator("form.entry button.first").click()
        assert "zrobiono=zalozono" in page.url, words(page)
        case = sign_of(page)

        go(page, house, f"/ezd/sprawy/{case}")
        page.locator(".casehead a", has_text="Nowe pismo").click()
        option = page.locator("#szablon option", has_text="Umorzenie postępowania")
        page.select_option("#szablon", option.first.get_attribute("value"))
        page.locator("form.entry .entry-foot button.first").click()
        reply = int(re.search(r"/ezd/pisma/(\d+)/edycja", page.url)[1])
        write(page, "Decyzja w sprawie usunięcia lipy")
        forward(page)
        go(page, house, f"/ezd/sprawy/{case}")
        assert "Pisma w przygotowaniu" in words(page) and "Decyzja w sprawie usunięcia lipy" in words(page), words(page)
        accept(house, reply, scripts)
        sign(house, reply, scripts)

        go(page, house, f"/ezd/pisma/{reply}")
        xml = download(page, page.locator(".facts .files li", has_text="XAdES").locator("a"))
        verify_xml(house, xml)
        verify_pdf(house, download(page, page.locator(".facts .files li", has_text="PAdES").locator("a")))
        send_otherwise(house, reply, "epuap-doreczyciel", scripts=scripts)
        wait_for(house, reply, "wysłane")
        assert collect(house) == xml
        wait_for(house, reply, "doręczone")

        go(page, house, f"/ezd/sprawy/{case}?karta=strony")
        assert "będzie ostateczna" in words(page), words(page)
        act(page, house, case, "zalatw", {})
        go(page, house, f"/ezd/sprawy/{case}/zakoncz")
        save(page)
        # The letter came without a signature, which has to be read before the case is closed.
        assert "Przeczytaj uwagi" in words(page, ".summary-err"), words(page)
        page.check("#ostrzezenia")
        save(page)
        assert "Sprawa jest zakończona" in words(page), words(page)

        go(page, house, f"/ezd/sprawy/{case}?karta=metryka")
        metryka = words(page)
        for step in STEPS:
            assert len(re.findall(step, metryka)) == 1, (step, metryka)
        rows = [row.inner_text() for row in page.locator("main tbody tr").all()]
        assert len(rows) == len(set(rows)), "a step stands twice in the metryka"
        assert not page.messages, page.messages
        page.context.close()
