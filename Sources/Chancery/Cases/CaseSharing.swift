public import Kernel
public import Store

/// A part of a file that the unit of the case lets another unit, or one of its officers, see.
///
/// Other units put their opinions straight into the file of the leading unit, which decides what of it they see. Source: `ezd.md` § 1.8 item 2.
public struct CaseShare: Sendable, Hashable {
    public var id: Int64
    public var unit: UnitID
    /// Only this officer of the unit; `nil` for all of them.
    public var officer: OfficerID?
    /// Only this element; `nil` for the whole file.
    public var element: CaseElementID?
    /// May add elements.
    public var mayAdd: Bool
    /// Last day; `nil` until taken back.
    public var until: Day?
    public var grantedAt: Instant
    public var grantedBy: String
    public var revokedAt: Instant?

    public init(
        id: Int64, unit: UnitID, officer: OfficerID? = nil, element: CaseElementID? = nil, mayAdd: Bool, until: Day? = nil, grantedAt: Instant,
        grantedBy: String, revokedAt: Instant? = nil
    ) {
        self.id = id
        self.unit = unit
        self.officer = officer
        self.element = element
        self.mayAdd = mayAdd
        self.until = until
        self.grantedAt = grantedAt
        self.grantedBy = grantedBy
        self.revokedAt = revokedAt
    }
}

/// One line of the report who added what, when, to whose case.
public struct CooperationRow: Sendable, Hashable {
    public var element: CaseElementID
    public var caseID: CaseID
    public var sign: CaseSign
    public var caseUnit: UnitID
    public var addedByUnit: UnitID?
    public var addedBy: String
    public var addedAt: Instant
    public var kind: CaseElement.Kind
    public var title: String

    public init(
        element: CaseElementID, caseID: CaseID, sign: CaseSign, caseUnit: UnitID, addedByUnit: UnitID? = nil, addedBy: String, addedAt: Instant,
        kind: CaseElement.Kind, title: String
    ) {
        self.element = element
        self.caseID = caseID
        self.sign = sign
        self.caseUnit = caseUnit
        self.addedByUnit = addedByUnit
        self.addedBy = addedBy
        self.addedAt = addedAt
        self.kind = kind
        self.title = title
    }
}

public enum CaseSharing {
    @discardableResult
    public static func share(
        _ c: any SQLConnection, _ id: CaseID, with unit: UnitID, officer target: OfficerID? = nil, element: CaseElementID? = nil, mayAdd: Bool = false,
        until: Day? = nil, by officer: ActingOfficer, at now: Instant
    ) throws -> Int64 {
        let file = try Cases.existing(c, id)
        // What went to the archive is shown by the archivist, on a request of its own.
        if file.isArchived { throw file.lockedProblem }
        if unit == file.unit { throw Problem(.invalidInput, "To komórka prowadząca sprawę, widzi całe akta.") }
        if let element {
            let known = try c.first("SELECT id FROM case_element WHERE id = \(element) AND case_id = \(id)") { try $0.int("id") }
            guard known != nil else { throw Problem(.notFound, "Nie ma takiego elementu w aktach tej sprawy.") }
        }
        let ids = try c.query(
            """
            INSERT INTO case_share (case_id, unit_id, officer_id, element_id, may_add, until_day, granted_at, granted_by)
            VALUES (\(id), \(unit), \(target), \(element), \(mayAdd), \(DueDay.text(until)), \(now), \(officer.signedName)) RETURNING id
            """
        ) { try $0.int("id") }
        guard let share = ids.first else { throw Problem(.internalFault, "Nie udało się udostępnić akt. Spróbuj ponownie.", cause: "no id") }
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: "udostępnienie-akt", object: CaseFile.object(id),
                after: "komórka \(unit)\(target.map { ", pracownik \($0)" } ?? "")\(element.map { ", element \($0)" } ?? ", całość")\(mayAdd ? ", może dodawać" : "")"
            ), at: now)
        return share
    }

    public static func revoke(_ c: any SQLConnection, _ share: Int64, by officer: ActingOfficer, at now: Instant) throws {
        let found: CaseID? = try c.first("SELECT case_id FROM case_share WHERE id = \(share) AND revoked_at IS NULL") { try $0.id("case_id") }
        guard let id = found else { throw Problem(.notFound, "Nie ma takiego udostępnienia albo już je cofnięto.") }
        try c.execute("UPDATE case_share SET revoked_at = \(now), revoked_by = \(officer.signedName) WHERE id = \(share)")
        try Journal.append(c, JournalEntry(actor: officer.account, act: "cofnięcie-udostępnienia", object: CaseFile.object(id), before: "\(share)"), at: now)
    }

    public static func shares(_ c: any SQLConnection, _ id: CaseID) throws -> [CaseShare] {
        try c.query(
            """
            SELECT id, unit_id, officer_id, element_id, may_add, until_day, granted_at, granted_by, revoked_at FROM case_share
            WHERE case_id = \(id) ORDER BY id \(sql: c.dialect.ascending)
            """
        ) { row in
            CaseShare(
                id: try row.int("id"), unit: try row.id("unit_id"), officer: try row.idOrNil("officer_id"), element: try row.idOrNil("element_id"),
                mayAdd: try row.bool("may_add"), until: DueDay.day(try row.text("until_day")), grantedAt: try row.instant("granted_at"),
                grantedBy: try row.text("granted_by"), revokedAt: try row.instantOrNil("revoked_at"))
        }
    }

    /// Cases of other units that are shared with a unit, newest first.
    public static func sharedWith(_ c: any SQLConnection, _ unit: UnitID, on day: Day, before share: Int64? = nil, limit: Int = 50) throws -> [(
        share: Int64, file: CaseFile
    )] {
        let found = try c.query(
            """
            SELECT id, case_id FROM case_share WHERE unit_id = \(unit) AND revoked_at IS NULL AND until_day >= \(day) AND id < \(share ?? .max)
            ORDER BY id \(sql: c.dialect.descending) LIMIT \(limit)
            """
        ) { (try $0.int("id"), try $0.id("case_id", as: CaseID.self)) }
        return try found.compactMap { share, id in try Cases.find(c, id).map { (share, $0) } }
    }

    /// The report of cooperation: what other units added to a unit's cases, or what the unit added to others'; newest first.
    public static func cooperation(
        _ c: any SQLConnection, of unit: UnitID, received: Bool, before element: CaseElementID? = nil, limit: Int = 50
    ) throws -> [CooperationRow] {
        let side: SQL = received ? "e.case_unit = \(unit)" : "e.added_by_unit = \(unit)"
        return try c.query(
            """
            SELECT e.id, e.case_id, f.sign, e.case_unit, e.added_by_unit, e.added_by_name, e.added_at, e.kind, e.title
            FROM case_element e JOIN case_file f ON f.id = e.case_id
            WHERE e.cooperating = 1 AND \(sql: side) AND e.id < \(element?.number ?? .max) ORDER BY e.id \(sql: c.dialect.descending) LIMIT \(limit)
            """
        ) { row in
            CooperationRow(
                element: try row.id("id"), caseID: try row.id("case_id"), sign: try row.parsed("sign"), caseUnit: try row.id("case_unit"),
                addedByUnit: try row.idOrNil("added_by_unit"), addedBy: try row.text("added_by_name"), addedAt: try row.instant("added_at"),
                kind: try row.symbol("kind"), title: try row.text("title"))
        }
    }
}
