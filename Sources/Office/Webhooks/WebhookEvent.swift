internal import Chancery
internal import Kernel
internal import Store

/// What domain systems may be told of.
///
/// Each is one kind of entry of the journal: whatever writes the entry (a page, the connector, the API) tells the systems, in
/// the same transaction, without knowing of them.
public enum WebhookEvent: String, Sendable, Hashable, CaseIterable {
    case letterRegistered = "letter.registered"
    case letterCancelled = "letter.cancelled"
    case letterFileAdded = "letter.file-added"
    case caseOpened = "case.opened"
    case caseLetterJoined = "case.letter-joined"
    case caseDocumentAdded = "case.document-added"
    case caseSettled = "case.settled"
    case caseClosed = "case.closed"
    case caseReopened = "case.reopened"
    case outgoingDrafted = "outgoing.drafted"
    case outgoingSigned = "outgoing.signed"
    case dispatchOrdered = "dispatch.ordered"
    case dispatchChanged = "dispatch.changed"

    /// The act of the journal (`JournalEntry.act`).
    var act: String {
        switch self {
        case .letterRegistered: "rejestracja"
        case .letterCancelled: "anulowanie-numeru"
        case .letterFileAdded: "dołączenie-pliku"
        case .caseOpened: "wszczęcie-sprawy"
        case .caseLetterJoined: "dołączenie-pisma"
        case .caseDocumentAdded: "dołączenie-do-akt"
        case .caseSettled: CaseEvent.settle.rawValue
        case .caseClosed: CaseEvent.close.rawValue
        case .caseReopened: CaseEvent.reopen.rawValue
        case .outgoingDrafted: "pismo-projekt"
        case .outgoingSigned: "pismo-podpis"
        case .dispatchOrdered: "wysyłka-zlecona"
        case .dispatchChanged: "wysyłka-stan"
        }
    }

    public var polishName: String {
        switch self {
        case .letterRegistered: "zarejestrowano pismo"
        case .letterCancelled: "anulowano numer pisma"
        case .letterFileAdded: "dołączono plik do pisma"
        case .caseOpened: "wszczęto sprawę"
        case .caseLetterJoined: "dołączono pismo do sprawy"
        case .caseDocumentAdded: "dołączono dokument do akt"
        case .caseSettled: "załatwiono sprawę"
        case .caseClosed: "zakończono sprawę"
        case .caseReopened: "wznowiono sprawę"
        case .outgoingDrafted: "powstał projekt pisma"
        case .outgoingSigned: "podpisano pismo"
        case .dispatchOrdered: "zlecono wysyłkę"
        case .dispatchChanged: "zmienił się stan wysyłki"
        }
    }

    static func of(act: String) -> WebhookEvent? { allCases.first { $0.act == act } }
}

/// What a system is sent: that something happened to an object, and where the object can be read. No content of it, so that
/// a message that went astray tells nothing of a citizen.
struct WebhookMessage: Sendable {
    var office: OfficeID
    /// `nil` for a message of trial.
    var event: WebhookEvent?
    var seq: Int64
    var at: Instant
    /// As the journal names it, for example `sprawa:17`.
    var object: String
    var actor: String

    /// The same however often it is sent: what the receiver remembers to take each message once.
    var id: String { "\(office)-\(seq)" }
    static let trialType = "ping"
    var type: String { event?.rawValue ?? Self.trialType }

    /// The address of the object in the API; empty where it has none.
    static func link(_ object: String) -> String {
        let parts = object.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return "" }
        switch parts[0] {
        case "pismo": return RegisterNumber(parts[1]).map { "/api/v1/letters/\($0.year)/\($0.number)" } ?? ""
        case "sprawa": return "/api/v1/cases/\(parts[1])"
        case "pismo-wychodzące": return OutgoingLetterID(identifier: parts[1]).map { "/api/v1/outgoing/\($0)" } ?? ""
        case "wysyłka": return "/api/v1/dispatches/\(parts[1])"
        default: return ""
        }
    }

    /// The system that did it, so that it need not listen to itself; empty for people.
    var system: String {
        guard actor.hasPrefix("system:"), let slash = actor.lastIndex(of: "/") else { return "" }
        return String(actor[actor.index(actor.startIndex, offsetBy: 7)..<slash])
    }

    var json: String {
        let pairs = [
            ("id", id), ("type", type), ("at", at.description), ("office", office.description), ("object", object), ("href", Self.link(object)), ("system", system),
        ]
        return "{" + pairs.map { "\(Self.quoted($0.0)):\(Self.quoted($0.1))" }.joined(separator: ",") + "}"
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for s in text.unicodeScalars {
            switch s {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            default:
                if s.value < 0x20 {
                    let hex = String(s.value, radix: 16)
                    out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                } else {
                    out.unicodeScalars.append(s)
                }
            }
        }
        return out + "\""
    }
}
