internal import Chancery
public import Hummingbird
public import Identity
internal import Kernel
internal import Law
internal import Office
internal import Revenue
internal import Store

/// A request of a person who keeps taxes and fees of one office: the only way to its register and ledger.
public struct TaxClerkContext: ChildRequestContext, PageContext {
    public var coreContext: CoreRequestContextStorage
    public let app: AppContext
    public let account: Account

    /// - Throws: `Problem` `.forbidden` for a person without `Permission.keepTaxes`.
    public init(context: SignedInContext) throws {
        try context.require(.keepTaxes)
        coreContext = context.coreContext
        app = context.app
        account = context.account
    }
}

extension TaxClerkContext {
    var performer: Performer { account.performer }
    var today: Day { PolishTime.day(of: now) }

    func taxAccount() throws -> TaxAccountID { TaxAccountID(try number("id")) }
}

/// What the routes of taxes share.
struct TaxDesk: Sendable {
    let desk: Desk
    static let pageSize = 50

    func office(_ context: TaxClerkContext) async throws -> OfficeHouse { try await desk.house.office(context.account.office) }

    func frame(_ request: Request, _ context: TaxClerkContext, _ section: DeskFrame.Section) async throws -> DeskFrame {
        try await desk.frame(context, context.account, request, section)
    }

    /// The day as of which a page is read: from the address, else today.
    static func day(_ query: FormValues, today: Day) -> Day { query["dzien"].flatMap { ClerkDate.day($0, today: today) ?? Day($0) } ?? today }

    /// Who writes letters of taxes; the account must belong to an officer.
    func author(_ request: Request, _ context: TaxClerkContext) async throws -> TaxLetters.Author {
        let worker = try await desk.officer(request, context.account, at: context.now)
        let today = context.today
        return try await worker.office.database.read { c in
            let unit = try worker.unit(c, on: today)
            return TaxLetters.Author(office: worker.office.record, officer: worker.acting, unit: unit.id, unitName: unit.name)
        }
    }

    /// The bank's pool of the office, which payments are matched by.
    static func payments(_ c: any SQLConnection) throws -> BankPayments {
        guard let pool = try IndividualAccounts.load(c) else {
            throw Problem(.conflict, "Urząd nie ma jeszcze puli rachunków indywidualnych. Wpisz ją na stronie Wpłaty.", field: "plik")
        }
        return BankPayments(pool)
    }
}

extension Desk {
    static func taxes(_ account: Account) -> [NavigationItem] {
        guard account.may(.keepTaxes) else { return [] }
        return [
            NavigationItem(.taxes, TaxPlace.start.link, "Podatki – przegląd"), NavigationItem(.taxAccounts, TaxPlace.accounts.link, "Konta podatkowe"),
            NavigationItem(.taxAssessment, TaxPlace.years.link, "Wymiar"), NavigationItem(.taxDecisions, TaxPlace.decisions.link, "Decyzje"),
            NavigationItem(.taxPayments, TaxPlace.payments.link, "Wpłaty"), NavigationItem(.taxArrears, TaxPlace.arrears.link, "Zaległości"),
            NavigationItem(.taxReports, TaxPlace.reports.link, "Sprawozdania"),
        ]
    }
}
