public import Chancery
public import Kernel
public import Store

/// Who can be asked to accept and to sign a letter, and whom the program proposes.
public struct ApprovalChoices: Sendable {
    public struct Choice: Sendable, Hashable {
        public var approver: Approver
        public var label: String
    }
    public var choices: [Choice] = []
    /// The levels proposed, from the first to the last; the last one signs.
    public var proposed: [Approver] = []

    public init() {}

    public func label(_ approver: Approver) -> String { choices.first { $0.approver == approver }?.label ?? "\(approver)" }

    /// The head of the unit first, then whoever signs for the office; the author is never asked about his own letter.
    public static func load(
        _ c: any SQLConnection, for subject: AccessSubject, unit: UnitID, author: OfficerID, kind: OutgoingLetterKind, on day: Day
    ) throws -> ApprovalChoices {
        var out = ApprovalChoices()
        let head = try Organisation.headOfUnit(c, unit, on: day)
        if let head, head != author, let officer = try Organisation.officer(c, head) {
            out.choices.append(Choice(approver: .headOf(unit), label: "Kierownik komórki (\(officer.listName))"))
        }
        var signers: [OfficerID] = []
        for officer in try Organisation.officers(c, on: day) where officer.id != author {
            let rights = try Organisation.rights(c, of: officer.id, on: day)
            guard rights.decide(.approve, on: subject).isAllowed else { continue }
            let post = try Organisation.posts(c, of: officer.id).first { $0.validFrom <= day && $0.validTo.map { day <= $0 } ?? true }
            out.choices.append(Choice(approver: .officer(officer.id), label: "\(officer.listName)\(post.map { ", \($0.title)" } ?? "")"))
            if rights.grants.contains(where: { $0.role == .signer && $0.isValid(on: day) }) { signers.append(officer.id) }
        }
        if head != nil, head != author { out.proposed.append(.headOf(unit)) }
        if kind == .outgoing, let signer = signers.first(where: { $0 != head }) { out.proposed.append(.officer(signer)) }
        if out.proposed.isEmpty, let first = out.choices.first { out.proposed = [first.approver] }
        return out
    }
}

extension OfficerRights {
    /// The units the officer heads today, for whoever is asked as their head.
    public var headedUnits: Set<UnitID> {
        Set(grants.filter { $0.role == .unitHead && $0.isValid(on: day) }.flatMap { grant in grant.unit.map { [$0] } ?? postUnits })
    }
}
