internal import Kernel
internal import Law

/// The sender or addressee of a letter (nadawca, adresat).
///
/// Source: metadata table A items 1–2 and B items 2–3 of the chancery instruction (Dz.U. 2011 nr 14 poz. 67, annex 1).
public struct Correspondent: Sendable, Hashable, Codable {
    public enum Designation: Sendable, Hashable, Codable {
        /// Name of a body that is not a natural person (item 1a).
        case institution(name: String)
        /// Surname and given names, kept apart (item 1b, R1.11).
        case person(surname: String, givenNames: String)
        /// The sender could not be established.
        case unknown
    }

    public var designation: Designation
    public var address: PostalAddress
    /// Item 2h, repeatable.
    public var emails: [String]
    public var identifiers: CorrespondentIdentifiers

    public init(
        _ designation: Designation, address: PostalAddress = PostalAddress(), emails: [String] = [],
        identifiers: CorrespondentIdentifiers = CorrespondentIdentifiers()
    ) {
        self.designation = designation
        self.address = address
        self.emails = emails
        self.identifiers = identifiers
    }

    /// As it stands in a register: surname first for people.
    public var label: String {
        switch designation {
        case .institution(let name): name
        case .person(let surname, let givenNames): givenNames.isEmpty ? surname : "\(surname) \(givenNames)"
        case .unknown: "nadawca nieustalony"
        }
    }

    /// One PESEL or one NIP is one correspondent; a name alone is not.
    public func isSurely(_ other: Correspondent) -> Bool {
        key == other.key && (identifiers.pesel != nil || identifiers.nip != nil)
    }

    /// Two letters with the same key most likely have the same sender.
    public var key: String {
        if let pesel = identifiers.pesel { return "pesel:\(pesel)" }
        if let nip = identifiers.nip { return "nip:\(nip)" }
        return PolishText.folded(label)
    }
}

/// Numbers by which registers know a person or a body.
public struct CorrespondentIdentifiers: Sendable, Hashable, Codable {
    public var pesel: String?
    public var nip: String?
    public var regon: String?
    /// Box for electronic answers, `/podmiot/skrytka`.
    public var replyBox: String?

    public init(pesel: String? = nil, nip: String? = nil, regon: String? = nil, replyBox: String? = nil) {
        self.pesel = pesel
        self.nip = nip
        self.regon = regon
        self.replyBox = replyBox
    }
}

/// A postal address in separate fields (table A items 2a–2g).
public struct PostalAddress: Sendable, Hashable, Codable {
    public var postCode = ""
    public var town = ""
    public var street = ""
    public var building = ""
    public var flat = ""
    /// Box at a post office (skrytka pocztowa).
    public var postOfficeBox = ""
    public var country = ""

    public init(
        postCode: String = "", town: String = "", street: String = "", building: String = "", flat: String = "",
        postOfficeBox: String = "", country: String = ""
    ) {
        self.postCode = postCode
        self.town = town
        self.street = street
        self.building = building
        self.flat = flat
        self.postOfficeBox = postOfficeBox
        self.country = country
    }

    /// Lines as on an envelope; empty where nothing is known.
    public var lines: [String] {
        var house = building
        if !flat.isEmpty { house += house.isEmpty ? flat : "/\(flat)" }
        let first = [street.isEmpty && !house.isEmpty ? town : street, house].filter { !$0.isEmpty }.joined(separator: " ")
        let second = [postCode, town].filter { !$0.isEmpty }.joined(separator: " ")
        let box = postOfficeBox.isEmpty ? "" : "skr. poczt. \(postOfficeBox)"
        let abroad = country.isEmpty || PolishText.folded(country) == "polska" ? "" : country
        return [first, box, second, abroad].filter { !$0.isEmpty }
    }
}
