internal import Chancery
internal import HTTPTypes
internal import Kernel
internal import Law
internal import Office
internal import Store

/// Cases.
enum CaseCalls {
    static func list(_ call: SystemCall) -> SystemWork {
        .read { c in
            var q = CaseQuery()
            q.limit = call.limit
            q.after = call.number("after").flatMap { CaseQuery.Position("~\($0)") }
            if let code = call.text("unit") {
                guard let unit = try unit(c, call, code) else { return .page([]) }
                q.unit = unit
            }
            q.symbol = call.text("class")
            q.year = call.number("year").map { Int($0) }
            q.state = call.text("state").flatMap(CaseState.init(rawValue:))
            let page = try Cases.page(c, q, seenBy: call.system.rights.visibility(), on: call.today)
            return .page(page.rows.map(shown), next: page.next == nil ? nil : page.rows.last?.id.number)
        }
    }

    static func open(_ call: SystemCall) -> SystemWork {
        .write { c, _ in
            let system = call.system
            let today = call.today
            let tree = try Organisation.tree(c, on: today)
            var unit = system.acting.unit
            if let code = call.body["unit"]?.string {
                guard let named = try self.unit(c, call, code) else { throw Problems([Problem(.invalidInput, "Nie ma dziś takiej komórki", field: "unit")]) }
                unit = named
            }
            guard let code = tree[unit]?.code, let symbol: ClassSymbol = call.value("class") else {
                throw Problems([Problem(.invalidInput, "Nie ma dziś takiej komórki", field: "unit")])
            }
            let access = call.access ?? .notPublic
            try system.rights.decide(.workCase, on: AccessSubject(unit: unit, symbol: symbol.description, access: access, leadOfficer: system.acting.officer)).require()
            let classification = try renamed(["klasa": "class"]) { try ClassChoices.forCase(c, symbol, unit: unit, on: today) }
            var opening = CaseOpening(unit: unit, unitCode: code.description, classification: classification, title: call.words("title"))
            opening.description = call.words("description")
            opening.access = access
            opening.startDay = call.value("startDay")
            (opening.officer, opening.officerName) = (system.acting.officer, system.guardianName)
            let letter = try call.body["letter"]?.string.flatMap { RegisterNumber($0) }.map { try work(c, call, $0) }
            let calendar = try WorkCalendar.load(c)
            let opened = try renamed(["klasa": "class", "tytul": "title", "opis": "description", "wszczecie": "startDay", "komorka": "unit"]) {
                try Cases.open(c, opening, from: letter.map { ($0.letter, $0.version) }, by: system.acting, at: call.now) { !calendar.isWorkingDay($0) }
            }
            return try answer(c, opened.id, isNew: true)
        }
    }

    static func show(_ call: SystemCall) -> SystemWork {
        .read { c in
            let file = try visible(c, call)
            return SystemAnswer(shown(file), version: file.version)
        }
    }

    static func metryka(_ call: SystemCall) -> SystemWork {
        .read { c in
            let file = try visible(c, call)
            return .page(
                try Metryka.entries(c, case: file.id).map { e in
                    .of([
                        "position": .int(e.position), "at": .text(e.at), "person": .string(e.person), "post": .string(e.post), "act": .string(e.act),
                        "document": .text(e.document),
                    ])
                })
        }
    }

    static func join(_ call: SystemCall) -> SystemWork {
        .write { c, _ in
            let file = try workable(c, call)
            guard let number = call.body["letter"]?.string.flatMap({ RegisterNumber($0) }) else { throw Problems([]) }
            let work = try work(c, call, number)
            try Cases.join(c, work.letter, version: work.version, to: file.id, by: call.system.acting, at: call.now)
            return try answer(c, file.id, isNew: true)
        }
    }

    static func settle(_ call: SystemCall) -> SystemWork {
        .write { c, _ in
            let file = try workable(c, call)
            try requireSeen(file, call)
            guard let day: Day = call.value("day") else { throw Problems([]) }
            try renamed(["dzien": "day"]) {
                try Cases.settle(c, file.id, version: file.version, on: day, document: call.words("document"), by: call.system.acting, at: call.now)
            }
            return try answer(c, file.id)
        }
    }

    static func close(_ call: SystemCall) -> SystemWork {
        .write { c, _ in
            let file = try workable(c, call)
            try requireSeen(file, call)
            guard let day: Day = call.value("day") else { throw Problems([]) }
            let findings = try ClosingFindings.of(c, file.id)
            try renamed(["dzien": "day", "ostrzezenia": "warningsRead"]) {
                try CaseClosing.close(
                    c, file.id, version: file.version, on: day, contributed: findings, warningsRead: call.body["warningsRead"]?.bool ?? false, by: call.system.acting,
                    at: call.now)
            }
            return try answer(c, file.id)
        }
    }

    // MARK: shared

    /// The case of the address, if the system may read it.
    static func visible(_ c: any SQLConnection, _ call: SystemCall) throws -> CaseFile { try visible(c, call, CaseID(call.number("id") ?? 0)) }

    static func visible(_ c: any SQLConnection, _ call: SystemCall, _ id: CaseID) throws -> CaseFile { try sight(c, call, id).file }

    /// The case of the address, if the system may work in it.
    static func workable(_ c: any SQLConnection, _ call: SystemCall) throws -> CaseFile { try workable(c, call, CaseID(call.number("id") ?? 0)) }

    static func workable(_ c: any SQLConnection, _ call: SystemCall, _ id: CaseID) throws -> CaseFile {
        let (file, sight) = try sight(c, call, id)
        guard sight.work.isAllowed else { throw Problem(.forbidden, "System nie może nic zmieniać w tej sprawie: opiekun \(sight.work.reason).") }
        return file
    }

    /// The case of the address, if the system may put something into its file.
    static func addable(_ c: any SQLConnection, _ call: SystemCall) throws -> CaseFile {
        let (file, sight) = try sight(c, call, CaseID(call.number("id") ?? 0))
        guard sight.mayAdd else { throw Problem(.forbidden, "System nie może nic dodać do akt tej sprawy: opiekun \(sight.work.reason).") }
        return file
    }

    /// A case of whose file only parts were shared is closed to systems.
    private static func sight(_ c: any SQLConnection, _ call: SystemCall, _ id: CaseID) throws -> (file: CaseFile, sight: CaseSight) {
        guard let file = try Cases.find(c, id) else { throw Problem(.notFound, "Nie ma takiej sprawy.") }
        let sight = try Cases.sight(c, file, acting: call.system.acting, rights: call.system.rights)
        guard sight.extent == .everything else { throw Problem(.forbidden, "System nie ma wglądu w tę sprawę: opiekun \(sight.reason).") }
        return (file, sight)
    }

    private static func requireSeen(_ file: CaseFile, _ call: SystemCall) throws {
        guard call.version == file.version else {
            throw APIRefusal(.preconditionFailed, "Sprawę zmienił(a) \(file.changedBy) \(file.changedAt). Odczytaj ją jeszcze raz.")
        }
    }

    /// The work on a letter that the system may put into a case.
    private static func work(_ c: any SQLConnection, _ call: SystemCall, _ number: RegisterNumber) throws -> LetterWork {
        guard let letter = try IncomingRegister.find(c, number), let work = try LetterWork.find(c, .incoming(letter.id)) else {
            throw Problems([Problem(.invalidInput, "Nie ma pisma \(number) w rejestrze", field: "letter")])
        }
        if letter.registeredBy.id != call.system.acting.account {
            let decision = try LetterAccess.decide(c, .read, on: work.letter, access: letter.metadata.access, by: call.system.rights)
            guard decision.isAllowed else { throw Problem(.forbidden, "System nie może dołączyć tego pisma: opiekun \(decision.reason).") }
        }
        return work
    }

    static func unit(_ c: any SQLConnection, _ call: SystemCall, _ code: String) throws -> UnitID? {
        guard let code = UnitCode(code) else { return nil }
        return try Organisation.tree(c, on: call.today).unit(code)?.id
    }

    /// Fields of the office's forms by their names in the API.
    static func renamed<T>(_ names: [String: String], _ body: () throws -> T) throws -> T {
        do { return try body() } catch let problem as Problem where problem.field != nil {
            throw Problems([Problem(problem.code, problem.message, field: problem.field.map { names[$0] ?? $0 })])
        } catch let problems as Problems {
            throw Problems(problems.all.map { Problem($0.code, $0.message, field: $0.field.map { names[$0] ?? $0 }) })
        }
    }

    private static func answer(_ c: any SQLConnection, _ id: CaseID, isNew: Bool = false) throws -> SystemAnswer {
        guard let file = try Cases.find(c, id) else { throw Problem(.notFound, "Nie ma takiej sprawy.") }
        return SystemAnswer(shown(file), location: isNew ? href(id) : nil, version: file.version)
    }

    static func href(_ id: CaseID) -> String { "\(APIOperation.root)/cases/\(id)" }

    static func shown(_ f: CaseFile) -> JSONValue {
        .of([
            "id": .int(f.id.number), "sign": .text(f.sign), "title": .string(f.title), "class": .string(f.sign.symbol), "className": .string(f.className),
            "category": .text(f.category), "unit": .int(f.unit.number), "unitCode": .string(f.sign.unitCode), "officer": .string(f.officerName),
            "state": .string(f.state.rawValue), "access": .string(f.access.rawValue), "openedAt": .text(f.openedAt), "startDay": .text(f.startDay), "due": .text(f.due),
            "settledDay": .text(f.settledDay), "closedDay": .text(f.closedDay), "description": .string(f.description), "version": .int(f.version),
            "href": .string(href(f.id)),
        ])
    }
}
