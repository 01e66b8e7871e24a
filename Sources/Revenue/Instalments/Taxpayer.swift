/// Who the taxpayer is, as far as it decides how a tax is settled.
///
/// Source: UPOL art. 6 ust. 6 and 9, UPR art. 6a ust. 5 and 8, UPL art. 6 ust. 2 and 5.
public enum Taxpayer: String, Sendable, Hashable, CaseIterable {
    /// A natural person, or natural persons together: the tax is fixed by a decision.
    case naturalPerson = "osoba-fizyczna"
    /// A legal person or unit: it counts and pays by itself.
    case legalPerson = "osoba-prawna"

    /// How co-owners of one object settle it: one legal person among them makes all of them declare. Source: UPOL art. 6 ust. 11.
    public static func ofCoOwners(_ owners: some Sequence<Taxpayer>) -> Taxpayer { owners.contains(.legalPerson) ? .legalPerson : .naturalPerson }

    /// Whether the liability arises by the delivery of a decision; otherwise by operation of law. Source: Ordynacja podatkowa art. 21 § 1.
    public var isAssessedByDecision: Bool { self == .naturalPerson }
}

/// The taxes that are paid in instalments over the year.
public enum LocalTax: String, Sendable, Hashable, CaseIterable, Codable {
    case property = "nieruchomosci"
    case agricultural = "rolny"
    case forest = "lesny"
    case transport = "transport"

    public var polishName: String {
        switch self {
        case .property: "podatek od nieruchomości"
        case .agricultural: "podatek rolny"
        case .forest: "podatek leśny"
        case .transport: "podatek od środków transportowych"
        }
    }
}
