internal import Store

/// Values in the shape libpq wants, all bytes in one allocation.
struct Parameters {
    private var storage: [CChar] = []
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    init(_ values: [SQLValue]) throws(SQLError) {
        for value in values {
            switch value {
            case .null: add(nil, 0, 0)
            case .int(let v): add(String(v).utf8, 0, 0)
            case .text(let v):
                guard !v.utf8.contains(0) else {
                    throw SQLError(code: .other, message: "text with a NUL character", nativeCode: "22021")
                }
                add(v.utf8, 0, 0)
            case .blob(let v): add(v, v.count, 1)
            }
        }
    }

    private mutating func add(_ bytes: (some Sequence<UInt8>)?, _ length: Int, _ format: Int32) {
        lengths.append(Int32(clamping: length))
        formats.append(format)
        guard let bytes else { return offsets.append(nil) }
        offsets.append(storage.count)
        storage.append(contentsOf: bytes.lazy.map { CChar(bitPattern: $0) })
        storage.append(0)
    }
    private mutating func add(_ none: Never?, _ length: Int, _ format: Int32) {
        lengths.append(0)
        formats.append(0)
        offsets.append(nil)
    }

    var count: Int32 { Int32(offsets.count) }

    func withPointers<R>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> R
    ) -> R {
        storage.withUnsafeBufferPointer { base in
            let pointers: [UnsafePointer<CChar>?] = offsets.map { offset in
                guard let offset, let start = base.baseAddress else { return nil }
                return start + offset
            }
            return pointers.withUnsafeBufferPointer { p in
                lengths.withUnsafeBufferPointer { l in formats.withUnsafeBufferPointer { f in body(p.baseAddress, l.baseAddress, f.baseAddress) } }
            }
        }
    }
}
