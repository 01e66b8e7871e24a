internal import Foundation
public import Kernel
internal import Law

/// How the files of a class are kept (sposób dokumentowania).
///
/// Source: `ezd.md` § 1.2, R1.1; everything is EZD unless an exception was decided.
public enum ClassMode: Sendable, Hashable, LosslessStringConvertible {
    case electronic
    /// An exception: files on paper, the system helps.
    case paper
    /// An exception: kept in a system of its own.
    case dedicated(system: String)

    /// Reads `EZD`, `PAPIER`, `DEDYKOWANY: nazwa systemu`.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        switch (PolishText.folded(parts.first ?? ""), parts.count) {
        case ("ezd", 1): self = .electronic
        case ("papier", 1), ("paper", 1): self = .paper
        case ("dedykowany", 2) where !parts[1].isEmpty && parts[1].count <= 200: self = .dedicated(system: parts[1])
        default: return nil
        }
    }

    public var description: String {
        switch self {
        case .electronic: "EZD"
        case .paper: "PAPIER"
        case .dedicated(let system): "DEDYKOWANY: \(system)"
        }
    }

    public var polishName: String {
        switch self {
        case .electronic: "EZD"
        case .paper: "papier"
        case .dedicated(let system): "system dziedzinowy: \(system)"
        }
    }
    public var isException: Bool { self != .electronic }
}

/// Why a class is an exception from EZD. Source: R1.2.
public enum ModeReason: String, Sendable, CaseIterable {
    case law = "przepis"
    case dedicatedSystem = "system-dziedzinowy"
    case important = "wazne-powody"

    public var polishName: String {
        switch self {
        case .law: "wymaga tego przepis prawa"
        case .dedicatedSystem: "sprawy prowadzi system dziedzinowy"
        case .important: "ważne powody organizacyjne lub techniczne"
        }
    }
}

/// One decision about how a class is kept, with everything R1.1 asks for.
public struct ModeDecision: Sendable, Hashable {
    public var mode: ClassMode
    /// The first day on which it holds.
    public var validFrom: Day
    /// `nil` for a return to EZD.
    public var reason: ModeReason?
    /// Act or order with its number.
    public var legalBasis: String
    public var decidedOn: Day

    public init(_ mode: ClassMode, from validFrom: Day, reason: ModeReason?, legalBasis: String, decidedOn: Day) {
        self.mode = mode
        self.validFrom = validFrom
        self.reason = reason
        self.legalBasis = legalBasis
        self.decidedOn = decidedOn
    }

    /// Every problem of the form, each with its field. Away from EZD only with a reason and a basis.
    public func problems() -> [Problem] {
        var out: [Problem] = []
        func add(_ field: String, _ message: String) { out.append(Problem(.invalidInput, message, field: field)) }
        if mode.isException {
            if reason == nil { add("powod", "Podaj powód wyjątku od EZD") }
            if legalBasis.isEmpty { add("podstawa", "Podaj podstawę wyjątku: przepis albo numer zarządzenia") }
        }
        if case .dedicated(let system) = mode {
            if system.isEmpty { add("system", "Podaj nazwę systemu dziedzinowego") }
            if let reason, reason != .dedicatedSystem { add("powod", "Dla systemu dziedzinowego wybierz powód „\(ModeReason.dedicatedSystem.polishName)”") }
        } else if reason == .dedicatedSystem {
            add("powod", "Ten powód dotyczy klas prowadzonych w systemie dziedzinowym. Wybierz inny")
        }
        if legalBasis.count > 500 { add("podstawa", "Skróć podstawę do 500 znaków") }
        if decidedOn > validFrom { add("decyzja", "Data decyzji nie może być późniejsza niż dzień, od którego obowiązuje") }
        return out
    }
}

/// A term for settling cases of a class; counted by the rules of Law.
public struct ClassTerm: Sendable, Hashable, LosslessStringConvertible {
    public enum Unit: String, Sendable, CaseIterable {
        case day = "D", week = "W", month = "M", year = "Y"
    }
    public var amount: Int
    public var unit: Unit

    public init(_ amount: Int, _ unit: Unit) {
        self.amount = amount
        self.unit = unit
    }

    /// `30D`, `1M`, and what people write: `30 dni`, `1 miesiąc`, `2 tygodnie`.
    public init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let amount = Int(digits), (1...999).contains(amount) else { return nil }
        let word = PolishText.folded(text.dropFirst(digits.count).trimmingCharacters(in: .whitespaces))
        let unit: Unit
        switch word {
        case "d", "dni", "dzien": unit = .day
        case "w", "tydzien", "tygodnie", "tygodni": unit = .week
        case "m", "miesiac", "miesiace", "miesiecy": unit = .month
        case "y", "rok", "lata", "lat": unit = .year
        default: return nil
        }
        self.init(amount, unit)
    }
    public var description: String { "\(amount)\(unit.rawValue)" }
}
