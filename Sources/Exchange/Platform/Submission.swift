internal import Kernel

/// One document handed in for a box (nadanie), as `nadaj` and `nadajAny` carry it.
public struct Submission: Sendable {
    /// The podmiot in whose name it is handed in.
    public var podmiot: String
    public var box: BoxAddress
    /// Where answers go; text as the sender wrote it.
    public var replyBox: String
    /// Check only: nothing is delivered and nothing stays (CzyProbne).
    public var isTrial: Bool
    /// Free XML of the sender (DaneDodatkowe), usually empty.
    public var extra: [UInt8]
    public var fileName: String
    public var mediaType: String
    public var content: [UInt8]

    public init(
        podmiot: String, box: BoxAddress, replyBox: String, isTrial: Bool = false, extra: [UInt8] = [], fileName: String,
        mediaType: String = "text/xml", content: [UInt8]
    ) {
        self.podmiot = podmiot
        self.box = box
        self.replyBox = replyBox
        self.isTrial = isTrial
        self.extra = extra
        self.fileName = fileName
        self.mediaType = mediaType
        self.content = content
    }
}

/// What the platform answers to a submission.
public struct SubmissionAnswer: Sendable {
    /// 0 for a trial.
    public var document: Int64
    public var receipt: Int64?
    /// The sealed receipt (UPP); absent for a trial.
    public var receiptXML: [UInt8]?
}
