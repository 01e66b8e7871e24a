"""The service's side of a login through the real server, on liblasso; run with the system's interpreter, which has lasso.

saml_citizen.py metadata FOLDER | ask FOLDER ADDRESS [fresh] | resolve FOLDER ADDRESS ARTIFACT | session FOLDER ADDRESS ARTIFACT
"""
import json
import pathlib
import sys

from saml_house import descriptor, key
from saml_provider import Service, SUBSTANTIAL


class Place:
    """Where the service's files lie and the provider stands, as `Service` asks for it."""

    def __init__(self, folder, address=""):
        self.folder, self.address = folder, address


def service(folder, address):
    """The service again, with the keys it made before."""
    made = Service.__new__(Service)
    made.trial, made.name, made.entity = Place(folder, address), "biblioteka", "https://biblioteka.example"
    made.key, made.metadata = f"{folder}/biblioteka.key", f"{folder}/services/biblioteka.xml"
    return made


def main(act, folder, address="", *rest):
    if act == "metadata":
        pathlib.Path(folder, "services").mkdir()
        print(Service(Place(folder), "biblioteka").metadata)
    elif act == "ask":
        login = service(folder, address).request(lambda l: setattr(l.request, "forceAuthn", bool(rest)))
        print(json.dumps({"address": login.msgUrl, "request": login.msgBody}))
    else:
        login = service(folder, address).resolve({"SAMLart": rest[0]})
        login.acceptSso()
        if act == "session":
            return print(login.assertion.authnStatement[0].sessionIndex)
        told = {a.name.rsplit("/", 1)[1]: a.attributeValue[0].any[0].content for s in login.assertion.attributeStatement for a in s.attribute}
        assert login.assertion.authnStatement[0].authnContext.authnContextClassRef == SUBSTANTIAL
        print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
