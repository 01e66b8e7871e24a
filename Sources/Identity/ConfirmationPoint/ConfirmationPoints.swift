public import Kernel
internal import Law
public import Store

/// Points and the people authorised at them. The permission to come here is decided before; the four eyes are decided here.
public struct ConfirmationPoints: Sendable {
    let keys: IdentityKeys
    /// Before an authorisation or a means of signing ends, the head is told so many days.
    public var warnDays: [Int]

    public init(keys: IdentityKeys, warnDays: [Int] = [30, 14, 7]) {
        self.keys = keys
        self.warnDays = warnDays
    }

    // ── points ──

    /// A point whose consent is applied for.
    public func add(
        _ c: any SQLConnection, office: OfficeID, name: String, place: String, information: ConfirmationPoint.PublicInformation, hours: PointHours,
        by performer: Performer, at now: Instant
    ) throws -> PointID {
        guard !name.trimmedSpace.isEmpty else { throw Problem(.invalidInput, "Wpisz nazwę punktu.", field: "name") }
        let id = try PointStore.insert(
            c, office: office, name: name.trimmedSpace, place: place.trimmedSpace, information, hours: hours, at: now)
        try note(c, "punkt:\(id)", "point-added", by: performer, at: now)
        return id
    }

    public func find(_ c: any SQLConnection, _ id: PointID) throws -> ConfirmationPoint? { try PointStore.find(c, id) }
    public func list(_ c: any SQLConnection, office: OfficeID) throws -> [ConfirmationPoint] { try PointStore.list(c, office: office) }

    /// Moves the point on in its life.
    /// - Parameters:
    ///   - consent: needed to become `consented`.
    ///   - successor: who takes over the archive; needed to end. Source: regulation, § 17 ust. 4.
    public func move(
        _ c: any SQLConnection, _ id: PointID, to state: PointState, consent: ConfirmationPoint.Consent? = nil, successor: String? = nil, reason: String,
        by performer: Performer, at now: Instant
    ) throws {
        var point = try present(c, id)
        guard point.state.mayBecome(state) else {
            throw Problem(.conflict, "Punkt „\(point.state.polishName)” nie może teraz być „\(state.polishName)”.", cause: "point state")
        }
        if state == .consented, consent == nil { throw Problem(.invalidInput, "Wpisz numer i dzień zgody ministra.", field: "consent") }
        if state == .ended || state == .consentWithdrawn, (successor ?? "").trimmedSpace.isEmpty {
            throw Problem(.invalidInput, "Wpisz, kto przejmuje archiwum punktu.", field: "successor")
        }
        let before = point.state.rawValue
        point.state = state
        point.consent = consent ?? point.consent
        try PointStore.save(c, point, successor: successor, at: now)
        try note(c, point.object, "point-moved", before: before, after: state.rawValue, reason: reason, by: performer, at: now)
    }

    /// New hours or public information.
    public func describe(
        _ c: any SQLConnection, _ id: PointID, information: ConfirmationPoint.PublicInformation, hours: PointHours, by performer: Performer, at now: Instant
    ) throws {
        var point = try present(c, id)
        let before = point.hours.description
        point.information = information
        point.hours = hours
        try PointStore.save(c, point, at: now)
        try note(c, point.object, "point-described", before: before, after: hours.description, by: performer, at: now)
    }

    // ── authorisations: one asks, another approves, a third works ──

    /// The administrator of the point asks for an authorisation for somebody else.
    public func request(
        _ c: any SQLConnection, _ new: NewOperatorAuthorisation, by administrator: Account, at now: Instant
    ) throws -> OperatorAuthorisationID {
        guard new.problems.isEmpty else { throw Problems(new.problems) }
        let point = try present(c, new.point)
        try PointRoles.demand(c, [.administrator], administrator, at: new.point)
        guard let account = try AccountStore.find(c, id: new.account), !account.isClosed, account.office == point.office else {
            throw Problem(.notFound, "Nie ma takiego konta w tym urzędzie.", field: "account")
        }
        guard new.account != administrator.id else {
            throw Problem(.forbidden, "Nie można wnioskować o upoważnienie dla siebie.", cause: "four eyes: self")
        }
        // Who grants rights does not confirm with the same account, who inspects neither.
        let roles = try PointRoles.roles(c, of: account.id, at: new.point)
        guard !account.roles.contains(.administrator), roles.isDisjoint(with: [.administrator, .auditor]) else {
            throw Problem(.forbidden, "Administrator nie może potwierdzać profili z tego samego konta. Załóż drugie.", cause: "administrator as operator")
        }
        guard let person = try PersonStore.find(c, new.person), let pesel = person.pesel else {
            throw Problem(.notFound, "Nie ma takiej osoby albo nie ma ona numeru PESEL.", field: "person")
        }
        let id = try PointStore.insert(c, new, name: person.name, pesel: pesel, requestedBy: administrator.id, at: now)
        try note(
            c, "upowaznienie:\(id)", "authorisation-requested", after: "konto:\(new.account) \(PointStore.text(new.scopes)) \(new.from)–\(new.to)",
            by: administrator.performer, at: now)
        return id
    }

    /// The head approves what another asked for, for a third.
    public func approve(_ c: any SQLConnection, _ id: OperatorAuthorisationID, by head: Account, at now: Instant) throws {
        var authorisation = try present(c, id)
        guard authorisation.state == .requested else { throw Self.wrongState }
        guard head.id != authorisation.requestedBy, head.id != authorisation.account else {
            throw Problem(
                .forbidden, "Upoważnienie zatwierdza inna osoba niż ta, która o nie wnioskuje, i inna niż upoważniana.", cause: "four eyes")
        }
        try PointRoles.demand(c, [.head], head, at: authorisation.point)
        authorisation.state = .approved
        authorisation.approvedBy = head.id
        try PointStore.save(c, authorisation, reason: nil, at: now)
        try note(c, authorisation.object, "authorisation-approved", by: head.performer, at: now)
    }

    public func decline(_ c: any SQLConnection, _ id: OperatorAuthorisationID, reason: String, by head: Account, at now: Instant) throws {
        try move(c, id, from: [.requested], to: .declined, "authorisation-declined", [.head], reason: reason, by: head, at: now)
    }

    public func suspend(_ c: any SQLConnection, _ id: OperatorAuthorisationID, reason: String, by account: Account, at now: Instant) throws {
        try move(c, id, from: [.approved], to: .suspended, "authorisation-suspended", [.administrator, .head], reason: reason, by: account, at: now)
    }

    /// Ends a suspension; like a grant, not for oneself.
    public func resume(_ c: any SQLConnection, _ id: OperatorAuthorisationID, by head: Account, at now: Instant) throws {
        let authorisation = try present(c, id)
        guard head.id != authorisation.account else { throw Problem(.forbidden, "Nie można przywrócić upoważnienia sobie.", cause: "four eyes: self") }
        try move(c, id, from: [.suspended], to: .approved, "authorisation-resumed", [.head], reason: nil, by: head, at: now)
    }

    /// Ends the authorisation; from the next act on, in an open session too.
    public func withdraw(_ c: any SQLConnection, _ id: OperatorAuthorisationID, reason: String, by account: Account, at now: Instant) throws {
        guard !reason.trimmedSpace.isEmpty else { throw Problem(.invalidInput, "Napisz, dlaczego upoważnienie się kończy.", field: "reason") }
        try move(
            c, id, from: [.requested, .approved, .suspended], to: .withdrawn, "authorisation-withdrawn", [.administrator, .head], reason: reason, by: account, at: now)
    }

    /// A renewed means of signing.
    public func renewSigning(_ c: any SQLConnection, _ id: OperatorAuthorisationID, until day: Day, by account: Account, at now: Instant) throws {
        var authorisation = try present(c, id)
        try PointRoles.demand(c, [.administrator, .head], account, at: authorisation.point)
        let before = authorisation.signingUntil
        authorisation.signingUntil = day
        try PointStore.save(c, authorisation, reason: nil, at: now)
        try note(c, authorisation.object, "authorisation-signing-renewed", before: "\(before)", after: "\(day)", by: account.performer, at: now)
    }

    /// The register of authorised persons, newest first.
    public func authorisations(_ c: any SQLConnection, at point: PointID) throws -> [OperatorAuthorisation] { try PointStore.list(c, point) }

    /// What ends soon, with the days left: authorisations and means of signing.
    public func endingSoon(
        _ c: any SQLConnection, at point: PointID, on day: Day
    ) throws -> [(authorisation: OperatorAuthorisation, what: String, days: Int)] {
        let horizon = warnDays.max() ?? 0
        return try PointStore.list(c, point).filter { $0.standing(on: day) == .active }.flatMap { a in
            [("upoważnienie", a.to), ("środek podpisu", a.signingUntil)].compactMap { what, end in
                let left = end.daysSince1970 - day.daysSince1970
                return left <= horizon ? (a, what, left) : nil
            }
        }
    }

    // ── the guard ──

    /// Whether the officer may do an act of this scope for this applicant now. Read anew for each act, so a right that ended is gone at once.
    ///
    /// - Parameter applicant: the person served; nobody serves himself.
    static func admit(
        _ c: any SQLConnection, _ account: AccountID, at point: PointID, _ scope: OperatorScope, applicant: PESELHash, now: Instant
    ) throws -> (ConfirmationPoint, OperatorAuthorisation) {
        guard let place = try PointStore.find(c, point) else { throw Problem(.notFound, "Nie ma takiego punktu.") }
        guard place.state == .open else {
            throw Problem(.forbidden, "Punkt jest nieczynny: \(place.state.polishName).", cause: "point closed")
        }
        guard try AccountStore.find(c, id: account)?.isClosed == false else { throw Problem(.forbidden, "To konto jest zamknięte.", cause: "account closed") }
        let today = PolishTime.day(of: now)
        let all = try PointStore.list(c, point, account: account)
        guard !all.contains(where: { $0.pesel.hash == applicant }) else {
            throw Problem(.forbidden, "Nie możesz obsłużyć własnego wniosku. Poproś inną osobę.", cause: "own-profile")
        }
        let active = all.filter { $0.standing(on: today) == .active }
        guard !active.isEmpty else {
            throw Problem(.forbidden, "Nie masz dziś upoważnienia w tym punkcie. Zapytaj kierownika.", cause: "no-authorisation")
        }
        guard let authorisation = active.first(where: { $0.scopes.contains(scope) }) else {
            throw Problem(.forbidden, "Twoje upoważnienie nie obejmuje: \(scope.polishName).", cause: "scope")
        }
        guard authorisation.signingUntil >= today else {
            throw Problem(.forbidden, "Twój podpis stracił ważność. Odnów go, zanim obsłużysz następną osobę.", cause: "signing-means-expired")
        }
        return (place, authorisation)
    }

    private static let wrongState = Problem(.conflict, "Tego nie można zrobić z tym upoważnieniem. Odśwież listę.", cause: "authorisation state")

    private func move(
        _ c: any SQLConnection, _ id: OperatorAuthorisationID, from: Set<OperatorAuthorisation.State>, to state: OperatorAuthorisation.State, _ act: String,
        _ roles: Set<PointRole>, reason: String?, by account: Account, at now: Instant
    ) throws {
        var authorisation = try present(c, id)
        try PointRoles.demand(c, roles, account, at: authorisation.point)
        guard from.contains(authorisation.state) else { throw Self.wrongState }
        let before = authorisation.state.rawValue
        authorisation.state = state
        try PointStore.save(c, authorisation, reason: reason, at: now)
        try note(c, authorisation.object, act, before: before, after: state.rawValue, reason: reason, by: account.performer, at: now)
    }

    private func present(_ c: any SQLConnection, _ id: PointID) throws -> ConfirmationPoint {
        guard let point = try PointStore.find(c, id) else { throw Problem(.notFound, "Nie ma takiego punktu.") }
        return point
    }

    private func present(_ c: any SQLConnection, _ id: OperatorAuthorisationID) throws -> OperatorAuthorisation {
        guard let authorisation = try PointStore.find(c, id) else { throw Problem(.notFound, "Nie ma takiego upoważnienia.") }
        return authorisation
    }

    private func note(
        _ c: any SQLConnection, _ object: String, _ act: String, before: String? = nil, after: String? = nil, reason: String? = nil,
        by performer: Performer, at now: Instant
    ) throws {
        try Journal.append(c, JournalEntry(actor: performer.id, act: act, object: object, before: before, after: after, reason: reason), at: now)
    }
}
