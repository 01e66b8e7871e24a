"""The command line as an administrator uses it."""
import json
import os
import pathlib
import subprocess
import time

import client as epuap


def test_every_command_explains_itself(house):
    text = house.command("--help").stdout
    for name in ["run", "demo", "office", "user", "system", "box", "fetch", "send", "verify", "journal", "migrate", "term", "identifier", "tax"]:
        assert name in text, name
        assert "USAGE" in house.command(name, "--help").stdout


def test_verify_tells_by_exit_code(house):
    upp = os.path.join(house.data, "v-upp.xml")
    letter = os.path.join(house.data, "v-letter.xml")
    open(letter, "wb").write(epuap.general_letter("Do sprawdzenia"))
    done = house.command("send", letter, "--to", "/ugzawonia/SkrytkaESP", "--podmiot", "ugprusice", "--upp", upp)
    assert "UPP" in done.stdout
    certificate = os.path.join(house.data, "seal.pem")
    import urllib.request

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
    assert len(json.loads(before)) == 8


def test_migrate_and_journal_find_nothing_wrong(house):
    assert "8" in house.command("migrate").stdout
    done = house.command("journal", "verify")
    assert len(done.stdout.strip().splitlines()) == 9


def test_fetch_registers_what_waits(house):
    letter = os.path.join(house.data, "f-letter.xml")
    open(letter, "wb").write(epuap.general_letter("Pismo do pobrania poleceniem"))
    house.command("send", letter, "--to", "/ugzawonia/SkrytkaESP", "--podmiot", "ugprusice")
    done = house.command("fetch", "--office", "zawonia")
    # The server's own connector may have been faster; either way nothing waits afterwards.
    assert "zawonia" in done.stdout
    assert "nic nie czeka" in house.command("fetch", "--office", "zawonia").stdout


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
