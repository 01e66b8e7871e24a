public import Hummingbird
public import Identity
public import Kernel

/// What every handler knows of its request, on each step of the ladder `AppContext` → `SignedInContext` → `ClerkContext`.
public protocol PageContext: RequestContext {
    var app: AppContext { get }
}

extension PageContext {
    public var requestID: RequestID { app.requestID }
    /// Where the request came from, for counting and for the owner's list of sessions.
    public var address: ClientAddress { app.address }
    /// When the request came in.
    public var now: Instant { app.now }
    public var session: Session? { app.session }
    /// The values of a posted form whose token was checked; empty for everything else.
    public var form: FormValues { app.form }
    /// To be printed into every form (field `FormField.token`); empty where there is no session.
    public var formToken: String { app.session.map(FormToken.make) ?? "" }

    /// The one-time key of the posted form (field `FormField.key`).
    public func oneTimeKey() throws(Problem) -> OneTimeKey {
        guard let text = form[FormField.key], let key = OneTimeKey(text) else {
            throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę i wyślij go jeszcze raz.", cause: "one-time key missing")
        }
        return key
    }

    /// The version of the record that the person saw when the form was printed (field `wersja`).
    public func version() throws(Problem) -> Int64 {
        guard let version = form["wersja"].flatMap({ Int64($0) }), version > 0 else {
            throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę i wyślij go jeszcze raz.", cause: "version missing")
        }
        return version
    }

    /// A whole number from the address, for example `rok`; an address with anything else does not exist.
    public func number<T: FixedWidthInteger>(_ parameter: String, as type: T.Type = T.self) throws(Problem) -> T {
        guard let text = parameters.get(parameter), text.utf8.allSatisfy({ (48...57).contains($0) }), text.utf8.first != 48, let n = T(text) else {
            throw Problem(.notFound, "Nie ma takiej strony. Sprawdź adres.")
        }
        return n
    }
}

/// Names of the fields every form carries.
public enum FormField {
    public static let token = "_token"
    public static let key = "_key"
    /// Passwords and PINs are never printed back; the form asks for them again.
    static let secrets: Set<String> = [SignInForm.passwordField, "nowe-haslo", "pin"]
}
