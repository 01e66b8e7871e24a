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
            let stepUp = try await house.stepUp(anna, .addApp)
            let (id, secret) = try await db.write { c in try apps.enrol(c, anna.owner, label: "telefon", stepUp: stepUp, at: noon) }
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
            await #expect(throws: Problem.self) { try await db.write { c in try apps.remove(c, anna.owner, id, by: anna.performer, at: later) } }
            let removal = try await house.stepUp(anna, .removeApp, at: later)
            try await db.write { c in try apps.remove(c, anna.owner, id, stepUp: removal, by: anna.performer, at: later) }
            let after = noon.adding(seconds: 120)
            #expect(try await enter(code(after), at: after).problem != nil)
        }
    }

    @Test("One code sent twice at once opens once", arguments: Backend.available) func atOnce(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen()
            let apps = TOTPFactors(keys: house.keys), challenges = house.challenges
            let stepUp = try await house.stepUp(anna, .addApp)
            let (id, secret) = try await db.write { c in try apps.enrol(c, anna.owner, label: "telefon", stepUp: stepUp, at: noon) }
            let later = noon.adding(seconds: 60)
            let codes = [noon, later].map { TOTP.standard.code(secret.bytes, step: TOTP.standard.step(at: $0)) }
            try await db.write { c in try apps.confirm(c, anna.owner, id, code: codes[0], by: anna.performer, at: noon) }
            @Sendable func enter() async throws -> Bool {
                let ruling = try await db.write { c in
                    let id = try challenges.open(c, anna.owner, .signIn, document: Self.x, title: "", at: later)
                    return try challenges.enter(c, id, of: anna.owner, code: codes[1], by: .totp, act: .signIn, document: Self.x, at: later)
                }
                return ruling.problem == nil
            }
            async let first = enter(), second = enter(), third = enter()
            #expect(try await [first, second, third].filter { $0 }.count == 1)
        }
    }

    @Test("Ten recovery codes, each good once; a new set voids the old", arguments: Backend.available) func recovery(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen()
            let recovery = RecoveryCodes(keys: house.keys)
            await #expect(throws: Problem.self, "an open session alone changes nothing") {
                try await db.write { c in _ = try recovery.make(c, anna.owner, by: anna.performer, at: noon) }
            }
            let stepUp = try await house.stepUp(anna, .makeRecoveryCodes)
            let codes = try await db.write { c in try recovery.make(c, anna.owner, stepUp: stepUp, by: anna.performer, at: noon) }
            await #expect(throws: Problem.self, "once") {
                try await db.write { c in _ = try recovery.make(c, anna.owner, stepUp: stepUp, by: anna.performer, at: noon) }
            }
            #expect(Set(codes).count == 10 && codes.allSatisfy { $0.count == 11 })
            #expect(try await db.write { c in try recovery.use(c, anna.owner, code: " \(codes[0].lowercased())", at: noon) })
            #expect(try await !db.write { c in try recovery.use(c, anna.owner, code: codes[0], at: noon) })
            #expect(try await !db.write { c in try recovery.use(c, .officer(AccountID(1)), code: codes[1], at: noon) })
            #expect(try await db.read { c in try RecoveryCodes.left(c, anna.owner) } == 9)
            let again = try await house.stepUp(anna, .makeRecoveryCodes)
            _ = try await db.write { c in try recovery.make(c, anna.owner, stepUp: again, by: anna.performer, at: noon) }
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
            let hers = try await house.stepUp(anna, .bindCertificate, certificate.sha256.description)
            let his = try await house.stepUp(jan, .bindCertificate, certificate.sha256.description)
            let id = try await db.write { c in try CertificateFactors.bind(c, anna.owner, certificate, stepUp: hers, by: chief, at: noon) }
            await #expect(throws: Problem.self) {
                try await db.write { c in _ = try CertificateFactors.bind(c, jan.owner, certificate, stepUp: his, by: chief, at: noon) }
            }
            await #expect(throws: Problem.self) {
                try await db.write { c in _ = try CertificateFactors.bind(c, jan.owner, certificate, stepUp: his, by: chief, at: noon.adding(days: 11)) }
            }
            #expect(try await db.read { c in try CertificateFactors.find(c, certificate.sha256, at: noon)?.owner } == anna.owner)
            #expect(try await db.read { c in try CertificateFactors.find(c, certificate.sha256, at: noon.adding(days: 10)) } == nil)
            let removal = try await house.stepUp(anna, .removeCertificate)
            try await db.write { c in try CertificateFactors.remove(c, anna.owner, id, stepUp: removal, by: chief, at: noon) }
            #expect(try await db.read { c in try CertificateFactors.find(c, certificate.sha256, at: noon) } == nil)
            try await db.write { c in _ = try CertificateFactors.bind(c, jan.owner, certificate, stepUp: his, by: chief, at: noon) }
        }
    }

    @Test("Whoever holds an open session cannot turn the codes to his own telephone", arguments: Backend.available)
    func takeover(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen()
            let thief = CodeAddress.phone(TelephoneNumber("799999999")!)
            let code = try await house.authorise(anna, .confirmContact, thief.fingerprint, to: thief)
            func swap(_ stepUp: Authorisation?) async throws {
                try await db.write { c in try ContactFactors.add(c, anna.owner, thief, by: code, stepUp: stepUp, performer: anna.performer, at: noon) }
            }
            await #expect(throws: Problem.self, "no proof") { try await swap(nil) }
            await #expect(throws: Problem.self, "the thief's own code is no proof") { try await swap(code) }
            let forApp = try await house.stepUp(anna, .addApp)
            await #expect(throws: Problem.self, "a proof for another change") { try await swap(forApp) }
            #expect(try await db.read { c in try ContactFactors.list(c, anna.owner).map(\.address.masked) } == ["••• 800"])
        }
    }

    @Test("Who lost everything begins anew at the counter, and every session ends", arguments: Backend.available) func reset(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen()
            guard case .signedIn(let token, _) = try await house.signIn.begin("anna.lis", password: phrase, level: .low, address: "a", at: noon) else { return }
            #expect(try await db.read { c in try FactorChange.held(c, anna.owner) } == [.phoneCode])
            await #expect(throws: Problem.self) { try await db.write { c in try FactorChange.reset(c, anna.owner, by: chief, reason: " ", at: noon) } }
            try await db.write { c in try FactorChange.reset(c, anna.owner, by: chief, reason: "okazano dowód, sprawa OR.7", at: noon) }
            #expect(try await db.read { c in try FactorChange.held(c, anna.owner) }.isEmpty)
            #expect(try await house.sessions.find(token, at: noon) == nil)
            try await house.confirm(.phone(TelephoneNumber("511222333")!), of: anna, at: noon.adding(seconds: 600))
            #expect(try await db.read { c in try FactorChange.held(c, anna.owner) } == [.phoneCode])
        }
    }

    @Test("The demonstration keeps messages, newest first, and no log shows a code") func demo() async throws {
        let gateway = DemoCodeGateway(keeping: 2)
        for n in 1...3 { try await gateway.send(CodeMessage(to: .phone(TelephoneNumber("600700800")!), text: "Kod \(n)", madeAt: noon)) }
        #expect(gateway.messages().map(\.text) == ["Kod 3", "Kod 2"])
        #expect("\(gateway.messages()[0])" == "CodeMessage(••• 800)")
    }
}
