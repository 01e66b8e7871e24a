internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// Where letters go: into a new case, into one that goes on, or among those that create none.
struct CaseOpeningRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<OfficerContext>) {
        router.get(CasePattern.new.route) { request, context in try await newCase(request, context) }
        router.post(CasePattern.new.route) { request, context in try await openCase(request, context) }
        router.get(CasePattern.newSubFile.route) { request, context in try await newSubFile(request, context) }
        router.post(CasePattern.newSubFile.route) { request, context in try await openSubFile(request, context) }
        router.get(CasePattern.join.route) { request, context in try await joinForm(request, context) }
        router.post(CasePattern.join.route) { request, context in try await join(request, context) }
        router.get(CasePattern.withoutCase.route) { request, context in try await filingForm(request, context) }
        router.post(CasePattern.withoutCase.route) { request, context in try await file(request, context) }
    }

    /// A letter with what the forms show of it.
    private struct LetterAtHand: Sendable {
        var work: LetterWork
        var number: RegisterNumber
        var sender: Correspondent?
        var access: Access

        var line: LetterLine {
            LetterLine(number: number, title: work.title, sender: work.counterpart, arrival: work.arrivalDay, state: work.state)
        }
    }

    private func letter(_ c: any SQLConnection, _ number: RegisterNumber, _ worker: OfficerAtWork) throws -> LetterAtHand {
        guard let reference = try IncomingRegister.reference(c, number), let work = try LetterWork.find(c, reference), let letter = try LetterSight.letter(c, work)
        else { throw Problem(.notFound, "Nie ma pisma \(number) w rejestrze. Sprawdź numer i rok.") }
        try LetterSight.requireFiling(c, work, acting: worker.acting, rights: worker.rights)
        return LetterAtHand(work: work, number: number, sender: letter.metadata.senders.first, access: letter.metadata.access)
    }

    private func wantedLetter(_ request: Request) throws -> RegisterNumber? {
        guard let text = try FormValues(query: request.uri.query)["z"] else { return nil }
        guard let number = RegisterNumber(text) else { throw Problem(.notFound, "Nie ma takiego pisma. Numer wygląda tak: RPW-2026-1481.") }
        return number
    }

    private func typed(_ values: FormValues) -> [String: String] { values.byName }

    // MARK: class

    /// What the form asks for, after reading the class.
    private enum ClassAnswer: Sendable {
        case chosen(ClassSymbol)
        /// Words were typed: the classes found are shown to choose from.
        case choose([ClassChoice])
    }

    private func answer(_ c: any SQLConnection, _ values: FormValues, unit: UnitID, start: Day, today: Day) throws -> ClassAnswer {
        if let words = values[ClassPicker.typed] {
            let compact = words.filter { !$0.isWhitespace }
            if !values.has(ClassPicker.search), let symbol = ClassSymbol(compact), let found = try FilePlan.find(c, symbol, on: today), found.isLeaf {
                return .chosen(symbol)
            }
            let found = try ClassChoices.found(c, words, unit: unit, start: start, on: today)
            guard !found.isEmpty else {
                throw Problems([Problem(.invalidInput, "W wykazie akt nie ma klasy „\(words.prefix(60))”. Wpisz inne słowo albo numer", field: ClassPicker.typed)])
            }
            return .choose(found)
        }
        guard let symbol = values[ClassPicker.chosen].flatMap({ ClassSymbol($0) }) else {
            throw Problems([Problem(.invalidInput, "Wybierz klasę albo wpisz jej numer", field: ClassPicker.chosen)])
        }
        return .chosen(symbol)
    }

    /// The form again with the classes that fit, after a search or a refusal; what was offered at first where nothing was typed.
    private func choices(
        _ c: any SQLConnection, _ letter: LetterAtHand?, _ worker: OfficerAtWork, title: String, searched: [ClassChoice], today: Day
    ) throws -> [ClassChoice] {
        let offered = try ClassChoices.offered(
            c, title: letter?.work.title ?? title, sender: letter?.sender, unit: worker.acting.unit, officer: worker.rights.officer,
            start: letter?.work.arrivalDay ?? today, on: today)
        let known = Set(searched.map(\.symbol))
        return searched + offered.filter { !known.contains($0.symbol) }
    }

    /// A refusal of one class, as a problem of the form.
    private func formProblems(_ error: any Error) throws -> [Problem] {
        if let problems = error as? Problems { return problems.all }
        if let problem = error as? Problem, problem.code == .invalidInput || problem.code == .conflict {
            return [Problem(problem.code, problem.message, field: problem.field ?? ClassPicker.chosen)]
        }
        throw error
    }

    // MARK: a new case

    private func newCase(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.rights.decide(.workCase).require()
        return try await newCasePage(request, context, worker, typed: nil, problems: [], searched: [])
    }

    private func newCasePage(
        _ request: Request, _ context: OfficerContext, _ worker: OfficerAtWork, typed: FormValues?, problems: [Problem], searched: [ClassChoice]
    ) async throws -> Response {
        let number = try wantedLetter(request)
        let today = PolishTime.day(of: context.now)
        let frame = try await desk.frame(context, worker, request, .cases)
        let shown = typed.map { self.typed($0) }
        let page = try await worker.office.database.read { c in
            let letter = try number.map { try self.letter(c, $0, worker) }
            let offered = try self.choices(c, letter, worker, title: shown?["tytul"] ?? "", searched: searched, today: today)
            var values =
                shown ?? [
                    "tytul": letter?.work.title ?? "", "dostep": (letter?.access ?? .notPublic).rawValue, "prowadzacy": worker.rights.officer.description,
                    "strona": "tak", ClassPicker.chosen: ClassPicker.preselected(offered) ?? "",
                ]
            if shown == nil, let letter { values[CaseRoutes.versionField] = String(letter.work.version) }
            if searched.count == 1, let only = searched.first, only.isPermitted { values[ClassPicker.chosen] = only.symbol.description }
            if !searched.isEmpty { values[ClassPicker.typed] = "" }
            let mayChoosePerson = worker.rights.decide(.workCase, on: AccessSubject(unit: worker.acting.unit, access: .fullyPublic)).isAllowed
            var known: Set<OfficerID> = []
            let staff = mayChoosePerson ? try Organisation.staff(c, of: worker.acting.unit, on: today).filter { known.insert($0.officer.id).inserted } : []
            let subFiles = try Cases.subFiles(c, unitCode: worker.rights.tree.code(of: worker.acting.unit), year: today.year)
            return NewCasePage(
                frame: frame, letter: letter?.line, waiting: letter == nil && shown == nil ? try self.waiting(c, worker) : [],
                part: FormPart(values: values, errors: fieldErrors(problems, fallback: ClassPicker.chosen)),
                picker: ClassPicker(choices: offered, signs: (worker.rights.tree.code(of: worker.acting.unit), today.year)),
                people: staff.map { ($0.officer.id.description, "\($0.officer.listName), \($0.post.title)") },
                subFiles: [("", "bez podteczki")] + subFiles.map { ($0.id.description, "\($0.sign) \($0.title)") }, key: OneTimeKey().description)
        }
        return Desk.html(page.render(), status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    /// Letters that the person, or nobody in the unit yet, holds without a case.
    private func waiting(_ c: any SQLConnection, _ worker: OfficerAtWork) throws -> [LetterLine] {
        let mine = try WorkQueue.mine(worker.rights.officer).page(c, limit: 10).rows, unclaimed = try WorkQueue.unclaimed(worker.acting.unit).page(c, limit: 5).rows
        var known: Set<LetterRef> = []
        return (mine + unclaimed).map(\.work).compactMap { work in
            guard known.insert(work.letter).inserted, let number = RegisterNumber(work.reference) else { return nil }
            return LetterLine(number: number, title: work.title, sender: work.counterpart, arrival: work.arrivalDay, state: work.state)
        }
    }

    private func openCase(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.rights.decide(.workCase).require()
        let key = try context.oneTimeKey(), number = try wantedLetter(request)
        let values = context.form, now = context.now, account = context.account.id
        let today = PolishTime.day(of: now)
        do {
            let asked = try await worker.office.database.read { c in
                let letter = try number.map { try self.letter(c, $0, worker) }
                return (letter, try self.answer(c, values, unit: worker.acting.unit, start: letter?.work.arrivalDay ?? today, today: today))
            }
            guard case .chosen(let symbol) = asked.1 else {
                guard case .choose(let found) = asked.1 else { throw Problem(.internalFault, "Nie udało się wybrać klasy. Spróbuj ponownie.", cause: "no class") }
                return try await newCasePage(request, context, worker, typed: values, problems: [], searched: found)
            }
            guard let access = values["dostep"].flatMap(Access.init(rawValue:)) else { throw Problems([Problem(.invalidInput, "Wybierz z listy", field: "dostep")]) }
            var draft = CaseDraft(symbol, title: values["tytul"] ?? "")
            draft.description = values["opis"] ?? ""
            draft.access = access
            draft.officer = values["prowadzacy"].flatMap { OfficerID($0) }
            draft.subFile = values["podteczka"].flatMap { CaseID($0) }
            draft.kind = values["rodzaj"].flatMap { StatutoryTermKind(rawValue: $0) }
            draft.takesSender = values["strona"] == "tak"
            let reading = draft, letter = asked.0, version = CaseRoutes.version(values)
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    let opened = try CaseOpenings.open(
                        c, reading, from: letter.map { ($0.work.letter, version) }, acting: worker.acting, rights: worker.rights, at: now)
                    return CasePlace.file(opened.sign).link(["zrobiono": CaseBanner.opened])
                }
            }
            return .seeOther(location)
        } catch {
            let problems = try formProblems(error)
            // A class that is not for this unit: the right ones are offered, found by the words of the title.
            let isRefusal = problems.contains { $0.field == ClassPicker.chosen } && values[ClassPicker.chosen] != nil
            let unit = worker.acting.unit, title = values["tytul"] ?? ""
            let right =
                isRefusal
                ? try await worker.office.database.read { try ClassChoices.found($0, title, unit: unit, start: today, on: today, limit: 10).filter(\.isPermitted) } : []
            return try await newCasePage(request, context, worker, typed: values, problems: problems, searched: Array(right.prefix(3)))
        }
    }

    // MARK: sub-files

    private func newSubFile(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.rights.decide(.workCase).require()
        let opened = try FormValues(query: request.uri.query)["zalozono"].flatMap { CaseSign($0) }
        return try await subFilePage(request, context, worker, typed: nil, problems: [], searched: [], opened: opened)
    }

    private func subFilePage(
        _ request: Request, _ context: OfficerContext, _ worker: OfficerAtWork, typed: FormValues?, problems: [Problem], searched: [ClassChoice], opened: CaseSign? = nil
    ) async throws -> Response {
        let today = PolishTime.day(of: context.now)
        let frame = try await desk.frame(context, worker, request, .caseLists)
        var values = typed.map { self.typed($0) } ?? [:]
        if !searched.isEmpty { values[ClassPicker.typed] = "" }
        let title = values["tytul"] ?? ""
        let offered = try await worker.office.database.read { try self.choices($0, nil, worker, title: title, searched: searched, today: today) }
        let page = NewSubFilePage(
            frame: frame, part: FormPart(values: values, errors: fieldErrors(problems, fallback: ClassPicker.chosen)), picker: ClassPicker(choices: offered),
            opened: opened, key: OneTimeKey().description)
        return Desk.html(page.render(), status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private func openSubFile(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.rights.decide(.workCase).require()
        let key = try context.oneTimeKey()
        let values = context.form, now = context.now, account = context.account.id
        let today = PolishTime.day(of: now)
        do {
            let asked = try await worker.office.database.read { try self.answer($0, values, unit: worker.acting.unit, start: today, today: today) }
            switch asked {
            case .choose(let found): return try await subFilePage(request, context, worker, typed: values, problems: [], searched: found)
            case .chosen(let symbol):
                let location = try await worker.office.database.write { c in
                    try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                        let opened = try CaseOpenings.openSubFile(c, symbol, title: values["tytul"] ?? "", acting: worker.acting, rights: worker.rights, at: now)
                        return CasePlace.newSubFile.link(["zalozono": opened.sign.description])
                    }
                }
                return .seeOther(location)
            }
        } catch {
            return try await subFilePage(request, context, worker, typed: values, problems: try formProblems(error), searched: [])
        }
    }

    // MARK: joining

    private func joinForm(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        return try await joinPage(request, context, worker, typed: nil, problems: [])
    }

    private func joinPage(
        _ request: Request, _ context: OfficerContext, _ worker: OfficerAtWork, typed: FormValues?, problems: [Problem]
    ) async throws -> Response {
        let number = try context.registerNumber()
        let query = try FormValues(query: request.uri.query)
        let words = query["q"] ?? "", filedIn = query["odlozono"].flatMap { ClassSymbol($0) }
        let frame = try await desk.frame(context, worker, request, .cases)
        let key = OneTimeKey().description
        let page = try await worker.office.database.read { c in
            let letter = try self.letter(c, number, worker)
            let already = Set(try Cases.cases(c, of: letter.work.letter))
            let known = try already.sorted().compactMap { try Cases.find(c, $0) }.filter {
                try Cases.sight(c, $0, acting: worker.acting, rights: worker.rights).extent != .nothing
            }
            var found: [CaseFile]
            if words.isEmpty {
                var q = CaseQuery()
                (q.officer, q.limit, q.isLocked) = (worker.rights.officer, 10, false)
                found = try Cases.page(c, q).rows
            } else {
                found = try Cases.find(c, typed: words)
                if found.isEmpty { found = try Cases.search(c, words, limit: 50) }
            }
            // Only cases that take elements, and only from those who may put them there.
            let open = try found.filter { file in
                guard !file.state.isLocked, !already.contains(file.id) else { return false }
                return try Cases.sight(c, file, acting: worker.acting, rights: worker.rights).mayAdd
            }
            var values = typed.map { self.typed($0) } ?? [CaseRoutes.versionField: String(letter.work.version)]
            if typed == nil, open.count == 1, !words.isEmpty { values["sprawa"] = open.first?.id.description }
            return JoinCasePage(
                frame: frame, letter: letter.line, words: words, cases: Array(open.prefix(20)), known: known,
                part: FormPart(values: values, errors: fieldErrors(problems, fallback: "sprawa")), key: key, filedIn: filedIn)
        }
        return Desk.html(page.render(), status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private func join(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let key = try context.oneTimeKey(), number = try context.registerNumber()
        let values = context.form, now = context.now, account = context.account.id
        do {
            guard let id = values["sprawa"].flatMap({ CaseID($0) }) else { throw Problems([Problem(.invalidInput, "Zaznacz sprawę z listy", field: "sprawa")]) }
            let version = CaseRoutes.version(values)
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    let letter = try self.letter(c, number, worker)
                    let file = try CaseOpenings.join(c, (letter.work.letter, version), to: id, acting: worker.acting, rights: worker.rights, at: now)
                    return CasePlace.file(file.sign).link(["zrobiono": CaseBanner.joined])
                }
            }
            return .seeOther(location)
        } catch {
            let problems = try formProblems(error).map { Problem($0.code, $0.message, field: "sprawa") }
            return try await joinPage(request, context, worker, typed: values, problems: problems)
        }
    }

    // MARK: no case

    private func filingForm(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.rights.decide(.workCase).require()
        return try await filingPage(request, context, worker, typed: nil, problems: [], searched: [])
    }

    private func filingPage(
        _ request: Request, _ context: OfficerContext, _ worker: OfficerAtWork, typed: FormValues?, problems: [Problem], searched: [ClassChoice]
    ) async throws -> Response {
        let number = try context.registerNumber()
        let today = PolishTime.day(of: context.now)
        let frame = try await desk.frame(context, worker, request, .cases)
        let key = OneTimeKey().description
        let page = try await worker.office.database.read { c in
            let letter = try self.letter(c, number, worker)
            let offered = try self.choices(c, letter, worker, title: "", searched: searched, today: today)
            var values =
                typed.map { self.typed($0) } ?? [CaseRoutes.versionField: String(letter.work.version), ClassPicker.chosen: ClassPicker.preselected(offered) ?? ""]
            if !searched.isEmpty { values[ClassPicker.typed] = "" }
            return FilingPage(
                frame: frame, letter: letter.line, part: FormPart(values: values, errors: fieldErrors(problems, fallback: ClassPicker.chosen)),
                picker: ClassPicker(choices: offered), key: key)
        }
        return Desk.html(page.render(), status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private func file(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let key = try context.oneTimeKey(), number = try context.registerNumber()
        let values = context.form, now = context.now, account = context.account.id
        let today = PolishTime.day(of: now)
        do {
            let asked = try await worker.office.database.read { try self.answer($0, values, unit: worker.acting.unit, start: today, today: today) }
            switch asked {
            case .choose(let found): return try await filingPage(request, context, worker, typed: values, problems: [], searched: found)
            case .chosen(let symbol):
                let version = CaseRoutes.version(values)
                let location = try await worker.office.database.write { c in
                    try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                        let letter = try self.letter(c, number, worker)
                        try CaseOpenings.fileWithoutCase(c, (letter.work.letter, version), in: symbol, acting: worker.acting, rights: worker.rights, at: now)
                        return CasePlace.join(number).link(["odlozono": symbol.description])
                    }
                }
                return .seeOther(location)
            }
        } catch {
            return try await filingPage(request, context, worker, typed: values, problems: try formProblems(error), searched: [])
        }
    }
}
