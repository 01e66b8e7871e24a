internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// Writing letters: beginning one, its text and addressees, putting it forward for approval.
struct LetterWritingRoutes: Sendable {
    let desk: Desk
    static let attachmentBytes = 10 << 20

    func register(on router: RouterGroup<OfficerContext>) {
        typealias P = OutgoingPlace.Pattern
        router.get(P.newInCase.route) { request, context in try await newForm(request, context) }
        router.post(P.newInCase.route) { request, context in try await begin(request, context) }
        router.get(P.new.route) { request, context in try await newForm(request, context) }
        router.post(P.new.route) { request, context in try await begin(request, context) }
        router.get(P.edit.route) { request, context in try await edit(request, context) }
        router.post(P.edit.route) { request, context in try await change(request, context) }
        router.post(P.words.route) { request, context in try await keepWords(request, context) }
        router.post(P.attachments.route) { request, context in try await attach(request, context) }
        router.post(P.recall.route) { request, context in try await recall(request, context) }
        router.get(P.cancel.route) { request, context in try await reasonForm(request, context, .cancel, [:]) }
        router.post(P.cancel.route) { request, context in try await giveUp(request, context, .cancel) }
        router.get(P.withdraw.route) { request, context in try await reasonForm(request, context, .withdraw, [:]) }
        router.post(P.withdraw.route) { request, context in try await giveUp(request, context, .withdraw) }
    }

    // MARK: beginning

    private struct Beginning: Sendable {
        var file: CaseFile?
        var candidates: [CaseAddressees.Candidate]
        var templates: [LetterTemplate]
        var directory: HolderDirectory
    }

    private func beginning(_ context: OfficerContext, _ worker: OfficerAtWork, _ kind: OutgoingLetterKind) async throws -> Beginning {
        let typed = context.parameters.get("znak").flatMap { PercentCoding.decode(Array($0.utf8), plusIsSpace: false) }.map { String(decoding: $0, as: UTF8.self) }
        let today = PolishTime.day(of: context.now), rights = worker.rights
        return try await worker.office.database.read { c in
            var file: CaseFile?
            if let typed {
                guard let sign = CaseSign(typed), let found = try Cases.find(c, sign) else { throw Problem(.notFound, "Nie ma sprawy o znaku \(typed.prefix(60)).") }
                try rights.decide(.workCase, on: found.accessSubject()).require()
                file = found
            } else {
                try rights.decide(.workCase).requireSome()
            }
            let templates = try LetterTemplates.offered(c, on: today, class: file?.sign.symbol).filter {
                kind == .inside ? $0.content.kind == .inside || $0.content.kind == .other : $0.content.kind != .inside && $0.content.kind != .clause
            }
            return Beginning(
                file: file, candidates: try file.map { try CaseAddressees.candidates(c, $0) } ?? [],
                templates: LetterComposing.likelyFirst(templates, for: file, on: today),
                directory: kind == .inside ? try HolderDirectory.load(c, on: today) : HolderDirectory())
        }
    }

    private func newForm(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let values = try FormValues(query: request.uri.query)
        let kind: OutgoingLetterKind = values["rodzaj"] == OutgoingLetterKind.inside.rawValue ? .inside : .outgoing
        let b = try await beginning(context, worker, kind)
        let asked = values[OutgoingPlace.templateField].flatMap { key in b.templates.first { $0.builtIn == key } }
        let page = try await page(
            request, context, worker, b, kind, FormPart(), chosen: Set(b.candidates.filter(\.isUsual).map(\.key)), template: asked.map { "\($0.id)" })
        return Desk.html(page.render())
    }

    private func page(
        _ request: Request, _ context: OfficerContext, _ worker: OfficerAtWork, _ b: Beginning, _ kind: OutgoingLetterKind, _ form: FormPart, chosen: Set<String>,
        template: String?
    ) async throws -> NewLetterPage {
        NewLetterPage(
            frame: try await desk.frame(context, worker, request, .drafts), file: b.file, kind: kind, templates: b.templates,
            chosenTemplate: template ?? b.templates.first.map { "\($0.id)" } ?? "pusty", candidates: b.candidates, chosen: chosen, directory: b.directory, form: form,
            key: OneTimeKey().description)
    }

    private func begin(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let kind: OutgoingLetterKind = context.form["rodzaj"] == OutgoingLetterKind.inside.rawValue ? .inside : .outgoing
        let b = try await beginning(context, worker, kind)
        let form = LetterDraftForm(values: context.form)
        let sources = LetterDraftForm.Sources(kind: kind, candidates: b.candidates, directory: b.directory, choices: ApprovalChoices())
        var (addressees, problems) = form.addressees(sources)
        let chosenTemplate = context.form["szablon"] ?? "pusty"
        let template = LetterTemplateID(chosenTemplate).flatMap { id in b.templates.first { $0.id == id } }
        if template == nil, chosenTemplate != "pusty" { problems.append(Problem(.invalidInput, "Tego szablonu już nie ma. Wybierz inny", field: "szablon")) }
        guard problems.isEmpty else {
            let page = try await page(
                request, context, worker, b, kind, form.shownAgain(problems), chosen: Set(context.form.all("strona")), template: chosenTemplate)
            return Desk.html(page.render(), status: .unprocessableContent)
        }
        let key = try context.oneTimeKey(), account = context.account.id, now = context.now, acting = worker.acting, record = worker.office.record
        let today = PolishTime.day(of: now), to = addressees
        let location = try await worker.office.database.write { c in
            try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                let unit = try worker.unit(c, b.file?.unit, on: today)
                let content = try LetterComposing.content(
                    c, template,
                    LetterComposing.Sources(office: record, file: b.file, addressees: to, officer: acting, unitName: unit.name, today: today))
                let draft = OutgoingDraft(
                    kind: kind, caseReference: b.file.map { CaseReference(id: $0.id, sign: $0.sign.description) }, unit: unit.id, unitName: unit.name, content: content)
                return OutgoingPlace.edit(try OutgoingLetters.create(c, draft, by: acting, at: now)).link
            }
        }
        return .seeOther(location)
    }

    // MARK: writing

    private func edit(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        let values = try FormValues(query: request.uri.query)
        let officer = worker.acting.officer
        let unsaved = try await worker.office.database.read { c in
            try worker.requireEdit(c, letter)
            return try OutgoingLetters.keptWords(c, letter.id, of: officer)
        }
        guard letter.state.isEditable else { return .seeOther(OutgoingPlace.letter(letter.id).link) }
        let current = letter.version.content
        let differs = unsaved.flatMap { $0.title == current.metadata.title && $0.body == current.body ? nil : $0 }
        let sources = try await sources(letter, worker, context)
        let form = LetterDraftForm.form(current, sources, unsaved: differs)
        var shown = current
        if let differs { (shown.metadata.title, shown.body) = (differs.title, differs.body) }
        let banner = values.has("zapisano") ? Banner("Zapisano projekt. Poprzednie wersje zostają.") : values.has("plik") ? Banner("Zapisano załączniki.") : nil
        let page = try await page(
            request, context, worker, letter, sources, form, content: shown, chosen: LetterDraftForm.chosen(current, sources), unsaved: differs, banner: banner)
        return Desk.html(page.render())
    }

    private func sources(_ letter: OutgoingLetter, _ worker: OfficerAtWork, _ context: OfficerContext) async throws -> LetterDraftForm.Sources {
        let today = PolishTime.day(of: context.now)
        return try await worker.office.database.read { c in
            let file = try letter.caseReference.flatMap { try Cases.find(c, $0.id) }
            let subject = file?.accessSubject() ?? AccessSubject(unit: letter.unit, access: letter.version.content.metadata.access, leadOfficer: letter.author)
            return LetterDraftForm.Sources(
                kind: letter.kind, candidates: try file.map { try CaseAddressees.candidates(c, $0) } ?? [],
                directory: letter.kind == .inside ? try HolderDirectory.load(c, on: today) : HolderDirectory(),
                choices: try ApprovalChoices.load(c, for: subject, unit: letter.unit, author: letter.author, kind: letter.kind, on: today))
        }
    }

    private func page(
        _ request: Request, _ context: OfficerContext, _ worker: OfficerAtWork, _ letter: OutgoingLetter, _ sources: LetterDraftForm.Sources, _ form: FormPart,
        content: LetterContent, chosen: Set<String>, unsaved: UnsavedWords? = nil, banner: Banner? = nil
    ) async throws -> EditLetterPage {
        let today = PolishTime.day(of: context.now), office = worker.office
        var frame = try await desk.frame(context, worker, request, .drafts)
        frame.links.scripts.append(desk.resources.link("pismo.js"))
        let startDay = try await office.database.read { c in try letter.caseReference.flatMap { try Cases.find(c, $0.id) }?.startDay }
        let few = Array(content.addressees.prefix(20))
        let proposals =
            letter.kind == .outgoing ? try await desk.proposals(office, few, parties: content.addressees.count(where: \.isParty), startDay: startDay, on: today) : []
        let channels = zip(few, proposals).map { addressee, proposal in
            (
                addressee.correspondent.label, proposal?.channel.polishName ?? "nie wiadomo, jak wysłać",
                proposal.map { "\($0.reason).\($0.advice.map { " \($0)" } ?? "")" } ?? "Dopisz adres pocztowy, skrytkę albo adres do e-Doręczeń."
            )
        }
        let signer = sources.kind == .outgoing ? sources.choices.proposed.last : nil
        let signatory = try await office.database.read { try LetterSignatory.expected($0, signer, on: today) }
        return EditLetterPage(
            frame: frame, letter: letter, sources: sources, chosen: chosen, form: form,
            sheet: LetterSheetView(
                office: office.record, unitName: letter.unitName, sign: letter.sign ?? letter.caseReference?.sign ?? "", date: letter.letterDate?.day,
                content: content, signatory: signatory, pdf: OutgoingPlace.preview(letter.id).link),
            channels: channels, unsaved: unsaved, banner: banner, key: OneTimeKey().description, attachmentKey: OneTimeKey().description, today: today)
    }

    private func change(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        try await worker.office.database.read { try worker.requireEdit($0, letter) }
        let act = context.form["czyn"] ?? "przekaz"
        let officer = worker.acting.officer, now = context.now, acting = worker.acting, account = context.account.id
        if act == "porzuc" {
            try await worker.office.database.write { try OutgoingLetters.forgetWords($0, letter.id, of: officer) }
            return .seeOther(OutgoingPlace.edit(letter.id).link)
        }
        let form = LetterDraftForm(values: context.form)
        let sources = try await sources(letter, worker, context)
        let (content, formProblems) = form.content(sources, base: letter.version.content)
        let (path, pathProblems) = act == "przekaz" ? form.path(letter.kind) : (nil, [])
        func again(_ problems: [Problem], status: HTTPResponse.Status = .unprocessableContent) async throws -> Response {
            let kept = content
            let base = Int(context.form["wersja-tekstu"] ?? "") ?? letter.version.number
            // A mistake costs no word, not even when the browser is closed now.
            try? await worker.office.database.write {
                try OutgoingLetters.keepWords($0, letter.id, baseVersion: base, title: kept.metadata.title, body: kept.body, of: officer, at: now)
            }
            let page = try await page(
                request, context, worker, letter, sources, form.shownAgain(problems), content: kept, chosen: Set(context.form.all("strona")))
            return Desk.html(page.render(), status: status)
        }
        guard formProblems.isEmpty, pathProblems.isEmpty else { return try await again(formProblems + pathProblems) }
        if act == "podglad" { return try await again([], status: .ok) }
        let key = try context.oneTimeKey(), revision = try context.version()
        do {
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    let saved = try OutgoingLetters.save(c, letter.id, revision: revision, content, by: acting, at: now)
                    guard let path else { return OutgoingPlace.edit(letter.id).link(["zapisano": "tak"]) }
                    try OutgoingLetters.submit(c, letter.id, revision: saved, path: path, by: acting, at: now)
                    return OutgoingPlace.letter(letter.id).link(["przekazano": "tak"])
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            return try await again(found.all)
        } catch let problem as Problem where problem.code == .conflict {
            return try await again([problem])
        }
    }

    /// The words as they stand, without a version; answers with the sheet, for the preview beside them.
    private func keepWords(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        let officer = worker.acting.officer, now = context.now
        let title = context.form.typed("tytul"), body = context.form.typed("tekst")
        let base = Int(context.form["wersja-tekstu"] ?? "") ?? letter.version.number
        guard letter.state.isEditable else { throw Problem(.conflict, "Pismo ma teraz stan: \(letter.state.polishName). Odśwież stronę.") }
        let signer = context.form["podpisuje"].flatMap { Approver($0) }, today = PolishTime.day(of: now)
        let signatory = try await worker.office.database.write { c in
            try worker.requireEdit(c, letter)
            try OutgoingLetters.keepWords(c, letter.id, baseVersion: base, title: title, body: body, of: officer, at: now)
            return try LetterSignatory.expected(c, signer, on: today)
        }
        var content = letter.version.content
        (content.metadata.title, content.body) = (title, body)
        var h = HTML()
        LetterSheetView(
            office: worker.office.record, unitName: letter.unitName, sign: letter.sign ?? letter.caseReference?.sign ?? "", date: letter.letterDate?.day,
            content: content, signatory: signatory
        ).sheet(&h)
        return Desk.html(h.bytes)
    }

    private func attach(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        let (values, uploads) = try await MultipartForm.collect(request, context)
        guard let key = OneTimeKey(values[FormField.key] ?? ""), let revision = values["wersja"].flatMap({ Int64($0) }) else {
            throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę i wyślij go jeszcze raz.")
        }
        var content = letter.version.content
        var staged: [(StagedBlob, String)] = []
        if let removed = values["usun"].flatMap({ ContentHash($0) }) {
            content.attachments.removeAll { $0.hash == removed }
        } else {
            for upload in uploads where !upload.bytes.isEmpty {
                guard upload.bytes.count <= Self.attachmentBytes else {
                    throw Problem(.tooLarge, "Plik „\(upload.head.name)” jest większy niż 10 MB. Podziel go albo zmniejsz.")
                }
                let type = ScanType.recognise(upload.bytes) ?? (upload.head.mediaType.isEmpty ? "application/octet-stream" : upload.head.mediaType)
                let blob = try await worker.office.blobs.stage(upload.bytes)
                staged.append((blob, type))
                content.attachments.append(OutgoingAttachment(name: upload.head.name, mediaType: type, size: upload.bytes.count, hash: blob.hash))
            }
            guard !staged.isEmpty else { throw Problem(.invalidInput, "Wybierz plik, a potem naciśnij „Dodaj plik”.") }
        }
        content.metadata.formats = Array(Set(content.attachments.map(\.mediaType))).sorted()
        let kept = content, files = staged, blobs = worker.office.blobs, acting = worker.acting, now = context.now, account = context.account.id
        let location = try await worker.office.database.write { c in
            try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                try worker.requireEdit(c, letter)
                for (blob, type) in files { _ = try blobs.record(c, blob, mediaType: type, at: now) }
                let words = try OutgoingLetters.keptWords(c, letter.id, of: acting.officer)
                try OutgoingLetters.save(c, letter.id, revision: revision, kept, by: acting, at: now)
                // Keeping a version forgets what was typed beside it; the words go on.
                if let words {
                    try OutgoingLetters.keepWords(
                        c, letter.id, baseVersion: words.baseVersion, title: words.title, body: words.body, of: acting.officer, at: now)
                }
                return OutgoingPlace.edit(letter.id).link(["plik": "tak"])
            }
        }
        return .seeOther(location)
    }

    private func recall(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        let key = try context.oneTimeKey(), revision = try context.version(), acting = worker.acting, now = context.now, account = context.account.id
        let location = try await worker.office.database.write { c in
            try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                try worker.requireEdit(c, letter)
                try OutgoingLetters.recall(c, letter.id, revision: revision, by: acting, at: now)
                return OutgoingPlace.edit(letter.id).link
            }
        }
        return .seeOther(location)
    }

    private enum GivingUp { case cancel, withdraw }

    private func reasonForm(
        _ request: Request, _ context: OfficerContext, _ what: GivingUp, _ errors: [String: String], status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        try await worker.office.database.read { try worker.requireEdit($0, letter) }
        let isCancel = what == .cancel
        let page = ReasonPage(
            frame: try await desk.frame(context, worker, request, .drafts),
            title: isCancel ? "Anulować projekt pisma?" : "Wycofać pismo przed wysłaniem?",
            words: [
                "„\(letter.version.content.metadata.title)”, \(letter.state.polishName).",
                isCancel
                    ? "Projekt zostanie w aktach z powodem. Nie da się go potem zmienić."
                    : "Pismo zostanie w aktach jako wycofane. Jego znaku nie nada się innemu pismu.",
            ], action: (isCancel ? OutgoingPlace.cancel(letter.id) : .withdraw(letter.id)).link, button: isCancel ? "Anuluj projekt" : "Wycofaj pismo",
            back: OutgoingPlace.letter(letter.id).link, form: FormPart(values: ["powod": context.form.typed("powod")], errors: errors),
            key: OneTimeKey().description, hidden: [("wersja", String(letter.revision))])
        return Desk.html(page.render(), status: status)
    }

    private func giveUp(_ request: Request, _ context: OfficerContext, _ what: GivingUp) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        let key = try context.oneTimeKey(), revision = try context.version(), acting = worker.acting, now = context.now, account = context.account.id
        let reason = context.form["powod"] ?? ""
        do {
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    try worker.requireEdit(c, letter)
                    switch what {
                    case .cancel: try OutgoingLetters.cancel(c, letter.id, revision: revision, reason: reason, by: acting, at: now)
                    case .withdraw: try OutgoingLetters.withdraw(c, letter.id, revision: revision, reason: reason, by: acting, at: now)
                    }
                    return OutgoingPlace.letter(letter.id).link
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            return try await reasonForm(request, context, what, fieldErrors(found.all, fallback: "powod"), status: .unprocessableContent)
        }
    }
}
