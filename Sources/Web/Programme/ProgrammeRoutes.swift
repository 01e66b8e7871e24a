internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Programme
internal import Store
internal import Typesetting

/// Figures of the programme for everybody: pages, files, the report. Only closed quarters, unless the programme's own people ask.
struct ProgrammeRoutes: Sendable {
    let programme: ProgrammeDesk
    private var desk: Desk { programme.desk }

    func register(on router: some RouterMethods<AppContext>) {
        typealias P = ProgrammePlace.Pattern
        router.get(P.front.route) { request, context in try await front(request, context) }
        router.get(P.office.route) { request, context in try await office(request, context) }
        router.get(P.data.route) { request, context in try await data(request, context) }
        router.get(P.csv.route) { request, context in try await csv(request, context) }
        router.get(P.json.route) { request, context in try await json(request, context) }
        router.get(P.report.route) { request, context in try await report(request, context) }
    }

    /// - Returns: `nil` where nothing may be shown yet.
    private func board(_ quarter: Quarter?, _ context: AppContext) async throws -> ProgrammeBoard? {
        let offices = try await programme.offices()
        let isOpen = context.account?.may(.workInProgramme) == true
        return try await desk.house.platform.read { try ProgrammeBoard.load($0, offices: offices, quarter: quarter, onlyClosed: !isOpen) }
    }

    private func needed(_ quarter: Quarter?, _ context: AppContext) async throws -> ProgrammeBoard {
        guard let board = try await board(quarter, context) else { throw Problem(.notFound, "Żaden kwartał nie jest jeszcze zamknięty.") }
        return board
    }

    private func front(_ request: Request, _ context: AppContext) async throws -> Response {
        let asked = try programme.asked(request)
        let page = ProgrammeBoardPage(
            frame: programme.frame(context, .figures), place: .front, board: try await board(asked.quarter, context), indicator: asked.indicator)
        return Desk.html(page.render())
    }

    private func office(_ request: Request, _ context: AppContext) async throws -> Response {
        let asked = try programme.asked(request)
        let board = try await needed(asked.quarter, context)
        guard let office = board.offices.first(where: { $0.id.description == context.parameters.get("gmina") }) else {
            throw Problem(.notFound, "Nie ma takiej gminy w partnerstwie.")
        }
        var page = ProgrammeOfficePage(frame: programme.frame(context, .figures), board: board, office: office)
        if let account = context.account, account.may(.workInProgramme) {
            let worker = try await programme.worker(account)
            // What happened in an office is for its own people and for the leader.
            if worker.leads || account.office == office.id {
                page.differences = try await desk.house.office(office.id).database.read { try DailyCounts.differences($0, limit: 20) }
            }
        }
        return Desk.html(page.render())
    }

    private func data(_ request: Request, _ context: AppContext) async throws -> Response {
        let quarter = try programme.asked(request).quarter
        let targets = try await desk.house.platform.read { try Targets.all($0) }
        return Desk.html(ProgrammeDataPage(frame: programme.frame(context, .data), targets: targets, quarter: quarter).render())
    }

    private func csv(_ request: Request, _ context: AppContext) async throws -> Response {
        let board = try await needed(try programme.asked(request).quarter, context)
        return file(ProgrammeExport.csv(board), "text/csv; charset=utf-8", "program-\(board.quarter).csv")
    }

    private func json(_ request: Request, _ context: AppContext) async throws -> Response {
        let board = try await needed(try programme.asked(request).quarter, context)
        return Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(string: ProgrammeExport.json(board))))
    }

    private func report(_ request: Request, _ context: AppContext) async throws -> Response {
        let board = try await needed(try programme.asked(request).quarter, context)
        guard let typesetter = desk.typesetter else { throw Problem(.unavailable, "Na serwerze nie ma składania PDF. Pobierz dane w pliku CSV.") }
        let sheet = ProgrammeReport.sheet(board, printedOn: PolishTime.day(of: context.now))
        return file(try await typesetter.pdf(sheet, date: context.now, profile: .accessible), "application/pdf", "sprawozdanie-\(board.quarter).pdf")
    }

    private func file(_ bytes: [UInt8], _ type: String, _ name: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .contentDisposition: "attachment; filename=\"\(name)\""], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

/// What the programme's people do: quarters under way, closing and correction, figures from outside, aims.
struct ProgrammeWorkRoutes: Sendable {
    let programme: ProgrammeDesk
    private var desk: Desk { programme.desk }

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = ProgrammePlace.Pattern
        router.get(P.board.route) { request, context in try await board(request, context, FormPart()) }
        router.post(P.quarter.route) { request, context in try await settle(request, context) }
        router.get(P.outside.route) { request, context in try await outside(request, context, FormPart()) }
        router.post(P.outside.route) { request, context in try await enter(request, context) }
        router.get(P.targets.route) { request, context in try await targets(request, context, FormPart()) }
        router.post(P.targets.route) { request, context in try await setTarget(request, context) }
    }

    private func board(_ request: Request, _ context: SignedInContext, _ form: FormPart, quarter: Quarter? = nil) async throws -> Response {
        let worker = try await programme.worker(context.account)
        let asked = try programme.asked(request), offices = try await programme.offices()
        let wanted = quarter ?? asked.quarter
        let board = try await desk.house.platform.read { try ProgrammeBoard.load($0, offices: offices, quarter: wanted, onlyClosed: false) }
        let today = PolishTime.day(of: context.now)
        let canClose = board.map { !$0.readings.isClosed && today > $0.quarter.lastDay } ?? false
        let page = ProgrammeBoardPage(
            frame: programme.frame(context, .board), place: .board, board: board, indicator: asked.indicator,
            acts: .init(leads: worker.leads, canClose: canClose, key: OneTimeKey().description, form: form),
            banner: asked.values["zapisano"] == "zamknij"
                ? "Kwartał jest zamknięty." : asked.values["zapisano"] == "korekta" ? "Korekta zapisana. Obie liczby są widoczne." : nil)
        return Desk.html(page.render(), status: form.errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func settle(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await programme.worker(context.account)
        try worker.require(leading: true)
        let form = context.form, key = try context.oneTimeKey(), now = context.now, account = context.account
        guard let quarter = form[ProgrammePlace.quarterField].flatMap({ Quarter($0) }) else { throw Problem(.notFound, "Nie ma takiego kwartału.") }
        let act = form["co"] == "korekta" ? "korekta" : "zamknij"
        let ids = try await programme.offices().map(\.id), reason = form["powod"] ?? "", today = PolishTime.day(of: now)
        do {
            let location = try await desk.house.platform.write { c in
                try OneTimeKeys.once(c, key: key, account: account.id, at: now) { c in
                    let readings = try ProgrammeReadings.load(c, quarter, offices: ids)
                    if act == "korekta" {
                        try Snapshots.correct(c, quarter, readings.items, reason: reason, by: account.performer, at: now)
                    } else {
                        try Snapshots.close(c, quarter, readings.items, today: today, by: account.performer, at: now)
                    }
                    return ProgrammePlace.board.link([ProgrammePlace.quarterField: quarter.description, "zapisano": act])
                }
            }
            return .seeOther(location)
        } catch let problem as Problem where problem.field != nil {
            return try await board(request, context, FormPart(values: form.byName, errors: fieldErrors([problem], fallback: "powod")), quarter: quarter)
        }
    }

    private func outside(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let worker = try await programme.worker(context.account)
        // An office's own coordinator enters his office's figures, the leader those of all.
        let offices = try await programme.offices().filter { worker.leads || $0.id == context.account.office }
        let reach = offices.map(\.id)
        let entered = try await desk.house.platform.read { c in
            try OutsideFigures.quarters(c).suffix(4).reversed().flatMap { try OutsideFigures.of(c, $0) }.filter { reach.contains($0.office) }
        }
        let saved = try programme.asked(request).values["zapisano"] != nil && form.errors.isEmpty
        return Desk.html(
            OutsideFigurePage(
                frame: programme.frame(context, .board), offices: offices, form: form, key: OneTimeKey().description, entered: Array(entered.prefix(20)),
                banner: saved ? "Liczba zapisana razem z dowodem." : nil
            ).render(), status: form.errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func enter(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await programme.worker(context.account)
        let (values, uploads) = try await MultipartForm.collect(request, context)
        guard let key = values[FormField.key].flatMap({ OneTimeKey($0) }) else {
            throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę i wyślij go jeszcze raz.", cause: "one-time key missing")
        }
        let now = context.now, account = context.account
        var problems: [Problem] = []
        let office = try await programme.offices().first { $0.id.description == values["gmina"] && (worker.leads || $0.id == account.office) }
        if office == nil { problems.append(Problem(.invalidInput, "Wybierz gminę", field: "gmina")) }
        let quarter = values["okres"].flatMap { Quarter($0) }
        if quarter == nil { problems.append(Problem(.invalidInput, "Wpisz kwartał: rok i numer, na przykład 2024-2", field: "okres")) }
        let indicator = values["wskaznik"].flatMap(Indicator.init(rawValue:))
        if indicator == nil { problems.append(Problem(.invalidInput, "Wybierz wskaźnik", field: "wskaznik")) }
        var reading: IndicatorReading?
        if let indicator {
            switch OutsideFigure.reading(indicator, value: values["wartosc"] ?? "", numerator: values["licznik"] ?? "", denominator: values["mianownik"] ?? "") {
            case .success(let r): reading = r
            case .failure(let p): problems += p.all
            }
        }
        if values["zrodlo"] == nil { problems.append(Problem(.invalidInput, "Wpisz, skąd jest ta liczba", field: "zrodlo")) }
        let proof = uploads.first { !$0.bytes.isEmpty }
        if proof == nil { problems.append(Problem(.invalidInput, "Dodaj plik, który dowodzi tej liczby", field: "dowod")) }
        guard problems.isEmpty, let office, let quarter, let indicator, let reading, let proof else {
            return try await outside(request, context, FormPart(values: values.byName, errors: fieldErrors(problems, fallback: "zrodlo")))
        }
        let blobs = desk.house.platformBlobs
        let staged = try await blobs.stage(proof.bytes)
        let figure = OutsideFigure(
            office: office.id, quarter: quarter, indicator: indicator, reading: reading, source: values["zrodlo"] ?? "", proofName: String(proof.head.name.prefix(200)),
            proof: staged.hash, enteredAt: now, enteredBy: account.displayName)
        let location = try await desk.house.platform.write { c in
            try OneTimeKeys.once(c, key: key, account: account.id, at: now) { c in
                _ = try blobs.record(c, staged, mediaType: "application/octet-stream", at: now)
                try OutsideFigures.enter(c, figure, by: account.performer)
                return ProgrammePlace.outside.link(["zapisano": "tak"])
            }
        }
        return .seeOther(location)
    }

    private func targets(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        try await programme.worker(context.account).require(leading: true)
        let targets = try await desk.house.platform.read { try Targets.all($0) }
        return Desk.html(
            ProgrammeTargetsPage(frame: programme.frame(context, .board), targets: targets, form: form, key: OneTimeKey().description).render(),
            status: form.errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func setTarget(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await programme.worker(context.account).require(leading: true)
        let form = context.form, key = try context.oneTimeKey(), now = context.now, account = context.account
        var problems: [Problem] = []
        let indicator = form["wskaznik"].flatMap(Indicator.init(rawValue:))
        if indicator == nil { problems.append(Problem(.invalidInput, "Wybierz wskaźnik", field: "wskaznik")) }
        let baseline = form["bazowy"].flatMap { Quarter($0) }
        if baseline == nil { problems.append(Problem(.invalidInput, "Wpisz kwartał: rok i numer, na przykład 2024-2", field: "bazowy")) }
        var tenths: Int64?
        if let typed = form["cel"] {
            tenths = ProgrammeNumber.tenths(typed)
            if tenths == nil { problems.append(Problem(.invalidInput, "Wpisz liczbę z najwyżej jedną cyfrą po przecinku, na przykład 60", field: "cel")) }
        }
        if form["powod"] == nil { problems.append(Problem(.invalidInput, "Podaj powód zmiany", field: "powod")) }
        guard problems.isEmpty, let indicator, let baseline else {
            return try await targets(request, context, FormPart(values: form.byName, errors: fieldErrors(problems, fallback: "powod")))
        }
        let target = Target(indicator, baseline: baseline, tenths: tenths, owner: form["odpowiada"]), reason = form["powod"] ?? ""
        let location = try await desk.house.platform.write { c in
            try OneTimeKeys.once(c, key: key, account: account.id, at: now) { c in
                try Targets.set(c, target, reason: reason, by: account.performer, at: now)
                return ProgrammePlace.targets.link
            }
        }
        return .seeOther(location)
    }
}

/// Reads a number as people type it.
enum ProgrammeNumber {
    /// `14,5` → 145; `nil` for anything but digits with at most one after the comma.
    static func tenths(_ text: String) -> Int64? {
        let parts = text.replacing(".", with: ",").split(separator: ",", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }), parts[0].count <= 7,
            parts.count == 1 || parts[1].count == 1, let whole = Int64(parts[0]), let rest = Int64(parts.count == 2 ? parts[1] : "0")
        else { return nil }
        return whole * 10 + rest
    }
}
