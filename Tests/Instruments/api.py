"""The API for domain systems: every operation by schemathesis, whole jobs by hand, and what must be refused."""
import base64
import concurrent.futures
import hashlib
import hmac
import http.client
import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
import uuid

import pages

ALL = ["letters:read", "letters:write", "cases:read", "cases:write", "documents:read", "documents:write", "outgoing:read", "outgoing:write", "dispatches:read",
       "search:read", "plan:read", "units:read"]
HELD = {}
HOSTILE = "'; DROP TABLE job;-- <script>alert(1)</script> & \"zażółć\" %_\\ {{7*7}} 😀"


def token(house, name="Podatki 2000", scopes=None, office="prusice", guardian="kancelaria.prusice"):
    """The secret of a token, made once for each set of arguments."""
    key = (house.address, name, tuple(scopes or ALL), office, guardian)
    if key not in HELD:
        given = [part for scope in (scopes or ALL) for part in ("--scope", scope)]
        made = house.command("token", "add", "--office", office, "--name", name, "--guardian", guardian, *given)
        HELD[key] = made.stdout.strip().splitlines()[-1]
    return HELD[key]


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {k.lower(): v for k, v in response.getheaders()}
        self.bytes = response.read()

    @property
    def json(self):
        return json.loads(self.bytes)

    def __repr__(self):
        return f"{self.status} {self.bytes[:600].decode(errors='replace')}"


def call(house, method, path, secret=None, body=None, headers=None, raw=None, kind="application/json"):
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=60)
    sent = {"Authorization": f"Bearer {secret}"} if secret else {}
    if body is not None or raw is not None:
        sent["Content-Type"] = kind
    data = raw if raw is not None else json.dumps(body).encode() if body is not None else None
    connection.request(method, "/api/v1" + path, data, {**sent, **(headers or {})})
    answer = Answer(connection.getresponse())
    connection.close()
    if answer.status >= 400:
        assert answer.headers["content-type"] == "application/problem+json", answer
        assert {"type", "title", "status", "detail", "instance"} <= set(answer.json), answer
    return answer


def letter(title="Wniosek o zwrot podatku", **more):
    return {"senders": [{"kind": "osoba", "surname": "Wrona", "givenNames": "Łucja", "town": "Prusice"}], "title": title, "arrivalDay": time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86400)),
            "channel": "papier", **more}


def file(name="wniosek.txt", text="Proszę o zwrot."):
    return {"name": name, "mediaType": "text/plain", "content": base64.b64encode(text.encode()).decode()}


class Receiver:
    """A domain system that listens: keeps every message, refuses the first ones as told."""

    def __init__(self, refusals=0):
        self.messages = []
        self.refusals = refusals
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                refused = receiver.refusals > 0
                receiver.refusals -= 1
                receiver.messages.append((dict(self.headers.items()), body, refused))
                self.send_response(500 if refused else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/powiadomienia"

    def wait(self, wanted, seconds=40):
        deadline = time.time() + seconds
        while time.time() < deadline:
            found = [m for m in list(self.messages) if wanted(m)]
            if found:
                return found
            time.sleep(0.1)
        raise AssertionError(("no such message", [m[1] for m in self.messages]))

    def close(self):
        self.server.shutdown()


def is_signed(secret, headers, body, now=None):
    """What a receiver does: the right signature, not older than five minutes."""
    parts = dict(p.split("=", 1) for p in headers["X-Eurzad-Signature"].split(","))
    good = hmac.new(secret.encode(), parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(good, parts["v1"]) and abs((now or time.time()) - int(parts["t"])) < 300


def listen(house, receiver, events, scripts=True):
    """The administrator adds an address; the secret as the page shows it."""
    page = pages.visit(house, login="admin.prusice", scripts=scripts)
    page.goto(house.address + "/admin/systemy/nowy-adres")
    page.fill("#adres", receiver.address)
    page.fill("#opis", "próba")
    for event in events:
        page.check(f"input[name=zdarzenia][value='{event}']")
    page.locator("main form button.first").click()
    secret = page.input_value("#sekret")
    assert secret.startswith("whsec_"), secret
    page.context.close()
    return secret


def test_a_letter_becomes_a_case_and_the_system_hears_of_it(house):
    secret = token(house)
    receiver = Receiver(refusals=1)
    try:
        signing = listen(house, receiver, ["letter.registered", "case.opened", "case.document-added"])
        made = call(house, "POST", "/letters", secret, letter(files=[file(), file("skan.txt", "zażółć")]))
        assert made.status == 201 and made.headers["location"] == made.json["href"], made
        number = made.json["number"]
        assert re.fullmatch(r"RPW-\d{4}-\d+", number) and [f["name"] for f in made.json["files"]] == ["wniosek.txt", "skan.txt"], made
        found = call(house, "GET", f"/search?q={number}", secret)
        assert [f["number"] for f in found.json["items"]] == [number], found
        listed = call(house, "GET", "/letters?limit=1", secret)
        assert listed.json["items"][0]["number"] == number and listed.json["next"], listed
        older = call(house, "GET", f"/letters?limit=1&after={listed.json['next']}", secret)
        assert older.json["items"][0]["number"] != number, older
        content = call(house, "GET", made.json["files"][1]["href"].removeprefix("/api/v1"), secret)
        assert content.status == 200 and content.bytes.decode() == "zażółć" and "attachment" in content.headers["content-disposition"], content
        more = call(house, "POST", f"{made.json['href'].removeprefix('/api/v1')}/files", secret, {"files": [file("trzeci.txt")]})
        assert more.status == 201 and len(more.json["files"]) == 3, more

        symbol = call(house, "GET", "/classes?words=informacja+publiczna", secret).json["items"][0]["symbol"]
        opened = call(house, "POST", "/cases", secret, {"class": symbol, "title": "Zwrot podatku", "letter": number})
        assert opened.status == 201, opened
        file_id, tag = opened.json["id"], opened.headers["etag"]
        assert call(house, "GET", f"/cases/{file_id}", secret).headers["etag"] == tag
        assert number in json.dumps(call(house, "GET", f"/cases/{file_id}/documents", secret).json)
        assert call(house, "GET", made.json["href"].removeprefix("/api/v1"), secret).json["cases"] == [file_id]
        second = call(house, "POST", "/letters", secret, letter("Uzupełnienie")).json["number"]
        assert call(house, "POST", f"/cases/{file_id}/letters", secret, {"letter": second}).status == 201
        again = call(house, "POST", f"/cases/{file_id}/letters", secret, {"letter": second})
        assert again.status == 409, again
        note = call(house, "POST", f"/cases/{file_id}/notes", secret, {"title": "Rozmowa", "text": "Uzupełni numer konta."})
        assert note.status == 201 and note.json["text"] == "Uzupełni numer konta.", note
        printed = call(house, "POST", f"/cases/{file_id}/documents", secret, {"title": "Wydruk", "kind": "plik", "files": [file("wydruk.txt", "treść")]})
        assert call(house, "GET", printed.json["href"].removeprefix("/api/v1"), secret).bytes.decode() == "treść", printed
        draft = call(house, "POST", "/outgoing", secret, {"case": file_id, "title": "Wezwanie", "body": "Proszę.", "addressees": [{"kind": "osoba", "surname": "Wrona"}]})
        assert draft.status == 201 and draft.json["state"] == "projekt", draft
        assert [o["id"] for o in call(house, "GET", f"/outgoing?case={file_id}", secret).json["items"]] == [draft.json["id"]]
        assert call(house, "GET", f"/dispatches?outgoing={draft.json['id']}", secret).json == {"items": [], "next": None}
        metryka = call(house, "GET", f"/cases/{file_id}/metryka", secret).json["items"]
        assert any("Podatki 2000 (opiekun:" in e["person"] for e in metryka) and any(e["act"] == "Wszczęto sprawę" for e in metryka), metryka

        today = time.strftime("%Y-%m-%d")
        assert call(house, "POST", f"/cases/{file_id}/settlement", secret, {"day": today}).status == 428
        assert call(house, "POST", f"/cases/{file_id}/settlement", secret, {"day": today}, {"If-Match": '"999"'}).status == 412
        settled = call(house, "POST", f"/cases/{file_id}/settlement", secret, {"day": today}, {"If-Match": tag})
        assert settled.status == 200 and settled.json["state"] == "zalatwiona", settled
        stuck = call(house, "POST", f"/cases/{file_id}/closing", secret, {"day": today, "warningsRead": True}, {"If-Match": settled.headers["etag"]})
        assert stuck.status == 409 and "Wezwanie" in stuck.json["detail"], stuck

        # The first message was refused with 500 and came again: same name, new time, right signature both times.
        mine = receiver.wait(lambda m: not m[2] and json.loads(m[1])["type"] == "letter.registered")
        receiver.wait(lambda m: json.loads(m[1])["type"] == "case.opened" and json.loads(m[1])["href"] == f"/api/v1/cases/{file_id}")
        receiver.wait(lambda m: json.loads(m[1])["type"] == "case.document-added")
        refused = next(m for m in receiver.messages if m[2])
        retried = receiver.wait(lambda m: not m[2] and m[0]["X-Eurzad-Delivery"] == refused[0]["X-Eurzad-Delivery"])
        assert retried[0][1] == refused[1] and retried[0][0]["X-Eurzad-Signature"] != refused[0]["X-Eurzad-Signature"]
        for headers, body, _ in receiver.messages:
            assert is_signed(signing, headers, body), headers
            assert not is_signed(signing, headers, body + b" ") and not is_signed("whsec_inny", headers, body)
            assert not is_signed(signing, headers, body, now=time.time() + 3600), "an old message passes"
            assert json.loads(body)["id"] == headers["X-Eurzad-Delivery"] and "Wrona" not in body.decode()
        assert any(json.loads(m[1])["system"] == "Podatki 2000" for m in mine)
        names = [m[0]["X-Eurzad-Delivery"] for m in receiver.messages if not m[2]]
        assert len(names) == len(set(names)), "a message came twice though it was taken"
    finally:
        receiver.close()
    journal = house.command("journal", "verify", check=False)
    assert journal.returncode == 0, journal.stdout + journal.stderr


def test_the_document_and_the_routes_are_one(house):
    document = call(house, "GET", "/openapi.json").json
    assert document["openapi"] == "3.1.0"
    for path, verbs in document["paths"].items():
        filled = re.sub(r"\{[^}]+\}", "1", path)
        for verb, operation in verbs.items():
            assert call(house, verb.upper(), filled, body={} if verb == "post" else None).status == 401, (verb, path)
            assert set(re.findall(r"\{([^}]+)\}", path)) == {p["name"] for p in operation["parameters"] if p["in"] == "path"}, path
        for verb in {"get", "post", "put", "delete"} - set(verbs):
            assert call(house, verb.upper(), filled).status == 405, (verb, path)


def test_the_same_request_is_done_once(house):
    secret = token(house)
    key = {"Idempotency-Key": str(uuid.uuid4())}
    body = letter("Raz jeden")
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: call(house, "POST", "/letters", secret, body, key), range(4)))
    assert {a.status for a in answers} == {201} and len({a.bytes for a in answers}) == 1, answers
    assert sorted(a.headers.get("idempotency-replayed", "") for a in answers) == ["", "true", "true", "true"], answers
    other = call(house, "POST", "/letters", secret, letter("Co innego"), key)
    assert other.status == 422 and "Idempotency-Key" in other.json["detail"], other
    # Another system's key is another key, and a request that failed leaves its key free.
    assert call(house, "POST", "/letters", token(house, "Drugi"), body, key).json["number"] != answers[0].json["number"]
    fresh = {"Idempotency-Key": str(uuid.uuid4())}
    assert call(house, "POST", "/letters", secret, letter(arrivalDay="2999-01-01"), fresh).status == 422
    assert call(house, "POST", "/letters", secret, letter(), fresh).status == 201
    assert call(house, "POST", "/letters", secret, letter(), {"Idempotency-Key": "ą".encode().decode("latin-1")}).status == 400


def test_a_token_opens_its_own_office_and_nothing_else(house):
    for secret in [None, "x", "eurzad_00000000_" + "A" * 43, token(house)[:-1] + ("A" if token(house)[-1] != "A" else "E")]:
        answer = call(house, "GET", "/units", secret)
        assert answer.status == 401 and answer.headers["www-authenticate"] == "Bearer", answer
    narrow = token(house, "Tylko komórki", ["units:read"])
    assert call(house, "GET", "/units", narrow).json["items"], "units"
    for method, path, body in [
        ("GET", "/letters", None), ("POST", "/letters", letter()), ("GET", "/cases", None), ("GET", "/search?q=a", None), ("GET", "/classes?words=a", None),
        ("GET", "/letters/2026/1/files/1", None), ("POST", "/cases/1/notes", {"title": "a", "text": "b"}),
    ]:
        answer = call(house, method, path, narrow, body)
        assert answer.status == 403 and "zakresu" in answer.json["detail"], (path, answer)

    made = call(house, "POST", "/letters", token(house), letter("Pismo Prusic")).json
    symbol = call(house, "GET", "/classes?words=informacja+publiczna", token(house)).json["items"][0]["symbol"]
    case = call(house, "POST", "/cases", token(house), {"class": symbol, "title": "Tylko Prusice"}).json
    stranger = token(house, "Obcy", office="wolow", guardian="kancelaria.wolow")
    year, n = made["number"].split("-")[1:]
    for path in [f"/letters/{year}/{int(n) + 5000}", f"/cases/{case['id'] + 5000}", "/outgoing/999999", "/dispatches/999999", f"/cases/{case['id']}"]:
        assert call(house, "GET", path, stranger).status == 404, path
    assert call(house, "GET", "/search?q=Pismo+Prusic", stranger).json["items"] == []

    # Within the office a system sees what its guardian sees.
    officer = token(house, "Prowadzący", guardian="inspektor.prusice")
    assert call(house, "GET", f"/cases/{case['id']}", officer).status == 403
    assert case["id"] not in [c["id"] for c in call(house, "GET", "/cases", officer).json["items"]]
    assert call(house, "GET", "/letters", officer).status == 403 and call(house, "POST", "/letters", officer, letter()).status == 403
    assert call(house, "POST", f"/cases/{case['id']}/notes", officer, {"title": "a", "text": "b"}).status == 403

    doomed = token(house, "Odwołany", ["units:read"])
    assert call(house, "GET", "/token", doomed).json["name"] == "Odwołany"
    listed = json.loads(house.command("token", "list", "--office", "prusice", "--json").stdout)
    mine = next(t for t in listed if t["name"] == "Odwołany")
    assert mine["state"] == "ważny" and mine["lastUsed"] and doomed not in json.dumps(listed)
    house.command("token", "revoke", str(mine["id"]), "--office", "prusice", "--reason", "próba")
    answer = call(house, "GET", "/token", doomed)
    assert answer.status == 401 and "odwołano" in answer.json["detail"], answer
    for path in pathlib.Path(house.data).rglob("*"):
        if path.is_file():
            assert doomed.encode() not in path.read_bytes(), ("a secret on disk", path)


def test_what_is_wrong_is_refused_with_its_field(house):
    secret = token(house)
    for body, fields in [
        ({}, {"senders", "title", "arrivalDay", "channel"}), (letter(title=7), {"title"}), (letter(title=""), {"title"}), (letter(title="a\u0000b"), {"title"}),
        (letter(arrivalDay="2026-02-31"), {"arrivalDay"}), (letter(arrivalDay="2999-01-01"), {"arrivalDay"}), (letter(channel="gołąb"), {"channel"}), (letter(nic=1), {"nic"}),
        (letter(senders=[]), {"senders"}), (letter(senders=[{"kind": "osoba"}]), {"senders.0.surname"}),
        (letter(senders=[{"kind": "osoba", "surname": "A", "pesel": "44051401358"}]), {"senders.0.pesel"}), (letter(files=[{"name": "a", "content": "???"}]), {"files.0.content"}),
        (letter(title="x" * 1001), {"title"}), (letter(remarks="jedna"), {"remarks"}), ([], set()), ("tekst", set()),
    ]:
        answer = call(house, "POST", "/letters", secret, body)
        assert answer.status == 422 and fields <= {e["field"] for e in answer.json.get("errors", [])}, (body, answer)
    for raw in [b"", b"{", b"\xff\xfe", b'{"title":1.5}', b"[" * 100_000, b'{"a":' * 50_000]:
        answer = call(house, "POST", "/letters", secret, raw=raw)
        assert answer.status in (400, 422), (raw[:20], answer)
    assert call(house, "POST", "/letters", secret, raw=b"a=b", kind="application/x-www-form-urlencoded").status == 415
    for path, status in [
        ("/letters?limit=0", 422), ("/letters?limit=9999", 422), ("/letters?nic=1", 422), ("/letters?limit=1&limit=2", 422), ("/letters?from=wczoraj", 422),
        ("/letters?words=%00", 400), ("/letters?words=%ff", 400), ("/letters/2026/99999999999999999999", 404), ("/letters/2026/abc", 404), ("/cases/0", 404), ("/cases/-1", 404),
        ("/cases/01", 404), ("/search", 422), ("/nie/ma", 404),
    ]:
        assert call(house, "GET", path, secret).status == status, (path, call(house, "GET", path, secret))
    for method in ["PUT", "DELETE", "PATCH"]:
        answer = call(house, method, "/letters", secret)
        assert answer.status == 405 and "GET" in answer.headers["allow"], answer
    unknown = call(house, "POST", "/cases", secret, {"class": "9999999999", "title": "a"})
    assert unknown.status == 422 and unknown.json["errors"][0]["field"] == "class", unknown

    # Refused by its length, before it is read.
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=60)
    connection.putrequest("POST", "/api/v1/letters")
    for name, value in [("Authorization", f"Bearer {secret}"), ("Content-Type", "application/json"), ("Content-Length", str(1 << 32))]:
        connection.putheader(name, value)
    connection.endheaders()
    assert Answer(connection.getresponse()).status == 413


def test_hostile_words_stay_words(house):
    secret = token(house)
    sender = {"kind": "instytucja", "name": HOSTILE, "town": HOSTILE, "street": HOSTILE, "building": "1'--"}
    made = call(house, "POST", "/letters", secret, letter(
        HOSTILE, senders=[sender], foreignSign=HOSTILE, postingNumber=HOSTILE, remarks=[HOSTILE], kinds=[HOSTILE], files=[{"name": f"../{HOSTILE}.txt", "mediaType": "text/html\r\nX: 1", "content": "PGI+"}]))
    assert made.status == 201 and b"<script>" not in made.bytes, made
    shown = made.json
    assert shown["title"] == HOSTILE and shown["senders"][0]["name"] == HOSTILE and shown["foreignSign"] == HOSTILE and shown["remarks"] == [HOSTILE], shown
    assert "/" not in shown["files"][0]["name"] and shown["files"][0]["mediaType"] == "application/octet-stream", shown["files"]
    content = call(house, "GET", shown["files"][0]["href"].removeprefix("/api/v1"), secret)
    assert content.headers["x-content-type-options"] == "nosniff" and "sandbox" in content.headers["content-security-policy"], content.headers
    symbol = call(house, "GET", "/classes?words=informacja+publiczna", secret).json["items"][0]["symbol"]
    case = call(house, "POST", "/cases", secret, {"class": symbol, "title": HOSTILE, "description": HOSTILE})
    assert case.status == 201 and case.json["title"] == HOSTILE, case
    note = call(house, "POST", f"/cases/{case.json['id']}/notes", secret, {"title": HOSTILE, "text": HOSTILE})
    assert note.json["title"] == HOSTILE and note.json["text"] == HOSTILE, note
    draft = call(house, "POST", "/outgoing", secret, {"case": case.json["id"], "title": HOSTILE, "body": HOSTILE, "addressees": [sender]})
    assert draft.status == 201 and draft.json["title"] == HOSTILE, draft
    for word in ["'", "DROP TABLE", "<script>", "%", "_", "\\", "\"", "a* OR b", "NEAR(", "😀"]:
        for path in ["/search?q=", "/search?kind=cases&q=", "/search?kind=outgoing&q=", "/letters?words=", "/classes?words="]:
            from urllib.parse import quote
            assert call(house, "GET", path + quote(word), secret).status == 200, (path, word)
    page = pages.visit(house)
    page.goto(house.address + "/ezd/wplywy/" + "/".join(shown["number"].split("-")[1:]))
    assert "DROP TABLE" in page.inner_text("h1") and not page.messages
    page.context.close()


def test_a_form_with_files_registers_a_letter(house):
    boundary = uuid.uuid4().hex
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="data"\r\nContent-Type: application/json\r\n\r\n{json.dumps(letter("Z plikami"))}\r\n'.encode()]
    for name, content in [("pismo.bin", os.urandom(300_000)), ("zał ą.txt", b"druga")]:
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'.encode() + content + b"\r\n")
    raw = b"".join(parts) + f"--{boundary}--\r\n".encode()
    made = call(house, "POST", "/letters", token(house), raw=raw, kind=f"multipart/form-data; boundary={boundary}")
    assert made.status == 201 and [f["size"] for f in made.json["files"]] == [300_000, 5], made
    assert call(house, "GET", made.json["files"][1]["href"].removeprefix("/api/v1"), token(house)).bytes == b"druga"
    cut = call(house, "POST", "/letters", token(house), raw=raw[:-50], kind=f"multipart/form-data; boundary={boundary}")
    assert cut.status == 400, cut


def test_a_busy_system_is_slowed_down(house):
    secret = token(house, "Pędziwiatr", ["units:read"])
    refused = []

    def run(_):
        connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=60)
        for _ in range(2_000):
            if refused:
                break
            connection.request("GET", "/api/v1/units", headers={"Authorization": f"Bearer {secret}"})
            answer = Answer(connection.getresponse())
            if answer.status == 429:
                refused.append(answer)
        connection.close()

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    assert refused and int(refused[0].headers["retry-after"]) >= 1, "never refused"
    assert call(house, "GET", "/units", token(house)).status == 200, "another system is slowed down too"


def test_the_administrator_lets_systems_in_and_out(house):
    for scripts in (True, False):
        page = pages.visit(house, login="admin.prusice", scripts=scripts)
        page.goto(house.address + "/admin/systemy/nowy-klucz")
        page.locator("main form button.first").click()
        summary = page.inner_text(".summary-err")
        for words in ["Wybierz opiekuna", "Wpisz nazwę systemu", "Zaznacz, co system może"]:
            assert words in summary, summary
        if scripts:
            pages.audit(page, "token with mistakes")
        page.fill("#nazwa", f"Z przeglądarki {scripts}")
        page.select_option("#opiekun", index=1)
        page.check("input[name=zakresy][value='units:read']")
        page.locator("main form button.first").click()
        secret = page.input_value("#sekret")
        if scripts:
            pages.audit(page, "secret")
        assert call(house, "GET", "/token", secret).json["name"] == f"Z przeglądarki {scripts}"
        page.goto(house.address + "/admin/systemy")
        assert secret not in page.content() and f"Z przeglądarki {scripts}" in page.inner_text("table")
        page.locator("tr", has_text=f"Z przeglądarki {scripts}").get_by_role("link", name="Odwołaj").click()
        page.locator("main button.danger").click()
        assert "Podaj powód" in page.inner_text(".summary-err")
        page.fill("#powod", "koniec próby")
        page.locator("main button.danger").click()
        assert "Odwołano klucz" in page.inner_text(".banner.ok")
        assert call(house, "GET", "/token", secret).status == 401

        receiver = Receiver()
        page.goto(house.address + "/admin/systemy/nowy-adres")
        page.fill("#adres", "http://example.com/")
        page.locator("main form button.first").click()
        assert "https://" in page.inner_text(".summary-err") and page.input_value("#adres") == "http://example.com/"
        listen(house, receiver, ["case.closed"], scripts=scripts)
        page.goto(house.address + "/admin/systemy")
        row = page.locator("tr", has_text=receiver.address)
        row.get_by_role("button", name="Wyślij próbę").click()
        headers, body, _ = receiver.wait(lambda m: m[0]["X-Eurzad-Event"] == "ping")[0]
        for _ in range(30):
            page.goto(house.address + "/admin/systemy")
            if "odbiera" in page.locator("tr", has_text=receiver.address).inner_text():
                break
            page.wait_for_timeout(200)
        assert "odbiera" in page.locator("tr", has_text=receiver.address).inner_text()
        page.locator("tr", has_text=receiver.address).get_by_role("link", name="Usuń").click()
        page.locator("main button.danger").click()
        assert "Usunięto adres" in page.inner_text(".banner.ok")
        receiver.close()
        page.context.close()
    for width in (1280, 375):
        page = pages.visit(house, login="admin.prusice", width=width)
        for path in ["/admin/systemy", "/admin/systemy/nowy-klucz", "/admin/systemy/nowy-adres", "/api/v1/"]:
            page.goto(house.address + path)
            pages.audit(page, (path, width))
        page.context.close()
    clerk = pages.visit(house)
    assert clerk.goto(house.address + "/admin/systemy").status == 403
    clerk.context.close()


def test_schemathesis_finds_nothing(house):
    secret = token(house, "Schemathesis")
    made = call(house, "POST", "/letters", secret, letter(files=[file()])).json
    symbol = call(house, "GET", "/classes?words=informacja+publiczna", secret).json["items"][0]["symbol"]
    call(house, "POST", "/cases", secret, {"class": symbol, "title": "Do prób", "letter": made["number"]})
    with tempfile.TemporaryDirectory() as folder:
        # RFC 6585: a version that is missing has a status of its own.
        pathlib.Path(folder, "schemathesis.toml").write_text("[checks.missing_required_header]\nexpected-statuses = [400, 401, 403, 406, 415, 422, 428]\n")
        done = subprocess.run(
            [
                str(pathlib.Path(sys.executable).with_name("schemathesis")), "run", house.address + "/api/v1/openapi.json", "--header", f"Authorization: Bearer {secret}",
                "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,"
                "negative_data_rejection,missing_required_header,unsupported_method,ignored_auth",
                "--max-examples", "5", "--seed", "20260312", "--phases", "examples,coverage,fuzzing", "--suppress-health-check", "all", "--workers", "1",
                "--no-shrink", "--continue-on-failure", "--warnings", "off",
            ],
            cwd=folder, capture_output=True, text=True, timeout=240, env={**os.environ, "NO_COLOR": "1"},
        )
    assert done.returncode == 0, done.stdout[-12000:] + done.stderr[-2000:]
