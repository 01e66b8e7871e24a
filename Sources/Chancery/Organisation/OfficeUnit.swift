public import Kernel
internal import Law
public import Store

/// The code of a unit (symbol komórki), the first part of a case sign.
///
/// Latin letters and digits with at least one letter, parts joined by single hyphens: `OR`, `b99`, `AB-C`.
/// Source: `ezd.md` § 1.6.
public struct UnitCode: Sendable, Hashable, LosslessStringConvertible, SQLBindable {
    public static let longest = 20
    public let description: String

    public init?(_ text: String) {
        guard (1...Self.longest).contains(text.utf8.count) else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isLetterOrDigit) }), text.utf8.contains(where: Self.isLetter) else { return nil }
        description = text
    }

    public var sqlValue: SQLValue { .text(description) }

    /// `OR` and `or` are one code; two units never differ by case alone.
    public var folded: String { description.lowercased() }

    private static func isLetter(_ c: UInt8) -> Bool { (65...90).contains(c) || (97...122).contains(c) }
    private static func isLetterOrDigit(_ c: UInt8) -> Bool { isLetter(c) || (48...57).contains(c) }
}

/// A unit of the office as it stands on one day: its code, name and place in the structure.
public struct OfficeUnit: Sendable, Hashable {
    public var id: UnitID
    public var code: UnitCode
    public var name: String
    public var parent: UnitID?
    /// The first day of this code, name and place.
    public var validFrom: Day
    /// The last day of this code, name and place; `nil` while it has no end.
    public var validTo: Day?

    public init(id: UnitID, code: UnitCode, name: String, parent: UnitID? = nil, validFrom: Day, validTo: Day? = nil) {
        self.id = id
        self.code = code
        self.name = name
        self.parent = parent
        self.validFrom = validFrom
        self.validTo = validTo
    }

    /// As lists show it: `OR – Referat Organizacyjny`.
    public var label: String { "\(code) – \(name)" }
}

/// The structure of the office on one day.
///
/// A value, loaded once for a request: an office has tens of units, seldom hundreds.
public struct UnitTree: Sendable {
    /// In the Polish order of codes.
    public let units: [OfficeUnit]
    private let byID: [UnitID: OfficeUnit]
    private let children: [UnitID: [UnitID]]

    public init(_ units: [OfficeUnit]) {
        self.units = units.sorted { (PolishText.sortKey($0.code.description), $0.id) < (PolishText.sortKey($1.code.description), $1.id) }
        byID = Dictionary(units.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var children: [UnitID: [UnitID]] = [:]
        for unit in self.units { if let parent = unit.parent { children[parent, default: []].append(unit.id) } }
        self.children = children
    }

    public subscript(id: UnitID) -> OfficeUnit? { byID[id] }
    public func unit(_ code: UnitCode) -> OfficeUnit? { units.first { $0.code.folded == code.folded } }

    /// Units that stand directly under one; `nil` for those at the top.
    public func children(of id: UnitID?) -> [OfficeUnit] {
        guard let id else { return units.filter { unit in unit.parent.flatMap { byID[$0] } == nil } }
        return (children[id] ?? []).compactMap { byID[$0] }
    }

    /// The unit and everything under it.
    public func subtree(of id: UnitID) -> Set<UnitID> {
        var out: Set<UnitID> = [id]
        var waiting = [id]
        while let next = waiting.popLast() {
            for child in children[next] ?? [] where out.insert(child).inserted { waiting.append(child) }
        }
        return out
    }

    /// The code for sentences; units that are gone keep their number.
    public func code(of id: UnitID) -> String { byID[id]?.code.description ?? "nr \(id)" }
}
