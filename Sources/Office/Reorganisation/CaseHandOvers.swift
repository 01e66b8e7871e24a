internal import Chancery
public import Kernel
internal import Law
public import Store

/// Moves the unfinished cases of a unit to the one that takes them over after a reorganisation.
///
/// Each case goes on under a sign of the new unit, and both files name the other sign. Source: R1.13 (b).
public enum CaseHandOvers {
    public static let jobKind = "przekazanie-spraw"
    /// How many cases are moved in one transaction.
    static let batch = 20

    /// Puts the work for recorded hand-overs in the queue, each for its day.
    public static func enqueue(_ c: any SQLConnection, at now: Instant) throws {
        for one in try Organisation.handOvers(c, limit: 1_000) where one.doneAt == nil {
            let start = max(now, PolishTime.start(of: one.handOver.onDay))
            try Jobs.enqueue(c, kind: jobKind, payload: one.id.description, runAt: start, key: "\(jobKind):\(one.id)")
        }
    }

    /// Does a hand-over batch by batch; a job that is broken off goes on where it stopped, because moved cases are locked.
    public static let handler = JobHandler(kind: jobKind, leaseSeconds: 600) { job, office in
        guard let id = CaseHandOverID(job.payload), let recorded = try await office.database.read({ try Organisation.handOver($0, id) }) else {
            throw HopelessJob("Nie ma takiego przekazania spraw.")
        }
        guard recorded.doneAt == nil else { return { _ in } }
        var after: CaseQuery.Position?
        repeat {
            let from = after
            after = try await office.database.write { try moveBatch($0, recorded, after: from, at: office.time.now) }
        } while after != nil
        let move = recorded.handOver
        return { c in
            let moved = try Cases.continued(c, from: move.from, to: move.to, since: recorded.recordedAt)
            try Organisation.finish(c, id, cases: moved, at: office.time.now)
        }
    }

    /// - Returns: where the next batch starts; `nil` after the last one.
    static func moveBatch(_ c: any SQLConnection, _ recorded: RecordedHandOver, after: CaseQuery.Position?, at now: Instant) throws -> CaseQuery.Position? {
        let move = recorded.handOver
        let today = PolishTime.day(of: now)
        guard let unit = try Organisation.unit(c, move.to, on: today) else {
            throw HopelessJob("Komórki, która ma przejąć sprawy, już nie ma. Zapisz nowe przekazanie.")
        }
        let rivals = try Organisation.handOvers(c, from: move.from, onDay: move.onDay)
        let staff = try Organisation.staff(c, of: move.to, on: today)
        var query = CaseQuery()
        (query.unit, query.order, query.after, query.limit) = (move.from, .oldest, after, batch)
        let page = try Cases.page(c, query)
        for file in page.rows where CaseHandOver.destination(of: file.sign.symbol, in: move.from, among: rivals) == move.to {
            // The same person goes on where he went along to the new unit; else its head decides who will.
            let keeper = staff.first { $0.officer.id == file.officer } ?? staff.first
            var opening = CaseOpening(
                unit: unit.id, unitCode: unit.code.description,
                classification: CaseClass(symbol: file.sign.symbol, title: file.className, mode: file.mode, category: file.category), title: file.title)
            opening.description = file.description
            opening.access = file.access
            opening.officer = keeper?.officer.id ?? file.officer
            opening.officerName = keeper?.officer.name ?? file.officerName
            let acting = ActingOfficer(
                officer: keeper?.officer.id ?? file.founderID, name: "reorganizacja (\(recorded.recordedBy))", post: keeper?.post.title ?? "", unit: unit.id,
                account: "system:reorganizacja")
            _ = try Cases.continueElsewhere(c, file.id, version: file.version, in: opening, reason: move.reason, by: acting, at: now)
        }
        return page.next
    }
}
