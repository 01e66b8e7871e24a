"""The command line as an administrator uses it."""
import atexit
import concurrent.futures
import io
import json
import os
import pathlib
import re
import subprocess
import time
import urllib.request
import zipfile

import client as epuap
from house import House

HELD = {}


def test_every_command_explains_itself(house):
    found = []

    def walk(*path):
        text = house.command(*path, "--help").stdout
        assert "USAGE: eurzad" in text and "OVERVIEW" in text, path
        _, _, below = text.partition("SUBCOMMANDS:\n")
        for name in re.findall(r"^  (\S+)(?: \(default\))?(?:  |$)", below.partition("\n\n")[0], re.M):
            found.append(" ".join([*path, name]))
            walk(*path, name)

    walk()
    assert {
        "run", "demo", "office add", "office list", "user add", "token add", "token list", "token revoke", "system add", "box add", "fetch", "send", "verify",
        "journal verify", "migrate", "term", "identifier check", "tax calculate",
    } <= set(found) and len(found) == len(set(found)), found
    assert house.command("nie-ma", check=False).returncode == 64


def test_settings_come_from_the_file_that_is_named(house):
    place = os.path.join(house.data, "ustawienia")
    os.makedirs(place)
    named, standing = os.path.join(place, "inne.json"), os.path.join(place, "eurzad.json")
    json.dump({"data": {"directory": os.path.join(place, "dane")}, "http": {"publicAddress": "https://urzad.example/"}}, open(named, "w"))
    json.dump({"data": {"directory": os.path.join(place, "obok")}}, open(standing, "w"))
    bare = {k: v for k, v in house.env.items() if not k.startswith("EURZAD_")}
    offices = lambda *args, env=bare: [o["id"] for o in json.loads(house.command("office", "list", "--json", *args, env=env, cwd=place).stdout)]
    house.command(
        "office", "add", "testowo", "--name", "Gmina Testowo", "--podmiot", "ugtestowo", "--town", "Testowo", "--post-code", "55-110", "--street", "Polna 1",
        "--config", named, env=bare)
    assert offices("--config", named) == ["testowo"] and os.listdir(os.path.join(place, "dane"))
    # Without the option, the file that stands in the directory; a variable wins over both.
    assert offices() == [] and os.path.isdir(os.path.join(place, "obok"))
    third = {**bare, "EURZAD_DATA_DIRECTORY": os.path.join(place, "trzeci")}
    assert offices("--config", named, env=third) == []
    for text in ["{", '{"http": {"port": "abc"}}']:
        open(standing, "w").write(text)
        for done in [house.command("office", "list", env=bare, cwd=place, check=False), house.command("office", "list", "--config", standing, env=bare, check=False)]:
            assert done.returncode == 1 and not done.stdout and done.stderr.startswith("eurzad: "), (text, done)
    done = house.command("office", "list", "--config", "/nie/ma.json", env=bare, check=False)
    assert done.returncode == 1 and "/nie/ma.json" in done.stderr and len(done.stderr.strip().splitlines()) == 1, done


def test_verify_tells_by_exit_code(house):
    upp = os.path.join(house.data, "v-upp.xml")
    letter = os.path.join(house.data, "v-letter.xml")
    open(letter, "wb").write(epuap.general_letter("Do sprawdzenia"))
    done = house.command("send", letter, "--to", "/ugzawonia/SkrytkaESP", "--podmiot", "ugprusice", "--upp", upp)
    assert "UPP" in done.stdout
    certificate = os.path.join(house.data, "seal.pem")
    open(certificate, "wb").write(urllib.request.urlopen(house.address + "/certyfikat-platformy.pem").read())
    assert house.command("verify", upp, "--trust", certificate).returncode == 0
    report = json.loads(house.command("verify", upp, "--trust", certificate, "--json").stdout)
    assert report["verdict"] == "valid" and report["signatures"][0]["coversWholeDocument"] and report["signatures"][0]["problems"] == []
    stranger = house.command("verify", upp, "--json", check=False)
    assert stranger.returncode == 2
    assert json.loads(stranger.stdout)["verdict"] == "indeterminate" and json.loads(stranger.stdout)["signatures"][0]["problems"] == ["untrusted"]
    broken = os.path.join(house.data, "v-broken.xml")
    open(broken, "wb").write(open(upp, "rb").read().replace(b"Prusice", b"Prosice"))
    assert house.command("verify", broken, "--trust", certificate, check=False).returncode == 1
    assert house.command("verify", letter, check=False).returncode == 2
    open(broken, "wb").write(b"<a>")
    unreadable = house.command("verify", broken, check=False)
    assert unreadable.returncode == 3 and len(unreadable.stderr.strip().splitlines()) == 1
    assert house.command("verify", "/nie/ma", check=False).returncode == 3


def test_wrong_input_is_one_line_and_changes_nothing(house):
    before = house.command("office", "list", "--json").stdout
    for args in [
        ("office", "add", "Źle", "--name", "x", "--podmiot", "x", "--town", "x", "--post-code", "x", "--street", "x"),
        ("office", "add", "prusice", "--name", "x", "--podmiot", "inny", "--town", "x", "--post-code", "x", "--street", "x"),
        ("box", "add", "bez-ukosnika"), ("box", "add", "/niema/x"), ("system", "add", "--podmiot", "ugprusice", "--certificate", "/nie/ma"),
        ("fetch", "--office", "niema"), ("send", "/nie/ma", "--to", "/a/b", "--podmiot", "c"),
    ]:
        done = house.command(*args, check=False)
        assert done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1, (args, done.returncode, done.stderr)
    assert house.command("office", "list", "--json").stdout == before


def test_a_second_demo_keeps_the_data(house):
    before = house.command("office", "list", "--json").stdout
    house.command("demo", "--letters", str(house.letters))
    assert house.command("office", "list", "--json").stdout == before
    # Offices for training may have been opened beside the eight.
    assert len([office for office in json.loads(before) if not office["id"].startswith("szk-")]) == 8


def test_migrate_and_journal_find_nothing_wrong(house):
    offices = len(json.loads(house.command("office", "list", "--json").stdout))
    assert str(offices) in house.command("migrate").stdout
    done = house.command("journal", "verify")
    assert len(done.stdout.strip().splitlines()) == offices + 1


def test_fetch_registers_what_waits(house):
    letter = os.path.join(house.data, "f-letter.xml")
    open(letter, "wb").write(epuap.general_letter("Pismo do pobrania poleceniem"))
    house.command("send", letter, "--to", "/ugzawonia/SkrytkaESP", "--podmiot", "ugprusice")
    done = house.command("fetch", "--office", "zawonia")
    # The server's own connector may have been faster; either way nothing waits afterwards.
    assert "zawonia" in done.stdout
    assert "nic nie czeka" in house.command("fetch", "--office", "zawonia").stdout


def package(documents, box="/ugprusice/SkrytkaESP", lost=()):
    """An emergency package as the platform's pages give it (epuap.md 4.13)."""
    entries = "".join(
        f"<Dokument><DanePodmiotu><Identyfikator>jprzykladowy</Identyfikator><TypOsoby>F</TypOsoby><ImieSkrot>Jan</ImieSkrot><NazwiskoNazwa>Przykładowy"
        f"</NazwiskoNazwa><Pesel>44051401359</Pesel><Zgoda>true</Zgoda></DanePodmiotu><DaneNadawcy><Uzytkownik>jprzykladowy</Uzytkownik></DaneNadawcy>"
        f"<DataNadania>12.03.2026T10:15:0{n}.250</DataNadania><NazwaSkrytki>SkrytkaESP</NazwaSkrytki><AdresSkrytki>{box}</AdresSkrytki>"
        f"<AdresOdpowiedzi>/jprzykladowy/domyslna</AdresOdpowiedzi><DaneDodatkowe/><NazwaPliku>pismo.xml</NazwaPliku>"
        f"<SciezkaWArchiwum>{n}/pismo.xml</SciezkaWArchiwum></Dokument>" for n, _ in enumerate(documents))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("Deskryptor.xml", f'<?xml version="1.0" encoding="UTF-8"?><Dokumenty>{entries}</Dokumenty>')
        for n, content in enumerate(documents):
            if n not in lost:
                z.writestr(f"{n}/pismo.xml", content)
    return out.getvalue()


def test_an_emergency_package_is_registered_once(house):
    file = os.path.join(house.data, "paczka.zip")
    fetch = lambda content, check=True, office="prusice": (
        pathlib.Path(file).write_bytes(content), house.command("fetch", "--office", office, "--package", file, check=check))[1]
    letters = [epuap.general_letter("Z paczki, pierwsze"), epuap.general_letter("Z paczki, drugie")]
    whole = package(letters)
    flipped = bytearray(whole)
    flipped[whole.index(b"0/pismo.xml") + 200] ^= 0xFF
    broken = [b"", b"to nie jest ZIP", whole[: len(whole) // 2], whole[:-200], bytes(flipped), package(letters, lost=[1]), package(letters, box="zły")]
    for n, content in enumerate(broken):
        done = fetch(content, check=False)
        assert done.returncode == 1 and not done.stdout and len(done.stderr.strip().splitlines()) == 1, (n, done)
    foreign = fetch(package(letters, box="/ugzawonia/SkrytkaESP"), check=False)
    assert foreign.returncode == 1 and not foreign.stdout and "/ugzawonia/SkrytkaESP" in foreign.stderr, foreign
    # Nothing of the damaged ones has stayed: the whole one is registered from its first letter.
    first = fetch(whole).stdout
    numbers = re.findall(r"^prusice: zarejestrowano (RPW\S+)$", first, re.M)
    assert len(set(numbers)) == 2 and len(first.strip().splitlines()) == 2, first
    again = fetch(whole).stdout
    assert re.findall(r"^prusice: już w rejestrze: (RPW\S+)$", again, re.M) == numbers and "zarejestrowano" not in again, again
    assert house.command("fetch", "--package", file, check=False).returncode == 1
    assert house.command("fetch", "--office", "prusice", "--package", "/nie/ma", check=False).returncode == 1


def twins(house):
    """Two demonstrations planted from nothing, made once; their servers fetch nothing by themselves."""
    if not HELD:
        def start(_):
            twin = House(house.binary, {"EURZAD_STORE_ENGINE": "sqlite", "EURZAD_CONNECTOR_ENABLED": "false"}, letters=4).__enter__()
            atexit.register(twin.__exit__)
            return twin

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            HELD["twins"] = list(pool.map(start, range(2)))
    return HELD["twins"]


def test_two_demonstrations_are_alike(house):
    import api

    def shown(twin):
        registers = []
        for office in ("prusice", "prochowice"):
            twin.command("fetch", "--office", office)
            secret = api.token(twin, office=office, guardian=f"kancelaria.{office}")
            registers.append([{k: v for k, v in letter.items() if k != "registeredAt"} for letter in api.call(twin, "GET", "/letters?limit=100", secret).json["items"]])
        return registers

    first, second = twins(house)
    assert first.command("office", "list", "--json").stdout == second.command("office", "list", "--json").stdout
    directory = lambda twin: urllib.request.urlopen(twin.address + "/ksiazka-adresowa.csv").read()
    assert directory(first) == directory(second)
    one, other = shown(first), shown(second)
    assert one == other and all(len(register) >= 4 for register in one), (one, other)
    assert len({letter["sender"] for register in one for letter in register}) > 4, one


def test_answers_of_another_platform_are_not_believed(house):
    twin, _ = twins(house)
    stranger = os.path.join(twin.data, "obca.crt")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", os.path.join(twin.data, "obca.key"), "-out", stranger, "-days", "30", "-subj", "/CN=obca"],
        check=True, capture_output=True)
    fetch = lambda certificate: twin.command("fetch", "--office", "zawonia", check=False, env={**twin.env, "EURZAD_CONNECTOR_PINNED_CERTIFICATE": certificate})
    done = fetch(stranger)
    assert done.returncode == 1 and done.stdout == "", done
    assert done.stderr.splitlines(keepends=True)[-1] == "eurzad: /ugzawonia/SkrytkaESP: Odpowiedź podpisał kto inny niż platforma. Nic nie zapisano.\n", done.stderr
    for wrong in ["/nie/ma.pem", os.path.join(twin.data, "obca.key")]:
        done = fetch(wrong)
        assert done.returncode == 1 and done.stdout == "" and len(done.stderr.strip().splitlines()) == 1, done
    platform = os.path.join(twin.data, "platforma.pem")
    open(platform, "wb").write(urllib.request.urlopen(twin.address + "/certyfikat-platformy.pem").read())
    done = fetch(platform)
    assert done.returncode == 0 and done.stdout.count("zawonia: zarejestrowano RPW") == 2, done


def test_wrong_settings_are_named_all_at_once(house):
    env = dict(house.env)
    house.env = {**env, "EURZAD_HTTP_PORT": "abc", "EURZAD_STORE_ENGINE": "oracle"}
    try:
        done = house.command("office", "list", check=False)
    finally:
        house.env = env
    assert done.returncode == 1 and "http.port" in done.stderr and "store.engine" in done.stderr


def piped(house, text, *args):
    return subprocess.run([house.binary, *args], env=house.env, input=text, capture_output=True, text=True, timeout=180)


def test_term_counts_as_the_code_of_administrative_procedure(house):
    lines = house.command("term", "--from", "2026-04-24", "--days", "7").stdout.splitlines()
    assert lines[0] == "2026-05-04" and [line.split()[1] for line in lines[1:]] == ["2026-05-01:", "2026-05-02:", "2026-05-03:"], lines
    report = json.loads(house.command("term", "--from", "2026-01-31", "--months", "1", "--json").stdout)
    assert (report["rawEnd"], report["end"]) == ("2026-02-28", "2026-03-02") and report["skipped"][0]["reason"] == "sobota", report
    assert house.command("term", "--from", "2027-11-05", "--weeks", "1", "--day-off", "2027-11-12").stdout.split()[0] == "2027-11-15"
    for args in [("--from", "2026-02-30", "--days", "1"), ("--from", "2026-03-01"), ("--days", "1"), ("--from", "2026-03-01", "--days", "1", "--weeks", "1")]:
        assert house.command("term", *args, check=False).returncode == 64, args


def test_a_file_of_terms_is_answered_whole_or_not_at_all(house):
    rows = [("2026-12-10,day,14", "2026-12-28"), ("2026-04-22,week,2", "2026-05-06"), ("2026-06-30,month,2", "2026-08-31"), ("2024-02-29,year,1", "2025-02-28")]
    good = "from,unit,count\n" + "".join(row + "\n" for row, _ in rows)
    done = piped(house, good, "term", "--batch", "-")
    assert done.returncode == 0 and done.stdout.split() == [end for _, end in rows], (done.stdout, done.stderr)
    for bad in ["2026-02-30,day,1", "2026-03-01,hour,1", "2026-03-01,day,0", "2026-03-01,day", "\n2026-03-01,day,1"]:
        done = piped(house, good + bad + "\n", "term", "--batch", "-")
        assert done.returncode == 1 and done.stdout == "" and "Wiersz 6" in done.stderr and len(done.stderr.strip().splitlines()) == 1, (bad, done.stderr)
    assert piped(house, "od,jednostka,ile\n", "term", "--batch", "-").returncode == 1
    assert house.command("term", "--batch", "/nie/ma", check=False).returncode == 1


def test_identifier_check_tells_by_exit_code_and_streams(house):
    assert house.command("identifier", "check", "pesel", "44051401359").stdout == "valid\n"
    assert house.command("identifier", "check", "kw", "LU1B/00012345/6", check=False).returncode == 1
    assert house.command("identifier", "check", "numer-buta", "43", check=False).returncode == 64
    assert json.loads(house.command("identifier", "check", "nip", "PL 526-104-08-28", "--json").stdout) == {
        "kind": "nip", "value": "PL 526-104-08-28", "valid": True, "normalised": "5261040828"}
    done = piped(house, "44051401359\r\n\n44051401358", "identifier", "check", "pesel", "-")
    assert done.returncode == 1 and done.stdout.splitlines() == ["valid", "invalid: Wpisz PESEL", "invalid: Sprawdź PESEL, jedna z cyfr się nie zgadza"]
    started = time.monotonic()
    done = piped(house, "44051401359\n" * 1_000_000, "identifier", "check", "pesel", "-")
    assert done.returncode == 0 and done.stdout.count("valid\n") == 1_000_000 and time.monotonic() - started < 60


def test_tax_counts_every_case_and_names_what_is_wrong(house):
    fixture = pathlib.Path(__file__).resolve().parents[1] / "RevenueTests/Fixtures/cases.json"
    cases = json.loads(fixture.read_text())
    done = house.command("tax", "calculate", "--cases", str(fixture))
    assert [entry["result"] for entry in json.loads(done.stdout)] == [case["expect"] for case in cases]
    wrong = [{"id": 1, "fn": "nie_ma", "input": {}}, cases[0], {"id": 3, "fn": "split", "input": {"total": "1.005", "n": 2}}]
    done = piped(house, json.dumps(wrong), "tax", "calculate", "--cases", "-")
    answers = json.loads(done.stdout)
    assert done.returncode == 1 and answers[1] == {"id": cases[0]["id"], "result": cases[0]["expect"]}, done.stdout
    assert [answers[0]["error"]["field"], answers[2]["error"]["field"]] == ["fn", "total"], done.stdout
    assert piped(house, "[", "tax", "calculate", "--cases", "-").returncode == 1
    assert house.command("tax", "calculate", "--cases", "/nie/ma", check=False).returncode == 1
