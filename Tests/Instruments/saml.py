"""Login across houses, judged by independent programs: services and a node on liblasso, a client of the
node by xmlsec and `cryptography`, a node on SimpleSAMLphp.

Those on lasso run with the system's interpreter, which has lasso; all against `saml-trial`: the real router with one invented citizen.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).parent


def judge(house, program, python="/usr/bin/python3"):
    binary = pathlib.Path(house.binary).with_name("saml-trial")
    done = subprocess.run([python, str(HERE / program), str(binary)], capture_output=True, text=True, timeout=300, cwd=HERE)
    for line in done.stdout.splitlines():
        print("  " + line)
    assert done.returncode == 0 and "ok " in done.stdout, done.stdout[-3000:] + done.stderr[-3000:]


def test_a_service_on_lasso_logs_in_with_us(house):
    judge(house, "saml_provider.py")


def test_a_client_of_the_node_logs_in_with_us(house):
    judge(house, "saml_client.py", sys.executable)


def test_we_log_in_at_a_node_on_lasso(house):
    judge(house, "saml_node.py")


def test_we_log_in_at_simplesamlphp(house):
    judge(house, "saml_simplesaml.py", sys.executable)


def test_a_citizen_of_ours_logs_in_to_a_service_by_our_own_pages(house):
    """The real server: its citizens, its pages, its codes; the service stands on lasso."""
    from house import House
    from pages import PASSWORD, visit
    from people import code, press

    def lasso(*args):
        done = subprocess.run(["/usr/bin/python3", str(HERE / "saml_citizen.py"), *args], capture_output=True, text=True, timeout=120, cwd=HERE)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.strip()

    with House(house.binary, {"EURZAD_IDENTITY_PROVIDER_ENABLED": "true"}, letters=4) as own, tempfile.TemporaryDirectory() as folder:
        own.command(
            "service", "add", lasso("metadata", folder), "--name", "Biblioteka w Prusicach", "--attribute", "PersonIdentifier", "--attribute", "FamilyName",
            "--attribute", "DateOfBirth")
        pathlib.Path(folder, "idp.xml").write_bytes(urllib.request.urlopen(own.address + "/login/metadane").read())
        page = visit(own, login=None, scripts=False)
        came = []
        page.route("https://biblioteka.example/**", lambda route: (came.append(route.request.post_data), route.fulfill(content_type="text/plain; charset=utf-8", body="jesteś w bibliotece")))

        def ask(*how):
            asked = json.loads(lasso("ask", folder, own.address, *how))
            fields = "".join(f"<input name='{n}' value='{v}'>" for n, v in [("SAMLRequest", asked["request"]), ("RelayState", "stan-7")])
            page.route("https://start.example/", lambda route: route.fulfill(
                content_type="text/html", body=f"<form method=post action='{asked['address']}'>{fields}<button>Zaloguj</button></form>"))
            page.goto("https://start.example/")
            press(page, "Zaloguj")
            assert "Biblioteka w Prusicach" in page.inner_text("main")

        def prove():
            page.get_by_role("link", name="Zaloguj się").click()
            page.fill("#login", "profil.pz")
            page.fill("#haslo", PASSWORD)
            press(page, "Dalej")
            page.fill("#kod", code(own, "+48602000001"))
            press(page, "Zaloguj")

        def arrive():
            press(page, "Przejdź dalej")
            assert "jesteś w bibliotece" in page.inner_text("body"), (page.url, page.inner_text("body"))
            fields = dict(urllib.parse.parse_qsl(came.pop()))
            assert fields["RelayState"] == "stan-7" and not came
            return json.loads(lasso("resolve", folder, own.address, fields["SAMLart"]))

        ask()
        prove()
        told = arrive()
        assert len(told["PersonIdentifier"]) == 11 and told["CurrentFamilyName"], told
        # From substantial up a login is not enough: the proof is made anew for each.
        ask("fresh")
        assert "choć jesteś zalogowany" in page.inner_text("main").replace("\xa0", " ")
        prove()
        assert arrive() == told
        # Who changes his mind goes back to the service with empty hands.
        ask()
        press(page, "Zrezygnuj")
        press(page, "Przejdź dalej")
        fields = dict(urllib.parse.parse_qsl(came.pop()))
        done = subprocess.run(
            ["/usr/bin/python3", str(HERE / "saml_citizen.py"), "resolve", folder, own.address, fields["SAMLart"]], capture_output=True, text=True, cwd=HERE)
        assert done.returncode != 0
        # The person sees which service was told what.
        page.goto(own.address + "/konto/wglady")
        assert "Biblioteka w Prusicach" in page.inner_text("main").replace("\xa0", " ")
        page.context.close()
    # The demonstration is the same on every machine, so the same citizen can come by the node.
    arrived = subprocess.run(
        ["/usr/bin/python3", str(HERE / "saml_arrival.py"), str(pathlib.Path(house.binary).resolve()), told["PersonIdentifier"], told["DateOfBirth"]],
        capture_output=True, text=True, timeout=300, cwd=HERE)
    assert arrived.returncode == 0, arrived.stdout[-2000:] + arrived.stderr[-3000:]
