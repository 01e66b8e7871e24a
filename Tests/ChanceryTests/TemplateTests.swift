import Chancery
import Kernel
import Store
import StoreTesting
import Testing

@Suite struct MergeTextTests {
    @Test("Fields are filled, missing ones say what to write") func filling() throws {
        let text = try MergeText("Sprawa {{sprawa.znak}} – {{ adresat.nazwa }}, {{sprawa.znak}}")
        #expect(text.fields == ["sprawa.znak", "adresat.nazwa"])
        let merged = text.merged(["sprawa.znak": "OR.1"])
        #expect(merged.text == "Sprawa OR.1 – [uzupełnij: Imię i nazwisko albo nazwa adresata], OR.1" && merged.missing.map(\.name) == ["adresat.nazwa"])
    }

    @Test("Sections show by whether a value is known, and lines of their own vanish") func sections() throws {
        let text = try MergeText("a\n{{#urzad.ade}}\nADE {{urzad.ade}}\n{{/urzad.ade}}\n{{^urzad.ade}}\nbrak\n{{/urzad.ade}}\nb {{#urzad.ade}}tak{{/urzad.ade}}")
        #expect(text.merged(["urzad.ade": "X"]).text == "a\nADE X\nb tak")
        #expect(text.merged(["urzad.ade": ""]).text == "a\nbrak\nb ")
    }

    @Test(
        "A value brings neither form nor fields of its own",
        arguments: [
            ("**Firma** {{urzad.nazwa}}", "\\*\\*Firma\\*\\* \\{\\{urzad.nazwa}}"), ("# A", "\\# A"), ("- a\n- b", "\\- a\n\\- b"), ("1. x", "1\\. x"),
            ("12) x", "12\\) x"), ("a) x", "a\\) x"), ("| a |", "\\| a |"), ("[nowa strona]", "\\[nowa strona]"), ("a \\ b", "a \\\\ b"), ("Łoś & Syn", "Łoś & Syn"),
            ("7", "7"), ("12 marca 2026 r.", "12 marca 2026 r."), ("al. Lip", "al. Lip"), ("a\n\nb", "a\n\nb"),
        ])
    func injection(_ words: String, _ typed: String) throws {
        let text = try MergeText("{{adresat.nazwa}}")
        #expect(text.merged(["adresat.nazwa": words]).text == typed)
        #expect(text.merged(["adresat.nazwa": words], isTyped: false).text == words)
    }

    @Test(
        "A text that cannot be read is refused with the place",
        arguments: ["{{nie.ma}}", "{{sprawa.znak", "{{#sprawa.znak}}x", "x{{/sprawa.znak}}", "{{#sprawa.znak}}{{/urzad.nazwa}}", "{{}}"])
    func refused(_ text: String) { #expect(throws: Problem.self) { try MergeText(text) } }
}

@Suite struct LetterTemplateTests {
    static let officer = ActingOfficer(officer: OfficerID(1), name: "Ewa Rybak", post: "inspektor", unit: UnitID(1), account: "konto:1")
    static let noon = Instant(iso8601: "2026-03-12T11:00:00Z")!
    static let migrations = StoreMigrations.all + ChanceryMigrations.all

    static func content(_ body: String = "Treść {{sprawa.znak}}", classes: [String] = [], from: String = "2026-01-01", to: String? = nil) -> LetterTemplateContent {
        LetterTemplateContent(
            name: "Odpowiedź", kind: .answer, classes: classes, title: "Odpowiedź w sprawie {{sprawa.znak}}", body: body, validFrom: Day(from)!,
            validTo: to.flatMap { Day($0) })
    }

    @Test("Every notice that the law asks for comes with the program, marked as demonstration, and uses known fields only", arguments: Backend.available)
    func builtIn(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let system = Performer(id: "system", name: "system")
            let first = try await db.write { try LetterTemplates.installBuiltIn($0, by: system, at: Self.noon) }
            let second = try await db.write { try LetterTemplates.installBuiltIn($0, by: system, at: Self.noon) }
            #expect(first == 19 && second == 0)
            let all = try await db.read { try LetterTemplates.list($0) }
            #expect(all.count == first && all.allSatisfy { $0.content.isDemonstration && $0.builtIn != nil })
            for key in [
                BuiltInTemplateKey.commencement, BuiltInTemplateKey.completion, BuiltInTemplateKey.forwarding, BuiltInTemplateKey.delay,
                BuiltInTemplateKey.accessToFile, BuiltInTemplateKey.suspension, BuiltInTemplateKey.suspensionOnRequest, BuiltInTemplateKey.resumption,
                BuiltInTemplateKey.discontinuation, BuiltInTemplateKey.summons, BuiltInTemplateKey.complaintSettled,
                BuiltInTemplateKey.publicInformationExtension, BuiltInTemplateKey.certificate, BuiltInTemplateKey.certificateRefusal,
                BuiltInTemplateKey.finality, BuiltInTemplateKey.personalData, BuiltInTemplateKey.personalDataFromOthers,
            ] {
                let template = try #require(try await db.read { try LetterTemplates.find($0, builtIn: key) })
                let examples = Dictionary(uniqueKeysWithValues: MergeField.all.map { ($0.name, $0.example) })
                let merged = try template.merged(examples)
                #expect(merged.body.missing.isEmpty && !merged.body.text.contains("{{") && !merged.title.contains("{{"), "\(key)")
            }
        }
    }

    @Test("Versions stay, who was slower learns who was faster", arguments: Backend.available) func versions(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let id = try await db.write { try LetterTemplates.create($0, Self.content(), by: Self.officer, at: Self.noon) }
            try await db.write { try LetterTemplates.change($0, id, base: 1, to: Self.content("Nowa treść"), note: "skrócono", by: Self.officer, at: Self.noon) }
            do {
                try await db.write { try LetterTemplates.change($0, id, base: 1, to: Self.content("Inna"), note: "", by: Self.officer, at: Self.noon) }
                Issue.record("the slower one was not refused")
            } catch let problem as Problem {
                #expect(problem.code == .conflict && problem.message.contains("Ewa Rybak, 12.03.2026 r. o 12:00"))
            }
            let versions = try await db.read { try LetterTemplates.versions($0, id) }
            #expect(versions.map(\.version.number) == [2, 1] && versions.map(\.content.body) == ["Nowa treść", "Treść {{sprawa.znak}}"])
            #expect(versions[0].version.note == "skrócono" && versions[0].currentVersion == 2)
            let difference = LetterTemplates.difference(versions[1].content, versions[0].content)
            #expect(difference.title.isEmpty && difference.body.rows.count == 1)
            await #expect(throws: (any Error).self) { try await db.write { try $0.execute("UPDATE letter_template_version SET body = 'x'") } }
        }
    }

    @Test("Offered are the templates valid that day, those of the class first", arguments: Backend.available) func offered(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let today = Day("2026-03-12")!
            let (general, narrow, old) = try await db.write { c in
                (
                    try LetterTemplates.create(c, Self.content(), by: Self.officer, at: Self.noon),
                    try LetterTemplates.create(c, Self.content(classes: ["67", "6730"]), by: Self.officer, at: Self.noon),
                    try LetterTemplates.create(c, Self.content(to: "2026-03-11"), by: Self.officer, at: Self.noon)
                )
            }
            #expect(try await db.read { try LetterTemplates.offered($0, on: today, class: "6730").map(\.id) } == [narrow, general])
            #expect(try await db.read { try LetterTemplates.offered($0, on: today, class: "1431").map(\.id) } == [general])
            #expect(try await db.read { try LetterTemplates.inForce($0, old, on: Day("2026-03-11")!)?.id } == old)
            #expect(try await db.read { try LetterTemplates.inForce($0, old, on: today) } == nil)
            await #expect(throws: Problems.self) {
                _ = try await db.write { try LetterTemplates.create($0, Self.content("{{nie.ma}}"), by: Self.officer, at: Self.noon) }
            }
        }
    }
}
