public import Kernel
public import Law

/// What a changed decision or a corrected declaration does to the instalments.
///
/// Source: Ordynacja podatkowa art. 254 (change of a fixing decision), art. 81 (correction), art. 47 § 1 (14 days); where an increase
/// is paid is a setting.
public struct InstalmentChange: Sendable, Hashable {
    /// The instalments after the change; their sum is the new tax.
    public let instalments: [Instalment]
    /// The charge (przypis) or, negative, the reduction (odpis).
    public let difference: Money
    /// What instalments that were already due fall by. It is an overpayment as far as they were paid.
    public let reducedDue: Money

    /// - Parameters:
    ///   - total: the new tax of the year.
    ///   - delivered: the day of delivery of the decision, or of filing of the correction; instalments due on that day or before stay, unless the
    ///     reduction is greater than all later ones.
    public static func apply(
        to plan: [Instalment], total: Money, delivered: Day, settings: TaxSettings = .standard, calendar: OfficialCalendar = .statutory
    ) throws(Problem) -> InstalmentChange {
        guard total >= .zero, total <= .largest else { throw Problem(.invalidInput, "Podatek musi być kwotą od 0 zł do 10 mld zł.", field: "total") }
        let difference = total - plan.map(\.amount).sum
        guard difference != .zero else { return InstalmentChange(instalments: plan, difference: .zero, reducedDue: .zero) }
        var due = plan.filter { $0.due <= delivered }
        let later = plan.filter { $0.due > delivered }
        let open = later.map(\.amount).sum
        let earliest = InstalmentDates.earliest(after: delivered, calendar: calendar)

        if difference > .zero, later.isEmpty || settings.increaseDue == .separately {
            let extra = Instalment(due: earliest, amount: difference)
            return InstalmentChange(instalments: (plan + [extra]).sorted { $0.due < $1.due }, difference: difference, reducedDue: .zero)
        }
        if open + difference >= .zero {
            let parts = later.isEmpty ? [] : try Instalments.split(open + difference, into: later.count, settings: settings)
            let changed = zip(later, parts).map { Instalment(due: difference > .zero ? max($0.due, earliest) : $0.due, amount: $1) }
            return InstalmentChange(instalments: (due + changed).filter { $0.amount > .zero }, difference: difference, reducedDue: .zero)
        }
        // All later instalments fall away; the rest of the reduction takes from the latest of those due.
        let excess = -(open + difference)
        var left = excess
        for index in due.indices.reversed() {
            let taken = min(left, due[index].amount)
            due[index].amount -= taken
            left -= taken
        }
        return InstalmentChange(instalments: due.filter { $0.amount > .zero }, difference: difference, reducedDue: excess)
    }
}
