import Kernel
import Law

extension TaxCalculator {
    private func items(_ fields: CalculationFields, _ field: String) throws(Problem) -> [PropertyItem] {
        try fields.objects(field, known: ["kind", "base", "months", "year", "rate", "exempt"]) { (line) throws(Problem) in
            let kind = try line.choice("kind", PropertyLine.self)
            let rate: PropertyRate
            if let given = try line.optionalDecimal("rate") {
                rate = try PropertyRate(given, for: kind)
            } else {
                guard let year = try line.optionalInt("year") else {
                    throw line.problem("rate", "Podaj stawkę z uchwały (rate) albo rok (year), za który ma być stawka maksymalna.")
                }
                rate = try PropertyCeilings.of(year)[kind]
            }
            return try PropertyItem(
                kind, PropertyBase(line.decimal("base"), for: kind), rate: rate, months: line.optionalInt("months") ?? 12,
                exempt: line.optionalShare("exempt") ?? .none)
        }
    }

    func propertyTax(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        let result = try PropertyTax.assess(items(fields, "lines"), settings: settings)
        return ["lines": .array(result.lines.map(JSONValue.text)), "sum": .text(result.sum), "tax": .zlotys(result.tax)]
    }

    func usableArea(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        var parts: [RoomPart] = []
        for (index, room) in try fields.array("rooms").enumerated() {
            let field = "rooms[\(index)]"
            guard case .array(let pair) = room, pair.count == 2 else {
                throw Problem(.invalidInput, "Pomieszczenie to para: wysokość i powierzchnia.", field: field)
            }
            let read = try CalculationFields(["height": pair[0], "area": pair[1]], known: ["height", "area"], prefix: field + ".")
            parts.append(try RoomPart(height: Int(read.units("height", scale: 2)), area: Area(squareMetres: read.decimal("area"), field: field + ".area")))
        }
        return .text(try Area.usable(parts))
    }

    func obligationMonths(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        .int(try Obligation.months(from: fields.optionalDay("start"), to: fields.optionalDay("end"), in: fields.int("year")).count)
    }

    private func agricultural(_ fields: CalculationFields) throws(Problem) -> AgriculturalTax.Assessment {
        let plots = try fields.objects("plots", known: ["use", "cls", "ha", "exempt", "reduction"]) { (plot) throws(Problem) in
            let code = try plot.text("use")
            guard let use = LandUse(code: code) else {
                throw plot.problem("use", "Nieznany użytek „\(code)”. Możliwe: \(LandUse.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            let soil = plot.has("cls") ? try plot.choice("cls", SoilClass.self) : nil
            return try Plot(
                use, soil, Hectares(plot.decimal("ha")), isExempt: plot.optionalBool("exempt") ?? false, reduction: plot.optionalInt("reduction") ?? 0)
        }
        guard let district = TaxDistrict(rawValue: try fields.int("district")) else { throw fields.problem("district", "Okręg podatkowy to liczba od 1 do 4.") }
        let year = try fields.int("year")
        let given = try fields.optionalMoney("rye")
        let rye = if let given { try RyePrice.lowered(to: given, year: year) } else { try RyePrice.of(year).price }
        let input = try AgriculturalTax.Input(
            plots: plots, district: district, rye: rye, months: fields.optionalInt("months") ?? 12, isMountain: fields.optionalBool("mountain") ?? false,
            elsewhere: fields.optionalDecimal("elsewhere_ha").map { (number) throws(Problem) in try Hectares(number, field: "elsewhere_ha") } ?? .zero)
        return AgriculturalTax.assess(input, settings: settings)
    }

    func farmTax(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        let result = try agricultural(fields)
        return [
            "rows": .array(
                result.rows.map { ["factor": .fixed(Int64($0.factor), 2), "converted": .fixed($0.converted, 4), "exempt": .bool($0.isExempt)] }),
            "physical": .fixed(result.physical, 4), "converted": .fixed(result.converted, 4), "farm": .bool(result.isFarm),
            "rate": .string(result.rateText), "before_rounding": .fixed(result.beforeRounding, 4), "tax": .zlotys(result.tax),
        ]
    }

    private func forest(_ fields: CalculationFields, area field: String) throws(Problem) -> ForestTax.Assessment {
        let year = try fields.int("year")
        let given = try fields.optionalMoney("wood")
        let timber = if let given { try TimberPrice.lowered(to: given, year: year) } else { try TimberPrice.of(year).price }
        return try ForestTax.assess(
            forest: Hectares(fields.decimal(field), field: field),
            reserve: fields.optionalDecimal("reserve_ha").map { (number) throws(Problem) in try Hectares(number, field: "reserve_ha") } ?? .zero,
            timber: timber, months: fields.optionalInt("months") ?? 12)
    }

    func forestTax(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        let result = try forest(fields, area: "ha")
        return ["rate": .string(result.rateText), "before_rounding": .fixed(result.beforeRounding, 4), "tax": .zlotys(result.tax)]
    }

    private func schedule(_ instalments: [Instalment]) -> JSONValue {
        .array(instalments.map { .array([.text($0.due), .zlotys($0.amount)]) })
    }

    func joint(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        let map = try fields.map("parts")
        let read = try CalculationFields(.object(map), known: Set(LocalTax.allCases.map(\.rawValue)), prefix: "parts.")
        var parts: [LocalTax: Money] = [:]
        for tax in LocalTax.allCases where read.has(tax.rawValue) { parts[tax] = try read.money(tax.rawValue) }
        let joint = try JointObligation(parts, year: fields.optionalInt("year") ?? year, delivered: fields.optionalDay("delivered"), settings: settings)
        return ["total": .zlotys(joint.total), "schedule": schedule(joint.instalments)]
    }

    func jointFull(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        let property = try PropertyTax.assess(items(fields, "property_lines"), settings: settings).tax
        let agricultural = try agricultural(fields).tax
        let forest = try forest(fields, area: "forest_ha").tax
        let joint = try JointObligation(
            [.property: property, .agricultural: agricultural, .forest: forest], year: fields.int("year"), delivered: fields.optionalDay("delivered"),
            settings: settings)
        return [
            "nieruchomosci": .zlotys(property), "rolny": .zlotys(agricultural), "lesny": .zlotys(forest), "total": .zlotys(joint.total),
            "schedule": schedule(joint.instalments),
        ]
    }

    func instalments(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        let year = try fields.int("year"), total = try fields.money("total")
        let span = try Obligation.months(from: fields.optionalDay("start"), to: fields.optionalDay("end"), in: year)
        let taxpayer = fields.has("taxpayer") ? try fields.choice("taxpayer", Taxpayer.self) : .naturalPerson
        let tax = fields.has("tax") ? try fields.choice("tax", LocalTax.self) : .property
        if taxpayer.isAssessedByDecision, tax != .transport {
            return schedule(try Instalments.decision(total, year: year, delivered: fields.optionalDay("delivered"), span: span, settings: settings))
        }
        return schedule(try Instalments.declaration(total, tax, year: year, span: span, settings: settings))
    }

    func dueDates(_ fields: CalculationFields) throws(Problem) -> JSONValue {
        let taxpayer = fields.has("taxpayer") ? try fields.choice("taxpayer", Taxpayer.self) : .naturalPerson
        let tax = fields.has("tax") ? try fields.choice("tax", LocalTax.self) : .property
        return .array(try InstalmentDates.due(tax, taxpayer, year: fields.int("year")).map(JSONValue.text))
    }
}
