internal import Chancery
internal import Identity
internal import Kernel
internal import Law
internal import Office
internal import Store

/// A domain system at work: its token was checked, its guardian works in the office, its scope covers the operation. Only
/// `SystemDesk` makes one, so an operation that forgot to ask does not compile.
struct SystemAtWork: Sendable {
    var office: OfficeHouse
    var token: SystemToken
    /// Acts are done under the system's name, in the unit of its guardian.
    var acting: ActingOfficer
    /// The guardian's; scopes narrow them.
    var rights: OfficerRights
    var guardianName: String

    var performer: Performer { Performer(id: acting.account, name: acting.name) }

    /// Keeps the whole register of the office in sight.
    var seesRegister: Bool {
        rights.visibility([.whole, .metadata]).rules.contains { $0.reach == .office && $0.classes.isEmpty && !$0.archivedOnly }
    }

    func requireRegister() throws {
        guard seesRegister else {
            throw Problem(.forbidden, "Opiekun klucza (\(guardianName)) nie ma wglądu w rejestry urzędu. Poproś administratora o klucz z innym opiekunem.")
        }
    }
}

/// A file that came with a request.
struct SystemUpload: Sendable {
    var name: String
    var mediaType: String
    var bytes: [UInt8]
}

/// One request of a system, read and checked against the schema of its operation.
struct SystemCall: Sendable {
    var system: SystemAtWork
    var now: Instant
    var parameters: [String: JSONValue]
    var body: JSONValue
    var files: [SystemUpload]
    /// From `If-Match`.
    var version: Int64?

    var today: Day { PolishTime.day(of: now) }
    func text(_ name: String) -> String? { parameters[name]?.string }
    func number(_ name: String) -> Int64? { parameters[name]?.int }
    func day(_ name: String) -> Day? { parameters[name]?.string.flatMap { Day($0) } }
    var limit: Int { Int(number("limit") ?? 50) }

    /// Words of the body without white space around them.
    func words(_ name: String) -> String { body[name]?.string?.trimmingWhiteSpace ?? "" }
    func value<T: LosslessStringConvertible>(_ name: String, as type: T.Type = T.self) -> T? { body[name]?.string.flatMap { T($0) } }
    var access: Access? { body["access"]?.string.flatMap(Access.init(rawValue:)) }
}

/// What an operation answers.
struct SystemAnswer: Sendable {
    enum Body: Sendable {
        case json(JSONValue)
        case file(ContentHash, name: String, mediaType: String)
    }
    var body: Body
    var location: String?
    var version: Int64?

    init(_ json: JSONValue, location: String? = nil, version: Int64? = nil) {
        body = .json(json)
        self.location = location
        self.version = version
    }

    init(file: ContentHash, name: String, mediaType: String) { body = .file(file, name: name, mediaType: mediaType) }

    /// A page of a list.
    static func page(_ items: [JSONValue], next: Int64? = nil) -> SystemAnswer {
        SystemAnswer(.of(["items": .array(items), "next": next.map { .int($0) } ?? .null]))
    }
}

/// How an operation reaches the database of the office.
enum SystemWork: Sendable {
    case read(@Sendable (any SQLConnection) throws -> SystemAnswer)
    /// Runs in the transaction that holds the idempotency key; blobs of the request are recorded there before.
    case write(@Sendable (any SQLConnection, [StagedUpload]) throws -> SystemAnswer)
}

/// A file of a request, safe on disk.
struct StagedUpload: Sendable {
    var name: String
    var mediaType: String
    var size: Int
    var hash: ContentHash
}
