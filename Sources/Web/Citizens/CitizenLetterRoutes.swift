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

/// Letters of a citizen: written, read, signed with the Trusted Profile, sent to an office.
struct CitizenLetterRoutes: Sendable {
    let desk: CitizenDesk
    private var signing: TrustedSigning { TrustedSigning(desk.identity) }
    static let pageSize = 20

    func register(on router: RouterGroup<CitizenContext>) {
        typealias P = CitizenPlace.Pattern
        router.get(P.letters.route) { request, context in try await list(request, context) }
        router.get(P.newLetter.route) { _, context in try await form(context, FormPart(values: ["rodzaj": "wniosek"])) }
        router.post(P.newLetter.route) { _, context in try await write(context) }
        router.get(P.letter.route) { request, context in try await letter(context, FormPart(), values: try FormValues(query: request.uri.query)) }
        router.post(P.letterCode.route) { _, context in try await ask(context) }
        router.post(P.letterSign.route) { _, context in try await sign(context) }
        router.get(P.letterFile.route) { _, context in try await file(context, "pismo-podpisane.xml", \.signed) }
        router.get(P.letterReceipt.route) { _, context in try await file(context, "UPP.xml", \.receipt) }
        router.post(P.letterSend.route) { _, context in try await send(context) }
    }

    private func list(_ request: Request, _ context: CitizenContext) async throws -> Response {
        let before = try FormValues(query: request.uri.query)["przed"].flatMap { TrustedSigningID($0) }
        let records = try await signing.list(of: context.account, before: before, limit: Self.pageSize + 1)
        let next = records.count > Self.pageSize ? CitizenPlace.letters.link(["przed": records[Self.pageSize - 1].id.description]) : nil
        let account = context.account.id, identity = desk.identity
        let others = before != nil ? [] : try await identity.platform.read { c in try identity.signingActs.ended(c, of: account, limit: Self.pageSize) }
        let page = CitizenLettersPage(
            frame: desk.frame(context, .letters), records: Array(records.prefix(Self.pageSize)), forOthers: others, nextLink: next)
        return CitizenDesk.html(page.render())
    }

    // ── writing ──

    private func form(_ context: CitizenContext, _ form: FormPart) async throws -> Response {
        let account = context.account.id, now = context.now, identity = desk.identity
        guard try await identity.platform.read({ c in try identity.profiles.valid(c, of: account, at: now) }) != nil else {
            throw Problem(.conflict, "Pismo podpiszesz profilem zaufanym, a na tym koncie nie ma ważnego profilu. Złóż wniosek i potwierdź go w punkcie.")
        }
        let offices = try await desk.house.records().map { (value: $0.id.description, text: $0.name) }
        let page = CitizenNewLetterPage(frame: desk.frame(context, .letters), offices: offices, form: form, key: OneTimeKey().description)
        return CitizenDesk.html(page.render(), status: form.status)
    }

    private func write(_ context: CitizenContext) async throws -> Response {
        let v = context.form, now = context.now, account = context.account
        do {
            let person = try await desk.person(context)
            let record = try await office(v)
            let document = try await document(v, to: record, from: person, context)
            let id = try await signing.begin(document, title: v["tytul"] ?? "", of: account, at: now)
            return .seeOther(CitizenPlace.letter(id))
        } catch {
            return try await desk.shownAgain(error, v, fallback: "tresc-pisma") { try await form(context, $0) }
        }
    }

    private func office(_ v: FormValues) async throws -> OfficeRecord? {
        guard let id = v["urzad"].flatMap({ OfficeID($0) }) else { return nil }
        return try await desk.house.records().first { $0.id == id }
    }

    /// The PESEL stands in the letter, since the office has to know who writes; the holder reads it on the sheet before signing.
    private func document(_ v: FormValues, to record: OfficeRecord?, from person: Person, _ context: CitizenContext) async throws -> [UInt8] {
        var problems: [Problem] = []
        func ask(_ field: String, _ words: String, longest: Int) -> String {
            guard let text = v[field] else {
                problems.append(Problem(.invalidInput, words, field: field))
                return ""
            }
            if text.count > longest { problems.append(Problem(.invalidInput, "To za długie. Najwyżej \(longest) znaków.", field: field)) }
            return text
        }
        if record == nil { problems.append(Problem(.invalidInput, "Wybierz urząd", field: "urzad")) }
        let kind = v["rodzaj"] ?? ""
        if !CitizenNewLetterPage.kinds.contains(kind) { problems.append(Problem(.invalidInput, "Zaznacz jedną odpowiedź", field: "rodzaj")) }
        let title = ask("tytul", "Wpisz tytuł", longest: 200), text = ask("tresc-pisma", "Wpisz treść pisma", longest: 20_000)
        let building = ask("nr-domu", "Wpisz numer domu", longest: 20), town = ask("miejscowosc", "Wpisz miejscowość", longest: 100)
        let postCode = ask("kod-pocztowy", "Wpisz kod pocztowy", longest: 6)
        if !postCode.isEmpty, PostalCode(postCode) == nil {
            problems.append(Problem(.invalidInput, "Kod ma 5 cyfr, na przykład 00-950", field: "kod-pocztowy"))
        }
        guard problems.isEmpty, let record else { throw Problems(problems) }
        let account = context.account, now = context.now, identity = desk.identity
        let signer = try await identity.platform.read { c in try identity.profiles.signer(c, of: account.id, at: now) }
        var letter = Letter(template: .toOffice, title: title)
        letter.date = PartialDate(PolishTime.day(of: now))
        var sender = DocumentParty(.person(surname: signer.name.surname, givenNames: signer.name.givenNames, pesel: signer.pesel.description))
        (sender.street, sender.building, sender.postCode, sender.town) = (v["ulica"] ?? "", building, PostalCode(postCode)?.description ?? postCode, town)
        letter.senders = [sender]
        letter.recipients = [DocumentParty(.institution(name: record.name, regon: ""))]
        letter.place = town
        letter.kind = ["wniosek", "skarga"].contains(kind) ? kind : "inne pismo"
        letter.otherKind = letter.kind == "inne pismo" ? kind : ""
        letter.paragraphs = text.split(separator: "\n").map { String($0).trimmingWhiteSpace }.filter { !$0.isEmpty }
        letter.signerName = signer.name.description
        return letter.write()
    }

    // ── reading and signing ──

    private func id(_ context: CitizenContext) throws -> TrustedSigningID { TrustedSigningID(try context.number("id")) }

    private func letter(_ context: CitizenContext, _ form: FormPart, values: FormValues) async throws -> Response {
        let account = context.account, now = context.now, identity = desk.identity
        let (record, document) = try await signing.show(try id(context), to: account, at: now)
        let readable = (try? CorrespondenceDocument.read(document))?.readable
        if record.signed != nil {
            let page = CitizenSignedPage(
                frame: desk.frame(context, .letters), record: record, readable: readable, recipient: try await recipient(document)?.name,
                isNew: values.has("podpisano") || values.has("wyslano"), form: form, key: OneTimeKey().description)
            return CitizenDesk.html(page.render(), status: form.status)
        }
        let (held, addresses) = try await desk.factors(context)
        let profile = try await identity.platform.read { c in try identity.profiles.valid(c, of: account.id, at: now) }
        let page = CitizenSigningPage(
            frame: desk.frame(context, .letters), record: record, readable: readable, notice: AuthorisedAct.signDocument.notice(document: record.title) ?? "",
            profile: profile, held: readable == nil ? [] : held, addresses: addresses,
            asked: values[CodeQuestion.kindField].flatMap(FactorKind.init(rawValue:)), form: form, keys: (OneTimeKey().description, OneTimeKey().description))
        return CitizenDesk.html(page.render(), status: form.status)
    }

    private func ask(_ context: CitizenContext) async throws -> Response {
        let id = try id(context)
        do {
            let (held, addresses) = try await desk.factors(context)
            guard let kind = CodeWays.preferred(held, asked: context.form["sposob-kodu"]) else {
                throw Problem(.forbidden, "Najpierw potwierdź telefon albo dodaj aplikację.", field: CodeQuestion.field, cause: "no second factor")
            }
            if let address = CodeWays.address(kind, in: addresses) {
                try await signing.send(id, to: address, of: context.account, at: context.now)
            }
            return .seeOther(CitizenPlace.letter(id).link([CodeQuestion.kindField: kind.rawValue]))
        } catch {
            return try await desk.shownAgain(error, context.form, fallback: CodeQuestion.field, renamed: ["code": CodeQuestion.field]) {
                try await letter(context, $0, values: FormValues())
            }
        }
    }

    private func sign(_ context: CitizenContext) async throws -> Response {
        let id = try id(context)
        do {
            guard let kind = context.form[CodeQuestion.kindField].flatMap(FactorKind.init(rawValue:)) else {
                throw Problem(.invalidInput, "Najpierw poproś o kod.", field: CodeQuestion.field)
            }
            _ = try await signing.sign(id, code: context.form.typed(CodeQuestion.field), by: kind, of: context.account, at: context.now)
            return .seeOther(CitizenPlace.letter(id).link(["podpisano": "1"]))
        } catch {
            return try await desk.shownAgain(error, context.form, fallback: CodeQuestion.field, renamed: ["code": CodeQuestion.field]) {
                try await letter(context, $0, values: context.form)
            }
        }
    }

    private func file(_ context: CitizenContext, _ name: String, _ which: @Sendable (TrustedSigningRecord) -> ContentHash?) async throws -> Response {
        let record = try await signing.find(try id(context), of: context.account)
        guard let hash = which(record) else { throw Problem(.notFound, "Tego pliku jeszcze nie ma. Najpierw podpisz pismo.") }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/xml; charset=utf-8", .contentDisposition: "attachment; filename=\"\(name)\"",
                .contentSecurityPolicy: "default-src 'none'; sandbox",
            ], body: .init(byteBuffer: ByteBuffer(bytes: try await signing.bytes(hash))))
    }

    // ── sending ──

    /// The office of the house that the letter is addressed to.
    private func recipient(_ document: [UInt8]) async throws -> OfficeRecord? {
        guard case .letter(let letter)? = try? CorrespondenceDocument.read(document), case .institution(let name, _)? = letter.recipients.first?.who else {
            return nil
        }
        return try await desk.house.records().first { $0.name == name }
    }

    private func send(_ context: CitizenContext) async throws -> Response {
        let id = try id(context), account = context.account, now = context.now
        do {
            let record = try await signing.find(id, of: account)
            guard let signed = record.signed else { throw Problem(.conflict, "Najpierw podpisz pismo.", field: "wyslij") }
            guard record.box.isEmpty else { return .seeOther(CitizenPlace.letter(id)) }
            let document = try await signing.bytes(signed)
            guard let office = try await recipient(document), let box = BoxAddress("/\(office.podmiot)/\(OfficeFounding.boxName)") else {
                throw Problem(.conflict, "Tego pisma nie da się stąd wysłać. Pobierz je i wyślij inną drogą.", field: "wyslij")
            }
            let receipt = try await CitizenSending(platform: desk.platform, identity: desk.identity).send(document, to: box, from: account, at: now)
            try await signing.sent(id, to: box.description, receipt: receipt, of: account, at: now)
            return .seeOther(CitizenPlace.letter(id).link(["wyslano": "1"]))
        } catch {
            return try await desk.shownAgain(error, context.form, fallback: "wyslij") { try await letter(context, $0, values: FormValues()) }
        }
    }
}
