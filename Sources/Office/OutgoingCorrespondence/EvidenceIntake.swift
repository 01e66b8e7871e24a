public import Chancery
internal import Exchange
public import Kernel
internal import Law
internal import Signatures
public import Store

/// What comes back about sent letters: it finds its letter, moves it on, and tells the case when a party was reached.
public enum EvidenceIntake {
    /// - Returns: the match; what found no letter waits for a person.
    @discardableResult
    public static func receive(_ c: any SQLConnection, _ evidence: DispatchEvidence, by performer: Performer, at now: Instant) throws -> EvidenceMatch {
        let match = try Dispatch.receive(c, evidence, rule: try rule(c), by: performer, at: now)
        if case .one(let id) = match {
            try DeliveryFinality.record(c, id, by: performer, at: now)
            try TaxDeliveries.record(c, id, by: performer, at: now)
        }
        return match
    }

    /// A person says which letter an evidence belongs to.
    public static func assign(_ c: any SQLConnection, evidence id: Int64, to dispatch: DispatchID, by officer: ActingOfficer, at now: Instant) throws {
        try Dispatch.assign(c, evidence: id, to: dispatch, rule: try rule(c), by: officer, at: now)
        try DeliveryFinality.record(c, dispatch, by: officer.performer, at: now)
        try TaxDeliveries.record(c, dispatch, by: officer.performer, at: now)
    }

    /// How the day of a fiction is counted here: with the office's own days off.
    public static func rule(_ c: any SQLConnection) throws -> DepositRule { DepositRule(calendar: try WorkCalendar.load(c)) }

    /// A receipt of delivery that the connector fetched.
    ///
    /// Anybody may lay a document into the office's box, so a receipt counts by itself only where it names our dispatch and the platform's
    /// order, and came from the account of the addressee's own box; any other waits for a person.
    static func receive(
        _ c: any SQLConnection, _ receipt: DeliveryReceipt, _ fetched: FetchedDocument, verdict: VerificationReport.Verdict?, file: ContentHash, at now: Instant
    ) throws {
        // The platform's word of when it was collected; the document itself was written when the delivery was ordered.
        let day = PolishTime.day(of: max(fetched.submittedAt ?? receipt.receivedAt, receipt.receivedAt))
        var evidence = DispatchEvidence(.upd, .delivered, day: min(day, PolishTime.day(of: now)), key: "upd:\(receipt.identifier):\(file)")
        evidence.file = file
        evidence.words = "\(receipt.identifier), \(receipt.addressee.name)"
        evidence.recipient = fetched.replyBox.isEmpty ? nil : fetched.replyBox
        if verdict != .invalid, verdict != .unsigned, let named = DispatchSending.dispatch(documentIdentifier: receipt.documentIdentifier),
            let row = try Dispatch.find(c, named.dispatch), row.letter == named.letter, row.channel == .epuapDelivery,
            let box = row.addressee.correspondent.identifiers.replyBox.flatMap({ BoxAddress($0) }), box.podmiot == fetched.senderPodmiot,
            let message = row.messageID, message == number(receipt.identifier).map(MessageNumber.order)
        {
            evidence.dispatch = row.id
            evidence.messageID = message
        }
        try receiveFetched(c, evidence, at: now)
    }

    /// What cannot be taken (the sending was cancelled meanwhile) waits for a person; it must not hold up the box it came through.
    private static func receiveFetched(_ c: any SQLConnection, _ evidence: DispatchEvidence, at now: Instant) throws {
        do {
            _ = try c.savepoint { try receive(c, evidence, by: .connector, at: now) }
        } catch is Problem {
            try receiveUnmatched(c, evidence, at: now)
        } catch is Problems {
            try receiveUnmatched(c, evidence, at: now)
        }
    }

    private static func receiveUnmatched(_ c: any SQLConnection, _ evidence: DispatchEvidence, at now: Instant) throws {
        var open = evidence
        (open.dispatch, open.messageID, open.documentHash) = (nil, nil, nil)
        try receive(c, open, by: .connector, at: now)
    }

    /// A receipt of submission that came by itself; what the platform gave at once is taken in when the letter is sent.
    static func receive(
        _ c: any SQLConnection, _ receipt: SubmissionReceipt, verdict: VerificationReport.Verdict?, file: ContentHash, at now: Instant
    ) throws {
        var evidence = DispatchEvidence(.upp, .delivered, day: min(PolishTime.day(of: receipt.deliveredAt), PolishTime.day(of: now)), key: "upp:\(receipt.identifier)")
        evidence.file = file
        evidence.words = "\(receipt.identifier), \(receipt.addressee.name)"
        if verdict == .valid { evidence.documentHash = receipt.documentSHA256 }
        try receiveFetched(c, evidence, at: now)
    }

    /// The number at the end of a receipt's identifier: `ePUAP-UPD123`.
    private static func number(_ identifier: String) -> Int64? {
        let digits = identifier.reversed().prefix { $0.isASCII && $0.isNumber }
        return Int64(String(digits.reversed()))
    }
}
