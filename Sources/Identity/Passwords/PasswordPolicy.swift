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
        let letters = plain.filter { $0.isLetter || $0.isNumber }
        if Set(plain).count < 5 || common.contains(plain) || common.contains(letters) {
            return refuse("To hasło łatwo zgadnąć. Wymyśl inne, na przykład z kilku słów.")
        }
        for word in words.map(PolishText.folded) where word.count >= 4 {
            if plain.replacing(word, with: "").count < 8 {
                return refuse("Hasło nie może składać się z loginu ani z nazwiska. Wymyśl inne.")
            }
        }
        return nil
    }

    /// Passwords of twelve and more signs seen most often in leaks and on sticky notes, folded.
    private static let common: Set<String> = [
        "123456789012", "1234567890123", "12345678901234", "123456789123", "123412341234", "123123123123", "121212121212",
        "0987654321098", "098765432109", "012345678901", "qwertyuiop12", "qwertyuiop123", "qwertyuiopas", "qwertyuiopasdfgh",
        "qwertyuiopasdfghjkl", "qwertyqwerty", "qwerty123456", "qwerty1234567", "123456qwerty", "1q2w3e4r5t6y", "1q2w3e4r5t6y7u",
        "q1w2e3r4t5y6", "zaq12wsxcde3", "zaq1zaq1zaq1", "zaq12wsx1234", "zaq1xsw2cde3", "1qaz2wsx3edc", "1qaz2wsx3edc4rfv",
        "qazwsxedcrfv", "asdfghjkl123", "asdfghjklzxc", "zxcvbnm12345", "password1234", "password12345", "passwordpassword",
        "password123456", "password2025", "password2026", "haslohaslo12", "haslohaslo123", "haslo1234567", "haslo12345678",
        "haslohaslohaslo", "mojehaslo123", "trudnehaslo1", "tajnehaslo12", "tajnehaslo123", "administrator", "administrator1",
        "administrator123", "adminadmin12", "adminadmin123", "admin1234567", "admin12345678", "urzadgminy12", "urzadgminy123",
        "urzadmiasta1", "urzadmiasta123", "urzadmiejski", "urzadgminy2025", "urzadgminy2026", "sekretariat1", "sekretariat123",
        "kancelaria12", "kancelaria123", "polska123456", "polskapolska", "komputer1234", "komputer12345", "kochamciebie",
        "kocham cie bardzo", "iloveyou1234", "iloveyouiloveyou", "lubiepierogi", "misiaczek123", "wiosna202512", "zmienmnie1234",
        "changeme1234", "letmein12345", "welcome12345", "witajwitaj12", "dupadupa1234", "matematyka12", "bezpieczenstwo",
        "legiawarszawa", "wislakrakow1", "lechpoznan12", "jezuschrystus", "krolowapolski", "abcdefghijkl", "abcdefghijklm",
        "abcd12345678", "abc123456789", "a1b2c3d4e5f6", "aaaabbbbcccc", "111111111111", "000000000000", "correcthorsebatterystaple",
    ]
}
