internal import Cryptography
public import Identity
public import Kernel
internal import Law
internal import Signatures
public import Store
internal import XML

public struct TrustedSigningID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// One document a citizen was asked to sign with a Trusted Profile, from showing it to the sealed result.
public struct TrustedSigningRecord: Sendable, Hashable {
    public let id: TrustedSigningID
    public let account: CitizenAccountID
    public let title: String
    /// The SHA-256 of the bytes shown and, by the code, authorised.
    public let document: ContentHash
    public let challenge: ChallengeID
    public let openedAt: Instant
    public let signed: ContentHash?
    public let profile: ProfileID?
    public let signedAt: Instant?
    /// Where it was sent, and under which receipt; empty where it was not.
    public let box: String
    public let receipt: ContentHash?
}

/// Signing with the Trusted Profile of this platform (podpis zaufany).
///
/// The bytes are kept under their SHA-256 before they are shown. The page draws exactly these bytes, the code is bound to this hash, and
/// the seal is put on exactly these bytes: what the person saw is what was signed. Source: regulation on the Trusted Profile (t.j. Dz.U.
/// 2023 poz. 2551) § 15; shape in `epuap.md` § 8.1.
public struct TrustedSigning: Sendable {
    let identity: RegionalIdentity
    /// Beyond this size a document is refused, in bytes.
    public static let largest = 5 << 20

    public init(_ identity: RegionalIdentity) { self.identity = identity }

    /// Tables of the `platform` database.
    public static let migrations: [Migration] = [
        Migration("office-0003-trusted-signing") { d in
            let id: SQL = d == .sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : d.identity
            return [
                """
                CREATE TABLE trusted_signing (
                    id \(sql: id), account \(sql: d.integer) NOT NULL REFERENCES citizen_account (id), title TEXT NOT NULL,
                    document_sha256 TEXT NOT NULL, challenge \(sql: d.integer) NOT NULL, opened_at \(sql: d.integer) NOT NULL,
                    signed_sha256 TEXT, profile \(sql: d.integer) REFERENCES trusted_profile (id), signed_at \(sql: d.integer),
                    box TEXT, receipt_sha256 TEXT,
                    CHECK ((signed_sha256 IS NULL) = (signed_at IS NULL)), CHECK ((signed_sha256 IS NULL) = (profile IS NULL))
                )\(sql: d.strict)
                """,
                "CREATE INDEX trusted_signing_of_account ON trusted_signing (account, id)",
            ]
        }
    ]

    /// Keeps a document to be signed and opens the challenge that its code will belong to.
    public func begin(_ document: [UInt8], title: String, of account: CitizenAccount, at now: Instant) async throws -> TrustedSigningID {
        guard document.count <= Self.largest else { throw Problem(.tooLarge, "Dokument jest za duży. Podpisać można dokument do 5 MB.") }
        _ = try readable(document)
        let staged = try await identity.blobs.stage(document)
        let words = String(title.prefix(200))
        return try await identity.platform.write { c in
            // Without a profile nothing is opened.
            _ = try identity.profiles.signer(c, of: account.id, at: now)
            let hash = try identity.blobs.record(c, staged, mediaType: "text/xml", at: now)
            let challenge = try identity.challenges.open(c, account.owner, .signDocument, document: hash, title: words, at: now)
            let id = try c.first(
                """
                INSERT INTO trusted_signing (account, title, document_sha256, challenge, opened_at)
                VALUES (\(account.id), \(words), \(hash), \(challenge), \(now)) RETURNING id
                """
            ) { try $0.id("id", as: TrustedSigningID.self) }
            guard let id else { throw Problem(.internalFault, "Nie udało się zacząć podpisywania. Spróbuj jeszcze raz.", cause: "INSERT returned no id") }
            return id
        }
    }

    /// The document as kept, with the notice noted as shown. A challenge that ran out is replaced by a new one for the same bytes.
    public func show(_ id: TrustedSigningID, to account: CitizenAccount, at now: Instant) async throws -> (record: TrustedSigningRecord, document: [UInt8]) {
        let found = try await find(id, of: account)
        guard found.signed == nil else { return (found, try await bytes(found.document)) }
        let record = try await identity.platform.write { c in
            var record = found
            let challenge = try? identity.challenges.find(c, record.challenge, of: account.owner)
            if challenge.map({ !$0.isOpen(identity.challenges.rules, at: now) }) ?? true {
                let fresh = try identity.challenges.open(c, account.owner, .signDocument, document: record.document, title: record.title, at: now)
                try c.execute("UPDATE trusted_signing SET challenge = \(fresh) WHERE id = \(id) AND signed_sha256 IS NULL")
                record = try Self.find(c, id, of: account) ?? record
            }
            try identity.challenges.shown(c, record.challenge, of: account.owner, at: now)
            return record
        }
        return (record, try await bytes(record.document))
    }

    /// Sends a code for this document.
    public func send(_ id: TrustedSigningID, to address: CodeAddress, of account: CitizenAccount, at now: Instant) async throws {
        let record = try await find(id, of: account)
        let message = try await identity.platform.write { c in
            try identity.challenges.send(c, record.challenge, of: account.owner, to: address, at: now)
        }.get()
        try await identity.deliver(message)
    }

    /// Checks the code, seals the bytes that were shown, verifies the result and keeps it.
    public func sign(_ id: TrustedSigningID, code: String, by kind: FactorKind, of account: CitizenAccount, at now: Instant) async throws -> TrustedSigningRecord {
        let record = try await find(id, of: account)
        guard record.signed == nil else { return record }
        let document = try await bytes(record.document)
        let signer = try await identity.platform.read { c in try identity.profiles.signer(c, of: account.id, at: now) }
        let authorisation = try await identity.platform.write { c in
            try identity.challenges.enter(
                c, record.challenge, of: account.owner, code: code, by: kind, act: .signDocument, document: record.document, at: now)
        }.get()
        let sealed = try identity.seal(document, of: signer, at: now)
        let staged = try await identity.blobs.stage(sealed)
        return try await identity.platform.write { c in
            let hash = try identity.blobs.record(c, staged, mediaType: "text/xml", at: now)
            try identity.profiles.signed(c, signer, document: record.document, signed: hash, by: authorisation, of: account, at: now)
            let changed = try c.execute(
                """
                UPDATE trusted_signing SET signed_sha256 = \(hash), profile = \(signer.profile), signed_at = \(now)
                WHERE id = \(id) AND signed_sha256 IS NULL
                """)
            guard changed == 1, let kept = try Self.find(c, id, of: account) else {
                throw Problem(.conflict, "Ten dokument jest już podpisany. Odśwież stronę.", cause: "signed before")
            }
            return kept
        }
    }

    /// A signing of the account; others do not exist for it.
    public func find(_ id: TrustedSigningID, of account: CitizenAccount) async throws -> TrustedSigningRecord {
        guard let record = try await identity.platform.read({ c in try Self.find(c, id, of: account) }) else {
            throw Problem(.notFound, "Nie ma takiego dokumentu. Sprawdź listę swoich pism.")
        }
        return record
    }

    /// A page of the account's documents, newest first.
    public func list(of account: CitizenAccount, before: TrustedSigningID? = nil, limit: Int = 20) async throws -> [TrustedSigningRecord] {
        try await identity.platform.read { c in
            try c.query(
                """
                SELECT \(sql: Self.columns) FROM trusted_signing WHERE account = \(account.id) AND id < \(before?.number ?? .max)
                ORDER BY id \(sql: c.dialect.descending) LIMIT \(limit)
                """, Self.decode)
        }
    }

    /// Notes where the signed document went.
    public func sent(_ id: TrustedSigningID, to box: String, receipt: [UInt8], of account: CitizenAccount, at now: Instant) async throws {
        let staged = try await identity.blobs.stage(receipt)
        try await identity.platform.write { c in
            let hash = try identity.blobs.record(c, staged, mediaType: "text/xml", at: now)
            try c.execute(
                """
                UPDATE trusted_signing SET box = \(box), receipt_sha256 = \(hash)
                WHERE id = \(id) AND account = \(account.id) AND signed_sha256 IS NOT NULL AND box IS NULL
                """)
            try Journal.append(
                c, JournalEntry(actor: account.performer.id, act: "document-sent", object: "podpis:\(id)", after: box), at: now)
        }
    }

    public func bytes(_ hash: ContentHash) async throws -> [UInt8] { try await identity.blobs.bytes(identity.platform, hash) }

    private func readable(_ document: [UInt8]) throws -> XMLTree {
        do { return try XMLTree(parsing: document) } catch {
            throw Problem(.invalidInput, "Tego dokumentu nie da się podpisać. Wybierz plik XML.", cause: "not XML")
        }
    }

    private static let columns: SQL = """
        id, account, title, document_sha256, challenge, opened_at, signed_sha256, profile, signed_at, box, receipt_sha256
        """

    private static func find(_ c: any SQLConnection, _ id: TrustedSigningID, of account: CitizenAccount) throws -> TrustedSigningRecord? {
        try c.first("SELECT \(sql: columns) FROM trusted_signing WHERE id = \(id) AND account = \(account.id)", decode)
    }

    private static func decode(_ row: any SQLRow) throws -> TrustedSigningRecord {
        TrustedSigningRecord(
            id: try row.id("id"), account: try row.id("account"), title: try row.text("title"), document: try row.parsed("document_sha256"),
            challenge: try row.id("challenge"), openedAt: try row.instant("opened_at"), signed: try row.parsedOrNil("signed_sha256"),
            profile: try row.idOrNil("profile"), signedAt: try row.instantOrNil("signed_at"), box: try row.textOrNil("box") ?? "",
            receipt: try row.parsedOrNil("receipt_sha256"))
    }
}

extension RegionalIdentity {
    /// Puts the platform's seal with the person's data on a document, and proves the result before anybody gets it.
    func seal(_ document: [UInt8], of signer: ProfileSigner, at now: Instant) throws -> [UInt8] {
        let sealed = try XAdESSigner(identity: seal, shape: .trustedProfile).sign(document, at: now, role: signer.role)
        guard let last = try verifier.verify(sealed, at: now).signatures.last, last.valid, last.coversWholeDocument,
            last.signer.role?.pesel == signer.pesel.description, last.problems.isEmpty
        else {
            throw Problem(.internalFault, "Podpisu nie udało się sprawdzić, więc nic nie podpisano. Powiadom administratora.", cause: "own seal does not verify")
        }
        return sealed
    }
}

extension ProfileSigner {
    /// The person as the seal names them (PodpisZP).
    var role: ClaimedRole {
        .trustedProfile(
            TrustedProfileSigner(
                givenName: name.givenNames.uppercased(), surname: name.surname.uppercased(), pesel: pesel.description, accountID: userID.description))
    }
}
