public import Kernel

/// What a registration must fulfil before it gets a number.
///
/// "Required" means: obligatory if it can be established (note to metadata table A).
public enum RegistrationRules {
    public static let maximumTitle = 1_000
    public static let maximumText = 4_000
    public static let mostSenders = 20

    /// Every problem of the form, each with its field; empty when the letter may be registered.
    ///
    /// Fields of the second sender end with `-2`, of the third with `-3`, and so on.
    public static func problems(_ metadata: LetterMetadata, arrivalDay: Day, today: Day) -> [Problem] {
        var out: [Problem] = []
        func add(_ field: String, _ message: String) { out.append(Problem(.invalidInput, message, field: field)) }

        if metadata.senders.isEmpty { add("nadawca", "Wpisz nadawcę albo zaznacz, że jest nieustalony") }
        if metadata.senders.count > mostSenders { add("nadawca", "Pismo może mieć najwyżej \(mostSenders) nadawców. Pozostałych wymień w uwagach") }
        for (index, sender) in metadata.senders.enumerated() {
            let suffix = index == 0 ? "" : "-\(index + 1)"
            func add(_ field: String, _ message: String) { out.append(Problem(.invalidInput, message, field: field + suffix)) }
            switch sender.designation {
            case .institution(let name):
                if name.isEmpty { add("nazwa", "Wpisz nazwę nadawcy") }
                if name.count > maximumText { add("nazwa", "Skróć nazwę do \(maximumText) znaków") }
            case .person(let surname, let givenNames):
                if surname.isEmpty { add("nazwisko", "Wpisz nazwisko") }
                if surname.count + givenNames.count > maximumText { add("nazwisko", "Skróć nazwisko i imiona") }
            case .unknown: break
            }
            if !sender.address.postCode.isEmpty, sender.address.country.isEmpty || sender.address.country == "Polska",
                !isPostCode(sender.address.postCode)
            {
                add("kod", "Kod ma 5 cyfr, na przykład 00-950")
            }
            for email in sender.emails where !looksLikeEmail(email) {
                add("email", "Adres e-mail musi mieć znak @ i kropkę, na przykład anna@example.com")
            }
        }
        if metadata.title.isEmpty { add("temat", "Wpisz temat. Nieczytelny? Wpisz „temat nieczytelny”") }
        if metadata.title.count > maximumTitle { add("temat", "Skróć temat do \(maximumTitle) znaków") }
        if arrivalDay > today { add("wplyw", "Data wpływu nie może być późniejsza niż dziś") }
        if let date = metadata.letterDate?.earliest, date > arrivalDay { add("zdnia", "Data na piśmie nie może być późniejsza niż data wpływu") }
        if let date = metadata.postingDate?.earliest, date > arrivalDay { add("nadano", "Data nadania nie może być późniejsza niż data wpływu") }
        if let count = metadata.attachmentCount, !(0...100_000).contains(count) { add("zalaczniki", "Wpisz liczbę załączników od 0 do 100 000") }
        if metadata.remarks.contains(where: { $0.count > maximumText }) { add("uwagi", "Skróć uwagi do \(maximumText) znaków") }
        if let scan = metadata.scan, scan.extent != .full {
            if scan.reason.isEmpty { add("skan-powod", "Podaj, dlaczego nie ma całego skanu, na przykład format A1") }
            if scan.extent == .partial, scan.volume.isEmpty { add("skan-objetosc", "Podaj, czego nie zeskanowano, na przykład 12 arkuszy") }
        }
        for text in [("skan-powod", metadata.scan?.reason ?? ""), ("skan-objetosc", metadata.scan?.volume ?? "")] where text.1.count > 500 {
            add(text.0, "Skróć do 500 znaków")
        }
        for (field, text) in [("znak", metadata.foreignSign), ("numer-nadania", metadata.postingNumber), ("sposob", metadata.deliveryManner)]
        where text.count > 200 {
            add(field, "Skróć do 200 znaków")
        }
        return out
    }

    static func isPostCode(_ text: String) -> Bool {
        let digits = text.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }
        return digits.count == 5 && digits.allSatisfy { (48...57).contains($0) }
    }

    static func looksLikeEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !parts[1].hasPrefix(".") && !parts[1].hasSuffix(".")
            && !text.contains { $0.isWhitespace }
    }
}
