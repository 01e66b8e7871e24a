public import Kernel

/// What the platform refuses, by name; `SoapFault` gives each its number.
extension Problem.Code {
    public static let unknownBox: Problem.Code = "unknown-box"
    public static let unknownSystem: Problem.Code = "unknown-system"
    public static let podmiotNotAllowed: Problem.Code = "podmiot-not-allowed"
    public static let unsignedDocument: Problem.Code = "unsigned-document"
    public static let templateNotAccepted: Problem.Code = "template-not-accepted"
    public static let malformedDocument: Problem.Code = "malformed-document"
    public static let digestMismatch: Problem.Code = "digest-mismatch"
    public static let nothingWaiting: Problem.Code = "nothing-waiting"
    public static let unknownDocument: Problem.Code = "unknown-document"
    public static let systemRightMissing: Problem.Code = "system-right-missing"
    public static let receiptMismatch: Problem.Code = "receipt-mismatch"
}
