public import Kernel
internal import Law

/// An account to be added, as it was typed.
public struct NewAccount: Sendable {
    public var office: OfficeID
    public var login: String
    public var displayName: String
    public var post: String
    public var roles: Set<OfficeRole>

    public init(office: OfficeID, login: String, displayName: String, post: String = "", roles: Set<OfficeRole>) {
        self.office = office
        self.login = login
        self.displayName = displayName
        self.post = post
        self.roles = roles
    }

    /// Without spaces around, the login in lower case.
    var tidy: NewAccount {
        NewAccount(
            office: office, login: Login.tidy(login), displayName: displayName.trimmedSpace, post: post.trimmedSpace, roles: roles
        )
    }

    /// Every field that has to be mended; empty when the account may be added.
    public var problems: [Problem] {
        let new = tidy
        var found: [Problem] = []
        if new.login.isEmpty {
            found.append(Problem(.invalidInput, "Wpisz login.", field: "login"))
        } else if !Login.isAllowed(new.login) {
            found.append(
                Problem(
                    .invalidInput,
                    "Login ma od 3 do 64 znaków: litery bez polskich znaków, cyfry, kropkę, łącznik, podkreślenie lub @.",
                    field: "login"
                )
            )
        }
        if new.displayName.isEmpty {
            found.append(Problem(.invalidInput, "Wpisz imię i nazwisko.", field: "displayName"))
        } else if new.displayName.count > 200 {
            found.append(Problem(.invalidInput, "Imię i nazwisko może mieć najwyżej 200 znaków.", field: "displayName"))
        }
        if new.post.count > 200 {
            found.append(Problem(.invalidInput, "Stanowisko może mieć najwyżej 200 znaków.", field: "post"))
        }
        if new.roles.isEmpty { found.append(Problem(.invalidInput, "Zaznacz co najmniej jedną rolę.", field: "roles")) }
        return found
    }
}

/// The word a person types to sign in.
enum Login {
    static func tidy(_ text: String) -> String { text.trimmedSpace.lowercased() }

    static func isAllowed(_ login: String) -> Bool {
        let b = login.utf8
        return (3...64).contains(b.count)
            && b.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 46 || $0 == 45 || $0 == 95 || $0 == 64 }
    }
}

extension String {
    /// Without white space at both ends.
    var trimmedSpace: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
