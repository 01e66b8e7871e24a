@testable import Identity
import Kernel
import Store
import StoreTesting
import Synchronization
import Testing

/// A directory in memory that the test changes.
final class PaperDirectory: OfficerDirectory {
    struct Entry {
        var password: String
        var person: DirectoryPerson
    }
    private let state = Mutex<(entries: [String: Entry], isDown: Bool, asked: [String])>(([:], false, []))

    func set(_ login: String, _ password: String, id: String, groups: Set<String> = []) {
        state.withLock { $0.entries[login] = Entry(password: password, person: DirectoryPerson(id: id, displayName: "Anna Nowak", post: "inspektor", groups: groups)) }
    }
    func goDown() { state.withLock { $0.isDown = true } }
    var asked: [String] { state.withLock { $0.asked } }

    func prove(login: String, password: String) async throws -> DirectoryPerson? {
        try state.withLock { state in
            state.asked.append(login)
            if state.isDown { throw Problem(.unavailable, "Katalog nie odpowiada.", cause: "down") }
            return state.entries[login].flatMap { $0.password == password ? $0.person : nil }
        }
    }
}

@Suite struct DirectorySignInTests {
    private static let group = "cn=Rejestracja,ou=grupy,dc=prusice,dc=example"
    private static let roles = [DirectoryRules.RoleOfGroup(.chanceryPoint, group: "CN=rejestracja, ou=grupy,dc=prusice,dc=example")]

    private func house(_ db: any Database, _ rules: DirectoryRules = DirectoryRules()) -> (OfficerHouse, PaperDirectory) {
        let directory = PaperDirectory()
        return (OfficerHouse(db: db, directory: DirectoryDoor(service: directory, rules: rules)), directory)
    }

    private func link(_ db: any Database, _ account: Account, _ name: String) async throws {
        try await db.write { c in try AccountLinks.add(c, account.id, provider: AccountLinks.directory, name: name, by: chief, at: noon) }
    }

    @Test("A linked account opens by the directory's password only; one without a link never asks the directory", arguments: Backend.available)
    func linked(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let (house, directory) = house(db), anna = try await house.add("anna"), jan = try await house.add("jan")
            directory.set("anowak", "haslo z katalogu", id: "u-1")
            directory.set("jan", "haslo z katalogu", id: "u-2")
            try await link(db, anna, "anowak")
            #expect(try await house.begin("anna", phrase).isRefused, "the own password no longer counts")
            let token = try #require(try await house.begin("anna", "haslo z katalogu").token)
            #expect(try await house.sessions.find(token, at: noon)?.session.factors == [.directory])
            #expect(try await house.begin("anowak", "haslo z katalogu").token != nil, "by the login there")
            #expect(try await house.begin("jan", "haslo z katalogu").isRefused)
            #expect(try await house.begin("jan", phrase).token != nil)
            #expect(try await house.begin("nikt", "haslo z katalogu").isRefused)
            #expect(Set(directory.asked) == ["anowak"])
            _ = jan
        }
    }

    @Test("A login given to somebody else in the directory opens nothing", arguments: Backend.available) func rebound(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let (house, directory) = house(db), anna = try await house.add("anna")
            directory.set("anna", "haslo z katalogu", id: "u-1")
            try await link(db, anna, "anna")
            #expect(try await house.begin("anna", "haslo z katalogu").token != nil)
            directory.set("anna", "inne haslo", id: "u-9")
            let problem = await #expect(throws: Problem.self) { _ = try await house.begin("anna", "inne haslo") }
            #expect(problem?.code == .forbidden && problem?.message.contains("inny wpis") == true)
            #expect(try await house.acts().contains("sign-in-refused"))
        }
    }

    @Test("An account is made from a group's role at the first sign-in, and follows the groups later", arguments: Backend.available)
    func created(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let (house, directory) = house(db, DirectoryRules(createsIn: gmina, roles: Self.roles))
            directory.set("anna", "haslo z katalogu", id: "u-1", groups: [Self.group])
            directory.set("obcy", "haslo z katalogu", id: "u-2", groups: ["cn=inna"])
            guard case .signedIn(_, let account) = try await house.begin("anna", "haslo z katalogu") else {
                Issue.record("not signed in")
                return
            }
            #expect(account.roles == [.chanceryPoint] && account.displayName == "Anna Nowak" && account.office == gmina)
            let stranger = await #expect(throws: Problem.self) { _ = try await house.begin("obcy", "haslo z katalogu") }
            #expect(stranger?.message.contains("grup") == true)
            directory.set("anna", "haslo z katalogu", id: "u-1")
            await #expect(throws: Problem.self, "no group, no entry") { _ = try await house.begin("anna", "haslo z katalogu") }
            // A local account of the same login is never taken over.
            _ = try await house.add("jan")
            directory.set("jan", "haslo z katalogu", id: "u-3", groups: [Self.group])
            #expect(try await house.begin("jan", "haslo z katalogu").isRefused)
        }
    }

    @Test("While the directory is down it says so, counts no wrong tries, and the local administrator gets in", arguments: Backend.available)
    func down(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let (house, directory) = house(db), anna = try await house.add("anna")
            _ = try await house.add("adam", [.administrator])
            directory.set("anna", "haslo z katalogu", id: "u-1")
            try await link(db, anna, "anna")
            directory.goDown()
            for _ in 0..<8 {
                let problem = await #expect(throws: Problem.self) { _ = try await house.begin("anna", "haslo z katalogu") }
                #expect(problem?.code == .unavailable)
            }
            #expect(try await house.begin("adam").token != nil)
            #expect(try await house.acts().contains("directory-unavailable"))
        }
    }

    @Test("Wrong passwords of the directory lock like all others; an empty one never reaches it", arguments: Backend.available)
    func lock(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let (house, directory) = house(db), anna = try await house.add("anna")
            directory.set("anna", "", id: "u-1")
            try await link(db, anna, "anna")
            #expect(try await house.begin("anna", "").isRefused)
            #expect(directory.asked.isEmpty)
            for _ in 0..<4 { _ = try await house.begin("anna", "zle haslo") }
            if case .locked = try await house.begin("anna", "zle haslo") {} else { Issue.record("not locked") }
            #expect(directory.asked.count == 4)
        }
    }

    @Test("The second factor follows a directory's password too; its own change of password is not ours", arguments: Backend.available)
    func second(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let (house, directory) = house(db), anna = try await house.add("anna")
            let (secret, _, _) = try await house.addApp(anna)
            directory.set("anna", "haslo z katalogu", id: "u-1")
            try await link(db, anna, "anna")
            let later = noon.adding(seconds: 60), pending = try #require(try await house.begin("anna", "haslo z katalogu", at: later).pending)
            let token = try #require(try await house.signIn.finish(pending, code: OfficerHouse.code(secret, at: later), by: .totp, at: later).token)
            #expect(try await house.sessions.find(token, at: later)?.session.factors == [.directory, .totp])
            await #expect(throws: Problem.self) {
                try await house.factors.changePassword(
                    anna, current: "haslo z katalogu", proof: .password(""), to: "mokry kot liczy schody", keeping: 0, address: "a", at: later)
            }
            let id = try #require(try await db.read { c in try AccountLinks.list(c, of: anna.id).first }).id
            try await db.write { c in try AccountLinks.end(c, id, of: anna.id, by: chief, at: later) }
            #expect(try await house.sessions.find(token, at: later) == nil, "sessions end with the link")
            #expect(try await house.begin("anna", phrase, at: later).pending != nil)
        }
    }
}
