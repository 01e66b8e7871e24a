public import Store

/// One way in which an officer sees rows of a list; several are joined by "or".
public struct VisibilityRule: Sendable, Hashable {
    public enum Reach: Sendable, Hashable {
        case office
        case units(Set<UnitID>)
        /// What the officer leads or was assigned.
        case own
        /// Parts of files that these units were let into.
        case sharedWith(Set<UnitID>)
    }
    public var reach: Reach
    public var extent: PermissionExtent
    /// Symbol prefixes; empty for every class.
    public var classes: [String] = []
    public var highestAccess: Access = .notPublic
    public var seesConfidential = false
    public var archivedOnly = false
}

/// How a list names what visibility depends on. Pieces of SQL, chosen by the program, never by a request.
public struct VisibilityColumns: Sendable {
    /// Column of the keeping unit, for example `case_file.unit_id`.
    public var unit: SQL
    public var leadOfficer: SQL
    /// Column of the class symbol; `nil` for lists without classes, in which rules narrowed to classes find nothing.
    public var symbol: SQL?
    /// Column of `Access` by its raw value.
    public var access: SQL?
    /// 0/1 column.
    public var isConfidential: SQL?
    /// 0/1 column or expression.
    public var isArchived: SQL?
    /// A condition that the row was assigned to an officer besides the lead, for example
    /// `EXISTS (SELECT 1 FROM … WHERE officer_id = \(officer))`.
    public var assignedTo: (@Sendable (OfficerID) -> SQL)?
    /// A condition that a part of the row's file was opened to one of the units.
    public var sharedWith: (@Sendable ([UnitID]) -> SQL)?

    public init(
        unit: SQL, leadOfficer: SQL, symbol: SQL? = nil, access: SQL? = nil, isConfidential: SQL? = nil, isArchived: SQL? = nil,
        assignedTo: (@Sendable (OfficerID) -> SQL)? = nil, sharedWith: (@Sendable ([UnitID]) -> SQL)? = nil
    ) {
        self.unit = unit
        self.leadOfficer = leadOfficer
        self.symbol = symbol
        self.access = access
        self.isConfidential = isConfidential
        self.isArchived = isArchived
        self.assignedTo = assignedTo
        self.sharedWith = sharedWith
    }
}

/// What an officer may see in lists: the same rules as `OfficerRights.decide(.read, on:)`, in a form that queries use.
public struct ListVisibility: Sendable {
    public var officer: OfficerID
    public var rules: [VisibilityRule]

    /// Nothing narrows the list.
    public var isUnlimited: Bool {
        rules.contains { $0.reach == .office && $0.classes.isEmpty && $0.highestAccess == .notPublic && $0.seesConfidential && !$0.archivedOnly }
    }

    /// All units whose rows may be seen in some measure; `nil` when the whole office may.
    public var units: Set<UnitID>? {
        var out: Set<UnitID> = []
        for rule in rules {
            switch rule.reach {
            case .office: return nil
            case .units(let units): out.formUnion(units)
            case .own, .sharedWith: break
            }
        }
        return out
    }

    /// Only rows that the officer leads, was assigned or was let into.
    public var isOwnOnly: Bool {
        !rules.isEmpty
            && rules.allSatisfy {
                switch $0.reach {
                case .own, .sharedWith: true
                case .office, .units: false
                }
            }
    }

    /// The condition for `WHERE`; finds nothing where no rule holds.
    public func condition(_ columns: VisibilityColumns) -> SQL {
        if isUnlimited { return "1 = 1" }
        var out: SQL?
        for rule in rules {
            guard let piece = piece(rule, columns) else { continue }
            out = out.map { "\(sql: $0) OR \(sql: piece)" } ?? piece
        }
        return out.map { "(\(sql: $0))" } ?? "1 = 0"
    }

    private func piece(_ rule: VisibilityRule, _ columns: VisibilityColumns) -> SQL? {
        let own: SQL = "(\(sql: columns.leadOfficer) = \(officer)\(sql: columns.assignedTo.map { " OR \(sql: $0(officer))" } ?? ""))"
        var isOwn = false
        var sql: SQL
        switch rule.reach {
        case .office: sql = "(1 = 1"
        case .units(let units):
            guard !units.isEmpty else { return nil }
            sql = "(\(sql: columns.unit) IN (\(list: units.sorted()))"
        case .own:
            isOwn = true
            sql = "(\(sql: own)"
        case .sharedWith(let units):
            guard !units.isEmpty, let shared = columns.sharedWith else { return nil }
            sql = "(\(sql: shared(units.sorted()))"
        }
        if !rule.classes.isEmpty {
            guard let symbol = columns.symbol else { return nil }
            let prefixes = rule.classes.reduce(into: nil as SQL?) { out, prefix in
                let one: SQL = "substr(\(sql: symbol), 1, \(prefix.count)) = \(prefix)"
                out = out.map { "\(sql: $0) OR \(sql: one)" } ?? one
            }
            if let prefixes { sql += " AND (\(sql: prefixes))" }
        }
        if rule.extent == .whole || rule.extent == .sharedPart {
            if rule.highestAccess != .notPublic, let access = columns.access {
                let open = Access.allCases.filter { $0.secrecy <= rule.highestAccess.secrecy }.map(\.rawValue)
                sql += " AND \(sql: access) IN (\(list: open))"
            }
            if !rule.seesConfidential, !isOwn, let confidential = columns.isConfidential { sql += " AND (\(sql: confidential) = 0 OR \(sql: own))" }
        }
        if rule.archivedOnly {
            guard let archived = columns.isArchived else { return nil }
            sql += " AND \(sql: archived) = 1"
        }
        return sql + ")"
    }
}

extension OfficerRights {
    /// What lists may show.
    ///
    /// - Parameter extents: which extents are enough for the list; register lists are content with metadata.
    public func visibility(_ extents: Set<PermissionExtent> = [.whole, .sharedPart]) -> ListVisibility {
        var rules: [VisibilityRule] = []
        for grant in grants where grant.isValid(on: day) {
            guard let cell = RoleActionTable.cell(grant.role, .read) else { continue }
            func add(_ reach: VisibilityRule.Reach, _ extent: PermissionExtent) {
                guard extents.contains(extent) else { return }
                let rule = VisibilityRule(
                    reach: reach, extent: extent, classes: grant.classes, highestAccess: grant.highestAccess, seesConfidential: grant.seesConfidential,
                    archivedOnly: cell.archivedOnly)
                if !rules.contains(rule) { rules.append(rule) }
            }
            let scope = min(grant.scope, cell.widest)
            switch scope {
            case .own:
                add(.own, cell.extent)
                if cell.extent == .sharedPart { add(.sharedWith(Set(grant.unit.map { [$0] } ?? postUnits)), .sharedPart) }
            case .unit, .subtree:
                let reach = reach(grant, scope)
                add(.units(reach), cell.extent)
                if cell.extent == .whole { add(.sharedWith(reach), .sharedPart) }
            case .office: add(.office, cell.extent)
            }
        }
        return ListVisibility(officer: officer, rules: rules)
    }
}
