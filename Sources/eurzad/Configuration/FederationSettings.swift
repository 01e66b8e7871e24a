import Identity

/// Logins that cross to another house, as the administrator sets them (`docs/operations.md`).
struct FederationSettings: Sendable {
    /// Whether registered services may log their people in here.
    var isProvider = false
    /// The node to log in at; `nil` leaves it switched off.
    var node: Node?

    struct Node: Sendable {
        /// File with what the node says of itself.
        var metadata: String
        /// Our name at the node.
        var entityID: String
        /// As it stands in the application to the node.
        var providerName: String
        var level: AssuranceLevel
        /// Only a node that cannot encrypt is let off.
        var requiresEncryption: Bool
    }
}
