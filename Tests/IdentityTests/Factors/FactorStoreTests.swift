import Cryptography
@testable import Identity
import Kernel
import Law
import Store
import StoreTesting
import Testing

@Suite struct AuthorisationStore {
    static let x = ContentHash(of: Array("X".utf8)), y = ContentHash(of: Array("Y".utf8))

    @Test("T13 code of document X cannot sign document Y", arguments: Backend.available) func binding(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen()
            let challenges = house.challenges
            let phone = CodeAddress.phone(TelephoneNumber("600700800")!)
            let (idX, idY, message) = try await db.write { c in
                let idX = try challenges.open(c, anna.owner, .signDocument, document: Self.x, title: "Pismo X", at: noon)
                let idY = try challenges.open(c, anna.owner, .signDocument, document: Self.y, title: "Pismo Y", at: noon)
                for id in [idX, idY] { try challenges.shown(c, id, of: anna.owner, at: noon) }
                return (idX, idY, try challenges.send(c, idX, of: anna.owner, to: phone, at: noon))
            }
            let text = try message.get().text
            #expect(text.contains("podpisu zaufanego") && text.contains("Pismo X") && text.contains(Self.x.description.prefix(8)) && text.contains("5 min"))
            let code = house.code(try message.get())
            func enter(_ id: ChallengeID, _ document: ContentHash) async throws -> Ruling<Authorisation> {
                try await db.write { c in
                    try challenges.enter(c, id, of: anna.owner, code: code, by: .phoneCode, act: .signDocument, document: document, at: noon)
                }
            }
            #expect(try await enter(idX, Self.y).problem?.cause == "another-act", "the document was changed under the form")
            #expect(try await enter(idY, Self.y).problem?.cause == "not-authorised", "no code was sent for Y")
            _ = try await db.write { c in try challenges.send(c, idY, of: anna.owner, to: phone, at: noon) }.get()
            #expect(try await enter(idY, Self.y).problem?.cause == "wrong", "the code of X typed for Y")
            let authorisation = try await enter(idX, Self.x).get()
            await #expect(throws: Problem.self) { try await db.write { c in try authorisation.spend(c, for: .signDocument, document: Self.y, at: noon) } }
            try await db.write { c in try authorisation.spend(c, for: .signDocument, document: Self.x, at: noon) }
            await #expect(throws: Problem.self) { try await db.write { c in try authorisation.spend(c, for: .signDocument, document: Self.x, at: noon) } }
            let refused = try await db.acts().filter { $0 == "code-refused" }
            #expect(refused.count == 3)
            let rows = try await db.read { c in try c.query("SELECT code_hash FROM authorisation_challenge") { try $0.textOrNil("code_hash") ?? "" } }
            #expect(!rows.contains { $0.contains(code) })
        }
    }

    @Test("Three codes in ten minutes, ten a day, with words that say how long", arguments: Backend.available) func sends(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen()
            let challenges = house.challenges
            let start = noon.adding(days: 2)
            func send(at now: Instant) async throws -> Ruling<CodeMessage> {
                try await db.write { c in
                    let id = try challenges.open(c, anna.owner, .signIn, document: Self.x, title: "", at: now)
                    return try challenges.send(c, id, of: anna.owner, to: .phone(TelephoneNumber("600700800")!), at: now)
                }
            }
            for round in Int64(0)..<3 {
                for _ in 0..<3 { _ = try await send(at: start.adding(seconds: round * 600)).get() }
                #expect(try await send(at: start.adding(seconds: round * 600 + 60)).problem?.message == "Wysłaliśmy już kilka kodów. Następny możesz dostać za 9 min.")
            }
            _ = try await send(at: start.adding(seconds: 1800)).get()
            let eleventh = try await send(at: start.adding(seconds: 3600)).problem?.message
            #expect(eleventh == "Wysłaliśmy już kilka kodów. Następny możesz dostać za 23 godziny.")
            #expect(try await db.acts().filter { $0 == "code-send-refused" }.count == 4)
        }
    }

    @Test("A code goes only to a confirmed address", arguments: Backend.available) func address(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen()
            let challenges = house.challenges
            let ruling = try await db.write { c in
                let id = try challenges.open(c, anna.owner, .signIn, document: Self.x, title: "", at: noon)
                return try challenges.send(c, id, of: anna.owner, to: .phone(TelephoneNumber("500600700")!), at: noon)
            }
            #expect(ruling.problem?.cause == "unverified address")
            let jan = try await house.citizen("Jan", "Nowak", nowak, userID: "jan", phone: "511222333")
            let foreign = try await db.write { c in
                let id = try challenges.open(c, anna.owner, .signIn, document: Self.x, title: "", at: noon)
                return try challenges.send(c, id, of: jan.owner, to: .phone(TelephoneNumber("511222333")!), at: noon)
            }
            #expect(foreign.problem?.code == .notFound, "another's challenge")
        }
    }

    @Test("Ten wrong codes lock the account for a quarter of an hour, whatever the form; the counter unlocks", arguments: Backend.available)
    func lockOut(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen()
            let challenges = house.challenges
            func guess(at now: Instant) async throws -> Problem? {
                try await db.write { c in
                    let id = try challenges.open(c, anna.owner, .signIn, document: Self.x, title: "", at: now)
                    return try challenges.enter(c, id, of: anna.owner, code: "000000", by: .totp, act: .signIn, document: Self.x, at: now)
                }.problem
            }
            for _ in 0..<10 { #expect(try await guess(at: noon)?.cause == "wrong") }
            let locked = try await guess(at: noon.adding(seconds: 30))
            #expect(locked?.message == "Za dużo złych kodów. Spróbuj za 15 min albo przyjdź do punktu potwierdzającego.")
            #expect(try await guess(at: noon.adding(seconds: 900))?.cause == "wrong")
            #expect(try await guess(at: noon.adding(seconds: 901))?.message.contains("30 min") == true)
            try await db.write { c in try challenges.unlock(c, anna.owner, by: chief, at: noon) }
            #expect(try await guess(at: noon.adding(seconds: 902))?.cause == "wrong")
        }
    }

    @Test("An app is added by its first code, opens once a step, and is removed", arguments: Backend.available) func app(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen()
            let apps = TOTPFactors(keys: house.keys), challenges = house.challenges
            let (id, secret) = try await db.write { c in try apps.enrol(c, anna.owner, label: "telefon", at: noon) }
            @Sendable func code(_ now: Instant) -> String { TOTP.standard.code(secret.bytes, step: TOTP.standard.step(at: now)) }
            func enter(_ code: String, at now: Instant) async throws -> Ruling<Authorisation> {
                try await db.write { c in
                    let id = try challenges.open(c, anna.owner, .signIn, document: Self.x, title: "", at: now)
                    return try challenges.enter(c, id, of: anna.owner, code: code, by: .totp, act: .signIn, document: Self.x, at: now)
                }
            }
            let later = noon.adding(seconds: 60)
            #expect(try await enter(code(noon), at: noon).problem != nil, "not confirmed yet")
            await #expect(throws: Problem.self) { try await db.write { c in try apps.confirm(c, anna.owner, id, code: "000000", by: chief, at: noon) } }
            try await db.write { c in try apps.confirm(c, anna.owner, id, code: code(noon), by: anna.performer, at: noon) }
            #expect(try await enter(code(noon), at: noon).problem?.cause == "wrong", "the step of adding is spent")
            #expect(try await enter(code(later), at: later).get().method == .totp)
            #expect(try await enter(code(later), at: later).problem?.cause == "wrong")
            let box = try await db.read { c in try c.query("SELECT secret_box FROM totp_factor") { try $0.bytes("secret_box") } }
            #expect(box.allSatisfy { !Hex.encode($0).contains(Hex.encode(secret.bytes)) })
            try await db.write { c in try apps.remove(c, anna.owner, id, by: anna.performer, at: later) }
            let after = noon.adding(seconds: 120)
            #expect(try await enter(code(after), at: after).problem != nil)
        }
    }

    @Test("Ten recovery codes, each good once; a new set voids the old", arguments: Backend.available) func recovery(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen()
            let recovery = RecoveryCodes(keys: house.keys)
            let codes = try await db.write { c in try recovery.make(c, anna.owner, by: anna.performer, at: noon) }
            #expect(Set(codes).count == 10 && codes.allSatisfy { $0.count == 11 })
            #expect(try await db.write { c in try recovery.use(c, anna.owner, code: " \(codes[0].lowercased())", at: noon) })
            #expect(try await !db.write { c in try recovery.use(c, anna.owner, code: codes[0], at: noon) })
            #expect(try await !db.write { c in try recovery.use(c, .officer(AccountID(1)), code: codes[1], at: noon) })
            #expect(try await db.read { c in try recovery.left(c, anna.owner) } == 9)
            _ = try await db.write { c in try recovery.make(c, anna.owner, by: anna.performer, at: noon) }
            #expect(try await !db.write { c in try recovery.use(c, anna.owner, code: codes[1], at: noon) })
            let kept = try await db.read { c in try c.query("SELECT code_hash FROM recovery_code") { try $0.text("code_hash") } }
            #expect(!kept.contains { codes.contains($0) })
        }
    }

    @Test("A certificate opens one account, while it is valid", arguments: Backend.available) func certificate(_ backend: Backend) async throws {
        let key = try PrivateKey.generateP256()
        let certificate = try CertificateIssuer.selfSigned(subject: [("CN", "Anna Lis")], key: key, notBefore: noon, days: 10, isAuthority: false)
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen(), jan = try await house.citizen("Jan", "Nowak", nowak, userID: "jan", phone: "511222333")
            let id = try await db.write { c in try CertificateFactors.bind(c, anna.owner, certificate, by: chief, at: noon) }
            await #expect(throws: Problem.self) { try await db.write { c in _ = try CertificateFactors.bind(c, jan.owner, certificate, by: chief, at: noon) } }
            await #expect(throws: Problem.self) {
                try await db.write { c in _ = try CertificateFactors.bind(c, jan.owner, certificate, by: chief, at: noon.adding(days: 11)) }
            }
            #expect(try await db.read { c in try CertificateFactors.find(c, certificate.sha256, at: noon)?.owner } == anna.owner)
            #expect(try await db.read { c in try CertificateFactors.find(c, certificate.sha256, at: noon.adding(days: 10)) } == nil)
            try await db.write { c in try CertificateFactors.remove(c, anna.owner, id, by: chief, at: noon) }
            #expect(try await db.read { c in try CertificateFactors.find(c, certificate.sha256, at: noon) } == nil)
            try await db.write { c in _ = try CertificateFactors.bind(c, jan.owner, certificate, by: chief, at: noon) }
        }
    }

    @Test("The demonstration keeps messages, newest first, and no log shows a code") func demo() async throws {
        let gateway = DemoCodeGateway(keeping: 2)
        for n in 1...3 { try await gateway.send(CodeMessage(to: .phone(TelephoneNumber("600700800")!), text: "Kod \(n)", madeAt: noon)) }
        #expect(gateway.messages().map(\.text) == ["Kod 3", "Kod 2"])
        #expect("\(gateway.messages()[0])" == "CodeMessage(••• 800)")
    }
}
