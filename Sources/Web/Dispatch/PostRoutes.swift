internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store
internal import Typesetting

/// Letters on paper: prints, numbers of posting, posting books, and what is handed over by people.
struct PostRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<OfficerContext>) {
        typealias P = DispatchPlace.Pattern
        router.get(P.post.route) { request, context in try await post(request, context, FormPart(), nil, status: .ok) }
        router.post(P.number.route) { request, context in try await number(request, context) }
        router.get(P.books.route) { request, context in try await books(request, context) }
        router.post(P.books.route) { request, context in try await closeBook(request, context) }
        router.get(P.book.route) { request, context in try await printBook(request, context) }
        router.get(P.print.route) { request, context in try await printed(request, context) }
        router.get(P.byHand.route) { request, context in try await byHand(request, context) }
        router.post(P.handOver.route) { request, context in try await handOver(request, context) }
    }

    /// What waits for the post, in the order in which it was sent.
    private static func postal(_ c: any SQLConnection) throws -> [DispatchRow] {
        try DispatchChannel.allCases.filter(\.isPostal).flatMap { try Dispatch.waiting(c, by: $0, limit: 500) }.sorted { $0.id < $1.id }
    }

    private func post(
        _ request: Request, _ context: OfficerContext, _ form: FormPart, _ current: DispatchID?, status: HTTPResponse.Status
    ) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        let values = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now)
        let (rows, counts) = try await worker.office.database.read { (try PostRoutes.postal($0), try DispatchRoutes.counts($0)) }
        let asked = current ?? values["list"].flatMap { DispatchID($0) } ?? rows.first { $0.channel.hasPostingNumber && $0.postingNumber == nil }?.id
        var shown = form
        if shown.values["data"] == nil { shown.values["data"] = PolishTypography.short(today) }
        let page = PostPage(
            frame: try await desk.frame(context, worker, request, .dispatch), rows: rows, counts: counts, current: asked, form: shown,
            banner: values["zapisano"].map { Banner("Zapisano numer \($0).") }, key: OneTimeKey().description, bookKey: OneTimeKey().description, today: today)
        return Desk.html(page.render(), status: status)
    }

    private func number(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        let id = DispatchID(try context.number("id"))
        let key = try context.oneTimeKey(), acting = worker.acting, now = context.now, account = context.account.id
        let text = context.form["numer-nadania"] ?? ""
        var fee: Int64?
        if let typed = context.form["oplata"] {
            guard let money = PostRoutes.grosze(typed) else {
                let form = FormPart(values: ["numer-nadania": text, "oplata": typed], errors: ["oplata": "Wpisz kwotę w złotych, na przykład 9,90"])
                return try await post(request, context, form, id, status: .unprocessableContent)
            }
            fee = money
        }
        let paid = fee
        do {
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    try Dispatch.setPostingNumber(c, id, text, fee: paid, by: acting, at: now)
                    return DispatchPlace.post.link(["zapisano": text])
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            let form = FormPart(values: ["numer-nadania": text, "oplata": context.form["oplata"] ?? ""], errors: fieldErrors(found.all, fallback: "numer-nadania"))
            return try await post(request, context, form, id, status: .unprocessableContent)
        }
    }

    /// `9,90` or `9.9` or `12`.
    static func grosze(_ text: String) -> Int64? {
        let parts = text.replacing("zł", with: "").filter { !$0.isWhitespace }.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "." }.map(String.init)
        guard (1...2).contains(parts.count), let zlote = Int64(parts[0]), (0..<100_000).contains(zlote) else { return nil }
        guard parts.count == 2 else { return zlote * 100 }
        guard (1...2).contains(parts[1].utf8.count), let rest = Int64(parts[1]), rest >= 0 else { return nil }
        return zlote * 100 + (parts[1].utf8.count == 1 ? rest * 10 : rest)
    }

    private func chosen(_ context: OfficerContext) -> [DispatchID] { context.form.all("list").prefix(1_000).compactMap { DispatchID($0) } }

    private func closeBook(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        let key = try context.oneTimeKey(), acting = worker.acting, now = context.now, account = context.account.id, today = PolishTime.day(of: now)
        let ids = chosen(context)
        func again(_ errors: [String: String]) async throws -> Response {
            try await post(request, context, FormPart(values: ["data": context.form.typed("data")], errors: errors), nil, status: .unprocessableContent)
        }
        guard let day = context.form["data"].flatMap({ ClerkDate.day($0, today: today) }) else {
            return try await again(["data": "Tej daty nie da się odczytać. Wpisz na przykład 12.03.2026"])
        }
        do {
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    let book = try Dispatch.closePostingBook(c, ids, handedDay: day, by: acting, at: now)
                    return DispatchPlace.books.link(["zamknieto": "\(book.number)/\(book.year)"])
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            return try await again(fieldErrors(found.all, fallback: "data"))
        } catch let problem as Problem where problem.code == .conflict || problem.code == .invalidInput {
            return try await again(["data": problem.message])
        }
    }

    private func books(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        let values = try FormValues(query: request.uri.query)
        let before = values["przed"].flatMap { PostingBook.ID($0) }
        let (books, counts) = try await worker.office.database.read { (try Dispatch.postingBooks($0, before: before, limit: 51), try DispatchRoutes.counts($0)) }
        let page = PostingBooksPage(
            frame: try await desk.frame(context, worker, request, .dispatch), books: Array(books.prefix(50)), counts: counts,
            nextLink: books.count > 50 ? DispatchPlace.books.link(["przed": "\(books[49].id)"]) : nil,
            banner: values["zamknieto"].map { Banner("Zamknięto książkę nadawczą \($0). Wydrukuj ją w dwóch egzemplarzach.") },
            today: PolishTime.day(of: context.now))
        return Desk.html(page.render())
    }

    private func printBook(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        let id = PostingBook.ID(try context.number("id"))
        let (books, rows) = try await worker.office.database.read { c in
            (try Dispatch.postingBooks(c, before: PostingBook.ID(id.number + 1), limit: 1), try Dispatch.postingBookRows(c, id))
        }
        guard let book = books.first, book.id == id else { throw Problem(.notFound, "Nie ma takiej książki nadawczej.") }
        let bytes = try await LetterPrinting(desk.rendering(worker.office)).postingBook(rows, day: book.handedDay, at: book.closedAt)
        return Desk.pdf(bytes, name: "ksiazka-nadawcza-\(book.number)-\(book.year).pdf")
    }

    private func printed(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        guard let what = context.parameters.get("co").flatMap({ DispatchPlace.Print(rawValue: $0) }) else { throw Problem(.notFound, "Nie ma takiego wydruku.") }
        let values = try FormValues(query: request.uri.query)
        let only = Set(values.all("list").compactMap { DispatchID($0) })
        let now = context.now, actor = worker.acting.account
        let (rows, preview) = try await worker.office.database.read { c in
            let waiting = only.isEmpty ? try PostRoutes.postal(c) : try only.sorted().compactMap { try Dispatch.find(c, $0) }
            // What was handed over is read by those who may read it, not by the point.
            return (waiting.filter { !$0.channel.isElectronic && $0.isCurrent && $0.state == .waiting }, what == .book ? try Dispatch.postingBookPreview(c) : [])
        }
        guard !rows.isEmpty else { throw Problem(.notFound, "Nie ma czego drukować. Najpierw wyślij pisma na papierze.") }
        let printing = LetterPrinting(desk.rendering(worker.office))
        switch what {
        case .letters:
            let bytes = try await printing.letters(rows.map { LetterPrinting.Copy(letter: $0.letter, position: $0.position) }, at: now)
            // The point sees the content only here, to put it into envelopes; the journal keeps that it did.
            try await worker.office.database.write { c in
                for letter in Set(rows.map(\.letter)) {
                    _ = try Journal.append(c, JournalEntry(actor: actor, act: "pismo-wydruk-do-wysyłki", object: letter.object), at: now)
                }
            }
            return Desk.pdf(bytes, name: "pisma.pdf")
        case .envelopes:
            let list = rows.map { (correspondent: $0.addressee.correspondent, notes: [$0.channel.polishName, $0.sign]) }
            return Desk.pdf(try await printing.envelopes(list, format: .dl, at: now), name: "koperty.pdf")
        case .labels: return Desk.pdf(try await printing.labels(rows.map(\.addressee.correspondent), at: now), name: "etykiety.pdf")
        case .book: return Desk.pdf(try await printing.postingBook(preview, day: PolishTime.day(of: now), at: now), name: "ksiazka-nadawcza.pdf")
        }
    }

    private func byHand(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        let values = try FormValues(query: request.uri.query)
        let (rows, counts) = try await worker.office.database.read { c in
            let rows = try [DispatchChannel.courier, .inPerson, .publicNotice].flatMap { try Dispatch.waiting(c, by: $0, limit: 200) }
            return (rows.sorted { $0.id < $1.id }, try DispatchRoutes.counts(c))
        }
        let page = HandOverPage(
            frame: try await desk.frame(context, worker, request, .dispatch), rows: rows, counts: counts,
            banner: values["przekazano"].map { Banner("Przekazano pism: \($0).") } ?? values["odebrano"].map { Banner("Zapisano odbiór pisma \($0).") },
            key: OneTimeKey().description)
        return Desk.html(page.render())
    }

    private func handOver(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        let key = try context.oneTimeKey(), acting = worker.acting, now = context.now, account = context.account.id
        let ids = chosen(context)
        guard !ids.isEmpty else { throw Problem(.invalidInput, "Zaznacz co najmniej jedno pismo.") }
        let location = try await worker.office.database.write { c in
            try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                try Dispatch.handOver(c, ids, by: acting, at: now)
                return DispatchPlace.byHand.link(["przekazano": "\(ids.count)"])
            }
        }
        return .seeOther(location)
    }
}
