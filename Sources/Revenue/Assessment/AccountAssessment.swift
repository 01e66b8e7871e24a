public import Kernel
public import Law

/// A line of an account's calculation.
public struct AssessedLine: Sendable, Hashable {
    public var levy: Levy
    public var line: String
    public var detail: String
    public var base: String
    public var rate: String
    public var months: Int
    public var exempt: Share
    /// To the grosz; of agricultural and forest tax, where only the sum is rounded, nothing.
    public var amount: Money?
    /// What the exemption frees.
    public var forgone: Money
    /// What a rate below the ceiling costs (Rb-27S, skutki obniżenia górnych stawek).
    public var lowered: Money
}

/// An instalment of one levy.
public struct AssessedInstalment: Sendable, Hashable {
    public var levy: Levy
    public var due: Day
    public var amount: Money
}

/// What an account owes for a year, counted from the states of its objects.
public struct AccountAssessment: Sendable, Hashable {
    public var taxpayer: Taxpayer
    public var lines: [AssessedLine]
    /// Whole złote of taxes, grosze of fees; levies that are owed.
    public var taxes: [Levy: Money]
    public var instalments: [AssessedInstalment]
    /// The tax of natural persons that is not worth a letter: no proceedings are opened (UPOL art. 6 ust. 8a).
    public var isTooSmall: Bool

    public var total: Money { taxes.values.sum }
    public var basis: [String] {
        var out: [String] = []
        for levy in Levy.allCases where taxes[levy] != nil {
            switch levy {
            case .property: out += PropertyTax.basis
            case .agricultural: out += AgriculturalTax.basis
            case .forest: out += ForestTax.basis
            case .transport: out += TransportTax.basis
            case .waste: out += WasteFee.basis
            default: break
            }
        }
        return out
    }

    /// The tax and instalments of one account.
    ///
    /// - Parameters:
    ///   - states: of all objects of the account, in any order; those outside the year count nothing.
    /// - Throws: `Problem` that names what is missing or wrong for this account; others go on.
    public static func assess(
        _ states: [ObjectState], taxpayer: Taxpayer, rates: RateSet, settings: TaxSettings = .standard, calendar: OfficialCalendar = .statutory
    ) throws(Problem) -> AccountAssessment {
        var out = AccountAssessment(taxpayer: taxpayer, lines: [], taxes: [:], instalments: [], isTooSmall: false)
        var held: [(state: ObjectState, span: MonthSpan)] = []
        for state in states {
            let span = MonthSpan(from: state.from, to: state.to, in: rates.year)
            if !span.isEmpty { held.append((state, span)) }
        }
        var landSpans: [Levy: MonthSpan] = [:]
        func widen(_ levy: Levy, _ span: MonthSpan) {
            let old = landSpans[levy] ?? span
            landSpans[levy] = MonthSpan(unchecked: min(old.first, span.first), max(old.last, span.last))
        }
        for one in held { widen(one.state.matter.levy, one.span) }

        try out.property(held, rates, settings)
        try out.farmland(held, rates, settings)
        try out.forest(held, rates)
        try out.landInstalments(landSpans, rates, settings, calendar)
        try out.transport(held, rates, settings, calendar)
        try out.waste(held, rates, settings, calendar)
        out.isTooSmall = SelfAssessment.isTooSmall(out.total, taxpayer, letterCost: rates.letterCost) && out.taxes[.waste] == nil && out.total > .zero
        return out
    }

    private typealias Held = [(state: ObjectState, span: MonthSpan)]

    private mutating func property(_ held: Held, _ rates: RateSet, _ settings: TaxSettings) throws(Problem) {
        var items: [PropertyItem] = []
        let ceilings = PropertyCeilings.all.first { $0.year == rates.year }
        for (state, span) in held {
            guard case .property(let line, let base, let subCode) = state.matter else { continue }
            let rate = try rates.rate(line, subCode)
            let item = try PropertyItem(line, base, rate: rate, months: span.count, exempt: state.exempt)
            items.append(item)
            var lowered = Money.zero
            if let ceiling = ceilings?[line], ceiling > rate {
                lowered = PropertyItem(unchecked: line, units: item.units, rate: ceiling, months: item.months, exempt: item.exempt).amount - item.amount
            }
            lines.append(
                AssessedLine(
                    levy: .property, line: line.rawValue, detail: subCode, base: base.polishText, rate: rate.polishText(for: line), months: span.count,
                    exempt: state.exempt, amount: item.amount, forgone: item.forgone, lowered: lowered))
        }
        if !items.isEmpty { taxes[.property] = try PropertyTax.assess(items, settings: settings).tax }
    }

    /// A year in which plots change is cut into stretches of months; each is counted on its own to 0.0001 zł, the sum rounded once.
    private mutating func farmland(_ held: Held, _ rates: RateSet, _ settings: TaxSettings) throws(Problem) {
        var plots: [(plot: Plot, span: MonthSpan)] = []
        for (state, span) in held {
            guard case .farmland(let use, let soil, let area) = state.matter else { continue }
            let freed = state.exempt.isNone ? 0 : Int(state.exempt.numerator * (100 / state.exempt.denominator))
            plots.append((try Plot(use, soil, area, isExempt: freed == 100, reduction: freed == 100 ? 0 : freed), span))
        }
        guard !plots.isEmpty else { return }
        let rye = try rates.ryePrice()
        let cuts = Set(plots.flatMap { [$0.span.first, $0.span.last + 1] }).sorted()
        var sum: Int64 = 0, whole: Money?
        for (from, next) in zip(cuts, cuts.dropFirst()) {
            let there = plots.filter { $0.span.first <= from && from <= $0.span.last }.map(\.plot)
            guard !there.isEmpty else { continue }
            let input = try AgriculturalTax.Input(plots: there, district: rates.district, rye: rye, months: next - from, isMountain: rates.isMountain)
            let assessed = AgriculturalTax.assess(input, settings: settings)
            sum += assessed.beforeRounding
            whole = cuts.count == 2 ? assessed.tax : nil
            for row in assessed.rows {
                lines.append(
                    AssessedLine(
                        levy: .agricultural, line: row.plot.use.rawValue, detail: row.plot.soil?.rawValue ?? "",
                        base: "\(row.plot.area) ha × \(ExactDecimal(digits: Int64(row.factor), scale: 2))", rate: assessed.rateText, months: next - from,
                        exempt: row.isExempt ? .whole : .none, amount: nil, forgone: .zero, lowered: .zero))
            }
        }
        taxes[.agricultural] = whole ?? Money(zlotys: Rounding.halfUp.quotient(sum, by: 10_000))
    }

    private mutating func forest(_ held: Held, _ rates: RateSet) throws(Problem) {
        var sum: Int64 = 0, found = false, single: Money?
        for (state, span) in held {
            guard case .forest(let area, let inReserve) = state.matter else { continue }
            let taxed = Int128(area.tenThousandths) * Int128(state.exempt.rest.numerator) / Int128(state.exempt.denominator)
            let base = Hectares(unchecked: Int64(taxed))
            let assessed = try ForestTax.assess(
                forest: inReserve ? .zero : base, reserve: inReserve ? base : .zero, timber: rates.timberPrice(), months: span.count)
            single = found ? nil : assessed.tax
            found = true
            sum += assessed.beforeRounding
            lines.append(
                AssessedLine(
                    levy: .forest, line: state.matter.line, detail: "", base: "\(area) ha", rate: assessed.rateText, months: span.count, exempt: state.exempt,
                    amount: nil, forgone: .zero, lowered: .zero))
        }
        if found { taxes[.forest] = single ?? Money(zlotys: Rounding.halfUp.quotient(sum, by: 10_000)) }
    }

    /// Natural persons: one sum over all land taxes, split back by tax; others: each tax by its own dates.
    private mutating func landInstalments(_ spans: [Levy: MonthSpan], _ rates: RateSet, _ settings: TaxSettings, _ calendar: OfficialCalendar) throws(Problem) {
        let land: [LocalTax] = [.property, .agricultural, .forest]
        var parts: [LocalTax: Money] = [:]
        for tax in land { if let amount = taxes[Levy(tax)], amount > .zero { parts[tax] = amount } }
        guard !parts.isEmpty else { return }
        if taxpayer == .naturalPerson {
            let all = parts.keys.compactMap { spans[Levy($0)] }
            let span = MonthSpan(unchecked: all.map(\.first).min() ?? 1, all.map(\.last).max() ?? 12)
            let joint = try JointObligation(parts, year: rates.year, span: span, settings: settings, calendar: calendar)
            for (instalment, split) in zip(joint.instalments, joint.byTax) {
                for tax in land { if let amount = split[tax] { instalments.append(AssessedInstalment(levy: Levy(tax), due: instalment.due, amount: amount)) } }
            }
        } else {
            for tax in land {
                guard let amount = parts[tax] else { continue }
                let plan = try Instalments.declaration(
                    amount, tax, year: rates.year, span: spans[Levy(tax)] ?? .wholeYear, settings: settings, calendar: calendar)
                instalments += plan.map { AssessedInstalment(levy: Levy(tax), due: $0.due, amount: $0.amount) }
            }
        }
    }

    private mutating func transport(_ held: Held, _ rates: RateSet, _ settings: TaxSettings, _ calendar: OfficialCalendar) throws(Problem) {
        for (state, span) in held {
            guard case .vehicle(let category, let subCode) = state.matter else { continue }
            let rate = try rates.rate(category, subCode)
            let isFree = !state.exempt.isNone
            let assessed = try TransportTax.assess(rate: isFree ? .zero : rate, months: span.count, settings: settings)
            let arose = span.first > 1 ? Day(year: rates.year, month: span.first, day: 1) : nil
            taxes[.transport, default: .zero] += assessed.tax
            lines.append(
                AssessedLine(
                    levy: .transport, line: category.rawValue, detail: subCode, base: "1 pojazd", rate: "\(rate) zł", months: span.count, exempt: state.exempt,
                    amount: assessed.tax, forgone: .zero, lowered: .zero))
            instalments += try TransportTax.instalments(of: assessed, year: rates.year, arose: arose, calendar: calendar)
                .map { AssessedInstalment(levy: .transport, due: $0.due, amount: $0.amount) }
        }
    }

    /// By the month, due on the 15th of it; the council may set other days, which is not provided for here yet.
    private mutating func waste(_ held: Held, _ rates: RateSet, _ settings: TaxSettings, _ calendar: OfficialCalendar) throws(Problem) {
        var byMonth: [Int: Money] = [:]
        for (state, span) in held {
            guard case .waste(let method, let quantity, let isSorted, let composts) = state.matter else { continue }
            let rate = try rates.rate(method)
            let discount: CompostDiscount =
                !composts
                ? .none
                : method == .persons && rate.compostPerPerson > .zero
                    ? .perPerson(rate.compostPerPerson) : rate.compostPerHousehold > .zero ? .perHousehold(rate.compostPerHousehold) : .none
            let input = try WasteFee.Input(
                method, quantity: ExactDecimal(digits: quantity, scale: 3).trimmed, rate: rate.rate, multiplier: isSorted ? 100 : rate.raised,
                discount: discount, limit: method == .water ? rate.limit : nil, months: span.count)
            let assessed = WasteFee.assess(input, settings: settings)
            let month = state.exempt.isNone ? assessed.month : .zero
            for n in span.first...span.last { byMonth[n, default: .zero] += month }
            taxes[.waste, default: .zero] += Money(grosze: month.grosze * Int64(span.count))
            lines.append(
                AssessedLine(
                    levy: .waste, line: method.rawValue, detail: state.matter.detail, base: state.matter.quantityText, rate: "\(rate.rate) zł",
                    months: span.count, exempt: state.exempt, amount: Money(grosze: month.grosze * Int64(span.count)),
                    forgone: assessed.total - Money(grosze: month.grosze * Int64(span.count)), lowered: .zero))
        }
        for (month, amount) in byMonth.sorted(by: { $0.key < $1.key }) where amount > .zero {
            guard let day = Day(year: rates.year, month: month, day: 15) else { continue }
            instalments.append(AssessedInstalment(levy: .waste, due: calendar.workingDay(onOrAfter: day), amount: amount))
        }
    }
}
