import Cryptography
import Exchange
import Foundation
import Identity
import Kernel
import Law
import Office
import Signatures
import Store

/// Plants the demonstration: offices, accounts, citizens with boxes, and letters that travel through the platform's own services.
struct DemoSeed {
    static let password = "Pokaz-Urzedu-2026"
    static let seed: UInt64 = 20_260_312
    let house: House
    let letters: Int
    /// Half a year of invented work in each office, for the programme's figures.
    var halfYear = false
    let configuration: ServerConfiguration

    /// - Returns: lines with the logins, for people to read.
    func plant() async throws -> [String] {
        let marker = house.layout.root + "/" + DemoCommand.marker
        if !FileManager.default.fileExists(atPath: marker) {
            guard try await house.records().isEmpty else {
                throw Problem(.conflict, "W katalogu „\(house.layout.root)” są prawdziwe urzędy. Pokaz załóż w innym: EURZAD_DATA_DIRECTORY.")
            }
            guard FileManager.default.createFile(atPath: marker, contents: Data("pokaz\n".utf8)) else {
                throw Problem(.unavailable, "Nie można pisać w katalogu „\(house.layout.root)”.")
            }
        }
        let performer = Performer(id: "system:pokaz", name: "pokaz")
        // A hundred accounts with one known password need no costly hash; signing in makes it anew at full cost.
        let accounts = Accounts(platform: house.platform, passwords: PasswordHasher(cost: PasswordCost(logN: 10)))
        let existing = Set(try await house.records().map(\.id))
        let (profiles, authority) = try trustedProfileSystem()
        let programme = DemoProgramme(house: house, accounts: accounts, password: DemoSeed.password, performer: performer)
        var people = DemoPeople(seed: DemoSeed.seed)
        var logins: [String] = []
        for record in DemoOffices.all {
            // The generator is used the same way whether the office exists or not, so that people stay the same.
            let staff = DemoStructure.posts(record.kind).map { _ in people.next(town: record.town, postCode: record.postCode) }
            let citizens = (0..<4).map { _ in people.next(town: record.town, postCode: record.postCode) }
            logins.append("kancelaria.\(record.id)  (\(record.name))")
            if existing.contains(record.id) { continue }
            try await OfficeFounding.found(record, in: house, by: performer)
            for (login, name, post, role) in [
                ("czytelnik.\(record.id)", "Konto do czytania", "podgląd", OfficeRole.reader),
                ("admin.\(record.id)", "Konto administratora", "informatyk", .administrator),
            ] {
                _ = try await accounts.add(
                    NewAccount(office: record.id, login: login, displayName: name, post: post, roles: [role]), password: DemoSeed.password, by: performer,
                    at: house.time.now)
            }
            let officers = try await DemoStructure(
                record: record, office: try await house.office(record.id), accounts: accounts, password: DemoSeed.password, performer: performer
            ).plant(staff)
            if halfYear {
                try await programme.liveHalfYear(
                    try await house.office(record.id), officers, place: DemoOffices.all.firstIndex { $0.id == record.id } ?? 0)
            }
            try await write(citizens, to: record, people: &people, signer: profiles, authority: authority, by: performer)
            try await DemoCases(record: record, office: try await house.office(record.id), officers: officers, performer: performer, withCases: !halfYear)
                .plant()
            // One office shows answering and signing; making keys for all of them would take the demonstration long.
            if !halfYear, record.id == DemoOffices.all.first?.id {
                try await DemoLetters(record: record, office: try await house.office(record.id), layout: house.layout, performer: performer).plant(
                    officers, signing: try DemoLetters.issuer(house.layout, at: house.time.now))
                let posts = DemoStructure.posts(record.kind).map(\.login)
                try await DemoPoint(house: house, record: record, accounts: accounts, performer: performer).plant(
                    Dictionary(zip(posts, staff), uniquingKeysWith: { first, _ in first }), citizens: citizens)
                try await DemoTaxes(office: try await house.office(record.id), performer: performer).plant(citizens.first)
            }
        }
        try await programme.plant()
        try await programme.count(closing: halfYear)
        let others = DemoStructure.posts(.commune).map(\.login).filter { $0 != "kancelaria" } + ["czytelnik", "admin", "program"]
        logins.append("PIN do podpisu (wojt, sekretarz, kierownik w \(DemoOffices.all.first?.id.description ?? "")): \(DemoLetters.pin)")
        logins.append("w każdym urzędzie także: " + others.map { "\($0).prusice" }.joined(separator: ", "))
        logins += DemoPoint.lines(configuration.publicAddress)
        return logins
    }

    /// An invented system of trusted profiles that signs for invented citizens; trusted only by this demonstration.
    private func trustedProfileSystem() throws -> (SigningIdentity, Certificate) {
        let path = house.layout.keys + "/pokaz-profil-zaufany.pem", trust = house.layout.trust + "/pokaz.pem"
        if FileManager.default.fileExists(atPath: path), FileManager.default.fileExists(atPath: trust) {
            let identity = try SigningIdentity(pemFile: path)
            return (identity, try Certificate(pem: String(contentsOfFile: trust, encoding: .utf8)))
        }
        let now = house.time.now.adding(seconds: -3600)
        let authorityKey = try PrivateKey.generateRSA()
        let authority = try CertificateIssuer.selfSigned(
            subject: [("CN", "Zmyślony wystawca pokazu"), ("C", "PL")], key: authorityKey, notBefore: now, days: 1825, isAuthority: true)
        let key = try PrivateKey.generateRSA()
        let certificate = try CertificateIssuer.issue(
            subject: [("CN", "Zmyślony profil zaufany (pokaz)"), ("C", "PL")], publicKey: key.publicKey,
            issuer: SigningIdentity(key: authorityKey, certificate: authority), notBefore: now, days: 1800)
        let identity = SigningIdentity(key: key, certificate: certificate)
        try? FileManager.default.removeItem(atPath: path)
        try identity.writePEM(to: path)
        try authority.pem.write(toFile: trust, atomically: true, encoding: .utf8)
        return (identity, authority)
    }

    private func write(
        _ citizens: [DemoPerson], to record: OfficeRecord, people: inout DemoPeople, signer: SigningIdentity, authority: Certificate, by performer: Performer
    ) async throws {
        let now = house.time.now
        let (platform, _) = try Assembly.platform(house, configuration)
        try await house.platform.write { c in
            for p in citizens {
                try PlatformDirectory.add(
                    c,
                    Podmiot(
                        id: p.podmiot, kind: .naturalPerson, name: p.surname, givenNames: p.givenName, pesel: p.pesel, street: "\(p.street) \(p.building)",
                        postCode: p.postCode, town: p.town), by: performer, at: now)
                if let box = BoxAddress("/\(p.podmiot)/domyslna") {
                    try PlatformDirectory.addBox(c, Box(address: box, podmiot: p.podmiot, isListed: false), by: performer, at: now)
                }
            }
        }
        guard let box = BoxAddress("/\(record.podmiot)/\(OfficeFounding.boxName)") else { return }
        let xades = XAdESSigner(identity: signer)
        let intake = IncomingCorrespondence(
            office: try await demoOffice(record, authority), receiptOf: { try await platform.receipt(box: $0.box, document: ContentHash(of: $0.content)) })
        for n in 0..<letters {
            let person = citizens[n % citizens.count]
            let subject = people.pick(DemoSubjects.all)
            var letter = Letter(template: .toOffice, title: subject.title)
            letter.identifier = "pokaz-\(record.id)-\(n)"
            letter.date = PartialDate(PolishTime.day(of: now).adding(days: -people.number(1...6)))
            var sender = DocumentParty(.person(surname: person.surname, givenNames: person.givenName, pesel: person.pesel))
            (sender.postCode, sender.town, sender.street, sender.building) = (person.postCode, person.town, person.street, person.building)
            letter.senders = [sender]
            letter.recipients = [DocumentParty(.institution(name: record.name, regon: ""))]
            letter.place = person.town
            letter.kind = ["wniosek", "inne pismo"].contains(subject.kind) ? subject.kind : "inne pismo"
            letter.otherKind = letter.kind == "inne pismo" ? subject.kind : ""
            letter.paragraphs = subject.text
            if people.chance(40) {
                letter.attachments = [
                    DocumentAttachment(name: "opis.txt", mediaType: "text/plain", content: .inline(Array(subject.text.joined(separator: "\n").utf8)))
                ]
            }
            let isSigned = people.chance(85)
            let content =
                isSigned
                ? try xades.sign(
                    letter.write(), at: now,
                    role: .trustedProfile(
                        TrustedProfileSigner(
                            givenName: person.givenName.uppercased(), surname: person.surname.uppercased(), pesel: person.pesel, accountID: person.podmiot)))
                : letter.write()
            let system = RegisteredSystem(
                id: 0, name: "pokaz", certificateHash: signer.certificate.sha256, allowsSHA1: false, requiresTimestamp: false,
                podmioty: [person.podmiot, record.podmiot])
            let caller = Platform.Caller(system: system)
            _ = try await platform.submit(
                Submission(
                    podmiot: person.podmiot, box: box, replyBox: "/\(person.podmiot)/domyslna", fileName: "Pismo ogolne.xml", content: content), by: caller)
            // The first letters stand in the register at once; the last ones wait for the connector.
            guard n < letters - 2, let waiting = try await platform.next(box, podmiot: record.podmiot, by: caller) else { continue }
            let fetched = FetchedDocument(
                box: box, senderPodmiot: person.podmiot, senderName: person.surname, senderGivenNames: person.givenName, senderIsPerson: true,
                senderPESEL: person.pesel, senderNIP: "", senderREGON: "", submittedAt: waiting.submittedAt, replyBox: waiting.replyBox, isTest: false,
                extra: [], fileName: waiting.fileName, content: waiting.content)
            _ = try await intake.take(fetched)
            try await platform.confirm(box, podmiot: record.podmiot, digest: DigestAlgorithm.sha256.hash(waiting.content), by: caller)
        }
    }

    /// The office with the trust that the demonstration has just made, since trust is read at start.
    private func demoOffice(_ record: OfficeRecord, _ authority: Certificate) async throws -> OfficeHouse {
        let office = try await house.office(record.id)
        return OfficeHouse(
            record: office.record, database: office.database, blobs: office.blobs,
            verifier: SignatureVerifier(trust: TrustStore(lists: [TrustList(name: "pokaz", anchors: [authority])])), time: office.time)
    }
}
