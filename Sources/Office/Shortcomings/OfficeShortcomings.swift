public import Chancery
internal import Exchange
public import Kernel
internal import Law
public import Store

/// Something that fails or is missing in the office, with what to do about it.
public struct Shortcoming: Sendable, Hashable {
    public enum Weight: Int, Sendable, Comparable {
        /// Work does not go on.
        case failure = 0
        /// Work goes on, but something will be missing.
        case gap = 1
        case hint = 2
        public static func < (a: Weight, b: Weight) -> Bool { a.rawValue < b.rawValue }
    }
    /// Where it is mended.
    public enum Place: Sendable, Hashable {
        case queues, status, structure, unit(UnitID), people, officer(OfficerID), filePlan, reorganisation, contacts, rules
    }
    public var weight: Weight
    public var words: String
    public var place: Place

    public init(_ weight: Weight, _ words: String, _ place: Place) {
        self.weight = weight
        self.words = words
        self.place = place
    }
}

/// What the front page of the administrator begins with.
public enum OfficeShortcomings {
    /// Worst first; of each kind at most a few.
    public static func find(_ c: any SQLConnection, accounts: Set<String>, at now: Instant) throws -> [Shortcoming] {
        let today = PolishTime.day(of: now)
        return (try work(c) + structure(c, today: today) + people(c, accounts: accounts, today: today) + plan(c, today: today)).sorted { $0.weight < $1.weight }
    }

    private static func work(_ c: any SQLConnection) throws -> [Shortcoming] {
        var out: [Shortcoming] = []
        let dead = try Jobs.deadLetters(c, limit: 100).count
        if dead > 0 { out.append(Shortcoming(.failure, "Nieudane zadania, które czekają na decyzję: \(dead).", .queues)) }
        for round in try ConnectorStore.rounds(c) {
            guard round.isFailing else { continue }
            out.append(Shortcoming(.failure, "Skrytka \(round.box) nie odpowiada: \(round.lastFailure)", .status))
        }
        return out
    }

    private static func structure(_ c: any SQLConnection, today: Day) throws -> [Shortcoming] {
        let tree = try Organisation.tree(c, on: today)
        guard !tree.units.isEmpty else { return [Shortcoming(.failure, "Urząd nie ma jeszcze żadnej komórki.", .structure)] }
        var out: [Shortcoming] = []
        for unit in tree.units where try Organisation.headOfUnit(c, unit.id, on: today) == nil {
            out.append(Shortcoming(.gap, "Komórka \(unit.label) nie ma kierownika.", .unit(unit.id)))
        }
        for one in try Organisation.handOvers(c, limit: 20) where one.doneAt == nil && one.handOver.onDay <= today {
            out.append(
                Shortcoming(
                    .gap, "Sprawy komórki \(tree.code(of: one.handOver.from)) czekają na przekazanie do \(tree.code(of: one.handOver.to)).", .reorganisation))
        }
        return Array(out.prefix(20))
    }

    private static func people(_ c: any SQLConnection, accounts: Set<String>, today: Day) throws -> [Shortcoming] {
        var out: [Shortcoming] = []
        for entry in try Organisation.directory(c, on: today) {
            if entry.officer.account.map({ !accounts.contains($0) }) ?? true {
                out.append(Shortcoming(.gap, "\(entry.officer.name) nie ma czynnego konta.", .officer(entry.officer.id)))
            }
            if entry.post == nil { out.append(Shortcoming(.gap, "\(entry.officer.name) nie ma stanowiska w żadnej komórce.", .officer(entry.officer.id))) }
        }
        for officer in try Organisation.officers(c) where officer.activeTo.map({ $0 < today }) ?? false {
            if let account = officer.account, accounts.contains(account) {
                out.append(Shortcoming(.failure, "\(officer.name) już nie pracuje, a konto jest czynne. Zamknij je.", .officer(officer.id)))
            }
        }
        return Array(out.prefix(20))
    }

    private static func plan(_ c: any SQLConnection, today: Day) throws -> [Shortcoming] {
        guard let version = try FilePlan.version(c, on: today) else {
            return [Shortcoming(.failure, "Urząd nie ma wykazu akt, więc nikt nie założy sprawy.", .filePlan)]
        }
        var out: [Shortcoming] = []
        if try FilePlan.allPermits(c).isEmpty { out.append(Shortcoming(.failure, "Żadna komórka nie może zakładać spraw. Wskaż klasy komórek.", .filePlan)) }
        let bare = try FilePlan.withoutCategory(c, version, limit: 100)
        if !bare.isEmpty {
            let first = bare.prefix(5).map(\.symbol.description).joined(separator: ", ")
            out.append(Shortcoming(.gap, "Klasy końcowe bez kategorii archiwalnej: \(bare.count), na przykład \(first).", .filePlan))
        }
        let suspicions = try Contacts.suspicionCount(c)
        if suspicions > 0 { out.append(Shortcoming(.hint, "Pary osób lub instytucji, które mogą być tym samym: \(suspicions).", .contacts)) }
        return out
    }
}
