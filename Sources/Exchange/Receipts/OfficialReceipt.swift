public import Kernel
internal import Law
public import XML

/// Somebody named in an official receipt.
public struct ReceiptParty: Sendable, Hashable {
    public var name: String
    public var identifier: String
    /// Value of `TypIdentyfikatora`, for example `ePUAP-ID`.
    public var identifierKind: String

    public init(name: String, identifier: String, identifierKind: String) {
        self.name = name
        self.identifier = identifier
        self.identifierKind = identifierKind
    }

    func write(_ element: String, into w: inout XMLWriter) {
        w.element("pos:\(element)") { w in
            w.element("pos:Nazwa", text: name)
            w.element("pos:IdentyfikatorPodmiotu", ["TypIdentyfikatora": identifierKind], text: identifier)
        }
    }

    /// Attributes are read with and without a name space, as both occur (epuap.md § 7.3).
    init(_ node: XMLNode?) {
        let identifier = node?.child("IdentyfikatorPodmiotu")
        self.init(
            name: node?.childText("Nazwa")?.trimmed ?? "", identifier: identifier?.text.trimmed ?? "",
            identifierKind: identifier?.attributes.first { $0.name == "TypIdentyfikatora" }?.value ?? "")
    }
}

/// Name space of official receipts (UPO).
public enum OfficialReceipt {
    public static let namespace = "http://crd.gov.pl/xml/schematy/UPO/2008/05/09/"
    static let digestInformation = "Skrót dokumentu SHA-256"

    static func document(_ body: (inout XMLWriter) -> Void) -> [UInt8] {
        var w = XMLWriter()
        w.element("pos:Dokument", ["xmlns:pos": namespace]) { w in body(&w) }
        return w.bytes
    }

    static func root(_ tree: XMLTree, _ name: String) -> XMLNode? {
        guard tree.root.is("Dokument", namespace) else { return nil }
        return tree.root.child(name, namespace)
    }
}

/// The receipt of submission (Urzędowe Poświadczenie Przedłożenia, UPP): what proves that a letter reached the office.
///
/// Source: epuap.md § 7.1; regulation on official receipts (Dz.U. 2011 nr 206 poz. 1216, from memory, named in `docs/law.md`).
public struct SubmissionReceipt: Sendable, Hashable {
    public var identifier: String
    public var addressee: ReceiptParty
    public var sender: ReceiptParty
    public var deliveredAt: Instant
    public var issuedAt: Instant
    public var documentIdentifier: String
    /// Of the submitted bytes; written as lower-case hexadecimal.
    public var documentSHA256: ContentHash?

    public init(
        identifier: String, addressee: ReceiptParty, sender: ReceiptParty, deliveredAt: Instant, issuedAt: Instant, documentIdentifier: String,
        documentSHA256: ContentHash?
    ) {
        self.identifier = identifier
        self.addressee = addressee
        self.sender = sender
        self.deliveredAt = deliveredAt
        self.issuedAt = issuedAt
        self.documentIdentifier = documentIdentifier
        self.documentSHA256 = documentSHA256
    }

    /// The receipt without a signature.
    public func write() -> [UInt8] {
        OfficialReceipt.document { w in
            w.element("pos:UPP") { w in
                w.element("pos:IdentyfikatorPoswiadczenia", text: identifier)
                addressee.write("Adresat", into: &w)
                sender.write("Nadawca", into: &w)
                w.element("pos:DataDoreczenia", text: PolishTime.iso8601(deliveredAt))
                w.element("pos:DataWytworzeniaPoswiadczenia", text: PolishTime.iso8601(issuedAt))
                w.element("pos:IdentyfikatorDokumentu", text: documentIdentifier)
                if let documentSHA256 {
                    w.element(
                        "pos:InformacjaUzupelniajaca", ["TypInformacjiUzupelniajacej": OfficialReceipt.digestInformation],
                        text: documentSHA256.description)
                }
            }
        }
    }

    /// - Throws: `Problem` when the document is no UPP.
    public static func read(_ tree: XMLTree) throws(Problem) -> SubmissionReceipt {
        guard let upp = OfficialReceipt.root(tree, "UPP"),
            let delivered = upp.childText("DataDoreczenia").flatMap({ PolishTime.instant($0.trimmed) })
        else { throw Problem(.invalidInput, "To nie jest poświadczenie UPP.") }
        let digest = upp.children("InformacjaUzupelniajaca").first {
            $0.attributes.contains { $0.name == "TypInformacjiUzupelniajacej" && $0.value == OfficialReceipt.digestInformation }
        }
        return SubmissionReceipt(
            identifier: upp.childText("IdentyfikatorPoswiadczenia")?.trimmed ?? "", addressee: ReceiptParty(upp.child("Adresat")),
            sender: ReceiptParty(upp.child("Nadawca")), deliveredAt: delivered,
            issuedAt: upp.childText("DataWytworzeniaPoswiadczenia").flatMap { PolishTime.instant($0.trimmed) } ?? delivered,
            documentIdentifier: upp.childText("IdentyfikatorDokumentu")?.trimmed ?? "", documentSHA256: digest.flatMap { ContentHash($0.text.trimmed) })
    }
}

/// The receipt of delivery (Urzędowe Poświadczenie Doręczenia, UPD), signed by the addressee.
///
/// Source: epuap.md § 7.2.
public struct DeliveryReceipt: Sendable, Hashable {
    public var identifier: String
    public var issuer: ReceiptParty
    public var addressee: ReceiptParty
    public var receivedAt: Instant
    public var createdAt: Instant
    public var caseIdentifier: String
    public var documentIdentifier: String

    public init(
        identifier: String, issuer: ReceiptParty, addressee: ReceiptParty, receivedAt: Instant, createdAt: Instant, caseIdentifier: String,
        documentIdentifier: String
    ) {
        self.identifier = identifier
        self.issuer = issuer
        self.addressee = addressee
        self.receivedAt = receivedAt
        self.createdAt = createdAt
        self.caseIdentifier = caseIdentifier
        self.documentIdentifier = documentIdentifier
    }

    public func write() -> [UInt8] {
        OfficialReceipt.document { w in
            w.element("pos:UPD") { w in
                w.element("pos:IdentyfikatorPoswiadczenia", text: identifier)
                issuer.write("PodmiotWystawiajacyPoswiadczenie", into: &w)
                addressee.write("Adresat", into: &w)
                w.element("pos:DataOdbioru", text: PolishTime.iso8601(receivedAt))
                w.element("pos:DataUtworzeniaPoswiadczenia", text: PolishTime.iso8601(createdAt))
                w.element("pos:IdentyfikatorSprawy", text: caseIdentifier)
                w.element("pos:IdentyfikatorDokumentu", text: documentIdentifier)
            }
        }
    }

    public static func read(_ tree: XMLTree) throws(Problem) -> DeliveryReceipt {
        guard let upd = OfficialReceipt.root(tree, "UPD"),
            let received = upd.childText("DataOdbioru").flatMap({ PolishTime.instant($0.trimmed) })
        else { throw Problem(.invalidInput, "To nie jest poświadczenie UPD.") }
        return DeliveryReceipt(
            identifier: upd.childText("IdentyfikatorPoswiadczenia")?.trimmed ?? "", issuer: ReceiptParty(upd.child("PodmiotWystawiajacyPoswiadczenie")),
            addressee: ReceiptParty(upd.child("Adresat")), receivedAt: received,
            createdAt: upd.childText("DataUtworzeniaPoswiadczenia").flatMap { PolishTime.instant($0.trimmed) } ?? received,
            caseIdentifier: upd.childText("IdentyfikatorSprawy")?.trimmed ?? "", documentIdentifier: upd.childText("IdentyfikatorDokumentu")?.trimmed ?? "")
    }
}
