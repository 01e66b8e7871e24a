/// One thing a domain system (system dziedzinowy) may do: a verb on a resource. What no scope gives, no token may.
public enum SystemScope: String, Sendable, Hashable, CaseIterable {
    case lettersRead = "letters:read"
    case lettersWrite = "letters:write"
    case casesRead = "cases:read"
    case casesWrite = "cases:write"
    case documentsRead = "documents:read"
    case documentsWrite = "documents:write"
    case outgoingRead = "outgoing:read"
    case outgoingWrite = "outgoing:write"
    case dispatchesRead = "dispatches:read"
    case searchRead = "search:read"
    case planRead = "plan:read"
    case unitsRead = "units:read"

    public var polishName: String {
        switch self {
        case .lettersRead: "czyta rejestr wpływów i pliki pism"
        case .lettersWrite: "rejestruje pisma i dołącza do nich pliki"
        case .casesRead: "czyta sprawy i metryki"
        case .casesWrite: "zakłada, załatwia i kończy sprawy, dołącza do nich pisma"
        case .documentsRead: "czyta akta spraw"
        case .documentsWrite: "dołącza do akt notatki i pliki"
        case .outgoingRead: "czyta pisma wychodzące"
        case .outgoingWrite: "zakłada projekty pism wychodzących"
        case .dispatchesRead: "czyta wysyłki i dowody doręczenia"
        case .searchRead: "szuka w rejestrach"
        case .planRead: "czyta wykaz akt"
        case .unitsRead: "czyta wykaz komórek"
        }
    }
}
