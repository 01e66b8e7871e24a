internal import Kernel

/// Base64 of RFC 4648 § 5 without padding, for cookies and form fields.
enum Base64URL {
    static func encode(_ bytes: [UInt8]) -> String {
        Base64.encode(bytes).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// `nil` for padding, white space and any foreign character.
    static func decode(_ text: String) -> [UInt8]? {
        let allowed = text.utf8.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95
        }
        guard allowed else { return nil }
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        return Base64.decode(plain + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4))
    }
}
