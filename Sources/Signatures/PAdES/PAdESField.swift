internal import Kernel
internal import PDF

/// A signature field of a document that somebody has signed.
struct PAdESField {
    let signature: PDFDictionary
    let byteRange: [Int]
    let contents: [UInt8]

    /// Signed fields in the order of the form, whatever their depth.
    static func all(of file: PDFFile) throws(PDFError) -> [PAdESField] {
        guard let form = try file.resolve(file.catalogue["AcroForm"]).dictionary else { return [] }
        var out: [PAdESField] = []
        var seen: Set<PDFReference> = []
        // A field inherits its type from the field above it.
        var waiting: [(value: PDFValue, type: String?)] = (try file.resolve(form["Fields"]).array ?? []).reversed().map { ($0, nil) }
        var steps = 0
        while let (value, inherited) = waiting.popLast() {
            steps += 1
            guard steps <= 20_000 else { throw PDFError(.tooLarge, "too many fields") }
            if let r = value.reference, !seen.insert(r).inserted { continue }
            guard let field = try file.resolve(value).dictionary else { continue }
            let type = try file.resolve(field["FT"]).name ?? inherited
            if type == "Sig", let signature = try file.resolve(field["V"]).dictionary {
                let range = try file.resolve(signature["ByteRange"]).array ?? []
                out.append(
                    PAdESField(
                        signature: signature, byteRange: range.compactMap(\.integer), contents: try file.resolve(signature["Contents"]).string ?? []))
            }
            for kid in (try file.resolve(field["Kids"]).array ?? []).reversed() { waiting.append((kid, type)) }
        }
        return out
    }

    /// Detached CMS; the two older forms of Adobe are not read.
    var isKnownForm: Bool {
        let form = signature["SubFilter"]?.name
        return form == "ETSI.CAdES.detached" || form == "adbe.pkcs7.detached"
    }

    struct Coverage {
        var pieces: [Range<Int>]
        var contents: [UInt8]
        /// Where the signed revision ends.
        var end: Int
    }

    /// What the byte range covers; `nil` unless it is the file from its first byte with one gap, and the gap is the value of `Contents`
    /// and nothing else.
    func coverage(in bytes: [UInt8]) -> Coverage? {
        guard byteRange.count == 4, byteRange.allSatisfy({ (0...bytes.count).contains($0) }), byteRange[0] == 0 else { return nil }
        let first = byteRange[1], second = byteRange[2]
        let (end, overflow) = second.addingReportingOverflow(byteRange[3])
        guard !overflow, end <= bytes.count, first < second, second - first >= 2, byteRange[3] > 0 else { return nil }
        guard bytes[first] == UInt8(ascii: "<"), bytes[second - 1] == UInt8(ascii: ">") else { return nil }
        var inGap: [UInt8] = []
        inGap.reserveCapacity((second - first) / 2)
        var high: UInt8?
        for c in bytes[(first + 1)..<(second - 1)] {
            let digit: UInt8
            switch c {
            case 48...57: digit = c - 48
            case 65...70: digit = c - 55
            case 97...102: digit = c - 87
            default: return nil
            }
            if let h = high {
                inGap.append(h << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        guard high == nil, inGap == contents else { return nil }
        return Coverage(pieces: [0..<first, second..<end], contents: contents, end: end)
    }

    /// The signer's claim, as xs:dateTime.
    var signedAt: String? {
        guard let bytes = signature["M"]?.string else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix("D:") else { return nil }
        let digits = text.dropFirst(2).prefix { $0.isASCII && $0.isNumber }
        guard digits.count >= 14 else { return nil }
        func part(_ from: Int, _ count: Int) -> Substring { digits.dropFirst(from).prefix(count) }
        let zone = text.dropFirst(2 + digits.count).filter { $0 != "'" }
        let offset = zone.isEmpty || zone.first == "Z" ? "Z" : zone.count >= 5 ? "\(zone.prefix(3)):\(zone.dropFirst(3).prefix(2))" : "Z"
        let iso = "\(part(0, 4))-\(part(4, 2))-\(part(6, 2))T\(part(8, 2)):\(part(10, 2)):\(part(12, 2))\(offset)"
        return Instant(iso8601: iso) == nil ? nil : iso
    }
}
