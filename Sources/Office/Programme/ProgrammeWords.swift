internal import Kernel
internal import Markup
public import Programme

/// How figures of the programme are written for people.
public enum ProgrammeWords {
    /// 486 → `48,6`; whole numbers without a fraction where the unit is a count.
    public static func number(_ tenths: Int64, _ unit: Indicator.Unit) -> String {
        let sign = tenths < 0 ? "−" : "", size = abs(tenths)
        let whole = PolishTypography.number(Int(size / 10))
        return unit == .count || (unit == .days && size % 10 == 0) ? sign + whole : "\(sign)\(whole),\(size % 10)"
    }

    public static func value(_ reading: IndicatorReading, _ unit: Indicator.Unit) -> String {
        guard let tenths = reading.tenths else { return reading.absence == .nothingToCount ? "nic nie było" : "brak danych" }
        return number(tenths, unit) + (unit == .percent ? "%" : "")
    }

    /// The counts behind a share: `312 z 1 204`; empty where there are none.
    public static func counts(_ reading: IndicatorReading, _ unit: Indicator.Unit) -> String {
        guard let denominator = reading.denominator else { return "" }
        let d = PolishTypography.number(Int(denominator))
        switch unit {
        case .percent: return reading.numerator.map { "\(PolishTypography.number(Int($0))) z \(d)" } ?? ""
        case .days: return "\(d) \(PolishTypography.form(Int(denominator), "sprawa", "sprawy", "spraw"))"
        case .mark: return "\(d) \(PolishTypography.form(Int(denominator), "odpowiedź", "odpowiedzi", "odpowiedzi"))"
        case .count: return ""
        }
    }

    /// `▲ 23,0 p.p.`; a direction, never a judgement.
    public static func growth(_ tenths: Int64, _ unit: Indicator.Unit) -> String {
        let arrow = tenths > 0 ? "▲ " : tenths < 0 ? "▼ " : ""
        let words = unit == .percent ? " p.p." : unit == .days ? " dni" : ""
        return "\(arrow)\(number(abs(tenths), unit))\(words)"
    }

    public static func origin(_ origin: ProgrammeReadings.Origin) -> String {
        switch origin {
        case .counted(let day): "policzone do \(PolishTypography.short(day))"
        case .outside(let f): "podane z zewnątrz: \(f.source)"
        case .kept(let s): s.version == 1 ? "zamknięte" : "korekta \(s.version - 1): \(s.reason)"
        case .none: ""
        }
    }
}
