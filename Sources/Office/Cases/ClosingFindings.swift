public import Chancery
internal import Kernel
public import Store

/// What letters and their deliveries tell before a case is closed (R1.15): drafts without a decision, letters that were not
/// sent, returns that did not come, incomplete metadata.
public enum ClosingFindings {
    public static func of(_ c: any SQLConnection, _ id: CaseID) throws -> [ClosingFinding] {
        var out: [ClosingFinding] = []
        for letter in try OutgoingLetters.unfinished(c, case: id) {
            let name = "„\(letter.title)”"
            switch letter.state {
            case .signed: out.append(ClosingFinding(.obstacle, "Pismo \(name) jest podpisane i nie zostało wysłane. Wyślij je albo anuluj."))
            default: out.append(ClosingFinding(.obstacle, "Projekt \(name) czeka na decyzję. Dokończ go albo odrzuć."))
            }
        }
        for delivery in try Dispatch.deliveries(c, case: id) where delivery.day == nil {
            if case .cancelled = delivery.state { continue }
            out.append(
                ClosingFinding(.warning, "Nie ma dowodu doręczenia: „\(delivery.title)”, \(delivery.addressee.label) (\(delivery.state.polishName))."))
        }
        for element in try Cases.elements(c, id) where element.removal == nil && element.content.letter?.kind == .incoming {
            guard let number = RegisterNumber(element.content.reference), let letter = try IncomingRegister.find(c, number) else { continue }
            var missing = letter.attention.map(\.polishName)
            if letter.metadata.letterDate == nil { missing.append("brak daty na piśmie") }
            if !missing.isEmpty { out.append(ClosingFinding(.warning, "Uzupełnij dane pisma \(number): \(missing.joined(separator: ", ")).")) }
        }
        return out
    }
}
