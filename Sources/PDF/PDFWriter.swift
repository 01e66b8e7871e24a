/// Writes values as bytes of a PDF.
enum PDFWriter {
    static func append(_ value: PDFValue, to out: inout [UInt8]) {
        switch value {
        case .null: out += "null".utf8
        case .boolean(let b): out += (b ? "true" : "false").utf8
        case .integer(let n): out += String(n).utf8
        case .real(let text): out += text.utf8
        case .name(let name): append(name: name, to: &out)
        case .string(let bytes):
            out.append(UInt8(ascii: "<"))
            for b in bytes {
                out.append(digits[Int(b >> 4)])
                out.append(digits[Int(b & 15)])
            }
            out.append(UInt8(ascii: ">"))
        case .array(let all):
            out.append(UInt8(ascii: "["))
            for (i, v) in all.enumerated() {
                if i > 0 { out.append(0x20) }
                append(v, to: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .dictionary(let d):
            out += "<<".utf8
            for (key, v) in d.entries {
                append(name: key, to: &out)
                out.append(0x20)
                append(v, to: &out)
            }
            out += ">>".utf8
        case .reference(let r): out += "\(r.number) \(r.generation) R".utf8
        }
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func append(name: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "/"))
        for scalar in name.unicodeScalars {
            let c = UInt8(truncatingIfNeeded: scalar.value)
            if PDFReader.isRegular(c), (0x21...0x7E).contains(c), c != UInt8(ascii: "#") {
                out.append(c)
            } else {
                out += [UInt8(ascii: "#"), digits[Int(c >> 4)], digits[Int(c & 15)]]
            }
        }
    }

    static func append(_ object: PDFObject, as reference: PDFReference, to out: inout [UInt8]) {
        out += "\(reference.number) \(reference.generation) obj\n".utf8
        append(object.value, to: &out)
        if let stream = object.stream {
            out += "\nstream\n".utf8
            out += stream
            out += "\nendstream".utf8
        }
        out += "\nendobj\n".utf8
    }
}
