/// An incremental update: what a document was stays, byte for byte; changes come after it. Source: ISO 32000-1 § 7.5.6.
public struct PDFUpdate {
    private let file: PDFFile
    private var objects: [Int: (reference: PDFReference, object: PDFObject)] = [:]
    private var next: Int

    public init(of file: PDFFile) {
        self.file = file
        next = file.size
    }

    /// Takes a new object number.
    public mutating func add(_ object: PDFObject) -> PDFReference {
        let reference = PDFReference(next)
        next += 1
        objects[reference.number] = (reference, object)
        return reference
    }

    /// Replaces an object, or fills a number taken before.
    public mutating func set(_ reference: PDFReference, _ object: PDFObject) { objects[reference.number] = (reference, object) }

    /// The object as it will be.
    public func object(_ reference: PDFReference) throws(PDFError) -> PDFObject {
        if let changed = objects[reference.number] { return changed.object }
        return try file.object(reference)
    }

    /// The whole new file.
    ///
    /// - Returns: the bytes, and where each changed object lies.
    public func written() throws(PDFError) -> (bytes: [UInt8], ranges: [PDFReference: Range<Int>]) {
        var out = file.bytes
        if out.last != 0x0A { out.append(0x0A) }
        var ranges: [PDFReference: Range<Int>] = [:]
        var offsets: [(number: Int, generation: Int, offset: Int)] = []
        for (number, item) in objects.sorted(by: { $0.key < $1.key }) {
            let start = out.count
            PDFWriter.append(item.object, as: item.reference, to: &out)
            ranges[item.reference] = start..<out.count
            offsets.append((number, item.reference.generation, start))
        }
        let start = out.count
        guard start < 10_000_000_000 else { throw PDFError(.tooLarge, "file too long") }
        var trailer = PDFDictionary()
        for key in ["Root", "Info", "ID"] { trailer[key] = file.trailer[key] }
        trailer["Prev"] = .integer(file.startXref)
        switch file.crossReferences {
        case .table:
            trailer["Size"] = .integer(next)
            out += "xref\n".utf8
            for run in runs(offsets) {
                out += "\(run[0].number) \(run.count)\n".utf8
                for e in run { out += "\(padded(e.offset, 10)) \(padded(e.generation, 5)) n\r\n".utf8 }
            }
            out += "trailer\n".utf8
            PDFWriter.append(.dictionary(trailer), to: &out)
        case .stream:
            // The stream is an object too, and names itself.
            let own = PDFReference(next)
            let all = offsets + [(own.number, 0, start)]
            trailer["Type"] = .name("XRef")
            trailer["Size"] = .integer(next + 1)
            trailer["W"] = .array([.integer(1), .integer(5), .integer(2)])
            trailer["Index"] = .array(runs(all).flatMap { [.integer($0[0].number), .integer($0.count)] })
            var data: [UInt8] = []
            for e in all {
                data.append(1)
                for shift in stride(from: 32, through: 0, by: -8) { data.append(UInt8(e.offset >> shift & 255)) }
                data += [UInt8(e.generation >> 8 & 255), UInt8(e.generation & 255)]
            }
            trailer["Length"] = .integer(data.count)
            PDFWriter.append(PDFObject(.dictionary(trailer), stream: data[...]), as: own, to: &out)
        }
        out += "\nstartxref\n\(start)\n%%EOF\n".utf8
        return (out, ranges)
    }

    private func runs(_ entries: [(number: Int, generation: Int, offset: Int)]) -> [[(number: Int, generation: Int, offset: Int)]] {
        var out: [[(number: Int, generation: Int, offset: Int)]] = []
        for e in entries {
            if let last = out.last?.last, last.number + 1 == e.number { out[out.count - 1].append(e) } else { out.append([e]) }
        }
        return out
    }
}

func padded(_ n: Int, _ width: Int) -> String {
    let s = String(n)
    return String(repeating: "0", count: max(0, width - s.count)) + s
}
