public import Kernel
public import Store

/// The number of a citizen's account; given once and never again.
public struct CitizenAccountID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// The word a citizen signs in with (identyfikator użytkownika): 3 to 64 letters without diacritics, digits, `.`, `_`, `-`.
///
/// Once given it is never given again, also after its account is gone. Source: regulation on the Trusted Profile
/// (t.j. Dz.U. 2023 poz. 2551) § 10 ust. 2.
public struct UserID: Sendable, Hashable, LosslessStringConvertible, SQLBindable {
    /// As it was chosen.
    public let description: String
    /// Two ids that differ only in case are one.
    public var folded: String { description.lowercased() }

    public init?(_ text: String) {
        let tidy = text.trimmedSpace
        let allowed = tidy.utf8.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || $0 == 46 || $0 == 45 || $0 == 95
        }
        guard (3...64).contains(tidy.utf8.count), allowed else { return nil }
        description = tidy
    }

    public var sqlValue: SQLValue { .text(description) }
}

/// A citizen's account on the platform, apart from the identity data of the person.
public struct CitizenAccount: Sendable, Hashable {
    public let id: CitizenAccountID
    public let person: PersonID
    public let userID: UserID
    public var state: AccountState
    public var createdAt: Instant
    /// The last sign-in, or the creation.
    public var usedAt: Instant

    public var performer: Performer { Performer(id: owner.description, name: userID.description) }
    public var owner: FactorOwner { .citizen(id) }
}
