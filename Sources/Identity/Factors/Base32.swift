/// Base32 of RFC 4648 without padding, as authenticator apps read secrets.
enum Base32 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        var buffer = 0, bits = 0
        for byte in bytes {
            buffer = (buffer << 8 | Int(byte)) & 0xFFF
            bits += 8
            while bits >= 5 {
                bits -= 5
                out.append(letters[buffer >> bits & 31])
            }
        }
        if bits > 0 { out.append(letters[buffer << (5 - bits) & 31]) }
        return String(decoding: out, as: UTF8.self)
    }

    /// Spaces and lower case are taken; anything else foreign gives `nil`.
    static func decode(_ text: String) -> [UInt8]? {
        var out: [UInt8] = []
        var buffer = 0, bits = 0
        for byte in text.uppercased().utf8 where byte != 32 && byte != 61 {
            guard let value = letters.firstIndex(of: byte) else { return nil }
            buffer = (buffer << 5 | value) & 0xFFF
            bits += 5
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(buffer >> bits & 255))
            }
        }
        return out
    }
}
