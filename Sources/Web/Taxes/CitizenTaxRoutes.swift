internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Revenue
internal import Store

/// A citizen's own taxes, found by the PESEL of the account's person in every office; never those of anybody else.
struct CitizenTaxRoutes: Sendable {
    let desk: CitizenDesk

    func register(on router: RouterGroup<CitizenContext>) {
        router.get(CitizenPlace.Pattern.taxes.route) { request, context in try await taxes(request, context) }
    }

    private func taxes(_ request: Request, _ context: CitizenContext) async throws -> Response {
        let query = try FormValues(query: request.uri.query), today = PolishTime.day(of: context.now)
        let day = TaxDesk.day(query, today: today), person = context.account.person, identity = desk.identity
        let pesel = try await identity.platform.read { c in try identity.people.own(c, person) }
        var sheets: [CitizenTaxPage.Sheet] = []
        if let pesel {
            for record in try await desk.house.records() {
                let office = try await desk.house.office(record.id)
                sheets += try await office.database.read { try Self.sheets($0, record, pesel.description, on: day) }
            }
        }
        let page = CitizenTaxPage(frame: desk.frame(context, .taxes), sheets: sheets, day: day, year: day.year, isUnknown: pesel == nil)
        return CitizenDesk.html(page.render())
    }

    private static func sheets(_ c: any SQLConnection, _ record: OfficeRecord, _ pesel: String, on day: Day) throws -> [CitizenTaxPage.Sheet] {
        let pool = try IndividualAccounts.load(c)
        return try TaxRegister.accounts(c, ofIdentifier: pesel).map { account in
            let standing = try Ledger.standing(c, of: account.id, on: day)
            // A year that cannot be counted has no sheet; the sums owed stand in the ledger.
            let explained = try? Assessments().explained(c, account.id, year: day.year)
            let numbers = try pool.map { pool in try Dictionary(uniqueKeysWithValues: account.kind.levies.map { ($0, try pool.number(account.id, $0)) }) }
            return CitizenTaxPage.Sheet(
                office: record, account: account, objects: try TaxRegister.objects(c, of: account.id), standing: standing, interest: try standing.interest(),
                explained: explained, decisions: try Assessments.decisions(c, of: account.id), numbers: numbers ?? [:])
        }
    }
}
