public import Chancery
public import Kernel
internal import Signatures

/// A document that waits for a signature, in the form that decides how it is signed.
public struct DocumentToSign: Sendable {
    public enum Form: Sendable, Hashable {
        /// Signed with XAdES.
        case xml
        /// Signed with PAdES.
        case pdf
    }
    public var form: Form
    public var bytes: [UInt8]

    public init(_ form: Form, _ bytes: [UInt8]) {
        self.form = form
        self.bytes = bytes
    }
}

/// Whatever can sign letters: a key on this server, and later the Trusted Profile, a card, a signature in the cloud.
///
/// A person consents once to a list; `open` asks for what proves the consent (a PIN), and what it gives signs each document of the list.
public protocol LetterSigner: Sendable {
    /// In words for the choice on the page.
    var name: String { get }
    var asksForPIN: Bool { get }
    /// - Throws: `Problem` in words for the person: no key, a wrong PIN (field `pin`), a certificate that has ended.
    func open(for officer: ActingOfficer, pin: String, at now: Instant) async throws -> any OpenSigner
}

/// A key that a consent has opened, for the documents of that consent.
public protocol OpenSigner: Sendable {
    /// Holder, issuer, serial number and validity in a sentence for people.
    var certificateSummary: String { get }
    func sign(_ document: DocumentToSign, at now: Instant) async throws -> [UInt8]
}
