/// Why a PDF cannot be read or changed.
public struct PDFError: Error, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// Breaks a rule of the format.
        case malformed
        /// Protected by a password or rights.
        case encrypted
        /// A form that is allowed but not read here.
        case unsupported
        case tooLarge
    }
    public var code: Code
    /// English, for the log; holds nothing of the document.
    public var detail: String

    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }
    public var description: String { "\(code): \(detail)" }
}
