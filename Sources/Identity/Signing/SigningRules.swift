public import Kernel

/// What an act of signing for another system may be, and how long it lives.
public struct SigningRules: Sendable, Hashable {
    /// Of one document, in bytes.
    public var largest: Int
    /// Of all documents of an act, in bytes.
    public var largestTogether: Int
    public var mostDocuments: Int
    /// From the system's call to the person's code.
    public var lastsSeconds: Int64
    /// How long a signed document waits to be collected; after that the house forgets its bytes.
    public var keepsSeconds: Int64
    /// Acts that one system may open.
    public var openings: RateLimit

    public init(
        largest: Int = 5 << 20, largestTogether: Int = 20 << 20, mostDocuments: Int = 20, lastsSeconds: Int64 = 1800, keepsSeconds: Int64 = 86_400,
        openings: RateLimit = RateLimit([.init(6000, inSeconds: 600)])
    ) {
        self.largest = largest
        self.largestTogether = largestTogether
        self.mostDocuments = mostDocuments
        self.lastsSeconds = lastsSeconds
        self.keepsSeconds = keepsSeconds
        self.openings = openings
    }

    public static let standard = SigningRules()

    /// - Throws: `Problem` `.tooLarge`, `.invalidInput`.
    public func check(sizes: [Int]) throws(Problem) {
        guard !sizes.isEmpty, sizes.count <= mostDocuments else {
            throw Problem(.invalidInput, "W jednej czynności można podpisać od 1 do \(mostDocuments) dokumentów.", cause: "\(sizes.count) documents")
        }
        guard sizes.allSatisfy({ $0 <= largest }) else {
            throw Problem(.tooLarge, "Dokument jest za duży. Podpisać można dokument do \(largest >> 20) MB.", cause: "document too large")
        }
        guard sizes.reduce(0, +) <= largestTogether else {
            throw Problem(.tooLarge, "Dokumenty są razem za duże. Mogą mieć do \(largestTogether >> 20) MB.", cause: "documents too large together")
        }
    }
}
