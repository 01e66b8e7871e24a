public import Kernel
internal import Law
public import Store

/// Granting, proving, using and withdrawing powers.
///
/// Everything asks for the day of the act: a power that ended yesterday opens nothing, and the death of either side ends it
/// (Civil Code art. 101 § 2).
public enum Powers {
    /// The principal grants a power of attorney here, by the second factor; it is in force from its first day.
    public static func grant(
        _ c: any SQLConnection, _ new: NewPower, by authorisation: Authorisation, of account: CitizenAccount, at now: Instant
    ) throws -> PowerID {
        guard new.kind.isGranted, new.proof.kind == .grantedHere, new.principal == .person(account.person) else {
            throw Problem(.forbidden, "Tutaj można udzielić pełnomocnictwa tylko we własnym imieniu.", cause: "not one's own power")
        }
        guard authorisation.owner == account.owner else { throw Authorisation.foreign }
        let to = try check(c, new, at: now)
        try authorisation.spend(c, for: .grantPower, document: new.fingerprint, at: now)
        let id = try PowerStore.insert(c, new, to: to, state: .inForce, by: account.owner.description, at: now)
        try note(c, id, "power-granted", after: "\(new.kind.rawValue) \(PowerStore.text(new.scope))", by: account.performer, at: now)
        return id
    }

    /// Somebody says that a power exists, with a proof; an officer looks at it before it opens anything.
    public static func request(_ c: any SQLConnection, _ new: NewPower, by performer: Performer, at now: Instant) throws -> PowerID {
        guard new.proof.kind != .grantedHere else { throw Problem(.invalidInput, "Dołącz dowód, że wolno działać w cudzym imieniu.", field: "proof") }
        let to = try check(c, new, at: now)
        let id = try PowerStore.insert(c, new, to: to, state: .requested, by: performer.id, at: now)
        try note(c, id, "power-requested", after: "\(new.kind.rawValue) \(PowerStore.text(new.scope))", by: performer, at: now)
        return id
    }

    /// The officer has seen the proof.
    public static func confirm(_ c: any SQLConnection, _ id: PowerID, by officer: Account, at now: Instant) throws {
        try decide(c, id, from: [.requested], .inForce, "power-confirmed", reason: nil, by: officer.performer, at: now)
    }

    public static func decline(_ c: any SQLConnection, _ id: PowerID, reason: String, by officer: Account, at now: Instant) throws {
        guard !reason.trimmedSpace.isEmpty else { throw Problem(.invalidInput, "Napisz, czego brakuje.", field: "reason") }
        try decide(c, id, from: [.requested], .declined, "power-declined", reason: reason, by: officer.performer, at: now)
    }

    /// The principal takes the power back, or the agent gives it up; at once. Source: Civil Code art. 101 § 1.
    public static func withdraw(_ c: any SQLConnection, _ id: PowerID, by account: CitizenAccount, reason: String, at now: Instant) throws {
        let power = try present(c, id)
        guard power.principal == .person(account.person) || power.agent == account.person else {
            throw Problem(.forbidden, "To pełnomocnictwo innej osoby.", cause: "foreign power")
        }
        try decide(c, id, from: [.requested, .inForce], .withdrawn, "power-withdrawn", reason: reason, by: account.performer, at: now)
    }

    /// An officer notes that the power ended: a letter of the principal, a change in a register, a ruling.
    public static func withdraw(_ c: any SQLConnection, _ id: PowerID, by officer: Account, reason: String, at now: Instant) throws {
        guard !reason.trimmedSpace.isEmpty else { throw Problem(.invalidInput, "Napisz, z czego wynika cofnięcie.", field: "reason") }
        try decide(c, id, from: [.requested, .inForce], .withdrawn, "power-withdrawn", reason: reason, by: officer.performer, at: now)
    }

    public static func find(_ c: any SQLConnection, _ id: PowerID) throws -> Power? { try PowerStore.find(c, id) }
    /// For whom the person may act, and might have acted.
    public static func list(_ c: any SQLConnection, of agent: PersonID) throws -> [Power] { try PowerStore.list(c, of: agent) }
    /// Who may act for the principal, and might have.
    public static func list(_ c: any SQLConnection, of principal: Principal) throws -> [Power] { try PowerStore.list(c, of: principal) }
    /// What waits for an officer, oldest first.
    public static func requested(_ c: any SQLConnection, after last: PowerID? = nil, limit: Int = 100) throws -> [Power] {
        try PowerStore.requested(c, after: last, limit: limit)
    }

    /// The power by which a person may do this in the principal's name now; `nil` where there is none.
    public static func holding(
        _ c: any SQLConnection, _ agent: PersonID, for principal: Principal, _ need: Power.Need, at now: Instant
    ) throws -> Power? {
        let today = PolishTime.day(of: now)
        let found = try PowerStore.list(c, of: agent).first { $0.isInForce(on: today) && isSame($0.principal, principal) && $0.scope.covers(need) }
        guard let found, try isAlive(c, agent) else { return nil }
        if case .person(let id) = principal, try !isAlive(c, id) { return nil }
        return found
    }

    /// Organisations are one by their NIP, whatever the spelling of the name.
    private static func isSame(_ a: Principal, _ b: Principal) -> Bool {
        switch (a, b) {
        case (.person(let x), .person(let y)): x == y
        case (.organisation(let x), .organisation(let y)): x.nip == y.nip
        default: false
        }
    }

    private static func isAlive(_ c: any SQLConnection, _ id: PersonID) throws -> Bool {
        guard let person = try PersonStore.find(c, id) else { return false }
        return person.diedOn == nil
    }

    /// - Returns: the last day; a parent's right ends the day before the child comes of age.
    private static func check(_ c: any SQLConnection, _ new: NewPower, at now: Instant) throws -> Day? {
        guard new.problems.isEmpty else { throw Problems(new.problems) }
        guard try isAlive(c, new.agent) else { throw Problem(.notFound, "Nie ma takiej osoby.", field: "agent") }
        guard case .person(let id) = new.principal else { return new.to }
        guard let person = try PersonStore.find(c, id), person.diedOn == nil else { throw Problem(.notFound, "Nie ma takiej osoby.", field: "principal") }
        let today = PolishTime.day(of: now)
        switch new.kind {
        case .parent:
            guard person.age(on: today) < 18 else {
                throw Problem(.invalidInput, "Ta osoba jest pełnoletnia. Może udzielić pełnomocnictwa.", field: "principal", cause: "of age")
            }
            let last = person.birthday.adding(years: 18).adding(days: -1)
            return min(new.to ?? last, last)
        case .attorney:
            // Full capacity is needed to give a power; the agent needs only limited capacity (Civil Code art. 100).
            guard person.age(on: today) >= 18 else {
                throw Problem(.invalidInput, "Pełnomocnictwa udziela osoba pełnoletnia. Za dziecko działa rodzic.", field: "principal", cause: "under age")
            }
            return new.to
        case .guardian, .body: return new.to
        }
    }

    private static func decide(
        _ c: any SQLConnection, _ id: PowerID, from: Set<Power.State>, _ state: Power.State, _ act: String, reason: String?, by performer: Performer,
        at now: Instant
    ) throws {
        let power = try present(c, id)
        guard from.contains(power.state) else { throw Problem(.conflict, "Tego nie można już zmienić. Odśwież listę.", cause: "power state") }
        try PowerStore.decide(c, id, state, by: performer.id, reason: reason, at: now)
        try note(c, id, act, before: power.state.rawValue, after: state.rawValue, reason: reason, by: performer, at: now)
    }

    private static func present(_ c: any SQLConnection, _ id: PowerID) throws -> Power {
        guard let power = try PowerStore.find(c, id) else { throw Problem(.notFound, "Nie ma takiego pełnomocnictwa.") }
        return power
    }

    private static func note(
        _ c: any SQLConnection, _ id: PowerID, _ act: String, before: String? = nil, after: String? = nil, reason: String? = nil, by performer: Performer,
        at now: Instant
    ) throws {
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: act, object: "pelnomocnictwo:\(id)", before: before, after: after, reason: reason), at: now)
    }
}
