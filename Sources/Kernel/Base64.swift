internal import Foundation

/// Base64 of RFC 4648 as XML documents use it.
public enum Base64 {
    public static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// White space is allowed anywhere; any other foreign character, or wrong padding, gives `nil`.
    public static func decode(_ text: String) -> [UInt8]? {
        var clean: [UInt8] = []
        clean.reserveCapacity(text.utf8.count)
        for c in text.utf8 where c != 0x20 && c != 0x0A && c != 0x0D && c != 0x09 { clean.append(c) }
        guard let data = Data(base64Encoded: Data(clean)) else { return nil }
        return [UInt8](data)
    }
}
