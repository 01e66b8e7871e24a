/// Where a letter stands on its way (R1.17).
public enum OutgoingState: Sendable, Hashable {
    case draft
    /// Levels below `level` have accepted.
    case awaitingApproval(level: Int, of: Int)
    case returned(words: String)
    case approved
    case signed
    /// Handed over to every addressee's channel.
    case dispatched
    case delivered
    /// At least one addressee did not get it; a person must decide.
    case undelivered
    /// Taken back after approval or signature, before it was sent; stays in the file.
    case withdrawn(reason: String)
    /// Given up as a draft; stays in the file (rejected drafts are part of it).
    case cancelled(reason: String)

    /// As it is kept.
    public var code: String {
        switch self {
        case .draft: "projekt"
        case .awaitingApproval: "do-akceptacji"
        case .returned: "zwrocone"
        case .approved: "zaakceptowane"
        case .signed: "podpisane"
        case .dispatched: "wyslane"
        case .delivered: "doreczone"
        case .undelivered: "niedoreczone"
        case .withdrawn: "wycofane"
        case .cancelled: "anulowane"
        }
    }

    public var polishName: String {
        switch self {
        case .draft: "projekt"
        case .awaitingApproval(let level, let of): of == 1 ? "do akceptacji" : "do akceptacji (stopień \(level) z \(of))"
        case .returned: "zwrócone do poprawy"
        case .approved: "zaakceptowane, do podpisu"
        case .signed: "podpisane, do wysłania"
        case .dispatched: "wysłane"
        case .delivered: "doręczone"
        case .undelivered: "niedoręczone"
        case .withdrawn: "wycofane"
        case .cancelled: "anulowane"
        }
    }

    /// The words a person gave: why it came back or was given up.
    public var words: String? {
        switch self {
        case .returned(let words), .withdrawn(let words), .cancelled(let words): words
        default: nil
        }
    }
    public var isEditable: Bool {
        switch self {
        case .draft, .returned: true
        default: false
        }
    }
    /// Nothing more will happen to it.
    public var isEnded: Bool {
        switch self {
        case .delivered, .withdrawn, .cancelled: true
        default: false
        }
    }

    init?(code: String, level: Int?, of levels: Int?, words: String?) {
        switch code {
        case "projekt": self = .draft
        case "do-akceptacji": self = .awaitingApproval(level: level ?? 1, of: levels ?? 1)
        case "zwrocone": self = .returned(words: words ?? "")
        case "zaakceptowane": self = .approved
        case "podpisane": self = .signed
        case "wyslane": self = .dispatched
        case "doreczone": self = .delivered
        case "niedoreczone": self = .undelivered
        case "wycofane": self = .withdrawn(reason: words ?? "")
        case "anulowane": self = .cancelled(reason: words ?? "")
        default: return nil
        }
    }
}
