public import Chancery
public import Exchange
internal import Foundation
public import Identity
internal import Kernel
internal import Law
public import Store

/// Sends letters by the electronic channels: the work behind jobs of the kind `dispatch.send`.
///
/// Between public bodies a letter is submitted to the box and the platform's receipt (UPP) proves its arrival; to others it is ordered for
/// delivery, and the receipt (UPD) comes back with the connector when the addressee has signed it.
public struct DispatchSending: Sendable {
    /// How the office reaches its platform.
    public typealias Connection = @Sendable (OfficeHouse) async throws -> PlatformClient

    let connection: Connection
    let policy: RetryPolicy
    /// How long a letter waits for its addressee (TerminDoreczenia).
    let collectionDays: Int64
    /// The mail server for notices; `nil` where the house has none.
    let mail: (any CodeGateway)?

    public init(
        connection: @escaping Connection, policy: RetryPolicy = DispatchSending.policy(firstPauseSeconds: 30), collectionDays: Int64 = 14,
        mail: (any CodeGateway)? = nil
    ) {
        self.mail = mail
        self.connection = connection
        self.policy = policy
        self.collectionDays = collectionDays
    }

    /// About two days of tries, at most a quarter of an hour apart, so that a queue drains soon after the platform is back.
    public static func policy(firstPauseSeconds: Int) -> RetryPolicy { RetryPolicy(attempts: 200, firstPauseSeconds: firstPauseSeconds, longestPauseSeconds: 900) }

    /// Channels that the program sends by itself; notices by e-mail only where there is a mail server.
    public static func connected(withMail: Bool) -> Set<DispatchChannel> { withMail ? [.epuapDelivery, .epuapBox, .email] : [.epuapDelivery, .epuapBox] }

    public var handler: JobHandler { JobHandler(kind: Dispatch.jobKind, policy: policy) { job, office in try await run(job, office) } }

    private func run(_ job: Job, _ office: OfficeHouse) async throws -> JobHandler.Result {
        guard let id = DispatchID(job.payload), let row = try await office.database.read({ try Dispatch.find($0, id) }) else {
            throw HopelessJob("nie ma takiej wysyłki")
        }
        // Taken back, or told already: nothing is left to do.
        guard row.state == .waiting, row.isCurrent else { return { _ in } }
        // In a training office nothing leaves, whatever the channel: the letter only looks sent.
        if office.record.isTraining { return { c in try Dispatch.submitted(c, id, messageID: "szkolenie:\(id)", by: .connector, at: office.time.now) } }
        do {
            return try await send(row, office)
        } catch let refusal as Refusal {
            return failed(id, refusal.words, office)
        } catch {
            guard job.attempts >= policy.attempts else { throw error }
            let who = row.channel == .email ? "serwer poczty nie przyjął zawiadomienia" : "platforma nie przyjęła pisma"
            return failed(id, "mimo wielu prób \(who) (\(ConnectorRound.words(error)))", office)
        }
    }

    /// The platform will not take the letter, however often it is tried.
    private struct Refusal: Error { var words: String }

    private func send(_ row: DispatchRow, _ office: OfficeHouse) async throws -> JobHandler.Result {
        if row.channel == .email, let mail { return try await notify(row, mail, office) }
        guard DispatchSending.connected(withMail: mail != nil).contains(row.channel) else {
            throw Refusal(words: "kanał „\(row.channel.polishName)” nie jest jeszcze podłączony")
        }
        guard let box = row.addressee.correspondent.identifiers.replyBox.flatMap({ BoxAddress($0) }) else {
            throw Refusal(words: "adres skrytki adresata jest błędny")
        }
        guard let hash = row.content else { throw Refusal(words: "pismo nie ma podpisanego pliku") }
        let content = try await office.blobs.bytes(office.database, hash)
        guard content.first == UInt8(ascii: "<") else { throw Refusal(words: "pisma podpisanego na papierze nie da się wysłać przez ePUAP") }
        let name = "\(row.sign.replacing("/", with: "-")).xml"
        guard let reply = BoxAddress("/\(office.record.podmiot)/\(OfficeFounding.boxName)") else { throw Refusal(words: "urząd nie ma skrytki ePUAP") }
        let client = try await connection(office)
        do {
            if row.channel == .epuapBox {
                let answer = try await client.submit(content, fileName: name, to: box.description, replyBox: reply.description)
                return try await submitted(row, answer, office)
            }
            let now = office.time.now
            let answer = try await client.deliver(
                DeliveryOrder(
                    podmiot: office.record.podmiot, box: box, replyBox: reply, deadline: now.adding(seconds: collectionDays * 86_400), isTrial: false,
                    documentIdentifier: DispatchSending.documentIdentifier(row), caseSign: row.caseReference?.sign ?? "", fileName: name,
                    mediaType: "text/xml", content: content))
            return { c in try Dispatch.submitted(c, row.id, messageID: MessageNumber.order(answer.order), by: .connector, at: office.time.now) }
        } catch let fault as SoapFault where DispatchSending.isFinal(fault) {
            throw Refusal(words: "ePUAP odrzucił: \(fault.komunikat)")
        }
    }

    /// Tells the addressee that there is a letter. A crash between the message and its record may tell him twice, which harms nobody.
    private func notify(_ row: DispatchRow, _ mail: any CodeGateway, _ office: OfficeHouse) async throws -> JobHandler.Result {
        guard let notice = EmailNotice(row, office: office.record) else { throw Refusal(words: "adres e-mail adresata jest błędny") }
        let now = office.time.now
        try await mail.send(notice.message(at: now))
        let proof = notice.evidence(of: row.id)
        return { c in try EvidenceIntake.receive(c, proof, by: .connector, at: now) }
    }

    /// What the receipt repeats, so that it finds its letter and its addressee: `PISMO-17/W3`.
    static func documentIdentifier(_ row: DispatchRow) -> String { "\(row.letter.identifier)/W\(row.id)" }

    static func dispatch(documentIdentifier text: String) -> (letter: OutgoingLetterID, dispatch: DispatchID)? {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let letter = OutgoingLetterID(identifier: String(parts[0])), parts[1].hasPrefix("W"),
            let dispatch = DispatchID(String(parts[1].dropFirst()))
        else { return nil }
        return (letter, dispatch)
    }

    /// A message that the platform found wrong stays wrong; a system that is not registered or not allowed is mended by the administrator.
    static func isFinal(_ fault: SoapFault) -> Bool { fault.faultCode == "Client" && ![3, 4].contains(fault.kod) }

    private func submitted(_ row: DispatchRow, _ answer: SubmissionAnswer, _ office: OfficeHouse) async throws -> JobHandler.Result {
        let now = office.time.now
        let message = MessageNumber.document(answer.document)
        guard let bytes = answer.receiptXML, case .submissionReceipt(let receipt)? = try? CorrespondenceDocument.read(bytes) else {
            return { c in try Dispatch.submitted(c, row.id, messageID: message, by: .connector, at: now) }
        }
        let staged = try await office.blobs.stage(bytes)
        let blobs = office.blobs
        var evidence = DispatchEvidence(.upp, .delivered, day: PolishTime.day(of: receipt.deliveredAt), key: "upp:\(receipt.identifier)")
        evidence.dispatch = row.id
        evidence.messageID = message
        evidence.file = staged.hash
        evidence.words = receipt.identifier
        let proof = evidence
        return { c in
            _ = try blobs.record(c, staged, mediaType: "text/xml", at: now)
            try Dispatch.submitted(c, row.id, messageID: message, by: .connector, at: now)
            try EvidenceIntake.receive(c, proof, by: .connector, at: now)
        }
    }

    private func failed(_ id: DispatchID, _ words: String, _ office: OfficeHouse) -> JobHandler.Result {
        { c in try Dispatch.failed(c, id, words: words, by: .connector, at: office.time.now) }
    }
}

/// How the platform's numbers stand beside a dispatch; documents and orders are counted apart.
enum MessageNumber {
    static func order(_ n: Int64) -> String { "zlecenie:\(n)" }
    static func document(_ n: Int64) -> String { "dokument:\(n)" }
}
