public import Cryptography
public import Identity
internal import Kernel
internal import Law
internal import Markup
public import Programme
internal import Signatures
internal import Store
public import Typesetting

/// Issues certificates: a PDF with a QR code, signed by the platform's seal, kept among the platform's files.
public struct TrainingCertificates: Sendable {
    let house: House
    let seal: SigningIdentity
    let typesetter: Typesetter
    /// Where the page of verification lies: scheme and host.
    let address: String

    public init(_ house: House, seal: SigningIdentity, typesetter: Typesetter, address: String) {
        self.house = house
        self.seal = seal
        self.typesetter = typesetter
        self.address = address
    }

    public static func path(_ number: String) -> String { "/program/zaswiadczenie/\(number)" }

    /// - Throws: `Problem` `.conflict` where an exercise or the test is not passed.
    public func issue(to account: Account, officeName: String, _ course: Course) async throws -> TrainingCertificate {
        let id = account.id.number
        let (attempts, tests) = try await house.platform.read { c in
            (try TrainingRecords.attempts(c, account: id, role: course.role), try TrainingRecords.tests(c, account: id, role: course.role))
        }
        guard course.obstacle == nil, course.exercises.allSatisfy({ attempts[$0.id]?.doneAt != nil }), let passed = tests.last(where: \.passed) else {
            throw Problem(.conflict, "Zaświadczenie dostaniesz, gdy zrobisz wszystkie ćwiczenia i zdasz sprawdzian.")
        }
        let now = house.time.now, today = PolishTime.day(of: now)
        let c = today.components
        let until = Day(year: c.year + Course.validYears, month: c.month, day: min(c.day, Day.length(ofMonth: c.month, year: c.year + Course.validYears))) ?? today
        let number = String(Hex.encode(randomBytes(10)))
        let sheet = sheet(account, officeName, course, passed, number: number, today: today, until: until)
        let pdf = try await typesetter.pdf(sheet, date: now)
        let signed = try PAdESSigner(identity: seal).sign(
            pdf, statement: PAdESStatement(name: "Platforma e-Urząd", reason: "Zaświadczenie o szkoleniu"), at: now)
        let staged = try await house.platformBlobs.stage(signed)
        let certificate = TrainingCertificate(
            number: number, account: id, office: account.office, person: account.displayName, role: course.role, title: course.title, issued: today,
            validUntil: until, file: staged.hash)
        let blobs = house.platformBlobs
        try await house.platform.write { c in
            _ = try blobs.record(c, staged, mediaType: "application/pdf", at: now)
            try TrainingCertificate.keep(c, certificate, by: account.performer, at: now)
        }
        return certificate
    }

    private func sheet(
        _ account: Account, _ officeName: String, _ course: Course, _ test: TrainingRecords.TestResult, number: String, today: Day, until: Day
    ) -> Sheet {
        let centred = Sheet.Style(alignment: .centre)
        return Sheet(
            title: "Zaświadczenie o ukończeniu szkolenia", author: "Program e-Urząd", paper: .a4(),
            header: Sheet.RunningLine(left: "Program e-Urząd, partnerstwo ośmiu gmin", right: "Nr \(number)"),
            body: [
                .space(30), .heading(level: 1, "Zaświadczenie", Sheet.Style(size: 240, bold: true, alignment: .centre)), .space(6),
                .lines([account.displayName], Sheet.Style(size: 180, bold: true, alignment: .centre)), .lines([officeName], centred), .space(6),
                .lines(["ukończył(a) szkolenie z programu e-Urząd", "„\(course.title)”"], Sheet.Style(size: 130, alignment: .centre)), .space(4),
                .lines(
                    [
                        "Lekcje: \(course.lessons.count), ćwiczenia: \(course.exercises.count), sprawdzian: \(test.right) z \(test.questions)",
                        "Wydano \(PolishTypography.long(today)), ważne do \(PolishTypography.long(until))",
                    ], centred),
                .space(20),
                .columns([
                    .init(share: 1, [.code(address + Self.path(number), size: 32, description: "Kod QR prowadzi do strony, na której sprawdzisz to zaświadczenie")]),
                    .init(
                        share: 3,
                        [
                            .lines(
                                ["Sprawdź to zaświadczenie:", address + Self.path(number), "Dokument jest opatrzony pieczęcią elektroniczną platformy."], .small)
                        ]),
                ]),
            ])
    }
}
