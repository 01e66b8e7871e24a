public import Chancery
public import Kernel
public import Store

/// Who signs a letter, as it stands under the text.
public struct LetterSignatory: Sendable, Hashable {
    public var name: String
    /// Post (stanowisko).
    public var post: String
    /// "w zastępstwie: …"; `nil` for one's own.
    public var onBehalf: String?

    public init(name: String, post: String, onBehalf: String? = nil) {
        self.name = name
        self.post = post
        self.onBehalf = onBehalf
    }

    public init(_ officer: ActingOfficer) {
        self.init(name: officer.name, post: officer.post, onBehalf: officer.inPlaceOf.map { "w zastępstwie: \($0.name)" })
    }

    /// The person who is asked to sign; `nil` where nobody holds the post.
    public static func expected(_ c: any SQLConnection, _ approver: Approver?, on day: Day) throws -> LetterSignatory? {
        guard let approver else { return nil }
        let found: OfficerID? =
            switch approver {
            case .officer(let id): id
            case .headOf(let unit): try Organisation.headOfUnit(c, unit, on: day)
            }
        guard let id = found, let officer = try Organisation.officer(c, id) else { return nil }
        let posts = try Organisation.posts(c, of: id).filter { $0.validFrom <= day && $0.validTo.map { day <= $0 } ?? true }
        let post = posts.first { $0.isHead } ?? posts.first
        return LetterSignatory(name: officer.name, post: post?.title ?? "")
    }
}
