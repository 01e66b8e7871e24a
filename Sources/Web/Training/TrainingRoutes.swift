internal import Cryptography
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

/// Courses, exercises, tests, certificates and the training office.
struct TrainingRoutes: Sendable {
    let programme: ProgrammeDesk
    let sessions: Sessions
    let cookie: SessionCookie
    let seal: SigningIdentity
    let publicAddress: String

    private var desk: Desk { programme.desk }
    private var offices: TrainingOffices { TrainingOffices(desk.house, accounts: desk.accounts) }

    func register(on router: some RouterMethods<AppContext>, signedIn: RouterGroup<SignedInContext>) {
        typealias P = TrainingPlace.Pattern
        router.get(P.verification.route) { _, context in try await verify(context) }
        signedIn.get(P.courses.route) { request, context in try await courses(request, context) }
        signedIn.get(P.course.route) { request, context in try await course(request, context) }
        signedIn.post(P.exercise.route) { request, context in try await exercise(request, context) }
        signedIn.get(P.test.route) { request, context in try await test(request, context, FormPart()) }
        signedIn.post(P.test.route) { request, context in try await answer(request, context) }
        signedIn.post(P.certify.route) { request, context in try await certify(context) }
        signedIn.get(P.file.route) { _, context in try await file(context) }
        signedIn.post(P.office.route) { _, context in try await keepOffice(context) }
        signedIn.get(P.results.route) { request, context in try await results(request, context) }
    }

    /// Who learns: the person himself, also while he is in the training office.
    private struct Learner: Sendable {
        var account: Account
        var isInside: Bool
    }

    private func learner(_ context: SignedInContext) async throws -> Learner {
        let id = context.account.id.number
        guard let owner = try await desk.house.platform.read({ try TrainingRecords.owner($0, of: id) }) else { return Learner(account: context.account, isInside: false) }
        guard let account = try await desk.accounts.find(AccountID(owner.account)), !account.isClosed else {
            throw Problem(.forbidden, "Konto, do którego należy to szkolenie, jest zamknięte.")
        }
        return Learner(account: account, isInside: true)
    }

    private func asked(_ context: SignedInContext) throws -> Course {
        guard let role = context.parameters.get("rola").flatMap(CourseRole.init(rawValue:)), let course = Courses.of(role) else {
            throw Problem(.notFound, "Nie ma takiego kursu. Wybierz kurs z listy.")
        }
        return course
    }

    private func courses(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let learner = try await learner(context), id = learner.account.id.number
        let lines = try await desk.house.platform.read { c in
            let certificates = try TrainingCertificate.of(c, account: id)
            return try Courses.all.map { course in
                let attempts = try TrainingRecords.attempts(c, account: id, role: course.role)
                return CoursesPage.Line(
                    course: course, done: course.exercises.filter { attempts[$0.id]?.doneAt != nil }.count,
                    isTestPassed: try TrainingRecords.tests(c, account: id, role: course.role).contains(where: \.passed),
                    certificate: certificates.first { $0.role == course.role })
            }
        }
        let query = try FormValues(query: request.uri.query)
        let keeps = !learner.isInside && learner.account.may(.manageUsers)
        return Desk.html(
            CoursesPage(
                frame: try await desk.frame(context, context.account, request, .training), lines: lines, training: try await offices.current(of: learner.account.office),
                keepsOffice: keeps, seesResults: keeps || learner.account.may(.workInProgramme), isInside: learner.isInside, key: OneTimeKey().description,
                banner: query.has("otwarto") ? Banner("Urząd szkoleniowy jest gotowy. Wszystko jest w nim zmyślone.") : nil, today: PolishTime.day(of: context.now)
            ).render())
    }

    private func course(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let course = try asked(context), learner = try await learner(context), id = learner.account.id.number
        let (attempts, tests, certificate) = try await desk.house.platform.read { c in
            (
                try TrainingRecords.attempts(c, account: id, role: course.role), try TrainingRecords.tests(c, account: id, role: course.role),
                try TrainingCertificate.of(c, account: id).first { $0.role == course.role }
            )
        }
        let query = try FormValues(query: request.uri.query)
        var banner: Banner?
        if let id = query["zrobione"], let e = course.exercise(id) { banner = Banner("Ćwiczenie zrobione: \(e.title).") }
        if query.has("sprawdzian") {
            banner = Banner(tests.last?.passed == true ? "Sprawdzian zdany." : "Tym razem się nie udało. Przeczytaj lekcje i spróbuj jeszcze raz.")
        }
        return Desk.html(
            CoursePage(
                frame: try await desk.frame(context, context.account, request, .training), course: course, attempts: attempts, tests: tests, certificate: certificate,
                training: try await offices.current(of: learner.account.office), isInside: learner.isInside, key: OneTimeKey().description, banner: banner
            ).render())
    }

    private func exercise(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let course = try asked(context), learner = try await learner(context)
        guard let exercise = context.parameters.get("id").flatMap({ course.exercise($0) }) else { throw Problem(.notFound, "Nie ma takiego ćwiczenia.") }
        guard let training = try await offices.current(of: learner.account.office) else {
            throw Problem(.conflict, "Urząd szkoleniowy nie jest otwarty. Poproś administratora.")
        }
        let back = TrainingPlace.course(course.role)
        switch context.form["co"] {
        case "sprawdz":
            let outcome = try await offices.check(learner.account, course.role, exercise)
            return .seeOther(outcome == .done ? back.link(["zrobione": exercise.id]) : "\(back.link)#\(exercise.id)")
        case "wejdz":
            guard !learner.isInside else { return .seeOther(Place.desk.link) }
            return try await enter(learner.account, course.role, training, request, context)
        default:
            try await offices.begin(learner.account, course.role, exercise, in: training)
            return .seeOther("\(back.link)#\(exercise.id)")
        }
    }

    /// The person goes over to his account in the training office; the session that was ends.
    private func enter(_ account: Account, _ role: CourseRole, _ training: OfficeRecord, _ request: Request, _ context: SignedInContext) async throws -> Response {
        let person = try await offices.enrol(account, role, in: training)
        guard training.isTraining, person.office == training.id, !person.isClosed, let session = context.session, let token = context.app.sessionToken else {
            throw Problem(.forbidden, "Do tego urzędu szkoleniowego nie możesz wejść.")
        }
        let fresh = try await sessions.goOver(
            from: session, token, to: person, address: context.address.counted, agent: request.headers[.userAgent] ?? "", at: context.now)
        var response = Response.seeOther(Place.desk.link)
        cookie.set(fresh, on: &response)
        return response
    }

    private func test(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let course = try asked(context)
        guard course.obstacle == nil else { throw Problem(.notFound, "Ten kurs nie ma jeszcze sprawdzianu.") }
        return Desk.html(
            CourseTestPage(frame: try await desk.frame(context, context.account, request, .training), course: course, form: form, key: OneTimeKey().description).render(),
            status: form.errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func answer(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let course = try asked(context), learner = try await learner(context), key = try context.oneTimeKey()
        let form = context.form, now = context.now, id = learner.account.id
        var errors: [String: String] = [:]
        var right = 0
        for (n, q) in course.questions.enumerated() {
            guard let answer = form[CourseTestPage.field(n)].flatMap({ Int($0) }), q.answers.indices.contains(answer) else {
                errors[CourseTestPage.field(n)] = "Zaznacz jedną odpowiedź w pytaniu \(n + 1)"
                continue
            }
            if answer == q.right { right += 1 }
        }
        guard errors.isEmpty else { return try await test(request, context, FormPart(values: form.byName, errors: errors)) }
        let result = TrainingRecords.TestResult(at: now, right: right, questions: course.questions.count, passed: course.passes(right: right))
        let location = try await desk.house.platform.write { c in
            try OneTimeKeys.once(c, key: key, account: id, at: now) { c in
                try TrainingRecords.keep(c, account: id.number, role: course.role, result)
                return TrainingPlace.course(course.role).link(["sprawdzian": "oddany"])
            }
        }
        return .seeOther(location)
    }

    private func certify(_ context: SignedInContext) async throws -> Response {
        let course = try asked(context), learner = try await learner(context), id = learner.account.id.number
        guard let typesetter = desk.typesetter else { throw Problem(.unavailable, "Na serwerze nie ma składania PDF. Zawiadom administratora.") }
        let known = try await desk.house.platform.read { try TrainingCertificate.of($0, account: id).first { $0.role == course.role } }
        // Twice pressed is once issued; a fresh one comes when the old one ends.
        if let known, known.validUntil.daysSince1970 - PolishTime.day(of: context.now).daysSince1970 >= 60 { return .seeOther(TrainingPlace.course(course.role).link) }
        let office = try await desk.house.office(learner.account.office)
        _ = try await TrainingCertificates(desk.house, seal: seal, typesetter: typesetter, address: publicAddress).issue(
            to: learner.account, officeName: office.record.name, course)
        return .seeOther(TrainingPlace.course(course.role).link)
    }

    private func file(_ context: SignedInContext) async throws -> Response {
        let learner = try await learner(context), number = context.parameters.get("nr") ?? ""
        let found = try await desk.house.platform.read { try TrainingCertificate.find($0, number: number) }
        let keeps = learner.account.may(.manageUsers) || learner.account.may(.workInProgramme)
        guard let found, found.account == learner.account.id.number || (keeps && found.office == learner.account.office) else {
            throw Problem(.notFound, "Nie ma takiego zaświadczenia.")
        }
        let bytes = try await desk.house.platformBlobs.bytes(desk.house.platform, found.file)
        return Response(
            status: .ok, headers: [.contentType: "application/pdf", .contentDisposition: "attachment; filename=\"zaswiadczenie-\(found.number).pdf\""],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func keepOffice(_ context: SignedInContext) async throws -> Response {
        try context.require(.manageUsers)
        let key = try context.oneTimeKey(), account = context.account, now = context.now
        let parent = try await desk.house.office(account.office).record
        guard !parent.isTraining else { throw Problem(.forbidden, "Urząd szkoleniowy otwiera się z konta w prawdziwym urzędzie.") }
        let current = try await offices.current(of: parent.id)
        // Pressed twice, it opens one: the key is spent before the work.
        let claim = try await desk.house.platform.write { c in
            let claim = try OneTimeKeys.claim(c, key: key, account: account.id, at: now)
            if claim == .fresh { try OneTimeKeys.settle(c, key: key, account: account.id, location: TrainingPlace.courses.link) }
            return claim
        }
        if claim == .fresh, current == nil || context.form["co"] == "od-nowa" { try await offices.open(for: parent, by: account.performer) }
        return .seeOther(TrainingPlace.courses.link(["otwarto": "tak"]))
    }

    private func results(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let account = context.account
        guard account.may(.manageUsers) || account.may(.workInProgramme) else { throw Problem(.forbidden, "Wyniki szkoleń widzi administrator i koordynator programu.") }
        let certificates = try await desk.house.platform.read { try TrainingCertificate.of($0, office: account.office) }
        let today = PolishTime.day(of: context.now)
        let have = Set(certificates.filter { $0.validUntil >= today }.map(\.account))
        let without = try await desk.accounts.list(office: account.office).filter { !$0.isClosed && $0.may(.workInOffice) && !have.contains($0.id.number) }
        return Desk.html(
            TrainingResultsPage(
                frame: try await desk.frame(context, account, request, .training), certificates: certificates, without: without.map(\.displayName), today: today
            ).render())
    }

    private func verify(_ context: AppContext) async throws -> Response {
        let number = context.parameters.get("nr") ?? ""
        let found = try await desk.house.platform.read { try TrainingCertificate.find($0, number: number) }
        var office = ""
        if let found { office = try await desk.house.records().first { $0.id == found.office }?.name ?? "" }
        return Desk.html(
            CertificateVerificationPage(
                frame: programme.frame(context, nil), certificate: found, officeName: office, today: PolishTime.day(of: context.now)
            ).render(), status: found == nil ? .notFound : .ok)
    }
}
