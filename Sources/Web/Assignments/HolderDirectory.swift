internal import Chancery
internal import Kernel
internal import Law
internal import Markup
internal import Store

/// The units and officers to whom a letter can be given, as they are typed and offered.
struct HolderDirectory: Sendable {
    struct Entry: Sendable {
        var holder: Holder
        /// As it is offered and shown: `Sowa Adam, GK` or `GK – Referat Gospodarki Komunalnej`.
        var label: String
        /// What also means it when typed: the code of a unit.
        var code: String
        /// Who stands in today, where the officer is away.
        var standIn: String?
    }

    var entries: [Entry] = []

    /// - Parameter units: only these, with their officers; `nil` for the whole office.
    static func load(_ c: any SQLConnection, on day: Day, within units: Set<UnitID>? = nil) throws -> HolderDirectory {
        var out = HolderDirectory()
        var away: [OfficerID: String] = [:]
        for s in try Organisation.substitutions(c, notOverOn: day) where s.from <= day {
            guard let name = try Organisation.officer(c, s.substitute)?.name else { continue }
            away[s.absent] = "nieobecność do \(PolishTypography.short(s.to)), zastępuje \(name)"
        }
        let tree = try Organisation.tree(c, on: day)
        for unit in tree.units where units?.contains(unit.id) ?? true {
            out.entries.append(Entry(holder: Holder(unit: unit.id), label: unit.label, code: unit.code.description))
            for (officer, _) in try Organisation.staff(c, of: unit.id, on: day) {
                out.entries.append(
                    Entry(
                        holder: Holder(unit: unit.id, officer: officer.id), label: "\(officer.listName), \(unit.code)", code: "", standIn: away[officer.id]))
            }
        }
        return out
    }

    /// What was typed: the label, the code of a unit, or the beginning of one label only.
    func find(_ text: String) -> Entry? {
        let wanted = PolishText.folded(text)
        guard !wanted.isEmpty else { return nil }
        if let exact = entries.first(where: { PolishText.folded($0.label) == wanted || (!$0.code.isEmpty && $0.code.lowercased() == wanted) }) { return exact }
        let beginning = entries.filter { PolishText.folded($0.label).hasPrefix(wanted) }
        return beginning.count == 1 ? beginning[0] : nil
    }

    func label(_ holder: Holder) -> String? { entries.first { $0.holder == holder }?.label }
}

extension HolderDirectory {
    func standIn(_ holder: Holder) -> String? { entries.first { $0.holder == holder }?.standIn }
}
