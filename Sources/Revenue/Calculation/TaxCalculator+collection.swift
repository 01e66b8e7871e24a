import Kernel
import Law

extension TaxCalculator {
    /// The computed rate keeps the digits of the lombard rate; the statutory minimum is written as the act has it.
    func lombardToRate(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        let given = try fields.decimal("lombard")
        let lombard = Int(try fields.units("lombard", scale: 2))
        let rate = try LombardRule.rate(lombard: lombard)
        guard rate > LombardRule.minimum || 2 * lombard + 200 == rate else { return .text(ExactDecimal(digits: Int64(rate), scale: 2).trimmed) }
        let digits = ExactDecimal(digits: Int64(rate), scale: 2)
        return digits.units(scale: given.scale).map { .fixed($0, given.scale) } ?? .text(digits)
    }

    func interest(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        let result = try LateInterest.on(
            fields.money("principal"), due: fields.day("due"), paid: fields.day("paid"), share: fields.optionalShare("share") ?? .whole, settings: settings)
        return [
            "days": .int(result.days),
            "segments": .array(
                result.segments.map { .array([.text($0.from), .text($0.through), .int($0.days), .fixed(Int64($0.tenths), 1)]) }),
            "raw": .fixed(result.raw, 4), "charged": .zlotys(result.charged),
        ]
    }

    func prolongationFee(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        let result = try ProlongationFee.on(
            fields.money("amount"), from: fields.day("start"), to: fields.day("end"), share: fields.optionalShare("share") ?? .half)
        return ["days": .int(result.days), "rate": .fixed(Int64(result.rate), 2), "raw": .fixed(result.raw, 4), "fee": .zlotys(result.fee)]
    }

    func proportional(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        let share = try Allocation.proportional(fields.money("payment"), principal: fields.money("principal"), interest: fields.money("interest_due"))
        return ["principal": .text(share.principal), "interest": .text(share.interest), "rest": .text(share.rest)]
    }

    func allocate(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        let items = try fields.objects("items", known: ["id", "tax", "due", "amount"]) { (item) throws(Problem) in
            try OpenItem(id: item.text("id"), tax: item.text("tax"), due: item.day("due"), open: item.money("amount"))
        }
        // Domain systems call the payer's indication by any of these names.
        var named: String?
        for field in ["named", "indicated", "tax"] where named == nil { named = try fields.optionalText(field) }
        let result = try Allocation.of(
            fields.money("payment"), paid: fields.day("paid"), items: items, costs: fields.optionalMoney("costs") ?? .zero,
            named: named, settings: settings)
        var parts: [JSONValue] = []
        if result.costs > .zero { parts.append(["to": "koszty_upomnienia", "amount": .text(result.costs)]) }
        parts += result.parts.map {
            ["to": .string($0.item.id), "principal": .text($0.principal), "interest": .text($0.interest), "open": .text($0.open)]
        }
        return ["parts": .array(parts), "overpayment": .text(result.overpayment)]
    }

    func account(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        // The list carries no days: all of it counts.
        let day = Day(daysSince1970: 0)
        var entries: [AccountEntry] = []
        for (index, event) in try fields.array("events").enumerated() {
            let field = "events[\(index)]"
            guard case .array(let pair) = event, pair.count == 2 else { throw Problem(.invalidInput, "Zapis to para: rodzaj i kwota.", field: field) }
            let read = try CalculationFields(["kind": pair[0], "amount": pair[1]], known: ["kind", "amount"], prefix: field + ".")
            entries.append(try AccountEntry(read.choice("kind", EntryKind.self), read.money("amount"), on: day))
        }
        let balance = try AccountBalance(entries)
        return [
            "debit": .text(balance.debit), "credit": .text(balance.credit), "naleznosc": .text(balance.receivable), "nadplata": .text(balance.overpayment),
        ]
    }

    func accountNumber(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        guard let number = BankAccountNumber(bank: try fields.text("bank8"), account: try fields.text("client16")) else {
            throw fields.problem("bank8", "Numer banku ma 8 cyfr, a numer klienta 16 cyfr. Popraw je.")
        }
        return .text(number)
    }

    func isAccountNumber(_ fields: CalculationFields) throws(Problem) -> Bool {
        BankAccountNumber(try fields.text("n")) != nil
    }
}
