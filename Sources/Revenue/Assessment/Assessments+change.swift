public import Kernel
internal import Law
public import Store

/// A decision that changed what an account owes for a year (decyzja zmieniająca), or a corrected declaration.
public struct AssessmentChange: Sendable, Hashable {
    /// The number of the decision; `nil` for legal persons, whose declaration is corrected.
    public var number: Int64?
    public var total: Money
    /// By levy: the charge, or below zero the reduction.
    public var differences: [Levy: Money]
}

extension Assessments {
    /// Counts one account anew by the register as it is and the rates of the approved year, and books what differs.
    ///
    /// A rise goes to the instalments that are not due yet, or falls due 14 days after; a fall takes from them first and may leave an overpayment. What
    /// was booked stays. Source: Ordynacja podatkowa art. 254 (decision), art. 81 (declaration), `InstalmentChange`.
    /// - Returns: `nil` when nothing differs; then nothing is written, so a second call does nothing.
    /// - Throws: `Problem` where the year is not approved yet, or the account cannot be counted.
    public func change(
        _ c: any SQLConnection, _ account: TaxAccountID, year: Int, issued: Day, by performer: Performer, at now: Instant
    ) throws -> AssessmentChange? {
        guard let runID = try Assessments.approved(c, year) else { throw Problem(.conflict, "Wymiar na \(year) rok nie jest zatwierdzony. Nie ma czego zmieniać.") }
        let run = try Assessments.run(c, runID)
        guard run.state == .approved else { throw Problem(.conflict, "Wymiar na \(year) rok jest właśnie zatwierdzany. Poczekaj, aż się skończy.") }
        let batch = try AssessmentBatch.read(
            c, after: TaxAccountID(account.number - 1), limit: 1, year: year, revision: TaxRegister.revision(c), previousRun: nil)
        guard let found = batch.accounts.first, found.id == account else { throw Problem(.notFound, "Nie ma takiego konta w wymiarze.", field: "konto") }
        let assessed = try found.assess(run.rates, settings, calendar)
        let entries = try Ledger.entries(c, of: account)

        var postings: [Posting] = []
        var differences: [Levy: Money] = [:]
        for levy in Levy.allCases where levy.isAssessed {
            let plan = plan(entries, levy, year: year)
            let total = assessed.taxes[levy] ?? .zero
            guard total != plan.map(\.amount).sum else { continue }
            let after: [Instalment]
            if plan.isEmpty {
                // Owed for the first time this year: the dates of the law, none before the 14th day.
                let earliest = InstalmentDates.earliest(after: issued, calendar: calendar)
                after = assessed.instalments.filter { $0.levy == levy }.map { Instalment(due: max($0.due, earliest), amount: $0.amount) }
            } else {
                after = try InstalmentChange.apply(
                    to: plan.map { Instalment(due: $0.due, amount: $0.amount) }, total: total, delivered: issued, settings: settings, calendar: calendar
                ).instalments
            }
            differences[levy] = total - plan.map(\.amount).sum
            postings += Assessments.postings(from: plan, to: after, account, levy, booked: issued)
        }
        guard !postings.isEmpty else { return nil }
        try Ledger.checkOpen(c, issued)
        let nth = try c.first("SELECT COUNT(*) AS n FROM tax_decision WHERE run_id = \(runID) AND account_id = \(account)") { try $0.int("n") } ?? 0
        var number: Int64?
        var document = "korekta deklaracji \(year)"
        if assessed.taxpayer == .naturalPerson {
            let next = try Counter.next(c, Assessments.counter, year: year)
            number = next
            document = Assessments.decisionName(year: year, number: next)
            try c.execute(
                """
                INSERT INTO tax_decision (year, number, account_id, run_id, total, issued_day, change)
                VALUES (\(year), \(next), \(account), \(runID), \(assessed.total.grosze), \(issued), \(nth + 1))
                """)
        }
        // Entries of an account are only added, so their number tells this change from every other.
        for (n, posting) in postings.enumerated() {
            var p = posting
            p.document = document
            p.source = "zmiana:\(year):\(account):\(entries.count):\(n)"
            try Ledger.post(c, p, by: performer, at: now)
        }
        try Journal.append(
            c,
            JournalEntry(
                actor: performer.id, act: "wymiar-zmiana", object: TaxRegister.object(account), after: "\(document): \(differences.values.sum) zł"), at: now)
        return AssessmentChange(number: number, total: assessed.total, differences: differences)
    }

    private struct Charged {
        var item: LedgerEntryID
        var due: Day
        var amount: Money
    }

    /// What the year's charges of a levy come to after reductions and reversals, by due day.
    private func plan(_ entries: [LedgerEntry], _ levy: Levy, year: Int) -> [Charged] {
        var out: [LedgerEntryID: Charged] = [:]
        let sources = ["wymiar:\(year):", "zmiana:\(year):"]
        for entry in entries where entry.posting.levy == levy && entry.posting.part == .principal {
            let p = entry.posting
            if p.kind == .charge, entry.reverses == nil, let due = p.due, sources.contains(where: p.source.hasPrefix) {
                out[entry.id] = Charged(item: entry.id, due: due, amount: p.amount)
            } else if let item = p.item, out[item] != nil {
                switch p.kind {
                // A tax that was cancelled as a relief is still the tax of the year.
                case .reduction: if !p.source.hasPrefix("umorzenie:") { out[item]?.amount -= p.amount }
                case .charge: out[item]?.amount += p.amount
                default: break
                }
            }
        }
        return out.values.filter { $0.amount > .zero }.sorted { ($0.due, $0.item) < ($1.due, $1.item) }
    }

    /// The entries that lead from one plan to another: charges where a day has more, reductions of that day's charges where it has less.
    private static func postings(from plan: [Charged], to after: [Instalment], _ account: TaxAccountID, _ levy: Levy, booked: Day) -> [Posting] {
        var out: [Posting] = []
        for due in Set(plan.map(\.due) + after.map(\.due)).sorted() {
            let old = plan.filter { $0.due == due }
            let difference = after.filter { $0.due == due }.map(\.amount).sum - old.map(\.amount).sum
            if difference > .zero {
                out.append(Posting(.charge, difference, account: account, levy: levy, booked: booked, due: due, document: "", source: ""))
            }
            var left = -difference
            for charge in old where left > .zero {
                let part = min(left, charge.amount)
                out.append(Posting(.reduction, part, account: account, levy: levy, booked: booked, item: charge.item, document: "", source: ""))
                left -= part
            }
        }
        return out
    }
}

extension Levy {
    /// Whether it is counted from the register; others are charged by hand.
    var isAssessed: Bool {
        switch self {
        case .property, .agricultural, .forest, .transport, .waste: true
        case .dogs, .alcohol, .usufruct, .stamp: false
        }
    }
}
