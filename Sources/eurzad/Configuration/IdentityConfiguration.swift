import Configuration
import Identity
import Kernel

/// Settings of people, profiles and codes. What the law leaves open, or changes, is a setting and not code.
struct IdentityConfiguration: Sendable {
    enum Gateway: String, Sendable { case none, outbox, smtp }

    /// `nil` chooses by the house: the outbox in a demonstration, none elsewhere.
    var gateway: Gateway?
    var smtp: SMTPSettings
    /// `nil` where no gateway of an operator is set up.
    var sms: SMSSettings?
    var rules: ProfileRules
    var codes: CodeRules

    init(reader: ConfigReader, problems: inout [String], whole: (ConfigKey, Int, ClosedRange<Int>) -> Int) {
        let word = reader.string(forKey: "identity.gateway")
        gateway = word.flatMap(Gateway.init(rawValue:))
        if let word, gateway == nil { problems.append("identity.gateway: „\(word)” nie jest ani none, ani outbox, ani smtp") }
        smtp = SMTPSettings(
            host: reader.string(forKey: "identity.smtp.host", default: "127.0.0.1"), port: whole("identity.smtp.port", 25, 1...65_535),
            from: reader.string(forKey: "identity.smtp.from", default: ""), helo: reader.string(forKey: "identity.smtp.helo", default: "localhost"))
        if gateway == .smtp, MailAddress(smtp.from) == nil { problems.append("identity.smtp.from: podaj adres, z którego wychodzą kody") }
        if let address = reader.string(forKey: "identity.sms.url") {
            sms = SMSSettings(
                address: address, method: reader.string(forKey: "identity.sms.method", default: "POST"), body: reader.string(forKey: "identity.sms.body", default: ""),
                contentType: reader.string(forKey: "identity.sms.contentType", default: "application/json"),
                headers: reader.string(forKey: "identity.sms.headers", default: ""), secretFile: reader.string(forKey: "identity.sms.secretFile"))
        }
        rules = ProfileRules()
        if let text = reader.string(forKey: "identity.profile.terms") {
            if let terms = Self.terms(text) {
                rules.terms = terms
            } else {
                problems.append("identity.profile.terms: oczekiwano na przykład 1970-01-01=14, 2021-06-17=30")
            }
        }
        rules.validityYears = whole("identity.profile.validityYears", rules.validityYears, 1...10)
        rules.minimumAge = whole("identity.profile.minimumAge", rules.minimumAge, 0...21)
        rules.lockSeconds = Int64(whole("identity.profile.lockMinutes", Int(rules.lockSeconds / 60), 1...240)) * 60
        switch reader.string(forKey: "identity.profile.extensionStart", default: "act") {
        case "act": rules.extensionStart = .act
        case "end": rules.extensionStart = .oldEnd
        case let other: problems.append("identity.profile.extensionStart: „\(other)” nie jest ani act, ani end")
        }
        let sends = whole("identity.codes.sendsInTenMinutes", 3, 1...1000)
        codes = CodeRules(
            lastsSeconds: Int64(whole("identity.codes.lastsSeconds", 300, 30...600)), tries: whole("identity.codes.tries", 5, 1...10),
            sends: RateLimit([.init(sends, inSeconds: 600), .init(max(10, sends * 3), inSeconds: 86_400)]))
    }

    /// `1970-01-01=14, 2021-06-17=30`: how many days an application may wait, by the day from which it is so.
    static func terms(_ text: String) -> [ProfileRules.Term]? {
        let parts = text.split(separator: ",").map { $0.split(separator: "=").map { $0.filter { !$0.isWhitespace } } }
        let terms = parts.compactMap { pair -> ProfileRules.Term? in
            guard pair.count == 2, let day = Day(pair[0]), let days = Int(pair[1]), (1...365).contains(days) else { return nil }
            return ProfileRules.Term(from: day, days: days)
        }
        return terms.count == parts.count && !terms.isEmpty ? terms : nil
    }
}
