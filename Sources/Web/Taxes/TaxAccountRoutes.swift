internal import Chancery
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Revenue
internal import Store

/// Accounts of taxpayers: search, sheet, cash desk, changing decisions, reliefs.
struct TaxAccountRoutes: Sendable {
    let taxes: TaxDesk

    func register(on router: RouterGroup<TaxClerkContext>) {
        typealias P = TaxPlace.Pattern
        router.get(P.start.route) { request, context in try await start(request, context) }
        router.get(P.accounts.route) { request, context in try await list(request, context) }
        router.get(P.account.route) { request, context in try await account(request, context, FormPart()) }
        router.post(P.cash.route) { request, context in try await takeCash(request, context) }
        router.get(P.receipt.route) { request, context in try await receipt(request, context) }
        router.post(P.change.route) { request, context in try await change(request, context) }
        router.get(P.relief.route) { request, context in try await reliefForm(request, context, FormPart()) }
        router.post(P.relief.route) { request, context in try await relief(request, context) }
    }

    private func start(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let office = try await taxes.office(context), today = context.today, year = today.year
        let found = try await office.database.read { c -> TaxStartPage.Counts in
            TaxStartPage.Counts(
                accounts: try TaxRegister.count(c), waiting: try BankPayments.waiting(c, limit: 100).count,
                decisions: try TaxLetters.unwritten(c, .decision, year: year).count, reminders: try TaxLetters.unwritten(c, .reminder, year: year).count,
                arrears: try Arrears.page(c, on: today, limit: 100).rows.count, years: try Assessments.approvedYears(c), pool: try IndividualAccounts.load(c) != nil)
        }
        return Desk.html(TaxStartPage(frame: try await taxes.frame(request, context, .taxes), counts: found, today: today).render())
    }

    private func list(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let query = try FormValues(query: request.uri.query), words = query["q"] ?? ""
        let after = query["po"].flatMap { TaxAccountID($0) }
        let office = try await taxes.office(context)
        let rows = try await office.database.read { try TaxRegister.search($0, words, after: after ?? TaxAccountID(0), limit: TaxDesk.pageSize + 1) }
        let page = Array(rows.prefix(TaxDesk.pageSize))
        if !words.isEmpty, page.count == 1, after == nil { return .seeOther(TaxPlace.account(page[0].account.id).link) }
        return Desk.html(
            TaxAccountsPage(
                frame: try await taxes.frame(request, context, .taxAccounts), words: words, rows: page,
                first: after == nil ? nil : TaxPlace.accounts.link(["q": words.isEmpty ? nil : words]),
                next: rows.count > page.count ? page.last.map { TaxPlace.accounts.link(["q": words.isEmpty ? nil : words, "po": "\($0.account.id)"]) } : nil
            ).render())
    }

    private func account(_ request: Request, _ context: TaxClerkContext, _ cash: FormPart) async throws -> Response {
        let id = try context.taxAccount(), today = context.today, now = context.now, performer = context.performer
        let query = try FormValues(query: request.uri.query)
        let day = TaxDesk.day(query, today: today), year = query["rok"].flatMap { Int($0) } ?? day.year
        let office = try await taxes.office(context), frame = try await taxes.frame(request, context, .taxAccounts)
        let banner = Self.banner(query)
        let page = try await office.database.write { c -> TaxAccountPage in
            guard let account = try TaxRegister.account(c, id) else { throw Problem(.notFound, "Nie ma takiego konta podatkowego.") }
            try TaxRegister.noteReading(c, id, by: performer, at: now)
            let standing = try Ledger.standing(c, of: id, on: day)
            var shown = TaxAccountPage.Year(year: year)
            do { shown.explained = try Assessments().explained(c, id, year: year) } catch let problem as Problem where problem.code != .internalFault {
                shown.problem = problem.message
            }
            let pool = try IndividualAccounts.load(c)
            var years = Set(try Assessments.approvedYears(c))
            years.insert(year)
            let numbers = try pool.map { pool in try account.kind.levies.map { (levy: $0, number: try pool.number(id, $0)) } } ?? []
            return TaxAccountPage(
                frame: frame, account: account, holders: try TaxRegister.holders(c, of: id, on: day), objects: try TaxRegister.objects(c, of: id), year: shown,
                years: years.sorted(by: >), decisions: try Assessments.decisions(c, of: id), declarations: try TaxDeclarations.accepted(c, of: id),
                standing: standing, interest: try standing.interest(), entries: try Ledger.entries(c, of: id).filter { $0.posting.booked <= day },
                numbers: numbers, day: day, cash: cash, keys: (OneTimeKey().description, OneTimeKey().description), banner: banner)
        }
        return Desk.html(page.render(), status: cash.status)
    }

    private static func banner(_ query: FormValues) -> Banner? {
        if let text = query["przyjeto"] { return Banner("Deklaracja \(text.prefix(10)) przyjęta. Sprawdź obliczenie.") }
        if query.has("zmieniono") { return Banner("Różnica jest w księdze. Pismo z decyzją przygotujesz na stronie Decyzje.") }
        if query.has("ulga") { return Banner("Ulga jest w księdze.") }
        return nil
    }

    private func takeCash(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let id = try context.taxAccount(), today = context.today, performer = context.performer
        let office = try await taxes.office(context), values = context.form
        return try await taxes.desk.carryOut(
            context, context.account, office, fallback: "kwota", again: { try await account(request, context, $0) }
        ) {
            guard let amount = Money(values["kwota"]?.replacing(",", with: ".").replacing(" ", with: "") ?? "") else {
                throw Problem(.invalidInput, "Wpisz kwotę w złotych, na przykład 184,00", field: "kwota")
            }
            let levy = values["podatek"].flatMap(Levy.init(rawValue:))
            return { c, now in
                let made = try CashDesk.take(
                    c, amount, account: id, named: levy, on: today, payments: TaxDesk.payments(c), by: performer, at: now)
                return TaxPlace.receipt(year: made.year, number: made.number).link
            }
        }
    }

    private func receipt(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let year: Int = try context.number("rok"), number: Int64 = try context.number("nr")
        let office = try await taxes.office(context), frame = try await taxes.frame(request, context, .taxAccounts), clerk = context.account.displayName
        let page = try await office.database.read { c -> CashReceiptPage in
            guard let receipt = try CashDesk.receipt(c, year: year, number: number), let account = try TaxRegister.account(c, receipt.account) else {
                throw Problem(.notFound, "Nie ma takiego pokwitowania.")
            }
            let holders = try TaxRegister.holders(c, of: account.id, on: receipt.paid).map(\.subject.name)
            return CashReceiptPage(frame: frame, receipt: receipt, account: account, holders: holders, office: office.record.name, clerk: clerk)
        }
        return Desk.html(page.render())
    }

    private func change(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let id = try context.taxAccount(), today = context.today, performer = context.performer, office = try await taxes.office(context)
        guard let year = context.form["rok"].flatMap({ Int($0) }) else { throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę.") }
        return try await taxes.desk.carryOut(
            context, context.account, office, fallback: "kwota", again: { try await account(request, context, $0) }
        ) {
            { c, now in
                guard try Assessments().change(c, id, year: year, issued: today, by: performer, at: now) != nil else {
                    throw Problem(.conflict, "Decyzja zgadza się już z ewidencją. Nie ma czego zmieniać.", field: "kwota")
                }
                return TaxPlace.account(id).link(["rok": "\(year)", "zmieniono": "1"])
            }
        }
    }

    // MARK: reliefs

    private func reliefForm(_ request: Request, _ context: TaxClerkContext, _ form: FormPart) async throws -> Response {
        let id = try context.taxAccount(), today = context.today
        let query = try FormValues(query: request.uri.query)
        let chosen = context.form["pozycja"] ?? query["pozycja"] ?? ""
        let office = try await taxes.office(context), frame = try await taxes.frame(request, context, .taxAccounts)
        let page = try await office.database.read { c -> TaxReliefPage in
            guard let account = try TaxRegister.account(c, id), let entry = LedgerEntryID(chosen),
                let item = try Ledger.standing(c, of: id, on: today).openItems.first(where: { $0.id == entry })
            else { throw Problem(.notFound, "Ta należność nie jest otwarta. Nie ma czego objąć ulgą.") }
            return TaxReliefPage(
                frame: frame, account: account, item: item, form: form, key: OneTimeKey().description, end: try Reliefs.collectionEnd(c, of: entry))
        }
        return Desk.html(page.render(), status: form.status)
    }

    private func relief(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let id = try context.taxAccount(), today = context.today, performer = context.performer, office = try await taxes.office(context)
        let values = context.form
        return try await taxes.desk.carryOut(
            context, context.account, office, fallback: "rodzaj", again: { try await reliefForm(request, context, $0) }
        ) {
            var reading = FormReading(values, today: today)
            let document = reading.required("dokument", "Wpisz numer decyzji o uldze")
            let kind = reading.choice("rodzaj", "Zaznacz rodzaj ulgi", TaxReliefPage.Kind.init(rawValue:))
            let due = kind == .postponement ? reading.day("termin", ask: "Wpisz nowy termin") : nil
            let amount = kind == .cancellation ? Money(values["kwota"]?.replacing(",", with: ".") ?? "") : nil
            if kind == .cancellation, amount == nil { reading.add("kwota", "Wpisz kwotę umorzenia") }
            try reading.finish()
            guard let item = values["pozycja"].flatMap({ LedgerEntryID($0) }) else { throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę.") }
            let fee: Share? = reading.isTicked("prolongata") ? .half : nil
            return { c, now in
                // The item must be of this account, whatever the form says.
                guard try Ledger.entry(c, item)?.posting.account == id else { throw Problem(.notFound, "Nie ma takiej należności na tym koncie.") }
                if let due {
                    try Reliefs.postpone(c, item, to: due, decided: today, fee: fee, document: document, by: performer, at: now)
                } else if let amount {
                    guard amount > .zero else { throw Problem(.invalidInput, "Kwota umorzenia musi być większa od zera", field: "kwota") }
                    try Reliefs.cancel(c, item, amount, decided: today, document: document, by: performer, at: now)
                }
                return TaxPlace.account(id).link(["ulga": "1"])
            }
        }
    }
}
