internal import CLibPQ
internal import Store

/// One row of a binary result; one object serves all rows of a query.
final class PostgresRow: SQLRow {
    private let result: OpaquePointer
    private let columns: [String: (index: Int32, type: UInt32)]
    var row: Int32 = 0

    init(_ result: OpaquePointer) {
        self.result = result
        var columns: [String: (Int32, UInt32)] = [:]
        for i in 0..<PQnfields(result) {
            if let name = PQfname(result, i) { columns[String(cString: name)] = (i, PQftype(result, i)) }
        }
        self.columns = columns
    }

    func value(_ column: String) throws(SQLError) -> SQLValue {
        guard let (i, type) = columns[column] else { throw .decoding(column) }
        if PQgetisnull(result, row, i) == 1 { return .null }
        guard let start = PQgetvalue(result, row, i) else { throw .decoding(column) }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, i)))
        switch type {
        case 20, 21, 23, 26:
            // The first byte carries the sign; an oid (26) has none.
            var n: Int64 = type != 26 && bytes.first.map { $0 >= 128 } == true ? -1 : 0
            for b in bytes { n = n << 8 | Int64(b) }
            return .int(n)
        case 16: return .int(bytes.first == 0 ? 0 : 1)
        case 17: return .blob([UInt8](bytes))
        case 1700:
            guard let n = wholeNumber(bytes) else { throw .decoding(column) }
            return .int(n)
        case 18, 19, 25, 114, 705, 1042, 1043: return .text(String(decoding: bytes, as: UTF8.self))
        case 2278: return .null
        default: throw .decoding(column)
        }
    }

    /// A `numeric` without a fraction: sums of whole numbers have that type.
    private func wholeNumber(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        func word(_ i: Int) -> Int { Int(bytes[2 * i]) << 8 | Int(bytes[2 * i + 1]) }
        guard bytes.count >= 8, bytes.count == 8 + 2 * word(0) else { return nil }
        let digits = word(0)
        let weight = Int(Int16(truncatingIfNeeded: word(1)))
        let isNegative = word(2) == 0x4000
        guard isNegative || word(2) == 0, digits <= weight + 1 || digits == 0 else { return nil }
        if digits == 0 { return 0 }
        var n: Int64 = 0
        for i in 0...weight {
            let (times, overflow) = n.multipliedReportingOverflow(by: 10_000)
            let digit = Int64(i < digits ? word(4 + i) : 0)
            let (sum, more) = isNegative ? times.subtractingReportingOverflow(digit) : times.addingReportingOverflow(digit)
            guard !overflow, !more else { return nil }
            n = sum
        }
        return n
    }
}
