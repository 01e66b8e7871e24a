internal import HTTPTypes
internal import Identity
internal import Kernel

/// One operation of the API: all that the router, the checks, the document and the page of help know of it.
struct APIOperation: Sendable {
    /// Every operation by name. The document and the router walk this list; `SystemDesk.work` answers it exhaustively.
    enum ID: String, Sendable, CaseIterable {
        case showToken
        case listLetters, registerLetter, getLetter, addLetterFile, getLetterFile
        case listCases, openCase, getCase, getMetryka, joinLetter, settleCase, closeCase
        case listDocuments, addDocument, addNote, getDocumentContent
        case listOutgoing, draftOutgoing, getOutgoing
        case listDispatches, getDispatch, listEvidence
        case search, listOutgoingRegister
        case searchClasses, getClass, listUnits
    }

    enum Verb: String, Sendable { case get, post }

    enum Place: String, Sendable { case path, query }

    struct Parameter: Sendable {
        var place: Place
        var name: String
        var schema: APISchema
        var words: String
        var isRequired: Bool
        var example: JSONValue?
    }

    struct Answer: Sendable {
        var status: Int
        var words: String
        /// `nil` for bytes.
        var schema: APISchema?
        var example: JSONValue?
    }

    struct Body: Sendable {
        var fields: [APISchema.Field]
        /// The field that holds files; then the request may be `multipart/form-data` as well, with the rest in a part `data`.
        var files: String?
        var example: JSONValue
    }

    var id: ID
    var verb: Verb
    /// From the root of the API: `/letters/{year}/{number}`.
    var path: String
    var group: String
    var summary: String
    var words: String
    /// `nil` for what every token may ask.
    var scope: SystemScope?
    var parameters: [Parameter]
    var body: Body?
    var answer: Answer
    /// The request names the version it saw (`If-Match`).
    var isVersioned = false

    static let root = "/api/v1"

    /// What may go wrong, with its reason.
    var refusals: [(status: Int, words: String)] {
        var out: [(Int, String)] = [
            (400, "Żądania nie da się odczytać"), (401, "Brak klucza, klucz nieznany, odwołany albo po terminie"),
            (403, "Zakres klucza albo prawa opiekuna na to nie pozwalają"),
            (404, "Nie ma takiego obiektu w urzędzie tego klucza"), (422, "Wartości łamią reguły; lista pól w errors"),
            (429, "Za dużo żądań; nagłówek Retry-After mówi, kiedy spróbować"), (503, "Serwer chwilowo nie przyjmuje"),
        ]
        if verb == .post { out += [(409, "Stan obiektu na to nie pozwala"), (413, "Treść jest za duża"), (415, "Nieobsługiwany rodzaj treści")] }
        if isVersioned { out += [(412, "Ktoś zmienił obiekt po tym, jak go odczytano"), (428, "Brakuje nagłówka If-Match")] }
        return out.sorted { $0.0 < $1.0 }
    }
}
