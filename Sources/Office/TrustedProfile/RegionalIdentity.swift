public import Cryptography
internal import Foundation
public import Identity
public import Kernel
internal import Signatures
public import Store

/// What the regional platform of identities is set up with: keys, rules, and the ways out to registers and people.
public struct IdentitySettings: Sendable {
    public var keys: IdentityKeys
    public var rules: ProfileRules
    public var codes: CodeRules
    public var passwords: PasswordHasher
    public var gateway: any CodeGateway
    /// Messages leave the house at all; else whoever asks for one is told to choose another way.
    public var carriesMessages: Bool { !(gateway is NoCodeGateway) }
    public var register: any PopulationRegister
    /// Where messages of a demonstration can be read; `nil` in every other house.
    public var outbox: DemoCodeGateway?

    public init(
        keys: IdentityKeys = .generate(), rules: ProfileRules = .standard, codes: CodeRules = .standard, passwords: PasswordHasher = PasswordHasher(),
        gateway: any CodeGateway = NoCodeGateway(), register: any PopulationRegister = NoPopulationRegister(), outbox: DemoCodeGateway? = nil
    ) {
        self.keys = keys
        self.rules = rules
        self.codes = codes
        self.passwords = passwords
        self.gateway = gateway
        self.register = register
        self.outbox = outbox
    }
}

/// No way to send a code is set up: whoever asks for one is told so, and nothing is let through without it.
public struct NoCodeGateway: CodeGateway {
    public init() {}
    public func send(_ message: CodeMessage) async throws {
        throw Problem(
            .unavailable, "Wysyłanie kodów nie jest jeszcze uruchomione. Użyj kodu z aplikacji albo przyjdź do urzędu.", cause: "no code gateway")
    }
}

/// No register is connected: applications wait, none becomes ready unchecked.
public struct NoPopulationRegister: PopulationRegister {
    public init() {}
    public let label = "Rejestr PESEL nie jest podłączony."
    public func check(_ query: PopulationQuery) async throws -> PopulationAnswer { throw Self.missing }
    public func changes(after position: Int64, limit: Int) async throws -> [PopulationChange] { throw Self.missing }
    private static let missing = Problem(.unavailable, "Rejestr PESEL nie jest podłączony. Wnioski poczekają.", cause: "no population register")
}

/// The shared parts of people, profiles and the confirmation point, put together once for pages and for the clock.
public struct RegionalIdentity: Sendable {
    public let platform: any Database
    public let blobs: BlobStore
    public let settings: IdentitySettings
    public let time: TimeSource
    public let people: People
    public let accounts: CitizenAccounts
    public let sessions: CitizenSessions
    public let challenges: AuthorisationChallenges
    public let registration: CitizenRegistration
    public let signIn: CitizenSignIn
    public let applications: ProfileApplications
    public let profiles: TrustedProfiles
    public let desk: ConfirmationDesk
    public let points: ConfirmationPoints
    public let reports: PointReports
    public let archive: PaperArchive
    public let totp: TOTPFactors
    public let contactChanges: ContactChanges
    public let passwordResets: PasswordResets
    /// Signing for other systems, by the usual rules.
    public let signingActs: SigningActs
    let seal: SigningIdentity
    let verifier: SignatureVerifier

    public init(platform: any Database, blobs: BlobStore, seal: SigningIdentity, time: TimeSource, settings: IdentitySettings) {
        self.platform = platform
        self.blobs = blobs
        self.settings = settings
        self.time = time
        self.seal = seal
        let keys = settings.keys, rules = settings.rules
        people = People(keys: keys)
        accounts = CitizenAccounts(passwords: settings.passwords)
        sessions = CitizenSessions(platform: platform)
        challenges = AuthorisationChallenges(keys: keys, rules: settings.codes)
        registration = CitizenRegistration(platform: platform, people: people, accounts: accounts, sessions: sessions, challenges: challenges)
        signIn = CitizenSignIn(platform: platform, passwords: settings.passwords, sessions: sessions, challenges: challenges)
        applications = ProfileApplications(rules: rules)
        profiles = TrustedProfiles(keys: keys, rules: rules)
        desk = ConfirmationDesk(keys: keys, rules: rules)
        points = ConfirmationPoints(keys: keys)
        reports = PointReports(rules: rules)
        archive = PaperArchive(rules: rules)
        totp = TOTPFactors(keys: keys)
        contactChanges = ContactChanges(keys: keys, challenges: challenges, rules: rules)
        passwordResets = PasswordResets(platform: platform, challenges: challenges, accounts: accounts)
        signingActs = SigningActs(challenges: challenges, profiles: profiles)
        // What the platform's own seal signed is trusted here for what it is: a profile of this platform.
        verifier = SignatureVerifier(trust: TrustStore(lists: [TrustList(name: "pieczęć platformy", anchors: [seal.certificate])]))
    }

    public init(house: House, seal: SigningIdentity, settings: IdentitySettings) {
        self.init(platform: house.platform, blobs: house.platformBlobs, seal: seal, time: house.time, settings: settings)
    }

    /// Hands a message over; never inside a transaction.
    public func deliver(_ message: CodeMessage) async throws { try await settings.gateway.send(message) }

    /// Hands notices over about what is done already: one that cannot leave is noted and stops nothing.
    public func notify(_ messages: [CodeMessage], about object: String, at now: Instant) async throws {
        for message in messages {
            do {
                try await settings.gateway.send(message)
            } catch let problem as Problem where problem.code == .unavailable {
                let entry = JournalEntry(
                    actor: IdentityRound.clock.id, act: "notice-undelivered", object: object, after: message.to.kind.rawValue, reason: problem.cause)
                try await platform.write { c in try Journal.append(c, entry, at: now) }
            }
        }
    }
}

extension IdentityKeys {
    /// Reads the key file of the platform; made at the first need, with mode 0600. A damaged file is never replaced: with new keys nobody would be found.
    public static func file(_ path: String) throws -> IdentityKeys {
        if let keys = try existing(path) { return keys }
        let fresh = IdentityKeys.generate(), bytes = Array(fresh.fileText.utf8)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else {
            // Another process was faster.
            guard let keys = try existing(path) else { throw unusable(path) }
            return keys
        }
        defer { close(descriptor) }
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else { throw unusable(path) }
        return fresh
    }

    private static func existing(_ path: String) throws -> IdentityKeys? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int,
            let text = try? String(contentsOfFile: path, encoding: .utf8)
        else { throw unusable(path) }
        guard mode & 0o077 == 0 else { throw Problem(.forbidden, "Klucze „\(path)” mogą czytać inni. Wykonaj: chmod 600 \(path)") }
        return try IdentityKeys(file: text)
    }

    private static func unusable(_ path: String) -> Problem {
        Problem(.unavailable, "Nie można odczytać ani utworzyć pliku „\(path)”. Sprawdź uprawnienia i miejsce na dysku.")
    }
}
