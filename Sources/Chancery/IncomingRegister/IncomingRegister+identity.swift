public import Store

extension IncomingRegister {
    /// The row of a letter, by which its work, assignments and cases know it.
    public static func reference(_ c: any SQLConnection, _ number: RegisterNumber) throws -> LetterRef? {
        try c.first("SELECT id FROM incoming_letter WHERE year = \(number.year) AND number = \(number.number)") { LetterRef.incoming(try $0.int("id")) }
    }

    /// Lines of letters by their rows, newest first.
    public static func rows(_ c: any SQLConnection, ids: [Int64]) throws -> [RegisterRow] {
        try rows(c, where: "id IN (\(list: ids))", order: "id \(sql: c.dialect.descending)", limit: ids.count)
    }
}
