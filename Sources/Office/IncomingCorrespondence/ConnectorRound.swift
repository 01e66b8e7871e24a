internal import Chancery
public import Exchange
internal import Kernel
internal import Logging
internal import Store

/// One round of the connector: everything that waits in the office's boxes, fetched, stored and only then confirmed.
public struct ConnectorRound: Sendable {
    let office: OfficeHouse
    let client: PlatformClient
    let boxes: [BoxAddress]
    let receiptOf: IncomingCorrespondence.ReceiptSource?

    /// - Parameter receiptOf: gives the receipt of a fetched document where the platform is our own; the state's services do not give it to the addressee.
    public init(
        office: OfficeHouse, client: PlatformClient, boxes: [BoxAddress], receiptOf: IncomingCorrespondence.ReceiptSource? = nil
    ) {
        self.office = office
        self.client = client
        self.boxes = boxes
        self.receiptOf = receiptOf
    }

    public struct Summary: Sendable, Equatable {
        public var registered: [String] = []
        public var known = 0
        public var receipts = 0
        public var problems: [String] = []
        public var fetched: Int { registered.count + known + receipts }
    }

    /// At most this many documents of one box in a round, so that boxes take turns.
    static let limit = 500

    /// A box that fails does not stop the others; what failed is kept in words for the administrator.
    public func run() async -> Summary {
        var summary = Summary()
        let logger = Logger(label: "eurzad.connector")
        for box in boxes {
            let now = office.time.now
            let before = summary.fetched
            do {
                try await empty(box, into: &summary)
                let fetched = summary.fetched - before
                try await office.database.write { try ConnectorStore.succeeded($0, box: box.description, fetched: fetched, at: now) }
            } catch {
                let message = ConnectorRound.words(error)
                summary.problems.append("\(box): \(message)")
                logger.warning("box failed", metadata: ["box": "\(box)", "error": "\(ConnectorRound.code(error))"])
                try? await office.database.write { try ConnectorStore.failed($0, box: box.description, message: message, at: now) }
            }
        }
        return summary
    }

    private func empty(_ box: BoxAddress, into summary: inout Summary) async throws {
        let client = client
        let intake = IncomingCorrespondence(office: office, receiptOf: receiptOf) { try await client.download($0) }
        for _ in 0..<ConnectorRound.limit {
            guard try await client.waiting(box) > 0, let document = try await client.next(box) else { return }
            switch try await intake.take(document) {
            case .registered(let number): summary.registered.append(number.description)
            case .known: summary.known += 1
            case .receipt: summary.receipts += 1
            }
            // Only now, with the bytes and the number on disk.
            try await client.confirm(document)
        }
    }

    static func words(_ error: any Error) -> String {
        switch error {
        case let problem as Problem: problem.message
        case let problems as Problems: problems.all.map(\.message).joined(separator: " ")
        case let fault as SoapFault: "Platforma odmówiła (kod \(fault.kod)): \(fault.komunikat)"
        default: "Nie udało się odebrać przesyłki. Spróbujemy ponownie."
        }
    }

    private static func code(_ error: any Error) -> String {
        switch error {
        case let problem as Problem: "\(problem.code) \(problem.cause)"
        case let fault as SoapFault: "fault \(fault.kod)"
        default: "\(type(of: error))"
        }
    }
}
