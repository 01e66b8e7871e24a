"""What a person does at the desk in every test with a browser: opens a page, reads it, saves."""
import re


def text(page, selector="main"):
    return page.inner_text(selector).replace("\xa0", " ")


def go(page, house, path, status=200):
    answer = page.goto(house.address + path)
    assert answer.status == status, (path, answer.status, text(page, "body")[:400])
    return answer


def save(page, words=None):
    """Presses the button that saves: of the form in the middle of the page, or the first one with the words."""
    if words:
        page.get_by_role("button", name=re.compile("^" + re.escape(words))).first.click()
    else:
        page.locator("main form[data-zapis] button.first, main form[data-zapis] button.danger").first.click()
