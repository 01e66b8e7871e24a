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
    public var isPublicBody = false
    /// Whether the party agreed to its account in the office's system.
    public var hasAccount = false
    /// Address for electronic delivery (ADE) known from the case or from the base of addresses.
    public var hasElectronicAddress = false
    /// Box of ePUAP.
    public var hasBox = false
    /// Old case, or a procedure where the law still has delivery by ePUAP.
    public var isLegacyPlatformCase = false
    /// Between public bodies ePUAP is still in use until a dated end (`ezd.md` § 0.1).
    public var isPlatformAllowedBetweenBodies = true
    /// The office has a contract for the public hybrid service.
    public var hasHybridService = false
    /// The letter and its attachments fit what can be printed by the operator.
    public var isPrintable = true
    public var hasPostalAddress = false
    public var isAbroad = false
    public var hasEmail = false
    /// The party asked to collect the letter in the office.
    public var wantsToCollect = false
    /// Employees deliver within the municipality.
    public var isWithinReachOfEmployees = false
    /// More parties than the law sets for delivery by notice (KPA art. 49a: more than twenty).
    public var isManyParties = false
    /// A carrier or goods that cannot go electronically.
    public var hasPhysicalEnclosure = false

    public init() {}
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
    /// Other ways that are open, in the order of preference.
    public var alternatives: [Alternative]

    public init(channel: DispatchChannel, reason: String, alternatives: [Alternative] = []) {
        self.channel = channel
        self.reason = reason
        self.alternatives = alternatives
    }

    /// The cascade of delivery.
    ///
    /// Source: KPA art. 39 (account or ADE; then the public hybrid service or own employees; then registered post), art. 49a; `ezd.md` § 4.4.
    /// - Returns: `nil` where nothing is known by which the letter could go: a person adds an address.
    public static func cascade(_ f: ChannelFacts) -> ChannelProposal? {
        var open: [Alternative] = []
        func offer(_ channel: DispatchChannel, _ reason: String) {
            if !open.contains(where: { $0.channel == channel }) { open.append(Alternative(channel: channel, reason: reason)) }
        }
        if f.isInside {
            offer(.inside, "Pismo zostaje w urzędzie, więc przekazujemy je w systemie")
        } else {
            if f.need == .proof, f.isManyParties { offer(.publicNotice, "Stron jest więcej niż dwadzieścia, więc można zawiadomić je obwieszczeniem (art. 49a KPA)") }
            if f.wantsToCollect { offer(.inPerson, "Adresat chce odebrać pismo w urzędzie") }
            electronic(f, offer)
            paper(f, offer)
            if f.need == .none, f.hasEmail { offer(.email, "To tylko informacja, a znamy adres e-mail") }
        }
        guard let first = open.first else { return nil }
        return ChannelProposal(channel: first.channel, reason: first.reason, alternatives: Array(open.dropFirst()))
    }

    private static func electronic(_ f: ChannelFacts, _ offer: (DispatchChannel, String) -> Void) {
        guard !f.hasPhysicalEnclosure else { return }
        if f.need == .none, f.hasEmail, !f.hasElectronicAddress, !f.hasAccount { offer(.email, "To tylko informacja, a znamy adres e-mail") }
        if f.hasAccount { offer(.account, "Adresat ma konto w systemie urzędu, więc doręczamy tam (art. 39 § 1 KPA)") }
        if f.hasElectronicAddress { offer(.eDelivery, "Adresat ma skrzynkę do e-Doręczeń, więc wysyłamy tam (art. 39 § 1 KPA)") }
        if f.hasBox {
            if f.isPublicBody, f.isPlatformAllowedBetweenBodies {
                offer(.epuapBox, "Adresat jest podmiotem publicznym i ma skrytkę ePUAP, a adresu do e-Doręczeń nie znamy")
            } else if f.isLegacyPlatformCase {
                offer(.epuapDelivery, "Sprawa idzie według dawnych przepisów, a adresat ma skrytkę ePUAP")
            }
        }
        if f.hasHybridService, f.isPrintable, f.hasPostalAddress, !f.isAbroad {
            offer(.hybrid, "Adresat nie ma adresu elektronicznego, więc operator wydrukuje i doręczy list (art. 39 § 2 KPA)")
        }
    }

    private static func paper(_ f: ChannelFacts, _ offer: (DispatchChannel, String) -> Void) {
        guard f.hasPostalAddress else { return }
        let enclosure = f.hasPhysicalEnclosure ? "Pismo ma załącznik, którego nie można wysłać elektronicznie" : "Adresata nie ma w bazie adresów elektronicznych"
        if f.isWithinReachOfEmployees { offer(.courier, "\(enclosure); mieszka na terenie gminy, więc doręczy pracownik (art. 39 § 2 KPA)") }
        switch f.need {
        case .proof: offer(.registeredWithSlip, "\(enclosure), a doręczenie trzeba udowodnić, więc list polecony z potwierdzeniem odbioru")
        case .trace:
            offer(.registered, "\(enclosure), a chcemy mieć dowód nadania")
            offer(.registeredWithSlip, "Jeśli potrzebny jest dowód doręczenia")
        case .none:
            offer(.ordinary, "\(enclosure), a dowód doręczenia nie jest potrzebny")
            offer(.registered, "Jeśli potrzebny jest dowód nadania")
        }
    }

    /// Facts that the addressee's own data tell; what the case and the office know is added by the caller.
    public static func facts(_ addressee: Addressee) -> ChannelFacts {
        var f = ChannelFacts()
        f.need = addressee.role == .copy ? .trace : .proof
        f.isInside = addressee.unit != nil || addressee.officer != nil
        f.hasElectronicAddress = !(addressee.electronicAddress ?? "").isEmpty
        f.hasBox = !(addressee.correspondent.identifiers.replyBox ?? "").isEmpty
        let address = addressee.correspondent.address
        f.hasPostalAddress = !address.town.isEmpty && (!address.building.isEmpty || !address.postOfficeBox.isEmpty)
        f.isAbroad = !address.country.isEmpty && address.country != "Polska"
        f.hasEmail = !addressee.correspondent.emails.isEmpty
        return f
    }

    /// What is missing for a channel; `nil` where it can be used.
    public static func obstacle(_ channel: DispatchChannel, for addressee: Addressee) -> String? {
        let f = facts(addressee)
        switch channel {
        case .eDelivery: return f.hasElectronicAddress ? nil : "Brakuje adresu do e-Doręczeń"
        case .epuapBox, .epuapDelivery: return f.hasBox ? nil : "Brakuje skrytki ePUAP adresata"
        case .hybrid, .courier, .registeredWithSlip, .registered, .ordinary:
            return f.hasPostalAddress ? nil : "Brakuje adresu pocztowego: miejscowości i numeru domu"
        case .email: return f.hasEmail ? nil : "Brakuje adresu e-mail"
        case .inside: return f.isInside ? nil : "Wskaż komórkę lub osobę w urzędzie"
        case .account, .inPerson, .publicNotice: return nil
        }
    }
}
