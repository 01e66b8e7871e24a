"""A person comes by an independent node on liblasso to the account on the real server; run with the system's interpreter, which has lasso.

saml_arrival.py BINARY PESEL BIRTHDAY
"""
import os
import pathlib
import sys
import tempfile
import urllib.request

import saml_node
from house import House
from saml_house import key


class Place:
    """The real server, as the node asks for it."""

    def __init__(self, folder):
        self.folder, self.address = folder, ""

    def fetch(self, path):
        with urllib.request.urlopen(self.address + path) as r:
            return r.read().decode()


def main(binary, pesel, birthday):
    with tempfile.TemporaryDirectory() as folder:
        place = Place(folder)
        node = saml_node.Node(place, "wezel")
        settings = {"EURZAD_NODE_METADATA": folder + "/node.xml", "EURZAD_NODE_PROVIDER_NAME": "Prusice", "EURZAD_CONNECTOR_ENABLED": "false"}
        with House(binary, settings, letters=4) as house:
            house.stop()
            # lasso knows no elliptic curves; the house takes the keys that lie there.
            for name in ("wezel-podpis", "wezel-szyfrowanie"):
                made, certificate, _ = key(folder, name)
                file = pathlib.Path(house.data, "keys", name + ".pem")
                file.write_text(pathlib.Path(made).read_text() + pathlib.Path(certificate).read_text())
                os.chmod(file, 0o600)
            house.start()
            place.address = house.address
            node.start()
            status, page, _ = saml_node.log_in(node, returning="/konto")
            assert status == 403 and "Nie masz tu jeszcze konta z potwierdzonym profilem" in page.replace("\xa0", " "), (status, page[-600:])
            saml_node.VALUES.update(PersonIdentifier=pesel, DateOfBirth=birthday)
            status, page, (browser, _, _) = saml_node.log_in(node, returning="/konto")
            assert status == 200 and "<h1>Moje konto</h1>" in page and "profil.pz" in page, (status, page[-900:])
            status, _, page = browser.open(house.address + "/konto/sesje")
            assert status == 200 and "ta przeglądarka" in page, (status, page[-900:])
    print("ok saml_arrival")


if __name__ == "__main__":
    main(*sys.argv[1:])
