internal import Cryptography
public import Kernel
public import Law

/// Where a one-time code goes.
public enum CodeAddress: Sendable, Hashable, LosslessStringConvertible {
    case mail(MailAddress)
    case phone(TelephoneNumber)

    public var description: String {
        switch self {
        case .mail(let mail): "mail:\(mail)"
        case .phone(let phone): "phone:\(phone)"
        }
    }

    public init?(_ text: String) {
        if text.hasPrefix("mail:"), let mail = MailAddress(String(text.dropFirst(5))) {
            self = .mail(mail)
        } else if text.hasPrefix("phone:"), let phone = TelephoneNumber(String(text.dropFirst(6))) {
            self = .phone(phone)
        } else {
            return nil
        }
    }

    public var kind: FactorKind {
        switch self {
        case .mail: .mailCode
        case .phone: .phoneCode
        }
    }

    /// For the screen.
    public var masked: String {
        switch self {
        case .mail(let mail): mail.masked
        case .phone(let phone): phone.masked
        }
    }

    /// What a code that confirms the address is bound to.
    public var fingerprint: ContentHash { ContentHash(of: Array(description.utf8)) }
}
