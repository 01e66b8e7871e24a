public import Kernel

/// The number of a person in the population register (Powszechny Elektroniczny System Ewidencji Ludności).
///
/// Eleven digits: date of birth with the century in the month, serial number with the sex, control digit.
/// Source: act of 24 September 2010 on population records, art. 15.
public struct PESEL: Sendable, Hashable, LosslessStringConvertible {
    public let description: String

    public init?(_ text: String) {
        guard let d = digits(text, count: 11) else { return nil }
        let weights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]
        let sum = zip(d, weights).reduce(0) { $0 + $1.0 * $1.1 }
        guard (10 - sum % 10) % 10 == d[10], PESEL.birthday(d) != nil else { return nil }
        description = d.map(String.init).joined()
    }

    private static func birthday(_ d: [Int]) -> Day? {
        let month = d[2] * 10 + d[3]
        let centuries = [1900, 2000, 2100, 2200, 1800]
        return Day(year: centuries[min(month / 20, 4)] + d[0] * 10 + d[1], month: month % 20, day: d[4] * 10 + d[5])
    }

    public var birthday: Day? { PESEL.birthday(description.utf8.map { Int($0 - 48) }) }

    /// A valid number for invented people.
    public static func synthetic(birthday: Day, serial: Int) -> PESEL? {
        let c = birthday.components
        let offset = [1800: 80, 1900: 0, 2000: 20, 2100: 40, 2200: 60][c.year / 100 * 100] ?? 0
        func two(_ n: Int) -> [Int] { [n / 10 % 10, n % 10] }
        let d = two(c.year % 100) + two(c.month + offset) + two(c.day) + two(serial / 100) + two(serial % 100)
        let sum = zip(d, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]).reduce(0) { $0 + $1.0 * $1.1 }
        return PESEL((d + [(10 - sum % 10) % 10]).map(String.init).joined())
    }
}

/// Tax identification number (Numer Identyfikacji Podatkowej), ten digits.
///
/// Source: act of 13 October 1995 on the registration and identification of taxpayers.
public struct NIP: Sendable, Hashable, LosslessStringConvertible {
    public let description: String

    public init?(_ text: String) {
        guard let d = digits(text, count: 10) else { return nil }
        let control = zip(d, [6, 5, 7, 2, 3, 4, 5, 6, 7]).reduce(0) { $0 + $1.0 * $1.1 } % 11
        guard control != 10, control == d[9] else { return nil }
        description = d.map(String.init).joined()
    }
}

/// Number in the register of the national economy (REGON), nine or fourteen digits.
///
/// Source: regulation of the Council of Ministers on the REGON register.
public struct REGON: Sendable, Hashable, LosslessStringConvertible {
    public let description: String

    public init?(_ text: String) {
        let clean = text.filter { !$0.isWhitespace && $0 != "-" }
        guard let d = digits(text, count: clean.count) else { return nil }
        func control(_ weights: [Int]) -> Int { zip(d, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11 % 10 }
        switch d.count {
        case 9: guard control([8, 9, 2, 3, 4, 5, 6, 7]) == d[8] else { return nil }
        case 14:
            guard control([8, 9, 2, 3, 4, 5, 6, 7]) == d[8],
                control([2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]) == d[13]
            else { return nil }
        default: return nil
        }
        description = d.map(String.init).joined()
    }
}

/// Digits of a number that people write with spaces and hyphens.
private func digits(_ text: String, count: Int) -> [Int]? {
    var out: [Int] = []
    for c in text.unicodeScalars where c != " " && c != "-" && c != "\u{A0}" {
        guard ("0"..."9").contains(c) else { return nil }
        out.append(Int(c.value - 48))
    }
    return out.count == count ? out : nil
}
