public import Chancery
public import Kernel
internal import Law
public import Store

/// Handing letters over by people, where the evidence, the register and the case meet.
public enum HandOvers {
    /// Writes down who took a letter, with the proof.
    ///
    /// - Throws: `Problems` of the form; `Problem` where the person does not send letters, or the letter does not wait for it.
    public static func record(
        _ c: any SQLConnection, _ receipt: HandOverReceipt, of id: DispatchID, acting: ActingOfficer, rights: OfficerRights, at now: Instant
    ) throws {
        try rights.decide(.register).require()
        guard let row = try Dispatch.find(c, id) else { throw Problem(.notFound, "Nie ma takiej wysyłki.") }
        guard row.awaitsHandOver else {
            throw Problem(.conflict, "To pismo nie czeka na odbiór. Sposób: \(row.channel.polishName), stan: \(row.state.polishName).")
        }
        let problems = receipt.problems(for: row, today: PolishTime.day(of: now))
        guard problems.isEmpty else { throw Problems(problems) }
        try EvidenceIntake.receive(c, receipt.evidence(of: id), by: acting.performer, at: now)
    }
}
