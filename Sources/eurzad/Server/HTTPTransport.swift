import AsyncHTTPClient
import Exchange
import Foundation
import Kernel
import NIOCore
import NIOHTTP1

/// Messages over HTTP or HTTPS, with limits on time and size.
struct HTTPTransport: SoapTransport {
    static let answerLimit = 96 * 1024 * 1024
    let timeoutSeconds: Int64

    /// A server that refuses connections is told at once; whoever waits for it tries again by its own rule. Lives as long as the process.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.connect = .seconds(10)
        return HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }()

    init(timeoutSeconds: Int64 = 60) { self.timeoutSeconds = timeoutSeconds }

    func post(_ url: String, contentType: String, action: String, body: [UInt8]) async throws -> SoapExchangeAnswer {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: contentType)
        request.headers.add(name: "soapaction", value: "\"\(action)\"")
        request.body = .bytes(body)
        return try await perform(request, limit: HTTPTransport.answerLimit)
    }

    func get(_ url: String, limit: Int) async throws -> SoapExchangeAnswer { try await perform(HTTPClientRequest(url: url), limit: limit) }

    private func perform(_ request: HTTPClientRequest, limit: Int) async throws -> SoapExchangeAnswer {
        do {
            let response = try await HTTPTransport.client.execute(request, timeout: .seconds(timeoutSeconds))
            let body = try await response.body.collect(upTo: limit)
            return SoapExchangeAnswer(
                status: Int(response.status.code), contentType: response.headers.first(name: "content-type") ?? "",
                body: Array(body.readableBytesView))
        } catch is NIOTooManyBytesError {
            throw Problem(.tooLarge, "Odpowiedź serwera jest większa niż \(limit / 1_048_576) MB.", cause: request.url)
        } catch let error as HTTPClientError {
            throw Problem(.unavailable, "Serwer \(host(request.url)) nie odpowiada. Spróbujemy ponownie.", cause: "\(error)")
        } catch {
            throw Problem(.unavailable, "Nie udało się połączyć z \(host(request.url)). Spróbujemy ponownie.", cause: "\(error)")
        }
    }

    private func host(_ url: String) -> String { URL(string: url)?.host() ?? url }
}
