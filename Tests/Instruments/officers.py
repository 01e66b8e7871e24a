"""Officers: two factors with and without scripts, help of two people, the office's rule, the directory (slapd), OpenID (oidc-provider-mock)."""
import base64
import datetime
import hashlib
import hmac
import os
import pathlib
import re
import shutil
import struct
import subprocess
import tempfile
import time
import urllib.parse

from desk import go, text as words
from house import House, free_port
from pages import PASSWORD, audit, visit

ADMIN = "admin.prusice"


def totp(secret, ahead=0):
    """By RFC 6238, apart from ours."""
    key = base64.b32decode(secret.replace(" ", ""))
    mac = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + ahead), hashlib.sha1).digest()
    at = mac[-1] & 15
    return "%06d" % ((struct.unpack(">I", mac[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000)


def next_code(secret, used):
    """A code of a later step than those used before; a step ahead is still taken."""
    for ahead in (0, 1):
        code = totp(secret, ahead)
        if code not in used:
            used.add(code)
            return code
    while totp(secret) in used or totp(secret, 1) in used and totp(secret) in used:
        time.sleep(1)
    code = totp(secret)
    used.add(code)
    return code


def press(page, name):
    page.get_by_role("button", name=name, exact=False).first.click()


def sign_in(page, house, login, password=PASSWORD):
    go(page, house, "/logowanie")
    page.fill("#login", login)
    page.fill("#haslo", password)
    page.click("main button.first")


def scanned(page):
    """What a telephone reads from the picture."""
    with tempfile.TemporaryDirectory() as folder:
        picture = os.path.join(folder, "qr.png")
        page.locator("svg.qr").screenshot(path=picture)
        return subprocess.run(["zbarimg", "--raw", "-q", picture], capture_output=True, text=True, check=True).stdout.strip()


def add_app(page, house, audits=()):
    """Gives the secret, the codes used so far and the recovery codes."""
    go(page, house, "/ja/konto/aplikacja")
    page.fill("#haslo", "nie to haslo wcale")
    press(page, "Pokaż klucz")
    assert page.title().startswith("Błąd: ") and "Hasło się nie zgadza" in words(page), words(page)
    page.fill("#haslo", PASSWORD)
    press(page, "Pokaż klucz")
    secret = page.inner_text(".secretkey")
    uri = urllib.parse.urlparse(scanned(page))
    assert uri.scheme == "otpauth" and urllib.parse.parse_qs(uri.query)["secret"] == [secret.replace(" ", "")], uri
    for width in audits:
        page.set_viewport_size({"width": width, "height": 900})
        audit(page, ("secret", width))
    page.fill("#kod", "000000")
    press(page, "Dodaj aplikację")
    assert page.title().startswith("Błąd: ") and "Kod się nie zgadza" in words(page), words(page)
    used = set()
    page.fill("#kod", next_code(secret, used))
    press(page, "Dodaj aplikację")
    assert "Od teraz logujesz się hasłem i kodem" in words(page), words(page)
    for width in audits:
        page.set_viewport_size({"width": width, "height": 900})
        audit(page, ("recovery codes", width))
    codes = page.locator("ol.codes code").all_inner_texts()
    assert len(set(codes)) == 10
    return secret, used, codes


def test_an_officer_adds_an_app_and_signs_in_with_two_factors(house):
    for scripts, login in ((True, "czytelnik.prusice"), (False, "czytelnik.wisznia-mala")):
        page = visit(house, login=login, scripts=scripts)
        page.goto(house.address + "/ja/konto")
        assert "hasło" in words(page), words(page)
        secret, used, codes = add_app(page, house, audits=(1280, 375) if scripts else ())
        page.set_viewport_size({"width": 1280, "height": 900})
        go(page, house, "/ja/konto")
        assert "telefon" in words(page) and "zostało 10" in words(page), words(page)
        audit(page, ("account", 1280))
        page.context.close()

        page = visit(house, login=None, scripts=scripts)
        sign_in(page, house, login)
        assert "/logowanie/kod" in page.url, page.url
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 900})
            audit(page, ("second step", width))
        page.fill("#kod", "123")
        press(page, "Zaloguj")
        assert page.title().startswith("Błąd: ") and page.locator("#kod[aria-invalid]").count() == 1, words(page)
        # Half a session opens nothing.
        page.goto(house.address + "/ezd/wplywy")
        assert "/logowanie" in page.url
        sign_in(page, house, login)
        page.fill("#kod", next_code(secret, used))
        press(page, "Zaloguj")
        assert "/logowanie" not in page.url, words(page)
        go(page, house, "/ja/konto")
        assert "hasło + kod z aplikacji" in words(page), words(page)
        # A recovery code, once.
        page.context.close()
        for expected in (True, False):
            page = visit(house, login=None, scripts=scripts)
            sign_in(page, house, login)
            press(page, "Wpiszę: kod zapasowy")
            page.fill("#kod", codes[0].lower())
            press(page, "Zaloguj")
            assert ("/logowanie" not in page.url) == expected, (expected, page.url, words(page))
            page.context.close()
        # Without the second factor nothing of it changes; with it the app goes.
        page = visit(house, login=None, scripts=scripts)
        sign_in(page, house, login)
        press(page, "Wpiszę: kod zapasowy")
        page.fill("#kod", codes[1])
        press(page, "Zaloguj")
        go(page, house, "/ja/konto")
        page.get_by_role("link", name="Usuń").click()
        press(page, "Usuń aplikację")
        assert page.title().startswith("Błąd: "), words(page)
        page.fill("#kod", codes[2])
        press(page, "Usuń aplikację")
        assert "Aplikacja usunięta" in words(page), words(page)
        assert not page.messages, page.messages
        page.context.close()


def test_words_typed_before_the_session_ended_wait_for_the_second_step(house):
    login = "kancelaria.wisznia-mala"
    page = visit(house, login=login)
    secret, used, codes = add_app(page, house)
    go(page, house, "/ezd/rejestracja")
    page.fill("#temat", "Wniosek, który ma przetrwać logowanie")
    page.context.clear_cookies()
    page.locator("main form button.first").first.click()
    page.fill("#login", login)
    page.fill("#haslo", PASSWORD)
    page.click("main button.first")
    press(page, "Wpiszę: kod zapasowy")
    page.fill("#kod", codes[0])
    press(page, "Zaloguj")
    assert page.locator("input[value='Wniosek, który ma przetrwać logowanie']").count() == 1, words(page)
    go(page, house, "/ja/konto")
    page.get_by_role("link", name="Usuń").click()
    page.fill("#kod", codes[1])
    press(page, "Usuń aplikację")
    page.context.close()


def test_an_officer_who_lost_everything_is_helped_by_another(house):
    login = "czytelnik.prusice"
    page = visit(house, login=login)
    add_app(page, house)
    page.context.close()
    page = visit(house, login=None)
    sign_in(page, house, login)
    page.get_by_text("Nie mam już telefonu ani kodów").click()
    press(page, "Poproś administratora")
    assert "Napisz, co się stało" in words(page), words(page)
    page.get_by_text("Nie mam już telefonu ani kodów").click()
    page.fill("#powod", "telefon wpadł do stawu")
    press(page, "Poproś administratora")
    assert "Prośba czeka na administratora" in words(page), words(page)
    page.context.close()
    keeper = visit(house, login=ADMIN)
    go(keeper, house, "/admin/logowanie")
    assert "telefon wpadł do stawu" in words(keeper), words(keeper)
    for width in (1280, 375):
        keeper.set_viewport_size({"width": width, "height": 900})
        audit(keeper, ("rule with a plea", width))
    press(keeper, "Wyzeruj drugi składnik")
    assert "Napisz, jak sprawdziłeś tożsamość" in words(keeper), words(keeper)
    keeper.locator("input[id^=sprawdzenie], textarea[id^=sprawdzenie]").fill("osobiście, znam ją od lat")
    press(keeper, "Wyzeruj drugi składnik")
    assert "Wyzerowano drugi składnik" in words(keeper), words(keeper)
    keeper.context.close()
    page = visit(house, login=login)
    page.context.close()


def test_the_office_asks_administrators_first_and_reminds_before_the_day(house):
    page = visit(house, login="admin.wisznia-mala")
    go(page, house, "/admin/logowanie")
    day = (datetime.date.today() + datetime.timedelta(days=9)).strftime("%d.%m.%Y")
    page.fill("#od-pracownik", day)
    press(page, "Zapisz")
    assert page.title().startswith("Błąd: ") and "Zacznij od administratorów" in words(page) and page.input_value("#od-pracownik") == day, words(page)
    page.fill("#od-administrator", datetime.date.today().strftime("%d.%m.%Y"))
    press(page, "Zapisz")
    assert "Podaj dzień od jutra" in words(page), words(page)
    page.fill("#od-administrator", day)
    page.locator("label[for=kody]").click()
    press(page, "Zapisz")
    assert "Zapisano zasady logowania" in words(page) and "admin.wisznia-mala" in words(page), words(page)
    page.context.close()
    page = visit(house, login=None)
    sign_in(page, house, "admin.wisznia-mala")
    assert "/ja/konto" in page.url and "potrzebuje drugiego składnika" in words(page).replace("\xa0", " "), words(page)
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        audit(page, ("reminder", width))
    page.get_by_role("link", name="Zrobię to później").click()
    assert "/admin" in page.url, page.url
    go(page, house, "/admin/logowanie")
    for role in ("administrator", "pracownik"):
        page.fill(f"#od-{role}", "")
    press(page, "Zapisz")
    assert "Zapisano" in words(page), words(page)
    page.context.close()


def test_a_password_of_ones_own_is_changed(house):
    login, new = "czytelnik.wisznia-mala", "mokry kot liczy schody"
    page, other = visit(house, login=login), visit(house, login=login)
    for current, wanted, said in (("", new, "obecne hasło"), ("zle haslo", new, "Hasło się nie zgadza"), (PASSWORD, "krótkie", "co najmniej 12")):
        go(page, house, "/ja/konto/haslo")
        page.fill("#haslo", current)
        page.fill("#nowe-haslo", wanted)
        press(page, "Zmień hasło")
        assert page.title().startswith("Błąd: ") and said in words(page), (said, words(page))
    audit(page, ("password", 1280))
    for current, wanted in ((PASSWORD, new), (new, PASSWORD)):
        go(page, house, "/ja/konto/haslo")
        page.fill("#haslo", current)
        page.fill("#nowe-haslo", wanted)
        press(page, "Zmień hasło")
        assert "Hasło zmienione" in words(page), words(page)
    other.goto(house.address + "/ezd/wplywy")
    assert "/logowanie" in other.url, "the other session ended"
    page.context.close()
    other.context.close()


def test_factors_are_reset_from_the_command_line(house):
    login = "czytelnik.prusice"
    page = visit(house, login=login)
    add_app(page, house)
    page.context.close()
    refused = house.command("user", "reset-factors", "--login", login, "--reason", " ", check=False)
    assert refused.returncode == 1 and "tożsamość" in refused.stderr, refused
    house.command("user", "reset-factors", "--login", login, "--reason", "osobiście, dowód")
    visit(house, login=login).context.close()


# ── the directory ──

LDIF = """\
dn: dc=prusice,dc=example
objectClass: dcObject
objectClass: organization
dc: prusice
o: Gmina Prusice

dn: ou=osoby,dc=prusice,dc=example
objectClass: organizationalUnit
ou: osoby

dn: uid=zenon.katalog,ou=osoby,dc=prusice,dc=example
objectClass: inetOrgPerson
uid: zenon.katalog
cn: Zenon Katalogowy
sn: Katalogowy
title: podinspektor
userPassword: haslo zenona w katalogu

dn: uid=obca,ou=osoby,dc=prusice,dc=example
objectClass: inetOrgPerson
uid: obca
cn: Osoba Obca
sn: Obca
userPassword: haslo obcej w katalogu

dn: cn=czytelnicy,ou=osoby,dc=prusice,dc=example
objectClass: groupOfNames
cn: czytelnicy
member: uid=zenon.katalog,ou=osoby,dc=prusice,dc=example

"""


class Slapd:
    """A real slapd on loopback."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="slapd-")
        os.mkdir(self.folder + "/db")
        self.port = free_port()
        self.address = f"ldap://127.0.0.1:{self.port}"
        pathlib.Path(self.folder, "slapd.conf").write_text(f"""\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {self.folder}/pid
database mdb
suffix "dc=prusice,dc=example"
rootdn "cn=admin,dc=prusice,dc=example"
rootpw tajne-szukanie
directory {self.folder}/db
access to attrs=userPassword by anonymous auth by * none
access to * by users read by * none
""")
        pathlib.Path(self.folder, "entries.ldif").write_text(LDIF)
        subprocess.run(["/usr/sbin/slapadd", "-f", self.folder + "/slapd.conf", "-l", self.folder + "/entries.ldif"], check=True, capture_output=True)
        self.process = subprocess.Popen(
            ["/usr/sbin/slapd", "-f", self.folder + "/slapd.conf", "-h", self.address, "-d", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            found = subprocess.run(["ldapsearch", "-x", "-H", self.address, "-b", "", "-s", "base"], capture_output=True)
            if found.returncode == 0:
                return self
            time.sleep(0.05)
        raise AssertionError("slapd does not answer")

    def stop(self):
        self.process.terminate()
        self.process.wait(20)

    def __exit__(self, *exc):
        if self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def test_people_of_the_directory_sign_in_by_its_password(_):
    if not os.path.exists("/usr/sbin/slapd"):
        print("# slapd is not installed; scripts/setup test installs it")
        return
    with Slapd() as slapd, House(_.binary, {
        "EURZAD_LDAP_HOST": "127.0.0.1", "EURZAD_LDAP_PORT": str(slapd.port), "EURZAD_LDAP_SECURITY": "none", "EURZAD_LDAP_BASE": "ou=osoby,dc=prusice,dc=example",
        "EURZAD_LDAP_BIND_DN": "cn=admin,dc=prusice,dc=example", "EURZAD_LDAP_BIND_PASSWORD": "tajne-szukanie",
        "EURZAD_LDAP_GROUP_BASE": "ou=osoby,dc=prusice,dc=example", "EURZAD_LDAP_CREATE_IN": "prusice",
        "EURZAD_LDAP_ROLES": "czytelnik:cn=czytelnicy,ou=osoby,dc=prusice,dc=example", "EURZAD_LDAP_LABEL": "to samo co do komputera",
    }, letters=2) as house:
        page = visit(house, login=None)
        for login, password, said in (
            ("zenon.katalog", "zle haslo", "Login lub hasło się nie zgadza"), ("*", "haslo zenona w katalogu", "Login lub hasło się nie zgadza"),
            ("obca", "haslo obcej w katalogu", "nie należy do żadnej grupy"),
        ):
            sign_in(page, house, login, password)
            assert said in words(page).replace("\xa0", " "), (login, words(page))
        assert "to samo co do komputera" in words(page).replace("\xa0", " ")
        sign_in(page, house, "zenon.katalog", "haslo zenona w katalogu")
        assert "/ezd/wplywy" in page.url, (page.url, words(page))
        go(page, house, "/ja/konto")
        assert "hasło z katalogu (LDAP)" in words(page) and "Zmień hasło" not in words(page), words(page)
        keeper = visit(house, login=ADMIN)
        go(keeper, house, "/admin/konta")
        assert "Zenon Katalogowy" in words(keeper)
        slapd.stop()
        page.context.clear_cookies()
        sign_in(page, house, "zenon.katalog", "haslo zenona w katalogu")
        assert "Katalog kont urzędu (LDAP) nie odpowiada" in words(page).replace("\xa0", " ") and page.input_value("#login") == "zenon.katalog", words(page)
        keeper.context.close()
        visit(house, login=ADMIN).context.close()
        log = open(house.log.name).read()
        assert "haslo zenona" not in log and "tajne-szukanie" not in log
        page.context.close()


# ── OpenID ──

def test_people_of_an_openid_provider_sign_in_when_linked_and_altered_answers_are_refused(_):
    import warnings
    warnings.simplefilter("ignore")
    import oidc_provider_mock
    from oidc_provider_mock._app import OpenIDCode

    altered = {}
    told, encoded = OpenIDCode.generate_user_info, OpenIDCode.encode_id_token

    def tell(self, user, scope):
        return {**told(self, user, scope), **{k: v for k, v in altered.items() if k != "broken"}}

    def encode(self, token, request):
        text = encoded(self, token, request)
        return text[:-6] + ("AAAAAA" if not text.endswith("AAAAAA") else "BBBBBB") if "broken" in altered else text

    OpenIDCode.generate_user_info, OpenIDCode.encode_id_token = tell, encode
    port = free_port()
    issuer = f"http://localhost:{port}"
    try:
        with oidc_provider_mock.run_server_in_thread(port), House(_.binary, {
            "EURZAD_OPENID_ISSUER": issuer, "EURZAD_OPENID_CLIENT_ID": "eurzad", "EURZAD_OPENID_CLIENT_SECRET": "tajny klucz", "EURZAD_OPENID_LABEL": "konto gminy",
        }, letters=2) as house:
            page = visit(house, login=None)

            def come(sub="urzednik-17"):
                go(page, house, "/logowanie")
                page.get_by_role("link", name="Zaloguj przez: konto gminy").click()
                assert page.url.startswith(issuer), page.url
                page.fill("input[name=sub]", sub)
                page.get_by_role("button", name="Authorize").click()

            go(page, house, "/logowanie")
            for width in (1280, 375):
                page.set_viewport_size({"width": width, "height": 900})
                audit(page, ("ways", width))
            come()
            assert "nie jest połączone" in words(page).replace("\xa0", " ") and "urzednik-17" in words(page), words(page)
            keeper = visit(house, login=ADMIN)
            go(keeper, house, "/admin/konta")
            keeper.get_by_role("link", name="czytelnik.prusice").click()
            press(keeper, "Połącz konto")
            assert keeper.title().startswith("Błąd: "), words(keeper)
            keeper.fill("#zewnetrzny", "urzednik-17")
            press(keeper, "Połącz konto")
            assert "Połączono konto" in words(keeper), words(keeper)
            for width in (1280, 375):
                keeper.set_viewport_size({"width": width, "height": 900})
                audit(keeper, ("linked account", width))
            come()
            assert page.url.startswith(house.address + "/ezd"), (page.url, words(page))
            go(page, house, "/ja/konto")
            assert "konto OpenID" in words(page), words(page)
            page.context.clear_cookies()
            for name, claims in (
                ("audience", {"aud": ["inna-usluga"]}), ("nonce", {"nonce": "cudzy"}), ("expired", {"exp": int(time.time()) - 120}), ("signature", {"broken": True}),
                ("issuer", {"iss": "https://inny.example"}),
            ):
                altered.update(claims)
                come()
                altered.clear()
                assert "nie się udało" not in words(page) and "/logowanie/openid/powrot" in page.url, (name, page.url)
                assert "dostawcy logowania" in words(page).replace("\xa0", " "), (name, words(page))
            # The same answer a second time, and an answer slipped into another browser.
            caught = []
            page.on("request", lambda r: caught.append(r.url) if "/logowanie/openid/powrot" in r.url else None)
            come()
            assert page.url.startswith(house.address + "/ezd"), words(page)
            stranger = visit(house, login=None)
            for who in (page, stranger):
                who.goto(caught[0])
                assert "w innej przeglądarce" in words(who).replace("\xa0", " "), words(who)
            # The provider is gone: the password still opens.
            go(keeper, house, "/admin/konta")
            keeper.get_by_role("link", name="czytelnik.prusice").click()
            press(keeper, "Odłącz")
            assert "Odłączono konto" in words(keeper), words(keeper)
            page.goto(house.address + "/ezd/wplywy")
            assert "/logowanie" in page.url, "sessions end with the link"
            log = open(house.log.name).read()
            assert "tajny klucz" not in log and "urzednik-17" not in log and re.search(r"code=", log) is None
            for p in (page, keeper, stranger):
                p.context.close()
    finally:
        OpenIDCode.generate_user_info, OpenIDCode.encode_id_token = told, encoded
