public import Chancery
public import Identity
public import Kernel

/// What an e-mail tells an addressee: that there is a letter. The letter itself does not travel by e-mail.
///
/// An e-mail is no delivery: no proof comes back and no term starts. Source: KPA art. 39, 46.
public struct EmailNotice: Sendable, Hashable {
    public var to: MailAddress
    public var text: String

    /// - Returns: `nil` where the addressee has no address that can be written to.
    public init?(_ row: DispatchRow, office: OfficeRecord) {
        guard let address = row.addressee.correspondent.emails.lazy.compactMap({ MailAddress($0) }).first else { return nil }
        to = address
        // Neither title nor content: the way is open to others.
        text = """
            \(office.name) zawiadamia, że ma dla Pani lub Pana pismo o znaku \(row.sign).

            Ta wiadomość ma tylko charakter informacyjny. Nie jest doręczeniem pisma i nie biegną od niej żadne terminy. Samego pisma w niej nie ma.

            Pismo można odebrać w urzędzie: \(office.street), \(office.postCode) \(office.town). Prosimy powołać się na jego znak.

            Na tę wiadomość nie trzeba odpowiadać.
            """
    }

    public func message(at now: Instant) -> CodeMessage { CodeMessage(to: .mail(to), text: text, madeAt: now) }

    /// What is kept of it beside the sending.
    public func evidence(of dispatch: DispatchID) -> DispatchEvidence {
        var out = DispatchEvidence(.emailNotice, .submitted, key: "e-mail:\(dispatch)")
        out.dispatch = dispatch
        out.words = "wysłano na \(to); informacja, nie jest doręczeniem"
        return out
    }
}
