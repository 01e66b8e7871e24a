public import Kernel
public import Law

extension DispatchRow {
    /// What the law says of a letter that waits to be collected: from when it will count as delivered, and on what assumption.
    ///
    /// - Returns: `nil` where nothing waits. For electronic deliveries a forecast only: the operator's proof decides (UDE art. 41–42).
    public func forecast(rule: DepositRule, today: Day) -> DeliveryEffect? {
        guard case .noticed(let first, let second) = state else { return nil }
        switch channel {
        case .eDelivery: return try? ElectronicDelivery(relation: .publicToOthers, availableOn: first).effect(calendar: rule.calendar)
        case .epuapDelivery:
            guard let law = CollectionRule.inForce(on: first), let days = law.deemedDeliveredAfter else {
                return .waiting(deemedOn: nil, basis: "pisma nieodebranego na ePUAP nie uznaje się od 2026 r. za doręczone", assumption: nil)
            }
            return .waiting(deemedOn: first.adding(days: days), basis: law.source, assumption: nil)
        case .registeredWithSlip, .courier, .hybrid:
            return try? PaperDelivery.effect(
                of: .deposited(Deposit(firstNotice: first, secondNotice: second)), today: today, shift: rule.shift, calendar: rule.calendar)
        default: return nil
        }
    }
}
