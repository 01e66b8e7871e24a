/// One cross-reference table or stream with its trailer. Source: ISO 32000-1 § 7.5.4 and 7.5.8.
struct XrefSection {
    let kind: PDFFile.CrossReferences
    var entries: [Int: PDFFile.Entry] = [:]
    let trailer: PDFDictionary
    private static let maximumNumber = 8_388_607

    init(_ bytes: [UInt8], at offset: Int, budget: inout Int) throws(PDFError) {
        guard (0..<bytes.count).contains(offset) else { throw PDFError(.malformed, "cross-references outside the file") }
        var reader = PDFReader(bytes, at: offset)
        if reader.take("xref") {
            kind = .table
            while !reader.take("trailer") {
                let first = try reader.integer(), count = try reader.integer()
                guard first >= 0, count >= 0, first <= XrefSection.maximumNumber, count <= XrefSection.maximumNumber - first + 1 else {
                    throw PDFError(.malformed, "cross-reference table")
                }
                for i in 0..<count {
                    let place = try reader.integer(), generation = try reader.integer()
                    if reader.take("n") {
                        entries[first + i] = .offset(place, generation: generation)
                    } else if reader.take("f") {
                        entries[first + i] = .free
                    } else {
                        throw PDFError(.malformed, "cross-reference table")
                    }
                }
            }
            guard let d = try reader.value().dictionary else { throw PDFError(.malformed, "no trailer") }
            trailer = d
            return
        }
        kind = .stream
        guard try reader.integer() > 0, try reader.integer() >= 0, reader.take("obj"), let d = try reader.value().dictionary, d["Type"]?.name == "XRef",
            reader.take("stream"), let length = d["Length"]?.integer
        else { throw PDFError(.malformed, "no cross-references at \(offset)") }
        if reader.at < bytes.count, bytes[reader.at] == 0x0D { reader.at += 1 }
        guard reader.at < bytes.count, bytes[reader.at] == 0x0A, length >= 0, length <= bytes.count - reader.at - 1 else {
            throw PDFError(.malformed, "cross-reference stream")
        }
        trailer = d
        let data = try PDFFile.decoded(d, bytes[(reader.at + 1)..<(reader.at + 1 + length)], budget: &budget)
        let widths = d["W"]?.array?.compactMap(\.integer) ?? []
        guard widths.count == 3, widths.allSatisfy({ (0...8).contains($0) }), widths[1] > 0 else { throw PDFError(.malformed, "cross-reference widths") }
        let size = d["Size"]?.integer ?? 0
        let index = d["Index"]?.array?.compactMap(\.integer) ?? [0, size]
        guard index.count % 2 == 0, index.allSatisfy({ (0...XrefSection.maximumNumber).contains($0) }) else { throw PDFError(.malformed, "cross-reference index") }
        var at = 0
        func field(_ width: Int) throws(PDFError) -> Int {
            guard width <= data.count - at else { throw PDFError(.malformed, "cross-reference stream") }
            var n: UInt64 = 0
            for _ in 0..<width {
                n = n << 8 | UInt64(data[at])
                at += 1
            }
            guard let n = Int(exactly: n) else { throw PDFError(.malformed, "cross-reference stream") }
            return n
        }
        for pair in stride(from: 0, to: index.count, by: 2) {
            for i in 0..<index[pair + 1] {
                let type = widths[0] == 0 ? 1 : try field(widths[0])
                let second = try field(widths[1]), third = try field(widths[2])
                switch type {
                case 0: entries[index[pair] + i] = .free
                case 1: entries[index[pair] + i] = .offset(second, generation: third)
                case 2: entries[index[pair] + i] = .compressed(stream: second, index: third)
                default: break
                }
            }
        }
    }
}
