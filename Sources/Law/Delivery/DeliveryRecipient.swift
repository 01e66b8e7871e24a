public import Kernel

/// What is known about the one to whom a letter is to be delivered, as far as the choice of the way depends on it.
public struct DeliveryRecipient: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        case person = "osoba"
        case company = "przedsiebiorca"
        case publicBody = "podmiot-publiczny"
    }

    /// What the database of electronic addresses (BAE) said.
    public enum AddressSearch: Sendable, Hashable {
        case notAsked
        case found(DeliveryAddress, on: Day)
        case none(on: Day)
    }

    public var kind: Kind
    /// Has an account in the organ's system and agreed to deliveries on it.
    public var hasOfficeAccount: Bool
    /// Is in the office and ready to take the letter.
    public var isPresent: Bool
    public var search: AddressSearch
    /// An address that the addressee gave in the case.
    public var givenAddress: DeliveryAddress?
    /// Has a box on ePUAP from which the letter of the case came, or is a public body with one.
    public var hasEpuapBox: Bool
    public var hasPostalAddress: Bool

    public init(
        kind: Kind, hasOfficeAccount: Bool = false, isPresent: Bool = false, search: AddressSearch = .notAsked, givenAddress: DeliveryAddress? = nil,
        hasEpuapBox: Bool = false, hasPostalAddress: Bool = true
    ) {
        self.kind = kind
        self.hasOfficeAccount = hasOfficeAccount
        self.isPresent = isPresent
        self.search = search
        self.givenAddress = givenAddress
        self.hasEpuapBox = hasEpuapBox
        self.hasPostalAddress = hasPostalAddress
    }

    var electronicAddress: DeliveryAddress? {
        if case .found(let address, _) = search { address } else { givenAddress }
    }
}

/// What the office can do and what the officer asks for.
public struct DeliveryCircumstances: Sendable, Hashable {
    /// The office uses the public hybrid service.
    public var usesHybrid: Bool
    /// The office delivers letters in its area by its own people.
    public var hasMessengers: Bool
    /// The letter consists of files that can be sent; a thing or an original on paper cannot.
    public var isElectronic: Bool
    /// The decision is to be enforced at once or an important public interest calls for a quick delivery.
    public var isUrgentByLaw: Bool

    public init(usesHybrid: Bool = false, hasMessengers: Bool = false, isElectronic: Bool = true, isUrgentByLaw: Bool = false) {
        self.usesHybrid = usesHybrid
        self.hasMessengers = hasMessengers
        self.isElectronic = isElectronic
        self.isUrgentByLaw = isUrgentByLaw
    }
}
