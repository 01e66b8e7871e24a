import AsyncHTTPClient
import Identity
import Kernel
import NIOCore
import NIOHTTP1

/// Reaches the OpenID provider; no redirect is followed, times and sizes are bounded.
struct OpenIDClient: OpenIDTransport {
    static let timeoutSeconds: Int64 = 10

    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.connect = .seconds(5)
        return HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }()

    func get(_ address: String, limit: Int) async throws -> OpenIDAnswer { try await perform(HTTPClientRequest(url: address), limit) }

    func post(_ address: String, form: [(name: String, value: String)], authorisation: String?, limit: Int) async throws -> OpenIDAnswer {
        var request = HTTPClientRequest(url: address)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        request.headers.add(name: "accept", value: "application/json")
        if let authorisation { request.headers.add(name: "authorization", value: authorisation) }
        request.body = .bytes(Array(OpenIDLogins.encodedForm(form).utf8))
        return try await perform(request, limit)
    }

    private func perform(_ request: HTTPClientRequest, _ limit: Int) async throws -> OpenIDAnswer {
        do {
            let response = try await Self.client.execute(request, timeout: .seconds(Self.timeoutSeconds))
            let body = try await response.body.collect(upTo: limit)
            return OpenIDAnswer(status: Int(response.status.code), body: Array(body.readableBytesView))
        } catch {
            // Of the error only its kind: an address may carry what belongs to nobody else.
            throw Problem(.unavailable, "Dostawca logowania nie odpowiada. Zaloguj się hasłem.", cause: "\(type(of: error))")
        }
    }
}
