"""Says what pyHanko thinks of every signature of a PDF: a line of JSON each. Usage: pades.py CA.pem FILE.pdf"""
import json
import sys

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def main(authority, path):
    with open(authority, "rb") as file:
        roots = [x509.Certificate.load(der) for _, _, der in pem.unarmor(file.read(), multiple=True)]
    with open(path, "rb") as file:
        reader = PdfFileReader(file)
        for embedded in reader.embedded_signatures:
            # The certificates of the tests are valid around the day of the tests' clock, which the caller gives.
            moment = embedded.sig_object.get("/M")
            context = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail", moment=read_date(str(moment)))
            status = validate_pdf_signature(embedded, signer_validation_context=context)
            attributes = [a["type"].native for a in embedded.signer_info["signed_attrs"]]
            print(json.dumps({
                "field": embedded.field_name, "intact": status.intact, "valid": status.valid, "trusted": status.trusted,
                "coverage": status.coverage.name, "modification": status.modification_level.name if status.modification_level is not None else None,
                "bottomLine": status.bottom_line, "subFilter": str(embedded.sig_object["/SubFilter"]), "attributes": sorted(attributes),
                "reason": str(embedded.sig_object.get("/Reason", "")), "name": str(embedded.sig_object.get("/Name", "")),
            }, ensure_ascii=False))


def read_date(text):
    import datetime
    digits = "".join(c for c in text if c.isdigit())[:14]
    return datetime.datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=datetime.timezone.utc)


main(*sys.argv[1:])
