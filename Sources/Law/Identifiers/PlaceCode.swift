public import Kernel

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
