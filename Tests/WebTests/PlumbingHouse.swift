import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import Logging
import NIOCore
import Store
import StoreSQLite
import Synchronization
@testable import Web

let noon = Instant(milliseconds: 1_773_316_800_000)
let phrase = "zielony rower nad stawem"

/// A house with one clerk, one reader and one administrator, and pages that print what a test needs to see.
struct TestHouse {
    let db: any Database
    let clock: Clock
    let sessions: Sessions
    let router: Router<AppContext>

    /// A clock the test moves.
    final class Clock: Sendable {
        private let value = Mutex(noon)
        var now: Instant {
            get { value.withLock { $0 } }
            set { value.withLock { $0 = newValue } }
        }
    }

    var app: some ApplicationProtocol {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)), logger: logger)
    }
}

func withHouse(secure: Bool = true, limits: BodyLimits = .standard, _ body: (TestHouse) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("web-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let db = try await SQLiteProvider(directory: folder).open(.platform)
    _ = try await Migrator(StoreMigrations.all + IdentityMigrations.all + OneTimeKeyMigrations.all).migrate(db, now: noon)
    let house = try await makeHouse(db, secure: secure, limits: limits)
    do {
        try await body(house)
        try await db.close()
    } catch {
        try? await db.close()
        throw error
    }
}

private func makeHouse(_ db: any Database, secure: Bool, limits: BodyLimits) async throws -> TestHouse {
    let hasher = PasswordHasher(cost: PasswordCost(logN: 4))
    let accounts = Accounts(platform: db, passwords: hasher)
    for (login, role) in [("klara", OfficeRole.chanceryPoint), ("czeslaw", .reader), ("adam", .administrator)] {
        let new = NewAccount(office: OfficeID("prusice")!, login: login, displayName: "Osoba Próbna", roles: [role])
        _ = try await accounts.add(new, password: phrase, by: Performer(id: "system:test", name: "test"), at: noon)
    }
    let clock = TestHouse.Clock()
    let sessions = Sessions(platform: db)
    let front = Front(
        time: TimeSource { clock.now }, sessions: sessions, cookieSecure: secure, areas: .standard(soap: ["/soap/"]), limits: limits,
        problems: ProblemRenderers(
            page: { status, problem, id in Response(status: status, body: .init(byteBuffer: ByteBuffer(string: "strona: \(problem.message) [\(id)]"))) },
            soap: { _, problem, _ in Response(status: .internalServerError, body: .init(byteBuffer: ByteBuffer(string: "fault: \(problem.message)"))) }
        ),
        keptForms: KeptFormPages(signIn: signInText, sendAgain: sendAgainText) { kept, token, problem, _ in sendAgainText(kept, token, problem.message) }
    )
    let router = front.makeRouter()
    let first = SignIn(platform: db, passwords: hasher, sessions: sessions)
    let signIn = OfficerSignIn(first: first, challenges: AuthorisationChallenges(keys: .generate()))
    let steps = SecondStepRoutes(
        signIn: signIn, sessions: sessions, cookie: front.cookie, links: ResourceLinks(stylesheet: "/zasoby/urzad.css", scripts: []), deliver: { _ in },
        sendAgain: sendAgainText)
    SignInRoutes(signIn: signIn, sessions: sessions, cookie: front.cookie, page: { form, _ in signInText(form) }, steps: steps).register(on: router)
    steps.register(on: router)
    StaticResources([.init(name: "urzad.css", bytes: Array("body{}".utf8))]).register(on: router)
    router.get("/health/live") { _, _ in "ok" }
    router.get("/zepsute") { _, _ -> Response in throw URLError(.badURL) }
    router.post("/soap/echo") { request, _ in "\(try await request.body.collect(upTo: 64 << 20).readableBytes)" }
    router.get("/api/v1/brak") { _, _ -> Response in throw Problem(.notFound, "Nie ma takiego pisma.") }
    let signedIn = router.group(context: SignedInContext.self)
    signedIn.get("/ja") { _, context in text("znak=\(context.formToken)\nkto=\(context.account.login)") }
    let clerk = signedIn.group(context: ClerkContext.self)
    clerk.get(PlacePattern.letters.route) { _, context in text("urząd=\(context.office)") }
    clerk.get(PlacePattern.letter.route) { _, context in text("\(try context.number("rok", as: Int.self))/\(try context.number("nr", as: Int64.self))") }
    let registering = clerk.group().add(middleware: PermissionDoor(.registerLetter))
    registering.post(PlacePattern.registration.route) { _, context in
        let key = try context.oneTimeKey(), account = context.account.id, now = context.now
        let location = try await db.write { c in
            try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                Place.letter(year: 2026, number: try Counter.next(c, "rpw", year: 2026)).link
            }
        }
        return Response.seeOther(location)
    }
    registering.post("/ezd/pliki") { request, context in
        let (form, files) = try await MultipartForm.collect(request, context)
        return text((["temat=\(form["temat"] ?? "")"] + files.map { "\($0.head.field)|\($0.head.name)|\($0.bytes.count)" }).joined(separator: "\n"))
    }
    registering.post("/ezd/bez-bazy") { request, context -> Response in
        if request.headers[.contentType]?.hasPrefix("multipart") == true { _ = try await MultipartForm.collect(request, context) }
        throw Problem(.unavailable, "Baza danych teraz nie odpowiada.")
    }
    signedIn.group(context: AdministratorContext.self).get(PlacePattern.people.route) { _, context in text("osoby \(context.office)") }
    return TestHouse(db: db, clock: clock, sessions: sessions, router: router)
}

private func signInText(_ form: SignInForm) -> Response {
    text(
        (["znak=\(form.token)", "login=\(form.login)", "powrot=\(form.returnTo ?? "")", form.problem?.message ?? ""]
            + (form.kept?.carriage ?? []).map { "niesie \($0.name)=\($0.value)" }).joined(separator: "\n"))
}

private func sendAgainText(_ kept: KeptForm, _ token: String) -> Response { sendAgainText(kept, token, "") }

private func sendAgainText(_ kept: KeptForm, _ token: String, _ problem: String) -> Response {
    text(
        ([problem, "znak=\(token)", "na=\(kept.path)", "pliki=\(kept.files.joined(separator: " "))"] + kept.fields.map { "\($0.name)=\($0.value)" })
            .joined(separator: "\n"))
}

func text(_ s: String) -> Response {
    Response(status: .ok, headers: [.contentType: "text/plain; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(string: s)))
}

/// A browser: keeps the cookie and the last form token.
struct Browser {
    let client: any TestClientProtocol
    var cookie: String?
    var token = ""

    init(_ client: any TestClientProtocol) { self.client = client }

    mutating func get(_ uri: String, headers: HTTPFields = [:]) async throws -> TestResponse {
        try keep(await client.execute(uri: uri, method: .get, headers: with(headers)))
    }

    mutating func post(_ uri: String, _ form: String, token: String? = nil, headers: HTTPFields = [:]) async throws -> TestResponse {
        var all = with(headers)
        if !all.contains(.contentType) { all[.contentType] = "application/x-www-form-urlencoded" }
        return try keep(await client.execute(uri: uri, method: .post, headers: all, body: ByteBuffer(string: form + "&_token=\(token ?? self.token)")))
    }

    mutating func upload(_ uri: String, _ body: String, headers: HTTPFields = [:]) async throws -> TestResponse {
        var all = with(headers)
        all[.contentType] = "multipart/form-data; boundary=abc"
        return try keep(await client.execute(uri: uri, method: .post, headers: all, body: ByteBuffer(string: body)))
    }

    mutating func signIn(_ login: String, _ password: String = phrase, to wanted: String? = nil) async throws -> TestResponse {
        _ = try await get("/logowanie")
        let back = wanted.map { "&powrot=\(PercentCoding.encode($0))" } ?? ""
        return try await post("/logowanie", "login=\(login)&haslo=\(PercentCoding.encode(password))\(back)")
    }

    private func with(_ headers: HTTPFields) -> HTTPFields {
        var headers = headers
        if let cookie { headers[.cookie] = cookie }
        return headers
    }

    private mutating func keep(_ response: TestResponse) -> TestResponse {
        if let set = response.headers[.setCookie] { cookie = String(set.prefix { $0 != ";" }) }
        for line in response.words.split(separator: "\n") where line.hasPrefix("znak=") { token = String(line.dropFirst(5)) }
        return response
    }
}

extension TestResponse {
    var words: String { String(buffer: body) }
}
