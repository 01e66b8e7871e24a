internal import CLibPQ
internal import Store

/// Fields of an error report; Swift imports no character macros (see the manual, PQresultErrorField).
enum ErrorField {
    static let sqlState = Int32(UInt8(ascii: "C"))
    static let primary = Int32(UInt8(ascii: "M"))
    static let table = Int32(UInt8(ascii: "t"))
    static let column = Int32(UInt8(ascii: "c"))
    static let constraint = Int32(UInt8(ascii: "n"))
}

extension SQLError {
    /// Takes the names of things from a failed result, never a value: the server's DETAIL and many of its messages hold data.
    init(result: OpaquePointer) {
        func field(_ code: Int32) -> String? { PQresultErrorField(result, code).map { String(cString: $0) } }
        let state = field(ErrorField.sqlState) ?? "08006"
        var parts: [String] = []
        if let table = field(ErrorField.table) { parts.append("table \(table)") }
        if let column = field(ErrorField.column) { parts.append("column \(column)") }
        if let constraint = field(ErrorField.constraint) { parts.append("constraint \(constraint)") }
        // These classes speak of the program's own text and of the server's state.
        if ["42", "0A", "25", "3F", "40", "53", "55", "57", "P0"].contains(state.prefix(2)), let primary = field(ErrorField.primary) {
            parts.append(primary)
        }
        self.init(code: Code(sqlState: state), message: parts.isEmpty ? "refused" : parts.joined(separator: ", "), nativeCode: state)
    }

    static func lost(_ message: String) -> SQLError { SQLError(code: .connection, message: message, nativeCode: "08006") }
}

extension SQLError.Code {
    init(sqlState: String) {
        switch sqlState {
        case "23505": self = .uniqueViolation
        case "23503": self = .foreignKeyViolation
        case "23514", "23502": self = .checkViolation
        case "40001", "40P01", "55P03": self = .busy
        case "57014": self = .cancelled
        case "53100": self = .diskFull
        case "57P01", "57P02", "57P03", "53300": self = .connection
        case _ where sqlState.hasPrefix("08"): self = .connection
        default: self = .other
        }
    }
}
