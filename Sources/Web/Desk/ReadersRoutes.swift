internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Logging
internal import Markup
internal import Office
internal import Store

/// Addresses of the lists "kto widział" (R1.19).
enum ReadersPlace: Address, Hashable {
    case letter(RegisterNumber)
    case file(CaseSign)
    case outgoing(OutgoingLetterID)

    var link: String {
        switch self {
        case .letter(let n): "/ezd/wplywy/\(n.year)/\(n.number)/kto-widzial"
        case .file(let sign): "/ezd/sprawy/\(sign)/kto-widzial"
        case .outgoing(let id): "/ezd/pisma/\(id)/kto-widzial"
        }
    }

    enum Pattern: String {
        case letter = "/ezd/wplywy/{rok}/{nr}/kto-widzial"
        case file = "/ezd/sprawy/{znak}/kto-widzial"
        case outgoing = "/ezd/pisma/{id}/kto-widzial"

        var route: RouterPath { RouterPath(rawValue) }
    }
}

extension Desk {
    /// Notes that a person read a document that is not public.
    ///
    /// On a full disk nothing can be written and work goes on: then the reading stands in the log of the server.
    func noteReading(
        _ document: ReadingLog.Document, access: Access, office: OfficeHouse, account: Account, worker: OfficerAtWork?, at now: Instant, logger: Logger
    ) async throws {
        guard access != .fullyPublic else { return }
        let actor = account.performer.id, name = worker?.acting.signedName ?? account.performer.name
        do {
            try await office.database.write { c in _ = try ReadingLog.note(c, document, access: access, by: actor, name: name, at: now) }
        } catch let error as SQLError where error.code == .diskFull {
            logger.warning("reading not journalled, disk full", metadata: ["actor": "\(actor)", "document": "\(document)", "office": "\(office.record.id)"])
        }
    }
}

/// Who read a letter, a case or a letter of the office's own.
struct ReadersRoutes: Sendable {
    let desk: Desk
    static let pageSize = 50

    func register(on router: RouterGroup<OfficerContext>) {
        typealias P = ReadersPlace.Pattern
        router.get(P.letter.route) { request, context in try await letter(request, context) }
        router.get(P.file.route) { request, context in try await file(request, context) }
        router.get(P.outgoing.route) { request, context in try await outgoing(request, context) }
    }

    /// The same words whether a thing is not there or may not be asked about.
    private static let missing = Problem(.notFound, "Nie ma takiego dokumentu wśród tych, o których czytających możesz zapytać.")

    private func letter(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let number = try context.registerNumber()
        return try await page(request, context, name: number.description, back: Place.letter(year: number.year, number: number.number).link, .letter(number)) {
            c, rights, before in
            guard let letter = try IncomingRegister.find(c, number),
                ReadingLog.mayAsk(rights, about: try LetterAccess.subjects(c, .incoming(letter.id), access: letter.metadata.access))
            else { throw ReadersRoutes.missing }
            return try ReadingLog.readings(c, of: number, before: before, limit: Self.pageSize + 1)
        }
    }

    private func file(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let sign = try context.caseSign()
        return try await page(request, context, name: sign.description, back: CasePlace.file(sign).link, .file(sign)) { c, rights, before in
            guard let file = try Cases.find(c, sign), ReadingLog.mayAsk(rights, about: [file.accessSubject()]) else { throw ReadersRoutes.missing }
            return try ReadingLog.readings(c, of: file, before: before, limit: Self.pageSize + 1)
        }
    }

    private func outgoing(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let id = OutgoingLetterID(try context.number("id"))
        return try await page(request, context, name: id.identifier, back: OutgoingPlace.letter(id).link, .outgoing(id)) { c, rights, before in
            guard let letter = try OutgoingLetters.find(c, id), ReadingLog.mayAsk(rights, about: try OutgoingAccess.subjects(c, letter)) else {
                throw ReadersRoutes.missing
            }
            return try ReadingLog.readings(c, of: id, before: before, limit: Self.pageSize + 1)
        }
    }

    private func page(
        _ request: Request, _ context: OfficerContext, name: String, back: String, _ place: ReadersPlace,
        _ read: @Sendable @escaping (any SQLConnection, OfficerRights, Int64?) throws -> [ReadingLog.Reading]
    ) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let before = try FormValues(query: request.uri.query)["po"].flatMap { Int64($0) }
        let rights = worker.rights
        let found = try await worker.office.database.read { try read($0, rights, before) }
        let rows = Array(found.prefix(Self.pageSize))
        return Desk.html(
            ReadersPage(
                frame: try await desk.frame(context, worker, request, .cases), name: name, back: back, rows: rows,
                first: before == nil ? nil : place.link, next: found.count > Self.pageSize ? rows.last.map { place.link(["po": String($0.seq)]) } : nil,
                today: PolishTime.day(of: context.now)
            ).render())
    }
}

/// Who read it, newest first.
struct ReadersPage: Sendable {
    var frame: DeskFrame
    var name: String
    var back: String
    var rows: [ReadingLog.Reading]
    var first: String?
    var next: String?
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Kto widział: \(name)") { h in
            WorkTop("Kto widział: \(name)").write(&h)
            h.el("div", .cls("page")) { h in
                h.el("p") { h in h.el("a", .cls("back"), .href(back), text: "Wróć do dokumentu") }
                h.el("p", .cls("muted"), text: PolishTypography.glued("Zapisujemy każde otwarcie dokumentu, który nie jest publiczny w całości."))
                if rows.isEmpty { return EmptyState("Nikt jeszcze nie otworzył", "Gdy ktoś to zrobi, zobaczysz tu kto i kiedy.").write(&h) }
                Grid("Odczyty, od najnowszego", ["Kiedy", "Kto", "Co"]).write(&h, rows) { h, r in
                    h.el("th", .attr("scope", "row"), text: Moment.text(r.at, today: today))
                    h.el("td", .cls("wide"), text: r.who)
                    h.el("td", .cls("ref"), text: r.what)
                }
                Pager(first: first, next: next, label: "Strony listy").write(&h)
            }
        }
    }
}
