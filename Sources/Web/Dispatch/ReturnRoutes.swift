internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// What comes back: a slip by its number, evidence that found no letter, and sending once more.
struct ReturnRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<OfficerContext>) {
        typealias P = DispatchPlace.Pattern
        router.get(P.returns.route) { request, context in try await show(request, context, FormPart(values: ["wynik": "doreczono"]), status: .ok) }
        router.post(P.returns.route) { request, context in try await take(request, context) }
        router.post(P.evidence.route) { request, context in try await assign(request, context) }
        router.get(P.again.route) { request, context in try await againForm(request, context, [:]) }
        router.post(P.again.route) { request, context in try await again(request, context) }
    }

    private func show(
        _ request: Request, _ context: OfficerContext, _ form: FormPart, candidates: [DispatchRow] = [], status: HTTPResponse.Status
    ) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        let values = try FormValues(query: request.uri.query)
        let after = values["po"].flatMap { RegisterQuery.Position($0) }
        let (rows, open) = try await worker.office.database.read { (try Dispatch.undelivered($0, after: after, limit: 51), try Dispatch.openEvidence($0)) }
        let page = ReturnsPage(
            frame: try await desk.frame(context, worker, request, .returns), form: form, candidates: candidates, undelivered: Array(rows.prefix(50)),
            undeliveredNext: rows.count > 50 ? DispatchPlace.returns.link(["po": rows[49].place.description]) : nil,
            open: open.map { ($0, OneTimeKey().description) }, banner: values["zapisano"].map { Banner("Zapisano: \($0).") }, key: OneTimeKey().description,
            today: PolishTime.day(of: context.now))
        return Desk.html(page.render(), status: status)
    }

    /// Dispatches that a typed number means: of posting, of the register, or the sign of the letter.
    static func find(_ c: any SQLConnection, _ text: String) throws -> [DispatchRow] {
        var probe = DispatchEvidence(.slip, .noted, key: "")
        probe.postingNumber = text
        if case .one(let id) = try Dispatch.match(c, probe), let row = try Dispatch.find(c, id) { return [row] }
        var letter: OutgoingLetterID?
        if let number = OutgoingRegisterNumber(text), let entry = try OutgoingRegister.find(c, number) {
            return try Dispatch.dispatches(c, of: entry.letter, limit: 200).filter { $0.isCurrent && $0.registerNumber == number }
        }
        letter = OutgoingLetterID(identifier: text)
        if letter == nil { letter = try OutgoingLetters.search(c, text, limit: 2).first { $0.sign?.lowercased() == text.lowercased() }?.id }
        return try letter.map { try Dispatch.dispatches(c, of: $0, limit: 200).filter(\.isCurrent) } ?? []
    }

    private func take(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        let now = context.now, today = PolishTime.day(of: now), form = context.form
        var values = form.byName
        values.removeValue(forKey: FormField.key)
        var errors: [String: String] = [:]
        func day(_ name: String) -> Day? {
            guard let text = form[name] else { return nil }
            let day = ClerkDate.day(text, today: today)
            if day == nil { errors[name] = "Tej daty nie da się odczytać. Wpisz na przykład 12.03.2026" }
            if let day, day > today { errors[name] = "Data nie może być późniejsza niż dziś" }
            return day
        }
        guard let number = form["numer"] else {
            return try await show(request, context, FormPart(values: values, errors: ["numer": "Wpisz numer nadania albo znak pisma"]), status: .unprocessableContent)
        }
        guard let outcome = form["wynik"].flatMap({ DispatchEvidence.Outcome(rawValue: $0) }), ReturnsPage.outcomes.contains(where: { $0.0 == outcome }) else {
            return try await show(request, context, FormPart(values: values, errors: ["wynik": "Wybierz, co się stało"]), status: .unprocessableContent)
        }
        let at = day("data"), first = day("awizo"), second = day("awizo-2")
        if form["data"] == nil { errors["data"] = "Wpisz datę ze zwrotki" }
        let found = try await worker.office.database.read { try ReturnRoutes.find($0, number) }
        let chosen = form["wysylka"].flatMap { DispatchID($0) }.flatMap { id in found.first { $0.id == id } }
        if found.isEmpty { errors["numer"] = "Nie ma pisma o tym numerze. Sprawdź cyfry albo wpisz znak pisma" }
        guard errors.isEmpty, let row = chosen ?? (found.count == 1 ? found[0] : nil) else {
            if found.count > 1, chosen == nil { errors["numer"] = "Ten numer pasuje do kilku przesyłek. Zaznacz właściwą" }
            return try await show(
                request, context, FormPart(values: values, errors: errors), candidates: found.count > 1 ? found : [], status: .unprocessableContent)
        }
        let kind: DispatchEvidence.Kind =
            switch row.channel {
            case .courier, .inPerson: .handOver
            case .publicNotice: .publication
            default: outcome == .returned || outcome == .uncollected ? .envelope : .slip
            }
        var evidence = DispatchEvidence(kind, outcome, day: at, key: "recznie:\(row.id):\(outcome.rawValue):\(at?.description ?? "")")
        (evidence.firstNotice, evidence.secondNotice) = (first, second)
        evidence.dispatch = row.id
        evidence.words = String((form["slowa"] ?? "").prefix(300))
        if outcome == .deemed { evidence.basis = .publicNotice }
        // Who took it decides whether it is delivered at all (KPA art. 43).
        if outcome == .delivered, let recipient = form["odbiorca"].flatMap({ PostalRecipient(rawValue: $0) }) {
            var receipt = PostalReceipt(.delivered, number: row.postingNumber?.description ?? "", day: at)
            (receipt.recipient, receipt.noticeLeft, receipt.words) = (recipient, form["zawiadomienie"] == "tak", evidence.words)
            if let judged = try receipt.evidence() {
                (evidence.outcome, evidence.words) = (judged.outcome, judged.words)
                evidence.key = "recznie:\(row.id):\(judged.outcome.rawValue):\(at?.description ?? "")"
            }
        }
        let key = try context.oneTimeKey(), account = context.account.id, performer = worker.acting.performer, proof = evidence
        do {
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    try EvidenceIntake.receive(c, proof, by: performer, at: now)
                    let state = try Dispatch.find(c, row.id)?.state.polishName ?? ""
                    return DispatchPlace.returns.link(["zapisano": "\(row.sign), \(row.addressee.correspondent.label) – \(state)"])
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            return try await show(request, context, FormPart(values: values, errors: fieldErrors(found.all, fallback: "wynik")), status: .unprocessableContent)
        } catch let problem as Problem where problem.code == .conflict || problem.code == .invalidInput {
            return try await show(request, context, FormPart(values: values, errors: [problem.field ?? "wynik": problem.message]), status: .unprocessableContent)
        }
    }

    private func assign(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        let id: Int64 = try context.number("id")
        let number = context.form["numer"] ?? ""
        let found = try await worker.office.database.read { try ReturnRoutes.find($0, number) }
        guard found.count == 1 else {
            let words =
                found.isEmpty ? "Nie ma wysyłki o numerze „\(number.prefix(40))”" : "Numer „\(number.prefix(40))” pasuje do kilku wysyłek. Podaj numer RPWy jednej z nich"
            return try await show(request, context, FormPart(values: ["wynik": "doreczono"], errors: ["pismo-\(id)": words]), status: .unprocessableContent)
        }
        let key = try context.oneTimeKey(), account = context.account.id, acting = worker.acting, now = context.now, row = found[0]
        let location = try await worker.office.database.write { c in
            try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                try EvidenceIntake.assign(c, evidence: id, to: row.id, by: acting, at: now)
                return DispatchPlace.returns.link(["zapisano": "dowód dołączono do pisma \(row.sign)"])
            }
        }
        return .seeOther(location)
    }

    // MARK: once more

    private func dispatch(_ context: OfficerContext, _ worker: OfficerAtWork) async throws -> DispatchRow {
        let id = DispatchID(try context.number("id"))
        guard let row = try await worker.office.database.read({ try Dispatch.find($0, id) }) else { throw Problem(.notFound, "Nie ma takiej wysyłki.") }
        return row
    }

    private func againForm(
        _ request: Request, _ context: OfficerContext, _ errors: [String: String], status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        let row = try await dispatch(context, worker)
        let page = ReasonPage(
            frame: try await desk.frame(context, worker, request, .returns), title: "Wysłać pismo jeszcze raz?",
            words: [
                "\(row.sign), \(row.addressee.correspondent.label): \(row.state.polishName).",
                "Poprzednia wysyłka zostanie w aktach. Pismo wróci do wysłania i wybierzesz inny sposób.",
            ], action: DispatchPlace.again(row.id).link, button: "Wyślij jeszcze raz", back: DispatchPlace.returns.link,
            form: FormPart(values: ["powod": context.form.typed("powod")], errors: errors), key: OneTimeKey().description, isDangerous: false)
        return Desk.html(page.render(), status: status)
    }

    private func again(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireSending()
        let row = try await dispatch(context, worker)
        let key = try context.oneTimeKey(), account = context.account.id, acting = worker.acting, now = context.now, reason = context.form["powod"] ?? ""
        do {
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    try Dispatch.cancel(c, row.id, reason: reason, by: acting, at: now)
                    return DispatchPlace.letter(row.letter).link
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            return try await againForm(request, context, fieldErrors(found.all, fallback: "powod"), status: .unprocessableContent)
        }
    }
}
