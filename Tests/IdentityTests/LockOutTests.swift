import Identity
import Kernel
import Testing

@Suite struct LockOuts {
    @Test(arguments: [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 32), (11, 60), (12, 60), (5000, 60)])
    func pausesDoubleUpToAnHour(_ failures: Int, _ minutes: Int) { #expect(LockOutRule.account.pauseMinutes(after: failures) == minutes) }

    @Test func aPauseRunsOut() {
        let tally = FailureTally(failures: 6, lastAt: noon)
        #expect(LockOutRule.account.left(tally, at: noon) == 120_000)
        #expect(LockOutRule.account.left(tally, at: noon.adding(seconds: 119)) == 1000)
        #expect(LockOutRule.account.left(tally, at: noon.adding(seconds: 120)) == 0)
    }

    @Test func aClockSetBackDoesNotLengthenAPause() {
        let tally = FailureTally(failures: 6, lastAt: noon.adding(seconds: 86_400))
        #expect(LockOutRule.account.left(tally, at: noon) == 120_000)
    }
}
