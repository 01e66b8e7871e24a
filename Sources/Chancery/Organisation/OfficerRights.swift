public import Kernel

/// What is asked about: a letter, a case or a part of a file, as far as rights depend on it.
public struct AccessSubject: Sendable, Hashable {
    /// The unit that keeps it (komórka merytoryczna); `nil` before it is assigned.
    public var unit: UnitID?
    /// Symbol of the class, where it has one.
    public var symbol: String?
    public var access: Access
    /// Kept from everybody but those who lead it and those named for it.
    public var isConfidential: Bool
    public var leadOfficer: OfficerID?
    /// Officers to whom it was assigned besides the lead.
    public var assignedOfficers: Set<OfficerID>
    /// Units to which the lead unit opened a part of the file.
    public var sharedUnits: Set<UnitID>
    public var isArchived: Bool

    public init(
        unit: UnitID?, symbol: String? = nil, access: Access = .notPublic, isConfidential: Bool = false, leadOfficer: OfficerID? = nil,
        assignedOfficers: Set<OfficerID> = [], sharedUnits: Set<UnitID> = [], isArchived: Bool = false
    ) {
        self.unit = unit
        self.symbol = symbol
        self.access = access
        self.isConfidential = isConfidential
        self.leadOfficer = leadOfficer
        self.assignedOfficers = assignedOfficers
        self.sharedUnits = sharedUnits
        self.isArchived = isArchived
    }
}

/// The answer, with its reason in Polish.
public struct PermissionDecision: Sendable, Hashable {
    /// `nil` where nothing is given.
    public var extent: PermissionExtent?
    /// For example `widzi, bo jest kierownikiem komórki OR`.
    public var reason: String

    /// All of it. Whoever is content with a part looks at `extent`.
    public var isAllowed: Bool { extent == .whole }

    /// - Throws: `Problem` with the reason where not all of the action is given.
    public func require() throws {
        guard isAllowed else { throw Problem(.forbidden, "Nie masz do tego prawa: \(reason).") }
    }
}

/// The rights of one officer on one day: a value that answers questions without the database.
///
/// Acting in somebody's place means acting with that person's rights and no others; a substitute's substitute gets nothing
/// of the first one's. Source: `ezd.md` § 1.10. Deny is the default.
public struct OfficerRights: Sendable {
    /// Whose rights these are: the officer himself, or the one he acts for.
    public let officer: OfficerID
    public let name: String
    /// Units in which the officer holds a post on the day.
    public let postUnits: [UnitID]
    /// Given roles and those that come with posts; also those out of date, for explanations.
    public let grants: [RoleGrant]
    public let tree: UnitTree
    public let day: Day
    public let inPlace: Bool

    public init(officer: OfficerID, name: String, posts: [OfficerPost], grants: [RoleGrant], tree: UnitTree, day: Day, inPlace: Bool = false) {
        self.officer = officer
        self.name = name
        let current = posts.filter { $0.validFrom <= day && $0.validTo.map { day <= $0 } ?? true }
        postUnits = current.map(\.unit)
        let asHead = current.filter(\.isHead).map { post in
            RoleGrant(.unitHead, scope: .unit, unit: post.unit, validFrom: post.validFrom, validTo: post.validTo)
        }
        self.grants = asHead + grants
        self.tree = tree
        self.day = day
        self.inPlace = inPlace
    }

    /// May the action be done at all, on whatever it is: for menus, and for acts that have no subject.
    public func decide(_ action: ChanceryAction) -> PermissionDecision {
        decision(action) { grant, cell in .success(Match(extent: cell.extent, grant: grant, place: placeNames(grant))) }
    }

    public func decide(_ action: ChanceryAction, on subject: AccessSubject) -> PermissionDecision {
        decision(action) { grant, cell in match(action, grant, cell, subject) }
    }

    // MARK: rules

    private struct Match {
        var extent: PermissionExtent
        var grant: RoleGrant
        var place: String
    }
    /// Why a role did not help; later cases came closer.
    private struct Refusal: Error {
        var closeness: Int
        var reason: String
    }

    private func decision(_ action: ChanceryAction, _ test: (RoleGrant, RoleAction) -> Result<Match, Refusal>) -> PermissionDecision {
        var best: Match?
        var nearest = Refusal(closeness: 0, reason: "żadna rola nie daje takiego prawa")
        for grant in grants {
            guard let cell = RoleActionTable.cell(grant.role, action) else { continue }
            let result: Result<Match, Refusal>
            if grant.isValid(on: day) {
                result = test(grant, cell)
            } else {
                let when = grant.validFrom > day ? "zaczyna się \(grant.validFrom)" : "skończyła się \(grant.validTo.map(\.description) ?? "")"
                result = .failure(Refusal(closeness: 1, reason: "rola „\(grant.role.polishName)” \(when)"))
            }
            switch result {
            case .success(let match): if best.map({ match.extent.worth > $0.extent.worth }) ?? true { best = match }
            case .failure(let refusal): if refusal.closeness > nearest.closeness { nearest = refusal }
            }
        }
        guard let best else { return PermissionDecision(extent: nil, reason: "nie \(action.verb), bo \(nearest.reason)") }
        let part = best.extent == .whole ? "" : " (\(best.extent.polishName))"
        let because = best.grant.role.because(in: best.place)
        let reason =
            inPlace ? "\(action.verb)\(part) w zastępstwie, bo \(name) \(because)" : "\(action.verb)\(part), bo \(because)"
        return PermissionDecision(extent: best.extent, reason: reason)
    }

    private func match(_ action: ChanceryAction, _ grant: RoleGrant, _ cell: RoleAction, _ subject: AccessSubject) -> Result<Match, Refusal> {
        let role = "rola „\(grant.role.polishName)”"
        let scope = min(grant.scope, cell.widest)
        var extent = cell.extent
        var place = placeNames(grant)
        let isOwn = subject.leadOfficer == officer || subject.assignedOfficers.contains(officer)
        switch scope {
        case .own:
            let sharedHere = !subject.sharedUnits.isDisjoint(with: grant.unit.map { [$0] } ?? postUnits)
            let reached = extent == .sharedPart ? sharedHere || isOwn : isOwn
            guard reached else { return .failure(Refusal(closeness: 2, reason: "\(role) sięga tylko własnych spraw")) }
        case .unit, .subtree:
            let reach = reach(grant, scope)
            if let unit = subject.unit, reach.contains(unit) {
                place = grant.unit == nil ? tree.code(of: unit) : place
            } else if action == .read, extent == .whole, !subject.sharedUnits.isDisjoint(with: reach) {
                extent = .sharedPart
            } else {
                let where_ = subject.unit.map { "należy do komórki \(tree.code(of: $0))" } ?? "nie ma jeszcze komórki"
                return .failure(Refusal(closeness: 3, reason: "\(role) kończy się na: \(place), a to \(where_)"))
            }
        case .office: break
        }
        if cell.archivedOnly, !subject.isArchived {
            return .failure(Refusal(closeness: 4, reason: "\(role) obejmuje tylko akta w archiwum zakładowym"))
        }
        if subject.isArchived, action == .assign || action == .workCase || action == .approve {
            return .failure(Refusal(closeness: 9, reason: "akta są w archiwum zakładowym i komórka może je tylko czytać"))
        }
        if !grant.classes.isEmpty {
            guard let symbol = subject.symbol, grant.classes.contains(where: { symbol.hasPrefix($0) }) else {
                let listed = grant.classes.joined(separator: ", ")
                return .failure(Refusal(closeness: 5, reason: "\(role) obejmuje tylko klasy \(listed), a to ma klasę \(subject.symbol ?? "nieustaloną")"))
            }
        }
        // Register data are seen by those who keep the register, whatever the content; audit shows no content either.
        let showsContent = extent == .whole || extent == .sharedPart
        if action == .read, showsContent {
            if subject.access.secrecy > grant.highestAccess.secrecy {
                return .failure(
                    Refusal(closeness: 6, reason: "\(role) sięga dokumentów „\(grant.highestAccess.polishName)”, a ten jest „\(subject.access.polishName)”"))
            }
            if subject.isConfidential, !grant.seesConfidential, !isOwn {
                return .failure(Refusal(closeness: 7, reason: "akta są poufne i widzi je tylko prowadzący oraz osoby do nich wyznaczone"))
            }
        }
        return .success(Match(extent: extent, grant: grant, place: place))
    }

    /// Units that a grant covers within a scope of `unit` or `subtree`.
    func reach(_ grant: RoleGrant, _ scope: RoleScope) -> Set<UnitID> {
        let from = grant.unit.map { [$0] } ?? postUnits
        return scope == .unit ? Set(from) : from.reduce(into: []) { $0.formUnion(tree.subtree(of: $1)) }
    }

    private func placeNames(_ grant: RoleGrant) -> String {
        (grant.unit.map { [$0] } ?? postUnits).map { tree.code(of: $0) }.joined(separator: ", ")
    }
}

extension PermissionExtent {
    /// Of several, the one that gives more is told.
    fileprivate var worth: Int {
        switch self {
        case .whole: 9
        case .delegated: 8
        case .sharedPart: 7
        case .ownMail, .fixClass, .technical: 6
        case .metadata: 5
        case .opinion, .review, .view: 4
        case .audit: 3
        }
    }
}
