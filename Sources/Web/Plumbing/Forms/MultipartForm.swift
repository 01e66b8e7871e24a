internal import HTTPTypes
public import Hummingbird
internal import Kernel
internal import NIOCore

/// Bounds of one form with files.
public struct MultipartLimits: Sendable, Hashable {
    public var files: Int
    public var fields: Int
    public var headerBytes: Int
    public var fieldBytes: Int
    public var fileBytes: Int

    public init(files: Int = 200, fields: Int = 300, headerBytes: Int = 8192, fieldBytes: Int = 65_536, fileBytes: Int = 64 << 20) {
        self.files = files
        self.fields = fields
        self.headerBytes = headerBytes
        self.fieldBytes = fieldBytes
        self.fileBytes = fileBytes
    }

    public static let standard = MultipartLimits()
}

/// What is known of a file before its bytes.
public struct UploadHead: Sendable, Hashable {
    public var field: String
    /// Tidied (`UploadName`).
    public var name: String
    /// What the browser says, in lower case; not to be trusted.
    public var mediaType: String
}

/// A file arriving in pieces.
public enum UploadEvent: Sendable {
    case begin(UploadHead)
    case bytes([UInt8])
    case end
}

/// A whole file, for forms whose limit makes that harmless.
public struct Upload: Sendable {
    public var head: UploadHead
    public var bytes: [UInt8]
}

/// Reads a posted form with files.
///
/// The form prints its token (`FormField.token`) before its first file field; a file that comes before a right token ends the reading.
public enum MultipartForm {
    /// - Parameter sink: gets the files piece by piece; the next bytes are read when it is done.
    /// - Returns: the fields that are not files.
    public static func read(
        _ request: Request, _ context: some PageContext, limits: MultipartLimits = .standard, sink: (UploadEvent) async throws -> Void
    ) async throws -> FormValues {
        try FormGuard.checkOrigin(request)
        let type = ContentParameters(request.headers[.contentType] ?? "")
        guard type.value == "multipart/form-data" else { throw unreadable(.boundary) }
        var reading = Reading(limits: limits, context: context.app, keepsWords: FormGuard.comesFromOurPage(request))
        do {
            var parser = try MultipartParser(
                boundary: type.parameters["boundary"], headerBytes: limits.headerBytes, mostParts: limits.files + limits.fields
            )
            for try await chunk in request.body {
                for event in try parser.consume(chunk.readableBytesView) { try await reading.take(event, sink) }
            }
            try parser.finish()
        } catch let failure as MultipartParser.Failure {
            throw unreadable(failure)
        } catch {
            reading.keep()
            throw error
        }
        reading.keep()
        try reading.checkToken()
        return reading.form
    }

    /// The same with the files held in memory.
    public static func collect(
        _ request: Request, _ context: some PageContext, limits: MultipartLimits = .standard
    ) async throws -> (form: FormValues, files: [Upload]) {
        var files: [Upload] = []
        let form = try await read(request, context, limits: limits) { event in
            switch event {
            case .begin(let head): files.append(Upload(head: head, bytes: []))
            case .bytes(let bytes): files[files.count - 1].bytes += bytes
            case .end: break
            }
        }
        return (form, files)
    }

    private static func unreadable(_ failure: MultipartParser.Failure) -> Problem {
        switch failure {
        case .tooManyParts: Reading.tooMany
        case .truncated:
            Problem(.invalidInput, "Przesyłanie się urwało, nic nie zapisano. Wyślij formularz jeszcze raz.", cause: "multipart: truncated")
        default:
            Problem(.invalidInput, "Nie udało się odczytać formularza. Odśwież stronę i wyślij go jeszcze raz.", cause: "multipart: \(failure.rawValue)")
        }
    }
}

/// The state of reading one form.
private struct Reading {
    let limits: MultipartLimits
    let context: AppContext
    var form = FormValues()
    private var part = Part.none
    private var files = 0
    private var fields = 0
    private var tokenChecked = false
    /// Whether a form with the token of another session is read to its end, without its files, so that its words can be sent again.
    private let keepsWords: Bool
    /// Names of the fields whose files do not come along when the words are sent again.
    private var skippedFiles: [String] = []

    private enum Part {
        case none
        case field(name: [UInt8], value: [UInt8])
        case file(bytes: Int)
        /// A file field where nothing was chosen.
        case skipped
    }

    init(limits: MultipartLimits, context: AppContext, keepsWords: Bool) {
        self.keepsWords = keepsWords
        self.limits = limits
        self.context = context
    }

    static let tooMany = Problem(.tooLarge, "Plików jest za dużo. Dodaj najwyżej 200 albo spakuj je do jednego.", cause: "multipart: too many parts")

    /// For a page that says nothing was saved.
    func keep() { context.typed.keep(StaleForm(fields: form.fields, files: skippedFiles, isMultipart: true)) }

    mutating func checkToken() throws {
        guard !tokenChecked else { return }
        guard FormGuard.isOwn(form[FormField.token], context) else {
            throw keepsWords ? StaleForm(fields: form.fields, files: skippedFiles, isMultipart: true) : FormGuard.refusal(context)
        }
        tokenChecked = true
    }

    mutating func take(_ event: MultipartParser.Event, _ sink: (UploadEvent) async throws -> Void) async throws {
        switch event {
        case .begin(let headers): try await begin(headers, sink)
        case .data(let bytes): try await add(bytes, sink)
        case .end: try await end(sink)
        }
    }

    private mutating func begin(_ headers: MultipartHeaders, _ sink: (UploadEvent) async throws -> Void) async throws {
        let disposition = ContentParameters(headers["content-disposition"] ?? "")
        guard disposition.value == "form-data", let name = disposition.parameters["name"] else {
            throw Problem(.invalidInput, "Nie udało się odczytać formularza. Odśwież stronę i wyślij go jeszcze raz.", cause: "multipart: part without a name")
        }
        guard let filename = disposition.parameters["filename"] else {
            fields += 1
            guard fields <= limits.fields else { throw Self.tooMany }
            part = .field(name: Array(name.utf8), value: [])
            return
        }
        if keepsWords, !FormGuard.isOwn(form[FormField.token], context) {
            if !filename.isEmpty { noteFile(name) }
            part = .skipped
            return
        }
        try checkToken()
        guard !filename.isEmpty else {
            part = .skipped
            return
        }
        noteFile(name)
        files += 1
        guard files <= limits.files else { throw Self.tooMany }
        part = .file(bytes: 0)
        let type = ContentParameters(headers["content-type"] ?? "application/octet-stream").value
        // Browsers write a quotation mark and line ends of a name as %22, %0A and %0D.
        let plain = filename.replacing("%22", with: "\"").replacing("%0A", with: " ").replacing("%0D", with: " ")
        try await sink(.begin(UploadHead(field: name, name: UploadName.tidy(plain), mediaType: type)))
    }

    private mutating func noteFile(_ field: String) {
        if !skippedFiles.contains(field) { skippedFiles.append(field) }
    }

    private mutating func add(_ bytes: [UInt8], _ sink: (UploadEvent) async throws -> Void) async throws {
        switch part {
        case .none, .skipped: break
        case .field(let name, var value):
            part = .none
            value += bytes
            guard value.count <= limits.fieldBytes else {
                throw Problem(.tooLarge, "Jedna z odpowiedzi jest za długa. Skróć ją albo dodaj jako plik.", field: String(decoding: name, as: UTF8.self))
            }
            part = .field(name: name, value: value)
        case .file(let count):
            guard count + bytes.count <= limits.fileBytes else { throw Problem.bodyTooLarge }
            part = .file(bytes: count + bytes.count)
            try await sink(.bytes(bytes))
        }
    }

    private mutating func end(_ sink: (UploadEvent) async throws -> Void) async throws {
        switch part {
        case .none, .skipped: break
        case .field(let name, let value): try form.append(name: name, value: value)
        case .file: try await sink(.end)
        }
        part = .none
    }
}
