public import Chancery
public import Kernel
internal import Law
public import Store

/// An internal letter reaches its recipients: a number in the register of internal letters, and work in the trays of those it is for.
public enum InternalDistribution {
    @discardableResult
    public static func distribute(_ c: any SQLConnection, _ at: LetterAt, by officer: ActingOfficer, at now: Instant) throws -> OutgoingRegisterNumber {
        guard let letter = try OutgoingLetters.find(c, at.id) else { throw Problem(.notFound, "Nie ma takiego pisma.") }
        let number = try Dispatch.distribute(c, at, by: officer, at: now)
        let work = LetterRef(.internal, letter.id.number)
        let content = letter.version.content
        try LetterWork.begin(
            c, work, reference: number.description, counterpart: letter.unitName, title: content.metadata.title, arrivalDay: PolishTime.day(of: now),
            by: officer.performer, at: now)
        let recipients = content.addressees.compactMap { a -> AssignmentRecipient? in
            guard let unit = a.unit else { return nil }
            return AssignmentRecipient(
                Holder(unit: unit, officer: a.officer), label: a.correspondent.label, manner: a.role == .copy ? .information : .settle)
        }
        guard !recipients.isEmpty, let begun = try LetterWork.find(c, work) else { return number }
        var led = recipients
        let lead = led.firstIndex { $0.manner == .settle } ?? 0
        for index in led.indices {
            led[index].isLead = index == lead
            // One holder settles; the others are told.
            if index != lead, led[index].manner == .settle { led[index].manner = .information }
        }
        _ = try Assignments.assign(
            c, work, version: begun.version, AssignmentOrder(led, disposition: "Pismo wewnętrzne: \(letter.unitName)", origin: .distribution), by: officer, at: now)
        if let file = letter.caseReference?.id {
            let element = CaseElementContent(
                .internalLetter, title: content.metadata.title, reference: letter.identifier, date: letter.letterDate, access: content.metadata.access)
            try Cases.add(c, element, to: file, wording: .none, by: officer, at: now)
        }
        return number
    }
}
