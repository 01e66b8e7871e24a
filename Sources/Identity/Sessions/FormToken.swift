internal import Cryptography

/// Proves that a form came from a page of ours: HMAC-SHA256 of the word `form` under the session's key.
///
/// Each printing hides the value under a fresh random mask, so that a compressed page never repeats the secret
/// (the BREACH attack guesses repeated text by the length of the answer).
public enum FormToken {
    public static func make(for session: Session) -> String {
        let mask = randomBytes(32)
        return Base64URL.encode(mask + xor(mask, value(session)))
    }

    public static func matches(_ text: String, _ session: Session) -> Bool {
        guard let bytes = Base64URL.decode(text), bytes.count == 64 else { return false }
        return constantTimeEqual(xor(Array(bytes[0..<32]), Array(bytes[32...])), value(session))
    }

    private static func value(_ session: Session) -> [UInt8] { HMAC.sha256(key: session.formKey, Array("form".utf8)) }

    private static func xor(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] { zip(a, b).map { $0 ^ $1 } }
}
