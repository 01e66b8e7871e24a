import Kernel
import Revenue
import Testing

@Suite struct PaymentTests {
    static func items() throws -> [OpenItem] {
        try [
            OpenItem(id: "N1", tax: "nieruchomosci", due: day("2025-03-17"), open: Money(zlotys: 150)),
            OpenItem(id: "N2", tax: "nieruchomosci", due: day("2025-05-15"), open: Money(zlotys: 150)),
            OpenItem(id: "R1", tax: "rolny", due: day("2025-03-17"), open: Money(zlotys: 400)),
        ]
    }

    @Test("An arrear not paid in full is paid in the proportion of principal and interest") func proportion() throws {
        let share = try Allocation.proportional(money("436"), principal: money("883"), interest: money("70"))
        #expect(share.principal.description == "403.97" && share.interest.description == "32.03")
        #expect(try Allocation.proportional(money("5"), principal: .zero, interest: .zero).rest.description == "5.00")
        #expect(throws: Problem.self) { try Allocation.proportional(money("-5"), principal: .zero, interest: .zero) }
    }

    @Test("Costs of reminders go first, then the oldest arrears") func order() throws {
        let result = try Allocation.of(money("500"), paid: day("2025-12-10"), items: Self.items(), costs: money("16"))
        #expect(result.costs.description == "16.00")
        #expect(result.parts.map(\.item.id) == ["N1", "R1"])
        #expect(result.parts[1].open.description == "107.76")
    }

    @Test("The named tax goes first, and what is not due comes after every arrear") func named() throws {
        let result = try Allocation.of(money("460"), paid: day("2025-12-10"), items: Self.items(), named: "rolny")
        #expect(result.parts.map(\.item.id) == ["R1", "N1"])
        let early = try Allocation.of(money("600"), paid: day("2025-04-10"), items: Self.items(), named: "nieruchomosci")
        #expect(early.parts.map(\.item.id) == ["N1", "R1", "N2"])
        #expect(early.parts[2].interest == .zero && early.parts[2].principal.description == "50.00")
    }

    @Test("Open principal bears interest from its original day at a second payment") func again() throws {
        let rest = try OpenItem(id: "R1", tax: "rolny", due: day("2025-03-17"), open: money("107.76"))
        let result = try Allocation.of(money("120"), paid: day("2026-01-20"), items: [rest])
        #expect(result.parts.map(\.interest.description) == ["12.00"] && result.overpayment.description == "0.24")
    }

    @Test("The order of import does not change the allocation") func importOrder() throws {
        let payments = try (1...5).map { line in
            try Payment(
                paid: day("2025-12-0\(line)"), credited: day("2025-12-10"), statement: "7", line: line, amount: Money(zlotys: Int64(line * 40)),
                named: line % 2 == 0 ? "rolny" : nil)
        }
        let first = try Allocation.all(payments, items: Self.items(), costs: money("16"))
        var random = SeededGenerator(seed: 3)
        for _ in 0..<20 {
            let other = try Allocation.all(payments.shuffled(using: &random), items: Self.items().shuffled(using: &random), costs: money("16"))
            #expect(other.booked.map(\.allocation) == first.booked.map(\.allocation))
            #expect(other.items.sorted { $0.id < $1.id } == first.items.sorted { $0.id < $1.id })
        }
        #expect(first.booked.map { $0.allocation.costs }.sum.description == "16.00")
    }

    @Test("Balance: charges and refunds against reductions and payments; a storno reverses") func balance() throws {
        let events: [(EntryKind, String, String)] = [
            (.charge, "600", "2026-01-10"), (.payment, "150", "2026-03-10"), (.payment, "300", "2026-05-10"), (.reduction, "300", "2026-06-01"),
        ]
        let entries = try events.map { try AccountEntry($0.0, money($0.1), on: day($0.2)) }
        let balance = try AccountBalance(entries)
        #expect(balance.overpayment.description == "150.00" && balance.receivable == .zero)
        #expect(try AccountBalance(entries + [AccountEntry(.payment, money("-300"), on: day("2026-07-01"))]).receivable.description == "150.00")
        #expect(try AccountBalance(entries, asOf: day("2026-05-09")).receivable.description == "450.00")
        #expect(throws: Problem.self) { try AccountEntry(.charge, Money(grosze: .min), on: day("2026-07-01")) }
    }

    @Test("Limitation ends with a year; a reminder at once only above ten times its cost") func collection() throws {
        #expect(try Limitation.collectionEnd(due: day("2021-03-15")) == day("2026-12-31"))
        #expect(try Limitation.assessmentEnd(obligationYear: 2023, informed: true) == day("2026-12-31"))
        #expect(try Limitation.assessmentEnd(obligationYear: 2023, informed: false) == day("2028-12-31"))
        #expect(try ReminderRule.moment(total: money("160.00")) == .beforeLastSixMonths)
        #expect(try ReminderRule.moment(total: money("160.01")) == .atOnce)
        #expect(ReminderRule.cost(on: try day("2021-10-12")).description == "11.60")
    }
}
