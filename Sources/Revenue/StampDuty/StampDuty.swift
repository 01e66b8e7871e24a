public import Kernel

/// Acts that a stamp duty is paid for, those most used in a municipality (opłata skarbowa).
///
/// Source: act of 16 November 2006 on stamp duty, annex. Amounts marked in `isConfirmed` were read in print; others are from memory.
public enum StampDuty: String, Sendable, Hashable, CaseIterable, Codable {
    case powerOfAttorney = "pelnomocnictwo"
    case otherCertificate = "zaswiadczenie"
    /// For each started page.
    case certifiedCopy = "poswiadczenie-zgodnosci"
    case otherDecision = "decyzja"
    case marriageAct = "akt-malzenstwa"
    case fullCopyOfRecord = "odpis-zupelny"
    case shortCopyOfRecord = "odpis-skrocony"
    case changeOfName = "zmiana-imienia"
    case registryData = "zaswiadczenie-z-rejestru"
    case noArrears = "niezaleganie"
    case planningConditions = "warunki-zabudowy"

    /// For one, or for a page.
    public var amount: Money {
        switch self {
        case .powerOfAttorney, .otherCertificate, .registryData: Money(zlotys: 17)
        case .certifiedCopy: Money(zlotys: 5)
        case .otherDecision: Money(zlotys: 10)
        case .marriageAct: Money(zlotys: 84)
        case .fullCopyOfRecord: Money(zlotys: 33)
        case .shortCopyOfRecord: Money(zlotys: 22)
        case .changeOfName: Money(zlotys: 37)
        case .noArrears: Money(zlotys: 21)
        case .planningConditions: Money(zlotys: 598)
        }
    }

    public var isConfirmed: Bool { self != .noArrears && self != .planningConditions }

    public static let basis = ["ustawa z 16.11.2006 o opłacie skarbowej, załącznik"]

    /// The duty for so many acts or pages; nothing when the act is free.
    ///
    /// - Parameter exemption: the ground, for example a power of attorney to the spouse or a relative in the direct line, or matters of social
    ///   help, housing, education and tax reliefs (art. 2 and annex, column 4).
    public func duty(_ count: Int = 1, exemption: String? = nil) throws(Problem) -> Money {
        guard (1...100_000).contains(count) else { throw Problem(.invalidInput, "Liczba musi być od 1 do 100 000.", field: "count") }
        return exemption == nil ? Money(grosze: amount.grosze * Int64(count)) : .zero
    }

    /// The duty for a permit to build: 1 zł for a square metre, 539 zł at most. From memory; dwellings are free.
    public static func buildingPermit(squareMetres: Int) throws(Problem) -> Money {
        guard (0...100_000_000).contains(squareMetres) else {
            throw Problem(.invalidInput, "Powierzchnia musi być od 0 do 100 000 000 m².", field: "area")
        }
        return min(Money(zlotys: Int64(squareMetres)), Money(zlotys: 539))
    }
}
