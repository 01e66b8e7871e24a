import Identity
import Kernel
import Testing

@Suite struct AccountKeeping {
    @Test func aLoginIsGivenOnce() async throws {
        try await withPlatform { db in
            let door = Door(db: db)
            let first = try await door.add()
            try await door.accounts.close(first.id, by: chief, at: noon)
            let problem = await #expect(throws: Problem.self) { _ = try await door.add("ANNA.nowak") }
            #expect(problem?.code == .conflict && problem?.field == "login")
        }
    }

    @Test func everyFieldThatIsWrongIsNamed() async throws {
        try await withPlatform { db in
            let door = Door(db: db)
            let new = NewAccount(office: gmina, login: "ą b", displayName: " ", roles: [])
            let problems = await #expect(throws: Problems.self) { _ = try await door.accounts.add(new, password: "krótkie", by: chief, at: noon) }
            #expect(problems?.all.compactMap(\.field) == ["login", "displayName", "roles", "password"])
        }
    }

    @Test func theListIsInPolishOrder() async throws {
        try await withPlatform { db in
            let door = Door(db: db)
            for (login, name) in [("z", "Zenon Żak"), ("l", "Łucja Maj"), ("m", "Marek Ul"), ("a", "Lech Bór")] {
                let new = NewAccount(office: gmina, login: "osoba-\(login)", displayName: name, roles: [.reader])
                _ = try await door.accounts.add(new, password: phrase, by: chief, at: noon)
            }
            #expect(try await door.accounts.list(office: gmina).map(\.displayName) == ["Lech Bór", "Łucja Maj", "Marek Ul", "Zenon Żak"])
            #expect(try await door.accounts.list(office: OfficeID("wolow")!).isEmpty)
        }
    }

    @Test func changedRolesAreInForceAtOnceAndInTheJournal() async throws {
        try await withPlatform { db in
            let door = Door(db: db)
            let account = try await door.add(roles: [.reader])
            let token = try #require(try await door.attempt().token)
            try await door.accounts.setRoles(account.id, [.chanceryPoint], by: chief, reason: "zastępstwo", at: noon)
            #expect(try await door.sessions.find(token, at: noon)?.account?.may(.registerLetter) == true)
            #expect(try await door.acts().contains("roles-changed"))
        }
    }
}
