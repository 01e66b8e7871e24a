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

/// The assessment of a year and its decisions.
struct TaxYearRoutes: Sendable {
    let taxes: TaxDesk

    func register(on router: RouterGroup<TaxClerkContext>) {
        typealias P = TaxPlace.Pattern
        router.get(P.years.route) { _, context -> Response in
            let today = context.today
            return .seeOther(TaxPlace.year(today.components.month == 12 ? today.year + 1 : today.year).link)
        }
        router.get(P.year.route) { request, context in try await year(request, context, nil, comparison: nil) }
        router.post(P.count.route) { request, context in try await count(request, context) }
        router.post(P.approve.route) { request, context in try await approve(request, context) }
        router.get(P.decisions.route) { request, context in try await decisions(request, context) }
        router.post(P.decisionLetters.route) { request, context in try await write(request, context) }
    }

    private func taxYear(_ context: TaxClerkContext) throws -> Int {
        let year: Int = try context.number("rok")
        guard (2023...2100).contains(year) else { throw Problem(.notFound, "Nie ma takiej strony. Sprawdź adres.") }
        return year
    }

    private func year(_ request: Request, _ context: TaxClerkContext, _ form: FormPart?, comparison: RateComparison?) async throws -> Response {
        let year = try taxYear(context), query = try FormValues(query: request.uri.query)
        let office = try await taxes.office(context), frame = try await taxes.frame(request, context, .taxAssessment), this = context.today.year
        let banner =
            query.has("policzono") ? Banner("Policzone próbnie. Nic jeszcze nie jest w księdze.") : query.has("zatwierdzono") ? Banner("Wymiar zatwierdzony.") : nil
        let page = try await office.database.read { c -> TaxYearPage in
            let runs = try Assessments.runs(c, year: year)
            let shown = runs.first { $0.state == .approved } ?? runs.first
            // A year without ceilings starts from empty fields.
            let rates = try? Assessments.rates(c, year: year)
            return TaxYearPage(
                frame: frame, year: year, years: Set(try Assessments.approvedYears(c) + [this, this + 1, year]).sorted(by: >), runs: runs,
                odd: try shown.map { try Assessments.odd(c, $0.id, limit: 50) } ?? [], failures: try shown.map { try Assessments.failures(c, $0.id, limit: 50) } ?? [],
                rates: form ?? FormPart(values: rates.map(Self.values) ?? [:]), comparison: comparison, keys: (OneTimeKey().description, OneTimeKey().description),
                banner: banner)
        }
        return Desk.html(page.render(), status: page.rates.status)
    }

    private static func values(_ rates: RateSet) -> [String: String] {
        var out = ["nazwa": rates.name]
        for line in PropertyLine.allCases {
            out["s-\(line.rawValue)"] = rates.propertyRate(line).map { "\(ExactDecimal(digits: $0.hundredths, scale: 2))".replacing(".", with: ",") } ?? ""
        }
        out["rye"] = rates.rye.map { "\($0)".replacing(".", with: ",") } ?? ""
        out["wood"] = rates.timber.map { "\($0)".replacing(".", with: ",") } ?? ""
        for method in WasteMethod.allCases { out["odpady-\(method.rawValue)"] = rates.waste[method.rawValue].map { "\($0.rate)".replacing(".", with: ",") } ?? "" }
        return out
    }

    private static func read(_ values: FormValues, year: Int, base: RateSet, today: Day) throws -> RateSet {
        var reading = FormReading(values, today: today)
        var out = base
        out.name = reading.required("nazwa", "Wpisz numer uchwały")
        func money(_ field: String) -> Money? { Money(reading.text(field).replacing(",", with: ".").replacing(" ", with: "")) }
        for line in PropertyLine.allCases {
            let field = "s-\(line.rawValue)"
            guard let number = ExactDecimal(reading.required(field, "Wpisz stawkę: \(line.polishName)").replacing(",", with: ".")), let units = number.units(scale: 2)
            else {
                if !reading.text(field).isEmpty { reading.add(field, "Stawkę wpisz jak 1,18") }
                continue
            }
            do { out.set(line, try PropertyRate(hundredths: units, for: line)) } catch { reading.add(field, error.message) }
        }
        for (field, name) in [("rye", "żyta"), ("wood", "drewna")] where !reading.text(field).isEmpty {
            guard let price = money(field) else {
                reading.add(field, "Cenę \(name) wpisz w złotych i groszach")
                continue
            }
            if field == "rye" { out.rye = price } else { out.timber = price }
        }
        for method in WasteMethod.allCases where !reading.text("odpady-\(method.rawValue)").isEmpty {
            guard let rate = money("odpady-\(method.rawValue)") else {
                reading.add("odpady-\(method.rawValue)", "Stawkę wpisz w złotych i groszach")
                continue
            }
            out.set(method, RateSet.Waste(rate: rate))
        }
        reading.problems += out.problems.map { problem in
            let field = problem.field.map { f in TaxYearPage.order.first { $0 == f || $0 == "s-\(f)" || $0 == "odpady-\(f)" } ?? "nazwa" }
            return Problem(problem.code, problem.message, field: field)
        }
        try reading.finish()
        return out
    }

    private func count(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let year = try taxYear(context), values = context.form, today = context.today, performer = context.performer, now = context.now
        let office = try await taxes.office(context)
        do {
            let base = try await office.database.read { c in (try? Assessments.rates(c, year: year)) ?? RateSet(year: year, name: "") }
            let rates = try Self.read(values, year: year, base: base, today: today)
            let assessments = Assessments()
            if values["krok"] == "porownaj" {
                let compared = try await assessments.compare(office.database, rates, try RateSet.ceilings(year))
                return try await self.year(request, context, FormPart(values: values.byName), comparison: compared)
            }
            if let approved = try await office.database.read({ try Assessments.runs($0, year: year) }).first(where: { $0.state == .approved }) {
                throw Problem(.conflict, "Na \(year) rok zatwierdzono już wymiar nr \(approved.id). Zmiany idą decyzjami zmieniającymi.", field: "nazwa")
            }
            // The run stands by itself: sent twice, the same count is made twice and nothing is booked.
            let id = try await assessments.start(office.database, rates, by: performer, at: now)
            try await assessments.count(office.database, id, at: { now })
            return .seeOther(TaxPlace.year(year).link(["policzono": "1"]))
        } catch let problems as Problems {
            return try await self.year(request, context, FormPart(values, problems.all, fallback: "nazwa"), comparison: nil)
        } catch let problem as Problem where problem.code == .invalidInput || problem.code == .conflict {
            return try await self.year(request, context, FormPart(values, [problem], fallback: "nazwa"), comparison: nil)
        }
    }

    private func approve(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let year = try taxYear(context), performer = context.performer, today = context.today, now = context.now
        guard let id = context.form["wymiar"].flatMap({ AssessmentRunID($0) }) else { throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę.") }
        let office = try await taxes.office(context)
        // Approving what is approved does nothing, so the form needs no key of its own.
        guard try await Assessments.run(office.database, id).year == year else { throw Problem(.notFound, "Nie ma takiego wymiaru.") }
        _ = try await Assessments().approve(office.database, id, booked: today, by: performer, at: now)
        return .seeOther(TaxPlace.year(year).link(["zatwierdzono": "1"]))
    }

    // MARK: decisions

    private func decisions(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let query = try FormValues(query: request.uri.query), today = context.today
        let after = query["po"].flatMap { Int64($0) } ?? 0
        let office = try await taxes.office(context), frame = try await taxes.frame(request, context, .taxDecisions)
        let page = try await office.database.read { c -> TaxDecisionsPage in
            let approved = try Assessments.approvedYears(c)
            let year = query["rok"].flatMap { Int($0) } ?? approved.first ?? today.year
            let found = try Assessments.decisions(c, ofYear: year, after: after, limit: TaxDesk.pageSize + 1)
            let rows = try found.prefix(TaxDesk.pageSize).compactMap { d -> TaxDecisionsPage.Row? in
                guard let account = try TaxRegister.account(c, d.account) else { return nil }
                let letter = try TaxLetters.letter(c, .decision, year: year, number: d.number).map {
                    (link: OutgoingPlace.letter($0.id).link, state: $0.state.polishName)
                }
                return TaxDecisionsPage.Row(
                    decision: d, account: account, holders: try TaxRegister.holders(c, of: d.account, on: d.issued).map(\.subject.name), letter: letter)
            }
            return TaxDecisionsPage(
                frame: frame, year: year, years: approved, rows: rows, unwritten: try TaxLetters.unwritten(c, .decision, year: year).count,
                next: found.count > rows.count ? rows.last.map { TaxPlace.decisions.link(["rok": "\(year)", "po": "\($0.decision.number)"]) } : nil,
                first: after == 0 ? nil : TaxPlace.decisions.link(["rok": "\(year)"]), key: OneTimeKey().description,
                banner: query["pism"].flatMap { Int($0) }.map { Banner("Przygotowane pisma: \($0). Czekają na akceptację.") })
        }
        return Desk.html(page.render())
    }

    private func write(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let key = try context.oneTimeKey(), account = context.account.id, now = context.now
        guard let year = context.form["rok"].flatMap({ Int($0) }) else { throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę.") }
        let author = try await taxes.author(request, context), office = try await taxes.office(context)
        let location = try await office.database.write { c in
            try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                let written = try TaxLetters.write(c, .decision, year: year, by: author, at: now)
                return TaxPlace.decisions.link(["rok": "\(year)", "pism": "\(written)"])
            }
        }
        return .seeOther(location)
    }
}
