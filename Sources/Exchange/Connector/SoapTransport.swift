/// How a message gets to a server and its answer comes back; the live one speaks HTTP, tests bring their own.
public protocol SoapTransport: Sendable {
    /// - Throws: `Problem(.unavailable)` when the server cannot be reached or does not answer in time.
    func post(_ url: String, contentType: String, action: String, body: [UInt8]) async throws -> SoapExchangeAnswer

    /// Fetches a file by its download address, at most `limit` bytes.
    func get(_ url: String, limit: Int) async throws -> SoapExchangeAnswer
}

/// An answer as it came over the wire.
public struct SoapExchangeAnswer: Sendable {
    public var status: Int
    public var contentType: String
    public var body: [UInt8]

    public init(status: Int, contentType: String, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }
}
