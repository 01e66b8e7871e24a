public import Kernel

/// Where a case stands. Source: `ezd.md` § 1.8.
public enum CaseState: String, Sendable, CaseIterable {
    case new = "nowa"
    case inProgress = "w-toku"
    /// KPA art. 97–98; the term does not run.
    case suspended = "zawieszona"
    /// The final letter was sent.
    case settled = "zalatwiona"
    /// The day of final settlement is set; the file is locked.
    case closed = "zakonczona"
    /// Joined to another case, which goes on (połączona).
    case joined = "polaczona"
    /// Goes on under a new sign in another unit (R1.13).
    case continued = "kontynuowana"
    /// Opened by mistake; the number stays (R1.12).
    case mistaken = "omylkowa"
    /// Sent to the competent authority, KPA art. 65.
    case forwarded = "przekazana-wg-wlasciwosci"
    case archived = "w-archiwum"
    /// Handed over to the state archive.
    case handedOver = "przekazana-do-ap"
    case destroyed = "wybrakowana"

    public var polishName: String {
        switch self {
        case .new: "nowa"
        case .inProgress: "w toku"
        case .suspended: "zawieszona"
        case .settled: "załatwiona"
        case .closed: "zakończona"
        case .joined: "połączona z inną sprawą"
        case .continued: "kontynuowana pod nowym znakiem"
        case .mistaken: "założona omyłkowo"
        case .forwarded: "przekazana według właściwości"
        case .archived: "w archiwum zakładowym"
        case .handedOver: "przekazana do archiwum państwowego"
        case .destroyed: "wybrakowana"
        }
    }

    /// Nothing in the file may change but by a logged procedure (I6; regulation poz. 1518 § 6 item 2).
    public var isLocked: Bool {
        switch self {
        case .new, .inProgress, .suspended, .settled: false
        case .closed, .joined, .continued, .mistaken, .forwarded, .archived, .handedOver, .destroyed: true
        }
    }
    /// The day of final settlement is set, and nobody works on it any more.
    public var isCompleted: Bool { [.closed, .archived, .handedOver, .destroyed].contains(self) }
    /// The term of the case runs.
    public var isRunning: Bool { self == .new || self == .inProgress }
}

/// What can happen to a case.
public enum CaseEvent: String, Sendable, CaseIterable {
    case begin = "podjęcie-czynności"
    case suspend = "zawieszenie"
    case resume = "podjęcie-zawieszonej"
    case settle = "załatwienie"
    /// The final letter came back, or has to be written again.
    case unsettle = "cofnięcie-załatwienia"
    case close = "zakończenie"
    case reopen = "wznowienie"
    case join = "połączenie"
    case separate = "rozłączenie"
    case continueElsewhere = "zmiana-znaku"
    case markMistaken = "założona-omyłkowo"
    case forward = "przekazanie-wg-właściwości"
    case archive = "przejście-do-archiwum"
    case handOver = "przekazanie-do-ap"
    case destroy = "brakowanie"
}

/// The way of a case, event by event; the only place that decides what may follow what.
public enum CaseWorkflow {
    /// - Throws: `Problem` in the words of the person who tried.
    public static func next(_ state: CaseState, _ event: CaseEvent) throws(Problem) -> CaseState {
        switch (state, event) {
        case (.new, .begin): .inProgress
        case (.new, .suspend), (.inProgress, .suspend): .suspended
        case (.suspended, .resume): .inProgress
        case (.new, .settle), (.inProgress, .settle): .settled
        case (.settled, .unsettle): .inProgress
        // No answer is needed, or the case was settled by word: it may end at once.
        case (.new, .close), (.inProgress, .close), (.settled, .close): .closed
        case (.new, .join), (.inProgress, .join), (.suspended, .join): .joined
        case (.joined, .separate): .inProgress
        case (.new, .continueElsewhere), (.inProgress, .continueElsewhere), (.suspended, .continueElsewhere), (.settled, .continueElsewhere): .continued
        case (.new, .markMistaken), (.inProgress, .markMistaken): .mistaken
        case (.new, .forward), (.inProgress, .forward): .forwarded
        case (.closed, .reopen), (.forwarded, .reopen), (.archived, .reopen): .inProgress
        case (.closed, .archive), (.forwarded, .archive), (.joined, .archive): .archived
        case (.archived, .handOver): .handedOver
        case (.archived, .destroy): .destroyed
        default: throw refusal(state, event)
        }
    }

    public static func allowed(from state: CaseState) -> [CaseEvent] {
        CaseEvent.allCases.filter { event in (try? next(state, event)) != nil }
    }

    private static func refusal(_ state: CaseState, _ event: CaseEvent) -> Problem {
        let message: String =
            switch (state, event) {
            case (.suspended, .settle), (.suspended, .close), (.suspended, .forward), (.suspended, .markMistaken):
                "Sprawa jest zawieszona. Najpierw podejmij postępowanie."
            case (.closed, _): "Sprawa jest zakończona. Najpierw ją wznów."
            case (.archived, _): "Sprawa jest w archiwum zakładowym. Najpierw złóż wniosek o wycofanie."
            case (.mistaken, _): "Sprawę założono omyłkowo. Jej numer zostaje, ale nic więcej nie można w niej zrobić."
            case (.joined, _): "Sprawę połączono z inną. Dalsze czynności wykonaj w sprawie, do której ją dołączono."
            case (.continued, _): "Sprawa jest prowadzona pod nowym znakiem. Dalsze czynności wykonaj tam."
            default: "Sprawa jest w stanie „\(state.polishName)”. Tego nie można teraz zrobić."
            }
        return Problem(.conflict, message, cause: "\(state) does not allow \(event)")
    }
}
