"""Submits a letter with zeep by the WSDLs the server itself serves, has xmlsec1 verify the UPP, and prints the RPW number."""
import argparse
import os
import re
import subprocess
import time

import client as epuap
import wire
from house import House


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    with House(parser.parse_args().binary, letters=2) as house:
        key, cert, server = wire.identity(house)
        title = "Prośba o ławkę przy przystanku"
        answer = epuap.submit(epuap.skrytka(house, key, cert, server), wire.PODMIOT, wire.BOX, wire.REPLY, epuap.general_letter(title))
        print(f"nadaj: dokument {answer.identyfikatorDokumentu}, UPP {answer.identyfikatorUpp}")
        upp = os.path.join(house.data, "UPP.xml")
        with open(upp, "wb") as f:
            f.write(answer.zalacznik.zawartosc)
        subprocess.run(
            ["xmlsec1", "--verify", "--trusted-pem", server, "--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties", upp],
            check=True, capture_output=True,
        )
        print("xmlsec1: podpis UPP zgadza się")
        for _ in range(60):
            log = open(house.log.name).read()
            if re.search(r"letters registered", log.split("UPP")[-1]):
                break
            time.sleep(0.25)
        import pages

        page = pages.visit(house)
        for _ in range(60):
            page.goto(house.address + "/ezd/szukaj?q=lawke+przystanku+wrona")
            links = page.locator("main a[href^='/ezd/wplywy/2']")
            if links.count():
                break
            page.wait_for_timeout(250)
        year, number = re.search(r"/ezd/wplywy/(\d+)/(\d+)", links.first.get_attribute("href")).groups()
        page.goto(f"{house.address}/ezd/wplywy/{year}/{number}")
        assert "Proszę o ustawienie kosza" in page.inner_text(".paper").replace("\xa0", " ")
        print(f"kancelaria: RPW/{number}/{year}")


if __name__ == "__main__":
    main()
