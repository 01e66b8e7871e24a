internal import Kernel
internal import Markup
internal import Office
internal import Programme
internal import Typesetting

/// The courses, with how far the person is, and the training office.
struct CoursesPage: Sendable {
    struct Line: Sendable {
        var course: Course
        var done: Int
        var isTestPassed: Bool
        var certificate: TrainingCertificate?
    }
    var frame: DeskFrame
    var lines: [Line]
    var training: OfficeRecord?
    /// May open and reset the training office.
    var keepsOffice: Bool
    var seesResults: Bool
    /// The person is in the training office now.
    var isInside: Bool
    var key: String
    var banner: Banner?
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Szkolenia") { h in
            WorkTop("Szkolenia", actions: seesResults ? [WorkTop.Action("Wyniki urzędu", TrainingPlace.results.link)] : []).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                Grid("Kursy", ["Kurs", "Ćwiczenia", "Sprawdzian", "Zaświadczenie"]).write(&h, lines) { h, line in
                    h.el("th", .attr("scope", "row"), .cls("wide")) { h in h.el("a", .href(TrainingPlace.course(line.course.role).link), text: line.course.title) }
                    if line.course.obstacle != nil {
                        h.el("td", text: "kurs jeszcze nie działa")
                        h.el("td", text: "–")
                        h.el("td", text: "–")
                    } else {
                        h.el("td", text: "\(line.done) z \(line.course.exercises.count)")
                        h.el("td", text: line.isTestPassed ? "zdany" : "przed Tobą")
                        h.el("td") { h in
                            if let c = line.certificate {
                                h.el("a", .href(TrainingPlace.file(c.number).link), text: "ważne do \(PolishTypography.short(c.validUntil))")
                                if c.validUntil < today { h.text(" (po terminie)") }
                            } else {
                                h.text("–")
                            }
                        }
                    }
                }
                h.el("h2", text: "Urząd szkoleniowy")
                if isInside {
                    h.el(
                        "p",
                        text: PolishTypography.glued(
                            "Jesteś w urzędzie szkoleniowym. Wszystko jest tu zmyślone i nic stąd nie wyjdzie. Do swojej pracy wrócisz, gdy się wylogujesz i zalogujesz na swoje konto."
                        ))
                } else if let training {
                    h.el("p", text: PolishTypography.glued("Urząd szkoleniowy działa: \(training.name). Wchodzisz do niego ze strony ćwiczenia."))
                    if keepsOffice { act(&h, "od-nowa", "Zacznij urząd szkoleniowy od nowa") }
                } else if keepsOffice {
                    h.el("p", text: PolishTypography.glued("Urząd szkoleniowy to ten sam program ze zmyślonymi ludźmi i pismami. Otwiera się go raz dla całego urzędu."))
                    act(&h, "otworz", "Otwórz urząd szkoleniowy")
                } else {
                    h.el(
                        "p",
                        text: PolishTypography.glued("Urząd szkoleniowy nie jest jeszcze otwarty. Poproś administratora, otwiera go jednym przyciskiem na tej stronie."))
                }
            }
        }
    }

    private func act(_ h: inout HTML, _ value: String, _ text: String) {
        h.el("form", .cls("onebutton"), .attr("method", "post"), .attr("action", TrainingPlace.office.link)) { h in
            hiddenFields(&h, token: frame.token, key: key)
            h.void("input", .type("hidden"), .name("co"), .value(value))
            h.el("button", .cls("btn"), text: text)
        }
    }
}

/// One course: lessons with their exercises, one under another.
struct CoursePage: Sendable {
    var frame: DeskFrame
    var course: Course
    var attempts: [String: TrainingRecords.Attempt]
    var tests: [TrainingRecords.TestResult]
    var certificate: TrainingCertificate?
    var training: OfficeRecord?
    var isInside: Bool
    var key: String
    var banner: Banner?

    func render() -> [UInt8] {
        frame.page(title: "Szkolenie: \(course.title)") { h in
            WorkTop("Szkolenie: \(course.title)", actions: [WorkTop.Action("Wszystkie kursy", TrainingPlace.courses.link)]).write(&h)
            h.el("div", .cls("page")) { h in
                banner?.write(&h)
                if let obstacle = course.obstacle {
                    h.el("p", .cls("note warn"), text: PolishTypography.glued(obstacle))
                    return
                }
                for lesson in course.lessons { self.lesson(&h, lesson) }
                ending(&h)
            }
        }
    }

    private func lesson(_ h: inout HTML, _ lesson: Course.Lesson) {
        h.el("h2", .id("lekcja-\(lesson.number)"), text: "Lekcja \(lesson.number). \(lesson.title)")
        StructuredText(parsing: lesson.text).write(into: &h, topLevel: 3)
        guard let exercise = lesson.exercise else { return }
        let attempt = attempts[exercise.id]
        h.el("section", .cls("note"), .id(exercise.id), .attr("aria-labelledby", "\(exercise.id)-n")) { h in
            h.el("h3", .id("\(exercise.id)-n"), text: "Ćwiczenie: \(exercise.title)")
            h.el("p", text: PolishTypography.glued(exercise.task))
            if let done = attempt?.doneAt {
                h.el("p") { h in h.el("span", .cls("tag ok"), text: "zrobione \(Moment.full(done))") }
                return
            }
            if let attempt, attempt.checks > 0 {
                h.el("p", text: PolishTypography.glued("Jeszcze nie: \(attempt.lastWords)"))
            }
            h.el("details") { h in
                h.el("summary", text: "Podpowiedzi")
                h.el("ul") { h in for hint in exercise.hints { h.el("li", text: PolishTypography.glued(hint)) } }
            }
            if training == nil { return h.el("p", text: "Najpierw administrator musi otworzyć urząd szkoleniowy.") }
            h.el("form", .cls("actions"), .attr("method", "post"), .attr("action", TrainingPlace.exercise(course.role, exercise.id).link)) { h in
                hiddenFields(&h, token: frame.token, key: key)
                if attempt == nil {
                    h.el("button", .cls("btn first"), .name("co"), .value("zacznij"), text: "Zacznij ćwiczenie")
                } else {
                    h.el("button", .cls("btn first"), .name("co"), .value("sprawdz"), text: "Sprawdź, czy zrobione")
                    if !isInside { h.el("button", .cls("btn"), .name("co"), .value("wejdz"), text: "Wejdź do urzędu szkoleniowego") }
                    h.el("button", .cls("btn"), .name("co"), .value("zacznij"), text: "Zacznij od nowa")
                }
            }
        }
    }

    private func ending(_ h: inout HTML) {
        h.el("h2", text: "Sprawdzian")
        let done = course.exercises.filter { attempts[$0.id]?.doneAt != nil }.count
        if let passed = tests.last(where: \.passed) {
            h.el("p", text: "Zdany: \(passed.right) z \(passed.questions) dobrych odpowiedzi, \(Moment.full(passed.at)).")
        } else {
            if let last = tests.last { h.el("p", text: "Ostatnia próba: \(last.right) z \(last.questions) dobrych odpowiedzi. Potrzeba \(Course.passingPercent)%.") }
            h.el("p") { h in h.el("a", .cls("btn"), .href(TrainingPlace.test(course.role).link), text: "Rozwiąż sprawdzian") }
        }
        h.el("h2", text: "Zaświadczenie")
        if let certificate {
            h.el("p") { h in
                h.el("a", .href(TrainingPlace.file(certificate.number).link), text: "Pobierz zaświadczenie (PDF)")
                h.text(", ważne do \(PolishTypography.short(certificate.validUntil)). ")
                h.el("a", .href(TrainingPlace.verification(certificate.number).link), text: "Strona sprawdzenia")
            }
        } else if done == course.exercises.count, tests.contains(where: \.passed) {
            h.el("form", .cls("onebutton"), .attr("method", "post"), .attr("action", TrainingPlace.certify(course.role).link)) { h in
                hiddenFields(&h, token: frame.token, key: key)
                h.el("button", .cls("btn first"), text: "Wystaw zaświadczenie")
            }
        } else {
            h.el("p", text: PolishTypography.glued("Dostaniesz je, gdy zrobisz wszystkie ćwiczenia (masz \(done) z \(course.exercises.count)) i zdasz sprawdzian."))
        }
    }
}

/// The test of a course.
struct CourseTestPage: Sendable {
    var frame: DeskFrame
    var course: Course
    var form: FormPart
    var key: String

    static func field(_ n: Int) -> String { "pytanie-\(n + 1)" }

    func render() -> [UInt8] {
        frame.page(title: "Sprawdzian: \(course.title)", error: !form.errors.isEmpty) { h in
            WorkTop("Sprawdzian: \(course.title)").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: course.questions.indices.map(Self.field))
                ActForm(frame: frame, action: TrainingPlace.test(course.role).link, key: key, button: "Oddaj sprawdzian", back: TrainingPlace.course(course.role).link)
                    .write(&h) { h in
                        for (n, q) in course.questions.enumerated() {
                            form.radios(&h, Self.field(n), "\(n + 1). \(q.words)", options: q.answers.enumerated().map { (String($0.offset), $0.element) }, chips: false)
                        }
                    }
            }
        }
    }
}

/// Certificates of the office: who has one, and who needs it anew.
struct TrainingResultsPage: Sendable {
    var frame: DeskFrame
    var certificates: [TrainingCertificate]
    /// Officers without any certificate.
    var without: [String]
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Wyniki szkoleń") { h in
            WorkTop("Wyniki szkoleń", actions: [WorkTop.Action("Wszystkie kursy", TrainingPlace.courses.link)]).write(&h)
            h.el("div", .cls("page wide")) { h in
                if certificates.isEmpty {
                    EmptyState("Nikt nie ma jeszcze zaświadczenia", "Zaświadczenie pojawi się tu, gdy ktoś ukończy kurs.").write(&h)
                } else {
                    Grid("Zaświadczenia, od najwcześniejszego końca", ["Osoba", "Kurs", "Wydano", "Ważne do", "Sprawdzenie"]).write(&h, certificates) { h, c in
                        h.el("th", .attr("scope", "row"), .cls("wide"), text: c.person)
                        h.el("td", text: c.title)
                        h.el("td", text: PolishTypography.short(c.issued))
                        h.el("td") { h in
                            h.text(PolishTypography.short(c.validUntil))
                            let left = c.validUntil.daysSince1970 - today.daysSince1970
                            if left < 60 {
                                h.text(" ")
                                h.el("span", .cls(left < 0 ? "tag err" : "tag warn"), text: left < 0 ? "po terminie" : "do odnowienia")
                            }
                        }
                        h.el("td") { h in h.el("a", .href(TrainingPlace.verification(c.number).link), text: "sprawdź") }
                    }
                }
                h.el("h2", text: "Bez zaświadczenia: \(without.count)")
                if !without.isEmpty { h.el("p", text: without.joined(separator: ", ")) }
            }
        }
    }
}

/// What everybody sees who scans the code of a certificate.
struct CertificateVerificationPage: Sendable {
    var frame: ProgrammeFrame
    var certificate: TrainingCertificate?
    var officeName: String
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Sprawdzenie zaświadczenia") { h in
            h.el("div", .cls("prose")) { h in
                h.el("h1", text: "Sprawdzenie zaświadczenia")
                guard let c = certificate else {
                    h.el("p", .cls("note warn"), text: PolishTypography.glued("Nie ma zaświadczenia o tym numerze. Sprawdź, czy adres jest przepisany bez pomyłki."))
                    return
                }
                let isValid = c.validUntil >= today
                h.el(
                    "p", .cls(isValid ? "note ok" : "note warn"),
                    text: isValid ? "Zaświadczenie jest prawdziwe i ważne." : "Zaświadczenie jest prawdziwe, ale straciło ważność.")
                h.el("dl", .cls("rows")) { h in
                    Facts.row(&h, "Osoba", c.person)
                    Facts.row(&h, "Urząd", officeName)
                    Facts.row(&h, "Szkolenie", c.title)
                    Facts.row(&h, "Wydano", PolishTypography.long(c.issued))
                    Facts.row(&h, "Ważne do", PolishTypography.long(c.validUntil))
                    Facts.row(&h, "Numer", c.number)
                    Facts.row(&h, "Skrót pliku (SHA-256)") { h in h.el("span", .cls("hash"), text: c.file.description) }
                }
                h.el("p", .cls("small muted"), text: PolishTypography.glued("Porównaj te dane z dokumentem. Podpisany plik PDF ma ten sam skrót."))
            }
        }
    }
}
