internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// Signing letters: a list with one consent, accepting and signing at once, and what was signed by hand.
struct SigningRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<OfficerContext>) {
        typealias P = ApprovalPlace.Pattern
        router.get(P.signing.route) { request, context in try await list(request, context) }
        router.post(P.signing.route) { request, context in try await sign(request, context) }
        router.get(P.acceptAndSign.route) { request, context in try await single(request, context) }
        router.post(P.acceptAndSign.route) { request, context in try await acceptAndSign(request, context) }
        router.get(P.byHand.route) { request, context in try await handForm(request, context, [:]) }
        router.post(P.byHand.route) { request, context in try await byHand(request, context) }
    }

    private func signer(_ worker: OfficerAtWork, _ way: String?) -> any LetterSigner {
        way == "pieczec" ? OfficeSeal(worker.office.record, layout: desk.house.layout) : OfficerCertificate(worker.office, layout: desk.house.layout)
    }

    private func line(_ row: OutgoingLetterRow, isToAccept: Bool = false) -> SigningPage.Line {
        SigningPage.Line(
            letter: LetterAt(row.id, revision: row.revision), title: row.title, addressees: row.addressees, sign: row.sign ?? row.caseReference?.sign ?? "",
            version: row.version, waitingSince: row.waitingSince, isToAccept: isToAccept)
    }

    private func page(
        _ request: Request, _ context: OfficerContext, _ worker: OfficerAtWork, lines: [SigningPage.Line], chosen: Set<OutgoingLetterID>, single: OutgoingLetterID? = nil,
        errors: [String: String] = [:], outcomes: [(title: String, words: String)] = [], banner: Banner? = nil
    ) async throws -> SigningPage {
        let asked = worker.approving.asked
        let until = OfficerCertificate(worker.office, layout: desk.house.layout).validUntil(worker.acting.officer)
        return SigningPage(
            frame: try await desk.frame(context, worker, request, .signing), lines: lines, chosen: chosen, isSingle: single != nil, certificateUntil: until,
            hasSeal: OfficeSeal(worker.office.record, layout: desk.house.layout).isThere,
            form: FormPart(values: ["podpis": context.form["podpis"] ?? (until == nil ? "pieczec" : "certyfikat")], errors: errors), outcomes: outcomes,
            action: single.map { ApprovalPlace.acceptAndSign($0).link } ?? ApprovalPlace.signing.link,
            back: single.map { ApprovalPlace.letter($0).link } ?? ApprovalPlace.queue.link,
            toApprove: try await worker.office.database.read { try OutgoingLetters.count($0, .approval(asked)) }, banner: banner, key: OneTimeKey().description,
            today: PolishTime.day(of: context.now))
    }

    private func waiting(_ worker: OfficerAtWork) async throws -> [SigningPage.Line] {
        let asked = worker.approving.asked
        return try await worker.office.database.read { try OutgoingLetters.page($0, .signing(asked), limit: OutgoingLetters.bulkLimit).rows }.map { line($0) }
    }

    private func list(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.rights.decide(.approve).requireSome()
        let values = try FormValues(query: request.uri.query)
        let lines = try await waiting(worker)
        let only = values["pismo"].flatMap { OutgoingLetterID($0) }
        let done = values["podpisano"].flatMap { Int($0) } ?? 0
        let banner = done > 0 ? Banner("Podpisano \(done) \(PolishTypography.form(done, "pismo", "pisma", "pism")).") : nil
        let chosen = only.map { [$0] } ?? Set(lines.map(\.letter.id))
        return Desk.html(try await page(request, context, worker, lines: lines, chosen: chosen, banner: banner).render())
    }

    private func chosen(_ context: OfficerContext) -> [LetterAt] {
        context.form.all("pismo").prefix(OutgoingLetters.bulkLimit).compactMap { text in
            let parts = text.split(separator: "~").map(String.init)
            guard parts.count == 2, let id = OutgoingLetterID(parts[0]), let revision = Int64(parts[1]) else { return nil }
            return LetterAt(id, revision: revision)
        }
    }

    private func sign(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.rights.decide(.approve).requireSome()
        let letters = chosen(context), now = context.now, approving = worker.approving, account = context.account.id
        let key = try context.oneTimeKey()
        func again(_ problems: [Problem], outcomes: [(title: String, words: String)] = [], done: Int = 0) async throws -> Response {
            let lines = try await waiting(worker)
            let banner = done > 0 ? Banner("Podpisano \(done) \(PolishTypography.form(done, "pismo", "pisma", "pism")).") : nil
            let page = try await page(
                request, context, worker, lines: lines, chosen: Set(letters.map(\.id)), errors: fieldErrors(problems, fallback: "pismo"), outcomes: outcomes,
                banner: banner)
            return Desk.html(page.render(), status: .unprocessableContent)
        }
        guard !letters.isEmpty else { return try await again([Problem(.invalidInput, "Zaznacz co najmniej jedno pismo", field: "pismo")]) }
        if let known = try await SigningRoutes.doneBefore(worker, key, account, now) { return .seeOther(known) }
        do {
            // The right to each letter first, then the consent, then the work.
            var allowed: [LetterAt] = [], refused: [BulkResult] = []
            for at in letters {
                let problem = try await worker.office.database.read { c -> Problem? in
                    guard let letter = try OutgoingLetters.find(c, at.id) else { return Problem(.notFound, "Nie ma takiego pisma.") }
                    do { try ApprovalRoutes.require(c, letter, worker) } catch let problem as Problem { return problem }
                    return nil
                }
                if let problem { refused.append(BulkResult(letter: at.id, problem: problem)) } else { allowed.append(at) }
            }
            let open = try await signer(worker, context.form["podpis"]).open(for: worker.acting, pin: context.form["pin"] ?? "", at: now)
            let signing = LetterSigning(desk.rendering(worker.office))
            let made = try await signing.sign(allowed, with: open, by: approving, at: now)
            let results = try await worker.office.database.write { c -> [BulkResult] in
                var results: [BulkResult] = []
                _ = try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    results = try signing.record(c, made.ready, by: approving, at: now)
                    return ApprovalPlace.signing.link(["podpisano": "\(results.filter(\.isDone).count)"])
                }
                return results
            }
            let failed = (refused + made.refused + results).filter { !$0.isDone }
            let done = results.filter(\.isDone).count
            guard !failed.isEmpty else { return .seeOther(ApprovalPlace.signing.link(["podpisano": "\(done)"])) }
            return try await again([], outcomes: try await titles(failed, worker), done: done)
        } catch let found as Problems {
            return try await again(found.all)
        } catch let problem as Problem where problem.code == .unavailable || problem.code == .conflict {
            return try await again([problem])
        }
    }

    private func titles(_ failed: [BulkResult], _ worker: OfficerAtWork) async throws -> [(title: String, words: String)] {
        try await worker.office.database.read { c in
            try failed.map { result in
                (try OutgoingLetters.find(c, result.letter)?.version.content.metadata.title ?? result.letter.identifier, result.problem?.message ?? "")
            }
        }
    }

    /// Where a form sent twice led the first time; the signature itself takes long, so this is asked before it.
    private static func doneBefore(_ worker: OfficerAtWork, _ key: OneTimeKey, _ account: AccountID, _ now: Instant) async throws -> String? {
        try await worker.office.database.read { try OneTimeKeys.location($0, key: key, account: account) }
    }

    // MARK: accept and sign at once

    private func single(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        return Desk.html(try await singlePage(request, context, worker, letter, [:]).render())
    }

    private func singlePage(
        _ request: Request, _ context: OfficerContext, _ worker: OfficerAtWork, _ letter: OutgoingLetter, _ errors: [String: String]
    ) async throws -> SigningPage {
        var isToAccept = false
        if case .awaitingApproval = letter.state { isToAccept = true }
        let line = SigningPage.Line(
            letter: LetterAt(letter.id, revision: letter.revision), title: letter.version.content.metadata.title,
            addressees: letter.version.content.addressees.first.map { "\($0.correspondent.label)" } ?? "", sign: letter.sign ?? letter.caseReference?.sign ?? "",
            version: letter.version.number, waitingSince: letter.changedAt, isToAccept: isToAccept)
        return try await page(request, context, worker, lines: [line], chosen: [letter.id], single: letter.id, errors: errors)
    }

    private func acceptAndSign(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        let now = context.now, approving = worker.approving, account = context.account.id, id = letter.id
        let key = try context.oneTimeKey()
        guard let seen = chosen(context).first, seen.id == id else {
            throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę i wyślij go jeszcze raz.")
        }
        func again(_ problems: [Problem]) async throws -> Response {
            let letter = try await worker.office.database.read { try OutgoingLetters.find($0, id) } ?? letter
            return Desk.html(
                try await singlePage(request, context, worker, letter, fieldErrors(problems, fallback: "pismo")).render(), status: .unprocessableContent)
        }
        if let known = try await SigningRoutes.doneBefore(worker, key, account, now), letter.state != .approved { return .seeOther(known) }
        do {
            // The PIN first: a wrong one must not leave the letter accepted and unsigned.
            let open = try await signer(worker, context.form["podpis"]).open(for: worker.acting, pin: context.form["pin"] ?? "", at: now)
            if letter.state != .approved {
                try await worker.office.database.write { c in
                    _ = try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                        try ApprovalRoutes.require(c, letter, worker)
                        try OutgoingLetters.accept(c, id, revision: seen.revision, by: approving, at: now)
                        return try ApprovalRoutes.next(c, approving, done: "podpis", id)
                    }
                }
            }
            let revision = try await worker.office.database.read { try OutgoingLetters.find($0, id)?.revision } ?? seen.revision
            let signing = LetterSigning(desk.rendering(worker.office))
            let made = try await signing.sign([LetterAt(id, revision: revision)], with: open, by: approving, at: now)
            let (results, location) = try await worker.office.database.write { c in
                try ApprovalRoutes.require(c, letter, worker)
                return (try signing.record(c, made.ready, by: approving, at: now), try ApprovalRoutes.next(c, approving, done: "podpis", id))
            }
            if let problem = (made.refused + results).compactMap(\.problem).first { return try await again([problem]) }
            return .seeOther(location)
        } catch let found as Problems {
            return try await again(found.all)
        } catch let problem as Problem where problem.code == .unavailable || problem.code == .conflict {
            return try await again([problem])
        }
    }

    // MARK: on paper

    private func handForm(
        _ request: Request, _ context: OfficerContext, _ errors: [String: String], status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        let today = PolishTime.day(of: context.now)
        let page = HandSignaturePage(
            frame: try await desk.frame(context, worker, request, .signing), letter: letter,
            form: FormPart(values: ["data": context.form["data"] ?? PolishTypography.short(today)], errors: errors), key: OneTimeKey().description)
        return Desk.html(page.render(), status: status)
    }

    private func byHand(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        let now = context.now, today = PolishTime.day(of: now), approving = worker.approving, account = context.account.id
        let key = try context.oneTimeKey(), revision = try context.version()
        guard let day = context.form["data"].flatMap({ ClerkDate.day($0, today: today) }), day <= today else {
            return try await handForm(request, context, ["data": "Wpisz dzień podpisania, na przykład 12.03.2026"], status: .unprocessableContent)
        }
        do {
            let signing = LetterSigning(desk.rendering(worker.office))
            let made = try await signing.byHand(LetterAt(letter.id, revision: revision), signedAt: min(PolishTime.start(of: day), now), by: approving)
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    try ApprovalRoutes.require(c, letter, worker)
                    if let problem = try signing.record(c, [made], by: approving, at: now).compactMap(\.problem).first { throw problem }
                    return OutgoingPlace.letter(letter.id).link(["podpisano": "tak"])
                }
            }
            return .seeOther(location)
        } catch let problem as Problem where problem.code == .unavailable || problem.code == .conflict {
            return try await handForm(request, context, ["data": problem.message], status: .unprocessableContent)
        }
    }
}

/// A letter printed and signed by hand: the day is told, the printed form becomes final.
struct HandSignaturePage: Sendable {
    var frame: DeskFrame
    var letter: OutgoingLetter
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Podpisano na papierze", error: !form.errors.isEmpty) { h in
            WorkTop("Podpisano na papierze").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["data"])
                h.el("p", text: "„\(letter.version.content.metadata.title)”. Wydrukuj pismo, podpisz je i wpisz dzień podpisania. Treści nie będzie można już zmienić.")
                h.el("p") { h in h.el("a", .href(OutgoingPlace.preview(letter.id).link), .attr("target", "_blank"), text: "Wydruk do podpisu (PDF, nowa karta)") }
                h.el("form", .attr("method", "post"), .attr("action", ApprovalPlace.byHand(letter.id).link), .flag("novalidate"), .attr("data-zapis", "tak")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    h.void("input", .type("hidden"), .name("wersja"), .value(String(letter.revision)))
                    form.field(&h, "data", "Dzień podpisania", hint: "12.03.2026 albo dziś", width: "w10")
                    h.el("p", .cls("actions")) { h in
                        h.el("button", .cls("btn first"), text: "Zapisz podpis")
                        h.el("a", .cls("btn bare"), .href(OutgoingPlace.letter(letter.id).link), text: "Wróć bez zmian")
                    }
                }
            }
        }
    }
}
