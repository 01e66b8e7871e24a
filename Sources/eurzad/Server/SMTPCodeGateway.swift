import Foundation
import Identity
import Kernel
import NIOCore
import NIOPosix

/// Where codes and notices leave by e-mail: the mail server of the office, spoken to inside its own network.
struct SMTPSettings: Sendable {
    var host: String
    var port: Int
    /// The sender's address.
    var from: String
    /// The name this server says it has.
    var helo: String
}

/// Carries codes and notices by e-mail over plain SMTP (RFC 5321), for a mail server on the same machine or in the office's own network.
///
/// Telephone numbers have no gateway here: whoever asks for a code by SMS is told to choose another way. Nothing of a message is logged.
struct SMTPCodeGateway: CodeGateway {
    let settings: SMTPSettings

    init(_ settings: SMTPSettings) { self.settings = settings }

    func send(_ message: CodeMessage) async throws {
        guard case .mail(let address) = message.to else {
            throw Problem(.unavailable, "Wysyłanie SMS-ów nie jest uruchomione. Wybierz kod z e-maila albo z aplikacji.", cause: "no SMS gateway")
        }
        do {
            try await deliver(message, to: address)
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Self.down("\(type(of: error))")
        }
    }

    private static func down(_ cause: String) -> Problem {
        Problem(.unavailable, "Poczta teraz nie odpowiada, wiadomość nie wyszła. Spróbuj za kilka minut albo wybierz inny sposób.", cause: "smtp: \(cause)")
    }

    private func deliver(_ message: CodeMessage, to address: MailAddress) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connectTimeout(.seconds(10))
            .connect(host: settings.host, port: settings.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let lines = body(message, to: address)
        try await channel.executeThenClose { inbound, outbound in
            var replies = SMTPReplies(inbound.makeAsyncIterator())
            func say(_ text: String, expecting code: Int) async throws {
                try await outbound.write(ByteBuffer(string: text + "\r\n"))
                try await replies.expect(code)
            }
            try await replies.expect(220)
            try await say("HELO \(settings.helo)", expecting: 250)
            try await say("MAIL FROM:<\(settings.from)>", expecting: 250)
            try await say("RCPT TO:<\(address)>", expecting: 250)
            try await say("DATA", expecting: 354)
            try await say(lines + "\r\n.", expecting: 250)
            try? await outbound.write(ByteBuffer(string: "QUIT\r\n"))
        }
    }

    /// Headers and text; the text is Base64, so no line of it can end the message early.
    private func body(_ message: CodeMessage, to address: MailAddress) -> String {
        let subject = "=?UTF-8?B?\(Base64.encode(Array("Wiadomość z e-Urzędu".utf8)))?="
        let text = Array(Base64.encode(Array(message.text.utf8)))
        let wrapped = stride(from: 0, to: text.count, by: 76).map { String(text[$0..<min($0 + 76, text.count)]) }.joined(separator: "\r\n")
        return [
            "From: <\(settings.from)>", "To: <\(address)>", "Subject: \(subject)", "Date: \(Self.date(message.madeAt))", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "Auto-Submitted: auto-generated", "", wrapped,
        ].joined(separator: "\r\n")
    }

    private static func date(_ instant: Instant) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "UTC")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss +0000"
        return format.string(from: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000))
    }
}

/// The server's answers, line by line; bounded, since everything that comes over a wire is hostile.
private struct SMTPReplies {
    var iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    var buffer: [UInt8] = []

    init(_ iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) { self.iterator = iterator }

    mutating func expect(_ code: Int) async throws {
        while true {
            let line = try await line()
            guard line.count >= 3, let got = Int(line.prefix(3)) else {
                throw Problem(.unavailable, "Poczta odpowiada niezrozumiale. Powiadom administratora.", cause: "smtp: reply")
            }
            // A dash after the number: more lines of the same answer follow.
            if line.dropFirst(3).first == "-" { continue }
            guard got == code else {
                throw Problem(.unavailable, "Poczta nie przyjęła wiadomości. Spróbuj za kilka minut albo wybierz inny sposób.", cause: "smtp: \(got) for \(code)")
            }
            return
        }
    }

    private mutating func line() async throws -> String {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                let line = buffer[..<end].filter { $0 != 13 }
                buffer.removeFirst(end + 1)
                return String(decoding: line, as: UTF8.self)
            }
            guard buffer.count < 4096, let part = try await iterator.next() else {
                throw Problem(.unavailable, "Poczta przerwała rozmowę. Spróbuj za kilka minut.", cause: "smtp: closed")
            }
            buffer += Array(part.readableBytesView)
        }
    }
}
