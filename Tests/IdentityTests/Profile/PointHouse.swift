import Cryptography
@testable import Identity
import Kernel
import Law
import Store

/// A point in Prusice with its people, a register of invented people, and citizens.
struct PointHouse {
    let citizens: CitizenHouse
    let register = DemoPopulationRegister()
    let point: PointID
    let administrator: Account
    let head: Account
    let archivist: Account
    let clerk: ConfirmationDesk.Clerk
    let authorisation: OperatorAuthorisationID
    var db: any Database { citizens.db }
    var keys: IdentityKeys { citizens.keys }
    var points: ConfirmationPoints { ConfirmationPoints(keys: keys) }
    var desk: ConfirmationDesk { ConfirmationDesk(keys: keys) }
    var applications: ProfileApplications { ProfileApplications() }
    var profiles: TrustedProfiles { TrustedProfiles(keys: keys) }
    var watch: RegisterWatch { RegisterWatch(platform: db, register: register, keys: keys) }

    /// The operator's own number.
    static let operatorPESEL = PESEL("68022912343")!
    /// A Thursday.
    static let start = Instant(polish: "2026-03-12T09:00:00")
    static let hours = PointHours("1 08:00-16:00; 2 08:00-16:00; 3 08:00-16:00; 4 08:00-16:00; 5 08:00-14:00")!

    init(_ db: any Database, scopes: Set<OperatorScope> = Set(OperatorScope.allCases), to: Day = Day("2027-12-31")!, signingUntil: Day = Day("2027-12-31")!)
        async throws
    {
        citizens = CitizenHouse(db)
        let door = Door(db: db)
        let keeper = try await door.add("admin", roles: [.administrator])
        administrator = try await door.add("administrator.punktu", roles: [.reader])
        archivist = try await door.add("archiwista", roles: [.reader])
        head = try await door.add("kierownik", roles: [.reader])
        let account = try await door.add("operator", roles: [.reader])
        let points = ConfirmationPoints(keys: citizens.keys), people = citizens.people
        let (administrator, head, archivist) = (administrator, head, archivist)
        (point, authorisation) = try await db.write { c in
            let id = try points.add(
                c, office: gmina, name: "Punkt potwierdzający w Prusicach", place: "Prusice",
                information: .init(address: "Rynek 1", room: "3", wayThere: "parter", accessibility: "podjazd od dziedzińca", phone: "713120000"),
                hours: Self.hours, by: chief, at: noon)
            try points.move(c, id, to: .consented, consent: .init(number: "DPI.1", day: Day("2025-01-02")!), reason: "zgoda", by: chief, at: noon)
            try points.move(c, id, to: .open, reason: "start", by: chief, at: noon)
            for (role, account) in [(PointRole.administrator, administrator), (.head, head), (.archivist, archivist)] {
                try PointRoles.grant(c, role, to: account.id, at: id, by: keeper, at: noon)
            }
            let person = try people.add(c, try person("Ewa", "Mak", Self.operatorPESEL), by: chief, at: noon)
            let right = try points.request(
                c,
                NewOperatorAuthorisation(
                    point: id, account: account.id, person: person.id, post: "inspektor", number: "1/2026", from: Day("2026-01-01")!, to: to, scopes: scopes,
                    noConvictionOn: Day("2025-12-20"), trainedOn: Day("2025-12-20"), signingUntil: signingUntil),
                by: administrator, at: noon)
            try points.approve(c, right, by: head, at: noon)
            return (id, right)
        }
        clerk = ConfirmationDesk.Clerk(account: account, point: point)
    }

    static let contact = try! ContactData(mail: "anna@poczta.example", phone: "600700800")

    func draft(_ kind: ApplicationKind, _ account: CitizenAccount, contact: ContactData = contact) -> ApplicationDraft {
        ApplicationDraft(kind: kind, account: account.id, contact: contact, factors: [.password, .phoneCode], declarations: Set(Declaration.allCases))
    }

    /// Submits, and lets the register agree.
    func ready(_ account: CitizenAccount, _ kind: ApplicationKind = .confirm, contact: ContactData? = nil, at now: Instant = start) async throws -> ApplicationID {
        let verified = try await db.read { c in try ContactFactors.list(c, account.owner).first?.address }
        var contact = contact ?? Self.contact
        if case .phone(let phone) = verified, contact == Self.contact { contact.phone = phone }
        if let phone = contact.phone, verified != .phone(phone) { try await citizens.confirm(.phone(phone), of: account, at: now) }
        let applications = applications, draft = draft(kind, account, contact: contact)
        let (id, query) = try await db.write { c in
            let w = try applications.submit(c, draft, by: account.performer, at: now)
            return (w.id, try w.applicant.map { ($0.name, try keys.open($0.pesel)) })
        }
        if let query { register.add(query.0, query.1) }
        _ = try await watch.round(at: now)
        return id
    }

    static func card(_ given: String = "Anna", _ surname: String = "Lis", _ pesel: PESEL = lis, until: String? = "2031-01-01") throws -> DocumentReading {
        DocumentReading(
            kind: .identityCard, validUntil: until.flatMap { Day($0) }, name: try PersonName(given: given, surname: surname), identity: .pesel(pesel),
            looksGenuine: true, isThePerson: true)
    }

    /// Claim, check, print, sign; gives the hash to be authorised.
    func toTheEnd(_ id: ApplicationID, document: DocumentReading, at now: Instant = start) async throws -> ContentHash {
        let desk = desk, clerk = clerk
        return try await db.write { c in
            _ = try desk.claim(c, id, by: clerk, at: now).get()
            _ = try desk.check(c, id, caseSign: "OR.5032.1.2026", document: document, by: clerk, at: now).get()
            _ = try desk.print(c, id, by: clerk, at: now).get()
            _ = try desk.signed(c, id, by: clerk, at: now).get()
            return try desk.toAuthorise(c, id).document
        }
    }

    func stepUp(_ act: AuthorisedAct, _ document: ContentHash, at now: Instant = start) async throws -> Authorisation {
        let recovery = RecoveryCodes(keys: keys), challenges = citizens.challenges, owner = FactorOwner.officer(clerk.account.id)
        return try await db.write { c in
            try FactorChange.reset(c, owner, by: chief, reason: "test", at: now)
            let code = try recovery.make(c, owner, by: chief, at: now)[0]
            let id = try challenges.open(c, owner, act, document: document, title: "wydruk", at: now)
            return try challenges.enter(c, id, of: owner, code: code, by: .recoveryCode, act: act, document: document, at: now)
        }.get()
    }

    func signature(_ content: ContentHash, by pesel: PESEL = operatorPESEL, isValid: Bool = true) -> OperatorSignature {
        OperatorSignature(content: content, signature: ContentHash(of: Array("podpis \(content)".utf8)), isValid: isValid, signer: keys.hash(pesel))
    }

    /// The whole visit.
    func carryOut(_ id: ApplicationID, _ kind: ApplicationKind = .confirm, document: DocumentReading? = nil, at now: Instant = start) async throws
        -> TrustedProfile
    {
        let print = try await toTheEnd(id, document: document ?? Self.card(), at: now)
        let authorisation = try await stepUp(kind.act, print, at: now)
        let desk = desk, clerk = clerk, signature = signature(print)
        return try await db.write { c in try desk.carryOut(c, id, authorisation: authorisation, signature: signature, by: clerk, at: now) }.get()
    }

    func state(_ id: ApplicationID) async throws -> ApplicationState? { try await db.read { c in try ApplicationStore.find(c, id)?.state } }
}
