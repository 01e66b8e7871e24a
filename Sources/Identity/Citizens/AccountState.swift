public import Kernel

/// The life of a citizen's account: used, unused, warned twice, gone.
///
///     active ─3 years unused→ unused ─notice→ noticed ─30 days, notice→ noticedTwice ─30 days→ deleted
///
/// Any sign-in makes it active again. Source: regulation on the Trusted Profile (Dz.U. 2020 poz. 1194) § 21–22.
public enum AccountState: Sendable, Hashable {
    case active
    /// Shut by the office or for safety; opens nothing until opened again.
    case disabled
    /// The first notice went out then.
    case noticed(at: Instant)
    case noticedTwice(at: Instant)
    case deleted

    public var opens: Bool {
        switch self {
        case .active, .noticed, .noticedTwice: true
        case .disabled, .deleted: false
        }
    }

    /// When an unused account is warned and deleted.
    public struct Rules: Sendable, Hashable {
        public var unusedYears: Int
        public var noticeDays: Int64

        public init(unusedYears: Int = 3, noticeDays: Int64 = 30) {
            self.unusedYears = unusedYears
            self.noticeDays = noticeDays
        }
        public static let standard = Rules()
    }

    /// What has to be done about the account now.
    public enum Duty: Sendable, Hashable { case firstNotice, secondNotice, deletion }

    /// - Parameters:
    ///   - usedAt: the last sign-in.
    ///   - isHeld: deletion would cost the person something that rests on the account (§ 21), so it waits.
    public func duty(usedAt: Instant, isHeld: Bool, rules: Rules, at now: Instant) -> Duty? {
        let pause = rules.noticeDays * 86_400
        switch self {
        case .active: return now >= usedAt.adding(years: rules.unusedYears) ? .firstNotice : nil
        case .noticed(let at): return now >= at.adding(seconds: pause) ? .secondNotice : nil
        case .noticedTwice(let at): return now >= at.adding(seconds: pause) && !isHeld ? .deletion : nil
        case .disabled, .deleted: return nil
        }
    }
}
