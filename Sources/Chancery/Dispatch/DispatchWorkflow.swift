public import Kernel
public import Law

/// What evidence or a person tells about the letter to one addressee.
public enum DispatchEvent: Sendable, Hashable {
    /// The carrier has it.
    case submitted
    case noticed(Day)
    case noticedAgain(Day)
    case delivered(Day)
    case refused(Day)
    /// Back after the time in deposit: not collected.
    case uncollected(Day)
    /// Back for another reason: moved away, unknown, wrong address.
    case returned(Day, words: String)
    case deemed(Day, DeemedBasis)
    case failed(words: String)
    case cancelled(words: String)
}

/// How the day of deemed delivery is computed for a letter in deposit: the law's rule with the office's setting and calendar.
///
/// Source: KPA art. 44; whether a day off moves the day is disputed and therefore a setting (`FictionShift`).
public struct DepositRule: Sendable {
    public var shift: FictionShift
    public var calendar: OfficialCalendar

    public init(shift: FictionShift = .pastDaysOff, calendar: OfficialCalendar = .statutory) {
        self.shift = shift
        self.calendar = calendar
    }

    /// What a letter is that came back uncollected on a day.
    func ending(_ deposit: Deposit, returned day: Day) throws -> DispatchState {
        // The slip tells of a storage that has ended; a moved day of effect may still lie ahead.
        let period = PaperDeliveryRule.inForce(PaperDeliveryRule.all, on: deposit.firstNotice)?.keptFor ?? 0
        guard day >= deposit.firstNotice.adding(days: period) else {
            return .returned(day, words: "wróciło przed upływem \(period) dni przechowywania")
        }
        let after = calendar.workingDay(onOrAfter: day.adding(days: 1)).adding(days: 14)
        switch try PaperDelivery.effect(of: .deposited(deposit), today: after, shift: shift, calendar: calendar) {
        case .delivered(let effective, _, _, _): return .deemedDelivered(effective, .deposit)
        case .failed(let reason): return .returned(day, words: reason)
        case .waiting: return .returned(day, words: "wróciło przed upływem przechowywania")
        }
    }
}

/// The way of a letter to one addressee, as a pure value.
public struct DispatchWorkflow: Sendable {
    public private(set) var state: DispatchState
    public let channel: DispatchChannel
    /// Known notices outlive the state, so that the day of fiction can be told when the letter comes back.
    public private(set) var firstNotice: Day?
    public private(set) var secondNotice: Day?
    private let rule: DepositRule

    public init(_ state: DispatchState = .waiting, channel: DispatchChannel, firstNotice: Day? = nil, secondNotice: Day? = nil, rule: DepositRule = DepositRule()) {
        self.state = state
        self.channel = channel
        self.firstNotice = firstNotice
        self.secondNotice = secondNotice
        self.rule = rule
    }

    /// - Returns: whether anything changed; the same evidence twice, or evidence overtaken by a better one, changes nothing.
    /// - Throws: `Problem` `.conflict` where the event cannot be.
    public mutating func take(_ event: DispatchEvent) throws -> Bool {
        let before = (state, firstNotice, secondNotice)
        if case .cancelled = state {
            throw Problem(.conflict, "Tę wysyłkę anulowano. Sprawdź, którego pisma dotyczy dowód.")
        }
        switch event {
        case .submitted:
            switch state {
            case .waiting, .failed: state = .sent
            default: break
            }
        case .noticed(let day):
            firstNotice = firstNotice.map { min($0, day) } ?? day
            if isUnderWay { state = .noticed(first: firstNotice ?? day, second: secondNotice) }
        case .noticedAgain(let day):
            guard let first = firstNotice, day >= first else {
                throw Problem(.invalidInput, "Powtórne awizo nie może być wcześniejsze niż pierwsze. Wpisz najpierw datę pierwszego.", field: "awizo")
            }
            secondNotice = day
            if isUnderWay { state = .noticed(first: first, second: day) }
        case .delivered(let day):
            if let known = state.effectiveDay, known <= day { break }
            state = .delivered(day)
        case .refused(let day):
            if let known = state.effectiveDay, known <= day { break }
            state = .refused(day)
        case .uncollected(let day):
            guard state.effectiveDay == nil else { break }
            if channel == .registeredWithSlip || channel == .courier || channel == .hybrid {
                guard let first = firstNotice else {
                    throw Problem(
                        .invalidInput, "Podaj datę pierwszego awiza ze zwrotki. Od niej liczy się 14 dni przechowywania (art. 44 KPA).", field: "awizo")
                }
                state = try rule.ending(Deposit(firstNotice: first, secondNotice: secondNotice), returned: day)
            } else if channel == .eDelivery {
                try refuseOwnFiction()
            } else {
                state = .returned(day, words: "nie odebrano w terminie")
            }
        case .returned(let day, let words):
            guard state.effectiveDay == nil else { break }
            state = .returned(day, words: words)
        case .deemed(let day, let basis):
            guard state.effectiveDay == nil else { break }
            try check(basis, day)
            state = .deemedDelivered(day, basis)
        case .failed(let words):
            switch state {
            case .waiting, .sent, .failed: state = .failed(words: words)
            default: break
            }
        case .cancelled(let words):
            guard state == .waiting || state.needsAttention else {
                throw Problem(.conflict, "Pismo zostało już nadane. Wysyłki nie można anulować.")
            }
            state = .cancelled(words: words)
        }
        return before != (state, firstNotice, secondNotice)
    }

    /// Who does not collect an electronic delivery is reached by the operator's proof and by nothing of ours (UDE art. 41–42).
    private func refuseOwnFiction() throws {
        var forecast = ""
        if let firstNotice, case .waiting(let day?, _, _) = try ElectronicDelivery(relation: .publicToOthers, availableOn: firstNotice).effect(calendar: rule.calendar) {
            forecast = " Według naszej prognozy będzie to \(MomentWords.text(day))."
        }
        throw Problem(.invalidInput, "O dniu doręczenia rozstrzyga dowód otrzymania od operatora. Poczekaj na niego i wpisz jego datę.\(forecast)", field: "wynik")
    }

    /// A fiction must be one that the law knew on the day from which it counts.
    private func check(_ basis: DeemedBasis, _ day: Day) throws {
        let from = firstNotice ?? day
        switch basis {
        case .electronic where ElectronicDeliveryRule.inForce(ElectronicDeliveryRule.all, on: from) == nil:
            throw Problem(.invalidInput, "Przed 5.10.2021 nie było e-Doręczeń. Sprawdź datę dowodu.", field: "data")
        case .legacyPlatform where CollectionRule.inForce(on: from)?.deemedDeliveredAfter == nil:
            throw Problem(.invalidInput, "Od 1.01.2026 pisma nieodebranego na ePUAP nie uznaje się za doręczone. Wyślij je inną drogą.", field: "wynik")
        default: break
        }
    }

    private var isUnderWay: Bool {
        switch state {
        case .waiting, .sent, .noticed: true
        default: false
        }
    }
}
