public import Kernel
public import Store

/// What a registered system may ask of the services of people and profiles; nothing that it was not given.
public enum SystemRight: String, Sendable, Hashable, CaseIterable {
    /// Gives documents to be signed by citizens (TpSigning, TpSigning5).
    case signing = "podpis"
    /// Asks who is behind a session of its own service (TpUserInfo, IdpIdentityInfo).
    case sessionPerson = "osoba-sesji"
    /// Asks for a profile by the number PESEL (TpUserObjectsInfo).
    case profileByPESEL = "profil-po-pesel"

    public var polishName: String {
        switch self {
        case .signing: "dokumenty do podpisu zaufanego"
        case .sessionPerson: "osoba zalogowana w usłudze systemu"
        case .profileByPESEL: "profil zaufany po numerze PESEL"
        }
    }
}

/// The rights of one system with what bounds them.
public struct SystemPermissions: Sendable, Hashable {
    public var rights: Set<SystemRight>
    /// Where browsers may be sent back to after signing.
    public var returnAddresses: [ReturnAddress]
    /// The numbers of the services (SAML) whose sessions the system may ask about.
    public var services: Set<Int64>

    public static let none = SystemPermissions(rights: [], returnAddresses: [], services: [])

    public init(rights: Set<SystemRight>, returnAddresses: [ReturnAddress], services: Set<Int64>) {
        self.rights = rights
        self.returnAddresses = returnAddresses
        self.services = services
    }

    /// - Throws: `Problem` `.systemRightMissing`.
    public func require(_ right: SystemRight) throws(Problem) {
        guard rights.contains(right) else {
            throw Problem(.systemRightMissing, "Ten system nie ma uprawnienia: \(right.polishName). Poproś o nie operatora platformy.", cause: right.rawValue)
        }
    }

    public func allowsReturn(to address: String) -> Bool { returnAddresses.contains { $0.covers(address) } }
}

/// One thing that is given to a system, or taken from it.
public enum SystemGrant: Sendable, Hashable {
    case right(SystemRight)
    case returnAddress(ReturnAddress)
    case service(Int64)

    var kind: String {
        switch self {
        case .right: "prawo"
        case .returnAddress: "adres-powrotu"
        case .service: "usluga"
        }
    }

    var value: String {
        switch self {
        case .right(let right): right.rawValue
        case .returnAddress(let address): address.description
        case .service(let number): String(number)
        }
    }
}

extension PlatformDirectory {
    static let permissionMigration = Migration("exchange-0005-system-grant") { d in
        [
            """
            CREATE TABLE system_grant (
                system_id \(sql: d.integer) NOT NULL REFERENCES registered_system (id),
                kind TEXT NOT NULL CHECK (kind IN ('prawo', 'adres-powrotu', 'usluga')),
                value TEXT NOT NULL,
                given_at \(sql: d.integer) NOT NULL,
                PRIMARY KEY (system_id, kind, value)
            )\(sql: d.strict)
            """
        ]
    }

    public static func permissions(_ c: any SQLConnection, of system: Int64) throws -> SystemPermissions {
        var found = SystemPermissions.none
        let rows = try c.query(
            "SELECT kind, value FROM system_grant WHERE system_id = \(system) ORDER BY kind \(sql: c.dialect.ascending), value \(sql: c.dialect.ascending)"
        ) { (try $0.text("kind"), try $0.text("value")) }
        for (kind, value) in rows {
            switch kind {
            case "prawo": if let right = SystemRight(rawValue: value) { found.rights.insert(right) }
            case "adres-powrotu": if let address = ReturnAddress(value) { found.returnAddresses.append(address) }
            default: if let number = Int64(value) { found.services.insert(number) }
            }
        }
        return found
    }

    /// Gives a system something; a second time changes nothing.
    /// - Throws: `Problem` `.notFound` for a number no system has.
    public static func allow(_ c: any SQLConnection, system: Int64, _ grants: [SystemGrant], by performer: Performer, at now: Instant) throws {
        try requireSystem(c, system)
        for grant in grants {
            let added = try c.execute(
                """
                INSERT INTO system_grant (system_id, kind, value, given_at) VALUES (\(system), \(grant.kind), \(grant.value), \(now))
                ON CONFLICT (system_id, kind, value) DO NOTHING
                """)
            guard added == 1 else { continue }
            try Journal.append(
                c, JournalEntry(actor: performer.id, act: "system-grant-given", object: "system:\(system)", after: "\(grant.kind) \(grant.value)"), at: now)
        }
    }

    /// Takes something from a system; from the next message on it has it no more.
    public static func withdraw(_ c: any SQLConnection, system: Int64, _ grants: [SystemGrant], by performer: Performer, at now: Instant) throws {
        try requireSystem(c, system)
        for grant in grants {
            let removed = try c.execute(
                "DELETE FROM system_grant WHERE system_id = \(system) AND kind = \(grant.kind) AND value = \(grant.value)")
            guard removed == 1 else { continue }
            try Journal.append(
                c, JournalEntry(actor: performer.id, act: "system-grant-withdrawn", object: "system:\(system)", before: "\(grant.kind) \(grant.value)"), at: now)
        }
    }

    /// Registered systems with what they may do, by number.
    public static func systems(_ c: any SQLConnection) throws -> [(system: RegisteredSystem, permissions: SystemPermissions)] {
        let hashes = try c.query("SELECT certificate_sha256 FROM registered_system WHERE disabled_at IS NULL ORDER BY id \(sql: c.dialect.ascending)") {
            try $0.parsed("certificate_sha256", as: ContentHash.self)
        }
        return try hashes.compactMap { hash in
            guard let system = try system(c, certificate: hash) else { return nil }
            return (system, try permissions(c, of: system.id))
        }
    }

    private static func requireSystem(_ c: any SQLConnection, _ id: Int64) throws {
        guard try c.first("SELECT id FROM registered_system WHERE id = \(id)", { try $0.int("id") }) != nil else {
            throw Problem(.notFound, "Nie ma systemu nr \(id). Listę pokaże „eurzad system list”.")
        }
    }
}
