public import Kernel
import Law

/// How a council lets the fee of inhabited properties be counted. Source: UCPG art. 6j ust. 1 pkt 1–3 and ust. 2.
public enum WasteMethod: String, Sendable, Hashable, CaseIterable, Codable {
    case persons = "osoba"
    /// Cubic metres of water a month.
    case water = "woda"
    /// Square metres of the dwelling.
    case area = "powierzchnia"
    case household = "gospodarstwo"

    /// Digits after the point that a quantity may have.
    var precision: Int {
        switch self {
        case .persons, .household: 0
        case .water: 3
        case .area: 2
        }
    }

    var polishUnit: String {
        switch self {
        case .persons: "os."
        case .water: "m³"
        case .area: "m²"
        case .household: "gosp."
        }
    }
}

/// The discount for composting at home; both shapes are in use. Source: UCPG art. 6k ust. 4a, resolutions of councils.
public enum CompostDiscount: Sendable, Hashable {
    case none
    case perPerson(Money)
    case perHousehold(Money)
}

/// The fee for managing municipal waste of one property (opłata za gospodarowanie odpadami komunalnymi).
public enum WasteFee {
    public struct Input: Sendable, Hashable {
        public var method: WasteMethod
        /// Thousandths of the unit of the method.
        public var quantity: Int64
        /// For a unit a month.
        public var rate: Money
        /// Hundredths; 100 for sorted waste, 200…400 by resolution for waste that is not (UCPG art. 6k ust. 3).
        public var multiplier: Int64
        public var discount: CompostDiscount
        /// The most a month can cost, for the water method (UCPG art. 6j ust. 3f).
        public var limit: Money?
        public var months: Int

        public init(
            _ method: WasteMethod, quantity: ExactDecimal, rate: Money, multiplier: Int64 = 100, discount: CompostDiscount = .none, limit: Money? = nil,
            months: Int = 1
        ) throws(Problem) {
            guard quantity.trimmed.scale <= method.precision, let thousandths = quantity.units(scale: 3), (0...1_000_000_000).contains(thousandths) else {
                throw Problem(.invalidInput, "Podaj ilość od 0 do 1 000 000, najwyżej \(method.precision) miejsc po przecinku.", field: "quantity")
            }
            guard rate >= .zero, rate <= Money(zlotys: 100_000) else {
                throw Problem(.invalidInput, "Stawka musi być od 0 do 100 000 zł.", field: "rate")
            }
            guard multiplier == 100 || (200...400).contains(multiplier) else {
                throw Problem(.invalidInput, "Stawka podwyższona to od 2 do 4 stawek podstawowych.", field: "multiplier")
            }
            if case .perPerson = discount, method != .persons {
                throw Problem(.invalidInput, "Obniżka za osobę jest możliwa tylko przy metodzie od osoby.", field: "discount_per")
            }
            guard discount.amount >= .zero, discount.amount <= Money(zlotys: 100_000) else {
                throw Problem(.invalidInput, "Obniżka musi być od 0 do 100 000 zł.", field: "discount")
            }
            guard (0...1_200).contains(months) else { throw Problem(.invalidInput, "Liczba miesięcy musi być od 0 do 1200.", field: "months") }
            self.method = method
            self.quantity = thousandths
            self.rate = rate
            self.multiplier = multiplier
            self.discount = discount
            self.limit = limit
            self.months = months
        }
    }

    public struct Assessment: Sendable, Hashable {
        public let input: Input
        public let month: Money
        public let total: Money
        /// Whether the limit of the water method lowered the month.
        public let isLimited: Bool
        public let settings: TaxSettings
    }

    public static let basis = ["UCPG art. 6i, 6j, 6k, 6m"]

    /// Quantity × rate (× multiplier) − discount for a month, never below nothing; the total is months of it.
    ///
    /// The fee is due for each month in which a resident lives at the property; a change counts for its own month.
    /// Source: UCPG art. 6i ust. 1, 6j ust. 1–2, 6k ust. 3 and 4a, 6m ust. 2. To the grosz (a setting).
    public static func assess(_ input: Input, settings: TaxSettings = .standard) -> Assessment {
        let gross = Money(grosze: Rounding.halfUp.quotient(input.quantity * input.rate.grosze * input.multiplier, by: 100_000))
        let discount: Money =
            switch input.discount {
            case .none: .zero
            case .perHousehold(let amount): amount
            case .perPerson(let amount): Money(grosze: amount.grosze * (input.quantity / 1_000))
            }
        let net = max(.zero, gross - discount)
        let limited = input.limit.map { min(net, $0) } ?? net
        let month = settings.wasteRounding == .wholeZlotys ? limited.wholeZlotys : limited
        return Assessment(input: input, month: month, total: Money(grosze: month.grosze * Int64(input.months)), isLimited: limited < net, settings: settings)
    }
}

extension CompostDiscount {
    var amount: Money {
        switch self {
        case .none: .zero
        case .perPerson(let amount), .perHousehold(let amount): amount
        }
    }
}

extension WasteFee.Assessment {
    public var sheet: CalculationSheet {
        let quantity = ExactDecimal(digits: input.quantity, scale: 3).trimmed
        let raised = input.multiplier == 100 ? "" : " × \(ExactDecimal(digits: input.multiplier, scale: 2).trimmed)"
        let discount =
            switch input.discount {
            case .none: ""
            case .perPerson(let amount): " − \(amount) zł za osobę"
            case .perHousehold(let amount): " − \(amount) zł"
            }
        return CalculationSheet(
            title: "Opłata za gospodarowanie odpadami komunalnymi, \(input.months) mies.", basis: WasteFee.basis,
            rows: [.init("miesięcznie", "\(quantity) \(input.method.polishUnit) × \(input.rate) zł\(raised)\(discount)", "\(month) zł")],
            sum: total.description, result: total, settings: settings.notes([.wasteRounding]))
    }
}
