public import Kernel

/// One act and one document a person is asked to authorise, from showing the form to doing the act.
///
/// A pure value: an event goes in, the next state or a refusal comes out. A code is right only for the act and the document the challenge
/// was opened for, so a code for document X cannot sign document Y.
///
///     open ─shown→ open ─sent→ waiting ─right code→ accepted ─spent→ spent
///     waiting ─wrong codes→ exhausted ─sent→ waiting
public struct AuthorisationChallenge: Sendable, Hashable {
    public enum State: String, Sendable, Hashable { case open, waiting, exhausted, accepted, spent }

    public let owner: FactorOwner
    public let act: AuthorisedAct
    public let document: ContentHash
    /// How the person knows the document.
    public let title: String
    public let openedAt: Instant
    public internal(set) var state: State = .open
    public internal(set) var shownAt: Instant?
    public internal(set) var sentAt: Instant?
    public internal(set) var endsAt: Instant?
    public internal(set) var wrong = 0
    /// By what it was authorised.
    public internal(set) var method: FactorKind?
    public internal(set) var acceptedAt: Instant?

    public init(owner: FactorOwner, act: AuthorisedAct, document: ContentHash, title: String, at now: Instant) {
        self.owner = owner
        self.act = act
        self.document = document
        self.title = title
        openedAt = now
    }

    public enum Event: Sendable, Hashable {
        /// The person saw the document and the notice.
        case shown
        /// A code left for the person.
        case sent
        /// A code was typed. `isRight` is what comparing it gave.
        case entered(FactorKind, isRight: Bool, act: AuthorisedAct, document: ContentHash)
        /// The act is being done.
        case spent(act: AuthorisedAct, document: ContentHash)
    }

    public enum Refusal: Error, Sendable, Hashable {
        case noticeNotShown
        /// The act or the document is not the one the challenge was opened for.
        case anotherAct
        case expired
        /// Wrong; so many tries are left.
        case wrong(left: Int)
        case exhausted
        case alreadyUsed
        case notAuthorised

        /// What the person reads.
        public var message: String {
            switch self {
            case .noticeNotShown: "Najpierw przeczytaj dokument i informację o podpisie."
            case .anotherAct: "Ten kod jest do innej czynności albo innego dokumentu. Poproś o nowy kod."
            case .expired: "Kod stracił ważność. Poproś o nowy."
            case .wrong(let left): left == 1 ? "Kod się nie zgadza. Została 1 próba." : "Kod się nie zgadza. Zostało prób: \(left)."
            case .exhausted: "Kod wpisano źle zbyt wiele razy. Poproś o nowy."
            case .alreadyUsed: "Ten kod został już użyty. Poproś o nowy."
            case .notAuthorised: "Czynność nie została potwierdzona kodem. Poproś o kod i wpisz go."
            }
        }

        /// The word in the journal.
        public var word: String {
            switch self {
            case .noticeNotShown: "notice-not-shown"
            case .anotherAct: "another-act"
            case .expired: "expired"
            case .wrong: "wrong"
            case .exhausted: "exhausted"
            case .alreadyUsed: "already-used"
            case .notAuthorised: "not-authorised"
            }
        }

        public var problem: Problem { Problem(.forbidden, message, field: "code", cause: word) }
    }

    /// Takes one event; throws a refusal after noting what the event changed (a wrong try counts).
    public mutating func handle(_ event: Event, _ rules: CodeRules, at now: Instant) throws(Refusal) {
        switch event {
        case .shown:
            guard state == .open || state == .waiting else { throw .alreadyUsed }
            shownAt = shownAt ?? now
        case .sent:
            try admit(rules, at: now)
            state = .waiting
            wrong = 0
            sentAt = now
            endsAt = now.adding(seconds: rules.lastsSeconds)
        case .entered(let kind, let isRight, let act, let document):
            guard act == self.act, document == self.document else { throw .anotherAct }
            try admit(rules, at: now)
            if state == .exhausted { throw .exhausted }
            if Self.isSent(kind) {
                guard state == .waiting, let endsAt, let sentAt else { throw .notAuthorised }
                guard now < endsAt, now >= sentAt else { throw .expired }
            }
            guard isRight else {
                wrong += 1
                if wrong >= rules.tries {
                    state = .exhausted
                    throw .exhausted
                }
                throw .wrong(left: rules.tries - wrong)
            }
            state = .accepted
            method = kind
            acceptedAt = now
        case .spent(let act, let document):
            guard act == self.act, document == self.document else { throw .anotherAct }
            if state == .spent { throw .alreadyUsed }
            guard state == .accepted, let acceptedAt else { throw .notAuthorised }
            guard now >= acceptedAt, now < acceptedAt.adding(seconds: rules.spendSeconds) else { throw .expired }
            state = .spent
        }
    }

    /// Whether a code for it can still be asked for and typed.
    public func isOpen(_ rules: CodeRules, at now: Instant) -> Bool {
        state != .accepted && state != .spent && now >= openedAt && now < openedAt.adding(seconds: rules.openSeconds)
    }

    /// Like `handle`, with the refusal as a problem.
    mutating func take(_ event: Event, _ rules: CodeRules, at now: Instant) throws {
        do { try handle(event, rules, at: now) } catch { throw error.problem }
    }

    /// Whether a code may be sent or typed at all.
    private func admit(_ rules: CodeRules, at now: Instant) throws(Refusal) {
        if state == .accepted || state == .spent { throw .alreadyUsed }
        if act.notice(document: title) != nil, shownAt == nil { throw .noticeNotShown }
        guard now >= openedAt, now < openedAt.adding(seconds: rules.openSeconds) else { throw .expired }
    }

    /// Codes we send end by themselves; codes of an app and of a list live otherwise.
    private static func isSent(_ kind: FactorKind) -> Bool { kind == .phoneCode || kind == .mailCode }
}
