"""Signing for other systems: zeep against the served descriptions, a real browser in between, xmlsec1 as the judge of what comes back."""
import hashlib
import http.server
import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.parse
import urllib.request

import zeep
from lxml import etree

import client as epuap
import wire
from desk import go, text as words
from house import House
from pages import PASSWORD, audit, visit
from people import code, press, xmlsec

HERE = pathlib.Path(__file__).parent


class Pages(http.server.BaseHTTPRequestHandler):
    """The pages of the system that asks; a browser that comes back from a form is not to be played by routes."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write("<title>EZD</title><h1>jesteś w EZD</h1>".encode())

    def log_message(self, *_):
        pass


SERVER = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
threading.Thread(target=SERVER.serve_forever, daemon=True).start()
RETURN = f"http://127.0.0.1:{SERVER.server_port}/podpis/"
SUCCESS, FAILURE = RETURN + "ok?zlecenie=7", RETURN + "nie"
PHONE = "+48602000001"
V1, V5 = "/pz-services/tpSigning", "/ep-services/tpSigning5"


def number(house, name):
    """The number of a registered system by its name."""
    return str(next(s["id"] for s in json.loads(house.command("system", "list", "--json").stdout) if s["name"] == name))


def system(house, name, *grants):
    wire.identity(house)
    server = wire.identity(house)[2]
    if name not in wire.HELD:
        key, cert = wire.system(house, name, wire.PODMIOT)
        if grants:
            house.command("system", "grant", number(house, name), *grants)
        wire.HELD[name] = (key, cert, server)
    return wire.HELD[name]


def ezd(house, path=V5):
    return epuap.service(house.address, path, *system(house, "ezd", "--right", "podpis", "--return-address", RETURN)).service


def letter(title):
    return epuap.general_letter(title, text="Proszę o ławkę przy szkole.")


def person(house, url, width=1280, scripts=True):
    """The browser of the person, at the address that adding answered."""
    page = visit(house, login=None, width=width, scripts=scripts)
    page.goto(url)
    return page


def prove(page, house):
    page.get_by_role("link", name="Zaloguj się i przeczytaj").click()
    page.fill("#login", "profil.pz")
    page.fill("#haslo", PASSWORD)
    press(page, "Dalej")
    page.fill("#kod", code(house, PHONE))
    press(page, "Zaloguj")
    assert "Przeczytaj i podpisz" in words(page), (page.url, words(page))


def sign(page, house):
    press(page, "Poproś o kod")
    page.fill("#kod", code(house, PHONE))
    press(page, "Podpisz profilem zaufanym")


def judge(page, where):
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        audit(page, (where, width))


def test_the_descriptions_are_those_of_the_services(house):
    wanted = {
        V1: {"addDocumentToSigning", "getSignedDocument", "verifySignedDocument"},
        V5: {"addDocumentToSigning", "getSignedDocument", "verifySignedDocument", "addDocumentsToSigning", "getSignedDocuments"},
        "/pz-services/tpUserInfo": {"getTpUserInfo"}, "/pz-services/tpUserObjectsInfoService": {"getTrustedProfileInfoForPESEL"},
        "/dt-services/idpIdentityInfoService": {"resolveUserId"},
    }
    for path, operations in wanted.items():
        name = {"tpUserObjectsInfoService": "tpUserObjectsInfo", "idpIdentityInfoService": "idpIdentityInfo"}.get(path.split("/")[-1], path.split("/")[-1])
        for url in (house.address + path + "?wsdl", f"{house.address}{path}/wsdl/{name}.wsdl"):
            (found,) = zeep.Client(url, settings=zeep.Settings(strict=True)).wsdl.services.values()
            (port,) = found.ports.values()
            assert set(port.binding._operations) == operations and port.binding_options["address"] == house.address + path, (url, port)


def test_a_person_reads_and_signs_what_a_system_gave_and_xmlsec1_agrees(house):
    for path, scripts in [(V5, True), (V1, False)]:
        service = ezd(house, path)
        document = letter(f"Wniosek do podpisu {path}")
        url = service.addDocumentToSigning(doc=document, successURL=SUCCESS, failureURL=FAILURE, additionalInfo="Podpis wniosku o ławkę")
        assert url.startswith(house.address + "/konto/podpis/"), url
        assert "jeszcze podpisany" in wire.fault(lambda: service.getSignedDocument(id=url)).message
        page = person(house, url, scripts=scripts)
        # Before signing in the page tells who asks and nothing of the document.
        assert "ezd" in words(page) and "Wniosek do podpisu" not in words(page, "body"), words(page)
        if scripts:
            judge(page, "who asks")
        prove(page, house)
        body = words(page)
        assert "Prosi o to: ezd" in body and "Podpis wniosku o ławkę" in body and "Proszę o ławkę przy szkole" in body, body
        assert "podpis zaufany" in words(page, "#pouczenie") and page.locator("#kod").count() == 0, "T12: the notice first, then the field"
        assert hashlib.sha256(document).hexdigest() in body
        source = page.context.request.get(house.address + page.get_by_role("link", name="Pokaż surowy XML").get_attribute("href"))
        assert source.body() == document and source.headers["content-type"].startswith("text/plain")
        if scripts:
            judge(page, "reading")
            press(page, "Poproś o kod")
            judge(page, "code")
            right = code(house, PHONE)
            page.fill("#kod", "000000" if right != "000000" else "000001")
            press(page, "Podpisz profilem zaufanym")
            assert "Kod się nie zgadza" in words(page), words(page)
            judge(page, "a wrong code")
            page.fill("#kod", right)
            press(page, "Podpisz profilem zaufanym")
        else:
            sign(page, house)
        assert page.url == SUCCESS and "jesteś w EZD" in page.inner_text("body"), (page.url, page.inner_text("body"))
        signed = service.getSignedDocument(id=url)
        verified = xmlsec(house, signed)
        assert verified.returncode == 0, verified.stderr
        assert xmlsec(house, signed.replace("ławkę".encode(), "kosze".encode())).returncode != 0
        result = etree.fromstring(service.verifySignedDocument(document=signed))
        assert result.findtext("ValidDocumentSignature") == "true" and result.findtext("StatusInfo/VerifyStatus") == "0"
        zp = result.find("StatusInfo/ZP")
        assert zp.get("czy_obecny") == "true" and zp.find(".//{http://crd.gov.pl/xml/schematy/ppzp/}PodpisZP") is not None
        # The address again: the act is over, the person may keep a copy.
        page.goto(url)
        assert "Dokumenty podpisane" in words(page), words(page)
        if scripts:
            judge(page, "signed")
            with page.expect_download() as d:
                page.get_by_role("link", name="Pobierz podpisany").click()
            assert pathlib.Path(d.value.path()).read_bytes() == signed
        go(page, house, "/konto/pisma")
        assert "Podpisy dla innych systemów" in words(page) and f"Wniosek do podpisu {path}" in words(page), words(page)
        assert not page.messages, page.messages
        page.context.close()
        # Another system, which may sign as well, does not find the act.
        other = epuap.service(
            house.address, path, *system(house, "inny", "--right", "podpis", "--return-address", "https://inny.example/")).service
        assert "Nie ma takiej czynności" in wire.fault(lambda: other.getSignedDocument(id=url)).message


def test_several_documents_are_read_and_signed_by_one_code(house):
    service = ezd(house)
    documents = [letter("Umowa"), b"<zalacznik xmlns='urn:nieznany'><Kwota>120</Kwota><Uwagi>bez uwag</Uwagi></zalacznik>"]
    url = service.addDocumentsToSigning(doc=documents, successURL=SUCCESS, failureURL=FAILURE, additionalInfo="")
    page = person(house, url)
    prove(page, house)
    body = words(page)
    assert "Dokument 1 z 2" in body and "Dokument 2 z 2" in body and "bez uwag" in body and "każdym z tych dokumentów (2)" in body, body
    judge(page, "several documents")
    sign(page, house)
    assert page.url == SUCCESS
    page.context.close()
    signed = service.getSignedDocuments(id=url)
    assert len(signed) == 2 and b"120" in signed[1]
    for one in signed:
        assert xmlsec(house, one).returncode == 0
    assert "getSignedDocuments" in wire.fault(lambda: service.getSignedDocument(id=url)).message


def test_a_session_from_before_is_not_enough_and_who_refuses_goes_back(house):
    service = ezd(house)
    url = service.addDocumentToSigning(doc=letter("Pierwszy"), successURL=SUCCESS, failureURL=FAILURE, additionalInfo="")
    page = person(house, url)
    prove(page, house)
    press(page, "Nie podpisuję")
    assert page.url == FAILURE, page.url
    assert "odmówiła" in wire.fault(lambda: service.getSignedDocument(id=url)).message
    page.goto(url)
    assert "Podpisu odmówiono" in words(page)
    # The same browser, still signed in: a new act wants a new proof.
    url = service.addDocumentToSigning(doc=letter("Drugi"), successURL=SUCCESS, failureURL=FAILURE, additionalInfo="")
    page.goto(url)
    assert "Zaloguj się jeszcze raz" in words(page), words(page)
    judge(page, "once more")
    for file in ("1/zrodlo", "1/dokument.xml"):
        page.goto(f"{url}/{file}")
        assert page.url == url and "Drugi" not in words(page)
    prove(page, house)
    assert "Drugi" in words(page)
    # Another account cannot take the act over.
    stranger = person(house, url)
    stranger.get_by_role("link", name="Zaloguj się i przeczytaj").click()
    stranger.fill("#login", "ewidencja.pz")
    stranger.fill("#haslo", PASSWORD)
    press(stranger, "Dalej")
    stranger.fill("#kod", code(house, "+48601000001"))
    press(stranger, "Zaloguj")
    assert "z innego konta" in words(stranger) and "Drugi" not in words(stranger), words(stranger)
    audit(stranger, "another account")
    stranger.context.close()
    page.context.close()


def test_hostile_systems_are_refused_by_name(house):
    service = ezd(house)
    add = lambda doc=b"<a/>", success=SUCCESS, failure=FAILURE: wire.fault(
        lambda: service.addDocumentToSigning(doc=doc, successURL=success, failureURL=failure, additionalInfo="")).message
    for address in ["https://zly.example/podpis/ok", RETURN.replace("//", "//zly.example@"), RETURN + "../x", "//zly.example/", RETURN.replace("/podpis/", "/inne/")]:
        assert "adres" in add(success=address) and "adres" in add(failure=address)
    assert "za duży" in add(b"<a>" + b"x" * (10 << 20) + b"</a>")
    assert "DTD" in add(b"<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>")
    assert "XML" in add(b"nie xml")
    # A system without the right is told so by 401, signed like everything.
    key, cert, server = wire.identity(house)
    client = epuap.service(house.address, V5, key, cert, server)
    seen = []
    client.transport.session.hooks["response"].append(lambda answer, **_: seen.append(answer.status_code))
    refused = wire.fault(lambda: client.service.addDocumentToSigning(doc=b"<a/>", successURL=SUCCESS, failureURL=FAILURE, additionalInfo=""))
    assert seen == [401] and "nie ma uprawnienia" in refused.message, (seen, refused.message)
    # A message with a DTD, and one that nobody signed.
    for message in [
        "<!DOCTYPE a><s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>",
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><g:getSignedDocument xmlns:g='http://signing.ws.comarch.gov'>"
        "<id>x</id></g:getSignedDocument></s:Body></s:Envelope>",
    ]:
        try:
            urllib.request.urlopen(urllib.request.Request(house.address + V1, message.encode(), {"Content-Type": "text/xml"}))
            raise AssertionError("answered")
        except urllib.error.HTTPError as e:
            assert e.code == 500
            epuap.verify_message(etree.fromstring(e.read()), server)
    page = person(house, house.address + "/konto/podpis/" + "A" * 43)
    assert "Nie ma takiej czynności" in words(page), words(page)
    page.context.close()


def test_systems_learn_of_people_by_right_and_the_people_see_it(house):
    """The real server as the identity provider; the service stands on lasso, its system asks who logged in."""

    def lasso(*args):
        done = subprocess.run(["/usr/bin/python3", str(HERE / "saml_citizen.py"), *args], capture_output=True, text=True, timeout=120, cwd=HERE)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.strip()

    held, wire.HELD = wire.HELD, {}
    try:
        with House(house.binary, {"EURZAD_IDENTITY_PROVIDER_ENABLED": "true"}, letters=4) as own, tempfile.TemporaryDirectory() as folder:
            own.command("service", "add", lasso("metadata", folder), "--name", "Biblioteka w Prusicach", "--attribute", "PersonIdentifier")
            pathlib.Path(folder, "idp.xml").write_bytes(urllib.request.urlopen(own.address + "/login/metadane").read())
            page = visit(own, login=None, scripts=False)
            came = []
            page.route("https://biblioteka.example/**", lambda route: (came.append(route.request.post_data), route.fulfill(content_type="text/plain", body="ok")))
            asked = json.loads(lasso("ask", folder, own.address))
            fields = "".join(f"<input name='{n}' value='{v}'>" for n, v in [("SAMLRequest", asked["request"]), ("RelayState", "stan")])
            page.route("https://start.example/", lambda route: route.fulfill(
                content_type="text/html", body=f"<form method=post action='{asked['address']}'>{fields}<button>Zaloguj</button></form>"))
            page.goto("https://start.example/")
            press(page, "Zaloguj")
            page.get_by_role("link", name="Zaloguj się").click()
            page.fill("#login", "profil.pz")
            page.fill("#haslo", PASSWORD)
            press(page, "Dalej")
            page.fill("#kod", code(own, PHONE))
            press(page, "Zaloguj")
            press(page, "Przejdź dalej")
            tgsid = lasso("session", folder, own.address, dict(urllib.parse.parse_qsl(came.pop()))["SAMLart"])

            credentials = system(own, "biblioteka")
            at = lambda path: epuap.service(own.address, path, *credentials).service
            users, identities, profiles = at("/pz-services/tpUserInfo"), at("/dt-services/idpIdentityInfoService"), at("/pz-services/tpUserObjectsInfoService")
            for ask in [lambda: users.getTpUserInfo(tgsid=tgsid, systemOrganisationId="0"), lambda: identities.resolveUserId(assertionId=tgsid),
                        lambda: profiles.getTrustedProfileInfoForPESEL(PESEL="44051401359", profileInfo="VALID_ONLY", callId="1")]:
                assert "nie ma uprawnienia" in wire.fault(ask).message
            mine = number(own, "biblioteka")
            own.command("system", "grant", mine, "--right", "osoba-sesji", "--right", "profil-po-pesel")
            assert "Nie ma takiej sesji" in wire.fault(lambda: identities.resolveUserId(assertionId=tgsid)).message
            own.command("system", "grant", mine, "--service", "1")
            assert identities.resolveUserId(assertionId=tgsid, callId="42") == "profil.pz"
            told = users.getTpUserInfo(tgsid=tgsid, systemOrganisationId="0")
            role = etree.fromstring(told.claimedRole)
            os = "{http://crd.gov.pl/xml/schematy/osoba/2009/03/06/}"
            pesel = role.findtext(f".//{os}PESEL")
            assert role.tag == "{http://crd.gov.pl/xml/schematy/ppzp/}PodpisZP" and len(pesel) == 11, told
            found = profiles.getTrustedProfileInfoForPESEL(PESEL=pesel, profileInfo="VALID_ONLY", callId="7")
            assert found.callId == "7" and found.profile.status == "V" and found.profile.userId == "profil.pz" and found.profile.PESEL == pesel, found
            assert profiles.getTrustedProfileInfoForPESEL(PESEL="50010100010", profileInfo="MOST_RECENT", callId="8").profile is None
            # The person reads who looked, and why.
            page.goto(own.address + "/konto/wglady")
            looks = words(page)
            assert "system „biblioteka”" in looks and "TpUserInfo, usługa „Biblioteka w Prusicach”" in looks and "TpUserObjectsInfo" in looks, looks
            # After signing out the number of the session opens nothing.
            press(page, "Wyloguj")
            assert "Nie ma takiej sesji" in wire.fault(lambda: users.getTpUserInfo(tgsid=tgsid, systemOrganisationId=None)).message
            page.context.close()
    finally:
        wire.HELD = held
