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

/// Declarations on paper: typed, compared with the register, taken in.
struct TaxDeclarationRoutes: Sendable {
    let taxes: TaxDesk

    func register(on router: RouterGroup<TaxClerkContext>) {
        typealias P = TaxPlace.Pattern
        router.get(P.declaration.route) { request, context in try await blank(request, context) }
        router.post(P.declaration.route) { request, context in try await post(request, context) }
    }

    private func blank(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let id = try context.taxAccount(), today = context.today
        let query = try FormValues(query: request.uri.query)
        let office = try await taxes.office(context)
        let (forms, held) = try await office.database.read { c in (try Self.forms(c, id, on: today), try TaxRegister.objects(c, of: id)) }
        guard let form = query["formularz"].flatMap(DeclarationForm.init(rawValue:)).flatMap({ forms.contains($0) ? $0 : nil }) ?? forms.first else {
            throw Problem(.conflict, "To konto nie ma formularza deklaracji. Przypisz opłatę na koncie.")
        }
        let month = TaxMonth(of: today)
        var values = DeclarationRows.values(held, form.levy, on: month)
        values["wplyw"] = PolishTypography.short(today)
        values["zrodlo"] = "papier"
        return try await page(request, context, form, FormPart(values: values), differences: nil)
    }

    private static func forms(_ c: any SQLConnection, _ id: TaxAccountID, on day: Day) throws -> [DeclarationForm] {
        guard let account = try TaxRegister.account(c, id) else { throw Problem(.notFound, "Nie ma takiego konta podatkowego.") }
        let taxpayer = Taxpayer.ofCoOwners(try TaxRegister.holders(c, of: id, on: day).map(\.subject.kind))
        return DeclarationForm.allCases.filter { account.kind.levies.contains($0.levy) && ($0.taxpayer == nil || $0.taxpayer == taxpayer) }
    }

    private func page(
        _ request: Request, _ context: TaxClerkContext, _ form: DeclarationForm, _ part: FormPart, differences: [DeclarationDifference]?
    ) async throws -> Response {
        let id = try context.taxAccount(), today = context.today
        let office = try await taxes.office(context), frame = try await taxes.frame(request, context, .taxAccounts)
        let page = try await office.database.read { c -> TaxDeclarationPage in
            guard let account = try TaxRegister.account(c, id) else { throw Problem(.notFound, "Nie ma takiego konta podatkowego.") }
            return TaxDeclarationPage(
                frame: frame, account: account, holders: try TaxRegister.holders(c, of: id, on: today).map(\.subject.name), form: form,
                forms: try Self.forms(c, id, on: today), part: part, differences: differences, key: OneTimeKey().description)
        }
        return Desk.html(page.render(), status: part.status)
    }

    private func read(_ values: FormValues, _ form: DeclarationForm, today: Day) throws -> (declaration: TaxDeclaration, received: Day) {
        var reading = FormReading(values, today: today)
        let typed = reading.required("od", "Wpisz miesiąc, od którego to obowiązuje")
        let month = Self.month(typed)
        if month == nil, !typed.isEmpty { reading.add("od", "Miesiąc wpisz jak 06.2026") }
        let received = reading.day("wplyw", ask: "Wpisz datę wpływu")
        if let received, received > today { reading.add("wplyw", "Data wpływu nie może być późniejsza niż dziś") }
        let source = reading.required("zrodlo", "Wpisz numer z rejestru wpływów albo słowo: papier")
        let entries = DeclarationRows.read(&reading, form.levy)
        try reading.finish()
        guard let month, let received else { throw Problem(.invalidInput, "Wpisz miesiąc i datę wpływu", field: "od") }
        return (TaxDeclaration(form, from: month, entries: entries, source: "\(form.rawValue) \(source.prefix(60))"), received)
    }

    static func month(_ text: String) -> TaxMonth? {
        if let month = TaxMonth(text) { return month }
        let parts = text.split(separator: ".").compactMap { Int($0) }
        guard parts.count == 2 else { return nil }
        return try? TaxMonth(year: parts[1], month: parts[0])
    }

    private func post(_ request: Request, _ context: TaxClerkContext) async throws -> Response {
        let id = try context.taxAccount(), today = context.today, performer = context.performer, values = context.form
        guard let form = values["formularz"].flatMap(DeclarationForm.init(rawValue:)) else {
            throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę.")
        }
        let office = try await taxes.office(context)
        if values["krok"] == "przyjmij" {
            return try await taxes.desk.carryOut(
                context, context.account, office, fallback: "od", again: { try await page(request, context, form, $0, differences: nil) }
            ) {
                let (declaration, received) = try read(values, form, today: today)
                return { c, now in
                    try TaxDeclarations.accept(c, declaration, account: id, received: received, by: performer, at: now)
                    return TaxPlace.account(id).link(["rok": "\(declaration.from.year)", "przyjeto": form.rawValue])
                }
            }
        }
        do {
            let (declaration, _) = try read(values, form, today: today)
            let differences = try await office.database.read { c in
                try TaxDeclarations.differences(c, declaration, account: id, rates: Assessments.rates(c, year: declaration.from.year))
            }
            return try await page(request, context, form, FormPart(values: values.byName), differences: differences)
        } catch let problems as Problems {
            return try await page(request, context, form, FormPart(values, problems.all, fallback: "od"), differences: nil)
        } catch let problem as Problem where problem.code == .invalidInput || problem.code == .conflict {
            return try await page(request, context, form, FormPart(values, [problem], fallback: "od"), differences: nil)
        }
    }
}
