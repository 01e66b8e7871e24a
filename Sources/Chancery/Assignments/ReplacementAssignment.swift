public import Kernel
internal import Law

/// The content of an electronic assignment as it is copied onto paper (dekretacja zastępcza), with room for a signature.
///
/// Needed for letters of classes kept on paper. Source: chancery instruction, definitions; R1.4.
public struct ReplacementAssignment: Sendable, Hashable {
    /// Number of the letter it belongs to.
    public var reference: String
    public var title: String
    /// One line for each recipient: who, what to do, who leads.
    public var recipients: [String]
    public var disposition: String
    public var term: Day?
    public var priority: AssignmentPriority
    /// Who decided, in which post, and when.
    public var author: String
    public var post: String
    public var givenAt: Instant

    public init(_ assignment: Assignment, of work: LetterWork) {
        reference = work.reference
        title = work.title
        recipients = assignment.deliveries.map(\.recipient).map { r in
            "\(r.label) – \(r.manner.polishName)\(r.isLead && assignment.deliveries.count > 1 ? " (prowadzący)" : "")"
        }
        disposition = assignment.disposition
        term = assignment.term
        priority = assignment.priority
        author = assignment.author.name
        post = assignment.author.post
        givenAt = assignment.givenAt
    }

    /// The lines of the label or page, in their order.
    public var lines: [String] {
        var out = ["Dekretacja zastępcza", "\(reference) – \(title)"]
        out += recipients
        if !disposition.isEmpty { out.append(disposition) }
        if let term { out.append("Termin: \(MomentWords.text(term))") }
        if priority != .normal { out.append("Pilność: \(priority.polishName)") }
        out.append("Zadekretowano w systemie EZD: \(author), \(post), \(MomentWords.text(givenAt))")
        out.append("Przeniósł(a) na papier (data i podpis): ......................................")
        return out
    }
}
