"""The command line as an administrator uses it."""
import json
import os

import client as epuap


def test_every_command_explains_itself(house):
    text = house.command("--help").stdout
    for name in ["run", "demo", "office", "user", "system", "box", "fetch", "send", "verify", "journal", "migrate"]:
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
