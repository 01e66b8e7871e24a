internal import Foundation
public import Kernel
internal import Law

/// What may be kept about a person or a body; pure rules.
public enum ContactRules {
    public static let mostAddresses = 10
    public static let mostChannels = 20

    /// Every problem of the form, each with its field; fields of the second address end with `-2`, and so on.
    public static func problems(_ card: ContactCard) -> [Problem] {
        var out: [Problem] = []
        func add(_ field: String, _ message: String) { out.append(Problem(.invalidInput, message, field: field)) }
        switch card.name {
        case .person(let surname, let givenNames):
            if surname.isEmpty { add("nazwisko", "Wpisz nazwisko") }
            if surname.count > 200 || givenNames.count > 200 { add("nazwisko", "Skróć nazwisko i imiona do 200 znaków") }
            if card.identifiers.krs != nil { add("krs", "Osoba nie ma numeru KRS. Usuń go albo zmień rodzaj na instytucję") }
        case .institution(let name):
            if name.isEmpty { add("nazwa", "Wpisz nazwę") }
            if name.count > 1_000 { add("nazwa", "Skróć nazwę do 1000 znaków") }
            if card.identifiers.pesel != nil { add("pesel", "Instytucja nie ma numeru PESEL. Usuń go albo zmień rodzaj na osobę") }
        }
        let numbers = card.identifiers
        if let pesel = numbers.pesel, PESEL(pesel) == nil { add("pesel", "Numer PESEL ma 11 cyfr i ten się nie zgadza. Sprawdź, czy nie ma literówki") }
        if let nip = numbers.nip, NIP(nip) == nil { add("nip", "NIP ma 10 cyfr i ten się nie zgadza. Sprawdź, czy nie ma literówki") }
        if let regon = numbers.regon, REGON(regon) == nil { add("regon", "REGON ma 9 albo 14 cyfr i ten się nie zgadza. Sprawdź, czy nie ma literówki") }
        if let krs = numbers.krs, !isKRS(krs) { add("krs", "Numer KRS ma 10 cyfr, na przykład 0000123456") }
        if card.addresses.count > mostAddresses { add("adres", "Podaj najwyżej \(mostAddresses) adresów") }
        for (index, one) in card.addresses.enumerated() {
            let suffix = index == 0 ? "" : "-\(index + 1)"
            let address = one.address
            if address.town.isEmpty { add("miejscowosc\(suffix)", "Wpisz miejscowość") }
            if !address.postCode.isEmpty, address.country.isEmpty || address.country == "Polska", !RegistrationRules.isPostCode(address.postCode) {
                add("kod\(suffix)", "Kod ma 5 cyfr, na przykład 00-950")
            }
            let fields = [address.town, address.street, address.building, address.flat, address.country, address.postOfficeBox, address.postCode]
            if fields.contains(where: { $0.count > 200 }) { add("miejscowosc\(suffix)", "Skróć adres: każde pole ma najwyżej 200 znaków") }
        }
        if card.channels.count > mostChannels { add("kanal", "Podaj najwyżej \(mostChannels) adresów elektronicznych i telefonów") }
        for (index, channel) in card.channels.enumerated() {
            if let message = problem(channel) { add("kanal" + (index == 0 ? "" : "-\(index + 1)"), message) }
        }
        if card.note.count > 4_000 { add("uwagi", "Skróć uwagi do 4000 znaków") }
        return out
    }

    static func problem(_ channel: ContactChannel) -> String? {
        let value = channel.value
        guard value.count <= 200 else { return "Skróć do 200 znaków" }
        switch channel.kind {
        case .email: return RegistrationRules.looksLikeEmail(value) ? nil : "Adres e-mail musi mieć znak @ i kropkę, na przykład anna@example.com"
        case .phone:
            let digits = value.filter { $0.isASCII && $0.isNumber }
            let rest = value.filter { !($0.isASCII && $0.isNumber) && !" +-()".contains($0) }
            return rest.isEmpty && (8...15).contains(digits.count) ? nil : "Numer telefonu ma od 8 do 15 cyfr"
        case .epuap:
            let parts = value.split(separator: "/", omittingEmptySubsequences: false)
            let isBox = parts.count == 3 && parts[0].isEmpty && !parts[1].isEmpty && !parts[2].isEmpty && !value.contains { $0.isWhitespace }
            return isBox ? nil : "Adres skrytki ePUAP wygląda tak: /podmiot/skrytka"
        case .eDelivery:
            return isDeliveryAddress(value) ? nil : "Adres do doręczeń wygląda tak: AE:PL-12345-67890-ABCDE-12"
        }
    }

    /// Trimmed, without empty entries and repetitions, numbers without spaces and hyphens.
    public static func cleaned(_ card: ContactCard) -> ContactCard {
        func trim(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        func digits(_ text: String?) -> String? {
            let clean = text?.filter { !$0.isWhitespace && $0 != "-" } ?? ""
            return clean.isEmpty ? nil : clean
        }
        var out = card
        switch card.name {
        case .person(let surname, let givenNames): out.name = .person(surname: trim(surname), givenNames: trim(givenNames))
        case .institution(let name): out.name = .institution(trim(name))
        }
        for kind in ContactIdentifiers.Kind.allCases { out.identifiers[kind] = digits(card.identifiers[kind]) }
        out.addresses = card.addresses.filter { $0.address != PostalAddress() }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        out.channels = card.channels.map { ContactChannel($0.kind, trim($0.value)) }.filter { !$0.value.isEmpty }
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        out.note = card.note.trimmingCharacters(in: .whitespacesAndNewlines)
        return out
    }

    static func isKRS(_ text: String) -> Bool { text.utf8.count == 10 && text.utf8.allSatisfy { (48...57).contains($0) } }

    /// `AE:PL-ddddd-ddddd-LLLLL-dd`. The check digits are not looked at here.
    static func isDeliveryAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        func digits(_ part: Substring, _ count: Int) -> Bool { part.utf8.count == count && part.utf8.allSatisfy { (48...57).contains($0) } }
        return parts.count == 5 && parts[0] == "AE:PL" && digits(parts[1], 5) && digits(parts[2], 5)
            && parts[3].utf8.count == 5 && parts[3].utf8.allSatisfy { (65...90).contains($0) } && digits(parts[4], 2)
    }
}
