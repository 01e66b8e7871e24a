public import Chancery
internal import Kernel
public import Store

/// What letters and their deliveries tell before a case is closed (R1.15): drafts without a decision, letters that were not
/// sent, returns that did not come, incomplete metadata.
public enum ClosingFindings {
    public static func of(_ c: any SQLConnection, _ id: CaseID) throws -> [ClosingFinding] {
        var out = try OutgoingLetters.unfinished(c, case: id).map { ClosingFinding(.obstacle, words($0)) }
        for delivery in try Dispatch.deliveries(c, case: id) where delivery.day == nil {
            if case .cancelled = delivery.state { continue }
            let what = "„\(delivery.title)”, \(delivery.addressee.label)"
            if delivery.state.needsAttention {
                out.append(ClosingFinding(.warning, "Pisma nie doręczono: \(what). Wyślij je jeszcze raz albo zostaw w aktach ze skutkiem doręczenia."))
            } else if delivery.channel.bringsProofOfDelivery {
                out.append(ClosingFinding(.warning, "Nie ma dowodu doręczenia: \(what) (\(delivery.state.polishName))."))
            }
        }
        for element in try Cases.elements(c, id) where element.removal == nil && element.content.letter?.kind == .incoming {
            guard let number = RegisterNumber(element.content.reference), let letter = try IncomingRegister.find(c, number) else { continue }
            var missing = letter.attention.map(\.polishName)
            for gap in MetadataGap.of(letter.metadata, channel: letter.channel).map(\.polishName) where !missing.contains(gap) { missing.append(gap) }
            if !missing.isEmpty { out.append(ClosingFinding(.warning, "Uzupełnij dane pisma \(number): \(missing.joined(separator: ", ")).")) }
        }
        return out
    }

    private static func words(_ letter: OutgoingLetterRow) -> String {
        let name = "„\(letter.title)”"
        return switch letter.state {
        case .draft, .returned: "Projekt pisma \(name) nie jest skończony. Dokończ go albo anuluj."
        case .awaitingApproval: "Pismo \(name) czeka na akceptację. Poczekaj na decyzję albo wycofaj je i anuluj."
        case .approved: "Pismo \(name) czeka na podpis. Podpisz je albo wycofaj."
        default: "Pisma \(name) nie wysłano do wszystkich adresatów. Wyślij je albo wycofaj."
        }
    }
}
