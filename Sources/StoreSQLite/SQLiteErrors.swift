internal import GRDB
internal import GRDBSQLite
internal import Store

extension SQLError {
    /// - Parameter result: an extended result code.
    init(sqlite result: Int32, message: String) {
        let code: Code
        switch result {
        case SQLITE_CONSTRAINT | (8 << 8), SQLITE_CONSTRAINT | (6 << 8), SQLITE_CONSTRAINT | (10 << 8): code = .uniqueViolation
        case SQLITE_CONSTRAINT | (3 << 8): code = .foreignKeyViolation
        case SQLITE_CONSTRAINT | (1 << 8): code = .checkViolation
        default:
            switch result & 0xFF {
            case SQLITE_BUSY, SQLITE_LOCKED: code = .busy
            case SQLITE_FULL: code = .diskFull
            case SQLITE_INTERRUPT: code = .cancelled
            case SQLITE_IOERR, SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_PROTOCOL:
                code = .connection
            default: code = .other
            }
        }
        self.init(code: code, message: message, nativeCode: "\(result)")
    }

    init(grdb error: any Error) {
        if let own = error as? SQLError {
            self = own
        } else if let e = error as? DatabaseError {
            self.init(sqlite: e.extendedResultCode.rawValue, message: e.message ?? "")
        } else {
            self.init(code: .other, message: "\(type(of: error))", nativeCode: "")
        }
    }
}
