public import Kernel

/// Why a letter counts as delivered though nobody took it.
public enum DeemedBasis: String, Sendable, CaseIterable, Codable {
    /// Kept in deposit and not collected (KPA art. 44 § 4).
    case deposit = "kpa-44"
    /// Not collected from the address for electronic delivery (ustawa o doręczeniach elektronicznych, art. 42).
    case electronic = "ude-42"
    /// Public notice (KPA art. 49).
    case publicNotice = "kpa-49"
    /// Not collected on ePUAP under the rules in force until 4.10.2021 (KPA art. 46, repealed); old cases only.
    case legacyPlatform = "kpa-46-dawny"

    public var polishName: String {
        switch self {
        case .deposit: "po upływie przechowywania na poczcie lub w urzędzie (art. 44 KPA)"
        case .electronic: "po upływie 14 dni od udostępnienia (art. 42 ustawy o doręczeniach elektronicznych)"
        case .publicNotice: "po upływie 14 dni od obwieszczenia (art. 49 KPA)"
        case .legacyPlatform: "po drugim zawiadomieniu na ePUAP (dawny art. 46 KPA)"
        }
    }
}

/// Where the letter to one addressee stands.
public enum DispatchState: Sendable, Hashable {
    /// Ordered; not with the carrier yet (in the queue of the connector, in the posting book).
    case waiting
    case sent
    /// Nobody was met; it lies at the post office or in the municipality (awizo).
    case noticed(first: Day, second: Day?)
    case delivered(Day)
    case deemedDelivered(Day, DeemedBasis)
    /// Refused; counts as delivered on that day (KPA art. 47 § 2).
    case refused(Day)
    /// Came back undelivered.
    case returned(Day, words: String)
    /// The channel gave it up.
    case failed(words: String)
    /// Taken back before it left.
    case cancelled(words: String)

    public var code: String {
        switch self {
        case .waiting: "oczekuje"
        case .sent: "wyslane"
        case .noticed: "awizowane"
        case .delivered: "doreczone"
        case .deemedDelivered: "uznane-za-doreczone"
        case .refused: "odmowa"
        case .returned: "zwrocone"
        case .failed: "nieudane"
        case .cancelled: "anulowane"
        }
    }

    public var polishName: String {
        switch self {
        case .waiting: "czeka na wysłanie"
        case .sent: "wysłane"
        case .noticed(let first, let second): "awizo od \(MomentWords.text(second ?? first))"
        case .delivered(let day): "doręczone \(MomentWords.text(day))"
        case .deemedDelivered(let day, _): "uznane za doręczone \(MomentWords.text(day))"
        case .refused(let day): "odmowa przyjęcia \(MomentWords.text(day)), uznane za doręczone"
        case .returned(let day, let words): "zwrócone \(MomentWords.text(day)): \(words)"
        case .failed(let words): "nie wysłano: \(words)"
        case .cancelled(let words): "wysyłkę anulowano: \(words)"
        }
    }

    /// The day on which it counts as delivered, for terms and finality.
    public var effectiveDay: Day? {
        switch self {
        case .delivered(let day), .deemedDelivered(let day, _), .refused(let day): day
        default: nil
        }
    }
    public var needsAttention: Bool {
        switch self {
        case .returned, .failed: true
        default: false
        }
    }

    init?(code: String, day: Day?, words: String, first: Day?, second: Day?) {
        switch (code, day) {
        case ("oczekuje", _): self = .waiting
        case ("wyslane", _): self = .sent
        case ("awizowane", _):
            guard let first else { return nil }
            self = .noticed(first: first, second: second)
        case ("doreczone", let day?): self = .delivered(day)
        case ("uznane-za-doreczone", let day?):
            guard let basis = DeemedBasis(rawValue: words) else { return nil }
            self = .deemedDelivered(day, basis)
        case ("odmowa", let day?): self = .refused(day)
        case ("zwrocone", let day?): self = .returned(day, words: words)
        case ("nieudane", _): self = .failed(words: words)
        case ("anulowane", _): self = .cancelled(words: words)
        default: return nil
        }
    }

    var day: Day? {
        switch self {
        case .delivered(let day), .deemedDelivered(let day, _), .refused(let day), .returned(let day, _): day
        default: nil
        }
    }
    var words: String {
        switch self {
        case .deemedDelivered(_, let basis): basis.rawValue
        case .returned(_, let words), .failed(let words), .cancelled(let words): words
        default: ""
        }
    }

    /// How far a dispatch is, as the letter's summary needs it; kept beside the state so that a mass mailing is never read through.
    enum Phase: Int, Sendable {
        case waiting = 0, onTheWay = 1, settled = 2, attention = 3
        /// Sent by a way that brings no proof: nothing more is waited for.
        case sentWithoutProof = 4
        case cancelled = 5
    }
    func phase(by channel: DispatchChannel) -> Phase {
        switch self {
        case .waiting: .waiting
        case .sent: channel.bringsProofOfDelivery ? .onTheWay : .sentWithoutProof
        case .noticed: .onTheWay
        case .delivered, .deemedDelivered, .refused: .settled
        case .returned, .failed: .attention
        case .cancelled: .cancelled
        }
    }
}
