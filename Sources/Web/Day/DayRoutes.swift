internal import Chancery
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// The start page of whoever works with letters and cases, and the stream that keeps its numbers fresh.
struct DayRoutes: Sendable {
    let desk: Desk
    static let pattern = "/ezd/dzien"
    static let stream = "/ezd/dzien/zmiany"

    func register(on router: RouterGroup<OfficerContext>) {
        router.get(RouterPath(DayRoutes.pattern)) { request, context in try await page(request, context) }
        router.get(RouterPath(DayRoutes.stream)) { request, context in try await changes(request, context) }
    }

    private func page(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let today = PolishTime.day(of: context.now)
        let now = context.now
        let (counts, items, reminders) = try await worker.office.database.read { c in
            (
                try DayCounts.of(c, worker, today: today), try DayItems.of(c, worker, today: today),
                try CaseReminders.given(
                    c, to: worker.acting.inPlaceOf?.officer ?? worker.acting.officer,
                    headOf: worker.rights.headedUnits.sorted(), since: now.adding(seconds: -7 * 86_400))
            )
        }
        let calendar = try await worker.office.database.read { try WorkCalendar.load($0) }
        var greeting = PolishTypography.weekday(today).prefix(1).uppercased() + PolishTypography.weekday(today).dropFirst() + " \(today.year)"
        if let free = calendar.dayOff(today) { greeting += " · \(free.polishName)" }
        let page = DayPage(
            frame: try await desk.frame(context, worker, request, .day), greeting: greeting, counts: counts, items: items, reminders: reminders, today: today)
        return Desk.html(page.render())
    }

    /// Server-sent events: the numbers of the page whenever they change. The page is complete without it.
    private func changes(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let database = worker.office.database, time = worker.office.time
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                var last = ""
                // A quarter of an hour; then the browser asks again, and the session is looked at anew.
                for _ in 0..<90 {
                    let today = PolishTime.day(of: time.now)
                    let counts = try await database.read { try DayCounts.of($0, worker, today: today) }
                    let text = counts.map { "\($0.link)=\($0.count)" }.joined(separator: "&")
                    try await writer.write(ByteBuffer(string: text == last ? ": żyje\n\n" : "data: \(text)\n\n"))
                    last = text
                    try await Task.sleep(for: .seconds(10))
                }
                try await writer.finish(nil)
            })
    }
}

/// The numbers of the start page.
enum DayCounts {
    static func of(_ c: any SQLConnection, _ worker: OfficerAtWork, today: Day) throws -> [DayPage.Count] {
        let officer = worker.acting.inPlaceOf?.officer ?? worker.acting.officer
        var out: [DayPage.Count] = []
        if AssignmentRights.seesWaiting(worker.rights) {
            out.append(.init(text: "do dekretacji", link: AssignmentPlace.queue.link, count: try AssignmentRights.waitingCount(c, worker.rights)))
        }
        let mine = try WorkQueue.mine(officer).count(c), late = try WorkQueue.mine(officer).overdue(c, today: today)
        out.append(.init(text: "moje pisma", link: AssignmentPlace.tray.link, count: mine))
        if late > 0 { out.append(.init(text: "pisma po terminie", link: AssignmentPlace.tray.link, count: late, isHot: true)) }
        out.append(
            .init(text: "do wzięcia w komórce", link: AssignmentPlace.tray.link(["widok": "komorka"]), count: try WorkQueue.unclaimed(worker.acting.unit).count(c)))
        out.append(.init(text: "moje sprawy", link: CasePlace.list.link, count: try Cases.count(c, .mine(officer))))
        let overdue = try Cases.count(c, .overdue(today: today, officer: officer))
        if overdue > 0 { out.append(.init(text: "sprawy po terminie", link: CasePlace.terms.link, count: overdue, isHot: true)) }
        return out
    }
}

/// What presses most: letters and cases of the person, by the day they are due.
enum DayItems {
    static let most = 15

    static func of(_ c: any SQLConnection, _ worker: OfficerAtWork, today: Day) throws -> [DayPage.Item] {
        let officer = worker.acting.inPlaceOf?.officer ?? worker.acting.officer
        var items = try WorkQueue.mine(officer).page(c, limit: most).rows.map { row in
            DayPage.Item(
                title: row.work.title,
                link: RegisterNumber(row.work.reference).map { Place.letter(year: $0.year, number: $0.number).link } ?? AssignmentPlace.tray.link,
                what: "\(row.work.reference) · \(row.work.counterpart)", due: row.order?.due ?? row.work.due, kind: "pismo")
        }
        var q = CaseQuery.mine(officer)
        q.limit = most
        items += try Cases.page(c, q).rows.map { file in
            DayPage.Item(title: file.title, link: CasePlace.file(file.sign).link, what: "\(file.sign) · \(file.state.polishName)", due: file.due, kind: "sprawa")
        }
        let never = Day(daysSince1970: .max / 2)
        return Array(items.sorted { ($0.due ?? never) < ($1.due ?? never) }.prefix(most))
    }
}
