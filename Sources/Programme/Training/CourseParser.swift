/// Reads a course from Markdown: `#` title, `##` lessons, `### Ćwiczenie id: title` with its list, `## Sprawdzian` with questions.
public enum CourseParser {
    public struct Failure: Error, Sendable, Hashable {
        public var line: Int
        public var words: String
    }

    public static func parse(_ text: String, role: CourseRole) throws(Failure) -> Course {
        var course = Course(role: role, title: "", obstacle: nil, lessons: [], questions: [])
        var isTest = false
        for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = String(raw)
            func fail(_ words: String) -> Failure { Failure(line: index + 1, words: words) }
            func tail(_ prefix: String) -> String? { line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : nil }
            if let title = tail("### Ćwiczenie ") {
                guard !course.lessons.isEmpty, let colon = title.firstIndex(of: ":") else { throw fail("ćwiczenie bez lekcji albo bez numeru") }
                course.lessons[course.lessons.count - 1].exercise = Exercise(
                    id: String(title[..<colon]), title: trimmed(title[title.index(after: colon)...]), task: "", checks: [], hints: [], mistakes: [])
            } else if line == "## Sprawdzian" {
                isTest = true
            } else if let title = tail("## ") {
                course.lessons.append(Course.Lesson(number: course.lessons.count + 1, title: title, text: "", exercise: nil))
            } else if let title = tail("# ") {
                course.title = title
            } else if let words = tail("> Przeszkoda: ") {
                course.obstacle = words
            } else if isTest {
                if let words = tail("? ") {
                    course.questions.append(Course.Question(words: words, answers: [], right: -1))
                } else if let words = tail("- [x] ") ?? tail("- [ ] ") {
                    guard !course.questions.isEmpty else { throw fail("odpowiedź bez pytania") }
                    let last = course.questions.count - 1
                    if line.hasPrefix("- [x]") {
                        guard course.questions[last].right < 0 else { throw fail("dwie dobre odpowiedzi") }
                        course.questions[last].right = course.questions[last].answers.count
                    }
                    course.questions[last].answers.append(words)
                }
            } else if let last = course.lessons.indices.last {
                if course.lessons[last].exercise != nil {
                    try exercise(&course.lessons[last].exercise, line, index + 1)
                } else {
                    course.lessons[last].text += line + "\n"
                }
            }
        }
        guard !course.title.isEmpty else { throw Failure(line: 1, words: "kurs bez tytułu") }
        if let bad = course.questions.first(where: { $0.right < 0 || $0.answers.count < 2 }) {
            throw Failure(line: 0, words: "pytanie bez dobrej odpowiedzi: \(bad.words)")
        }
        if let bad = course.exercises.first(where: { $0.checks.isEmpty || $0.task.isEmpty || $0.hints.isEmpty }) {
            throw Failure(line: 0, words: "ćwiczenie \(bad.id) bez zadania, sprawdzenia albo podpowiedzi")
        }
        return course
    }

    private static func exercise(_ exercise: inout Exercise?, _ line: String, _ number: Int) throws(Failure) {
        func tail(_ prefix: String) -> String? { line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : nil }
        if let task = tail("Zadanie: ") {
            exercise?.task = task
        } else if let check = tail("- Sprawdzenie: ") {
            exercise?.checks.append(check.split(separator: "|").map { trace(String($0)) })
        } else if let hint = tail("- Podpowiedź: ") {
            exercise?.hints.append(hint)
        } else if let mistake = tail("- Błąd: ") {
            let parts = mistake.split(separator: "=>", maxSplits: 1)
            guard parts.count == 2 else { throw Failure(line: number, words: "błąd bez słów po =>") }
            exercise?.mistakes.append(Exercise.Mistake(trace: trace(String(parts[0])), words: trimmed(parts[1])))
        } else if !trimmed(line[...]).isEmpty {
            throw Failure(line: number, words: "nieznany wiersz ćwiczenia")
        }
    }

    /// `rejestracja [papier]`: an act, and words that have to stand in the entry.
    private static func trace(_ text: String) -> Exercise.Trace {
        let text = trimmed(text[...])
        guard text.hasSuffix("]"), let open = text.firstIndex(of: "[") else { return Exercise.Trace(act: text) }
        return Exercise.Trace(act: trimmed(text[..<open]), words: String(text[text.index(after: open)..<text.index(before: text.endIndex)]))
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

/// The courses of the house, one for each role; their words lie in `Resources/`.
public enum Courses {
    public static let all: [Course] = CourseRole.allCases.compactMap { try? load($0) }

    public static func of(_ role: CourseRole) -> Course? { all.first { $0.role == role } }

    public static func load(_ role: CourseRole) throws(CourseParser.Failure) -> Course {
        let bytes =
            switch role {
            case .chanceryPoint: PackageResources.kurs_kancelaria_md
            case .caseOfficer: PackageResources.kurs_prowadzacy_md
            case .head: PackageResources.kurs_kierownik_md
            case .administrator: PackageResources.kurs_administrator_md
            case .taxClerk: PackageResources.kurs_podatki_md
            case .pointOperator: PackageResources.kurs_punkt_md
            case .archivist: PackageResources.kurs_archiwista_md
            }
        return try CourseParser.parse(String(decoding: bytes, as: UTF8.self), role: role)
    }
}
