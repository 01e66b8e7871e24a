import Kernel
import Programme
import Store
import StoreTesting
import Testing

@Suite struct CourseTests {
    @Test("Every course can be read; one that can be passed has four exercises and a test", arguments: CourseRole.allCases)
    func courses(_ role: CourseRole) throws {
        let course = try Courses.load(role)
        #expect(!course.title.isEmpty)
        if course.obstacle == nil {
            #expect(course.exercises.count >= 4 && course.lessons.allSatisfy { $0.exercise != nil && !$0.text.isEmpty })
            #expect(course.questions.count >= 5)
            #expect(Set(course.exercises.map(\.id)).count == course.exercises.count)
        } else {
            #expect(course.lessons.isEmpty && course.questions.isEmpty, "a course without screens pretends nothing")
        }
    }

    @Test("An exercise is done when every trace is there, says what went wrong, and else gives hints") func judging() throws {
        let exercise = try #require(Courses.of(.chanceryPoint)?.exercise("kp-1"))
        #expect(exercise.judge([.init(act: "rejestracja", after: "papier; wpływ 2026-03-12; załączniki 0")]) == .done)
        guard case .notYet(1, let hints) = exercise.judge([]) else { return #expect(Bool(false)) }
        #expect(hints.count == 2)
        guard case .notYet(1, let wrong) = exercise.judge([.init(act: "rejestracja", after: "osobiscie; wpływ 2026-03-12")]) else { return #expect(Bool(false)) }
        #expect(wrong.first?.contains("osobiście") == true)
        let both = try #require(Courses.of(.chanceryPoint)?.exercise("kp-4"))
        guard case .notYet(1, _) = both.judge([.init(act: "wyjęcie-ze-składu", after: "")]) else { return #expect(Bool(false)) }
        #expect(both.judge([.init(act: "wyjęcie-ze-składu", after: ""), .init(act: "zwrot-do-składu", after: "")]) == .done)
        let either = try #require(Courses.of(.head)?.exercise("ki-2"))
        #expect(either.judge([.init(act: "dekretacja-wycofanie", after: "")]) == .done)
    }

    @Test(
        "A broken course is refused with its line",
        arguments: [
            "## Lekcja", "# K\n### Ćwiczenie x: t", "# K\n## L\n### Ćwiczenie x: t\nbez klucza", "# K\n## L\n### Ćwiczenie x: t\nZadanie: z",
            "# K\n## Sprawdzian\n? p\n- [ ] a\n- [ ] b", "# K\n## Sprawdzian\n? p\n- [x] a\n- [x] b", "# K\n## Sprawdzian\n- [x] a",
        ])
    func broken(_ text: String) { #expect(throws: CourseParser.Failure.self) { try CourseParser.parse(text, role: .head) } }

    @Test("Four of five answers pass, three do not") func passing() throws {
        let course = try #require(Courses.of(.caseOfficer))
        #expect(course.passes(right: 4) && !course.passes(right: 3))
    }

    @Test("A try that was done stays done", arguments: Backend.available) func attempts(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: StoreMigrations.all + ProgrammeMigrations.platform) { db in
            let place = TrainingRecords.Place(office: OfficeID("szk-prusice-1")!, account: 9), now = FiguresTests.now
            let found = try await db.write { c in
                try TrainingRecords.enrol(c, account: 1, role: .head, at: place, by: FiguresTests.performer, now: now)
                try TrainingRecords.begin(c, account: 1, role: .head, exercise: "ki-1", at: place, fromSeq: 5, now: now)
                let first = try TrainingRecords.attempts(c, account: 1, role: .head)
                try TrainingRecords.checked(c, first["ki-1"]?.id ?? 0, done: true, words: "", at: now)
                try TrainingRecords.begin(c, account: 1, role: .head, exercise: "ki-1", at: place, fromSeq: 9, now: now)
                return try TrainingRecords.attempts(c, account: 1, role: .head)
            }
            #expect(found["ki-1"]?.doneAt == now && found["ki-1"]?.fromSeq == 5)
            let owner = try await db.read { try TrainingRecords.owner($0, of: 9) }
            #expect(owner?.account == 1 && owner?.role == .head)
        }
    }
}
