public import Kernel
internal import Law
public import Store

/// The officers' side of powers: who may look at a proof and decide. Those are the people authorised at a confirmation point, and never about
/// themselves.
public struct PowerDesk: Sendable {
    let people: People

    public init(people: People) { self.people = people }

    /// What waits, oldest first.
    public func waiting(_ c: any SQLConnection, by officer: Account, after last: PowerID? = nil, limit: Int = 100, at now: Instant) throws -> [Power] {
        _ = try authorised(c, officer, at: now)
        return try Powers.requested(c, after: last, limit: limit)
    }

    /// One power with its proof; the people in it read that it was looked at.
    public func open(_ c: any SQLConnection, _ id: PowerID, by officer: Account, at now: Instant) throws -> Power {
        _ = try authorised(c, officer, at: now)
        guard let power = try PowerStore.find(c, id) else { throw Problem(.notFound, "Nie ma takiego pełnomocnictwa.") }
        let onlooker = Onlooker(performer: officer.performer, office: officer.office, post: officer.post)
        for person in power.people { try people.look(c, person, .power, by: onlooker, why: "sprawdzenie prawa do działania nr \(id)", at: now) }
        return power
    }

    /// - Parameter reason: needed for a refusal. A refusal to the officer is a value, so that its trace stays.
    public func decide(
        _ c: any SQLConnection, _ id: PowerID, confirms: Bool, reason: String, by officer: Account, at now: Instant
    ) throws -> Ruling<PowerID> {
        try .keeping(c, "power-decision", object: "pelnomocnictwo:\(id)", by: officer.performer, at: now) {
            let own = try authorised(c, officer, at: now)
            guard let power = try PowerStore.find(c, id) else { throw Problem(.notFound, "Nie ma takiego pełnomocnictwa.") }
            for person in power.people {
                guard try PersonStore.find(c, person)?.pesel.map({ !own.contains($0.hash) }) ?? true else {
                    throw Problem(.forbidden, "To dotyczy Ciebie. Niech sprawdzi to ktoś inny.", cause: "own power")
                }
            }
            if confirms {
                try Powers.confirm(c, id, by: officer, at: now)
            } else {
                try Powers.decline(c, id, reason: reason, by: officer, at: now)
            }
            return id
        }
    }

    /// - Returns: the officer's own numbers.
    private func authorised(_ c: any SQLConnection, _ officer: Account, at now: Instant) throws -> Set<PESELHash> {
        let active = try PointStanding.of(officer, c, on: PolishTime.day(of: now)).flatMap(\.active)
        guard !active.isEmpty else {
            throw Problem(.forbidden, "Nie masz dziś upoważnienia w punkcie. Zapytaj kierownika.", cause: "no-authorisation")
        }
        return Set(active.map(\.pesel.hash))
    }
}

extension Power {
    /// The people on both sides.
    var people: [PersonID] {
        if case .person(let id) = principal { [id, agent] } else { [agent] }
    }
}
