public import Kernel
internal import Law
public import Store

public struct ContactID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// Numbers by which a person or a body is told from all others.
public struct ContactIdentifiers: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
        case pesel, nip, regon, krs

        public var polishName: String { rawValue.uppercased() }
    }
    public var pesel: String?
    public var nip: String?
    public var regon: String?
    public var krs: String?

    public init(pesel: String? = nil, nip: String? = nil, regon: String? = nil, krs: String? = nil) {
        self.pesel = pesel
        self.nip = nip
        self.regon = regon
        self.krs = krs
    }

    public subscript(kind: Kind) -> String? {
        get {
            switch kind {
            case .pesel: pesel
            case .nip: nip
            case .regon: regon
            case .krs: krs
            }
        }
        set {
            switch kind {
            case .pesel: pesel = newValue
            case .nip: nip = newValue
            case .regon: regon = newValue
            case .krs: krs = newValue
            }
        }
    }
    var all: [(kind: Kind, value: String)] { Kind.allCases.compactMap { kind in self[kind].map { (kind, $0) } } }
}

/// An address with what it is for.
public struct ContactAddress: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
        /// Home or seat (zamieszkania, siedziby).
        case residence = "zamieszkania"
        case correspondence = "korespondencyjny"

        public var polishName: String {
            switch self {
            case .residence: "adres zamieszkania lub siedziby"
            case .correspondence: "adres do korespondencji"
            }
        }
    }
    public var kind: Kind
    public var address: PostalAddress

    public init(_ kind: Kind, _ address: PostalAddress) {
        self.kind = kind
        self.address = address
    }
}

/// A way to reach a person or a body without paper.
public struct ContactChannel: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
        /// Box of ePUAP, `/podmiot/skrytka`.
        case epuap
        /// Address for electronic delivery (ADE), `AE:PL-…`.
        case eDelivery = "e-doreczenia"
        case email = "e-mail"
        case phone = "telefon"

        public var polishName: String {
            switch self {
            case .epuap: "skrytka ePUAP"
            case .eDelivery: "adres do doręczeń elektronicznych"
            case .email: "e-mail"
            case .phone: "telefon"
            }
        }
    }
    public var kind: Kind
    public var value: String

    public init(_ kind: Kind, _ value: String) {
        self.kind = kind
        self.value = value
    }
}

/// What the office knows about a person or a body (podmiot: osoba albo instytucja), as a form gives it.
public struct ContactCard: Sendable, Hashable, Codable {
    public enum Name: Sendable, Hashable, Codable {
        case person(surname: String, givenNames: String)
        case institution(String)
    }
    public var name: Name
    public var identifiers: ContactIdentifiers
    /// The first of a kind is the one used.
    public var addresses: [ContactAddress]
    public var channels: [ContactChannel]
    public var note: String

    public init(
        _ name: Name, identifiers: ContactIdentifiers = ContactIdentifiers(), addresses: [ContactAddress] = [], channels: [ContactChannel] = [], note: String = ""
    ) {
        self.name = name
        self.identifiers = identifiers
        self.addresses = addresses
        self.channels = channels
        self.note = note
    }

    public var isPerson: Bool {
        switch name {
        case .person: true
        case .institution: false
        }
    }

    /// As lists show it: surname first for people.
    public var label: String {
        switch name {
        case .person(let surname, let givenNames): givenNames.isEmpty ? surname : "\(surname) \(givenNames)"
        case .institution(let name): name
        }
    }

    /// Where paper letters go: the correspondence address before the other.
    public var postalAddress: PostalAddress? {
        (addresses.first { $0.kind == .correspondence } ?? addresses.first)?.address
    }

    /// As an addressee of a letter.
    public var correspondent: Correspondent {
        let designation: Correspondent.Designation =
            switch name {
            case .person(let surname, let givenNames): .person(surname: surname, givenNames: givenNames)
            case .institution(let name): .institution(name: name)
            }
        return Correspondent(
            designation, address: postalAddress ?? PostalAddress(), emails: channels.filter { $0.kind == .email }.map(\.value),
            identifiers: CorrespondentIdentifiers(
                pesel: identifiers.pesel, nip: identifiers.nip, regon: identifiers.regon, replyBox: channels.first { $0.kind == .epuap }?.value))
    }

    /// What a letter says about its sender; `nil` for one that could not be established.
    public init?(_ sender: Correspondent) {
        switch sender.designation {
        case .unknown: return nil
        case .person(let surname, let givenNames):
            guard !surname.isEmpty else { return nil }
            self.init(.person(surname: surname, givenNames: givenNames))
        case .institution(let name):
            guard !name.isEmpty else { return nil }
            self.init(.institution(name))
        }
        let given = sender.identifiers
        // A number that is wrong in a letter says nothing; it stays in the letter.
        identifiers = ContactIdentifiers(
            pesel: given.pesel.flatMap { PESEL($0)?.description }, nip: given.nip.flatMap { NIP($0)?.description },
            regon: given.regon.flatMap { REGON($0)?.description })
        if sender.address != PostalAddress() { addresses = [ContactAddress(.residence, sender.address)] }
        channels = sender.emails.map { ContactChannel(.email, $0) } + (given.replyBox.map { [ContactChannel(.epuap, $0)] } ?? [])
        self = ContactRules.cleaned(self)
        channels = channels.filter { ContactRules.problem($0) == nil }
    }

    /// Keys under which the register of incoming letters keeps letters of this sender.
    public var senderKeys: [String] {
        var out = [PolishText.folded(label)]
        if let pesel = identifiers.pesel { out.append("pesel:\(pesel)") }
        if let nip = identifiers.nip { out.append("nip:\(nip)") }
        return out
    }
}

/// A person or a body of the office's address book.
public struct Contact: Sendable, Hashable {
    public var id: ContactID
    public var card: ContactCard
    /// Counts the changes, from 1; a form sends back the one it showed.
    public var revision: Int
    /// The one this was merged into; this one is then only an alias.
    public var mergedInto: ContactID?
    public var createdAt: Instant
    public var changedAt: Instant
}
