internal import Cryptography
public import Kernel
internal import NIOPosix
internal import PDF
internal import Synchronization

/// Makes PDF/A of sheets, with worker processes that stay warm.
///
/// The same sheets with the same date give the same bytes on every machine that has the same version of the worker: it uses only the
/// fonts it carries. A document cannot read files or the network, since its words are data to a fixed template. Workers start at the
/// first use; call ``shutdown()`` when the program ends.
public final class Typesetter: Sendable {
    /// What kind of PDF.
    public enum Profile: Sendable, Hashable, CaseIterable {
        /// PDF/A-1a: for archives, tagged for screen readers; what offices send and keep.
        case archive
        /// PDF/A-2a and PDF/UA-1 at once: for publishing.
        case accessible

        var form: Form {
            switch self {
            case .archive: Form(standards: ["a-1a"], isTagged: true)
            case .accessible: Form(standards: ["a-2a", "ua-1"], isTagged: true)
            }
        }
    }

    struct Form: Sendable {
        var standards: [String]
        var isTagged: Bool
    }

    private let configuration: TypesetterConfiguration
    private let threads: NIOThreadPool
    private let idle: Mutex<State>
    private struct State {
        var workers: [Lent] = []
        var isShutDown = false
    }
    /// `@unchecked` is safe: a worker is taken from the list before it is used and put back after, so one thread has it at a time.
    private struct Lent: @unchecked Sendable { let process: WorkerProcess }

    public init(_ configuration: TypesetterConfiguration = TypesetterConfiguration()) {
        self.configuration = configuration
        threads = NIOThreadPool(numberOfThreads: configuration.workers)
        idle = Mutex(State())
        threads.start()
    }

    /// One sheet as one PDF.
    ///
    /// A sheet too long for PDF/A-1 (tables of some thousands of rows) becomes PDF/A-2a.
    /// - Parameter date: the document's date of creation.
    /// - Throws: `Problem`: `.unavailable` when the worker is not installed or does not answer, `.tooLarge`, `.invalidInput` when the sheet
    ///   cannot be set, for example because of a sign that the fonts do not have.
    public func pdf(_ sheet: Sheet, date: Instant, profile: Profile = .archive) async throws -> [UInt8] {
        do {
            return try await made([sheet], title: sheet.title, author: sheet.author, date: date, form: profile.form)
        } catch is BeyondPDFA1 {
            return try await made([sheet], title: sheet.title, author: sheet.author, date: date, form: Form(standards: ["a-2a"], isTagged: true))
        }
    }

    /// Many sheets as one PDF/A-1b without tags, in order, each with page numbers of its own: a print job.
    ///
    /// It is set in parts by all workers and joined, so a thousand letters need little more memory than twenty.
    public func pdf(job sheets: [Sheet], title: String, author: String = "", date: Instant) async throws -> [UInt8] {
        guard !sheets.isEmpty else { throw Problem(.invalidInput, "Nie ma czego drukować. Wybierz co najmniej jedno pismo.") }
        let parts = stride(from: 0, to: sheets.count, by: Typesetter.sheetsPerPart).map { $0..<min($0 + Typesetter.sheetsPerPart, sheets.count) }
        let form = Form(standards: ["a-1b"], isTagged: false)
        do {
            let made = try await all(parts.count) { [self] i in
                try await self.made(Array(sheets[parts[i]]), title: title, author: author, date: date, form: form)
            }
            // Joining takes a while of pure computing; it stays off the threads that serve requests.
            return try await threads.runIfActive { try PDFJoiner.joined(made) }
        } catch let error as PDFError {
            throw Problem(.internalFault, "Nie udało się złączyć części wydruku. Zawiadom administratora.", cause: "\(error)")
        } catch is BeyondPDFA1 {
            throw Problem(.tooLarge, "Jedno z pism jest za długie do wspólnego wydruku. Wydrukuj je osobno.")
        }
    }

    /// Every sheet as a PDF of its own, in the order of the sheets; all workers take part.
    public func pdfs(_ sheets: [Sheet], date: Instant, profile: Profile = .archive) async throws -> [[UInt8]] {
        try await all(sheets.count) { [self] i in try await pdf(sheets[i], date: date, profile: profile) }
    }

    static let sheetsPerPart = 20

    /// Makes many, no more at a time than keep the workers busy, so that requests do not pile up in memory.
    private func all(_ count: Int, _ make: @escaping @Sendable (Int) async throws -> [UInt8]) async throws -> [[UInt8]] {
        try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            var out = [[UInt8]](repeating: [], count: count)
            var next = 0
            func add() {
                guard next < count else { return }
                let i = next
                next += 1
                group.addTask { (i, try await make(i)) }
            }
            for _ in 0..<(configuration.workers * 2) { add() }
            while let (i, pdf) = try await group.next() {
                out[i] = pdf
                add()
            }
            return out
        }
    }

    private func made(_ sheets: [Sheet], title: String, author: String, date: Instant, form: Form) async throws -> [UInt8] {
        let request = Typesetter.request(sheets, title: title, author: author, date: date, form: form)
        guard request.count <= configuration.maximumRequestBytes else {
            throw Problem(.tooLarge, "Wydruk jest za duży. Podziel go na mniejsze części.", cause: "\(request.count) bytes")
        }
        let seconds = configuration.seconds
        // One retry: whatever killed the first worker may have been somebody else's document.
        return try await threads.runIfActive { [self] in
            do { return try attempt(request, seconds) } catch WorkerProcess.Failure.died {}
            do { return try attempt(request, seconds) } catch WorkerProcess.Failure.died {
                throw Problem(
                    .unavailable, "Skład pism przerwał pracę przy tym dokumencie. Spróbuj jeszcze raz; jeśli się powtórzy, podziel dokument.",
                    cause: "worker died twice")
            }
        }
    }

    /// Starts a worker now, so that the first letter does not wait; says whether the typesetter can work at all.
    public func warmUp() async throws {
        try await threads.runIfActive { [self] in give(back: try take()) }
    }

    /// Ends the workers; what is being set is finished first, later calls fail.
    public func shutdown() async {
        let workers = idle.withLock { state in
            state.isShutDown = true
            defer { state.workers = [] }
            return state.workers
        }
        for worker in workers { worker.process.end() }
        try? await threads.shutdownGracefully()
    }

    private func take() throws -> Lent {
        let (found, isShutDown) = idle.withLock { ($0.workers.popLast(), $0.isShutDown) }
        if isShutDown { throw Problem(.unavailable, "Serwer właśnie kończy pracę. Spróbuj za chwilę.") }
        return try found ?? Lent(process: WorkerProcess(configuration))
    }

    private func give(back worker: Lent) {
        let isKept = idle.withLock { state in
            if !state.isShutDown { state.workers.append(worker) }
            return !state.isShutDown
        }
        if !isKept { worker.process.end() }
    }

    private func attempt(_ request: [UInt8], _ seconds: Int) throws -> [UInt8] {
        let worker = try take()
        do {
            let (letter, body) = try worker.process.ask(request, within: seconds)
            // A worker that ran out of memory is not used again.
            if letter == UInt8(ascii: "P") {
                give(back: worker)
                return body
            }
            let refusal = WorkerRefusal(body)
            if refusal.kind == "memory" { worker.process.end() } else { give(back: worker) }
            if refusal.isBeyondPDFA1 { throw BeyondPDFA1() }
            throw refusal.problem
        } catch let failure as WorkerProcess.Failure {
            worker.process.end()
            switch failure {
            case .died: throw failure
            case .timedOut: throw Problem(.unavailable, "Skład dokumentu trwał za długo i został przerwany. Podziel dokument na mniejsze części.", cause: "\(seconds) s")
            case .tooLarge: throw Problem(.tooLarge, "Gotowy wydruk jest za duży. Podziel go na mniejsze części.")
            }
        }
    }

    private static func request(_ sheets: [Sheet], title: String, author: String, date: Instant, form: Form) -> [UInt8] {
        var j = JSONText()
        j.object { j in
            j.array("profile", form.standards) { $0.value($1) }
            j.pair("tags", form.isTagged)
            j.pair("timestamp", Int(date.milliseconds / 1000))
            var pictures: [String: Sheet.Picture] = [:]
            for picture in sheets.flatMap(\.pictures) { pictures[picture.fileName] = picture }
            j.key("pictures")
            j.object { j in
                for (name, picture) in pictures.sorted(by: { $0.key < $1.key }) { j.pair(dynamic: name, Base64.encode(picture.bytes)) }
            }
            j.key("job")
            j.object { j in
                j.pair("title", title)
                j.pair("author", author)
                j.array("sheets", sheets) { $1.write(&$0) }
            }
        }
        return j.bytes
    }
}
