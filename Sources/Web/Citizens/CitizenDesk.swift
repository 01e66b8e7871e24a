internal import Exchange
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// What the routes of citizens share.
struct CitizenDesk: Sendable {
    var house: House
    var identity: RegionalIdentity
    var platform: Platform
    var links: ResourceLinks
    var cookie: SessionCookie
    var forms: Sessions
    /// Whether one may come by Węzeł Krajowy.
    var offersNode = false
    /// Between the password and the second step; opens nothing else.
    var pendingCookie: SessionCookie { SessionCookie(secure: cookie.secure, word: "logowanie-kod") }
    /// Between asking for a new password and setting it; opens nothing else.
    var resetCookie: SessionCookie { SessionCookie(secure: cookie.secure, word: "nowe-haslo") }

    func frame(_ context: some PageContext, _ current: CitizenFrame.Section? = nil) -> CitizenFrame {
        CitizenFrame(person: context.app.citizen?.userID.description, token: context.formToken, current: current, links: links)
    }

    static func html(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response { Desk.html(bytes, status: status) }

    /// The person of a signed-in account.
    func person(_ context: CitizenContext) async throws -> Person {
        let id = context.account.person
        guard let person = try await identity.platform.read({ c in try identity.people.find(c, id) }) else {
            throw Problem(.notFound, "Nie ma takiej osoby. Przyjdź do punktu potwierdzającego.")
        }
        return person
    }

    func factors(_ context: CitizenContext) async throws -> (held: Set<FactorKind>, addresses: [CodeAddress]) {
        let owner = context.account.owner
        return try await identity.platform.read { c in
            (try FactorChange.held(c, owner), try ContactFactors.list(c, owner).map(\.address))
        }
    }

    /// Carries a form out once, in one transaction of the shared database; a mistake shows the form again with every word.
    func carryOut(
        _ context: CitizenContext, fallback: String, renamed: [String: String] = [:], again: (FormPart) async throws -> Response,
        act: @escaping @Sendable (any SQLConnection, Instant) throws -> String
    ) async throws -> Response {
        let key = try context.oneTimeKey(), now = context.now, citizen = context.account.id
        do {
            let location = try await identity.platform.write { c in
                try OneTimeKeys.once(c, key: key, citizen: citizen, at: now) { c in try act(c, now) }
            }
            return .seeOther(location)
        } catch {
            return try await shownAgain(error, context.form, fallback: fallback, renamed: renamed, again: again)
        }
    }

    /// Problems of the person's own making stand at their fields; all others go on.
    func shownAgain(
        _ error: any Error, _ values: FormValues, fallback: String, renamed: [String: String] = [:], again: (FormPart) async throws -> Response
    ) async throws -> Response {
        let found: [Problem]
        switch error {
        case let problems as Problems: found = problems.all
        case let problem as Problem where [.conflict, .invalidInput, .forbidden, .unavailable].contains(problem.code): found = [problem]
        default: throw error
        }
        let placed = found.map { p in Problem(p.code, p.message, field: p.field.map { renamed[$0] ?? $0 }, cause: p.cause) }
        var form = FormPart(values, placed, fallback: fallback)
        for secret in ["haslo", "kod-mail", "kod-telefon", CodeQuestion.field] { form.values[secret] = "" }
        return try await again(form)
    }
}

/// By what a person answers for a code where several ways are open: the app first, since it costs no message.
enum CodeWays {
    static let order: [FactorKind] = [.totp, .phoneCode, .mailCode, .recoveryCode]

    static func preferred(_ held: Set<FactorKind>, asked: String?) -> FactorKind? {
        if let asked = asked.flatMap(FactorKind.init(rawValue:)), held.contains(asked), order.contains(asked) { return asked }
        return order.first(where: held.contains)
    }

    static func address(_ kind: FactorKind, in addresses: [CodeAddress]) -> CodeAddress? { addresses.first { $0.kind == kind } }
}

extension Response {
    static func seeOther(_ place: CitizenPlace) -> Response { seeOther(place.link) }
}
