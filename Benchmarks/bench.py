"""Runs the measurements and writes the table of docs/performance.md: value, bound of the same run, ratio, target."""
import http.cookiejar
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests/Instruments"))
from house import House  # noqa: E402

BENCH, EURZAD = str(ROOT / ".build/release/eurzad-bench"), str(ROOT / ".build/release/eurzad")
rows = []


def run(*args, pin=True):
    command = (["taskset", "-c", "0"] if pin else []) + [BENCH, *args]
    out = subprocess.run(command, capture_output=True, text=True, check=True, timeout=900).stdout
    return {k: float(v) if "." in v else int(v) for k, v in (line.split() for line in out.splitlines())}


def row(what, value, unit, bound, target, ok):
    rows.append((what, value, unit, bound, target, ok))
    print(f"{'ok  ' if ok else 'MISS'} {what}: {value} {unit}; {bound}; target {target}", flush=True)


def openssl_rsa():
    out = subprocess.run(["taskset", "-c", "0", "openssl", "speed", "-seconds", "2", "rsa2048"], capture_output=True, text=True).stdout
    return float(re.search(r"rsa 2048 bits.*?([\d.]+)\s+[\d.]+\s*$", out, re.M).group(1))


def python_xmlsec():
    """What python-xmlsec signs and verifies a second on the same core, the same kind of document."""
    code = r'''
import time, xmlsec, subprocess, tempfile, os, json
from lxml import etree
d = tempfile.mkdtemp()
res = {}
def template(doc, method):
    tree = etree.fromstring(doc)
    node = xmlsec.template.create(tree, xmlsec.Transform.EXCL_C14N, method)
    tree.append(node)
    ref = xmlsec.template.add_reference(node, xmlsec.Transform.SHA256, uri="")
    xmlsec.template.add_transform(ref, xmlsec.Transform.ENVELOPED)
    xmlsec.template.x509_data_add_certificate(xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(node)))
    return tree, node
doc = b"<r>" + b"<p>Prusice Prusice Prusice</p>" * 160 + b"</r>"
for name, args, method in [("rsa", ["rsa:2048"], xmlsec.Transform.RSA_SHA256), ("p256", ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"], xmlsec.Transform.ECDSA_SHA256)]:
    k, c = os.path.join(d, name + ".key"), os.path.join(d, name + ".crt")
    subprocess.run(["openssl", "req", "-x509", "-newkey", *args, "-nodes", "-keyout", k, "-out", c, "-days", "3", "-subj", "/CN=x"], check=True, capture_output=True)
    key = xmlsec.Key.from_file(k, xmlsec.KeyFormat.PEM); key.load_cert_from_file(c, xmlsec.KeyFormat.CERT_PEM)
    n, t = 0, time.time()
    while time.time() - t < 2:
        tree, node = template(doc, method)
        ctx = xmlsec.SignatureContext(); ctx.key = key; ctx.sign(node)
        out = etree.tostring(tree); n += 1
    res["sign-" + name] = n / (time.time() - t)
    n, t = 0, time.time()
    while time.time() - t < 2:
        tree = etree.fromstring(out); node = tree[-1]
        ctx = xmlsec.SignatureContext(); ctx.key = key; ctx.verify(node); n += 1
    res["verify-" + name] = n / (time.time() - t)
print(json.dumps(res))
'''
    import json

    return json.loads(subprocess.run(["taskset", "-c", "0", sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def sealing():
    bound, peer, ours = openssl_rsa(), python_xmlsec(), run("seal")
    row("UPP sealed, RSA-2048", ours["seal-rsa"], "1/s", f"openssl signs {bound:.0f}/s, ratio {ours['seal-rsa'] / bound:.2f}", "0.6", ours["seal-rsa"] >= 0.6 * bound)
    p = peer["sign-p256"]
    row("UPP sealed, P-256", ours["seal-p256"], "1/s", f"python-xmlsec {p:.0f}/s, ratio {ours['seal-p256'] / p:.2f}", "2", ours["seal-p256"] >= 2 * p)
    v = peer["verify-rsa"]
    row("signature verified, RSA-2048", ours["verify-rsa"], "1/s", f"python-xmlsec {v:.0f}/s, ratio {ours['verify-rsa'] / v:.2f}", "1.5", ours["verify-rsa"] >= 1.5 * v)


def registering():
    """One writer and 64, each between two looks at the disk; then the same where syncing costs nothing, to tell the disk from the processor."""
    with tempfile.TemporaryDirectory(prefix="eurzad-bench-", dir=os.environ.get("EURZAD_BENCH_DIR")) as d:
        looks = [run("disk", d, pin=False)]
        rates = {}
        for writers in (1, 64):
            rates[writers] = run("register", f"{d}/{writers}", str(writers), pin=False)[f"register-{writers}"]
            looks.append(run("disk", d, pin=False))
    free = {}
    if os.path.isdir("/dev/shm"):
        with tempfile.TemporaryDirectory(prefix="eurzad-bench-", dir="/dev/shm") as d:
            for writers in (1, 64):
                free[writers] = run("register", f"{d}/{writers}", str(writers), pin=False)[f"register-{writers}"]
    for i, (writers, target) in enumerate([(1, "0.6"), (64, "10 or 5000/s")]):
        before, after = looks[i], looks[i + 1]
        bound = (before["fdatasync"] + after["fdatasync"]) / 2
        same = (before["fdatasync-95K"] + after["fdatasync-95K"]) / 2
        rate = rates[writers]
        words = (
            f"fdatasync {before['fdatasync']}/s before, {after['fdatasync']}/s after, ratio {rate / bound:.2f}; "
            f"of 95 KB {same:.0f}/s, ratio {rate / same:.2f}; in memory {free.get(writers, 0)}/s"
        )
        row(f"registration, {writers} writer{'s' if writers > 1 else ''}", rate, "1/s", words, target, rate >= (0.6 * bound if writers == 1 else min(10 * bound, 5000)))


def searching():
    """The index alone, without pages. A million letters take most of an hour: EURZAD_BENCH_LETTERS=1000000."""
    counts = [n for n in (10_000, 100_000, 1_000_000) if n <= int(os.environ.get("EURZAD_BENCH_LETTERS", "100000"))]
    with tempfile.TemporaryDirectory(prefix="eurzad-bench-", dir=os.environ.get("EURZAD_BENCH_DIR")) as d:
        out = subprocess.run([BENCH, "search", d, *map(str, counts)], capture_output=True, text=True, check=True).stdout
    told = dict(line.split(" ", 1) for line in out.splitlines())
    print(out)
    for count in counts:
        p50, p95, worst = (float(x) for x in re.findall(r"[\d.]+", told[f"search-{count}-all"]))
        words = f"median {p50} ms, longest {worst} ms; indexed {told[f'indexed-{count}']}; {told['dictionary']}"
        row(f"full-text search, {count:,} letters, p95", p95, "ms", words, "60 ms", p95 <= 60)


def taxes():
    milliseconds = run("tax")["tax-microseconds"] / 1000
    row("property tax, 100,000 accounts of seven inputs", round(milliseconds, 1), "ms", "one core, inputs checked", "100 ms", milliseconds <= 100)


def tax_year():
    """Register, assessment with its ledger, a statement and balances of 100,000 accounts on SQLite."""
    with tempfile.TemporaryDirectory(prefix="eurzad-bench-", dir=os.environ.get("EURZAD_BENCH_DIR")) as d:
        told = run("tax-year", d, "100000", pin=False)
    seconds = told["assess-milliseconds"] / 1000
    words = f"{told['ledger-entries']:,} entries; counted in {told['count-milliseconds'] / 1000:.1f} s, approved in {told['approve-milliseconds'] / 1000:.1f} s"
    row("full assessment, 100,000 accounts", round(seconds, 1), "s", words, "10 s", seconds <= 10)
    seconds = told["statement-milliseconds"] / 1000
    row(f"statement of {told['statement-payments']:,} payments", round(seconds, 1), "s", "matched, allocated, posted", "5 s", seconds <= 5)
    milliseconds = told["balance-p99-microseconds"] / 1000
    row("balance of an account with interest, p99", milliseconds, "ms", f"turnover of the year {told['turnover-milliseconds']} ms", "20 ms", milliseconds <= 20)


def people():
    """Sign-in with a code beside one password by scrypt in the same run; a PESEL among the profiles."""
    count = os.environ.get("EURZAD_BENCH_PROFILES", "1000000")
    with tempfile.TemporaryDirectory(prefix="eurzad-bench-", dir=os.environ.get("EURZAD_BENCH_DIR")) as d:
        ours = run("people", d, count, pin=False)
    assert ours["pesel-found"] == 2000, ours
    row(f"profile by PESEL, {int(count):,} profiles, p95", ours["pesel-p95"], "ms", f"median {ours['pesel-p50']} ms", "5 ms", ours["pesel-p95"] < 5)
    floor = ours["password-p95"]
    row("sign-in with a code, server side, p95", ours["login-p95"], "ms", f"one scrypt {floor} ms, ratio {ours['login-p95'] / floor:.2f}", "1.5", ours["login-p95"] <= 1.5 * floor + 10)
    bound = (os.cpu_count() or 1) * 1000 / ours["password-p50"]
    row("sign-ins with a code, 8 at once", ours["logins"], "1/s", f"scrypt alone on every core {bound:.1f}/s, ratio {ours['logins'] / bound:.2f}", "0.5", ours["logins"] >= 0.5 * bound)


def signed_in(house, login="kancelaria.prusice"):
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = opener.open(house.address + "/logowanie").read().decode()
    token = re.search(r'name="_token" value="([^"]+)"', page).group(1)
    form = urllib.parse.urlencode({"_token": token, "login": login, "haslo": "Pokaz-Urzedu-2026"}).encode()
    opener.open(house.address + "/logowanie", form).read()
    return opener


def times(opener, urls):
    spent = []
    for url in urls:
        start = time.perf_counter()
        opener.open(url).read()
        spent.append((time.perf_counter() - start) * 1000)
    spent.sort()
    return statistics.median(spent), spent[int(len(spent) * 0.95)]


def serving():
    with House(EURZAD, letters=4) as house:
        opener = signed_in(house)
        house.stop()
        subprocess.run([BENCH, "fill", house.data, "100000"], check=True, capture_output=True, timeout=900)
        start = time.perf_counter()
        house.start()
        cold = time.perf_counter() - start
        row("cold start, migrated, 100,000 letters", round(cold, 2), "s", "until /health/ready answers", "2 s", cold <= 2)
        time.sleep(2)
        rss = int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{house.process.pid}/status").read()).group(1)) / 1024
        row("memory of the idle server, eight offices", round(rss), "MB", "resident", "150 MB", rss <= 150)
        opener = signed_in(house)
        base = house.address + "/ezd/wplywy"
        pages = [base + "?widok=wszystkie", base + "?widok=wszystkie&sort=nadawca&kierunek=rosnaco", base + "?widok=wszystkie&sort=temat", base + "?widok=tydzien"]
        p50, p95 = times(opener, pages * 75)
        row("register page, 100,000 letters, p95", round(p95, 1), "ms", f"median {p50:.1f} ms", "20 ms", p95 <= 20)
        words = ["wrona", "chodnik+nr+777", "drzewo+zajac", "RPW%2F500%2F2026x", "podatek+12", "lampa+bak-5", "prusice+polna", "skarga+99"]
        p50, p95 = times(opener, [f"{house.address}/ezd/szukaj?q={w}" for w in words] * 30)
        row("search, 100,000 letters, p95", round(p95, 1), "ms", f"median {p50:.1f} ms", "50 ms", p95 <= 50)
        with tempfile.TemporaryDirectory() as d:
            house.command("box", "add", "/pomiar/domyslna", "--name", "Pomiar")
            run("prepare", d, "pomiar", "3000", pin=False)
            house.command("system", "add", "--podmiot", "pomiar", "--certificate", d + "/client.crt")
            ours = run("nadaj", house.address + "/pk_external_ws/services/skrytka", d, pin=False)
            assert ours["nadaj-failures"] == 0, ours
            row("nadaj to UPP over HTTP, 16 clients", ours["nadaj"], "1/s", "durable, signed both ways, client on the same cores", "400/s", ours["nadaj"] >= 400)


def working():
    """An office that grows: its pages, its search and the opening of cases, at ten thousand, a hundred thousand and a million letters."""
    counts = [n for n in (10_000, 100_000, 1_000_000) if n <= int(os.environ.get("EURZAD_BENCH_LETTERS", "100000"))]
    with House(EURZAD, {"EURZAD_CONNECTOR_ENABLED": "false"}, letters=4) as house:
        have = 0
        for count in counts:
            house.stop()
            subprocess.run([BENCH, "office", house.data, str(have), str(count)], check=True, capture_output=True, timeout=7200)
            have = count
            house.start()
            clerk, officer, head = signed_in(house), signed_in(house, "inspektor.prusice"), signed_in(house, "kierownik.prusice")
            # The index follows the register; the last letter is found when it has come to the end.
            while f"nr {count - 1}" not in clerk.open(f"{house.address}/ezd/szukaj?q=nr+{count - 1}").read().decode().replace("\xa0", " "):
                time.sleep(2)
            year = time.localtime().tm_year
            cases = [f"{house.address}/ezd/sprawy/GK.6131.{1 + (k * 7919) % (count // 5)}.{year}" for k in range(150)]
            e = house.address + "/ezd"
            pages = {
                "start page": (officer, [e + "/dzien"] * 150, 25),
                "register page": (clerk, [e + "/wplywy?widok=wszystkie", e + "/wplywy?widok=tydzien", e + "/wplywy?widok=wszystkie&sort=nadawca&kierunek=rosnaco"] * 50, 25),
                "case page": (head, cases, 25),
                "list of cases": (officer, [e + "/sprawy", e + "/terminy"] * 75, 25),
                "full-text search": (clerk, [f"{e}/szukaj?q={w}" for w in
                    ["wrona", "chodnik+nr+777", "drzewo+zajac", "podatek+12", "lampa+bak-5", "prusice+polna", "skarga+99", "zaswiadczenie"]] * 25, 60),
            }
            for name, (opener, urls, target) in pages.items():
                p50, p95 = times(opener, urls)
                row(f"{name}, {count:,} letters and {count // 5:,} cases, p95", round(p95, 1), "ms", f"median {p50:.1f} ms", f"{target} ms", p95 <= target)
            form = officer.open(e + "/sprawy/nowa").read().decode()
            token = re.search(r'name="_token" value="([^"]+)"', form).group(1)
            holder = re.search(r'<option value="(\d+)"[^>]*selected', form)
            fields = {"_token": token, "tytul": "Sprawa pomiarowa @", "dostep": "niepubliczny", "klasa": "6131"}
            if holder:
                fields["prowadzacy"] = holder.group(1)
            access = re.search(r'name="dostep"[^>]*value="([^"]+)"', form) or re.search(r'id="dostep".*?<option value="([^"]+)"', form, re.S)
            fields["dostep"] = access.group(1)
            cookie = "; ".join(f"{c.name}={c.value}" for h in officer.handlers if isinstance(h, urllib.request.HTTPCookieProcessor) for c in h.cookiejar)
            ours = run("post", e + "/sprawy/nowa", cookie, urllib.parse.urlencode(fields, safe="@"), "2000", pin=False)
            assert ours["post-failures"] == 0, ours
            row(f"opening a case over HTTP, 16 clients, {count:,} letters", ours["post"], "1/s", "client on the same cores, durable", "500/s", ours["post"] >= 500)


def main():
    parts = {"seal": sealing, "register": registering, "search": searching, "tax": taxes, "tax-year": tax_year, "people": people, "serve": serving, "work": working}
    for name in sys.argv[1:] or parts:
        parts[name]()
    cpu = re.search(r"model name\s*:\s*(.*)", open("/proc/cpuinfo").read())
    print()
    print(f"Machine: {cpu.group(1) if cpu else platform.processor()}, {os.cpu_count()} cores, {time.strftime('%Y-%m-%d')}")
    print("| What | Measured | Bound in the same run | Target | |\n|---|---|---|---|---|")
    for what, value, unit, bound, target, ok in rows:
        print(f"| {what} | {value} {unit} | {bound} | {target} | {'met' if ok else 'missed'} |")


if __name__ == "__main__":
    main()
