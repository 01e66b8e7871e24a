public import Store

extension IncomingRegister {
    /// Letters of one sender, newest first.
    ///
    /// - Parameters:
    ///   - keys: what a contact is known by (`ContactCard.senderKeys`).
    ///   - id: the last letter of the page before.
    public static func letters(_ c: any SQLConnection, ofSender keys: [String], before id: Int64? = nil, limit: Int = 50) throws -> [RegisterRow] {
        guard !keys.isEmpty else { return [] }
        return try rows(
            c, where: "sender_key IN (\(list: keys)) AND id < \(id ?? .max)", order: "id \(sql: c.dialect.descending)", limit: limit)
    }
}
