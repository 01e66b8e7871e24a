public import Chancery
internal import Kernel
internal import Law
public import Store

/// What one search found, kind by kind; each only as far as the person may see it.
public struct SearchFindings: Sendable {
    public var letters: [RegisterRow] = []
    public var cases: [CaseFile] = []
    public var outgoing: [OutgoingLetterRow] = []
    public var contacts: [Contact] = []

    public init() {}
    public var isEmpty: Bool { letters.isEmpty && cases.isEmpty && outgoing.isEmpty && contacts.isEmpty }
}

/// One search over letters, cases and people.
public enum EverythingSearch {
    /// Of each kind at most this many are looked at before rights and filters.
    static let looked = 300

    /// - Parameters:
    ///   - rights: those of an officer; `nil` for a person who only reads the register.
    ///   - readsRegister: the person may read the whole register of incoming letters.
    public static func find(
        _ c: any SQLConnection, _ q: SearchQuery, rights: OfficerRights?, readsRegister: Bool, limit: Int
    ) throws -> SearchFindings {
        var out = SearchFindings()
        guard !q.isEmpty else { return out }
        if q.concerns(.letters) { out.letters = try letters(c, q, rights, readsRegister, limit) }
        guard let rights else { return out }
        if q.concerns(.cases) { out.cases = try cases(c, q, rights, limit) }
        if q.concerns(.outgoing) { out.outgoing = try outgoing(c, q, rights, limit) }
        if q.concerns(.contacts), rights.decide(.workCase).extent != nil || rights.decide(.register).extent != nil {
            let words = q.sender ?? q.words
            if !words.isEmpty { out.contacts = Array(try Contacts.search(c, words, limit: limit).prefix(limit)) }
        }
        return out
    }

    private static func letters(_ c: any SQLConnection, _ q: SearchQuery, _ rights: OfficerRights?, _ readsRegister: Bool, _ limit: Int) throws -> [RegisterRow] {
        var found: [RegisterRow]
        if let text = q.number {
            guard let number = RegisterNumber(text) ?? RegisterNumber("RPW/" + text), let letter = try IncomingRegister.find(c, number) else { return [] }
            found = try IncomingRegister.rows(c, ids: [letter.id])
        } else {
            var r = RegisterQuery()
            r.words = [q.words, q.sender ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
            (r.from, r.to, r.limit) = (q.from, q.to, looked)
            found = try IncomingRegister.page(c, r, today: q.to ?? Day(daysSince1970: 0)).rows
        }
        if let sender = q.sender {
            let wanted = PolishText.folded(sender)
            found = found.filter { PolishText.folded($0.sender).contains(wanted) }
        }
        var out: [RegisterRow] = []
        for row in found where out.count < limit {
            let work = try LetterWork.find(c, .incoming(row.id))
            if let state = q.state, work?.state.rawValue != state, work.map({ PolishText.folded($0.state.polishName) }) != PolishText.folded(state) { continue }
            if readsRegister {
                out.append(row)
            } else if let rights, let letter = try IncomingRegister.find(c, row.number) {
                let extent = try LetterAccess.decide(c, .read, on: .incoming(row.id), access: letter.metadata.access, by: rights).extent
                if extent?.opensContent == true { out.append(row) }
            }
        }
        return out
    }

    private static func cases(_ c: any SQLConnection, _ q: SearchQuery, _ rights: OfficerRights, _ limit: Int) throws -> [CaseFile] {
        var found: [CaseFile]
        if let sign = q.sign {
            found = try Cases.find(c, typed: sign, limit: looked)
        } else if !q.words.isEmpty {
            found = try Cases.search(c, q.words, limit: looked)
        } else {
            var query = CaseQuery()
            (query.symbol, query.limit) = (q.symbol, looked)
            query.unit = q.unitCode.flatMap(UnitCode.init).flatMap { rights.tree.unit($0)?.id }
            query.state = q.state.flatMap(CaseState.init(rawValue:))
            found = try Cases.page(c, query, seenBy: rights.visibility([.whole, .sharedPart, .metadata]), on: rights.day).rows
        }
        var out: [CaseFile] = []
        for file in found where out.count < limit {
            if let symbol = q.symbol, file.sign.symbol != symbol { continue }
            if let code = q.unitCode, file.sign.unitCode.lowercased() != code.lowercased() { continue }
            if let state = q.state, file.state.rawValue != state, PolishText.folded(file.state.polishName) != PolishText.folded(state) { continue }
            if let from = q.from, file.startDay < from { continue }
            if let to = q.to, file.startDay > to { continue }
            if try Cases.sight(c, file, rights: rights).extent != .nothing { out.append(file) }
        }
        return out
    }

    private static func outgoing(_ c: any SQLConnection, _ q: SearchQuery, _ rights: OfficerRights, _ limit: Int) throws -> [OutgoingLetterRow] {
        let words = [q.words, q.sender ?? "", q.sign ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
        guard !words.isEmpty else { return [] }
        var out: [OutgoingLetterRow] = []
        for row in try OutgoingLetters.search(c, words, limit: looked) where out.count < limit {
            if let state = q.state, PolishText.folded(row.state.polishName) != PolishText.folded(state) { continue }
            if let letter = try OutgoingLetters.find(c, row.id), try OutgoingAccess.mayRead(c, letter, by: rights) { out.append(row) }
        }
        return out
    }
}
