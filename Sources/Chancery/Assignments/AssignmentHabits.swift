internal import Kernel
internal import Law
public import Store

/// What the office got used to: who was given letters of which sender, words, kind and class.
public enum AssignmentHabits {
    /// Proposes to whom a letter goes.
    ///
    /// - Parameters:
    ///   - unit: the unit whose head passes on; `nil` for the first assignment in the office.
    ///   - symbol: the class the caller supposes, where it does.
    public static func suggest(_ c: any SQLConnection, _ letter: LetterRef, within unit: UnitID? = nil, symbol: String? = nil) throws -> AssignmentSuggestion {
        guard var facts = try LetterFacts.of(c, letter) else { return AssignmentSuggestion(candidates: [], caution: nil) }
        facts.symbol = symbol
        return AssignmentSuggestion.from(facts, habits: try habits(c, of: LetterFeature.of(facts), scope: unit))
    }

    private static func scoped(_ feature: LetterFeature, _ unit: UnitID?) -> String { unit.map { "\($0)/\(feature.key)" } ?? feature.key }

    private static func habits(_ c: any SQLConnection, of features: [LetterFeature], scope: UnitID?) throws -> [AssignmentHabit] {
        var plain: [String: String] = [:]
        for f in features { plain[scoped(f, scope)] = f.key }
        return try c.query(
            """
            SELECT feature, unit_id, officer_id, label, manner, disposition, term_days, given FROM assignment_habit
            WHERE feature IN (\(list: features.map { scoped($0, scope) })) AND given > 0
            """
        ) { row in
            let officer: OfficerID = try row.id("officer_id")
            let feature = try row.text("feature")
            return AssignmentHabit(
                feature: plain[feature] ?? feature, holder: Holder(unit: try row.id("unit_id"), officer: officer.number == 0 ? nil : officer),
                label: try row.text("label"), manner: try row.symbol("manner"), disposition: try row.text("disposition"),
                termDays: try row.intOrNil("term_days").map(Int.init), given: Int(try row.int("given")))
        }
    }

    static func learn(_ c: any SQLConnection, letter: LetterRef, scope: UnitID?, lead: AssignmentRecipient, _ order: AssignmentOrder, today: Day) throws {
        guard let facts = try LetterFacts.of(c, letter) else { return }
        let features = LetterFeature.of(facts)
        guard !features.isEmpty else { return }
        let officer = lead.holder.officer?.number ?? 0
        let termDays = order.term.map { $0.daysSince1970 - today.daysSince1970 }
        var values: SQL = ""
        for (index, f) in features.enumerated() {
            if index > 0 { values += ", " }
            values += """
                (\(scoped(f, scope)), \(lead.holder.unit), \(officer), \(lead.label), \(lead.manner.rawValue), \(order.disposition), \(termDays), 1, \(today))
                """
        }
        try c.execute(
            """
            INSERT INTO assignment_habit (feature, unit_id, officer_id, label, manner, disposition, term_days, given, last_day) VALUES \(sql: values)
            ON CONFLICT (feature, unit_id, officer_id) DO UPDATE SET given = assignment_habit.given + 1, label = excluded.label, manner = excluded.manner,
                disposition = excluded.disposition, term_days = excluded.term_days, last_day = excluded.last_day
            """)
    }

    /// An assignment that was taken back says nothing about the next letter.
    static func forget(_ c: any SQLConnection, _ assignment: Assignment) throws {
        guard assignment.rule == nil, let lead = assignment.lead?.recipient, let facts = try LetterFacts.of(c, assignment.letter) else { return }
        try c.execute(
            """
            UPDATE assignment_habit SET given = given - 1
            WHERE feature IN (\(list: LetterFeature.of(facts).map { scoped($0, nil) })) AND unit_id = \(lead.holder.unit)
                AND officer_id = \(lead.holder.officer?.number ?? 0) AND given > 0
            """)
    }
}

extension LetterFacts {
    static func of(_ c: any SQLConnection, _ letter: LetterRef) throws -> LetterFacts? {
        switch letter.kind {
        case .incoming:
            try c.first("SELECT channel, sender_key, sender_label, title, metadata, arrival_day FROM incoming_letter WHERE id = \(letter.id)") { row in
                LetterFacts(
                    channel: try row.symbol("channel"), senderKey: try row.text("sender_key"), sender: try row.text("sender_label"),
                    title: try row.text("title"), kinds: try LetterMetadata(json: try row.text("metadata")).kinds,
                    arrivalDay: try row.parsed("arrival_day"))
            }
        case .internal:
            try LetterWork.find(c, letter).map { work in
                LetterFacts(
                    channel: nil, senderKey: PolishText.folded(work.counterpart), sender: work.counterpart, title: work.title, arrivalDay: work.arrivalDay)
            }
        }
    }
}
