internal import Store

/// A letter that can be assigned and worked on: one that came in, or one written by another unit of the office.
public struct LetterRef: Sendable, Hashable, Comparable, LosslessStringConvertible {
    public enum Kind: String, Sendable, CaseIterable {
        /// Letter of the register of incoming letters (przesyłka wpływająca).
        case incoming = "wplywajaca"
        /// Letter between units of the office (pismo wewnętrzne).
        case `internal` = "wewnetrzna"
    }
    public let kind: Kind
    /// The row's id in the register of that kind.
    public let id: Int64

    public init(_ kind: Kind, _ id: Int64) {
        self.kind = kind
        self.id = id
    }
    public static func incoming(_ id: Int64) -> LetterRef { LetterRef(.incoming, id) }

    /// As it travels in forms: `wplywajaca-17`.
    public var description: String { "\(kind.rawValue)-\(id)" }
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])), let id = Int64(parts[1]), id > 0, String(id) == parts[1] else { return nil }
        self.init(kind, id)
    }
    public static func < (a: LetterRef, b: LetterRef) -> Bool { (a.id, a.kind.rawValue) < (b.id, b.kind.rawValue) }

    /// The condition that picks this letter's rows in a table with `letter_kind` and `letter_id`.
    var isThis: SQL { "letter_kind = \(kind.rawValue) AND letter_id = \(id)" }
}

extension SQLRow {
    func letter() throws -> LetterRef { LetterRef(try symbol("letter_kind"), try int("letter_id")) }
}
