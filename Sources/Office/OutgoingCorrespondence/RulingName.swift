internal import Chancery
internal import Kernel
internal import Law
internal import Markup
public import Store

/// How a ruling is called on paper: by the sign and date of its letter, where it was written here.
public enum RulingName {
    /// - Parameter name: as the case knows it: an identifier of a letter (`PISMO-17`), or what a person typed.
    public static func text(_ c: any SQLConnection, _ name: String) throws -> String {
        guard let id = OutgoingLetterID(identifier: name), let letter = try OutgoingLetters.find(c, id) else { return name }
        let sign = letter.sign ?? letter.identifier
        return letter.letterDate?.day.map { "\(sign) z \(PolishTypography.short($0))" } ?? sign
    }
}
