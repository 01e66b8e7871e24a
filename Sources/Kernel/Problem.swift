/// What went wrong, in the words of the person who has to act on it.
///
/// The form follows one rule of the house: a code that programs compare, a Polish sentence that says what to do, and
/// a cause for the log. Neither the message nor the cause carries personal data or secrets.
public struct Problem: Error, Sendable, CustomStringConvertible {
    public struct Code: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
        public let description: String
        public init(stringLiteral value: StaticString) { description = value.description }

        /// The request or the document cannot be read or breaks a rule of its format.
        public static let invalidInput: Code = "invalid-input"
        public static let notFound: Code = "not-found"
        public static let forbidden: Code = "forbidden"
        /// The thing has changed or is in a state that does not allow the act.
        public static let conflict: Code = "conflict"
        public static let tooLarge: Code = "too-large"
        /// A disk, database or neighbouring server does not answer; trying later may help.
        public static let unavailable: Code = "unavailable"
        public static let unauthenticated: Code = "unauthenticated"
        /// A defect of the program.
        public static let internalFault: Code = "internal"
    }

    public var code: Code
    /// One or two Polish sentences for the person: what happened and what to do.
    public var message: String
    /// For the log; English.
    public var cause: String
    /// The field of a form or message the problem belongs to.
    public var field: String?

    public init(_ code: Code, _ message: String, field: String? = nil, cause: String = "") {
        self.code = code
        self.message = message
        self.field = field
        self.cause = cause
    }

    public var description: String { cause.isEmpty ? "\(code): \(message)" : "\(code): \(message) [\(cause)]" }
}

/// Several problems of one form, each with its field.
public struct Problems: Error, Sendable {
    public var all: [Problem]
    public init(_ all: [Problem]) { self.all = all }
}
