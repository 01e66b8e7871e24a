internal import Foundation
public import Kernel
internal import Law

/// Which passwords the house takes: long ones that are not on everybody's lips. They never expire by themselves.
///
/// Source: NIST SP 800-63B § 5.1.1.2 and the Polish CERT's advice of 2022, which both speak against forced changes and
/// against required kinds of characters.
public enum PasswordPolicy {
    /// In characters.
    public static let minimumLength = 12
    /// In bytes; bounds the work of one request.
    public static let maximumBytes = 512

    /// The form that is hashed: one spelling for each visible text, whatever keyboard wrote it (Unicode NFKC).
    static func normalised(_ password: String) -> String { password.precomposedStringWithCompatibilityMapping }

    /// - Parameter words: what the person is called in the house; a password made of it is refused.
    public static func problem(_ password: String, avoiding words: [String] = []) -> Problem? {
        func refuse(_ words: String) -> Problem { Problem(.invalidInput, words, field: "password") }
        if password.isEmpty { return refuse("Wpisz hasło.") }
        if normalised(password).count < minimumLength {
            return refuse("Hasło ma mieć co najmniej \(minimumLength) znaków. Może być zdaniem.")
        }
        if password.utf8.count > maximumBytes { return refuse("Hasło jest za długie. Skróć je do 200 znaków.") }
        let plain = PolishText.folded(password)
        if Set(plain).count < 5 || CommonPasswords.covers(plain) {
            return refuse("To hasło łatwo zgadnąć. Wymyśl inne, na przykład z kilku słów.")
        }
        for word in words.map(PolishText.folded) where word.count >= 4 {
            if plain.replacing(word, with: "").count < 8 {
                return refuse("Hasło nie może składać się z loginu ani z nazwiska. Wymyśl inne.")
            }
        }
        return nil
    }
}
