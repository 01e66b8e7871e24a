public import Kernel
public import Law

/// Where a registered letter with an electronic return receipt (elektroniczne potwierdzenie odbioru, EPO) is.
///
/// The values of `statusEPOEnum` in the answer of `getEPOStatus` of Elektroniczny Nadawca, as two published clients made from its WSDL have
/// them alike. Source: R4.5.
public enum PostalStatus: String, Sendable, CaseIterable {
    case error = "ERROR"
    case posted = "NADANIE"
    case inTransport = "W_TRANSPORCIE"
    case customs = "CLO"
    case textMessage = "SMS"
    case outForDelivery = "W_DORECZENIU"
    case notice = "AWIZO"
    case secondNotice = "PONOWNE_AWIZO"
    case returned = "ZWROT"
    case delivered = "DORECZONA"
}

/// Who took the letter: the values of `podmiotDoreczeniaEnum` that both readings have. Newer services name more; those a person reads.
public enum PostalRecipient: String, Sendable, CaseIterable {
    case addressee = "ADRESAT"
    case householdMember = "PELNOLETNI_DOMOWNIK"
    case neighbour = "SASIAD"
    case caretaker = "DOZORCA_DOMU"

    public var polishName: String {
        switch self {
        case .addressee: "adresat"
        case .householdMember: "pełnoletni domownik"
        case .neighbour: "sąsiad"
        case .caretaker: "dozorca domu"
        }
    }

    /// What the delivery is to the law.
    ///
    /// - Parameter noticeLeft: a neighbour or caretaker delivers only where a notice was left for the addressee (KPA art. 43).
    public func outcome(on day: Day, noticeLeft: Bool) -> PaperOutcome {
        switch self {
        case .addressee: .personally(on: day)
        case .householdMember: .householdMember(on: day)
        case .neighbour, .caretaker: .neighbourOrCaretaker(on: day, noticeLeft: noticeLeft)
        }
    }
}

/// Why the letter came back: the values of `przyczynaZwrotuEnum` that both readings have.
public enum PostalReturnReason: String, Sendable, CaseIterable {
    case refused = "ODMOWA"
    case died = "ADRESAT_ZMARL"
    case unknown = "ADRESAT_NIEZNANY"
    case moved = "ADRESAT_WYPROWADZIL_SIE"
    case notCollected = "ADRESAT_NIE_PODJAL"
    case other = "INNA"

    public var polishName: String {
        switch self {
        case .refused: "odmowa przyjęcia"
        case .died: "adresat zmarł"
        case .unknown: "adresat nieznany"
        case .moved: "adresat wyprowadził się"
        case .notCollected: "adresat nie podjął w terminie"
        case .other: "inna przyczyna"
        }
    }

    /// A return that is a delivery, one that may be by fiction, or none. That the addressee had to tell of his move (KPA art. 41) is for a
    /// person to find out.
    public var outcome: DispatchEvidence.Outcome {
        switch self {
        case .refused: .refused
        case .notCollected: .uncollected
        case .died, .unknown, .moved, .other: .returned
        }
    }
}

/// What the post tells of one letter, by code or read from a slip of paper.
public struct PostalReceipt: Sendable, Hashable {
    public var status: PostalStatus
    /// Number of posting.
    public var number: String
    /// The day of delivery or return.
    public var day: Day?
    public var firstNotice: Day?
    public var secondNotice: Day?
    public var recipient: PostalRecipient?
    /// Whether the addressee was told that somebody else has the letter.
    public var noticeLeft = false
    public var reason: PostalReturnReason?
    /// Who took it or why it came back, in the post's words.
    public var words = ""

    public init(_ status: PostalStatus, number: String, day: Day? = nil) {
        self.status = status
        self.number = number
        self.day = day
    }

    /// The evidence it makes; `nil` for what changes nothing, and for an error, which a person looks into.
    public func evidence() throws -> DispatchEvidence? {
        switch status {
        case .error, .inTransport, .customs, .textMessage, .outForDelivery: return nil
        case .posted: return evidence(.submitted, day)
        case .notice: return evidence(.noticed, firstNotice ?? day)
        case .secondNotice: return evidence(.noticedAgain, secondNotice ?? day)
        case .returned: return evidence((reason ?? .other).outcome, day, words: words.isEmpty ? (reason ?? .other).polishName : words)
        case .delivered:
            guard let day, let recipient else { return evidence(.delivered, day) }
            switch try PaperDelivery.effect(of: recipient.outcome(on: day, noticeLeft: noticeLeft), today: day) {
            case .failed(let why): return evidence(.returned, day, words: why)
            case .delivered, .waiting: return evidence(.delivered, day, words: words.isEmpty ? recipient.polishName : "\(recipient.polishName): \(words)")
            }
        }
    }

    private func evidence(_ outcome: DispatchEvidence.Outcome, _ day: Day?, words: String? = nil) -> DispatchEvidence {
        var out = DispatchEvidence(.slip, outcome, day: day, key: "epo:\(number):\(outcome.rawValue):\(day?.description ?? "")")
        out.postingNumber = number
        // A second notice makes sense only after the first, and a return is judged by both.
        (out.firstNotice, out.secondNotice) = outcome == .noticed ? (nil, nil) : (firstNotice, outcome == .noticedAgain ? nil : secondNotice)
        out.words = String((words ?? self.words).prefix(300))
        return out
    }
}
