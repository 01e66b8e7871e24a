internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Markup
internal import Office
internal import Store

/// What a recipient does with a letter beside passing it on: takes it, returns it, settles it, has read it.
struct LetterActs: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<OfficerContext>) {
        typealias P = AssignmentPlace.Pattern
        router.post(P.take.route) { request, context in
            try await act(request, context) { c, letter, version, acting, now, _ in
                try Assignments.take(c, letter, version: version, by: acting, at: now)
                return { Place.letter(year: $0.year, number: $0.number).link(["przejeto": "tak"]) }
            }
        }
        router.post(P.finish.route) { request, context in
            try await act(request, context) { c, letter, _, acting, now, _ in
                try Assignments.finish(c, letter, by: acting, at: now)
                return { _ in AssignmentPlace.tray.link(["zapoznano": "tak"]) }
            }
        }
        router.get(P.giveBack.route) { request, context in try await giveBackForm(request, context, FormPart()) }
        router.post(P.giveBack.route) { request, context in
            let toPoint = context.form["do"] == Assignments.ReturnTarget.point.rawValue
            return try await act(request, context, again: giveBackForm) { c, letter, version, acting, now, reason in
                try Assignments.giveBack(c, letter, version: version, reason: reason, to: toPoint ? .point : .assigner, by: acting, at: now)
                return { _ in AssignmentPlace.tray.link(["zwrocono": "tak"]) }
            }
        }
        router.get(P.settle.route) { request, context in try await settleForm(request, context, FormPart()) }
        router.post(P.settle.route) { request, context in
            try await act(request, context, again: settleForm, field: "notatka") { c, letter, version, acting, now, note in
                try LetterWork.settle(c, letter, version: version, note: note, by: acting, at: now)
                return { _ in AssignmentPlace.tray.link(["zalatwiono": "tak"]) }
            }
        }
    }

    private typealias Act =
        @Sendable (any SQLConnection, LetterRef, Int64, ActingOfficer, Instant, String) throws -> @Sendable (RegisterNumber) -> String

    /// Carries an act out once; whoever holds the letter may do it, and nobody else.
    private func act(
        _ request: Request, _ context: OfficerContext, again: ((Request, OfficerContext, FormPart) async throws -> Response)? = nil, field: String = "powod",
        _ act: @escaping Act
    ) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let number = RegisterNumber(year: try context.number("rok"), number: try context.number("nr"))
        let key = try context.oneTimeKey(), version = try context.version(), words = context.form[field] ?? ""
        let acting = worker.acting, now = context.now, account = context.account.id
        do {
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    guard let letter = try IncomingRegister.reference(c, number), let work = try LetterWork.find(c, letter) else {
                        throw Problem(.notFound, "Nie ma pisma \(number) w rejestrze. Sprawdź numer i rok.")
                    }
                    try LetterHolding.require(c, work, acting)
                    return try act(c, letter, version, acting, now, words)(number)
                }
            }
            return .seeOther(location)
        } catch let problems as Problems {
            guard let again else { throw problems.all.first ?? Problem(.invalidInput, "Formularz jest niekompletny.") }
            return try await again(
                request, context,
                FormPart(
                    values: context.form.byName, errors: fieldErrors(problems.all, fallback: field)))
        }
    }

    private func letter(_ request: Request, _ context: OfficerContext) async throws -> (OfficerAtWork, RegisterNumber, LetterWork) {
        let worker = try await desk.officer(request, context)
        let number = RegisterNumber(year: try context.number("rok"), number: try context.number("nr"))
        let acting = worker.acting
        let work = try await worker.office.database.read { c in
            guard let letter = try IncomingRegister.reference(c, number), let work = try LetterWork.find(c, letter) else {
                throw Problem(.notFound, "Nie ma pisma \(number) w rejestrze. Sprawdź numer i rok.")
            }
            try LetterHolding.require(c, work, acting)
            return work
        }
        return (worker, number, work)
    }

    private func giveBackForm(_ request: Request, _ context: OfficerContext, _ form: FormPart) async throws -> Response {
        let (worker, number, work) = try await letter(request, context)
        let page = ReasonPage(
            frame: try await desk.frame(context, worker, request, .tray), title: "Zwrócić \(work.reference)?",
            words: ["Pismo: \(work.title).", "Wróci do osoby, która je zadekretowała, z powodem, który wpiszesz."], action: AssignmentPlace.giveBack(number).link,
            button: "Zwróć pismo", back: Place.letter(year: number.year, number: number.number).link, form: form, key: OneTimeKey().description,
            hint: "Na przykład: sprawa należy do referatu finansowego", hidden: [("wersja", form.values["wersja"] ?? String(work.version))])
        return Desk.html(page.render(), status: form.errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func settleForm(_ request: Request, _ context: OfficerContext, _ form: FormPart) async throws -> Response {
        let (worker, number, work) = try await letter(request, context)
        let page = ReasonPage(
            frame: try await desk.frame(context, worker, request, .tray), title: "Załatwić \(work.reference) bez sprawy?",
            words: ["Pismo: \(work.title).", "Tak kończą się pisma, które nie potrzebują sprawy ani odpowiedzi, na przykład informacje i zaproszenia."],
            action: AssignmentPlace.settle(number).link, button: "Załatwione", back: Place.letter(year: number.year, number: number.number).link, form: form,
            key: OneTimeKey().description, label: "Jak załatwiono", field: "notatka", hint: "Na przykład: przyjęto do wiadomości",
            hidden: [("wersja", form.values["wersja"] ?? String(work.version))], isDangerous: false)
        return Desk.html(page.render(), status: form.errors.isEmpty ? .ok : .unprocessableContent)
    }
}

/// Whoever holds a letter, or a part of its work.
enum LetterHolding {
    static func holds(_ c: any SQLConnection, _ work: LetterWork, _ acting: ActingOfficer) throws -> Bool {
        if work.holder?.isHeld(by: acting) == true { return true }
        return try Assignments.history(c, work.letter).contains { a in a.state == .valid && a.deliveries.contains { $0.isOpen && $0.recipient.holder.isHeld(by: acting) }
        }
    }

    static func require(_ c: any SQLConnection, _ work: LetterWork, _ acting: ActingOfficer) throws {
        guard try holds(c, work, acting) else {
            throw Problem(.forbidden, "To pismo jest teraz u kogoś innego. Możesz je czytać, jeśli masz do tego prawo, ale nie załatwiać.")
        }
    }
}
