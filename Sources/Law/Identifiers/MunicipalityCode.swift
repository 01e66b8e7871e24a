public import Kernel

/// Code of a gmina in the TERYT register (TERC): voivodeship, powiat, gmina, kind; seven digits.
///
/// Only the shape is checked; whether the gmina exists tells the dictionary. Source: regulation on the TERYT register, from memory.
public struct MunicipalityCode: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        let typed = TypedText(text)
        guard !typed.isEmpty else { throw MunicipalityCode.refusal("Wpisz kod TERYT gminy") }
        guard let d = typed.digits(7) else { throw MunicipalityCode.refusal("Kod TERYT gminy ma 7 cyfr, na przykład 0201011") }
        let voivodeship = d[0] * 10 + d[1]
        guard (2...32).contains(voivodeship), voivodeship % 2 == 0 else {
            throw MunicipalityCode.refusal("Sprawdź kod TERYT, 2 pierwsze cyfry to województwo: liczba parzysta od 02 do 32")
        }
        guard [1, 2, 3, 4, 5, 8, 9].contains(d[6]) else {
            throw MunicipalityCode.refusal("Sprawdź kod TERYT, ostatnia cyfra to rodzaj gminy: 1, 2, 3, 4, 5, 8 albo 9")
        }
        description = typed.text
    }
}
