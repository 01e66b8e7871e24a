public import Kernel

/// Calculations asked for by name with JSON input; a thin layer over the rules.
public struct TaxCalculator: Sendable {
    public var settings: TaxSettings
    /// The year that is meant where a joint obligation is given without one.
    public var year: Int

    public init(settings: TaxSettings = .standard, year: Int = 2026) {
        self.settings = settings
        self.year = year
    }

    /// One calculation.
    /// - Throws: `Problem` that names the field.
    public func calculate(_ name: String, _ input: JSONValue) throws(Problem) -> JSONValue {
        guard let function = TaxFunction(rawValue: name) else {
            throw Problem(
                .invalidInput, "Nie ma obliczenia „\(name)”. Są: \(TaxFunction.allCases.map(\.rawValue).sorted().joined(separator: ", ")).", field: "fn")
        }
        return try calculate(function, CalculationFields(input, known: function.fields))
    }

    private func calculate(_ function: TaxFunction, _ fields: CalculationFields) throws(Problem) -> JSONValue {
        switch function {
        case .propertyTax: try propertyTax(fields)
        case .usableArea: try usableArea(fields)
        case .obligationMonths: try obligationMonths(fields)
        case .buildingStart: .text(try Obligation.newBuilding(finished: fields.optionalDay("finished"), usedFrom: fields.optionalDay("used")))
        case .ceilingNext: .text(try CeilingIndexation.next(fields.money("value"), index: Int(fields.units("index", scale: 3))))
        case .farmTax: try farmTax(fields)
        case .forestTax: try forestTax(fields)
        case .joint: try joint(fields)
        case .jointFull: try jointFull(fields)
        case .instalments: try instalments(fields)
        case .split: .array(try Instalments.split(fields.money("total"), into: fields.int("n"), settings: settings).map { .zlotys($0) })
        case .dueDates: try dueDates(fields)
        case .lombardToRate: try lombardToRate(fields)
        case .interest: try interest(fields)
        case .prolongationFee: try prolongationFee(fields)
        case .proportional: try proportional(fields)
        case .allocate: try allocate(fields)
        case .account: try account(fields)
        case .wasteCaps: try wasteCaps(fields)
        case .wasteFee: try wasteFee(fields)
        case .transport: try transport(fields)
        case .alcohol: try alcohol(fields)
        case .usufruct: ["fee": .text(try PerpetualUsufruct.fee(price: fields.money("value"), tenths: fields.units("pct", scale: 1)))]
        case .dogFee: ["fee": .text(try DogFee.fee(rate: fields.money("rate"), dogs: fields.int("dogs"), year: fields.int("year")))]
        case .stampDuty:
            ["fee": .text(try fields.choice("act", StampDuty.self).duty(fields.optionalInt("count") ?? 1, exemption: fields.optionalText("exemption")))]
        case .limitationEnd: .text(try Limitation.collectionEnd(due: fields.day("due")))
        case .assessmentDeadline:
            .text(try Limitation.assessmentEnd(obligationYear: fields.int("obligation_year"), informed: fields.optionalBool("informed") ?? true))
        case .reminderMode: .string(try ReminderRule.moment(total: fields.money("total")).rawValue)
        case .nrb: try accountNumber(fields)
        case .nrbOK: .bool(try isAccountNumber(fields))
        }
    }
}
