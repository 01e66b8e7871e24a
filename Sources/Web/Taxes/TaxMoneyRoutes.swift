internal import Chancery
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Revenue
internal import Store

/// Statements of the bank, arrears with reminders, reports.
struct TaxMoneyRoutes: Sendable {
    let taxes: TaxDesk

    func register(on router: RouterGroup<TaxClerkContext>) {
        typealias P = TaxPlace.Pattern
        router.get(P.payments.route) { request, context in try await payments(request, context, FormPart()) }
        router.post(P.payments.route) { request, context in try await take(request, context) }
        router.post(P.pool.route) { request, context in try await setPool(request, context) }
        router.post(P.explain.route) { request, context in try await explain(request, context) }
        router.get(P.arrears.route) { request, context in try await arrears(request, context) }
        router.get(P.arrearsCSV.route) { request, context in try await arrearsFile(request, context) }
        router.post(P.reminders.route) { request, context in try await remind(request, context) }
        router.get(P.reports.route) { request, context in try await reports(request, context, FormPart()) }
        router.get(P.reportsCSV.route) { request, context in try await reportsFile(request, context) }
        router.post(P.closing.route) { request, context in try await close(request, context) }
    }

    // MARK: payments

    private func payments(_ request: Request, _ context: TaxClerkContext, _ form: FormPart) async throws -> Response {
        let query = try FormValues(query: request.uri.query), after = query["po"].flatMap { BankPaymentID($0) }
        let office = try await taxes.office(context), frame = try await taxes.frame(request, context, .taxPayments)
        let banner = Self.banner(query)
        let page = try await office.database.read { c -> TaxPaymentsPage in
            let found = try BankPayments.waiting(c, after: after ?? BankPaymentID(0), limit: TaxDesk.pageSize + 1)
            let rows = Array(found.prefix(TaxDesk.pageSize))
            var proposals: [BankPaymentID: TaxAccount] = [:]
            for row in rows { if let id = row.proposal { proposals[row.id] = try TaxRegister.account(c, id) } }
            return TaxPaymentsPage(
                frame: frame, rows: rows, proposals: proposals, keys: rows.map { _ in OneTimeKey().description }, form: form, pool: try IndividualAccounts.load(c),
                key: OneTimeKey().description, poolKey: OneTimeKey().description, first: after == nil ? nil : TaxPlace.payments.link,
                next: found.count > rows.count ? rows.last.map { TaxPlace.payments.link(["po": "\($0.id)"]) } : nil, banner: banner)
        }
        return Desk.html(page.render(), status: form.status)
    }

    private static func banner(_ query: FormValues) -> Banner? {
        if query.has("powtorka") { return Banner("Ten wyciąg jest już wczytany. Nic się nie zmieniło.") }
        if let booked = query["zaksiegowano"], let waiting = query["czeka"] {
            return Banner("Wyciąg wczytany. Zaksięgowane wpłaty: \(booked.prefix(9)), do wyjaśnienia: \(waiting.prefix(9)).")
        }
        if query.has("przypisano") { return Banner("Wpłata jest na koncie.") }
        if query.has("pula") { return Banner("Pula rachunków zapisana.") }
        return nil
    }

    private func take(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        var limits = MultipartLimits.standard
        (limits.files, limits.fileBytes) = (1, BankStatement.largest)
        let (values, files) = try await MultipartForm.collect(request, context, limits: limits)
        let office = try await taxes.office(context), performer = context.performer, bytes = files.first?.bytes ?? []
        return try await taxes.desk.carryOut(
            context, context.account, office, fallback: "plik", values: values, again: { try await payments(request, context, $0) }
        ) {
            guard !bytes.isEmpty else { throw Problem(.invalidInput, "Wybierz plik wyciągu", field: "plik") }
            guard let format = values["rodzaj"].flatMap(BankStatement.Format.init(rawValue:)) else { throw Problem(.invalidInput, "Wybierz rodzaj pliku", field: "plik") }
            let encoding = values["kodowanie"].flatMap(BankEncoding.init(rawValue:)) ?? .utf8
            return { c, now in
                let out = try TaxDesk.payments(c).take(c, bytes, format, encoding: encoding, by: performer, at: now)
                if out.isRepeated { return TaxPlace.payments.link(["powtorka": "1"]) }
                return TaxPlace.payments.link(["zaksiegowano": "\(out.booked)", "czeka": "\(out.proposed + out.unexplained)"])
            }
        }
    }

    private func setPool(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let office = try await taxes.office(context), values = context.form, performer = context.performer
        return try await taxes.desk.carryOut(
            context, context.account, office, fallback: "pula", again: { try await payments(request, context, $0) }
        ) {
            let pool = try IndividualAccounts(bank: values["bank"] ?? "", pool: values["pula"] ?? "")
            return { c, now in
                try pool.save(c, by: performer, at: now)
                return TaxPlace.payments.link(["pula": "1"])
            }
        }
    }

    private func explain(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let id = BankPaymentID(try context.number("id")), today = context.today, performer = context.performer
        let office = try await taxes.office(context), number = context.form["konto"] ?? ""
        return try await taxes.desk.carryOut(
            context, context.account, office, fallback: "konto", again: { try await payments(request, context, $0) }
        ) {
            { c, now in
                guard let account = try TaxRegister.account(c, number: number) else {
                    throw Problem(.invalidInput, "Nie ma konta podatkowego „\(number.prefix(40))”.", field: "konto")
                }
                try TaxDesk.payments(c).explain(c, id, account: account.id, named: nil, booked: today, by: performer, at: now)
                return TaxPlace.payments.link(["przypisano": "1"])
            }
        }
    }

    // MARK: arrears

    private func arrears(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let query = try FormValues(query: request.uri.query), today = context.today
        let day = TaxDesk.day(query, today: today), after = query["po"].flatMap { TaxAccountID($0) }
        let office = try await taxes.office(context), frame = try await taxes.frame(request, context, .taxArrears)
        let page = try await office.database.read { c -> TaxArrearsPage in
            let found = try Arrears.page(c, on: day, after: after ?? TaxAccountID(0), limit: TaxDesk.pageSize)
            return TaxArrearsPage(
                frame: frame, rows: found.rows, day: day, unwritten: try TaxLetters.unwritten(c, .reminder, year: today.year).count,
                first: after == nil ? nil : TaxPlace.arrears.link(["dzien": day.description]),
                next: found.next.map { TaxPlace.arrears.link(["dzien": day.description, "po": "\($0)"]) }, key: OneTimeKey().description,
                banner: query["wystawiono"].map { Banner("Wystawione upomnienia: \($0.prefix(9)). Pisma czekają na akceptację.") })
        }
        return Desk.html(page.render())
    }

    private func arrearsFile(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let day = TaxDesk.day(try FormValues(query: request.uri.query), today: context.today), performer = context.performer, now = context.now
        let office = try await taxes.office(context)
        var bytes = RegisterExport.line(["Konto", "Podatnicy", "Najstarsza z", "Należność", "Odsetki", "Koszty", "Razem"])
        var cursor: TaxAccountID? = TaxAccountID(0)
        while let from = cursor {
            let found = try await office.database.read { try Arrears.page($0, on: day, after: from, limit: 500) }
            for row in found.rows {
                bytes += RegisterExport.line(
                    [row.account.number, row.holders.joined(separator: ", "), row.oldest.description]
                        + [row.principal, row.interest, row.costs, row.total].map { $0.description.replacing(".", with: ",") })
            }
            cursor = found.next
        }
        try await office.database.write {
            _ = try Journal.append($0, JournalEntry(actor: performer.id, act: "eksport-zaleglosci", object: "dzien:\(day)", after: "CSV"), at: now)
        }
        return Self.file(bytes, "zaleglosci-\(day).csv")
    }

    private static func file(_ bytes: [UInt8], _ name: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"\(name)\""],
            body: .init(byteBuffer: ByteBuffer(bytes: Array("\u{FEFF}".utf8) + bytes)))
    }

    private func remind(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let key = try context.oneTimeKey(), account = context.account.id, now = context.now, today = context.today, performer = context.performer
        let author = try await taxes.author(request, context), office = try await taxes.office(context)
        // A claim has one reminder, so issuing again after a failure goes on where it stopped.
        let issued = try await Reminders().issue(office.database, on: today, by: performer, at: now)
        let location = try await office.database.write { c in
            try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                _ = try TaxLetters.write(c, .reminder, year: today.year, by: author, at: now)
                return TaxPlace.arrears.link(["wystawiono": "\(issued.reminders)"])
            }
        }
        return .seeOther(location)
    }

    // MARK: reports

    private static func month(_ query: FormValues, today: Day) -> TaxMonth { query["miesiac"].flatMap(TaxDeclarationRoutes.month) ?? TaxMonth(of: today) }

    private func reports(_ request: Request, _ context: TaxClerkContext, _ form: FormPart) async throws -> Response {
        let query = try FormValues(query: request.uri.query), today = context.today, month = Self.month(query, today: today)
        let office = try await taxes.office(context), frame = try await taxes.frame(request, context, .taxReports)
        let page = try await office.database.read { c -> TaxReportsPage in
            let closed = try Ledger.closedThrough(c)
            let next = closed?.next ?? month
            return TaxReportsPage(
                frame: frame, month: month, statement: try TurnoverStatement.of(c, from: TaxMonth(year: month.year, month: 1), through: month),
                difference: try TurnoverStatement.subledgerDifference(c), report: try Rb27S.of(c, through: month), closed: closed,
                closable: next.lastDay < today ? next : nil, form: form, key: OneTimeKey().description,
                banner: query.has("zamknieto") ? Banner("Miesiąc jest zamknięty.") : nil)
        }
        return Desk.html(page.render(), status: form.status)
    }

    private func reportsFile(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let month = Self.month(try FormValues(query: request.uri.query), today: context.today), office = try await taxes.office(context)
        let report = try await office.database.read { try Rb27S.of($0, through: month) }
        var bytes = RegisterExport.line(
            ["Rozdział", "Paragraf", "Należności", "Wykonanie", "Do zapłaty", "Zaległości", "Nadpłaty", "Obniżenie stawek", "Umorzenia"])
        for row in report.rows {
            bytes += RegisterExport.line(
                [row.chapter, row.paragraph]
                    + [row.receivables, row.executed, row.left, row.arrears, row.overpayments, row.loweredRates, row.cancelled].map {
                        $0.description.replacing(".", with: ",")
                    })
        }
        return Self.file(bytes, "rb-27s-\(month).csv")
    }

    private func close(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let office = try await taxes.office(context), today = context.today, performer = context.performer
        guard let month = context.form["miesiac"].flatMap({ TaxMonth($0) }) else { throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę.") }
        return try await taxes.desk.carryOut(
            context, context.account, office, fallback: "month", again: { try await reports(request, context, $0) }
        ) {
            { c, now in
                try Ledger.close(c, month, today: today, by: performer, at: now)
                return TaxPlace.reports.link(["miesiac": month.description, "zamknieto": "1"])
            }
        }
    }
}
