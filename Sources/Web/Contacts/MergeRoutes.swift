internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Markup
internal import Office
internal import Store

/// Duplicates: the list, two side by side, joining, parting.
struct MergeRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<OfficerContext>) {
        typealias P = ContactPlace.Pattern
        router.get(P.duplicates.route) { request, context in try await duplicates(request, context) }
        router.get(P.merge.route) { request, context in try await sides(request, context, []) }
        router.post(P.merge.route) { request, context in try await merge(request, context) }
        router.post(P.different.route) { request, context in
            let (worker, id, other) = try await pair(request, context)
            return try await desk.carryOut(
                context, context.account, worker.office, fallback: "wpisy", again: { try await sides(request, context, Array($0.errors.values)) }
            ) {
                return { c, now in
                    try Contacts.declareDifferent(c, id, other, by: worker.acting.performer, at: now)
                    return ContactPlace.duplicates.link(["rozne": "tak"])
                }
            }
        }
        router.post(P.undo.route) { request, context in try await undo(request, context) }
    }

    private func duplicates(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try ContactRoutes.requireRead(worker)
        let pairs = try await worker.office.database.read { try Contacts.suspicions($0) }
        let page = DuplicatesPage(
            frame: try await desk.frame(context, worker, request, .contacts), pairs: pairs,
            banner: try FormValues(query: request.uri.query).has("rozne") ? Banner("Zapisano, że to różne wpisy. Nie pokażemy ich już razem.") : nil)
        return Desk.html(page.render())
    }

    private func pair(_ request: Request, _ context: OfficerContext) async throws -> (OfficerAtWork, ContactID, ContactID) {
        let worker = try await desk.officer(request, context)
        try ContactRoutes.requireEdit(worker)
        return (worker, ContactID(try context.number("id")), ContactID(try context.number("drugi")))
    }

    private func sides(_ request: Request, _ context: OfficerContext, _ errors: [String]) async throws -> Response {
        let (worker, id, other) = try await pair(request, context)
        let performer = worker.acting.performer, now = context.now
        let (kept, gone) = try await worker.office.database.write { c in
            guard id != other, let kept = try Contacts.stored(c, id), let gone = try Contacts.stored(c, other) else {
                throw Problem(.notFound, "Nie ma takiej pary wpisów.")
            }
            for one in [id, other] { try Contacts.noteReading(c, one, by: performer, at: now) }
            return (kept, gone)
        }
        if let survivor = kept.mergedInto ?? gone.mergedInto, errors.isEmpty { return .seeOther(ContactPlace.contact(survivor).link) }
        let page = MergePage(
            frame: try await desk.frame(context, worker, request, .contacts), kept: kept, other: gone,
            plan: ContactMergePlan(survivor: kept.card, merged: gone.card), mergeKey: OneTimeKey().description, differentKey: OneTimeKey().description, errors: errors)
        return Desk.html(page.render(), status: errors.isEmpty ? .ok : .conflict)
    }

    private func merge(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, id, other) = try await pair(request, context)
        let version = try context.version()
        guard let second = context.form["wersja-drugiego"].flatMap({ Int($0) }) else { throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę.") }
        return try await desk.carryOut(context, context.account, worker.office, fallback: "wpisy", again: { try await sides(request, context, Array($0.errors.values)) })
        {
            return { c, now in
                try Contacts.merge(c, other, into: id, revisions: (survivor: Int(version), merged: second), by: worker.acting.performer, at: now)
                return ContactPlace.contact(id).link(["polaczono": "tak"])
            }
        }
    }

    private func undo(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try ContactRoutes.requireEdit(worker)
        let id = ContactID(try context.number("id")), merge = ContactMergeID(try context.number("nr"))
        let key = try context.oneTimeKey(), account = context.account.id, now = context.now, performer = worker.acting.performer
        let location = try await worker.office.database.write { c in
            try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                try Contacts.undo(c, merge, by: performer, at: now)
                return ContactPlace.contact(id).link(["cofnieto": "tak"])
            }
        }
        return .seeOther(location)
    }
}
