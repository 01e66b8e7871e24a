public import Cryptography
public import Kernel
public import Store

/// An organisation or a person with an account on the platform (podmiot).
public struct Podmiot: Sendable, Hashable {
    /// `typOsoby` of the messages: `PP` public body, `P` legal person, `F` natural person.
    public enum Kind: String, Sendable { case publicBody = "PP", legalPerson = "P", naturalPerson = "F" }

    /// 1–100 characters, part of box addresses.
    public var id: String
    public var kind: Kind
    /// Name of the body, or surname of the person.
    public var name: String
    public var givenNames: String
    public var pesel: String
    public var nip: String
    public var regon: String
    public var street: String
    public var postCode: String
    public var town: String
    /// Consent to electronic correspondence (`zgoda`).
    public var consents: Bool

    public init(
        id: String, kind: Kind, name: String, givenNames: String = "", pesel: String = "", nip: String = "", regon: String = "",
        street: String = "", postCode: String = "", town: String = "", consents: Bool = true
    ) {
        self.id = id
        self.kind = kind
        self.name = name
        self.givenNames = givenNames
        self.pesel = pesel
        self.nip = nip
        self.regon = regon
        self.street = street
        self.postCode = postCode
        self.town = town
        self.consents = consents
    }

    public var displayName: String { givenNames.isEmpty ? name : "\(givenNames) \(name)" }
}

/// A technical account of an office, known by its certificate (system).
public struct RegisteredSystem: Sendable, Hashable {
    public var id: Int64
    public var name: String
    public var certificateHash: ContentHash
    /// Accepts SHA-1 signatures of old clients (epuap.md § 3.2, variants 3 and 5).
    public var allowsSHA1: Bool
    public var requiresTimestamp: Bool
    /// The podmioty it may act for.
    public var podmioty: [String]

    public init(id: Int64, name: String, certificateHash: ContentHash, allowsSHA1: Bool, requiresTimestamp: Bool, podmioty: [String]) {
        self.id = id
        self.name = name
        self.certificateHash = certificateHash
        self.allowsSHA1 = allowsSHA1
        self.requiresTimestamp = requiresTimestamp
        self.podmioty = podmioty
    }
}

/// A box with its rules (skrytka).
public struct Box: Sendable, Hashable {
    public var address: BoxAddress
    public var podmiot: String
    /// The box demands a signature under every document ("wymagalność podpisu").
    public var signatureRequired: Bool
    /// Of the document in bytes.
    public var maximumSize: Int
    /// Namespaces of templates (wzory); empty when any well-formed XML is taken.
    public var acceptedTemplates: [String]
    /// Stands in the public directory.
    public var isListed: Bool

    public init(
        address: BoxAddress, podmiot: String, signatureRequired: Bool = false, maximumSize: Int = 5 * 1024 * 1024,
        acceptedTemplates: [String] = [], isListed: Bool = true
    ) {
        self.address = address
        self.podmiot = podmiot
        self.signatureRequired = signatureRequired
        self.maximumSize = maximumSize
        self.acceptedTemplates = acceptedTemplates
        self.isListed = isListed
    }
}

/// Who takes part in the exchange: podmioty, their systems and boxes.
public enum PlatformDirectory {
    public static func add(_ c: any SQLConnection, _ p: Podmiot, by performer: Performer, at now: Instant) throws {
        guard BoxAddress("/\(p.id)/x")?.podmiot == p.id, !p.name.isEmpty else {
            throw Problem(.invalidInput, "Identyfikator podmiotu ma od 1 do 100 znaków bez ukośnika, a nazwa nie może być pusta.")
        }
        let added = try c.execute(
            """
            INSERT INTO podmiot (id, kind, name, given_names, pesel, nip, regon, street, post_code, town, consent)
            VALUES (\(p.id), \(p.kind.rawValue), \(p.name), \(p.givenNames), \(p.pesel), \(p.nip), \(p.regon), \(p.street), \(p.postCode),
                \(p.town), \(p.consents)) ON CONFLICT DO NOTHING
            """)
        guard added == 1 else { throw Problem(.conflict, "Podmiot \(p.id) już istnieje.") }
        try Journal.append(c, JournalEntry(actor: performer.id, act: "dodanie-podmiotu", object: "podmiot:\(p.id)"), at: now)
    }

    public static func podmiot(_ c: any SQLConnection, _ id: String) throws -> Podmiot? {
        try c.first("SELECT * FROM podmiot WHERE id = \(id)") { row in
            Podmiot(
                id: try row.text("id"), kind: try row.symbol("kind"), name: try row.text("name"), givenNames: try row.text("given_names"),
                pesel: try row.text("pesel"), nip: try row.text("nip"), regon: try row.text("regon"), street: try row.text("street"),
                postCode: try row.text("post_code"), town: try row.text("town"), consents: try row.bool("consent"))
        }
    }

    /// Registers a system by its certificate, or lets a registered one act for a further podmiot.
    ///
    /// - Returns: the system's number.
    @discardableResult
    public static func addSystem(
        _ c: any SQLConnection, name: String, podmiot: String, certificate: Certificate, allowsSHA1: Bool = false,
        requiresTimestamp: Bool = false, by performer: Performer, at now: Instant
    ) throws -> Int64 {
        guard try self.podmiot(c, podmiot) != nil else {
            throw Problem(.notFound, "Nie ma podmiotu \(podmiot). Dodaj go poleceniem „eurzad box add”.")
        }
        let hash = certificate.sha256
        var id = try c.first("SELECT id FROM registered_system WHERE certificate_sha256 = \(hash)") { try $0.int("id") }
        if id == nil {
            id = try c.first(
                """
                INSERT INTO registered_system (name, certificate_sha256, certificate, allows_sha1, requires_timestamp, created_at)
                VALUES (\(name), \(hash), \(certificate.der), \(allowsSHA1), \(requiresTimestamp), \(now)) RETURNING id
                """
            ) { try $0.int("id") }
        }
        guard let id else { throw Problem(.internalFault, "Nie udało się zapisać systemu.") }
        try c.execute("INSERT INTO system_podmiot (system_id, podmiot_id) VALUES (\(id), \(podmiot)) ON CONFLICT DO NOTHING")
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "rejestracja-systemu", object: "system:\(id)", after: "\(podmiot) \(hash)"), at: now)
        return id
    }

    /// The active system that owns exactly this certificate.
    public static func system(_ c: any SQLConnection, certificate hash: ContentHash) throws -> RegisteredSystem? {
        let found = try c.first(
            """
            SELECT id, name, certificate_sha256, allows_sha1, requires_timestamp FROM registered_system
            WHERE certificate_sha256 = \(hash) AND disabled_at IS NULL
            """
        ) { row in
            RegisteredSystem(
                id: try row.int("id"), name: try row.text("name"), certificateHash: try row.parsed("certificate_sha256"),
                allowsSHA1: try row.bool("allows_sha1"), requiresTimestamp: try row.bool("requires_timestamp"), podmioty: [])
        }
        guard var system = found else { return nil }
        system.podmioty = try c.query("SELECT podmiot_id FROM system_podmiot WHERE system_id = \(system.id)") { try $0.text("podmiot_id") }
        return system
    }

    /// The certificates of all active systems, for messages that name theirs only by key identifier or issuer.
    public static func certificates(_ c: any SQLConnection) throws -> [[UInt8]] {
        try c.query("SELECT certificate FROM registered_system WHERE disabled_at IS NULL ORDER BY id \(sql: c.dialect.ascending)") { try $0.bytes("certificate") }
    }

    public static func addBox(_ c: any SQLConnection, _ box: Box, by performer: Performer, at now: Instant) throws {
        guard try podmiot(c, box.podmiot) != nil else { throw Problem(.notFound, "Nie ma podmiotu \(box.podmiot).") }
        guard box.address.podmiot == box.podmiot else {
            throw Problem(.invalidInput, "Adres skrytki \(box.address) nie należy do podmiotu \(box.podmiot).")
        }
        let added = try c.execute(
            """
            INSERT INTO box (address, podmiot_id, name, signature_required, maximum_size, accepted_templates, listed)
            VALUES (\(box.address.description), \(box.podmiot), \(box.address.name), \(box.signatureRequired), \(box.maximumSize),
                \(box.acceptedTemplates.joined(separator: " ")), \(box.isListed)) ON CONFLICT DO NOTHING
            """)
        guard added == 1 else { throw Problem(.conflict, "Skrytka \(box.address) już istnieje.") }
        try Journal.append(c, JournalEntry(actor: performer.id, act: "dodanie-skrytki", object: "skrytka:\(box.address)"), at: now)
    }

    public static func box(_ c: any SQLConnection, _ address: BoxAddress) throws -> Box? {
        try c.first("SELECT * FROM box WHERE address = \(address.description)", box)
    }

    public static func boxes(_ c: any SQLConnection, of podmiot: String) throws -> [Box] {
        try c.query("SELECT * FROM box WHERE podmiot_id = \(podmiot) ORDER BY address \(sql: c.dialect.ascending)", box)
    }

    /// Every listed box with its owner, for the public directory file (epuap.md § 1.4).
    public static func listing(_ c: any SQLConnection) throws -> [BoxDirectoryEntry] {
        try c.query(
            """
            SELECT podmiot.name, podmiot.regon, podmiot.street, podmiot.post_code, podmiot.town, box.address FROM box
            JOIN podmiot ON podmiot.id = box.podmiot_id WHERE box.listed = 1 ORDER BY box.address \(sql: c.dialect.ascending)
            """
        ) { row in
            BoxDirectoryEntry(
                name: try row.text("name"), regon: try row.text("regon"), address: try row.text("street"), postCode: try row.text("post_code"),
                town: try row.text("town"), uri: try row.text("address"))
        }
    }

    private static func box(_ row: any SQLRow) throws -> Box {
        guard let address = BoxAddress(try row.text("address")) else { throw SQLError.decoding("address") }
        return Box(
            address: address, podmiot: try row.text("podmiot_id"), signatureRequired: try row.bool("signature_required"),
            maximumSize: Int(try row.int("maximum_size")),
            acceptedTemplates: try row.text("accepted_templates").split(separator: " ").map(String.init), isListed: try row.bool("listed"))
    }
}
