internal import Law

/// Passwords that everybody thinks of, and what people make of them.
///
/// A list of leaked passwords of ten million rows is not needed: nearly all that are long enough for the house are a well-known word or
/// two with numbers around, or a walk over the keyboard. So the words and the walks are kept, and the rest is a rule. The words are our own
/// choice from what leaks are known for, what is seen on sticky notes, and what offices are called.
enum CommonPasswords {
    /// - Parameter plain: folded (`PolishText.folded`).
    static func covers(_ plain: String) -> Bool {
        let letters = plain.filter { $0.isLetter || $0.isNumber }
        if whole.contains(plain) || whole.contains(letters) { return true }
        // `P@ssw0rd2026!` is `password`: what trails is dropped, then digits and signs that stand for letters are read as letters.
        let trailing = plain.reversed().prefix { !$0.isLetter }.count
        let read = String(plain.dropLast(trailing).map { leet[$0] ?? $0 }).filter { $0.isLetter || $0.isNumber }
        return [letters, read].contains { isMadeOfStems($0) || isWalk($0) }
    }

    /// At most two known words, whatever digits around; a passphrase has more, or words of its own.
    private static func isMadeOfStems(_ text: String) -> Bool {
        var rest = text[...]
        var used: Set<String> = []
        while let first = rest.first {
            if first.isNumber {
                rest = rest.drop(while: \.isNumber)
            } else if let stem = stems.first(where: { rest.hasPrefix($0) }) {
                used.insert(stem)
                rest = rest.dropFirst(stem.count)
            } else {
                return false
            }
        }
        return used.count <= 2
    }

    /// Nine of ten signs stand beside the sign before, on a keyboard or in the alphabet.
    private static func isWalk(_ text: String) -> Bool {
        let pairs = zip(text, text.dropFirst())
        let near = pairs.filter { isNear($0, $1) }.count
        return text.count >= 6 && near * 10 >= (text.count - 1) * 9
    }

    private static func isNear(_ a: Character, _ b: Character) -> Bool {
        if a == b { return true }
        if let x = a.asciiValue, let y = b.asciiValue, a.isLetter == b.isLetter, abs(Int(x) - Int(y)) == 1 { return true }
        guard let p = places[a], let q = places[b] else { return false }
        return abs(p.row - q.row) <= 1 && abs(p.column - q.column) <= 1
    }

    private static let places: [Character: (row: Int, column: Int)] = {
        var out: [Character: (row: Int, column: Int)] = [:]
        for (row, keys) in ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"].enumerated() {
            for (column, key) in keys.enumerated() { out[key] = (row, column) }
        }
        return out
    }()

    private static let leet: [Character: Character] = [
        "@": "a", "4": "a", "3": "e", "1": "i", "!": "i", "0": "o", "$": "s", "5": "s", "7": "t", "8": "b", "9": "g",
    ]

    /// Longest first, so that `administrator` is not read as `admin` and a rest.
    private static let stems: [String] = [
        "haslo", "hasla", "tajne", "moje", "trudne", "nowe", "stare", "admin", "administrator", "root", "user", "test", "demo", "gosc", "login",
        "password", "passw", "pass", "secret", "letmein", "welcome", "changeme", "zmienmnie", "zmien", "witaj", "witam", "hello", "qwerty", "qwertz",
        "qwe", "asd", "zxc", "zaq", "wsx", "qaz", "asdf", "abc", "abcd", "iloveyou", "kocham", "kochamcie", "cie", "kochanie", "misiek", "misiaczek",
        "kotek", "piesek", "skarb", "aniolek", "sloneczko", "kwiatek", "motylek", "polska", "polak", "warszawa", "krakow", "wroclaw", "gdansk",
        "poznan", "lodz", "prusice", "legia", "wisla", "lech", "widzew", "gornik", "urzad", "urzadgminy", "urzadmiasta", "gmina", "gminy", "miasto",
        "miasta", "miejski", "starostwo", "powiat", "wojt", "burmistrz", "sekretariat", "kancelaria", "ksiegowosc", "podatki", "kadry", "epuap",
        "eurzad", "profilzaufany", "zaufany", "profil", "komputer", "internet", "windows", "office", "google", "facebook", "samsung", "nokia",
        "monkey", "dragon", "master", "superman", "batman", "football", "baseball", "sunshine", "princess", "shadow", "michael", "jordan", "ninja",
        "mustang", "trustno", "killer", "hunter", "freedom", "whatever", "starwars", "pokemon", "matrix", "marcin", "mateusz", "michal", "tomek",
        "bartek", "kuba", "jakub", "pawel", "piotr", "krzysztof", "agnieszka", "kasia", "basia", "asia", "ania", "anna", "magda", "monika",
        "karolina", "natalia", "paulina", "wiktoria", "zuzia", "janek", "maja", "julia", "styczen", "luty", "marzec", "kwiecien", "maj", "czerwiec",
        "lipiec", "sierpien", "wrzesien", "pazdziernik", "listopad", "grudzien", "wiosna", "lato", "jesien", "zima", "poniedzialek", "wtorek",
        "sroda", "czwartek", "piatek", "sobota", "niedziela", "dupa", "kurwa", "cholera", "matrix", "lol", "bog", "jezus", "maryja", "chrystus",
        "papiez", "szkola", "praca", "dom", "rodzina", "mama", "tata", "dziecko", "pierogi", "piwo", "wodka", "kawa", "herbata",
    ].sorted { $0.count > $1.count }

    /// Passwords of twelve and more signs seen most often in leaks and on sticky notes, folded.
    private static let whole: Set<String> = [
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
