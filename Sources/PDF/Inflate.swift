internal import CLibZ

/// Undoes FlateDecode (RFC 1950), never giving more than a limit.
enum Inflate {
    static func bytes(_ compressed: ArraySlice<UInt8>, limit: Int) throws(PDFError) -> [UInt8] {
        var stream = z_stream()
        guard clibz_inflate_init(&stream) == Z_OK else { throw PDFError(.tooLarge, "no memory to inflate") }
        defer { inflateEnd(&stream) }
        var out: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        var input = Array(compressed)
        let failure: PDFError? = input.withUnsafeMutableBufferPointer { source in
            guard let count = UInt32(exactly: source.count) else { return PDFError(.tooLarge, "stream too long") }
            stream.next_in = source.baseAddress
            stream.avail_in = count
            while true {
                let (status, made) = chunk.withUnsafeMutableBufferPointer { target -> (Int32, Int) in
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    let status = inflate(&stream, Z_NO_FLUSH)
                    return (status, target.count - Int(stream.avail_out))
                }
                guard out.count + made <= limit else { return PDFError(.tooLarge, "stream inflates beyond \(limit) bytes") }
                out += chunk[0..<made]
                if status == Z_STREAM_END { return nil }
                // No progress: the stream is cut off or wrong.
                guard status == Z_OK, made > 0 || stream.avail_in > 0 else { return PDFError(.malformed, "stream does not inflate") }
            }
        }
        if let failure { throw failure }
        return out
    }

    /// Undoes PNG predictors. Source: ISO 32000-1 § 7.4.4.4, RFC 2083 § 6.
    static func unpredicted(_ bytes: [UInt8], columns: Int) throws(PDFError) -> [UInt8] {
        guard (1...4096).contains(columns), bytes.count % (columns + 1) == 0 else { throw PDFError(.malformed, "predictor rows") }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var above = [UInt8](repeating: 0, count: columns)
        for row in stride(from: 0, to: bytes.count, by: columns + 1) {
            var line = Array(bytes[(row + 1)..<(row + 1 + columns)])
            switch bytes[row] {
            case 0: break
            case 1: for i in line.indices.dropFirst() { line[i] &+= line[i - 1] }
            case 2: for i in line.indices { line[i] &+= above[i] }
            case 3: for i in line.indices { line[i] &+= UInt8((Int(i > 0 ? line[i - 1] : 0) + Int(above[i])) / 2) }
            case 4:
                for i in line.indices {
                    let a = Int(i > 0 ? line[i - 1] : 0), b = Int(above[i]), c = Int(i > 0 ? above[i - 1] : 0)
                    let p = a + b - c
                    let (pa, pb, pc) = (abs(p - a), abs(p - b), abs(p - c))
                    line[i] &+= UInt8(pa <= pb && pa <= pc ? a : pb <= pc ? b : c)
                }
            default: throw PDFError(.unsupported, "predictor \(bytes[row])")
            }
            out += line
            above = line
        }
        return out
    }
}
