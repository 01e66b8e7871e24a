internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Revenue
internal import Store

/// Calculators without signing in; by the rates of the chosen office, else by the ceilings.
struct CalculatorRoutes: Sendable {
    let desk: CitizenDesk

    func register(on router: Router<AppContext>) {
        for place in CalculatorPlace.allCases {
            router.get(RouterPath(place.rawValue)) { request, context in try await calculator(place, request, context) }
        }
    }

    private func calculator(_ place: CalculatorPlace, _ request: Request, _ context: AppContext) async throws -> Response {
        let query = try FormValues(query: request.uri.query), today = PolishTime.day(of: context.now)
        let records = try await desk.house.records().filter { $0.kind == .commune }
        let years = PropertyCeilings.all.map(\.year).filter { ($0 - today.year).magnitude <= 1 }
        var page = CalculatorPage(
            frame: CitizenFrame(person: nil, token: "", current: nil, links: desk.links), place: place,
            offices: records.map { ($0.id.description, $0.name) }, years: years,
            form: FormPart(values: ["rok": "\(years.contains(today.year) ? today.year : years.last ?? today.year)", "miesiace": "12"]), rates: "")
        guard place != .list, query.has("licz") else { return CitizenDesk.html(page.render()) }
        page.form = FormPart(values: query.byName)
        do {
            guard let record = records.first(where: { $0.id.description == query["urzad"] }) else { throw Problem(.invalidInput, "Wybierz gminę", field: "urzad") }
            guard let year = query["rok"].flatMap({ Int($0) }), years.contains(year) else { throw Problem(.invalidInput, "Wybierz rok", field: "rok") }
            let office = try await desk.house.office(record.id)
            let rates = try await office.database.read { try Assessments.publicRates($0, year: year) }
            page.rates = rates.name
            page.result = try Self.result(place, query, rates)
        } catch let problem as Problem where [.invalidInput, .notFound, .conflict].contains(problem.code) {
            page.form.errors[
                problem.field.flatMap { ["urzad", "rok", "miesiace", "osoby", "pojazd"].contains($0) || PropertyLine(rawValue: $0) != nil ? $0 : nil } ?? "rok"] =
                problem.message
        }
        return CitizenDesk.html(page.render(), status: page.form.status)
    }

    static func result(_ place: CalculatorPlace, _ query: FormValues, _ rates: RateSet) throws -> AccountAssessment {
        guard let months = query["miesiace"].flatMap({ Int($0) }), (1...12).contains(months) else {
            throw Problem(.invalidInput, "Liczba miesięcy musi być od 1 do 12", field: "miesiace")
        }
        let from = try TaxMonth(year: rates.year, month: 13 - months)
        var states: [ObjectState] = []
        func add(_ levy: Levy, _ line: String, _ field: String) throws {
            guard let typed = query[field] else { return }
            guard let number = ExactDecimal(typed.replacing(",", with: ".").replacing(" ", with: "")), number.digits >= 0 else {
                throw Problem(.invalidInput, "Wpisz liczbę, na przykład 142,50", field: field)
            }
            do { states.append(try ObjectState(TaxedMatter(levy: levy, line: line, detail: "", quantity: number), from: from, source: "kalkulator")) } catch {
                throw Problem(.invalidInput, error.message, field: field)
            }
        }
        switch place {
        case .property: for line in CalculatorPlace.lines { try add(.property, line.rawValue, line.rawValue) }
        case .transport:
            guard let category = query["pojazd"].flatMap(VehicleCategory.init(rawValue:)) else { throw Problem(.invalidInput, "Wybierz pojazd", field: "pojazd") }
            states.append(try ObjectState(.vehicle(category), from: from, source: "kalkulator"))
        case .waste: try add(.waste, WasteMethod.persons.rawValue, "osoby")
        case .list: break
        }
        guard !states.isEmpty else {
            throw Problem(.invalidInput, "Wpisz, co chcesz policzyć", field: place == .waste ? "osoby" : CalculatorPlace.lines[0].rawValue)
        }
        return try AccountAssessment.assess(states, taxpayer: place == .transport ? .legalPerson : .naturalPerson, rates: rates)
    }
}
