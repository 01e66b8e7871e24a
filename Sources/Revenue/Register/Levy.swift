/// Taxes and fees that a municipality keeps accounts of.
///
/// The classification of budget is that of chapters 75615 (legal persons), 75616 (natural persons), 75618 and 90002.
/// Source: regulation of the Minister of Finance on detailed classification; paragraphs from memory, chapters as read.
public enum Levy: String, Sendable, Hashable, CaseIterable, Codable {
    case property = "nieruchomosci"
    case agricultural = "rolny"
    case forest = "lesny"
    case transport = "transport"
    case waste = "odpady"
    case dogs = "psy"
    case alcohol = "alkohol"
    case usufruct = "wieczyste"
    case stamp = "skarbowa"

    public init(_ tax: LocalTax) {
        switch tax {
        case .property: self = .property
        case .agricultural: self = .agricultural
        case .forest: self = .forest
        case .transport: self = .transport
        }
    }

    public var polishName: String {
        switch self {
        case .property: LocalTax.property.polishName
        case .agricultural: LocalTax.agricultural.polishName
        case .forest: LocalTax.forest.polishName
        case .transport: LocalTax.transport.polishName
        case .waste: "opłata za gospodarowanie odpadami komunalnymi"
        case .dogs: "opłata od posiadania psów"
        case .alcohol: "opłata za zezwolenia na sprzedaż alkoholu"
        case .usufruct: "opłata za użytkowanie wieczyste"
        case .stamp: "opłata skarbowa"
        }
    }

    /// Two digits in the numbers of individual accounts for payments. Never changed once given.
    public var accountCode: Int {
        switch self {
        case .property: 1
        case .agricultural: 2
        case .forest: 3
        case .transport: 4
        case .waste: 5
        case .dogs: 6
        case .alcohol: 7
        case .usufruct: 8
        case .stamp: 9
        }
    }

    public init?(accountCode: Int) {
        guard let found = Levy.allCases.first(where: { $0.accountCode == accountCode }) else { return nil }
        self = found
    }

    /// Chapter of the budget (rozdział).
    public func chapter(_ taxpayer: Taxpayer) -> String {
        switch self {
        case .property, .agricultural, .forest, .transport, .dogs: taxpayer == .legalPerson ? "75615" : "75616"
        case .alcohol, .stamp: "75618"
        case .waste: "90002"
        case .usufruct: "70005"
        }
    }

    /// Paragraph of the budget (paragraf).
    public func paragraph(_ part: ChargePart) -> String {
        switch part {
        case .interest: "0910"
        case .reminderCosts: "0640"
        case .prolongation: "0880"
        case .principal:
            switch self {
            case .property: "0310"
            case .agricultural: "0320"
            case .forest: "0330"
            case .transport: "0340"
            case .waste: "0490"
            case .dogs: "0370"
            case .alcohol: "0480"
            case .usufruct: "0550"
            case .stamp: "0410"
            }
        }
    }
}

/// What of a levy an amount is.
public enum ChargePart: String, Sendable, Hashable, CaseIterable, Codable {
    /// The tax or fee itself (należność główna).
    case principal = "naleznosc"
    case interest = "odsetki"
    case reminderCosts = "koszty"
    /// Opłata prolongacyjna.
    case prolongation = "prolongata"
}
