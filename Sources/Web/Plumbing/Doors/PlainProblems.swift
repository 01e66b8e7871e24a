public import HTTPTypes
public import Hummingbird
public import Kernel
internal import NIOCore

/// RFC 9457 (`application/problem+json`), in the form of the API.
@Sendable public func problemJSON(_ status: HTTPResponse.Status, _ problem: Problem, _ request: RequestID) -> Response {
    APIProblem.response(status, [problem], request)
}

/// The message alone, for areas without pages.
@Sendable public func problemText(_ status: HTTPResponse.Status, _ problem: Problem, _ request: RequestID) -> Response {
    Response(
        status: status, headers: [.contentType: "text/plain; charset=utf-8"],
        body: .init(byteBuffer: ByteBuffer(string: "\(problem.message)\nNumer zdarzenia: \(request)\n"))
    )
}
