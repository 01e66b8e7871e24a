public import Kernel

/// What a term of law is for.
public enum StatutoryTermKind: String, Sendable, CaseIterable, Codable {
    /// A case that can be settled from what is at hand.
    case immediate = "niezwlocznie"
    /// A case that needs an investigation (postępowanie wyjaśniające).
    case investigation = "postepowanie-wyjasniajace"
    /// A specially complex case.
    case complex = "szczegolnie-skomplikowana"
    /// The appeal before the higher organ.
    case appealProceedings = "postepowanie-odwolawcze"
    /// Simplified proceedings.
    case simplified = "postepowanie-uproszczone"
    /// Sending a reminder of inactivity (ponaglenie) on to the higher organ.
    case reminderForwarding = "przekazanie-ponaglenia"
    /// Sending a letter to the competent organ.
    case forwarding = "przekazanie-wedlug-wlasciwosci"
    /// A complaint about how the office works (skarga powszechna).
    case complaint = "skarga"
    /// A motion to improve something (wniosek powszechny).
    case motion = "wniosek"
    case certificate = "zaswiadczenie"
    case publicInformation = "informacja-publiczna"
    /// The longest time for public information after a notice of delay.
    case publicInformationExtended = "informacja-publiczna-przedluzona"
    case petition = "petycja"
    case buildingNotice = "zgloszenie-budowy"
    case buildingPermit = "pozwolenie-na-budowe"
    /// A party's appeal from a decision.
    case appeal = "odwolanie"
    /// A party's appeal from an order (zażalenie).
    case orderAppeal = "zazalenie"
    /// The shortest time that a party may be given to complete a submission.
    case completion = "uzupelnienie-brakow"
    /// A party's request to restore a term.
    case restoration = "przywrocenie-terminu"
    /// A party's complaint to the voivodeship administrative court.
    case courtComplaint = "skarga-do-wsa"
}

/// From which event a term is counted.
public enum TermStart: String, Sendable, CaseIterable, Codable {
    /// The day the proceedings began: the request reached the organ, electronically the day of the proof of receipt (KPA art. 61 § 3, 3a).
    case commencement = "wszczecie"
    /// The day the letter reached the office.
    case receipt = "wplyw"
    /// The day the letter was delivered to the party.
    case delivery = "doreczenie"
    /// The day the obstacle ended.
    case endOfObstacle = "ustanie-przyczyny"

    public var polishName: String {
        switch self {
        case .commencement: "od wszczęcia postępowania"
        case .receipt: "od wpływu do urzędu"
        case .delivery: "od doręczenia"
        case .endOfObstacle: "od ustania przeszkody"
        }
    }
}

/// One term of law with its source and the time for which it holds.
public struct StatutoryTerm: Sendable, Hashable, Codable {
    /// Whom the term binds.
    public enum Bound: String, Sendable, Codable { case organ = "organ", party = "strona" }

    public var kind: StatutoryTermKind
    /// `nil`: without delay (niezwłocznie), with no number of days.
    public var length: Term?
    public var start: TermStart
    public var bound: Bound
    public var source: String
    /// Whether the length was read in the text of the act; otherwise it is from memory and the pages say so.
    public var isConfirmed: Bool
    public var validFrom: Day?
    /// The last day of validity; `nil` while it is in force.
    public var validTo: Day?

    public init(
        _ kind: StatutoryTermKind, _ length: Term?, from start: TermStart, binds bound: Bound = .organ, source: String, isConfirmed: Bool = true,
        validFrom: Day? = nil, validTo: Day? = nil
    ) {
        self.kind = kind
        self.length = length
        self.start = start
        self.bound = bound
        self.source = source
        self.isConfirmed = isConfirmed
        self.validFrom = validFrom
        self.validTo = validTo
    }

    /// The term in force on the day of its event; of several the one listed last, so that an office's own settings follow `all`.
    public static func inForce(_ kind: StatutoryTermKind, on day: Day, of terms: [StatutoryTerm] = all) -> StatutoryTerm? {
        terms.last { $0.kind == kind && $0.validFrom.map { $0 <= day } ?? true && $0.validTo.map { day <= $0 } ?? true }
    }

    public static let all: [StatutoryTerm] = [
        StatutoryTerm(.immediate, nil, from: .commencement, source: "KPA art. 35 § 2"),
        StatutoryTerm(.investigation, .months(1), from: .commencement, source: "KPA art. 35 § 3"),
        StatutoryTerm(.complex, .months(2), from: .commencement, source: "KPA art. 35 § 3"),
        StatutoryTerm(.appealProceedings, .months(1), from: .receipt, source: "KPA art. 35 § 3"),
        StatutoryTerm(.simplified, .months(1), from: .commencement, source: "KPA art. 35 § 3a"),
        StatutoryTerm(.reminderForwarding, .days(7), from: .receipt, source: "KPA art. 37 § 4"),
        StatutoryTerm(.forwarding, nil, from: .receipt, source: "KPA art. 65 § 1"),
        StatutoryTerm(.complaint, .months(1), from: .receipt, source: "KPA art. 237 § 1"),
        StatutoryTerm(.motion, .months(1), from: .receipt, source: "KPA art. 244 § 1"),
        StatutoryTerm(.certificate, .days(7), from: .receipt, source: "KPA art. 217 § 3"),
        StatutoryTerm(.publicInformation, .days(14), from: .receipt, source: "ustawa z 6.09.2001 o dostępie do informacji publicznej, art. 13 ust. 1"),
        StatutoryTerm(
            .publicInformationExtended, .months(2), from: .receipt, source: "ustawa z 6.09.2001 o dostępie do informacji publicznej, art. 13 ust. 2"),
        StatutoryTerm(.petition, .months(3), from: .receipt, source: "ustawa z 11.07.2014 o petycjach, art. 10 ust. 1", isConfirmed: false),
        StatutoryTerm(.buildingNotice, .days(21), from: .receipt, source: "Prawo budowlane art. 30 ust. 5"),
        StatutoryTerm(.buildingPermit, .days(65), from: .receipt, source: "Prawo budowlane art. 35 ust. 6"),
        StatutoryTerm(.appeal, .days(14), from: .delivery, binds: .party, source: "KPA art. 129 § 2"),
        StatutoryTerm(.orderAppeal, .days(7), from: .delivery, binds: .party, source: "KPA art. 141 § 2", isConfirmed: false),
        StatutoryTerm(.completion, .days(7), from: .delivery, binds: .party, source: "KPA art. 64 § 2", isConfirmed: false),
        StatutoryTerm(.restoration, .days(7), from: .endOfObstacle, binds: .party, source: "KPA art. 58 § 2"),
        StatutoryTerm(.courtComplaint, .days(30), from: .delivery, binds: .party, source: "PPSA art. 53 § 1", isConfirmed: false),
    ]
}
