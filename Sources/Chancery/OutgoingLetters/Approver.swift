public import Store

/// Who is asked on a level of the approval path, or for the signature.
public enum Approver: Sendable, Hashable, LosslessStringConvertible, SQLBindable {
    case officer(OfficerID)
    /// Whoever is the head of the unit at that time (kierownik komórki).
    case headOf(UnitID)

    /// As it is kept: `osoba:17`, `kierownik:3`.
    public var description: String {
        switch self {
        case .officer(let id): "osoba:\(id)"
        case .headOf(let id): "kierownik:\(id)"
        }
    }
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "osoba":
            guard let id = OfficerID(parts[1]) else { return nil }
            self = .officer(id)
        case "kierownik":
            guard let id = UnitID(parts[1]) else { return nil }
            self = .headOf(id)
        default: return nil
        }
    }
    public var sqlValue: SQLValue { .text(description) }
}

/// The levels a letter passes, and who signs it in the end.
public struct ApprovalPath: Sendable, Hashable {
    /// From the first to the last, at least one.
    public var levels: [Approver]
    /// By default the last approver signs; ignored for internal letters.
    public var signer: Approver?

    public init(_ levels: [Approver], signer: Approver? = nil) {
        self.levels = levels
        self.signer = signer ?? levels.last
    }
    public static let longest = 6
}

/// The officer who acts, with the units he heads (also in somebody's place); the caller knows the organisation.
public struct ApprovingOfficer: Sendable, Hashable {
    public var officer: ActingOfficer
    public var heads: Set<UnitID>

    public init(_ officer: ActingOfficer, heads: Set<UnitID> = []) {
        self.officer = officer
        self.heads = heads
    }

    /// Everything this officer may be asked as: for queues.
    public var asked: [Approver] {
        var out: [Approver] = [.officer(officer.inPlaceOf?.officer ?? officer.officer)]
        out += heads.sorted().map { .headOf($0) }
        return out
    }
    public func mayActFor(_ approver: Approver) -> Bool {
        switch approver {
        case .officer(let id): id == officer.officer || id == officer.inPlaceOf?.officer
        case .headOf(let unit): heads.contains(unit)
        }
    }
}
