internal import Kernel
internal import Law
internal import XML

/// Reads statements in the form camt.053 of ISO 20022 (`BkToCstmrStmt`), any version.
///
/// The file is read by the closed XML of the house: no network, no entities, no document type. Amounts are in PLN.
enum Camt053 {
    static func read(_ bytes: [UInt8]) throws(Problem) -> [BankStatement] {
        let tree: XMLTree
        do { tree = try XMLTree(parsing: bytes, limits: XMLLimits(maxBytes: BankStatement.largest, maxDepth: 32, maxNodes: 4_000_000)) } catch {
            let reason =
                switch error.code {
                case .doctypeForbidden: "Plik ma deklarację DOCTYPE, której nie przyjmujemy."
                case .invalidEncoding: "Plik ma inne kodowanie, niż podaje."
                case .tooLarge, .tooDeep: "Plik jest za duży albo za głęboko zagnieżdżony."
                default: "Plik nie jest poprawnym dokumentem XML (wiersz \(error.line))."
                }
            throw Problem(.invalidInput, "\(reason) Pobierz wyciąg z banku jeszcze raz.", field: "plik")
        }
        guard tree.root.namespace?.hasPrefix("urn:iso:std:iso:20022:tech:xsd:camt.053.") == true, let body = tree.root.child("BkToCstmrStmt") else {
            throw Problem(.invalidInput, "To nie jest wyciąg camt.053 (brak BkToCstmrStmt).", field: "plik")
        }
        var out: [BankStatement] = []
        for node in body.children("Stmt") { out.append(try statement(node)) }
        guard !out.isEmpty else { throw Problem(.invalidInput, "Plik nie zawiera żadnego wyciągu (Stmt).", field: "plik") }
        return out
    }

    private static func statement(_ node: XMLNode) throws(Problem) -> BankStatement {
        func fail(_ node: XMLNode, _ message: String) -> Problem { BankStatement.problem(node.line, message) }
        guard let number = value(node.child("LglSeqNb")) ?? value(node.child("ElctrncSeqNb")) ?? value(node.child("Id")) else {
            throw fail(node, "wyciąg nie ma numeru (Id).")
        }
        guard let iban = value(node.child("Acct")?.child("Id")?.child("IBAN")), let account = BankAccountNumber(iban) else {
            throw fail(node, "wyciąg nie ma poprawnego numeru rachunku (IBAN).")
        }
        var out = BankStatement(format: .camt053, account: account.description, number: number, day: Day(daysSince1970: 0), opening: nil, closing: nil, lines: [])
        for balance in node.children("Bal") {
            let code = value(balance.child("Tp")?.child("CdOrPrtry")?.child("Cd"))
            guard code == "OPBD" || code == "PRCD" || code == "CLBD" else { continue }
            guard let amount = signed(balance) else { throw fail(balance, "saldo nie jest kwotą w PLN.") }
            if code == "CLBD" {
                guard let day = day(balance.child("Dt")) else { throw fail(balance, "saldo zamknięcia nie ma daty.") }
                out.closing = amount
                out.day = day
            } else {
                out.opening = amount
            }
        }
        guard out.opening != nil, out.closing != nil else { throw fail(node, "wyciąg nie ma salda otwarcia (OPBD) albo zamknięcia (CLBD).") }
        for entry in node.children("Ntry") {
            guard value(entry.child("Sts")) == "BOOK" || value(entry.child("Sts")?.child("Cd")) == "BOOK" else { continue }
            guard let amount = signed(entry), let credited = day(entry.child("BookgDt")) ?? day(entry.child("ValDt")) else {
                throw fail(entry, "pozycja nie ma kwoty w PLN albo daty księgowania.")
            }
            let details = entry.children("NtryDtls").flatMap { $0.children("TxDtls") }
            guard details.count > 1 else {
                try append(entry, details.first, amount: amount, credited: credited, to: &out)
                continue
            }
            // Several payments in one entry come to its amount.
            var parts: [Money] = []
            for detail in details {
                guard let part = money(detail.child("Amt") ?? detail.child("AmtDtls")?.child("TxAmt")?.child("Amt")) else {
                    throw fail(detail, "płatność w pozycji zbiorczej nie ma kwoty w PLN.")
                }
                parts.append(amount < .zero ? -part : part)
            }
            guard parts.sum == amount else { throw fail(entry, "płatności pozycji zbiorczej nie dają jej kwoty \(amount) zł.") }
            for (detail, part) in zip(details, parts) { try append(entry, detail, amount: part, credited: credited, to: &out) }
        }
        return try out.checked()
    }

    private static func append(_ entry: XMLNode, _ detail: XMLNode?, amount: Money, credited: Day, to out: inout BankStatement) throws(Problem) {
        guard out.lines.count < BankStatement.mostLines else { throw BankStatement.problem(entry.line, "wyciąg ma za dużo pozycji.") }
        let parties = detail?.child("RltdPties")
        let target =
            value(parties?.child("CdtrAcct")?.child("Id")?.child("IBAN")).flatMap { BankAccountNumber($0) }
            ?? value(parties?.child("CdtrAcct")?.child("Id")?.child("Othr")?.child("Id")).flatMap { BankAccountNumber($0) }
        let payer = value(parties?.child("Dbtr")?.child("Nm")) ?? value(parties?.child("Dbtr")?.child("Pty")?.child("Nm")) ?? ""
        let title = detail?.child("RmtInf")?.children("Ustrd").compactMap(value).joined(separator: " ") ?? value(entry.child("AddtlNtryInf")) ?? ""
        out.lines.append(
            StatementLine(
                number: out.lines.count + 1, credited: credited, paid: day(detail?.child("RltdDts")?.child("AccptncDtTm")), amount: amount, target: target,
                payer: String(payer.prefix(300)), title: String(title.prefix(1_000))))
    }

    /// Text that holds nothing but text: a comment in it could make two readers see two values.
    private static func value(_ node: XMLNode?) -> String? {
        guard let text = node?.plainText?.trimmed, !text.isEmpty else { return nil }
        return text
    }

    private static func money(_ node: XMLNode?) -> Money? {
        guard let node, node.attribute("Ccy") == "PLN", let text = value(node) else { return nil }
        return BankStatement.amount(text)
    }

    private static func signed(_ node: XMLNode) -> Money? {
        guard let amount = money(node.child("Amt")) else { return nil }
        switch value(node.child("CdtDbtInd")) {
        case "CRDT": return amount
        case "DBIT": return -amount
        default: return nil
        }
    }

    private static func day(_ node: XMLNode?) -> Day? {
        guard let node else { return nil }
        guard let text = value(node.child("Dt")) ?? value(node.child("DtTm")) ?? value(node) else { return nil }
        return Day(String(text.prefix(10)))
    }
}
