public import Kernel

/// A number or sign that a register gave to a person, a body or a thing.
///
/// A value exists only when it is well formed. It is read as people write it (spaces, hyphens, dots, small letters) and kept in
/// one form, `description`.
public protocol OfficialIdentifier: Sendable, Hashable, LosslessStringConvertible {
    /// Reads what a person typed.
    ///
    /// - Throws: `Problem` with code `invalid-input` and the sentence that a form shows beside the field.
    init(checking text: String) throws(Problem)

    /// What a person should look at although the value is accepted.
    var warning: String? { get }
}

extension OfficialIdentifier {
    public init?(_ text: String) {
        do throws(Problem) { try self.init(checking: text) } catch { return nil }
    }

    public var warning: String? { nil }

    /// Why the text is not accepted, for the person who typed it; `nil` when it is well formed.
    public static func fault(in text: String) -> String? {
        do throws(Problem) {
            _ = try Self(checking: text)
            return nil
        } catch { return error.message }
    }

    static func refusal(_ message: String) -> Problem { Problem(.invalidInput, message) }
}
