internal import Chancery
internal import Kernel
internal import Store

/// How much waits for a person; each number stops at a bound, so that a page stays fast.
struct WorkCounts: Sendable {
    var attention = 0
    var deadJobs = 0
    var toAssign = 0
    var mine = 0
    var overdue = 0
    /// Cases past their day.
    var lateCases = 0

    mutating func fill(_ c: any SQLConnection, _ rights: OfficerRights, _ acting: ActingOfficer, today: Day) throws {
        let officer = acting.inPlaceOf?.officer ?? acting.officer
        if rights.decide(.assign).extent != nil { toAssign = try WorkQueue.toAssign.count(c) }
        mine = try WorkQueue.mine(officer).count(c)
        overdue = try WorkQueue.mine(officer).overdue(c, today: today)
        lateCases = try Cases.count(c, .overdue(today: today, officer: officer))
    }
}
