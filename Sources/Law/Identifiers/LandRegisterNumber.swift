public import Kernel

/// Number of a land and mortgage register (księga wieczysta): `LU1B/00012345/8` – the court's sign, the number, the control digit.
///
/// The letters have their own order of values, not A = 10 … Z = 35. Source: regulation of the Minister of Justice on keeping land
/// registers in the electronic system; confirmed on published numbers.
public struct LandRegisterNumber: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        let typed = TypedText(text, keeping: "/")
        guard !typed.isEmpty else { throw LandRegisterNumber.refusal("Wpisz numer księgi") }
        guard typed.follows("AA9A/99999999/9") || typed.follows("AA9A999999999") else {
            throw LandRegisterNumber.refusal("Numer wygląda tak: AB1C/00012345/6")
        }
        let bytes = typed.bytes.filter { $0 != UInt8(ascii: "/") }
        let values = bytes.compactMap(LandRegisterNumber.value)
        guard values.count == 13, weightedSum(values, [1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7]) % 10 == values[12] else {
            throw LandRegisterNumber.refusal("Sprawdź numer księgi, jeden ze znaków się nie zgadza")
        }
        let parts = [bytes[0..<4], bytes[4..<12], bytes[12...]]
        description = parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
    }

    /// Completes a number written without the leading zeros, `WA4M/1/2`, so that a form can offer the full one.
    public init?(withoutLeadingZeros text: String) {
        let parts = TypedText(text, keeping: "/").text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, (1...8).contains(parts[1].utf8.count) else { return nil }
        self.init("\(parts[0])/\(String(repeating: "0", count: 8 - parts[1].utf8.count))\(parts[1])/\(parts[2])")
    }

    public var court: String { String(description.prefix(4)) }

    private static let letters = Array("XABCDEFGHIJKLMNOPRSTUWYZ".utf8)

    private static func value(_ byte: UInt8) -> Int? { byte.isDigit ? Int(byte) - 48 : letters.firstIndex(of: byte).map { $0 + 10 } }
}
