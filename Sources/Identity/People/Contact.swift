internal import Kernel
public import Law

/// An e-mail address one may write to (RFC 5321 addr-spec without quotes, at most 254 characters).
public struct MailAddress: Sendable, Hashable, LosslessStringConvertible {
    public let description: String

    public init?(_ text: String) {
        let tidy = text.trimmedSpace
        let parts = tidy.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), tidy.utf8.count <= 254 else { return nil }
        let local = parts[0], domain = parts[1].lowercased()
        guard !local.hasPrefix("."), !local.hasSuffix("."), !local.contains(".."),
            local.utf8.allSatisfy({ $0 > 32 && $0 < 127 && !Array("()<>[]:;\\,\"".utf8).contains($0) })
        else { return nil }
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2,
            labels.allSatisfy({ label in
                (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
            })
        else { return nil }
        description = "\(local)@\(domain)"
    }

    /// For the screen: `a•••@poczta.example`.
    public var masked: String {
        let parts = description.split(separator: "@")
        return "\(parts[0].prefix(1))•••@\(parts.dropFirst().joined())"
    }
}

extension TelephoneNumber {
    /// For the screen: `••• 456`.
    public var masked: String { "••• \(description.suffix(3))" }
}

/// How a person is reached (dane kontaktowe).
public struct ContactData: Sendable, Hashable {
    public var mail: MailAddress?
    public var phone: TelephoneNumber?

    public init(mail: MailAddress? = nil, phone: TelephoneNumber? = nil) {
        self.mail = mail
        self.phone = phone
    }

    /// Reads what was typed; an empty field is no contact.
    /// - Throws: `Problems` with the fields `mail` and `phone`.
    public init(mail: String, phone: String) throws {
        var problems: [Problem] = []
        self.mail = MailAddress(mail)
        self.phone = TelephoneNumber(phone)
        if self.mail == nil, !mail.trimmedSpace.isEmpty {
            problems.append(Problem(.invalidInput, "Sprawdź adres e-mail. Powinien wyglądać jak nazwa@domena.pl.", field: "mail"))
        }
        if self.phone == nil, !phone.trimmedSpace.isEmpty {
            problems.append(Problem(.invalidInput, "Sprawdź numer telefonu. Polski numer ma 9 cyfr.", field: "phone"))
        }
        guard problems.isEmpty else { throw Problems(problems) }
    }
}
