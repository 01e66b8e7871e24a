public import Kernel
internal import Law
public import Store

/// A table for print and for a spreadsheet.
public struct ReportTable: Sendable, Hashable {
    public var title: String
    public var columns: [String]
    public var rows: [[String]]

    public init(title: String, columns: [String], rows: [[String]]) {
        self.title = title
        self.columns = columns
        self.rows = rows
    }

    /// Semicolons, quotes doubled, CRLF; a cell that a spreadsheet would run as a formula gets an apostrophe before it.
    public var csv: String {
        ([columns] + rows).map { $0.map(Self.cell).joined(separator: ";") + "\r\n" }.joined()
    }

    private static func cell(_ text: String) -> String {
        var text = text
        if let first = text.first, "=+-@\t\r".contains(first) { text = "'" + text }
        guard text.contains(where: { $0 == ";" || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

/// Registers and reports of a point, as values (rejestry i sprawozdania punktu). No PESEL stands in any of them.
public struct PointReports: Sendable {
    public let rules: ProfileRules

    public init(rules: ProfileRules = .standard) { self.rules = rules }

    /// One row of the register of applications served.
    public struct Entry: Sendable, Hashable {
        public var act: ServiceActID
        public var number: String
        public var kind: ApplicationKind
        public var caseSign: String
        public var actedAt: Instant
        public var startedAt: Instant
        public var result: ServiceAct.Result
        public var reason: RefusalReason?
        public var operatorName: String
        /// Number in the paper archive; `nil` where the paper is missing.
        public var paper: Int64?
    }

    /// The register of applications served, day by day, a page at a time.
    /// - Parameter after: the act the page before ended with.
    public func register(
        _ c: any SQLConnection, _ point: PointID, from: Day, to: Day, after: ServiceActID? = nil, limit: Int = 500
    ) throws -> [Entry] {
        try c.query(
            """
            SELECT a.id, w.number, w.kind, a.case_sign, a.acted_at, a.started_at, a.result, a.reason, a.operator_name, p.id AS paper
            FROM service_act a JOIN profile_application w ON w.id = a.application LEFT JOIN paper p ON p.act = a.id
            WHERE a.point = \(point) AND a.acted_day >= \(from) AND a.acted_day <= \(to) AND a.result <> \(ServiceAct.Result.abandoned.rawValue)
                AND a.id > \(after?.number ?? 0)
            ORDER BY a.id \(sql: c.dialect.ascending) LIMIT \(limit)
            """
        ) {
            Entry(
                act: try $0.id("id"), number: try $0.text("number"), kind: try $0.symbol("kind"), caseSign: try $0.textOrNil("case_sign") ?? "",
                actedAt: try $0.instant("acted_at"), startedAt: try $0.instant("started_at"), result: try $0.symbol("result"),
                reason: try $0.textOrNil("reason").flatMap(RefusalReason.init(rawValue:)), operatorName: try $0.text("operator_name"),
                paper: try $0.intOrNil("paper"))
        }
    }

    public static func table(_ entries: [Entry]) -> ReportTable {
        ReportTable(
            title: "Rejestr wniosków obsłużonych",
            columns: ["Numer wniosku", "Rodzaj", "Znak sprawy", "Data i godzina", "Wynik", "Przyczyna odmowy", "Osoba upoważniona", "Nr w archiwum"],
            rows: entries.map { e in
                [
                    e.number, e.kind.polishName, e.caseSign, ApplicationPrint.minute(e.actedAt), e.result == .carriedOut ? "wykonano" : "odmowa",
                    e.reason.map { "\($0.rawValue) \($0.polishName)" } ?? "", e.operatorName, e.paper.map(String.init) ?? "",
                ]
            })
    }

    /// Counts of a period.
    public struct Summary: Sendable, Hashable {
        public var done: [ApplicationKind: Int] = [:]
        public var refused: [RefusalReason: Int] = [:]
        public var byOperator: [String: Int] = [:]
        /// From claim to result, in seconds; `nil` where nothing was done.
        public var meanSeconds: Int64?
        public var noShows = 0
        public var visitsWithoutApplication = 0
        /// Numbers of applications whose paper is missing.
        public var withoutPaper: [String] = []
        /// Numbers of applications served outside the hours of the point: a sign to look closer.
        public var outOfHours: [String] = []
        /// Operators who did more than three times the mean of the others, and at least ten: likewise.
        public var unusual: [String] = []
    }

    public func summary(_ c: any SQLConnection, _ point: ConfirmationPoint, from: Day, to: Day) throws -> Summary {
        var summary = Summary()
        var seconds: Int64 = 0
        var count: Int64 = 0
        var after: ServiceActID?
        while true {
            let page = try register(c, point.id, from: from, to: to, after: after)
            for entry in page {
                switch entry.result {
                case .carriedOut: summary.done[entry.kind, default: 0] += 1
                case .refused: if let reason = entry.reason { summary.refused[reason, default: 0] += 1 }
                case .abandoned: continue
                }
                summary.byOperator[entry.operatorName, default: 0] += 1
                seconds += (entry.actedAt.milliseconds - entry.startedAt.milliseconds) / 1000
                count += 1
                if entry.paper == nil { summary.withoutPaper.append(entry.number) }
                let clock = PolishTime.clock(entry.actedAt)
                if !point.hours.isOpen(on: PolishTime.day(of: entry.actedAt), minute: clock.hour * 60 + clock.minute) { summary.outOfHours.append(entry.number) }
            }
            guard let last = page.last, page.count == 500 else { break }
            after = last.act
        }
        summary.meanSeconds = count == 0 ? nil : seconds / count
        summary.unusual = Self.unusual(summary.byOperator)
        let visits = try c.query(
            """
            SELECT state, CASE WHEN application IS NULL THEN 1 ELSE 0 END AS bare, count(*) AS n FROM visit
            WHERE point = \(point.id) AND day >= \(from) AND day <= \(to) GROUP BY state, CASE WHEN application IS NULL THEN 1 ELSE 0 END
            """
        ) { (try $0.text("state"), try $0.bool("bare"), Int(try $0.int("n"))) }
        for (state, isBare, n) in visits {
            if state == "no-show" { summary.noShows += n }
            if state == "served", isBare { summary.visitsWithoutApplication += n }
        }
        return summary
    }

    static func unusual(_ byOperator: [String: Int]) -> [String] {
        byOperator.filter { name, n in
            let others = byOperator.filter { $0.key != name }.map(\.value)
            return n >= 10 && !others.isEmpty && n * others.count > 3 * others.reduce(0, +)
        }.map(\.key).sorted()
    }

    public static func table(_ s: Summary, from: Day, to: Day) -> ReportTable {
        var rows = ApplicationKind.allCases.map { [$0.polishName, String(s.done[$0] ?? 0)] }
        rows += RefusalReason.atPoint.map { ["odmowa \($0.rawValue): \($0.polishName)", String(s.refused[$0] ?? 0)] }
        rows += s.byOperator.sorted { $0.key < $1.key }.map { ["osoba: \($0.key)", String($0.value)] }
        rows += [
            ["średni czas obsługi, s", s.meanSeconds.map(String.init) ?? "–"], ["wizyty, na które nikt nie przyszedł", String(s.noShows)],
            ["wizyty bez wniosku", String(s.visitsWithoutApplication)], ["wnioski bez papieru w archiwum", String(s.withoutPaper.count)],
            ["czynności poza godzinami", String(s.outOfHours.count)],
        ]
        return ReportTable(title: "Sprawozdanie punktu \(from)–\(to)", columns: ["Co", "Ile"], rows: rows)
    }

    /// The register of authorised persons (rejestr osób upoważnionych).
    public static func table(_ all: [OperatorAuthorisation], on day: Day) -> ReportTable {
        ReportTable(
            title: "Rejestr osób upoważnionych, stan na \(day)",
            columns: ["Nr", "Osoba", "Stanowisko", "Zakres", "Od", "Do", "Stan", "Szkolenie", "Oświadczenie o niekaralności", "Podpis ważny do"],
            rows: all.map { a in
                [
                    a.number, a.name.description, a.post, a.scopes.map(\.polishName).sorted().joined(separator: ", "), a.from.description, a.to.description,
                    standing(a.standing(on: day)), a.trainedOn?.description ?? "", a.noConvictionOn?.description ?? "", a.signingUntil.description,
                ]
            })
    }

    private static func standing(_ s: OperatorAuthorisation.Standing) -> String {
        switch s {
        case .waiting: "czeka na zatwierdzenie"
        case .notYet: "jeszcze nie obowiązuje"
        case .active: "obowiązuje"
        case .suspended: "zawieszone"
        case .expired: "wygasło"
        case .withdrawn: "cofnięte"
        }
    }

    /// Acts drawn for the yearly internal audit; the seed stands in the protocol, so the draw can be repeated.
    ///
    /// Source: KRI (Dz.U. 2024 poz. 773) § 19 ust. 2 pkt 14.
    public func sample(_ c: any SQLConnection, _ point: PointID, from: Day, to: Day, count: Int, seed: UInt64) throws -> [ServiceActID] {
        let ids = try c.query(
            """
            SELECT id FROM service_act WHERE point = \(point) AND acted_day >= \(from) AND acted_day <= \(to)
                AND result <> \(ServiceAct.Result.abandoned.rawValue) ORDER BY id \(sql: c.dialect.ascending)
            """
        ) { try $0.id("id", as: ServiceActID.self) }
        var generator = SeededGenerator(seed: seed)
        return ids.shuffled(using: &generator).prefix(count).sorted()
    }
}
