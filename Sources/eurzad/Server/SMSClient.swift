import AsyncHTTPClient
import Foundation
import Kernel
import NIOCore
import NIOHTTP1
import Office

/// Speaks HTTP with the SMS gateway. No redirect is followed, since it could carry the secret elsewhere.
struct SMSClient: SMSTransport {
    static let timeoutSeconds: Int64 = 10

    func send(_ request: SMSTemplate.Request) async throws -> Int {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(Self.timeoutSeconds), read: .seconds(Self.timeoutSeconds))
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            var message = HTTPClientRequest(url: request.url)
            message.method = request.method == .post ? .POST : .GET
            for header in request.headers { message.headers.add(name: header.name, value: header.value) }
            if request.method == .post { message.body = .bytes(Array(request.body.utf8)) }
            let status = Int(try await client.execute(message, timeout: .seconds(Self.timeoutSeconds)).status.code)
            try await client.shutdown()
            return status
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}

extension SMSTemplate {
    /// As the settings say; the key comes from a file that only the server reads.
    init(_ settings: SMSSettings) throws {
        var secret = ""
        if let path = settings.secretFile {
            guard let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int,
                let text = try? String(contentsOfFile: path, encoding: .utf8)
            else { throw Problem(.unavailable, "Nie można odczytać klucza bramki SMS z pliku „\(path)”. Sprawdź ścieżkę i uprawnienia.") }
            guard mode & 0o077 == 0 else { throw Problem(.forbidden, "Klucz bramki SMS „\(path)” mogą czytać inni. Wykonaj: chmod 600 \(path)") }
            secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        try self.init(
            method: settings.method, address: settings.address, body: settings.body, contentType: settings.contentType, headers: settings.headers, secret: secret)
    }
}

/// Settings of the SMS gateway, as they were written.
struct SMSSettings: Sendable {
    var address: String
    var method: String
    var body: String
    var contentType: String
    var headers: String
    var secretFile: String?
}
