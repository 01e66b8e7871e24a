public import Kernel

/// The number of a person in the population register (Powszechny Elektroniczny System Ewidencji Ludności).
///
/// Eleven digits: date of birth with the century in the month, serial number with the sex, control digit. A person's number may
/// change (for instance with the legal sex), so it is never a key. Source: act of 24 September 2010 on population records, art. 15.
public struct PESEL: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        let typed = TypedText(text)
        guard !typed.isEmpty else { throw PESEL.refusal("Wpisz PESEL") }
        guard let d = typed.digits(11) else { throw PESEL.refusal("PESEL ma 11 cyfr") }
        guard PESEL.control(d) == d[10] else { throw PESEL.refusal("Sprawdź PESEL, jedna z cyfr się nie zgadza") }
        guard PESEL.birthday(d) != nil else { throw PESEL.refusal("Sprawdź PESEL, pierwszych 6 cyfr to data urodzenia, a takiego dnia nie ma") }
        description = typed.text
    }

    private static func control(_ d: [Int]) -> Int { (10 - weightedSum(d, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10) % 10 }

    private static func birthday(_ d: [Int]) -> Day? {
        let month = d[2] * 10 + d[3]
        let centuries = [1900, 2000, 2100, 2200, 1800]
        return Day(year: centuries[min(month / 20, 4)] + d[0] * 10 + d[1], month: month % 20, day: d[4] * 10 + d[5])
    }

    public var birthday: Day? { PESEL.birthday(description.utf8.map { Int($0 - 48) }) }

    /// The sex entered in the register: the tenth digit is even for women, odd for men.
    public var sex: Sex { description.utf8.dropFirst(9).first.map { $0 % 2 == 0 } == true ? .female : .male }

    /// What a person should look at although the number is well formed: a birthday that is still to come.
    public func warning(today: Day) -> String? {
        birthday.map { $0 > today } == true ? "Sprawdź PESEL, data urodzenia jest późniejsza niż dziś" : nil
    }

    /// A valid number for invented people.
    public static func synthetic(birthday: Day, serial: Int) -> PESEL? {
        let c = birthday.components
        let offset = [1800: 80, 1900: 0, 2000: 20, 2100: 40, 2200: 60][c.year / 100 * 100] ?? 0
        func two(_ n: Int) -> [Int] { [n / 10 % 10, n % 10] }
        let d = two(c.year % 100) + two(c.month + offset) + two(c.day) + two(serial / 100) + two(serial % 100)
        return PESEL((d + [control(d)]).map(String.init).joined())
    }
}

/// Sex as registers record it.
public enum Sex: String, Sendable, Hashable, CaseIterable {
    case female = "K"
    case male = "M"
}
