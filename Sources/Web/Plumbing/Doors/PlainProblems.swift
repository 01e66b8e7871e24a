internal import Foundation
public import HTTPTypes
public import Hummingbird
public import Kernel
internal import NIOCore

/// RFC 9457 (`application/problem+json`).
@Sendable public func problemJSON(_ status: HTTPResponse.Status, _ problem: Problem, _ request: RequestID) -> Response {
    struct Body: Encodable {
        var type: String
        var title: String
        var status: Int
        var instance: String
        var field: String?
    }
    let body = Body(
        type: "urn:eurzad:problem:\(problem.code)", title: problem.message, status: status.code, instance: "urn:eurzad:request:\(request)",
        field: problem.field
    )
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings and a number always encode.
    let bytes = (try? encoder.encode(body)).map { [UInt8]($0) } ?? []
    return Response(status: status, headers: [.contentType: "application/problem+json"], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
}

/// The message alone, for areas without pages.
@Sendable public func problemText(_ status: HTTPResponse.Status, _ problem: Problem, _ request: RequestID) -> Response {
    Response(
        status: status, headers: [.contentType: "text/plain; charset=utf-8"],
        body: .init(byteBuffer: ByteBuffer(string: "\(problem.message)\nNumer zdarzenia: \(request)\n"))
    )
}
