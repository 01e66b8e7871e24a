public import Kernel
public import Store

/// The number of a challenge; stands in the address of its form.
public struct ChallengeID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// Proof that a person authorised one act on one document by a second factor; made only by `AuthorisationChallenges`, good once.
public struct Authorisation: Sendable, Hashable {
    public let challenge: ChallengeID
    public let owner: FactorOwner
    public let act: AuthorisedAct
    public let document: ContentHash
    public let method: FactorKind
    let rules: CodeRules

    /// Uses the authorisation up, in the transaction of the act itself: if the act fails, it may be tried again.
    ///
    /// - Throws: `Problem` `.forbidden` for another act, another document, a second use, and when too much time has passed.
    public func spend(_ c: any SQLConnection, for act: AuthorisedAct, document: ContentHash, at now: Instant) throws {
        guard var kept = try ChallengeStore.find(c, challenge), kept.challenge.owner == owner else { throw Self.foreign }
        try kept.challenge.take(.spent(act: act, document: document), rules, at: now)
        try ChallengeStore.save(c, kept)
    }

    static let foreign = Problem(.forbidden, "To potwierdzenie należy do innego konta. Poproś o nowy kod.", cause: "foreign authorisation")
}
