public import Kernel

/// What became of a delivery in the eyes of the law.
public enum DeliveryEffect: Sendable, Hashable {
    /// Delivered on a day.
    /// - `isFiction`: nobody took the letter, the law counts it as delivered.
    /// - `assumption`: what the office assumed where the law is disputed; `nil` where it is clear.
    case delivered(on: Day, isFiction: Bool, basis: String, assumption: String?)
    /// Waits; will count as delivered on the day named unless it is taken earlier. `nil` when the law names no day.
    case waiting(deemedOn: Day?, basis: String, assumption: String?)
    /// No delivery; has to be repeated or put right.
    case failed(reason: String)

    public var deliveredOn: Day? { if case .delivered(let day, _, _, _) = self { day } else { nil } }
    public var isFiction: Bool { if case .delivered(_, true, _, _) = self { true } else { false } }
}

/// What happens when the last day of a period of fiction is a Saturday or a day off. A setting of the office.
public enum FictionShift: String, Sendable, CaseIterable, Codable {
    /// Moved to the next working day, as terms are (KPA art. 57 § 4). Safer for the party.
    case pastDaysOff = "przesuwaj"
    /// The day as counted.
    case none = "nie-przesuwaj"

    func day(_ raw: Day, _ calendar: OfficialCalendar) -> Day { self == .pastDaysOff ? calendar.workingDay(onOrAfter: raw) : raw }

    /// What to tell where the day depended on the setting.
    func assumption(_ raw: Day, _ calendar: OfficialCalendar) -> String? {
        guard let reason = calendar.dayOff(raw) else { return nil }
        return self == .pastDaysOff
            ? "Ostatni dzień przechowania \(raw) to dzień wolny (\(reason.polishName)); przyjęto następny dzień roboczy."
            : "Ostatni dzień przechowania \(raw) to dzień wolny (\(reason.polishName)); przyjęto ten dzień, bez przesunięcia."
    }
}
