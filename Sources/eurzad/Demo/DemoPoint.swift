import Cryptography
import Identity
import Kernel
import Law
import Office
import Store

/// The confirmation point of the first demonstration office, with its people, and a few citizens at different steps of the way.
struct DemoPoint {
    /// Who is what at the point, by the first part of the login.
    static let administrator = "sekretarz", head = "wojt", archivist = "archiwum", operators = ["ewidencja", "kancelaria"]
    static let citizenLogins = ["profil", "wniosek"]
    /// People of the invented register who may open an account in the demonstration.
    static let newcomers: [(given: String, surname: String, pesel: String)] = [
        ("Anna Maria", "Lis", "03222800089"), ("Jan", "Kowal", "50010100010"), ("Zofia", "Wilk", "68022912343"), ("Katarzyna", "Śliwa", "85071299928"),
        ("Henryk", "Żuraw", "99123100058"), ("Iga", "Młynarczyk", "10222877733"),
    ]

    let house: House
    let record: OfficeRecord
    let accounts: Accounts
    let identity: RegionalIdentity
    let outbox: DemoCodeGateway
    let performer: Performer

    init(house: House, record: OfficeRecord, accounts: Accounts, performer: Performer) throws {
        self.house = house
        self.record = record
        self.accounts = accounts
        self.performer = performer
        outbox = DemoCodeGateway()
        let seal = try OfficeFounding.platformSeal(layout: house.layout, at: house.time.now)
        identity = RegionalIdentity(
            house: house, seal: seal,
            settings: IdentitySettings(
                keys: try IdentityKeys.file(house.layout.identityKeys), passwords: PasswordHasher(cost: PasswordCost(logN: 10)), gateway: outbox,
                register: DemoRegister.load(house.layout)))
    }

    /// - Parameter staff: the invented officers, by the first part of their logins.
    func plant(_ staff: [String: DemoPerson], citizens: [DemoPerson]) async throws {
        let now = house.time.now
        try DemoRegister.add(
            try Self.newcomers.compactMap { p in
                try PESEL(p.pesel).map { DemoRegister.Entry(name: try PersonName(given: p.given, surname: p.surname), pesel: $0) }
            }, house.layout)
        let point = try await openPoint(now)
        for login in Self.operators {
            guard let person = staff[login] else { continue }
            try await authorise(login, person, at: point, now)
        }
        try await serve(citizens, at: point, now)
    }

    private func account(_ login: String) async throws -> Account {
        guard let account = try await accounts.find(login: "\(login).\(record.id)") else { throw Problem(.internalFault, "Nie ma konta \(login).") }
        return account
    }

    private func openPoint(_ now: Instant) async throws -> PointID {
        let keeper = try await account("admin")
        let roles = [
            (PointRole.administrator, try await account(Self.administrator)), (.head, try await account(Self.head)), (.archivist, try await account(Self.archivist)),
        ]
        let day = PolishTime.day(of: now), identity = identity, record = record, performer = performer
        // Open all day and all week, so that the demonstration works at any hour.
        guard let hours = PointHours((1...7).map { "\($0) 00:00-24:00" }.joined(separator: "; ")) else { throw Problem(.internalFault, "Złe godziny pokazu.") }
        return try await house.platform.write { c in
            let id = try identity.points.add(
                c, office: record.id, name: "Punkt potwierdzający \(record.name)", place: record.town,
                information: .init(
                    address: "\(record.street), \(record.postCode) \(record.town)", room: "3", wayThere: "wejście od rynku, parter",
                    accessibility: "podjazd, pętla indukcyjna",
                    phone: "+48 71 000 00 00"), hours: hours, by: performer, at: now)
            try identity.points.move(
                c, id, to: .consented, consent: .init(number: "ZMYŚLONA/1", day: day.adding(days: -300)), reason: "pokaz", by: performer, at: now)
            try identity.points.move(c, id, to: .open, reason: "pokaz", by: performer, at: now)
            for (role, account) in roles { try PointRoles.grant(c, role, to: account.id, at: id, by: keeper, at: now) }
            return id
        }
    }

    /// The officer as a person with a profile of his own, confirmed by an invented certificate, then authorised with four eyes.
    private func authorise(_ login: String, _ demo: DemoPerson, at point: PointID, _ now: Instant) async throws {
        guard let pesel = PESEL(demo.pesel) else { return }
        let officer = try await account(login), administrator = try await account(Self.administrator), head = try await account(Self.head)
        let name = try PersonName(given: demo.givenName, surname: demo.surname), day = PolishTime.day(of: now), identity = identity
        try DemoRegister.add([.init(name: name, pesel: pesel)], house.layout)
        let citizen = try await citizen(demo, userID: "\(login).pz", phone: login == Self.operators[0] ? "601000001" : "601000002", now)
        try await confirm(.phone(try phone(login == Self.operators[0] ? "601000011" : "601000012")), of: .officer(officer.id), officer.performer, now)
        try await house.platform.write { c in
            let contact = try ContactFactors.list(c, citizen.owner).map(\.address)
            let evidence = CertificateEvidence(
                name: name, pesel: pesel, signature: ContentHash(of: Array("zmyślony podpis kwalifikowany \(login)".utf8)), isTrusted: true)
            _ = try identity.profiles.confirm(
                c, by: evidence, of: citizen, contact: Self.contact(contact), factors: [.password, .phoneCode], at: now)
            let id = try identity.points.request(
                c,
                NewOperatorAuthorisation(
                    point: point, account: officer.id, person: citizen.person, post: officer.post, number: login == Self.operators[0] ? "1/2026" : "2/2026",
                    from: day.adding(days: -100), to: day.adding(days: 265), scopes: Set(OperatorScope.allCases), noConvictionOn: day.adding(days: -110),
                    trainedOn: day.adding(days: -105), signingUntil: day.adding(days: 900)), by: administrator, at: now)
            try identity.points.approve(c, id, by: head, at: now)
        }
    }

    private static func contact(_ addresses: [CodeAddress]) -> ContactData {
        var contact = ContactData()
        for address in addresses {
            switch address {
            case .mail(let mail): contact.mail = mail
            case .phone(let phone): contact.phone = phone
            }
        }
        return contact
    }

    private func phone(_ text: String) throws -> TelephoneNumber {
        guard let phone = TelephoneNumber(text) else { throw Problem(.internalFault, "Zły numer pokazu.") }
        return phone
    }

    /// One citizen with a profile confirmed at the counter, one with an application that waits.
    private func serve(_ people: [DemoPerson], at point: PointID, _ now: Instant) async throws {
        for (i, login) in Self.citizenLogins.enumerated() where i < people.count {
            let demo = people[i]
            guard let pesel = PESEL(demo.pesel) else { continue }
            try DemoRegister.add([.init(name: try PersonName(given: demo.givenName, surname: demo.surname), pesel: pesel)], house.layout)
            let account = try await citizen(demo, userID: "\(login).pz", phone: "60200000\(i + 1)", now)
            let identity = identity
            let application = try await house.platform.write { c in
                let contact = Self.contact(try ContactFactors.list(c, account.owner).map(\.address))
                let w = try identity.applications.submit(
                    c,
                    ApplicationDraft(
                        kind: .confirm, account: account.id, contact: contact, factors: [.password, .phoneCode, .mailCode],
                        declarations: Set(Declaration.allCases)), by: account.performer, at: now)
                try identity.applications.checked(c, w.id, .agrees, at: now)
                return w.id
            }
            if i == 0 { try await carryOut(application, demo, pesel, at: point, now) }
        }
    }

    private func carryOut(_ id: ApplicationID, _ demo: DemoPerson, _ pesel: PESEL, at point: PointID, _ now: Instant) async throws {
        let clerk = ConfirmationDesk.Clerk(account: try await account(Self.operators[0]), point: point), identity = identity
        let document = DocumentReading(
            kind: .identityCard, validUntil: PolishTime.day(of: now).adding(days: 900), name: try PersonName(given: demo.givenName, surname: demo.surname),
            identity: .pesel(pesel), looksGenuine: true, isThePerson: true)
        try await house.platform.write { c in
            _ = try identity.desk.claim(c, id, by: clerk, at: now).get()
            _ = try identity.desk.check(c, id, caseSign: "SO.5031.1.\(PolishTime.day(of: now).year)", document: document, by: clerk, at: now).get()
            _ = try identity.desk.print(c, id, by: clerk, at: now).get()
            _ = try identity.desk.signed(c, id, by: clerk, at: now).get()
        }
        let signing = OperatorSigning(identity)
        let challenge = try await signing.begin(id, by: clerk, at: now)
        try await signing.send(challenge, to: .phone(try phone("601000011")), by: clerk, at: now)
        _ = try await signing.carryOut(id, challenge: challenge, code: code(), by: .phoneCode, clerk: clerk, at: now)
    }

    private func citizen(_ demo: DemoPerson, userID: String, phone: String, _ now: Instant) async throws -> CitizenAccount {
        let opened = try await identity.registration.open(
            RegistrationDraft(
                givenNames: demo.givenName, surname: demo.surname, pesel: demo.pesel, userID: userID, mail: "\(userID)@poczta.example", phone: phone,
                password: DemoSeed.password), address: "pokaz", at: now)
        let identity = identity, owner = opened.account.owner
        let pending = try await house.platform.read { c in try identity.challenges.pendingContacts(c, of: owner, at: now) }
        for one in pending { try await enter(one.challenge, one.address, of: owner, now) }
        try await house.platform.write { c in
            let confirmed = try pending.compactMap { one in
                try identity.challenges.accepted(c, one.challenge, of: owner).map { (address: one.address, authorisation: $0) }
            }
            try ContactFactors.addFirst(c, owner, confirmed, performer: opened.account.performer, at: now)
        }
        try await identity.sessions.end(opened.token, by: nil, at: now)
        return opened.account
    }

    private func confirm(_ address: CodeAddress, of owner: FactorOwner, _ who: Performer, _ now: Instant) async throws {
        let identity = identity
        let id = try await house.platform.write { c in try identity.challenges.open(c, confirming: address, of: owner, at: now) }
        try await enter(id, address, of: owner, now)
        try await house.platform.write { c in
            guard let authorisation = try identity.challenges.accepted(c, id, of: owner) else { return }
            try ContactFactors.addFirst(c, owner, [(address, authorisation)], performer: who, at: now)
        }
    }

    private func enter(_ id: ChallengeID, _ address: CodeAddress, of owner: FactorOwner, _ now: Instant) async throws {
        let identity = identity
        let message = try await house.platform.write { c in try identity.challenges.send(c, id, of: owner, to: address, at: now) }.get()
        try await outbox.send(message)
        let code = code()
        _ = try await house.platform.write { c in
            try identity.challenges.enter(
                c, id, of: owner, code: code, by: address.kind, act: .confirmContact, document: address.fingerprint, at: now)
        }.get()
    }

    /// The code of the newest message.
    private func code() -> String {
        (outbox.messages().first?.text ?? "").split { !$0.isNumber }.map(String.init).first { $0.count == 6 } ?? ""
    }

    /// What people need to know to try it.
    static func lines(_ address: String) -> [String] {
        [
            "konto mieszkańca (\(address)/konto/logowanie): " + citizenLogins.map { "\($0).pz" }.joined(separator: ", ")
                + " – profil potwierdzony i wniosek, który czeka",
            "kody, których nikt nie wysłał: \(address)/pokaz/wiadomosci",
            "punkt potwierdzający w Prusicach: okienko \(operators.map { "\($0).prusice" }.joined(separator: ", ")), administrator punktu \(administrator).prusice, "
                + "kierownik \(head).prusice, archiwista \(archivist).prusice",
            "nowe konto może założyć na przykład: " + newcomers.prefix(3).map { "\($0.given) \($0.surname), PESEL \($0.pesel)" }.joined(separator: "; "),
        ]
    }
}
