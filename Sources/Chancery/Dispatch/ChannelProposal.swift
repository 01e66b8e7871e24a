public import Kernel
public import Law

/// What is known about an addressee and the letter when a channel is chosen.
public struct ChannelFacts: Sendable, Hashable {
    public enum Need: String, Sendable, CaseIterable {
        /// Delivery under the Code: proof is needed (decision, order, call, notice to a party).
        case proof
        /// The office wants to know that it went, the law asks for nothing more.
        case trace
        /// Information only.
        case none
    }
    public var need: Need = .proof
    /// Between units of the office.
    public var isInside = false
    /// What the law's choice depends on.
    public var recipient: DeliveryRecipient
    public var office = DeliveryCircumstances()
    /// Old case, or a procedure where the law still has delivery by ePUAP.
    public var isLegacyPlatformCase = false
    public var hasEmail = false
    /// More parties than this may be told by notice. Source: KPA art. 49a.
    public static let manyParties = 20
    /// More parties than `manyParties`.
    public var isManyParties = false

    public init(_ recipient: DeliveryRecipient) { self.recipient = recipient }
}

/// The channel that the law prefers, with the reason in words for people (R4.4).
public struct ChannelProposal: Sendable, Hashable {
    public struct Alternative: Sendable, Hashable {
        public var channel: DispatchChannel
        public var reason: String
        public init(channel: DispatchChannel, reason: String) {
            self.channel = channel
            self.reason = reason
        }
    }
    public var channel: DispatchChannel
    public var reason: String
    /// Other ways that are open, each with what speaks for it.
    public var alternatives: [Alternative]
    /// What to do first, for example to look the address up; `nil` where nothing.
    public var advice: String?

    public init(channel: DispatchChannel, reason: String, alternatives: [Alternative] = [], advice: String? = nil) {
        self.channel = channel
        self.reason = reason
        self.alternatives = alternatives
        self.advice = advice
    }

    /// The cascade of delivery, and around it what is no delivery under the Code: letters inside the office, information, notices.
    ///
    /// Source: `DeliveryCascade` (KPA art. 39), art. 49a; `ezd.md` § 4.4.
    /// - Returns: `nil` where nothing is known by which the letter could go: a person adds an address.
    public static func cascade(_ f: ChannelFacts, on day: Day, rules: [DeliveryCascadeRule] = DeliveryCascadeRule.all) -> ChannelProposal? {
        if f.isInside { return ChannelProposal(channel: .inside, reason: "Pismo zostaje w urzędzie, więc przekazujemy je w systemie") }
        let open = open(f)
        func proposal(_ channel: DispatchChannel, _ reason: String, advice: String? = nil) -> ChannelProposal {
            ChannelProposal(channel: channel, reason: reason, alternatives: open.filter { $0.channel != channel }, advice: advice)
        }
        if f.need == .proof, f.isManyParties {
            return proposal(.publicNotice, "Stron jest więcej niż dwadzieścia, więc można zawiadomić je obwieszczeniem (art. 49a KPA)")
        }
        let rules = f.isLegacyPlatformCase ? [legacy] : rules
        guard let law = try? DeliveryCascade.propose(to: f.recipient, in: f.office, on: day, rules: rules) else {
            return f.hasEmail && f.need != .proof ? proposal(.email, "Znamy tylko adres e-mail, a dowód doręczenia nie jest potrzebny") : nil
        }
        // Paper with proof costs most; what needs none goes a simpler way.
        if law.channel == .registeredPost, f.need != .proof {
            if f.need == .none, f.hasEmail { return proposal(.email, "To tylko informacja, a znamy adres e-mail", advice: law.advice) }
            return f.need == .none
                ? proposal(.ordinary, "Nie ma drogi elektronicznej, a dowód nie jest potrzebny, więc list zwykły", advice: law.advice)
                : proposal(.registered, "Nie ma drogi elektronicznej, a wystarczy dowód nadania, więc list polecony", advice: law.advice)
        }
        return proposal(channel(law.channel, f), "\(law.reason) (art. 39 KPA)", advice: law.advice)
    }

    /// For cases to which the rules before the electronic deliveries apply.
    private static let legacy = DeliveryCascadeRule(
        validFrom: nil, validTo: nil, epuap: .everyone, hybridIsDuty: false, source: "KPA art. 39¹ w brzmieniu dawnym (sprawy sprzed zmiany)")

    private static func channel(_ channel: DeliveryChannel, _ f: ChannelFacts) -> DispatchChannel {
        switch channel {
        case .officeAccount: .account
        case .handedOver: .inPerson
        case .electronic: .eDelivery
        case .epuap: f.recipient.kind == .publicBody ? .epuapBox : .epuapDelivery
        case .hybrid: .hybrid
        case .registeredPost: .registeredWithSlip
        case .messenger: .courier
        }
    }

    private static func open(_ f: ChannelFacts) -> [Alternative] {
        var out: [Alternative] = []
        let r = f.recipient
        if f.office.isElectronic {
            if r.hasOfficeAccount { out.append(Alternative(channel: .account, reason: "Adresat ma konto w systemie urzędu")) }
            var hasAddress = r.givenAddress != nil
            if case .found = r.search { hasAddress = true }
            if hasAddress { out.append(Alternative(channel: .eDelivery, reason: "Adresat ma skrzynkę do e-Doręczeń")) }
            if r.hasEpuapBox {
                out.append(Alternative(channel: r.kind == .publicBody ? .epuapBox : .epuapDelivery, reason: "Adresat ma skrytkę ePUAP"))
            }
            if f.office.usesHybrid, r.hasPostalAddress { out.append(Alternative(channel: .hybrid, reason: "Operator wydrukuje i doręczy list")) }
        }
        if f.office.hasMessengers, r.hasPostalAddress { out.append(Alternative(channel: .courier, reason: "Może doręczyć pracownik urzędu")) }
        if r.hasPostalAddress {
            out.append(Alternative(channel: .registeredWithSlip, reason: "Z dowodem doręczenia"))
            if f.need != .proof {
                out.append(Alternative(channel: .registered, reason: "Z dowodem nadania"))
                out.append(Alternative(channel: .ordinary, reason: "Bez dowodu"))
            }
        }
        out.append(Alternative(channel: .inPerson, reason: "Adresat może odebrać pismo w urzędzie"))
        if f.need != .proof, f.hasEmail { out.append(Alternative(channel: .email, reason: "Znamy adres e-mail")) }
        return out
    }

    /// Facts that the addressee's own data tell; what the case, the registers and the office know is added by the caller.
    public static func facts(_ addressee: Addressee) -> ChannelFacts {
        let correspondent = addressee.correspondent
        let kind: DeliveryRecipient.Kind =
            switch correspondent.designation {
            case .person, .unknown: .person
            case .institution: .company
            }
        let address = correspondent.address
        var f = ChannelFacts(
            DeliveryRecipient(
                kind: kind, givenAddress: addressee.electronicAddress.flatMap { DeliveryAddress($0) },
                hasEpuapBox: !(correspondent.identifiers.replyBox ?? "").isEmpty,
                hasPostalAddress: !address.town.isEmpty && (!address.building.isEmpty || !address.postOfficeBox.isEmpty)))
        f.need = addressee.role == .copy ? .trace : .proof
        f.isInside = addressee.unit != nil || addressee.officer != nil
        f.hasEmail = !correspondent.emails.isEmpty
        return f
    }

    /// What is missing for a channel; `nil` where it can be used.
    public static func obstacle(_ channel: DispatchChannel, for addressee: Addressee) -> String? {
        let f = facts(addressee)
        switch channel {
        case .eDelivery: return f.recipient.givenAddress == nil ? "Brakuje adresu do e-Doręczeń albo jest błędny" : nil
        case .epuapBox, .epuapDelivery: return f.recipient.hasEpuapBox ? nil : "Brakuje skrytki ePUAP adresata"
        case .hybrid, .courier, .registeredWithSlip, .registered, .ordinary:
            return f.recipient.hasPostalAddress ? nil : "Brakuje adresu pocztowego: miejscowości i numeru domu"
        case .email:
            if addressee.isParty { return "E-mail tylko zawiadamia, a pismo do strony trzeba doręczyć (art. 39 KPA)" }
            return f.hasEmail ? nil : "Brakuje adresu e-mail"
        case .inside: return f.isInside ? nil : "Wskaż komórkę lub osobę w urzędzie"
        case .account, .inPerson, .publicNotice: return nil
        }
    }
}
