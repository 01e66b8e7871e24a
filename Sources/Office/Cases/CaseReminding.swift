internal import Chancery
internal import Kernel
internal import Law
internal import Store

/// Gives the reminders of a day and prepares the notices of delay (R4.2).
public enum CaseReminding {
    static let performer = Performer(id: "system:terminarz", name: "Terminarz")
    static let page = 100

    /// Everything due today in one office; what was given before is not given again, whoever else runs the round.
    ///
    /// - Returns: how many reminders were given.
    @discardableResult
    public static func round(_ office: OfficeHouse) async throws -> Int {
        let now = office.time.now, record = office.record
        let today = PolishTime.day(of: now)
        var after: (due: Day, id: CaseID)?
        var given = 0
        repeat {
            let from = after
            // Most rounds find nothing, and then nothing is written.
            let found = try await office.database.read { try CaseReminders.pending($0, today: today, after: from, limit: page) }
            if !found.rows.isEmpty {
                given += try await office.database.write { c in
                    var count = 0
                    for row in found.rows {
                        for reminder in row.reminders where try CaseReminders.give(c, row.file.id, due: row.due, reminder, at: now) {
                            count += 1
                            if reminder == .delayNotice { try prepareNotice(c, row.file, record, at: now, today: today) }
                        }
                    }
                    return count
                }
            }
            after = found.next
        } while after != nil
        return given
    }

    /// A draft of the notice of KPA art. 36 among the officer's letters; who reads it decides.
    private static func prepareNotice(_ c: any SQLConnection, _ file: CaseFile, _ record: OfficeRecord, at now: Instant, today: Day) throws {
        guard let id = file.officer, let officer = try Organisation.officer(c, id), officer.isActive(on: today),
            let built = try LetterTemplates.find(c, builtIn: BuiltInTemplateKey.delay), let template = try LetterTemplates.inForce(c, built.id, on: today)
        else { return }
        let addressees = try CaseAddressees.candidates(c, file).filter(\.isUsual).map(\.addressee)
        guard !addressees.isEmpty else { return }
        let unit = try Organisation.unit(c, file.unit, on: today)
        let owner = ActingOfficer(officer: id, name: officer.name, post: "", unit: file.unit, account: performer.id)
        let content = try LetterComposing.content(
            c, template,
            LetterComposing.Sources(office: record, file: file, addressees: addressees, officer: owner, unitName: unit?.name ?? "", today: today))
        // The letter is the officer's to change; that the program wrote it stands in the metryka and in the journal.
        let author = ActingOfficer(officer: id, name: performer.name, post: "program", unit: file.unit, account: performer.id)
        var draft = OutgoingDraft(
            caseReference: CaseReference(id: file.id, sign: file.sign.description), unit: file.unit, unitName: unit?.name ?? "", content: content)
        draft.beginsCase = false
        _ = try OutgoingLetters.create(c, draft, by: author, at: now)
    }
}
