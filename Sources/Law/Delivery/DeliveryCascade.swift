public import Kernel

/// The way of delivery that the law prefers for a letter, with the reasons that an officer and an inspector read.
public struct DeliveryProposal: Sendable, Hashable {
    public struct Rejected: Sendable, Hashable {
        public var channel: DeliveryChannel
        public var reason: String
    }

    public var channel: DeliveryChannel
    /// Why this way, in Polish.
    public var reason: String
    public var source: String
    /// The address for electronic delivery, when that is the way.
    public var address: DeliveryAddress?
    /// The ways that come earlier in the law and why they do not serve.
    public var rejected: [Rejected]
    /// What the officer should do first, for instance search for the address.
    public var advice: String?
    /// The letter goes to the representative, not to the party.
    public var toRepresentative: Bool
}

/// The order in which the law takes the ways of delivery.
public enum DeliveryCascade {
    /// Proposes a way for a letter sent on a day.
    ///
    /// An account in the organ's system, the office itself or the address for electronic delivery come first; then the hybrid service
    /// or the organ's own people; then the registered letter. Immediate enforceability or an important interest open the way by
    /// employees. With a representative (pełnomocnik) the letter goes to him. Source: KPA art. 39, art. 40 § 2.
    /// - Parameter representative: the party's representative for deliveries, if one was appointed.
    /// - Throws: `Problem` when no way is left.
    public static func propose(
        to party: DeliveryRecipient, representative: DeliveryRecipient? = nil, in office: DeliveryCircumstances, on day: Day,
        rules: [DeliveryCascadeRule] = DeliveryCascadeRule.all
    ) throws(Problem) -> DeliveryProposal {
        guard let rule = DeliveryCascadeRule.inForce(rules, on: day) else {
            throw Problem(.invalidInput, "Nie ma reguły doręczeń na \(day). Uzupełnij ustawienia doręczeń.", cause: "no delivery rule")
        }
        let addressee = representative ?? party
        var rejected: [DeliveryProposal.Rejected] = []
        for channel in order(office) {
            switch judge(channel, addressee, office, rule) {
            case .take(let reason):
                return DeliveryProposal(
                    channel: channel, reason: representative == nil ? reason : "\(reason); pismo idzie do pełnomocnika (art. 40 § 2 KPA)",
                    source: rule.source, address: channel == .electronic ? addressee.electronicAddress : nil, rejected: rejected,
                    advice: advice(addressee, channel, office), toRepresentative: representative != nil)
            case .leave(let reason): rejected.append(DeliveryProposal.Rejected(channel: channel, reason: reason))
            }
        }
        throw Problem(
            .invalidInput, "Nie wiadomo, jak doręczyć pismo. Wpisz adres pocztowy albo adres do e-Doręczeń adresata.", field: "address")
    }

    private enum Judgement {
        case take(String)
        case leave(String)
    }

    /// The officer says that a case is urgent in order to reach the exception, so that it goes before sending.
    private static func order(_ office: DeliveryCircumstances) -> [DeliveryChannel] {
        office.isUrgentByLaw
            ? [.handedOver, .messenger, .officeAccount, .electronic, .epuap, .hybrid, .registeredPost]
            : [.officeAccount, .handedOver, .electronic, .epuap, .messenger, .hybrid, .registeredPost]
    }

    private static func judge(
        _ channel: DeliveryChannel, _ a: DeliveryRecipient, _ office: DeliveryCircumstances, _ rule: DeliveryCascadeRule
    ) -> Judgement {
        switch channel {
        case .officeAccount:
            if !office.isElectronic { return .leave("pisma nie da się wysłać elektronicznie") }
            return a.hasOfficeAccount ? .take("Adresat ma konto w systemie urzędu, więc doręczamy na konto") : .leave("adresat nie ma konta w systemie urzędu")
        case .handedOver:
            return a.isPresent ? .take("Adresat jest w urzędzie, więc wręczamy pismo na miejscu") : .leave("adresata nie ma w urzędzie")
        case .electronic:
            if !office.isElectronic { return .leave("pisma nie da się wysłać elektronicznie") }
            if a.electronicAddress != nil { return .take("Adresat ma skrzynkę do e-Doręczeń, więc wysyłamy tam") }
            if case .notAsked = a.search { return .leave("nie sprawdzono adresu w bazie adresów elektronicznych") }
            return .leave("adresata nie ma w bazie adresów elektronicznych")
        case .epuap:
            if !office.isElectronic { return .leave("pisma nie da się wysłać elektronicznie") }
            let allowed = rule.epuap == .everyone || (rule.epuap == .publicBodies && a.kind == .publicBody)
            if !allowed { return .leave("w tym dniu prawo nie pozwala doręczać przez ePUAP temu adresatowi") }
            return a.hasEpuapBox ? .take("Adresat ma skrytkę ePUAP, a nie ma skrzynki do e-Doręczeń") : .leave("adresat nie ma skrytki ePUAP")
        case .messenger:
            if office.isUrgentByLaw { return .take("Decyzja jest natychmiast wykonalna albo wymaga tego ważny interes, więc doręcza pracownik") }
            if !a.hasPostalAddress { return .leave("nie ma adresu pocztowego") }
            return office.hasMessengers
                ? .take("Adresat nie ma skrzynki do e-Doręczeń, a urząd doręcza przez swoich pracowników")
                : .leave("urząd nie doręcza przez swoich pracowników")
        case .hybrid:
            if !office.isElectronic { return .leave("pisma nie da się wysłać elektronicznie") }
            if !a.hasPostalAddress { return .leave("nie ma adresu pocztowego") }
            if rule.hybridIsDuty { return .take("Adresat nie ma skrzynki do e-Doręczeń, więc wysyłamy przesyłką hybrydową") }
            return office.usesHybrid
                ? .take("Adresat nie ma skrzynki do e-Doręczeń, a urząd korzysta z przesyłki hybrydowej")
                : .leave("urząd nie korzysta z przesyłki hybrydowej")
        case .registeredPost:
            return a.hasPostalAddress ? .take("Nie ma innej drogi, więc wysyłamy listem poleconym za potwierdzeniem odbioru") : .leave("nie ma adresu pocztowego")
        }
    }

    private static func advice(_ a: DeliveryRecipient, _ channel: DeliveryChannel, _ office: DeliveryCircumstances) -> String? {
        guard a.electronicAddress == nil, case .notAsked = a.search, office.isElectronic, channel != .officeAccount, channel != .handedOver else { return nil }
        return "Sprawdź najpierw adresata w bazie adresów elektronicznych."
    }
}
