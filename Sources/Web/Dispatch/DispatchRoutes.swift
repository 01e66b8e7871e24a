internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// Sending letters: the queue by channel, the confirmation, another way with a reason, and what waits for the link.
struct DispatchRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<OfficerContext>) {
        typealias P = DispatchPlace.Pattern
        router.get(P.queue.route) { request, context in try await queue(request, context) }
        router.get(P.confirm.route) { request, context in try await confirm(request, context) }
        router.post(P.queue.route) { request, context in try await send(request, context) }
        router.get(P.letter.route) { request, context in try await letterForm(request, context, FormPart(), status: .ok) }
        router.post(P.letter.route) { request, context in try await sendOtherwise(request, context) }
        router.get(P.waiting.route) { request, context in try await waiting(request, context) }
    }

    static func counts(_ c: any SQLConnection) throws -> DispatchViews.Counts {
        var out = DispatchViews.Counts()
        for channel in DispatchChannel.allCases {
            let n = try Dispatch.waiting(c, by: channel, limit: 200).count
            if channel.isPostal { out.post += n } else if channel.isElectronic { out.waiting += n } else { out.byHand += n }
        }
        return out
    }

    private func queue(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        return Desk.html(try await queuePage(request, context, worker).render())
    }

    private func queuePage(
        _ request: Request, _ context: OfficerContext, _ worker: OfficerAtWork, errors: [String: String] = [:], chosen: Set<String> = [],
        outcomes: [(title: String, words: String)] = []
    ) async throws -> DispatchQueuePage {
        let values = try FormValues(query: request.uri.query)
        let after = values["po"].flatMap { RegisterQuery.Position($0) }
        let today = PolishTime.day(of: context.now)
        let (rows, next, counts) = try await worker.office.database.read { c in
            let page = try OutgoingLetters.page(c, .dispatch(nil), after: after)
            return (page.rows, page.next, try DispatchRoutes.counts(c))
        }
        let sent = values["wyslano"].flatMap { Int($0) } ?? 0
        return DispatchQueuePage(
            frame: try await desk.frame(context, worker, request, .dispatch).with(desk.resources.link("pismo.js")),
            lines: try await desk.dispatchLines(worker.office, rows, on: today), counts: counts, chosen: chosen, errors: errors, outcomes: outcomes,
            nextLink: next.map { DispatchPlace.queue.link(["po": $0.description]) },
            banner: sent > 0 ? Banner("Zlecono wysłanie \(sent) \(PolishTypography.form(sent, "pisma", "pism", "pism")).") : nil, today: today)
    }

    /// The lines that were marked, as they stand now; a whole group is every line of its channel.
    private func chosen(_ values: FormValues, _ worker: OfficerAtWork, on day: Day) async throws -> [DispatchLine] {
        let marked = Set(values.all("p")), groups = Set(values.all("grupa").compactMap { DispatchChannel(rawValue: $0) })
        var ids: [OutgoingLetterID] = []
        if !groups.isEmpty {
            ids = try await worker.office.database.read { try OutgoingLetters.page($0, .dispatch(nil), limit: OutgoingLetters.bulkLimit).rows }.map(\.id)
        }
        for value in values.all("p") {
            if let id = value.split(separator: "~").first.flatMap({ OutgoingLetterID(String($0)) }), !ids.contains(id) { ids.append(id) }
        }
        var out: [DispatchLine] = []
        for id in ids.prefix(OutgoingLetters.bulkLimit) {
            out += try await desk.dispatchLines(worker.office, id, on: day).filter { line in
                marked.contains(line.value) || (line.mayBeSent && line.proposal.map { groups.contains($0.channel) } ?? false)
            }
        }
        return out
    }

    private func confirm(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        let lines = try await chosen(try FormValues(query: request.uri.query), worker, on: PolishTime.day(of: context.now))
        guard !lines.isEmpty else {
            let page = try await queuePage(request, context, worker, errors: ["p": "Zaznacz co najmniej jedno pismo"])
            return Desk.html(page.render(), status: .unprocessableContent)
        }
        let rows = try await worker.office.database.read { try Dispatch.confirmation($0, Desk.order(lines)) }
        let page = DispatchConfirmPage(
            frame: try await desk.frame(context, worker, request, .dispatch), rows: rows, values: lines.map(\.value), key: OneTimeKey().description)
        return Desk.html(page.render())
    }

    private func send(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        let key = try context.oneTimeKey(), acting = worker.acting, now = context.now, account = context.account.id
        if let known = try await worker.office.database.read({ try OneTimeKeys.location($0, key: key, account: account) }) { return .seeOther(known) }
        let lines = try await chosen(context.form, worker, on: PolishTime.day(of: now))
        let orders = Desk.order(lines)
        let missing = context.form.all("p").count - lines.count
        guard !orders.isEmpty else {
            let page = try await queuePage(
                request, context, worker, errors: ["p": "Te pisma w tym czasie wysłał albo zmienił ktoś inny. Zaznacz, co jeszcze wysłać"])
            return Desk.html(page.render(), status: .unprocessableContent)
        }
        let results = try await worker.office.database.write { c -> [BulkResult] in
            var results: [BulkResult] = []
            _ = try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                results = try Dispatch.sendBatch(c, orders, by: acting, at: now).results
                return DispatchPlace.queue.link(["wyslano": "\(results.filter(\.isDone).count)"])
            }
            return results
        }
        var outcomes = results.filter { !$0.isDone }.map { (title: $0.letter.identifier, words: $0.problem?.message ?? "") }
        if missing > 0 { outcomes.append(("Pism: \(missing)", "zmieniły się w tym czasie, sprawdź je jeszcze raz")) }
        guard !outcomes.isEmpty else { return .seeOther(DispatchPlace.queue.link(["wyslano": "\(results.count)"])) }
        return Desk.html(try await queuePage(request, context, worker, outcomes: outcomes).render(), status: .unprocessableContent)
    }

    // MARK: another way

    private func sendingLetter(_ context: OfficerContext, _ worker: OfficerAtWork) async throws -> OutgoingLetter {
        let id = OutgoingLetterID(try context.number("id"))
        guard let letter = try await worker.office.database.read({ try OutgoingLetters.find($0, id) }) else {
            throw Problem(.notFound, "Nie ma pisma \(id.identifier).")
        }
        return letter
    }

    private func openLines(_ letter: OutgoingLetter, _ worker: OfficerAtWork, on day: Day) async throws -> [DispatchLetterPage.Line] {
        let (sent, startDay, isPaper) = try await worker.office.database.read { c in
            (
                Set(try Dispatch.dispatches(c, of: letter.id).filter(\.isCurrent).map(\.position)),
                try letter.caseReference.flatMap { try Cases.find(c, $0.id) }?.startDay, try OutgoingLetters.signature(c, letter.id)?.content.format == .paper
            )
        }
        let addressees = letter.version.content.addressees
        let proposals = try await desk.proposals(worker.office, addressees, startDay: startDay, on: day)
        return zip(addressees, proposals).enumerated().filter { !sent.contains($0.offset + 1) }.prefix(200).map { index, pair in
            let (addressee, proposal) = pair
            let working = DispatchChannel.allCases.filter { channel in
                channel != .inside && desk.works(channel) && !(isPaper && channel.carriesFile) && ChannelProposal.obstacle(channel, for: addressee) == nil
            }
            return DispatchLetterPage.Line(position: index + 1, addressee: addressee.correspondent.label, proposal: proposal, options: working)
        }
    }

    private func letterForm(_ request: Request, _ context: OfficerContext, _ form: FormPart, status: HTTPResponse.Status) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        let letter = try await sendingLetter(context, worker)
        let today = PolishTime.day(of: context.now), rights = worker.rights
        let (sent, mayRead) = try await worker.office.database.read { c in
            let rows = try Dispatch.dispatches(c, of: letter.id, limit: 200).map { row in
                OutgoingLetterPage.Sending(
                    row: row, evidence: try Dispatch.evidence(c, of: row.id),
                    job: row.state == .waiting && row.channel.isElectronic ? try Jobs.standing(c, key: Dispatch.jobKey(row.id)) : nil,
                    forecast: try DispatchWords.forecast(c, row, today: today))
            }
            return (rows, try OutgoingAccess.decide(c, .read, on: letter, by: rights).isAllowed)
        }
        let page = DispatchLetterPage(
            frame: try await desk.frame(context, worker, request, .dispatch), letter: letter,
            lines: letter.state == .signed ? try await openLines(letter, worker, on: today) : [], sent: sent, mayRead: mayRead, form: form,
            key: OneTimeKey().description, today: today)
        return Desk.html(page.render(), status: status)
    }

    private func sendOtherwise(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        let letter = try await sendingLetter(context, worker)
        let lines = try await openLines(letter, worker, on: PolishTime.day(of: context.now))
        let reason = context.form["powod"] ?? ""
        func again(_ problems: [Problem]) async throws -> Response {
            let values = context.form.byName
            return try await letterForm(request, context, FormPart(values: values, errors: fieldErrors(problems, fallback: "powod")), status: .unprocessableContent)
        }
        var orders: [AddresseeOrder] = []
        for line in lines {
            guard let channel = context.form["kanal-\(line.position)"].flatMap({ DispatchChannel(rawValue: $0) }) else { continue }
            let proposal = line.proposal ?? ChannelProposal(channel: channel, reason: "Sposób wskazany przez pracownika")
            orders.append(AddresseeOrder(position: line.position, proposal: proposal, channel: channel, overrideReason: channel == proposal.channel ? "" : reason))
        }
        guard !orders.isEmpty else {
            return try await again([Problem(.invalidInput, "Wybierz sposób choć dla jednego adresata", field: lines.first.map { "kanal-\($0.position)" })])
        }
        let order = DispatchOrder(LetterAt(letter.id, revision: try context.version()), addressees: orders, groupName: Desk.groupName(orders.count))
        let key = try context.oneTimeKey(), acting = worker.acting, now = context.now, account = context.account.id
        do {
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    try Dispatch.send(c, order, by: acting, at: now)
                    return DispatchPlace.queue.link(["wyslano": "1"])
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            return try await again(found.all)
        } catch let problem as Problem where problem.code == .conflict {
            return try await again([problem])
        }
    }

    private func waiting(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        let (rows, counts) = try await worker.office.database.read { c in
            var rows: [(row: DispatchRow, job: JobStanding?)] = []
            for channel in DispatchChannel.allCases where channel.isElectronic {
                rows += try Dispatch.waiting(c, by: channel, limit: 200).map { ($0, try Jobs.standing(c, key: Dispatch.jobKey($0.id))) }
            }
            return (rows.sorted { $0.row.id < $1.row.id }, try DispatchRoutes.counts(c))
        }
        let page = WaitingLinePage(
            frame: try await desk.frame(context, worker, request, .dispatch), rows: rows, counts: counts, banner: nil, today: PolishTime.day(of: context.now))
        return Desk.html(page.render())
    }
}

extension DeskFrame {
    /// The same frame with one more script.
    func with(_ script: String) -> DeskFrame {
        var out = self
        out.links.scripts.append(script)
        return out
    }
}
