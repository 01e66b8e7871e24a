public import Kernel

/// How a letter was brought to the organ, as far as it decides which day counts for a term.
public enum FilingWay: String, Sendable, CaseIterable {
    /// To the organ's address for electronic delivery.
    case electronicDelivery = "e-doreczenia"
    /// Through an account or service of the organ that issues a receipt (UPP).
    case electronicService = "usluga"
    /// Posted with the designated operator (operator wyznaczony, Poczta Polska).
    case designatedOperator = "operator-wyznaczony"
    /// Posted in another state of the Union, the EEA or Switzerland with its operator of universal services.
    case universalOperatorAbroad = "operator-zagraniczny"
    /// Another postal operator or a courier.
    case otherOperator = "inny-operator"
    /// At a Polish consulate.
    case consulate = "konsulat"
    /// A soldier, at the command of the unit.
    case soldierCommand = "dowodztwo"
    /// A member of a ship's crew, to the captain.
    case shipCaptain = "kapitan"
    /// A person deprived of liberty, to the administration of the prison.
    case prison = "zaklad-karny"
    /// At the organ itself.
    case inPerson = "osobiscie"

    /// Whether handing in keeps the term, whenever the letter reaches the organ.
    ///
    /// Source: KPA art. 57 § 5; operators abroad (point 2) are from memory.
    public var countsWhenHandedIn: Bool {
        switch self {
        case .electronicDelivery, .electronicService, .designatedOperator, .universalOperatorAbroad, .consulate, .soldierCommand, .shipCaptain, .prison: true
        case .otherOperator, .inPerson: false
        }
    }

    /// Whether the sender needs a proof of receipt for the day of sending to count.
    public var needsProofOfReceipt: Bool { self == .electronicDelivery || self == .electronicService }

    /// What the day of handing in is called for this way.
    public var polishName: String {
        switch self {
        case .electronicDelivery: "wysłanie na adres do e-Doręczeń"
        case .electronicService: "wysłanie przez system urzędu"
        case .designatedOperator: "nadanie u operatora wyznaczonego"
        case .universalOperatorAbroad: "nadanie u operatora powszechnego za granicą"
        case .otherOperator: "nadanie u innego operatora"
        case .consulate: "złożenie w konsulacie"
        case .soldierCommand: "złożenie w dowództwie jednostki"
        case .shipCaptain: "złożenie kapitanowi statku"
        case .prison: "złożenie w zakładzie karnym"
        case .inPerson: "złożenie w urzędzie"
        }
    }
}

/// What is known about the arrival of a letter.
public struct Filing: Sendable, Hashable {
    public var way: FilingWay
    /// The day it was posted, sent or handed in; `nil` when nobody noted it.
    public var handedIn: Day?
    /// The day it reached the organ.
    public var received: Day
    /// Whether a proof of receipt was issued; only for electronic ways.
    public var hasProofOfReceipt: Bool

    public init(way: FilingWay, handedIn: Day?, received: Day, hasProofOfReceipt: Bool = true) {
        self.way = way
        self.handedIn = handedIn
        self.received = received
        self.hasProofOfReceipt = hasProofOfReceipt
    }
}

/// Whether a letter kept its term.
public enum Timeliness: Sendable, Hashable {
    /// Done on the day that counts, not after the end.
    case kept(on: Day, reason: String)
    /// So many days after the end.
    case late(on: Day, days: Int, reason: String)
    /// A person has to find out something first.
    case unknown(reason: String)

    public var reason: String {
        switch self {
        case .kept(_, let reason), .late(_, _, let reason), .unknown(let reason): reason
        }
    }

    /// Compares a letter with the last day of its term.
    ///
    /// Source: KPA art. 57 § 5: posting, sending or handing in at the places named there before the end keeps the term; otherwise
    /// the day on which the letter reached the organ counts.
    public static func of(_ filing: Filing, termEnd end: Day) -> Timeliness {
        func settled(_ day: Day, _ reason: String) -> Timeliness {
            day <= end ? .kept(on: day, reason: reason) : .late(on: day, days: day.daysSince1970 - end.daysSince1970, reason: reason)
        }
        // What reached the organ in time is in time, however it came.
        if filing.received <= end { return settled(filing.received, "pismo dotarło do urzędu przed końcem terminu") }
        guard filing.way.countsWhenHandedIn else { return settled(filing.received, "liczy się dzień, w którym pismo dotarło do urzędu") }
        guard !filing.way.needsProofOfReceipt || filing.hasProofOfReceipt else {
            return settled(filing.received, "nie ma dowodu otrzymania, więc liczy się dzień, w którym pismo dotarło do urzędu")
        }
        guard let handedIn = filing.handedIn else { return .unknown(reason: "wpisz dzień: \(filing.way.polishName)") }
        guard handedIn <= filing.received else { return .unknown(reason: "sprawdź daty: \(filing.way.polishName) jest po wpływie do urzędu") }
        return settled(handedIn, "liczy się \(filing.way.polishName) (art. 57 § 5 KPA)")
    }
}
