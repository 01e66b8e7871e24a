/// Splits a `multipart/…` body that arrives in pieces of any size. A pure value: bytes in, events out.
///
/// Source: RFC 2046 § 5.1.1. It holds at most one delimiter, or one part's headers, of the body at a time.
public struct MultipartParser: Sendable {
    public enum Event: Sendable, Hashable {
        case begin(MultipartHeaders)
        case data([UInt8])
        case end
    }

    public enum Failure: String, Error, Sendable, Hashable {
        /// The boundary is absent or not one that RFC 2046 allows.
        case boundary
        case malformed
        case headersTooLong
        case tooManyParts
        /// The body ended before its last delimiter.
        case truncated
    }

    private enum State: Sendable { case preamble, delimiter, headers, body, epilogue }

    private let delimiter: [UInt8]
    private let headerBytes: Int
    private let mostParts: Int
    private var state = State.preamble
    /// Begins with the line end that the first delimiter lacks when there is no preamble.
    private var buffer: [UInt8] = [13, 10]
    private var parts = 0
    private var preambleBytes = 0

    public init(boundary: String?, headerBytes: Int = 8192, mostParts: Int = 250) throws(Failure) {
        guard let boundary, (1...70).contains(boundary.utf8.count), boundary.utf8.last != 0x20,
            boundary.utf8.allSatisfy({ ($0 > 0x20 && $0 < 0x7F && !#"<>@;\"[]{}"#.utf8.contains($0)) || $0 == 0x20 })
        else { throw .boundary }
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.headerBytes = headerBytes
        self.mostParts = mostParts
    }

    /// Takes the next bytes of the body.
    public mutating func consume(_ bytes: some Sequence<UInt8>) throws(Failure) -> [Event] {
        if case .epilogue = state { return [] }
        buffer.append(contentsOf: bytes)
        var events: [Event] = []
        var position = 0
        while try step(&position, &events) {}
        buffer.removeFirst(position)
        return events
    }

    /// To be called when the body has ended.
    public func finish() throws(Failure) {
        guard case .epilogue = state else { throw .truncated }
    }

    /// - Returns: false when more bytes are needed.
    private mutating func step(_ position: inout Int, _ events: inout [Event]) throws(Failure) -> Bool {
        switch state {
        case .preamble: return try skipPreamble(&position)
        case .delimiter: return try passDelimiter(&position)
        case .headers: return try readHeaders(&position, &events)
        case .body: return readBody(&position, &events)
        case .epilogue:
            position = buffer.count
            return false
        }
    }

    private mutating func skipPreamble(_ position: inout Int) throws(Failure) -> Bool {
        guard let at = find(delimiter, from: position) else {
            let kept = heldBack(from: position)
            preambleBytes += kept - position
            // A preamble is a line for people at most; browsers send none.
            guard preambleBytes <= headerBytes else { throw .malformed }
            position = kept
            return false
        }
        position = at + delimiter.count
        state = .delimiter
        return true
    }

    private mutating func passDelimiter(_ position: inout Int) throws(Failure) -> Bool {
        var at = position
        if buffer.count - at >= 2, buffer[at] == 45, buffer[at + 1] == 45 {
            state = .epilogue
            return true
        }
        while at < buffer.count, buffer[at] == 0x20 || buffer[at] == 0x09 {
            at += 1
            guard at - position <= 64 else { throw .malformed }
        }
        guard at < buffer.count else { return false }
        guard buffer[at] == 13 || (buffer[at] == 45 && at == position) else { throw .malformed }
        guard at + 1 < buffer.count else { return false }
        guard buffer[at] == 13, buffer[at + 1] == 10 else { throw .malformed }
        parts += 1
        guard parts <= mostParts else { throw .tooManyParts }
        // The line end stays: it is the first half of the empty line of a part without headers.
        position = at
        state = .headers
        return true
    }

    private mutating func readHeaders(_ position: inout Int, _ events: inout [Event]) throws(Failure) -> Bool {
        guard let end = find([13, 10, 13, 10], from: position) else {
            guard buffer.count - position <= headerBytes else { throw .headersTooLong }
            return false
        }
        guard end - position <= headerBytes else { throw .headersTooLong }
        guard let headers = MultipartHeaders(buffer[position..<end]) else { throw .malformed }
        events.append(.begin(headers))
        position = end + 4
        state = .body
        return true
    }

    private mutating func readBody(_ position: inout Int, _ events: inout [Event]) -> Bool {
        let at = find(delimiter, from: position)
        let safe = at ?? heldBack(from: position)
        if safe > position {
            events.append(.data(Array(buffer[position..<safe])))
            position = safe
        }
        guard at != nil else { return false }
        events.append(.end)
        position = safe + delimiter.count
        state = .delimiter
        return true
    }

    /// The first position from which a delimiter may still begin.
    private func heldBack(from position: Int) -> Int {
        var start = max(position, buffer.count - delimiter.count + 1)
        while start < buffer.count {
            if buffer[start] == 13, buffer[start...].elementsEqual(delimiter.prefix(buffer.count - start)) { return start }
            start += 1
        }
        return buffer.count
    }

    private func find(_ needle: [UInt8], from position: Int) -> Int? {
        buffer.withUnsafeBufferPointer { haystack in
            needle.withUnsafeBufferPointer { needle in
                var i = position
                let last = haystack.count - needle.count
                while i <= last {
                    if haystack[i] == 13 {
                        var n = 1
                        while n < needle.count, haystack[i + n] == needle[n] { n += 1 }
                        if n == needle.count { return i }
                    }
                    i += 1
                }
                return nil
            }
        }
    }
}
