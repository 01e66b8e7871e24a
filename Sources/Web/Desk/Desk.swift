internal import Chancery
internal import Exchange
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import NIOCore
internal import Office
internal import Store
internal import Typesetting

/// What the routes of the desk share.
struct Desk: Sendable {
    var house: House
    var accounts: Accounts
    var resources: StaticResources
    /// Cookies travel over TLS only.
    var secureCookies = false
    var typesetter: Typesetter?
    /// There is a mail server, so addressees can be told by e-mail.
    var sendsMail = false
    /// The confirmation points, for the way there; `nil` where the page needs none.
    var points: (@Sendable (Account, Instant) async throws -> Bool)?

    var links: ResourceLinks {
        ResourceLinks(stylesheet: resources.link("urzad.css"), scripts: ["klawisze.js", "lista.js", "formularz.js"].filter(resources.has).map(resources.link))
    }

    static let keysCookie = "klawisze"

    /// The frame of a page for this person, with the counts of what waits.
    ///
    /// - Parameter worker: who works in the electronic office, where that was found out already.
    func frame(
        _ context: some PageContext, _ account: Account, _ request: Request, _ section: DeskFrame.Section, worker: OfficerAtWork? = nil
    ) async throws -> DeskFrame {
        var worker = worker
        // An account that belongs to no officer yet still has its other pages.
        if worker == nil, account.may(.workInOffice) { worker = try? await officer(request, account, at: context.now) }
        let office = try await house.office(account.office)
        let today = PolishTime.day(of: context.now)
        let rights = worker?.rights, acting = worker?.acting
        let counts = try await office.database.read { c in
            var q = RegisterQuery()
            q.view = .attention
            var counts = WorkCounts()
            if account.may(.readRegister) { counts.attention = try IncomingRegister.count(c, q, today: today) }
            if account.may(.manageJobs) { counts.deadJobs = try Jobs.deadLetters(c, limit: 100).count }
            if let rights, let acting { try counts.fill(c, rights, acting, today: today) }
            return counts
        }
        return DeskFrame(
            officeName: office.record.name, personName: acting?.signedName ?? account.displayName, personRole: acting?.post ?? account.post,
            token: context.formToken, current: section, canRegister: account.may(.registerLetter),
            navigation: navigation(
                OfficeKeeper(office: office, account: account, worker: worker), counts, atPoint: try await points?(account, context.now) ?? false, section),
            links: links,
            keysAllowed: request.cookies[Desk.keysCookie]?.value == "tak",
            isTraining: office.record.isTraining, walk: request.cookies[HelpWalk.cookie].flatMap { HelpWalk(cookie: $0.value) },
            inPlaceOf: acting?.inPlaceOf.map { DeskFrame.InPlaceOf(name: $0.name, key: OneTimeKey().description) })
    }

    /// The frame of a page of somebody who works with letters and cases.
    func frame(_ context: some PageContext, _ worker: OfficerAtWork, _ request: Request, _ section: DeskFrame.Section) async throws -> DeskFrame {
        guard let account = context.app.account else { throw Problem(.unauthenticated, "Zaloguj się.") }
        return try await frame(context, account, request, section, worker: worker)
    }

    /// The document of a letter as people read it; `nil` where it is a scan, or nothing that can be drawn.
    func readable(_ letter: IncomingLetter, _ office: OfficeHouse) async throws -> ReadableDocument? {
        guard let main = letter.files.first(where: { $0.role == .document }), let hash = main.hash, main.mediaType == "text/xml" else { return nil }
        return (try? CorrespondenceDocument.read(try await office.blobs.bytes(office.database, hash)))?.readable
    }

    private func navigation(_ keeper: OfficeKeeper, _ counts: WorkCounts, atPoint: Bool, _ section: DeskFrame.Section) -> [NavigationGroup] {
        let account = keeper.account, worker = keeper.worker
        var chancery: [NavigationItem] = []
        if account.may(.registerLetter) { chancery.append(NavigationItem(.registration, Place.registration.link, "Zarejestruj pismo")) }
        if account.may(.readRegister) {
            chancery.append(NavigationItem(.letters, Place.letters.link, "Rejestr wpływów", count: counts.attention, isHot: true))
            chancery.append(NavigationItem(.receipts, Place.receipts.link, "Poświadczenia"))
        }
        var work: [NavigationItem] = []
        if let worker {
            work.append(NavigationItem(.day, DayRoutes.pattern, "Mój dzień"))
            if worker.rights.decide(.assign).extent != nil {
                work.append(NavigationItem(.assignment, AssignmentPlace.queue.link, "Dekretacja", count: counts.toAssign))
            }
            work.append(NavigationItem(.tray, AssignmentPlace.tray.link, "Skrzynka", count: counts.mine, isHot: counts.overdue > 0))
            work += caseNavigation(worker, counts)
            work.append(NavigationItem(.drafts, OutgoingPlace.mine.link, "Pisma", count: counts.drafts))
            if worker.rights.decide(.approve).extent != nil {
                work.append(NavigationItem(.approval, ApprovalPlace.queue.link, "Akceptacja", count: counts.toApprove))
                work.append(NavigationItem(.signing, ApprovalPlace.signing.link, "Podpis", count: counts.toSign))
            }
            if worker.rights.decide(.register).isAllowed {
                chancery.append(NavigationItem(.dispatch, DispatchPlace.queue.link, "Wysyłka", count: counts.toSend))
                chancery.append(NavigationItem(.sent, DispatchPlace.register(.outgoing).link, "Rejestr wysyłek"))
                chancery.append(NavigationItem(.returns, DispatchPlace.returns.link, "Zwroty", count: counts.undelivered, isHot: true))
                chancery.append(NavigationItem(.store, PaperStorePlace.list.link, "Skład", count: counts.overduePaper, isHot: true))
            }
        }
        if let worker { chancery += Desk.office(worker) }
        switch worker?.rights.decide(.destroy).extent {
        case .whole: chancery.append(NavigationItem(.archive, ArchivePlace.list.link, "Archiwum", count: counts.archiveRequests, isHot: true))
        case .opinion: chancery.append(NavigationItem(.archive, ArchivePlace.disposals.link, "Brakowanie"))
        default: break
        }
        if atPoint { chancery.append(NavigationItem(.confirmationPoint, PointPlace.queue.link, "Punkt potwierdzający")) }
        var office = Desk.administration(keeper)
        if account.may(.manageUsers) || worker?.rights.decide(.editFilePlan).isAllowed == true {
            office.append(NavigationItem(.templates, TemplatePlace.list.link, "Szablony pism"))
        }
        if account.may(.manageJobs) { office.append(NavigationItem(.queues, Place.queues.link, "Kolejki", count: counts.deadJobs, isHot: true)) }
        if account.may(.workInProgramme) { office.append(NavigationItem(.programme, ProgrammePlace.board.link, "Program e-Urząd")) }
        if account.may(.manageSystems) { office.append(NavigationItem(.tokens, SystemsPlace.list.link, "Systemy")) }
        return [
            NavigationGroup(heading: "Moja praca", items: work), NavigationGroup(heading: "Kancelaria", items: chancery),
            NavigationGroup(heading: "Podatki", items: Desk.taxes(account)),
            NavigationGroup(heading: "Urząd", items: office),
            NavigationGroup(
                heading: "Pomoc",
                items: [
                    NavigationItem(.help, HelpPlace.page(section.rawValue).link, "Pomoc do tej strony"),
                    NavigationItem(.training, TrainingPlace.courses.link, "Szkolenia"),
                    NavigationItem(.account, OwnPlace.account.link, "Moje konto"),
                    NavigationItem(.shortcuts, Place.shortcuts.link, "Skróty klawiszy"), NavigationItem(.status, Place.status.link, "Stan systemu"),
                ]),
        ]
    }

    static func html(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, headers: [.contentType: "text/html; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

/// The problems of a form by field, for showing it again.
func fieldErrors(_ problems: [Problem], fallback: String) -> [String: String] {
    Dictionary(problems.map { ($0.field ?? fallback, $0.message) }) { first, _ in first }
}
