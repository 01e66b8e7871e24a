internal import Kernel

/// A posted form that could not be taken because the session had ended or changed: every word of it, to be sent again.
///
/// It travels through the person's own browser as hidden fields, so that the server keeps nothing for somebody who is not signed in.
public struct KeptForm: Sendable, Hashable {
    static let pathField = "_zachowany-adres"
    static let filesField = "_zachowane-pliki"
    static let multipartField = "_zachowany-rodzaj"
    static let prefix = "_z."

    /// Where the form was going.
    var path: LocalPath
    /// What was typed; without the old token, with the one-time key, so that a form that did arrive is not taken twice.
    var fields: [FormValues.Field]
    /// Names of the file fields whose files have to be chosen again.
    var files: [String]
    var isMultipart: Bool

    init(path: LocalPath, fields: [FormValues.Field], files: [String] = [], isMultipart: Bool = false) {
        self.path = path
        self.fields = fields.filter { $0.name != FormField.token && !$0.name.hasPrefix("_z") && !FormField.secrets.contains($0.name) }
        self.files = files
        self.isMultipart = isMultipart
    }

    /// Forms of signing in and out begin anew; in all others only the secrets are left out.
    static func keeps(_ path: LocalPath) -> Bool {
        !isSignIn(path) && ![CitizenPlace.signIn.link, CitizenPlace.signInCode.link, CitizenPlace.signOut.link].contains(String(path.path))
    }

    /// Whether the address belongs to an officer's way in or out.
    static func isSignIn(_ path: LocalPath) -> Bool {
        let text = String(path.path)
        return text == Place.signIn.link || text == Place.signOut.link || text.hasPrefix(Place.signIn.link + "/")
    }

    /// Reads what the sign-in form carried; `nil` where it carried nothing.
    init?(carriedBy form: FormValues) {
        guard let path = form[KeptForm.pathField].flatMap(LocalPath.init), KeptForm.keeps(path) else { return nil }
        self.path = path
        fields = form.fields.filter { $0.name.hasPrefix(KeptForm.prefix) }
            .map { FormValues.Field(name: String($0.name.dropFirst(KeptForm.prefix.count)), value: $0.value) }
            .filter { !FormField.secrets.contains($0.name) }
        files = form.fields.filter { $0.name == KeptForm.filesField }.map(\.value)
        isMultipart = form[KeptForm.multipartField] == "tak"
    }

    /// The hidden fields by which a form carries it on.
    var carriage: [FormValues.Field] {
        [FormValues.Field(name: KeptForm.pathField, value: path.description)]
            + (isMultipart ? [FormValues.Field(name: KeptForm.multipartField, value: "tak")] : [])
            + files.map { FormValues.Field(name: KeptForm.filesField, value: $0) }
            + fields.map { FormValues.Field(name: KeptForm.prefix + $0.name, value: $0.value) }
    }
}

/// Thrown where a form of ours comes with the token of another session, or of none.
struct StaleForm: Error {
    var fields: [FormValues.Field]
    var files: [String] = []
    var isMultipart = false
}
