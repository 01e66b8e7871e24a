import AsyncHTTPClient
import Chancery
import Cryptography
import Exchange
import Foundation
import Kernel
import Law
import NIOCore
import NIOHTTP1
import Signatures
import Store
import StoreSQLite
import XML

/// The measurements of `make bench`: prints `name value` lines, which `scripts/bench` joins with bounds measured in the same run.
@main
struct Bench {
    static func main() async throws {
        let arguments = CommandLine.arguments
        switch arguments.dropFirst().first {
        case "seal": try seal()
        case "disk": try Registering.disk(arguments[2])
        case "register": try await Registering.register(arguments[2], writers: arguments.count > 3 ? Int(arguments[3]) : nil)
        case "search": try await Searching.run(arguments[2], counts: arguments.dropFirst(3).compactMap { Int($0) })
        case "fill": try await Registering.fill(arguments[2], count: Int(arguments[3]) ?? 100_000)
        case "office": try await Filling.office(arguments[2], from: Int(arguments[3]) ?? 0, to: Int(arguments[4]) ?? 10_000)
        case "post": try await Posting.run(arguments[2], cookie: arguments[3], form: arguments[4], count: Int(arguments[5]) ?? 1_000)
        case "prepare": try prepare(arguments[2], podmiot: arguments[3], count: Int(arguments[4]) ?? 2_000)
        case "tax": try TaxBench.run(Array(arguments.dropFirst(2)))
        case "tax-year": try await TaxYearBench.run(arguments[2], accounts: arguments.count > 3 ? Int(arguments[3]) ?? 100_000 : 100_000)
        case "people": try await PeopleBench.run(arguments[2], count: arguments.count > 3 ? Int(arguments[3]) ?? 100_000 : 100_000)
        case "nadaj": try await nadaj(arguments[2], directory: arguments[3])
        default:
            Measure.line(
                "usage",
                "seal | disk DIR | register DIR [WRITERS] | search DIR COUNT… | fill DIR COUNT | office DIR FROM TO | post URL COOKIE FORM COUNT | prepare DIR PODMIOT COUNT | tax [FILE] | tax-year DIR [ACCOUNTS] | people DIR [COUNT] | nadaj URL DIR"
            )
        }
    }

    static func identity(_ key: PrivateKey) throws -> SigningIdentity {
        SigningIdentity(
            key: key,
            certificate: try CertificateIssuer.selfSigned(
                subject: [("CN", "Pieczęć"), ("C", "PL")], key: key, notBefore: TimeSource.system.now.adding(seconds: -60), days: 10, isAuthority: false))
    }

    /// A receipt padded to 5 KB.
    static func receipt() -> [UInt8] {
        let party = ReceiptParty(name: "Urząd Gminy " + String(repeating: "Prusice ", count: 250), identifier: "ugprusice", identifierKind: "ePUAP-ID")
        let now = TimeSource.system.now
        return SubmissionReceipt(
            identifier: "ePUAP-UPP1", addressee: party, sender: party, deliveredAt: now, issuedAt: now, documentIdentifier: "DOK1", documentSHA256: ContentHash(of: [])
        ).write()
    }

    static func seal() throws {
        let rsa = try identity(.generateRSA()), p256 = try identity(.generateP256())
        let document = receipt()
        Measure.line("receipt-bytes", String(document.count))
        let now = TimeSource.system.now
        let a = XAdESSigner(identity: rsa), b = XAdESSigner(identity: p256)
        try Measure.rate("seal-rsa") { _ = try a.sign(document, at: now) }
        try Measure.rate("seal-p256") { _ = try b.sign(document, at: now) }
        let signed = try a.sign(document, at: now)
        let verifier = SignatureVerifier(trust: TrustStore())
        try Measure.rate("verify-rsa") { _ = try verifier.verify(signed, at: now) }
    }

    /// Signs the requests beforehand, so that the client's own RSA does not count.
    static func prepare(_ directory: String, podmiot: String, count: Int) throws {
        let identity = try identity(.generateRSA())
        try identity.certificate.pem.write(toFile: directory + "/client.crt", atomically: true, encoding: .utf8)
        let now = TimeSource.system.now
        var all: [UInt8] = []
        for n in 0..<count {
            var letter = Letter(template: .toOffice, title: "Pismo pomiarowe \(n)")
            letter.identifier = "bench-\(n)-\(now.milliseconds)"
            letter.paragraphs = ["Treść pisma pomiarowego, które sprawdza, ile platforma przyjmie na sekundę."]
            let body =
                "<ob:Dokument xmlns:ob=\"\(SoapNames.ob)\"><nazwaPliku>p.xml</nazwaPliku><typPliku>text/xml</typPliku><zawartosc>\(Base64.encode(letter.write()))</zawartosc></ob:Dokument>"
            let headers = [
                ("IdentyfikatorPodmiotu", podmiot), ("AdresSkrytki", "/ugprusice/SkrytkaESP"), ("AdresOdpowiedzi", "/\(podmiot)/domyslna"), ("CzyProbne", "false"),
                ("DaneDodatkowe", ""),
            ]
            .map { "<ob:\($0) xmlns:ob=\"\(SoapNames.ob)\">\($1)</ob:\($0)>" }.joined()
            let message = try WSSecurity.envelope(body: body, headers: headers, identity: identity, now: now, timestamp: false)
            withUnsafeBytes(of: UInt32(message.count).bigEndian) { all.append(contentsOf: $0) }
            all.append(contentsOf: message)
        }
        _ = FileManager.default.createFile(atPath: directory + "/requests.bin", contents: Data(all))
    }

    static func nadaj(_ url: String, directory: String) async throws {
        guard let data = FileManager.default.contents(atPath: directory + "/requests.bin") else { return Measure.line("nadaj", "no requests") }
        var requests: [ByteBuffer] = []
        var rest = [UInt8](data)[...]
        while rest.count >= 4 {
            let n = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            requests.append(ByteBuffer(bytes: rest.prefix(n)))
            rest = rest.dropFirst(n)
        }
        let clients = 16
        let clock = ContinuousClock()
        let all = requests
        let start = clock.now
        let failures = try await withThrowingTaskGroup(of: Int.self) { group in
            for c in 0..<clients {
                group.addTask {
                    var failed = 0
                    for i in stride(from: c, to: all.count, by: clients) {
                        var request = HTTPClientRequest(url: url)
                        request.method = .init(rawValue: "POST")
                        request.headers.replaceOrAdd(name: "content-type", value: "text/xml")
                        request.body = .bytes(all[i])
                        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
                        let body = try await response.body.collect(upTo: 1 << 22)
                        if response.status.code != 200 || body.readableBytes < 2_000 { failed += 1 }
                    }
                    return failed
                }
            }
            var sum = 0
            for try await n in group { sum += n }
            return sum
        }
        let spent = start.duration(to: clock.now)
        let s = Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
        Measure.line("nadaj-failures", String(failures))
        Measure.line("nadaj", String(Int(Double(requests.count) / s)))
    }
}
