internal import Kernel

/// What can happen to a letter.
public enum OutgoingEvent: Sendable, Hashable {
    /// The author keeps a new version.
    case save
    /// Put forward on a path of so many levels.
    case submit(levels: Int)
    /// The author takes it back before the next decision.
    case recall
    case accept
    /// The approver changes the text himself and accepts.
    case correctAndAccept
    case sendBack(words: String)
    case sign
    /// An internal letter goes to the units without a signature.
    case distribute
    /// Every addressee has been handed over to a channel.
    case allHandedOver
    case deliveryChanged(DeliverySummary)
    /// An addressee's sending was taken back; the letter waits for sending again.
    case sendAgain
    case withdraw(reason: String)
    case cancel(reason: String)
}

/// What the addressees' deliveries come to, taken together.
public enum DeliverySummary: Sendable, Hashable {
    /// Something is still on its way.
    case onTheWay
    case delivered
    case undelivered
}

/// What has to be done when an event has been taken.
public enum OutgoingAction: Sendable, Hashable {
    case keepVersion
    case ask(level: Int)
    /// Give the letter its sign and date; once, however often it is accepted.
    case giveSign
    case askForSignature
    /// Make the current version final: from now on immutable (I4).
    case seal
}

/// The way of a letter from draft to delivery, as a pure value (R1.17).
public struct OutgoingWorkflow: Sendable, Hashable {
    public private(set) var state: OutgoingState
    public let kind: OutgoingLetterKind

    public init(_ state: OutgoingState = .draft, kind: OutgoingLetterKind) {
        self.state = state
        self.kind = kind
    }

    /// - Throws: `Problem` `.conflict` in an event's own words, where the state does not allow it; the state stays.
    public mutating func take(_ event: OutgoingEvent) throws -> [OutgoingAction] {
        switch (event, state) {
        case (.save, .draft), (.save, .returned):
            return [.keepVersion]
        case (.submit(let levels), .draft), (.submit(let levels), .returned):
            guard (1...ApprovalPath.longest).contains(levels) else {
                throw Problem(.invalidInput, "Wskaż od 1 do \(ApprovalPath.longest) osób akceptujących", field: "sciezka")
            }
            state = .awaitingApproval(level: 1, of: levels)
            return [.ask(level: 1)]
        case (.recall, .awaitingApproval):
            state = .draft
            return []
        case (.accept, .awaitingApproval(let level, let levels)), (.correctAndAccept, .awaitingApproval(let level, let levels)):
            let corrected: [OutgoingAction] = event == .correctAndAccept ? [.keepVersion] : []
            guard level == levels else {
                state = .awaitingApproval(level: level + 1, of: levels)
                return corrected + [.ask(level: level + 1)]
            }
            state = .approved
            return corrected + (kind == .outgoing ? [.giveSign, .askForSignature] : [.giveSign])
        case (.sendBack(let words), .awaitingApproval), (.sendBack(let words), .approved):
            guard !words.isEmpty else { throw Problem(.invalidInput, "Napisz, co poprawić", field: "uwagi") }
            state = .returned(words: words)
            return []
        case (.sign, .approved) where kind == .outgoing:
            state = .signed
            return [.seal]
        case (.distribute, .approved) where kind == .inside:
            state = .dispatched
            return [.seal]
        case (.distribute, .approved):
            throw Problem(.conflict, "To pismo wychodzi z urzędu. Najpierw trzeba je podpisać.")
        case (.allHandedOver, .signed):
            state = .dispatched
            return []
        case (.allHandedOver, .dispatched), (.allHandedOver, .delivered), (.allHandedOver, .undelivered):
            return []
        case (.deliveryChanged(let summary), .dispatched), (.deliveryChanged(let summary), .delivered), (.deliveryChanged(let summary), .undelivered):
            switch summary {
            case .onTheWay: state = .dispatched
            case .delivered: state = .delivered
            case .undelivered: state = .undelivered
            }
            return []
        case (.deliveryChanged, .signed):
            // Some addressees have not been sent to yet; the letter waits for them in the queue.
            return []
        case (.sendAgain, .signed), (.sendAgain, .dispatched), (.sendAgain, .undelivered):
            state = .signed
            return []
        case (.withdraw(let reason), .approved), (.withdraw(let reason), .signed):
            guard !reason.isEmpty else { throw Problem(.invalidInput, "Podaj powód wycofania", field: "powod") }
            state = .withdrawn(reason: reason)
            return []
        case (.cancel(let reason), .draft), (.cancel(let reason), .returned):
            guard !reason.isEmpty else { throw Problem(.invalidInput, "Podaj powód anulowania", field: "powod") }
            state = .cancelled(reason: reason)
            return []
        default:
            throw Problem(.conflict, refusal(event), cause: "event not allowed in state \(state.code)")
        }
    }

    private func refusal(_ event: OutgoingEvent) -> String {
        let now = "Pismo ma teraz stan: \(state.polishName)."
        switch event {
        case .save:
            return state.isEnded || isFinal
                ? "\(now) Jego treści nie można już zmienić. Napisz nowe pismo." : "\(now) Żeby je zmienić, wycofaj je z akceptacji albo zwróć do poprawy."
        case .submit: return "\(now) Do akceptacji przekazuje się projekt."
        case .recall: return "\(now) Z akceptacji można wycofać tylko pismo, które na nią czeka."
        case .accept, .correctAndAccept: return "\(now) Akceptować można tylko pismo przekazane do akceptacji."
        case .sendBack: return "\(now) Zwrócić można tylko pismo, które czeka na akceptację lub podpis."
        case .sign: return "\(now) Podpisać można tylko pismo zaakceptowane."
        case .distribute: return "\(now) Przekazać można tylko zaakceptowane pismo wewnętrzne."
        case .allHandedOver, .deliveryChanged, .sendAgain: return "\(now) Wysłać można tylko pismo podpisane."
        case .withdraw:
            return isFinal
                ? "\(now) Wysłanego pisma nie można wycofać. Wyślij sprostowanie." : "\(now) Projekt można anulować, a pismo oddane do akceptacji – z niej wycofać."
        case .cancel: return "\(now) Anulować można tylko projekt."
        }
    }

    private var isFinal: Bool {
        switch state {
        case .signed, .dispatched, .delivered, .undelivered: true
        default: false
        }
    }
}
