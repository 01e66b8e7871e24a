internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// The point itself: public information, hours, life, roles.
struct PointSettingsRoutes: Sendable {
    let point: PointDesk
    private var identity: RegionalIdentity { point.identity }

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = PointPlace.Pattern
        router.get(P.point.route) { request, context in try await pointPage(request, context, FormPart()) }
        router.post(P.point.route) { request, context in try await describe(request, context) }
        router.get(P.newPoint.route) { request, context in try await newPoint(request, context, FormPart()) }
        router.post(P.newPoint.route) { request, context in try await found(request, context) }
        router.post(P.pointState.route) { request, context in try await move(request, context) }
        router.post(P.grantRole.route) { request, context in try await role(request, context, grants: true) }
        router.post(P.revokeRole.route) { request, context in try await role(request, context, grants: false) }
    }

    private func pointPage(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        if context.account.may(.manageUsers) {
            let office = context.account.office, identity = identity
            if try await identity.platform.read({ c in try identity.points.list(c, office: office) }).isEmpty { return .seeOther(PointPlace.newPoint.link) }
        }
        let worker = try await point.worker(context) { $0.keepsPoint || $0.readsReports }
        let p = worker.point, identity = identity
        let accounts = try await point.accounts(worker)
        let logins = Dictionary(accounts.map { ($0.id, $0.login) }, uniquingKeysWith: { first, _ in first })
        let roles = try await identity.platform.read { c in try PointRoles.list(c, at: p.id) }
        var form = form
        if form.errors.isEmpty {
            let i = p.information
            for (name, value) in [
                ("adres", i.address), ("pokoj", i.room), ("godziny", p.hours.description), ("dojscie", i.wayThere), ("dostepnosc", i.accessibility),
                ("telefon", i.phone),
            ] { form.values[name] = value }
        }
        let done = try FormValues(query: request.uri.query).has("zapisano")
        let page = PointPage(
            frame: try await point.frame(context, request, worker), standing: worker.standing,
            roles: roles.map { ($0.account, logins[$0.account] ?? "konto \($0.account)", $0.role) },
            accounts: accounts.map { ("\($0.id)", "\($0.displayName) (\($0.login))") }, form: form,
            keys: (OneTimeKey().description, OneTimeKey().description, OneTimeKey().description, OneTimeKey().description), banner: done ? "Zapisano." : nil)
        return Desk.html(page.render(), status: form.status)
    }

    private static func hours(_ v: FormValues) throws -> PointHours {
        guard let hours = PointHours(v["godziny"] ?? ""), !hours.stretches.isEmpty else {
            throw Problem(.invalidInput, "Wpisz godziny, na przykład 1 08:00-16:00; 2 08:00-16:00", field: "godziny")
        }
        return hours
    }

    private func describe(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.keepsPoint }
        let v = context.form, id = worker.point.id, performer = worker.account.performer, identity = identity
        return try await point.carryOut(context, fallback: "adres", again: { try await pointPage(request, context, $0) }) { c, now in
            let information = ConfirmationPoint.PublicInformation(
                address: v["adres"] ?? "", room: v["pokoj"] ?? "", wayThere: v["dojscie"] ?? "", accessibility: v["dostepnosc"] ?? "", phone: v["telefon"] ?? "")
            try identity.points.describe(c, id, information: information, hours: try Self.hours(v), by: performer, at: now)
            return PointPlace.point.link(["zapisano": "1"])
        }
    }

    private func newPoint(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        try context.require(.manageUsers)
        var form = form
        if form.errors.isEmpty { form.values["godziny"] = "1 08:00-16:00; 2 08:00-16:00; 3 08:00-16:00; 4 08:00-16:00; 5 08:00-14:00" }
        let page = NewPointPage(
            frame: try await point.desk.frame(context, context.account, request, .confirmationPoint), form: form, key: OneTimeKey().description)
        return Desk.html(page.render(), status: form.status)
    }

    private func found(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try context.require(.manageUsers)
        let v = context.form, office = context.account.office, performer = context.account.performer, identity = identity
        return try await point.carryOut(
            context, fallback: "nazwa", renamed: ["name": "nazwa"], again: { try await newPoint(request, context, $0) }
        ) { c, now in
            guard let place = v["miejsce"] else { throw Problem(.invalidInput, "Wpisz miejscowość", field: "miejsce") }
            _ = try identity.points.add(
                c, office: office, name: v["nazwa"] ?? "", place: place,
                information: .init(address: v["adres"] ?? "", room: "", wayThere: "", accessibility: "", phone: ""), hours: try Self.hours(v), by: performer, at: now)
            return PointPlace.point.link(["zapisano": "1"])
        }
    }

    private func move(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.keepsUsers || $0.roles.contains(.head) }
        let v = context.form, id = worker.point.id, performer = worker.account.performer, today = PolishTime.day(of: context.now), identity = identity
        return try await point.carryOut(
            context, fallback: "stan", renamed: ["consent": "zgoda-numer", "successor": "nastepca"], again: { try await pointPage(request, context, $0) }
        ) { c, now in
            guard let state = v["stan"].flatMap(PointState.init(rawValue:)) else { throw Problem(.invalidInput, "Wybierz stan", field: "stan") }
            guard let reason = v["powod"] else { throw Problem(.invalidInput, "Podaj powód", field: "powod") }
            var consent: ConfirmationPoint.Consent?
            if state == .consented, let number = v["zgoda-numer"] {
                guard let day = ClerkDate.day(v["zgoda-dzien"] ?? "", today: today) else { throw Problem(.invalidInput, "Wpisz dzień zgody", field: "zgoda-dzien") }
                consent = .init(number: number, day: day)
            }
            try identity.points.move(c, id, to: state, consent: consent, successor: v["nastepca"], reason: reason, by: performer, at: now)
            return PointPlace.point.link(["zapisano": "1"])
        }
    }

    private func role(_ request: Request, _ context: SignedInContext, grants: Bool) async throws -> Response {
        let worker = try await point.worker(context) { $0.keepsUsers }
        let v = context.form, id = worker.point.id, keeper = worker.account
        return try await point.carryOut(context, fallback: "konto", renamed: ["account": "konto"], again: { try await pointPage(request, context, $0) }) { c, now in
            guard let account = v["konto"].flatMap({ Int64($0) }).map({ AccountID($0) }), let role = v["rola"].flatMap(PointRole.init(rawValue:)) else {
                throw Problem(.invalidInput, "Wybierz konto i rolę", field: "konto")
            }
            if grants {
                try PointRoles.grant(c, role, to: account, at: id, by: keeper, at: now)
            } else {
                try PointRoles.revoke(c, role, of: account, at: id, by: keeper, at: now)
            }
            return PointPlace.point.link(["zapisano": "1"])
        }
    }
}
