public import Chancery
public import Store

/// What letters have to say before a case is closed (R1.15).
public enum LetterClosingFindings {
    public static func of(_ c: any SQLConnection, case id: CaseID) throws -> [ClosingFinding] {
        var out: [ClosingFinding] = []
        for letter in try OutgoingLetters.unfinished(c, case: id) {
            let what = "„\(letter.title)” (\(letter.state.polishName))"
            switch letter.state {
            case .draft, .returned: out.append(ClosingFinding(.obstacle, "Projekt pisma \(what) nie jest skończony. Dokończ go albo anuluj."))
            case .awaitingApproval: out.append(ClosingFinding(.obstacle, "Pismo \(what) czeka na akceptację. Poczekaj na decyzję albo wycofaj je i anuluj."))
            case .approved: out.append(ClosingFinding(.obstacle, "Pismo \(what) czeka na podpis. Podpisz je albo wycofaj."))
            default: out.append(ClosingFinding(.obstacle, "Pisma \(what) nie wysłano do wszystkich adresatów. Wyślij je albo wycofaj."))
            }
        }
        for delivery in try Dispatch.deliveries(c, case: id) where delivery.day == nil {
            let whom = "\(delivery.addressee.label), \(delivery.sign)"
            if delivery.state.needsAttention {
                out.append(ClosingFinding(.warning, "Pisma nie doręczono (\(whom)). Wyślij je jeszcze raz albo zostaw w aktach ze skutkiem doręczenia."))
            } else if delivery.channel.bringsProofOfDelivery {
                out.append(ClosingFinding(.warning, "Nie wróciło potwierdzenie doręczenia (\(whom))."))
            }
        }
        return out
    }
}
