"""When something around the server fails: the database goes, the disk is full, scripts do not run. And what the platform keeps of its messages."""
import concurrent.futures
import contextlib
import csv
import hashlib
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid
from unittest import mock

import zeep
from lxml import etree

import api
import client as epuap
import pages
import wire
from desk import go, text
from house import House
from postgres import Postgres

GONE = "Baza danych teraz nie odpowiada, nic nie zapisano. Spróbuj za minutę."
FULL = "Na serwerze skończyło się miejsce, nic nie zapisano. Powiadom administratora."
FULL_FOR_FILES = "Na dysku serwera zabrakło miejsca, nic nie zapisano. Spróbuj później albo powiadom administratora."


def is_postgres(house):
    return house.env.get("EURZAD_STORE_ENGINE") == "postgres"


def rows(house, query):
    """What stands in the platform's database, as text; HEX(…) is written as the engine has it."""
    if not is_postgres(house):
        with contextlib.closing(sqlite3.connect(f"file:{house.data}/databases/platform.sqlite?mode=ro", uri=True)) as db:
            return [["" if value is None else str(value) for value in row] for row in db.execute(query)]
    query = re.sub(r"HEX\((\w+)\)", r"upper(encode(\1, 'hex'))", query)
    asked = f"SET search_path TO platform; COPY ({query}) TO STDOUT (FORMAT csv)"
    done = subprocess.run(["psql", "-qX", house.env["EURZAD_STORE_POSTGRES_CONNINFO"], "-c", asked], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return list(csv.reader(done.stdout.splitlines()))


@contextlib.contextmanager
def twin_of(house, **settings):
    """A server of its own, on the engine of the other, that fetches nothing by itself."""
    with Postgres() if is_postgres(house) else contextlib.nullcontext({}) as store:
        with House(house.binary, {"EURZAD_CONNECTOR_ENABLED": "false", **settings, **store}, letters=2) as twin:
            yield twin


def citizen(house):
    key, cert, server = wire.identity(house, f"obywatel-{house.port}")
    return epuap.skrytka(house, key, cert, server), epuap.pull(house, key, cert, server)


def nadaj(skrytka, content, box=wire.REPLY):
    return epuap.submit(skrytka, wire.PODMIOT, box, wire.REPLY, content)


def status_of(house, path):
    try:
        with urllib.request.urlopen(house.address + path, timeout=30) as r:
            return r.status, r.read().decode()
    except urllib.error.HTTPError as e:
        return e.code, e.read().decode()


def save(page):
    """Presses the button of the form and gives the status of the answer to the POST."""
    with page.expect_response(lambda r: r.request.method == "POST") as answer:
        page.locator("form[data-zapis] button.first").click()
    page.wait_for_load_state()
    return answer.value.status


def registered(page):
    year = re.search(r"RPW/(\d+)/\d+", page.locator(".banner.ok").inner_text().replace("\n", ""))
    return int(year[1])


def register_of(page, house):
    """Number and title of every letter, from the export."""
    answer = page.context.request.get(house.address + "/ezd/wplywy.csv")
    assert answer.status == 200, answer.status
    table = list(csv.DictReader(answer.body().decode("utf-8-sig").splitlines(), delimiter=";"))
    return [(int(row["RPW"].split("/")[1]), row["tytuł"]) for row in table]


def refused(page, words, status):
    """The page of a failure: the status, the words in Polish, a way on."""
    assert status == 503, (status, text(page, "body")[:400])
    assert words in text(page, "body"), text(page, "body")[:400]
    assert page.get_attribute("html", "lang") == "pl" and page.locator("h1").count() == 1
    assert page.locator("a[href^='/ezd']").count() > 0 and "Numer zdarzenia" in text(page, "body")


def test_raw_messages_are_kept_when_the_setting_says_so(house):
    for setting, kept in (("true", True), ("false", False)):
        with twin_of(house, EURZAD_PLATFORM_KEEP_RAW_MESSAGES=setting) as twin:
            skrytka, _ = citizen(twin)
            sent = []
            skrytka.transport.session.hooks["response"].append(lambda answer, **_: sent.append(answer.request.body))
            small, large = epuap.general_letter("Komunikat w całości"), epuap.general_letter("Duży komunikat", text="Proszę. " * 30_000)
            for content in (small, large):
                assert nadaj(skrytka, content).status.kod == 1
            assert len(sent) == 2, sent
            for message in sent:
                message = message if isinstance(message, bytes) else message.encode()
                digest = hashlib.sha256(message).hexdigest()
                logged = rows(twin, f"SELECT service, operation, podmiot_id, result, size FROM message_log WHERE message_sha256 = '{digest}'")
                assert logged == [["skrytka", "nadaj", wire.PODMIOT, "1", str(len(message))]], (setting, logged)
                blob = rows(twin, f"SELECT size, media_type, HEX(bytes) FROM blob WHERE hash = '{digest}'")
                assert bool(blob) == kept, (setting, len(message), [row[:2] for row in blob])
                if kept:
                    assert blob[0][:2] == [str(len(message)), "text/xml"], blob[0][:2]
                    file = [f for f in pathlib.Path(twin.data, "blobs").rglob(digest)]
                    assert (bytes.fromhex(blob[0][2]) if blob[0][2] else file[0].read_bytes()) == message
                else:
                    assert not list(pathlib.Path(twin.data, "blobs").rglob(digest))


def refusals(house):
    return rows(house, "SELECT actor, object, after FROM journal WHERE act = 'odmowa' ORDER BY seq")


def test_a_refusal_of_a_registered_system_stands_in_the_journal(house):
    key, cert, server = wire.identity(house)
    skrytka = epuap.skrytka(house, key, cert, server)
    before = refusals(house)
    assert nadaj(skrytka, epuap.general_letter("Bez odmowy")).status.kod == 1
    wire.take(epuap.pull(house, key, cert, server))
    assert refusals(house) == before
    for box, podmiot, code in (("/niema/SkrytkaESP", wire.PODMIOT, 2), (wire.BOX, "ugprusice", 3)):
        f = wire.fault(lambda: epuap.submit(skrytka, podmiot, box, wire.REPLY, epuap.general_letter("Odmowa w dzienniku")))
        assert wire.kod(f) == code
        (actor, object_, after), = refusals(house)[len(before):]
        assert re.fullmatch(r"system:\d+", actor) and object_ == "usługa:skrytka/nadaj", (actor, object_)
        assert re.fullmatch(rf"kod {code}, podmiot „{podmiot}”, komunikat [0-9a-f]{{64}}", after), after
        digest = after[-64:]
        assert rows(house, f"SELECT result FROM message_log WHERE message_sha256 = '{digest}'") == [[str(code)]]
        before = refusals(house)


def test_a_refusal_of_an_unknown_certificate_makes_no_journal_grow(house):
    _, _, server = wire.identity(house)
    key, cert = os.path.join(house.data, "nieznany.key"), os.path.join(house.data, "nieznany.crt")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "30", "-subj", "/CN=nieznany"],
        check=True, capture_output=True)
    before, logged = refusals(house), rows(house, "SELECT COUNT(*) FROM message_log WHERE result = 4 AND system_id IS NULL")
    assert wire.kod(wire.fault(lambda: nadaj(epuap.skrytka(house, key, cert, server), epuap.general_letter("Od obcego")))) == 4
    status, _ = wire.post(house, b"to nie xml")
    assert status == 500 and refusals(house) == before
    assert int(rows(house, "SELECT COUNT(*) FROM message_log WHERE result = 4 AND system_id IS NULL")[0][0]) == int(logged[0][0]) + 1
    done = house.command("journal", "verify")
    # The platform and each office, whatever offices for training there are beside the eight.
    lines = done.stdout.strip().splitlines()
    assert len(lines) >= 9 and all("nienaruszony" in line for line in lines), done.stdout


@contextlib.contextmanager
def on_postgres(house, **settings):
    """A server with a PostgreSQL that the test may stop."""
    cluster = Postgres()
    with cluster as store, House(house.binary, {**settings, **store}, letters=2) as twin:
        yield twin, cluster


def fill_in(page, house, title):
    pages.register(page, house, "Wytrwały", title)


def test_without_its_database_the_server_says_so_and_goes_on_when_it_returns(house):
    with on_postgres(house) as (twin, cluster):
        skrytka, _ = citizen(twin)
        page, other, nobody = pages.visit(twin), pages.visit(twin), pages.visit(twin, login=None)
        secret = api.token(twin)
        before = register_of(other, twin)
        for manner in ("fast", "immediate"):
            title = f"Pisane, gdy bazy nie było: {manner}"
            letter = epuap.general_letter(f"Nadane, gdy bazy nie było: {manner}")
            fill_in(page, twin, title)
            cluster.stop(manner)
            for who, path in ((other, "/ezd/wplywy"), (other, "/zdrowie"), (nobody, "/logowanie")):
                started = time.monotonic()
                answer = who.goto(twin.address + path)
                refused(who, GONE, answer.status)
                assert int(answer.headers["retry-after"]) > 0 and time.monotonic() - started < 15, path
            pages.audit(other, "the page of a database that does not answer")
            assert status_of(twin, "/health/ready") == (503, "baza danych nie odpowiada\n")
            assert status_of(twin, "/health/live")[0] == 200
            refused(page, GONE, save(page))
            f = wire.fault(lambda: nadaj(skrytka, letter, wire.BOX))
            assert wire.kod(f) == 20 and f.message == GONE, f.message
            asked = api.call(twin, "GET", "/letters", secret)
            assert asked.status == 503 and asked.json["detail"] == GONE, asked
            cluster.start()

            assert status_of(twin, "/health/ready")[0] == 200 and twin.process.poll() is None
            go(other, twin, "/zdrowie")
            assert register_of(other, twin) == before
            fill_in(page, twin, title)
            assert save(page) == 303 and registered(page) == max(n for n, _ in before) + 1
            assert nadaj(skrytka, letter, wire.BOX).status.kod == 1
            # The connector has come back by itself too.
            deadline = time.time() + 90
            while len(after := register_of(other, twin)) < len(before) + 2:
                assert time.time() < deadline, after
                time.sleep(0.2)
            assert [n for n, _ in after] == list(range(1, len(before) + 3)) and [t for _, t in after].count(title) == 1, after
            before = after
        twin.command("journal", "verify")
        for p in (page, other, nobody):
            p.context.close()


def test_words_typed_before_the_database_went_are_not_lost(house):
    with on_postgres(house) as (twin, cluster):
        for scripts in (True, False):
            page = pages.visit(twin, scripts=scripts)
            before, title = register_of(page, twin), f"Wróciły po przerwie: {scripts}"
            fill_in(page, twin, title)
            cluster.stop()
            refused(page, GONE, save(page))
            cluster.start()
            # The page of the failure sends them again; pressed once more where the database was not quite back.
            deadline = time.time() + 60
            while page.get_by_role("button", name="Wyślij jeszcze raz").count():
                assert time.time() < deadline, text(page, "body")[:400]
                page.locator("main button.first").click()
                page.wait_for_load_state()
            after = register_of(page, twin)
            # Letters that the connector brought meanwhile are no fault.
            assert [t for _, t in after].count(title) == 1 and [n for n, _ in after] == list(range(1, len(after) + 1)), (len(before), after)
            page.context.close()


def test_what_was_acknowledged_survives_a_crash_of_the_database(house):
    with on_postgres(house) as (twin, cluster):
        secret = api.token(twin)
        page = pages.visit(twin)
        before = register_of(page, twin)
        ended, keys, answers = threading.Event(), {}, {}

        def send(title):
            return api.call(twin, "POST", "/letters", secret, api.letter(title), {"Idempotency-Key": keys[title]}).status

        def work(worker):
            n = 0
            while not ended.is_set():
                title = f"Pod obciążeniem {worker}-{n}"
                n += 1
                keys[title] = str(uuid.uuid4())
                answers[title] = send(title)

        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            workers = [pool.submit(work, w) for w in range(6)]
            for _ in range(3):
                time.sleep(0.7)
                cluster.stop("immediate")
                time.sleep(0.3)
                cluster.start()
            time.sleep(0.7)
            ended.set()
            for w in workers:
                w.result()
        assert set(answers.values()) == {201, 503}, {status: list(answers.values()).count(status) for status in set(answers.values())}
        found = register_of(page, twin)
        titles = [t for _, t in found[len(before):]]
        assert [n for n, _ in found] == list(range(1, len(found) + 1)), "a hole in the numbers"
        assert len(set(titles)) == len(titles) and {t for t, status in answers.items() if status == 201} <= set(titles)
        # Whoever got no answer asks again with the same key, and no letter stands twice.
        unknown = [t for t, status in answers.items() if status != 201]
        assert {send(t) for t in unknown[:100]} == {201}
        titles = [t for _, t in register_of(page, twin)[len(before):]]
        assert len(set(titles)) == len(titles) and set(unknown[:100]) <= set(titles)
        twin.command("journal", "verify")
        page.context.close()


class Disk:
    """A small disk of its own; `mounted` is false where this user may not mount one."""

    def __init__(self, megabytes):
        self.place = tempfile.mkdtemp(prefix="eurzad-disk-")
        mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", self.place]
        self.mounted = subprocess.run(mount, capture_output=True).returncode == 0
        self.ballast = os.path.join(self.place, "zapas")

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        if self.mounted:
            subprocess.run(["umount", "-l", self.place], check=True)
        shutil.rmtree(self.place, ignore_errors=True)

    def fill(self):
        with open(self.ballast, "wb", buffering=0) as f:
            for size in (1 << 20, 4096, 1):
                with contextlib.suppress(OSError):
                    while True:
                        f.write(b"\xff" * size)

    def free(self):
        os.remove(self.ballast)


@contextlib.contextmanager
def on_small_disk(house):
    """A server whose data, with those of its PostgreSQL, lie on a disk that can be filled; `None` where that cannot be had."""
    with Disk(400 if is_postgres(house) else 160) as disk:
        if not disk.mounted:
            print("# skipped: a disk of its own needs the right to mount", flush=True)
            yield None, None
            return
        with mock.patch.object(tempfile, "tempdir", disk.place), twin_of(house) as twin:
            yield twin, disk


def attach(page, size):
    page.set_input_files("#plik", files=[{"name": "skan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n" + os.urandom(size)}])


def exhaust(send):
    """Sends until a refusal; what the database has in hand may be enough for some. Gives how many were taken, and the refusal."""
    for n in range(400):
        refusal = send(n)
        if refusal is not None:
            return n, refusal
    raise AssertionError("the disk never became full")


def deliver(skrytka, n, size):
    """The refusal of a letter that takes at least twice the size in the database; nothing where it was taken."""
    try:
        nadaj(skrytka, epuap.general_letter(f"Na pełny dysk {n}", text=os.urandom(size).hex() or None))
    except zeep.exceptions.Fault as f:
        return f


def test_a_full_disk_refuses_in_words_and_keeps_what_was_acknowledged(house):
    with on_small_disk(house) as (twin, disk):
        if twin is None:
            return
        skrytka, pull = citizen(twin)
        secret = api.token(twin)
        page, reader = pages.visit(twin), pages.visit(twin)
        before = register_of(page, twin)
        disk.fill()

        accepted, f = exhaust(lambda n: deliver(skrytka, n, 45_000))
        assert wire.kod(f) == 20 and f.message == FULL, (wire.kod(f), f.message)
        assert wire.waiting(pull) == accepted

        def post(n):
            content = {"name": "a.txt", "mediaType": "text/plain", "content": os.urandom(60_000).hex()}
            answer = api.call(twin, "POST", "/letters", secret, api.letter(f"Przez API na pełny dysk {n}", files=[content]))
            assert answer.status in (201, 503), answer
            return answer if answer.status == 503 else None

        taken, answer = exhaust(post)
        assert answer.json["detail"] == FULL, answer
        fill_in(page, twin, "Papier na pełny dysk")
        attach(page, 100_000)
        refused(page, FULL, save(page))
        go(reader, twin, "/ezd/wplywy?widok=wszystkie")
        assert "Papier na pełny dysk" not in text(reader)
        disk.free()

        found = register_of(reader, twin)
        assert [n for n, _ in found] == list(range(1, len(before) + taken + 1)) and "Papier na pełny dysk" not in [t for _, t in found], found
        fill_in(page, twin, "Papier na pełny dysk")
        attach(page, 100_000)
        assert save(page) == 303 and registered(page) == len(found) + 1
        assert nadaj(skrytka, epuap.general_letter("Po zwolnieniu miejsca")).status.kod == 1
        assert wire.waiting(pull) == accepted + 1
        twin.command("journal", "verify")
        for p in (page, reader):
            p.context.close()


def test_a_large_file_on_a_full_disk_leaves_nothing_behind(house):
    with on_small_disk(house) as (twin, disk):
        if twin is None:
            return
        skrytka, pull = citizen(twin)
        page = pages.visit(twin)
        before = register_of(page, twin)
        files = lambda: sorted(str(f) for f in pathlib.Path(twin.data, "blobs").rglob("*") if f.is_file() and f.stat().st_size)
        standing = files()
        large = epuap.general_letter("Duże pismo na pełny dysk", text=os.urandom(200_000).hex())
        disk.fill()
        f = wire.fault(lambda: nadaj(skrytka, large))
        assert wire.kod(f) == 20 and f.message in (FULL, FULL_FOR_FILES), f.message
        fill_in(page, twin, "Duży skan na pełny dysk")
        attach(page, 400_000)
        refused(page, FULL_FOR_FILES, save(page))
        assert files() == standing
        disk.free()
        assert register_of(page, twin) == before and wire.waiting(pull) == 0
        fill_in(page, twin, "Duży skan na pełny dysk")
        attach(page, 400_000)
        assert save(page) == 303 and registered(page) == len(before) + 1
        answer = nadaj(skrytka, large)
        assert answer.status.kod == 1 and wire.take(pull).zawartosc == large
        page.context.close()


def age(house):
    """Every session was last seen two minutes ago."""
    statement = "UPDATE session SET seen_at = seen_at - 120000"
    if is_postgres(house):
        asked = f"SET search_path TO platform; {statement}"
        subprocess.run(["psql", "-qX", house.env["EURZAD_STORE_POSTGRES_CONNINFO"], "-c", asked], check=True, capture_output=True)
        return
    with contextlib.closing(sqlite3.connect(f"{house.data}/databases/platform.sqlite", timeout=10)) as db, db:
        db.execute(statement)


def test_letters_are_read_while_the_disk_is_full(house):
    with on_small_disk(house) as (twin, disk):
        if twin is None:
            return
        skrytka, pull = citizen(twin)
        readers = [pages.visit(twin, scripts=False) for _ in range(8)]
        fill_in(readers[0], twin, "Czytane na pełnym dysku")
        assert save(readers[0]) == 303
        letter = pages.first_letter(twin, readers[0])
        # The last visits were longer ago than the server leaves them unwritten.
        age(twin)
        disk.fill()
        exhaust(lambda n: deliver(skrytka, n, 45_000))
        exhaust(lambda n: deliver(skrytka, n, 0))
        for _ in range(20):
            wire.waiting(pull)
        answers = [reader.goto(twin.address + letter).status for reader in readers]
        assert answers == [200] * len(readers), answers
        assert all("Czytane na pełnym dysku" in text(reader, "h1") for reader in readers)
        for reader in readers:
            reader.context.close()


def test_without_scripts_letters_are_read_searched_printed_and_exported(house):
    key, cert, server = wire.identity(house)
    title, words = "Pismo czytane bez skryptów", "Proszę o naprawę furtki przy żłobku."
    epuap.submit(epuap.skrytka(house, key, cert, server), wire.PODMIOT, wire.BOX, wire.REPLY, epuap.general_letter(title, text=words))
    page = pages.visit(house, scripts=False)
    deadline = time.time() + 90
    while True:
        page.goto(house.address + "/ezd/wplywy")
        page.fill("#szukaj", "furtki zlobku")
        page.press("#szukaj", "Enter")
        if page.locator("main ul.items li").count():
            break
        assert time.time() < deadline, text(page)
        time.sleep(0.3)
    assert page.url.startswith(house.address + "/ezd/szukaj?")
    page.locator("main a[href^='/ezd/wplywy/2']").first.click()
    assert title in text(page, "h1") and words in text(page, ".paper"), text(page)
    number = re.search(r"/ezd/wplywy/(\d+)/(\d+)", page.url)
    assert number, page.url
    number = f"RPW/{number[2]}/{number[1]}"
    with page.expect_download() as d:
        page.locator(".facts a", has_text="notatka.txt").click()
    assert pathlib.Path(d.value.path()).read_text() == "Załącznik"
    page.get_by_text("Popraw dane").first.click()
    assert page.url.endswith("/popraw") and page.input_value("#temat") == title
    go(page, house, "/ezd/wplywy?widok=wszystkie")
    page.fill("main input[name=q]", "czytane bez skryptów")
    page.get_by_role("button", name="Filtruj").click()
    assert page.locator("main table tbody tr").count() == 1 and title in text(page, "main table"), text(page)
    exported = {}
    for label in ("Zapisz CSV", "Zapisz XML"):
        with page.expect_download() as d:
            page.get_by_role("link", name=label).click()
        exported[d.value.suggested_filename] = pathlib.Path(d.value.path()).read_bytes()
    by_kind = {name.rsplit(".", 1)[-1]: content for name, content in exported.items()}
    table = list(csv.DictReader(by_kind["csv"].decode("utf-8-sig").splitlines(), delimiter=";"))
    assert [row["tytuł"] for row in table if row["RPW"] == number] == [title], table[-3:]
    tree = etree.fromstring(by_kind["xml"])
    assert tree.xpath(f"string(//*[@numer='{number}']/*[local-name()='tytul'])") == title
    page.get_by_role("link", name=re.compile("Drukuj rejestr")).click()
    assert page.url.split("?")[0].endswith("/ezd/wplywy/druk")
    printed = page.locator("table tbody tr", has_text=title)
    assert printed.count() == 1 and printed.locator("td, th").first.inner_text() == number.split("/")[1]
    assert page.locator("table tbody tr").count() == len(table)
    page.context.close()
