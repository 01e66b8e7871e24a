internal import Chancery
internal import Markup

/// Facts of a card as pages show them.
enum ContactWords {
    /// The last four digits only; the first six say the day of birth.
    static func masked(_ pesel: String) -> String { "•••••••" + pesel.suffix(4) }

    static func address(_ a: PostalAddress) -> String {
        a.lines.joined(separator: ", ")
    }

    static func town(_ card: ContactCard) -> String { card.postalAddress?.town ?? "" }

    /// Numbers, addresses, channels and note as label and value; the PESEL hidden unless asked for.
    static func facts(_ card: ContactCard, showsPESEL: Bool) -> [(label: String, value: String)] {
        var out: [(String, String)] = [("Rodzaj", card.isPerson ? "osoba" : "instytucja")]
        for kind in ContactIdentifiers.Kind.allCases {
            guard let value = card.identifiers[kind] else { continue }
            out.append((kind.polishName, kind == .pesel && !showsPESEL ? masked(value) : value))
        }
        for one in card.addresses { out.append((one.kind == .residence ? "Adres" : "Korespondencja", address(one.address))) }
        for one in card.channels { out.append((short(one.kind), one.value)) }
        if !card.note.isEmpty { out.append(("Uwagi", card.note)) }
        return out
    }

    static func short(_ kind: ContactChannel.Kind) -> String {
        switch kind {
        case .epuap: "ePUAP"
        case .eDelivery: "e-Doręczenia"
        case .email: "E-mail"
        case .phone: "Telefon"
        }
    }
}
