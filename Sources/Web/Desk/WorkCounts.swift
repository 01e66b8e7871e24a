internal import Chancery
internal import Kernel
internal import Office
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
    var drafts = 0
    var toApprove = 0
    var toSign = 0
    var toSend = 0
    var undelivered = 0
    /// Paper that was to be back in the store.
    var overduePaper = 0
    /// Requests to take cases back from the archive.
    var archiveRequests = 0

    mutating func fill(_ c: any SQLConnection, _ rights: OfficerRights, _ acting: ActingOfficer, today: Day) throws {
        let officer = acting.inPlaceOf?.officer ?? acting.officer
        toAssign = try AssignmentRights.waitingCount(c, rights)
        mine = try WorkQueue.mine(officer).count(c)
        overdue = try WorkQueue.mine(officer).overdue(c, today: today)
        lateCases = try Cases.count(c, .overdue(today: today, officer: officer))
        drafts = try OutgoingLetters.count(c, .drafts(officer))
        if rights.decide(.approve).extent != nil {
            let asked = ApprovingOfficer(acting, heads: rights.headedUnits).asked
            toApprove = try OutgoingLetters.count(c, .approval(asked))
            toSign = try OutgoingLetters.count(c, .signing(asked))
        }
        if rights.decide(.register).isAllowed {
            toSend = try OutgoingLetters.count(c, .dispatch(nil))
            undelivered = try Dispatch.undeliveredCount(c)
            overduePaper = try PaperStore.overdueCount(c, on: today)
        }
        if rights.decide(.destroy).isAllowed { archiveRequests = try Archive.waitingWithdrawals(c) }
    }
}
