import Kernel
import Law

extension TaxCalculator {
    func wasteCaps(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        let caps = try WasteCaps(income: fields.money("income"))
        return [
            "osoba": .text(caps.person), "woda_m3": .text(caps.cubicMetre), "pow_m2": .text(caps.squareMetre), "gospodarstwo": .text(caps.household),
            "woda_limit": .text(caps.waterLimit),
        ]
    }

    private enum DiscountPer: String, CaseIterable { case household, person }

    func wasteFee(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        var discount = CompostDiscount.none
        if let amount = try fields.optionalMoney("discount"), amount != .zero {
            let per = fields.has("discount_per") ? try fields.choice("discount_per", DiscountPer.self) : .household
            discount = per == .person ? .perPerson(amount) : .perHousehold(amount)
        }
        let result = WasteFee.assess(
            try WasteFee.Input(
                fields.choice("method", WasteMethod.self), quantity: fields.decimal("quantity"), rate: fields.money("rate"),
                multiplier: fields.has("multiplier") ? fields.units("multiplier", scale: 2) : 100, discount: discount, limit: fields.optionalMoney("limit"),
                months: fields.optionalInt("months") ?? 1),
            settings: settings)
        return ["month": .text(result.month), "total": .text(result.total)]
    }

    func transport(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        let result = try TransportTax.assess(rate: fields.money("rate"), months: fields.optionalInt("months") ?? 12, settings: settings)
        return ["tax": .zlotys(result.tax), "halves": .array(result.halves.map { .zlotys($0) })]
    }

    func alcohol(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        var valid: ClosedRange<Day>?
        if fields.has("from") || fields.has("to") {
            let first = try fields.day("from"), last = try fields.day("to")
            guard first <= last else { throw fields.problem("to", "Zezwolenie nie może kończyć się przed początkiem. Popraw daty.") }
            valid = first...last
        }
        let result = try AlcoholFee.assess(
            fields.choice("kind", AlcoholLicence.self), salesBefore: fields.optionalMoney("sales_prev"), valid: valid, settings: settings)
        return ["fee": .text(result.fee), "thirds": .array(result.thirds.map(JSONValue.text))]
    }
}
