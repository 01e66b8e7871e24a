import Exchange
import Kernel
import Testing
import XML

@Suite("Receipts: UPP and UPD") struct ReceiptsTests {
    private let office = ReceiptParty(name: "Urząd <Gminy> & \"Miasta\"", identifier: "ugprzykladowo", identifierKind: "ePUAP-ID")
    private let person = ReceiptParty(name: "Łucja Wrona", identifier: "lwrona", identifierKind: "ePUAP-ID")
    private let at = Instant(milliseconds: 1_774_000_000_120)

    private func document(_ bytes: [UInt8]) throws -> CorrespondenceDocument { try CorrespondenceDocument.read(bytes) }

    @Test("A receipt of submission is written as the reader expects it") func submission() throws {
        let hash = try #require(ContentHash(String(repeating: "ab", count: 32)))
        let r = SubmissionReceipt(
            identifier: "ePUAP-UPP1003", addressee: office, sender: person, deliveredAt: at, issuedAt: at.adding(seconds: 1), documentIdentifier: "DOK1002",
            documentSHA256: hash)
        let bytes = r.write()
        #expect(try SubmissionReceipt.read(XMLTree(parsing: bytes)) == r)
        let upp = try #require(try XMLTree(parsing: bytes).root.child("UPP", OfficialReceipt.namespace))
        #expect(
            upp.children.map(\.name) == [
                "IdentyfikatorPoswiadczenia", "Adresat", "Nadawca", "DataDoreczenia", "DataWytworzeniaPoswiadczenia", "IdentyfikatorDokumentu", "InformacjaUzupelniajaca",
            ])
        // Attributes stand without a name space.
        #expect(upp.child("InformacjaUzupelniajaca")?.attribute("TypInformacjiUzupelniajacej") == "Skrót dokumentu SHA-256")
        #expect(upp.childText("InformacjaUzupelniajaca") == hash.description)
        guard case .submissionReceipt = try document(bytes) else { return #expect(Bool(false), "not recognised") }
    }

    @Test("A receipt of delivery is written as the reader expects it") func delivery() throws {
        let r = DeliveryReceipt(
            identifier: "ePUAP-UPD2001", issuer: office, addressee: person, receivedAt: at, createdAt: at, caseIdentifier: "OR.1431.12.2025", documentIdentifier: "DEC/12"
        )
        let bytes = r.write()
        #expect(try DeliveryReceipt.read(XMLTree(parsing: bytes)) == r)
        let upd = try #require(try XMLTree(parsing: bytes).root.child("UPD", OfficialReceipt.namespace))
        #expect(
            upd.children.map(\.name) == [
                "IdentyfikatorPoswiadczenia", "PodmiotWystawiajacyPoswiadczenie", "Adresat", "DataOdbioru", "DataUtworzeniaPoswiadczenia", "IdentyfikatorSprawy",
                "IdentyfikatorDokumentu",
            ])
        guard case .deliveryReceipt = try document(bytes) else { return #expect(Bool(false), "not recognised") }
    }

    @Test("Attributes with a name space are read too") func qualified() throws {
        let text = """
            <pos:Dokument xmlns:pos="http://crd.gov.pl/xml/schematy/UPO/2008/05/09/"><pos:UPP><pos:DataDoreczenia>2025-03-14T09:00:01.1200000+01:00</pos:DataDoreczenia>
            <pos:Nadawca><pos:Nazwa>Jan</pos:Nazwa><pos:IdentyfikatorPodmiotu pos:TypIdentyfikatora="ePUAP-ID">j</pos:IdentyfikatorPodmiotu></pos:Nadawca></pos:UPP></pos:Dokument>
            """
        let r = try SubmissionReceipt.read(XMLTree(parsing: Array(text.utf8)))
        #expect(r.sender == ReceiptParty(name: "Jan", identifier: "j", identifierKind: "ePUAP-ID"))
        #expect(r.deliveredAt == Instant(iso8601: "2025-03-14T08:00:01.120Z"))
    }

    @Test("The recorded receipts are read, signatures and all", .enabled(if: SharedData.isPresent)) func recorded() throws {
        guard case .submissionReceipt(let upp) = try document(SharedData.bytes("examples/documents/UPP_podpisane_przez_platforme.xml")),
            case .deliveryReceipt(let upd) = try document(SharedData.bytes("examples/documents/UPD_dwa_podpisy.xml"))
        else { return #expect(Bool(false), "not recognised") }
        #expect(upp.addressee.identifier == "ugprzykladowo" && upp.identifier.hasPrefix("ePUAP-UPP"))
        #expect(upd.identifier == "ePUAP-UPD2001" && upd.caseIdentifier == "OR.1431.12.2025" && upd.documentIdentifier == "DOK1050")
    }

    @Test("One kind of receipt is not read as the other") func confusion() throws {
        let upd = try XMLTree(
            parsing: DeliveryReceipt(
                identifier: "x", issuer: office, addressee: person, receivedAt: at, createdAt: at, caseIdentifier: "", documentIdentifier: ""
            ).write())
        #expect(throws: Problem.self) { try SubmissionReceipt.read(upd) }
        #expect(throws: Problem.self) { try DeliveryReceipt.read(XMLTree(parsing: Array("<Dokument><UPD/></Dokument>".utf8))) }
    }
}
