/// Which roles of an office sign in with two factors, and which second factors they may use.
///
/// Source: regulation on the use of ePUAP (t.j. Dz.U. 2023 poz. 2514) § 6 ust. 2: acting for a public body needs at least two factors of
/// two categories.
public struct FactorPolicy: Sendable, Hashable {
    public struct Requirement: Sendable, Hashable {
        public var level: AssuranceLevel
        /// What may stand beside the password.
        public var second: Set<FactorKind>

        public init(_ level: AssuranceLevel, second: Set<FactorKind>) {
            self.level = level
            self.second = second
        }
    }

    public var roles: [OfficeRole: Requirement]
    public var others: Requirement

    public init(roles: [OfficeRole: Requirement] = [:], others: Requirement) {
        self.roles = roles
        self.others = others
    }

    static let strong: Set<FactorKind> = [.totp, .certificate, .recoveryCode]
    /// What travels by post or telephone.
    static let sent: Set<FactorKind> = [.phoneCode, .mailCode]

    /// A password opens every account; for training.
    public static let passwordOnly = FactorPolicy(
        others: Requirement(.low, second: Set(FactorKind.allCases).subtracting(FactorKind.vouched).subtracting([.password])))

    /// Everybody two factors; the administrator none that travels by post or telephone.
    public static let twoFactors = FactorPolicy(
        roles: [.administrator: Requirement(.substantial, second: strong)],
        others: Requirement(.substantial, second: strong.union([.phoneCode, .mailCode]))
    )

    /// The strictest of what the roles ask: the highest level, and only factors that all of them allow.
    public func requirement(for held: Set<OfficeRole>) -> Requirement {
        let all = held.map { roles[$0] ?? others }
        guard var strictest = all.first else { return others }
        for next in all.dropFirst() {
            strictest.level = max(strictest.level, next.level)
            strictest.second.formIntersection(next.second)
        }
        return strictest
    }
}
