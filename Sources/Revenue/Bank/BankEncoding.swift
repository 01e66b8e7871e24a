public import Kernel

/// How a bank writes its files.
///
/// Source: ISO 8859-2, code pages 1250 and 852. A byte that a page leaves empty, and a control character, show that the page is not the one.
public enum BankEncoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case latin2 = "iso-8859-2"
    case windows1250 = "windows-1250"
    case dos852 = "cp852"

    /// What the bytes 128…255 stand for; U+FFFD for nothing.
    private var upperHalf: String {
        switch self {
        case .utf8: ""
        case .latin2:
            "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"
                + "\u{A0}Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u{AD}ŽŻ°ą˛ł´ľśˇ¸šşťź˝žż"
                + "ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß"
                + "ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙"
        case .windows1250:
            "€\u{FFFD}‚\u{FFFD}„…†‡\u{FFFD}‰Š‹ŚŤŽŹ\u{FFFD}‘’“”•–—\u{FFFD}™š›śťžź"
                + "\u{A0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{AD}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż"
                + "ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß"
                + "ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙"
        case .dos852:
            "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×č"
                + "áíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐"
                + "└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀"
                + "ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{AD}˝˛ˇ˘§÷¸°¨˙űŘř■\u{A0}"
        }
    }

    /// The text of a file.
    /// - Throws: `Problem` where the bytes are not of this encoding, with what to do.
    public func text(_ bytes: [UInt8]) throws(Problem) -> String {
        guard let text = decoded(bytes) else {
            let others = BankEncoding.allCases.filter { $0 != self && $0.decoded(bytes) != nil }.map(\.rawValue)
            let hint = others.isEmpty ? "To nie jest plik tekstowy wyciągu." : "Pasuje: \(others.joined(separator: ", ")). Ustaw kodowanie tego banku."
            throw Problem(.invalidInput, "Plik nie jest zapisany w kodowaniu \(rawValue). \(hint)", field: "plik")
        }
        return text
    }

    private func decoded(_ bytes: [UInt8]) -> String? {
        guard bytes.allSatisfy({ $0 >= 32 || $0 == 9 || $0 == 10 || $0 == 13 }), !bytes.contains(127) else { return nil }
        if self == .utf8 {
            return String(validating: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
        }
        let upper = Array(upperHalf.unicodeScalars)
        var out = String.UnicodeScalarView()
        for byte in bytes {
            let scalar = byte < 128 ? Unicode.Scalar(byte) : upper[Int(byte) - 128]
            // Polish letters, dashes and quotes are all that a statement has above 127; C1 controls and empty places are another page.
            guard scalar.value != 0xFFFD, !(0x80...0x9F).contains(scalar.value) else { return nil }
            out.append(scalar)
        }
        return String(out)
    }
}
