public import Store

extension IncomingRegister {
    /// The row of a letter, by which its work, assignments and cases know it.
    public static func reference(_ c: any SQLConnection, _ number: RegisterNumber) throws -> LetterRef? {
        try c.first("SELECT id FROM incoming_letter WHERE year = \(number.year) AND number = \(number.number)") { LetterRef.incoming(try $0.int("id")) }
    }
}
