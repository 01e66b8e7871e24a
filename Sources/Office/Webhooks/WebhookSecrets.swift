internal import Cryptography
internal import Foundation
public import Kernel

/// The secrets by which messages are signed: made from one key of the house and a salt of each webhook, so that the database
/// of an office holds none of them.
public struct WebhookSecrets: Sendable {
    private let key: [UInt8]

    public init(key: [UInt8]) { self.key = key }

    /// Reads the key of the house; made at the first need, with mode 0600.
    public init(file path: String) throws {
        if let data = FileManager.default.contents(atPath: path), data.count == 32 {
            key = Array(data)
            return
        }
        let fresh = randomBytes(32)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        if descriptor >= 0 {
            defer { close(descriptor) }
            guard write(descriptor, fresh, 32) == 32, fsync(descriptor) == 0 else { throw Self.unusable(path) }
            key = fresh
        } else {
            // Another process was faster.
            guard let data = FileManager.default.contents(atPath: path), data.count == 32 else { throw Self.unusable(path) }
            key = Array(data)
        }
    }

    /// What the receiver keeps; the key of HMAC is this text in UTF-8.
    public func secret(office: OfficeID, salt: String) -> String {
        "whsec_" + Hex.encode(HMAC.sha256(key: key, Array("webhook\n\(office)\n\(salt)".utf8)))
    }

    private static func unusable(_ path: String) -> Problem {
        Problem(.unavailable, "Nie można odczytać ani utworzyć pliku „\(path)”. Sprawdź uprawnienia i miejsce na dysku.")
    }
}

/// The signature of a message: HMAC-SHA256 over the time, a dot and the body.
///
/// The time is part of it, so that a receiver may refuse what is old; the id of the message tells it what it had already.
public enum WebhookSignature {
    public static let header = "X-Eurzad-Signature"

    /// `t=<seconds since 1970>,v1=<hexadecimal digits>`
    public static func value(secret: String, at now: Instant, body: [UInt8]) -> String {
        let seconds = now.milliseconds / 1000
        let signed = Array("\(seconds).".utf8) + body
        return "t=\(seconds),v1=\(Hex.encode(HMAC.sha256(key: Array(secret.utf8), signed)))"
    }
}
