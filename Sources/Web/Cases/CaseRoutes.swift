internal import Chancery
internal import Exchange
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// One case: its page, its elements, every act in it.
struct CaseRoutes: Sendable {
    let desk: Desk
    static let versionField = "wersja"

    func register(on router: RouterGroup<OfficerContext>) {
        router.get(CasePattern.file.route) { request, context in try await show(request, context) }
        router.get(CasePattern.metryka.route) { request, context in try await metryka(request, context) }
        router.get(CasePattern.clause.route) { request, context in try await clause(request, context) }
        router.get(CasePattern.element.route) { request, context in try await element(request, context) }
        router.get(CasePattern.elementFile.route) { request, context in try await elementFile(request, context) }
        router.get(CasePattern.closing.route) { request, context in try await closingForm(request, context) }
        router.post(CasePattern.closing.route) { request, context in try await close(request, context) }
        router.get(CasePattern.act.route) { request, context in try await actForm(request, context) }
        router.post(CasePattern.act.route) { request, context in try await act(request, context) }
    }

    // MARK: the page

    private func show(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let sign = try context.caseSign()
        let values = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now)
        let wanted = values["karta"].flatMap(CaseFilePage.Tab.init(rawValue:)) ?? .file
        let frame = try await desk.frame(context, worker, request, .cases)
        let banner = values["zrobiono"].flatMap { CaseBanner.read($0, sign) }
        let page = try await worker.office.database.read { c in
            let hand = try worker.existing(c, sign)
            let file = hand.file
            let tab = hand.sight.extent == .everything ? wanted : .file
            let seesList = [.whole, .metadata].contains(worker.seesRegisters(of: file.unit, symbol: sign.symbol).extent)
            let unit = try worker.rights.tree[file.unit] ?? Organisation.history(c, unit: file.unit).first
            var page = CaseFilePage(
                frame: frame, file: file, sight: hand.sight, tab: tab, unitLabel: unit?.label ?? "",
                codes: worker.rights.tree.codes, calendar: try WorkCalendar.load(c), seesList: seesList, banner: banner, today: today)
            if hand.sight.extent == .everything { page.completeness = try Cases.completeness(c, file.id) }
            if hand.sight.extent == .everything { page.relations = try Cases.relations(c, file.id) }
            for r in page.relations where tab == .links || r.kind != .related {
                guard let other = try Cases.find(c, r.other) else { continue }
                let sight = try Cases.sight(c, other, acting: worker.acting, rights: worker.rights)
                if sight.extent != .nothing { page.openRelations.insert(r.other) }
            }
            switch tab {
            case .file:
                page.elements = try Cases.elements(c, file.id, limit: Self.mostElements)
                if hand.sight.extent == .everything { page.letters = try OutgoingLetters.unfinished(c, case: file.id) }
            case .parties:
                page.parties = try Cases.parties(c, file.id)
                page.decisions = try Cases.rulings(c, file.id, today: today, calendar: page.calendar)
            case .terms:
                page.exclusions = try Cases.exclusions(c, file.id)
                page.reminders = try CaseReminders.given(c, file)
            case .links:
                page.shares = try CaseSharing.shares(c, file.id)
                page.elements = page.shares.contains { $0.element != nil } ? try Cases.elements(c, file.id, limit: Self.mostElements) : []
                for id in Set(page.shares.compactMap(\.officer)) { page.people[id] = try Organisation.officer(c, id)?.name }
            case .metryka: page.metryka = try Metryka.entries(c, case: file.id)
            case .history: page.history = try CaseHistory.lines(c, file)
            }
            return page
        }
        return Desk.html(page.render())
    }

    /// Elements shown on the page of a case.
    static let mostElements = 1_000

    private func metryka(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let sign = try context.caseSign()
        let (file, entries) = try await worker.office.database.read { c in
            let hand = try worker.existing(c, sign)
            guard hand.sight.extent == .everything else { throw Problem(.forbidden, "Metrykę widzą ci, którzy widzą całe akta: \(hand.sight.reason).") }
            return (hand.file, try Metryka.entries(c, case: hand.file.id))
        }
        return Desk.html(
            MetrykaPrintPage(officeName: worker.office.record.name, file: file, entries: entries, printedAt: context.now, links: desk.links).render())
    }

    /// The clause of finality; refused until the day from which the ruling is final has come.
    private func clause(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let sign = try context.caseSign(), today = PolishTime.day(of: context.now)
        let name = try FormValues(query: request.uri.query)["rozstrzygniecie"] ?? ""
        let officeName = worker.office.record.name, printedAt = context.now, links = desk.links
        let page = try await worker.office.database.read { c in
            let hand = try worker.existing(c, sign)
            guard hand.sight.work.isAllowed else { throw Problem(.forbidden, "Klauzulę drukuje ten, kto prowadzi sprawę: \(hand.sight.work.reason).") }
            let rulings = try Cases.rulings(c, hand.file.id, today: today, calendar: try WorkCalendar.load(c))
            guard let ruling = rulings.first(where: { $0.name == name }) else { throw Problem(.notFound, "Nie ma takiego rozstrzygnięcia w sprawie \(sign).") }
            guard let finalOn = ruling.finality.isFinal(on: today) else {
                throw Problem(.conflict, "To rozstrzygnięcie nie jest jeszcze \(ruling.kind.finalWord). Sprawdź doręczenia i \(ruling.kind.remedyOf) na karcie „Strony”.")
            }
            return ClausePrintPage(
                officeName: officeName, file: hand.file, rulingName: try RulingName.text(c, name), ruling: ruling, finalOn: finalOn,
                parties: try Cases.parties(c, hand.file.id), printedAt: printedAt, links: links)
        }
        return Desk.html(page.render())
    }

    // MARK: elements

    private struct Opened: Sendable {
        var hand: CaseAtHand
        var element: CaseElement
        var letter: IncomingLetter?
        var around: (previous: Int64?, next: Int64?)
        var readers: [(who: String, at: Instant)]

        var files: [LetterFile] {
            if let letter { return letter.files.filter { $0.role != .receipt } }
            let c = element.content
            guard let hash = c.hash else { return [] }
            return [LetterFile(position: 1, role: .document, name: c.fileName, mediaType: c.mediaType, size: c.size, hash: hash)]
        }
    }

    /// The element that the address names; reading one that is not public stands in the journal (R1.19).
    private func open(_ worker: OfficerAtWork, _ context: OfficerContext) async throws -> Opened {
        let sign = try context.caseSign()
        let position: Int64 = try context.number("pozycja")
        let now = context.now
        let database = worker.office.database
        let opened = try await database.read { c -> Opened in
            let hand = try worker.existing(c, sign)
            guard let element = try Cases.element(c, hand.file.id, position: position) else { throw Problem(.notFound, "Nie ma takiego elementu w aktach tej sprawy.") }
            guard hand.sight.sees(element) else { throw Problem(.forbidden, "Nie masz dostępu do tego elementu akt: \(hand.sight.reason).") }
            let letter = element.content.letter?.kind == .incoming ? try RegisterNumber(element.content.reference).flatMap { try IncomingRegister.find(c, $0) } : nil
            let seen = try Cases.elements(c, hand.file.id, limit: Self.mostElements).filter(hand.sight.sees).map(\.position)
            let readers = hand.sight.work.isAllowed ? try ReadingLog.readings(c, of: hand.file.id, position: position, limit: 20) : []
            return Opened(
                hand: hand, element: element, letter: letter, around: (seen.last { $0 < position }, seen.first { $0 > position }),
                readers: readers.map { (who: $0.who, at: $0.at) })
        }
        try await desk.noteReading(
            .element(opened.hand.file.id, position: position), access: opened.letter?.metadata.access ?? opened.element.content.access, office: worker.office,
            account: context.account, worker: worker, at: now, logger: context.logger)
        return opened
    }

    private func element(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let opened = try await open(worker, context)
        let readable: ReadableDocument? = if let letter = opened.letter { try await desk.readable(letter, worker.office) } else { nil }
        return Desk.html(
            CaseElementPage(
                frame: try await desk.frame(context, worker, request, .cases), file: opened.hand.file, sight: opened.hand.sight, element: opened.element,
                letter: opened.letter, readable: readable,
                files: opened.files.map { CaseElementPage.File(number: $0.position, name: $0.name, size: $0.size, isHere: $0.hash != nil) }, readers: opened.readers,
                seesRegister: context.account.may(.readRegister) || opened.hand.sight.extent == .everything, previous: opened.around.previous, next: opened.around.next,
                today: PolishTime.day(of: context.now)
            ).render())
    }

    /// A file as it was kept; never shown inside the site's own origin as a page.
    private func elementFile(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let opened = try await open(worker, context)
        let number: Int = try context.number("plik")
        guard let file = opened.files.first(where: { $0.position == number }), let hash = file.hash else { throw Problem(.notFound, "Nie ma takiego pliku w aktach.") }
        let bytes = try await worker.office.blobs.bytes(worker.office.database, hash)
        return Response(
            status: .ok,
            headers: [
                .contentType: file.mediaType, .contentDisposition: "attachment; filename*=UTF-8''\(PercentCoding.encode(file.name))",
                .contentSecurityPolicy: "default-src 'none'; sandbox", .cacheControl: "private, no-store",
            ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    // MARK: closing

    private func closingForm(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let today = PolishTime.day(of: context.now)
        return try await closingPage(request, context, worker, FormPart(values: ["dzien": PolishTypography.short(today)]))
    }

    /// - Parameter part: without a version it takes that of the case as it is now.
    private func closingPage(_ request: Request, _ context: OfficerContext, _ worker: OfficerAtWork, _ part: FormPart) async throws -> Response {
        let sign = try context.caseSign()
        let today = PolishTime.day(of: context.now)
        let (file, findings) = try await worker.office.database.read { c in
            let hand = try worker.existing(c, sign)
            try hand.sight.work.require()
            // A case that is suspended or whose file is empty is told so among the findings; one already closed is not asked about.
            if hand.file.state.isLocked { _ = try CaseWorkflow.next(hand.file.state, .close) }
            return (hand.file, try CaseClosing.precheck(c, hand.file.id, on: today, contributed: try ClosingFindings.of(c, hand.file.id)))
        }
        var part = part
        if part.value(Self.versionField).isEmpty { part.values[Self.versionField] = String(file.version) }
        let frame = try await desk.frame(context, worker, request, .cases)
        return Desk.html(
            ClosingPage(frame: frame, file: file, findings: findings, part: part, key: OneTimeKey().description).render(),
            status: part.errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func close(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let key = try context.oneTimeKey(), sign = try context.caseSign()
        let values = context.form, now = context.now, account = context.account.id
        let today = PolishTime.day(of: now)
        do {
            guard let day = ClerkDate.day(values["dzien"] ?? "", today: today) else {
                throw Problems([Problem(.invalidInput, "Wpisz datę ostatecznego załatwienia, na przykład 12.03.2026", field: "dzien")])
            }
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    let hand = try worker.existing(c, sign)
                    try hand.sight.work.require()
                    try CaseClosing.close(
                        c, hand.file.id, version: Self.version(values), on: day, contributed: try ClosingFindings.of(c, hand.file.id),
                        warningsRead: values["ostrzezenia"] == "tak", by: worker.acting, at: now)
                    return CasePlace.file(sign).link(["zrobiono": CaseBanner.closed])
                }
            }
            return .seeOther(location)
        } catch let problems as Problems {
            // Findings stand on the page itself; the summary asks for what the person has to do.
            let asksWarnings = problems.all.contains { $0.field == "ostrzezenia" }
            var errors = fieldErrors(problems.all.filter { $0.field != "ostrzezenia" && $0.field != nil }, fallback: "dzien")
            if asksWarnings { errors["ostrzezenia"] = "Przeczytaj uwagi i potwierdź, że kończysz sprawę" }
            if errors.isEmpty { errors["dzien"] = problems.all.first?.message ?? "" }
            return try await closingPage(request, context, worker, FormPart(values: typed(values), errors: errors))
        } catch let problem as Problem where problem.code == .conflict {
            return try await closingPage(request, context, worker, FormPart(values: typed(values), errors: ["dzien": problem.message]))
        }
    }

    // MARK: acts

    private func wanted(_ context: OfficerContext) throws -> CaseAct {
        guard let act = context.parameters.get("czynnosc").flatMap(CaseAct.init(rawValue:)) else { throw Problem(.notFound, "Nie ma takiej strony. Sprawdź adres.") }
        return act
    }

    private func actForm(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        return try await actPage(request, context, worker, try wanted(context), typed: nil, errors: [:])
    }

    /// The page of an act, at first or with what was typed.
    private func actPage(
        _ request: Request, _ context: OfficerContext, _ worker: OfficerAtWork, _ act: CaseAct, typed: [String: String]?, ticked: [String] = [],
        errors: [String: String]
    ) async throws -> Response {
        let sign = try context.caseSign()
        let target = ActTarget(try FormValues(query: request.uri.query))
        let today = PolishTime.day(of: context.now)
        let (file, form) = try await worker.office.database.read { c in
            let hand = try worker.existing(c, sign)
            if act.isAdding { try hand.sight.requireAdding() } else { try hand.sight.work.require() }
            if typed == nil {
                if let event = act.event { _ = try CaseWorkflow.next(hand.file.state, event) }
                if !act.isOffered(hand.file, hand.sight) {
                    throw Problem(.conflict, "Sprawa jest w stanie „\(hand.file.state.polishName)”, tego nie można teraz zrobić. Zakończoną sprawę najpierw wznów.")
                }
            }
            return (hand.file, try CaseActForms(c: c, hand: hand, worker: worker, target: target, today: today).form(act))
        }
        var values = typed ?? form.values
        if values[Self.versionField] == nil { values[Self.versionField] = String(file.version) }
        let page = CaseActPage(
            frame: try await desk.frame(context, worker, request, .cases), file: file, act: act, form: form, part: FormPart(values: values, errors: errors),
            ticked: Set(ticked), target: target, key: OneTimeKey().description)
        return Desk.html(page.render(), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func act(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let act = try wanted(context)
        let worker = try await desk.officer(request, context)
        if act == .file { return try await addFile(request, context, worker) }
        let key = try context.oneTimeKey(), sign = try context.caseSign()
        let values = context.form, now = context.now, account = context.account.id
        let target = ActTarget(try FormValues(query: request.uri.query))
        do {
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    let hand = try worker.existing(c, sign)
                    let doing = ActDoing(
                        c: c, hand: hand, worker: worker, values: values, target: target, now: now, version: Self.version(values), calendar: try WorkCalendar.load(c))
                    return try doing.location(after: act)
                }
            }
            return .seeOther(location)
        } catch let problems as Problems {
            return try await actPage(
                request, context, worker, act, typed: typed(values), ticked: values.all("element"), errors: fieldErrors(problems.all, fallback: firstField(act)))
        } catch let problem as Problem where problem.code == .conflict || problem.code == .invalidInput {
            // Somebody was faster, or the case does not allow it: the words stay, and the page says who and when.
            return try await actPage(
                request, context, worker, act, typed: typed(values), ticked: values.all("element"), errors: [problem.field ?? firstField(act): problem.message])
        }
    }

    private func addFile(_ request: Request, _ context: OfficerContext, _ worker: OfficerAtWork) async throws -> Response {
        let (values, uploads) = try await MultipartForm.collect(request, context)
        guard let key = OneTimeKey(values[FormField.key] ?? "") else {
            throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę i wyślij go jeszcze raz.")
        }
        let sign = try context.caseSign()
        let now = context.now, account = context.account.id
        do {
            guard let upload = uploads.first(where: { !$0.bytes.isEmpty }) else { throw Problems([Problem(.invalidInput, "Dodaj plik", field: "plik")]) }
            guard let type = CaseFileType.recognise(upload.bytes, name: upload.head.name) else {
                throw Problems([Problem(.invalidInput, "Plik musi być PDF, JPG, PNG, TIFF, DOCX, XLSX, ODT, ODS, TXT, XML lub EML", field: "plik")])
            }
            guard let kind = values["rodzaj"].flatMap(CaseElement.Kind.init(rawValue:)), let access = values["dostep"].flatMap(Access.init(rawValue:)) else {
                throw Problems([Problem(.invalidInput, "Wybierz z listy", field: "rodzaj")])
            }
            let blobs = worker.office.blobs
            let blob = try await blobs.stage(upload.bytes)
            let name = upload.head.name, size = upload.bytes.count
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    let hand = try worker.existing(c, sign)
                    try hand.sight.requireAdding()
                    let hash = try blobs.record(c, blob, mediaType: type, at: now)
                    let content = CaseElementContent(
                        kind, title: values["tytul"] ?? name, date: PartialDate(PolishTime.day(of: now)), access: access, hash: hash, fileName: name, mediaType: type,
                        size: size)
                    try Cases.add(c, content, to: hand.file.id, by: worker.acting, at: now)
                    return CasePlace.file(sign).link(["zrobiono": CaseAct.file.rawValue])
                }
            }
            return .seeOther(location)
        } catch let problems as Problems {
            return try await actPage(request, context, worker, .file, typed: typed(values), errors: fieldErrors(problems.all, fallback: "plik"))
        } catch let problem as Problem where problem.code == .conflict {
            return try await actPage(request, context, worker, .file, typed: typed(values), errors: ["plik": problem.message])
        }
    }

    /// Where a problem without a field of its own is shown.
    private func firstField(_ act: CaseAct) -> String {
        switch act {
        case .note, .rewriteNote, .edit, .split, .startAnew: "tytul"
        case .file: "plik"
        case .reassign: "prowadzacy"
        case .addParty: "strona"
        case .delivery, .appeal, .appealEnd: "decyzja"
        case .setTerm: "ile"
        case .extend: "przyczyna"
        case .exclude: "od"
        case .endExclusion: "rodzaj"
        case .suspend, .resume, .settle: "dzien"
        case .reopen: "podstawa"
        case .forward: "organ"
        case .join, .relate: "znak"
        case .share, .revoke: "komorka"
        case .reword: "czynnosc"
        case .removeElement, .removeParty, .unsettle, .mistaken, .separate: "powod"
        }
    }

    static func version(_ values: FormValues) -> Int64 { values[versionField].flatMap { Int64($0) } ?? 0 }

    private func typed(_ values: FormValues) -> [String: String] { values.byName }
}

/// What the banner says after an act; the address carries the name of the act, never words.
enum CaseBanner {
    static let closed = "zakonczono"
    static let opened = "zalozono"
    static let joined = "dolaczono"

    /// With the letter that has to follow the act, one click away.
    static func read(_ name: String, _ sign: CaseSign) -> Banner? {
        guard let words = words(name) else { return nil }
        let letter: (text: String, template: String)? =
            switch CaseAct(rawValue: name) {
            case .extend: ("Napisz zawiadomienie", BuiltInTemplateKey.delay)
            case .suspend: ("Napisz postanowienie", BuiltInTemplateKey.suspension)
            case .resume: ("Napisz postanowienie", BuiltInTemplateKey.resumption)
            default: nil
            }
        return Banner(words, link: letter.map { WorkTop.Action($0.text, OutgoingPlace.newInCase(sign).link([OutgoingPlace.templateField: $0.template])) })
    }

    static func words(_ name: String) -> String? {
        switch name {
        case closed: "Sprawa jest zakończona."
        case opened: "Założono sprawę. Nadawca pisma jest stroną."
        case joined: "Dołączono pismo do akt sprawy."
        default: CaseAct(rawValue: name)?.done
        }
    }
}

/// The kind of a file by its first bytes; texts and office documents also by their name, as their bytes do not tell.
enum CaseFileType {
    static func recognise(_ bytes: [UInt8], name: String) -> String? {
        if let scan = ScanType.recognise(bytes) { return scan }
        let ending = name.lowercased().split(separator: ".").last.map(String.init) ?? ""
        let isZip = bytes.starts(with: [0x50, 0x4B, 0x03, 0x04])
        switch ending {
        case "docx" where isZip: return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case "xlsx" where isZip: return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case "odt" where isZip: return "application/vnd.oasis.opendocument.text"
        case "ods" where isZip: return "application/vnd.oasis.opendocument.spreadsheet"
        case "txt", "xml", "eml":
            guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else { return nil }
            return ending == "txt" ? "text/plain; charset=utf-8" : ending == "xml" ? "text/xml" : "message/rfc822"
        default: return nil
        }
    }
}

/// The history of a case from the journal, newest first.
enum CaseHistory {
    static let most = 200

    static func lines(_ c: any SQLConnection, _ file: CaseFile) throws -> [HistoryTimeline.Line] {
        var names: [String: String] = [:]
        return try Journal.entries(c, object: CaseFile.object(file.id), limit: most).map { r in
            HistoryTimeline.Line(
                what: words(r.entry.act), at: r.at, who: try name(c, r.entry.actor, &names), before: r.entry.before, after: r.entry.after, reason: r.entry.reason)
        }
    }

    /// `wszczęcie-sprawy` reads `Wszczęcie sprawy`.
    static func words(_ act: String) -> String {
        let text = act.replacing("-", with: " ").replacing(":", with: ": ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    /// Who stands behind an account.
    static func name(_ c: any SQLConnection, _ actor: String, _ known: inout [String: String]) throws -> String {
        if let name = known[actor] { return name }
        let name = try Organisation.officer(c, account: actor)?.name ?? actor
        known[actor] = name
        return name
    }
}
