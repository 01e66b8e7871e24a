internal import Cryptography
internal import Kernel
internal import Law
internal import Store

/// Accounts next to each other as the register of one revision holds them.
struct AssessmentBatch: Sendable {
    struct Account: Sendable {
        var id: TaxAccountID
        var number: String
        var states: [ObjectState]
        var holders: [Taxpayer]
        /// What it owed the year before.
        var previous: Money?
        /// Set where a row of the register cannot be read.
        var fault: Problem?
    }
    var accounts: [Account]

    /// Reads the accounts after one.
    static func read(
        _ c: any SQLConnection, after cursor: TaxAccountID, limit: Int, year: Int, revision: Int64, previousRun: AssessmentRunID?
    ) throws -> AssessmentBatch {
        var accounts = try c.query(
            """
            SELECT id, number FROM tax_account WHERE id > \(cursor) AND since <= \(revision) AND kind <> 'inne'
            ORDER BY id \(sql: c.dialect.ascending) LIMIT \(limit)
            """
        ) { Account(id: try $0.id("id"), number: try $0.text("number"), states: [], holders: []) }
        guard let first = accounts.first?.id, let last = accounts.last?.id else { return AssessmentBatch(accounts: []) }
        let index = Dictionary(uniqueKeysWithValues: accounts.enumerated().map { ($1.id, $0) })
        let yearStart = year * 100 + 1, yearEnd = year * 100 + 12
        _ = try c.query(
            """
            SELECT account_id, \(sql: TaxRegister.stateColumns) FROM tax_object_state WHERE account_id BETWEEN \(first) AND \(last)
            AND since <= \(revision) AND (until IS NULL OR until > \(revision)) AND from_month <= \(yearEnd) AND (to_month IS NULL OR to_month >= \(yearStart))
            ORDER BY account_id \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending)
            """
        ) { row in
            guard let at = index[try row.id("account_id")] else { return }
            do { accounts[at].states.append(try TaxRegister.decodeState(row)) } catch let problem as Problem { accounts[at].fault = problem }
        }
        _ = try c.query(
            """
            SELECT s.account_id, p.kind FROM tax_share s JOIN tax_subject p ON p.id = s.subject_id WHERE s.account_id BETWEEN \(first) AND \(last)
            AND s.since <= \(revision) AND (s.until IS NULL OR s.until > \(revision)) AND s.from_day <= \("\(year)-12-31")
            AND (s.to_day IS NULL OR s.to_day >= \("\(year)-01-01"))
            """
        ) { row in
            if let at = index[try row.id("account_id")] { accounts[at].holders.append(try row.symbol("kind")) }
        }
        if let previousRun {
            _ = try c.query("SELECT account_id, total FROM tax_assessment WHERE run_id = \(previousRun) AND account_id BETWEEN \(first) AND \(last)") { row in
                if let at = index[try row.id("account_id")] { accounts[at].previous = Money(grosze: try row.int("total")) }
            }
        }
        return AssessmentBatch(accounts: accounts)
    }

    /// An account counted, ready to be written.
    struct Counted: Sendable {
        var account: TaxAccountID
        var outcome: Result<AccountAssessment, Problem>
        var previous: Money?
        var isOdd: Bool
        var lines: String
        var instalments: String
    }

    func counted(_ rates: RateSet, _ settings: TaxSettings, _ calendar: OfficialCalendar, summary: inout AssessmentSummary, digest: inout String) -> [Counted] {
        accounts.map { account in
            let outcome = Result { () throws(Problem) in try account.assess(rates, settings, calendar) }
            var one = Counted(account: account.id, outcome: outcome, previous: account.previous, isOdd: false, lines: "", instalments: "")
            var text = "\(account.number)|"
            switch outcome {
            case .success(let assessed):
                one.isOdd = OddRule.isOdd(assessed.total, previous: account.previous)
                one.lines = assessed.linesText
                one.instalments = assessed.instalmentsText
                summary.add(assessed, isOdd: one.isOdd)
                text += one.lines + one.instalments
            case .failure(let problem):
                summary.accounts += 1
                summary.failures += 1
                text += problem.message
            }
            digest = Hex.encode(DigestAlgorithm.sha256.hash(Array((digest + text).utf8)))
            return one
        }
    }
}

extension AssessmentBatch.Account {
    func assess(_ rates: RateSet, _ settings: TaxSettings, _ calendar: OfficialCalendar) throws(Problem) -> AccountAssessment {
        if let fault { throw fault }
        guard !holders.isEmpty else {
            throw Problem(.conflict, "Konto \(number) nie ma podatnika w \(rates.year) roku. Wpisz udziały albo zakończ stany.", field: "udzial")
        }
        return try AccountAssessment.assess(
            states, taxpayer: Taxpayer.ofCoOwners(holders), rates: rates, settings: settings, calendar: calendar)
    }
}

extension AccountAssessment {
    /// The lines as the store keeps them, in JSON.
    var linesText: String {
        JSONText.object { json in
            json.member("pozycje", objects: lines) { json, line in
                json.member("podatek", line.levy.rawValue)
                json.member("pozycja", line.line)
                if !line.detail.isEmpty { json.member("szczegol", line.detail) }
                json.member("podstawa", line.base)
                json.member("stawka", line.rate)
                json.member("miesiace", line.months)
                if !line.exempt.isNone { json.member("zwolnienie", line.exempt.description) }
                if let amount = line.amount { json.member("kwota", amount.description) }
                if line.lowered > .zero { json.member("skutek_stawki", line.lowered.description) }
                if line.forgone > .zero { json.member("skutek_zwolnienia", line.forgone.description) }
            }
        }
    }

    /// `podatek|dzień|grosze` for each, joined by `;`.
    var instalmentsText: String { instalments.map { "\($0.levy.rawValue)|\($0.due)|\($0.amount.grosze)" }.joined(separator: ";") }

    static func instalments(_ text: String) -> [AssessedInstalment] {
        text.split(separator: ";").compactMap { part in
            let fields = part.split(separator: "|")
            guard fields.count == 3, let levy = Levy(rawValue: String(fields[0])), let due = Day(String(fields[1])), let grosze = Int64(fields[2]) else { return nil }
            return AssessedInstalment(levy: levy, due: due, amount: Money(grosze: grosze))
        }
    }

    var taxesText: String { Levy.allCases.compactMap { levy in taxes[levy].map { "\(levy.rawValue):\($0.grosze)" } }.joined(separator: ";") }
}
