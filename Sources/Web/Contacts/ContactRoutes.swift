internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// People and bodies: the list, one, entering, correcting, duplicates.
struct ContactRoutes: Sendable {
    let desk: Desk
    static let pageSize = 50
    /// Of letters and cases on one person's page: each is judged by the rights to it.
    static let workSize = 20

    func register(on router: RouterGroup<OfficerContext>) {
        typealias P = ContactPlace.Pattern
        router.get(P.contacts.route) { request, context in try await list(request, context) }
        router.get(P.newContact.route) { request, context in
            try await newForm(request, context, FormPart(values: ["rodzaj": "osoba"]), duplicates: [])
        }
        router.post(P.newContact.route) { request, context in try await create(request, context) }
        router.get(P.contact.route) { request, context in try await contact(request, context, showsPESEL: false) }
        router.post(P.reveal.route) { request, context in try await contact(request, context, showsPESEL: true) }
        router.get(P.edit.route) { request, context in try await editForm(request, context, nil) }
        router.post(P.edit.route) { request, context in try await change(request, context) }
        MergeRoutes(desk: desk).register(on: router)
    }

    /// Whoever registers letters, assigns them, or works on cases meets their senders; a pure administrator does not.
    static func mayRead(_ rights: OfficerRights) -> Bool {
        rights.decide(.register).extent != nil || rights.decide(.assign).extent != nil || rights.decide(.workCase).extent != nil
            || rights.decide(.read).extent.map { $0 != .audit } ?? false
    }

    static func mayEdit(_ rights: OfficerRights) -> Bool { rights.decide(.register).isAllowed || rights.decide(.workCase).isAllowed }

    static func requireRead(_ worker: OfficerAtWork) throws {
        guard mayRead(worker.rights) else { throw Problem(.forbidden, "Osoby i instytucje widzi ten, kto pracuje z pismami lub sprawami.") }
    }

    static func requireEdit(_ worker: OfficerAtWork) throws {
        guard mayEdit(worker.rights) else { throw Problem(.forbidden, "Dane osób i instytucji poprawia kancelaria albo prowadzący sprawy.") }
    }

    private func list(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try Self.requireRead(worker)
        let values = try FormValues(query: request.uri.query)
        let words = values["szukane"] ?? "", kind = ["osoby", "instytucje"].contains(values["rodzaj"] ?? "") ? values["rodzaj"] ?? "" : ""
        var query = ContactQuery()
        (query.prefix, query.limit, query.after) = (words, Self.pageSize, values["po"].flatMap { RegisterQuery.Position($0) })
        query.isPerson = kind.isEmpty ? nil : kind == "osoby"
        let asked = query
        let (page, suspicions) = try await worker.office.database.read { c in
            var page = try Contacts.page(c, asked)
            // What begins no name may begin another word of one: the given name, or a word of a body's name.
            if page.contacts.isEmpty, !words.isEmpty, asked.after == nil {
                page.contacts = try Contacts.search(c, words).filter { one in asked.isPerson.map { one.card.isPerson == $0 } ?? true }
            }
            return (page, try Contacts.suspicionCount(c))
        }
        func link(_ after: RegisterQuery.Position?) -> String {
            ContactPlace.contacts.link(["rodzaj": kind.isEmpty ? nil : kind, "szukane": words.isEmpty ? nil : words, "po": after?.description])
        }
        let shown = ContactsPage(
            frame: try await desk.frame(context, worker, request, .contacts), contacts: page.contacts, words: words, kind: kind, suspicions: suspicions,
            mayEdit: Self.mayEdit(worker.rights), firstLink: asked.after == nil ? nil : link(nil), nextLink: page.next.map { link($0) })
        return Desk.html(shown.render())
    }

    /// A card is personal data, so each reading is journalled; nothing else is written.
    private func contact(_ request: Request, _ context: OfficerContext, showsPESEL: Bool) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try Self.requireRead(worker)
        let id = ContactID(try context.number("id")), rights = worker.rights, performer = worker.acting.performer, now = context.now
        let query = try FormValues(query: request.uri.query)
        let before = query["przed"].flatMap { Int64($0) }
        let frame = try await desk.frame(context, worker, request, .contacts)
        let words = [
            ("zapisano", "Zapisano zmianę. Poprzednie dane są w historii."), ("dodano", "Dodano wpis."), ("polaczono", "Połączono wpisy."),
            ("cofnieto", "Cofnięto połączenie."),
        ]
        .first { query.has($0.0) }?.1
        let page = try await worker.office.database.write { c -> ContactPage in
            guard let contact = try Contacts.find(c, id) else { throw Problem(.notFound, "Nie ma takiego wpisu w bazie osób i instytucji.") }
            if showsPESEL {
                try Contacts.noteReveal(c, contact.id, by: performer, at: now)
            } else {
                try Contacts.noteReading(c, contact.id, by: performer, at: now)
            }
            let merges = try Contacts.merges(c, of: contact.id)
            // Letters carry the names of every entry that was merged into this one.
            let keys = Set(try contact.card.senderKeys + merges.filter { $0.undoneAt == nil }.flatMap { try Contacts.stored(c, $0.merged)?.card.senderKeys ?? [] })
            let rows = try IncomingRegister.letters(c, ofSender: keys.sorted(), before: before, limit: Self.workSize)
            let letters = try rows.filter { row in
                // A letter tells its own access; whoever keeps the register sees its metadata.
                let access = try IncomingRegister.find(c, row.number)?.metadata.access ?? .notPublic
                return try LetterAccess.decide(c, .read, on: LetterRef(.incoming, row.id), access: access, by: rights).extent?.showsData == true
            }
            let ids = [contact.id] + merges.filter { $0.undoneAt == nil }.map(\.merged)
            let cases = try ids.flatMap { try Cases.cases(c, ofContact: $0.number, limit: Self.workSize) }
                .filter { try Cases.sight(c, $0, rights: rights).extent != .nothing }
            return ContactPage(
                frame: frame, contact: contact, showsPESEL: showsPESEL, duplicates: try Contacts.duplicates(c, of: contact.id), letters: letters,
                olderLetters: rows.count == Self.workSize ? rows.last.map { ContactPlace.contact(contact.id).link(["przed": String($0.id)]) } : nil, cases: cases,
                history: try Contacts.history(c, contact.id),
                merges: try merges.map {
                    ContactPage.Merge(merge: $0, label: try Contacts.stored(c, $0.merged)?.card.label ?? "", key: OneTimeKey().description)
                }, mayEdit: Self.mayEdit(rights), revealKey: OneTimeKey().description, banner: words.map { Banner($0) })
        }
        var response = Desk.html(page.render())
        response.headers[.cacheControl] = "private, no-store"
        return response
    }

    // MARK: entering and correcting

    private func newForm(_ request: Request, _ context: OfficerContext, _ form: FormPart, duplicates: [ContactDuplicate]) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try Self.requireEdit(worker)
        let page = ContactFormPage(
            frame: try await desk.frame(context, worker, request, .contacts), contact: nil, form: form, key: OneTimeKey().description, duplicates: duplicates)
        return Desk.html(page.render(), status: form.status)
    }

    private func create(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try Self.requireEdit(worker)
        let form = ContactForm(values: context.form), performer = worker.acting.performer
        if form.asksForRow { return try await newForm(request, context, form.shownAgain([]), duplicates: []) }
        let card = form.read(base: nil)
        if !context.form.has("sprawdzono"), ContactRules.problems(ContactRules.cleaned(card)).isEmpty {
            let like = try await worker.office.database.read { try Contacts.duplicates($0, of: card) }
            if !like.isEmpty { return try await newForm(request, context, form.shownAgain([]), duplicates: like) }
        }
        return try await desk.carryOut(
            context, context.account, worker.office, fallback: "nazwisko", again: { try await newForm(request, context, $0, duplicates: []) }
        ) {
            return { c, now in ContactPlace.contact(try Contacts.create(c, card, by: performer, at: now)).link(["dodano": "tak"]) }
        }
    }

    private func stored(_ c: any SQLConnection, _ id: ContactID) throws -> Contact {
        guard let contact = try Contacts.stored(c, id) else { throw Problem(.notFound, "Nie ma takiego wpisu w bazie osób i instytucji.") }
        return contact
    }

    private func editForm(_ request: Request, _ context: OfficerContext, _ form: FormPart?) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try Self.requireEdit(worker)
        let id = ContactID(try context.number("id")), performer = worker.acting.performer, now = context.now
        let contact = try await worker.office.database.write { c in
            let contact = try stored(c, id)
            try Contacts.noteReading(c, id, by: performer, at: now)
            return contact
        }
        if let survivor = contact.mergedInto { return .seeOther(ContactPlace.edit(survivor).link) }
        let shown = form ?? FormPart(values: ContactForm.values(contact.card))
        let page = ContactFormPage(frame: try await desk.frame(context, worker, request, .contacts), contact: contact, form: shown, key: OneTimeKey().description)
        return Desk.html(page.render(), status: shown.status)
    }

    private func change(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try Self.requireEdit(worker)
        let id = ContactID(try context.number("id")), performer = worker.acting.performer
        let form = ContactForm(values: context.form)
        if form.asksForRow { return try await editForm(request, context, form.shownAgain([])) }
        let version = try context.version()
        return try await desk.carryOut(context, context.account, worker.office, fallback: "nazwisko", again: { try await editForm(request, context, $0) }) {
            return { c, now in
                let card = form.read(base: try stored(c, id).card)
                try Contacts.change(c, id, to: card, revision: Int(version), by: performer, at: now)
                return ContactPlace.contact(id).link(["zapisano": "tak"])
            }
        }
    }
}
