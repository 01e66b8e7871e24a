public import Kernel
public import Store

public struct DisposalListID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// A list of cases proposed for destruction (spis dokumentacji przeznaczonej do brakowania).
public struct DisposalList: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable {
        /// Heads of units give their opinion.
        case opinions = "opiniowanie"
        /// The state archive agreed; nothing on the list changes any more.
        case consented = "zgoda"
        case withdrawn = "wycofany"

        public var polishName: String {
            switch self {
            case .opinions: "do opinii"
            case .consented: "zgoda archiwum państwowego"
            case .withdrawn: "wycofany"
            }
        }
    }
    public var id: DisposalListID
    public var year: Int
    public var sequence: Int64
    public var state: State
    public var createdAt: Instant
    public var createdBy: String
    public var consentNumber: String
    public var consentDay: Day?
    /// Number of the state archive's opinion on the cases of category BE.
    public var expertise: String

    /// `B/1/2026`.
    public var name: String { "B/\(sequence)/\(year)" }
}

/// A case on a list, in the columns of the form: sign, class, extreme years, category, remarks.
public struct DisposalItem: Sendable, Hashable {
    public var position: Int64
    public var caseID: CaseID
    public var sign: CaseSign
    public var unit: UnitID
    public var className: String
    public var title: String
    public var firstYear: Int
    public var lastYear: Int
    public var category: String
    public var removedBy: String
    public var removeReason: String

    public var isRemoved: Bool { !removeReason.isEmpty }
    public var needsExpertise: Bool { category.hasPrefix("BE") }
    /// Column "lata" of the form.
    public var years: String { firstYear == lastYear ? "\(firstYear)" : "\(firstYear)–\(lastYear)" }
}

/// What the head of a unit thinks of the unit's cases on a list.
public struct DisposalOpinion: Sendable, Hashable {
    public var unit: UnitID
    public var agrees: Bool
    public var words: String
    public var by: String
    public var at: Instant
}

extension DisposalList {
    /// What stands in the way of a consent, in words for the archivist; empty where nothing does.
    ///
    /// - Parameter opinions: the last one of each unit.
    /// - Parameter held: signs of listed cases that somebody holds.
    static func obstacles(items: [DisposalItem], opinions: [UnitID: DisposalOpinion], codes: [UnitID: String], held: [CaseSign], expertise: String) -> [String] {
        let listed = items.filter { !$0.isRemoved }
        var out: [String] = []
        if listed.isEmpty { out.append("Na spisie nie ma żadnej sprawy.") }
        for unit in Set(listed.map(\.unit)).sorted() {
            let code = codes[unit] ?? unit.description
            switch opinions[unit] {
            case nil: out.append("Brakuje opinii komórki \(code).")
            case .some(let given) where !given.agrees: out.append("Komórka \(code) nie zgadza się: \(given.words). Wyjmij jej sprawy albo poproś o nową opinię.")
            default: break
            }
        }
        if !held.isEmpty { out.append("Brakowanie wstrzymano: \(held.prefix(5).map(\.description).joined(separator: ", ")). Wyjmij te sprawy ze spisu.") }
        if expertise.isEmpty, listed.contains(where: \.needsExpertise) { out.append("Sprawy kategorii BE wymagają ekspertyzy. Wpisz jej numer.") }
        return out
    }
}

extension DisposalList {
    /// The columns of the form (spis dokumentacji niearchiwalnej przeznaczonej do brakowania).
    public static let columns = ["lp.", "znak", "komórka i klasa", "tytuł", "lata", "kategoria", "uwagi"]

    public static func cells(_ item: DisposalItem) -> [String] {
        [
            String(item.position), item.sign.description, item.className, item.title, item.years, item.category,
            item.isRemoved ? "wyjęto: \(item.removeReason)" : "",
        ]
    }

    /// The list for other programs, in UTF-8 with a mark and semicolons.
    public static func csv(_ items: [DisposalItem]) -> [UInt8] {
        [0xEF, 0xBB, 0xBF] + RegisterExport.line(columns) + items.flatMap { RegisterExport.line(cells($0)) }
    }
}
