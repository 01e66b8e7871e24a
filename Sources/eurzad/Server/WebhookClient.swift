import AsyncHTTPClient
import Kernel
import NIOCore
import NIOHTTP1
import NIOPosix
import Office

/// Sends messages to domain systems: the name is looked up here and the connection goes to the address that was asked about,
/// so that a name cannot lead elsewhere a moment later. No redirect is followed; of an answer only the status is read.
struct WebhookClient: WebhookTransport {
    static let timeoutSeconds: Int64 = 10
    let policy: WebhookPolicy

    func post(_ address: WebhookAddress, headers: [(name: String, value: String)], body: [UInt8]) async throws -> Int {
        let number = try await lookUp(address)
        guard let network = NetworkAddress(number), policy.allows(network) else { throw ForbiddenNetwork() }
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(Self.timeoutSeconds), read: .seconds(Self.timeoutSeconds))
        // A refused connection is told at once; the queue tries again in its own time.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.dnsOverride = [address.host: number]
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let status = try await send(client, address, headers, body)
            try await client.shutdown()
            return status
        } catch {
            try? await client.shutdown()
            throw Problem(.unavailable, "Serwer \(address.host) nie odpowiada.", cause: "\(error)")
        }
    }

    private func send(_ client: HTTPClient, _ address: WebhookAddress, _ headers: [(name: String, value: String)], _ body: [UInt8]) async throws -> Int {
        var request = HTTPClientRequest(url: address.description)
        request.method = .POST
        for header in headers { request.headers.add(name: header.name, value: header.value) }
        request.body = .bytes(body)
        return Int(try await client.execute(request, timeout: .seconds(Self.timeoutSeconds)).status.code)
    }

    private func lookUp(_ address: WebhookAddress) async throws -> String {
        if NetworkAddress(address.host) != nil { return address.host }
        let host = address.host, port = address.port
        do {
            let found = try await NIOThreadPool.singleton.runIfActive { try SocketAddress.makeAddressResolvingHost(host, port: port) }
            guard let number = found.ipAddress else { throw ForbiddenNetwork() }
            return number
        } catch let error as ForbiddenNetwork {
            throw error
        } catch {
            throw Problem(.unavailable, "Nie ma serwera o nazwie \(host).", cause: "\(error)")
        }
    }
}
