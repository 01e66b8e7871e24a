public import Kernel
public import Store

extension CaseFile {
    /// The file lies in the archive, or left it for good.
    public var isArchived: Bool { [.archived, .handedOver, .destroyed].contains(state) }

    /// The case as rights see it.
    ///
    /// - Parameter shares: those in force.
    public func accessSubject(shares: [CaseShare] = []) -> AccessSubject {
        AccessSubject(
            unit: unit, symbol: sign.symbol, access: access, leadOfficer: officer, sharedUnits: Set(shares.filter { $0.officer == nil }.map(\.unit)),
            isArchived: isArchived)
    }
}

extension CaseShare {
    public func isInForce(on day: Day) -> Bool { revokedAt == nil && until.map { day <= $0 } ?? true }
}

/// What a person sees of one case and may do in it: roles first, then what the unit of the case shared. Deny is the default.
///
/// A share with a unit reaches those whose role reaches shared parts (cooperating officers, heads); a share with one officer
/// reaches that officer. Source: `ezd.md` § 1.8 item 2, § 1.10, § 8 "Role × action".
public struct CaseSight: Sendable, Hashable {
    public enum Extent: Sendable, Hashable {
        case nothing
        /// Data of the case as registers show them, without its file.
        case register
        case elements(Set<CaseElementID>)
        case everything
    }
    public var extent: Extent
    /// Why, in Polish.
    public var reason: String
    /// Keeping the case: its state, terms, parties, shares.
    public var work: PermissionDecision
    /// Putting elements into the file.
    public var mayAdd: Bool
    private var me: Set<OfficerID>

    public static func of(_ file: CaseFile, shares all: [CaseShare], acting: ActingOfficer, rights: OfficerRights) -> CaseSight {
        of(file, shares: all, rights: rights, me: [rights.officer, acting.officer])
    }

    static func of(_ file: CaseFile, shares all: [CaseShare], rights: OfficerRights, me: Set<OfficerID>) -> CaseSight {
        let shares = all.filter { $0.isInForce(on: rights.day) }
        let subject = file.accessSubject(shares: shares)
        let read = rights.decide(.read, on: subject), work = rights.decide(.workCase, on: subject)
        var sight = CaseSight(extent: .nothing, reason: read.reason, work: work, mayAdd: work.isAllowed, me: me)
        if read.extent == .whole {
            sight.extent = .everything
            return sight
        }
        let reach = rights.visibility([.sharedPart]).rules.reduce(into: Set<UnitID>()) { out, rule in
            if case .sharedWith(let units) = rule.reach { out.formUnion(units) }
        }
        let mine = shares.filter { share in share.officer.map { me.contains($0) } ?? (read.extent == .sharedPart && reach.contains(share.unit)) }
        if mine.contains(where: { $0.element == nil }) {
            sight.extent = .everything
        } else if !mine.isEmpty {
            sight.extent = .elements(Set(mine.compactMap(\.element)))
        } else if read.extent == .metadata {
            sight.extent = .register
        }
        if !mine.isEmpty {
            sight.reason = "widzi, bo komórka prowadząca udostępniła akta"
            sight.mayAdd = sight.mayAdd || mine.contains(where: \.mayAdd)
        }
        return sight
    }

    /// Those who may add see what they added themselves.
    public func sees(_ element: CaseElement) -> Bool {
        switch extent {
        case .everything: true
        case .elements(let some): some.contains(element.id) || element.addedBy.map { me.contains($0) } ?? false
        case .nothing, .register: false
        }
    }

    /// - Throws: `Problem` with the reason, where nothing of the case may be seen.
    public func requireReading() throws {
        if extent == .nothing { throw Problem(.forbidden, "Nie masz dostępu do tej sprawy: \(reason).") }
    }

    /// - Throws: `Problem` with the reason, where nothing may be put into the file.
    public func requireAdding() throws {
        if !mayAdd { throw Problem(.forbidden, "Nie możesz dodawać do akt tej sprawy: \(work.reason).") }
    }
}

extension Cases {
    /// What a person sees of a case and may do in it.
    public static func sight(_ c: any SQLConnection, _ file: CaseFile, acting: ActingOfficer, rights: OfficerRights) throws -> CaseSight {
        CaseSight.of(file, shares: try CaseSharing.shares(c, file.id), acting: acting, rights: rights)
    }

    /// What an officer sees of a case by himself, whoever is at work in his place.
    public static func sight(_ c: any SQLConnection, _ file: CaseFile, rights: OfficerRights) throws -> CaseSight {
        CaseSight.of(file, shares: try CaseSharing.shares(c, file.id), rights: rights, me: [rights.officer])
    }

    /// The columns by which lists of cases are narrowed to what a person may see.
    static func visibilityColumns(on day: Day) -> VisibilityColumns {
        let inForce: SQL = "s.case_id = case_file.id AND s.revoked_at IS NULL AND s.until_day >= \(day)"
        return VisibilityColumns(
            unit: "unit_id", leadOfficer: "officer_id", symbol: "symbol", access: "access",
            isArchived: "CASE WHEN state IN ('w-archiwum', 'przekazana-do-ap', 'wybrakowana') THEN 1 ELSE 0 END",
            assignedTo: { officer in "EXISTS (SELECT 1 FROM case_share s WHERE \(sql: inForce) AND s.officer_id = \(officer))" },
            sharedWith: { units in "EXISTS (SELECT 1 FROM case_share s WHERE \(sql: inForce) AND s.officer_id IS NULL AND s.unit_id IN (\(list: units)))" })
    }
}
