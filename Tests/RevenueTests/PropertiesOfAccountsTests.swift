import Kernel
import Law
import Revenue
import Testing

/// What must hold for any account, tried on 100,000 made-up ones.
@Suite struct PropertiesOfAccountsTests {
    static let accounts = 100_000

    /// Lines with bases that exist, rates under the ceilings of 2026, months of any number.
    struct Maker {
        var random: SeededGenerator
        let ceilings: [(PropertyLine, PropertyRate)]

        init(seed: UInt64) throws {
            random = SeededGenerator(seed: seed)
            let table = try PropertyCeilings.of(2026)
            ceilings = PropertyLine.allCases.map { ($0, table[$0]) }
        }

        mutating func pick(_ range: ClosedRange<Int64>) -> Int64 { range.lowerBound + Int64(random.next() % UInt64(range.upperBound - range.lowerBound + 1)) }

        /// The line at a council's rate and at the ceiling.
        mutating func pair() throws -> (PropertyItem, PropertyItem) {
            let (line, ceiling) = ceilings[Int(pick(0...9))]
            let base: PropertyBase =
                switch line.unit {
                case .squareMetre: .area(try Area(thousandths: pick(0...2_000_000) * 5))
                case .hectare: .waters(try Hectares(tenThousandths: pick(0...500_000)))
                case .value: .value(Money(grosze: pick(0...1_000_000_000)))
                }
            let months = Int(pick(0...12))
            let rate = try PropertyRate(hundredths: pick(0...ceiling.hundredths), for: line)
            return (try PropertyItem(line, base, rate: rate, months: months), try PropertyItem(line, base, rate: ceiling, months: months))
        }
    }

    @Test("The tax is exact, under the tax at the ceilings, the same again, and its instalments come to it") func taxes() throws {
        var maker = try Maker(seed: 2026)
        for _ in 0..<Self.accounts {
            let (a, atCeilingA) = try maker.pair(), (b, atCeilingB) = try maker.pair()
            let tax = PropertyTax.tax([a, b])
            guard tax == Money(zlotys: (a.amount.grosze + b.amount.grosze + 50) / 100), tax <= PropertyTax.tax([atCeilingA, atCeilingB]),
                tax == PropertyTax.tax([b, a]), try Instalments.split(tax, into: 4).sum == tax, try Instalments.split(tax, into: 12).sum == tax
            else {
                Issue.record("\(a) \(b)")
                return
            }
        }
    }

    @Test("Merging equal segments moves the yearly tax by a złoty at most") func merging() throws {
        var maker = try Maker(seed: 7)
        for _ in 0..<Self.accounts {
            let whole = try maker.pair().0
            let cut = whole.months == 0 ? 0 : Int(maker.pick(0...Int64(whole.months)))
            let parts = [cut, whole.months - cut].map { months in
                whole.with(months: months)
            }
            let apart = PropertyTax.tax(parts), together = PropertyTax.tax(PropertyTax.merged(parts))
            guard (apart - together).grosze.magnitude <= 100, PropertyTax.merged(parts) == [whole] else {
                Issue.record("\(whole) cut at \(cut): \(apart), \(together)")
                return
            }
        }
    }

    @Test("A payment is divided to the grosz: principal, interest and rest come to it, and nothing is paid twice") func payments() throws {
        var maker = try Maker(seed: 11)
        for _ in 0..<Self.accounts {
            let payment = Money(grosze: maker.pick(0...2_000_00)), principal = Money(grosze: maker.pick(1...1_500_00))
            let interest = Money(zlotys: maker.pick(0...400))
            let share = try Allocation.proportional(payment, principal: principal, interest: interest)
            guard share.principal + share.interest + share.rest == payment, share.principal >= .zero, share.interest >= .zero, share.rest >= .zero,
                share.principal <= principal, share.interest <= interest, share.rest == .zero || share.principal + share.interest == principal + interest
            else {
                Issue.record("\(payment) of \(principal) and \(interest): \(share)")
                return
            }
        }
    }

    @Test("Interest never falls from one day to a later one, nor is it above what the highest rate gives") func interest() throws {
        var maker = try Maker(seed: 13)
        let first = try day("2006-03-01")
        for _ in 0..<Self.accounts {
            let principal = Money(grosze: maker.pick(0...10_000_000)), due = first.adding(days: Int(maker.pick(6_000...7_300)))
            let paid = due.adding(days: Int(maker.pick(0...200)))
            let one = try LateInterest.on(principal, due: due, paid: paid), two = try LateInterest.on(principal, due: due, paid: paid.adding(days: 1))
            guard one.raw <= two.raw, one.charged <= two.charged, one.days == paid.daysSince1970 - due.daysSince1970,
                one.charged.grosze <= principal.grosze * Int64(one.days) * 165 / 365_000 + 50
            else {
                Issue.record("\(principal) \(due) \(paid)")
                return
            }
        }
    }

    @Test("The balance of a day does not change by later entries") func balance() throws {
        var maker = try Maker(seed: 17)
        let first = try day("2026-01-01")
        for _ in 0..<Self.accounts / 10 {
            let entries = try (0..<8).map { _ in
                try AccountEntry(
                    EntryKind.allCases[Int(maker.pick(0...5))], Money(grosze: maker.pick(-1_000...100_000)), on: first.adding(days: Int(maker.pick(0...300))))
            }
            let asked = first.adding(days: Int(maker.pick(0...300)))
            let then = try AccountBalance(entries.filter { $0.day <= asked }), now = try AccountBalance(entries, asOf: asked)
            guard then == now, now.receivable == .zero || now.overpayment == .zero, now.receivable - now.overpayment == now.debit - now.credit else {
                Issue.record("\(entries) on \(asked)")
                return
            }
        }
    }

    @Test("A decision's and a declaration's instalments come to the tax, whenever delivered and however changed") func plans() throws {
        var maker = try Maker(seed: 19)
        let newYear = try day("2026-01-01")
        for n in 0..<Self.accounts / 50 {
            let tax = Money(zlotys: maker.pick(0...5_000)), changed = Money(zlotys: maker.pick(0...5_000))
            let delivered = newYear.adding(days: Int(maker.pick(0...500)))
            let start = Int(maker.pick(1...12))
            let span = try MonthSpan(first: start, last: Int(maker.pick(Int64(start)...12)))
            let plan =
                n % 2 == 0
                ? try Instalments.decision(tax, year: 2026, delivered: delivered, span: span)
                : try Instalments.declaration(tax, LocalTax.allCases[n % 3], year: 2026, span: span)
            let after = try InstalmentChange.apply(to: plan, total: changed, delivered: delivered)
            let same = try InstalmentChange.apply(to: plan, total: tax, delivered: delivered)
            guard plan.map(\.amount).sum == tax, after.instalments.map(\.amount).sum == changed, after.difference == changed - tax,
                after.instalments.allSatisfy({ $0.amount > .zero }), same.difference == .zero, same.instalments == plan,
                plan.allSatisfy({ OfficialCalendar.statutory.isWorkingDay($0.due) })
            else {
                Issue.record("\(tax) to \(changed), \(delivered), \(span): \(shown(plan)); \(shown(after.instalments))")
                return
            }
        }
    }
}

extension PropertyItem {
    /// The same for other months.
    fileprivate func with(months: Int) -> PropertyItem { (try? PropertyItem(line, base, rate: rate, months: months, exempt: exempt)) ?? self }
}
