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

/// Registration by hand, correction, cancellation.
struct LetterRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<ClerkContext>) {
        router.get(PlacePattern.registration.route) { request, context in try await registrationForm(request, context) }
        router.post(PlacePattern.registration.route) { request, context in try await register(request, context) }
        router.get(PlacePattern.knownSenders.route) { request, context in try await knownSenders(request, context) }
        router.get(PlacePattern.correction.route) { request, context in try await correctionForm(request, context) }
        router.post(PlacePattern.correction.route) { request, context in try await correct(request, context) }
        router.get(PlacePattern.cancellation.route) { request, context in try await cancellationForm(request, context) }
        router.post(PlacePattern.cancellation.route) { request, context in try await cancel(request, context) }
    }

    private func number(_ context: ClerkContext) throws -> RegisterNumber {
        RegisterNumber(year: try context.number("rok"), number: try context.number("nr"))
    }

    private func letter(_ context: ClerkContext) async throws -> (OfficeHouse, IncomingLetter) {
        let number = try number(context)
        let office = try await desk.house.office(context.office)
        guard let letter = try await office.database.read({ try IncomingRegister.find($0, number) }) else {
            throw Problem(.notFound, "Nie ma pisma \(number) w rejestrze. Sprawdź numer i rok.")
        }
        return (office, letter)
    }

    private func knownSenders(_ request: Request, _ context: ClerkContext) async throws -> Response {
        try context.require(.registerLetter)
        let words = try FormValues(query: request.uri.query)["q"] ?? ""
        return KnownSenders.answer(try await desk.house.office(context.office).database.read { try KnownSenders.matching($0, words) })
    }

    private func registrationForm(_ request: Request, _ context: ClerkContext) async throws -> Response {
        try context.require(.registerLetter)
        let values = try FormValues(query: request.uri.query)
        var form = FormPart(values: [
            "rodzaj-nadawcy": "osoba", "kraj": "Polska", "wplyw": PolishTypography.short(PolishTime.day(of: context.now)), "dostep": Access.notPublic.rawValue,
            "sposob": "list zwykły",
        ])
        let scan = try await ScanAtHand.asked(try await desk.house.office(context.office), values)
        if let scan { form.values.merge(scan.proposed) { $1 } }
        var page = LetterFormPage(
            frame: try await registrationFrame(request, context), purpose: .registration, form: form, key: OneTimeKey().description,
            registered: values["zarejestrowano"].flatMap { RegisterNumber($0) })
        page.scan = scan
        if scan?.sender != nil { page.focus = LetterForm.afterSender }
        return Desk.html(page.render())
    }

    private func registrationFrame(_ request: Request, _ context: ClerkContext) async throws -> DeskFrame {
        try await desk.frame(context, context.account, request, .registration).with(desk.resources.link("nadawca.js"))
    }

    /// The form with the known sender in it, or with those to choose from, or with words that nobody is known by that name.
    private func fillIn(
        _ wish: LetterForm.SenderWish, _ letter: LetterForm, _ office: OfficeHouse, _ request: Request, _ context: ClerkContext
    ) async throws -> Response {
        var page = LetterFormPage(
            frame: try await registrationFrame(request, context), purpose: .registration, form: letter.shownAgain([]), key: OneTimeKey().description)
        page.scan = try await ScanAtHand.kept(office, letter)
        var status = HTTPResponse.Status.ok
        switch wish {
        case .choose(let sender, let id):
            guard let found = try await office.database.read({ try Contacts.find($0, id) }) else {
                throw Problem(.notFound, "Tej osoby lub instytucji nie ma już w spisie. Wróć do formularza i poszukaj jeszcze raz.")
            }
            page.form = letter.filled(found.card, sender: sender)
            page.focus = LetterForm.afterSender
        case .search(let sender, let words):
            let found = try await office.database.read { try KnownSenders.matching($0, words) }
            if let only = found.first, found.count == 1 {
                page.form = letter.filled(only.card, sender: sender)
                page.focus = LetterForm.afterSender
            } else if found.isEmpty {
                let problem = Problem(
                    .invalidInput,
                    words.isEmpty
                        ? "Wpisz początek nazwiska albo nazwy" : "Nie ma w spisie nikogo o nazwie zaczynającej się od „\(words)”. Wpisz dane nadawcy poniżej.",
                    field: LetterForm.searchField + LetterForm.suffix(sender))
                page.form = letter.shownAgain([problem])
                status = .unprocessableContent
            } else {
                page.choice = SenderChoice(sender: sender, found: found)
            }
        }
        return Desk.html(page.render(), status: status)
    }

    private func register(_ request: Request, _ context: ClerkContext) async throws -> Response {
        try context.require(.registerLetter)
        let (values, uploads) = try await MultipartForm.collect(request, context)
        guard let key = OneTimeKey(values[FormField.key] ?? "") else {
            throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę i wyślij go jeszcze raz.")
        }
        let now = context.now
        let today = PolishTime.day(of: now)
        let office = try await desk.house.office(context.office)
        let typed = LetterForm(values: values)
        if let wish = typed.senderWish { return try await fillIn(wish, typed, office, request, context) }
        var (metadata, arrivalDay, problems) = typed.read(today: today, base: nil)
        problems += RegistrationRules.problems(metadata, arrivalDay: arrivalDay, today: today)
        var files: [LetterFile] = []
        var staged: [(StagedBlob, String)] = []
        let scan = try await ScanAtHand.kept(office, typed)?.scan
        if let scan {
            files.append(LetterFile(role: .scan, name: scan.name, mediaType: scan.mediaType, size: scan.size, hash: scan.hash))
        } else if typed.scan != nil {
            problems.append(
                Problem(.conflict, "Ten skan ktoś już zarejestrował albo odrzucił. Sprawdź rejestr. Możesz zarejestrować pismo bez skanu", field: "plik"))
        }
        for upload in uploads where !upload.bytes.isEmpty {
            guard let type = ScanType.recognise(upload.bytes) else {
                problems.append(Problem(.invalidInput, "Plik musi być PDF, JPG, PNG lub TIFF", field: "plik"))
                continue
            }
            let blob = try await office.blobs.stage(upload.bytes)
            staged.append((blob, type))
            files.append(LetterFile(role: .scan, name: upload.head.name, mediaType: type, size: upload.bytes.count, hash: blob.hash))
        }
        metadata.formats = Array(Set(files.map(\.mediaType))).sorted()

        func again(_ problems: [Problem], duplicates: [RegisterRow] = [], adding: Bool = false) async throws -> Response {
            let form = typed.shownAgain(problems, adding: adding)
            var page = LetterFormPage(
                frame: try await registrationFrame(request, context), purpose: .registration, form: form, key: OneTimeKey().description, duplicates: duplicates)
            page.scan = try await ScanAtHand.kept(office, typed)
            return Desk.html(page.render(), status: adding ? .ok : .unprocessableContent)
        }
        if values.has(LetterForm.addButton) { return try await again([], adding: true) }
        guard problems.isEmpty else { return try await again(problems) }
        let draft = metadata
        let asksAboutDuplicates = !values.has("mimo-to")
        let channel: Chancery.Channel = metadata.deliveryManner == "osobiście" ? .inPerson : metadata.deliveryManner == "e-mail" ? .email : .paper
        let registration = Registration(metadata: metadata, channel: channel, arrivalDay: arrivalDay, files: files)
        let performer = context.performer, account = context.account.id, blobs = office.blobs
        let stagedAll = staged
        do {
            let location = try await office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    // Asked after the key is claimed: the same form sent twice is not a duplicate of itself.
                    if asksAboutDuplicates {
                        let similar = try IncomingRegister.duplicates(c, of: draft)
                        if !similar.isEmpty { throw SimilarLetters(rows: similar) }
                    }
                    for (blob, type) in stagedAll { _ = try blobs.record(c, blob, mediaType: type, at: now) }
                    let number = try LetterIntake.register(c, registration, by: performer, at: now).number
                    if let scan { try ScanTray.take(c, scan.id, for: number) }
                    return Place.registration.link(["zarejestrowano": number.identifier])
                }
            }
            return .seeOther(location)
        } catch let problem as Problem where problem.code == .conflict && scan != nil {
            return try await again([Problem(.conflict, problem.message, field: "plik")])
        } catch let similar as SimilarLetters {
            return try await again([], duplicates: similar.rows)
        } catch let problems as Problems {
            return try await again(problems.all)
        }
    }

    private func correctionForm(_ request: Request, _ context: ClerkContext) async throws -> Response {
        try context.require(.correctLetter)
        let (_, letter) = try await letter(context)
        let page = try await correctionPage(request, context, letter, form: FormPart(values: LetterForm.filled(letter.metadata)))
        return Desk.html(page.render())
    }

    private func correctionPage(_ request: Request, _ context: ClerkContext, _ letter: IncomingLetter, form: FormPart) async throws -> LetterFormPage {
        guard letter.cancellation == nil else { throw Problem(.conflict, "Numer \(letter.number) anulowano. Anulowanego pisma nie można poprawiać.") }
        let frame = try await desk.frame(context, context.account, request, .letters)
        return LetterFormPage(
            frame: frame,
            purpose: .correction(letter.number, arrival: PolishTypography.short(letter.arrivalDay), registered: Moment.full(letter.registeredAt)),
            form: form, key: OneTimeKey().description)
    }

    private func correct(_ request: Request, _ context: ClerkContext) async throws -> Response {
        try context.require(.correctLetter)
        let key = try context.oneTimeKey()
        let (office, letter) = try await letter(context)
        let values = context.form
        let now = context.now
        let (metadata, _, problems) = LetterForm(values: values).read(today: PolishTime.day(of: now), base: letter.metadata)
        let reason = values["powod"] ?? ""
        let performer = context.performer, account = context.account.id, number = letter.number
        do {
            if values.has(LetterForm.addButton) {
                let form = LetterForm(values: values).shownAgain([], adding: true)
                return Desk.html(try await correctionPage(request, context, letter, form: form).render())
            }
            guard problems.isEmpty else { throw Problems(problems) }
            let location = try await office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    try IncomingRegister.correct(c, number, to: metadata, reason: reason, by: performer, at: now)
                    return Place.letter(year: number.year, number: number.number).link(["zapisano": "tak"])
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            let form = LetterForm(values: values).shownAgain(found.all)
            return Desk.html(try await correctionPage(request, context, letter, form: form).render(), status: .unprocessableContent)
        }
    }

    private func cancellationForm(_ request: Request, _ context: ClerkContext) async throws -> Response {
        try context.require(.cancelNumber)
        let (_, letter) = try await letter(context)
        return Desk.html(try await cancellationPage(request, context, letter, FormPart()).render())
    }

    private func cancellationPage(_ request: Request, _ context: ClerkContext, _ letter: IncomingLetter, _ form: FormPart) async throws -> CancellationPage {
        CancellationPage(
            frame: try await desk.frame(context, context.account, request, .letters), number: letter.number, title: letter.metadata.title, form: form,
            key: OneTimeKey().description)
    }

    private func cancel(_ request: Request, _ context: ClerkContext) async throws -> Response {
        try context.require(.cancelNumber)
        let key = try context.oneTimeKey()
        let (office, letter) = try await letter(context)
        let reason = context.form["powod"] ?? ""
        let now = context.now, performer = context.performer, account = context.account.id, number = letter.number
        do {
            let location = try await office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    try IncomingRegister.cancel(c, number, reason: reason, by: performer, at: now)
                    return Place.letter(year: number.year, number: number.number).link(["anulowano": "tak"])
                }
            }
            return .seeOther(location)
        } catch let problems as Problems {
            let form = FormPart(values: ["powod": reason], errors: fieldErrors(problems.all, fallback: "powod"))
            return Desk.html(try await cancellationPage(request, context, letter, form).render(), status: .unprocessableContent)
        }
    }
}

/// Stops a registration to ask whether it is one of these; the form's key stays free.
private struct SimilarLetters: Error {
    var rows: [RegisterRow]
}

extension ScanType {
    /// How the name of such a file ends; receipts of platforms are XML.
    static func ending(_ mediaType: String) -> String {
        switch mediaType {
        case "application/pdf": "pdf"
        case "image/jpeg": "jpg"
        case "image/png": "png"
        case "image/tiff": "tiff"
        case "text/xml", "application/xml": "xml"
        default: "bin"
        }
    }
}

/// The history of a letter from its corrections and the journal, newest first.
enum LetterHistory {
    static func lines(_ letter: IncomingLetter, _ entries: [JournalRecord]) -> [HistoryTimeline.Line] {
        var out = letter.corrections.map { c in
            HistoryTimeline.Line(what: "Poprawiono: \(c.field.polishName)", at: c.at, who: c.by, before: c.before, after: c.after, reason: c.reason)
        }
        for r in entries {
            switch r.entry.act {
            case "rejestracja": out.append(.init(what: "Zarejestrowano", at: r.at, who: letter.registeredBy.name))
            case "anulowanie-numeru":
                out.append(.init(what: "Anulowano numer", at: r.at, who: letter.cancellation?.by ?? r.entry.actor, reason: r.entry.reason))
            case "dołączenie-pliku": out.append(.init(what: "Dołączono plik", at: r.at, who: r.entry.actor))
            default: continue
            }
        }
        return out.sorted { $0.at > $1.at }
    }
}
