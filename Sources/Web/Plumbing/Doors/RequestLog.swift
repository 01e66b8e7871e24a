public import Hummingbird
internal import HTTPTypes
internal import Logging

/// One line for each request: method, the route's pattern (never the address, which may name a person or a search),
/// status, milliseconds, number of the request. No address of the client, no account.
public struct RequestLog: RouterMiddleware {
    public typealias Context = AppContext

    public init() {}

    public func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        let start = ContinuousClock.now
        var context = context
        context.logger[metadataKey: "request"] = "\(context.requestID)"
        var response = try await next(request, context)
        let took = (ContinuousClock.now - start).components
        let milliseconds = took.seconds * 1000 + took.attoseconds / 1_000_000_000_000_000
        response.headers[.xRequestID] = context.requestID.description
        context.logger.log(
            level: response.status.code >= 500 ? .error : .info, "answered",
            metadata: [
                "method": "\(request.method.rawValue)", "route": "\(context.endpointPath ?? "-")", "status": "\(response.status.code)",
                "ms": "\(milliseconds)",
            ]
        )
        return response
    }
}
