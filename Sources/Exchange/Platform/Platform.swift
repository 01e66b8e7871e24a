public import Cryptography
public import Kernel
public import Law
internal import Signatures
public import Store

/// The ePUAP-compatible platform: what its services share.
///
/// Each service is an extension in a file of its own: submission (skrytka), pull, delivery (doreczyciel), receipts
/// (obslugaUpp), the file repository and the document shelf.
public struct Platform: Sendable {
    let database: any Database
    let blobs: BlobStore
    let identifiers: IdentifierBlocks
    let time: TimeSource
    let settings: PlatformSettings
    /// Seals receipts; its certificate is published.
    let seal: XAdESSigner
    let verifier: SignatureVerifier

    public init(
        database: any Database, blobs: BlobStore, seal: SigningIdentity, trust: TrustStore, time: TimeSource, settings: PlatformSettings
    ) {
        self.database = database
        self.blobs = blobs
        self.time = time
        self.settings = settings
        self.seal = XAdESSigner(identity: seal)
        identifiers = IdentifierBlocks(database: database)
        verifier = SignatureVerifier(trust: trust)
    }

    /// Who calls, once WS-Security has been checked.
    public struct Caller: Sendable {
        public var system: RegisteredSystem
        public init(system: RegisteredSystem) { self.system = system }

        var performer: Performer { Performer(id: "system:\(system.id)", name: system.name) }

        /// Because parameter headers are unsigned, the podmiot is a claim to be checked (epuap.md § 3.2 rule 8).
        func require(_ podmiot: String) throws(Problem) {
            guard system.podmioty.contains(podmiot) else {
                throw Problem(.podmiotNotAllowed, "System „\(system.name)” nie może działać w imieniu podmiotu „\(podmiot)”.", cause: "system \(system.id)")
            }
        }
    }

    public func caller(certificate hash: ContentHash) async throws -> Caller {
        guard let system = try await database.read({ try PlatformDirectory.system($0, certificate: hash) }) else {
            throw Problem(.unknownSystem, "Certyfikat nie należy do żadnego zarejestrowanego systemu. Zarejestruj go na platformie.")
        }
        return Caller(system: system)
    }

    func box(_ address: BoxAddress) async throws -> (Box, Podmiot) {
        let found = try await database.read { c -> (Box, Podmiot)? in
            guard let box = try PlatformDirectory.box(c, address), let owner = try PlatformDirectory.podmiot(c, box.podmiot) else { return nil }
            return (box, owner)
        }
        guard let found else { throw Problem(.unknownBox, "Nieprawidłowy adres skrytki: \(address). Sprawdź adres w książce adresowej.") }
        return found
    }

    func podmiot(_ id: String) async throws -> Podmiot {
        guard let podmiot = try await database.read({ try PlatformDirectory.podmiot($0, id) }) else {
            throw Problem(.podmiotNotAllowed, "Podmiot „\(id)” nie istnieje na platformie.")
        }
        return podmiot
    }
}

/// What an operator of the platform decides.
public struct PlatformSettings: Sendable {
    /// Keeps whole request messages, not only their hashes.
    public var keepsRawMessages = false
    /// How long an addressee has to collect a delivery, by the day it was sent.
    public var collectionRules: [CollectionRule] = CollectionRule.all

    public init() {}
}

extension Platform {
    /// Certificates of all active systems.
    public func certificates() async throws -> [Certificate] {
        try await database.read { try PlatformDirectory.certificates($0) }.compactMap { try? Certificate(der: $0) }
    }

    /// The public directory of boxes.
    public func directory() async throws -> [UInt8] {
        BoxDirectory.write(try await database.read { try PlatformDirectory.listing($0) })
    }
}
