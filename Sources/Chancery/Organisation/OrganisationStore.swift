public import Kernel
public import Store

/// Reading the organisation. Offices have tens of units and up to hundreds of officers.
extension Organisation {
    // MARK: units

    /// The structure on a day.
    public static func tree(_ c: any SQLConnection, on day: Day) throws -> UnitTree {
        UnitTree(
            try c.query(
                """
                SELECT unit_id, code, name, parent_id, valid_from, valid_to FROM unit_designation
                WHERE valid_from <= \(day) AND (valid_to IS NULL OR valid_to >= \(day))
                """, unit))
    }

    public static func unit(_ c: any SQLConnection, _ id: UnitID, on day: Day) throws -> OfficeUnit? {
        try c.first(
            """
            SELECT unit_id, code, name, parent_id, valid_from, valid_to FROM unit_designation
            WHERE unit_id = \(id) AND valid_from <= \(day) AND (valid_to IS NULL OR valid_to >= \(day))
            """, unit)
    }

    /// What a unit was called and where it stood, newest first.
    public static func history(_ c: any SQLConnection, unit id: UnitID) throws -> [OfficeUnit] {
        try c.query(
            """
            SELECT unit_id, code, name, parent_id, valid_from, valid_to FROM unit_designation WHERE unit_id = \(id)
            ORDER BY valid_from \(sql: c.dialect.descending)
            """, unit)
    }

    /// Which unit a code meant in a year; old signs are read so.
    public static func unit(_ c: any SQLConnection, code: UnitCode, in year: Int) throws -> UnitID? {
        try c.first(
            "SELECT unit_id FROM unit_designation WHERE code_folded = \(code.folded) AND first_year <= \(year) AND last_year >= \(year)"
        ) { try $0.id("unit_id") }
    }

    static func latestDesignation(_ c: any SQLConnection, _ id: UnitID) throws -> OfficeUnit? { try history(c, unit: id).first }

    private static func unit(_ row: any SQLRow) throws -> OfficeUnit {
        OfficeUnit(
            id: try row.id("unit_id"), code: try row.parsed("code"), name: try row.text("name"), parent: try row.idOrNil("parent_id"),
            validFrom: try row.parsed("valid_from"), validTo: try row.parsedOrNil("valid_to"))
    }

    // MARK: officers and posts

    public static func officer(_ c: any SQLConnection, _ id: OfficerID) throws -> Officer? {
        try c.first("SELECT id, given_names, surname, account, active_from, active_to FROM officer WHERE id = \(id)", officer)
    }

    public static func officer(_ c: any SQLConnection, account: String) throws -> Officer? {
        try c.first("SELECT id, given_names, surname, account, active_from, active_to FROM officer WHERE account = \(account)", officer)
    }

    /// Everybody, in the Polish order of surnames.
    ///
    /// - Parameter day: only those who work on the day; `nil` for all.
    public static func officers(_ c: any SQLConnection, on day: Day? = nil) throws -> [Officer] {
        let active: SQL = day.map { "active_from <= \($0) AND (active_to IS NULL OR active_to >= \($0))" } ?? "1 = 1"
        return try c.query(
            """
            SELECT id, given_names, surname, account, active_from, active_to FROM officer WHERE \(sql: active)
            ORDER BY sort \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending)
            """, officer)
    }

    /// Posts of an officer, heads first, then the oldest.
    public static func posts(_ c: any SQLConnection, of officer: OfficerID) throws -> [OfficerPost] {
        try c.query(
            """
            SELECT id, officer_id, unit_id, title, is_head, valid_from, valid_to FROM officer_post WHERE officer_id = \(officer)
            ORDER BY is_head \(sql: c.dialect.descending), id \(sql: c.dialect.ascending)
            """, post)
    }

    /// Who holds a post in a unit on a day, heads first, then in the Polish order of surnames.
    public static func staff(_ c: any SQLConnection, of unit: UnitID, on day: Day) throws -> [(officer: Officer, post: OfficerPost)] {
        try c.query(
            """
            SELECT p.id, p.officer_id, p.unit_id, p.title, p.is_head, p.valid_from, p.valid_to,
                o.given_names, o.surname, o.account, o.active_from, o.active_to
            FROM officer_post AS p JOIN officer AS o ON o.id = p.officer_id
            WHERE p.unit_id = \(unit) AND p.valid_from <= \(day) AND (p.valid_to IS NULL OR p.valid_to >= \(day))
            ORDER BY p.is_head \(sql: c.dialect.descending), o.sort \(sql: c.dialect.ascending), p.id \(sql: c.dialect.ascending)
            """
        ) { row in
            let post = try post(row)
            return (
                Officer(
                    id: post.officer, givenNames: try row.text("given_names"), surname: try row.text("surname"), account: try row.textOrNil("account"),
                    activeFrom: try row.parsed("active_from"), activeTo: try row.parsedOrNil("active_to")), post
            )
        }
    }

    private static func officer(_ row: any SQLRow) throws -> Officer {
        Officer(
            id: try row.id("id"), givenNames: try row.text("given_names"), surname: try row.text("surname"), account: try row.textOrNil("account"),
            activeFrom: try row.parsed("active_from"), activeTo: try row.parsedOrNil("active_to"))
    }

    private static func post(_ row: any SQLRow) throws -> OfficerPost {
        OfficerPost(
            id: try row.id("id"), officer: try row.id("officer_id"), unit: try row.id("unit_id"), title: try row.text("title"),
            isHead: try row.bool("is_head"), validFrom: try row.parsed("valid_from"), validTo: try row.parsedOrNil("valid_to"))
    }

    // MARK: roles and substitutions

    /// Roles given to an officer, those in force and those past, in the order they were given.
    public static func grants(_ c: any SQLConnection, of officer: OfficerID) throws -> [RoleGrant] {
        try c.query(
            """
            SELECT id, role, scope, unit_id, classes, highest_access, sees_confidential, valid_from, valid_to FROM role_grant
            WHERE officer_id = \(officer) ORDER BY id \(sql: c.dialect.ascending)
            """
        ) { row in
            RoleGrant(
                id: try row.id("id"), try row.symbol("role"), scope: try row.symbol("scope"), unit: try row.idOrNil("unit_id"),
                classes: try row.text("classes").split(separator: " ").map(String.init), highestAccess: try row.symbol("highest_access"),
                seesConfidential: try row.bool("sees_confidential"), validFrom: try row.parsed("valid_from"), validTo: try row.parsedOrNil("valid_to"))
        }
    }

    /// Substitutions that are not over on the day, in the order of their beginnings.
    public static func substitutions(_ c: any SQLConnection, notOverOn day: Day) throws -> [Substitution] {
        try c.query(
            """
            SELECT id, absent_id, substitute_id, valid_from, valid_to, reason FROM substitution WHERE valid_to >= \(day)
            ORDER BY valid_from \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending)
            """, substitution)
    }

    /// For whom the officer may act on the day.
    static func substitutions(_ c: any SQLConnection, by substitute: OfficerID, on day: Day) throws -> [Substitution] {
        try c.query(
            """
            SELECT id, absent_id, substitute_id, valid_from, valid_to, reason FROM substitution
            WHERE substitute_id = \(substitute) AND valid_to >= \(day) AND valid_from <= \(day)
            ORDER BY valid_from \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending)
            """, substitution)
    }

    static func substitution(_ row: any SQLRow) throws -> Substitution {
        Substitution(
            id: try row.id("id"), absent: try row.id("absent_id"), substitute: try row.id("substitute_id"), from: try row.parsed("valid_from"),
            to: try row.parsed("valid_to"), reason: try row.text("reason"))
    }
}
