/// The calculations that can be asked for by name.
public enum TaxFunction: String, Sendable, CaseIterable {
    case propertyTax = "property_tax"
    case usableArea = "usable_area"
    case obligationMonths = "obligation_months"
    case buildingStart = "building_start"
    case ceilingNext = "ceiling_next"
    case farmTax = "farm_tax"
    case forestTax = "forest_tax"
    case joint
    case jointFull = "joint_full"
    case instalments
    case split
    case dueDates = "due_dates"
    case lombardToRate = "lombard_to_rate"
    case interest
    case prolongationFee = "prolongation_fee"
    case proportional
    case allocate
    case account
    case wasteCaps = "waste_caps"
    case wasteFee = "waste_fee"
    case transport
    case alcohol
    case usufruct
    case dogFee = "dog_fee"
    case stampDuty = "stamp_duty"
    case limitationEnd = "limitation_end"
    case assessmentDeadline = "assessment_deadline"
    case reminderMode = "reminder_mode"
    case nrb
    case nrbOK = "nrb_ok"

    /// The fields of the input.
    public var fields: Set<String> {
        switch self {
        case .propertyTax: ["lines"]
        case .usableArea: ["rooms"]
        case .obligationMonths: ["start", "end", "year"]
        case .buildingStart: ["finished", "used"]
        case .ceilingNext: ["value", "index"]
        case .farmTax: ["plots", "district", "year", "rye", "months", "mountain", "elsewhere_ha"]
        case .forestTax: ["ha", "reserve_ha", "year", "wood", "months"]
        case .joint: ["parts", "year", "delivered"]
        case .jointFull:
            ["property_lines", "plots", "district", "forest_ha", "reserve_ha", "year", "rye", "wood", "months", "mountain", "elsewhere_ha", "delivered"]
        case .instalments: ["total", "year", "delivered", "start", "end", "tax", "taxpayer"]
        case .split: ["total", "n"]
        case .dueDates: ["year", "tax", "taxpayer"]
        case .lombardToRate: ["lombard"]
        case .interest: ["principal", "due", "paid", "share"]
        case .prolongationFee: ["amount", "start", "end", "share"]
        case .proportional: ["payment", "principal", "interest_due"]
        case .allocate: ["payment", "paid", "items", "costs", "named", "indicated", "tax"]
        case .account: ["events"]
        case .wasteCaps: ["income"]
        case .wasteFee: ["method", "quantity", "rate", "multiplier", "discount", "discount_per", "limit", "months"]
        case .transport: ["rate", "months"]
        case .alcohol: ["kind", "sales_prev", "from", "to"]
        case .usufruct: ["value", "pct"]
        case .dogFee: ["rate", "dogs", "year"]
        case .stampDuty: ["act", "count", "exemption"]
        case .limitationEnd: ["due"]
        case .assessmentDeadline: ["obligation_year", "informed"]
        case .reminderMode: ["total"]
        case .nrb: ["bank8", "client16"]
        case .nrbOK: ["n"]
        }
    }

    /// The provisions the calculation rests on.
    public var basis: [String] {
        switch self {
        case .propertyTax: PropertyTax.basis
        case .usableArea: ["UPOL art. 4 ust. 2"]
        case .obligationMonths: ["UPOL art. 6 ust. 1 i 4", "UPR art. 6a ust. 1–2", "UPL art. 5"]
        case .buildingStart: ["UPOL art. 6 ust. 2"]
        case .ceilingNext: ["UPOL art. 20"]
        case .farmTax: AgriculturalTax.basis
        case .forestTax: ForestTax.basis
        case .joint: JointObligation.basis
        case .jointFull: PropertyTax.basis + AgriculturalTax.basis + ForestTax.basis + JointObligation.basis
        case .instalments: ["UPOL art. 6 ust. 7, 9 i 11a", "Ordynacja podatkowa art. 12 § 5, 47 § 1"]
        case .split: ["UPOL art. 6 ust. 7"]
        case .dueDates: ["UPOL art. 6 ust. 7 i 9", "Ordynacja podatkowa art. 12 § 5"]
        case .lombardToRate: ["Ordynacja podatkowa art. 56 § 1"]
        case .interest: LateInterest.basis
        case .prolongationFee: ProlongationFee.basis
        case .proportional: ["Ordynacja podatkowa art. 55 § 2, 63 § 3"]
        case .allocate: Allocation.basis
        case .account: ["rozporządzenie MF z 25.10.2010 (Dz.U. nr 208 poz. 1375)"]
        case .wasteCaps: ["UCPG art. 6j ust. 3f, 6k ust. 2a"]
        case .wasteFee: WasteFee.basis
        case .transport: TransportTax.basis
        case .alcohol: AlcoholFee.basis
        case .usufruct: PerpetualUsufruct.basis
        case .dogFee: DogFee.basis
        case .stampDuty: StampDuty.basis
        case .limitationEnd: ["Ordynacja podatkowa art. 70 § 1"]
        case .assessmentDeadline: ["Ordynacja podatkowa art. 68 § 1–2"]
        case .reminderMode: ["rozporządzenie MF z 23.02.2024 w sprawie postępowania wierzycieli"]
        case .nrb, .nrbOK: ["zarządzenie Prezesa NBP w sprawie numeracji rachunków"]
        }
    }

    /// The settings that can change the result.
    public var settings: [TaxSettings.Name] {
        switch self {
        case .propertyTax: [.lineRounding]
        case .farmTax: [.convertedHectares]
        case .joint, .instalments, .split, .transport: [.remainder]
        case .jointFull: [.lineRounding, .convertedHectares, .remainder]
        case .interest, .allocate: [.thresholdBase]
        case .wasteFee: [.wasteRounding]
        case .alcohol: [.licencePeriod, .remainder]
        default: []
        }
    }
}
