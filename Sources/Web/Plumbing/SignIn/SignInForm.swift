public import Kernel

/// What the sign-in page shows.
public struct SignInForm: Sendable {
    /// Names of the form's fields.
    public static let loginField = "login"
    public static let passwordField = "haslo"
    public static let returnField = "powrot"

    /// As typed before, else empty. The password is never shown again.
    public var login: String
    /// Where the person wanted to go; to be printed as the hidden field `returnField`.
    public var returnTo: String?
    /// To be printed as the hidden field `FormField.token`.
    public var token: String
    /// What went wrong with the last try.
    public var problem: Problem?
    /// The person has just signed out.
    public var signedOut: Bool
    /// The form that waits to be sent again; to be printed as hidden fields.
    public var kept: KeptForm?
}
