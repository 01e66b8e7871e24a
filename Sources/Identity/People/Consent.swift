public import Kernel

/// A consent a person gave (zgoda), with the wording it was given to.
///
/// Source: GDPR art. 7(1) and (3): the controller proves the consent; it can be withdrawn as easily as given.
public struct Consent: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case messagesByMail = "wiadomosci-mail"
        case messagesByPhone = "wiadomosci-sms"
        case electronicDelivery = "doreczenia-elektroniczne"
        case survey = "ankieta"

        public var polishName: String {
            switch self {
            case .messagesByMail: "wiadomości e-mail o moich sprawach"
            case .messagesByPhone: "SMS o moich sprawach"
            case .electronicDelivery: "pisma drogą elektroniczną"
            case .survey: "ankieta po załatwieniu sprawy"
            }
        }
    }

    public var id: Int64
    public var kind: Kind
    /// Which text the person read.
    public var wording: String
    public var givenAt: Instant
    public var withdrawnAt: Instant?
}
