internal import Kernel
internal import Law

/// Reads the file of a bank's mass payments: CSV with the payer's number of account, and a last line with how many and how much.
///
/// Columns by name in any order: `data` (credit), `kwota`, `rachunek` (the individual number), and optional `data_wplaty`, `nadawca`, `tytul`; the first
/// line may be `plik;NUMER;DATA` and the last is `suma;LICZBA;KWOTA`. The form is ours: each bank has its own, and most export to such columns.
enum MassPayments {
    static func read(_ text: String) throws(Problem) -> BankStatement {
        let rows = try DelimitedText.lines(Array(text.utf8), largest: 2 * BankStatement.largest, mostLines: BankStatement.mostLines + 3)
        guard let first = rows.first, first.fields.count >= 3, first.fields[0].trimmed == "plik", let day = Day(first.fields[2].trimmed),
            !first.fields[1].trimmed.isEmpty
        else { throw Problem(.invalidInput, "Wiersz 1: brak nagłówka pliku „plik;NUMER;RRRR-MM-DD”.", field: "plik") }
        guard rows.count >= 2 else { throw Problem(.invalidInput, "Plik nie ma nazw kolumn.", field: "plik") }
        let columns = Dictionary(rows[1].fields.enumerated().map { (PolishText.folded($1.trimmed), $0) }, uniquingKeysWith: { first, _ in first })
        guard columns["data"] != nil, columns["kwota"] != nil, columns["rachunek"] != nil else {
            throw Problem(.invalidInput, "Wiersz \(rows[1].number): brak kolumn „data”, „kwota” i „rachunek”.", field: "plik")
        }
        var out = BankStatement(format: .massPayments, account: "", number: first.fields[1].trimmed, day: day, opening: nil, closing: nil, lines: [])
        var total: (count: Int, amount: Money)?
        for row in rows.dropFirst(2) {
            func cell(_ name: String) -> String { columns[name].flatMap { $0 < row.fields.count ? row.fields[$0].trimmed : nil } ?? "" }
            guard total == nil else { throw BankStatement.problem(row.number, "po wierszu „suma” stoi jeszcze coś.") }
            if row.fields.first?.trimmed == "suma" {
                guard row.fields.count >= 3, let count = Int(row.fields[1].trimmed), let amount = BankStatement.amount(row.fields[2].trimmed) else {
                    throw BankStatement.problem(row.number, "wiersz „suma” to „suma;LICZBA;KWOTA”.")
                }
                total = (count, amount)
                continue
            }
            guard let credited = Day(cell("data")) else { throw BankStatement.problem(row.number, "data „\(cell("data").prefix(20))” to nie RRRR-MM-DD.") }
            guard let amount = BankStatement.amount(cell("kwota")), amount > .zero else {
                throw BankStatement.problem(row.number, "kwota „\(cell("kwota").prefix(20))” nie jest kwotą większą od zera.")
            }
            let paid = Day(cell("data_wplaty"))
            guard paid != nil || cell("data_wplaty").isEmpty else { throw BankStatement.problem(row.number, "data wpłaty to nie RRRR-MM-DD.") }
            let target: BankAccountNumber
            do { target = try BankAccountNumber(checking: cell("rachunek")) } catch { throw BankStatement.problem(row.number, error.message + ".") }
            out.lines.append(
                StatementLine(
                    number: out.lines.count + 1, credited: credited, paid: paid, amount: amount, target: target, payer: String(cell("nadawca").prefix(300)),
                    title: String(cell("tytul").prefix(1_000))))
        }
        guard let total else { throw Problem(.invalidInput, "Plik urywa się przed wierszem „suma”. Pobierz go z banku jeszcze raz.", field: "plik") }
        let sum = out.lines.map(\.amount).sum
        guard total.count == out.lines.count, total.amount == sum else {
            throw Problem(
                .invalidInput,
                "Suma kontrolna się nie zgadza: pozycji jest \(out.lines.count) na \(sum) zł, a wiersz „suma” podaje \(total.count) na \(total.amount) zł. "
                    + "Pobierz plik z banku jeszcze raz.", field: "plik")
        }
        return try out.checked()
    }
}
