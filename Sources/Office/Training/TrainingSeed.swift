internal import Chancery
internal import Identity
internal import Kernel
internal import Law
internal import Programme
internal import Store

/// What a training office begins with: units, invented officers, a plan of files, letters to work on.
enum TrainingSeed {
    static let performer = Performer(id: "system:szkolenie", name: "szkolenie")
    static let units: [(code: String, name: String)] = [
        ("KU", "Kierownictwo urzędu"), ("OR", "Referat Organizacyjny"), ("GK", "Referat Gospodarki Komunalnej"), ("FN", "Referat Finansowy"),
    ]
    private static let letters: [(surname: String, title: String)] = [
        ("Wrona", "Wniosek o wycinkę drzewa"), ("Sowa", "Wniosek o wycinkę dwóch lip"), ("Gołąb", "Prośba o usunięcie gałęzi"), ("Mazur", "Skarga na oświetlenie"),
        ("Lis", "Wniosek o zaświadczenie"), ("Zając", "Zgłoszenie szkody na drodze"), ("Wilk", "Wniosek o wycinkę świerka"), ("Bąk", "Pytanie o opłatę za wodę"),
        ("Kowal", "Wniosek o wycinkę topoli"), ("Rybak", "Wniosek o wycinkę dębu"),
    ]

    static func plant(_ c: any SQLConnection, _ record: OfficeRecord, at now: Instant) throws {
        let today = PolishTime.day(of: now), from = today.adding(days: -400)
        var ids: [String: UnitID] = [:]
        for unit in units {
            ids[unit.code] = try Organisation.openUnit(
                c, code: unit.code, name: unit.name, parent: unit.code == "KU" ? nil : ids["KU"], from: from, by: performer, at: now)
        }
        for (given, surname, code, title, roles) in [
            ("Zofia", "Ćwiczebna", "KU", "wójt (osoba zmyślona)", [(ChanceryRole.assigner, RoleScope.office), (.approver, .office), (.signer, .office)]),
            ("Adam", "Wzorcowy", "GK", "kierownik referatu (osoba zmyślona)", [(.approver, .unit), (.caseOfficer, .own)]),
            ("Iga", "Przykładna", "GK", "inspektor (osoba zmyślona)", [(.caseOfficer, .own)]),
        ] {
            guard let unit = ids[code] else { continue }
            let id = try Organisation.addOfficer(c, givenNames: given, surname: surname, account: nil, from: from, by: performer, at: now)
            try Organisation.appoint(c, id, to: unit, title: title, isHead: title.hasPrefix("inspektor") == false, from: from, by: performer, at: now)
            for (role, scope) in roles {
                try Organisation.grant(c, RoleGrant(role, scope: scope, unit: scope == .unit ? unit : nil, validFrom: from), to: id, by: performer, at: now)
            }
        }
        try FilePlan.apply(
            c, try DemonstrationPlan.plan(), name: DemonstrationPlan.name, from: from, basis: DemonstrationPlan.basis, isDemonstration: true, by: performer, at: now)
        for (code, symbols): (String, Set<String>) in [("KU", [FilePlan.everyClass]), ("OR", ["0", "1"]), ("GK", ["61", "62", "63", "7"]), ("FN", ["3"])] {
            if let unit = ids[code] { try FilePlan.permit(c, unit, symbols, by: performer, at: now) }
        }
        _ = try LetterTemplates.installBuiltIn(c, by: performer, at: now)
        for letter in letters { _ = try register(c, record, letter.surname, letter.title, at: now) }
    }

    static func register(_ c: any SQLConnection, _ record: OfficeRecord?, _ surname: String, _ title: String, at now: Instant) throws -> RegisterNumber {
        let sender = Correspondent(
            .person(surname: surname, givenNames: "Jan"),
            address: PostalAddress(postCode: record?.postCode ?? "55-110", town: record?.town ?? "Prusice", street: "Zmyślona", building: "7", country: "Polska"))
        return try IncomingRegister.register(
            c, Registration(metadata: LetterMetadata(senders: [sender], title: title), channel: .paper, arrivalDay: PolishTime.day(of: now)), by: performer, at: now
        ).number
    }
}

/// The post a trainee holds in the training office, by his course, and the work that waits for him there.
struct TrainingPost: Sendable {
    var role: CourseRole
    var unit: String
    var title: String
    var accountRoles: Set<OfficeRole>
    var roles: [(ChanceryRole, RoleScope)]

    static func of(_ role: CourseRole) -> TrainingPost? {
        switch role {
        case .chanceryPoint:
            TrainingPost(
                role: role, unit: "OR", title: "punkt kancelaryjny (szkolenie)", accountRoles: [.chanceryPoint, .officer],
                roles: [(.receivingPoint, .office), (.sendingPoint, .office), (.caseOfficer, .own)])
        case .caseOfficer: TrainingPost(role: role, unit: "GK", title: "prowadzący (szkolenie)", accountRoles: [.officer], roles: [(.caseOfficer, .own)])
        case .head:
            TrainingPost(
                role: role, unit: "GK", title: "kierownik (szkolenie)", accountRoles: [.officer],
                roles: [(.assigner, .office), (.approver, .office), (.caseOfficer, .own)])
        case .administrator:
            TrainingPost(
                role: role, unit: "OR", title: "administrator (szkolenie)", accountRoles: [.administrator, .officer],
                roles: [(.technicalAdministrator, .office), (.coordinator, .office)])
        case .archivist: TrainingPost(role: role, unit: "OR", title: "archiwista (szkolenie)", accountRoles: [.officer], roles: [(.archivist, .office)])
        case .taxClerk, .pointOperator: nil
        }
    }

    /// Makes the officer and lays out his work.
    func take(_ c: any SQLConnection, givenNames: String, surname: String, account: String, at now: Instant) throws {
        let today = PolishTime.day(of: now), from = today.adding(days: -30), by = TrainingSeed.performer
        guard let code = UnitCode(unit), let unit = try Organisation.tree(c, on: today).unit(code) else { return }
        let id = try Organisation.addOfficer(
            c, givenNames: givenNames.isEmpty ? "Osoba" : givenNames, surname: surname, account: account, from: from, by: by, at: now)
        try Organisation.appoint(c, id, to: unit.id, title: title, isHead: false, from: from, by: by, at: now)
        for (role, scope) in roles { try Organisation.grant(c, RoleGrant(role, scope: scope, unit: nil, validFrom: from), to: id, by: by, at: now) }
        switch role {
        case .caseOfficer:
            let mayor = ActingOfficer(officer: OfficerID(1), name: "Zofia Ćwiczebna", post: "wójt (osoba zmyślona)", unit: unit.id, account: by.id)
            for title in ["Wniosek o wycinkę brzozy", "Wniosek o wycinkę klonu", "Wniosek o wycinkę jesionu"] {
                let number = try TrainingSeed.register(c, nil, "Żuraw", title, at: now)
                guard let ref = try IncomingRegister.reference(c, number), let work = try LetterWork.find(c, ref) else { continue }
                let order = AssignmentOrder([AssignmentRecipient(Holder(unit: unit.id, officer: id), label: "\(givenNames) \(surname)", isLead: true)])
                try Assignments.assign(c, ref, version: work.version, order, by: mayor, at: now)
            }
        case .head:
            let author = ActingOfficer(officer: OfficerID(3), name: "Iga Przykładna", post: "inspektor (osoba zmyślona)", unit: unit.id, account: by.id)
            for title in ["Odpowiedź w sprawie wycinki", "Odpowiedź w sprawie drogi", "Odpowiedź w sprawie lamp"] {
                let addressee = Addressee(
                    Correspondent(
                        .person(surname: "Śliwa", givenNames: "Ewa"),
                        address: PostalAddress(postCode: "55-110", town: "Prusice", street: "Zmyślona", building: "3", country: "Polska")))
                let content = LetterContent(
                    metadata: OutgoingMetadata(title: title), body: "Treść zmyślonego pisma. Zawiera błąd, żeby było co poprawić.", addressees: [addressee])
                let letter = try OutgoingLetters.create(c, OutgoingDraft(unit: unit.id, unitName: unit.name, content: content), by: author, at: now)
                _ = try OutgoingLetters.submit(c, letter, revision: 1, path: ApprovalPath([.officer(id)]), by: author, at: now)
            }
        case .archivist: try TrainingPost.archive(c, at: now)
        default: break
        }
    }

    /// Cases of earlier years that lie in the archive: of three the time of keeping is over.
    private static func archive(_ c: any SQLConnection, at now: Instant) throws {
        let today = PolishTime.day(of: now)
        guard let code = UnitCode("GK"), let unit = try Organisation.tree(c, on: today).unit(code), let symbol = ClassSymbol("6132") else { return }
        let officer = ActingOfficer(
            officer: OfficerID(3), name: "Iga Przykładna", post: "inspektor (osoba zmyślona)", unit: unit.id, account: TrainingSeed.performer.id)
        let classification = try ClassChoices.forCase(c, symbol, unit: unit.id, on: today)
        for (title, years) in [("Nasadzenia przy szkole", 9), ("Nasadzenia w parku", 8), ("Nasadzenia przy drodze", 8), ("Nasadzenia na rynku", 4)] {
            guard let begun = Day(year: today.year - years, month: 3, day: 4) else { continue }
            let then = PolishTime.start(of: begun).adding(seconds: 9 * 3_600)
            let opening = CaseOpening(unit: unit.id, unitCode: "GK", classification: classification, title: "\(title) (sprawa zmyślona)")
            let id = try Cases.open(c, opening, by: officer, at: then) { _ in false }.id
            try Cases.add(c, CaseElementContent(.note, title: "Załatwienie", date: PartialDate(begun), text: "Załatwiono bez uwag."), to: id, by: officer, at: then)
            guard let file = try Cases.find(c, id) else { continue }
            try CaseClosing.close(c, id, version: file.version, on: begun, warningsRead: true, by: officer, at: then)
        }
        try Archive.takeOver(c, at: now)
    }
}
