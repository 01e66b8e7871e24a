public import Kernel

/// A document ordered for delivery to a person or body (doręczenie), as `dorecz` carries it.
public struct DeliveryOrder: Sendable {
    public var podmiot: String
    public var box: BoxAddress
    public var replyBox: BoxAddress
    /// By when it should be collected (TerminDoreczenia).
    public var deadline: Instant
    public var isTrial: Bool
    /// The sender's own identifiers, repeated in the receipt.
    public var documentIdentifier: String
    public var caseSign: String
    public var fileName: String
    public var mediaType: String
    public var content: [UInt8]

    public init(
        podmiot: String, box: BoxAddress, replyBox: BoxAddress, deadline: Instant, isTrial: Bool, documentIdentifier: String,
        caseSign: String, fileName: String, mediaType: String, content: [UInt8]
    ) {
        self.podmiot = podmiot
        self.box = box
        self.replyBox = replyBox
        self.deadline = deadline
        self.isTrial = isTrial
        self.documentIdentifier = documentIdentifier
        self.caseSign = caseSign
        self.fileName = fileName
        self.mediaType = mediaType
        self.content = content
    }
}

/// A delivery as its sender sees it.
public struct Delivery: Sendable, Hashable {
    public var id: Int64
    public var document: Int64
    public var state: DeliveryState
    public var recipientBox: String
    public var caseSign: String
    public var noticedAt: Instant
    public var deadline: Instant
    public var closedAt: Instant?
}
