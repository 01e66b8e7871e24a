internal import HTTPTypes
public import Hummingbird
internal import Kernel
internal import Logging
internal import NIOCore
internal import Synchronization

/// A form that could not be saved because the disk is full or the database is gone: the answer keeps every word, ready to be sent again.
///
/// Outside the door of sessions, since without the database no session is found either. Only forms that the browser itself says come from
/// our pages are printed back, to the very person who sent them.
public struct UnsavedFormDoor: RouterMiddleware {
    public typealias Context = AppContext
    let areas: Areas
    let limits: BodyLimits
    let page: KeptFormPages.Unsaved

    init(areas: Areas, limits: BodyLimits, page: @escaping KeptFormPages.Unsaved) {
        self.areas = areas
        self.limits = limits
        self.page = page
    }

    public func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let (status, problem) = Problem.from(error)
            guard status == .serviceUnavailable, request.method == .post, areas.of(request.uri.path).isPage, FormGuard.comesFromOurPage(request),
                let path = LocalPath(request.uri.string), KeptForm.keeps(path),
                let typed = await typed(request, context), let token = typed.fields.first(where: { $0.name == FormField.token })?.value
            else { throw error }
            context.logger.error("form not saved", metadata: ["code": "\(problem.code)", "cause": "\(problem.cause)"])
            var response = page(KeptForm(path: path, fields: typed.fields, files: typed.files, isMultipart: typed.isMultipart), token, problem, context.requestID)
            response.status = status
            response.headers[.retryAfter] = "60"
            return response
        }
    }

    /// What was read before the failure, or else what the body still holds.
    private func typed(_ request: Request, _ context: AppContext) async -> StaleForm? {
        if let read = context.typed.form { return read }
        do {
            switch request.mediaType {
            case "application/x-www-form-urlencoded":
                var request = request
                return StaleForm(fields: try FormValues(urlEncoded: try await request.collectBody(upTo: limits.forms).readableBytesView).fields)
            case "multipart/form-data":
                // Without a session the words are read and the files passed over.
                _ = try await MultipartForm.read(request, context) { _ in }
                return nil
            default: return nil
            }
        } catch {
            return error as? StaleForm
        }
    }
}

/// The fields of the request's form as far as they were read; one for a request, shared by the copies of its context.
final class TypedForm: Sendable {
    private let kept = Mutex<StaleForm?>(nil)

    var form: StaleForm? { kept.withLock { $0 } }
    func keep(_ form: StaleForm) { kept.withLock { $0 = form } }
}
