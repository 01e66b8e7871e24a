internal import Revenue
internal import struct Hummingbird.RouterPath

/// Addresses of the clerk of taxes.
enum TaxPlace: Address, Hashable {
    case start, accounts, years, decisions, decisionLetters, payments, pool, arrears, reminders, reports, reportsCSV, closing, arrearsCSV
    case account(TaxAccountID), declaration(TaxAccountID), change(TaxAccountID), cash(TaxAccountID), relief(TaxAccountID)
    case receipt(year: Int, number: Int64)
    case year(Int), count(Int), approve(Int)
    case explain(BankPaymentID)

    var link: String {
        switch self {
        case .account(let id): "/fin/konta/\(id)"
        case .declaration(let id): "/fin/konta/\(id)/deklaracja"
        case .change(let id): "/fin/konta/\(id)/zmiana"
        case .cash(let id): "/fin/konta/\(id)/kasa"
        case .relief(let id): "/fin/konta/\(id)/ulga"
        case .receipt(let year, let number): "/fin/pokwitowania/\(year)/\(number)"
        case .year(let year): "/fin/wymiar/\(year)"
        case .count(let year): "/fin/wymiar/\(year)/policz"
        case .approve(let year): "/fin/wymiar/\(year)/zatwierdz"
        case .explain(let id): "/fin/wplaty/\(id)"
        case .start: Pattern.start.rawValue
        case .accounts: Pattern.accounts.rawValue
        case .years: Pattern.years.rawValue
        case .decisions: Pattern.decisions.rawValue
        case .decisionLetters: Pattern.decisionLetters.rawValue
        case .payments: Pattern.payments.rawValue
        case .pool: Pattern.pool.rawValue
        case .arrears: Pattern.arrears.rawValue
        case .reminders: Pattern.reminders.rawValue
        case .arrearsCSV: Pattern.arrearsCSV.rawValue
        case .reports: Pattern.reports.rawValue
        case .reportsCSV: Pattern.reportsCSV.rawValue
        case .closing: Pattern.closing.rawValue
        }
    }

    enum Pattern: String, CaseIterable {
        case start = "/fin"
        case accounts = "/fin/konta"
        case account = "/fin/konta/{id}"
        case declaration = "/fin/konta/{id}/deklaracja"
        case change = "/fin/konta/{id}/zmiana"
        case cash = "/fin/konta/{id}/kasa"
        case relief = "/fin/konta/{id}/ulga"
        case receipt = "/fin/pokwitowania/{rok}/{nr}"
        case years = "/fin/wymiar"
        case year = "/fin/wymiar/{rok}"
        case count = "/fin/wymiar/{rok}/policz"
        case approve = "/fin/wymiar/{rok}/zatwierdz"
        case decisions = "/fin/decyzje"
        case decisionLetters = "/fin/decyzje/pisma"
        case payments = "/fin/wplaty"
        case pool = "/fin/wplaty/pula"
        case explain = "/fin/wplaty/{id}"
        case arrears = "/fin/zaleglosci"
        case arrearsCSV = "/fin/zaleglosci.csv"
        case reminders = "/fin/zaleglosci/upomnienia"
        case reports = "/fin/sprawozdania"
        case reportsCSV = "/fin/sprawozdania.csv"
        case closing = "/fin/sprawozdania/zamkniecie"

        var route: RouterPath { RouterPath(rawValue) }
    }
}
