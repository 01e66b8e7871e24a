internal import Chancery
internal import Kernel
internal import Law

/// Addressees as they are typed, one in a line: name; street and number; post code and town; box, address for e-delivery or e-mail.
///
/// `Nowak, Anna; ul. Polna 5/3; 55-110 Prusice; /anowak/domyslna`. A comma in the name makes it a person.
enum AddresseeLines {
    static let hint = "Po jednym w wierszu: Nazwisko, Imiona; ulica i numer; kod i miejscowość; skrytka, ADE albo e-mail. Firmę wpisz bez przecinka."

    static func read(_ text: String, field: String) -> (addressees: [Addressee], problems: [Problem]) {
        var out: [Addressee] = [], problems: [Problem] = []
        let lines = text.split(separator: "\n").map { String($0).trimmingWhiteSpace }.filter { !$0.isEmpty }
        for (index, line) in lines.prefix(OutgoingRules.maximumAddressees + 1).enumerated() {
            let parts = line.split(separator: ";", omittingEmptySubsequences: false).map { String($0).trimmingWhiteSpace }
            guard let name = parts.first, !name.isEmpty else {
                problems.append(Problem(.invalidInput, "Wiersz \(index + 1): wpisz nazwisko albo nazwę przed pierwszym średnikiem", field: field))
                continue
            }
            var addressee = Addressee(Correspondent(designation(name)))
            for part in parts.dropFirst() where !part.isEmpty {
                if let problem = take(part, &addressee) { problems.append(Problem(.invalidInput, "Wiersz \(index + 1): \(problem)", field: field)) }
            }
            out.append(addressee)
        }
        return (out, problems)
    }

    private static func designation(_ name: String) -> Correspondent.Designation {
        guard let comma = name.firstIndex(of: ",") else { return .institution(name: name) }
        return .person(
            surname: String(name[..<comma]).trimmingWhiteSpace, givenNames: String(name[name.index(after: comma)...]).trimmingWhiteSpace)
    }

    private static func take(_ part: String, _ addressee: inout Addressee) -> String? {
        if part.hasPrefix("/") {
            addressee.correspondent.identifiers.replyBox = part
        } else if part.uppercased().hasPrefix("AE:") {
            guard DeliveryAddress(part.uppercased()) != nil else { return "adres do e-Doręczeń wygląda tak: AE:PL-12345-67890-ABCDE-12" }
            addressee.electronicAddress = part.uppercased()
        } else if part.contains("@") {
            addressee.correspondent.emails.append(part)
        } else if let first = part.split(separator: " ").first, PostalCode(String(first)) != nil {
            addressee.correspondent.address.postCode = String(first)
            addressee.correspondent.address.town = part.dropFirst(first.count).trimmingPrefix { $0 == " " }.description
        } else {
            let words = part.split(separator: " ").map(String.init)
            if words.count > 1, let number = words.last, number.first?.isNumber == true {
                let house = number.split(separator: "/", maxSplits: 1).map(String.init)
                addressee.correspondent.address.street = words.dropLast().joined(separator: " ")
                addressee.correspondent.address.building = house[0]
                if house.count > 1 { addressee.correspondent.address.flat = house[1] }
            } else if addressee.correspondent.address.town.isEmpty, addressee.correspondent.address.street.isEmpty {
                addressee.correspondent.address.street = part
            } else {
                return "nie wiadomo, czym jest „\(part.prefix(40))”"
            }
        }
        return nil
    }

    /// The same line back, for the form shown again.
    static func text(_ a: Addressee) -> String {
        let c = a.correspondent
        let name: String =
            switch c.designation {
            case .person(let surname, let givenNames): "\(surname), \(givenNames)"
            case .institution(let name): name.replacing(",", with: " ")
            case .unknown: ""
            }
        let house = c.address.flat.isEmpty ? c.address.building : "\(c.address.building)/\(c.address.flat)"
        let street = [c.address.street, house].filter { !$0.isEmpty }.joined(separator: " ")
        let town = [c.address.postCode, c.address.town].filter { !$0.isEmpty }.joined(separator: " ")
        return ([name, street, town, c.identifiers.replyBox ?? "", a.electronicAddress ?? ""] + c.emails).filter { !$0.isEmpty }.joined(separator: "; ")
    }
}
