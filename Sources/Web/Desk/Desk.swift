internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import NIOCore
internal import Office
internal import Store

/// What the routes of the desk share.
struct Desk: Sendable {
    var house: House
    var accounts: Accounts
    var resources: StaticResources

    var links: ResourceLinks {
        ResourceLinks(stylesheet: resources.link("urzad.css"), scripts: ["klawisze.js", "lista.js", "formularz.js"].filter(resources.has).map(resources.link))
    }

    static let keysCookie = "klawisze"

    /// The frame of a page for this person, with the counts of what waits.
    func frame(_ context: some PageContext, _ account: Account, _ request: Request, _ section: DeskFrame.Section) async throws -> DeskFrame {
        let office = try await house.office(account.office)
        let mayRead = account.may(.readRegister)
        let today = PolishTime.day(of: context.now)
        let (waiting, dead, cases) = try await office.database.read { c in
            var q = RegisterQuery()
            q.view = .attention
            return (
                mayRead ? try IncomingRegister.count(c, q, today: today) : 0,
                account.may(.manageJobs) ? try Jobs.deadLetters(c, limit: 100).count : 0, try caseNavigation(c, account, today: today)
            )
        }
        return DeskFrame(
            officeName: office.record.name, personName: account.displayName, personRole: account.post, token: context.formToken, current: section,
            canRegister: account.may(.registerLetter), navigation: navigation(account, waiting: waiting, dead: dead, cases: cases), links: links,
            keysAllowed: request.cookies[Desk.keysCookie]?.value == "tak")
    }

    private func navigation(_ account: Account, waiting: Int, dead: Int, cases: [NavigationItem]) -> [NavigationGroup] {
        var chancery: [NavigationItem] = []
        if account.may(.registerLetter) { chancery.append(NavigationItem(.registration, Place.registration.link, "Zarejestruj pismo")) }
        if account.may(.readRegister) {
            chancery.append(NavigationItem(.letters, Place.letters.link, "Rejestr wpływów", count: waiting, isHot: true))
            chancery.append(NavigationItem(.receipts, Place.receipts.link, "Poświadczenia"))
        }
        var office: [NavigationItem] = []
        if account.may(.manageUsers) { office.append(NavigationItem(.people, Place.people.link, "Pracownicy")) }
        if account.may(.manageJobs) { office.append(NavigationItem(.queues, Place.queues.link, "Kolejki", count: dead, isHot: true)) }
        return [
            NavigationGroup(heading: "Kancelaria", items: chancery), NavigationGroup(heading: "Moja praca", items: cases),
            NavigationGroup(heading: "Urząd", items: office),
            NavigationGroup(
                heading: "Pomoc",
                items: [
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
