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

/// Code of a place in the TERYT register (SIMC), seven digits. Only the shape is checked.
public struct PlaceCode: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        let typed = TypedText(text)
        guard !typed.isEmpty else { throw PlaceCode.refusal("Wpisz kod SIMC miejscowości") }
        guard typed.digits(7) != nil else { throw PlaceCode.refusal("Kod SIMC miejscowości ma 7 cyfr") }
        description = typed.text
    }
}

/// Code of a street in the TERYT register (ULIC), five digits. Only the shape is checked.
public struct StreetCode: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        let typed = TypedText(text)
        guard !typed.isEmpty else { throw StreetCode.refusal("Wpisz kod ULIC ulicy") }
        guard typed.digits(5) != nil else { throw StreetCode.refusal("Kod ULIC ulicy ma 5 cyfr") }
        description = typed.text
    }
}

/// Identifier of a parcel in the land register (EGiB): `221101_1.0001.34/6`, with the sheet `221101_1.0001.AR_2.34/6`.
///
/// Only the shape is checked. Source: regulation on the register of land and buildings, the form as geodetic files carry it.
public struct ParcelIdentifier: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        let typed = TypedText(text, keeping: ".")
        guard !typed.isEmpty else { throw ParcelIdentifier.refusal("Wpisz identyfikator działki") }
        let fault = ParcelIdentifier.refusal("Identyfikator działki wygląda tak: 221101_1.0001.34/6")
        let parts = typed.text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 || parts.count == 4 else { throw fault }
        let unit = parts[0].split(separator: "_", omittingEmptySubsequences: false)
        guard unit.count == 2, unit[0].utf8.count == 6, MunicipalityCode(String(unit[0] + unit[1])) != nil,
            TypedText(parts[1]).follows("9999"), parts.count == 3 || ParcelIdentifier.isSheet(parts[2]), ParcelIdentifier.isParcel(parts.last ?? "")
        else { throw fault }
        description = typed.text
    }

    private static func isNumber(_ text: some StringProtocol) -> Bool { (1...6).contains(text.utf8.count) && text.utf8.allSatisfy(\.isDigit) }
    private static func isSheet(_ text: String) -> Bool { text.hasPrefix("AR_") && isNumber(text.dropFirst(3)) }
    private static func isParcel(_ text: String) -> Bool {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        return halves.count <= 2 && halves.allSatisfy(isNumber)
    }
}
