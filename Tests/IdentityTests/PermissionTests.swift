import Identity
import Testing

@Suite struct Permissions {
    @Test func nobodyMayAnythingWithoutARole() { #expect(Permission.granted(to: [OfficeRole]()).isEmpty) }

    @Test func aReaderOnlyReads() { #expect(Permission.granted(to: .reader) == [.readRegister]) }

    @Test func anAdministratorReadsNoLetters() {
        #expect(Permission.granted(to: .administrator) == [.manageUsers, .manageJobs, .manageSystems])
    }

    @Test func rolesAddUp() {
        #expect(Permission.granted(to: OfficeRole.allCases) == Set(Permission.allCases))
    }

    @Test func aClosedAccountMayNothing() {
        let account = Account(id: AccountID(1), office: gmina, login: "a", displayName: "A", post: "", roles: Set(OfficeRole.allCases), isClosed: true)
        #expect(account.permissions.isEmpty)
    }
}
