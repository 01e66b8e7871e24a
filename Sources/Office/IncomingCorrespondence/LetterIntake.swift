public import Chancery
public import Kernel
internal import Law
public import Store

/// A letter enters the office: its number, and what the automatic rules decide about it, in one transaction.
///
/// The one way in for every channel. Source: `ezd.md` § 1.3, § 1.5.
public enum LetterIntake {
    /// - Throws: `Problems` when a rule of registration is broken; then nothing of it stays.
    public static func register(_ c: any SQLConnection, _ r: Registration, by performer: Performer, at now: Instant) throws -> RegistrationOutcome {
        let outcome = try IncomingRegister.register(c, r, by: performer, at: now)
        guard case .registered(let number) = outcome, let letter = try IncomingRegister.reference(c, number) else { return outcome }
        for sender in r.metadata.senders { try enter(c, sender, by: performer, at: now) }
        let calendar = try WorkCalendar.load(c)
        try AutomaticRules.apply(c, to: letter, at: now) { !calendar.isWorkingDay($0) }
        return outcome
    }

    /// The sender joins the office's people and bodies. What a form would not let through never keeps the letter from being taken.
    private static func enter(_ c: any SQLConnection, _ sender: Correspondent, by performer: Performer, at now: Instant) throws {
        do { _ = try Contacts.fromLetter(c, sender, by: performer, at: now) } catch is Problems {}
    }
}
