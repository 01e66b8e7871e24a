internal import Cryptography
public import Kernel
public import Store

public struct SigningActID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// One act of signing that another system asked for: documents, and the person who reads and signs them.
///
/// A pure value: an event goes in, the next state or a refusal comes out.
///
///     waiting ─opened→ waiting (of one account) ─signed→ signed
///     waiting ─declined→ declined
///
/// Source: regulation on the Trusted Profile (t.j. Dz.U. 2023 poz. 2551) § 15; `epuap.md` § 4.8.
public struct SigningAct: Sendable, Hashable {
    public enum State: String, Sendable, Hashable { case waiting = "czeka", signed = "podpisany", declined = "odmowa" }

    /// A document of the act, with its own binding: the bytes given, and the bytes that came of them.
    public struct Document: Sendable, Hashable {
        /// From 1.
        public var position: Int
        public var title: String
        public var size: Int
        /// The SHA-256 of the bytes that the system gave and the person is shown.
        public var hash: ContentHash
        public var signed: ContentHash?

        public init(position: Int, title: String, size: Int, hash: ContentHash, signed: ContentHash? = nil) {
            self.position = position
            self.title = title
            self.size = size
            self.hash = hash
            self.signed = signed
        }
    }

    /// Where the browser goes afterwards; both under addresses registered for the system.
    public struct Returns: Sendable, Hashable {
        public var success: String
        public var failure: String

        public init(success: String, failure: String) {
            self.success = success
            self.failure = failure
        }
    }

    public let id: SigningActID
    /// The number of the registered system.
    public let system: Int64
    /// As the person reads it: the system and the bodies it acts for.
    public let systemName: String
    public let returns: Returns
    /// The system's words for the person.
    public let note: String
    public let openedAt: Instant
    /// After this nothing is signed any more.
    public let endsAt: Instant
    public internal(set) var documents: [Document]
    public internal(set) var state: State = .waiting
    /// Whose act it is, from the first account that opened it.
    public internal(set) var account: CitizenAccountID?
    public internal(set) var challenge: ChallengeID?
    public internal(set) var profile: ProfileID?
    public internal(set) var endedAt: Instant?
    /// Until when the house keeps the bytes.
    public internal(set) var keptUntil: Instant

    init(
        id: SigningActID, system: Int64, systemName: String, returns: Returns, note: String, documents: [Document], openedAt: Instant, endsAt: Instant,
        keptUntil: Instant
    ) {
        self.id = id
        self.system = system
        self.systemName = systemName
        self.returns = returns
        self.note = note
        self.documents = documents
        self.openedAt = openedAt
        self.endsAt = endsAt
        self.keptUntil = keptUntil
    }

    /// How the journal names it.
    public var object: String { "czynność-podpisu:\(id)" }

    /// What the code is bound to: the document, or the list of all documents in their order.
    public var binding: ContentHash { Self.binding(documents.map(\.hash)) }

    static func binding(_ hashes: [ContentHash]) -> ContentHash {
        if hashes.count == 1 { return hashes[0] }
        return ContentHash(of: Array(("podpis-zaufany/1\n" + hashes.map { "\($0)\n" }.joined()).utf8))
    }

    /// How the person knows what the code is for.
    public var title: String { documents.count == 1 ? documents[0].title : "\(documents.first?.title ?? "") i inne, razem \(documents.count)" }

    public enum Event: Sendable, Hashable {
        /// A signed-in person came to the address, with a proof of identity made then.
        case opened(by: CitizenAccountID, provedAt: Instant?)
        /// The person typed a code under documents that were drawn from bytes with this binding.
        case authorising(by: CitizenAccountID, shown: ContentHash, provedAt: Instant?)
        case signed(by: CitizenAccountID, ProfileID, [ContentHash], keepsSeconds: Int64)
        case declined(by: CitizenAccountID)
    }

    public enum Refusal: String, Error, Sendable, Hashable, CaseIterable {
        case expired
        case alreadySigned = "already-signed"
        case alreadyDeclined = "already-declined"
        case anotherAccount = "another-account"
        /// The person signed in before the act was opened.
        case proofTooOld = "proof-too-old"
        /// What was drawn, what is kept and what the code is bound to are not the same bytes.
        case documentChanged = "document-changed"

        public var message: String {
            switch self {
            case .expired: "Czas na podpis minął i nic nie podpisano. Wróć do usługi i zacznij jeszcze raz."
            case .alreadySigned: "Te dokumenty są już podpisane. Drugi raz nie trzeba."
            case .alreadyDeclined: "Podpisu już odmówiono. Wróć do usługi i zacznij jeszcze raz."
            case .anotherAccount: "Te dokumenty otworzono z innego konta. Zaloguj się na nie albo wróć do usługi i zacznij jeszcze raz."
            case .proofTooOld: "Zaloguj się jeszcze raz. Przed podpisem trzeba potwierdzić, że to Ty."
            case .documentChanged: "Dokument zmienił się po tym, jak go pokazaliśmy. Nic nie podpisano. Przeczytaj go jeszcze raz albo wróć do usługi."
            }
        }

        public var problem: Problem { Problem(self == .proofTooOld ? .unauthenticated : .conflict, message, cause: rawValue) }
    }

    /// Takes one event; after a refusal nothing has changed.
    public mutating func handle(_ event: Event, at now: Instant) throws(Refusal) {
        switch event {
        case .opened(let account, let provedAt):
            try admit(account, at: now)
            guard let provedAt, provedAt >= openedAt, provedAt <= now else { throw .proofTooOld }
            self.account = account
        case .authorising(let account, let shown, let provedAt):
            try admit(account, at: now)
            guard self.account == account else { throw .anotherAccount }
            guard let provedAt, provedAt >= openedAt, provedAt <= now else { throw .proofTooOld }
            guard shown == binding else { throw .documentChanged }
        case .signed(let account, let profile, let hashes, let keepsSeconds):
            try admit(account, at: now)
            guard self.account == account else { throw .anotherAccount }
            guard hashes.count == documents.count else { throw .documentChanged }
            for i in documents.indices { documents[i].signed = hashes[i] }
            state = .signed
            self.profile = profile
            endedAt = now
            keptUntil = now.adding(seconds: keepsSeconds)
        case .declined(let account):
            try admit(account, at: now)
            self.account = account
            state = .declined
            endedAt = now
            keptUntil = now
        }
    }

    private func admit(_ account: CitizenAccountID, at now: Instant) throws(Refusal) {
        if let owner = self.account, owner != account { throw .anotherAccount }
        switch state {
        case .signed: throw .alreadySigned
        case .declined: throw .alreadyDeclined
        case .waiting: break
        }
        guard openedAt <= now, now < endsAt else { throw .expired }
    }

    /// Like `handle`, with the refusal as a problem.
    mutating func take(_ event: Event, at now: Instant) throws {
        do { try handle(event, at: now) } catch { throw error.problem }
    }
}

/// An act to be opened.
public struct NewSigningAct: Sendable {
    public var system: Int64
    public var systemName: String
    public var returns: SigningAct.Returns
    public var note: String
    /// With their titles, in the order they are to be read.
    public var documents: [(title: String, content: [UInt8])]

    public init(system: Int64, systemName: String, returns: SigningAct.Returns, note: String, documents: [(title: String, content: [UInt8])]) {
        self.system = system
        self.systemName = systemName
        self.returns = returns
        self.note = note
        self.documents = documents
    }
}
