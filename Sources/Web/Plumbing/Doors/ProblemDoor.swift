public import HTTPTypes
public import Hummingbird
public import Kernel
internal import Logging
internal import Store

/// Draws a problem for one area.
public typealias ProblemRenderer = @Sendable (HTTPResponse.Status, Problem, RequestID) -> Response

/// How each area words its problems; the pages and signed faults come from elsewhere.
public struct ProblemRenderers: Sendable {
    public var page: ProblemRenderer
    public var citizen: ProblemRenderer
    public var api: ProblemRenderer
    public var soap: ProblemRenderer
    public var handOver: ProblemRenderer

    /// - Parameter citizen: for citizens; the page of the desk where it is `nil`.
    public init(
        page: @escaping ProblemRenderer, citizen: ProblemRenderer? = nil, api: @escaping ProblemRenderer = problemJSON, soap: @escaping ProblemRenderer,
        handOver: ProblemRenderer? = nil
    ) {
        self.page = page
        self.citizen = citizen ?? page
        self.api = api
        self.soap = soap
        self.handOver = handOver ?? page
    }

    func renderer(for area: Area) -> ProblemRenderer {
        switch area {
        case .page: page
        case .handOver: handOver
        case .citizen: citizen
        case .api: api
        case .soap: soap
        case .plain: problemText
        }
    }
}

/// Turns every error of the handlers behind it into an answer: the page, document or fault of the area.
public struct ProblemDoor: RouterMiddleware {
    public typealias Context = AppContext
    let areas: Areas
    let renderers: ProblemRenderers

    public init(areas: Areas, renderers: ProblemRenderers) {
        self.areas = areas
        self.renderers = renderers
    }

    public func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let (status, problem) = Problem.from(error)
            if !problem.cause.isEmpty {
                context.logger.log(
                    level: status.code >= 500 ? .error : .debug, "problem", metadata: ["code": "\(problem.code)", "cause": "\(problem.cause)"]
                )
            }
            let area = areas.of(request.uri.path)
            if area.isPage, problem.code == .unauthenticated, request.method == .get || request.method == .head {
                let wanted = [SignInForm.returnField: LocalPath(request.uri.string)?.description] as KeyValuePairs
                return .seeOther(area == .citizen ? CitizenPlace.signIn.link(wanted) : Place.signIn.link(wanted))
            }
            var response = renderers.renderer(for: area)(status, problem, context.requestID)
            if status == .serviceUnavailable, !response.headers.contains(.retryAfter) { response.headers[.retryAfter] = "60" }
            return response
        }
    }
}
