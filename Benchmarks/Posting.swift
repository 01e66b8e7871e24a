import AsyncHTTPClient
import Identity
import NIOCore
import NIOHTTP1

/// The same form sent again and again by 16 clients, each time with a one-time key of its own.
enum Posting {
    /// - Parameter form: the fields but the key, encoded; `@` in it becomes the number of the request.
    static func run(_ url: String, cookie: String, form: String, count: Int) async throws {
        let clients = 16
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        let http = HTTPClient(configuration: configuration)
        let clock = ContinuousClock()
        let start = clock.now
        let failures = try await withThrowingTaskGroup(of: Int.self) { group in
            for c in 0..<clients {
                group.addTask {
                    var failed = 0
                    for i in stride(from: c, to: count, by: clients) {
                        let key = OneTimeKey()
                        var request = HTTPClientRequest(url: url)
                        request.method = .init(rawValue: "POST")
                        request.headers.replaceOrAdd(name: "content-type", value: "application/x-www-form-urlencoded")
                        request.headers.replaceOrAdd(name: "cookie", value: cookie)
                        request.body = .bytes(ByteBuffer(string: "\(form.replacing("@", with: String(i)))&_key=\(key)"))
                        let response = try await http.execute(request, timeout: .seconds(60))
                        _ = try await response.body.collect(upTo: 1 << 22)
                        if response.status.code != 303 { failed += 1 }
                    }
                    return failed
                }
            }
            var sum = 0
            for try await n in group { sum += n }
            return sum
        }
        try await http.shutdown()
        Measure.line("post-failures", String(failures))
        Measure.line("post", String(Int(Double(count) / Measure.seconds(start.duration(to: clock.now)))))
    }
}
