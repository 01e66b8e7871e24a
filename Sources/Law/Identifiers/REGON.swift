public import Kernel

/// Number in the register of the national economy (REGON): nine digits, or fourteen for a local unit.
///
/// Source: regulation of the Council of Ministers on the REGON register.
public struct REGON: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        let typed = TypedText(text)
        guard !typed.isEmpty else { throw REGON.refusal("Wpisz REGON") }
        guard let d = typed.digits(9) ?? typed.digits(14) else { throw REGON.refusal("REGON ma 9 albo 14 cyfr") }
        guard d.prefix(9).contains(where: { $0 != 0 }) else { throw REGON.refusal("Sprawdź REGON, nie może mieć samych zer") }
        guard weightedSum(d, [8, 9, 2, 3, 4, 5, 6, 7]) % 11 % 10 == d[8] else {
            throw REGON.refusal(d.count == 9 ? "Sprawdź REGON, ostatnia cyfra się nie zgadza" : "Sprawdź REGON, jedna z pierwszych 9 cyfr się nie zgadza")
        }
        guard d.count == 9 || weightedSum(d, [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]) % 11 % 10 == d[13] else {
            throw REGON.refusal("Sprawdź REGON, ostatnia cyfra się nie zgadza")
        }
        description = typed.text
    }
}
